//! What one agent's long poll is told: the centre as the library's `GetAgentSnapshot` describes it.
//!
//! The field names are the service's. Lists are never null, because the library drops a null list and then waits for
//! it for ever. A shifted service clock is applied here, as a time leaves, so it can never put times out of order.

mod contact;
mod line;

use serde_json::{Value, json};

use super::agent::ShownState;
use super::endpoint::{Endpoint, QueueKey};
use super::errors::Refusal;
use super::ids::{EpochMs, Username};
use super::{Centre, Contact};

/// One agent's view of the centre.
struct View<'a> {
    centre: &'a Centre,
    agent: &'a Username,
    skew_ms: i64,
}

impl Centre {
    /// The snapshot of one agent, every time in it moved by `skew_ms`.
    pub(crate) fn snapshot(&self, name: &Username, skew_ms: i64) -> Result<Value, Refusal> {
        let agent = self.agent(name)?;
        let view = View { centre: self, agent: name, skew_ms };
        let since = view.seconds(agent.since);
        let shown = agent.shown(&self.instance);
        let next = agent.next.map(|next| state(self.instance.status(next).into(), since));
        let current = agent.contacts.iter().filter_map(|id| self.contacts.get(id));
        let mut contacts: Vec<&Contact> = current.chain(&agent.leftovers).collect();
        contacts.sort_by_key(|contact| contact.offered_at);
        let contacts: Vec<_> = contacts.into_iter().map(|contact| view.contact(contact)).collect();
        Ok(json!({
            "state": state(shown, since),
            "nextState": next,
            "agentAvailabilityState": { "state": shown.name, "timeStamp": since },
            "contacts": contacts,
            "snapshotTimestamp": view.seconds(self.now),
        }))
    }
}

impl View<'_> {
    fn seconds(&self, at: EpochMs) -> f64 {
        at.plus(self.skew_ms).as_seconds()
    }

    fn endpoint(&self, endpoint: &Endpoint) -> Value {
        let instance = &self.centre.instance;
        match endpoint {
            Endpoint::Phone(number) => phone(number.as_str()),
            Endpoint::Email { address, display_name } => json!({
                "endpointARN": null,
                "type": "email_address",
                "name": null,
                "displayName": display_name,
                "emailAddress": address,
            }),
            Endpoint::Agent(name) => self.agent_endpoint(name),
            Endpoint::Queue(index) => {
                let queue = instance.queue(*index);
                json!({
                    "endpointARN": queue.arn,
                    "type": "queue",
                    "name": queue.name,
                    "phoneNumber": null,
                    "agentLogin": null,
                    "queue": { "queueARN": queue.arn, "name": queue.name },
                })
            }
        }
    }

    fn agent_endpoint(&self, name: &Username) -> Value {
        let profile = self.centre.instance.agent(name);
        json!({
            "endpointARN": profile.map(|profile| &profile.arn),
            "type": "agent",
            "name": profile.map(|profile| &profile.name),
            "phoneNumber": null,
            "agentLogin": name,
            "queue": null,
        })
    }

    fn queue(&self, key: Option<&QueueKey>) -> Value {
        let queue = key.and_then(|key| self.centre.queue(key));
        queue.map_or(Value::Null, |queue| json!({ "queueARN": queue.arn, "name": queue.name }))
    }
}

fn state(shown: ShownState<'_>, since: f64) -> Value {
    json!({ "agentStateARN": shown.arn, "type": shown.kind, "name": shown.name, "startTimestamp": since })
}

fn phone(number: &str) -> Value {
    json!({
        "endpointARN": null,
        "type": "phone_number",
        "name": null,
        "phoneNumber": number,
        "agentLogin": null,
        "queue": null,
    })
}
