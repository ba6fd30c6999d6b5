//! The last fold of the ledger.

use jiff::Timestamp;
use rusqlite::named_params;

use crate::ledger::Entry;

use super::{Store, StoreError, count};

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

/// How much was ever recorded. Only the number of messages ever falls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Growth {
    /// Messages that there are.
    pub messages: u64,
    /// Recordings of messages that only letters are in.
    pub letters: u64,
    /// Recordings of everything else, meetings, cards and rulings, and what was dropped.
    pub others: u64,
}

/// The last fold that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastFold {
    /// The instant that it answers for.
    pub as_of: Timestamp,
    /// Recordings of letters that it saw.
    pub letters: u64,
    /// Recordings of everything else that it saw.
    pub others: u64,
}

impl LastFold {
    /// Whether it saw everything.
    #[must_use]
    pub fn saw_all(&self, growth: Growth) -> bool {
        (self.letters, self.others) == (growth.letters, growth.others)
    }
}

/// The name by which serde writes a plain variant.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

impl Store {
    /// How much was ever recorded.
    pub fn growth(&self) -> Result<Growth, StoreError> {
        let sql = "SELECT messages, letters, others FROM growth ORDER BY only_row";
        self.connection
            .query_row(sql, [], |row| {
                Ok(Growth { messages: count(row, 0)?, letters: count(row, 1)?, others: count(row, 2)? })
            })
            .map_err(|error| self.failed(error))
    }

    /// Replaces the last fold, which answers for `as_of`. `seen` is the growth from before the journal was read for
    /// it: what came meanwhile it may not have seen.
    pub fn replace_ledger(
        &mut self,
        entries: &[Entry],
        as_of: Timestamp,
        seen: Growth,
    ) -> Result<(), StoreError> {
        let path = self.path.clone();
        let failed = |error| super::explain(&path, error);
        let transaction = self.connection.transaction().map_err(failed)?;
        transaction.execute("DELETE FROM entries", []).map_err(failed)?;
        let stored = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        transaction
            .execute(
                "INSERT INTO last_fold (only_row, as_of, letters, others) VALUES (1, :as_of, :letters, :others)
                 ON CONFLICT (only_row) DO UPDATE SET as_of = :as_of, letters = :letters, others = :others",
                named_params! {
                    ":as_of": as_of.as_second(), ":letters": stored(seen.letters),
                    ":others": stored(seen.others),
                },
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

    /// The last fold that was kept; `None` where there was none.
    pub fn last_fold(&self) -> Result<Option<LastFold>, StoreError> {
        let rows = self.rows("SELECT as_of, letters, others FROM last_fold ORDER BY only_row", |row| {
            Ok((row.get::<_, i64>(0)?, count(row, 1)?, count(row, 2)?))
        })?;
        Ok(rows.first().and_then(|&(as_of, letters, others)| {
            Some(LastFold { as_of: Timestamp::from_second(as_of).ok()?, letters, others })
        }))
    }

    /// The last fold, by id, with the instant it answers for; `None` where there was none.
    pub fn ledger(&self) -> Result<Option<(Timestamp, Vec<LedgerRow>)>, StoreError> {
        let Some(LastFold { as_of, .. }) = self.last_fold()? else { return Ok(None) };
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
