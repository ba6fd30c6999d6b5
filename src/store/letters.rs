//! How letters of a kind fared, and whether any may be sent at all.

use jiff::Timestamp;
use rusqlite::named_params;

use crate::nudges::LetterKind;
use crate::people::Address;

use super::{Store, StoreError};

/// Stands in the schedule while no letter is tried: when the next one may be.
const PAUSE: &str = "delivery pause";

/// Before the instant of the meeting that an item of a brief is about.
const BRIEF: &str = "meeting ";

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

/// Of whom a brief told, and before which meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Briefed {
    /// The person, by the identity key of an address.
    pub person: Address,
    /// When the meeting begins.
    pub start: Timestamp,
    /// When the letter was made.
    pub told_at: Timestamp,
}

impl Briefed {
    /// What an item of a brief is about.
    #[must_use]
    pub fn about(start: Timestamp) -> String {
        format!("{BRIEF}{start}")
    }

    /// When the meeting begins that an item is about.
    #[must_use]
    pub fn start(about: &str) -> Option<Timestamp> {
        about.strip_prefix(BRIEF)?.parse().ok()
    }
}

impl Store {
    /// What briefs that were made since an instant told, but for those that grew stale, oldest first.
    pub fn briefed(&self, since: Timestamp) -> Result<Vec<Briefed>, StoreError> {
        let sql = "SELECT person, about, created_at
                   FROM letter_items JOIN outbox ON outbox.id = letter_items.outbox_id
                   WHERE kind = :kind AND state <> 'expired' AND created_at >= :since
                   ORDER BY created_at, outbox_id, number";
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.failed(error))?;
        let parameters = named_params! { ":kind": LetterKind::Brief.as_str(), ":since": since.as_second() };
        let rows = statement
            .query_map(parameters, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .and_then(Iterator::collect::<rusqlite::Result<Vec<(String, String, i64)>>>)
            .map_err(|error| self.failed(error))?;
        let briefed = rows.into_iter().filter_map(|(person, about, at)| {
            let (person, start) = (Address::parse(&person)?, Briefed::start(&about)?);
            Some(Briefed { person, start, told_at: super::outbox::instant(at) })
        });
        Ok(briefed.collect())
    }

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
