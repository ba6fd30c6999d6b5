//! What can go wrong with CalDAV: one cause and one next step each. No message holds a path, a user or a password.

use std::time::Duration;

use super::xml::XmlFault;
use crate::sources::http::HttpFault;

/// Why the calendars of an account could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{fault}")]
pub struct CalDavError {
    /// What the owner calls the account.
    pub calendar: String,
    /// What went wrong.
    pub fault: CalDavFault,
}

/// What went wrong, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum CalDavFault {
    /// The way there, or a server that cannot answer now.
    #[error("{0}")]
    Http(#[from] HttpFault),
    /// 401 (RFC 9110, 15.5.2).
    #[error("the server wants another user or secret (401); check `user` and `password`, or `token`")]
    Unauthorized,
    /// 403 (RFC 9110, 15.5.4).
    #[error(
        "the server does not let this user in there (403); check `url` and that the user may read calendars"
    )]
    Forbidden,
    /// 404, 405 or 410: no CalDAV there.
    #[error(
        "there is no CalDAV at its address ({status}); copy the CalDAV address from the server's settings"
    )]
    NotThere {
        /// The status.
        status: u16,
    },
    /// Any other status.
    #[error("the server answers with status {status}, which goodwill does not understand; check `url`")]
    Status {
        /// The status.
        status: u16,
    },
    /// What came is a page for people to read.
    #[error(
        "a web page came instead of CalDAV; copy the CalDAV address from the server's settings, not that of a page"
    )]
    WebPage,
    /// What came is something else.
    #[error("what came is no answer of CalDAV but {0}; check `url`")]
    Unreadable(XmlFault),
    /// The server names a place at another host, where the secret must not go by itself.
    #[error("its calendars are at {origin}; if you trust that host with your secret, write it as `url`")]
    OtherOrigin {
        /// Scheme, host and port.
        origin: String,
    },
    /// The server sends us on to what cannot be followed.
    #[error("its server sends us to an address that is not followed: {why}; check `url`")]
    BadRedirect {
        /// Why not.
        why: &'static str,
    },
    /// The server answers, and names no place of calendars.
    #[error(
        "the server does not say where this user's calendars are; write the address of the calendar itself as `url`"
    )]
    NoHome,
    /// It took too long.
    #[error("it took longer than {seconds} seconds; it is read on later")]
    TimedOut {
        /// The limit.
        seconds: u64,
    },
    /// What was read cannot be kept.
    #[error("what was read cannot be kept")]
    Keeper(#[from] KeeperError),
}

/// Why what was read could not be kept.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct KeeperError(pub Box<dyn std::error::Error + Send + Sync>);

impl CalDavFault {
    /// What a status of a request says that was to succeed.
    pub(super) fn of_status(status: u16) -> Self {
        match status {
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 | 405 | 410 => Self::NotThere { status },
            500..=599 => Self::Http(HttpFault::Unavailable { status, retry_after: None }),
            _ => Self::Status { status },
        }
    }
}

impl From<XmlFault> for CalDavFault {
    fn from(fault: XmlFault) -> Self {
        if fault == XmlFault::WebPage { Self::WebPage } else { Self::Unreadable(fault) }
    }
}

impl CalDavError {
    /// The pause that the server wants before the next attempt, at most a day.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match &self.fault {
            CalDavFault::Http(fault) => fault.retry_after(),
            _ => None,
        }
    }
}
