//! Mail addresses and the mailboxes that carry them (RFC 5322, 3.4).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest address we keep, in bytes (RFC 5321, 4.5.3.1.3 allows 254; old gateways exceed it).
const MAX_ADDRESS_BYTES: usize = 320;

/// A mail address, lower-cased and trimmed: two spellings that every server treats alike are equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Address(String);

impl Address {
    /// Reads an address such as `Ana@Studio.example`; `None` where it has no local part, no domain,
    /// holds white space or control characters, or is longer than 320 bytes. A `mailto:` prefix and
    /// angle brackets are taken off.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('<').trim_end_matches('>').trim();
        let text = match text.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &text[7..],
            _ => text,
        };
        let text = text.trim_matches(['\'', '"']);
        let (local, domain) = text.rsplit_once('@')?;
        if local.is_empty() || domain.is_empty() || text.len() > MAX_ADDRESS_BYTES {
            return None;
        }
        let reserved = |byte: u8| matches!(byte, b'<' | b'>' | b',' | b';' | b'"');
        if text.bytes().all(|byte| byte.is_ascii_graphic() && !reserved(byte)) {
            return Some(Self(text.to_ascii_lowercase()));
        }
        let bad = |c: char| c.is_whitespace() || c.is_control() || c.is_ascii() && reserved(c as u8);
        (!text.contains(bad)).then(|| Self(text.to_lowercase()))
    }

    /// The address as text, lower-case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    #[must_use]
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// What stands after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// The same address without what servers ignore: a `+tag`, and at Gmail the dots.
    /// Two addresses with one identity key are one mailbox.
    #[must_use]
    pub fn identity_key(&self) -> Self {
        let (local, domain) = (self.local(), self.domain());
        let local = match local.find('+') {
            Some(at) if at > 0 => &local[..at],
            _ => local,
        };
        if matches!(domain, "gmail.com" | "googlemail.com") {
            let plain: String = local.chars().filter(|&c| c != '.').collect();
            return if plain.is_empty() { self.clone() } else { Self(format!("{plain}@gmail.com")) };
        }
        Self(format!("{local}@{domain}"))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One mailbox of a header: an address and the name that stood beside it (RFC 5322, 3.4).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mailbox {
    /// The display name as written, without quotes, control and bidi characters.
    pub name: Option<String>,
    /// The address.
    pub address: Address,
}

/// Whether `domain` is `parent` or below it.
#[must_use]
pub fn is_within(domain: &str, parent: &str) -> bool {
    domain.strip_suffix(parent).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// An address, or all addresses of a domain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddressPattern {
    /// This address, tags aside.
    Exact(Address),
    /// All at this domain (`*@notices.example`), not at its subdomains; lower-case.
    AllAt(String),
    /// All at this domain and its subdomains; lower-case.
    Within(String),
}

impl AddressPattern {
    /// Whether the address is meant.
    #[must_use]
    pub fn matches(&self, address: &Address) -> bool {
        match self {
            Self::Exact(exact) => exact.identity_key() == address.identity_key(),
            Self::AllAt(domain) => address.domain() == domain,
            Self::Within(domain) => is_within(address.domain(), domain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_are_equal() {
        for text in [
            "Ana@Studio.Example",
            " <ana@studio.example> ",
            "mailto:ana@studio.example",
            "'ana@studio.example'",
        ] {
            assert_eq!(Address::parse(text).unwrap().as_str(), "ana@studio.example", "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in ["", "ana", "@studio.example", "ana@", "a b@c.example", "a@b\nc", "a@b,c@d"] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }

    #[test]
    fn tags_and_gmail_dots_share_an_identity() {
        let key = |text| Address::parse(text).unwrap().identity_key();
        assert_eq!(key("ana+lists@studio.example"), key("ana@studio.example"));
        assert_eq!(key("a.n.a@gmail.com"), key("ana+x@googlemail.com"));
        assert_ne!(key("a.na@studio.example"), key("ana@studio.example"));
        assert_eq!(key("+x@studio.example").as_str(), "+x@studio.example");
    }

    #[test]
    fn a_pattern_means_the_whole_domain_or_also_what_is_under_it() {
        let patterns = [
            AddressPattern::AllAt("notices.example".into()),
            AddressPattern::Exact(Address::parse("boss@studio.example").unwrap()),
            AddressPattern::Within("shop.example".into()),
        ];
        let matches = |text| patterns.iter().any(|pattern| pattern.matches(&Address::parse(text).unwrap()));
        for text in ["a@notices.example", "boss+x@studio.example", "a@shop.example", "a@mail.shop.example"] {
            assert!(matches(text), "{text}");
        }
        for text in
            ["a@mail.notices.example", "a@studio.example", "a@myshop.example", "shop.example@a.example"]
        {
            assert!(!matches(text), "{text}");
        }
    }
}
