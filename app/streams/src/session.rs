//! The agent's session with the instance: the warning before it expires for want of activity.

use crate::{
    Command, SessionExpiration, SessionExtensionError, StreamsError, Subscription,
    api::{Target, api, library, part},
    command::read_nothing,
};

/// Tells when the session is about to expire (`connect.SessionExpirationWarningManager`).
#[derive(Clone, Debug, PartialEq)]
pub struct SessionExpirationWarnings(Target);

/// # Errors
/// [`StreamsError::Threw`] or [`StreamsError::NotInitialised`] before the CCP was started.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl SessionExpirationWarnings {
    /// Begins to listen (`new connect.SessionExpirationWarningManager()`).
    pub fn new() -> Result<Self, StreamsError> {
        let class = api!("SessionExpirationWarningManager");
        part(class)?.construct(class, &[]).map(Self)
    }

    /// The session is about to expire (`onExpirationWarning`).
    pub fn on_warning(
        &self,
        handler: impl FnMut(Result<SessionExpiration, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        let api = api!("SessionExpirationWarningManager.onExpirationWarning");
        Subscription::to_data(&self.0, api, &[], handler)
    }

    /// It no longer is (`onExpirationWarningCleared`).
    pub fn on_cleared(&self, handler: impl FnMut(()) + 'static) -> Result<Subscription, StreamsError> {
        let api = api!("SessionExpirationWarningManager.onExpirationWarningCleared");
        Subscription::by(&self.0, api, &[], drop, handler)
    }

    /// It could not be prolonged (`onSessionExtensionError`). The library does not unsubscribe this one; the guard
    /// keeps what comes after it from the handler.
    pub fn on_extension_error(
        &self,
        handler: impl FnMut(Result<SessionExtensionError, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        let api = api!("SessionExpirationWarningManager.onSessionExtensionError");
        Subscription::to_data(&self.0, api, &[], handler)
    }
}

/// Says that the agent is at work, which prolongs the session (`connect.sendActivity`).
pub fn send_activity() -> Command<()> {
    Command::promised(api!("sendActivity"), read_nothing, || library()?.promise(api!("sendActivity"), &[]))
}
