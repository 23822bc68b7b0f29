-- Who may come in. With a password here, or through a provider who vouches for them.
CREATE TABLE account (
    id           TEXT    PRIMARY KEY,
    -- What they sign in with, in lower case.
    name         TEXT    NOT NULL UNIQUE,
    display_name TEXT    NOT NULL,
    -- The user name in Amazon Connect: whose records are theirs.
    agent        TEXT    NOT NULL,
    -- Whom a supervisor sees: those of the same team, or all with '*'.
    team         TEXT    NOT NULL,
    role         TEXT    NOT NULL,
    -- argon2id in PHC format; none for those who come through a provider.
    password     TEXT,
    -- The provider, and who they are there.
    issuer       TEXT,
    subject      TEXT,
    created_at   INTEGER NOT NULL,
    -- When they were shut out; none while they may come in.
    disabled_at  INTEGER,
    UNIQUE (issuer, subject)
) STRICT;

CREATE INDEX account_by_agent ON account (agent);
CREATE INDEX account_by_team ON account (team);

-- Who is in. The secret itself is in the browser's cookie; here is its SHA-256.
CREATE TABLE session (
    id           TEXT    PRIMARY KEY,
    secret       BLOB    NOT NULL UNIQUE,
    account      TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    address      TEXT    NOT NULL,
    browser      TEXT    NOT NULL,
    -- What the provider wants to see when they sign out there.
    id_token     TEXT
) STRICT;

CREATE INDEX session_by_account ON session (account);
CREATE INDEX session_by_expiry ON session (expires_at);

-- Machines that may call the API. Shown once, kept as SHA-256.
CREATE TABLE api_token (
    id           TEXT    PRIMARY KEY,
    secret       BLOB    NOT NULL UNIQUE,
    name         TEXT    NOT NULL,
    -- Separated by spaces.
    scopes       TEXT    NOT NULL,
    created_by   TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at   INTEGER
) STRICT;

-- Links that are good once: for the first administrator, and for a password that is to be set anew.
CREATE TABLE once_link (
    secret     BLOB    PRIMARY KEY,
    -- None: whoever opens it becomes the first administrator.
    account    TEXT    REFERENCES account (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT;

-- How often it was tried in vain, by account and by address.
CREATE TABLE sign_in_failure (
    whom     TEXT    PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at  INTEGER NOT NULL
) STRICT;

-- What was changed, by whom, from where. Nothing here is ever changed.
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    -- Who: 'account:anna', 'token:backup', 'everyone' where there is no sign-in, 'system' for the program itself.
    actor      TEXT    NOT NULL,
    address    TEXT    NOT NULL,
    request_id TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    target     TEXT    NOT NULL,
    -- JSON.
    old        TEXT,
    new        TEXT
) STRICT;

CREATE INDEX audit_by_actor ON audit (actor, id);
CREATE INDEX audit_by_action ON audit (action, id);
CREATE INDEX audit_by_time ON audit (at, id);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is not changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is not changed'); END;

-- The settings that are edited in the page, whole, one row for each version. The highest holds.
CREATE TABLE setting_version (
    version  INTEGER PRIMARY KEY,
    saved_at INTEGER NOT NULL,
    saved_by TEXT    NOT NULL,
    -- JSON.
    body     TEXT    NOT NULL
) STRICT;

-- The Amazon Connect instances in the order in which they are offered, as JSON, and who may frame the desktop of each.
CREATE TABLE instance (
    name     TEXT    PRIMARY KEY,
    place    INTEGER NOT NULL,
    body     TEXT    NOT NULL
) STRICT;
