//! What is known of the calendars that are polled. It knows neither their addresses nor HTTP.
//!
//! A series that was ahead and lacks in two complete readings of its calendar is gone from then on; what lies behind
//! never leaves the journal by lacking.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use super::{Store, StoreError};
use crate::observations::calendar::CalendarObject;
use crate::people::hex_digest;

/// Complete readings of a calendar that a series lacks in before it is gone.
const READINGS: i64 = 2;

/// By what the next look at a calendar knows that nothing changed. All are empty before the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredFeed {
    /// The server's `ETag`.
    pub etag: Option<String>,
    /// The server's `Last-Modified`.
    pub last_modified: Option<String>,
    /// Hash of the calendar.
    pub body_hash: Option<String>,
    /// Hash of where it was read.
    pub place_hash: Option<String>,
    /// Under which circumstances it was read: under others the same bytes may be another calendar.
    pub reading: Option<String>,
}

/// A hash of a UID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UidHash(i64);

impl UidHash {
    pub(super) fn of(uid: &str) -> Self {
        let digest = hex_digest(uid);
        // 60 bits.
        Self(digest.get(..15).and_then(|start| i64::from_str_radix(start, 16).ok()).unwrap_or_default())
    }
}

/// A series as a calendar held it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredSeries {
    mark: u64,
    uid: UidHash,
    last_end: Timestamp,
}

impl StoredSeries {
    /// Those that were read under a mark; one that stands for all where nothing could be read.
    #[must_use]
    pub fn under(mark: u64, objects: &[CalendarObject]) -> Vec<Self> {
        let read = objects.iter().map(|object| {
            let ends = object.occurrences.iter().map(|occurrence| occurrence.end);
            Self {
                mark,
                uid: UidHash::of(&object.uid),
                last_end: ends.max().unwrap_or(Timestamp::UNIX_EPOCH),
            }
        });
        let read: Vec<Self> = read.collect();
        if !read.is_empty() {
            return read;
        }
        vec![Self { mark, uid: UidHash(0), last_end: Timestamp::UNIX_EPOCH }]
    }

    /// The hash of its UID.
    #[must_use]
    pub fn uid(&self) -> UidHash {
        self.uid
    }
}

/// What a reading of a calendar changes in what it is known to hold.
#[derive(Debug, Default)]
pub struct FeedChange {
    /// Series that are new in it, or changed.
    pub came: Vec<StoredSeries>,
    /// Marks that it no longer holds.
    pub left: Vec<u64>,
    /// Series that were ahead and that it no longer holds; nothing where no conclusion may be drawn from what it
    /// lacks.
    pub lacking: Option<Vec<UidHash>>,
    /// When it is known to have stood as it was before.
    pub seen: Option<Timestamp>,
}

impl Store {
    /// What is known of the calendar of this name; nothing where it was never read.
    pub fn feed(&self, name: &str) -> Result<StoredFeed, StoreError> {
        let sql = "SELECT etag, last_modified, body_hash, place_hash, reading FROM feeds WHERE name = :name";
        let feed = self.connection.query_row(sql, named_params! { ":name": name }, |row| {
            Ok(StoredFeed {
                etag: row.get(0)?,
                last_modified: row.get(1)?,
                body_hash: row.get(2)?,
                place_hash: row.get(3)?,
                reading: row.get(4)?,
            })
        });
        feed.optional().map(Option::unwrap_or_default).map_err(|error| self.failed(error))
    }

    /// Marks of the series that a calendar held when it was last read.
    pub fn feed_series(&self, name: &str) -> Result<HashSet<u64>, StoreError> {
        let sql = "SELECT DISTINCT mark FROM feed_series WHERE name = ?1 ORDER BY mark";
        let marks = self.rows_with(sql, [name], |row| row.get::<_, i64>(0))?;
        Ok(marks.into_iter().map(i64::cast_unsigned).collect())
    }

