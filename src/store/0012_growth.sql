-- How many messages there are, and how much was ever recorded: messages that only letters are in, and everything
-- else, meetings above all, and what was dropped. The triggers count, so that no way of recording can forget to.
CREATE TABLE growth (
    only_row INTEGER PRIMARY KEY NOT NULL CHECK (only_row = 1),
    messages INTEGER NOT NULL CHECK (messages >= 0),
    letters INTEGER NOT NULL CHECK (letters >= 0),
    others INTEGER NOT NULL CHECK (others >= 0)
) STRICT;
INSERT INTO growth (only_row, messages, letters, others) SELECT 1, count(*), 0, 1 FROM messages;

-- How much there was of it when the last fold began to read. One from before this saw nothing, as far as is known.
ALTER TABLE last_fold ADD COLUMN letters INTEGER NOT NULL DEFAULT 0;
ALTER TABLE last_fold ADD COLUMN others INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER messages_come AFTER INSERT ON messages BEGIN
    UPDATE growth SET messages = messages + 1,
        letters = letters + (json_array_length(new.facts, '$.calendar') = 0),
        others = others + (json_array_length(new.facts, '$.calendar') <> 0);
END;
CREATE TRIGGER messages_change AFTER UPDATE ON messages BEGIN
    UPDATE growth SET
        letters = letters + (json_array_length(old.facts, '$.calendar') = 0
            AND json_array_length(new.facts, '$.calendar') = 0),
        others = others + (json_array_length(old.facts, '$.calendar') <> 0
            OR json_array_length(new.facts, '$.calendar') <> 0);
END;
CREATE TRIGGER messages_go AFTER DELETE ON messages BEGIN
    UPDATE growth SET messages = messages - 1, others = others + 1;
END;
CREATE TRIGGER objects_come AFTER INSERT ON calendar_objects BEGIN
    UPDATE growth SET others = others + 1;
END;
CREATE TRIGGER objects_change AFTER UPDATE ON calendar_objects BEGIN
    UPDATE growth SET others = others + 1;
END;
CREATE TRIGGER objects_go AFTER DELETE ON calendar_objects BEGIN
    UPDATE growth SET others = others + 1;
END;
CREATE TRIGGER series_come AFTER INSERT ON feed_series BEGIN
    UPDATE growth SET others = others + 1;
END;
CREATE TRIGGER series_go AFTER DELETE ON feed_series BEGIN
    UPDATE growth SET others = others + 1;
END;
CREATE TRIGGER absences_come AFTER INSERT ON feed_absences BEGIN
    UPDATE growth SET others = others + 1;
END;
CREATE TRIGGER absences_change AFTER UPDATE ON feed_absences BEGIN
    UPDATE growth SET others = others + 1;
END;
CREATE TRIGGER absences_go AFTER DELETE ON feed_absences BEGIN
    UPDATE growth SET others = others + 1;
END;
CREATE TRIGGER cards_come AFTER INSERT ON cards BEGIN
    UPDATE growth SET others = others + 1;
END;
CREATE TRIGGER cards_go AFTER DELETE ON cards BEGIN
    UPDATE growth SET others = others + 1;
END;
CREATE TRIGGER rulings_come AFTER INSERT ON rulings BEGIN
    UPDATE growth SET others = others + 1;
END;
CREATE TRIGGER rulings_change AFTER UPDATE ON rulings BEGIN
    UPDATE growth SET others = others + 1;
END;
