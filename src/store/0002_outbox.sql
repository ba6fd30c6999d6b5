-- What goes to the owner. A letter is frozen when it is queued, so every attempt sends the same bytes;
-- once it is out of the way the bytes are dropped, its names and words with them.
-- `sending` is committed before the first byte leaves: found again later, nobody knows whether the
-- letter arrived, until the owner's mailbox has been looked into.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY NOT NULL,
    nudge_key TEXT NOT NULL UNIQUE,
    message_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    bytes BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'expired')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    looks INTEGER NOT NULL DEFAULT 0 CHECK (looks >= 0),
    resends INTEGER NOT NULL DEFAULT 0 CHECK (resends >= 0),
    blind_resends INTEGER NOT NULL DEFAULT 0 CHECK (blind_resends >= 0),
    pardons INTEGER NOT NULL DEFAULT 0 CHECK (pardons >= 0),
    next_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    last_error TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    sent_at INTEGER CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) STRICT;

CREATE INDEX outbox_by_state ON outbox (state, next_at);

-- About whom a letter says what, for the time in which it is not said again.
CREATE TABLE sent_nudges (
    outbox_id INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (person, kind, outbox_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX sent_nudges_by_letter ON sent_nudges (outbox_id);
