//! What the daemon has to know after a restart: cursors, the health of sources, what is due when.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, named_params};

use super::{Recorded, Store, StoreError, count};

/// How far a folder of an account has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCursor {
    /// The folder's name as the server writes it.
    pub folder: String,
    /// `UIDVALIDITY` (RFC 9051, 2.3.1.1), never zero.
    pub uid_validity: u32,
    /// Highest UID done with; zero where none is.
    pub uid: u32,
    /// Lowest UID done with while the first reading goes on downwards.
    pub floor: Option<u32>,
    /// How many times in a row `uid_validity` was another one.
    pub renumbered: u8,
}

/// How a source is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// When it was last read to its end.
    pub last_success: Option<Timestamp>,
    /// When it last brought something new.
    pub last_new: Option<Timestamp>,
    /// Items it brought so far.
    pub total: u64,
    /// Since when it fails, and why, in a sentence with what to do.
    pub failing: Option<(Timestamp, String)>,
}

impl Store {
    /// Records what a window of a folder held, that it is done with, and on which days (since 1970) mail of it
    /// arrived, in one transaction.
    pub fn record_window(
        &mut self,
        account: &str,
        batch: &[Recorded],
        cursor: &StoredCursor,
        arrivals: &BTreeSet<i64>,
    ) -> Result<u64, StoreError> {
        self.record_with(batch, |transaction| {
            for day in arrivals {
                transaction.execute(
                    "INSERT INTO arrivals (account, day) VALUES (:account, :day) ON CONFLICT DO NOTHING",
                    named_params! { ":account": account, ":day": day },
                )?;
            }
            transaction
                .execute(
                    "INSERT INTO cursors (account, folder, uid_validity, uid, floor, renumbered)
                     VALUES (:account, :folder, :uid_validity, :uid, :floor, :renumbered)
                     ON CONFLICT (account, folder) DO UPDATE SET uid_validity = :uid_validity, uid = :uid,
                         floor = :floor, renumbered = :renumbered",
                    named_params! {
                        ":account": account, ":folder": cursor.folder, ":uid_validity": cursor.uid_validity,
                        ":uid": cursor.uid, ":floor": cursor.floor, ":renumbered": cursor.renumbered,
                    },
                )
                .map(|_| ())
        })
    }

    /// Forgets how far each source was read, so that all of it is read again; what was recorded stays until then.
    pub fn forget_progress(&mut self) -> Result<(), StoreError> {
        self.record_with(&[], |transaction| {
            transaction.execute_batch(
                "DELETE FROM cursors;
                 UPDATE feeds SET reading = NULL;
                 UPDATE caldav_calendars SET read_as = '';",
            )
        })
        .map(|_| ())
    }

    /// The cursors of an account, by folder.
    pub fn cursors(&self, account: &str) -> Result<Vec<StoredCursor>, StoreError> {
        let sql = "SELECT folder, uid_validity, uid, floor, renumbered FROM cursors WHERE account = ?1
                   ORDER BY folder";
        self.rows_with(sql, [account], |row| {
            Ok(StoredCursor {
                folder: row.get(0)?,
                uid_validity: row.get(1)?,
                uid: row.get(2)?,
                floor: row.get(3)?,
                renumbered: row.get(4)?,
            })
        })
    }

