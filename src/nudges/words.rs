//! How nudges speak: days in words, spans, counts, names and quoted words.
//!
//! One voice for all kinds. Names are used, or "they"; nobody's gender is guessed.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::people::Person;

use super::plain::plain;

/// Longest quote, in characters.
const MAX_QUOTE: usize = 200;
/// Longest topic, in characters.
const MAX_TOPIC: usize = 70;
/// Longest name, in characters.
const MAX_NAME: usize = 60;
/// Days to either side in which a weekday alone names the day.
const WEEKDAY_REACH: i64 = 6;
/// Days from which on a span is told in months, and in years.
const IN_MONTHS: f64 = 120.0;
const IN_YEARS: f64 = 730.0;

/// The owner's day, which days in words are relative to, at an instant of it.
#[derive(Debug, Clone, Copy)]
pub struct Today<'a> {
    as_of: Timestamp,
    date: Date,
    zone: &'a TimeZone,
}

impl<'a> Today<'a> {
    /// The owner's day at `as_of`.
    #[must_use]
    pub fn new(as_of: Timestamp, zone: &'a TimeZone) -> Self {
        Self { as_of, date: local(as_of, zone), zone }
    }

    /// The instant.
    pub(super) fn as_of(self) -> Timestamp {
        self.as_of
    }

    /// The day.
    pub(super) fn date(self) -> Date {
        self.date
    }

    /// When the day began.
    pub(super) fn begins(self) -> Timestamp {
        let start = self.date.to_zoned_datetime(self.zone.clone());
        start.map_or(self.as_of, |start| start.timestamp())
    }

    /// That instant's day in the owner's zone.
    pub(super) fn date_of(self, at: Timestamp) -> Date {
        local(at, self.zone)
    }

    /// Whole days from that instant's day to today; negative for later days.
    pub(super) fn days_since(self, at: Timestamp) -> i64 {
        -self.days_until(local(at, self.zone))
    }

    /// Whole days from today to that day; negative for earlier days.
    pub(super) fn days_until(self, date: Date) -> i64 {
        date.duration_since(self.date).as_hours() / 24
    }

    /// That instant's day with its preposition: "today", "on Thursday", "on 9 November".
    pub(super) fn on(self, at: Timestamp) -> String {
        self.on_date(local(at, self.zone))
    }

    /// That day with its preposition.
    pub(super) fn on_date(self, date: Date) -> String {
        match self.days_until(date) {
            -1..=1 => self.day(date),
            _ => format!("on {}", self.day(date)),
        }
    }

    /// That day: "today", "Thursday", "9 November", "9 November 2025".
    pub(super) fn day(self, date: Date) -> String {
        match self.days_until(date) {
            0 => "today".into(),
            1 => "tomorrow".into(),
            -1 => "yesterday".into(),
            days if days.abs() <= WEEKDAY_REACH => weekday(date).into(),
            _ if date.year() == self.date.year() => format!("{} {}", date.day(), month(date)),
            _ => format!("{} {} {}", date.day(), month(date), date.year()),
        }
    }

    /// That instant's day.
    pub(super) fn day_of(self, at: Timestamp) -> String {
        self.day(local(at, self.zone))
    }

    /// Whether a span is one of whole days, as midnight is told here.
    pub(super) fn takes_whole_days(self, start: Timestamp, end: Timestamp) -> bool {
        let is_midnight = |at: Timestamp| {
            let day = local(at, self.zone).to_zoned_datetime(self.zone.clone());
            day.is_ok_and(|day| day.timestamp() == at)
        };
        start < end && is_midnight(start) && is_midnight(end)
    }

    /// The time of day, as 09:05.
    pub(super) fn time(self, at: Timestamp) -> String {
        let time = at.to_zoned_datetime(self.zone.clone()).time();
        format!("{:02}:{:02}", time.hour(), time.minute())
    }
}

fn local(at: Timestamp, zone: &TimeZone) -> Date {
    at.to_zoned_datetime(zone.clone()).date()
}

fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// The name of the month of a day.
pub(super) fn month(date: Date) -> &'static str {
    match date.month() {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

/// A span of days as one speaks of it: "35 days", "13 months", "3 years".
pub(super) fn span(days: f64) -> String {
    let days = if days.is_finite() { days.max(1.0) } else { 1.0 };
    if days < IN_MONTHS {
        counted(days, "day")
    } else if days < IN_YEARS {
        counted(days / 30.44, "month")
    } else {
        counted(days / 365.25, "year")
    }
}

/// A usual span and the present one, the unit said once where it is the same: "every 35 days", "77".
pub(super) fn usual_and_present(usual: f64, present: f64) -> (String, String) {
    let (usual, present) = (span(usual), span(present));
    let every = usual.strip_prefix("1 ").unwrap_or(&usual).to_owned();
    let short = match (usual.split_once(' '), present.split_once(' ')) {
        (Some((_, unit)), Some((number, same))) if unit == same => number.to_owned(),
        _ => present.clone(),
    };
    (format!("every {every}"), short)
}

fn counted(number: f64, unit: &str) -> String {
    let number = number.round();
    format!("{number:.0} {unit}{}", if number > 1.0 { "s" } else { "" })
}

/// "once", "twice", "three times", "13 times".
pub(super) fn times(count: u32) -> String {
    match count {
        1 => "once".into(),
        2 => "twice".into(),
        _ => format!("{} times", number(usize::try_from(count).unwrap_or(usize::MAX))),
    }
}

/// With a capital first letter.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A small number in words, "one" to "twelve", else in digits.
pub(super) fn number(count: usize) -> String {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    count.checked_sub(1).and_then(|at| WORDS.get(at)).map_or_else(|| count.to_string(), |&word| word.into())
}

/// A number of things in words: "no people", "one person", "31 people".
pub(super) fn quantity(count: usize, one: &str, many: &str) -> String {
    match count {
        0 => format!("no {many}"),
        1 => format!("one {one}"),
        _ => format!("{} {many}", number(count)),
    }
}

/// Words of a message in quotation marks, at the end of a sentence, with its full stop: `“Of course”.`
/// `None` where there are none.
pub(super) fn quote(words: &str) -> Option<String> {
    let words = bare(words, MAX_QUOTE);
    let words = words.trim_end_matches(['.', ',', ';', ':', ' ']);
    (!words.is_empty()).then(|| {
        let stop = if words.ends_with(['?', '!', '…']) { "" } else { "." };
        format!("“{words}”{stop}")
    })
}

/// A subject in quotation marks; `None` where there is none.
pub(super) fn topic(subject: &str) -> Option<String> {
    let subject = bare(subject, MAX_TOPIC);
    (!subject.is_empty()).then(|| format!("“{subject}”"))
}

/// A person's name as a heading has it; the first address where there is none.
pub(super) fn full_name(person: &Person) -> String {
    let name = bare(&person.name, MAX_NAME);
    if !name.is_empty() {
        return name;
    }
    person.addresses.first().map_or_else(|| "someone".into(), |address| bare(address.as_str(), MAX_NAME))
}

/// What to call somebody in a sentence: the first name, without title; of "Rey, Tomás" the Tomás.
pub(super) fn call_name(full_name: &str) -> &str {
    const TITLES: [&str; 12] =
        ["dr", "prof", "professor", "mr", "mrs", "ms", "mx", "herr", "frau", "ing", "dipl", "sir"];
    let given = match full_name.split_once(", ") {
        Some((family, given)) if !family.contains(' ') && !given.contains(',') => given,
        _ => full_name,
    };
    let is_title = |word: &str| {
        TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str()) || word.ends_with("-Ing.")
    };
    let mut words = given.split_whitespace().skip_while(|word| is_title(word));
    match words.next() {
        // An initial alone names nobody.
        Some(word) if word.trim_end_matches('.').chars().count() > 1 => word.trim_end_matches(','),
        _ => full_name,
    }
}

