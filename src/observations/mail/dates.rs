//! Dates of headers (RFC 5322, 3.3 and 4.3), also those of old and careless programs.

use jiff::Timestamp;
use mail_parser::DateTime;

/// Largest offset from UTC that a zone has, in minutes.
const MAX_OFFSET_MINUTES: i16 = 18 * 60;
/// Most words of a date looked at.
const MAX_WORDS: usize = 16;
/// Months as they begin in English, in lower case.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The instant of a date; `None` where it is no date of the calendar.
pub(super) fn instant(date: &DateTime) -> Option<Timestamp> {
    // A leap second is a date for people, but not for the parser.
    let date = DateTime { second: date.second.min(59), ..*date };
    let days = match date.month {
        4 | 6 | 9 | 11 => 30,
        2 => 29,
        _ => 31,
    };
    let valid = date.is_valid() && (1..=days).contains(&date.day);
    valid.then(|| Timestamp::from_second(date.to_timestamp()).ok()).flatten()
}

/// The offset from UTC in minutes; 0 where no zone has such a one.
pub(super) fn offset_minutes(date: &DateTime) -> i16 {
    let minutes = i16::from(date.tz_hour) * 60 + i16::from(date.tz_minute);
    let minutes = if date.tz_before_gmt { -minutes } else { minutes };
    if minutes.abs() <= MAX_OFFSET_MINUTES { minutes } else { 0 }
}

/// Reads a date by the parser or, where seconds or zone are missing or the order is that of C's
/// `asctime`, after putting it in order.
pub(super) fn lenient(text: &str) -> Option<DateTime> {
    DateTime::parse_rfc822(text).filter(|date| instant(date).is_some()).or_else(|| {
        let ordered = in_order(text)?;
        DateTime::parse_rfc822(&ordered)
    })
}

fn in_order(text: &str) -> Option<String> {
    let (mut day, mut month, mut year, mut time, mut zone) = (None, None, None, None, None);
    let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    for word in words.take(MAX_WORDS) {
        let digits = word.bytes().all(|byte| byte.is_ascii_digit());
        if word.contains(':') && time.is_none() {
            time = Some(if word.matches(':').count() == 1 { format!("{word}:00") } else { word.to_owned() });
        } else if digits && word.len() == 4 {
            year = year.or(Some(word));
        } else if digits && word.len() <= 2 {
            // Of two short numbers the first is the day.
            if day.is_none() { day = Some(word) } else { year = year.or(Some(word)) }
        } else if month.is_none() && is_month(word) {
            month = word.get(..3);
        } else if word.starts_with(['+', '-']) && word.len() == 5 || time.is_some() && is_zone(word) {
            zone = zone.or(Some(word));
        }
    }
    Some(format!("{} {} {} {} {}", day?, month?, year?, time?, zone.unwrap_or("+0000")))
}

fn is_month(word: &str) -> bool {
    word.get(..3).is_some_and(|start| MONTHS.contains(&start.to_ascii_lowercase().as_str()))
}

fn is_zone(word: &str) -> bool {
    (1..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn careless_dates_are_read() {
        for text in [
            "Mon, 2 Mar 2026 10:00:00 -0500",
            "2 Mar 2026 10:00 EST",
            "2 Mar 26 10:00 -0500",
            "Mon Mar  2 10:00:00 EST 2026",
            "Mon, 2 March 2026 10:00:00 -0500 (EST)",
            "Mon, 02 Mar 2026 15:00:00",
            "Mon Mar  2 15:00:00 2026",
        ] {
            let read = lenient(text).and_then(|date| instant(&date)).map(|at| at.to_string());
            assert_eq!(read.as_deref(), Some("2026-03-02T15:00:00Z"), "{text}");
        }
        for text in ["", "soon", "Mon, 32 Mar 2026 10:00:00 +0000", "2026", "0 Mar 2026 10:00:00 +0000"] {
            assert_eq!(lenient(text).and_then(|date| instant(&date)), None, "{text}");
        }
    }
}
