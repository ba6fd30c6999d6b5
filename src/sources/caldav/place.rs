//! Places on the server: hrefs made into addresses of the one origin, and keys by which a place is known again.
//! Pure.

use percent_encoding::percent_decode_str;

use super::error::CalDavFault;
use crate::config::FeedUrl;
use crate::people::hex_digest;

/// A place on a server, known again whatever way its path is written. It is a hash: paths name people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// A key as it was kept.
    #[must_use]
    pub fn kept(text: String) -> Self {
        Self(text)
    }

    /// The key to keep.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn of(url: &FeedUrl) -> Self {
        Self(hex_digest(&decoded(url)))
    }
}

/// The path of a place without its escapes and without a slash at the end.
pub(super) fn decoded(url: &FeedUrl) -> String {
    let path = percent_decode_str(url.expose().path()).decode_utf8_lossy();
    let query = url.expose().query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}{query}", path.trim_end_matches('/'))
}

/// The place that an href of a listing means. Behind a proxy servers write hosts and schemes of their own, so only
/// the path counts: it is asked for at the same origin, come what may.
pub(super) fn member(base: &FeedUrl, href: &str) -> Option<FeedUrl> {
    let seen = base.expose().join(href.trim()).ok()?;
    if seen.cannot_be_a_base() {
        return None;
    }
    let mut url = base.expose().clone();
    url.set_path(seen.path());
    url.set_query(seen.query());
    FeedUrl::parse(url.as_str()).ok()
}

/// The place that an href of a principal or a home means, which must be at the same host.
pub(super) fn own(base: &FeedUrl, href: &str) -> Result<FeedUrl, CalDavFault> {
    let seen = base.expose().join(href.trim()).map_err(|_| CalDavFault::NoHome)?;
    if seen.host() == base.expose().host() || seen.cannot_be_a_base() {
        return member(base, href).ok_or(CalDavFault::NoHome);
    }
    Err(CalDavFault::OtherOrigin { origin: seen.origin().ascii_serialization() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> FeedUrl {
        FeedUrl::parse("https://dav.example/alex/work/").unwrap()
    }

    #[test]
    fn a_place_is_known_again_however_it_is_written() {
        let key = |href: &str| Key::of(&member(&base(), href).unwrap());
        let first = key("/alex/work/a b@c.ics");
        for same in [
            "a%20b@c.ics",
            "/alex/work/a%20b%40c.ics",
            "http://inner:8080/alex/work/a%20b@c.ics",
            "./a b@c.ics",
        ] {
            assert_eq!(key(same), first, "{same}");
        }
        assert_eq!(key("/alex/work"), key("/alex/work/"));
        for other in ["a b@d.ics", "/alex/a%20b@c.ics", "a%20b@c.ics?x=1"] {
            assert_ne!(key(other), first, "{other}");
        }
    }

    #[test]
    fn no_href_leads_to_another_origin() {
        for href in [
            "https://evil.example/x",
            "//evil.example/x",
            "/x",
            "https://u:p@evil.example/x",
            "x y",
            "\\\\evil\\x",
        ] {
            let origin = member(&base(), href).map(|url| url.expose().origin());
            assert!(origin.is_none_or(|origin| origin == base().expose().origin()), "{href}");
        }
        assert_eq!(member(&base(), "mailto:a@b.example"), None);
        let other = own(&base(), "https://p1.dav.example:444/x").unwrap_err();
        assert!(other.to_string().contains("https://p1.dav.example:444;"), "{other}");
        assert_eq!(
            own(&base(), "http://dav.example/me/").unwrap().expose().as_str(),
            "https://dav.example/me/"
        );
    }
}
