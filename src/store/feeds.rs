//! What is known of the calendars that are polled. It knows neither their addresses nor HTTP.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, named_params};

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
}

impl Store {
    /// What is known of the calendar of this name; nothing where it was never read.
    pub fn feed(&self, name: &str) -> Result<StoredFeed, StoreError> {
        let sql = "SELECT etag, last_modified, body_hash, place_hash FROM feeds WHERE name = :name";
        let feed = self.connection.query_row(sql, named_params! { ":name": name }, |row| {
            Ok(StoredFeed {
                etag: row.get(0)?,
                last_modified: row.get(1)?,
                body_hash: row.get(2)?,
                place_hash: row.get(3)?,
            })
        });
        feed.optional().map(Option::unwrap_or_default).map_err(|error| self.failed(error))
    }

    /// Notes what is known of a calendar, once all that was in it is recorded.
    pub fn record_feed(&mut self, name: &str, feed: &StoredFeed, at: Timestamp) -> Result<(), StoreError> {
        self.connection
            .execute(
                "INSERT INTO feeds (name, etag, last_modified, body_hash, place_hash, last_read)
                 VALUES (:name, :etag, :last_modified, :body_hash, :place_hash, :at)
                 ON CONFLICT (name) DO UPDATE SET etag = :etag, last_modified = :last_modified,
                     body_hash = :body_hash, place_hash = :place_hash, last_read = :at",
                named_params! {
                    ":name": name, ":etag": feed.etag, ":last_modified": feed.last_modified,
                    ":body_hash": feed.body_hash, ":place_hash": feed.place_hash, ":at": at.as_second(),
                },
            )
            .map(|_| ())
            .map_err(|error| self.failed(error))
    }

    /// When each calendar was last looked at with success, by name.
    pub fn feeds_read(&self) -> Result<Vec<(String, Timestamp)>, StoreError> {
        let rows = self.rows("SELECT name, last_read FROM feeds ORDER BY name", |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
        })?;
        let at = |seconds| Timestamp::from_second(seconds).unwrap_or_default();
        Ok(rows.into_iter().map(|(name, seconds)| (name, at(seconds))).collect())
    }
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
        assert_eq!(store.feeds_read().unwrap(), [("away".to_owned(), at(3)), ("home".to_owned(), at(2))]);
    }
}
