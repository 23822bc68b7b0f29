-- What is known of a contact beyond its own times. Records from before have none of it.
ALTER TABLE contact_record ADD COLUMN customer_answered_at INTEGER;
ALTER TABLE contact_record ADD COLUMN ended_by TEXT;
-- JSON, as on the wire.
ALTER TABLE contact_record ADD COLUMN transfers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE contact_record ADD COLUMN disposition TEXT;
ALTER TABLE contact_record ADD COLUMN notes TEXT;
