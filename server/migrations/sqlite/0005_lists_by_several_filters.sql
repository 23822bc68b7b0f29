-- An index that has the other filters too, behind the order of the lists: whether a record is meant is known before it is
-- read. `id` stands among them because the rows of an index are in its order last of all.
DROP INDEX contact_by_agent;
DROP INDEX contact_by_queue;
DROP INDEX contact_by_channel;
DROP INDEX contact_by_outcome;
DROP INDEX contact_by_disposition;
CREATE INDEX contact_by_agent ON contact_record
    (agent, started_at, id, outcome, disposition, queue, channel, direction) WHERE NOT monitoring;
CREATE INDEX contact_by_disposition ON contact_record
    (disposition, started_at, id, outcome, queue, channel, direction) WHERE NOT monitoring;
CREATE INDEX contact_by_queue ON contact_record
    (queue, started_at, id, outcome, channel, direction) WHERE NOT monitoring;
CREATE INDEX contact_by_outcome ON contact_record (outcome, started_at, id, channel, direction) WHERE NOT monitoring;
CREATE INDEX contact_by_channel ON contact_record (channel, started_at, id, direction) WHERE NOT monitoring;

-- Between which moments the records of 4096 ids began: never too few, and sometimes more than they did. Ids grow as
-- contacts come, so the index of words, which knows nothing but ids, can be asked for the newest first.
CREATE TABLE contact_block (
    block  INTEGER PRIMARY KEY,
    oldest INTEGER NOT NULL,
    newest INTEGER NOT NULL
) STRICT;

INSERT INTO contact_block SELECT id >> 12, min(started_at), max(started_at) FROM contact_record GROUP BY id >> 12;

CREATE TRIGGER contact_block_of_new AFTER INSERT ON contact_record BEGIN
    INSERT INTO contact_block VALUES (new.id >> 12, new.started_at, new.started_at)
    ON CONFLICT DO UPDATE SET oldest = min(oldest, excluded.oldest), newest = max(newest, excluded.newest)
    WHERE excluded.oldest < oldest OR excluded.newest > newest;
END;

CREATE TRIGGER contact_block_of_changed AFTER UPDATE OF started_at ON contact_record
WHEN new.started_at <> old.started_at BEGIN
    INSERT INTO contact_block VALUES (new.id >> 12, new.started_at, new.started_at)
    ON CONFLICT DO UPDATE SET oldest = min(oldest, excluded.oldest), newest = max(newest, excluded.newest)
    WHERE excluded.oldest < oldest OR excluded.newest > newest;
END;

-- The words that there are.
CREATE VIRTUAL TABLE contact_word USING fts5vocab (contact_note, instance);
