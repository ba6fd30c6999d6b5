//! Dates in words, English, German, French and Spanish: when something that a sentence speaks of falls due.
//!
//! Rules, relative to the day of writing:
//! - a weekday is the next such day after it, so the same weekday is a week later; "next Friday" is
//!   the Friday of the next calendar week; "a week from Friday" is seven days later than Friday;
//! - "5/12" is 12 May unless only the other order is a date; "5.12." is 5 December;
//! - a day without a year is the coming one; one that passed less than six weeks ago is no due date;
//! - "this week", "next week" and "end of the week" end on Friday, the weekend on Sunday;
//! - "soon" names no date.
//!
//! Must not know of acts.

mod names;
#[cfg(test)]
mod tests;
mod written;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan};

use self::names::{BEFORE_DAY, GONE, HEDGES, MAX_LEAD, PAST, SPENT, WEEKDAYS, limits, without_time};
use self::written::{coming, month_number, written};
use super::{Certainty, Due};

/// Most words of a sentence that are looked at.
const MAX_WORDS: usize = 120;

/// The first date that `text` names as still to come, seen from `sent`.
#[must_use]
pub fn due(text: &str, sent: DateTime) -> Option<Due> {
    find(text, sent, |_| true)
}

/// Whether a word in lower case is a month.
pub(super) fn is_month(word: &str) -> bool {
    month_number(word).is_some()
}

/// The first date that `text` names as the last on which something is of use ("She needs an answer by 4 December.").
pub(super) fn deadline(text: &str, sent: DateTime) -> Option<Due> {
    find(text, sent, limits)
}

/// The first date still to come whose words before it are `wanted`.
fn find(text: &str, sent: DateTime, wanted: impl Fn(&[&str]) -> bool) -> Option<Due> {
    let words: Vec<String> =
        text.split_whitespace().take(MAX_WORDS).map(clean).filter(|word| !word.is_empty()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    (0..words.len()).find_map(|at| {
        let before = words.get(..at).unwrap_or(&[]);
        let after = words.get(at + 1);
        if before.last().is_some_and(|word| SPENT.contains(word))
            || after.is_some_and(|word| GONE.contains(word))
        {
            return None;
        }
        // "Did it work this weekend?" asks about a day that is over.
        if text.contains('?') && before.iter().take(MAX_LEAD).any(|word| PAST.contains(word)) {
            return None;
        }
        // "On Monday (today)": the word behind the day settles which.
        let is_day =
            WEEKDAYS.iter().any(|(_, long, _)| words.get(at).is_some_and(|word| long.contains(word)));
        if is_day && matches!(words.get(at + 1), Some(&("today" | "tomorrow"))) {
            return None;
        }
        let (date, certainty) =
            read(before, words.get(at..).unwrap_or(&[]), sent).filter(|_| wanted(before))?;
        let date = beyond(date, before)?;
        // "Could you" asks; it leaves the day no less sure.
        let hedged = before.iter().enumerate().any(|(place, word)| {
            HEDGES.contains(word) && before.get(place + 1).is_none_or(|next| *next != "you")
        });
        let due = Due { date, certainty: if hedged { Certainty::Tentative } else { certainty } };
        (date >= sent.date()).then_some(due)
    })
}

/// "A week from Friday", "two weeks from today": so much later.
fn beyond(date: Date, before: &[&str]) -> Option<Date> {
    let [.., count, unit, "from" | "after"] = *before else { return Some(date) };
    let Some(count) = number(count) else { return Some(date) };
    let days = match unit {
        "day" | "days" => count,
        "week" | "weeks" => 7 * count,
        _ => return Some(date),
    };
    date.checked_add(days.days()).ok()
}

fn clean(word: &str) -> String {
    let word = word.to_lowercase().replace('’', "'");
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').trim_start_matches('.');
    let word = word.strip_suffix("'s").unwrap_or(word);
    // "(today)." ends in two marks.
    let word = word.strip_suffix(").").unwrap_or(word);
    // The full stop of an ordinal ("3. Mai", "5.12.") is kept; that of a sentence is not ("by the 15th.").
    if word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        word.to_owned()
    } else {
        without_time(word.trim_end_matches('.')).to_owned()
    }
}

fn read(before: &[&str], rest: &[&str], sent: DateTime) -> Option<(Date, Certainty)> {
    spoken_day(before, rest, sent)
        .or_else(|| stretch(rest, sent))
        .or_else(|| end_of(before, rest, sent))
        .map(|date| (date, Certainty::Relative))
        .or_else(|| {
            weekday(before, rest, sent)
                .or_else(|| written(before, rest, sent.date()))
                .map(|date| (date, Certainty::Hard))
        })
}