    /// How many series of a calendar had occurrences ahead of `now`.
    pub fn feed_series_ahead(&self, name: &str, now: Timestamp) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM feed_series WHERE name = ?1 AND last_end > ?2";
        let counts = self.rows_with(sql, (name, now.as_second()), |row| row.get::<_, i64>(0))?;
        Ok(counts.first().and_then(|&count| usize::try_from(count).ok()).unwrap_or(0))
    }

    /// The series under these marks that had occurrences ahead of `now`, each with its mark.
    pub fn feed_series_under(
        &self,
        name: &str,
        marks: &[u64],
        now: Timestamp,
    ) -> Result<Vec<(u64, UidHash)>, StoreError> {
        let read = || {
            let mut statement = self.connection.prepare_cached(
                "SELECT uid FROM feed_series WHERE name = ?1 AND mark = ?2 AND last_end > ?3 ORDER BY uid",
            )?;
            let mut found = Vec::new();
            for &mark in marks {
                let uids =
                    statement.query_map((name, mark.cast_signed(), now.as_second()), |row| row.get(0))?;
                for uid in uids {
                    found.push((mark, UidHash(uid?)));
                }
            }
            Ok(found)
        };
        read().map_err(|error| self.failed(error))
    }

    /// Notes what is known of a calendar, once all that was in it is recorded.
    pub fn record_feed(&mut self, name: &str, feed: &StoredFeed, at: Timestamp) -> Result<(), StoreError> {
        write_feed(&self.connection, name, feed, at).map_err(|error| self.failed(error))
    }

    /// The same, and what changed since it was last read. Gives how many series are gone now, or here again.
    pub fn record_feed_change(
        &mut self,
        name: &str,
        feed: &StoredFeed,
        change: &FeedChange,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let path = self.path.clone();
        let write = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            let changed = write_change(&transaction, name, feed, change, at)?;
            transaction.commit()?;
            Ok(changed)
        };
        write(&mut self.connection).map_err(|error| super::explain(&path, error))
    }

    /// Notes that a calendar still is as it was when it was last read, so it lacks the same once more. Gives how
    /// many series are gone now; writes nothing where nothing lacked.
    pub fn confirm_absences(&mut self, name: &str) -> Result<u64, StoreError> {
        let pending = are_pending(&self.connection, name).map_err(|error| self.failed(error))?;
        if !pending {
            return Ok(0);
        }
        lack_again(&self.connection, name).map_err(|error| self.failed(error))
    }

    /// Lets go of what a calendar held: another one has its name now, and from what that lacks nothing follows.
    pub fn release_feed(&mut self, name: &str) -> Result<(), StoreError> {
        self.execute("DELETE FROM feed_series WHERE name = ?1", [name])?;
        self.execute("DELETE FROM feed_absences WHERE name = ?1 AND readings < ?2", (name, READINGS))
    }

    /// Series that are gone and stand in no other calendar that is polled, and until when they are known to have
    /// stood in one.
    pub(super) fn gone_from_feeds(&self) -> Result<HashMap<UidHash, Timestamp>, StoreError> {
        let sql = "SELECT uid, max(seen) FROM feed_absences WHERE readings >= ?1 AND uid NOT IN (
                       SELECT uid FROM feed_series WHERE uid IN (
                           SELECT uid FROM feed_absences WHERE readings >= ?1))
                   GROUP BY uid ORDER BY uid";
        let rows =
            self.rows_with(sql, [READINGS], |row| Ok((UidHash(row.get(0)?), row.get::<_, i64>(1)?)))?;
        Ok(rows
            .into_iter()
            .map(|(uid, seen)| (uid, Timestamp::from_second(seen).unwrap_or_default()))
            .collect())
    }
}

fn are_pending(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM feed_absences WHERE name = ?1 AND readings < ?2";
    connection.prepare_cached(sql)?.exists((name, READINGS))
}

/// One more reading lacks what lacked before; gives how many are gone now.
fn lack_again(connection: &Connection, name: &str) -> rusqlite::Result<u64> {
    let sql = "UPDATE feed_absences SET readings = readings + 1 WHERE name = ?1 AND readings < ?2";
    Ok(connection.prepare_cached(sql)?.execute((name, READINGS))? as u64)
}

