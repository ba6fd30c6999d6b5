//! Forgetting a person: every row that names him is dropped or rewritten, and he cannot come back.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior, named_params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ledger::RulingRecord;
use crate::observations::Facts;
use crate::observations::forgotten::{facts_without, object_without};
use crate::people::{Address, Card, Person, Tombstones};

use super::{Recorded, Store, StoreError, StoredMember, explain};

/// What went when somebody was forgotten.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Erased {
    /// Messages dropped.
    pub messages: u64,
    /// Messages, meetings and rulings of others that were rewritten or dropped.
    pub others: u64,
}

/// Every message by its id.
const MESSAGES: &str = "SELECT message_id, facts FROM messages ORDER BY message_id";

/// Stands in the schedule from when somebody is forgotten until his traces are erased.
const TRACES: &str = "erase-traces";

impl Store {
    /// Drops all that names a person, and keeps hashes by which what comes in later is dropped too. The
    /// ledger must be folded again, and `erase_traces` be called, before the bytes are gone.
    pub fn forget(&mut self, person: &Person) -> Result<Erased, StoreError> {
        let carded = self.cards()?.into_iter().filter(|card| is_card_of(card, &person.addresses));
        let carded: Vec<Address> = carded.flat_map(|card| card.addresses).collect();
        let path = self.path.clone();
        let failed = |error| explain(&path, error);
        let unreadable = |source| StoreError::Record { path: path.clone(), source };
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let mut tombstones = tombstones(&transaction).map_err(failed)?;
        tombstones.bury(person, &carded);
        // Read twice rather than kept: of most messages nothing changes, and there may be many.
        let mut dropped: Vec<String> = Vec::new();
        let mut drop_if_theirs = |id, facts: Facts| {
            if facts_without(facts, &tombstones).is_none() {
                dropped.push(id);
            }
        };
        each(&transaction, MESSAGES, &mut drop_if_theirs).map_err(failed)?.map_err(unreadable)?;
        for id in &dropped {
            tombstones.bury_message(id);
        }
        keep_tombstones(&transaction, &tombstones).map_err(failed)?;
        let mut changed: Vec<(String, Option<Facts>)> = Vec::new();
        let mut note_change = |id, facts: Facts| {
            let kept = facts_without(facts.clone(), &tombstones).filter(|facts| is_clean(facts, &tombstones));
            if kept.as_ref() != Some(&facts) {
                changed.push((id, kept));
            }
        };
        each(&transaction, MESSAGES, &mut note_change).map_err(failed)?.map_err(unreadable)?;
        let messages = dropped.len() as u64;
        let mut erased = Erased { messages, others: (changed.len() as u64).saturating_sub(messages) };
        for (id, kept) in changed {
            rewrite_message(&transaction, &id, kept).map_err(failed)?;
        }
        erased.others += rewrite_objects(&transaction, &tombstones).map_err(failed)?.map_err(unreadable)?;
        drop_cards(&transaction, &tombstones).map_err(failed)?.map_err(unreadable)?;
        erased.others += rewrite_rulings(&transaction, &tombstones).map_err(failed)?.map_err(unreadable)?;
        drop_lines(&transaction, &tombstones).map_err(failed)?;
        super::caldav::drop_addresses(&transaction).map_err(failed)?;
        drop_letters(&transaction, &tombstones).map_err(failed)?;
        super::service::schedule(&transaction, TRACES, Timestamp::UNIX_EPOCH).map_err(failed)?;
        transaction.commit().map_err(failed)?;
        Ok(erased)
    }

    /// Whether somebody was forgotten and his traces may still be there: whoever was to erase them was stopped.
    pub fn has_traces(&self) -> Result<bool, StoreError> {
        Ok(self.due_at(TRACES)?.is_some())
    }

    /// Rewrites the file so that no dropped byte is left in it or in the log beside it.
    pub fn erase_traces(&mut self) -> Result<(), StoreError> {
        self.connection.execute_batch("VACUUM").map_err(|error| self.failed(error))?;
        let busy: i64 = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(|error| self.failed(error))?;
        if busy != 0 {
            return Err(StoreError::Busy { path: self.path.clone() });
        }
        self.execute("DELETE FROM schedule WHERE job = :job", named_params! { ":job": TRACES })
    }
}

