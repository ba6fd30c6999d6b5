-- What the numbers of a letter stand for, for answers that name them. `about` is the kind of the nudge, or
-- `person` where somebody is to be settled.
CREATE TABLE letter_items (
    outbox_id INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    person TEXT NOT NULL,
    about TEXT NOT NULL,
    evidence TEXT NOT NULL CHECK (json_valid(evidence)),
    PRIMARY KEY (outbox_id, number)
) STRICT, WITHOUT ROWID;

-- The owner's answers to letters, each taken once. `rulings` are the ids of what it said, so that it can be
-- taken back; `answer` is the Message-ID of the letter that says what was done.
CREATE TABLE replies (
    message_id TEXT PRIMARY KEY NOT NULL,
    letter TEXT NOT NULL,
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    rulings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(rulings)),
    answer TEXT,
    undone_at INTEGER
) STRICT, WITHOUT ROWID;

-- Makes the names and codes of letters unguessable.
CREATE TABLE letter_secret (
    only_row INTEGER PRIMARY KEY NOT NULL CHECK (only_row = 1),
    secret TEXT NOT NULL
) STRICT;

INSERT INTO letter_secret (only_row, secret) VALUES (1, hex(randomblob(32)));
