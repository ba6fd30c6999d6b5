-- What is known of each calendar that is polled, so that an unchanged one is not read again.
CREATE TABLE feeds (
    name          TEXT PRIMARY KEY,
    etag          TEXT,
    last_modified TEXT,
    body_hash     TEXT,
    place_hash    TEXT,
    last_read     INTEGER NOT NULL
) STRICT;
