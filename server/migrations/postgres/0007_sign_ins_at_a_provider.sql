-- Sign-ins at a provider that were begun and not finished. The secret is in the browser's cookie; here is its SHA-256. Whoever
-- finishes one takes it away, so none is finished twice.
CREATE TABLE provider_sign_in (
    fingerprint bytea PRIMARY KEY,
    -- Where they go on.
    return_to   text COLLATE "C" NOT NULL,
    expires_at  bigint NOT NULL
);

CREATE INDEX provider_sign_in_by_expiry ON provider_sign_in (expires_at);
