//! What one agent's long poll is told: the centre as the library's `GetAgentSnapshot` describes it.
//!
//! The field names are the service's. Lists are never null, because the library drops a null list and then waits for
//! it for ever. A shifted service clock is applied here, as a time leaves, so it can never put times out of order.

use serde_json::{Value, json};

use super::Centre;
use super::agent::ShownState;
use super::contact::{Connection, Contact, Party};
use super::errors::Refusal;
use super::ids::{EpochMs, Username};

impl Centre {
    /// The snapshot of one agent, every time in it moved by `skew_ms`.
    pub(crate) fn snapshot(&self, name: &Username, skew_ms: i64) -> Result<Value, Refusal> {
        let agent = self.agent(name)?;
        let seconds = |at: EpochMs| at.plus(skew_ms).as_seconds();
        let shown = agent.shown(&self.instance);
        let next = agent.next.map(|next| state(self.instance.status(next).into(), seconds(agent.since)));
        let contacts: Vec<_> = agent
            .contacts
            .iter()
            .filter_map(|id| self.contacts.get(id))
            .map(|c| self.contact_json(c, seconds))
            .collect();
        Ok(json!({
            "state": state(shown, seconds(agent.since)),
            "nextState": next,
            "agentAvailabilityState": { "state": shown.name, "timeStamp": seconds(agent.since) },
            "contacts": contacts,
            "snapshotTimestamp": seconds(self.now),
        }))
    }

    fn contact_json(&self, contact: &Contact, seconds: impl Fn(EpochMs) -> f64) -> Value {
        let queue = self.instance.queue(contact.queue);
        let connections: Vec<_> =
            contact.connections.iter().map(|line| self.connection_json(contact, line, &seconds)).collect();
        json!({
            "contactId": contact.id,
            "initialContactId": contact.id,
            "relatedContactId": null,
            "contactAssociationId": contact.id,
            "type": "voice",
            "state": { "type": contact.state.as_str(), "timestamp": seconds(contact.since) },
            "queue": { "queueARN": queue.arn, "name": queue.name },
            "queueTimestamp": seconds(contact.queued_at),
            "connections": connections,
            "attributes": {
                "Language": { "name": "Language", "value": "en-US" },
                "Topic": { "name": "Topic", "value": queue.name },
            },
            "contactDuration": "0",
            "name": null,
            "description": null,
            "references": {},
            "initiationMethod": "inbound",
            "contactFeatures": {
                "attachmentsEnabled": false,
                "messagingMarkdownEnabled": false,
                "multiPartyConferenceEnabled": false,
            },
            "channelContext": null,
            "segmentAttributes": { "connect:Subtype": { "ValueString": "connect:Telephony" } },
            "customerEndpoint": phone(contact.customer.as_str()),
            "connectSystemEndpoint": phone(self.instance.number.as_str()),
            "languageCode": "en-US",
        })
    }

    fn connection_json(
        &self,
        contact: &Contact,
        line: &Connection,
        seconds: impl Fn(EpochMs) -> f64,
    ) -> Value {
        let (kind, endpoint) = match line.party {
            Party::Agent => ("agent", self.agent_endpoint(&contact.agent)),
            Party::Customer => ("inbound", phone(contact.customer.as_str())),
        };
        json!({
            "connectionId": line.id,
            "endpoint": endpoint,
            "state": { "type": line.state.as_str(), "timestamp": seconds(line.since) },
            "type": kind,
            "initial": line.party == Party::Customer,
            // A desk phone carries the sound; there is none for the browser to fetch.
            "softphoneMediaInfo": null,
            "chatMediaInfo": null,
            "monitoringInfo": null,
            "mute": line.muted,
            "forcedMute": false,
            "quickConnectName": null,
            "monitorCapabilities": [],
            "monitorStatus": null,
        })
    }

    fn agent_endpoint(&self, name: &Username) -> Value {
        let profile = self.instance.agent(name);
        json!({
            "endpointARN": profile.map(|profile| &profile.arn),
            "type": "agent",
            "name": profile.map(|profile| &profile.name),
            "phoneNumber": null,
            "agentLogin": name,
            "queue": null,
        })
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
