-- A record is kept whole in `body`, as JSON as on the wire. Beside it stands only what is asked for: its identity, its
-- revision, what lists are filtered by, and what is summed up. Times are milliseconds since 1970 on the service's clock.
-- Texts are compared byte by byte, as in every other database, whatever the language of this one.
CREATE TABLE contact_record (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    instance          text COLLATE "C" NOT NULL,
    contact_id        text COLLATE "C" NOT NULL,
    agent             text COLLATE "C" NOT NULL,
    revision          bigint  NOT NULL,
    monitoring        boolean NOT NULL,
    channel           text COLLATE "C" NOT NULL,
    direction         text COLLATE "C" NOT NULL,
    queue             text COLLATE "C",
    -- The customer's number or address from its end to its beginning, so that an index finds it by its last digits.
    customer_reversed text COLLATE "C",
    outcome           text COLLATE "C",
    disposition       text COLLATE "C",
    -- The first time that is known; records are listed by it.
    started_at        bigint  NOT NULL,
    talk_ms           bigint,
    hold_ms           bigint,
    wrap_up_ms        bigint,
    -- The words of the notes with their places, as `store::words` writes them.
    words             tsvector,
    body              text    NOT NULL,
    -- One agent's part in one contact is one record.
    UNIQUE (contact_id, agent, instance)
);

-- One for each filter, in the order of the lists.
CREATE INDEX contact_newest ON contact_record (started_at, id) WHERE NOT monitoring;
CREATE INDEX contact_by_agent ON contact_record (agent, started_at, id) WHERE NOT monitoring;
CREATE INDEX contact_by_queue ON contact_record (queue, started_at, id) WHERE NOT monitoring;
CREATE INDEX contact_by_channel ON contact_record (channel, started_at, id) WHERE NOT monitoring;
CREATE INDEX contact_by_direction ON contact_record (direction, started_at, id) WHERE NOT monitoring;
CREATE INDEX contact_by_customer ON contact_record (customer_reversed, started_at, id) WHERE NOT monitoring;
CREATE INDEX contact_by_outcome ON contact_record (outcome, started_at, id) WHERE NOT monitoring;
CREATE INDEX contact_by_disposition ON contact_record (disposition, started_at, id) WHERE NOT monitoring;
CREATE INDEX contact_monitored ON contact_record (started_at, id) WHERE monitoring;
CREATE INDEX contact_by_words ON contact_record USING gin (words);

-- What agents did besides contacts.
CREATE TABLE agent_activity (
    agent      text COLLATE "C" NOT NULL,
    started_at bigint NOT NULL,
    instance   text COLLATE "C" NOT NULL,
    revision   bigint NOT NULL,
    body       text   NOT NULL,
    PRIMARY KEY (agent, started_at, instance)
);

CREATE TABLE allowed_origin (
    origin text COLLATE "C" PRIMARY KEY
);
