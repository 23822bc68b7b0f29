-- Which origins may frame the desktop of an instance and call from a page of theirs. 'default' is the instance that the
-- configuration names.
CREATE TABLE instance_origin (
    instance text COLLATE "C" NOT NULL,
    origin   text COLLATE "C" NOT NULL,
    PRIMARY KEY (instance, origin)
);

INSERT INTO instance_origin (instance, origin) SELECT 'default', origin FROM allowed_origin;
DROP TABLE allowed_origin;

-- How often what every server keeps in memory was changed: a change by somebody else is noticed by it.
CREATE TABLE change_count (
    what    text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL
);
INSERT INTO change_count (what, version) VALUES ('instances', 1), ('settings', 1);

-- Every server listens to the channel and reads what it keeps in memory anew.
CREATE FUNCTION streamdesk_is_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE change_count SET version = version + 1 WHERE what = TG_ARGV[0];
    PERFORM pg_notify('streamdesk_changed', TG_ARGV[0]);
    RETURN NULL;
END
$$;
CREATE TRIGGER instance_is_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON instance
EXECUTE FUNCTION streamdesk_is_changed('instances');
CREATE TRIGGER instance_origin_is_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON instance_origin
EXECUTE FUNCTION streamdesk_is_changed('instances');
CREATE TRIGGER setting_version_is_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON setting_version
EXECUTE FUNCTION streamdesk_is_changed('settings');
