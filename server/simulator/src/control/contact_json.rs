//! A contact in the words of the control API.

use serde_json::{Value, json};

use crate::centre::{Connection, Contact, EpochMs, QueueKey};
use crate::instance::Instance;

pub(super) fn contact_json(instance: &Instance, contact: &Contact, skew_ms: i64) -> Value {
    let time = |at: EpochMs| at.plus(skew_ms).rfc3339();
    let details = &contact.details;
    let queue = match &contact.queue {
        None => None,
        Some(QueueKey::Standard(index)) => Some(instance.queue(*index).name.as_str()),
        Some(QueueKey::Own(agent)) => Some(agent.as_str()),
    };
    let customer = details.customer.as_ref().map(|endpoint| endpoint.as_text(instance));
    let connections: Vec<_> =
        contact.connections.iter().map(|line| connection_json(instance, line, &time)).collect();
    json!({
        "contact_id": contact.id,
        "initial_contact_id": contact.lineage.initial,
        "previous_contact_id": contact.lineage.previous,
        "related_contact_id": contact.lineage.related,
        "channel": contact.channel.as_str(),
        "subtype": details.subtype,
        "initiation_method": contact.initiation.as_str(),
        "queue": queue,
        "priority": contact.priority,
        "agent": contact.agent,
        "customer": customer.or_else(|| details.customer_name.clone()),
        "name": details.name,
        "description": details.description,
        "attributes": details.attributes,
        "monitors": contact.monitoring.map(|monitoring| monitoring.contact),
        "monitor_mode": contact.monitoring.map(|monitoring| monitoring.mode.as_str()),
        "state": contact.state.as_str(),
        "on_hold": contact.is_on_hold(),
        "muted": contact.is_muted(),
        "connections": connections,
        "queued_at": time(contact.queued_at),
        "offered_at": contact.offered_at.map(time),
        "accepted_at": contact.accepted_at.map(time),
        "connected_at": contact.connected_at.map(time),
        "ended_at": contact.ended_at.map(time),
        "cleared_at": contact.cleared_at.map(time),
    })
}

fn connection_json(instance: &Instance, line: &Connection, time: &impl Fn(EpochMs) -> String) -> Value {
    json!({
        "connection_id": line.id,
        "party": line.party.as_str(),
        "endpoint": line.endpoint.as_ref().map(|endpoint| endpoint.as_text(instance)),
        "quick_connect": line.quick_connect,
        "state": line.state.as_str(),
        "since": time(line.since),
        "muted": line.muted,
        "digits": line.digits,
    })
}
