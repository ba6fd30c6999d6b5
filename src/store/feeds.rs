//! What is known of the calendars that are polled. It knows neither their addresses nor HTTP.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::{Store, StoreError};

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
        let sql = "SELECT mark FROM feed_series WHERE name = ?1 ORDER BY mark";
        let marks = self.rows_with(sql, [name], |row| row.get::<_, i64>(0))?;
        Ok(marks.into_iter().map(i64::cast_unsigned).collect())
    }

    /// Notes what is known of a calendar, once all that was in it is recorded.
    pub fn record_feed(&mut self, name: &str, feed: &StoredFeed, at: Timestamp) -> Result<(), StoreError> {
        write_feed(&self.connection, name, feed, at).map_err(|error| self.failed(error))
    }

    /// The same, and which series came into the calendar and left it since it was last read.
    pub fn record_feed_series(
        &mut self,
        name: &str,
        feed: &StoredFeed,
        (came, left): (&[u64], &[u64]),
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let path = self.path.clone();
        let write = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            write_feed(&transaction, name, feed, at)?;
            for (sql, marks) in [
                ("INSERT OR IGNORE INTO feed_series (name, mark) VALUES (?1, ?2)", came),
                ("DELETE FROM feed_series WHERE name = ?1 AND mark = ?2", left),
            ] {
                let mut statement = transaction.prepare_cached(sql)?;
                for mark in marks {
                    statement.execute((name, mark.cast_signed()))?;
                }
            }
            transaction.commit()
        };
        write(&mut self.connection).map_err(|error| super::explain(&path, error))
    }
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

    #[test]
    fn series_come_and_leave() {
        let directory = tempfile::tempdir().unwrap();
        let mut store = Store::open_or_create(directory.path()).unwrap();
        let feed = StoredFeed::default();
        let mut record = |came: &[u64], left: &[u64]| {
            store.record_feed_series("home", &feed, (came, left), Timestamp::UNIX_EPOCH).unwrap();
            store.feed_series("home").unwrap()
        };
        assert_eq!(record(&[1, u64::MAX], &[]), HashSet::from([1, u64::MAX]));
        assert_eq!(record(&[2, 1], &[u64::MAX, 7]), HashSet::from([1, 2]));
        assert!(store.feed_series("away").unwrap().is_empty());
    }
}