/// A plain line without quotation marks that would clash with ours.
fn bare(text: &str, max_chars: usize) -> String {
    let line: String = plain(text, max_chars)
        .chars()
        .map(|c| match c {
            '“' | '”' | '„' | '"' | '«' | '»' => '\'',
            _ => c,
        })
        .collect();
    let ends: &[char] = &['\'', ' '];
    // Marks around the whole are only the mail's own quotation marks.
    match line.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(inner) if !inner.contains('\'') => inner.trim_matches(ends).to_owned(),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_near_by_are_named_by_weekday_and_others_by_date() {
        let zone = TimeZone::UTC;
        // 24 November 2026 is a Tuesday.
        let today = Today::new("2026-11-24T12:00:00Z".parse().unwrap(), &zone);
        for (day, expected) in [
            (date(2026, 11, 24), "today"),
            (date(2026, 11, 25), "tomorrow"),
            (date(2026, 11, 23), "yesterday"),
            (date(2026, 11, 26), "on Thursday"),
            (date(2026, 11, 30), "on Monday"),
            (date(2026, 12, 1), "on 1 December"),
            (date(2026, 11, 18), "on Wednesday"),
            (date(2026, 11, 17), "on 17 November"),
            (date(2027, 1, 9), "on 9 January 2027"),
            (date(2025, 11, 24), "on 24 November 2025"),
        ] {
            assert_eq!(today.on_date(day), expected);
        }
    }

    #[test]
    fn days_are_the_owners() {
        let zone = TimeZone::get("Pacific/Auckland").unwrap();
        let today = Today::new("2026-11-24T12:00:00Z".parse().unwrap(), &zone);
        let late_yesterday: Timestamp = "2026-11-24T10:59:00Z".parse().unwrap();
        assert_eq!(today.on(late_yesterday), "yesterday");
        assert_eq!(today.time(late_yesterday), "23:59");
    }

    #[test]
    fn spans_are_told_in_the_unit_one_would_use() {
        for (days, expected) in [
            (0.2, "1 day"),
            (35.4, "35 days"),
            (119.0, "119 days"),
            (396.0, "13 months"),
            (1100.0, "3 years"),
            (f64::NAN, "1 day"),
        ] {
            assert_eq!(span(days), expected);
        }
        let pair = |usual, present| {
            let (every, short) = usual_and_present(usual, present);
            format!("{every}; {short}")
        };
        assert_eq!(pair(35.0, 77.0), "every 35 days; 77");
        assert_eq!(pair(1.0, 9.0), "every day; 9 days");
        assert_eq!(pair(35.0, 400.0), "every 35 days; 13 months");
    }

    #[test]
    fn a_quote_ends_its_sentence() {
        for (words, expected) in [
            ("happy to look.", Some("“happy to look”.")),
            ("Could you look?", Some("“Could you look?”")),
            ("she said \"of course\" at once", Some("“she said 'of course' at once”.")),
            ("“Of course”", Some("“Of course”.")),
            (" \u{200b}\r\n", None),
        ] {
            assert_eq!(quote(words).as_deref(), expected, "{words}");
        }
    }

    #[test]
    fn people_are_called_by_their_first_name() {
        for (name, expected) in [
            ("Tomás Rey", "Tomás"),
            ("Rey, Tomás", "Tomás"),
            ("Dr. Priya Nair", "Priya"),
            ("Prof. Dr. Ben Okafor", "Ben"),
            ("J. Solheim", "J. Solheim"),
            ("Müller GmbH, Berlin", "Müller"),
            ("ana@studio.example", "ana@studio.example"),
            ("Dr.", "Dr."),
        ] {
            assert_eq!(call_name(name), expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_words_make_one_line(text in "(?s).*") {
            for line in [quote(&text), topic(&text)].into_iter().flatten() {
                prop_assert!(line.starts_with('“') && !line.contains('\n'));
                prop_assert_eq!(line.matches('“').count(), 1);
                prop_assert_eq!(line.matches('”').count(), 1);
            }
            let _ = call_name(&text);
        }
    }
}