fn write_change(
    transaction: &Transaction<'_>,
    name: &str,
    feed: &StoredFeed,
    change: &FeedChange,
    at: Timestamp,
) -> rusqlite::Result<u64> {
    let sql = "SELECT last_read FROM feeds WHERE name = ?1";
    let last_read: Option<i64> = transaction.query_row(sql, [name], |row| row.get(0)).optional()?;
    let seen = last_read.max(change.seen.map(Timestamp::as_second)).unwrap_or(at.as_second());
    if change.lacking.is_none() && are_pending(transaction, name)? {
        // That this one stays as it is says nothing of what lacked before, so it must be looked at again.
        let StoredFeed { place_hash, reading, .. } = feed.clone();
        write_feed(transaction, name, &StoredFeed { place_hash, reading, ..StoredFeed::default() }, at)?;
    } else {
        write_feed(transaction, name, feed, at)?;
    }
    let mut changed = 0;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO feed_series (name, mark, uid, last_end) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (name, mark, uid) DO UPDATE SET last_end = max(last_end, excluded.last_end)",
    )?;
    let mut here_again =
        transaction.prepare_cached("DELETE FROM feed_absences WHERE name = ?1 AND uid = ?2")?;
    for series in &change.came {
        insert.execute((name, series.mark.cast_signed(), series.uid.0, series.last_end.as_second()))?;
        changed += here_again.execute((name, series.uid.0))? as u64;
    }
    let mut delete = transaction.prepare_cached("DELETE FROM feed_series WHERE name = ?1 AND mark = ?2")?;
    for mark in &change.left {
        delete.execute((name, mark.cast_signed()))?;
    }
    if let Some(lacking) = &change.lacking {
        changed += lack_again(transaction, name)?;
        let mut insert = transaction.prepare_cached(
            "INSERT OR IGNORE INTO feed_absences (name, uid, readings, seen) VALUES (?1, ?2, 1, ?3)",
        )?;
        for uid in lacking {
            insert.execute((name, uid.0, seen))?;
        }
    }
    Ok(changed)
}

