//! Warmth: two decayed sums of occasion weights.
//!
//! It must not know what passed between the two, nor how regular they are.

use std::f64::consts::LN_2;

use jiff::Timestamp;

use super::{Occasion, Policy, Warmth};

/// Seconds of a day.
pub(super) const DAY_SECONDS: f64 = 86_400.0;

/// The warmth of one person's occasions as of an instant; what lies at or after it is not counted.
///
/// Each occasion fades from its own day, so an old friend of many letters stays warm through a silence
/// that would make a stranger of a new acquaintance. The sums run in the order of time whatever order
/// the occasions come in.
#[must_use]
pub fn warmth(occasions: &[Occasion], as_of: Timestamp, policy: &Policy) -> Warmth {
    let mut past: Vec<(Timestamp, u32)> =
        occasions.iter().filter(|o| o.at < as_of).map(|o| (o.at, o.weight)).collect();
    past.sort_unstable();
    let (mut long, mut short) = (0.0, 0.0);
    for (at, weight) in past {
        let age = as_of.duration_since(at).as_secs_f64() / DAY_SECONDS;
        let weight = f64::from(weight) / 1000.0;
        long += weight * (-LN_2 * age / policy.long_half_life_days).exp();
        short += weight * (-LN_2 * age / policy.short_half_life_days).exp();
    }
    // Steady contact makes each sum proportional to its half-life.
    let steady = long * policy.short_half_life_days / policy.long_half_life_days;
    Warmth { level: long, trend: if steady > 0.0 { short / steady } else { 0.0 } }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::relationships::example::{instant, occasions_every};

    #[test]
    fn steady_contact_has_a_trend_of_one() {
        let steady = occasions_every("ana", 7, 600, "2026-03-01T12:00Z");
        let found = warmth(&steady, instant("2026-03-05T00:00Z"), &Policy::default());
        assert!((found.trend - 1.0).abs() < 0.1, "{found:?}");
        assert!((found.level - 365.0 / LN_2 / 7.0).abs() < 4.0, "{found:?}");
    }

    #[test]
    fn an_old_friend_gone_quiet_is_warmer_than_a_stranger() {
        let old = occasions_every("ana", 36, 50, "2025-03-01T12:00Z");
        let new = occasions_every("ben", 30, 2, "2026-02-20T12:00Z");
        let as_of = instant("2026-03-01T00:00Z");
        let (old, new) = (warmth(&old, as_of, &Policy::default()), warmth(&new, as_of, &Policy::default()));
        assert!(old.level > 2.0 * new.level, "{old:?} {new:?}");
        assert!(old.trend < 0.01 && new.trend > 1.0, "{old:?} {new:?}");
    }

    #[test]
    fn without_contact_there_is_neither_warmth_nor_trend() {
        let later = occasions_every("ana", 7, 5, "2026-03-01T12:00Z");
        let none = warmth(&later, instant("2020-01-01T00:00Z"), &Policy::default());
        assert_eq!(none, Warmth::default());
    }

    proptest! {
        #[test]
        fn order_changes_no_digit(order in Just((0..20).collect::<Vec<usize>>()).prop_shuffle()) {
            let straight = occasions_every("ana", 13, 20, "2026-02-01T12:00Z");
            let mixed: Vec<_> = order.iter().map(|&i| straight[i]).collect();
            let as_of = instant("2026-03-01T00:00Z");
            let policy = Policy::default();
            prop_assert_eq!(warmth(&straight, as_of, &policy), warmth(&mixed, as_of, &policy));
        }
    }
}
