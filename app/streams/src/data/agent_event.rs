//! What comes with the events about the agent and the agent's devices.

use serde::Deserialize;

use super::moment::optional_moment;
use crate::{EpochMs, NetworkConnectionStatus, VoiceEnhancementMode};

/// The agent's state has another name (`agent.onStateChange`). The agent, which comes with it, is asked for apart.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentStateChange {
    /// The name of the state before. Missing when the agent is known for the first time.
    pub old_state: Option<String>,
    /// The name of the state now.
    pub new_state: String,
}

/// The microphone was muted or unmuted (`agent.onMuteToggle`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct AgentMutedStatus {
    /// Whether it is muted now.
    pub muted: bool,
}

/// Another device is used (`agent.onSpeakerDeviceChanged`, `onMicrophoneDeviceChanged`, `onRingerDeviceChanged`,
/// `onCameraDeviceChanged`), or the softphone has a microphone (`onLocalMediaStreamCreated`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserMediaDeviceChange {
    /// Which device, as the browser names it. Missing for the one that the browser chose.
    pub device_id: Option<String>,
}

/// The background of the agent's picture is blurred from now on, or no longer (`agent.onBackgroundBlurChanged`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackgroundBlurChange {
    /// Whether it is blurred now.
    pub is_background_blur_enabled: bool,
}

/// Something else is done to the agent's voice (`agent.onVoiceEnhancementModeChanged`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VoiceEnhancementModeChange {
    /// What is done now.
    pub voice_enhancement_mode: VoiceEnhancementMode,
}

/// The connection to the service got better or worse (`agent.onNetworkConnectionStatusChanged`,
/// `agent.getNetworkConnectionStatus()`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct NetworkConnectionStatusChanged {
    /// How it is now.
    pub status: NetworkConnectionStatus,
    /// Since when, on the local clock.
    #[serde(default, deserialize_with = "optional_moment")]
    pub timestamp: Option<EpochMs>,
}
