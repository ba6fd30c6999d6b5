//! Facts of the header: id, date, subject, references.

use jiff::Timestamp;
use mail_parser::{HeaderName, HeaderValue};
use sha2::{Digest, Sha256};

use super::dates::{instant, lenient, offset_minutes};
use super::header_block::{HeaderBlock, ParsedHeader};
use super::text::{one_line, start_of};
use crate::observations::MessageId;

/// Longest subject, in characters.
const MAX_SUBJECT_CHARS: usize = 500;
/// Most references kept; the nearest parents win.
const MAX_REFERENCES: usize = 100;
/// How much later than its arrival a message may say it was written.
const MAX_AHEAD_SECONDS: i64 = 7 * 24 * 3600;

/// `Message-ID`, or a made one from a hash of what two copies of the message have in common.
pub(super) fn message_id(header: &HeaderBlock<'_>, body: &str) -> MessageId {
    let given = header.all("Message-ID").find_map(|value| {
        let value = value.rsplit_once('<').map_or(&*value, |(_, id)| id);
        MessageId::parse(value.split('>').next().unwrap_or(value))
    });
    given.unwrap_or_else(|| {
        let mut hash = Sha256::new();
        for name in ["Date", "From", "To", "Cc", "Subject"] {
            for value in header.all(name) {
                hash.update(value.as_bytes());
                hash.update([0]);
            }
            hash.update([1]);
        }
        hash.update(body.trim().as_bytes());
        let number = hash.finalize().iter().take(16).fold(0_u128, |sum, &byte| sum << 8 | u128::from(byte));
        MessageId::parse(&format!("{number:032x}@missing.goodwill.invalid"))
            .expect("hex digits and a domain are an id")
    })
}

/// When a message was written, and the sender's offset from UTC in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) at: Timestamp,
    pub(super) utc_offset_minutes: i16,
    /// Whether `Date` could be used.
    pub(super) from_date: bool,
}

/// `Date`, unless it is missing, unreadable or more than seven days after the arrival.
pub(super) fn written(
    parsed: &ParsedHeader,
    header: &HeaderBlock<'_>,
    received: Option<Timestamp>,
) -> Written {
    let arrival = header
        .first("Received")
        .and_then(|value| lenient(value.rsplit_once(';')?.1))
        .and_then(|date| instant(&date))
        .or(received);
    let dated = parsed
        .first(&HeaderName::Date)
        .and_then(HeaderValue::as_datetime)
        .copied()
        .or_else(|| header.first("Date").and_then(|value| lenient(&value)))
        .and_then(|date| Some((instant(&date)?, offset_minutes(&date))));
    match (dated, arrival) {
        (Some((at, _)), Some(arrival))
            if at.as_second() > arrival.as_second().saturating_add(MAX_AHEAD_SECONDS) =>
        {
            Written { at: arrival, utc_offset_minutes: 0, from_date: false }
        }
        (Some((at, utc_offset_minutes)), _) => Written { at, utc_offset_minutes, from_date: true },
        (None, arrival) => {
            Written { at: arrival.unwrap_or_default(), utc_offset_minutes: 0, from_date: false }
        }
    }
}

/// The decoded subject on one line.
pub(super) fn subject(parsed: &ParsedHeader) -> String {
    let text = parsed
        .first(&HeaderName::Subject)
        .and_then(|value| match value {
            HeaderValue::Text(text) => Some(text.as_ref()),
            HeaderValue::TextList(list) => list.first().map(AsRef::as_ref),
            _ => None,
        })
        .unwrap_or_default();
    one_line(start_of(text, MAX_SUBJECT_CHARS * 16), MAX_SUBJECT_CHARS)
}

/// Whether the subject says that the message answers another: `Re:`, `AW:`, `Antwort:`, also after a tag.
pub(super) fn is_reply_subject(subject: &str) -> bool {
    let mut rest = subject.trim_start();
    if let Some(tagged) = rest.strip_prefix('[').and_then(|tagged| tagged.split_once(']')) {
        rest = tagged.1.trim_start();
    }
    let Some((word, _)) = start_of(rest, 16).split_once([':', '：']) else { return false };
    let word =
        word.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | '^' | '.'));
    let words = [
        "re", "aw", "antw", "antwort", "ré", "rép", "res", "sv", "vs", "odp", "rif", "r", "ynt", "回复",
        "答复", "返信",
    ];
    words.contains(&word.trim().to_lowercase().as_str())
}

