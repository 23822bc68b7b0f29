//! What can be said with a command.

use serde::{Deserialize, Serialize};

/// How to call somebody (`agent.connect(endpoint, options)`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectOptions {
    /// The queue that the call belongs to. That of the routing profile where this is absent.
    #[serde(rename = "queueARN", skip_serializing_if = "Option::is_none")]
    pub queue_arn: Option<String>,
    /// The contact that the call belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related_contact_id: Option<String>,
}

/// How to choose a state (`agent.setState(state, callbacks, options)`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetStateOptions {
    /// Whether the state is to come after the current contact. Else it is refused while there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enqueue_next_state: Option<bool>,
}
