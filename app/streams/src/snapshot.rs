//! What the library knows at one moment, as plain data.
//!
//! The library hands out JavaScript objects; they come here as JSON text, in which every `Date` has become RFC 3339.
//! Only what is used is decoded, unknown fields are passed over, and nothing that an object may hold is a panic.

use serde::{Deserialize, Deserializer};

use crate::{AgentStateType, ConnectionState, ConnectionType, ContactState, ContactType, EpochMs, SkewMs};

/// An object of the library does not have the shape that this version knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Amazon Connect sent something this desktop cannot read: {path}: {message}")]
pub struct DecodeError {
    /// Where in the object, for example `snapshot.contacts[0].state.timestamp`.
    pub path: String,
    /// What was wrong there. Never the value itself, which may be personal.
    pub message: String,
}

/// Everything the library knows about the signed-in agent (`connect.core.getAgentDataProvider().getAgentData()`).
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct AgentData {
    /// Who the agent is and what the agent may do. Changes rarely.
    pub configuration: AgentConfiguration,
    /// What the agent is doing now.
    pub snapshot: AgentSnapshot,
}

/// Who the agent is (`agent.getConfiguration()`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentConfiguration {
    /// The name to show.
    pub name: String,
    /// The sign-in name. Missing from some older instances.
    #[serde(default)]
    pub username: Option<String>,
}

impl AgentConfiguration {
    /// The sign-in name, or the shown name where the service keeps it back.
    pub fn login(&self) -> &str {
        self.username.as_deref().filter(|username| !username.is_empty()).unwrap_or(&self.name)
    }
}

/// The agent and the agent's contacts now.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentSnapshot {
    /// The state that counts for routing.
    pub state: AgentState,
    /// The state that was asked for after the current contact.
    #[serde(default)]
    pub next_state: Option<AgentState>,
    /// Open contacts, those in wrap-up included.
    pub contacts: Vec<ContactSnapshot>,
    /// When the service made this snapshot, on its clock.
    #[serde(deserialize_with = "moment")]
    pub snapshot_timestamp: EpochMs,
    /// How far the local clock was off when this snapshot arrived.
    #[serde(default, deserialize_with = "skew")]
    pub skew: SkewMs,
}

/// One agent state with its beginning.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentState {
    /// What it is called, for example `Available` or `Lunch`.
    pub name: String,
    /// What it means for routing.
    #[serde(rename = "type")]
    pub kind: AgentStateType,
    /// Since when, on the service's clock. Missing in lists of states and for a next state.
    #[serde(default, deserialize_with = "optional_moment")]
    pub start_timestamp: Option<EpochMs>,
}

/// One contact now (`contact.toSnapshot()`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactSnapshot {
    /// Which contact.
    pub contact_id: String,
    /// The first contact of a chain of transfers; the same as `contact_id` or missing when there was none.
    #[serde(default)]
    pub initial_contact_id: Option<String>,
    /// The channel.
    #[serde(rename = "type")]
    pub kind: ContactType,
    /// Where it stands and since when.
    pub state: TimedState<ContactState>,
    /// The queue it came through.
    #[serde(default)]
    pub queue: Option<Queue>,
    /// Who takes part: agent, customer, third parties.
    pub connections: Vec<ConnectionSnapshot>,
    /// The customer's address where the service names it apart from the connections.
    #[serde(default)]
    pub customer_endpoint: Option<Endpoint>,
}

impl ContactSnapshot {
    /// The participant with whom the contact began: the customer.
    pub fn customer(&self) -> Option<&ConnectionSnapshot> {
        let others = || self.connections.iter().filter(|connection| connection.kind != ConnectionType::Agent);
        others().find(|connection| connection.initial).or_else(|| others().next())
    }

    /// The customer's number or address.
    pub fn customer_address(&self) -> Option<&str> {
        let of_connection = self.customer().and_then(|connection| connection.endpoint.as_ref());
        self.customer_endpoint
            .as_ref()
            .and_then(Endpoint::address)
            .or_else(|| of_connection.and_then(Endpoint::address))
    }

    /// Whether this is a supervisor's view of somebody else's contact, which is no contact of this agent.
    pub fn is_monitoring(&self) -> bool {
        self.connections
            .iter()
            .any(|connection| connection.kind == ConnectionType::Monitoring && connection.initial)
    }
}

/// A state with its beginning on the service's clock.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TimedState<S> {
    /// The state.
    #[serde(rename = "type")]
    pub kind: S,
    /// Since when. Missing where the service gives none.
    #[serde(default, deserialize_with = "optional_moment")]
    pub timestamp: Option<EpochMs>,
}

