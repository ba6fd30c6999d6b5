//! Mailboxes of address headers: who is meant, and the name beside the address made fit to show.

use std::borrow::Cow;

use mail_parser::{Address as ParsedAddress, HeaderName, HeaderValue};

use super::header_block::{HeaderBlock, ParsedHeader};
use super::text::{is_invisible, one_line};
use crate::people::{Address, Mailbox};

/// Most mailboxes of one header.
const MAX_MAILBOXES: usize = 1_000;
/// Longest display name, in characters.
const MAX_NAME_CHARS: usize = 100;

/// The sender: the one address of `From`; `None` where the header is missing, empty or names several.
pub(super) fn sender(parsed: &ParsedHeader, header: &HeaderBlock<'_>) -> Option<Mailbox> {
    let mut all = mailboxes(parsed, &HeaderName::From);
    if all.len() != 1 || header.all("From").count() != 1 {
        return None;
    }
    let mut from = all.pop()?;
    if from.name.is_none() {
        from.name = header
            .first("X-From")
            .and_then(|value| display_name(value.split('<').next().unwrap_or_default()))
            .filter(|name| is_name_of(name, &from.address));
    }
    Some(from)
}

/// The mailboxes of every header of that name, in order, without repeats.
pub(super) fn mailboxes(parsed: &ParsedHeader, name: &HeaderName<'static>) -> Vec<Mailbox> {
    let mut all: Vec<Mailbox> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let addresses = parsed
        .all(name)
        .filter_map(HeaderValue::as_address)
        .flat_map(ParsedAddress::iter)
        .take(MAX_MAILBOXES);
    for entry in addresses {
        let Some(text) = entry.address.as_deref() else { continue };
        let Some(address) = readable_address(text).or_else(|| notes_address(text)) else { continue };
        if seen.insert(address.clone()) {
            let name =
                entry.name.as_deref().or_else(|| is_notes(text).then_some(text)).and_then(display_name);
            all.push(Mailbox { name: name.filter(|name| !is_address(name, &address)), address });
        }
    }
    all
}

/// Fills names that a header lacks from the `X-To` style header of Exchange exports, where its entries
/// are as many and each name is plainly that of the address beside it.
pub(super) fn add_exported_names(mailboxes: &mut [Mailbox], exported: Option<&str>) {
    let Some(exported) = exported.filter(|text| text.contains('<')) else { return };
    let entries: Vec<&str> = exported.split(">,").collect();
    if entries.len() != mailboxes.len() || mailboxes.iter().any(|mailbox| mailbox.name.is_some()) {
        return;
    }
    for (mailbox, entry) in mailboxes.iter_mut().zip(entries) {
        mailbox.name =
            entry.split('<').next().and_then(display_name).filter(|name| is_name_of(name, &mailbox.address));
    }
}

fn readable_address(text: &str) -> Option<Address> {
    if text.contains(is_invisible) {
        let clean: String = text.chars().filter(|&c| !is_invisible(c)).collect();
        return Address::parse(&clean);
    }
    Address::parse(text)
}

/// `Ana Lima/HOU/Corp@Corp`, which Notes writes in place of an address: one without blanks.
fn notes_address(text: &str) -> Option<Address> {
    is_notes(text).then(|| readable_address(&text.split_whitespace().collect::<Vec<_>>().join(".")))?
}

fn is_notes(text: &str) -> bool {
    text.split_once('/').is_some_and(|(name, path)| {
        name.contains(' ') && path.split_once('@').is_some_and(|(_, domain)| !domain.contains(['.', ' ']))
    })
}

fn is_address(name: &str, address: &Address) -> bool {
    name.eq_ignore_ascii_case(address.as_str())
}

/// Whether a word of the name stands in the local part, as in `Ana Lima` and `ana.lima@…`.
fn is_name_of(name: &str, address: &Address) -> bool {
    let local = address.local();
    name.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word.len() >= 3 && local.contains(word))
}

