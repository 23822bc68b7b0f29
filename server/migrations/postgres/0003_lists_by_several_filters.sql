-- An index that has the other filters too, behind the order of the lists: whether a record is meant is known before it is
-- read.
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

-- Those whose notes have words, in the order of the lists: for words that many have.
CREATE INDEX contact_noted ON contact_record (started_at, id) WHERE words IS NOT NULL AND NOT monitoring;

-- Words are written where they belong at once. Put aside first, they were brought there by whoever came when it was time,
-- and all who waited for that one waited for it.
ALTER INDEX contact_by_words SET (fastupdate = off);
