//! Calendars on servers that tell every change (CalDAV): where they are, how far each was read, what each holds.
//! The newest version of a member takes the place of the one before; one that is gone stays, marked.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, named_params};

use super::{Recorded, Store, StoreError};
use crate::observations::calendar::CalendarObject;
use crate::people::hex_digest;

/// Where the calendars of an account were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredHome {
    /// A hash of what the owner configured; by another one it is another place.
    pub place: String,
    /// Whether it is one calendar, not a place of several.
    pub is_calendar: bool,
    /// The addresses.
    pub urls: Vec<String>,
}

/// Which calendar of which account, and what it is read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarKey {
    /// The account's name in the config.
    pub account: String,
    /// A hash of the calendar's path.
    pub calendar: String,
    /// What decides how it is read; by another one it must be read again.
    pub read_as: String,
}

/// How far a calendar has been read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredSync {
    /// From where the server's account of changes goes on.
    pub sync_token: Option<String>,
    /// Another one after every change.
    pub ctag: Option<String>,
}

/// A member of a calendar and what it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredMember {
    /// The calendar.
    pub key: CalendarKey,
    /// A hash of the member's path.
    pub member: String,
    /// Its version.
    pub etag: Option<String>,
    /// What it holds; nothing where it could not be read.
    pub objects: Vec<CalendarObject>,
}

impl Store {
    /// Where the calendars of an account were found last time.
    pub fn caldav_home(&self, account: &str) -> Result<Option<StoredHome>, StoreError> {
        let sql = "SELECT kind = 'calendar', urls, place FROM caldav_homes WHERE account = :account";
        let home = self.connection.query_row(sql, named_params! { ":account": account }, |row| {
            let urls = row.get::<_, String>(1)?;
            let urls = urls.lines().map(str::to_owned).collect();
            Ok(StoredHome { is_calendar: row.get(0)?, urls, place: row.get(2)? })
        });
        home.optional().map_err(|error| self.failed(error))
    }

    /// Notes where they were found.
    pub fn record_caldav_home(&mut self, account: &str, home: &StoredHome) -> Result<(), StoreError> {
        let kind = if home.is_calendar { "calendar" } else { "sets" };
        self.execute(
            "INSERT INTO caldav_homes (account, place, kind, urls) VALUES (:account, :place, :kind, :urls)
             ON CONFLICT (account) DO UPDATE SET place = :place, kind = :kind, urls = :urls",
            named_params! {
                ":account": account, ":place": home.place, ":kind": kind, ":urls": home.urls.join("\n"),
            },
        )
    }

    /// How far a calendar was read as it is read now.
    pub fn caldav_sync(&self, key: &CalendarKey) -> Result<Option<StoredSync>, StoreError> {
        let sql = "SELECT sync_token, ctag FROM caldav_calendars
                   WHERE account = :account AND calendar = :calendar AND read_as = :read_as";
        let sync = self.connection.query_row(
            sql,
            named_params! { ":account": key.account, ":calendar": key.calendar, ":read_as": key.read_as },
            |row| Ok(StoredSync { sync_token: row.get(0)?, ctag: row.get(1)? }),
        );
        sync.optional().map_err(|error| self.failed(error))
    }

