//! What comes with the events of Global Resiliency, which moves agents to another region (`connect.globalResiliency`).

use super::record;

/// Another region is to take over (`connect.globalResiliency.onFailoverDetected`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailoverDetected {
    /// Which AWS region, for example `us-west-2`.
    pub next_active_region: Option<String>,
}

record! { FailoverDetected {
    "nextActiveRegion" => next_active_region,
} }

/// Another region takes over as soon as the agent's call is over (`connect.globalResiliency.onFailoverPending`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailoverPending {
    /// Which AWS region, for example `us-west-2`.
    pub next_active_region: Option<String>,
}

record! { FailoverPending {
    "nextActiveRegion" => next_active_region,
} }

/// Another region took over (`connect.globalResiliency.onFailoverCompleted`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailoverCompleted {
    /// Which AWS region, for example `us-west-2`.
    pub active_region: Option<String>,
    /// The address of its CCP.
    pub active_ccp_url: Option<String>,
}

record! { FailoverCompleted {
    "activeRegion" => active_region,
    "activeCcpUrl" => active_ccp_url,
} }
