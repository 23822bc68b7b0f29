//! The agent who is signed in: what the library knows about them and what they can do.

use serde::{Deserialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;

use crate::{
    AgentAvailability, AgentConfiguration, AgentMutedStatus, AgentPermission, AgentState, AgentStateChange,
    AgentStateDefinition, BackgroundBlurChange, ChannelConcurrency, ChannelType, Command, ConnectOptions,
    Contact, ContactType, Endpoint, EndpointsPage, NetworkConnectionStatusChanged, RoutingProfile,
    SetStateOptions, SoftphoneError, StreamsError, Subscription, TaskDefinition, UserMediaDeviceChange,
    VoiceEnhancementMode, VoiceEnhancementModeChange,
    api::{Api, Target, api, from_js, library, part, to_js},
    command::{callbacks, read_data, read_nothing},
    contact::contacts_of,
};

/// The agent who is signed in (`connect.Agent`). There is one on a page; what it tells is always of this moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent(pub(crate) Target);

/// The task that was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TaskCreated {
    /// Which contact it is. None where the library does not pass it on.
    pub contact_id: Option<String>,
}

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

    fn read<T: DeserializeOwned>(&self, api: Api) -> Result<T, StreamsError> {
        self.0.read(api, &[])
    }
}

/// What can be commanded. Each is sent when it is awaited.
impl Agent {
    /// Goes into a state; with [`SetStateOptions::enqueue_next_state`], after the current contact (`agent.setState`).
    pub fn set_state(&self, state: &AgentStateDefinition, options: SetStateOptions) -> Command<()> {
        let (agent, state) = (self.0.clone(), to_js(state));
        Command::custom(api!("Agent.setState"), read_nothing, move |success, failure| {
            let answers = callbacks(&crate::api::object(), success, failure);
            agent.call(api!("Agent.setState"), &[state, answers, to_js(&options)]).map(drop)
        })
    }

    /// Changes the configuration: phone type, extension, locale (`agent.setConfiguration`). Take the one of
    /// [`Agent::configuration`] and change what is to be changed.
    pub fn set_configuration(&self, configuration: &AgentConfiguration) -> Command<()> {
        self.command(api!("Agent.setConfiguration"), vec![to_js(configuration)])
    }

    /// Makes a task (`agent.createTask`, which the library for tasks, `amazon-connect-taskjs`, adds).
    ///
    /// Fails with [`StreamsError::Invalid`] without a name or with one of more than 512 characters.
    pub fn create_task(&self, task: &TaskDefinition) -> Command<TaskCreated> {
        let api = api!("Agent.createTask");
        if task.name.trim().is_empty() || task.name.chars().count() > 512 {
            return Command::invalid(api, read_data, "A task needs a name of at most 512 characters.");
        }
        let (agent, task) = (self.0.clone(), to_js(task));
        Command::custom(api, read_data, move |success, failure| {
            agent.call(api, &[task, callbacks(&crate::api::object(), success, failure)]).map(drop)
        })
    }

    /// Calls somebody: a telephone number, an agent or a queue (`agent.connect`). The contact comes with the next snapshot.
    pub fn connect(&self, endpoint: &Endpoint, options: &ConnectOptions) -> Command<()> {
        let (agent, endpoint, options) = (self.0.clone(), to_js(endpoint), to_js(options));
        Command::custom(api!("Agent.connect"), read_nothing, move |success, failure| {
            agent.call(api!("Agent.connect"), &[endpoint, callbacks(&options, success, failure)]).map(drop)
        })
    }

    /// The quick connects of these queues (`agent.getEndpoints`).
    pub fn endpoints(&self, queue_arns: &[String]) -> Command<EndpointsPage> {
        let (agent, queues) = (self.0.clone(), to_js(&queue_arns));
        Command::custom(api!("Agent.getEndpoints"), read_data, move |success, failure| {
            let answers = crate::api::object();
            crate::api::set_option(&answers, api!("GetEndpointsCallbacks.success"), success);
            crate::api::set_option(&answers, api!("GetEndpointsCallbacks.failure"), failure);
            agent.call(api!("Agent.getEndpoints"), &[queues, answers]).map(drop)
        })
    }

    /// Chooses how background noise is dealt with (`agent.setVoiceEnhancementMode`).
    pub fn set_voice_enhancement_mode(&self, mode: &VoiceEnhancementMode) -> Command<()> {
        let (agent, mode) = (self.0.clone(), JsValue::from(mode.as_str()));
        let api = api!("Agent.setVoiceEnhancementMode");
        Command::promised(api, read_nothing, move || agent.promise(api, &[mode]))
    }

