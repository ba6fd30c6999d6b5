//! The journal on disk: one SQLite file per owner. The only SQL of the program.
//!
//! What is kept is what was recorded: facts of messages, calendar objects, cards, rulings, what was
//! skipped. The ledger is derived from it; its last fold is kept beside it so that `replay` can prove
//! that it is the same.

mod backup;
mod caldav;
mod feeds;
mod forget;
mod items;
mod ledger;
mod letters;
mod migrations;
mod outbox;
mod replies;
mod rulings;
mod service;
mod topics;

pub use caldav::{CalendarKey, StoredHome, StoredMember, StoredSync};
pub use feeds::{FeedChange, StoredFeed, StoredSeries, UidHash};
pub use forget::Erased;
pub use items::{Counts, Kept, Recorded, Skipped};
pub use ledger::{Growth, LastFold, LedgerRow};
pub use letters::{Briefed, Fared};
pub use outbox::OutboxRow;
pub use replies::{Effect, ReplyCounts, ReplyOutcome, TakenReply};
pub use rulings::StoredRuling;
pub use service::{Health, StoredCursor};
pub use topics::TopicIndex;

use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags};
use url::Url;

/// Name of the database in the state directory.
const FILE_NAME: &str = "goodwill.db";
/// How long a command waits for another one's short transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long it waits where SQLite does not, before it asks again.
const BUSY_PAUSE: Duration = Duration::from_millis(20);

/// The journal, open.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

/// Why the journal cannot be used, with what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The state directory cannot be made or used.
    #[error(
        "use the state directory {path}: {source}; be the user whose ledger it is, or choose another with --state DIR"
    )]
    Directory {
        /// The directory.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A copy cannot be made.
    #[error("make the copy {path}")]
    Backup {
        /// The copy.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A copy would overwrite something.
    #[error("{path} is there already and is not overwritten; name another file, or move it away")]
    Exists {
        /// The copy.
        path: PathBuf,
    },
    /// There is no journal yet.
    #[error("there is no ledger in {path} yet; start one with `goodwill import PATH…`")]
    Missing {
        /// The directory.
        path: PathBuf,
    },
    /// The file is no database, or a damaged one.
    #[error(
        "{path} is damaged or no goodwill ledger ({reason}); put a backup in its place, or move it away and \
         import again"
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        reason: String,
    },
    /// A later version of goodwill wrote it.
    #[error(
        "{path} was written by a later version of goodwill (format {found}, this one knows {known}); install that \
         version, or use another --state DIR"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Format found.
        found: i64,
        /// Latest format known.
        known: i64,
    },
    /// The disk is full.
    #[error(
        "the disk with {path} is full; free some space and run the command again: nothing was lost, what \
         was not yet recorded is read again"
    )]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The disk or file system failed.
    #[error(
        "{path} cannot be read or written ({reason}); check the disk and its quota, then run the command again: \
         nothing was lost"
    )]
    Io {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        reason: String,
    },
    /// Another process holds the journal for too long.
    #[error("{path} is in use by another goodwill; try again when it is done")]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The file may not be written.
    #[error(
        "{path} cannot be written, and to be read it needs a log beside it; check owner and permissions of file and \
         directory, or copy it, with the -wal beside it if there is one, and name the copy's directory by --state DIR"
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Anything else that SQLite reports.
    #[error("use {path}: {source}")]
    Database {
        /// The file.
        path: PathBuf,
        /// What it reports.
        source: rusqlite::Error,
    },
    /// A row holds what this version cannot read.
    #[error("a record in {path} cannot be read ({source}); run `goodwill import` again on its source")]
    Record {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
}

