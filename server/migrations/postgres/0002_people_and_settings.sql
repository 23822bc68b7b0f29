-- Who may come in. With a password here, or through a provider who vouches for them.
CREATE TABLE account (
    id           text COLLATE "C" PRIMARY KEY,
    -- What they sign in with, in lower case.
    name         text COLLATE "C" NOT NULL UNIQUE,
    display_name text COLLATE "C" NOT NULL,
    -- The user name in Amazon Connect: whose records are theirs.
    agent        text COLLATE "C" NOT NULL,
    -- Whom a supervisor sees: those of the same team, or all with '*'.
    team         text COLLATE "C" NOT NULL,
    role         text COLLATE "C" NOT NULL,
    -- argon2id in PHC format; none for those who come through a provider.
    password     text COLLATE "C",
    -- The provider, and who they are there.
    issuer       text COLLATE "C",
    subject      text COLLATE "C",
    created_at   bigint NOT NULL,
    -- When they were shut out; none while they may come in.
    disabled_at  bigint,
    UNIQUE (issuer, subject)
);

CREATE INDEX account_by_agent ON account (agent);
CREATE INDEX account_by_team ON account (team);

-- Who is in. The secret itself is in the browser's cookie; here is its SHA-256.
CREATE TABLE session (
    id           text COLLATE "C" PRIMARY KEY,
    secret       bytea NOT NULL UNIQUE,
    account      text COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at   bigint NOT NULL,
    last_seen_at bigint NOT NULL,
    expires_at   bigint NOT NULL,
    address      text COLLATE "C" NOT NULL,
    browser      text COLLATE "C" NOT NULL,
    -- What the provider wants to see when they sign out there.
    id_token     text COLLATE "C"
);

CREATE INDEX session_by_account ON session (account);
CREATE INDEX session_by_expiry ON session (expires_at);

-- Machines that may call the API. Shown once, kept as SHA-256.
CREATE TABLE api_token (
    id           text COLLATE "C" PRIMARY KEY,
    secret       bytea NOT NULL UNIQUE,
    name         text COLLATE "C" NOT NULL,
    -- Separated by spaces.
    scopes       text COLLATE "C" NOT NULL,
    created_by   text COLLATE "C" NOT NULL,
    created_at   bigint NOT NULL,
    expires_at   bigint NOT NULL,
    last_used_at bigint,
    revoked_at   bigint
);

-- Links that are good once: for the first administrator, and for a password that is to be set anew.
CREATE TABLE once_link (
    secret     bytea PRIMARY KEY,
    -- None: whoever opens it becomes the first administrator.
    account    text COLLATE "C" REFERENCES account (id) ON DELETE CASCADE,
    expires_at bigint NOT NULL
);

-- How often it was tried in vain, by account and by address.
CREATE TABLE sign_in_failure (
    whom     text COLLATE "C" PRIMARY KEY,
    failures bigint NOT NULL,
    last_at  bigint NOT NULL
);

-- What was changed, by whom, from where. Nothing here is ever changed.
CREATE TABLE audit (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         bigint NOT NULL,
    -- Who: 'account:anna', 'token:backup', 'everyone' where there is no sign-in, 'system' for the program itself.
    actor      text COLLATE "C" NOT NULL,
    address    text COLLATE "C" NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    action     text COLLATE "C" NOT NULL,
    target     text COLLATE "C" NOT NULL,
    -- JSON.
    old        text COLLATE "C",
    new        text COLLATE "C"
);

CREATE INDEX audit_by_actor ON audit (actor, id);
CREATE INDEX audit_by_action ON audit (action, id);
CREATE INDEX audit_by_time ON audit (at, id);

CREATE FUNCTION audit_is_not_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log is not changed'; END
$$;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
EXECUTE FUNCTION audit_is_not_changed();

-- The settings that are edited in the page, whole, one row for each version. The highest holds.
CREATE TABLE setting_version (
    version  bigint PRIMARY KEY,
    saved_at bigint NOT NULL,
    saved_by text COLLATE "C" NOT NULL,
    -- JSON.
    body     text COLLATE "C" NOT NULL
);

-- The Amazon Connect instances in the order in which they are offered, as JSON, and who may frame the desktop of each.
CREATE TABLE instance (
    name     text COLLATE "C" PRIMARY KEY,
    place    bigint NOT NULL,
    body     text COLLATE "C" NOT NULL
);
