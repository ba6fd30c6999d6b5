//! Durations as people write them: "2 weeks", "10 days", "18 hours", "3 months".

use jiff::Span;

use super::value::{FromValue, Value};

/// Seconds of a day, as a length of time.
const DAY: i64 = 86_400;
/// Longest duration taken, in days: a hundred years.
const MAX_DAYS: i64 = 36_500;

/// A length of time of at least one second and at most a hundred years. It has no starting date, so a
/// year is 365 days and a month a twelfth of it, in whole days: one month is 30 days, three are 91.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    seconds: u32,
}

impl Period {
    /// Of a constant number of minutes.
    pub(super) const fn of_minutes(minutes: u32) -> Self {
        assert!(minutes > 0, "a duration is not zero");
        Self { seconds: minutes * 60 }
    }

    /// Reads words such as "2 weeks" or "1 year 6 months", or says what is wrong with them.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let span: Span = text.trim().parse().map_err(|_| match text.trim().parse::<f64>() {
            Ok(_) => "of what? add a unit, as in \"2 weeks\"",
            Err(_) => "no duration",
        })?;
        let days = (i64::from(span.get_years()) * 12 + i64::from(span.get_months())) * 365 / 12
            + i64::from(span.get_weeks()) * 7
            + i64::from(span.get_days());
        let seconds = i64::from(span.get_hours()) * 3600
            + span.get_minutes().saturating_mul(60)
            + span.get_seconds()
            + span.get_milliseconds() / 1000;
        let seconds = days.saturating_mul(DAY).saturating_add(seconds);
        if span.is_negative() {
            Err("it lies in the past")
        } else if seconds == 0 {
            Err("it is zero")
        } else if seconds > MAX_DAYS * DAY {
            Err("longer than a hundred years")
        } else {
            u32::try_from(seconds).map(|seconds| Self { seconds }).map_err(|_| "longer than a hundred years")
        }
    }

    /// Its length in seconds.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.seconds
    }
}

impl FromValue for Period {
    const WHAT: &str = "a duration such as \"2 weeks\" or \"18 hours\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        Self::parse(text).map_or_else(|why| value.refuse(Self::WHAT, why), Some)
    }
}

/// A number of whole days, 1 to 36,500.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days(u32);

impl Days {
    /// Of a constant.
    pub(super) const fn new(days: u32) -> Self {
        assert!(days > 0, "a duration is not zero");
        Self(days)
    }

    /// The number of days.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl FromValue for Days {
    const WHAT: &str = "a duration in days or more, such as \"2 weeks\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        let days = Period::parse(text).and_then(|period| {
            let day = u32::try_from(DAY).expect("a day has few seconds");
            match (period.seconds / day, period.seconds % day) {
                (days, 0) => Ok(Self(days)),
                (0, _) => Err("shorter than a day"),
                _ => Err("only whole days count here"),
            }
        });
        days.map_or_else(|why| value.refuse(Self::WHAT, why), Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_seconds() {
        for (text, days) in [
            ("2 weeks", 14),
            ("10 days", 10),
            ("1 month", 30),
            ("3 months", 91),
            ("1 year", 365),
            ("12 months", 365),
            ("4 years", 1460),
            ("1 year 6 months", 547),
            ("2w", 14),
            ("P2W", 14),
            (" 48 hours ", 2),
            ("100 years", 36_500),
        ] {
            assert_eq!(Period::parse(text).map(Period::seconds), Ok(days * 86_400), "{text}");
        }
        assert_eq!(Period::parse("18 hours").map(Period::seconds), Ok(64_800));
        assert_eq!(Period::parse("90 minutes").map(Period::seconds), Ok(5_400));
    }

    #[test]
    fn what_is_no_length_of_time_is_refused() {
        for text in
            ["", "soon", "14", "0 days", "-2 weeks", "2 weeks ago", "101 years", "1 nanosecond", "9 quarters"]
        {
            assert!(Period::parse(text).is_err(), "{text}");
        }
    }
}
