//! Which parts of a message are fetched, and how a message is put together of them again: the text, of
//! alternatives the plain one, and calendars. Of the rest only types and names come, which its structure
//! tells, so that what is read of the parts is what would be read of the whole. Pure.

use super::structure::Part;

/// Most bytes fetched of a part of each kind, as many as are read of one.
pub(super) const MAX_PLAIN_BYTES: u32 = 192 * 1024;
const MAX_HTML_BYTES: u32 = 1024 * 1024;
const MAX_CALENDAR_BYTES: u32 = 2 * 1024 * 1024;
/// Most parts fetched of one message.
const MAX_PIECES: usize = 20;
/// A plain alternative of so few bytes may be blank, and then the other one is read.
const MAYBE_BLANK_BYTES: u32 = 64;

/// A part to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its numbers (RFC 3501, 6.4.5), such as 1.2.
    pub(super) path: Vec<u32>,
    /// Most bytes of it that are fetched.
    pub(super) limit: u32,
    /// Bytes it has.
    pub(super) octets: u32,
}

/// What to fetch of the body of a message with this header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    /// Nothing: it is one file.
    Nothing,
    /// So much of it: it is one text.
    Text(u32),
    /// Some of its parts.
    Parts,
}

/// What the header says that the body is.
pub(super) fn body(header: &[u8]) -> Body {
    let text = String::from_utf8_lossy(header).to_ascii_lowercase();
    let field = text.lines().skip_while(|line| !line.starts_with("content-type:"));
    let mut field = field.enumerate().take_while(|(at, line)| *at == 0 || line.starts_with([' ', '\t']));
    let value: String = field.by_ref().map(|(_, line)| line).collect();
    let value = value.trim_start_matches("content-type:").trim_start();
    let media_type = value.split([';', ' ', '\t']).next().unwrap_or_default();
    match media_type {
        "text/html" => Body::Text(MAX_HTML_BYTES),
        "text/calendar" | "application/ics" => Body::Text(MAX_CALENDAR_BYTES),
        "application/octet-stream" if text.contains(".ics") => Body::Text(MAX_CALENDAR_BYTES),
        multipart if multipart.starts_with("multipart/") => Body::Parts,
        // What is no type at all is text (RFC 2045, 5.2).
        other if other.starts_with("text/") || !other.contains('/') => Body::Text(MAX_PLAIN_BYTES),
        _ => Body::Nothing,
    }
}

/// The parts to fetch of a multipart.
pub(super) fn pieces(root: &Part) -> Vec<Piece> {
    let mut leaves = Vec::new();
    collect(root, &mut Place { path: Vec::new(), groups: 0, alternative: None, related: false }, &mut leaves);
    let texts_of = |group: usize, media_type: &str| {
        let of_group = move |leaf: &&Leaf<'_>| leaf.alternative == Some(group) && leaf.is_text();
        let octets = leaves.iter().filter(of_group).filter(|leaf| leaf.part.media_type == media_type);
        octets.map(|leaf| leaf.part.octets).sum::<u32>()
    };
    let is_wanted = |leaf: &&Leaf<'_>| {
        leaf.is_calendar()
            || leaf.is_text()
                && (leaf.part.media_type == "text/plain"
                    || leaf
                        .alternative
                        .is_none_or(|group| texts_of(group, "text/plain") <= MAYBE_BLANK_BYTES))
    };
    let wanted = leaves.iter().filter(is_wanted).filter(|leaf| leaf.part.octets > 0).take(MAX_PIECES);
    wanted
        .map(|leaf| {
            let limit = match leaf.part.media_type.as_str() {
                "text/plain" => MAX_PLAIN_BYTES,
                "text/html" => MAX_HTML_BYTES,
                _ => MAX_CALENDAR_BYTES,
            };
            Piece { path: leaf.path.clone(), limit, octets: leaf.part.octets }
        })
        .collect()
}

/// A part without parts, and where it stands.
struct Leaf<'a> {
    part: &'a Part,
    path: Vec<u32>,
    alternative: Option<usize>,
    is_file: bool,
}

impl Leaf<'_> {
    fn is_text(&self) -> bool {
        !self.is_file && matches!(self.part.media_type.as_str(), "text/plain" | "text/html")
    }

    fn is_calendar(&self) -> bool {
        let named = || names(self.part).any(|(_, value)| value.to_ascii_lowercase().ends_with(b".ics"));
        match self.part.media_type.as_str() {
            "text/calendar" | "application/ics" => true,
            "application/octet-stream" => named(),
            _ => false,
        }
    }
}

