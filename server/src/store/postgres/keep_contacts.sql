INSERT INTO contact_record (
    instance, contact_id, agent, revision, monitoring, channel, direction, queue, customer_reversed, outcome,
    disposition, started_at, talk_ms, hold_ms, wrap_up_ms, words, body
)
SELECT
    instance, contact_id, agent, revision, monitoring, channel, direction, queue, customer_reversed, outcome,
    disposition, started_at, talk_ms, hold_ms, wrap_up_ms, CAST(words AS tsvector), body
FROM unnest(
    $1::text[], $2::text[], $3::text[], $4::bigint[], $5::boolean[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[],
    $16::text[], $17::text[]
) AS given (
    instance, contact_id, agent, revision, monitoring, channel, direction, queue, customer_reversed, outcome,
    disposition, started_at, talk_ms, hold_ms, wrap_up_ms, words, body
)
ON CONFLICT (contact_id, agent, instance) DO UPDATE SET
    revision = excluded.revision, monitoring = excluded.monitoring, channel = excluded.channel,
    direction = excluded.direction, queue = excluded.queue, customer_reversed = excluded.customer_reversed,
    outcome = excluded.outcome, disposition = excluded.disposition, started_at = excluded.started_at,
    talk_ms = excluded.talk_ms, hold_ms = excluded.hold_ms, wrap_up_ms = excluded.wrap_up_ms,
    words = excluded.words, body = excluded.body
WHERE excluded.revision > contact_record.revision
RETURNING contact_id, agent, instance
