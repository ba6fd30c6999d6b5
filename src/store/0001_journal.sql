-- What was recorded of each message; never a body. Of two copies of one message the one with the
-- greater rank stays, so that the order of arrival changes nothing.
CREATE TABLE messages (
    message_id TEXT PRIMARY KEY NOT NULL,
    date INTEGER NOT NULL,
    rank TEXT NOT NULL,
    facts TEXT NOT NULL CHECK (json_valid(facts))
) STRICT, WITHOUT ROWID;

-- What one file or mail part says of one calendar UID.
CREATE TABLE calendar_objects (
    digest TEXT PRIMARY KEY NOT NULL,
    uid TEXT NOT NULL,
    object TEXT NOT NULL CHECK (json_valid(object))
) STRICT, WITHOUT ROWID;

CREATE TABLE cards (
    digest TEXT PRIMARY KEY NOT NULL,
    card TEXT NOT NULL CHECK (json_valid(card))
) STRICT, WITHOUT ROWID;

-- The owner's word. A ruling that was undone stays, with the time.
CREATE TABLE rulings (
    id TEXT PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    record TEXT NOT NULL CHECK (json_valid(record)),
    undone_at INTEGER
) STRICT, WITHOUT ROWID;

-- Items that could not be read, or only in part.
CREATE TABLE skipped (
    digest TEXT PRIMARY KEY NOT NULL,
    item TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was imported from where, for `status`.
CREATE TABLE sources (
    path TEXT PRIMARY KEY NOT NULL,
    items INTEGER NOT NULL CHECK (items >= 0),
    last_read INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The last fold, to be compared by `replay` and read by other programs.
CREATE TABLE entries (
    id TEXT PRIMARY KEY NOT NULL,
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('given', 'received')),
    basis TEXT NOT NULL CHECK (basis IN ('favor', 'duty', 'paid', 'commons', 'communal', 'unclear')),
    worth INTEGER NOT NULL,
    confidence INTEGER NOT NULL CHECK (confidence BETWEEN 0 AND 1000),
    status TEXT NOT NULL CHECK (status IN ('pending', 'acknowledged', 'posted', 'voided', 'expired')),
    evidence TEXT NOT NULL CHECK (json_valid(evidence))
) STRICT, WITHOUT ROWID;

-- The instant that the last fold answers for.
CREATE TABLE last_fold (
    only_row INTEGER PRIMARY KEY NOT NULL CHECK (only_row = 1),
    as_of INTEGER NOT NULL
) STRICT;
