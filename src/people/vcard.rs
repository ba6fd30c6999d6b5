//! Address books (vCard 2.1, 3.0, RFC 6350): the names and addresses in them. A card that cannot be read
//! is passed over. It knows nothing of identities: what a card joins is decided elsewhere.

use serde::{Deserialize, Serialize};

use super::{Address, Birthday};

/// Most cards of one address book.
const MAX_CARDS: usize = 100_000;
/// Most lines of one card; photographs run long.
const MAX_CARD_LINES: usize = 50_000;
/// Longest unfolded line read, in bytes; what is longer is no name and no address.
const MAX_LINE_BYTES: usize = 4 * 1024;
/// Most addresses of one card.
const MAX_ADDRESSES: usize = 100;
/// Longest name, in characters.
const MAX_NAME_CHARS: usize = 200;

/// A longer `UID` names nothing.
const MAX_UID_BYTES: usize = 255;

/// One person or firm of an address book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// `FN`, or the parts of `N` in the order they are said; never empty.
    pub name: String,
    /// The `EMAIL` addresses as listed, without repeats; never empty.
    pub addresses: Vec<Address>,
    /// `BDAY`, where it names a day; its year is not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birthday: Option<Birthday>,
    /// `UID`, by which a later version of the card is known (RFC 6350, 6.7.6); of at most 255 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
}

/// The cards that have a name and an address, in their order.
#[must_use]
pub fn read_cards(bytes: &[u8]) -> Vec<Card> {
    let text = decode(bytes);
    let mut cards = Vec::new();
    let mut open: Option<Draft> = None;
    let mut lines = text.lines().peekable();
    while let Some(first) = lines.next() {
        let mut line = first.trim_end_matches('\r').to_owned();
        unfold(&mut line, &mut lines);
        let Some(property) = Property::parse(&line) else { continue };
        match (property.name.as_str(), &mut open) {
            ("BEGIN", open) if property.value.trim().eq_ignore_ascii_case("VCARD") => {
                *open = Some(Draft::default());
            }
            ("END", open) if property.value.trim().eq_ignore_ascii_case("VCARD") => {
                cards.extend(open.take().and_then(Draft::finish));
                if cards.len() >= MAX_CARDS {
                    break;
                }
            }
            (_, Some(draft)) => {
                draft.lines += 1;
                if draft.lines > MAX_CARD_LINES {
                    open = None;
                } else {
                    draft.add(&property);
                }
            }
            (_, None) => {}
        }
    }
    cards
}

/// UTF-8 where it is, else Windows-1252's common ground with Latin-1, as old programs wrote 2.1.
fn decode(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

/// Joins the lines that a long line was folded into: white space begins them (RFC 6350, 3.2), or, in
/// quoted-printable, an `=` ends those before.
fn unfold<'a>(line: &mut String, lines: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>) {
    let is_quoted_printable =
        line.split(':').next().is_some_and(|start| start.to_ascii_uppercase().contains("QUOTED-PRINTABLE"));
    loop {
        let joins_next = is_quoted_printable && line.ends_with('=');
        let Some(next) = lines.next_if(|next| joins_next || next.starts_with([' ', '\t'])) else { return };
        let next = next.trim_end_matches('\r');
        if joins_next {
            line.pop();
        }
        let rest = if next.starts_with([' ', '\t']) { next.get(1..).unwrap_or_default() } else { next };
        if line.len() + rest.len() <= MAX_LINE_BYTES {
            line.push_str(rest);
        }
    }
}

/// One line of a card: `item1.EMAIL;TYPE=home:ana@studio.example`.
#[derive(Debug)]
struct Property {
    /// The name in capitals, without its group.
    name: String,
    /// The value, quoted-printable undone, escapes left.
    value: String,
}

