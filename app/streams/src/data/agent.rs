//! What the library knows about the signed-in agent at one moment.

use serde::Deserialize;

use super::{
    AgentConfiguration, ContactSnapshot, DecodeError, decode,
    lenient::number,
    moment::{moment, optional_moment, skew},
};
use crate::{AgentStateType, EpochMs, SkewMs};

/// Everything the library knows about the signed-in agent (`agent.toSnapshot().agentData`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AgentData {
    /// Who the agent is and what the agent may do. Changes rarely.
    pub configuration: AgentConfiguration,
    /// What the agent is doing now.
    pub snapshot: AgentSnapshot,
}

impl AgentData {
    /// Reads the JSON text of the library's agent data.
    ///
    /// # Errors
    /// Where a field that this crate needs is missing or of another type, with its path.
    pub fn from_json(text: &str) -> Result<Self, DecodeError> {
        decode(text)
    }
}

/// The agent and the agent's contacts now.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentSnapshot {
    /// The state that counts for routing (`agent.getState()`).
    pub state: AgentState,
    /// The state that was asked for after the current contact (`agent.getNextState()`).
    pub next_state: Option<AgentState>,
    /// What the agent really does, beside what was chosen (`agent.getAvailabilityState()`).
    pub agent_availability_state: Option<AgentAvailability>,
    /// Open contacts, those in wrap-up included (`agent.getContacts()`).
    pub contacts: Vec<ContactSnapshot>,
    /// When the service made this snapshot, on its clock.
    #[serde(deserialize_with = "moment")]
    pub snapshot_timestamp: EpochMs,
    /// When it arrived, on the local clock.
    #[serde(default, deserialize_with = "optional_moment")]
    pub local_timestamp: Option<EpochMs>,
    /// How far the local clock was off when this snapshot arrived. Zero when the library gives none.
    #[serde(default, deserialize_with = "skew")]
    pub skew: SkewMs,
    /// How many bytes the service sent for it.
    #[serde(default, deserialize_with = "number")]
    pub content_length: Option<i64>,
}

/// One agent state with its beginning (`agent.getState()`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentState {
    /// Which state. Missing for those that the service sets, such as `Busy`.
    #[serde(rename = "agentStateARN")]
    pub agent_state_arn: Option<String>,
    /// What it is called, for example `Available` or `Lunch`.
    pub name: String,
    /// What it means for routing.
    #[serde(rename = "type")]
    pub kind: AgentStateType,
    /// Since when, on the service's clock. Missing in lists of states and for a next state.
    #[serde(default, deserialize_with = "optional_moment")]
    pub start_timestamp: Option<EpochMs>,
}

/// What the agent really does (`agent.getAvailabilityState()`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentAvailability {
    /// What that is called, for example `Busy`.
    pub state: Option<String>,
    /// Since when, on the service's clock.
    #[serde(default, deserialize_with = "optional_moment")]
    pub time_stamp: Option<EpochMs>,
    /// What it means for routing. The service gives none.
    #[serde(rename = "type")]
    pub kind: Option<AgentStateType>,
    /// Which state. The service gives none.
    #[serde(rename = "agentStateARN")]
    pub agent_state_arn: Option<String>,
    /// Since when the state was set. The service gives none.
    #[serde(default, deserialize_with = "optional_moment")]
    pub start_timestamp: Option<EpochMs>,
}
