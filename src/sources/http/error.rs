//! What can go wrong with HTTP, told apart by what the owner or the daemon can do about it. No message holds an
//! address of the web or a password.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use crate::tls::{CertificateFault, TlsError};

/// Longest pause that a server is granted.
const MAX_PAUSE: Duration = Duration::from_hours(24);

/// What went wrong between here and a server.
#[derive(Debug, thiserror::Error)]
pub enum HttpFault {
    /// 429 (RFC 6585, 4).
    #[error("the server wants fewer requests (429); it is asked again later, and a longer `every` helps")]
    Throttled {
        /// The pause it wants.
        retry_after: Option<Duration>,
    },
    /// 5xx, above all 503 (RFC 9110, 15.6.4).
    #[error("the server is out of order ({status}); it is asked again later, nothing is lost")]
    Unavailable {
        /// The status.
        status: u16,
        /// The pause it wants.
        retry_after: Option<Duration>,
    },
    /// It broke off, or is packed wrongly.
    #[error("it broke off before its end; it is fetched again later")]
    Interrupted,
    /// The host has no address.
    #[error("the name of its host is not known; check the address, and that this machine is online")]
    UnknownHost,
    /// No connection came about.
    #[error("its server cannot be reached; check the address, and that this machine is online")]
    Unreachable,
    /// The connection cannot be protected.
    #[error("{0}")]
    Tls(TlsFault),
    /// The server speaks no HTTP, or wrong HTTP.
    #[error("its server hangs up or does not follow HTTP; check the address if that stays so")]
    Protocol,
    /// An answer is larger than we take.
    #[error("it is larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
}

/// Why a connection cannot be protected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsFault {
    /// The server's certificate is not sound.
    #[error(transparent)]
    Certificate(#[from] CertificateFault),
    /// The handshake failed.
    #[error("no protected connection comes about; its server speaks no TLS, or only versions out of use")]
    Handshake,
    /// Nobody can be trusted.
    #[error(transparent)]
    Trust(#[from] TlsError),
}

impl HttpFault {
    /// What a status says of a server that cannot answer now.
    pub(in crate::sources) fn busy(status: u16, headers: &HeaderMap) -> Option<Self> {
        let retry_after = || {
            let field = |name| headers.get(name).and_then(|value| value.to_str().ok());
            pause(field(RETRY_AFTER)?, field(DATE))
        };
        match status {
            429 => Some(Self::Throttled { retry_after: retry_after() }),
            500..=599 => Some(Self::Unavailable { status, retry_after: retry_after() }),
            _ => None,
        }
    }

    /// Whether the same attempt may succeed later without anybody doing anything.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Tls(fault) => *fault == TlsFault::Handshake,
            Self::TooLarge { .. } => false,
            _ => true,
        }
    }

    /// The pause that the server wants before the next attempt, at most a day.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Throttled { retry_after } | Self::Unavailable { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl TlsFault {
    pub(super) fn of(error: &rustls::Error) -> Self {
        CertificateFault::of(error).map_or(Self::Handshake, Self::Certificate)
    }
}

/// The pause that `Retry-After` asks for (RFC 9110, 10.2.3): seconds, or a date, which counts from the
/// server's own.
fn pause(text: &str, date: Option<&str>) -> Option<Duration> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().map_or(MAX_PAUSE, Duration::from_secs).min(MAX_PAUSE));
    }
    let instant = |text: &str| -> Option<Timestamp> { DateTimeParser::new().parse_timestamp(text).ok() };
    let seconds = instant(text)?.as_second().saturating_sub(instant(date?.trim())?.as_second());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)).min(MAX_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_seconds_or_dates() {
        let date = Some("Wed, 21 Oct 2026 07:28:00 GMT");
        for (text, date, seconds) in [
            ("120", None, Some(120)),
            (" 0 ", None, Some(0)),
            ("99999999999999999999", None, Some(86_400)),
            ("Wed, 21 Oct 2026 07:30:00 GMT", date, Some(120)),
            ("Wed, 21 Oct 2026 07:00:00 GMT", date, Some(0)),
            ("Wed, 21 Oct 2026 07:30:00 GMT", None, None),
            ("soon", date, None),
            ("-1", date, None),
            ("", date, None),
        ] {
            assert_eq!(pause(text, date), seconds.map(Duration::from_secs), "{text}");
        }
    }
}
