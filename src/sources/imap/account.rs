//! What one account is to the IMAP source: where to connect, as whom, which folders. It knows no
//! password.

use std::num::NonZeroU32;
use std::path::PathBuf;

use crate::config::{Folder, Mail, Pattern, Security, Server};

/// An account to read.
#[derive(Debug, Clone)]
pub struct Account {
    pub(super) server: Server,
    pub(super) security: Security,
    pub(super) user: String,
    /// What the secret is that comes with the account.
    pub(super) kind: Kind,
    pub(super) ca: Option<PathBuf>,
    pub(super) folders: Vec<Folder>,
    pub(super) include: Vec<Pattern>,
    pub(super) exclude: Vec<Pattern>,
    /// Days back from now that the first reading covers.
    pub(super) since_days: u32,
    /// The folder in which news are waited for.
    pub(super) watched: FolderName,
    pub(super) haste: Haste,
}

impl Account {
    /// The account that a section of the config describes.
    #[must_use]
    pub fn new(mail: &Mail) -> Self {
        Self {
            server: mail.server.clone(),
            security: mail.security,
            user: mail.user.clone(),
            kind: if mail.proof.is_token() { Kind::Token } else { Kind::Password },
            ca: mail.ca.clone(),
            folders: mail.folders.clone(),
            include: mail.include.clone(),
            exclude: mail.exclude.clone(),
            since_days: mail.since.get(),
            watched: FolderName::new("INBOX"),
            haste: Haste::Usual,
        }
    }

    /// The same, with news waited for in another folder than INBOX.
    #[must_use]
    pub fn watching(self, folder: FolderName) -> Self {
        Self { watched: folder, ..self }
    }

    /// The same, with so much asked for at once.
    #[must_use]
    pub fn read_with(self, haste: Haste) -> Self {
        Self { haste, ..self }
    }

    /// Host and port, to name the server in messages.
    pub(super) fn server_name(&self) -> String {
        let Server { host, port } = &self.server;
        if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
    }
}

/// How much is asked of a server at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Haste {
    /// As much as is read best.
    Usual,
    /// Less, since it said that it was too much.
    Gentle,
}

/// What a secret is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A password.
    Password,
    /// An access token of OAuth (RFC 6750).
    Token,
}

/// A folder's name as the server writes it (RFC 3501, 5.1.3), which is what to keep.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FolderName(String);

impl FolderName {
    /// A name that the server gave.
    #[must_use]
    pub fn new(wire: impl Into<String>) -> Self {
        Self(wire.into())
    }

    /// The name as the server writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as the owner sees it.
    #[must_use]
    pub fn display(&self) -> String {
        super::utf7::decode(&self.0)
    }
}

/// A message's number in its folder, for good as long as [`UidValidity`] stays (RFC 9051, 2.3.1.1).
/// Zero stands before the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Uid(u32);

impl Uid {
    /// The number as a UID.
    #[must_use]
    pub const fn new(uid: u32) -> Self {
        Self(uid)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The one behind it.
    pub(super) const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// The number under which a folder's UIDs hold; another one voids them all (RFC 9051, 2.3.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct UidValidity(NonZeroU32);

impl UidValidity {
    /// The number; `None` where it is zero.
    #[must_use]
    pub fn new(number: u32) -> Option<Self> {
        NonZeroU32::new(number).map(Self)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

/// How far a folder has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderCursor {
    /// The folder.
    pub folder: FolderName,
    /// Under which its UIDs hold.
    pub uid_validity: UidValidity,
    /// The highest UID that is done with; all below are done, too, down to `floor`. Zero where nothing is.
    pub uid: Uid,
    /// Where the first reading, which goes down from the newest, has come to; nothing where it is over.
    pub floor: Option<Uid>,
    /// How many times in a row, up to now, `uid_validity` was another one.
    pub renumbered: u8,
}

/// What a folder holds, or where a message lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What arrives.
    Inbox,
    /// What the owner sent.
    Sent,
    /// What was put away once it was done with.
    Archive,
    /// Anything.
    Other,
}
