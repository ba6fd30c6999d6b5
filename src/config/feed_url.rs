//! The address of a calendar feed. Who knows it can often read the calendar, so it is never shown: it
//! knows neither `Display` nor a `Debug` that tells more than that it is there.

use std::fmt;
use std::net::IpAddr;

use url::{Host, Url};

use super::value::{FromValue, Value};

/// Longest address taken, in bytes.
const MAX_BYTES: usize = 4096;

/// An absolute address, `https`, or `http` on this machine; without user and password.
#[derive(Clone, PartialEq, Eq)]
pub struct FeedUrl(Url);

impl FeedUrl {
    /// Reads an address, or says what is wrong with it. `webcal` is only another word for `https`.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        if text.len() > MAX_BYTES {
            return Err("longer than 4096 bytes");
        }
        let url = Url::parse(text).map_err(|_| "no address of the web")?;
        let url = match url.scheme() {
            "webcal" | "webcals" => {
                let rest = text.split_once(':').map_or("", |(_, rest)| rest);
                Url::parse(&["https:", rest].concat()).map_err(|_| "no address of the web")?
            }
            _ => url,
        };
        Self::of(url)
    }

    /// The address that `reference` names, seen from this one (RFC 3986, 5).
    pub fn join(&self, reference: &str) -> Result<Self, &'static str> {
        if reference.len() > MAX_BYTES {
            return Err("longer than 4096 bytes");
        }
        let url = self.0.join(reference).map_err(|_| "no address of the web")?;
        Self::parse(url.as_str())
    }

    fn of(mut url: Url) -> Result<Self, &'static str> {
        url.set_fragment(None);
        match url.scheme() {
            "https" => {}
            "http" if is_this_machine(&url) => {}
            "http" => return Err("without TLS anybody on the way can read and change it; write https://"),
            "file" => return Err("for a file on this machine there is `path`"),
            _ => return Err("only https:// and webcal:// are understood"),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("write the user and the place of the password into `user` and `password`");
        }
        Ok(Self(url))
    }

    /// The address itself, for the one who connects.
    #[must_use]
    pub fn expose(&self) -> &Url {
        &self.0
    }

    /// Whether the way there is not protected. The host is then this machine.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.trim_end_matches('.') == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

impl fmt::Debug for FeedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FeedUrl(…)")
    }
}

impl FromValue for FeedUrl {
    const WHAT: &str = "the address of a calendar such as \"https://calendar.example/ana.ics\"";

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let text = value.text(Self::WHAT)?;
        Self::parse(text).map_or_else(|why| value.refuse(Self::WHAT, why), Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<String> {
        FeedUrl::parse(text).ok().map(|url| url.expose().to_string())
    }

    #[test]
    fn addresses_of_feeds_are_told_from_others() {
        for (text, url) in [
            ("https://Calendar.example/a.ics#top", "https://calendar.example/a.ics"),
            (" webcal://calendar.example/a.ics ", "https://calendar.example/a.ics"),
            ("WEBCAL://calendar.example:8443/a", "https://calendar.example:8443/a"),
            ("http://localhost:8080/a.ics", "http://localhost:8080/a.ics"),
            ("http://127.0.0.1/a.ics", "http://127.0.0.1/a.ics"),
            ("http://[::1]:80/a.ics", "http://[::1]/a.ics"),
        ] {
            assert_eq!(parsed(text).as_deref(), Some(url), "{text}");
        }
        for text in [
            "",
            "calendar.example/a.ics",
            "http://calendar.example/a.ics",
            "http://localhost.example/a.ics",
            "http://192.168.1.2/a.ics",
            "http://[::ffff:127.0.0.1]/",
            "https://ana:secret@calendar.example/a.ics",
            "https://ana@calendar.example/",
            "https:///a.ics?",
            "webcal:",
            "file:///etc/passwd",
            "ftp://calendar.example/a.ics",
            "data:text/calendar,BEGIN:VCALENDAR",
        ] {
            let known = matches!(text, "https:///a.ics?");
            assert_eq!(parsed(text).is_some(), known, "{text}");
        }
        assert_eq!(parsed(&format!("https://a.example/{}", "a".repeat(MAX_BYTES))), None);
    }

    #[test]
    fn a_reference_is_followed_by_the_same_rules() {
        let base = FeedUrl::parse("https://a.example/dir/feed.ics?key=1").unwrap();
        for (reference, url) in [
            ("other.ics", Some("https://a.example/dir/other.ics")),
            ("//b.example/x", Some("https://b.example/x")),
            ("webcal://b.example/x", Some("https://b.example/x")),
            ("http://b.example/x", None),
            ("file:///etc/passwd", None),
            ("https://ana:secret@b.example/x", None),
        ] {
            let joined = base.join(reference).ok().map(|url| url.expose().to_string());
            assert_eq!(joined.as_deref(), url, "{reference}");
        }
    }

    #[test]
    fn nothing_shows_an_address() {
        let url = FeedUrl::parse("https://a.example/private-canary/feed.ics").unwrap();
        assert_eq!(format!("{url:?}"), "FeedUrl(…)");
    }
}
