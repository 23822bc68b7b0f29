//! The agent who is signed in: what the library knows about them (here), what they can do (`commands`), and what can
//! happen to them (`events`).

mod commands;
mod events;

use wasm_bindgen::JsValue;

pub use commands::TaskCreated;

use crate::{
    AgentAvailability, AgentConfiguration, AgentPermission, AgentState, AgentStateDefinition,
    ChannelConcurrency, ChannelType, Contact, ContactType, RoutingProfile, StreamsError, Subscription,
    VoiceEnhancementMode,
    api::{Api, Target, api, library, part},
    contact::contacts_of,
    data::place::Place,
};

/// The agent who is signed in (`connect.Agent`). There is one on a page; what it tells is always of this moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent(pub(crate) Target);

/// Calls `handler` with the agent, once the library knows who it is and again after each new start
/// (`connect.agent`). If it is known already, the handler is called a moment later, never before this returns.
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_agent(handler: impl FnMut(Agent) + 'static) -> Result<Subscription, StreamsError> {
    Subscription::by(&library()?, api!("agent"), &[], |agent| Agent(Target(agent)), handler)
}

/// What can be read.
///
/// # Errors
/// Every one of these fails with [`StreamsError::NotInitialised`] while the library has no agent data, and with
/// [`StreamsError::Undecodable`] when the data has another shape than this version knows.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl Agent {
    /// The agent of this page (`new connect.Agent()`).
    pub fn current() -> Result<Self, StreamsError> {
        part(api!("Agent"))?.construct(api!("Agent"), &[]).map(Self)
    }

    /// A copy that no longer changes (`agent.toSnapshot`).
    pub fn to_snapshot(&self) -> Result<Self, StreamsError> {
        let api = api!("Agent.toSnapshot");
        self.0.object(api, &[])?.map(Self).ok_or(StreamsError::NotInitialised)
    }

    /// Everything at once: the configuration and the snapshot with its contacts.
    pub fn data(&self) -> Result<crate::AgentData, StreamsError> {
        self.to_snapshot()?.0.get(api!("AgentSnapshot.agentData"))
    }

    /// What the agent is really doing (`agent.getAvailabilityState`).
    pub fn availability(&self) -> Result<Option<AgentAvailability>, StreamsError> {
        self.read(api!("Agent.getAvailabilityState"))
    }

    /// The state that counts for routing (`agent.getState`).
    pub fn state(&self) -> Result<AgentState, StreamsError> {
        self.read(api!("Agent.getState"))
    }

    /// The state that was asked for after the current contact (`agent.getNextState`).
    pub fn next_state(&self) -> Result<Option<AgentState>, StreamsError> {
        self.read(api!("Agent.getNextState"))
    }

    /// How long the agent has been in this state, in milliseconds on the service's clock (`agent.getStateDuration`).
    pub fn state_duration_ms(&self) -> Result<f64, StreamsError> {
        self.read(api!("Agent.getStateDuration"))
    }

    /// What the agent may do (`agent.getPermissions`).
    pub fn permissions(&self) -> Result<Vec<AgentPermission>, StreamsError> {
        self.read(api!("Agent.getPermissions"))
    }

    /// The open contacts, those in after contact work included; of one type, if one is given (`agent.getContacts`).
    pub fn contacts(&self, of: Option<&ContactType>) -> Result<Vec<Contact>, StreamsError> {
        let filter = of.map_or(JsValue::UNDEFINED, |kind| kind.as_str().into());
        contacts_of(&self.0, api!("Agent.getContacts"), &[filter])
    }

    /// Who the agent is and what the agent may do (`agent.getConfiguration`).
    pub fn configuration(&self) -> Result<AgentConfiguration, StreamsError> {
        self.read(api!("Agent.getConfiguration"))
    }

    /// The states that the agent can choose (`agent.getAgentStates`).
    pub fn states(&self) -> Result<Vec<AgentStateDefinition>, StreamsError> {
        self.read(api!("Agent.getAgentStates"))
    }

    /// The routing profile (`agent.getRoutingProfile`).
    pub fn routing_profile(&self) -> Result<RoutingProfile, StreamsError> {
        self.read(api!("Agent.getRoutingProfile"))
    }

    /// How background noise is dealt with (`agent.getVoiceEnhancementMode`). None where the instance does not say.
    pub fn voice_enhancement_mode(&self) -> Result<Option<VoiceEnhancementMode>, StreamsError> {
        self.read(api!("Agent.getVoiceEnhancementMode"))
    }

    /// How many contacts at once on each channel (`agent.getChannelConcurrency()`).
    pub fn channel_concurrency(&self) -> Result<ChannelConcurrency, StreamsError> {
        self.read(api!("Agent.getChannelConcurrency"))
    }

    /// How many contacts at once on one channel; 0 is none (`agent.getChannelConcurrency(channel)`).
    pub fn concurrency_on(&self, channel: &ChannelType) -> Result<u32, StreamsError> {
        self.0.read(api!("Agent.getChannelConcurrency"), &[channel.as_str().into()])
    }

    /// The Amazon resource name of the agent (`agent.getAgentARN`).
    pub fn arn(&self) -> Result<Option<String>, StreamsError> {
        self.read(api!("Agent.getAgentARN"))
    }

    /// The name to show (`agent.getName`).
    pub fn name(&self) -> Result<String, StreamsError> {
        self.read(api!("Agent.getName"))
    }

    /// The desk phone's number in E.164; empty without one (`agent.getExtension`).
    pub fn extension(&self) -> Result<Option<String>, StreamsError> {
        self.read(api!("Agent.getExtension"))
    }

    /// The countries that may be dialled, as two letters (`agent.getDialableCountries`).
    pub fn dialable_countries(&self) -> Result<Vec<String>, StreamsError> {
        self.read(api!("Agent.getDialableCountries"))
    }

    /// Whether calls ring in the browser rather than on a desk phone (`agent.isSoftphoneEnabled`).
    pub fn is_softphone_enabled(&self) -> Result<bool, StreamsError> {
        self.read(api!("Agent.isSoftphoneEnabled"))
    }

    /// The resource names of all queues of the routing profile (`agent.getAllQueueARNs`).
    pub fn queue_arns(&self) -> Result<Vec<String>, StreamsError> {
        self.read(api!("Agent.getAllQueueARNs"))
    }

    fn read<T: Place>(&self, api: Api) -> Result<T, StreamsError> {
        self.0.read(api, &[])
    }
}
