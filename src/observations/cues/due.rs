//! Dates in words, English and German: when something that a sentence speaks of falls due.
//!
//! Rules, relative to the day of writing:
//! - a weekday is the next such day after it, so the same weekday is a week later; "next Friday" is
//!   the Friday of the next calendar week;
//! - "5/12" is 12 May unless only the other order is a date; "5.12." is 5 December;
//! - a day without a year is the coming one; one that passed less than six weeks ago is no due date;
//! - "this week", "next week" and "end of the week" end on Friday, the weekend on Sunday;
//! - "soon" names no date.
//!
//! Must not know of acts.

#[cfg(test)]
mod tests;
mod written;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan};

use self::written::{coming, month_number, written};
use super::{Certainty, Due};

/// Most words of a sentence that are looked at.
const MAX_WORDS: usize = 120;

/// The first date that `text` names as still to come, seen from `sent`.
#[must_use]
pub fn due(text: &str, sent: DateTime) -> Option<Due> {
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
        let (date, certainty) = read(before, words.get(at..).unwrap_or(&[]), sent)?;
        // "Could you" asks; it leaves the day no less sure.
        let hedged = before.iter().enumerate().any(|(place, word)| {
            HEDGES.contains(word) && before.get(place + 1).is_none_or(|next| *next != "you")
        });
        let due = Due { date, certainty: if hedged { Certainty::Tentative } else { certainty } };
        (date >= sent.date()).then_some(due)
    })
}

/// Words after which a date lies in the past or comes again and again.
const SPENT: [&str; 27] = [
    "last",
    "since",
    "every",
    "each",
    "dated",
    "past",
    "previous",
    "letzten",
    "letzte",
    "letzter",
    "vergangenen",
    "seit",
    "jeden",
    "jede",
    "vom",
    "vorigen",
    "guten",
    "same",
    "ago",
    "other",
    "yesterday",
    "depuis",
    "chaque",
    "desde",
    "cada",
    "pasado",
    "los",
];
/// Words after which a day lies in the past.
const GONE: [&str; 4] = ["dernier", "passé", "pasado", "último"];
/// Words near the beginning of a question about what was.
const PAST: [&str; 3] = ["did", "was", "were"];
/// How far from its beginning.
const MAX_LEAD: usize = 3;
const HEDGES: [&str; 30] = [
    "maybe",
    "perhaps",
    "probably",
    "possibly",
    "hopefully",
    "might",
    "try",
    "trying",
    "hope",
    "hoping",
    "should",
    "could",
    "aim",
    "vielleicht",
    "eventuell",
    "evtl",
    "versuche",
    "hoffe",
    "hoffentlich",
    "wahrscheinlich",
    "vermutlich",
    "könnte",
    "peut-être",
    "probablement",
    "sûrement",
    "essaie",
    "quizás",
    "quizá",
    "probablemente",
    "intentaré",
];
const WEEKDAYS: [(Weekday, &[&str], &[&str]); 7] = [
    (Weekday::Monday, &["monday", "montag", "lundi", "lunes"], &["mon", "mo"]),
    (Weekday::Tuesday, &["tuesday", "tues", "dienstag", "mardi", "martes"], &["tue", "di"]),
    (Weekday::Wednesday, &["wednesday", "mittwoch", "mercredi", "miércoles", "miercoles"], &["wed", "mi"]),
    (Weekday::Thursday, &["thursday", "thurs", "donnerstag", "jeudi", "jueves"], &["thu", "thur", "do"]),
    (Weekday::Friday, &["friday", "freitag", "vendredi", "viernes"], &["fri", "fr"]),
    (Weekday::Saturday, &["saturday", "samstag", "sonnabend", "samedi", "sábado", "sabado"], &["sat", "sa"]),
    (Weekday::Sunday, &["sunday", "sonntag", "dimanche", "domingo"], &["sun", "so"]),
];
/// Words that make a short weekday ("by Sat") one.
const BEFORE_DAY: [&str; 9] = ["by", "until", "till", "this", "next", "bis", "am", "nächsten", "diesen"];

