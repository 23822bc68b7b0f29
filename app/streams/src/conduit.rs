//! The message channels of the library: between page and frame, frame and worker. For tools that look inside, and for
//! pages that embed applications of their own in the library's way.

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{HtmlIFrameElement, MessagePort, Window};

use crate::{
    BusEvent, StreamMessage, StreamsError, Subscription,
    api::{Api, Target, api, from_js, part, to_js},
    delivery::deliver,
};

/// One end of a message channel (`connect.Stream` and its kinds).
#[derive(Clone, Debug, PartialEq)]
pub struct MessageStream(pub(crate) Target);

/// # Errors
/// [`StreamsError::Lacks`] with a library of another version; [`StreamsError::Threw`] when the other end is gone.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl MessageStream {
    /// A stream that goes nowhere (`new connect.NullStream()`).
    pub fn null() -> Result<Self, StreamsError> {
        make(api!("NullStream"), &[])
    }

    /// A stream to and from one window (`new connect.WindowStream()`), for one origin or `*`.
    pub fn window(window: &Window, domain: &str) -> Result<Self, StreamsError> {
        make(api!("WindowStream.new"), &[window.into(), domain.into()])
    }

    /// A stream that hears one window and speaks to another (`new connect.WindowIOStream()`).
    pub fn window_io(input: &Window, output: &Window, domain: &str) -> Result<Self, StreamsError> {
        make(api!("WindowIOStream.new"), &[input.into(), output.into(), domain.into()])
    }

    /// A stream over a message port (`new connect.PortStream()`).
    pub fn port(port: &MessagePort) -> Result<Self, StreamsError> {
        make(api!("PortStream.new"), &[port.into()])
    }

    /// The identifier of a stream over a port (`PortStream.getId`).
    pub fn id(&self) -> Result<String, StreamsError> {
        self.0.read(api!("PortStream.getId"), &[])
    }

    /// Sends a message (`Stream.send`).
    pub fn send(&self, message: &StreamMessage) -> Result<(), StreamsError> {
        self.0.call(api!("Stream.send"), &[to_js(message)]).map(drop)
    }

    /// Calls `handler` with each message (`Stream.onMessage`). The library knows no way to take that back, so its
    /// listener stays with the stream; the handler does not.
    pub fn on_message(
        &self,
        handler: impl FnMut(Result<StreamMessage, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        listen(&self.0, api!("Stream.onMessage"), handler)
    }
}

/// Many streams as one (`connect.StreamMultiplexer`).
#[derive(Clone, Debug, PartialEq)]
pub struct StreamMultiplexer(Target);

/// # Errors
/// [`StreamsError::Lacks`] with a library of another version.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl StreamMultiplexer {
    /// Brings streams over ports together (`new connect.StreamMultiplexer()`).
    pub fn new(streams: &[MessageStream]) -> Result<Self, StreamsError> {
        let streams: js_sys::Array = streams.iter().map(|stream| stream.0.0.clone()).collect();
        Ok(Self(make(api!("StreamMultiplexer.new"), &[streams.into()])?.0))
    }

    /// Sends a message to all of them (`StreamMultiplexer.send`).
    pub fn send(&self, message: &StreamMessage) -> Result<(), StreamsError> {
        self.0.call(api!("StreamMultiplexer.send"), &[to_js(message)]).map(drop)
    }

    /// Calls `handler` with each message of any of them (`StreamMultiplexer.onMessage`).
    pub fn on_message(
        &self,
        handler: impl FnMut(Result<StreamMessage, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        listen(&self.0, api!("StreamMultiplexer.onMessage"), handler)
    }

    /// Takes one in (`StreamMultiplexer.addStream`).
    pub fn add(&self, stream: &MessageStream) -> Result<(), StreamsError> {
        self.0.call(api!("StreamMultiplexer.addStream"), std::slice::from_ref(&stream.0.0)).map(drop)
    }

    /// Lets one go (`StreamMultiplexer.removeStream`).
    pub fn remove(&self, stream: &MessageStream) -> Result<(), StreamsError> {
        self.0.call(api!("StreamMultiplexer.removeStream"), std::slice::from_ref(&stream.0.0)).map(drop)
    }

    /// All of them (`StreamMultiplexer.getStreams`).
    pub fn streams(&self) -> Result<Vec<MessageStream>, StreamsError> {
        Ok(self.0.list(api!("StreamMultiplexer.getStreams"), &[])?.into_iter().map(MessageStream).collect())
    }

    /// The one over this port (`StreamMultiplexer.getStreamForPort`).
    pub fn stream_for(&self, port: &MessagePort) -> Result<Option<MessageStream>, StreamsError> {
        Ok(self.0.object(api!("StreamMultiplexer.getStreamForPort"), &[port.into()])?.map(MessageStream))
    }
}