/// The tombstones as they stand.
pub(super) fn tombstones(connection: &Connection) -> rusqlite::Result<Tombstones> {
    let salt =
        connection.query_row("SELECT salt FROM tombstone_salt ORDER BY only_row", [], |row| row.get(0))?;
    let mut statement = connection.prepare_cached("SELECT digest FROM tombstones ORDER BY digest")?;
    let digests =
        statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<BTreeSet<String>>>()?;
    Ok(Tombstones::new(salt, digests))
}

pub(super) fn keep_tombstones(
    transaction: &Transaction<'_>,
    tombstones: &Tombstones,
) -> rusqlite::Result<()> {
    let mut statement = transaction
        .prepare_cached("INSERT INTO tombstones (digest) VALUES (:digest) ON CONFLICT (digest) DO NOTHING")?;
    for digest in tombstones.digests() {
        statement.execute(named_params! { ":digest": digest })?;
    }
    Ok(())
}

/// An item as it may be recorded; `None` where it may not. Buries the message that is dropped.
pub(super) fn admitted(item: &Recorded, tombstones: &mut Tombstones) -> Option<Recorded> {
    let admitted = match item {
        Recorded::Message(facts) => {
            let kept =
                facts_without((**facts).clone(), tombstones).filter(|facts| is_clean(facts, tombstones));
            if kept.is_none() {
                tombstones.bury_message(facts.id.as_str());
            }
            Recorded::Message(Box::new(kept?))
        }
        Recorded::Calendar(object) => Recorded::Calendar(
            object_without(object.clone(), tombstones).filter(|object| is_clean(object, tombstones))?,
        ),
        Recorded::Member(member) => {
            let objects = member.objects.iter().cloned();
            let objects = objects
                .filter_map(|object| object_without(object, tombstones))
                .filter(|object| is_clean(object, tombstones))
                .collect();
            Recorded::Member(StoredMember { objects, ..member.clone() })
        }
        Recorded::Card(card) => Recorded::Card(
            Some(card.clone()).filter(|card| !card.addresses.iter().any(|a| tombstones.holds(a)))?,
        ),
        Recorded::Skipped(skipped) => {
            let named = |text: &str| tombstones.named_in(text) || tombstones.holds_message(text);
            Recorded::Skipped(Some(skipped.clone()).filter(|it| !named(&it.item) && !named(&it.reason))?)
        }
    };
    Some(admitted)
}

/// Whether no field that was not thought of still holds an address of theirs.
fn is_clean(item: &impl Serialize, tombstones: &Tombstones) -> bool {
    serde_json::to_string(item).is_ok_and(|json| !tombstones.addressed_in(&json))
}

fn is_card_of(card: &Card, addresses: &[Address]) -> bool {
    let keys: BTreeSet<Address> = addresses.iter().map(Address::identity_key).collect();
    card.addresses.iter().any(|address| keys.contains(&address.identity_key()))
}

type Parsed<T> = rusqlite::Result<serde_json::Result<Vec<(String, T)>>>;

/// Shows rows of a name and a record one by one.
fn each<T: DeserializeOwned>(
    connection: &Connection,
    sql: &str,
    show: &mut dyn FnMut(String, T),
) -> rusqlite::Result<serde_json::Result<()>> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        match serde_json::from_str(row.get_ref(1)?.as_str()?) {
            Ok(record) => show(row.get(0)?, record),
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Ok(()))
}

/// Rows of a name and a record.
fn parsed<T: DeserializeOwned>(connection: &Connection, sql: &str) -> Parsed<T> {
    let mut all = Vec::new();
    let read = each(connection, sql, &mut |name, record| all.push((name, record)))?;
    Ok(read.map(|()| all))
}

/// Puts what is kept of a message in its place.
fn rewrite_message(transaction: &Transaction<'_>, id: &str, kept: Option<Facts>) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM messages WHERE message_id = :id", named_params! { ":id": id })?;
    if let Some(facts) = kept {
        let json = serde_json::to_string(&facts).unwrap_or_default();
        super::items::record_message(transaction, &facts, &json)?;
    }
    Ok(())
}

