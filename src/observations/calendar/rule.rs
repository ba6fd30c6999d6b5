//! Recurrence rules (RFC 5545, 3.3.10): reading them, and refusing those that no calendar needs. Expansion
//! is in `expand`; knows nothing of events or zones.

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::moment::{Frame, Moment};

/// Longest rule looked at, in bytes.
const MAX_RULE_BYTES: usize = 4_096;
/// Largest `COUNT` that is counted; a larger one outlasts everybody.
const MAX_COUNT: u32 = 100_000;
/// Most times of day that the parts of a rule may multiply to.
const MAX_TIMES_A_DAY: usize = 1_440;

/// `FREQ`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Frequency {
    Yearly,
    Monthly,
    Weekly,
    Daily,
    Hourly,
    Minutely,
    Secondly,
}

impl Frequency {
    const ALL: [(&'static str, Self); 7] = [
        ("YEARLY", Self::Yearly),
        ("MONTHLY", Self::Monthly),
        ("WEEKLY", Self::Weekly),
        ("DAILY", Self::Daily),
        ("HOURLY", Self::Hourly),
        ("MINUTELY", Self::Minutely),
        ("SECONDLY", Self::Secondly),
    ];

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == text).map(|(_, frequency)| *frequency)
    }

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, frequency)| *frequency == self).map_or("", |(name, _)| name)
    }

    /// Its length in seconds, where all are equally long.
    pub(super) fn seconds(self) -> Option<i64> {
        match self {
            Self::Yearly | Self::Monthly => None,
            Self::Weekly => Some(7 * 86_400),
            Self::Daily => Some(86_400),
            Self::Hourly => Some(3_600),
            Self::Minutely => Some(60),
            Self::Secondly => Some(1),
        }
    }
}

/// Days of the week as the RFC writes them, Monday first.
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// A rule, with every part in range.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    pub(super) frequency: Frequency,
    /// From 1 on.
    pub(super) interval: u16,
    /// From 1 on.
    pub(super) count: Option<u32>,
    pub(super) until: Option<Moment>,
    /// Index into `WEEKDAYS`.
    week_start: usize,
    pub(super) months: BTreeSet<i32>,
    week_numbers: BTreeSet<i32>,
    year_days: BTreeSet<i32>,
    month_days: BTreeSet<i32>,
    /// Which of them in the month or year (0 for every), and index into `WEEKDAYS`.
    days: BTreeSet<(i32, usize)>,
    hours: BTreeSet<i32>,
    minutes: BTreeSet<i32>,
    seconds: BTreeSet<i32>,
    positions: BTreeSet<i32>,
}

/// Why a rule is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum RuleError {
    #[error("it is no rule")]
    Unreadable,
    #[error("it follows another calendar system")]
    Calendar,
    #[error("its interval or count is zero")]
    Zero,
    #[error("it recurs too often")]
    TooOften,
    #[error("it cannot be expanded")]
    Expansion,
}

