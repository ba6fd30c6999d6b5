//! The last fold of the ledger.

use jiff::Timestamp;
use rusqlite::named_params;

use crate::ledger::Entry;

use super::{Store, StoreError};

/// An entry as it was last folded: its id, and all else as text, for comparison.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LedgerRow {
    /// The entry's id.
    pub id: String,
    /// Everything else, in the order of the table's columns.
    pub content: Vec<String>,
}

impl LedgerRow {
    /// The row of an entry.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        let content = vec![
            entry.person.to_string(),
            entry.at.as_second().to_string(),
            word(&entry.kind),
            word(&entry.direction),
            word(&entry.basis),
            entry.worth.thousandths().to_string(),
            entry.confidence.thousandths().to_string(),
            word(&entry.status),
            serde_json::to_string(&entry.evidence).unwrap_or_default(),
        ];
        Self { id: entry.id.to_string(), content }
    }
}

/// The name by which serde writes a plain variant.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

impl Store {
    /// Replaces the last fold, which answers for `as_of`.
    pub fn replace_ledger(&mut self, entries: &[Entry], as_of: Timestamp) -> Result<(), StoreError> {
        let path = self.path.clone();
        let failed = |error| super::explain(&path, error);
        let transaction = self.connection.transaction().map_err(failed)?;
        transaction.execute("DELETE FROM entries", []).map_err(failed)?;
        transaction
            .execute(
                "INSERT INTO last_fold (only_row, as_of) VALUES (1, :as_of)
                 ON CONFLICT (only_row) DO UPDATE SET as_of = :as_of",
                named_params! { ":as_of": as_of.as_second() },
            )
            .map_err(failed)?;
        for entry in entries {
            let row = LedgerRow::of(entry);
            let [person, _, kind, direction, basis, _, _, status, evidence] = row.content.as_slice() else {
                continue;
            };
            let mut statement = transaction
                .prepare_cached(
                    "INSERT INTO entries
                        (id, person, at, kind, direction, basis, worth, confidence, status, evidence)
                     VALUES (:id, :person, :at, :kind, :direction, :basis, :worth, :confidence, :status, :evidence)",
                )
                .map_err(failed)?;
            statement
                .execute(named_params! {
                    ":id": row.id, ":person": person, ":at": entry.at.as_second(), ":kind": kind,
                    ":direction": direction, ":basis": basis, ":worth": entry.worth.thousandths(),
                    ":confidence": entry.confidence.thousandths(), ":status": status, ":evidence": evidence,
                })
                .map_err(failed)?;
        }
        transaction.commit().map_err(failed)
    }

    /// The last fold, by id, with the instant it answers for; `None` where there was none.
    pub fn ledger(&self) -> Result<Option<(Timestamp, Vec<LedgerRow>)>, StoreError> {
        let as_of = self.rows("SELECT as_of FROM last_fold ORDER BY only_row", |row| row.get::<_, i64>(0))?;
        let Some(as_of) = as_of.first().and_then(|&at| Timestamp::from_second(at).ok()) else {
            return Ok(None);
        };
        let sql = "SELECT id, person, CAST(at AS TEXT), kind, direction, basis, CAST(worth AS TEXT),
                          CAST(confidence AS TEXT), status, evidence
                   FROM entries ORDER BY id";
        let rows = self.rows(sql, |row| {
            let content = (1..10).map(|column| row.get(column)).collect::<Result<_, _>>()?;
            Ok(LedgerRow { id: row.get(0)?, content })
        })?;
        Ok(Some((as_of, rows)))
    }
}