/// "today", "tomorrow", "by 5pm".
fn spoken_day(before: &[&str], rest: &[&str], sent: DateTime) -> Option<Date> {
    let days: i64 = match *rest {
        ["now", ..] if matches!(before.last(), Some(&"from")) => 0,
        ["today" | "tonight" | "heute" | "aujourd'hui" | "hoy", ..]
        | ["this", "morning" | "afternoon" | "evening", ..]
        | ["ce", "matin" | "soir", ..]
        | ["esta", "tarde" | "noche", ..] => 0,
        ["eod" | "cob", ref after @ ..]
        | ["end" | "close", "of", "day" | "business" | "today", ref after @ ..]
        | ["end", "of", "the", "day", ref after @ ..] => {
            // "by close of business on Friday": the day that follows counts.
            let named = after.iter().take(3).enumerate().any(|(at, _)| {
                weekday(&["by"], after.get(at..).unwrap_or(&[]), sent).is_some()
                    || matches!(after.get(at), Some(&"tomorrow" | &"today"))
            });
            if named {
                return None;
            }
            0
        }
        ["day", "after", "tomorrow", ..] | ["übermorgen" | "après-demain", ..] | ["pasado", "mañana", ..] => {
            2
        }
        ["tomorrow" | "tmrw" | "tomorow" | "demain", ..] => 1,
        // "Por la mañana" is in the morning.
        ["mañana", ..] if !matches!(before.last(), Some(&("la" | "esta" | "de" | "cada"))) => 1,
        // "heute morgen" is this morning; a capital does not tell "Morgen" apart.
        ["morgen", ..] if !matches!(before.last(), Some(&("heute" | "guten" | "am" | "jeden"))) => 1,
        [time, ..] if before.last() == Some(&"by") && is_time(time, rest.get(1).copied()) => {
            let named =
                rest.iter().skip(1).take(4).any(|word| {
                    *word == "tomorrow" || WEEKDAYS.iter().any(|(_, long, _)| long.contains(word))
                });
            if named {
                return None;
            }
            0
        }
        _ => return None,
    };
    sent.date().checked_add(days.days()).ok()
}

fn is_time(word: &str, next: Option<&str>) -> bool {
    let digits = word.trim_end_matches(['a', 'p', 'm', '.', ':']);
    let suffixed = digits.len() < word.len() && word.ends_with('m');
    let numeric = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b':');
    word == "noon"
        || (numeric
            && (suffixed
                || digits.contains(':')
                || matches!(next, Some("am" | "pm" | "a.m" | "p.m" | "o'clock"))))
        || (number(word).is_some_and(|hour| (1..=12).contains(&hour)) && !numeric && next.is_none())
}

/// "in two weeks", "within 3 days", "in einer Woche".
fn stretch(rest: &[&str], sent: DateTime) -> Option<Date> {
    let ["in" | "within" | "innerhalb" | "binnen" | "dans" | "sous" | "d'ici" | "en" | "dentro", after @ ..] =
        rest
    else {
        return None;
    };
    let skipped = after
        .iter()
        .take_while(|word| {
            matches!(
                **word,
                "the"
                    | "next"
                    | "about"
                    | "von"
                    | "den"
                    | "nächsten"
                    | "etwa"
                    | "ca"
                    | "of"
                    | "de"
                    | "les"
                    | "unos"
            )
        })
        .count();
    let after = after.get(skipped..)?;
    // "In a week from Friday" counts from Friday.
    if after.iter().take(3).any(|word| *word == "from") {
        return None;
    }
    let (count, unit) = match *after {
        ["a", "couple", "of", unit, ..] | ["a", "couple", unit, ..] => (2, unit),
        ["a", "few", unit, ..] | ["ein", "paar", unit, ..] | ["quelques" | "unos" | "unas", unit, ..] => {
            (3, unit)
        }
        [count, "business" | "working", unit, ..] | [count, unit, ..] => (number(count)?, unit),
        _ => return None,
    };
    let span = match unit {
        "day" | "days" | "tag" | "tage" | "tagen" | "jour" | "jours" | "día" | "días" => {
            Span::new().try_days(count)
        }
        "week" | "weeks" | "woche" | "wochen" | "semaine" | "semaines" | "semana" | "semanas" => {
            Span::new().try_weeks(count)
        }
        "month" | "months" | "monat" | "monate" | "monaten" | "mois" | "mes" | "meses" => {
            Span::new().try_months(count)
        }
        "year" | "years" | "jahr" | "jahre" | "jahren" => Span::new().try_years(count),
        "hour" | "hours" | "stunde" | "stunden" => Span::new().try_hours(count),
        "minute" | "minutes" | "minuten" => Span::new().try_minutes(count),
        _ => return None,
    };
    Some(sent.checked_add(span.ok()?).ok()?.date())
}

