//! How long to wait after a source could not be read, and how often one may be read at all. Pure: the seed of the
//! jitter and the instant are arguments.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::people::short_hash;

/// Longest pause of most sources after failures, before jitter, unless they are looked at more seldom anyway.
pub(super) const LONGEST: Duration = Duration::from_hours(6);
/// Most by which jitter lengthens a pause, in thousandths: sources that failed together are not all asked again
/// together.
const JITTER_THOUSANDTHS: u64 = 250;

/// The pause before the next attempt after `failures` in a row, the last included. It is `every` after the first,
/// which is how often the source is looked at anyway, and doubles up to `longest`
/// from failure to failure; `retry_after` is what the server asks for, and never cut
/// short. `seed` decides the jitter.
pub(super) fn pause(
    (every, longest): (Duration, Duration),
    failures: u32,
    retry_after: Option<Duration>,
    seed: u64,
) -> Duration {
    let doubled = every.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1)));
    let wanted = doubled.min(longest.max(every)).max(retry_after.unwrap_or_default());
    let thousandths = spread(seed) % (JITTER_THOUSANDTHS + 1);
    let milliseconds = u64::try_from(wanted.as_millis()).unwrap_or(u64::MAX);
    wanted.saturating_add(Duration::from_millis(milliseconds.saturating_mul(thousandths) / 1000))
}

/// Another seed for each source and attempt.
pub(super) fn seed(name: &str, now: Timestamp) -> u64 {
    short_hash(&[name, &now.to_string()])
}

/// How often a mail server is connected to: in turns of so long, of which so many may come at once. Whoever hangs up
/// on us, or tells of news that are none, is not asked again and again.
const TURN: Duration = Duration::from_secs(20);
const TURNS_AT_ONCE: u32 = 10;

/// A bucket of turns, which fills by itself.
#[derive(Debug)]
pub(super) struct Bucket {
    /// When it is full again.
    full_at: Instant,
}

impl Bucket {
    /// A full one.
    pub(super) fn full(now: Instant) -> Self {
        Self { full_at: now }
    }

    /// Takes a turn: how long to wait for it.
    pub(super) fn take(&mut self, now: Instant) -> Duration {
        self.full_at = self.full_at.max(now) + TURN;
        self.full_at.saturating_duration_since(now + TURN * TURNS_AT_ONCE)
    }
}

/// A seed of which neighbours differ (`SplitMix64`).
fn spread(seed: u64) -> u64 {
    let mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const QUARTER: Duration = Duration::from_mins(15);

    #[test]
    fn pauses_double_up_to_six_hours() {
        for (failures, minutes) in [(0, 15), (1, 15), (2, 30), (3, 60), (5, 240), (6, 360), (60, 360)] {
            let waited = pause((QUARTER, LONGEST), failures, None, 1).as_secs() / 60;
            assert!((minutes..=minutes + minutes / 4).contains(&waited), "{failures}: {waited}");
        }
    }

    #[test]
    fn a_source_looked_at_once_a_day_is_not_asked_sooner_for_failing() {
        let day = Duration::from_hours(24);
        assert!(pause((day, LONGEST), 3, None, 1) >= day);
    }

    #[test]
    fn jitter_tells_sources_apart() {
        let waited: std::collections::BTreeSet<_> =
            (0..20).map(|seed| pause((QUARTER, LONGEST), 2, None, seed)).collect();
        assert!(waited.len() > 15, "{waited:?}");
    }

    #[test]
    fn ten_turns_come_at_once_and_then_one_at_a_time() {
        let begin = Instant::now();
        let mut bucket = Bucket::full(begin);
        let waited: Vec<u64> = (0..13).map(|_| bucket.take(begin).as_secs()).collect();
        assert_eq!(waited, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 40, 60]);
        let later = begin + Duration::from_hours(1);
        assert!((0..10).all(|_| bucket.take(later).is_zero()) && !bucket.take(later).is_zero());
    }

    proptest! {
        #[test]
        fn what_the_server_asks_for_is_never_cut_short(
            every in 300_u64..100_000, failures in 0_u32..100, asked in 0_u64..86_400, seed in any::<u64>(),
        ) {
            let (every, asked) = (Duration::from_secs(every), Duration::from_secs(asked));
            let waited = pause((every, LONGEST), failures, Some(asked), seed);
            prop_assert!(waited >= asked && waited >= every.min(LONGEST));
            let most = LONGEST.max(every).max(asked);
            prop_assert!(waited <= most + most / 4, "{waited:?}");
        }
    }
}
