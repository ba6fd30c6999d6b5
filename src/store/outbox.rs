//! The outbox, and what was said about whom.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, named_params};

use crate::delivery::{
    Claim, DAILY_CAP, Enqueued, Item, NudgeKey, Outbox, OutboxId, OutboxState, Outgoing, Queued, Reason,
    Said, Share, Tries,
};
use crate::nudges::{LetterKind, NudgeKind};
use crate::observations::MessageId;
use crate::people::Address;

use super::{Store, StoreError};

/// The time over which the daily cap counts.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Most letters read at once. More never wait: a day has five.
const MAX_ROWS: u32 = 100;
/// The letters that may be tried: what goodwill says by itself comes behind its first letter.
const DUE: &str = "state = 'queued' AND (kind IN ('first', 'answer') OR NOT EXISTS (
    SELECT 1 FROM outbox AS first WHERE first.kind = 'first' AND first.state IN ('queued', 'sending')))";

/// A letter of the outbox as `status` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its number.
    pub id: OutboxId,
    /// Its Message-ID.
    pub message_id: String,
    /// What it is, such as `nudges`.
    pub kind: String,
    /// How far it is.
    pub state: OutboxState,
    /// Attempts begun.
    pub attempts: u32,
    /// When something happens next, where it is not out of the way; a pause in delivery counts.
    pub next_at: Timestamp,
    /// What went wrong last; empty where nothing did.
    pub last_error: String,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it arrived.
    pub sent_at: Option<Timestamp>,
}

impl Store {
    /// Queues a letter, and writes down in the same transaction what it says about whom and its numbered items. A
    /// letter whose key or Message-ID was there before changes nothing, however long ago that was.
    pub fn enqueue(
        &mut self,
        letter: &Outgoing,
        said: &[Said],
        items: &[Item],
    ) -> Result<Enqueued, StoreError> {
        let path = self.path.clone();
        let failed = |error| super::explain(&path, error);
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let Some(id) = insert(&transaction, letter).map_err(failed)? else { return Ok(Enqueued::Already) };
        for said in said {
            transaction
                .execute(
                    "INSERT INTO sent_nudges (outbox_id, person, kind, at, matter)
                     VALUES (:id, :person, :kind, :at, :matter)
                     ON CONFLICT DO NOTHING",
                    named_params! {
                        ":id": id, ":person": said.person.identity_key().as_str(), ":kind": word(said.kind),
                        ":at": said.at.as_second(), ":matter": said.matter,
                    },
                )
                .map_err(failed)?;
        }
        for item in items {
            insert_item(&transaction, id, item).map_err(failed)?;
        }
        transaction.commit().map_err(failed)?;
        Ok(Enqueued::Now)
    }

    /// What was said from an instant on, oldest first. What stood in letters that were given up or grew
    /// stale was not said.
    pub fn said_since(&self, since: Timestamp) -> Result<Vec<Said>, StoreError> {
        let sql = "SELECT person, sent_nudges.kind, at, matter
                   FROM sent_nudges JOIN outbox ON outbox.id = sent_nudges.outbox_id
                   WHERE at >= :since AND state NOT IN ('failed', 'expired')
                   ORDER BY at, person, sent_nudges.kind";
        self.said(sql, named_params! { ":since": since.as_second() })
    }

    /// Nothing is done about a waiting letter before `until`, and it is stale from `expires_at` on.
    pub fn put_off(
        &mut self,
        id: OutboxId,
        until: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE outbox SET next_at = max(next_at, :until), expires_at = :expires
                   WHERE id = :id AND state IN ('queued', 'sending')";
        let (until, expires) = (until.as_second(), expires_at.as_second());
        self.change(sql, named_params! { ":id": id.get(), ":until": until, ":expires": expires }).map(|_| ())
    }

    /// What one letter says, by person.
    pub fn said_in(&self, letter: OutboxId) -> Result<Vec<Said>, StoreError> {
        let sql =
            "SELECT person, kind, at, matter FROM sent_nudges WHERE outbox_id = :id ORDER BY person, kind";
        self.said(sql, named_params! { ":id": letter.get() })
    }