fn write_feed(connection: &Connection, name: &str, feed: &StoredFeed, at: Timestamp) -> rusqlite::Result<()> {
    let sql = "INSERT INTO feeds (name, etag, last_modified, body_hash, place_hash, reading, last_read)
               VALUES (:name, :etag, :last_modified, :body_hash, :place_hash, :reading, :at)
               ON CONFLICT (name) DO UPDATE SET etag = :etag, last_modified = :last_modified,
                   body_hash = :body_hash, place_hash = :place_hash, reading = :reading, last_read = :at";
    let parameters = named_params! {
        ":name": name, ":etag": feed.etag, ":last_modified": feed.last_modified, ":body_hash": feed.body_hash,
        ":place_hash": feed.place_hash, ":reading": feed.reading, ":at": at.as_second(),
    };
    connection.execute(sql, parameters).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_last_known_of_a_calendar_is_kept() {
        let directory = tempfile::tempdir().unwrap();
        let mut store = Store::open_or_create(directory.path()).unwrap();
        assert_eq!(store.feed("home").unwrap(), StoredFeed::default());
        let first = StoredFeed { etag: Some("W/\"1\"".into()), ..StoredFeed::default() };
        let second =
            StoredFeed { body_hash: Some("b".into()), place_hash: Some("p".into()), ..first.clone() };
        let at = |second| Timestamp::from_second(second).unwrap();
        store.record_feed("home", &first, at(1)).unwrap();
        store.record_feed("home", &second, at(2)).unwrap();
        store.record_feed("away", &first, at(3)).unwrap();
        drop(store);
        let store = Store::open(directory.path()).unwrap();
        assert_eq!(store.feed("home").unwrap(), second);
        assert_eq!(store.feed("away").unwrap(), first);
    }

    fn series(mark: u64, uid: &str, last_end: i64) -> StoredSeries {
        let last_end = Timestamp::from_second(last_end).unwrap();
        StoredSeries { mark, uid: UidHash::of(uid), last_end }
    }

    fn store() -> (tempfile::TempDir, Store) {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open_or_create(directory.path()).unwrap();
        (directory, store)
    }

    fn record(store: &mut Store, name: &str, change: &FeedChange, second: i64) -> u64 {
        let at = Timestamp::from_second(second).unwrap();
        store.record_feed_change(name, &StoredFeed::default(), change, at).unwrap()
    }

    #[test]
    fn series_come_and_leave() {
        let (_directory, mut store) = store();
        let mut change = |came: &[u64], left: &[u64]| {
            let came = came.iter().map(|&mark| series(mark, "a", 5)).collect();
            record(&mut store, "home", &FeedChange { came, left: left.to_vec(), ..FeedChange::default() }, 0);
            store.feed_series("home").unwrap()
        };
        assert_eq!(change(&[1, u64::MAX], &[]), HashSet::from([1, u64::MAX]));
        assert_eq!(change(&[2, 1], &[u64::MAX, 7]), HashSet::from([1, 2]));
        assert!(store.feed_series("away").unwrap().is_empty());
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(store.feed_series_ahead("home", at(4)).unwrap(), 2);
        assert_eq!(store.feed_series_under("home", &[2, 7], at(4)).unwrap(), [(2, UidHash::of("a"))]);
        assert!(store.feed_series_under("home", &[2], at(5)).unwrap().is_empty());
    }

    #[test]
    fn what_two_complete_readings_lack_is_gone_until_it_comes_again() {
        let (_directory, mut store) = store();
        let a = UidHash::of("a");
        let came = |mark| FeedChange { came: vec![series(mark, "a", 99)], ..FeedChange::default() };
        let lacks = FeedChange { left: vec![1, 2], lacking: Some(vec![a]), ..FeedChange::default() };
        let gone = |store: &Store| store.gone_from_feeds().unwrap().get(&a).map(|seen| seen.as_second());
        record(&mut store, "home", &came(1), 10);
        assert_eq!(record(&mut store, "home", &lacks, 20), 0);
        assert_eq!(gone(&store), None);
        // One that broke off says nothing.
        assert_eq!(record(&mut store, "home", &FeedChange::default(), 30), 0);
        assert_eq!(gone(&store), None);
        assert_eq!((store.confirm_absences("home").unwrap(), gone(&store)), (1, Some(10)));
        assert_eq!(store.confirm_absences("home").unwrap(), 0);
        record(&mut store, "away", &came(7), 40);
        assert_eq!(gone(&store), None, "it stands in another calendar");
        record(&mut store, "away", &FeedChange { left: vec![7], ..FeedChange::default() }, 50);
        assert_eq!(gone(&store), Some(10));
        store.release_feed("home").unwrap();
        assert_eq!(gone(&store), Some(10));
        assert_eq!((record(&mut store, "home", &came(2), 60), gone(&store)), (1, None));
    }

    #[test]
    fn what_broke_off_while_something_lacked_is_looked_at_again() {
        let (_directory, mut store) = store();
        let feed =
            StoredFeed { body_hash: Some("b".into()), reading: Some("r".into()), ..StoredFeed::default() };
        let at = Timestamp::UNIX_EPOCH;
        let lacks = FeedChange { lacking: Some(vec![UidHash::of("a")]), ..FeedChange::default() };
        store.record_feed_change("home", &feed, &FeedChange::default(), at).unwrap();
        assert_eq!(store.feed("home").unwrap(), feed);
        store.record_feed_change("home", &feed, &lacks, at).unwrap();
        store.record_feed_change("home", &feed, &FeedChange::default(), at).unwrap();
        assert_eq!(store.feed("home").unwrap(), StoredFeed { body_hash: None, ..feed });
    }
}
