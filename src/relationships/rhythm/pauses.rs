//! The pauses between two people's conversations: what is told of how often they are in touch.
//!
//! A letter, its answer and a word of thanks two days later are one conversation, and the days between them no gap.
//! What is near depends on the two: for friends who write in spring and autumn a week, for those who write daily
//! nothing. It must not know other people; a figure that is told of two rests on their own days alone.

use std::collections::BTreeMap;

use super::days::{ContactDays, day_number};
use crate::relationships::{Occasion, Policy, ThreadMark};

/// A gap this many times shorter than the one in which the two usually are lies within a conversation.
const WITHIN: i64 = 6;
/// The same of days that belong to one thread: an answer may take its time, but an old letter may be answered to
/// begin anew.
const WITHIN_THREAD: i64 = 2;
/// Most pauses looked at, the latest: habits change.
const PAUSES_REMEMBERED: usize = 60;
/// Part of the own pauses, one in so many, that may be as long as a silence which is called unusual.
const AS_LONG_ONE_IN: usize = 4;

/// Days between the end of a conversation and the beginning of the next, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pauses(Vec<i32>);

impl Pauses {
    /// Those of one person's occasions, in any order; what only reached the two in company is left out where there is
    /// more.
    pub fn of<'a>(occasions: impl Iterator<Item = &'a Occasion> + Clone, policy: &Policy) -> Self {
        let Some(days) = ContactDays::of(occasions.clone(), policy) else { return Self::default() };
        let mut threads: BTreeMap<i32, Vec<ThreadMark>> = BTreeMap::new();
        for occasion in occasions {
            threads.entry(day_number(occasion.day)).or_default().extend(occasion.thread);
        }
        let of_day = |day: i32| threads.get(&day).map_or(&[][..], Vec::as_slice);
        let usual = i64::from(usual_gap(&days));
        let mut pauses: Vec<i32> = days
            .as_slice()
            .windows(2)
            .filter_map(|pair| {
                let (&before, &after) = (pair.first()?, pair.last()?);
                let gap = i64::from(after - before);
                let one_thread = of_day(after).iter().any(|thread| of_day(before).contains(thread));
                let within = gap * WITHIN <= usual || (one_thread && gap * WITHIN_THREAD <= usual);
                (!within).then_some(after - before)
            })
            .collect();
        pauses.drain(..pauses.len().saturating_sub(PAUSES_REMEMBERED));
        Self(pauses)
    }

    /// Oldest first.
    #[must_use]
    pub fn as_slice(&self) -> &[i32] {
        &self.0
    }

    /// The pause that is as often exceeded as not, in days; `None` without any.
    pub(super) fn median_days(&self) -> Option<f64> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let (lower, upper) = (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
        Some(f64::midpoint(f64::from(*lower), f64::from(*upper)))
    }

    /// How many lasted at least so many days.
    pub(super) fn as_long(&self, days: f64) -> usize {
        self.0.iter().filter(|&&pause| f64::from(pause) >= days.floor()).count()
    }

    /// Whether so long a silence is rare by the two's own pauses.
    pub(super) fn bear_out(&self, silence_days: f64) -> bool {
        self.as_long(silence_days) * AS_LONG_ONE_IN <= self.0.len()
    }
}

/// The gap in which half of the time lies: seen from any day, the two are in one as long or longer half of the time.
/// However many quick answers there are, they take little of it.
fn usual_gap(days: &ContactDays) -> i32 {
    let mut gaps: Vec<i32> = days.gaps().collect();
    gaps.sort_unstable();
    let half: i64 = gaps.iter().copied().map(i64::from).sum::<i64>() / 2;
    let mut passed = 0;
    gaps.into_iter()
        .find(|&gap| {
            passed += i64::from(gap);
            passed > half
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relationships::example::occasions_with_gaps;

    fn pauses(gaps: &[i64], thread: Option<ThreadMark>) -> Vec<i32> {
        let mut occasions = occasions_with_gaps("ana", gaps, "2026-03-01T12:00Z");
        for occasion in &mut occasions {
            occasion.thread = thread;
        }
        Pauses::of(occasions.iter(), &Policy::default()).0
    }

    #[test]
    fn the_days_of_one_exchange_are_one_conversation() {
        for (gaps, expected) in [
            (&[][..], &[][..]),
            (&[374, 1], &[374]),
            (&[1, 5, 250], &[250]),
            (&[2, 31, 2, 29, 3, 24, 2, 35], &[31, 29, 24, 35]),
            (&[160, 1, 36, 1, 50], &[160, 36, 50]),
            (&[1, 2, 1, 40, 1, 1, 2, 45, 3, 1], &[40, 45]),
            // Who writes daily, or weekly, has a pause from each day to the next.
            (&[1, 1, 1, 1], &[1, 1, 1, 1]),
            (&[7, 6, 8, 7, 7], &[7, 6, 8, 7, 7]),
            // One long absence makes no exchange of all that went before.
            (&[4, 5, 4, 3, 5, 4, 40, 4, 5, 4, 3, 5], &[4, 5, 4, 3, 5, 4, 40, 4, 5, 4, 3, 5]),
        ] {
            assert_eq!(pauses(gaps, None), expected, "{gaps:?}");
        }
    }

    #[test]
    fn a_late_answer_in_its_thread_belongs_to_it_and_an_old_thread_may_begin_anew() {
        let thread = Some(ThreadMark::of("<a@b.example>"));
        assert_eq!(pauses(&[60, 20, 60, 20], thread), [60, 60]);
        assert_eq!(pauses(&[60, 20, 60, 20], None), [60, 20, 60, 20]);
        assert_eq!(pauses(&[60, 58, 61], thread), [60, 58, 61]);
    }

    #[test]
    fn a_silence_is_rare_if_hardly_any_pause_was_as_long() {
        let of = |gaps: &[i64]| {
            let occasions = occasions_with_gaps("ana", gaps, "2026-03-01T12:00Z");
            Pauses::of(occasions.iter(), &Policy::default())
        };
        for (gaps, silence, rare) in [
            (&[160, 36, 50][..], 84.0, false),
            (&[160, 36, 50], 161.0, true),
            (&[30, 31, 24, 35], 34.0, true),
            (&[30, 31, 24, 35], 31.5, false),
        ] {
            assert_eq!(of(gaps).bear_out(silence), rare, "{gaps:?} {silence}");
        }
        assert_eq!(of(&[30, 31, 24, 35]).median_days(), Some(30.5));
        assert_eq!(of(&[]).median_days(), None);
    }
}
