-- How far each folder of each account has been read. Written with the rows it stands for, in one
-- transaction.
CREATE TABLE cursors (
    account TEXT NOT NULL,
    folder TEXT NOT NULL,
    uid_validity INTEGER NOT NULL CHECK (uid_validity > 0),
    uid INTEGER NOT NULL CHECK (uid >= 0),
    PRIMARY KEY (account, folder)
) STRICT, WITHOUT ROWID;

-- How each source is: when it last worked, when it last brought something new, why it fails.
CREATE TABLE health (
    source TEXT PRIMARY KEY NOT NULL,
    last_success INTEGER,
    last_new INTEGER,
    total INTEGER NOT NULL DEFAULT 0 CHECK (total >= 0),
    failing_since INTEGER,
    error TEXT CHECK ((error IS NULL) = (failing_since IS NULL))
) STRICT, WITHOUT ROWID;

-- What is to be done when. The bell asks here; it remembers nothing itself.
CREATE TABLE schedule (
    job TEXT PRIMARY KEY NOT NULL,
    due_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The last sign of life of the daemon.
CREATE TABLE heartbeat (
    only_row INTEGER PRIMARY KEY NOT NULL CHECK (only_row = 1),
    at INTEGER NOT NULL
) STRICT;
