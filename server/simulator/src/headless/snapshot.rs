//! As much of a snapshot as an agent without a screen looks at.

use serde::Deserialize;

/// What `GetAgentSnapshot` answers.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Polled {
    pub(super) snapshot: Snapshot,
    pub(super) next_token: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Snapshot {
    pub(super) state: State,
    pub(super) contacts: Vec<Contact>,
    #[serde(rename = "snapshotTimestamp")]
    pub(super) taken_at: Seconds,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct State {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) name: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Contact {
    #[serde(rename = "contactId")]
    pub(super) id: String,
    pub(super) initial_contact_id: Option<String>,
    #[serde(rename = "type")]
    pub(super) channel: String,
    pub(super) state: Entered,
    #[serde(default)]
    pub(super) initiation_method: String,
    pub(super) queue: Option<Named>,
    pub(super) customer_endpoint: Option<Endpoint>,
    pub(super) connections: Vec<Connection>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Connection {
    #[serde(rename = "connectionId")]
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
}

/// A state and when it began.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Entered {
    #[serde(rename = "type")]
    pub(super) name: String,
    pub(super) timestamp: Seconds,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Named {
    pub(super) name: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Endpoint {
    pub(super) phone_number: Option<String>,
    pub(super) email_address: Option<String>,
}

/// The service's way to write a moment: seconds since 1970, with a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(transparent)]
pub(super) struct Seconds(pub(super) f64);

impl Seconds {
    #[expect(clippy::cast_possible_truncation, reason = "a moment of any year before 287396 fits")]
    pub(super) fn millis(self) -> i64 {
        (self.0 * 1000.0).round() as i64
    }
}
