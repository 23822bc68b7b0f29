//! What the operations take. Members that the simulator has no use for are let pass, as the service does.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::ServiceError;
use crate::centre::{ConnectionId, ContactId};

pub(super) type Anything = serde_json::Map<String, serde_json::Value>;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GetAgentSnapshot {
    pub(super) next_token: Option<String>,
    /// Milliseconds.
    pub(super) timeout: Option<u64>,
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
#[serde(rename_all = "camelCase")]
pub(super) struct CreateTransport {
    pub(super) transport_type: String,
}

/// Tells what is no JSON from JSON of the wrong shape, as the service does.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, ServiceError> {
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => ServiceError::Validation(error.to_string()),
        _ => ServiceError::Serialization(error.to_string()),
    })
}