    /// When a calendar was last recorded as read to its end.
    pub fn caldav_read_at(&self, key: &CalendarKey) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT read_at FROM caldav_calendars WHERE account = :account AND calendar = :calendar";
        let at = self.connection.query_row(
            sql,
            named_params! { ":account": key.account, ":calendar": key.calendar },
            |row| row.get::<_, i64>(0),
        );
        let at = at.optional().map_err(|error| self.failed(error))?;
        Ok(at.and_then(|at| Timestamp::from_second(at).ok()))
    }

    /// The members of a calendar with their versions; with none where they were read as something else, or where
    /// that is not known.
    pub fn caldav_members(&self, key: &CalendarKey) -> Result<BTreeMap<String, Option<String>>, StoreError> {
        let sql = "SELECT member, CASE WHEN EXISTS (
                       SELECT 1 FROM caldav_calendars AS known WHERE known.account = members.account
                           AND known.calendar = members.calendar AND known.read_as <> :read_as
                   ) THEN NULL ELSE etag END
                   FROM caldav_members AS members WHERE account = :account AND calendar = :calendar
                   ORDER BY member";
        let parameters =
            named_params! { ":account": key.account, ":calendar": key.calendar, ":read_as": key.read_as };
        let rows = self.rows_with(sql, parameters, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.into_iter().collect())
    }

    /// Records new and changed members of a calendar (and notes), marks those that are `gone`, which stood there
    /// until `seen`, and notes how far it has been read, in one transaction. Gives how many differ from before.
    pub fn record_caldav(
        &mut self,
        key: &CalendarKey,
        batch: &[Recorded],
        gone: &[String],
        sync: Option<&StoredSync>,
        (seen, now): (Timestamp, Timestamp),
    ) -> Result<u64, StoreError> {
        let mut dropped = 0;
        let changed = self.record_with(batch, |transaction| {
            for member in gone {
                dropped += drop_member(transaction, key, member, seen)?;
            }
            sync.map_or(Ok(()), |sync| record_sync(transaction, key, sync, now))
        })?;
        Ok(changed + dropped)
    }

    /// Lets go of the calendars of an account that are not among those read. Of those that are `left` what they held
    /// stays in the journal, and nothing follows any more from their not holding it. Of those that are there no more,
    /// and were at `seen`, it is gone with them. Gives how many entries are.
    pub fn release_caldav(
        &mut self,
        account: &str,
        (read, left): (&[String], &[String]),
        seen: Timestamp,
    ) -> Result<u64, StoreError> {
        let known = self.caldav_calendars(account)?;
        let released: Vec<&String> = known.iter().filter(|calendar| !read.contains(calendar)).collect();
        if released.is_empty() {
            return Ok(0);
        }
        let mut gone = 0;
        self.record_with(&[], |transaction| {
            for calendar in released {
                let gone_since = (!left.contains(calendar)).then_some(seen);
                gone += release(transaction, account, calendar, gone_since)?;
            }
            Ok(())
        })?;
        Ok(gone)
    }

    /// Forgets where the calendars of an account are and lets go of all of them: it is another account now.
    pub fn release_caldav_account(&mut self, account: &str) -> Result<(), StoreError> {
        let known = self.caldav_calendars(account)?;
        self.release_caldav(account, (&[], &known), Timestamp::UNIX_EPOCH)?;
        self.execute(
            "DELETE FROM caldav_homes WHERE account = :account",
            named_params! { ":account": account },
        )
    }
}

impl Store {
    /// The calendars of an account of which something is held.
    fn caldav_calendars(&self, account: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT DISTINCT calendar FROM caldav_members WHERE account = ?1 ORDER BY calendar";
        self.rows_with(sql, [account], |row| row.get(0))
    }
}

/// Lets go of a calendar. What it held is gone since an instant, or stays; gives how many entries are gone.
fn release(
    transaction: &Transaction<'_>,
    account: &str,
    calendar: &str,
    gone_since: Option<Timestamp>,
) -> rusqlite::Result<u64> {
    let names = named_params! { ":account": account, ":calendar": calendar };
    let held = transaction.execute(
        "UPDATE calendar_objects
         SET gone_since = :gone, member = CASE WHEN :gone IS NULL THEN NULL ELSE member END
         WHERE gone_since IS NULL AND member IN (
             SELECT account || char(10) || calendar || char(10) || member FROM caldav_members
             WHERE account = :account AND calendar = :calendar)",
        named_params! {
            ":account": account, ":calendar": calendar, ":gone": gone_since.map(Timestamp::as_second),
        },
    )?;
    transaction
        .execute("DELETE FROM caldav_members WHERE account = :account AND calendar = :calendar", names)?;
    transaction
        .execute("DELETE FROM caldav_calendars WHERE account = :account AND calendar = :calendar", names)?;
    Ok(if gone_since.is_some() { held as u64 } else { 0 })
}

/// How a member is called in the table of objects.
fn name(key: &CalendarKey, member: &str) -> String {
    format!("{}\n{}\n{member}", key.account, key.calendar)
}