/// The sender's clock at that instant.
pub(super) fn local_time(at: Timestamp, utc_offset_minutes: i16) -> jiff::civil::DateTime {
    let offset = jiff::tz::Offset::from_seconds(i32::from(utc_offset_minutes) * 60);
    offset.unwrap_or(jiff::tz::Offset::UTC).to_datetime(at)
}

/// `References`, then `In-Reply-To`, without repeats and without the message itself.
pub(super) fn references(header: &HeaderBlock<'_>, own: &MessageId) -> Vec<MessageId> {
    let mut all: Vec<MessageId> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for name in ["References", "In-Reply-To"] {
        for value in header.all(name) {
            for id in ids(&value) {
                if id != *own && seen.insert(id.clone()) {
                    all.push(id);
                }
            }
        }
    }
    all.split_off(all.len().saturating_sub(MAX_REFERENCES))
}

/// The ids of a header: what stands in angle brackets, or, where none do, words with an `@`.
fn ids(value: &str) -> Vec<MessageId> {
    if !value.contains('<') {
        return value
            .split([' ', '\t', ','])
            .filter(|word| word.contains('@'))
            .filter_map(MessageId::parse)
            .collect();
    }
    value
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>').map_or(Some(rest), |(id, _)| Some(id)))
        .filter_map(MessageId::parse)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::parts::take_apart;
    use super::*;

    fn at(raw: &str, received: Option<&str>) -> Written {
        let structure = take_apart(raw.as_bytes());
        written(&structure.parsed, &structure.header, received.map(|text| text.parse().unwrap()))
    }

    #[test]
    fn the_date_is_taken_unless_it_is_wrong() {
        let good = at("Date: Mon, 2 Mar 2026 10:00:00 +0130 (X)\n\n", None);
        assert_eq!((good.at.to_string().as_str(), good.utc_offset_minutes), ("2026-03-02T08:30:00Z", 90));
        let west = at("Date: 2 Mar 26 10:00 EST\n\n", None);
        assert_eq!(west.at.to_string(), "2026-03-02T15:00:00Z");
        let late =
            "Received: from a by b; Mon, 2 Mar 2026 10:00:00 +0000\nDate: Mon, 2 Mar 2099 10:00:00 +0000\n\n";
        assert_eq!(at(late, None).at.to_string(), "2026-03-02T10:00:00Z");
        let early =
            "Received: from a by b; Mon, 2 Mar 2026 10:00:00 +0000\nDate: Mon, 2 Mar 2009 10:00:00 +0000\n\n";
        assert_eq!(at(early, None).at.to_string(), "2009-03-02T10:00:00Z");
        for broken in ["Date: soon\n\n", "Subject: x\n\n", "Date: Mon, 99 Mar 2026 10:00:00 +0000\n\n"] {
            let written = at(broken, Some("2026-03-02T10:00:00Z"));
            assert_eq!(written.at.to_string(), "2026-03-02T10:00:00Z", "{broken}");
            assert!(!written.from_date);
        }
    }

    #[test]
    fn a_missing_id_is_made_the_same_each_time() {
        let id = |raw: &str| message_id(&take_apart(raw.as_bytes()).header, "text");
        let one = id("Received: by one\nDate: x\nFrom: a@b.example\n\n");
        assert_eq!(one, id("Received: by two\nDate: x\nFrom: a@b.example\n\n"));
        assert_ne!(one, id("Date: y\nFrom: a@b.example\n\n"));
        assert!(one.as_str().ends_with("@missing.goodwill.invalid>"));
        assert_eq!(id("Message-Id: <a@b> (x)\n\n").as_str(), "<a@b>");
        assert_eq!(id("Message-ID:\n a@b\n\n").as_str(), "<a@b>");
    }

    #[test]
    fn references_end_with_the_parent_and_name_nobody_twice() {
        let raw = "Message-ID: <me@x>\nReferences: <a@x> <b@x>\n <a@x> <me@x>\nIn-Reply-To: Your mail <b@x> <c@x>\n\n";
        let structure = take_apart(raw.as_bytes());
        let own = message_id(&structure.header, "");
        let ids: Vec<_> =
            references(&structure.header, &own).iter().map(|id| id.as_str().to_owned()).collect();
        assert_eq!(ids, ["<a@x>", "<b@x>", "<c@x>"]);
    }

    #[test]
    fn subjects_are_decoded_and_folded() {
        let raw = "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= =?utf-8?B?IMO8YmVy?=\n\tden \x07 See\n\n";
        assert_eq!(subject(&take_apart(raw.as_bytes()).parsed), "Grüße über den See");
    }
}
