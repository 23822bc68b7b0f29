//! What the operations take. Members that the simulator has no use for are let pass, as the service does.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::ServiceError;
use crate::centre::{ConnectionId, ContactId, MonitorMode};

pub(super) type Anything = serde_json::Map<String, serde_json::Value>;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GetAgentSnapshot {
    pub(super) next_token: Option<String>,
    /// Milliseconds.
    pub(super) timeout: Option<u64>,
}

/// What the lists take.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct List {
    pub(super) next_token: Option<String>,
    pub(super) max_results: Option<usize>,
    #[serde(rename = "routingProfileARN")]
    pub(super) routing_profile_arn: Option<String>,
    #[serde(rename = "queueARNs")]
    pub(super) queue_arns: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OnContact {
    pub(super) contact_id: ContactId,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OnConnection {
    pub(super) contact_id: ContactId,
    pub(super) connection_id: ConnectionId,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SendDigits {
    pub(super) contact_id: ContactId,
    pub(super) connection_id: ConnectionId,
    pub(super) digits: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WithEndpoint {
    pub(super) contact_id: ContactId,
    pub(super) endpoint: WantedEndpoint,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateOutboundContact {
    pub(super) endpoint: WantedEndpoint,
    #[serde(rename = "queueARN")]
    pub(super) queue_arn: Option<String>,
    pub(super) related_contact_id: Option<ContactId>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateTaskContact {
    pub(super) endpoint: WantedEndpoint,
    pub(super) name: String,
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) references: BTreeMap<String, WantedReference>,
    pub(super) idempotency_token: Option<String>,
    /// Seconds since 1970; milliseconds are known by their size.
    pub(super) scheduled_time: Option<i64>,
    pub(super) previous_contact_id: Option<ContactId>,
    pub(super) related_contact_id: Option<ContactId>,
}

#[derive(Debug, Deserialize)]
pub(super) struct WantedReference {
    pub(super) value: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UpdateMonitorParticipantState {
    pub(super) contact_id: ContactId,
    pub(super) target_monitor_mode: MonitorMode,
}

/// An endpoint as the library was told of it, or one made by hand.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WantedEndpoint {
    #[serde(rename = "endpointARN")]
    pub(super) arn: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) name: Option<String>,
    pub(super) phone_number: Option<String>,
    pub(super) agent_login: Option<String>,
    pub(super) queue: Option<WantedQueue>,
}

#[derive(Debug, Deserialize)]
pub(super) struct WantedQueue {
    #[serde(rename = "queueARN")]
    pub(super) arn: Option<String>,
    pub(super) name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PutAgentState {
    pub(super) state: WantedState,
    pub(super) enqueue_next_state: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(super) struct WantedState {
    #[serde(rename = "agentStateARN")]
    pub(super) arn: Option<String>,
    pub(super) name: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct UpdateAgentConfiguration {
    pub(super) configuration: WantedConfiguration,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WantedConfiguration {
    pub(super) softphone_enabled: bool,
    pub(super) softphone_auto_accept: bool,
    pub(super) extension: Option<String>,
    pub(super) agent_preferences: Option<BTreeMap<String, String>>,
    pub(super) voice_enhancement_mode: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateTransport {
    pub(super) transport_type: String,
    pub(super) contact_id: Option<ContactId>,
    pub(super) participant_id: Option<ConnectionId>,
}

/// Tells what is no JSON from JSON of the wrong shape, as the service does.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, ServiceError> {
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => ServiceError::Validation(error.to_string()),
        _ => ServiceError::Serialization(error.to_string()),
    })
}
