//! The embedded CCP as one value: starts it, turns what the library reports into [`CcpEvent`]s, and takes it away when
//! dropped. For a program that wants everything in one place; the functions that it is made of are in [`crate::core`].

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlIFrameElement};

use crate::{
    Agent, AgentEvent, AgentMutedStatus, CcpEvent, CcpOptions, Conduit, ContactEvent, DecodeError, EventType,
    LoginOptions, RegionalConduits, SoftphoneOptions, StreamsError, Subscription, ViewedContact,
    api::{Target, api, described, from_js},
    core::{self, CcpExtensions},
    data::place::Place,
    event::ApiMetric,
    one_region::OneRegion,
    resiliency,
};

/// The embedded CCP. There is one in a window. Dropping it ends every subscription and removes the frame.
#[must_use = "dropping the CCP removes it from the page"]
#[derive(Debug)]
pub struct Ccp {
    container: Element,
    /// Its address; with two regions, those of both.
    urls: Vec<String>,
    subscriptions: Vec<Subscription>,
}

impl Ccp {
    /// Embeds the CCP in `container` and reports everything from then on to `on_event`.
    ///
    /// # Errors
    /// [`StreamsError::NotLoaded`] when the library is not in the page, [`StreamsError::Lacks`] when it lacks a
    /// function, [`StreamsError::Threw`] when it refuses the options.
    pub fn start(
        container: &Element,
        options: &CcpOptions,
        on_event: impl FnMut(CcpEvent) + 'static,
    ) -> Result<Self, StreamsError> {
        core::init_ccp(container, options, &CcpExtensions::default())?;
        let urls = [Some(&options.ccp_url), options.secondary_ccp_url.as_ref()];
        let urls = urls.into_iter().flatten().cloned().collect();
        // From here on a failure must take away what initCCP put there, so the value exists before its subscriptions.
        let mut ccp = Self { container: container.clone(), urls, subscriptions: Vec::new() };
        let bus = core::event_bus()?;
        let has_two_regions = options.enable_global_resiliency == Some(true);
        let on_event = Rc::new(RefCell::new(of_one_region(has_two_regions, on_event)));
        let moves = if has_two_regions { moves().into() } else { Vec::new() };
        // One event is handed over at a time, so it is never borrowed twice.
        let hand_on = move |event| (on_event.borrow_mut())(event);
        for (name, read) in events().into_iter().chain(moves) {
            ccp.subscriptions.push(bus.subscribe_reading(&name, read, hand_on.clone())?);
        }
        // A library that can do with one region only has one channel, whatever it was asked for.
        if let Some(regions) = has_two_regions.then(RegionalConduits::of_page).and_then(Result::ok) {
            ccp.subscriptions.extend(acknowledged(&regions, &hand_on)?);
            if options.login_options.as_ref().is_some_and(|login| login.enable_ack_timeout == Some(true)) {
                regions.all()?.iter().try_for_each(Conduit::tell_silence)?;
            }
        } else {
            let acknowledge = EventType::Acknowledge;
            let answered = |_| CcpEvent::Acknowledged;
            ccp.subscriptions.push(bus.subscribe_reading(acknowledge.as_str(), answered, hand_on)?);
        }
        Ok(ccp)
    }

    /// Loads the frame anew, for example after the agent signed in elsewhere: of two regions the one of the region where the
    /// agent works. Contacts are not touched.
    pub fn reload_frame(&self) {
        let is_shown = |frame: &HtmlIFrameElement| {
            frame.style().get_property_value("display").is_ok_and(|display| display != "none")
        };
        if let Some(frame) = self.frames().find(is_shown) {
            // With two regions the library writes on each frame whose it is.
            let origin = frame.get_attribute("data-identifier").unwrap_or_default();
            let url = self.urls.iter().find(|url| url.starts_with(&origin)).or(self.urls.first());
            // Its own `src` may be anything by now.
            frame.set_src(url.unwrap_or(&frame.src()));
        }
    }

    fn frames(&self) -> impl Iterator<Item = HtmlIFrameElement> {
        let frames = self.container.get_elements_by_tag_name("iframe");
        (0..frames.length()).filter_map(move |index| frames.item(index)?.dyn_into().ok())
    }
}

impl Drop for Ccp {
    fn drop(&mut self) {
        self.subscriptions.clear();
        // The library leaves its frame behind, and starts no second CCP while one is there.
        let _ = core::terminate();
        for frame in self.frames().collect::<Vec<_>>() {
            frame.remove();
        }
    }
}

impl CcpOptions {
    /// The options that a page needs to work: the softphone may run in the frame, a frame that dies later is noticed, and
    /// the sign-in window closes by itself.
    pub fn new(ccp_url: impl Into<String>) -> Self {
        Self {
            ccp_url: ccp_url.into(),
            // Without any option of this kind the library never configures the CCP.
            softphone: Some(SoftphoneOptions {
                allow_framed_softphone: Some(true),
                ..SoftphoneOptions::default()
            }),
            login_options: Some(LoginOptions {
                enable_ack_timeout: Some(true),
                auto_close: Some(true),
                ..LoginOptions::default()
            }),
            ..Self::default()
        }
    }
}