/// A display name fit to show: one line, no quotes, `Last, First` turned, directory paths cut; `None` where nothing
/// of it is a name.
#[must_use]
pub fn display_name(text: &str) -> Option<String> {
    let line = one_line(&without_markup(text), MAX_NAME_CHARS);
    let mut name = line.trim_matches(is_wrapping).to_owned();
    name.retain(|c| !matches!(c, '"' | '\\' | '<' | '>'));
    // A company in brackets may hold a stroke of its own.
    let turned = turn_around(without_directory(without_aside(&name)));
    let name = turned.trim_matches(is_wrapping);
    (name.chars().any(char::is_alphanumeric) && !name.contains("://")).then(|| name.to_owned())
}

/// The text without tags of HTML (`Ana <b>Lima</b>`); an address in angle brackets stays.
fn without_markup(text: &str) -> Cow<'_, str> {
    let mut plain = Cow::Borrowed(text);
    let mut from = 0;
    while let Some(start) = plain.get(from..).and_then(|rest| rest.find('<')).map(|at| from + at) {
        let inside = plain.get(start + 1..).and_then(|rest| rest.split_once('>')).map(|(inside, _)| inside);
        let tag = inside.filter(|inside| {
            let name = inside.trim_start_matches('/');
            name.starts_with(|c: char| c.is_ascii_alphabetic()) && !inside.contains(['@', '<'])
        });
        match tag.map(|tag| start + tag.len() + 2) {
            Some(end) => plain.to_mut().replace_range(start..end, ""),
            None => from = start + 1,
        }
    }
    plain
}

fn is_wrapping(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | ',' | ';')
}

/// Notes and X.400 names without their path: `Ana Lima/HOU/Corp@Corp`, `CN=Ana Lima/O=Corp`.
fn without_directory(name: &str) -> &str {
    let start = name.get(..3).filter(|start| start.eq_ignore_ascii_case("cn="));
    let name = start.map_or(name, |_| name.get(3..).unwrap_or_default());
    if name.starts_with('/') {
        // `/o=Corp/ou=…/cn=ALIMA` names a directory entry, no person.
        return "";
    }
    let Some((before, after)) = name.split_once('/') else { return without_domain(name) };
    let is_path = after.contains('@') || after.contains('/') || after.contains('=') || after.len() <= 6;
    let is_path = is_path && !after.starts_with(char::is_whitespace);
    if is_path && before.contains(' ') { before.trim() } else { name }
}

/// `Ana Lima@CORP`: the name before the sign, where it is no address.
fn without_domain(name: &str) -> &str {
    match name.split_once('@') {
        Some((before, domain)) if before.trim().contains(' ') && !domain.contains('.') => before.trim(),
        _ => name,
    }
}

/// The name without a company or remark in brackets at its end, or without those that hold all of it.
fn without_aside(name: &str) -> &str {
    let name = name.trim_end();
    // `Lima, Ana M. - STUDIO`: a unit in capitals behind a dash.
    let name = match name.rsplit_once(" - ") {
        Some((before, unit)) if before.contains(',') && is_unit(unit) => before.trim_end(),
        _ => name,
    };
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some(inside) = name.strip_suffix(close)
            && let Some((before, aside)) = inside.rsplit_once(open)
        {
            let before = before.trim_end();
            return if before.is_empty() { aside.trim() } else { before };
        }
    }
    name
}

