//! The time that a command names: so many days, or a day of the calendar in four languages. What two readers
//! would read as two days, such as 3/4, is none.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{MAX_DAYS, Rest};

/// Words that a day follows.
const UNTIL: [&str; 8] = ["until", "till", "til", "bis", "jusqu'au", "jusqu'a", "jusque", "hasta"];
/// Words that may stand within a day.
const BETWEEN: [&str; 13] =
    ["the", "of", "on", "zum", "den", "dem", "am", "au", "le", "el", "de", "del", "dia"];
/// What may stand after the number of a day.
const ENDINGS: [&str; 5] = ["st", "nd", "rd", "th", "er"];
/// The months without accents, and the letters of each that suffice.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janner", "janvier", "enero", "jan"],
    &["february", "februar", "fevrier", "febrero", "feb"],
    &["march", "marz", "maerz", "mars", "marzo", "mar"],
    &["april", "avril", "abril", "apr"],
    &["may", "mai", "mayo"],
    &["june", "juni", "juin", "junio", "jun"],
    &["july", "juli", "juillet", "julio", "jul"],
    &["august", "aout", "agosto", "aug"],
    &["september", "septembre", "septiembre", "sept", "sep"],
    &["october", "oktober", "octobre", "octubre", "oct", "okt"],
    &["november", "novembre", "noviembre", "nov"],
    &["december", "dezember", "decembre", "diciembre", "dec", "dez"],
];

/// A time that a command names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// After so many days.
    In(Rest),
    /// On a day.
    On(NamedDay),
}

/// A day by its number and month; without a year the next such day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamedDay {
    year: Option<i16>,
    month: i8,
    day: i8,
}

impl When {
    /// The instant, for an answer of `now`: the beginning of a named day. `None` where that day is not ahead, is
    /// more than 366 days off, or does not exist.
    #[must_use]
    pub fn instant(self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let day = match self {
            Self::In(rest) => {
                let time = SignedDuration::from_hours(24 * i64::from(rest.in_days()));
                return now.checked_add(time).ok();
            }
            Self::On(day) => day,
        };
        let today = now.to_zoned_datetime(zone.clone()).date();
        let last = today.checked_add(i64::from(MAX_DAYS).days()).ok()?;
        let years = match day.year {
            Some(year) => year..=year,
            None => today.year()..=today.year().checked_add(1)?,
        };
        let mut dates = years.filter_map(|year| Date::new(year, day.month, day.day).ok());
        let date = dates.find(|date| *date > today && *date <= last)?;
        date.to_zoned_datetime(zone.clone()).ok().map(|start| start.timestamp())
    }
}

/// Splits folded words at the word that a day follows.
pub(super) fn split(tokens: &[String]) -> Option<(&[String], &[String])> {
    let at = tokens.iter().position(|token| UNTIL.contains(&token.as_str()))?;
    Some((tokens.get(..at)?, tokens.get(at + 1..)?))
}

/// Reads the words of a day: `3 march`, `march 3rd 2027`, `3. marz`, `3.3.`, `2027-03-03`.
pub(super) fn named_day(tokens: &[String]) -> Option<NamedDay> {
    let words: Vec<&str> = tokens.iter().map(String::as_str).filter(|word| !BETWEEN.contains(word)).collect();
    match words.as_slice() {
        [one] => in_figures(one),
        [first, second] => with_month(first, second, None),
        [first, second, year] => with_month(first, second, Some(year_of(year)?)),
        _ => None,
    }
}

/// `2027-03-03`, `3.3` or `3.3.2027`.
fn in_figures(word: &str) -> Option<NamedDay> {
    let iso: Vec<&str> = word.split('-').collect();
    if let [year, month, day] = iso.as_slice() {
        return day_of(Some(year_of(year)?), figure(month)?, figure(day)?);
    }
    match word.split('.').collect::<Vec<_>>().as_slice() {
        [day, month] => day_of(None, figure(month)?, figure(day)?),
        [day, month, year] => day_of(Some(year_of(year)?), figure(month)?, figure(day)?),
        _ => None,
    }
}

/// A day and a month by its name, in either order.
fn with_month(first: &str, second: &str, year: Option<i16>) -> Option<NamedDay> {
    let number =
        |word: &str| figure(ENDINGS.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word));
    match (month_of(first), month_of(second)) {
        (None, Some(month)) => day_of(year, month, number(first)?),
        (Some(month), None) => day_of(year, month, number(second)?),
        _ => None,
    }
}

fn month_of(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|names| names.contains(&word))?;
    i8::try_from(at + 1).ok()
}

fn figure(word: &str) -> Option<i8> {
    (word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit())).then(|| word.parse().ok())?
}

fn year_of(word: &str) -> Option<i16> {
    (word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())).then(|| word.parse().ok())?
}

fn day_of(year: Option<i16>, month: i8, day: i8) -> Option<NamedDay> {
    // A year that has every day, where none is named.
    Date::new(year.unwrap_or(2024), month, day).ok().map(|_| NamedDay { year, month, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<NamedDay> {
        named_day(&text.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_day_is_read_in_four_languages_and_in_figures() {
        let third = Some(NamedDay { year: None, month: 3, day: 3 });
        for text in [
            "3 march",
            "march 3",
            "3rd of march",
            "the 3rd march",
            "3 marz",
            "zum 3 maerz",
            "3 mars",
            "3 de marzo",
            "el 3 de marzo",
            "3.3",
            "03.03",
            "3 mar",
        ] {
            assert_eq!(read(text), third, "{text}");
        }
        let dated = Some(NamedDay { year: Some(2027), month: 3, day: 1 });
        for text in [
            "2027-03-01",
            "1 march 2027",
            "march 1st 2027",
            "1er mars 2027",
            "1.3.2027",
            "1 de marzo de 2027",
        ] {
            assert_eq!(read(text), dated, "{text}");
        }
    }

    #[test]
    fn what_may_be_two_days_or_none_is_none() {
        for text in
            ["3/4", "3", "march", "30 february", "3 4", "march march", "2027-13-01", "3.3.27", "then", ""]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_is_the_next_such_day_and_within_a_year() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let now: Timestamp = "2026-11-22T17:00:00Z".parse().unwrap();
        let instant = |text| When::On(read(text).unwrap()).instant(now, &zone).map(|at| at.to_string());
        for (text, expected) in [
            ("3 march", Some("2027-03-02T23:00:00Z")),
            ("23 november", Some("2026-11-22T23:00:00Z")),
            ("22 november", Some("2027-11-21T23:00:00Z")),
            ("2026-11-22", None),
            ("2026-11-01", None),
            ("2028-01-01", None),
            ("29 february", None),
        ] {
            assert_eq!(instant(text).as_deref(), expected, "{text}");
        }
    }
}
