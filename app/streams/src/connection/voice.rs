//! What calls add to a participant.

use super::VoiceConnection;
use crate::{
    Command, Dictionary, MediaType, MonitoringMode, StreamsError, Subscription, VoiceMediaInfo,
    api::api,
    media::{MediaController, media},
};

/// # Errors
/// As for everything that can be read of a participant.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl VoiceConnection {
    /// How the softphone reaches the call; none on a desk phone (`connection.getMediaInfo`).
    pub fn media_info(&self) -> Result<Option<VoiceMediaInfo>, StreamsError> {
        self.read(api!("VoiceConnection.getMediaInfo"))
    }

    /// Always [`MediaType::Softphone`] (`connection.getMediaType`).
    pub fn media_type(&self) -> Result<MediaType, StreamsError> {
        self.read(api!("VoiceConnection.getMediaType"))
    }

    /// What carries the sound (`connection.getMediaController`).
    pub fn media_controller(&self) -> Command<MediaController> {
        media(self.0.0.clone(), api!("VoiceConnection.getMediaController"))
    }

    /// The name of the quick connect that was called (`connection.getQuickConnectName`).
    pub fn quick_connect_name(&self) -> Result<Option<String>, StreamsError> {
        self.read(api!("VoiceConnection.getQuickConnectName"))
    }

    /// Whether the service has muted it (`connection.isMute`).
    pub fn is_muted(&self) -> Result<bool, StreamsError> {
        self.flag(api!("VoiceConnection.isMute"))
    }

    /// Whether a supervisor has muted it (`connection.isForcedMute`).
    pub fn is_forced_muted(&self) -> Result<bool, StreamsError> {
        self.flag(api!("VoiceConnection.isForcedMute"))
    }

    /// Mutes it in the service (`connection.muteParticipant`).
    pub fn mute_participant(&self) -> Command<()> {
        self.command(api!("VoiceConnection.muteParticipant"), vec![])
    }

    /// Lets it be heard again (`connection.unmuteParticipant`).
    pub fn unmute_participant(&self) -> Command<()> {
        self.command(api!("VoiceConnection.unmuteParticipant"), vec![])
    }

    /// Whether it may send video (`connection.canSendVideo`).
    pub fn can_send_video(&self) -> Result<bool, StreamsError> {
        self.flag(api!("VoiceConnection.canSendVideo"))
    }

    /// Whether it may share a screen (`connection.canSendScreenShare`).
    pub fn can_send_screen_share(&self) -> Result<bool, StreamsError> {
        self.flag(api!("VoiceConnection.canSendScreenShare"))
    }

    /// What it may send, by name (`connection.getCapabilities`).
    pub fn capabilities(&self) -> Result<Dictionary<String>, StreamsError> {
        self.read::<Option<_>>(api!("VoiceConnection.getCapabilities")).map(Option::unwrap_or_default)
    }

    /// How to join the video of the call, in the words of the Chime SDK (`connection.getVideoConnectionInfo`).
    pub fn video_connection_info(&self) -> Command<serde_json::Value> {
        self.promised(api!("VoiceConnection.getVideoConnectionInfo"))
    }

    /// Whether a supervisor listens (`connection.isSilentMonitor`).
    pub fn is_silent_monitor(&self) -> Result<bool, StreamsError> {
        self.flag(api!("VoiceConnection.isSilentMonitor"))
    }

    /// Whether a supervisor has joined in (`connection.isBarge`).
    pub fn is_barge(&self) -> Result<bool, StreamsError> {
        self.flag(api!("VoiceConnection.isBarge"))
    }

    /// Whether listening is allowed (`connection.isSilentMonitorEnabled`).
    pub fn is_silent_monitor_enabled(&self) -> Result<bool, StreamsError> {
        self.flag(api!("VoiceConnection.isSilentMonitorEnabled"))
    }

    /// Whether joining in is allowed (`connection.isBargeEnabled`).
    pub fn is_barge_enabled(&self) -> Result<bool, StreamsError> {
        self.flag(api!("VoiceConnection.isBargeEnabled"))
    }

    /// What a supervisor may do here (`connection.getMonitorCapabilities`).
    pub fn monitor_capabilities(&self) -> Result<Vec<MonitoringMode>, StreamsError> {
        self.read::<Option<_>>(api!("VoiceConnection.getMonitorCapabilities")).map(Option::unwrap_or_default)
    }

    /// What a supervisor does here; none on everybody else (`connection.getMonitorStatus`).
    pub fn monitor_status(&self) -> Result<Option<MonitoringMode>, StreamsError> {
        self.read(api!("VoiceConnection.getMonitorStatus"))
    }

    /// Whether it may be taken off hold by this agent (`connection.canResumeParticipant`).
    pub fn can_resume(&self) -> Command<bool> {
        self.promised(api!("VoiceConnection.canResumeParticipant"))
    }

    /// It was put on hold (`connection.onParticipantHold`). The data's shape is not documented.
    pub fn on_hold(
        &self,
        handler: impl FnMut(Result<serde_json::Value, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("VoiceConnection.onParticipantHold"), handler)
    }

    /// It was taken off hold (`connection.onParticipantResume`).
    pub fn on_resume(
        &self,
        handler: impl FnMut(Result<serde_json::Value, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("VoiceConnection.onParticipantResume"), handler)
    }

    /// Whether this agent may take it off hold changed (`connection.onCanResumeParticipantUpdated`).
    pub fn on_can_resume_updated(
        &self,
        handler: impl FnMut(Result<serde_json::Value, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("VoiceConnection.onCanResumeParticipantUpdated"), handler)
    }
}
