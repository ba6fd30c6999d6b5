//! The owner's rulings.

use jiff::Timestamp;
use rusqlite::{Connection, named_params};

use crate::ledger::{RulingId, RulingRecord};

use super::{Store, StoreError};

/// A ruling as it stands in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRuling {
    /// The ruling.
    pub record: RulingRecord,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
}

impl Store {
    /// Records a ruling; saying the same at the same instant again changes nothing.
    pub fn record_ruling(&mut self, record: &RulingRecord) -> Result<(), StoreError> {
        let json = serde_json::to_string(record).map_err(|error| self.unreadable(error))?;
        insert(&self.connection, record, &json).map_err(|error| self.failed(error))
    }

    /// Marks a ruling as undone.
    pub fn undo_ruling(&mut self, id: RulingId, at: Timestamp) -> Result<(), StoreError> {
        mark_undone(&self.connection, &id.to_string(), at).map_err(|error| self.failed(error))
    }

    /// All rulings, those undone included, by time and id.
    pub fn rulings(&self) -> Result<Vec<StoredRuling>, StoreError> {
        let rows = self.rows("SELECT record, undone_at FROM rulings ORDER BY at, id", |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?))
        })?;
        let rulings = rows.iter().map(|(json, undone)| {
            let record = serde_json::from_str(json).map_err(|error| self.unreadable(error))?;
            Ok(StoredRuling { record, undone_at: undone.and_then(|at| Timestamp::from_second(at).ok()) })
        });
        let mut rulings = rulings.collect::<Result<Vec<StoredRuling>, StoreError>>()?;
        // The column holds seconds; of two rulings within one the later still stands above the earlier.
        rulings.sort_by_key(|stored| (stored.record.at, stored.record.id()));
        Ok(rulings)
    }

    /// The first instant from `now` on after all that was said in its second, so that what is said next stands above
    /// it.
    pub fn next_ruling_at(&self, now: Timestamp) -> Result<Timestamp, StoreError> {
        let sql = "SELECT record FROM rulings WHERE at = ?1 ORDER BY id";
        let rows = self.rows_with(sql, [now.as_second()], |row| row.get::<_, String>(0))?;
        let mut next = now;
        for json in rows {
            let record: RulingRecord = serde_json::from_str(&json).map_err(|error| self.unreadable(error))?;
            next = next.max(record.next_at());
        }
        Ok(next)
    }

    /// The rulings that stand: those that were not undone, by time and id.
    pub fn standing_rulings(&self) -> Result<Vec<RulingRecord>, StoreError> {
        let standing = self.rulings()?.into_iter().filter(|stored| stored.undone_at.is_none());
        Ok(standing.map(|stored| stored.record).collect())
    }
}

/// Records a ruling as `json`.
pub(super) fn insert(connection: &Connection, record: &RulingRecord, json: &str) -> rusqlite::Result<()> {
    connection
        .execute(
            "INSERT INTO rulings (id, at, record) VALUES (:id, :at, :record) ON CONFLICT (id) DO NOTHING",
            named_params! { ":id": record.id().to_string(), ":at": record.at.as_second(), ":record": json },
        )
        .map(|_| ())
}

/// Marks the ruling with this name as undone.
pub(super) fn mark_undone(connection: &Connection, id: &str, at: Timestamp) -> rusqlite::Result<()> {
    connection
        .execute(
            "UPDATE rulings SET undone_at = :at WHERE id = :id AND undone_at IS NULL",
            named_params! { ":id": id, ":at": at.as_second() },
        )
        .map(|_| ())
}
