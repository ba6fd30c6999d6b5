-- Under which circumstances (window, zone, whose) a calendar was last read: under others it is read again.
ALTER TABLE feeds ADD COLUMN reading TEXT;

-- Marks of the series that each calendar held, so that only what changed is read again.
CREATE TABLE feed_series (
    name TEXT    NOT NULL,
    mark INTEGER NOT NULL,
    PRIMARY KEY (name, mark)
) STRICT, WITHOUT ROWID;

-- Equal for two readings of one series that differ only in how far it was listed: the longer one is kept.
ALTER TABLE calendar_objects ADD COLUMN series TEXT;
ALTER TABLE calendar_objects ADD COLUMN listed_until INTEGER;
CREATE INDEX calendar_objects_series ON calendar_objects (series) WHERE series IS NOT NULL;
