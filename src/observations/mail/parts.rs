//! The MIME structure of a message (RFC 2045, 2046), walked under limits of our own: only single text
//! parts and single header blocks reach the parser below, so no nesting or count can hurt it.
//! It knows nothing of what the parts say.

use mail_parser::{ContentType, HeaderName, HeaderValue};
use memchr::memchr;
use memchr::memmem::Finder;

use super::header_block::{HeaderBlock, MAX_HEADER_BYTES, MAX_HEADER_LINES, ParsedHeader, split_header};

/// Most parts of a message.
const MAX_PARTS: usize = 200;
/// Deepest nesting of parts.
const MAX_DEPTH: usize = 20;

/// A part that holds no other part.
#[derive(Debug)]
pub(super) struct Leaf<'a> {
    /// Type and subtype in lower case, such as `text/plain`.
    pub(super) media_type: String,
    /// `charset` in lower case; empty where it is not given.
    pub(super) charset: String,
    /// How the body is encoded.
    pub(super) encoding: TransferEncoding,
    /// The file name, decoded.
    pub(super) name: Option<String>,
    /// Whether it is meant as a file beside the text, and not as a picture in it or a seal on it.
    pub(super) is_attachment: bool,
    /// The nearest `multipart/alternative` around it, as a number, and whether there is one.
    pub(super) alternative: Option<usize>,
    /// The body, still encoded.
    pub(super) body: &'a [u8],
}

/// `Content-Transfer-Encoding` (RFC 2045, 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TransferEncoding {
    /// 7bit, 8bit, binary, or not known.
    Identity,
    /// Base64.
    Base64,
    /// Quoted-printable.
    QuotedPrintable,
}

/// A message taken apart.
#[derive(Debug)]
pub(super) struct Structure<'a> {
    /// The message's own header.
    pub(super) header: HeaderBlock<'a>,
    /// The message's own header, read by the parser.
    pub(super) parsed: ParsedHeader,
    /// The type of the whole, such as `multipart/report`, in lower case.
    pub(super) media_type: String,
    /// Parts without parts, in their order.
    pub(super) leaves: Vec<Leaf<'a>>,
    /// Limits that were met.
    pub(super) skipped: Vec<String>,
}

/// Takes a message apart.
pub(super) fn take_apart(raw: &[u8]) -> Structure<'_> {
    let (header, body, cut) = split_header(without_mbox_line(raw));
    let parsed = header.parse();
    let mut walk = Walk::default();
    if cut {
        walk.skipped.push(format!("header beyond {MAX_HEADER_LINES} lines or {MAX_HEADER_BYTES} bytes"));
    }
    let media_type = media_type(content_type(&parsed), "text/plain");
    walk.part(
        &parsed,
        body,
        Place { depth: 0, alternative: None, related: false, default_type: "text/plain" },
    );
    Structure { header, parsed, media_type, leaves: walk.leaves, skipped: walk.skipped }
}

/// Where a part stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    depth: usize,
    alternative: Option<usize>,
    related: bool,
    default_type: &'static str,
}

#[derive(Debug, Default)]
struct Walk<'a> {
    leaves: Vec<Leaf<'a>>,
    parts: usize,
    skipped: Vec<String>,
}

impl<'a> Walk<'a> {
    fn part(&mut self, parsed: &ParsedHeader, body: &'a [u8], place: Place) {
        self.parts += 1;
        let content = content_type(parsed);
        let kind = media_type(content, place.default_type);
        if let Some(boundary) = content.and_then(|content| content.attribute("boundary"))
            && kind.starts_with("multipart/")
            && !boundary.is_empty()
            && self.multipart(&kind, boundary.as_bytes(), body, place)
        {
            return;
        }
        let disposition = parsed
            .first(&HeaderName::ContentDisposition)
            .and_then(HeaderValue::as_content_type)
            .filter(|disposition| !disposition.ctype().is_empty());
        let name = disposition
            .and_then(|disposition| disposition.attribute("filename"))
            .or_else(|| content.and_then(|content| content.attribute("name")))
            .map(str::to_owned);
        let is_attached = disposition.is_some_and(|disposition| disposition.ctype() == "attachment");
        self.leaves.push(Leaf {
            charset: content
                .and_then(|content| content.attribute("charset"))
                .map(str::to_ascii_lowercase)
                .unwrap_or_default(),
            encoding: transfer_encoding(parsed),
            is_attachment: is_file(&kind, is_attached, name.is_some(), place),
            // A multipart without its boundary is read as text, as mail programs do.
            media_type: if kind.starts_with("multipart/") { "text/plain".to_owned() } else { kind },
            name,
            alternative: place.alternative,
            body,
        });
    }

