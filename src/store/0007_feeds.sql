-- Under which circumstances (window, zone, whose) a calendar was last read: under others it is read again.
ALTER TABLE feeds ADD COLUMN reading TEXT;

-- Marks of the series that each calendar holds, so that only what changed is read again; hashes of their UIDs,
-- which may name people; and when the last occurrence listed ends.
CREATE TABLE feed_series (
    name     TEXT    NOT NULL,
    mark     INTEGER NOT NULL,
    uid      INTEGER NOT NULL,
    last_end INTEGER NOT NULL,
    PRIMARY KEY (name, mark, uid)
) STRICT, WITHOUT ROWID;

-- Series that were ahead when a calendar no longer held them: how many complete readings in a row lacked them,
-- and until when they are known to have stood there.
CREATE TABLE feed_absences (
    name     TEXT    NOT NULL,
    uid      INTEGER NOT NULL,
    readings INTEGER NOT NULL CHECK (readings >= 1),
    seen     INTEGER NOT NULL,
    PRIMARY KEY (name, uid)
) STRICT, WITHOUT ROWID;

-- Equal for two readings of one series that differ only in how far it was listed: the longer one is kept.
ALTER TABLE calendar_objects ADD COLUMN series TEXT;
ALTER TABLE calendar_objects ADD COLUMN listed_until INTEGER;
CREATE INDEX calendar_objects_series ON calendar_objects (series) WHERE series IS NOT NULL;
