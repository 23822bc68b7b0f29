-- With the words of each note stands one for its agent, as `store::words` writes it.
UPDATE contact_record
SET words = words || array_to_tsvector(ARRAY['¤' || left(encode(sha256(convert_to(agent, 'UTF8')), 'hex'), 16)])
WHERE words IS NOT NULL;

-- An agent's notes in the order of the lists: for words that many of them have.
CREATE INDEX contact_noted_by_agent ON contact_record (agent, started_at, id) WHERE words IS NOT NULL AND NOT monitoring;