    /// Walks the parts of a multipart; false where its boundary never stands in the body.
    fn multipart(&mut self, kind: &str, boundary: &[u8], body: &'a [u8], place: Place) -> bool {
        let mut found = false;
        let inside = Place {
            depth: place.depth + 1,
            alternative: if kind == "multipart/alternative" { Some(self.parts) } else { place.alternative },
            related: place.related || kind == "multipart/related",
            default_type: if kind == "multipart/digest" { "message/rfc822" } else { "text/plain" },
        };
        for child in Boundaries::new(body, boundary) {
            found = true;
            if self.parts >= MAX_PARTS {
                self.skip_once(format!("parts beyond {MAX_PARTS}"));
                break;
            }
            if inside.depth > MAX_DEPTH {
                self.skip_once(format!("parts nested deeper than {MAX_DEPTH}"));
                break;
            }
            let (header, child_body, _) = split_header(child);
            self.part(&header.parse(), child_body, inside);
        }
        found
    }

    fn skip_once(&mut self, what: String) {
        if !self.skipped.contains(&what) {
            self.skipped.push(what);
        }
    }
}

fn is_file(kind: &str, is_attached: bool, has_name: bool, place: Place) -> bool {
    if kind.ends_with("pgp-signature") || kind.ends_with("pkcs7-signature") || kind.ends_with("pgp-encrypted")
    {
        return false;
    }
    let is_text = kind.starts_with("text/") || kind.starts_with("multipart/");
    let is_picture = place.related && kind.starts_with("image/");
    is_attached || !is_picture && (!is_text || has_name && place.depth > 0)
}

/// The slices between the lines of a boundary.
struct Boundaries<'a> {
    rest: &'a [u8],
    /// Finds two dashes and the boundary.
    marker: Finder<'static>,
    open: bool,
}

impl<'a> Boundaries<'a> {
    fn new(body: &'a [u8], boundary: &[u8]) -> Self {
        let marker = Finder::new(&[b"--", boundary].concat()).into_owned();
        let mut all = Self { rest: body, marker, open: true };
        // What stands before the first boundary is for programs without MIME.
        let _preamble = all.next();
        all
    }
}

impl<'a> Iterator for Boundaries<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if !self.open {
            return None;
        }
        let mut at = 0;
        // Attachments are long, so lines are not gone through one by one.
        while let Some(found) = self.rest.get(at..).and_then(|rest| self.marker.find(rest)) {
            at += found;
            let rest = self.rest.get(at..).unwrap_or_default();
            let begins_line = at == 0 || self.rest.get(at - 1) == Some(&b'\n');
            let end = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            let after = rest.get(self.marker.needle().len()..).unwrap_or_default();
            if begins_line {
                let is_last = after.starts_with(b"--");
                let tail = if is_last { after.get(2..) } else { Some(after) }.unwrap_or_default();
                let line_end = memchr(b'\n', tail).unwrap_or(tail.len());
                if tail.iter().take(line_end).all(u8::is_ascii_whitespace) {
                    let part = self.rest.get(..at).unwrap_or_default();
                    self.rest = self.rest.get(at + end..).unwrap_or_default();
                    self.open = !is_last;
                    return Some(without_last_break(part));
                }
            }
            at += end;
        }
        self.open = false;
        let part = std::mem::take(&mut self.rest);
        (!part.is_empty()).then_some(part)
    }
}

/// The line break before a boundary belongs to the boundary (RFC 2046, 5.1.1).
fn without_last_break(part: &[u8]) -> &[u8] {
    part.strip_suffix(b"\r\n").or_else(|| part.strip_suffix(b"\n")).unwrap_or(part)
}

/// A message that was saved from an mbox may still begin with its separator.
fn without_mbox_line(raw: &[u8]) -> &[u8] {
    if raw.starts_with(b"From ") || raw.starts_with(b">From ") {
        let end = memchr(b'\n', raw).map_or(raw.len(), |end| end + 1);
        return raw.get(end..).unwrap_or_default();
    }
    raw
}

