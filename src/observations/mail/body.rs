//! The body of a message as one plain text, its attachments and its calendar parts. Of alternatives the
//! plain one is read, and HTML only where there is no other.

use std::borrow::Cow;

use super::decode::{bytes_of, text_of};
use super::html;
use super::parts::{Leaf, Structure};
use super::text::{one_line, start_of};

/// Longest text read, in bytes.
pub(super) const MAX_TEXT_BYTES: usize = 64 * 1024;
/// Most encoded bytes of a plain part that are decoded: three bytes for one, in the worst case.
const MAX_PLAIN_ENCODED: usize = 3 * MAX_TEXT_BYTES;
/// Most encoded bytes of an HTML part that are decoded: markup is much of it.
const MAX_HTML_ENCODED: usize = 1024 * 1024;
/// Most encoded bytes of a calendar part.
const MAX_CALENDAR_ENCODED: usize = 2 * 1024 * 1024;
/// Most calendar parts of a message.
const MAX_CALENDARS: usize = 10;
/// Most names of attachments.
const MAX_ATTACHMENTS: usize = 50;
/// Longest name of an attachment, in characters.
const MAX_NAME_CHARS: usize = 200;

/// The text of a message, and whether some of it was left out.
pub(super) fn text(structure: &Structure<'_>, skipped: &mut Vec<String>) -> String {
    let mut out = String::new();
    let mut done = std::collections::BTreeSet::new();
    for leaf in structure.leaves.iter().filter(|leaf| is_text(leaf)) {
        if out.len() > MAX_TEXT_BYTES {
            break;
        }
        let part = match leaf.alternative {
            Some(group) if !done.insert(group) => continue,
            Some(group) => alternative(structure, group),
            None => one(leaf),
        };
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(&part);
    }
    if out.len() > MAX_TEXT_BYTES {
        let kept = start_of(&out, MAX_TEXT_BYTES).len();
        out.truncate(kept);
        skipped.push(format!("text beyond {} KiB", MAX_TEXT_BYTES / 1024));
    }
    clean(out)
}

/// Line ends of every system are one, and what is never text goes.
fn clean(text: String) -> String {
    // Bytes that what goes begins with: most texts have none of them.
    let is_first = |byte| matches!(byte, b'\r' | b'\0' | 0x7f | 0xb | 0xc | 0xc2 | 0xe2);
    if !text.bytes().any(is_first)
        || !text
            .contains(['\r', '\0', '\u{7f}', '\u{b}', '\u{c}', '\u{202e}', '\u{85}', '\u{2028}', '\u{2029}'])
    {
        return text;
    }
    text.replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n")
        .replace(['\0', '\u{7f}', '\u{b}', '\u{c}', '\u{202e}'], "")
}

fn is_text(leaf: &Leaf<'_>) -> bool {
    !leaf.is_attachment && matches!(leaf.media_type.as_str(), "text/plain" | "text/html")
}

/// The plain parts of a group of alternatives, or its HTML parts where the plain ones are blank.
fn alternative(structure: &Structure<'_>, group: usize) -> Cow<'static, str> {
    let of_type = |media_type: &str| {
        let parts: Vec<Cow<'_, str>> = structure
            .leaves
            .iter()
            .filter(|leaf| leaf.alternative == Some(group) && is_text(leaf) && leaf.media_type == media_type)
            .map(one)
            .collect();
        parts.join("\n")
    };
    let plain = of_type("text/plain");
    Cow::Owned(if plain.trim().is_empty() { of_type("text/html") } else { plain })
}

fn one<'a>(leaf: &Leaf<'a>) -> Cow<'a, str> {
    if leaf.media_type == "text/html" {
        return Cow::Owned(html::to_text(&text_of(leaf, MAX_HTML_ENCODED)));
    }
    text_of(leaf, MAX_PLAIN_ENCODED)
}

