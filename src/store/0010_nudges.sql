-- The message or entry that what was said rested on first, so that the same words are not said again and again.
ALTER TABLE sent_nudges ADD COLUMN matter TEXT NOT NULL DEFAULT '';
