-- Where the calendars of an account on a CalDAV server were found, an address a line, and a hash of the address
-- and user that they were looked for by.
CREATE TABLE caldav_homes (
    account TEXT PRIMARY KEY NOT NULL,
    place TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('sets', 'calendar')),
    urls TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How far each calendar of an account has been read, and what that was read as: over another span of time
-- or in another zone it has to be read again. Written with the rows it stands for, in one transaction.
CREATE TABLE caldav_calendars (
    account TEXT NOT NULL,
    calendar TEXT NOT NULL,
    sync_token TEXT,
    ctag TEXT,
    read_as TEXT NOT NULL,
    read_at INTEGER NOT NULL,
    PRIMARY KEY (account, calendar)
) STRICT, WITHOUT ROWID;

-- The members of each calendar, by a hash of their paths, which may name people.
CREATE TABLE caldav_members (
    account TEXT NOT NULL,
    calendar TEXT NOT NULL,
    member TEXT NOT NULL,
    etag TEXT,
    PRIMARY KEY (account, calendar, member)
) STRICT, WITHOUT ROWID;

-- Which member an object is of, and until when it is known to have stood there if it is gone. Both are empty
-- for feeds, files and mails.
ALTER TABLE calendar_objects ADD COLUMN member TEXT;
ALTER TABLE calendar_objects ADD COLUMN gone_since INTEGER;

CREATE INDEX calendar_objects_by_member ON calendar_objects (member) WHERE member IS NOT NULL;
