-- By what a later version of a card finds the earlier one whose place it takes.
CREATE INDEX cards_by_uid ON cards (json_extract(card, '$.uid'));
CREATE INDEX cards_by_name ON cards (json_extract(card, '$.name'));
