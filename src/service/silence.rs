//! Whether an account has been without mail for unusually long, by what is usual for it. Pure.

/// What of the past tells what is usual, in days.
const PAST_DAYS: i64 = 365;
/// Fewer pauses than that tell nothing.
const FEW: usize = 10;
/// What is long where nothing is known yet, in days.
const UNKNOWN_DAYS: i64 = 14;
/// No silence up to so many days is ever unusual.
const LEAST_DAYS: i64 = 2;
/// One pause of so many, the longest, may have been a fault itself.
const FAULTS: usize = 50;

/// Whether an account is silent for unusually long on a day, when mail arrived on these days, which ascend: more
/// than twice as long as in the year before.
pub(super) fn is_unusual(arrivals: &[i64], today: i64) -> bool {
    let past: Vec<i64> =
        arrivals.iter().copied().filter(|day| (today - PAST_DAYS..=today).contains(day)).collect();
    let Some(last) = past.last().or(arrivals.iter().rfind(|day| **day <= today)) else { return false };
    let mut pauses: Vec<i64> = past.iter().zip(past.iter().skip(1)).map(|(one, next)| next - one).collect();
    pauses.sort_unstable();
    let longest = pauses.len().checked_sub(1 + pauses.len() / FAULTS).and_then(|at| pauses.get(at));
    let usual = match longest {
        Some(longest) if pauses.len() >= FEW => (2 * longest).max(LEAST_DAYS),
        _ => UNKNOWN_DAYS,
    };
    today - last > usual
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first day after the last arrival on which silence is unusual.
    fn patience(arrivals: &[i64]) -> i64 {
        let last = *arrivals.last().unwrap();
        (0..PAST_DAYS).find(|days| is_unusual(arrivals, last + days)).unwrap()
    }

    #[test]
    fn what_is_unusual_is_learnt_from_the_account() {
        let daily: Vec<i64> = (1000..1300).collect();
        assert_eq!(patience(&daily), 3);
        let workdays: Vec<i64> = (1000..1300).filter(|day| day % 7 < 5).collect();
        assert_eq!(patience(&workdays), 7);
        let monthly: Vec<i64> = (0..12).map(|month| 1000 + 30 * month).collect();
        assert_eq!(patience(&monthly), 61);
    }

    #[test]
    fn one_long_fault_of_before_does_not_become_usual() {
        let daily: Vec<i64> = (1000..1100).chain(1160..1300).collect();
        assert_eq!(patience(&daily), 3);
    }

    #[test]
    fn where_little_is_known_two_weeks_are_long() {
        assert!(!is_unusual(&[], 1000));
        assert_eq!(patience(&[1000]), 15);
        assert_eq!(patience(&[1000, 1001, 1002]), 15);
        assert!(is_unusual(&[1000], 9000), "long ago is no reason to be quiet");
    }

    #[test]
    fn what_comes_from_the_future_says_nothing() {
        assert!(!is_unusual(&[5000], 1000));
        let odd: Vec<i64> = (1000..1300).chain([9000]).collect();
        assert!(!is_unusual(&odd, 1300) && is_unusual(&odd, 1303));
    }
}
