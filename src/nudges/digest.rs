//! When the letter goes out: a day and hour in the owner's zone, whatever summer time does to it.

use std::fmt;

use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// When the letter goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digest {
    /// Never.
    Off,
    /// Every day at this hour.
    Daily(Time),
    /// Once a week, on this day at this hour.
    Weekly(Weekday, Time),
}

/// Names of the days, Monday first.
const DAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

impl Digest {
    /// Reads `off`, `daily 07:30` or `sunday 18:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        if text == "off" {
            return Some(Self::Off);
        }
        let (day, hour) = text.split_once(char::is_whitespace)?;
        let (hours, minutes) = hour.trim().split_once(':')?;
        let time = Time::new(hours.parse().ok()?, minutes.parse().ok()?, 0, 0).ok()?;
        if day == "daily" {
            return Some(Self::Daily(time));
        }
        DAYS.iter().find(|(name, _)| *name == day).map(|&(_, day)| Self::Weekly(day, time))
    }

    /// The first instant after `after` at which a letter is due; an hour that summer time skips comes as
    /// much later, one that it repeats comes the first time.
    #[must_use]
    pub fn next_after(self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let (wanted, time) = match self {
            Self::Off => return None,
            Self::Daily(time) => (None, time),
            Self::Weekly(day, time) => (Some(day), time),
        };
        let mut date = after.to_zoned_datetime(zone.clone()).date();
        // Today may be past its hour, so the eighth day from it is the last to look at.
        for _ in 0..=7 {
            if wanted.is_none_or(|day| date.weekday() == day)
                && let Ok(due) = date.to_datetime(time).to_zoned_datetime(zone.clone())
                && due.timestamp() > after
            {
                return Some(due.timestamp());
            }
            date = date.checked_add(1.day()).ok()?;
        }
        None
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hour = |time: &Time| time.strftime("%H:%M").to_string();
        match self {
            Self::Off => f.write_str("off"),
            Self::Daily(time) => write!(f, "daily {}", hour(time)),
            Self::Weekly(day, time) => {
                let name = DAYS.iter().find(|(_, known)| known == day).map_or("", |(name, _)| name);
                write!(f, "{name} {}", hour(time))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(digest: &str, after: &str, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap();
        let next = Digest::parse(digest).unwrap().next_after(after.parse().unwrap(), &zone);
        next.map(|next| next.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_next_letter_keeps_the_owners_hour() {
        for (digest, after, due) in [
            ("sunday 18:00", "2026-03-24T10:00:00Z", "2026-03-29T16:00:00Z"), // summer time began that morning
            ("sunday 18:00", "2026-03-22T16:59:59Z", "2026-03-22T17:00:00Z"),
            ("sunday 18:00", "2026-03-22T17:00:00Z", "2026-03-29T16:00:00Z"),
            ("daily 07:30", "2026-10-24T05:30:00Z", "2026-10-25T06:30:00Z"), // and ended that night
            ("daily 02:30", "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"), // an hour that is skipped
            ("daily 02:30", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"), // an hour that comes twice
            ("off", "2026-10-24T12:00:00Z", ""),
        ] {
            assert_eq!(next(digest, after, "Europe/Berlin"), due, "{digest} after {after}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in ["", "daily", "sunday 25:00", "someday 10:00", "sunday 1800", "daily 7"] {
            assert_eq!(Digest::parse(text), None, "{text}");
        }
        assert_eq!(Digest::parse(" Sunday  18:05 ").unwrap().to_string(), "sunday 18:05");
    }
}