/// Names of attached files.
pub(super) fn attachments(structure: &Structure<'_>) -> Vec<String> {
    structure
        .leaves
        .iter()
        .filter(|leaf| leaf.is_attachment)
        .filter_map(|leaf| leaf.name.as_deref())
        .map(|name| one_line(start_of(name, MAX_NAME_CHARS * 8), MAX_NAME_CHARS))
        .filter(|name| !name.is_empty())
        .take(MAX_ATTACHMENTS)
        .collect()
}

/// Whether something is attached, named or not.
pub(super) fn has_attachment(structure: &Structure<'_>) -> bool {
    structure.leaves.iter().any(|leaf| leaf.is_attachment)
}

/// The bytes of calendar parts (RFC 6047). A body that stands twice, as text and as file, is read once.
pub(super) fn calendars<'a>(structure: &Structure<'a>) -> Vec<Cow<'a, [u8]>> {
    let mut all: Vec<Cow<'a, [u8]>> = Vec::new();
    for leaf in structure.leaves.iter().filter(|leaf| is_calendar(leaf)).take(MAX_CALENDARS) {
        let bytes = bytes_of(leaf, MAX_CALENDAR_ENCODED);
        if !all.iter().any(|other| other.trim_ascii() == bytes.trim_ascii()) {
            all.push(bytes);
        }
    }
    all
}

fn is_calendar(leaf: &Leaf<'_>) -> bool {
    let by_name = || {
        leaf.media_type == "application/octet-stream"
            && leaf.name.as_deref().is_some_and(|name| name.to_ascii_lowercase().ends_with(".ics"))
    };
    matches!(leaf.media_type.as_str(), "text/calendar" | "application/ics") || by_name()
}

#[cfg(test)]
mod tests {
    use super::super::parts::take_apart;
    use super::*;

    fn read(raw: &str) -> (String, Vec<String>) {
        let mut skipped = Vec::new();
        let text = text(&take_apart(raw.as_bytes()), &mut skipped);
        (text.trim().to_owned(), skipped)
    }

    const PARTS: &str = "Content-Type: multipart/alternative; boundary=b\n\n";

    #[test]
    fn the_plain_alternative_is_read_unless_it_is_blank() {
        let html = "--b\nContent-Type: text/html\n\n<p>rich</p>\n";
        assert_eq!(read(&format!("{PARTS}--b\n\nplain\n{html}--b--\n")).0, "plain");
        assert_eq!(read(&format!("{PARTS}--b\n\n \n{html}--b--\n")).0, "rich");
        assert_eq!(read(&format!("{PARTS}{html}")).0, "rich");
    }

    #[test]
    fn attached_texts_are_not_read_but_named() {
        let raw = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nbody\n--b\nContent-Type: text/plain\n\
            Content-Disposition: attachment; filename*=utf-8''gr%C3%BCn.txt\n\nnotes\n--b\n\nmore\n--b--\n";
        assert_eq!(read(raw).0, "body\nmore");
        assert_eq!(attachments(&take_apart(raw.as_bytes())), ["grün.txt"]);
    }

    #[test]
    fn long_texts_are_cut_and_said_to_be() {
        let (text, skipped) = read(&format!("Subject: x\n\n{}", "é".repeat(MAX_TEXT_BYTES)));
        assert!(text.len() <= MAX_TEXT_BYTES);
        assert_eq!(skipped, ["text beyond 64 KiB"]);
    }

    #[test]
    fn calendar_parts_are_found_once() {
        let raw = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/calendar; method=REQUEST\n\n\
            BEGIN:VCALENDAR\n--b\nContent-Type: application/ics; name=\"x.ics\"\nContent-Transfer-Encoding: base64\n\n\
            QkVHSU46VkNBTEVOREFS\n--b--\n";
        let structure = take_apart(raw.as_bytes());
        let calendars = calendars(&structure);
        assert_eq!(calendars.len(), 1);
        assert_eq!(calendars[0].as_ref(), b"BEGIN:VCALENDAR");
    }
}