/// Turns what the library hands over with an event into one of ours.
type Read = fn(JsValue) -> CcpEvent;

/// The events of the library's bus and what each becomes.
fn events() -> [(String, Read); 15] {
    let of_library = |event: EventType, read: Read| (event.as_str().to_owned(), read);
    [
        (AgentEvent::Refresh.topic(), agent_updated),
        (ContactEvent::Accepted.topic(), contact_accepted),
        (AgentEvent::MuteToggle.topic(), |muted| {
            read(&muted, |muted: AgentMutedStatus| CcpEvent::MuteToggled { muted: muted.muted })
        }),
        (AgentEvent::SoftphoneError.topic(), |error| read(&error, CcpEvent::SoftphoneFailed)),
        (ContactEvent::View.topic(), |viewed| {
            read(&viewed, |viewed: ViewedContact| CcpEvent::ContactViewed { contact_id: viewed.contact_id })
        }),
        of_library(EventType::AckTimeout, |_| CcpEvent::CcpSilent),
        of_library(EventType::IframeRetriesExhausted, |_| CcpEvent::RetriesExhausted),
        of_library(EventType::AuthFail, |_| CcpEvent::SignInExpired),
        of_library(EventType::AuthorizeRetriesExhausted, |_| CcpEvent::SignInExpired),
        of_library(EventType::CtiAuthorizeRetriesExhausted, |_| CcpEvent::SignInExpired),
        of_library(EventType::AccessDenied, |_| CcpEvent::AccessDenied),
        of_library(EventType::Terminated, |_| CcpEvent::LoggedOut),
        (AgentEvent::WebsocketConnectionLost.topic(), |_| CcpEvent::PushLost),
        (AgentEvent::WebsocketConnectionGained.topic(), |_| CcpEvent::PushGained),
        of_library(EventType::ApiMetric, api_called),
    ]
}

/// Of two frames, hands on that the one of the region where the agent works answers: what the bus tells comes from either.
fn acknowledged(
    regions: &RegionalConduits,
    hand_on: &(impl FnMut(CcpEvent) + Clone + 'static),
) -> Result<Vec<Subscription>, StreamsError> {
    let of_one = |conduit: Conduit| {
        let (regions, mut hand_on, this) = (regions.clone(), hand_on.clone(), conduit.clone());
        conduit.on_upstream(EventType::Acknowledge.as_str(), move |_| {
            if regions.active().is_ok_and(|active| active.as_ref() == Some(&this)) {
                hand_on(CcpEvent::Acknowledged);
            }
        })
    };
    regions.all()?.into_iter().map(of_one).collect()
}

/// Hands on what comes from the region where the agent works.
fn of_one_region(
    has_two: bool,
    mut on_event: impl FnMut(CcpEvent) + 'static,
) -> impl FnMut(CcpEvent) + 'static {
    let mut regions = has_two.then(OneRegion::default);
    move |event| {
        let is_heard = match (&mut regions, &event) {
            (Some(regions), CcpEvent::AgentUpdated(data)) => {
                regions.hears(resiliency::active_region().ok().flatten(), data)
            }
            _ => true,
        };
        if is_heard {
            on_event(event);
        }
    }
}

/// The events of an instance that has two regions, by their topics like all others: the functions of [`resiliency`] each bring
/// code of their own.
fn moves() -> [(String, Read); 4] {
    let of_resiliency = |event: &str, read: Read| (format!("globalResiliency::{event}"), read);
    [
        of_resiliency("failover_detected_crm", |data| read(&data, CcpEvent::FailoverDetected)),
        of_resiliency("failover_pending_crm", |data| read(&data, CcpEvent::FailoverPending)),
        of_resiliency("failover_complete", |data| read(&data, CcpEvent::FailoverCompleted)),
        of_resiliency("configure_error", |error| CcpEvent::OneRegionOnly(described(&error).1)),
    ]
}

fn agent_updated(agent: JsValue) -> CcpEvent {
    match Agent(Target(agent)).data() {
        Ok(data) => CcpEvent::AgentUpdated(Box::new(data)),
        Err(error) => undecodable(error),
    }
}

fn contact_accepted(contact: JsValue) -> CcpEvent {
    // "Accepted" may carry no contact at all; then nobody knows whose it was.
    match Target(contact).get(api!("Contact.contactId")) {
        Ok(contact_id) => CcpEvent::ContactAccepted { contact_id },
        Err(error) => undecodable(error),
    }
}

fn undecodable(error: StreamsError) -> CcpEvent {
    CcpEvent::Undecodable(match error {
        StreamsError::Undecodable { error, .. } => error,
        other => DecodeError { path: ".".to_owned(), message: other.to_string() },
    })
}

#[expect(clippy::needless_pass_by_value, reason = "one of several readers of an event")]
fn api_called(metric: JsValue) -> CcpEvent {
    read(&metric, |metric: ApiMetric| CcpEvent::ApiCalled(metric.into()))
}

/// An event that is nothing but data.
fn read<T: Place>(data: &JsValue, event: impl FnOnce(T) -> CcpEvent) -> CcpEvent {
    from_js(data).map_or_else(CcpEvent::Undecodable, event)
}
