//! Calendar feeds over HTTP, and calendars in files. It fetches whole calendars and tells whether they
//! changed; it knows nothing of meetings, and it never decides that one is gone.
//!
//! The address of a feed may be a secret. It is in no error and in no log; a feed is named by the name
//! that the config gives it.

mod body;
mod error;
mod fetch;
mod local;
mod reach;

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use sha2::{Digest, Sha256};

pub use body::is_whole;
pub use error::{FeedError, FeedFault};
pub use fetch::{fetch, fetch_within};
pub use local::read;

use crate::config::{FeedUrl, Network};

/// A feed to fetch.
#[derive(Debug, Clone)]
pub struct Feed {
    /// What the owner calls it; errors say it.
    pub name: String,
    /// Where it is.
    pub url: FeedUrl,
    /// User to log in as.
    pub user: Option<String>,
    /// Password of the user.
    pub password: Option<SecretString>,
    /// Certificates (PEM) that are trusted in place of the system's.
    pub ca: Option<PathBuf>,
    /// In which network its host is.
    pub network: Network,
}

/// By what the next fetch knows that nothing changed. All are empty before the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// The header `ETag`, as the server wrote it (RFC 9110, 8.8.3).
    pub etag: Option<String>,
    /// The header `Last-Modified`, as the server wrote it (RFC 9110, 8.8.2).
    pub last_modified: Option<String>,
    /// SHA-256 of the calendar without its DTSTAMP lines, in hexadecimal.
    pub body_hash: Option<String>,
    /// SHA-256 of the address and user that the others belong to: at another address they mean nothing.
    pub place_hash: Option<String>,
}

/// What came of a fetch. The validators are to be kept once the calendar is.
#[derive(Debug)]
pub enum Fetched {
    /// The calendar is the one that was known.
    Unchanged {
        /// By what to ask next time.
        validators: Validators,
    },
    /// The calendar is new or another one.
    Changed {
        /// One or more VCALENDAR objects (RFC 5545).
        bytes: Vec<u8>,
        /// By what to ask next time.
        validators: Validators,
    },
}

/// How much time and space a fetch may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From the first lookup to the last byte.
    pub total: Duration,
    /// To a connection.
    pub connect: Duration,
    /// Largest calendar, unpacked, in bytes.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { total: Duration::from_mins(1), connect: Duration::from_secs(20), bytes: 64 * 1024 * 1024 }
    }
}

/// Compares what was read with what was known.
fn compare(bytes: Vec<u8>, validators: Validators, known: &Validators) -> Fetched {
    if validators.place_hash == known.place_hash && validators.body_hash == known.body_hash {
        Fetched::Unchanged { validators }
    } else {
        Fetched::Changed { bytes, validators }
    }
}

/// SHA-256 in hexadecimal.
fn hex(hash: Sha256) -> String {
    use std::fmt::Write;
    hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes all that is written");
        hex
    })
}
