//! What the library knows about the signed-in agent at one moment.

use super::{AgentConfiguration, ContactSnapshot, DecodeError, decode, record};
use crate::{AgentStateType, EpochMs, SkewMs};

/// Everything the library knows about the signed-in agent (`agent.toSnapshot().agentData`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentData {
    /// Who the agent is and what the agent may do. Changes rarely.
    pub configuration: AgentConfiguration,
    /// What the agent is doing now.
    pub snapshot: AgentSnapshot,
}

record! { AgentData {
    "configuration" => configuration: Required,
    "snapshot" => snapshot: Required,
} }

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
#[derive(Clone, Debug, PartialEq, Eq)]
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
    pub snapshot_timestamp: EpochMs,
    /// When it arrived, on the local clock.
    pub local_timestamp: Option<EpochMs>,
    /// How far the local clock was off when this snapshot arrived. Zero when the library gives none.
    pub skew: SkewMs,
    /// How many bytes the service sent for it.
    pub content_length: Option<i64>,
}

record! { AgentSnapshot {
    "state" => state: Required,
    "nextState" => next_state,
    "agentAvailabilityState" => agent_availability_state,
    "contacts" => contacts: Required,
    "snapshotTimestamp" => snapshot_timestamp: Required,
    "localTimestamp" => local_timestamp,
    "skew" => skew,
    "contentLength" => content_length,
} }

/// One agent state with its beginning (`agent.getState()`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentState {
    /// Which state. Missing for those that the service sets, such as `Busy`.
    pub agent_state_arn: Option<String>,
    /// What it is called, for example `Available` or `Lunch`.
    pub name: String,
    /// What it means for routing.
    pub kind: AgentStateType,
    /// Since when, on the service's clock. Missing in lists of states and for a next state.
    pub start_timestamp: Option<EpochMs>,
}

record! { AgentState {
    "agentStateARN" => agent_state_arn,
    "name" => name: Required,
    "type" => kind: Required,
    "startTimestamp" => start_timestamp,
} }

/// What the agent really does (`agent.getAvailabilityState()`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgentAvailability {
    /// What that is called, for example `Busy`.
    pub state: Option<String>,
    /// Since when, on the service's clock.
    pub time_stamp: Option<EpochMs>,
    /// What it means for routing. The service gives none.
    pub kind: Option<AgentStateType>,
    /// Which state. The service gives none.
    pub agent_state_arn: Option<String>,
    /// Since when the state was set. The service gives none.
    pub start_timestamp: Option<EpochMs>,
}

record! { AgentAvailability {
    "state" => state,
    "timeStamp" => time_stamp,
    "type" => kind,
    "agentStateARN" => agent_state_arn,
    "startTimestamp" => start_timestamp,
} }
