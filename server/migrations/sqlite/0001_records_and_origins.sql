-- Times are milliseconds since 1970 on the service's clock; what is not known is null.
CREATE TABLE contact_record (
    id                 INTEGER PRIMARY KEY,
    contact_id         TEXT    NOT NULL,
    agent              TEXT    NOT NULL,
    revision           INTEGER NOT NULL,
    initial_contact_id TEXT,
    channel            TEXT    NOT NULL,
    direction          TEXT    NOT NULL,
    queue              TEXT,
    customer_endpoint  TEXT,
    -- The first time that is known; records are listed by it.
    started_at         INTEGER NOT NULL,
    offered_at         INTEGER,
    accepted_at        INTEGER,
    connected_at       INTEGER,
    ended_at           INTEGER,
    cleared_at         INTEGER,
    -- JSON, as on the wire.
    holds              TEXT    NOT NULL,
    outcome            TEXT,
    -- One agent's part in one contact is one record.
    UNIQUE (contact_id, agent)
) STRICT;

CREATE INDEX contact_record_newest ON contact_record (started_at DESC, id DESC);
CREATE INDEX contact_record_of_agent ON contact_record (agent, started_at DESC, id DESC);

CREATE TABLE allowed_origin (
    origin TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