impl Store {
    /// Opens the journal in `directory`, and makes both where they are missing.
    pub fn open_or_create(directory: &Path) -> Result<Self, StoreError> {
        let failed = |source| StoreError::Directory { path: directory.to_owned(), source };
        if !directory.is_dir() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(failed)?;
        }
        let path = directory.join(FILE_NAME);
        // Made here, so that SQLite inherits the mode for its journal files: only the owner may read.
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        match made {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => narrow(&path).map_err(failed)?,
            Err(error) if error.kind() == io::ErrorKind::StorageFull => {
                return Err(StoreError::Full { path });
            }
            Err(error) => return Err(failed(error)),
        }
        Self::connect(path)
    }

    /// Opens the journal in `directory`, which must be there; where nothing can be written, to be read only.
    pub fn open(directory: &Path) -> Result<Self, StoreError> {
        let path = directory.join(FILE_NAME);
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() => match Self::connect(path) {
                Err(StoreError::ReadOnly { path }) if is_frozen(&path) => Self::read_frozen(path),
                opened => opened,
            },
            // Somebody else's ledger is none that is missing.
            Err(source) if source.kind() == io::ErrorKind::PermissionDenied => {
                Err(StoreError::Directory { path: directory.to_owned(), source })
            }
            _ => Err(StoreError::Missing { path: directory.to_owned() }),
        }
    }

    fn connect(path: PathBuf) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags).map_err(|error| explain(&path, error))?;
        let mut store = Self { connection, path };
        store.prepare().map_err(|error| explain(&store.path, error))?;
        migrations::migrate(&mut store)?;
        Ok(store)
    }

    /// Opens a journal that nobody can change, which SQLite reads without a log beside it.
    fn read_frozen(path: PathBuf) -> Result<Self, StoreError> {
        let flags =
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let absolute = std::path::absolute(&path).ok();
        let Some(mut url) = absolute.and_then(|absolute| Url::from_file_path(absolute).ok()) else {
            return Err(StoreError::ReadOnly { path });
        };
        url.set_query(Some("immutable=1"));
        let connection =
            Connection::open_with_flags(url.as_str(), flags).map_err(|error| explain(&path, error))?;
        let mut store = Self { connection, path };
        migrations::migrate(&mut store)?;
        Ok(store)
    }

    fn prepare(&self) -> rusqlite::Result<()> {
        self.connection.busy_timeout(BUSY_TIMEOUT)?;
        self.switch_to_wal()?;
        // FULL: in two of three simulated power cuts NORMAL lost rows that had been acknowledged.
        self.connection.execute_batch(
            "PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;
             PRAGMA foreign_keys = ON;
             PRAGMA trusted_schema = OFF;",
        )
    }

    /// Turns the write-ahead log on. The first switch of a new journal does not wait by itself while
    /// another command makes it too (<https://www.sqlite.org/rescode.html#busy>): it fails at once.
    fn switch_to_wal(&self) -> rusqlite::Result<()> {
        let deadline = Instant::now() + BUSY_TIMEOUT;
        loop {
            let switched = self.connection.execute_batch("PRAGMA journal_mode = WAL");
            match switched {
                Err(error) if is_busy(&error) && Instant::now() < deadline => thread::sleep(BUSY_PAUSE),
                other => return other,
            }
        }
    }

    /// The database file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn failed(&self, error: rusqlite::Error) -> StoreError {
        explain(&self.path, error)
    }

    /// How many bytes the journal takes on disk, its log included.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let length = |path: &Path| fs::metadata(path).map_or(0, |meta| meta.len());
        length(&self.path) + length(&log_of(&self.path))
    }

    fn unreadable(&self, source: serde_json::Error) -> StoreError {
        StoreError::Record { path: self.path.clone(), source }
    }
}

/// Whether nothing can change a journal: its file system takes no writes, and no log lies beside it, which would hold
/// a part of it and tell that another process has it open.
fn is_frozen(path: &Path) -> bool {
    let refused = OpenOptions::new().write(true).open(path).err().map(|error| error.kind());
    refused == Some(io::ErrorKind::ReadOnlyFilesystem) && !log_of(path).exists()
}

/// The log beside a journal, which holds what is not in it yet.
fn log_of(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

/// Takes the rights of others away from a file that an older umask gave them.
fn narrow(path: &Path) -> io::Result<()> {
    let mode = fs::metadata(path)?.permissions().mode();
    if mode.trailing_zeros() >= 6 {
        Ok(())
    } else {
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))
    }
}

/// A column that counts something.
fn count(row: &rusqlite::Row<'_>, index: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(index).map(|count| u64::try_from(count).unwrap_or(0))
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Turns what SQLite reports into what the owner can do about it.
fn explain(path: &Path, error: rusqlite::Error) -> StoreError {
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full { path },
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Corrupt { path, reason: error.to_string() }
        }
        Some(ErrorCode::SystemIoFailure) => StoreError::Io { path, reason: error.to_string() },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { path },
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            StoreError::ReadOnly { path }
        }
        _ => StoreError::Database { path, source: error },
    }
}