fn is_unit(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// What follows a comma without being a first name.
const SUFFIXES: &[&str] = &[
    "jr",
    "sr",
    "ii",
    "iii",
    "iv",
    "phd",
    "ph.d",
    "md",
    "m.d",
    "esq",
    "inc",
    "llc",
    "ltd",
    "gmbh",
    "ag",
    "co",
    "corp",
    "cpa",
    "mba",
    "pe",
    "dr",
    "prof",
    "rn",
    "dds",
    "cfa",
    "team",
    "dept",
    "department",
    "kg",
    "lp",
    "plc",
    "bv",
];

fn turn_around(name: &str) -> String {
    let Some((last, first)) = name.split_once(',') else { return name.to_owned() };
    let (last, first) = (last.trim(), first.trim());
    let is_part = |part: &str, most: usize| {
        let words = part.split_whitespace().count();
        (1..=most).contains(&words)
            && part
                .chars()
                .all(|c| c.is_alphabetic() || c.is_whitespace() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    let bare = first.trim_end_matches('.').to_lowercase();
    if is_part(last, 3) && is_part(first, 3) && !SUFFIXES.contains(&bare.as_str()) {
        format!("{first} {last}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_fit_to_show() {
        for (text, name) in [
            ("\"Ana Lima\"", "Ana Lima"),
            ("'Ana Lima'", "Ana Lima"),
            ("Lima, Ana", "Ana Lima"),
            ("\"Lima, Ana M.\"", "Ana M. Lima"),
            ("van der Berg, Jan", "Jan van der Berg"),
            ("Lima, Ana (Garden Works)", "Ana Lima"),
            ("LIMA, Ana [STU]", "Ana LIMA"),
            ("(Ana Lima)", "Ana Lima"),
            ("Lima, Ana (GARDEN/WORKS)", "Ana Lima"),
            ("Ana Lima, Jr.", "Ana Lima, Jr."),
            ("Garden Works, Inc.", "Garden Works, Inc."),
            ("Ana Lima/HOU/Corp@Corp", "Ana Lima"),
            ("CN=Ana Lima/OU=HOU/O=Corp", "Ana Lima"),
            ("Ana Lima@CORP", "Ana Lima"),
            ("Ana\u{202e}Lima\u{7}", "AnaLima"),
            ("O'Neil, Pat", "Pat O'Neil"),
            ("Lima, Ana M. - TSTU", "Ana M. Lima"),
            ("Ana  \t Lima", "Ana Lima"),
            ("Eve <b>Bold</b>", "Eve Bold"),
            ("<i class=x>Eve</i> <br/> Bold", "Eve Bold"),
            ("Eve <eve@x.example>", "Eve eve@x.example"),
            ("Eve <<b>Bold</b>", "Eve Bold"),
            ("山田 太郎", "山田 太郎"),
        ] {
            assert_eq!(display_name(text).as_deref(), Some(name), "{text}");
        }
        for text in ["", "\"\"", "/o=Corp/ou=NA/cn=ALIMA", "''", "-"] {
            assert_eq!(display_name(text), None, "{text}");
        }
    }

    #[test]
    fn what_notes_writes_in_place_of_an_address_names_somebody() {
        for (text, name, address) in [
            ("Ana Lima/HOU/Corp@Corp", Some("Ana Lima"), "ana.lima/hou/corp@corp"),
            ("Ana Lima/HOU/Corp@Corp, Ben Roth/Corp@Corp", Some("Ana Lima"), "ana.lima/hou/corp@corp"),
            ("ana@studio.example", None, "ana@studio.example"),
        ] {
            let raw = format!("To: {text}\n\nx");
            let all = mailboxes(&super::super::parts::take_apart(raw.as_bytes()).parsed, &HeaderName::To);
            let first = all.first().unwrap();
            assert_eq!((first.name.as_deref(), first.address.as_str()), (name, address), "{text}");
        }
    }

    #[test]
    fn exported_names_are_taken_only_where_they_fit() {
        let mailbox = |text| Mailbox { name: None, address: Address::parse(text).unwrap() };
        let mut to = [mailbox("ana.lima@studio.example"), mailbox("b.roth@studio.example")];
        add_exported_names(&mut to, Some("Lima, Ana </O=X/CN=ALIMA>, Somebody Else </O=X/CN=X>"));
        assert_eq!(to[0].name.as_deref(), Some("Ana Lima"));
        assert_eq!(to[1].name, None);
    }
}
