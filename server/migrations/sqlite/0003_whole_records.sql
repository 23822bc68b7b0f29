-- A record is kept whole in `body`, as JSON as on the wire. Beside it stands only what is asked for: its identity, its
-- revision, what lists are filtered by, and what is summed up.
CREATE TABLE contact (
    id                INTEGER PRIMARY KEY,
    instance          TEXT    NOT NULL,
    contact_id        TEXT    NOT NULL,
    agent             TEXT    NOT NULL,
    revision          INTEGER NOT NULL,
    monitoring        INTEGER NOT NULL,
    channel           TEXT    NOT NULL,
    direction         TEXT    NOT NULL,
    queue             TEXT,
    -- The customer's number or address from its end to its beginning, so that an index finds it by its last digits.
    customer_reversed TEXT,
    outcome           TEXT,
    disposition       TEXT,
    -- The first time that is known; records are listed by it.
    started_at        INTEGER NOT NULL,
    talk_ms           INTEGER,
    hold_ms           INTEGER,
    wrap_up_ms        INTEGER,
    -- Whether any revision had notes, that is, whether `contact_note` may have a row.
    noted             INTEGER NOT NULL,
    body              TEXT    NOT NULL,
    -- One agent's part in one contact is one record.
    UNIQUE (contact_id, agent, instance)
) STRICT;

-- The words of the notes, as `store::words` writes them. Only the index is kept: the notes are in the body.
CREATE VIRTUAL TABLE contact_note USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');

-- Notes of old whose words have not been written yet. The program does it when it opens the database.
CREATE TABLE contact_note_pending (
    id INTEGER PRIMARY KEY
) STRICT;

WITH RECURSIVE
    reversed (id, rest, done) AS (
        SELECT id, customer_endpoint, '' FROM contact_record WHERE customer_endpoint IS NOT NULL
        UNION ALL
        SELECT id, substr(rest, 2), substr(rest, 1, 1) || done FROM reversed WHERE rest <> ''
    ),
    -- On hold, where that is over: a hold without an end lasted until the contact's.
    held (id, hold_ms) AS (
        SELECT contact_record.id, ifnull(sum(max(0, ifnull(
            CAST(round((julianday(hold.value ->> 'ended_at') - 2440587.5) * 86400000) AS INTEGER), ended_at
        ) - CAST(round((julianday(hold.value ->> 'started_at') - 2440587.5) * 86400000) AS INTEGER))), 0)
        FROM contact_record LEFT JOIN json_each(holds) AS hold
        WHERE ended_at IS NOT NULL
        GROUP BY contact_record.id
    ),
    written (id, offered_at, accepted_at, connected_at, ended_at, cleared_at, customer_answered_at) AS (
        SELECT id,
            strftime('%Y-%m-%dT%H:%M:%S', offered_at / 1000, 'unixepoch') || printf('.%03dZ', offered_at % 1000),
            strftime('%Y-%m-%dT%H:%M:%S', accepted_at / 1000, 'unixepoch') || printf('.%03dZ', accepted_at % 1000),
            strftime('%Y-%m-%dT%H:%M:%S', connected_at / 1000, 'unixepoch') || printf('.%03dZ', connected_at % 1000),
            strftime('%Y-%m-%dT%H:%M:%S', ended_at / 1000, 'unixepoch') || printf('.%03dZ', ended_at % 1000),
            strftime('%Y-%m-%dT%H:%M:%S', cleared_at / 1000, 'unixepoch') || printf('.%03dZ', cleared_at % 1000),
            strftime('%Y-%m-%dT%H:%M:%S', customer_answered_at / 1000, 'unixepoch')
                || printf('.%03dZ', customer_answered_at % 1000)
        FROM contact_record
    )
INSERT INTO contact
SELECT
    old.id, '', old.contact_id, old.agent, old.revision, 0, old.channel, old.direction, old.queue, reversed.done,
    old.outcome, old.disposition, old.started_at,
    max(0, old.ended_at - max(old.connected_at, ifnull(old.customer_answered_at, 0)) - held.hold_ms),
    held.hold_ms,
    CASE WHEN old.connected_at IS NOT NULL THEN max(0, old.cleared_at - old.ended_at) END,
    old.notes IS NOT NULL,
    json_object(
        'contact_id', old.contact_id, 'initial_contact_id', old.initial_contact_id, 'channel', old.channel,
        'direction', old.direction, 'queue', old.queue, 'agent', old.agent,
        'customer_endpoint', old.customer_endpoint, 'offered_at', written.offered_at,
        'accepted_at', written.accepted_at, 'connected_at', written.connected_at, 'ended_at', written.ended_at,
        'cleared_at', written.cleared_at, 'customer_answered_at', written.customer_answered_at,
        'holds', json(old.holds), 'ended_by', old.ended_by, 'transfers', json(old.transfers),
        'disposition', old.disposition, 'notes', old.notes, 'outcome', old.outcome, 'revision', old.revision
    )
FROM contact_record AS old
JOIN written ON written.id = old.id
LEFT JOIN reversed ON reversed.id = old.id AND reversed.rest = ''
LEFT JOIN held ON held.id = old.id;

INSERT INTO contact_note_pending SELECT id FROM contact WHERE noted;

DROP TABLE contact_record;
ALTER TABLE contact RENAME TO contact_record;

-- One for each filter. Each ends with the row's id by itself, so that it is in the order of the lists.
CREATE INDEX contact_newest ON contact_record (started_at) WHERE NOT monitoring;
CREATE INDEX contact_by_agent ON contact_record (agent, started_at) WHERE NOT monitoring;
CREATE INDEX contact_by_queue ON contact_record (queue, started_at) WHERE NOT monitoring;
CREATE INDEX contact_by_channel ON contact_record (channel, started_at) WHERE NOT monitoring;
CREATE INDEX contact_by_direction ON contact_record (direction, started_at) WHERE NOT monitoring;
CREATE INDEX contact_by_customer ON contact_record (customer_reversed, started_at) WHERE NOT monitoring;
CREATE INDEX contact_by_outcome ON contact_record (outcome, started_at) WHERE NOT monitoring;
CREATE INDEX contact_by_disposition ON contact_record (disposition, started_at) WHERE NOT monitoring;
CREATE INDEX contact_monitored ON contact_record (started_at) WHERE monitoring;

-- What agents did besides contacts.
CREATE TABLE agent_activity (
    agent      TEXT    NOT NULL,
    started_at INTEGER NOT NULL,
    instance   TEXT    NOT NULL,
    revision   INTEGER NOT NULL,
    body       TEXT    NOT NULL,
    PRIMARY KEY (agent, started_at, instance)
) STRICT, WITHOUT ROWID;
