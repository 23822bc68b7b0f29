//! An instance of two regions that moves from one to the other, and the agent with it. Pure.

use connect_streams::AgentStateType;

/// Where the instance goes, as far as the agent must know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RegionMove {
    /// Nowhere.
    #[default]
    Stays,
    /// To this region, as soon as the agent's call is over.
    Waits(String),
    /// It went to this region, where the agent is offline and has chosen no status yet.
    Arrived(String),
}

impl RegionMove {
    /// The instance goes to a region; perhaps at once.
    pub(super) fn detected(&mut self, region: &str) {
        // It may go back while somebody is still on the way.
        if !matches!(self, Self::Waits(to) if to == region) {
            *self = Self::Stays;
        }
    }

    /// The agent's status is of this kind.
    pub(super) fn seen(&mut self, kind: &AgentStateType) {
        if matches!(self, Self::Arrived(_)) && *kind != AgentStateType::Offline {
            *self = Self::Stays;
        }
    }
}
