//! Messages, calendar objects, cards, and what was skipped.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Transaction, TransactionBehavior, named_params};

use crate::observations::calendar::{CalendarObject, Standing};
use crate::observations::{Authenticity, Facts, MessageId};
use crate::people::{Card, hex_digest};

use super::caldav::{StoredMember, record_member};
use super::{Store, StoreError, UidHash, count, forget};

/// Something read from a source, to be recorded.
#[derive(Debug)]
pub enum Recorded {
    /// A message.
    Message(Box<Facts>),
    /// A calendar object.
    Calendar(CalendarObject),
    /// A member of a calendar of which every change is known, as it now is.
    Member(StoredMember),
    /// A card.
    Card(Card),
    /// Something that could not be read, or only in part.
    Skipped(Skipped),
}

/// An item that could not be read, or only in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The item: file, Message-ID or UID.
    pub item: String,
    /// Why.
    pub reason: String,
}

/// How good the copy of a message is that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Whether its sender is vouched for.
    pub is_verified: bool,
    /// The model that read it.
    pub model: u32,
}

/// How much the journal holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Messages.
    pub messages: u64,
    /// Calendar objects.
    pub calendar_objects: u64,
    /// Cards.
    pub cards: u64,
    /// Items skipped, or read in part.
    pub skipped: u64,
}

impl Store {
    /// Records a batch in one transaction and returns how many of its items were new or better than what
    /// was there. Recording the same twice, in any order, changes nothing.
    pub fn record(&mut self, batch: &[Recorded]) -> Result<u64, StoreError> {
        self.record_with(batch, |_| Ok(()))
    }

    /// Records a batch, and what `more` writes, in one transaction.
    pub(super) fn record_with(
        &mut self,
        batch: &[Recorded],
        more: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()>,
    ) -> Result<u64, StoreError> {
        let path = self.path.clone();
        let failed = |error| super::explain(&path, error);
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let mut tombstones = forget::tombstones(&transaction).map_err(failed)?;
        let mut changed = 0;
        for item in batch {
            if tombstones.is_empty() {
                changed += record_one(&transaction, item, &path)?;
            } else if let Some(item) = forget::admitted(item, &mut tombstones) {
                changed += record_one(&transaction, &item, &path)?;
            }
        }
        forget::keep_tombstones(&transaction, &tombstones).map_err(failed)?;
        more(&transaction).map_err(failed)?;
        transaction.commit().map_err(failed)?;
        Ok(changed)
    }

    /// Notes that a source was read to its end.
    pub fn record_source(&mut self, path: &str, items: u64, at: Timestamp) -> Result<(), StoreError> {
        self.connection
            .execute(
                "INSERT INTO sources (path, items, last_read) VALUES (:path, :items, :at)
                 ON CONFLICT (path) DO UPDATE SET items = :items, last_read = :at",
                named_params! {
                    ":path": path, ":items": i64::try_from(items).unwrap_or(i64::MAX), ":at": at.as_second(),
                },
            )
            .map(|_| ())
            .map_err(|error| self.failed(error))
    }

