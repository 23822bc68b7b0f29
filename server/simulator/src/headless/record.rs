//! The record of one contact, in the words of the desktop server's `POST /api/v1/contact-records`.
//!
//! Written down here a second time on purpose: the simulator stands on the other side of that wire too.

use serde::Serialize;

use super::snapshot::Contact;
use crate::centre::EpochMs;

/// What is sent when a contact has been cleared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Record {
    pub(super) contact_id: String,
    initial_contact_id: Option<String>,
    channel: String,
    direction: &'static str,
    queue: Option<String>,
    /// Filled in by whoever sends it.
    pub(super) agent: String,
    customer_endpoint: Option<String>,
    offered_at: Option<String>,
    accepted_at: Option<String>,
    connected_at: Option<String>,
    ended_at: Option<String>,
    cleared_at: Option<String>,
    holds: [(); 0],
    pub(super) outcome: &'static str,
    revision: u64,
}

/// What has been seen of a contact. Times are the service's, in milliseconds since 1970.
#[derive(Debug, Clone)]
pub(super) struct Told {
    contact: Contact,
    offered_at: Option<i64>,
    pub(super) accepted_at: Option<i64>,
    connected_at: Option<i64>,
    ended_at: Option<i64>,
}

impl Told {
    pub(super) fn of(contact: &Contact) -> Self {
        let contact = contact.clone();
        Self { contact, offered_at: None, accepted_at: None, connected_at: None, ended_at: None }
    }

    /// The contact has come into this state.
    pub(super) fn hear(&mut self, state: &str, since: i64) {
        let moment = match state {
            "incoming" | "connecting" => &mut self.offered_at,
            "connected" => &mut self.connected_at,
            "ended" | "missed" | "rejected" | "error" => &mut self.ended_at,
            _ => return,
        };
        moment.get_or_insert(since);
    }

    pub(super) fn record(&self, state: &str, cleared_at: Option<i64>) -> Record {
        let Contact { id, initial_contact_id, channel, initiation_method, .. } = self.contact.clone();
        let outbound = matches!(initiation_method.as_str(), "outbound" | "callback" | "agent_reply");
        let outcome = match state {
            _ if self.connected_at.is_some() => "handled",
            "rejected" => "rejected",
            "error" if outbound => "failed",
            _ => "missed",
        };
        // Two clocks had a part in these; the later moment is never the earlier one.
        let mut latest = i64::MIN;
        let mut moment = |at: Option<i64>| {
            latest = latest.max(at?);
            Some(EpochMs(latest).rfc3339())
        };
        let endpoint = self.contact.customer_endpoint.as_ref();
        Record {
            contact_id: id,
            initial_contact_id,
            channel,
            direction: if outbound { "outbound" } else { "inbound" },
            queue: self.contact.queue.as_ref().and_then(|queue| queue.name.clone()),
            agent: String::new(),
            customer_endpoint: endpoint
                .and_then(|of| of.phone_number.clone().or_else(|| of.email_address.clone())),
            offered_at: moment(self.offered_at),
            accepted_at: moment(self.accepted_at),
            connected_at: moment(self.connected_at),
            ended_at: moment(self.ended_at),
            cleared_at: moment(cleared_at),
            holds: [],
            outcome,
            revision: 1,
        }
    }
}