/// A channel with an end on either side, on which events have names (`connect.Conduit`).
#[derive(Clone, Debug, PartialEq)]
pub struct Conduit(pub(crate) Target);

/// # Errors
/// [`StreamsError::Lacks`] with a library of another version; [`StreamsError::Threw`] when the other end is gone.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl Conduit {
    /// Lets the library tell when the other end answers no more. With one CCP that is an option; for those of two regions,
    /// which have a channel each, the library forgets to look at it (`KeepaliveManager.enableAckTimeout`).
    pub(crate) fn tell_silence(&self) -> Result<(), StreamsError> {
        let keepalive = Target(self.0.property(api!("Conduit.keepaliveManager"))?);
        keepalive.call(api!("KeepaliveManager.enableAckTimeout"), &[true.into()]).map(drop)
    }

    /// A channel between two streams (`new connect.Conduit()`).
    pub fn new(
        name: &str,
        upstream: &MessageStream,
        downstream: &MessageStream,
    ) -> Result<Self, StreamsError> {
        Ok(Self(make(api!("Conduit.new"), &[name.into(), upstream.0.0.clone(), downstream.0.0.clone()])?.0))
    }

    /// A channel to a frame of this window (`new connect.IFrameConduit()`).
    pub fn to_frame(
        name: &str,
        window: &Window,
        frame: &HtmlIFrameElement,
        domain: &str,
    ) -> Result<Self, StreamsError> {
        let arguments = [name.into(), window.into(), frame.into(), domain.into()];
        Ok(Self(make(api!("IFrameConduit.new"), &arguments)?.0))
    }

    /// An event of this name came from above, for the page: from the CCP (`Conduit.onUpstream`).
    pub fn on_upstream(
        &self,
        event: &str,
        handler: impl FnMut(BusEvent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        on(&self.0, api!("Conduit.onUpstream"), Some(event), handler)
    }

    /// Any event came from above (`Conduit.onAllUpstream`).
    pub fn on_all_upstream(
        &self,
        handler: impl FnMut(BusEvent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        on(&self.0, api!("Conduit.onAllUpstream"), None, handler)
    }

    /// An event of this name came from below (`Conduit.onDownstream`).
    pub fn on_downstream(
        &self,
        event: &str,
        handler: impl FnMut(BusEvent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        on(&self.0, api!("Conduit.onDownstream"), Some(event), handler)
    }

    /// Any event came from below (`Conduit.onAllDownstream`).
    pub fn on_all_downstream(
        &self,
        handler: impl FnMut(BusEvent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        on(&self.0, api!("Conduit.onAllDownstream"), None, handler)
    }

    /// Sends an event up: to the CCP (`Conduit.sendUpstream`).
    pub fn send_upstream(&self, event: &str, data: &impl Serialize) -> Result<(), StreamsError> {
        self.0.call(api!("Conduit.sendUpstream"), &[event.into(), to_js(data)]).map(drop)
    }

    /// Sends an event down (`Conduit.sendDownstream`).
    pub fn send_downstream(&self, event: &str, data: &impl Serialize) -> Result<(), StreamsError> {
        self.0.call(api!("Conduit.sendDownstream"), &[event.into(), to_js(data)]).map(drop)
    }

    /// What passes events on upwards (`Conduit.passUpstream`).
    pub fn pass_upstream(&self) -> Result<Passage, StreamsError> {
        Passage::of(&self.0, api!("Conduit.passUpstream"))
    }

    /// What passes events on downwards (`Conduit.passDownstream`).
    pub fn pass_downstream(&self) -> Result<Passage, StreamsError> {
        Passage::of(&self.0, api!("Conduit.passDownstream"))
    }

    /// Takes every subscription away (`Conduit.shutdown`).
    pub fn shutdown(&self) -> Result<(), StreamsError> {
        self.0.call(api!("Conduit.shutdown"), &[]).map(drop)
    }

    /// Lets every event pass (`Conduit.setActive`).
    pub fn set_active(&self) -> Result<(), StreamsError> {
        self.0.call(api!("Conduit.setActive"), &[]).map(drop)
    }

    /// Lets only what Global Resiliency needs pass (`Conduit.setInactive`).
    pub fn set_inactive(&self) -> Result<(), StreamsError> {
        self.0.call(api!("Conduit.setInactive"), &[]).map(drop)
    }
}

/// Passes events on (what `Conduit.passUpstream` and `Conduit.passDownstream` return).
#[derive(Clone, Debug)]
pub struct Passage(Function, Api);

impl Passage {
    fn of(conduit: &Target, api: Api) -> Result<Self, StreamsError> {
        let function = conduit.call(api, &[])?.dyn_into().map_err(|_| StreamsError::Lacks { call: api.0 })?;
        Ok(Self(function, api))
    }

    /// Passes this event on as it is.
    ///
    /// # Errors
    /// [`StreamsError::Threw`] when the other end is gone.
    pub fn pass(&self, event: BusEvent) -> Result<(), StreamsError> {
        let name = JsValue::from(event.name());
        self.0
            .call2(&JsValue::UNDEFINED, &event.into_data(), &name)
            .map(drop)
            .map_err(|thrown| self.1.threw(&thrown))
    }
}

/// The channels to the CCPs of two regions (`connect.GRProxyIframeConduit`): what [`crate::core::upstream`] is with
/// Global Resiliency. It sends to both and hears both.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionalConduits(Target);

/// # Errors
/// [`StreamsError::Lacks`] when this is a channel to one CCP only, or with a library of another version.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl RegionalConduits {
    /// Channels to these frames, each with a label, the first address being active
    /// (`new connect.GRProxyIframeConduit()`). The declarations leave the labels out, without which it throws.
    pub fn new(
        window: &Window,
        frames: &[(HtmlIFrameElement, &str)],
        active_ccp_url: &str,
    ) -> Result<Self, StreamsError> {
        let configurations = js_sys::Array::new();
        for (frame, label) in frames {
            let configuration = crate::api::object();
            crate::api::set_option(&configuration, api!("GRProxyIframeConduit.iframe"), frame);
            crate::api::set_option(&configuration, api!("GRProxyIframeConduit.label"), &(*label).into());
            configurations.push(&configuration);
        }
        let arguments = [window.into(), configurations.into(), active_ccp_url.into()];
        Ok(Self(make(api!("GRProxyIframeConduit.new"), &arguments)?.0))
    }

    /// The channels of this page, if it has two regions.
    pub fn of_page() -> Result<Self, StreamsError> {
        let upstream = crate::core::upstream()?.0;
        let both = upstream.property(api!("GRProxyIframeConduit.getAllConduits"))?;
        if both.is_function() {
            Ok(Self(upstream))
        } else {
            Err(StreamsError::Lacks { call: "GRProxyIframeConduit" })
        }
    }

    /// An event of this name came from either CCP (`onUpstream`).
    pub fn on_upstream(
        &self,
        event: &str,
        handler: impl FnMut(BusEvent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        on(&self.0, api!("GRProxyIframeConduit.onUpstream"), Some(event), handler)
    }

    /// Any event came from either CCP (`onAllUpstream`).
    pub fn on_all_upstream(
        &self,
        handler: impl FnMut(BusEvent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        on(&self.0, api!("GRProxyIframeConduit.onAllUpstream"), None, handler)
    }

    /// An event of this name came from below (`onDownstream`).
    pub fn on_downstream(
        &self,
        event: &str,
        handler: impl FnMut(BusEvent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        on(&self.0, api!("GRProxyIframeConduit.onDownstream"), Some(event), handler)
    }

    /// Any event came from below (`onAllDownstream`).
    pub fn on_all_downstream(
        &self,
        handler: impl FnMut(BusEvent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        on(&self.0, api!("GRProxyIframeConduit.onAllDownstream"), None, handler)
    }

    /// Sends an event to both CCPs (`sendUpstream`).
    pub fn send_upstream(&self, event: &str, data: &impl Serialize) -> Result<(), StreamsError> {
        self.0.call(api!("GRProxyIframeConduit.sendUpstream"), &[event.into(), to_js(data)]).map(drop)
    }

    /// Sends an event down (`sendDownstream`).
    pub fn send_downstream(&self, event: &str, data: &impl Serialize) -> Result<(), StreamsError> {
        self.0.call(api!("GRProxyIframeConduit.sendDownstream"), &[event.into(), to_js(data)]).map(drop)
    }

    /// Lets either CCP hear the other's events of this name, from now on and for good (`relayUpstream`).
    pub fn relay_upstream(&self, event: &str) -> Result<(), StreamsError> {
        self.0.call(api!("GRProxyIframeConduit.relayUpstream"), &[event.into()]).map(drop)
    }

    /// The channels (`getAllConduits`).
    pub fn all(&self) -> Result<Vec<Conduit>, StreamsError> {
        Ok(self.0.list(api!("GRProxyIframeConduit.getAllConduits"), &[])?.into_iter().map(Conduit).collect())
    }

    /// Makes the channel to this origin the active one (`setActiveConduit`).
    pub fn set_active(&self, origin: &str) -> Result<(), StreamsError> {
        self.0.call(api!("GRProxyIframeConduit.setActiveConduit"), &[origin.into()]).map(drop)
    }

    /// The active channel (`getActiveConduit`).
    pub fn active(&self) -> Result<Option<Conduit>, StreamsError> {
        self.one(api!("GRProxyIframeConduit.getActiveConduit"), &[])
    }

    /// The one that waits (`getInactiveConduit`).
    pub fn inactive(&self) -> Result<Option<Conduit>, StreamsError> {
        self.one(api!("GRProxyIframeConduit.getInactiveConduit"), &[])
    }

    /// The one that is not this (`getOtherConduit`).
    pub fn other(&self, conduit: &Conduit) -> Result<Option<Conduit>, StreamsError> {
        self.one(api!("GRProxyIframeConduit.getOtherConduit"), std::slice::from_ref(&conduit.0.0))
    }

    /// The channel to this region (`getConduitByRegion`).
    pub fn of_region(&self, region: &str) -> Result<Option<Conduit>, StreamsError> {
        self.one(api!("GRProxyIframeConduit.getConduitByRegion"), &[region.into()])
    }

    /// The channel of this name, which is the origin of its CCP (`getConduitByName`).
    pub fn of_name(&self, name: &str) -> Result<Option<Conduit>, StreamsError> {
        self.one(api!("GRProxyIframeConduit.getConduitByName"), &[name.into()])
    }

    fn one(&self, api: Api, arguments: &[JsValue]) -> Result<Option<Conduit>, StreamsError> {
        Ok(self.0.object(api, arguments)?.map(Conduit))
    }
}

/// An object of the class that is named before the last dot, or of the class of this name.
fn make(api: Api, arguments: &[JsValue]) -> Result<MessageStream, StreamsError> {
    let class = Api(api.0.trim_end_matches(".new"));
    part(class)?.construct(api, arguments).map(MessageStream)
}

fn on(
    target: &Target,
    api: Api,
    event: Option<&str>,
    handler: impl FnMut(BusEvent) + 'static,
) -> Result<Subscription, StreamsError> {
    let subscribe = |callback: &Function| {
        let arguments: Vec<JsValue> = event.map(JsValue::from).into_iter().chain([callback.into()]).collect();
        target.call(api, &arguments)
    };
    Subscription::new(subscribe, |data, name| BusEvent::new(&name, data), handler)
}

/// Listens where the library has no way to stop. The function that it keeps is collected with the stream; what it
/// leads to ends with the guard.
fn listen(
    target: &Target,
    api: Api,
    handler: impl FnMut(Result<StreamMessage, StreamsError>) + 'static,
) -> Result<Subscription, StreamsError> {
    let (guard, inbox) = Subscription::detached(handler);
    let listener: Closure<dyn Fn(JsValue)> = Closure::new(move |message: JsValue| {
        let Some(inbox) = inbox.upgrade() else { return };
        let data = message
            .dyn_ref::<web_sys::MessageEvent>()
            .map_or(JsValue::UNDEFINED, web_sys::MessageEvent::data);
        let message = from_js(&data).map_err(|error| api.undecodable(error));
        deliver(move || {
            if let Ok(mut handler) = inbox.try_borrow_mut() {
                handler(message);
            }
        });
    });
    target.call(api, &[listener.into_js_value()])?;
    Ok(guard)
}
