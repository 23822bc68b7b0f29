//! The event bus of the page: every event of the library by its name.

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::{
    DecodeError, StreamsError, Subscription,
    api::{Target, api, from_js, to_js},
    data::place::Place,
};

/// The event bus (`connect.core.getEventBus()`). Events have names: see [`crate::EventType`],
/// [`crate::AgentEvent::topic`] and [`crate::ContactEvent::topic`].
#[derive(Clone, Debug, PartialEq)]
pub struct EventBus(pub(crate) Target);

/// One event of the bus as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct BusEvent {
    name: String,
    data: Target,
}

impl BusEvent {
    pub(crate) fn new(name: &JsValue, data: JsValue) -> Self {
        Self { name: name.as_string().unwrap_or_default(), data: Target(data) }
    }

    /// The name of the event; empty where the library does not tell it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it carries: one of the data types of this crate, one of your own by [`record!`](crate::record), or
    /// [`serde_json::Value`], from which serde reads every other.
    ///
    /// # Errors
    /// Where the data has another shape, with the path of the field.
    pub fn read<T: Place>(&self) -> Result<T, DecodeError> {
        from_js(&self.data.0)
    }

    pub(crate) fn into_data(self) -> JsValue {
        self.data.0
    }
}

impl EventBus {
    /// Calls `handler` with each event of this name (`EventBus.subscribe`).
    ///
    /// # Errors
    /// [`StreamsError::Lacks`] with a library of another version.
    pub fn subscribe(
        &self,
        name: &str,
        handler: impl FnMut(BusEvent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        let name = JsValue::from(name);
        let read = {
            let name = name.clone();
            move |data| BusEvent::new(&name, data)
        };
        Subscription::by(&self.0, api!("EventBus.subscribe"), &[name], read, handler)
    }

    /// Subscribes with a reader of the crate's own.
    pub(crate) fn subscribe_reading<T: 'static>(
        &self,
        name: &str,
        read: impl Fn(JsValue) -> T + 'static,
        handler: impl FnMut(T) + 'static,
    ) -> Result<Subscription, StreamsError> {
        Subscription::by(&self.0, api!("EventBus.subscribe"), &[name.into()], read, handler)
    }

    /// Calls `handler` with every event (`EventBus.subscribeAll`).
    ///
    /// # Errors
    /// [`StreamsError::Lacks`] with a library of another version.
    pub fn subscribe_all(
        &self,
        handler: impl FnMut(BusEvent) + 'static,
    ) -> Result<Subscription, StreamsError> {
        let subscribe =
            |callback: &js_sys::Function| self.0.call(api!("EventBus.subscribeAll"), &[callback.into()]);
        Subscription::new(subscribe, |data, name| BusEvent::new(&name, data), handler)
    }

    /// Tells the subscribers of this page that something happened (`EventBus.trigger`). It reaches neither the CCP
    /// nor the service.
    ///
    /// # Errors
    /// [`StreamsError::Lacks`] with a library of another version.
    pub fn trigger(&self, name: &str, data: &impl Serialize) -> Result<(), StreamsError> {
        self.0.call(api!("EventBus.trigger"), &[name.into(), to_js(data)]).map(drop)
    }

    /// Takes away every subscription of the page, those of the library itself included (`EventBus.unsubscribeAll`).
    ///
    /// # Errors
    /// [`StreamsError::Lacks`] with a library of another version.
    pub fn unsubscribe_all(&self) -> Result<(), StreamsError> {
        self.0.call(api!("EventBus.unsubscribeAll"), &[]).map(drop)
    }
}
