-- Who was forgotten, so that another import does not bring them back. Hashes only: of addresses, names
-- and the messages that went with them.
CREATE TABLE tombstones (
    digest TEXT PRIMARY KEY NOT NULL
) STRICT, WITHOUT ROWID;

-- Makes the hashes of this ledger useless against another.
CREATE TABLE tombstone_salt (
    only_row INTEGER PRIMARY KEY NOT NULL CHECK (only_row = 1),
    salt TEXT NOT NULL
) STRICT;

INSERT INTO tombstone_salt (only_row, salt) VALUES (1, hex(randomblob(16)));
