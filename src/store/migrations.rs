//! The format of the journal. Migrations are never edited once released; new ones are added at the end.

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
];

/// Brings the journal to this version's format; refuses one of a later version.
pub(super) fn migrate(store: &mut Store) -> Result<(), StoreError> {
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let found: i64 = store
        .connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(|error| store.failed(error))?;
    if found > known {
        return Err(StoreError::Newer { path: store.path.clone(), found, known });
    }
    if found == known {
        return Ok(());
    }
    let path = store.path.clone();
    Migrations::from_slice(STEPS).to_latest(&mut store.connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => super::explain(&path, err),
        other => StoreError::Corrupt { path, reason: other.to_string() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_valid() {
        Migrations::from_slice(STEPS).validate().unwrap();
    }
}
