//! Dates that name a day and a month, or a day of the month, in letters or figures.

use jiff::ToSpan;
use jiff::civil::Date;

use super::names::WEEKDAYS;

/// A day without a year that lies further ahead than this has just passed.
const MOST_DAYS_AHEAD: i32 = 320;

const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "janvier", "enero"],
    &["february", "feb", "februar", "février", "febrero"],
    &["march", "mar", "märz", "mars", "marzo"],
    &["april", "apr", "avril", "abril"],
    &["may", "mai", "mayo"],
    &["june", "jun", "juni", "juin", "junio"],
    &["july", "jul", "juli", "juillet", "julio"],
    &["august", "aug", "août", "agosto"],
    &["september", "sep", "sept", "septembre", "septiembre"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre"],
    &["november", "nov", "novembre", "noviembre"],
    &["december", "dec", "dezember", "dez", "décembre", "diciembre"],
];

/// "3 May", "May 3rd, 2026", "3. Mai", "5/12", "5.12.", "2026-05-12", "the 15th".
pub(super) fn written(before: &[&str], rest: &[&str], today: Date) -> Option<Date> {
    let word = *rest.first()?;
    let second = rest.get(1).copied().unwrap_or("");
    let year = |at: usize| {
        rest.get(at)
            .and_then(|word| word.trim_end_matches('.').parse().ok())
            .filter(|year: &i16| (1990..=2100).contains(year))
    };
    if let Some(month) = month_number(word) {
        return coming(today, year(2), month, ordinal(second)?);
    }
    if let Some(day) = ordinal(word) {
        let of = usize::from(matches!(second, "of" | "de"));
        if let Some(month) = rest.get(1 + of).and_then(|word| month_number(word)) {
            return coming(today, year(2 + of), month, day);
        }
        let said =
            word.ends_with("th") || word.ends_with("st") || word.ends_with("nd") || word.ends_with("rd");
        // "Thursday the 3rd", "Friday 20th".
        let placed = matches!(before, [.., "the" | "by" | "until" | "on" | "before"])
            || before.last().is_some_and(|word| WEEKDAYS.iter().any(|(_, long, _)| long.contains(word)));
        if said && placed {
            return coming_day(today, day);
        }
    }
    numeric(word, today)
}

fn ordinal(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let suffix = word.get(digits.len()..)?;
    if !matches!(suffix, "" | "." | "st" | "nd" | "rd" | "th") || digits.len() > 2 {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

pub(super) fn month_number(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|names| names.contains(&word))?;
    i8::try_from(at + 1).ok()
}

fn numeric(word: &str, today: Date) -> Option<Date> {
    const LONGEST: usize = 10;
    if word.trim_end_matches('.').len() > LONGEST {
        return None;
    }
    if let Ok(date) = word.parse::<Date>() {
        return word.contains('-').then_some(date);
    }
    let mark = ['/', '.'].into_iter().find(|mark| word.contains(*mark))?;
    let parts: Vec<i16> =
        word.trim_end_matches('.').split(mark).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let (first, second, year) = match *parts.as_slice() {
        // "5.12" may be a number; only "5.12." is a day.
        [first, second] if mark == '/' || word.ends_with('.') => (first, second, None),
        [first, second, year] => (first, second, Some(if year < 100 { 2000 + year } else { year })),
        _ => return None,
    };
    let (first, second) = (i8::try_from(first).ok()?, i8::try_from(second).ok()?);
    let day_first = mark == '.' || first > 12;
    let (day, month) = if day_first { (first, second) } else { (second, first) };
    coming(today, year, month, day)
}

/// The day in `year`, or the coming one.
pub(super) fn coming(today: Date, year: Option<i16>, month: i8, day: i8) -> Option<Date> {
    if let Some(year) = year {
        return Date::new(year, month, day).ok();
    }
    let date = Date::new(today.year(), month, day).ok();
    let date = match date {
        Some(date) if date >= today => date,
        _ => Date::new(today.year().checked_add(1)?, month, day).ok()?,
    };
    let ahead = today.until(date).ok()?.get_days();
    (ahead <= MOST_DAYS_AHEAD).then_some(date)
}

fn coming_day(today: Date, day: i8) -> Option<Date> {
    let next = today.first_of_month().checked_add(1.month()).ok()?;
    [today, next]
        .into_iter()
        .filter_map(|month| Date::new(month.year(), month.month(), day).ok())
        .find(|date| *date >= today)
}
