//! Quiet hours of the day, in which the owner is left alone.

use std::fmt;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Hours of the day in which nothing is sent, in the owner's zone. They may span midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// The first quiet minute, and the first that is not; `None` where no hour is quiet.
    hours: Option<(Time, Time)>,
}

impl QuietHours {
    /// From one time of the day to another.
    #[must_use]
    pub const fn between(from: Time, until: Time) -> Self {
        Self { hours: Some((from, until)) }
    }

    /// Reads `off` or `21:00-08:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        if text == "off" {
            return Some(Self { hours: None });
        }
        let (from, until) = text.split_once('-')?;
        let (from, until) = (time(from)?, time(until)?);
        (from != until).then_some(Self::between(from, until))
    }

    /// When the quiet that reigns at `at` ends; `None` where none does. On the day on which summer time begins
    /// or ends it ends at the same hour as ever.
    #[must_use]
    pub fn until(self, at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let (from, until) = self.hours?;
        let local = at.to_zoned_datetime(zone.clone()).datetime();
        let (date, time) = (local.date(), local.time());
        let end = match (from < until, time >= from, time < until) {
            (true, true, true) | (false, _, true) => date,
            (false, true, _) => date.checked_add(1.day()).ok()?,
            _ => return None,
        };
        let end = end.to_datetime(until).to_zoned_datetime(zone.clone()).ok()?.timestamp();
        // An hour that comes twice: the second time it ends where it would have the first.
        (end > at).then_some(end)
    }
}

impl fmt::Display for QuietHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hour = |time: Time| time.strftime("%H:%M").to_string();
        match self.hours {
            None => f.write_str("off"),
            Some((from, until)) => write!(f, "{}-{}", hour(from), hour(until)),
        }
    }
}

/// A time of the day such as `08:00`.
fn time(text: &str) -> Option<Time> {
    let (hours, minutes) = text.trim().split_once(':')?;
    Time::new(hours.parse().ok()?, minutes.parse().ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn until(quiet: &str, at: &str) -> String {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let end = QuietHours::parse(quiet).unwrap().until(at.parse().unwrap(), &zone);
        end.map_or_else(String::new, |end| end.to_string())
    }

    #[test]
    fn quiet_ends_at_the_owners_hour() {
        for (quiet, at, end) in [
            ("21:00-08:00", "2026-03-27T20:00:00Z", "2026-03-28T07:00:00Z"),
            ("21:00-08:00", "2026-03-28T20:00:00Z", "2026-03-29T06:00:00Z"), // summer time begins that night
            ("21:00-08:00", "2026-10-24T20:00:00Z", "2026-10-25T07:00:00Z"), // and ends that night
            ("21:00-08:00", "2026-03-28T06:59:59Z", "2026-03-28T07:00:00Z"),
            ("21:00-08:00", "2026-03-28T07:00:00Z", ""),
            ("12:30-14:00", "2026-03-27T12:00:00Z", "2026-03-27T13:00:00Z"),
            ("12:30-14:00", "2026-03-27T20:00:00Z", ""),
            ("off", "2026-03-27T02:00:00Z", ""),
        ] {
            assert_eq!(until(quiet, at), end, "{quiet} at {at}");
        }
    }

    #[test]
    fn what_is_no_span_of_hours_is_none() {
        for text in ["", "21:00", "21:00-", "25:00-08:00", "08:00-08:00", "night"] {
            assert_eq!(QuietHours::parse(text), None, "{text}");
        }
        assert_eq!(QuietHours::parse(" 21:30-08:05 ").unwrap().to_string(), "21:30-08:05");
        assert_eq!(QuietHours::parse("off").unwrap().to_string(), "off");
    }
}