fn content_type(parsed: &ParsedHeader) -> Option<&ContentType<'static>> {
    parsed.first(&HeaderName::ContentType).and_then(HeaderValue::as_content_type)
}

fn media_type(content: Option<&ContentType<'_>>, default: &str) -> String {
    match content.and_then(|content| content.subtype().map(|subtype| (content.ctype(), subtype))) {
        Some((kind, subtype)) => format!("{kind}/{subtype}").to_ascii_lowercase(),
        None => match content.map(ContentType::ctype) {
            Some(kind) if kind.eq_ignore_ascii_case("text") => "text/plain".to_owned(),
            _ => default.to_owned(),
        },
    }
}

fn transfer_encoding(parsed: &ParsedHeader) -> TransferEncoding {
    let name = parsed
        .first(&HeaderName::ContentTransferEncoding)
        .and_then(HeaderValue::as_text)
        .map(|name| name.trim().to_ascii_lowercase());
    match name.as_deref() {
        Some("base64") => TransferEncoding::Base64,
        Some("quoted-printable") => TransferEncoding::QuotedPrintable,
        _ => TransferEncoding::Identity,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_inside_parts() {
        let raw = b"Content-Type: multipart/mixed; boundary=\"a b\"\r\n\r\npreamble\r\n--a b\r\n\
            Content-Type: multipart/alternative;\r\n boundary=in\r\n\r\n--in\r\n\r\nplain\r\n--in\r\n\
            Content-Type: Text/HTML; charset=UTF-8\r\nContent-Transfer-Encoding: BASE64\r\n\r\nPGI+\r\n--in--\r\n\
            --a b\r\nContent-Type: application/pdf; name=x.pdf\r\n\r\n...\r\n--a b--\r\nepilogue";
        let structure = take_apart(raw);
        let kinds: Vec<_> = structure.leaves.iter().map(|leaf| leaf.media_type.as_str()).collect();
        assert_eq!(kinds, ["text/plain", "text/html", "application/pdf"]);
        assert_eq!(structure.leaves[0].body, b"plain");
        assert_eq!(structure.leaves[1].encoding, TransferEncoding::Base64);
        assert_eq!(structure.leaves[1].charset, "utf-8");
        assert!(structure.leaves[0].alternative.is_some());
        assert!(structure.leaves[2].is_attachment);
        assert_eq!(structure.leaves[2].name.as_deref(), Some("x.pdf"));
        assert_eq!(structure.media_type, "multipart/mixed");
    }

    #[test]
    fn endless_headers_are_cut_and_the_body_is_still_found() {
        let mut raw = b"Subject: x\n".to_vec();
        for _ in 0..200_000 {
            raw.extend_from_slice(b"X-Y: z\n");
        }
        raw.extend_from_slice(b"\nbody");
        let structure = take_apart(&raw);
        assert_eq!(structure.leaves[0].body, b"body");
        assert_eq!(structure.header.fields().count(), MAX_HEADER_LINES);
        assert_eq!(structure.skipped.len(), 1);
    }

    #[test]
    fn ten_thousand_nested_parts_stop_at_the_limit() {
        let mut raw = Vec::new();
        for level in 0..10_000 {
            raw.extend_from_slice(
                format!("Content-Type: multipart/mixed; boundary=b{level}x\n\n--b{level}x\n").as_bytes(),
            );
        }
        let structure = take_apart(&raw);
        assert!(structure.leaves.len() <= MAX_PARTS);
        assert_eq!(structure.skipped, [format!("parts nested deeper than {MAX_DEPTH}")]);
    }

    #[test]
    fn a_million_parts_stop_at_the_limit() {
        let mut raw = b"Content-Type: multipart/digest; boundary=b\n\n".to_vec();
        for _ in 0..1_000_000 {
            raw.extend_from_slice(b"--b\n\n");
        }
        let structure = take_apart(&raw);
        assert!(structure.leaves.len() <= MAX_PARTS);
        assert_eq!(structure.skipped, [format!("parts beyond {MAX_PARTS}")]);
    }

    #[test]
    fn a_multipart_without_its_boundary_is_text() {
        let structure = take_apart(b"Content-Type: multipart/mixed; boundary=b\n\nHello\n");
        assert_eq!(structure.leaves[0].media_type, "text/plain");
        assert_eq!(structure.leaves[0].body, b"Hello\n");
    }
}
