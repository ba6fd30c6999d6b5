//! How letters of a kind fared, and whether any may be sent at all.

use jiff::Timestamp;
use rusqlite::named_params;

use super::{Store, StoreError};

/// Stands in the schedule while no letter is tried: when the next one may be.
const PAUSE: &str = "delivery pause";

/// How the letters of a kind fared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fared {
    /// How many were ever queued.
    pub made: u32,
    /// How many of them arrived, may have arrived or still wait.
    pub standing: u32,
    /// How many were given up.
    pub given_up: u32,
    /// When the last one was made.
    pub last: Option<Timestamp>,
}

impl Store {
    /// How the letters of this kind fared.
    pub fn fared(&self, kind: &str) -> Result<Fared, StoreError> {
        let sql = "SELECT count(*), coalesce(sum(state NOT IN ('failed', 'expired')), 0),
                          coalesce(sum(state = 'failed'), 0), max(created_at)
                   FROM outbox WHERE kind = :kind";
        self.connection
            .query_row(sql, named_params! { ":kind": kind }, |row| {
                let last = row.get::<_, Option<i64>>(3)?.map(super::outbox::instant);
                Ok(Fared { made: row.get(0)?, standing: row.get(1)?, given_up: row.get(2)?, last })
            })
            .map_err(|error| self.failed(error))
    }

    /// Has no letter tried before `until`.
    pub(super) fn pause_until(&mut self, until: Timestamp) -> Result<(), StoreError> {
        self.schedule(PAUSE, until)
    }

    /// Until when no letter is tried; it may be past.
    pub fn paused_until(&self) -> Result<Option<Timestamp>, StoreError> {
        self.due_at(PAUSE)
    }

    /// Ends the pause: whatever was wrong may have been put right.
    pub fn end_pause(&mut self) -> Result<(), StoreError> {
        self.execute("DELETE FROM schedule WHERE job = :job", named_params! { ":job": PAUSE })
    }
}