fn clean(word: &str) -> String {
    let word = word.to_lowercase().replace('’', "'");
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').trim_start_matches('.');
    let word = word.strip_suffix("'s").unwrap_or(word);
    // "(today)." ends in two marks.
    let word = word.strip_suffix(").").unwrap_or(word);
    // The full stop of an ordinal ("3. Mai", "5.12.") is kept; that of a sentence is not.
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        word.to_owned()
    } else {
        word.trim_end_matches('.').to_owned()
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
    let ["in" | "within" | "innerhalb" | "binnen", after @ ..] = rest else { return None };
    let skipped = after
        .iter()
        .take_while(|word| {
            matches!(**word, "the" | "next" | "about" | "von" | "den" | "nächsten" | "etwa" | "ca" | "of")
        })
        .count();
    let (count, unit) = match *after.get(skipped..)? {
        ["a", "couple", "of", unit, ..] | ["a", "couple", unit, ..] => (2, unit),
        ["a", "few", unit, ..] | ["ein", "paar", unit, ..] => (3, unit),
        [count, "business" | "working", unit, ..] | [count, unit, ..] => (number(count)?, unit),
        _ => return None,
    };
    let span = match unit {
        "day" | "days" | "tag" | "tage" | "tagen" => Span::new().try_days(count),
        "week" | "weeks" | "woche" | "wochen" => Span::new().try_weeks(count),
        "month" | "months" | "monat" | "monate" | "monaten" => Span::new().try_months(count),
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
        &["a", "an", "one", "ein", "eine", "einer", "einem"],
        &["two", "zwei"],
        &["three", "drei"],
        &["four", "vier"],
        &["five", "fünf"],
        &["six", "sechs"],
        &["seven", "sieben"],
        &["eight", "acht"],
        &["nine", "neun"],
        &["ten", "zehn"],
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
        | ["ende", "der" | "dieser", "woche", ..] => friday(0),
        ["next" | "coming" | "nächste" | "nächster" | "kommende" | "kommender", "week" | "woche", ..]
        | ["semaine", "prochaine", ..]
        | ["próxima", "semana", ..]
        | ["semana", "próxima", ..]
        | ["semana", "que", "viene", ..] => friday(1),
        ["cette", "semaine", ..] | ["fin", "de", "semaine", ..] | ["esta", "semana", ..] => friday(0),
        ["this" | "the", "weekend", ..] | ["weekend" | "wochenende", ..]
            if !matches!(before.last(), Some(&("of" | "for"))) =>
        {
            today.checked_add(i64::from(6 - today.weekday().to_monday_zero_offset()).days()).ok()
        }
        ["end", "of", "the" | "this", "month", ..]
        | ["end", "of", "month", ..]
        | ["eom" | "month-end" | "monatsende", ..]
        | ["this", "month", ..]
        | ["ende", "des" | "diesen", "monats", ..] => Some(today.last_of_month()),
        ["next" | "nächsten" | "kommenden", "month" | "monat" | "monats", ..] => {
            Some(today.checked_add(1.month()).ok()?.last_of_month())
        }
        ["end", "of", "the" | "this", "year", ..] | ["end", "of", "year", ..] | ["jahresende", ..] => {
            Some(today.last_of_year())
        }
        ["end", "of", month, ..] | ["ende", month, ..] => {
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
    if let Some(date) = (1..4)
        .find_map(|skip| written(&[], rest.get(skip..)?, sent.date()).filter(|date| date.weekday() == *day))
    {
        return Some(date);
    }
    if matches!(before.last(), Some(&"next")) {
        let monday = sent.date().nth_weekday(1, Weekday::Monday).ok()?;
        return monday.checked_add(i64::from(day.to_monday_zero_offset()).days()).ok();
    }
    sent.date().nth_weekday(1, *day).ok()
}
