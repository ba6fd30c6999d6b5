//! What can go wrong with a feed, told apart by what the owner or the daemon can do about it. No message
//! holds an address of the web or a password.

use std::time::Duration;

use crate::sources::SourceError;
use crate::sources::http::HttpFault;

/// Why a calendar could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{fault}")]
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
    /// The way there, or a server that cannot answer now.
    #[error("{0}")]
    Http(HttpFault),
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
    /// It took too long.
    #[error("it took longer than {seconds} seconds; it is fetched again later")]
    TimedOut {
        /// The limit.
        seconds: u64,
    },
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

impl FeedError {
    /// Whether the same attempt may succeed later without anybody doing anything.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        use FeedFault as F;
        match &self.fault {
            // Sites show a page for people while they are being repaired.
            F::WebPage | F::TimedOut { .. } => true,
            F::Http(fault) => fault.is_transient(),
            F::Status { status } => matches!(status, 408 | 425),
            F::Unauthorized
            | F::Forbidden
            | F::Gone { .. }
            | F::NotACalendar
            | F::TooLarge { .. }
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
        match &self.fault {
            FeedFault::Http(fault) => fault.retry_after(),
            _ => None,
        }
    }
}

impl From<HttpFault> for FeedFault {
    fn from(fault: HttpFault) -> Self {
        match fault {
            HttpFault::TooLarge { limit } => Self::TooLarge { limit },
            fault => Self::Http(fault),
        }
    }
}

/// What is wrong with a file, with its cause.
fn explain(error: &SourceError) -> String {
    let cause = std::error::Error::source(error);
    cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}
