//! Logging out: offline first, then signed out, so that nothing is offered to somebody who is gone. Pure.

use connect_streams::{AgentData, AgentState, AgentStateDefinition, AgentStateType};

/// Whether the agent is about to log out.
#[derive(Debug, Default)]
pub(super) struct LogOut {
    begun: bool,
}

impl LogOut {
    /// The agent wants to leave. Answers with the status to go into first, if there is one and the agent is not in it.
    pub(super) fn begin(&mut self, data: &AgentData) -> Option<AgentStateDefinition> {
        self.begun = true;
        offline(data).filter(|_| !is_offline(&data.snapshot.state)).cloned()
    }

    /// Whether it has begun.
    pub(super) fn has_begun(&self) -> bool {
        self.begun
    }

    /// The agent stays, or is gone.
    pub(super) fn stop(&mut self) {
        self.begun = false;
    }

    /// Whether it is time to sign out; said once. While there are contacts, offline is queued and not waited for.
    pub(super) fn is_due(&mut self, data: &AgentData) -> bool {
        let snapshot = &data.snapshot;
        let leaves = is_offline(&snapshot.state) || snapshot.next_state.as_ref().is_some_and(is_offline);
        let is_due = self.begun && (leaves || offline(data).is_none());
        self.begun &= !is_due;
        is_due
    }
}

fn is_offline(state: &AgentState) -> bool {
    state.kind == AgentStateType::Offline
}

fn offline(data: &AgentData) -> Option<&AgentStateDefinition> {
    data.configuration.agent_states.iter().find(|state| state.kind == AgentStateType::Offline)
}