/// One participant now (`connection.toSnapshot()`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionSnapshot {
    /// Which participant.
    pub connection_id: String,
    /// Who it is.
    #[serde(rename = "type")]
    pub kind: ConnectionType,
    /// Where it stands and since when.
    pub state: TimedState<ConnectionState>,
    /// Whether the contact began with this participant.
    #[serde(default)]
    pub initial: bool,
    /// How to reach it.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
}

/// A queue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Queue {
    /// The name to show. Missing for an agent's own queue.
    #[serde(default)]
    pub name: Option<String>,
}

/// Somebody or something that can be reached.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    /// The telephone number in E.164, or what stands for it.
    #[serde(default)]
    pub phone_number: Option<String>,
    /// The e-mail address.
    #[serde(default)]
    pub email_address: Option<String>,
}

impl Endpoint {
    /// The number, else the e-mail address; never the name, which is not an address.
    pub fn address(&self) -> Option<&str> {
        [&self.phone_number, &self.email_address]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .find(|text| !text.is_empty())
    }
}

impl AgentData {
    /// Reads the JSON text of the library's agent data.
    ///
    /// # Errors
    /// Where a field that this crate needs is missing or of another type, with its path.
    pub fn from_json(text: &str) -> Result<Self, DecodeError> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(&mut deserializer).map_err(|error| DecodeError {
            path: error.path().to_string(),
            message: without_value(error.inner()),
        })
    }
}

/// The kind of fault without the text that caused it: the library's objects hold numbers and names of people.
fn without_value(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if text.starts_with("missing field") {
        return text.split(" at line ").next().unwrap_or_default().to_owned();
    }
    match error.classify() {
        serde_json::error::Category::Data => "not of the expected type".to_owned(),
        _ => "not JSON".to_owned(),
    }
}

/// A time as the library gives it: a `Date`, which JSON writes as text, or milliseconds.
#[derive(Deserialize)]
#[serde(untagged)]
enum Moment {
    Text(EpochMs),
    Milliseconds(f64),
}

impl From<Moment> for EpochMs {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "`as` saturates, and what is no moment is put to the nearest one"
    )]
    fn from(moment: Moment) -> Self {
        match moment {
            Moment::Text(moment) => moment,
            Moment::Milliseconds(number) => Self::new(number as i64),
        }
    }
}

fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<EpochMs, D::Error> {
    Moment::deserialize(deserializer).map(EpochMs::from)
}

fn optional_moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<EpochMs>, D::Error> {
    Ok(Option::<Moment>::deserialize(deserializer)?.map(EpochMs::from))
}

#[expect(clippy::cast_possible_truncation, reason = "`as` saturates; a skew of 2^63 ms is no skew")]
fn skew<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SkewMs, D::Error> {
    Ok(SkewMs(Option::<f64>::deserialize(deserializer)?.unwrap_or_default() as i64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CONNECTED: &str = include_str!("../tests/agent-data/connected.json");

    #[test]
    fn reads_a_connected_call() {
        let data = AgentData::from_json(CONNECTED).unwrap();
        assert_eq!(data.configuration.login(), "anna");
        assert_eq!(data.snapshot.state.kind, AgentStateType::System);
        let contact = &data.snapshot.contacts[0];
        assert_eq!(contact.kind, ContactType::Voice);
        assert_eq!(contact.state.kind, ContactState::Connected);
        assert_eq!(contact.customer_address(), Some("+12065550100"));
        assert_eq!(contact.customer().unwrap().kind, ConnectionType::Inbound);
        assert!(!contact.is_monitoring());
    }

    #[test]
    fn a_word_that_amazon_adds_later_is_kept() {
        let later = CONNECTED.replace("\"connected\"", "\"teleported\"");
        let data = AgentData::from_json(&later).unwrap();
        assert_eq!(data.snapshot.contacts[0].state.kind, ContactState::Other("teleported".to_owned()));
    }

    #[test]
    fn a_fault_names_the_field_and_keeps_the_value_back() {
        let broken = CONNECTED.replace("\"contactId\"", "\"contactIdentifier\"");
        let error = AgentData::from_json(&broken).unwrap_err();
        assert_eq!(error.path, "snapshot.contacts[0]");
        assert_eq!(error.message, "missing field `contactId`");

        let broken = CONNECTED.replace("\"+12065550100\"", "{\"secret\": 1}");
        let error = AgentData::from_json(&broken).unwrap_err();
        assert!(error.path.ends_with("phoneNumber"), "{}", error.path);
        assert_eq!(error.message, "not of the expected type");
    }

    proptest! {
        #[test]
        fn no_text_is_a_panic(text in "\\PC*") {
            let _ = AgentData::from_json(&text);
        }

        #[test]
        fn no_cut_payload_is_a_panic(end in 0..CONNECTED.len()) {
            let _ = AgentData::from_json(&CONNECTED.chars().take(end).collect::<String>());
        }
    }
}