struct Place {
    path: Vec<u32>,
    /// Alternatives seen so far.
    groups: usize,
    /// The nearest alternatives around, as a number.
    alternative: Option<usize>,
    related: bool,
}

fn collect<'a>(part: &'a Part, place: &mut Place, leaves: &mut Vec<Leaf<'a>>) {
    if !part.is_multipart() {
        let is_attached = part.disposition.as_ref().is_some_and(|(kind, _)| kind == "attachment");
        let is_picture = place.related && part.media_type.starts_with("image/");
        let is_text = part.media_type.starts_with("text/");
        let is_file = is_attached || !is_picture && (!is_text || names(part).next().is_some());
        leaves.push(Leaf { part, path: place.path.clone(), alternative: place.alternative, is_file });
        return;
    }
    let (alternative, related) = (place.alternative, place.related);
    if part.media_type == "multipart/alternative" {
        place.groups += 1;
        place.alternative = Some(place.groups);
    }
    place.related |= part.media_type == "multipart/related";
    for (number, part) in (1..).zip(&part.parts) {
        place.path.push(number);
        collect(part, place, leaves);
        place.path.pop();
    }
    (place.alternative, place.related) = (alternative, related);
}

/// The parameters that name a part's file, whole or in pieces (RFC 2231).
fn names(part: &Part) -> impl Iterator<Item = &(String, Vec<u8>)> {
    let of_disposition = part.disposition.iter().flat_map(|(_, parameters)| parameters);
    let filename = of_disposition.filter(|(name, _)| name.split('*').next() == Some("filename"));
    filename.chain(part.parameters.iter().filter(|(name, _)| name.split('*').next() == Some("name")))
}

/// A message of its header, which ends with an empty line, its structure and the parts that were fetched.
/// Nothing where the structure does not say how its parts are told apart.
pub(super) fn put_together(header: Vec<u8>, root: &Part, fetched: &[(Vec<u32>, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut out = header;
    multipart(&mut out, root, &mut Vec::new(), fetched)?;
    Some(out)
}

fn multipart(
    out: &mut Vec<u8>,
    part: &Part,
    path: &mut Vec<u32>,
    fetched: &[(Vec<u32>, Vec<u8>)],
) -> Option<()> {
    let boundary = part.parameter("boundary").filter(|boundary| !boundary.is_empty())?;
    if boundary.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0)) {
        return None;
    }
    for (number, child) in (1..).zip(&part.parts) {
        path.push(number);
        out.extend_from_slice(b"--");
        out.extend_from_slice(boundary);
        out.extend_from_slice(b"\r\n");
        describe(out, child);
        if child.is_multipart() {
            multipart(out, child, path, fetched)?;
        } else if let Some((_, bytes)) = fetched.iter().find(|(known, _)| known == path) {
            out.extend_from_slice(bytes);
        }
        out.extend_from_slice(b"\r\n");
        path.pop();
    }
    out.extend_from_slice(b"--");
    out.extend_from_slice(boundary);
    out.extend_from_slice(b"--\r\n");
    Some(())
}

/// The header of a part.
fn describe(out: &mut Vec<u8>, part: &Part) {
    field(out, "Content-Type", &part.media_type, &part.parameters);
    if !part.encoding.is_empty() {
        field(out, "Content-Transfer-Encoding", &part.encoding, &[]);
    }
    if let Some((kind, parameters)) = &part.disposition {
        field(out, "Content-Disposition", kind, parameters);
    }
    out.extend_from_slice(b"\r\n");
}

