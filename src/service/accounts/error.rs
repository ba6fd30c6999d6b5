//! Why an account could not be read, and how long it is left alone for it.

use std::time::Duration;

use super::super::backoff;
use super::super::keys::KeyError;
use crate::sources::imap::ImapError;
use crate::store::StoreError;

/// First and longest pause after a failure; every next one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(15);
const LONGEST_PAUSE: Duration = Duration::from_hours(1);
/// First pause where the server asks for one.
const THROTTLE_PAUSE: Duration = Duration::from_mins(2);
/// Longest pause that a server gets by asking for it.
const LONGEST_ASKED: Duration = Duration::from_hours(6);
/// Pause after a failure that only the owner can mend.
const OWNERS_PAUSE: Duration = Duration::from_mins(30);

/// Why an account could not be read.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Its password or token cannot be had.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Its server.
    #[error(transparent)]
    Imap(#[from] ImapError),
    /// The journal.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AccountError {
    /// How long to leave the account alone after so many failures in a row, this one included.
    pub(super) fn pause(&self, failures: u32, seed: u64) -> Duration {
        let (is_transient, asked) = match self {
            Self::Imap(error) => (error.is_transient(), error.suggested_pause()),
            Self::Key(error) => (error.is_transient(), None),
            // A disk that is full, or a journal that another command has, comes right by itself.
            Self::Store(_) => (true, None),
        };
        let is_throttle = matches!(self, Self::Imap(error) if error.is_throttle());
        let (first, longest) = match (is_transient, is_throttle) {
            (_, true) => (THROTTLE_PAUSE, LONGEST_PAUSE),
            (true, false) => (FIRST_PAUSE, LONGEST_PAUSE),
            (false, false) => (OWNERS_PAUSE, OWNERS_PAUSE),
        };
        backoff::pause((first, longest), failures, asked.map(|asked| asked.min(LONGEST_ASKED)), seed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(error: ImapError, failures: u32) -> f64 {
        AccountError::from(error).pause(failures, 7).as_secs_f64() / 60.0
    }

    fn throttled(said: &str) -> ImapError {
        ImapError::Throttled { said: said.to_owned() }
    }

    fn unreachable() -> ImapError {
        ImapError::Connect { server: "mx.example".to_owned(), source: std::io::ErrorKind::TimedOut.into() }
    }

    #[test]
    fn pauses_grow_to_an_hour_and_a_server_s_wish_counts() {
        for (error, failures, least) in [
            (unreachable(), 1, 0.25),
            (unreachable(), 4, 2.0),
            (unreachable(), 60, 60.0),
            (throttled("[LIMIT] too many simultaneous connections"), 1, 2.0),
            (throttled("[OVERQUOTA] exceeded"), 9, 60.0),
            (throttled("Suggested Backoff Time: 1200 seconds"), 1, 20.0),
            (throttled("Suggested Backoff Time: 999999999999 seconds"), 1, 360.0),
            (ImapError::Unsendable, 1, 30.0),
            (ImapError::Unsendable, 9, 30.0),
        ] {
            let told = format!("{error} {failures}");
            let waited = minutes(error, failures);
            assert!((least..=least * 1.26).contains(&waited), "{told}: {waited}");
        }
    }
}