    /// How the connection to the service is at this moment (`agent.getNetworkConnectionStatus`).
    pub fn network_connection_status(&self) -> Command<NetworkConnectionStatusChanged> {
        let agent = self.0.clone();
        let api = api!("Agent.getNetworkConnectionStatus");
        Command::promised(api, read_data, move || agent.promise(api, &[]))
    }

    fn command(&self, api: Api, arguments: Vec<JsValue>) -> Command<()> {
        let agent = self.0.clone();
        Command::with_callbacks(api, move || Ok(agent), arguments)
    }
}

/// What is told to the CCP without an answer. Whether it happened is told by the event that belongs to it.
///
/// # Errors
/// [`StreamsError::NotInitialised`] while no CCP runs.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl Agent {
    /// Mutes the microphone of the softphone (`agent.mute`). See [`Agent::on_mute_toggle`].
    pub fn mute(&self) -> Result<(), StreamsError> {
        self.0.call(api!("Agent.mute"), &[]).map(drop)
    }

    /// Opens the microphone again (`agent.unmute`).
    pub fn unmute(&self) -> Result<(), StreamsError> {
        self.0.call(api!("Agent.unmute"), &[]).map(drop)
    }

    /// Lets calls sound on this device (`agent.setSpeakerDevice`).
    pub fn set_speaker_device(&self, device_id: &str) -> Result<(), StreamsError> {
        self.0.call(api!("Agent.setSpeakerDevice"), &[device_id.into()]).map(drop)
    }

    /// Speaks into this device (`agent.setMicrophoneDevice`).
    pub fn set_microphone_device(&self, device_id: &str) -> Result<(), StreamsError> {
        self.0.call(api!("Agent.setMicrophoneDevice"), &[device_id.into()]).map(drop)
    }

    /// Lets contacts ring on this device (`agent.setRingerDevice`).
    pub fn set_ringer_device(&self, device_id: &str) -> Result<(), StreamsError> {
        self.0.call(api!("Agent.setRingerDevice"), &[device_id.into()]).map(drop)
    }

    /// Tells every tab which camera is used; the library switches nothing itself (`agent.setCameraDevice`).
    pub fn set_camera_device(&self, device_id: &str) -> Result<(), StreamsError> {
        self.0.call(api!("Agent.setCameraDevice"), &[device_id.into()]).map(drop)
    }

    /// Tells every tab whether the background is blurred; the library blurs nothing itself (`agent.setBackgroundBlur`).
    pub fn set_background_blur(&self, blurred: bool) -> Result<(), StreamsError> {
        self.0.call(api!("Agent.setBackgroundBlur"), &[blurred.into()]).map(drop)
    }
}

