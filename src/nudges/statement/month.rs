//! Calendar months in the owner's zone.

use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Serialize, Serializer};

use crate::nudges::words;

/// Years that a month may be of.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=9000;

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(date: Date) -> Self {
        Self(date.first_of_month())
    }

    /// Reads `2026-03`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let is_number = |text: &str, length| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
        let (year, month) =
            (is_number(year, 4) && is_number(month, 2)).then(|| (year.parse().ok(), month.parse().ok()))?;
        let year = year.filter(|year| YEARS.contains(year))?;
        Date::new(year, month?, 1).ok().map(Self)
    }

    /// The last month that was over at an instant.
    #[must_use]
    pub fn last_before(at: Timestamp, zone: &TimeZone) -> Self {
        Self::of(at.to_zoned_datetime(zone.clone()).date()).previous()
    }

    /// The first instant of it.
    #[must_use]
    pub fn start(self, zone: &TimeZone) -> Timestamp {
        let start = self.0.to_zoned_datetime(zone.clone());
        start.map_or(Timestamp::MIN, |start| start.timestamp())
    }

    /// The first instant after it.
    #[must_use]
    pub fn end(self, zone: &TimeZone) -> Timestamp {
        self.next().start(zone)
    }

    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.checked_add(1.month()).unwrap_or(self.0))
    }

    /// The month before it.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0.checked_sub(1.month()).unwrap_or(self.0))
    }

    /// So many months that end with this one, the earliest first.
    pub fn run(self, months: u32) -> impl Iterator<Item = Self> {
        let mut first = self;
        for _ in 1..months {
            first = first.previous();
        }
        (0..months).scan(first, |next, _| {
            let month = *next;
            *next = month.next();
            Some(month)
        })
    }

    /// Its days.
    pub fn days(self) -> impl Iterator<Item = Date> {
        let days = self.0.days_in_month();
        (1..=days).filter_map(move |day| self.0.with().day(day).build().ok())
    }

    /// "March".
    #[must_use]
    pub fn name(self) -> &'static str {
        words::month(self.0)
    }

    /// "March 2026".
    #[must_use]
    pub fn title(self) -> String {
        format!("{} {}", self.name(), self.0.year())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_it_is_written() {
        for text in ["2026-03", "1970-12", "9000-01"] {
            assert_eq!(Month::parse(text).unwrap().to_string(), text);
        }
        for text in ["2026-3", "2026-13", "2026-00", "26-03", "2026-03-01", "+026-03", "9001-01", "", "-"] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_begins_and_ends_at_the_owners_midnight() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let march = Month::parse("2026-03").unwrap();
        assert_eq!(march.start(&zone).to_string(), "2026-02-28T23:00:00Z");
        assert_eq!(march.end(&zone).to_string(), "2026-03-31T22:00:00Z", "summer time began");
        assert_eq!(march.days().count(), 31);
        let last = |at: &str| Month::last_before(at.parse().unwrap(), &zone).to_string();
        assert_eq!(last("2026-03-31T21:59:59Z"), "2026-02");
        assert_eq!(last("2026-03-31T22:00:00Z"), "2026-03");
        let run: Vec<String> = march.run(4).map(|month| month.to_string()).collect();
        assert_eq!(run, ["2025-12", "2026-01", "2026-02", "2026-03"]);
    }
}