    /// Sources by path: items in them and when each was last read.
    pub fn sources(&self) -> Result<Vec<(String, u64, Timestamp)>, StoreError> {
        let rows = self.rows("SELECT path, items, last_read FROM sources ORDER BY path", |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
        })?;
        let rows = rows.into_iter().map(|(path, items, at)| {
            (path, u64::try_from(items).unwrap_or(0), Timestamp::from_second(at).unwrap_or_default())
        });
        Ok(rows.collect())
    }

    /// Gives the facts of all messages before an instant, by id: the order in which they lie in the file, so that
    /// none has to wait for the others.
    pub fn each_message_before(
        &self,
        as_of: Timestamp,
        mut take: impl FnMut(Facts),
    ) -> Result<(), StoreError> {
        let sql = "SELECT facts FROM messages WHERE date < :as_of ORDER BY message_id";
        let failed = |error| self.failed(error);
        let mut statement = self.connection.prepare(sql).map_err(failed)?;
        let mut rows = statement.query(named_params! { ":as_of": as_of.as_second() }).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let json = row.get_ref(0).map_err(failed)?.as_str().map_err(|error| failed(error.into()))?;
            take(serde_json::from_str(json).map_err(|error| self.unreadable(error))?);
        }
        Ok(())
    }

    /// What is kept of a message; nothing where there is none with this id.
    pub fn kept(&self, id: &MessageId) -> Result<Option<Kept>, StoreError> {
        let sql = "SELECT rank FROM messages WHERE message_id = ?1 ORDER BY message_id";
        let ranks = self.rows_with(sql, [id.as_str()], |row| row.get::<_, String>(0))?;
        Ok(ranks.first().map(|rank| Kept {
            is_verified: rank.starts_with('b'),
            model: rank.get(1..7).and_then(|model| model.parse().ok()).unwrap_or(0),
        }))
    }

    /// All calendar objects, by UID and digest.
    pub fn calendar_objects(&self) -> Result<Vec<CalendarObject>, StoreError> {
        let sql = "SELECT object, member IS NOT NULL, gone_since FROM calendar_objects ORDER BY uid, digest";
        let rows = self.rows(sql, |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?, row.get::<_, Option<i64>>(2)?))
        })?;
        let gone_from_feeds = self.gone_from_feeds()?;
        let object = |(json, is_member, gone): (String, bool, Option<i64>)| {
            let object: CalendarObject =
                serde_json::from_str(&json).map_err(|error| self.unreadable(error))?;
            let standing = match gone {
                Some(at) => Standing::Gone(Timestamp::from_second(at).unwrap_or_default()),
                None if is_member => Standing::Held,
                None if gone_from_feeds.is_empty() || !object.is_published() => Standing::Told,
                None => {
                    let seen = gone_from_feeds.get(&UidHash::of(&object.uid));
                    seen.map_or(Standing::Told, |&seen| Standing::Gone(seen))
                }
            };
            Ok(CalendarObject { standing, ..object })
        };
        rows.into_iter().map(object).collect()
    }

    /// All cards, by digest.
    pub fn cards(&self) -> Result<Vec<Card>, StoreError> {
        self.parsed("SELECT card FROM cards ORDER BY digest")
    }

    /// The first `limit` items that were skipped, by name.
    pub fn skipped(&self, limit: usize) -> Result<Vec<Skipped>, StoreError> {
        let mut rows = self.rows("SELECT item, reason FROM skipped ORDER BY item, reason", |row| {
            Ok(Skipped { item: row.get(0)?, reason: row.get(1)? })
        })?;
        rows.truncate(limit);
        Ok(rows)
    }

    /// How much there is.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let sql = "SELECT (SELECT messages FROM growth), (SELECT count(*) FROM calendar_objects),
                          (SELECT count(*) FROM cards), (SELECT count(*) FROM skipped)";
        self.connection
            .query_row(sql, [], |row| {
                Ok(Counts {
                    messages: count(row, 0)?,
                    calendar_objects: count(row, 1)?,
                    cards: count(row, 2)?,
                    skipped: count(row, 3)?,
                })
            })
            .map_err(|error| self.failed(error))
    }

    /// Runs one statement.
    pub(super) fn execute(&mut self, sql: &str, parameters: impl rusqlite::Params) -> Result<(), StoreError> {
        self.connection.execute(sql, parameters).map(|_| ()).map_err(|error| self.failed(error))
    }

    pub(super) fn rows<T>(
        &self,
        sql: &str,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.rows_with(sql, [], read)
    }

    pub(super) fn rows_with<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare(sql).map_err(|error| self.failed(error))?;
        let rows = statement.query_map(parameters, read).map_err(|error| self.failed(error))?;
        rows.collect::<Result<_, _>>().map_err(|error| self.failed(error))
    }

    fn parsed<T: serde::de::DeserializeOwned>(&self, sql: &str) -> Result<Vec<T>, StoreError> {
        let rows = self.rows(sql, |row| row.get::<_, String>(0))?;
        rows.iter().map(|json| serde_json::from_str(json).map_err(|error| self.unreadable(error))).collect()
    }
}

fn record_one(transaction: &Transaction<'_>, item: &Recorded, path: &Path) -> Result<u64, StoreError> {
    let failed = |error| super::explain(path, error);
    let unreadable = |source| StoreError::Record { path: path.to_owned(), source };
    match item {
        Recorded::Message(facts) => {
            let json = serde_json::to_string(facts).map_err(unreadable)?;
            record_message(transaction, facts, &json).map_err(failed)
        }
        Recorded::Calendar(object) => {
            let json = serde_json::to_string(object).map_err(unreadable)?;
            let series = series_digest(object).map_err(unreadable)?;
            record_object(transaction, object, &json, series.as_deref()).map_err(failed)
        }
        Recorded::Member(member) => {
            let objects =
                member.objects.iter().map(|object| Ok((&*object.uid, serde_json::to_string(object)?)));
            let objects = objects.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
            record_member(transaction, member, &objects).map_err(failed)
        }
        Recorded::Card(card) => {
            let json = serde_json::to_string(card).map_err(unreadable)?;
            record_card(transaction, card, &json).map_err(failed)
        }
        Recorded::Skipped(skipped) => record_skipped(transaction, skipped).map_err(failed),
    }
}

