//! One daemon a ledger: the polling lock.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

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

impl PollingLock {
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
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held { state: state.to_owned() }),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_one_is_refused_until_the_first_is_gone() {
        let directory = tempfile::tempdir().unwrap();
        let first = PollingLock::take(directory.path()).unwrap();
        assert!(matches!(PollingLock::take(directory.path()), Err(LockError::Held { .. })));
        drop(first);
        assert!(PollingLock::take(directory.path()).is_ok());
    }
}
