-- The first reading of a folder goes down from the newest message: down to `floor` it is done, and where
-- there is none it is over. `renumbered`: how many times in a row the server had another UIDVALIDITY.
ALTER TABLE cursors ADD COLUMN floor INTEGER CHECK (floor > 0);
ALTER TABLE cursors ADD COLUMN renumbered INTEGER NOT NULL DEFAULT 0 CHECK (renumbered BETWEEN 0 AND 255);
