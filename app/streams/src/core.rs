//! The CCP as a whole: starting and ending it, being told how it fares (`connect.core`).

use wasm_bindgen::JsValue;
use web_sys::Element;

use crate::{
    CcpOptions, Command, Conduit, EventBus, EventType, SkewMs, StreamsError, Subscription, ViewedContact,
    api::{Api, Target, api, part, set_option, to_js},
    command::read_data,
    data::record,
    web_socket::WebSocketManager,
};

/// `connect.core`.
pub(crate) fn core() -> Result<Target, StreamsError> {
    part(api!("core"))
}

/// What options cannot say in data: objects and functions of JavaScript.
#[derive(Clone, Debug, Default)]
pub struct CcpExtensions {
    /// An `AmazonConnectProvider` that the page has made already (`provider`).
    pub provider: Option<JsValue>,
    /// Functions, or one function, that get the provider's prototype (`plugins`).
    pub plugins: Option<JsValue>,
}

/// Embeds the CCP in `container` (`connect.core.initCCP`). One in a window; [`crate::Ccp`] takes care of that and of
/// taking it away again.
///
/// # Errors
/// [`StreamsError::NotLoaded`] without the library; [`StreamsError::Threw`] when it refuses the options.
pub fn init_ccp(
    container: &Element,
    options: &CcpOptions,
    extensions: &CcpExtensions,
) -> Result<(), StreamsError> {
    core()?.call(api!("Core.initCCP"), &[container.into(), initial(options, extensions)]).map(drop)
}

pub(crate) fn initial(options: &CcpOptions, extensions: &CcpExtensions) -> JsValue {
    let parameters = to_js(options);
    if let Some(provider) = &extensions.provider {
        set_option(&parameters, api!("InitCCPOptions.provider"), provider);
    }
    if let Some(plugins) = &extensions.plugins {
        set_option(&parameters, api!("InitCCPOptions.plugins"), plugins);
    }
    parameters
}

/// Ends the CCP in this window; the frame stays where it is (`connect.core.terminate`).
///
/// # Errors
/// [`StreamsError::NotLoaded`] without the library.
pub fn terminate() -> Result<(), StreamsError> {
    core()?.call(api!("Core.terminate"), &[]).map(drop)
}

/// Signs the agent out of the CCP in every tab. The session with Amazon Connect ends only by its logout page, which
/// has to be asked first.
///
/// The event of this name on the bus of the page does nothing: it has to go to the CCP (`connect.core.upstream`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] while no CCP runs.
pub fn log_out() -> Result<(), StreamsError> {
    upstream()?.send_upstream(EventType::Terminate.as_str(), &())
}

/// Opens the sign-in window after a logout for which it was not opened by itself
/// (`connect.core.reauthenticateAfterLogout`, undeclared).
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started; [`StreamsError::Threw`] with two regions.
pub fn reauthenticate_after_logout() -> Result<(), StreamsError> {
    core()?.call(api!("Core.reauthenticateAfterLogout"), &[]).map(drop)
}

/// The event bus of the page (`connect.core.getEventBus`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn event_bus() -> Result<EventBus, StreamsError> {
    let bus = core()?.object(api!("Core.getEventBus"), &[])?;
    bus.map(EventBus).ok_or(StreamsError::NotInitialised)
}

/// The connection to the CCP (`connect.core.upstream`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] while no CCP runs.
pub fn upstream() -> Result<Conduit, StreamsError> {
    let upstream = core()?.property(api!("Core.upstream"))?;
    if upstream.is_object() { Ok(Conduit(Target(upstream))) } else { Err(StreamsError::NotInitialised) }
}

/// The service's clock against the local one, at the last snapshot (`connect.core.getSkew`, undeclared).
///
/// # Errors
/// [`StreamsError::NotInitialised`] while the library has no agent data.
#[expect(clippy::cast_possible_truncation, reason = "`as` saturates; a skew of 2^63 ms is no skew")]
pub fn skew() -> Result<SkewMs, StreamsError> {
    let skew: Option<f64> = core()?.read(api!("Core.getSkew"), &[])?;
    Ok(SkewMs(skew.unwrap_or_default() as i64))
}

/// The WebSocket to the service, as the page may use it (`connect.core.getWebSocketManager`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn web_socket_manager() -> Result<WebSocketManager, StreamsError> {
    let manager = core()?.object(api!("Core.getWebSocketManager"), &[])?;
    manager.map(WebSocketManager).ok_or(StreamsError::NotInitialised)
}

/// What a client of the Amazon Connect SDK is made with; an object of that library (`connect.core.getSDKClientConfig`).
///
/// # Errors
/// [`StreamsError::Threw`] before the CCP was started.
pub fn sdk_client_config() -> Result<JsValue, StreamsError> {
    core()?.call(api!("Core.getSDKClientConfig"), &[])
}

