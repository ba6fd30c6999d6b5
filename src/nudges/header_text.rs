//! Text that is safe in a mail header.
//!
//! The mail builder panics on a line break in a display name, and a line break elsewhere would let a
//! name write headers of its own; so every text that is not ours passes through here.

use std::fmt;

use super::plain::plain;

/// Longest text kept, in characters; encoded it stays far below what servers refuse.
const MAX_CHARS: usize = 200;

/// One line of text without control characters, line breaks or marks of direction, at most 200 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderText(String);

impl HeaderText {
    /// The text made safe.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(plain(text, MAX_CHARS))
    }

    /// The host name as it stands in the DNS (RFC 5890: `xn--…`), or where the text is none, reduced to what may
    /// stand in one; `None` where nothing is left.
    #[must_use]
    pub fn host(text: &str) -> Option<Self> {
        if let Ok(url::Host::Domain(host)) = url::Host::parse(text)
            && host.len() <= MAX_CHARS
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
        {
            return Some(Self(host.trim_matches(['.', '-']).to_owned())).filter(|host| !host.0.is_empty());
        }
        let host: String = text
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
            .take(MAX_CHARS)
            .collect();
        let host = host.trim_matches(['.', '-']).to_ascii_lowercase();
        (!host.is_empty()).then_some(Self(host))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HeaderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_writes_no_headers() {
        let text = HeaderText::new("Ana\r\nBcc: eve@bad.example\u{202e}");
        assert_eq!(text.as_str(), "Ana Bcc: eve@bad.example");
    }

    #[test]
    fn a_host_is_a_host_or_nothing() {
        for (text, expected) in [
            ("Attic.Home.example", Some("attic.home.example")),
            ("a>b\r\nc.example", Some("abc.example")),
            ("Müller.example", Some("xn--mller-kva.example")),
            ("…", None),
            (".-.", None),
        ] {
            assert_eq!(HeaderText::host(text).as_ref().map(HeaderText::as_str), expected);
        }
    }
}