fn record_sync(
    transaction: &Transaction<'_>,
    key: &CalendarKey,
    sync: &StoredSync,
    now: Timestamp,
) -> rusqlite::Result<()> {
    transaction
        .execute(
            "INSERT INTO caldav_calendars (account, calendar, sync_token, ctag, read_as, read_at)
             VALUES (:account, :calendar, :token, :ctag, :read_as, :at)
             ON CONFLICT (account, calendar) DO UPDATE SET sync_token = :token, ctag = :ctag,
                 read_as = :read_as, read_at = :at",
            named_params! {
                ":account": key.account, ":calendar": key.calendar, ":token": sync.sync_token,
                ":ctag": sync.ctag, ":read_as": key.read_as, ":at": now.as_second(),
            },
        )
        .map(|_| ())
}

/// Puts what a member holds in the place of what it held; `objects` are UIDs and records.
pub(super) fn record_member(
    transaction: &Transaction<'_>,
    member: &StoredMember,
    objects: &[(&str, String)],
) -> rusqlite::Result<u64> {
    let name = name(&member.key, &member.member);
    transaction
        .prepare_cached(
            "INSERT INTO caldav_members (account, calendar, member, etag)
             VALUES (:account, :calendar, :member, :etag)
             ON CONFLICT (account, calendar, member) DO UPDATE SET etag = :etag",
        )?
        .execute(named_params! {
            ":account": member.key.account, ":calendar": member.key.calendar, ":member": member.member,
            ":etag": member.etag,
        })?;
    let mut statement = transaction.prepare_cached(
        "SELECT digest FROM calendar_objects WHERE member = :member AND gone_since IS NULL ORDER BY digest",
    )?;
    let before = statement
        .query_map(named_params! { ":member": name }, |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    let mut now: Vec<String> = objects.iter().map(|(_, json)| digest(&name, json)).collect();
    now.sort();
    now.dedup();
    if before == now {
        return Ok(0);
    }
    transaction
        .prepare_cached("DELETE FROM calendar_objects WHERE member = :member")?
        .execute(named_params! { ":member": name })?;
    for (uid, json) in objects {
        insert_object(transaction, &name, None, uid, json)?;
    }
    Ok(1)
}

/// Records an object as one that a member holds, or held.
pub(super) fn insert_object(
    transaction: &Transaction<'_>,
    member: &str,
    gone_since: Option<i64>,
    uid: &str,
    json: &str,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO calendar_objects (digest, uid, object, member, gone_since)
             VALUES (:digest, :uid, :object, :member, :gone)
             ON CONFLICT (digest) DO UPDATE SET member = :member, gone_since = :gone",
        )?
        .execute(named_params! {
            ":digest": digest(member, json), ":uid": uid, ":object": json, ":member": member, ":gone": gone_since,
        })
        .map(|_| ())
}

/// The same object may stand in several calendars and be taken off one of them.
fn digest(member: &str, json: &str) -> String {
    hex_digest(&format!("{member}\n{json}"))
}

/// Drops what servers wrote of places, which may name people: it is looked for again, and each calendar compared.
pub(super) fn drop_addresses(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM caldav_homes", [])?;
    transaction.execute("UPDATE caldav_calendars SET sync_token = NULL, ctag = NULL", [])?;
    Ok(())
}

fn drop_member(
    transaction: &Transaction<'_>,
    key: &CalendarKey,
    member: &str,
    seen: Timestamp,
) -> rusqlite::Result<u64> {
    transaction
        .prepare_cached(
            "DELETE FROM caldav_members WHERE account = :account AND calendar = :calendar AND member = :member",
        )?
        .execute(named_params! { ":account": key.account, ":calendar": key.calendar, ":member": member })?;
    let marked = transaction
        .prepare_cached(
            "UPDATE calendar_objects SET gone_since = :seen WHERE member = :member AND gone_since IS NULL",
        )?
        .execute(named_params! { ":member": name(key, member), ":seen": seen.as_second() })?;
    Ok(u64::from(marked > 0))
}

#[cfg(test)]
mod tests;
