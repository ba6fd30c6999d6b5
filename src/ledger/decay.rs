//! Decay in integers: the same on every machine, to the last digit.

use jiff::Timestamp;

use super::Points;

/// After so many half-lives nothing is left.
const MAX_HALF_LIVES: u64 = 40;
const SECONDS_PER_DAY: u64 = 86_400;

/// 2^(-1/2), 2^(-1/4), … in units of 2^-32, rounded: a fraction of a half-life is multiplied together bit by bit.
const ROOTS: [u64; 16] = [
    3_037_000_500,
    3_611_622_603,
    3_938_502_376,
    4_112_874_773,
    4_202_935_003,
    4_248_701_965,
    4_271_771_996,
    4_283_353_945,
    4_289_156_690,
    4_292_061_010,
    4_293_513_907,
    4_294_240_540,
    4_294_603_903,
    4_294_785_595,
    4_294_876_445,
    4_294_921_870,
];

/// A span after which half is left, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HalfLife(u32);

impl HalfLife {
    /// A half-life of `days`, at least one.
    #[must_use]
    pub const fn days(days: u32) -> Self {
        Self(if days == 0 { 1 } else { days })
    }

    /// Its length in days.
    #[must_use]
    pub const fn in_days(self) -> u32 {
        self.0
    }
}

/// What is left of `worth` from `at` as of a later instant, rounded to the nearest thousandth; all of it
/// where the instant is earlier.
#[must_use]
pub fn decayed(worth: Points, at: Timestamp, as_of: Timestamp, half_life: HalfLife) -> Points {
    let age = u64::try_from(as_of.as_second().saturating_sub(at.as_second())).unwrap_or(0);
    let span = u64::from(half_life.0) * SECONDS_PER_DAY;
    let halvings = age / span;
    if halvings >= MAX_HALF_LIVES {
        return Points::ZERO;
    }
    // The rest of a half-life in units of 2^-16 of one.
    let fraction = ((age % span) << 16) / span;
    // Both factors are at most 2^32, so their product fits.
    let factor = ROOTS
        .iter()
        .enumerate()
        .filter(|(bit, _)| fraction & (1 << (15 - bit)) != 0)
        .fold(1_u128 << 32, |factor, (_, root)| (factor * u128::from(*root)) >> 32);
    let magnitude = u128::from(worth.thousandths().unsigned_abs());
    let shift = 32 + u32::try_from(halvings).unwrap_or(u32::MAX).min(64);
    let left = (magnitude * factor + (1_u128 << (shift - 1))) >> shift;
    let left = i64::try_from(left).unwrap_or(i64::MAX);
    Points::from_thousandths(if worth.thousandths() < 0 { -left } else { left })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn after_days(worth: i64, days: f64, half_life: u32) -> i64 {
        let at = Timestamp::from_second(1_000_000_000).unwrap();
        #[expect(clippy::cast_possible_truncation, reason = "whole seconds are enough")]
        let as_of = Timestamp::from_second(1_000_000_000 + (days * 86_400.0) as i64).unwrap();
        decayed(Points::from_thousandths(worth), at, as_of, HalfLife::days(half_life)).thousandths()
    }

    #[test]
    fn half_is_left_after_a_half_life() {
        assert_eq!(after_days(8_000, 365.0, 365), 4_000);
        assert_eq!(after_days(8_000, 730.0, 365), 2_000);
        assert_eq!(after_days(8_000, 0.0, 365), 8_000);
        assert_eq!(after_days(-8_000, 365.0, 365), -4_000);
    }

    #[test]
    fn nothing_is_left_after_forty_half_lives() {
        assert_eq!(after_days(i64::MAX, 40.0, 1), 0);
    }

    #[test]
    fn what_lies_ahead_has_not_decayed() {
        assert_eq!(after_days(8_000, -10.0, 365), 8_000);
    }

    proptest! {
        #[test]
        fn decay_follows_the_power_of_two(worth in 0_i64..1_000_000, days in 0.0..4000.0_f64, half in 1_u32..2000) {
            let exact = worth as f64 * 0.5_f64.powf(days / f64::from(half));
            let found = after_days(worth, days, half) as f64;
            // 2^-16 of a half-life is the grain of time.
            prop_assert!((found - exact).abs() <= 1.0 + exact * 1e-4, "{found} {exact}");
        }
    }
}