impl Rule {
    /// Reads the value of an `RRULE`. Parts that are unknown or out of range are left out.
    pub(super) fn parse(text: &str) -> Result<Self, RuleError> {
        if text.len() > MAX_RULE_BYTES || !text.is_ascii() {
            return Err(RuleError::Unreadable);
        }
        let text = text.to_ascii_uppercase();
        let part = |name: &str| {
            let mut parts = text.split(';').filter_map(|part| part.split_once('='));
            parts.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
        };
        if part("RSCALE").is_some_and(|scale| scale != "GREGORIAN") {
            return Err(RuleError::Calendar);
        }
        let frequency = part("FREQ").and_then(Frequency::parse).ok_or(RuleError::Unreadable)?;
        let numbers = |name: &str, low: i32, high: i32| -> BTreeSet<i32> {
            let listed = part(name).unwrap_or_default().split(',').filter_map(|one| one.trim().parse().ok());
            listed
                .filter(|&number: &i32| number >= low && number <= high && (number != 0 || low == 0))
                .collect()
        };
        let rule = Self {
            frequency,
            interval: number(part("INTERVAL"))?.map_or(1, |interval| interval.try_into().unwrap_or(u16::MAX)),
            count: number(part("COUNT"))?.filter(|&count| count <= MAX_COUNT),
            // A rule whose end cannot be read would go on for ever.
            until: match part("UNTIL").filter(|until| !until.is_empty()) {
                Some(until) => Some(Moment::parse(until, None).ok_or(RuleError::Unreadable)?),
                None => None,
            },
            week_start: part("WKST")
                .and_then(|day| WEEKDAYS.iter().position(|name| *name == day))
                .unwrap_or(0),
            months: numbers("BYMONTH", 1, 12),
            week_numbers: numbers("BYWEEKNO", -53, 53),
            year_days: numbers("BYYEARDAY", -366, 366),
            month_days: numbers("BYMONTHDAY", -31, 31),
            days: part("BYDAY").or(part("BYWEEKDAY")).map(weekdays).unwrap_or_default(),
            hours: numbers("BYHOUR", 0, 23),
            minutes: numbers("BYMINUTE", 0, 59),
            seconds: numbers("BYSECOND", 0, 59),
            positions: numbers("BYSETPOS", -366, 366),
        };
        rule.without_what_its_frequency_forbids()
    }

    /// Drops the parts that the RFC forbids for the frequency (3.3.10, the table), as other readers do.
    fn without_what_its_frequency_forbids(mut self) -> Result<Self, RuleError> {
        if self.frequency != Frequency::Yearly {
            self.week_numbers.clear();
        }
        if matches!(self.frequency, Frequency::Monthly | Frequency::Weekly | Frequency::Daily) {
            self.year_days.clear();
        }
        if self.frequency == Frequency::Weekly {
            self.month_days.clear();
        }
        let nth = match self.frequency {
            Frequency::Yearly if self.week_numbers.is_empty() => 53,
            Frequency::Monthly => 5,
            _ => 0,
        };
        self.days = self.days.into_iter().map(|(n, day)| (if nth == 0 { 0 } else { n }, day)).collect();
        self.days.retain(|(n, _)| n.abs() <= nth);
        let positions = match self.frequency {
            Frequency::Yearly | Frequency::Daily => 366,
            Frequency::Monthly => 31,
            Frequency::Weekly => 53,
            Frequency::Hourly => 24,
            Frequency::Minutely | Frequency::Secondly => 60,
        };
        self.positions.retain(|position| position.abs() <= positions);
        let times = [&self.hours, &self.minutes, &self.seconds];
        let product = times.iter().map(|times| times.len().max(1)).product::<usize>();
        if product > MAX_TIMES_A_DAY { Err(RuleError::TooOften) } else { Ok(self) }
    }

    /// The same rule with the parts written out that it takes from `start`, so that it may start anywhere.
    pub(super) fn anchored(mut self, start: DateTime) -> Self {
        let by_day = !(self.week_numbers.is_empty()
            && self.year_days.is_empty()
            && self.month_days.is_empty()
            && self.days.is_empty());
        match self.frequency {
            Frequency::Yearly if !by_day => {
                if self.months.is_empty() {
                    self.months.insert(i32::from(start.month()));
                }
                self.month_days.insert(i32::from(start.day()));
            }
            Frequency::Monthly if !by_day => {
                self.month_days.insert(i32::from(start.day()));
            }
            Frequency::Weekly if !by_day => {
                let monday = start.weekday().to_monday_zero_offset();
                self.days.insert((0, usize::try_from(monday).unwrap_or(0)));
            }
            _ => {}
        }
        self
    }

