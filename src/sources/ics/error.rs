//! What can go wrong with a feed, told apart by what the owner or the daemon can do about it. No message
//! holds an address of the web or a password.

use std::path::PathBuf;
use std::time::Duration;

use rustls::CertificateError;

use crate::sources::SourceError;

/// Why a calendar could not be read.
#[derive(Debug, thiserror::Error)]
#[error("calendar {}: {fault}", .calendar.escape_debug())]
pub struct FeedError {
    /// What the owner calls the calendar.
    pub calendar: String,
    /// What went wrong.
    pub fault: FeedFault,
}

/// What went wrong with a calendar, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum FeedFault {
    /// 401 (RFC 9110, 15.5.2).
    #[error("the server wants another user or password (401); check `user` and `password`")]
    Unauthorized,
    /// 403 (RFC 9110, 15.5.4).
    #[error(
        "the server does not show it to us (403); check that the calendar is still shared, or make a new address"
    )]
    Forbidden,
    /// 404 or 410 (RFC 9110, 15.5.5).
    #[error(
        "there is nothing at its address any more ({status}); copy the address again from where it is shared"
    )]
    Gone {
        /// The status.
        status: u16,
    },
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
    /// Any other status.
    #[error("the server answers with status {status}, which goodwill does not understand; check the address")]
    Status {
        /// The status.
        status: u16,
    },
    /// What came is a page for people to read.
    #[error(
        "a web page came instead of a calendar; copy the address of the calendar's iCal feed, not of its page"
    )]
    WebPage,
    /// What came is something else, or nothing.
    #[error("what came is no calendar; copy the address of the calendar's iCal feed")]
    NotACalendar,
    /// It is larger than we take.
    #[error("it is larger than {limit} bytes; share a calendar with a shorter past")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// It broke off, or is packed wrongly.
    #[error("it broke off before its end; it is fetched again later")]
    Interrupted,
    /// It took too long.
    #[error("it took longer than {seconds} seconds; it is fetched again later")]
    TimedOut {
        /// The limit.
        seconds: u64,
    },
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
    /// The server sent us around too long.
    #[error("its server sends us on more than {limit} times; copy the address again from where it is shared")]
    TooManyRedirects {
        /// The limit.
        limit: usize,
    },
    /// The server sent us to an address that we do not follow.
    #[error("its server sends us to an address that is not followed: {why}")]
    BadRedirect {
        /// Why not.
        why: &'static str,
    },
    /// A name of the world leads to a machine inside the owner's network.
    #[error(
        "the name of its host leads to a machine of a private network; if the calendar is in your own network, say \
         so: `private_network = true`"
    )]
    PrivateName,
    /// The server sent us to a machine inside the owner's network.
    #[error(
        "its server sends us to a machine of a private network, which it must not; if that is where the calendar \
         is, write that address as `url`"
    )]
    PrivateRedirect,
    /// The file cannot be read.
    #[error("{}", explain(.0))]
    Read(SourceError),
}

/// Why a connection cannot be protected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsFault {
    /// Nobody we trust vouches for the server.
    #[error(
        "its certificate is signed by nobody this machine trusts; if it is your own server, give its CA's file as `ca`"
    )]
    Untrusted,
    /// The certificate is another host's.
    #[error("its certificate is for another host; write the name that the certificate has into `url`")]
    WrongHost,
    /// The certificate has run out.
    #[error("its certificate has expired; whoever runs the server must renew it")]
    Expired,
    /// The certificate is not valid yet.
    #[error("its certificate is not valid yet; check this machine's clock")]
    NotYetValid,
    /// The certificate is unsound in another way.
    #[error("its certificate is unsound; whoever runs the server must replace it")]
    Certificate,
    /// The handshake failed.
    #[error("no protected connection comes about; its server speaks no TLS, or only versions out of use")]
    Handshake,
    /// The owner's CA file cannot be used.
    #[error("the CA file {} holds no usable certificate (PEM)", .0.display())]
    CaFile(PathBuf),
    /// This machine trusts nobody.
    #[error("this machine has no trusted certificates; install the package ca-certificates")]
    NoRoots,
}

impl FeedError {
    /// Whether the same attempt may succeed later without anybody doing anything.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        use FeedFault as F;
        match &self.fault {
            // Sites show a page for people while they are being repaired.
            F::WebPage
            | F::Throttled { .. }
            | F::Unavailable { .. }
            | F::Interrupted
            | F::TimedOut { .. }
            | F::UnknownHost
            | F::Unreachable
            | F::Protocol
            | F::Tls(TlsFault::Handshake) => true,
            F::Status { status } => matches!(status, 408 | 425),
            F::Unauthorized
            | F::Forbidden
            | F::Gone { .. }
            | F::NotACalendar
            | F::TooLarge { .. }
            | F::Tls(_)
            | F::TooManyRedirects { .. }
            | F::BadRedirect { .. }
            | F::PrivateName
            | F::PrivateRedirect
            | F::Read(_) => false,
        }
    }

    /// The pause that the server wants before the next attempt, at most a day.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self.fault {
            FeedFault::Throttled { retry_after } | FeedFault::Unavailable { retry_after, .. } => retry_after,
            _ => None,
        }
    }

    /// Whether what came is no calendar: nothing may be concluded from it, least of all that meetings are gone.
    #[must_use]
    pub fn is_not_a_calendar(&self) -> bool {
        matches!(self.fault, FeedFault::NotACalendar | FeedFault::WebPage)
    }
}

impl TlsFault {
    pub(super) fn of(error: &rustls::Error) -> Self {
        let rustls::Error::InvalidCertificate(error) = error else { return Self::Handshake };
        match error {
            CertificateError::UnknownIssuer => Self::Untrusted,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::WrongHost
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Self::NotYetValid,
            _ => Self::Certificate,
        }
    }
}

/// What is wrong with a file, with its cause.
fn explain(error: &SourceError) -> String {
    let cause = std::error::Error::source(error);
    cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}
