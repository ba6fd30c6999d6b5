//! Dates, times and durations as calendars write them (RFC 5545, 3.3.4 to 3.3.6). Knows nothing of events.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Longest duration taken seriously, in days; anything longer is an error of the program that wrote it.
const MAX_DURATION_DAYS: i64 = 3_660;
/// Years in which events are looked for, so that no later sum can leave the range of a date.
const YEARS: std::ops::RangeInclusive<i16> = 2..=9_990;

/// A point in time as written: wall-clock time and what it is relative to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moment {
    /// The wall-clock time; midnight for a date.
    pub(super) wall: DateTime,
    /// What it is relative to.
    pub(super) frame: Frame,
}

/// What a wall-clock time is relative to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Frame {
    /// A date, without time or zone.
    Date,
    /// Local time wherever the reader is.
    Floating,
    /// A zone, or UTC.
    Zoned(TimeZone),
}

impl Frame {
    /// The zone in which wall-clock times are to be read.
    pub(super) fn zone<'a>(&'a self, floating: &'a TimeZone) -> &'a TimeZone {
        match self {
            Self::Date | Self::Floating => floating,
            Self::Zoned(zone) => zone,
        }
    }
}

impl Moment {
    /// Reads `20260302`, `20260302T090000` or `20260302T090000Z`; punctuation between the digits and
    /// missing seconds are borne with. A time without `Z` is in `zone`, else floating.
    pub(super) fn parse(text: &str, zone: Option<TimeZone>) -> Option<Self> {
        let text = text.trim();
        let digits = |part: &str| part.chars().filter(char::is_ascii_digit).take(15).collect::<String>();
        let (date, time) = match text.split_once(['T', 't', ' ']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let date = digits(date);
        if date.len() != 8 {
            return None;
        }
        let year: i16 = date.get(..4)?.parse().ok().filter(|year| YEARS.contains(year))?;
        let date = Date::new(year, date.get(4..6)?.parse().ok()?, date.get(6..8)?.parse().ok()?).ok()?;
        let Some(time) = time else {
            return Some(Self { wall: date.to_datetime(Time::midnight()), frame: Frame::Date });
        };
        let frame = if time.ends_with(['Z', 'z']) {
            Frame::Zoned(TimeZone::UTC)
        } else {
            zone.map_or(Frame::Floating, Frame::Zoned)
        };
        let time = digits(time);
        let part = |at: usize| time.get(at..at + 2).map_or(Some(0), |two| two.parse::<i8>().ok());
        if time.len() < 4 {
            return None;
        }
        // A leap second is the second before it, midnight may be written as 24:00 of the day before.
        let (hour, minute, second) = (part(0)?, part(2)?, part(4)?.min(59));
        let wall = match hour {
            24 => date.tomorrow().ok()?.at(0, minute.min(59), second, 0),
            _ => date.to_datetime(Time::new(hour, minute, second, 0).ok()?),
        };
        Some(Self { wall, frame })
    }

    /// The instant it stands for.
    pub(super) fn instant(&self, floating: &TimeZone) -> Timestamp {
        instant_at(self.wall, self.frame.zone(floating))
    }
}

/// The instant at which clocks in `zone` show `wall`. What a gap skips is shifted forward by the gap; what
/// a fold repeats is the first of the two.
pub(super) fn instant_at(wall: DateTime, zone: &TimeZone) -> Timestamp {
    zone.to_ambiguous_timestamp(wall).compatible().unwrap_or(if wall.year() < 2000 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// The wall-clock time as seconds since 1970-01-01T00:00.
pub(super) fn wall_seconds(wall: DateTime) -> i64 {
    wall.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0)).as_secs()
}

/// The wall-clock time `seconds` after 1970-01-01T00:00; `None` outside the years 2 to 9990.
pub(super) fn wall_at(seconds: i64) -> Option<DateTime> {
    let wall =
        DateTime::constant(1970, 1, 1, 0, 0, 0, 0).checked_add(SignedDuration::from_secs(seconds)).ok()?;
    YEARS.contains(&wall.year()).then_some(wall)
}

/// How long an event lasts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Length {
    /// Seconds on the wall clock: days, and the distance between two times of one zone.
    pub(super) wall: i64,
    /// Seconds that pass.
    pub(super) exact: i64,
}

impl Length {
    /// One day on the calendar.
    pub(super) const DAY: Self = Self { wall: 86_400, exact: 0 };

