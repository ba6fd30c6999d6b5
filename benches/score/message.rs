//! Labelled texts: reading them from JSON lines, and making a message of each for the reader of mail.
//! It must not know what is scored.

use std::fs;

use goodwill::observations::calendar::Window;
use goodwill::observations::mail::{self, MessageReading, Reception, Trust};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use regex::Regex;
use serde_json::Value;

use crate::Outcome;

/// When the first message is written, in seconds; each later one follows an hour after.
const FIRST_SENT: i64 = 1_000_000_000;
/// Longest local part made up for somebody without an address, in characters.
const MAX_LOCAL_CHARS: usize = 40;

/// The objects of a file of JSON lines, in order.
pub(crate) fn json_lines(path: &str) -> Outcome<Vec<Value>> {
    let text = fs::read_to_string(path).map_err(|error| format!("read {path}: {error}"))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|error| format!("{path}, line {}: {error}", at + 1).into())
        })
        .collect()
}

/// The text of a field; empty where there is none.
pub(crate) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Reads a text as the body of the `number`th message, from the first of `people` to the others.
pub(crate) fn read(number: usize, people: &[String], subject: &str, body: &str) -> MessageReading {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let sent = Timestamp::from_second(FIRST_SENT.saturating_add(number.saturating_mul(3600)));
    let date = sent.unwrap_or(Timestamp::MAX).strftime("%a, %d %b %Y %H:%M:%S -0000");
    let (from, to) = people.split_first().expect("a message has a sender");
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    let raw = format!(
        "Message-ID: <{number}@gold.invalid>\nDate: {date}\nFrom: {from}\nTo: {}\nSubject: {subject}\n\
         MIME-Version: 1.0\nContent-Type: text/plain; charset=\"utf-8\"\nContent-Transfer-Encoding: 8bit\n\n\
         {body}\n",
        to.join(", ")
    );
    mail::read(raw.as_bytes(), &reception())
}

/// How messages that somebody scores are received: vouched for, in UTC.
pub(crate) fn reception() -> Reception<'static> {
    let start = Timestamp::from_second(FIRST_SENT).unwrap_or(Timestamp::UNIX_EPOCH);
    let until = start.saturating_add(Span::new().hours(24 * 365)).unwrap_or(start);
    let window = Window { from: start, until };
    Reception { received: None, trust: Trust::Owner, floating: TimeZone::UTC, window }
}

/// Makes addresses of what data sets hold in their place.
pub(crate) struct Addresses {
    address: Regex,
    separators: Regex,
}

impl Addresses {
    pub(crate) fn new() -> Self {
        let pattern = |text| Regex::new(text).expect("the pattern is sound");
        Self {
            address: pattern(r"[A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9.-]+[A-Za-z0-9]"),
            separators: pattern(r"\W+"),
        }
    }

    /// The address in `text`, or one made of it, or of the place where nothing is there.
    pub(crate) fn of(&self, text: &str, place: usize) -> String {
        if let Some(found) = self.address.find(text) {
            return found.as_str().to_owned();
        }
        let name = if text.trim().is_empty() { format!("person{place}") } else { text.trim().to_owned() };
        let dotted = self.separators.replace_all(&name, ".").to_lowercase();
        let local: String = dotted.trim_matches('.').chars().take(MAX_LOCAL_CHARS).collect();
        format!("{local}@gold.invalid")
    }
}
