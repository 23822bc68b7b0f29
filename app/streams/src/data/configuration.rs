//! Who the agent is and what the agent may do. What is here can be sent back with `agent.setConfiguration`, so a field
//! that is absent stays absent and is not sent as something that nobody set.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor},
};

use super::{
    Queue,
    lenient::{Count, entries, list},
};
use crate::{AgentPermission, AgentStateType, ChannelType, VoiceEnhancementMode};

/// Who the agent is (`agent.getConfiguration()`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    #[serde(default, deserialize_with = "list")]
    pub agent_states: Vec<AgentStateDefinition>,
    /// What the agent may do (`agent.getPermissions()`).
    #[serde(default, deserialize_with = "list")]
    pub permissions: Vec<AgentPermission>,
    /// Which contacts the agent gets (`agent.getRoutingProfile()`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routing_profile: Option<RoutingProfile>,
    /// The countries that the agent can call, as two small letters each (`agent.getDialableCountries()`).
    #[serde(default, deserialize_with = "list")]
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

impl AgentConfiguration {
    /// The sign-in name, or the shown name where the service keeps it back.
    pub fn login(&self) -> &str {
        self.username.as_deref().filter(|username| !username.is_empty()).unwrap_or(&self.name)
    }
}

/// A state that the agent can choose (`agent.getAgentStates()`, `agent.setState(state)`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    pub others: BTreeMap<String, String>,
}

// By hand, because a derived reading of `others` would hide which fields are known from `surface`.
impl<'de> Deserialize<'de> for AgentPreferences {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Preferences;
        impl<'de> Visitor<'de> for Preferences {
            type Value = AgentPreferences;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("preferences by name")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AgentPreferences, A::Error> {
                let mut preferences = AgentPreferences::default();
                while let Some((name, value)) = map.next_entry::<String, Option<String>>()? {
                    match (name.as_str(), value) {
                        ("locale", value) => preferences.locale = value,
                        ("LANGUAGE", value) => preferences.language = value,
                        (_, Some(value)) => drop(preferences.others.insert(name, value)),
                        (_, None) => {}
                    }
                }
                Ok(preferences)
            }
        }
        deserializer.deserialize_struct("AgentPreferences", &["locale", "LANGUAGE"], Preferences)
    }
}

/// How many contacts of each channel the agent can have at once; zero or absent means none
/// (`agent.getChannelConcurrency()`).
pub type ChannelConcurrency = BTreeMap<ChannelType, u32>;

/// Which contacts the agent gets (`agent.getRoutingProfile()`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    #[serde(default, deserialize_with = "concurrency")]
    pub channel_concurrency_map: ChannelConcurrency,
    /// The queues from which the agent gets contacts, the agent's own among them.
    #[serde(default, deserialize_with = "list")]
    pub queues: Vec<Queue>,
}

fn concurrency<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ChannelConcurrency, D::Error> {
    let counts: BTreeMap<ChannelType, Count> = entries(deserializer)?;
    let mut concurrency = ChannelConcurrency::new();
    for (channel, count) in counts {
        concurrency.insert(channel, count.0);
    }
    Ok(concurrency)
}
