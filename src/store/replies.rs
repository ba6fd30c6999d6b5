//! The owner's answers to letters: which letter they name, what its numbers stand for, what they did.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, named_params};

use crate::delivery::{Item, Outgoing};
use crate::ledger::RulingRecord;
use crate::nudges::commands::{KnownLetter, LetterCode, Record, Refusal};
use crate::observations::{Facts, MessageId};
use crate::people::Address;

use super::{Store, StoreError, explain, outbox, rulings};

/// The time over which answers are counted.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Most letters whose code a subject may name: sixty days have fewer.
const MAX_LETTERS: u32 = 1000;

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyOutcome {
    /// It held commands, and they were followed as far as they could be.
    Taken,
    /// Nothing was newly written in it.
    Empty,
    /// What was written was no command.
    NotUnderstood,
}

impl ReplyOutcome {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Empty => "empty",
            Self::NotUnderstood => "not-understood",
        }
    }
}

/// An answer, and all that comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenReply {
    /// Its Message-ID.
    pub message_id: MessageId,
    /// The letter it answers.
    pub letter: MessageId,
    /// When it was read.
    pub at: Timestamp,
    /// What became of it.
    pub outcome: ReplyOutcome,
    /// What the owner said in it.
    pub rulings: Vec<RulingRecord>,
    /// The answers that it takes back.
    pub undoes: Vec<MessageId>,
    /// The letter that says what was done, and what its numbers stand for.
    pub answer: Option<(Outgoing, Vec<Item>)>,
}

/// An answer that did something which can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The answer.
    pub reply: MessageId,
    /// What it said.
    pub rulings: Vec<RulingRecord>,
}

/// How many answers came to what, for `status`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct ReplyCounts {
    /// Answers taken.
    pub taken: u64,
    /// Answers in which nothing was understood.
    pub not_understood: u64,
    /// Messages that named a letter and did not count.
    pub refused: u64,
}

impl Store {
    /// The secret behind the names and codes of letters.
    pub fn letter_secret(&self) -> Result<String, StoreError> {
        let sql = "SELECT secret FROM letter_secret ORDER BY only_row";
        self.connection.query_row(sql, [], |row| row.get(0)).map_err(|error| self.failed(error))
    }

