//! What the library hands over, as plain data.
//!
//! Its JavaScript objects come here as JSON text, in which every `Date` has become RFC 3339. Only what the crate cannot
//! do without is required; null is the same as absent, unknown fields are passed over, and nothing that an object may
//! hold is a panic. A field of another type than expected is an error with its path: the library lets every field of
//! the service through a model that gives it its type, so this happens to objects that are none of the library's.

mod agent;
mod agent_event;
mod anything;
mod configuration;
mod connection;
mod contact;
mod dictionary;
mod endpoint;
mod lenient;
mod media;
mod moment;
pub(crate) mod place;
mod quick_response;
pub(crate) mod reading;
mod record;
mod resiliency;
mod session;
mod softphone;
mod task;
pub(crate) mod tree;

pub use agent::{AgentAvailability, AgentData, AgentSnapshot, AgentState};
pub use agent_event::{
    AgentMutedStatus, AgentStateChange, BackgroundBlurChange, NetworkConnectionStatusChanged,
    UserMediaDeviceChange, VoiceEnhancementModeChange,
};
pub use configuration::{
    AgentConfiguration, AgentPreferences, AgentStateDefinition, ChannelConcurrency, RoutingProfile,
};
pub use connection::{
    CapabilitiesDictionary, ConnectionSnapshot, CustomerAuthenticationDetails, MonitorInfo, MonitoredAgent,
    TimedState,
};
pub use contact::{
    Attribute, ChannelContext, ContactFeatures, ContactHandling, ContactSnapshot, EmailRecipient,
    EmailRecipients, InstanceDetails, Reference, ScreenRecordingConfig, SegmentAttribute, ViewedContact,
};
pub use dictionary::Dictionary;
pub use endpoint::{Endpoint, EndpointsPage, Queue};
pub use media::{
    ChatMediaInfo, ChatOriginalInfo, ChatTokenTransport, ConnectionToken, TaskMediaInfo, VoiceMediaInfo,
};
pub use quick_response::{
    QuickResponse, QuickResponseContents, QuickResponseGrouping, QuickResponseText, QuickResponsesPage,
    QuickResponsesQuery,
};
pub(crate) use record::record;
pub use resiliency::{FailoverCompleted, FailoverDetected, FailoverPending};
pub use session::{
    SessionExpiration, SessionExtensionError, StorageAccess, StorageAccessAnswer, StreamMessage,
};
pub use softphone::SoftphoneError;
pub use task::TaskDefinition;
pub(crate) use tree::{decode, filled, put};

/// An object of the library does not have the shape that this version knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Amazon Connect sent something this desktop cannot read: {path}: {message}")]
pub struct DecodeError {
    /// Where in the object, for example `snapshot.contacts[0].state.timestamp`.
    pub path: String,
    /// What was wrong there. Never the value itself, which may be personal.
    pub message: String,
}

#[cfg(test)]
mod tests;