fn number(word: &str) -> Option<i64> {
    const WORDS: [&[&str]; 13] = [
        &[],
        &["a", "an", "one", "ein", "eine", "einer", "einem", "un", "une", "una"],
        &["two", "zwei", "deux", "dos"],
        &["three", "drei", "trois", "tres"],
        &["four", "vier", "quatre", "cuatro"],
        &["five", "fünf", "cinq", "cinco"],
        &["six", "sechs", "seis"],
        &["seven", "sieben", "sept", "siete"],
        &["eight", "acht", "huit", "ocho"],
        &["nine", "neun"],
        &["ten", "zehn", "dix", "diez"],
        &["eleven", "elf"],
        &["twelve", "zwölf"],
    ];
    const MOST: i64 = 999;
    let named = WORDS.iter().position(|names| names.contains(&word)).and_then(|at| i64::try_from(at).ok());
    named.or_else(|| word.parse().ok()).filter(|count| (0..=MOST).contains(count))
}

/// "end of next week", "next month", "Ende Mai".
fn end_of(before: &[&str], rest: &[&str], sent: DateTime) -> Option<Date> {
    let today = sent.date();
    let friday = |weeks: i64| {
        let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
        // At the weekend "this week" is the one that begins.
        let begun = i64::from(weeks == 0 && today.weekday().to_monday_zero_offset() > 4);
        monday.checked_add((4 + 7 * (weeks + begun)).days()).ok()
    };
    match *rest {
        ["eow", ..]
        | ["end", "of", "week", ..]
        | ["end", "of", "the" | "this", "week", ..]
        | ["this" | "diese", "week" | "woche", ..]
        | ["ende", "der" | "dieser", "woche", ..]
        | ["cette", "semaine", ..]
        | ["fin", "de", "semaine", ..]
        | ["esta", "semana", ..] => friday(0),
        ["next" | "coming" | "nächste" | "nächster" | "kommende" | "kommender", "week" | "woche", ..]
        | ["semaine", "prochaine", ..]
        | ["próxima", "semana", ..]
        | ["semana", "próxima", ..]
        | ["semana", "que", "viene", ..] => friday(1),
        ["this" | "the", "weekend", ..]
        | ["weekend" | "week-end" | "wochenende", ..]
        | ["fin", "de", "semana", ..]
            if !matches!(before.last(), Some(&("of" | "for"))) =>
        {
            today.checked_add(i64::from(6 - today.weekday().to_monday_zero_offset()).days()).ok()
        }
        ["end", "of", "the" | "this", "month", ..]
        | ["end", "of", "month", ..]
        | ["eom" | "month-end" | "monatsende", ..]
        | ["month", "end", ..]
        | ["fin", "du" | "de", "mois", ..]
        | ["fin" | "final" | "finales", "de" | "del", "mes", ..]
        | ["ce", "mois", ..]
        | ["este", "mes", ..]
        | ["this", "month", ..]
        | ["ende", "des" | "diesen", "monats", ..] => Some(today.last_of_month()),
        ["next" | "nächsten" | "kommenden", "month" | "monat" | "monats", ..]
        | ["mois", "prochain", ..]
        | ["próximo", "mes", ..]
        | ["mes", "que", "viene", ..] => Some(today.checked_add(1.month()).ok()?.last_of_month()),
        ["end", "of", "the" | "this", "year", ..]
        | ["end", "of", "year", ..]
        | ["jahresende" | "year-end", ..]
        | ["year", "end", ..]
        | ["fin", "de", "l'année" | "año", ..] => Some(today.last_of_year()),
        ["fin" | "finales", "de", month, ..] | ["end", "of", month, ..] | ["ende" | "fin", month, ..] => {
            Some(coming(today, None, month_number(month)?, 28)?.last_of_month())
        }
        _ => None,
    }
}

/// "Friday", "by Fri", "next Friday", "bis Freitag".
fn weekday(before: &[&str], rest: &[&str], sent: DateTime) -> Option<Date> {
    let word = rest.first()?;
    // "Friday, 3 May" is read by its date.
    let prepared = before.last().is_some_and(|word| BEFORE_DAY.contains(word));
    let (day, ..) =
        WEEKDAYS.iter().find(|(_, long, short)| long.contains(word) || (prepared && short.contains(word)))?;
    if let Some(date) = (1..4).find_map(|skip| {
        let date = written(rest.get(..skip)?, rest.get(skip..)?, sent.date());
        date.filter(|date| date.weekday() == *day)
    }) {
        return Some(date);
    }
    if matches!(before.last(), Some(&"next")) {
        let monday = sent.date().nth_weekday(1, Weekday::Monday).ok()?;
        return monday.checked_add(i64::from(day.to_monday_zero_offset()).days()).ok();
    }
    sent.date().nth_weekday(1, *day).ok()
}
