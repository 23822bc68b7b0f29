//! The embedded CCP: starts it, turns what the library reports into [`CcpEvent`]s, and takes it away when dropped.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlIFrameElement};

use crate::{
    AgentData, ApiCall, CcpOptions, DecodeError, LoginOptions, SoftphoneOptions, StreamsError,
    event::CcpEvent,
    subscription::Subscription,
    sys::{self, message_of, refused},
};

/// The embedded CCP. There is one in a window. Dropping it ends every subscription and removes the frame.
#[must_use = "dropping the CCP removes it from the page"]
#[derive(Debug)]
pub struct Ccp {
    container: Element,
    url: String,
    subscriptions: Vec<Subscription>,
}

impl Ccp {
    /// Embeds the CCP in `container` and reports everything from then on to `on_event`.
    ///
    /// `on_event` is called inside the library, which swallows what is thrown there: it must be short and must not
    /// start or drop a `Ccp`.
    ///
    /// # Errors
    /// [`StreamsError::Refused`] when the library is not in the page or lacks a function.
    pub fn start(
        container: &Element,
        options: &CcpOptions,
        on_event: impl Fn(CcpEvent) + 'static,
    ) -> Result<Self, StreamsError> {
        sys::init_ccp(container, &parameters(options)).map_err(refused("connect.core.initCCP"))?;
        // From here on a failure must take away what initCCP put there, so the value exists before its subscriptions.
        let mut ccp =
            Self { container: container.clone(), url: options.ccp_url.clone(), subscriptions: Vec::new() };
        let bus = sys::event_bus().map_err(refused("connect.core.getEventBus"))?;
        let on_event: Rc<dyn Fn(CcpEvent)> = Rc::new(on_event);
        for (name, decode) in EVENTS {
            let on_event = Rc::clone(&on_event);
            ccp.subscriptions.push(Subscription::to(&bus, name, move |data| on_event(decode(data)))?);
        }
        Ok(ccp)
    }

    /// Loads the frame anew, for example after the agent signed in elsewhere. Contacts are not touched.
    pub fn reload_frame(&self) {
        if let Some(frame) = self.frame() {
            frame.set_src(&self.url);
        }
    }

    fn frame(&self) -> Option<HtmlIFrameElement> {
        self.container.query_selector("iframe").ok().flatten()?.dyn_into().ok()
    }
}

impl Drop for Ccp {
    fn drop(&mut self) {
        self.subscriptions.clear();
        // The library leaves its frame behind, and starts no second CCP while one is there.
        let _ = sys::terminate();
        while let Some(frame) = self.frame() {
            frame.remove();
        }
    }
}

/// The parameters of `initCCP`. The sign-in window is ours to open, from a click: the library opens it from a timer,
/// which browsers block.
fn parameters(options: &CcpOptions) -> JsValue {
    let login = options.login_options.clone().unwrap_or_default();
    let softphone = options.softphone.clone().unwrap_or_default();
    let parameters = CcpOptions {
        login_popup: options.login_popup.or(Some(false)),
        // Without it a frame that dies later is never noticed.
        login_options: Some(LoginOptions {
            enable_ack_timeout: login.enable_ack_timeout.or(Some(true)),
            ..login
        }),
        softphone: Some(SoftphoneOptions {
            allow_framed_softphone: softphone.allow_framed_softphone.or(Some(true)),
            ..softphone
        }),
        ..options.clone()
    };
    let text = serde_json::to_string(&parameters).unwrap_or_default();
    js_sys::JSON::parse(&text).unwrap_or_default()
}

/// Turns what the library hands over with an event into one of ours.
type Decode = fn(JsValue) -> CcpEvent;

/// The events of the library's bus and what each becomes.
const EVENTS: [(&str, Decode); 13] = [
    ("acknowledge", |_| CcpEvent::Acknowledged),
    ("agent::refresh", agent_updated),
    ("contact::accepted", contact_accepted),
    ("ack_timeout", |_| CcpEvent::CcpSilent),
    ("iframe_retries_exhausted", |_| CcpEvent::RetriesExhausted),
    ("auth_fail", |_| CcpEvent::SignInExpired),
    ("authorize_retries_exhausted", |_| CcpEvent::SignInExpired),
    ("cti_authorize_retries_exhausted", |_| CcpEvent::SignInExpired),
    ("access_denied", |_| CcpEvent::AccessDenied),
    ("terminated", |_| CcpEvent::LoggedOut),
    ("agent::websocket_connection_lost", |_| CcpEvent::PushLost),
    ("agent::websocket_connection_gained", |_| CcpEvent::PushGained),
    ("api_metric", api_called),
];

fn agent_updated(agent: JsValue) -> CcpEvent {
    match agent_data(agent.unchecked_into()) {
        Ok(data) => CcpEvent::AgentUpdated(Box::new(data)),
        Err(error) => CcpEvent::Undecodable(error),
    }
}

/// JSON is the shortest way from the library's objects to ours that a native test can follow: it turns `Date` into
/// text, and drops functions and cycles that a later version may add with an error instead of a crash.
#[expect(clippy::needless_pass_by_value, reason = "a handle to JavaScript is a number")]
fn agent_data(agent: sys::Agent) -> Result<AgentData, DecodeError> {
    let thrown = |thrown: JsValue| DecodeError { path: "agent".to_owned(), message: message_of(&thrown) };
    let data = agent.to_snapshot().and_then(|snapshot| snapshot.agent_data()).map_err(thrown)?;
    let text = js_sys::JSON::stringify(&data).map_err(thrown)?;
    AgentData::from_json(&text.as_string().unwrap_or_default())
}

fn contact_accepted(contact: JsValue) -> CcpEvent {
    match contact.unchecked_into::<sys::Contact>().contact_id() {
        Ok(contact_id) => CcpEvent::ContactAccepted { contact_id },
        // "Accepted" may carry no contact at all; then nobody knows whose it was.
        Err(thrown) => {
            CcpEvent::Undecodable(DecodeError { path: "contact".to_owned(), message: message_of(&thrown) })
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
fn api_called(metric: JsValue) -> CcpEvent {
    let metric: sys::ApiMetric = metric.unchecked_into();
    let number = |value: Result<JsValue, JsValue>| value.ok().and_then(|value| value.as_f64());
    let status = metric.error().ok().filter(JsValue::is_truthy).map_or(Some(200), |error| {
        let field = |name: &str| js_sys::Reflect::get(&error, &name.into());
        let kind = field("type").ok().and_then(|kind| kind.as_string());
        let unanswered = matches!(kind.as_deref(), Some("NetworkingError" | "TimeoutError"));
        let status = number(field("statusCode")).map(|status| status as u16).filter(|&status| status > 0);
        // Neither a status nor a network that failed: it was refused before it was sent.
        status.or((!unanswered).then_some(400))
    });
    CcpEvent::ApiCalled(ApiCall {
        operation: metric.name().ok().and_then(|name| name.as_string()).unwrap_or_default(),
        status,
        took_ms: number(metric.time()).unwrap_or_default() as i64,
    })
}
