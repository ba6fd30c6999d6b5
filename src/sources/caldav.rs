//! Calendars on a CalDAV server (RFC 4791), read and never changed.
//!
//! A pass asks the home of the calendars which there are and how new each is, then reads of each that changed what
//! changed: by `sync-collection` (RFC 6578), else by comparing the versions of all members. Whatever a server says
//! against a token costs one full comparison and nothing else. What a member holds is not looked into here.
//!
//! All requests go to the origin that the owner configured: no redirect and no answer leads the secret elsewhere.

mod choose;
mod client;
mod discover;
mod error;
mod pass;
mod place;
mod request;
mod sync;
mod xml;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

pub use choose::{Left, Selection};
pub use error::{CalDavError, CalDavFault, KeeperError};
pub use pass::{Report, Survey, survey, sync, sync_within};
pub use place::Key;
pub use xml::XmlFault;

use crate::config::FeedUrl;

/// An account to read.
#[derive(Debug, Clone)]
pub struct Account {
    /// What the owner calls it; errors say it.
    pub name: String,
    /// Where to begin: the server, the user's place on it, or one calendar.
    pub url: FeedUrl,
    /// By what the server knows the owner; nothing where it asks for nothing.
    pub access: Option<Access>,
    /// Certificates (PEM) that are trusted in place of the system's.
    pub ca: Option<PathBuf>,
    /// Which calendars are read.
    pub selection: Selection,
}

/// By what a server knows the owner.
#[derive(Debug, Clone)]
pub enum Access {
    /// A user and a password (RFC 7617).
    Password(String, SecretString),
    /// A bearer token (RFC 6750).
    Token(SecretString),
}

/// How much time and space a pass may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For all of it; what was read by then is kept.
    pub total: Duration,
    /// For one request.
    pub request: Duration,
    /// To a connection.
    pub connect: Duration,
    /// Largest answer, unpacked, in bytes.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            total: Duration::from_mins(15),
            request: Duration::from_mins(1),
            connect: Duration::from_secs(20),
            bytes: 64 * 1024 * 1024,
        }
    }
}

/// Where the calendars of an account were found, so that the next pass need not look for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Home {
    /// Collections whose members are calendars (RFC 4791, 6.2.1).
    Sets(Vec<FeedUrl>),
    /// One calendar.
    Calendar(FeedUrl),
}

/// How far a calendar has been read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cursor {
    /// From where `sync-collection` goes on (RFC 6578, 3.2).
    pub sync_token: Option<String>,
    /// `getctag`: another one after every change.
    pub ctag: Option<String>,
}

/// A member of a calendar that is new or another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Which it is.
    pub key: Key,
    /// Its version, where the server says it.
    pub etag: Option<String>,
    /// What it holds (RFC 5545), or why the server does not give it.
    pub content: Result<Vec<u8>, String>,
}

/// A step of reading one calendar, to be kept whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which calendar.
    pub calendar: Key,
    /// What the owner sees as its name.
    pub name: String,
    /// Members that are new or other ones.
    pub present: Vec<Resource>,
    /// Members that are there no more.
    pub gone: Vec<Key>,
    /// How far it has been read, once this is kept; in the last step only.
    pub cursor: Option<Cursor>,
}

/// Keeps what is read, and remembers how far that was.
pub trait Keeper: Send {
    /// Where the calendars of this account were found last time.
    fn home(&mut self) -> Result<Option<Home>, KeeperError>;
    /// Notes where they were found.
    fn found(&mut self, home: &Home) -> Result<(), KeeperError>;
    /// How far a calendar was read.
    fn cursor(&mut self, calendar: &Key) -> Result<Option<Cursor>, KeeperError>;
    /// All members of a calendar that were kept, with the version of each; without one it is read again.
    fn known(&mut self, calendar: &Key) -> Result<BTreeMap<Key, Option<String>>, KeeperError>;
    /// Keeps a step.
    fn keep(&mut self, step: Step) -> Result<(), KeeperError>;
}