    /// One rule for `MO` and one for `2TU` where both stand in one: the expander takes what meets both, and
    /// the RFC what meets either. Rules that count cannot be taken apart.
    pub(super) fn apart(self) -> Vec<Self> {
        let (every, nth): (BTreeSet<_>, BTreeSet<_>) = self.days.iter().partition(|(n, _)| *n == 0);
        if every.is_empty() || nth.is_empty() || self.count.is_some() || !self.positions.is_empty() {
            return vec![self];
        }
        vec![Self { days: every, ..self.clone() }, Self { days: nth, ..self }]
    }

    /// Whether the rule has parts that pick among its occurrences.
    pub(super) fn picks(&self) -> bool {
        let parts = [
            &self.months,
            &self.week_numbers,
            &self.year_days,
            &self.month_days,
            &self.hours,
            &self.minutes,
            &self.seconds,
            &self.positions,
        ];
        !self.days.is_empty() || parts.iter().any(|part| !part.is_empty())
    }

    /// `UNTIL` on the wall clock of a series in `frame`. For a series in a zone it is an instant, also where
    /// the `Z` is missing, for the RFC allows no other there; a date ends a series of times at its midnight.
    pub(super) fn last_wall(&self, frame: &Frame, floating: &TimeZone) -> Option<DateTime> {
        let until = self.until.as_ref()?;
        let in_zone = |instant| frame.zone(floating).to_datetime(instant);
        let wall = match (&until.frame, frame) {
            (Frame::Zoned(_), _) => in_zone(until.instant(floating)),
            (Frame::Floating, Frame::Zoned(_)) => in_zone(until.instant(&TimeZone::UTC)),
            _ => until.wall,
        };
        Some(if *frame == Frame::Date { wall.date().at(23, 59, 59, 0) } else { wall })
    }

    /// The rule in the spelling of the RFC, without `COUNT`'s rival `UNTIL`, which the caller adds.
    pub(super) fn spelled(&self) -> String {
        let mut out = format!("FREQ={};INTERVAL={}", self.frequency.name(), self.interval);
        if let Some(count) = self.count {
            let _ = write!(out, ";COUNT={count}");
        }
        let week_start = WEEKDAYS.get(self.week_start).copied().unwrap_or("MO");
        let _ = write!(out, ";WKST={week_start}");
        for (name, list) in [
            ("BYMONTH", &self.months),
            ("BYWEEKNO", &self.week_numbers),
            ("BYYEARDAY", &self.year_days),
            ("BYMONTHDAY", &self.month_days),
            ("BYHOUR", &self.hours),
            ("BYMINUTE", &self.minutes),
            ("BYSECOND", &self.seconds),
            ("BYSETPOS", if self.picks() { &self.positions } else { &self.months }),
        ] {
            if !list.is_empty() {
                let list: Vec<String> = list.iter().map(ToString::to_string).collect();
                let _ = write!(out, ";{name}={}", list.join(","));
            }
        }
        if !self.days.is_empty() {
            let name = |&(n, day): &(i32, usize)| {
                let day = WEEKDAYS.get(day).copied().unwrap_or("MO");
                if n == 0 { day.to_owned() } else { format!("{n}{day}") }
            };
            let list: Vec<String> = self.days.iter().map(name).collect();
            let _ = write!(out, ";BYDAY={}", list.join(","));
        }
        out
    }
}

/// A number that must not be zero; what is no number is as if it were not there.
fn number(part: Option<&str>) -> Result<Option<u32>, RuleError> {
    match part.and_then(|text| text.parse::<u32>().ok()) {
        Some(0) => Err(RuleError::Zero),
        number => Ok(number),
    }
}

fn weekdays(list: &str) -> BTreeSet<(i32, usize)> {
    let day = |item: &str| {
        let item = item.trim();
        let at = item.len().checked_sub(2)?;
        let day = WEEKDAYS.iter().position(|name| Some(*name) == item.get(at..))?;
        let nth = item.get(..at)?.trim();
        Some((if nth.is_empty() { 0 } else { nth.parse().ok()? }, day))
    };
    list.split(',').filter_map(day).collect()
}