    /// On which days (since 1970) mail arrived in an account, in their order.
    pub fn arrivals(&self, account: &str) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT day FROM arrivals WHERE account = ?1 ORDER BY day";
        self.rows_with(sql, [account], |row| row.get(0))
    }

    /// Notes that a source was read to its end, how many items were new, and what of it lacks.
    pub fn note_read(
        &mut self,
        source: &str,
        new: u64,
        lacking: Option<&str>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let new = i64::try_from(new).unwrap_or(i64::MAX);
        self.execute(
            "INSERT INTO health (source, last_success, last_new, total, failing_since, error)
             VALUES (:source, :at, CASE WHEN :new > 0 THEN :at END, :new,
                     CASE WHEN :lacking IS NOT NULL THEN :at END, :lacking)
             ON CONFLICT (source) DO UPDATE SET last_success = :at, error = :lacking,
                 failing_since = CASE WHEN :lacking IS NOT NULL THEN coalesce(failing_since, :at) END,
                 last_new = CASE WHEN :new > 0 THEN :at ELSE last_new END, total = total + :new",
            named_params! { ":source": source, ":at": at.as_second(), ":new": new, ":lacking": lacking },
        )
    }

    /// Notes how many items were new in a part of a source, before it is read to its end.
    pub fn note_part(&mut self, source: &str, new: u64, at: Timestamp) -> Result<(), StoreError> {
        let new = i64::try_from(new).unwrap_or(i64::MAX);
        self.execute(
            "INSERT INTO health (source, last_new, total)
             VALUES (:source, CASE WHEN :new > 0 THEN :at END, :new)
             ON CONFLICT (source) DO UPDATE SET
                 last_new = CASE WHEN :new > 0 THEN :at ELSE last_new END, total = total + :new",
            named_params! { ":source": source, ":at": at.as_second(), ":new": new },
        )
    }

    /// Notes why a source could not be read.
    pub fn note_failure(&mut self, source: &str, error: &str, at: Timestamp) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO health (source, failing_since, error) VALUES (:source, :at, :error)
             ON CONFLICT (source) DO UPDATE SET failing_since = coalesce(failing_since, :at), error = :error",
            named_params! { ":source": source, ":at": at.as_second(), ":error": error },
        )
    }

    /// How a source is; nothing where it was never tried.
    pub fn health(&self, source: &str) -> Result<Option<Health>, StoreError> {
        let sql = "SELECT last_success, last_new, total, failing_since, error FROM health WHERE source = ?1
                   ORDER BY source";
        let instant = |at: Option<i64>| at.and_then(|at| Timestamp::from_second(at).ok());
        let rows = self.rows_with(sql, [source], |row| {
            let failing = instant(row.get(3)?).zip(row.get::<_, Option<String>>(4)?);
            Ok(Health {
                last_success: instant(row.get(0)?),
                last_new: instant(row.get(1)?),
                total: count(row, 2)?,
                failing,
            })
        })?;
        Ok(rows.into_iter().next())
    }

    /// When a job is due; nothing where it never was scheduled.
    pub fn due_at(&self, job: &str) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT due_at FROM schedule WHERE job = ?1 ORDER BY job";
        let rows = self.rows_with(sql, [job], |row| row.get::<_, i64>(0))?;
        Ok(rows.first().and_then(|&at| Timestamp::from_second(at).ok()))
    }

    /// Schedules a job.
    pub fn schedule(&mut self, job: &str, due_at: Timestamp) -> Result<(), StoreError> {
        schedule(&self.connection, job, due_at).map_err(|error| self.failed(error))
    }

    /// Leaves a sign of life; that it can be written is part of what it says.
    pub fn beat(&mut self, at: Timestamp) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO heartbeat (only_row, at) VALUES (1, :at)
             ON CONFLICT (only_row) DO UPDATE SET at = :at",
            named_params! { ":at": at.as_second() },
        )
    }

    /// The last sign of life.
    pub fn last_beat(&self) -> Result<Option<Timestamp>, StoreError> {
        let rows = self.rows("SELECT at FROM heartbeat ORDER BY only_row", |row| row.get::<_, i64>(0))?;
        Ok(rows.first().and_then(|&at| Timestamp::from_second(at).ok()))
    }
}

/// Schedules a job.
pub(super) fn schedule(connection: &Connection, job: &str, due_at: Timestamp) -> rusqlite::Result<()> {
    connection
        .execute(
            "INSERT INTO schedule (job, due_at) VALUES (:job, :due_at)
             ON CONFLICT (job) DO UPDATE SET due_at = :due_at",
            named_params! { ":job": job, ":due_at": due_at.as_second() },
        )
        .map(|_| ())
}