/// What can happen. Each returns a guard; the handler is called until it is dropped.
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started. What arrives and cannot be read is handed to the
/// handler as an error.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl Agent {
    /// New data came, changed or not (`agent.onRefresh`).
    pub fn on_refresh(&self, handler: impl FnMut(Agent) + 'static) -> Result<Subscription, StreamsError> {
        self.on(api!("Agent.onRefresh"), handler)
    }

    /// The name of the state changed (`agent.onStateChange`). The handler gets the agent and both names.
    pub fn on_state_change(
        &self,
        handler: impl FnMut(Result<(Agent, AgentStateChange), StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        let api = api!("Agent.onStateChange");
        let read = move |data: JsValue| {
            let change = from_js(&data).map_err(|error| api.undecodable(error))?;
            let agent = Target(data).property(api!("AgentStateChange.agent"))?;
            Ok((Self(Target(agent)), change))
        };
        Subscription::by(&self.0, api, &[], read, handler)
    }

    /// Contacts are offered from now on (`agent.onRoutable`).
    pub fn on_routable(&self, handler: impl FnMut(Agent) + 'static) -> Result<Subscription, StreamsError> {
        self.on(api!("Agent.onRoutable"), handler)
    }

    /// At work, but nothing is offered (`agent.onNotRoutable`).
    pub fn on_not_routable(
        &self,
        handler: impl FnMut(Agent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("Agent.onNotRoutable"), handler)
    }

    /// Not at work any more (`agent.onOffline`).
    pub fn on_offline(&self, handler: impl FnMut(Agent) + 'static) -> Result<Subscription, StreamsError> {
        self.on(api!("Agent.onOffline"), handler)
    }

    /// An error state that needs the agent, for example a missed call (`agent.onError`).
    pub fn on_error(&self, handler: impl FnMut(Agent) + 'static) -> Result<Subscription, StreamsError> {
        self.on(api!("Agent.onError"), handler)
    }

    /// After contact work began (`agent.onAfterCallWork`).
    pub fn on_after_call_work(
        &self,
        handler: impl FnMut(Agent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("Agent.onAfterCallWork"), handler)
    }

    /// The connection over which the service pushes changes broke (`agent.onWebSocketConnectionLost`).
    pub fn on_web_socket_connection_lost(
        &self,
        handler: impl FnMut(Agent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("Agent.onWebSocketConnectionLost"), handler)
    }

    /// That connection is back (`agent.onWebSocketConnectionGained`).
    pub fn on_web_socket_connection_gained(
        &self,
        handler: impl FnMut(Agent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("Agent.onWebSocketConnectionGained"), handler)
    }

    /// The health of the connection to the service changed (`agent.onNetworkConnectionStatusChanged`).
    pub fn on_network_connection_status_changed(
        &self,
        handler: impl FnMut(Result<NetworkConnectionStatusChanged, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on_data(api!("Agent.onNetworkConnectionStatusChanged"), handler)
    }

    /// The softphone failed (`agent.onSoftphoneError`).
    pub fn on_softphone_error(
        &self,
        handler: impl FnMut(Result<SoftphoneError, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on_data(api!("Agent.onSoftphoneError"), handler)
    }

    /// The microphone was muted or opened (`agent.onMuteToggle`).
    pub fn on_mute_toggle(
        &self,
        handler: impl FnMut(Result<AgentMutedStatus, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on_data(api!("Agent.onMuteToggle"), handler)
    }

    /// The microphone was joined to a call, before it is connected (`agent.onLocalMediaStreamCreated`).
    pub fn on_local_media_stream_created(
        &self,
        handler: impl FnMut(Result<UserMediaDeviceChange, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on_data(api!("Agent.onLocalMediaStreamCreated"), handler)
    }

    /// Calls sound on another device (`agent.onSpeakerDeviceChanged`).
    pub fn on_speaker_device_changed(
        &self,
        handler: impl FnMut(Result<UserMediaDeviceChange, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on_data(api!("Agent.onSpeakerDeviceChanged"), handler)
    }

    /// Another microphone is used (`agent.onMicrophoneDeviceChanged`).
    pub fn on_microphone_device_changed(
        &self,
        handler: impl FnMut(Result<UserMediaDeviceChange, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on_data(api!("Agent.onMicrophoneDeviceChanged"), handler)
    }

    /// Contacts ring on another device (`agent.onRingerDeviceChanged`).
    pub fn on_ringer_device_changed(
        &self,
        handler: impl FnMut(Result<UserMediaDeviceChange, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on_data(api!("Agent.onRingerDeviceChanged"), handler)
    }

    /// Another camera is used (`agent.onCameraDeviceChanged`).
    pub fn on_camera_device_changed(
        &self,
        handler: impl FnMut(Result<UserMediaDeviceChange, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on_data(api!("Agent.onCameraDeviceChanged"), handler)
    }

    /// The background is blurred or no longer (`agent.onBackgroundBlurChanged`).
    pub fn on_background_blur_changed(
        &self,
        handler: impl FnMut(Result<BackgroundBlurChange, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on_data(api!("Agent.onBackgroundBlurChanged"), handler)
    }

    /// Background noise is dealt with in another way (`agent.onVoiceEnhancementModeChanged`, which the library has
    /// and its declarations forgot).
    pub fn on_voice_enhancement_mode_changed(
        &self,
        handler: impl FnMut(Result<VoiceEnhancementModeChange, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on_data(api!("Agent.onVoiceEnhancementModeChanged"), handler)
    }

    /// A state was asked for after the current contact (`agent.onEnqueuedNextState`).
    pub fn on_enqueued_next_state(
        &self,
        handler: impl FnMut(Agent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("Agent.onEnqueuedNextState"), handler)
    }

    /// That state was taken on, or taken back (`agent.onClearedNextState`).
    pub fn on_cleared_next_state(
        &self,
        handler: impl FnMut(Agent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("Agent.onClearedNextState"), handler)
    }

    /// Events that are about the agent. Some carry no agent; then it is this one.
    fn on(&self, api: Api, handler: impl FnMut(Agent) + 'static) -> Result<Subscription, StreamsError> {
        let this = self.clone();
        let read = move |agent: JsValue| if agent.is_object() { Self(Target(agent)) } else { this.clone() };
        Subscription::by(&self.0, api, &[], read, handler)
    }

    /// Events that carry data.
    fn on_data<T: DeserializeOwned + 'static>(
        &self,
        api: Api,
        handler: impl FnMut(Result<T, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        let read = move |data: JsValue| from_js(&data).map_err(|error| api.undecodable(error));
        Subscription::by(&self.0, api, &[], read, handler)
    }
}