    fn said(&self, sql: &str, parameters: &[(&str, &dyn rusqlite::ToSql)]) -> Result<Vec<Said>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.failed(error))?;
        let rows = statement
            .query_map(parameters, |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, instant(row.get(2)?), row.get(3)?))
            })
            .and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>)
            .map_err(|error| self.failed(error))?;
        // A kind that this version no longer has cools nothing down.
        let said = rows.into_iter().filter_map(|(person, kind, at, matter)| {
            Some(Said { person: Address::parse(&person)?, kind: kind_of(&kind)?, at, matter })
        });
        Ok(said.collect())
    }

    /// The `limit` newest letters, newest first.
    pub fn outbox(&self, limit: u32) -> Result<Vec<OutboxRow>, StoreError> {
        let sql = "SELECT id, message_id, kind, state, attempts, next_at, last_error, created_at, sent_at
                   FROM outbox ORDER BY created_at DESC, id DESC LIMIT :limit";
        let paused = self.paused_until()?.unwrap_or(Timestamp::MIN);
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.failed(error))?;
        let rows = statement.query_map(named_params! { ":limit": limit }, |row| {
            Ok(OutboxRow {
                id: OutboxId::new(row.get(0)?),
                message_id: row.get(1)?,
                kind: row.get(2)?,
                state: state_of(&row.get::<_, String>(3)?),
                attempts: row.get(4)?,
                next_at: instant(row.get(5)?).max(paused),
                last_error: row.get(6)?,
                created_at: instant(row.get(7)?),
                sent_at: row.get::<_, Option<i64>>(8)?.map(instant),
            })
        });
        rows.and_then(Iterator::collect).map_err(|error| self.failed(error))
    }

    /// Letters of which a condition holds, in the order in which something is due about them; acknowledgements behind
    /// what goodwill has to say by itself, so that many of them do not keep it out of the rows read at once.
    fn letters(&self, condition: &str, until: Timestamp) -> Result<Vec<Queued>, StoreError> {
        let sql = format!(
            "SELECT id, nudge_key, message_id, kind, bytes, created_at, expires_at, attempts, looks,
                    resends, blind_resends, pardons, next_at, state
             FROM outbox WHERE {condition} AND next_at <= :until
             ORDER BY kind = :answer, next_at, id LIMIT :limit"
        );
        let mut statement = self.connection.prepare_cached(&sql).map_err(|error| self.failed(error))?;
        let rows = statement
            .query_map(
                named_params! {
                    ":until": until.as_second(), ":limit": MAX_ROWS, ":answer": LetterKind::Answer.as_str(),
                },
                read_letter,
            )
            .and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>)
            .map_err(|error| self.failed(error))?;
        Ok(rows.into_iter().flatten().collect())
    }

    fn change(&self, sql: &str, parameters: &[(&str, &dyn rusqlite::ToSql)]) -> Result<u64, StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.failed(error))?;
        statement.execute(parameters).map(|changed| changed as u64).map_err(|error| self.failed(error))
    }
}

impl Outbox for Store {
    type Error = StoreError;

    fn expire(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.change(
            "UPDATE outbox SET state = 'expired', bytes = x'' WHERE state = 'queued' AND expires_at <= :now",
            named_params! { ":now": now.as_second() },
        )
    }

    fn due(&mut self, now: Timestamp) -> Result<Vec<Queued>, StoreError> {
        self.letters(DUE, now)
    }

    fn unknown(&mut self) -> Result<Vec<Queued>, StoreError> {
        self.letters("state = 'sending'", Timestamp::MAX)
    }

    fn next_at(&mut self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT min(next_at) FROM outbox WHERE state IN ('queued', 'sending') AND next_at > :now";
        self.connection
            .query_row(sql, named_params! { ":now": now.as_second() }, |row| row.get::<_, Option<i64>>(0))
            .map(|at| at.map(instant))
            .map_err(|error| self.failed(error))
    }

    fn mark_sending(
        &mut self,
        queued: &Queued,
        reason: Reason,
        now: Timestamp,
        look_at: Timestamp,
    ) -> Result<Claim, StoreError> {
        let path = self.path.clone();
        let failed = |error| super::explain(&path, error);
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        // A letter that may have arrived counts as one that did.
        let parameters = named_params! {
            ":id": queued.id.get(), ":since": now.saturating_sub(DAY).unwrap_or(Timestamp::MIN).as_second(),
            ":now": now.as_second(), ":skip": DAILY_CAP - 1, ":answer": LetterKind::Answer.as_str(),
            ":acknowledges": queued.message.share() == Share::Acknowledgements,
        };
        let spent: Option<i64> = transaction
            .query_row(
                "SELECT coalesce(sent_at, :now) AS spent_at FROM outbox
                 WHERE id <> :id AND (kind = :answer) = :acknowledges
                   AND (sent_at > :since OR state = 'sending')
                 ORDER BY spent_at DESC, id LIMIT 1 OFFSET :skip",
                parameters,
                |row| row.get(0),
            )
            .optional()
            .map_err(failed)?;
        if let Some(fifth) = spent {
            return Ok(Claim::DailyCap(instant(fifth).saturating_add(DAY).unwrap_or(Timestamp::MAX)));
        }
        let changed = transaction
            .execute(
                "UPDATE outbox
                 SET state = 'sending', attempts = attempts + 1, looks = 0, resends = resends + :resend,
                     blind_resends = blind_resends + :blind, next_at = :look_at
                 WHERE id = :id AND state = :state AND attempts = :attempts",
                named_params! {
                    ":id": queued.id.get(), ":state": queued.state.as_str(),
                    ":attempts": queued.tries.attempts, ":look_at": look_at.as_second(),
                    ":resend": i64::from(reason != Reason::Due), ":blind": i64::from(reason == Reason::Blind),
                },
            )
            .map_err(failed)?;
        transaction.commit().map_err(failed)?;
        Ok(if changed == 1 { Claim::Ours } else { Claim::Gone })
    }

    fn mark_sent(&mut self, id: OutboxId, now: Timestamp) -> Result<(), StoreError> {
        self.change(
            "UPDATE outbox SET state = 'sent', sent_at = :now, bytes = x'', last_error = ''
             WHERE id = :id AND state = 'sending'",
            named_params! { ":id": id.get(), ":now": now.as_second() },
        )
        .map(|_| ())
    }

