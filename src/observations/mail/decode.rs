//! The bytes and the text of one part: transfer encodings (RFC 2045, 6) and character sets.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;

use super::parts::{Leaf, TransferEncoding};

/// The decoded bytes of a part, from at most `max_encoded` bytes of it; broken spots are kept as written.
pub(super) fn bytes_of<'a>(leaf: &Leaf<'a>, max_encoded: usize) -> Cow<'a, [u8]> {
    let body = leaf.body.get(..max_encoded).unwrap_or(leaf.body);
    match leaf.encoding {
        TransferEncoding::Identity => Cow::Borrowed(body),
        TransferEncoding::QuotedPrintable => Cow::Owned(quoted_printable(body)),
        TransferEncoding::Base64 => base64(body).map_or(Cow::Borrowed(body), Cow::Owned),
    }
}

/// The decoded text of a part, from at most `max_encoded` bytes of it.
pub(super) fn text_of<'a>(leaf: &Leaf<'a>, max_encoded: usize) -> Cow<'a, str> {
    let decoded = bytes_of(leaf, max_encoded);
    // Much mail is UTF-8 whatever it says, and what is valid UTF-8 beyond ASCII is hardly anything else.
    let is_stateful = leaf.charset.starts_with("iso-2022") || leaf.charset.starts_with("utf-");
    if !is_stateful || leaf.charset == "utf-8" {
        match decoded {
            Cow::Borrowed(bytes) => {
                if let Ok(text) = std::str::from_utf8(bytes) {
                    return Cow::Borrowed(text);
                }
                return Cow::Owned(with_charset(bytes, &leaf.charset));
            }
            Cow::Owned(bytes) => {
                return Cow::Owned(
                    String::from_utf8(bytes)
                        .unwrap_or_else(|error| with_charset(error.as_bytes(), &leaf.charset)),
                );
            }
        }
    }
    Cow::Owned(with_charset(&decoded, &leaf.charset))
}

fn with_charset(bytes: &[u8], charset: &str) -> String {
    // Undeclared eight-bit text is nearly always Windows-1252; a text cut in the middle of a character is not.
    let charset = match charset {
        "" | "us-ascii" | "ascii" | "unknown-8bit" | "x-unknown" => "windows-1252",
        named => named,
    };
    match charset_decoder(charset.as_bytes()) {
        Some(decode) => decode(bytes),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn base64(body: &[u8]) -> Option<Vec<u8>> {
    // A footer that a list added below the encoded text ends it.
    let clean: Vec<u8> = body
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
        .collect();
    base64_decode(&clean)
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|&byte| byte == b'\n') {
        let text = line.trim_ascii_end();
        let (text, joins) = match text.strip_suffix(b"=") {
            Some(text) => (text, true),
            None => (text, false),
        };
        let mut bytes = text.iter().copied();
        while let Some(byte) = bytes.next() {
            let mut ahead = bytes.clone();
            match (byte, ahead.next().and_then(hex), ahead.next().and_then(hex)) {
                (b'=', Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    bytes = ahead;
                }
                _ => out.push(byte),
            }
        }
        if !joins && line.ends_with(b"\n") {
            out.push(b'\n');
        }
    }
    out
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(body: &[u8], encoding: TransferEncoding, charset: &str) -> String {
        let leaf = Leaf {
            media_type: "text/plain".into(),
            charset: charset.into(),
            encoding,
            name: None,
            is_attachment: false,
            alternative: None,
            body,
        };
        text_of(&leaf, 10_000).into_owned()
    }

    #[test]
    fn encodings_and_charsets_are_undone() {
        use TransferEncoding::{Base64, Identity, QuotedPrintable};
        for (body, encoding, charset, text) in [
            (&b"caf=C3=A9 =\r\nau lait =\n"[..], QuotedPrintable, "utf-8", "café au lait "),
            (b"a=3Db =zz =", QuotedPrintable, "utf-8", "a=b =zz "),
            (b"caf=E9", QuotedPrintable, "iso-8859-1", "café"),
            (b"Z3LDvMOf\r\nZQ==\r\n", Base64, "utf-8", "grüße"),
            (b"Z3LDvMOf\nZQ==\n_______\nlist footer", Base64, "utf-8", "grüße"),
            (b"caf\xe9 \x93x\x94", Identity, "", "café “x”"),
            (b"caf\xc3\xa9", Identity, "us-ascii", "café"),
            (b"\x1b$B$3$s\x1b(B", Identity, "iso-2022-jp", "こん"),
            (b"plain", Identity, "no-such-charset", "plain"),
        ] {
            assert_eq!(leaf(body, encoding, charset), text);
        }
    }
}
