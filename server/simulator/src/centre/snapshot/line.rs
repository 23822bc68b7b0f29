//! One connection in a snapshot.

use serde_json::{Value, json};

use super::View;
use crate::centre::channel::{Channel, Initiation};
use crate::centre::connection::{Connection, ConnectionState, Party};
use crate::centre::contact::{Contact, MonitorMode};
use crate::centre::presence::is_call;
use crate::centre::softphone;

impl View<'_> {
    pub(super) fn line(&self, contact: &Contact, line: &Connection) -> Value {
        let endpoint = match (line.party, &contact.agent) {
            (Party::Agent, Some(agent)) if is_call(contact) => self.agent_endpoint(agent),
            (_, _) if !is_call(contact) => Value::Null,
            (_, _) => line.endpoint.as_ref().map_or(Value::Null, |endpoint| self.endpoint(endpoint)),
        };
        let watches = contact.monitoring.filter(|_| line.party == Party::Agent);
        let status = match line.state {
            ConnectionState::SilentMonitor => Some(MonitorMode::SilentMonitor),
            ConnectionState::Barge => Some(MonitorMode::Barge),
            _ => None,
        };
        let capabilities: &[_] = if watches.is_some() { &["SILENT_MONITOR", "BARGE"] } else { &[] };
        json!({
            "connectionId": line.id,
            "endpoint": endpoint,
            "state": { "type": line.state.as_str(), "timestamp": self.seconds(line.since) },
            "type": kind(contact, line),
            "initial": is_initial(contact, line),
            "softphoneMediaInfo": self.softphone(contact, line),
            "chatMediaInfo": self.chat(contact, line),
            "monitoringInfo": self.monitoring(contact, line),
            "mute": (contact.channel != Channel::Chat).then_some(line.muted),
            "forcedMute": false,
            "quickConnectName": line.quick_connect,
            "monitorCapabilities": capabilities,
            "monitorStatus": status.map(MonitorMode::as_str),
        })
    }

    /// What the browser needs to carry the sound. With a desk phone there is none for it to fetch.
    fn softphone(&self, contact: &Contact, line: &Connection) -> Value {
        let Ok(agent) = self.centre.agent(self.agent) else { return Value::Null };
        if !agent.settings.softphone || !is_call(contact) || line.party != Party::Agent {
            return Value::Null;
        }
        softphone::media_info(contact.id, line.id, contact.accepts_itself)
    }

    fn chat(&self, contact: &Contact, line: &Connection) -> Value {
        if contact.channel != Channel::Chat {
            return Value::Null;
        }
        match line.party {
            // By this the library's chat session says that the agent is there; for all else it fetches a token.
            Party::Agent => {
                let token =
                    json!({ "ConnectionAuthenticationToken": format!("{}.{}", contact.id, line.id.0) });
                json!({
                    "chatAutoAccept": contact.accepts_itself,
                    "connectionData": token.to_string(),
                    "customerName": null,
                })
            }
            Party::Customer => json!({ "customerName": contact.details.customer_name }),
            Party::Third | Party::Supervisor => {
                let name = line.endpoint.as_ref().map(|endpoint| endpoint.as_text(&self.centre.instance));
                json!({ "customerName": null, "agentName": name })
            }
        }
    }

    fn monitoring(&self, contact: &Contact, line: &Connection) -> Value {
        let name_of = |agent| self.centre.instance.agent(agent).map(|profile| &profile.name);
        let supervised = contact.monitoring.filter(|_| line.party == Party::Agent);
        let agent = match supervised {
            Some(watching) => {
                self.centre.contacts.get(&watching.contact).and_then(|watched| watched.agent.as_ref())
            }
            None => return Value::Null,
        };
        json!({ "agent": { "agentName": agent.and_then(name_of) }, "joinTimeStamp": self.seconds(line.since) })
    }
}

fn kind(contact: &Contact, line: &Connection) -> &'static str {
    let outbound = contact.channel == Channel::QueueCallback || contact.initiation == Initiation::Outbound;
    match line.party {
        Party::Agent if contact.monitoring.is_some() => "monitoring",
        Party::Agent => "agent",
        Party::Customer if outbound => "outbound",
        Party::Customer => "inbound",
        Party::Third => "outbound",
        Party::Supervisor => "monitoring",
    }
}

/// The customer's line, or the only one there is.
fn is_initial(contact: &Contact, line: &Connection) -> bool {
    match line.party {
        Party::Customer => true,
        Party::Agent => {
            contact.monitoring.is_some() || matches!(contact.channel, Channel::Task | Channel::Email)
        }
        Party::Third | Party::Supervisor => false,
    }
}