pub(super) fn record_message(
    transaction: &Transaction<'_>,
    facts: &Facts,
    json: &str,
) -> rusqlite::Result<u64> {
    let trusted = if facts.authenticity == Authenticity::Verified { 'b' } else { 'a' };
    // What a later model read stands above what an earlier one did.
    let rank = format!("{trusted}{:06}{}", facts.model, hex_digest(json));
    let mut statement = transaction.prepare_cached(
        "INSERT INTO messages (message_id, date, rank, facts) VALUES (:id, :date, :rank, :facts)
         ON CONFLICT (message_id) DO UPDATE SET date = :date, rank = :rank, facts = :facts WHERE rank < :rank",
    )?;
    let changed = statement.execute(named_params! {
        ":id": facts.id.as_str(), ":date": facts.date.as_second(), ":rank": rank, ":facts": json,
    })?;
    Ok(changed as u64)
}

/// What two readings of one series share that differ only in how far it was listed; nothing where an object
/// is listed to its end.
pub(super) fn series_digest(object: &CalendarObject) -> serde_json::Result<Option<String>> {
    if !object.whole || object.listed_until.is_none() {
        return Ok(None);
    }
    let CalendarObject { uid, method, sequence, stamp, details, of_another, .. } = object;
    let json = serde_json::to_string(&(uid, method, sequence, stamp, details, of_another))?;
    Ok(Some(hex_digest(&json)))
}

/// Records an object; `json` is its text, `series` its [`series_digest`]. Of two readings of one series the one
/// that lists more of it stays, in whatever order they come.
pub(super) fn record_object(
    transaction: &Transaction<'_>,
    object: &CalendarObject,
    json: &str,
    series: Option<&str>,
) -> rusqlite::Result<u64> {
    let listed_until = object.listed_until.map(Timestamp::as_second).filter(|_| series.is_some());
    if series.is_some() {
        let mut longer = transaction.prepare_cached(
            "SELECT 1 FROM calendar_objects WHERE series = :series AND listed_until > :listed_until",
        )?;
        if longer.exists(named_params! { ":series": series, ":listed_until": listed_until })? {
            return Ok(0);
        }
        let mut shorter = transaction.prepare_cached(
            "DELETE FROM calendar_objects WHERE series = :series AND listed_until < :listed_until",
        )?;
        shorter.execute(named_params! { ":series": series, ":listed_until": listed_until })?;
    }
    let mut statement = transaction.prepare_cached(
        "INSERT INTO calendar_objects (digest, uid, object, series, listed_until)
         VALUES (:digest, :uid, :object, :series, :listed_until)
         ON CONFLICT (digest) DO NOTHING",
    )?;
    let changed = statement.execute(named_params! {
        ":digest": hex_digest(json), ":uid": object.uid, ":object": json, ":series": series,
        ":listed_until": listed_until,
    })?;
    Ok(changed as u64)
}

/// Records a card; `json` is its text. It takes the place of an earlier version of itself: the card of its `UID`, or
/// one that names none and has its name and addresses.
fn record_card(transaction: &Transaction<'_>, card: &Card, json: &str) -> rusqlite::Result<u64> {
    let digest = hex_digest(json);
    let mut by_uid = transaction
        .prepare_cached("DELETE FROM cards WHERE json_extract(card, '$.uid') = :uid AND digest <> :digest")?;
    by_uid.execute(named_params! { ":uid": card.uid, ":digest": digest })?;
    let mut by_name = transaction.prepare_cached(
        "DELETE FROM cards WHERE json_extract(card, '$.name') = :name AND digest <> :digest
             AND json_extract(card, '$.addresses') = json_extract(:card, '$.addresses')
             AND (:uid IS NULL OR json_extract(card, '$.uid') IS NULL)",
    )?;
    by_name.execute(named_params! {
        ":name": card.name, ":digest": digest, ":card": json, ":uid": card.uid,
    })?;
    let mut statement = transaction.prepare_cached(
        "INSERT INTO cards (digest, card) VALUES (:digest, :card) ON CONFLICT (digest) DO NOTHING",
    )?;
    Ok(statement.execute(named_params! { ":digest": digest, ":card": json })? as u64)
}

fn record_skipped(transaction: &Transaction<'_>, skipped: &Skipped) -> rusqlite::Result<u64> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO skipped (digest, item, reason) VALUES (:digest, :item, :reason)
         ON CONFLICT (digest) DO NOTHING",
    )?;
    let digest = hex_digest(&format!("{}\0{}", skipped.item, skipped.reason));
    statement
        .execute(named_params! { ":digest": digest, ":item": skipped.item, ":reason": skipped.reason })?;
    Ok(0)
}
