//! Who the agent is and what the agent may do. What is here can be sent back with `agent.setConfiguration`, so a field
//! that is absent stays absent and is not sent as something that nobody set.

use serde::Serialize;

use super::{Dictionary, Queue, record};
use crate::{AgentPermission, AgentStateType, ChannelType, VoiceEnhancementMode};

/// Who the agent is (`agent.getConfiguration()`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentConfiguration {
    /// The name to show (`agent.getName()`).
    pub name: String,
    /// The sign-in name. Missing from some older instances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Which agent (`agent.getAgentARN()`).
    #[serde(rename = "agentARN", skip_serializing_if = "Option::is_none")]
    pub agent_arn: Option<String>,
    /// The states that the agent can choose (`agent.getAgentStates()`).
    pub agent_states: Vec<AgentStateDefinition>,
    /// What the agent may do (`agent.getPermissions()`).
    pub permissions: Vec<AgentPermission>,
    /// Which contacts the agent gets (`agent.getRoutingProfile()`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routing_profile: Option<RoutingProfile>,
    /// The countries that the agent can call, as two small letters each (`agent.getDialableCountries()`).
    pub dialable_countries: Vec<String>,
    /// The number of the agent's desk phone in E.164, used when the softphone is off (`agent.getExtension()`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// Whether calls come to the browser, else to the desk phone (`agent.isSoftphoneEnabled()`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub softphone_enabled: Option<bool>,
    /// Whether calls in the browser are accepted at once. `contact.isAutoAcceptEnabled()` knows it for each contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub softphone_auto_accept: Option<bool>,
    /// Whether the softphone keeps its connection between calls. The library reads it, its declarations lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub softphone_persistent_connection: Option<bool>,
    /// What the agent set for the panel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_preferences: Option<AgentPreferences>,
    /// What is done to the agent's voice (`agent.getVoiceEnhancementMode()`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice_enhancement_mode: Option<VoiceEnhancementMode>,
}

record! { AgentConfiguration {
    "name" => name: Required,
    "username" => username,
    "agentARN" => agent_arn,
    "agentStates" => agent_states,
    "permissions" => permissions,
    "routingProfile" => routing_profile,
    "dialableCountries" => dialable_countries,
    "extension" => extension,
    "softphoneEnabled" => softphone_enabled,
    "softphoneAutoAccept" => softphone_auto_accept,
    "softphonePersistentConnection" => softphone_persistent_connection,
    "agentPreferences" => agent_preferences,
    "voiceEnhancementMode" => voice_enhancement_mode,
} }

impl AgentConfiguration {
    /// The sign-in name, or the shown name where the service keeps it back.
    pub fn login(&self) -> &str {
        self.username.as_deref().filter(|username| !username.is_empty()).unwrap_or(&self.name)
    }
}

/// A state that the agent can choose (`agent.getAgentStates()`, `agent.setState(state)`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentStateDefinition {
    /// Which state. Nothing can be chosen without it, but the service may list one.
    #[serde(rename = "agentStateARN", skip_serializing_if = "Option::is_none")]
    pub agent_state_arn: Option<String>,
    /// What it means for routing.
    #[serde(rename = "type")]
    pub kind: AgentStateType,
    /// What it is called.
    pub name: String,
}

record! { AgentStateDefinition {
    "agentStateARN" => agent_state_arn,
    "type" => kind: Required,
    "name" => name: Required,
} }

/// What the agent set for the panel (`agent.getConfiguration().agentPreferences`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AgentPreferences {
    /// The language of the panel, for example `en_US`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The same as the service sends it. When it is sent back, the library takes it where `locale` is absent.
    #[serde(rename = "LANGUAGE", skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What else the service keeps there, so that sending the preferences back loses nothing.
    #[serde(flatten)]
    pub others: Dictionary<String>,
}

record! { AgentPreferences {
    "locale" => locale,
    "LANGUAGE" => language,
    ..others
} }

/// How many contacts of each channel the agent can have at once; zero or absent means none
/// (`agent.getChannelConcurrency()`).
pub type ChannelConcurrency = Dictionary<u32, ChannelType>;

/// Which contacts the agent gets (`agent.getRoutingProfile()`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoutingProfile {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which routing profile.
    #[serde(rename = "routingProfileARN", skip_serializing_if = "Option::is_none")]
    pub routing_profile_arn: Option<String>,
    /// The same again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routing_profile_id: Option<String>,
    /// The queue that the agent's own calls belong to. The library does not start without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_outbound_queue: Option<Queue>,
    /// How many contacts of each channel the agent can have at once.
    pub channel_concurrency_map: ChannelConcurrency,
    /// The queues from which the agent gets contacts, the agent's own among them.
    pub queues: Vec<Queue>,
}

record! { RoutingProfile {
    "name" => name,
    "routingProfileARN" => routing_profile_arn,
    "routingProfileId" => routing_profile_id,
    "defaultOutboundQueue" => default_outbound_queue,
    "channelConcurrencyMap" => channel_concurrency_map,
    "queues" => queues,
} }