/// A microphone, a loudspeaker or a camera, as the browser describes it (`MediaDeviceInfo`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaDevice {
    /// Which device. Empty until the agent has allowed one of its kind.
    pub device_id: String,
    /// `audioinput`, `audiooutput` or `videoinput`.
    pub kind: String,
    /// Its name. Empty until the agent has allowed one of its kind.
    pub label: String,
    /// Devices of one housing have the same.
    pub group_id: String,
}

record! { MediaDevice {
    "deviceId" => device_id,
    "kind" => kind,
    "label" => label,
    "groupId" => group_id,
} }

/// The microphones, loudspeakers and cameras that the CCP's frame sees (`connect.core.getFrameMediaDevices`).
/// `wait_ms` is the library's own patience, one second if 0.
pub fn frame_media_devices(wait_ms: u32) -> Command<Vec<MediaDevice>> {
    let api = api!("Core.getFrameMediaDevices");
    Command::promised(api, read_data, move || core()?.promise(api, &[wait_ms.into()]))
}

/// Shows a contact in the CCP (`connect.core.viewContact`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] while no CCP runs.
pub fn view_contact(contact_id: &str) -> Result<(), StreamsError> {
    core()?.call(api!("Core.viewContact"), &[contact_id.into()]).map(drop)
}

/// Ends a custom view and takes its frame away (`connect.core.terminateCustomView`, undeclared).
///
/// # Errors
/// [`StreamsError::NotLoaded`] without the library, [`StreamsError::Threw`] when there is no such view.
pub fn terminate_custom_view(
    connect_url: &str,
    iframe_suffix: &str,
    options: &crate::TerminateCustomViewOptions,
) -> Result<(), StreamsError> {
    let arguments = [connect_url.into(), iframe_suffix.into(), to_js(options)];
    core()?.call(api!("Core.terminateCustomView"), &arguments).map(drop)
}

/// Another contact is shown in the CCP (`connect.core.onViewContact`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_view_contact(
    handler: impl FnMut(Result<ViewedContact, StreamsError>) + 'static,
) -> Result<Subscription, StreamsError> {
    let api = api!("Core.onViewContact");
    Subscription::to_data(&core()?, api, &[], handler)
}

/// The CCP answered for the first time (`connect.core.onInitialized`). Fires once for each start.
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_initialized(handler: impl FnMut(()) + 'static) -> Result<Subscription, StreamsError> {
    on(api!("Core.onInitialized"), handler)
}

/// The sign-in is no longer valid (`connect.core.onAuthFail`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_auth_fail(handler: impl FnMut(()) + 'static) -> Result<Subscription, StreamsError> {
    on(api!("Core.onAuthFail"), handler)
}

/// Signed in, but not allowed to use the CCP (`connect.core.onAccessDenied`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_access_denied(handler: impl FnMut(()) + 'static) -> Result<Subscription, StreamsError> {
    on(api!("Core.onAccessDenied"), handler)
}

/// The CCP was given new tokens (`connect.core.onAuthorizeSuccess`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_authorize_success(handler: impl FnMut(()) + 'static) -> Result<Subscription, StreamsError> {
    on(api!("Core.onAuthorizeSuccess"), handler)
}

/// The frame was replaced ten times in vain (`connect.core.onIframeRetriesExhausted`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_iframe_retries_exhausted(handler: impl FnMut(()) + 'static) -> Result<Subscription, StreamsError> {
    on(api!("Core.onIframeRetriesExhausted"), handler)
}

/// The library stops asking for a new sign-in (`connect.core.onAuthorizeRetriesExhausted`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_authorize_retries_exhausted(
    handler: impl FnMut(()) + 'static,
) -> Result<Subscription, StreamsError> {
    on(api!("Core.onAuthorizeRetriesExhausted"), handler)
}

/// The service refused the CCP's calls too often (`connect.core.onCTIAuthorizeRetriesExhausted`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_cti_authorize_retries_exhausted(
    handler: impl FnMut(()) + 'static,
) -> Result<Subscription, StreamsError> {
    on(api!("Core.onCTIAuthorizeRetriesExhausted"), handler)
}

/// A session of the softphone begins (`connect.core.onSoftphoneSessionInit`). The data names its connection.
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_softphone_session_init(
    handler: impl FnMut(Result<serde_json::Value, StreamsError>) + 'static,
) -> Result<Subscription, StreamsError> {
    let api = api!("Core.onSoftphoneSessionInit");
    Subscription::to_data(&core()?, api, &[], handler)
}

/// The WebSocket could not be set up (`connect.onWebsocketInitFailure`). If that happened already, the handler is
/// called a moment later.
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_web_socket_init_failure(handler: impl FnMut(()) + 'static) -> Result<Subscription, StreamsError> {
    Subscription::by(&crate::api::library()?, api!("onWebsocketInitFailure"), &[], drop, handler)
}

fn on(api: Api, handler: impl FnMut(()) + 'static) -> Result<Subscription, StreamsError> {
    Subscription::by(&core()?, api, &[], drop, handler)
}