impl Property {
    fn parse(line: &str) -> Option<Self> {
        let colon = colon_of(line)?;
        let (head, value) = (line.get(..colon)?, line.get(colon + 1..)?);
        let mut parts = head.split(';');
        let name = parts.next()?.rsplit('.').next()?.trim().to_ascii_uppercase();
        let encoded = parts.any(|parameter| parameter.to_ascii_uppercase().contains("QUOTED-PRINTABLE"));
        let value = if encoded { undo_quoted_printable(value) } else { value.to_owned() };
        (!name.is_empty()).then_some(Self { name, value })
    }
}

/// The colon that ends name and parameters: the first outside quotes.
fn colon_of(line: &str) -> Option<usize> {
    let mut quoted = false;
    line.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b':' && !quoted
    })
}

fn undo_quoted_printable(value: &str) -> String {
    let mut out = Vec::with_capacity(value.len());
    let mut bytes = value.bytes();
    let hex = |byte: Option<u8>| {
        byte.and_then(|byte| char::from(byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok())
    };
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'=', Some(high), Some(low)) => {
                out.push(high << 4 | low);
                bytes = ahead;
            }
            _ => out.push(byte),
        }
    }
    decode(&out)
}

/// A card while it is read.
#[derive(Debug, Default)]
struct Draft {
    lines: usize,
    full: Option<String>,
    parts: Option<String>,
    firm: Option<String>,
    addresses: Vec<Address>,
    birthday: Option<Birthday>,
    uid: Option<String>,
}

impl Draft {
    fn add(&mut self, property: &Property) {
        let said = |value: &str| Some(shown(&unescape(value))).filter(|text| !text.is_empty());
        match property.name.as_str() {
            "FN" => self.full = self.full.take().or_else(|| said(&property.value)),
            "N" => {
                self.parts = self
                    .parts
                    .take()
                    .or_else(|| Some(from_parts(&property.value)).filter(|name| !name.is_empty()));
            }
            "ORG" => {
                self.firm = self
                    .firm
                    .take()
                    .or_else(|| said(fields(&property.value).first().map_or("", String::as_str)));
            }
            "UID" => {
                let uid =
                    Some(property.value.trim()).filter(|uid| !uid.is_empty() && uid.len() <= MAX_UID_BYTES);
                self.uid = self.uid.take().or_else(|| uid.map(str::to_owned));
            }
            "BDAY" => self.birthday = self.birthday.or_else(|| Birthday::parse(&property.value)),
            "EMAIL" if self.addresses.len() < MAX_ADDRESSES => {
                if let Some(address) = Address::parse(&unescape(&property.value))
                    && !self.addresses.contains(&address)
                {
                    self.addresses.push(address);
                }
            }
            _ => {}
        }
    }

    fn finish(self) -> Option<Card> {
        let Self { full, parts, firm, addresses, birthday, uid, .. } = self;
        let name = full.or(parts).or(firm)?;
        (!addresses.is_empty()).then_some(Card { name, addresses, birthday, uid })
    }
}

/// `N` holds family, given and further names, titles before and after (RFC 6350, 6.2.2).
fn from_parts(value: &str) -> String {
    let fields = fields(value);
    let part = |at: usize| fields.get(at).map(|field| unescape(&field.replace(',', " "))).unwrap_or_default();
    shown(&[part(1), part(2), part(0)].join(" "))
}

/// The fields of a value, split at semicolons that are not escaped.
fn fields(value: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut escaped = false;
    for c in value.chars() {
        if c == ';' && !escaped {
            fields.push(String::new());
            continue;
        }
        escaped = c == '\\' && !escaped;
        if let Some(field) = fields.last_mut() {
            field.push(c);
        }
    }
    fields
}

fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push(' '),
                Some(other) => out.push(other),
                None => {}
            },
            _ => out.push(c),
        }
    }
    out
}