    /// Reads a DURATION such as `P1DT2H`; `None` for what is none, negative or longer than ten years.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let rest = text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?;
        let (mut length, mut number, mut in_time, mut units) = (Self::default(), None::<i64>, false, 0);
        for c in rest.chars().take(64) {
            if let Some(digit) = c.to_digit(10) {
                number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(i64::from(digit)));
                continue;
            }
            if c == 'T' {
                in_time = true;
                continue;
            }
            let count = number.take()?;
            units += 1;
            match (c, in_time) {
                ('W', false) => length.wall = length.wall.saturating_add(count.saturating_mul(7 * 86_400)),
                ('D', false) => length.wall = length.wall.saturating_add(count.saturating_mul(86_400)),
                ('H', true) => length.exact = length.exact.saturating_add(count.saturating_mul(3_600)),
                ('M', true) => length.exact = length.exact.saturating_add(count.saturating_mul(60)),
                ('S', true) => length.exact = length.exact.saturating_add(count),
                _ => return None,
            }
        }
        (units > 0 && number.is_none()).then_some(length)?.bounded()
    }

    /// The distance from one moment to a later one: on the wall clock where both are in the same zone
    /// or the end names none, so that a night shift ends at six all year round. `None` where the end is earlier.
    pub(super) fn between(start: &Moment, end: &Moment, floating: &TimeZone) -> Option<Self> {
        let without_zone = |moment: &Moment| !matches!(moment.frame, Frame::Zoned(_));
        let one_clock = without_zone(end) || start.frame.zone(floating) == end.frame.zone(floating);
        let length = if one_clock {
            Self { wall: end.wall.duration_since(start.wall).as_secs(), exact: 0 }
        } else {
            Self { wall: 0, exact: end.instant(floating).duration_since(start.instant(floating)).as_secs() }
        };
        (length.wall >= 0 && length.exact >= 0).then_some(length)?.bounded()
    }

    fn bounded(self) -> Option<Self> {
        (self.wall.saturating_add(self.exact) <= MAX_DURATION_DAYS * 86_400).then_some(self)
    }

    /// The end of what starts at `wall` in `zone`.
    pub(super) fn end_of(self, wall: DateTime, zone: &TimeZone) -> Timestamp {
        self.after(instant_at(wall, zone), wall, zone)
    }

    /// The same where the instant of the start is known.
    pub(super) fn after(self, start: Timestamp, wall: DateTime, zone: &TimeZone) -> Timestamp {
        let end = if self.wall == 0 {
            start
        } else {
            wall.checked_add(SignedDuration::from_secs(self.wall)).map_or(start, |end| instant_at(end, zone))
        };
        end.checked_add(SignedDuration::from_secs(self.exact)).unwrap_or(end).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_every_spelling() {
        for (text, wanted) in [
            ("20260302", "2026-03-02T00:00:00 Date"),
            ("20260302T090000", "2026-03-02T09:00:00 Floating"),
            ("20260302T0900", "2026-03-02T09:00:00 Floating"),
            ("2026-03-02T09:00:00", "2026-03-02T09:00:00 Floating"),
            ("20260302T235960", "2026-03-02T23:59:59 Floating"),
            ("20260302T240000", "2026-03-03T00:00:00 Floating"),
        ] {
            let moment = Moment::parse(text, None).unwrap();
            assert_eq!(format!("{} {:?}", moment.wall, moment.frame), wanted, "{text}");
        }
        let utc = Moment::parse("20260302T090000Z", Some(TimeZone::get("Europe/Lisbon").unwrap())).unwrap();
        assert_eq!(utc.frame, Frame::Zoned(TimeZone::UTC), "Z wins over TZID");
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "T",
            "2026",
            "20261302",
            "20260302T25",
            "20260302T2561",
            "0000\u{e9}",
            "00010101",
            "99991231T000000Z",
        ] {
            assert_eq!(Moment::parse(text, None), None, "{text}");
        }
    }

    #[test]
    fn a_gap_shifts_forward_and_a_fold_takes_the_first() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let at =
            |text| Moment::parse(text, Some(berlin.clone())).unwrap().instant(&TimeZone::UTC).to_string();
        assert_eq!(at("20240331T023000"), "2024-03-31T01:30:00Z");
        assert_eq!(at("20241027T023000"), "2024-10-27T00:30:00Z");
    }

    #[test]
    fn durations_are_read_or_refused() {
        let length = |wall, exact| Some(Length { wall, exact });
        for (text, wanted) in [
            ("P1D", length(86_400, 0)),
            ("PT1H30M", length(0, 5_400)),
            ("+P1W", length(604_800, 0)),
            ("p1dt2h", length(86_400, 7_200)),
            ("PT0S", length(0, 0)),
            ("-PT1H", None),
            ("P", None),
            ("P1", None),
            ("P1H", None),
            ("P1000000000000W", None),
            ("P99999999999999999999D", None),
        ] {
            assert_eq!(Length::parse(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_night_shift_ends_at_six_when_clocks_change() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let moment = |text| Moment::parse(text, Some(berlin.clone())).unwrap();
        let length =
            Length::between(&moment("20240301T220000"), &moment("20240302T060000"), &TimeZone::UTC).unwrap();
        let end = length.end_of(moment("20240330T220000").wall, &berlin);
        assert_eq!(end.to_string(), "2024-03-31T04:00:00Z");
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,20}", digits in "[+-]?P?[0-9TWDHMSZ:-]{0,24}") {
            for text in [text, digits] {
                let _ = Length::parse(&text);
                if let Some(moment) = Moment::parse(&text, None) {
                    let _ = moment.instant(&TimeZone::UTC);
                }
            }
        }
    }
}