    /// The letters among these ids; where `since` is given, also all that were made from then on.
    pub fn letters_named(
        &self,
        ids: &[MessageId],
        since: Option<Timestamp>,
    ) -> Result<Vec<KnownLetter>, StoreError> {
        let secret = self.letter_secret()?;
        let named: Vec<&str> = ids.iter().map(MessageId::as_str).collect();
        let named = serde_json::to_string(&named).map_err(|error| self.unreadable(error))?;
        let sql = "SELECT message_id, created_at FROM outbox
                   WHERE message_id IN (SELECT value FROM json_each(:ids)) OR created_at >= :since
                   ORDER BY created_at DESC, id DESC LIMIT :limit";
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.failed(error))?;
        let since = since.map_or(i64::MAX, Timestamp::as_second);
        let parameters = named_params! { ":ids": named, ":since": since, ":limit": MAX_LETTERS };
        let rows = statement
            .query_map(parameters, |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))
            .and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>)
            .map_err(|error| self.failed(error))?;
        let known = rows.into_iter().filter_map(|(id, at)| {
            let message_id = MessageId::parse(&id)?;
            let code = LetterCode::of(&message_id, &secret);
            Some(KnownLetter { message_id, code, made_at: outbox::instant(at) })
        });
        Ok(known.collect())
    }

    /// When the oldest message was written.
    pub fn oldest_message(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT min(date) FROM messages";
        self.connection
            .query_row(sql, [], |row| row.get::<_, Option<i64>>(0))
            .map(|at| at.map(outbox::instant))
            .map_err(|error| self.failed(error))
    }

    /// The facts of the message with this id.
    pub fn message(&self, id: &str) -> Result<Option<Facts>, StoreError> {
        let sql = "SELECT facts FROM messages WHERE message_id = :id";
        let json: Option<String> = self
            .connection
            .query_row(sql, named_params! { ":id": id }, |row| row.get(0))
            .optional()
            .map_err(|error| self.failed(error))?;
        json.map(|json| serde_json::from_str(&json)).transpose().map_err(|error| self.unreadable(error))
    }

    /// What was taken before a message with this id at `now`.
    pub fn reply_record(&self, id: &MessageId, now: Timestamp) -> Result<Record, StoreError> {
        let sql = "SELECT coalesce(sum(message_id = :id), 0), coalesce(sum(at > :since), 0) FROM replies
                   WHERE outcome IN ('taken', 'empty', 'not-understood')";
        let since = now.saturating_sub(DAY).unwrap_or(Timestamp::MIN).as_second();
        self.connection
            .query_row(sql, named_params! { ":id": id.as_str(), ":since": since }, |row| {
                Ok(Record { same: row.get(0)?, last_day: row.get(1)? })
            })
            .map_err(|error| self.failed(error))
    }

    /// What the numbers of a letter stand for, in their order.
    pub fn letter_items(&self, letter: &MessageId) -> Result<Vec<Item>, StoreError> {
        let sql = "SELECT number, person, about, evidence
                   FROM letter_items JOIN outbox ON outbox.id = letter_items.outbox_id
                   WHERE message_id = :letter ORDER BY number";
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.failed(error))?;
        let rows = statement
            .query_map(named_params! { ":letter": letter.as_str() }, |row| {
                Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get::<_, String>(3)?))
            })
            .and_then(Iterator::collect::<rusqlite::Result<Vec<(u32, String, String, String)>>>)
            .map_err(|error| self.failed(error))?;
        let items = rows.into_iter().filter_map(|(number, person, about, evidence)| {
            let person = Address::parse(&person)?;
            Some(Item { number, person, about, evidence: serde_json::from_str(&evidence).ok()? })
        });
        Ok(items.collect())
    }

    /// The last answer to a letter, or the one that the letter confirms, of which something still stands; none of
    /// those that are being taken back already.
    pub fn last_effect(
        &self,
        letter: &MessageId,
        undoes: &[MessageId],
    ) -> Result<Option<Effect>, StoreError> {
        let sql = "SELECT message_id, rulings FROM replies
                   WHERE (letter = ?1 OR answer = ?1) AND undone_at IS NULL AND rulings <> '[]'
                   ORDER BY at, message_id";
        let rows = self.rows_with(sql, [letter.as_str()], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        let standing = self.standing_rulings()?;
        let mut effects = Vec::new();
        for (reply, ids) in rows {
            let Some(reply) = MessageId::parse(&reply).filter(|reply| !undoes.contains(reply)) else {
                continue;
            };
            let ids: Vec<String> = serde_json::from_str(&ids).map_err(|error| self.unreadable(error))?;
            let said = standing.iter().filter(|record| ids.contains(&record.id().to_string()));
            effects.push(Effect { reply, rulings: said.cloned().collect() });
        }
        // Answers are taken within one second, and no two of their rulings at one instant.
        let said_at = |effect: &Effect| effect.rulings.last().map(|record| record.at);
        Ok(effects.into_iter().max_by_key(said_at).filter(|effect| !effect.rulings.is_empty()))
    }

    /// Takes an answer: marks it as seen, follows it and queues the letter that says so, all or nothing.
    /// False where it was taken before; then nothing changes.
    pub fn take_reply(&mut self, reply: &TakenReply) -> Result<bool, StoreError> {
        let path = self.path.clone();
        let failed = |error| explain(&path, error);
        let unreadable = |source| StoreError::Record { path: path.clone(), source };
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let ids: Vec<String> = reply.rulings.iter().map(|record| record.id().to_string()).collect();
        let ids = serde_json::to_string(&ids).map_err(unreadable)?;
        if !mark_taken(&transaction, reply, &ids).map_err(failed)? {
            return Ok(false);
        }
        for record in &reply.rulings {
            let json = serde_json::to_string(record).map_err(unreadable)?;
            rulings::insert(&transaction, record, &json).map_err(failed)?;
        }
        for undone in &reply.undoes {
            undo(&transaction, undone, reply.at).map_err(failed)?.map_err(unreadable)?;
        }
        if let Some((letter, items)) = &reply.answer
            && let Some(id) = outbox::insert(&transaction, letter).map_err(failed)?
        {
            for item in items {
                outbox::insert_item(&transaction, id, item).map_err(failed)?;
            }
        }
        transaction.commit().map_err(failed)?;
        Ok(true)
    }

    /// Counts a message that named a letter and did not count.
    pub fn refuse_reply(
        &mut self,
        id: &MessageId,
        refusal: Refusal,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.connection
            .execute(
                "INSERT INTO replies (message_id, letter, at, outcome) VALUES (:id, '', :at, :outcome)
                 ON CONFLICT (message_id) DO NOTHING",
                named_params! { ":id": id.as_str(), ":at": now.as_second(), ":outcome": refusal.as_str() },
            )
            .map(|_| ())
            .map_err(|error| self.failed(error))
    }

    /// How many answers came to what.
    pub fn reply_counts(&self) -> Result<ReplyCounts, StoreError> {
        let sql = "SELECT coalesce(sum(outcome = 'taken'), 0), coalesce(sum(outcome = 'not-understood'), 0),
                          coalesce(sum(outcome NOT IN ('taken', 'not-understood', 'empty')), 0) FROM replies";
        self.connection
            .query_row(sql, [], |row| {
                let number = |at| row.get::<_, i64>(at).map(i64::unsigned_abs);
                Ok(ReplyCounts { taken: number(0)?, not_understood: number(1)?, refused: number(2)? })
            })
            .map_err(|error| self.failed(error))
    }
}

