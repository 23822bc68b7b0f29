//! What can happen to the agent.

use wasm_bindgen::JsValue;

use super::Agent;
use crate::{
    AgentMutedStatus, AgentStateChange, BackgroundBlurChange, NetworkConnectionStatusChanged, SoftphoneError,
    StreamsError, Subscription, UserMediaDeviceChange, VoiceEnhancementModeChange,
    api::{Api, Target, api, from_js},
    data::place::Place,
};

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
    fn on_data<T: Place + 'static>(
        &self,
        api: Api,
        handler: impl FnMut(Result<T, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        Subscription::to_data(&self.0, api, &[], handler)
    }
}
