//! One participant of a contact at one moment.

use super::{ChatOriginalInfo, Dictionary, Endpoint, VoiceMediaInfo, record};
use crate::{
    ConnectionState, ConnectionType, CustomerAuthenticationMethod, CustomerAuthenticationStatus, EpochMs,
    MonitoringMode, Words,
};

/// A state with its beginning on the service's clock (`contact.getState()`, `connection.getState()`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedState<S> {
    /// The state.
    pub kind: S,
    /// Since when. Missing where the service gives none.
    pub timestamp: Option<EpochMs>,
}

record! { TimedState<S: Words> {
    "type" => kind: Required,
    "timestamp" => timestamp,
} }

/// What a participant can do, for example `Video` with `SEND` (`connection.getCapabilities()`).
pub type CapabilitiesDictionary = Dictionary<String>;

/// One participant now (`connection.toSnapshot()`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionSnapshot {
    /// Which participant (`connection.getConnectionId()`).
    pub connection_id: String,
    /// Who it is (`connection.getType()`).
    pub kind: ConnectionType,
    /// Where it stands and since when (`connection.getState()`).
    pub state: TimedState<ConnectionState>,
    /// Whether the contact began with this participant (`connection.isInitialConnection()`).
    pub initial: bool,
    /// How to reach it (`connection.getEndpoint()`). Missing in chats and tasks.
    pub endpoint: Option<Endpoint>,
    /// How its sound travels (`connection.getMediaInfo()` of a call). Missing on a desk phone.
    pub softphone_media_info: Option<VoiceMediaInfo>,
    /// How its messages travel. Missing unless it is a chat.
    pub chat_media_info: Option<ChatOriginalInfo>,
    /// Whose contact a supervisor follows (`connection.getMonitorInfo()`). Missing unless one does.
    pub monitoring_info: Option<MonitorInfo>,
    /// Whether it is muted (`connection.isMute()`). False where the channel has no sound.
    pub mute: bool,
    /// Whether a supervisor muted it (`connection.isForcedMute()`).
    pub forced_mute: bool,
    /// The name of the quick connect it was reached by (`connection.getQuickConnectName()`).
    pub quick_connect_name: Option<String>,
    /// How a supervisor may take part (`connection.getMonitorCapabilities()`).
    pub monitor_capabilities: Vec<MonitoringMode>,
    /// How the supervisor takes part (`connection.getMonitorStatus()`). Missing for everybody else.
    pub monitor_status: Option<MonitoringMode>,
    /// What it can do (`connection.getCapabilities()`).
    pub capabilities: CapabilitiesDictionary,
}

record! { ConnectionSnapshot {
    "connectionId" => connection_id: Required,
    "type" => kind: Required,
    "state" => state: Required,
    "initial" => initial,
    "endpoint" => endpoint,
    "softphoneMediaInfo" => softphone_media_info,
    "chatMediaInfo" => chat_media_info,
    "monitoringInfo" => monitoring_info,
    "mute" => mute,
    "forcedMute" => forced_mute,
    "quickConnectName" => quick_connect_name,
    "monitorCapabilities" => monitor_capabilities,
    "monitorStatus" => monitor_status,
    "capabilities" => capabilities,
} }

/// Whose contact a supervisor follows (`connection.getMonitorInfo()`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonitorInfo {
    /// The agent's name as the declarations have it. See [`supervised_agent`](Self::supervised_agent).
    pub agent_name: Option<String>,
    /// The customer's name. The service gives none.
    pub customer_name: Option<String>,
    /// Since when. The declarations say `joinTime`, the library says `joinTimeStamp`.
    pub join_time: Option<EpochMs>,
    /// The agent as the library has it.
    pub agent: Option<MonitoredAgent>,
}

record! { MonitorInfo {
    "agentName" => agent_name,
    "customerName" => customer_name,
    "joinTime" => join_time,
    "agent" => agent,
    or "joinTimeStamp" => join_time,
} }

impl MonitorInfo {
    /// The name of the agent whose contact is followed.
    pub fn supervised_agent(&self) -> Option<&str> {
        let of_agent = || self.agent.as_ref()?.agent_name.as_deref();
        self.agent_name.as_deref().or_else(of_agent)
    }
}

/// The agent whose contact a supervisor follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonitoredAgent {
    /// The name to show.
    pub agent_name: Option<String>,
}

record! { MonitoredAgent {
    "agentName" => agent_name,
} }

/// How a customer in a chat signed in (`connection.getAuthenticationDetails()`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerAuthenticationDetails {
    /// Who knows the customer.
    pub identity_provider: Option<String>,
    /// The program by which the customer signed in.
    pub client_id: Option<String>,
    /// How that went.
    pub status: CustomerAuthenticationStatus,
    /// The customer's profile.
    pub associated_customer_id: Option<String>,
    /// Who manages the sign-in.
    pub authentication_method: Option<CustomerAuthenticationMethod>,
}

record! { CustomerAuthenticationDetails {
    "IdentityProvider" => identity_provider,
    "ClientId" => client_id,
    "Status" => status: Required,
    "AssociatedCustomerId" => associated_customer_id,
    "AuthenticationMethod" => authentication_method,
} }
