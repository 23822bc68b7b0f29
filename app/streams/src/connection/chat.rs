//! What chats add to a participant.

use super::ChatConnection;
use crate::{
    ChatMediaInfo, Command, ConnectionToken, CustomerAuthenticationDetails, MediaType, MonitoringMode,
    StreamsError,
    api::api,
    media::{MediaController, media},
};

/// # Errors
/// As for everything that can be read of a participant.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl ChatConnection {
    /// How the chat is reached (`connection.getMediaInfo`).
    pub fn media_info(&self) -> Result<Option<ChatMediaInfo>, StreamsError> {
        self.read(api!("ChatConnection.getMediaInfo"))
    }

    /// A fresh token for the chat (`connection.getConnectionToken`).
    pub fn connection_token(&self) -> Command<ConnectionToken> {
        self.promised(api!("ChatConnection.getConnectionToken"))
    }

    /// Always [`MediaType::Chat`] (`connection.getMediaType`).
    pub fn media_type(&self) -> Result<MediaType, StreamsError> {
        self.read(api!("ChatConnection.getMediaType"))
    }

    /// The conversation, if `amazon-connect-chatjs` is on the page (`connection.getMediaController`).
    pub fn media_controller(&self) -> Command<MediaController> {
        media(self.0.0.clone(), api!("ChatConnection.getMediaController"))
    }

    /// Whether a supervisor reads along (`connection.isSilentMonitor`).
    pub fn is_silent_monitor(&self) -> Result<bool, StreamsError> {
        self.flag(api!("ChatConnection.isSilentMonitor"))
    }

    /// Whether a supervisor has joined in (`connection.isBarge`).
    pub fn is_barge(&self) -> Result<bool, StreamsError> {
        self.flag(api!("ChatConnection.isBarge"))
    }

    /// Whether reading along is allowed (`connection.isSilentMonitorEnabled`).
    pub fn is_silent_monitor_enabled(&self) -> Result<bool, StreamsError> {
        self.flag(api!("ChatConnection.isSilentMonitorEnabled"))
    }

    /// Whether joining in is allowed (`connection.isBargeEnabled`).
    pub fn is_barge_enabled(&self) -> Result<bool, StreamsError> {
        self.flag(api!("ChatConnection.isBargeEnabled"))
    }

    /// What a supervisor may do here (`connection.getMonitorCapabilities`).
    pub fn monitor_capabilities(&self) -> Result<Vec<MonitoringMode>, StreamsError> {
        self.read::<Option<_>>(api!("ChatConnection.getMonitorCapabilities")).map(Option::unwrap_or_default)
    }

    /// What a supervisor does here; none on everybody else (`connection.getMonitorStatus`).
    pub fn monitor_status(&self) -> Result<Option<MonitoringMode>, StreamsError> {
        self.read(api!("ChatConnection.getMonitorStatus"))
    }

    /// The name under which the participant writes (`connection.getParticipantName`).
    pub fn participant_name(&self) -> Result<Option<String>, StreamsError> {
        self.read(api!("ChatConnection.getParticipantName"))
    }

    /// How the customer proved who they are; none if they did not. Only the customer's connection can be asked
    /// (`connection.getAuthenticationDetails`).
    pub fn authentication_details(&self) -> Result<Option<CustomerAuthenticationDetails>, StreamsError> {
        self.read(api!("ChatConnection.getAuthenticationDetails"))
    }

    /// Whether the customer proved who they are (`connection.isAuthenticated`).
    pub fn is_authenticated(&self) -> Result<bool, StreamsError> {
        self.read(api!("ChatConnection.isAuthenticated"))
    }
}