fn field(out: &mut Vec<u8>, name: &str, value: &str, parameters: &[(String, Vec<u8>)]) {
    let is_token = |c: char| c.is_ascii_graphic() && !"()<>@,;:\\\"[]?=".contains(c);
    let token = |text: &str| text.chars().filter(|&c| is_token(c)).collect::<String>();
    out.extend_from_slice(format!("{name}: {}", token(value)).as_bytes());
    for (name, value) in parameters {
        out.extend_from_slice(format!(";\r\n {}=", token(name)).as_bytes());
        // Extended values are not quoted (RFC 2231, 7).
        let quote: &[u8] = if name.ends_with('*') { b"" } else { b"\"" };
        out.extend_from_slice(quote);
        for &byte in value.iter().filter(|byte| !matches!(byte, b'\r' | b'\n' | 0)) {
            if matches!(byte, b'"' | b'\\') && !quote.is_empty() {
                out.push(b'\\');
            }
            out.push(byte);
        }
        out.extend_from_slice(quote);
    }
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(media_type: &str, octets: u32) -> Part {
        Part { media_type: media_type.into(), octets, encoding: "7bit".into(), ..Part::default() }
    }

    fn of(subtype: &str, parts: Vec<Part>) -> Part {
        let parameters = vec![("boundary".to_owned(), format!("={subtype}").into_bytes())];
        Part { media_type: format!("multipart/{subtype}"), parameters, parts, ..Part::default() }
    }

    fn paths(root: &Part) -> Vec<Vec<u32>> {
        pieces(root).into_iter().map(|piece| piece.path).collect()
    }

    #[test]
    fn the_plain_text_and_calendars_are_fetched_and_files_are_not() {
        let mut notes = leaf("text/plain", 900);
        notes.disposition = Some(("attachment".into(), Vec::new()));
        let mut ics = leaf("application/octet-stream", 70);
        ics.parameters.push(("name".into(), b"Meeting.ICS".to_vec()));
        let alternative = of("alternative", vec![leaf("text/plain", 900), leaf("text/html", 900)]);
        let root =
            of("mixed", vec![alternative, leaf("application/pdf", 9), notes, leaf("text/calendar", 5), ics]);
        assert_eq!(paths(&root), [vec![1, 1], vec![4], vec![5]]);
    }

    #[test]
    fn html_is_fetched_where_there_is_no_other_or_a_blank_one() {
        let html = || leaf("text/html", 900);
        assert_eq!(paths(&of("alternative", vec![html()])), [[1]]);
        assert_eq!(paths(&of("alternative", vec![leaf("text/plain", 3), html()])), [[1], [2]]);
        assert_eq!(paths(&of("mixed", vec![leaf("text/plain", 900), html()])), [[1], [2]]);
        let related = of("related", vec![html(), leaf("image/png", 9)]);
        let nested = of("alternative", vec![leaf("text/plain", 900), related]);
        assert_eq!(paths(&nested), [[1]]);
    }

    #[test]
    fn the_header_tells_what_is_needed() {
        for (field, expected) in [
            ("Content-Type: Multipart/Mixed;\r\n boundary=x", Body::Parts),
            ("Subject: x", Body::Text(MAX_PLAIN_BYTES)),
            ("Content-Type: text", Body::Text(MAX_PLAIN_BYTES)),
            ("Content-Type:\r\n text/html; charset=x", Body::Text(MAX_HTML_BYTES)),
            ("Content-Type: text/calendar", Body::Text(MAX_CALENDAR_BYTES)),
            ("Content-Type: application/octet-stream;\r\n name=\"a.ICS\"", Body::Text(MAX_CALENDAR_BYTES)),
            ("Content-Type: image/png", Body::Nothing),
        ] {
            assert_eq!(body(format!("From: a@b\r\n{field}\r\n\r\n").as_bytes()), expected, "{field}");
        }
    }

    #[test]
    fn parts_stand_again_where_they_stood() {
        let root = of("mixed", vec![of("alternative", vec![leaf("text/plain", 2)]), leaf("image/png", 9)]);
        let whole = put_together(b"H: x\r\n\r\n".to_vec(), &root, &[(vec![1, 1], b"Hi".to_vec())]).unwrap();
        let text = String::from_utf8(whole).unwrap();
        let expected = "H: x\n\n--=mixed\nContent-Type: multipart/alternative;\n boundary=\"=alternative\"\n\n\
            --=alternative\nContent-Type: text/plain\nContent-Transfer-Encoding: 7bit\n\nHi\n--=alternative--\n\n\
            --=mixed\nContent-Type: image/png\nContent-Transfer-Encoding: 7bit\n\n\n--=mixed--\n";
        assert_eq!(text.replace('\r', ""), expected);
        let nameless = Part { parameters: Vec::new(), ..root };
        assert_eq!(put_together(Vec::new(), &nameless, &[]), None);
    }
}
