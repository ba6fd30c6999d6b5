//! Days of contact with one person, as numbers.
//!
//! It must not know what the contact was; only days, since several letters of a day are one contact.

use jiff::civil::{Date, date};

use crate::relationships::{Occasion, Policy};

/// Number of a day: days since 1 January 2000.
pub(super) fn day_number(day: Date) -> i32 {
    let hours = day.duration_since(date(2000, 1, 1)).as_hours();
    i32::try_from(hours.div_euclid(24)).expect("civil dates span less than 2^31 days")
}

/// The days of contact with one person, in order, without repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ContactDays(Vec<i32>);

impl ContactDays {
    /// The days of occasions that belong to the rhythm: weighty ones, or all where there is none.
    /// `None` where there is no occasion at all.
    pub(super) fn of<'a>(occasions: impl Iterator<Item = &'a Occasion>, policy: &Policy) -> Option<Self> {
        let (mut weighty, mut slight) = (Vec::new(), Vec::new());
        for occasion in occasions {
            if occasion.weight >= policy.rhythm_min_weight {
                weighty.push(day_number(occasion.day));
            } else {
                slight.push(day_number(occasion.day));
            }
        }
        Self::from_days(if weighty.is_empty() { slight } else { weighty })
    }

    /// From day numbers in any order; `None` without any.
    pub(super) fn from_days(mut days: Vec<i32>) -> Option<Self> {
        days.sort_unstable();
        days.dedup();
        (!days.is_empty()).then_some(Self(days))
    }

    pub(super) fn first(&self) -> i32 {
        *self.0.first().expect("never empty")
    }

    pub(super) fn last(&self) -> i32 {
        *self.0.last().expect("never empty")
    }

    pub(super) fn as_slice(&self) -> &[i32] {
        &self.0
    }

    /// Days between neighbours, oldest first.
    pub(super) fn gaps(&self) -> impl ExactSizeIterator<Item = i32> {
        self.0.windows(2).map(|pair| pair[1] - pair[0])
    }

    /// Frequency, recency and age as of a day.
    pub(super) fn summary(&self, today: i32) -> Summary {
        Summary::new(self.0.len(), self.first(), self.last(), today)
    }
}

/// What a lifetime model needs of a history.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Summary {
    /// Contacts after the first.
    pub(super) repeats: f64,
    /// Days from the first to the last.
    pub(super) span: f64,
    /// Days from the first to today, never less than the span.
    pub(super) age: f64,
}

impl Summary {
    pub(super) fn new(contacts: usize, first: i32, last: i32, today: i32) -> Self {
        let span = f64::from(last - first);
        Self {
            repeats: contacts.saturating_sub(1) as f64,
            span,
            age: f64::from(today.saturating_sub(first)).max(span),
        }
    }

    /// Days since the last contact.
    pub(super) fn silence(&self) -> f64 {
        self.age - self.span
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relationships::example::{day, occasions_every};

    #[test]
    fn days_are_numbered_from_the_year_2000() {
        for (text, number) in [("2000-01-01", 0), ("1999-12-31", -1), ("2001-01-01", 366)] {
            assert_eq!(day_number(day(text)), number, "{text}");
        }
    }

    #[test]
    fn slight_occasions_count_only_where_there_is_no_other() {
        let mut both = occasions_every("ana", 10, 3, "2026-03-01T12:00Z");
        both[2].weight = 100;
        let policy = Policy::default();
        let days = |occasions: &[Occasion]| ContactDays::of(occasions.iter(), &policy);
        assert_eq!(days(&both).unwrap().gaps().collect::<Vec<_>>(), [10]);
        assert_eq!(days(&both[2..]).unwrap().as_slice().len(), 1);
        assert_eq!(days(&[]), None);
    }

    #[test]
    fn a_summary_tells_frequency_recency_and_age() {
        let summary = ContactDays::from_days(vec![30, 10, 30, 20]).unwrap().summary(50);
        assert_eq!(summary, Summary { repeats: 2.0, span: 20.0, age: 40.0 });
        assert!((summary.silence() - 20.0).abs() < 1e-12);
    }
}
