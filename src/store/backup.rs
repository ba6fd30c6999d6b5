//! A copy of the journal in one file.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::{Counts, Store, StoreError, explain};

/// Pages copied between two looks at whether somebody else waits.
const PAGES_A_STEP: i32 = 1000;

impl Store {
    /// Copies the journal to `file`, which must not be there yet and which only the owner may read, and
    /// reads the copy back. What is returned was counted in the copy. A copy that fails is taken away.
    pub fn backup(&self, file: &Path) -> Result<Counts, StoreError> {
        let failed = |source| StoreError::Backup { path: file.to_owned(), source };
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
        made.map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => StoreError::Exists { path: file.to_owned() },
            _ => failed(source),
        })?;
        let copied = self.copy_to(file).and_then(|()| verified(file)).and_then(|counts| {
            settle(file).map_err(failed)?;
            Ok(counts)
        });
        if copied.is_err() {
            // The error that is reported says more than that the rest could not be removed.
            let _ = fs::remove_file(file);
        }
        copied
    }

    fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        let failed = |error| explain(file, error);
        let mut copy = Connection::open(file).map_err(failed)?;
        let backup = Backup::new(&self.connection, &mut copy).map_err(failed)?;
        backup.run_to_completion(PAGES_A_STEP, Duration::ZERO, None).map_err(failed)?;
        drop(backup);
        // When the copy is put in place, what waits in it may have arrived long ago: it is looked for first.
        let waiting = "UPDATE outbox SET attempts = max(attempts, 1) WHERE state = 'queued'";
        copy.execute_batch(waiting).map_err(failed)?;
        // One file by itself: no journal beside it that a copy by hand would miss.
        copy.execute_batch("PRAGMA journal_mode = DELETE").map_err(failed)
    }
}

/// Reads every page of the copy and counts what it holds.
fn verified(file: &Path) -> Result<Counts, StoreError> {
    let connection = Connection::open(file).map_err(|error| explain(file, error))?;
    let copy = Store { connection, path: file.to_owned() };
    let found = copy.rows("PRAGMA integrity_check", |row| row.get::<_, String>(0))?;
    if found != ["ok"] {
        return Err(StoreError::Corrupt { path: file.to_owned(), reason: found.join("; ") });
    }
    copy.counts()
}

/// Waits until the copy and its name are on the disk.
fn settle(file: &Path) -> io::Result<()> {
    File::open(file)?.sync_all()?;
    let directory = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(directory.map_or_else(|| PathBuf::from("."), Path::to_owned))?.sync_all()
}
