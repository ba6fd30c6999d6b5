-- On which days (since 1970, UTC) mail arrived in each account, so that unusual silence can be told.
CREATE TABLE arrivals (
    account TEXT NOT NULL,
    day INTEGER NOT NULL,
    PRIMARY KEY (account, day)
) STRICT, WITHOUT ROWID;