/// Whether the answer is marked now; one that was refused elsewhere before may still be taken.
fn mark_taken(transaction: &Transaction<'_>, reply: &TakenReply, ids: &str) -> rusqlite::Result<bool> {
    let answer = reply.answer.as_ref().map(|(letter, _)| letter.message_id.as_str());
    let marked = transaction.execute(
        "INSERT INTO replies (message_id, letter, at, outcome, rulings, answer)
         VALUES (:id, :letter, :at, :outcome, :rulings, :answer)
         ON CONFLICT (message_id) DO UPDATE
         SET letter = :letter, at = :at, outcome = :outcome, rulings = :rulings, answer = :answer
         WHERE outcome NOT IN ('taken', 'empty', 'not-understood')",
        named_params! {
            ":id": reply.message_id.as_str(), ":letter": reply.letter.as_str(), ":at": reply.at.as_second(),
            ":outcome": reply.outcome.as_str(), ":rulings": ids, ":answer": answer,
        },
    )?;
    Ok(marked == 1)
}

/// Takes back what an answer said.
fn undo(
    connection: &Connection,
    reply: &MessageId,
    at: Timestamp,
) -> rusqlite::Result<serde_json::Result<()>> {
    let ids: Option<String> = connection
        .query_row(
            "SELECT rulings FROM replies WHERE message_id = :id AND undone_at IS NULL",
            named_params! { ":id": reply.as_str() },
            |row| row.get(0),
        )
        .optional()?;
    let Some(ids) = ids else { return Ok(Ok(())) };
    let ids: Vec<String> = match serde_json::from_str(&ids) {
        Ok(ids) => ids,
        Err(error) => return Ok(Err(error)),
    };
    for id in ids {
        rulings::mark_undone(connection, &id, at)?;
    }
    connection.execute(
        "UPDATE replies SET undone_at = :at WHERE message_id = :id",
        named_params! { ":id": reply.as_str(), ":at": at.as_second() },
    )?;
    Ok(Ok(()))
}
