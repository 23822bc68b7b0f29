//! What comes with the events about the agent and the agent's devices.

use super::record;
use crate::{EpochMs, NetworkConnectionStatus, VoiceEnhancementMode};

/// The agent's state has another name (`agent.onStateChange`). The agent, which comes with it, is asked for apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentStateChange {
    /// The name of the state before. Missing when the agent is known for the first time.
    pub old_state: Option<String>,
    /// The name of the state now.
    pub new_state: String,
}

record! { AgentStateChange {
    "oldState" => old_state,
    "newState" => new_state: Required,
} }

/// The microphone was muted or unmuted (`agent.onMuteToggle`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgentMutedStatus {
    /// Whether it is muted now.
    pub muted: bool,
}

record! { AgentMutedStatus {
    "muted" => muted: Required,
} }

/// Another device is used (`agent.onSpeakerDeviceChanged`, `onMicrophoneDeviceChanged`, `onRingerDeviceChanged`,
/// `onCameraDeviceChanged`), or the softphone has a microphone (`onLocalMediaStreamCreated`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserMediaDeviceChange {
    /// Which device, as the browser names it. Missing for the one that the browser chose.
    pub device_id: Option<String>,
}

record! { UserMediaDeviceChange {
    "deviceId" => device_id,
} }

/// The background of the agent's picture is blurred from now on, or no longer (`agent.onBackgroundBlurChanged`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackgroundBlurChange {
    /// Whether it is blurred now.
    pub is_background_blur_enabled: bool,
}

record! { BackgroundBlurChange {
    "isBackgroundBlurEnabled" => is_background_blur_enabled: Required,
} }

/// Something else is done to the agent's voice (`agent.onVoiceEnhancementModeChanged`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceEnhancementModeChange {
    /// What is done now.
    pub voice_enhancement_mode: VoiceEnhancementMode,
}

record! { VoiceEnhancementModeChange {
    "voiceEnhancementMode" => voice_enhancement_mode: Required,
} }

/// The connection to the service got better or worse (`agent.onNetworkConnectionStatusChanged`,
/// `agent.getNetworkConnectionStatus()`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkConnectionStatusChanged {
    /// How it is now.
    pub status: NetworkConnectionStatus,
    /// Since when, on the local clock.
    pub timestamp: Option<EpochMs>,
}

record! { NetworkConnectionStatusChanged {
    "status" => status: Required,
    "timestamp" => timestamp,
} }
