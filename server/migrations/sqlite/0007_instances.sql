-- Which origins may frame the desktop of an instance and call from a page of theirs. 'default' is the instance that the
-- configuration names.
CREATE TABLE instance_origin (
    instance TEXT NOT NULL,
    origin   TEXT NOT NULL,
    PRIMARY KEY (instance, origin)
) STRICT, WITHOUT ROWID;

INSERT INTO instance_origin (instance, origin) SELECT 'default', origin FROM allowed_origin;
DROP TABLE allowed_origin;

-- How often what every server keeps in memory was changed: whoever reads a higher number reads it anew.
CREATE TABLE change_count (
    what    TEXT    PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO change_count (what, version) VALUES ('instances', 1), ('settings', 1);

CREATE TRIGGER instance_is_added AFTER INSERT ON instance
BEGIN UPDATE change_count SET version = version + 1 WHERE what = 'instances'; END;
CREATE TRIGGER instance_is_changed AFTER UPDATE ON instance
BEGIN UPDATE change_count SET version = version + 1 WHERE what = 'instances'; END;
CREATE TRIGGER instance_is_removed AFTER DELETE ON instance
BEGIN UPDATE change_count SET version = version + 1 WHERE what = 'instances'; END;
CREATE TRIGGER instance_origin_is_added AFTER INSERT ON instance_origin
BEGIN UPDATE change_count SET version = version + 1 WHERE what = 'instances'; END;
CREATE TRIGGER instance_origin_is_changed AFTER UPDATE ON instance_origin
BEGIN UPDATE change_count SET version = version + 1 WHERE what = 'instances'; END;
CREATE TRIGGER instance_origin_is_removed AFTER DELETE ON instance_origin
BEGIN UPDATE change_count SET version = version + 1 WHERE what = 'instances'; END;
CREATE TRIGGER setting_version_is_added AFTER INSERT ON setting_version
BEGIN UPDATE change_count SET version = version + 1 WHERE what = 'settings'; END;
CREATE TRIGGER setting_version_is_changed AFTER UPDATE ON setting_version
BEGIN UPDATE change_count SET version = version + 1 WHERE what = 'settings'; END;
CREATE TRIGGER setting_version_is_removed AFTER DELETE ON setting_version
BEGIN UPDATE change_count SET version = version + 1 WHERE what = 'settings'; END;
