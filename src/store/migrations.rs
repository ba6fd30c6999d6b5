//! The format of the journal. Migrations are never edited once released; new ones are added at the end.

use rusqlite::TransactionBehavior;
use rusqlite_migration::{M, Migrations};

use super::{Store, StoreError};

/// One step of the format each, in order.
const STEPS: &[M<'static>] = &[
    M::up(include_str!("0001_journal.sql")),
    M::up(include_str!("0002_outbox.sql")),
    M::up(include_str!("0003_feeds.sql")),
    M::up(include_str!("0004_service.sql")),
    M::up(include_str!("0005_forget.sql")),
    M::up(include_str!("0006_caldav.sql")),
    M::up(include_str!("0007_feeds.sql")),
    M::up(include_str!("0008_imap.sql")),
    M::up(include_str!("0010_nudges.sql")),
    M::up(include_str!("0011_replies.sql")),
    M::up(include_str!("0014_arrivals.sql")),
    M::up(include_str!("0012_growth.sql")),
    M::up(include_str!("0015_cards.sql")),
];

/// Brings the journal to this version's format; refuses one of a later version.
pub(super) fn migrate(store: &mut Store) -> Result<(), StoreError> {
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let found = version(store)?;
    if found > known {
        return Err(StoreError::Newer { path: store.path.clone(), found, known });
    }
    if found == known {
        return Ok(());
    }
    // All steps are one transaction, which waits here for that of another command on the same new journal.
    store.connection.set_transaction_behavior(TransactionBehavior::Immediate);
    let migrated = Migrations::from_slice(STEPS).to_latest(&mut store.connection);
    store.connection.set_transaction_behavior(TransactionBehavior::Deferred);
    match migrated {
        // The version was read before the wait: the other command has taken the steps meanwhile.
        Err(_) if version(store)? == known => Ok(()),
        Err(rusqlite_migration::Error::RusqliteError { err, .. }) => Err(store.failed(err)),
        Err(other) => Err(StoreError::Corrupt { path: store.path.clone(), reason: other.to_string() }),
        Ok(()) => Ok(()),
    }
}

/// How many steps this journal has taken.
fn version(store: &Store) -> Result<i64, StoreError> {
    store
        .connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(|error| store.failed(error))
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    #[test]
    fn the_steps_are_valid() {
        Migrations::from_slice(STEPS).validate().unwrap();
    }

    /// Commands started at once on a new journal (a `status` beside the first `run`) all find it usable.
    #[test]
    fn a_new_journal_is_opened_by_many_at_once() {
        for _ in 0..20 {
            let directory = tempfile::tempdir().unwrap();
            let start = Barrier::new(8);
            thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        start.wait();
                        Store::open_or_create(directory.path()).unwrap();
                    });
                }
            });
        }
    }
}
