INSERT INTO contact_record (
    instance, contact_id, agent, revision, monitoring, channel, direction, queue, customer_reversed, outcome,
    disposition, started_at, talk_ms, hold_ms, wrap_up_ms, noted, body
)
SELECT
    value ->> 'instance', value ->> 'contact_id', value ->> 'agent', value ->> 'revision', value ->> 'monitoring',
    value ->> 'channel', value ->> 'direction', value ->> 'queue', value ->> 'customer_reversed', value ->> 'outcome',
    value ->> 'disposition', value ->> 'started_at', value ->> 'talk_ms', value ->> 'hold_ms', value ->> 'wrap_up_ms',
    value ->> 'notes' IS NOT NULL, value ->> 'body'
FROM json_each(?1)
-- Without it, SQLite would take ON for that of a join.
WHERE TRUE
ON CONFLICT (contact_id, agent, instance) DO UPDATE SET
    revision = excluded.revision, monitoring = excluded.monitoring, channel = excluded.channel,
    direction = excluded.direction, queue = excluded.queue, customer_reversed = excluded.customer_reversed,
    outcome = excluded.outcome, disposition = excluded.disposition, started_at = excluded.started_at,
    talk_ms = excluded.talk_ms, hold_ms = excluded.hold_ms, wrap_up_ms = excluded.wrap_up_ms,
    noted = max(noted, excluded.noted), body = excluded.body
WHERE excluded.revision > contact_record.revision
RETURNING contact_id, agent, instance, id, noted
