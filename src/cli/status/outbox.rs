//! What `status` tells of letters: those that did not arrive, and when the next one comes.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::books::Books;
use crate::config::Config;
use crate::delivery::OutboxState;
use crate::service::{agenda, letters};
use crate::store::{OutboxRow, Store, StoreError};

use crate::cli::text::{day, day_and_hour};

/// Letters looked through for those that did not arrive.
const MAX_LETTERS: u32 = 20;

/// The letters of late, and when the next one comes.
pub(super) struct Letters {
    /// The latest first.
    rows: Vec<OutboxRow>,
    /// When the next regular one is written.
    pub(super) next: Option<Timestamp>,
    /// Until when the owner wants none.
    pub(super) paused: Option<Timestamp>,
    /// Until when he is away, as his calendars say.
    pub(super) away: Option<Timestamp>,
}

impl Letters {
    pub(super) fn of(
        store: &Store,
        config: &Config,
        books: &Books,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        // One that is not wanted any more may still be planned.
        let has_statement = config.nudges.statement.next_after(now, &config.me.timezone).is_some();
        let statement = store.due_at(agenda::STATEMENT)?.filter(|_| has_statement);
        let regular = [store.due_at(agenda::DIGEST)?, statement];
        Ok(Self {
            rows: store.outbox(MAX_LETTERS)?,
            next: regular.into_iter().flatten().min(),
            paused: letters::paused(store)?.filter(|&until| until > now),
            away: agenda::away_until(config, books, books.as_of.min(now)),
        })
    }

    /// Those that did not arrive.
    fn unsent(&self) -> impl Iterator<Item = &OutboxRow> {
        self.rows.iter().filter(|row| row.state != OutboxState::Sent)
    }

    /// Why letters do not arrive; nothing where one did since, or none failed.
    pub(super) fn trouble(&self) -> Option<String> {
        let since = self.rows.iter().take_while(|row| row.state != OutboxState::Sent);
        let failed = |row: &&OutboxRow| row.state == OutboxState::Failed || !row.last_error.is_empty();
        let row = since.into_iter().find(failed)?;
        Some(format!("letters do not arrive: {}", row.last_error))
    }

    pub(super) fn json(&self) -> Vec<Value> {
        let row = |row: &OutboxRow| {
            json!({
                "kind": row.kind, "state": row.state.as_str(), "attempts": row.attempts,
                "created_at": row.created_at.to_string(), "next_at": row.next_at.to_string(),
                "error": row.last_error,
            })
        };
        self.unsent().map(row).collect()
    }

    /// A line for each that did not arrive.
    pub(super) fn lines(&self, now: Timestamp, zone: &TimeZone) -> Vec<String> {
        let line = |row: &OutboxRow| {
            let why = if row.last_error.is_empty() { waits(row, now, zone) } else { row.last_error.clone() };
            format!("letter of {}: {}: {why}", day(row.created_at, zone), row.state.as_str())
        };
        self.unsent().map(line).collect()
    }
}

/// Why a letter that met no error has not arrived.
fn waits(row: &OutboxRow, now: Timestamp, zone: &TimeZone) -> String {
    match row.state {
        OutboxState::Queued if row.next_at > now => {
            format!("it waits until {}", day_and_hour(row.next_at, zone))
        }
        OutboxState::Queued => "it waits its turn: for the daemon, or for a new day of letters".to_owned(),
        OutboxState::Sending => "an attempt was begun, and how it ended is looked for".to_owned(),
        OutboxState::Expired => "it grew stale before it could be sent".to_owned(),
        OutboxState::Failed | OutboxState::Sent => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::OutboxId;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn row(state: OutboxState, error: &str) -> OutboxRow {
        OutboxRow {
            id: OutboxId::new(1),
            message_id: "a@studio.example".to_owned(),
            kind: "nudges".to_owned(),
            state,
            attempts: 1,
            next_at: at(3600),
            last_error: error.to_owned(),
            created_at: at(0),
            sent_at: None,
        }
    }

    #[test]
    fn letters_do_not_arrive_where_none_did_since_one_failed() {
        use OutboxState::{Expired, Failed, Queued, Sent};
        let trouble = |rows: Vec<OutboxRow>| Letters { rows, next: None, paused: None, away: None }.trouble();
        assert_eq!(
            trouble(vec![row(Queued, "the server refuses the login (535)")]).unwrap(),
            "letters do not arrive: the server refuses the login (535)"
        );
        assert!(trouble(vec![row(Queued, ""), row(Failed, "no such mailbox (550)")]).is_some());
        assert_eq!(trouble(vec![row(Sent, ""), row(Failed, "no such mailbox (550)")]), None);
        assert_eq!(trouble(vec![row(Queued, ""), row(Expired, ""), row(Sent, "")]), None);
    }

    #[test]
    fn it_is_told_what_a_letter_waits_for() {
        let lines = |rows: Vec<OutboxRow>| {
            Letters { rows, next: None, paused: None, away: None }.lines(at(0), &TimeZone::UTC).join("\n")
        };
        assert!(
            lines(vec![row(OutboxState::Queued, "")]).ends_with("queued: it waits until 15 Jan 2027 09:00")
        );
        assert!(
            lines(vec![row(OutboxState::Expired, "")]).ends_with("it grew stale before it could be sent")
        );
        assert!(lines(vec![row(OutboxState::Sent, "")]).is_empty());
    }
}
