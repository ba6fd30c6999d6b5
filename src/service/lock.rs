//! One daemon a ledger: the polling lock.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// Name of the lock in the state directory.
const FILE_NAME: &str = "polling.lock";

/// Held while sources are polled; given back when dropped, or when the process ends however it ends.
#[derive(Debug)]
pub struct PollingLock {
    _file: File,
}

/// Why the lock cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has it.
    #[error(
        "another goodwill already polls for the ledger in {state}; stop it first, or use another --state DIR"
    )]
    Held {
        /// The state directory.
        state: PathBuf,
    },
    /// The lock file cannot be made.
    #[error("lock the ledger in {state}")]
    Make {
        /// The state directory.
        state: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Times that the lock is tried, and the pause between: who only looks whether it is held has it for a moment.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(50);

impl PollingLock {
    /// Whether somebody has the lock of a state directory; nothing where that cannot be seen.
    #[must_use]
    pub fn is_held(state: &Path) -> Option<bool> {
        let file = File::open(state.join(FILE_NAME)).ok()?;
        match file.try_lock_shared() {
            Ok(()) => Some(false),
            Err(TryLockError::WouldBlock) => Some(true),
            Err(TryLockError::Error(_)) => None,
        }
    }

    /// Takes the lock of a state directory, which is made where it is missing.
    pub fn take(state: &Path) -> Result<Self, LockError> {
        let failed = |source| LockError::Make { state: state.to_owned(), source };
        if !state.is_dir() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(state).map_err(failed)?;
        }
        let mut options = OpenOptions::new();
        let file = options
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(state.join(FILE_NAME))
            .map_err(failed)?;
        for _ in 0..TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
                Err(TryLockError::Error(source)) => return Err(failed(source)),
            }
        }
        Err(LockError::Held { state: state.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_one_is_refused_until_the_first_is_gone() {
        let directory = tempfile::tempdir().unwrap();
        assert_eq!(PollingLock::is_held(directory.path()), None);
        let first = PollingLock::take(directory.path()).unwrap();
        assert_eq!(PollingLock::is_held(directory.path()), Some(true));
        assert!(matches!(PollingLock::take(directory.path()), Err(LockError::Held { .. })));
        drop(first);
        assert_eq!(PollingLock::is_held(directory.path()), Some(false));
        assert!(PollingLock::take(directory.path()).is_ok());
    }
}