/// A name fit to show: one line, no control or bidi characters.
fn shown(text: &str) -> String {
    let bad = |c: char| {
        c.is_control() && !c.is_whitespace()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let clean: String = text.chars().filter(|&c| !bad(c)).take(MAX_NAME_CHARS).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(text: &str) -> Option<(String, Vec<String>)> {
        let cards = read_cards(text.as_bytes());
        let card = cards.into_iter().next()?;
        Some((card.name, card.addresses.iter().map(|address| address.as_str().to_owned()).collect()))
    }

    #[test]
    fn cards_of_every_version_are_read() {
        for (text, name, addresses) in [
            (
                "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ana Lima\r\nEMAIL;TYPE=work:Ana@Studio.example\r\nEND:VCARD\r\n",
                "Ana Lima",
                vec!["ana@studio.example"],
            ),
            (
                "BEGIN:VCARD\nVERSION:3.0\nN:Lima;Ana;Maria;;\nitem1.EMAIL;type=\"a:b\":ana@stu\n dio.example\nEND:VCARD",
                "Ana Maria Lima",
                vec!["ana@studio.example"],
            ),
            (
                "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=81na =\nL=C3=ADma\nEMAIL;INTERNET:ana@studio.example\nEMAIL:ana@studio.example\nEMAIL:a2@studio.example\nEND:VCARD",
                "Ána Líma",
                vec!["ana@studio.example", "a2@studio.example"],
            ),
            (
                "BEGIN:VCARD\nFN:Lima\\, Ana\\nMaria\nEMAIL:mailto:ana@studio.example\nEND:VCARD",
                "Lima, Ana Maria",
                vec!["ana@studio.example"],
            ),
            (
                "BEGIN:VCARD\nORG:Garden\\; Works;Roses\nEMAIL:x@garden.example\nEND:VCARD",
                "Garden; Works",
                vec!["x@garden.example"],
            ),
            (
                "begin:vcard\nfn;charset=iso-8859-1;quoted-printable:Andr=E9\nemail:andre@studio.example\nend:vcard",
                "André",
                vec!["andre@studio.example"],
            ),
        ] {
            let expected = addresses.into_iter().map(str::to_owned).collect();
            assert_eq!(one(text), Some((name.to_owned(), expected)), "{text}");
        }
    }

    #[test]
    fn a_birthday_is_read_where_it_names_a_day() {
        let read = |line: &str| {
            let text = format!("BEGIN:VCARD\nFN:Ana\nEMAIL:ana@studio.example\n{line}\nEND:VCARD");
            read_cards(text.as_bytes())[0].birthday
        };
        for line in ["BDAY:1985-04-12", "bday;VALUE=date:--0412", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12"] {
            assert_eq!(read(line), Birthday::parse("--0412"), "{line}");
        }
        assert_eq!(read("BDAY;VALUE=text:in spring"), None);
        assert_eq!(read("BDAY:1985\nBDAY:--0412"), Birthday::parse("--0412"));
    }

    #[test]
    fn broken_cards_are_passed_over() {
        let text = "BEGIN:VCARD\nFN:Nobody\nEND:VCARD\nBEGIN:VCARD\nEMAIL:x@y.example\nEND:VCARD\nBEGIN:VCARD\nFN:Open\nEMAIL:o@y.example\n\
            BEGIN:VCARD\nFN:Ana\nEMAIL:broken\nEMAIL:ana@studio.example\nEND:VCARD\nEND:VCARD\nFN:stray";
        let cards = read_cards(text.as_bytes());
        assert_eq!(cards.len(), 1);
        assert_eq!(cards[0].name, "Ana");
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..500)) {
            let _ = read_cards(&bytes);
        }

        #[test]
        fn arbitrary_values_never_panic(value in "(?s).{0,100}", name in "FN|N|EMAIL|ORG|N;QUOTED-PRINTABLE") {
            let _ = read_cards(format!("BEGIN:VCARD\nFN:x\nEMAIL:a@b.example\n{name}:{value}\nEND:VCARD").as_bytes());
        }
    }
}
