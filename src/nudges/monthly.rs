//! When the statement of a month goes out: a day of the next one at an hour, in the owner's zone.

use std::fmt;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The last day that every month has.
const LAST_DAY: i8 = 28;
/// What may stand after the number of a day.
const ENDINGS: [&str; 5] = ["st", "nd", "rd", "th", "."];

/// When something comes every month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Monthly {
    /// Never.
    Off,
    /// On this day of each month, 1 to 28, at this hour.
    On(i8, Time),
}

impl Monthly {
    /// On the first of each month at an hour.
    #[must_use]
    pub const fn first(time: Time) -> Self {
        Self::On(1, time)
    }

    /// Reads `off` or `1st 09:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        if text == "off" {
            return Some(Self::Off);
        }
        let (day, hour) = text.split_once(char::is_whitespace)?;
        let day = ENDINGS.iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(day);
        let day = day.parse().ok().filter(|day| (1..=LAST_DAY).contains(day))?;
        let (hours, minutes) = hour.trim().split_once(':')?;
        let time = Time::new(hours.parse().ok()?, minutes.parse().ok()?, 0, 0).ok()?;
        Some(Self::On(day, time))
    }

    /// The first instant after `after` at which it comes; an hour that summer time skips comes as much
    /// later, one that it repeats comes the first time.
    #[must_use]
    pub fn next_after(self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let Self::On(day, time) = self else { return None };
        let this = after.to_zoned_datetime(zone.clone()).date().first_of_month();
        let due = |month: Date| {
            let date = month.with().day(day).build().ok()?;
            date.to_datetime(time).to_zoned_datetime(zone.clone()).ok().map(|due| due.timestamp())
        };
        let next = this.checked_add(1.month()).ok()?;
        due(this).filter(|&due| due > after).or_else(|| due(next))
    }
}

impl fmt::Display for Monthly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("off"),
            Self::On(day, time) => {
                let ending = match day {
                    1 | 21 => "st",
                    2 | 22 => "nd",
                    3 | 23 => "rd",
                    _ => "th",
                };
                write!(f, "{day}{ending} {}", time.strftime("%H:%M"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_on_its_day_at_the_owners_hour() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        for (text, after, due) in [
            ("1st 09:00", "2026-03-01T08:00:00Z", "2026-04-01T07:00:00Z"),
            ("1st 09:00", "2026-03-01T07:59:59Z", "2026-03-01T08:00:00Z"),
            ("1st 09:00", "2026-12-20T00:00:00Z", "2027-01-01T08:00:00Z"),
            ("28th 02:30", "2027-03-27T00:00:00Z", "2027-03-28T01:30:00Z"), // an hour that is skipped
            ("off", "2026-03-01T08:00:00Z", ""),
        ] {
            let next = Monthly::parse(text).unwrap().next_after(after.parse().unwrap(), &zone);
            assert_eq!(next.map(|next| next.to_string()).unwrap_or_default(), due, "{text} after {after}");
        }
    }

    #[test]
    fn it_is_read_as_it_is_written() {
        for text in ["off", "1st 09:00", "2nd 00:00", "3rd 23:59", "11th 07:05", "21st 07:05"] {
            assert_eq!(Monthly::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "1st", "0 09:00", "29th 09:00", "1st 25:00", "first 09:00", "1st 9"] {
            assert_eq!(Monthly::parse(text), None, "{text}");
        }
    }
}