fn rewrite_objects(
    transaction: &Transaction<'_>,
    tombstones: &Tombstones,
) -> rusqlite::Result<serde_json::Result<u64>> {
    let objects = parsed(transaction, "SELECT digest, object FROM calendar_objects ORDER BY digest")?;
    let objects = match objects {
        Ok(objects) => objects,
        Err(error) => return Ok(Err(error)),
    };
    let mut changed = 0;
    for (digest, object) in objects {
        let kept =
            object_without(Clone::clone(&object), tombstones).filter(|object| is_clean(object, tombstones));
        if kept.as_ref() == Some(&object) {
            continue;
        }
        changed += 1;
        let (member, gone_since): (Option<String>, Option<i64>) = transaction.query_row(
            "DELETE FROM calendar_objects WHERE digest = :digest RETURNING member, gone_since",
            named_params! { ":digest": digest },
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let Some(object) = kept else { continue };
        let json = serde_json::to_string(&object).unwrap_or_default();
        if let Some(member) = member {
            super::caldav::insert_object(transaction, &member, gone_since, &object.uid, &json)?;
        } else {
            let series = super::items::series_digest(&object).unwrap_or_default();
            super::items::record_object(transaction, &object, &json, series.as_deref())?;
        }
    }
    Ok(Ok(changed))
}

fn drop_cards(
    transaction: &Transaction<'_>,
    tombstones: &Tombstones,
) -> rusqlite::Result<serde_json::Result<()>> {
    let cards = match parsed::<Card>(transaction, "SELECT digest, card FROM cards ORDER BY digest")? {
        Ok(cards) => cards,
        Err(error) => return Ok(Err(error)),
    };
    for (digest, card) in cards {
        if card.addresses.iter().any(|address| tombstones.holds(address)) {
            transaction
                .execute("DELETE FROM cards WHERE digest = :digest", named_params! { ":digest": digest })?;
        }
    }
    Ok(Ok(()))
}

fn rewrite_rulings(
    transaction: &Transaction<'_>,
    tombstones: &Tombstones,
) -> rusqlite::Result<serde_json::Result<u64>> {
    let rulings = parsed::<RulingRecord>(transaction, "SELECT id, record FROM rulings ORDER BY id")?;
    let rulings = match rulings {
        Ok(rulings) => rulings,
        Err(error) => return Ok(Err(error)),
    };
    let mut changed = 0;
    for (id, record) in rulings {
        let kept = record.clone().without(tombstones);
        if kept.as_ref() == Some(&record) {
            continue;
        }
        changed += 1;
        match kept {
            Some(record) => transaction.execute(
                "UPDATE rulings SET id = :new, record = :record WHERE id = :id",
                named_params! {
                    ":new": record.id().to_string(), ":id": id,
                    ":record": serde_json::to_string(&record).unwrap_or_default(),
                },
            )?,
            None => transaction.execute("DELETE FROM rulings WHERE id = :id", named_params! { ":id": id })?,
        };
    }
    Ok(Ok(changed))
}

/// Notes of what was skipped, and of where it came from, that name the forgotten.
fn drop_lines(transaction: &Transaction<'_>, tombstones: &Tombstones) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare("SELECT digest, item, reason FROM skipped ORDER BY digest")?;
    let rows = statement
        .query_map([], |row| Ok([row.get::<_, String>(0)?, row.get(1)?, row.get(2)?]))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for [digest, item, reason] in rows {
        if tombstones.named_in(&item) || tombstones.holds_message(&item) || tombstones.named_in(&reason) {
            transaction
                .execute("DELETE FROM skipped WHERE digest = :digest", named_params! { ":digest": digest })?;
        }
    }
    let mut statement = transaction.prepare("SELECT path FROM sources ORDER BY path")?;
    let paths =
        statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    for path in paths.iter().filter(|path| tombstones.named_in(path)) {
        transaction.execute("DELETE FROM sources WHERE path = :path", named_params! { ":path": path })?;
    }
    Ok(())
}

/// What was said about them. A letter that has not left may quote them anywhere, so none leaves.
fn drop_letters(transaction: &Transaction<'_>, tombstones: &Tombstones) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare("SELECT DISTINCT person FROM sent_nudges ORDER BY person")?;
    let people =
        statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    for person in people.iter().filter(|person| tombstones.named_in(person)) {
        transaction
            .execute("DELETE FROM sent_nudges WHERE person = :person", named_params! { ":person": person })?;
    }
    let mut statement = transaction.prepare("SELECT DISTINCT person FROM letter_items ORDER BY person")?;
    let people =
        statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    for person in people.iter().filter(|person| tombstones.named_in(person)) {
        transaction.execute(
            "DELETE FROM letter_items WHERE person = :person",
            named_params! { ":person": person },
        )?;
    }
    transaction.execute(
        "UPDATE outbox SET state = 'expired', bytes = x'', last_error = 'a person was forgotten'
         WHERE state IN ('queued', 'sending', 'failed')",
        [],
    )?;
    Ok(())
}