    fn mark_retry(
        &mut self,
        id: OutboxId,
        pardons: u32,
        next_at: Timestamp,
        error: &str,
    ) -> Result<(), StoreError> {
        self.change(
            "UPDATE outbox SET state = 'queued', pardons = :pardons, next_at = :next_at, last_error = :error
             WHERE id = :id AND state = 'sending'",
            named_params! {
                ":id": id.get(), ":pardons": pardons, ":next_at": next_at.as_second(), ":error": error,
            },
        )
        .map(|_| ())
    }

    fn mark_unknown(
        &mut self,
        id: OutboxId,
        looks: u32,
        look_at: Timestamp,
        error: &str,
    ) -> Result<(), StoreError> {
        self.change(
            "UPDATE outbox SET looks = :looks, next_at = :look_at, last_error = :error
             WHERE id = :id AND state = 'sending'",
            named_params! {
                ":id": id.get(), ":looks": looks, ":look_at": look_at.as_second(), ":error": error,
            },
        )
        .map(|_| ())
    }

    fn mark_failed(&mut self, id: OutboxId, error: &str) -> Result<(), StoreError> {
        self.change(
            "UPDATE outbox SET state = 'failed', bytes = x'', last_error = :error
             WHERE id = :id AND state IN ('queued', 'sending')",
            named_params! { ":id": id.get(), ":error": error },
        )
        .map(|_| ())
    }

    fn mark_expired(&mut self, id: OutboxId) -> Result<(), StoreError> {
        self.change(
            "UPDATE outbox SET state = 'expired', bytes = x''
             WHERE id = :id AND state IN ('queued', 'sending')",
            named_params! { ":id": id.get() },
        )
        .map(|_| ())
    }

    fn pause(&mut self, until: Timestamp) -> Result<(), StoreError> {
        self.pause_until(until)
    }

    fn paused(&mut self) -> Result<Option<Timestamp>, StoreError> {
        self.paused_until()
    }
}

/// A letter; `None` where its id is none, which no code here writes.
fn read_letter(row: &Row<'_>) -> rusqlite::Result<Option<Queued>> {
    let Some(message_id) = MessageId::parse(&row.get::<_, String>(2)?) else { return Ok(None) };
    Ok(Some(Queued {
        id: OutboxId::new(row.get(0)?),
        message: Outgoing {
            nudge_key: NudgeKey::new(&row.get::<_, String>(1)?),
            message_id,
            kind: row.get(3)?,
            bytes: row.get(4)?,
            created_at: instant(row.get(5)?),
            expires_at: instant(row.get(6)?),
        },
        tries: Tries {
            attempts: row.get(7)?,
            looks: row.get(8)?,
            resends: row.get(9)?,
            blind_resends: row.get(10)?,
            pardons: row.get(11)?,
        },
        next_at: instant(row.get(12)?),
        state: state_of(&row.get::<_, String>(13)?),
    }))
}

/// Puts a letter into the outbox; `None` where one with its key or Message-ID is or was there.
pub(super) fn insert(connection: &Connection, letter: &Outgoing) -> rusqlite::Result<Option<i64>> {
    let inserted = connection.execute(
        "INSERT INTO outbox (nudge_key, message_id, kind, bytes, state, next_at, expires_at, created_at)
         VALUES (:key, :message_id, :kind, :bytes, 'queued', :created, :expires, :created)
         ON CONFLICT DO NOTHING",
        named_params! {
            ":key": letter.nudge_key.as_str(), ":message_id": letter.message_id.as_str(),
            ":kind": letter.kind, ":bytes": letter.bytes,
            ":created": letter.created_at.as_second(), ":expires": letter.expires_at.as_second(),
        },
    )?;
    Ok((inserted == 1).then(|| connection.last_insert_rowid()))
}

/// Writes down what a number of a letter stands for.
pub(super) fn insert_item(connection: &Connection, letter: i64, item: &Item) -> rusqlite::Result<()> {
    connection
        .execute(
            "INSERT INTO letter_items (outbox_id, number, person, about, evidence)
             VALUES (:id, :number, :person, :about, :evidence) ON CONFLICT DO NOTHING",
            named_params! {
                ":id": letter, ":number": item.number, ":person": item.person.identity_key().as_str(),
                ":about": item.about, ":evidence": serde_json::Value::from(item.evidence.clone()).to_string(),
            },
        )
        .map(|_| ())
}

pub(super) fn instant(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or_default()
}

fn state_of(word: &str) -> OutboxState {
    match word {
        "queued" => OutboxState::Queued,
        "sending" => OutboxState::Sending,
        "sent" => OutboxState::Sent,
        "failed" => OutboxState::Failed,
        // The table admits no other word.
        _ => OutboxState::Expired,
    }
}

/// The name by which serde writes the kind.
fn word(kind: NudgeKind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn kind_of(word: &str) -> Option<NudgeKind> {
    serde_json::from_value(serde_json::Value::from(word)).ok()
}
