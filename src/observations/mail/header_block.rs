//! A header block (RFC 5322, 2.2), cut to limits before a parser sees it: as raw fields and as decoded ones.

use std::borrow::Cow;
use std::sync::LazyLock;

use mail_parser::{Header, HeaderName, HeaderValue, MessageParser};
use memchr::{memchr, memchr2};

/// Longest header block read, in bytes; the rest of the block is passed over.
pub(super) const MAX_HEADER_BYTES: usize = 256 * 1024;
/// Most lines of a header block read.
pub(super) const MAX_HEADER_LINES: usize = 1_000;
/// A header block, cut to the limits, as bytes and as lines.
#[derive(Debug)]
pub(super) struct HeaderBlock<'a> {
    bytes: &'a [u8],
    /// Fields in their order: name as written, raw value with its folds.
    fields: Vec<(&'a [u8], &'a [u8])>,
}

impl<'a> HeaderBlock<'a> {
    /// The fields in the order they stand: name as written, value with encoded words but unfolded.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&'a [u8], Cow<'a, str>)> + '_ {
        self.fields.iter().map(|&(name, value)| (name, unfold(value)))
    }

    /// The values of every field of that name, unfolded.
    pub(super) fn all<'b>(&'b self, name: &'b str) -> impl Iterator<Item = Cow<'a, str>> + 'b {
        self.fields
            .iter()
            .filter(move |(field, _)| field.eq_ignore_ascii_case(name.as_bytes()))
            .map(|&(_, value)| unfold(value))
    }

    /// The value of the first field of that name, unfolded.
    pub(super) fn first(&self, name: &str) -> Option<Cow<'a, str>> {
        self.all(name).next()
    }

    /// The block read by the parser: decoded text, addresses and dates.
    pub(super) fn parse(&self) -> ParsedHeader {
        // The parser wants the blank line that ends a block; a cut block has none.
        let mut block = Vec::with_capacity(self.bytes.len() + 2);
        block.extend_from_slice(self.bytes);
        block.extend_from_slice(b"\n\n");
        let part =
            PARSER.parse_headers(&block).and_then(|message| message.into_owned().parts.into_iter().next());
        ParsedHeader { fields: part.map(|part| part.headers).unwrap_or_default() }
    }
}

/// Structured fields of a header, decoded.
#[derive(Debug, Default)]
pub(super) struct ParsedHeader {
    fields: Vec<Header<'static>>,
}

impl ParsedHeader {
    /// The values of every field of that name, in order.
    pub(super) fn all<'b>(
        &'b self,
        name: &'b HeaderName<'static>,
    ) -> impl Iterator<Item = &'b HeaderValue<'static>> + 'b {
        self.fields.iter().filter(move |field| field.name == *name).map(|field| &field.value)
    }

    /// The value of the first field of that name.
    pub(super) fn first(&self, name: &HeaderName<'static>) -> Option<&HeaderValue<'static>> {
        self.fields.iter().find(|field| field.name == *name).map(|field| &field.value)
    }
}

static PARSER: LazyLock<MessageParser> = LazyLock::new(|| {
    MessageParser::new()
        .with_address_headers()
        .header_text(HeaderName::Subject)
        .header_date(HeaderName::Date)
        .header_content_type(HeaderName::ContentType)
        .header_content_type(HeaderName::ContentDisposition)
        .header_text(HeaderName::ContentTransferEncoding)
        .default_header_ignore()
});

/// The header block, the body, and whether the block was cut.
pub(super) fn split_header(raw: &[u8]) -> (HeaderBlock<'_>, &[u8], bool) {
    let mut at = 0;
    let mut lines = 0;
    let mut kept = None;
    let mut starts = Vec::new();
    let mut body = raw.len();
    while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
        let end = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let line = rest.get(..end).unwrap_or_default();
        if matches!(line, b"\n" | b"\r\n" | b"\r") {
            body = at + end;
            break;
        }
        lines += 1;
        if kept.is_none() && (lines > MAX_HEADER_LINES || at + end > MAX_HEADER_BYTES) {
            kept = Some(at);
        }
        if kept.is_none() && !line.starts_with(b" ") && !line.starts_with(b"\t") {
            starts.push(at);
        }
        at += end;
    }
    let header_end = kept.unwrap_or(at);
    starts.push(header_end);
    let fields = starts
        .windows(2)
        .filter_map(|pair| {
            let field = raw.get(*pair.first()?..*pair.get(1)?)?;
            let colon = field.iter().position(|&byte| byte == b':')?;
            Some((field.get(..colon)?.trim_ascii_end(), field.get(colon + 1..)?))
        })
        .collect();
    let bytes = raw.get(..header_end).unwrap_or_default();
    (HeaderBlock { bytes, fields }, raw.get(body..).unwrap_or_default(), kept.is_some())
}

fn unfold(value: &[u8]) -> Cow<'_, str> {
    let value = value.trim_ascii();
    let text = std::str::from_utf8(value).map_or_else(|_| String::from_utf8_lossy(value), Cow::Borrowed);
    if memchr2(b'\n', b'\r', text.as_bytes()).is_some() {
        Cow::Owned(text.replace(['\n', '\r'], " "))
    } else {
        text
    }
}
