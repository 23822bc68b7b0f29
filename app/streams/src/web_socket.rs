//! The WebSocket between the CCP and the service, which a page may listen to and write on.
//!
//! The declarations of the library describe another object than the one it has: of their seven functions only
//! `onMessage` exists, and that with a topic. What is bound here is what the library has.

use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::JsValue;

use crate::{
    StreamsError, Subscription,
    api::{Api, Target, api, to_js},
};

/// The WebSocket as a page may use it (`connect.core.getWebSocketManager()`).
#[derive(Clone, Debug, PartialEq)]
pub struct WebSocketManager(pub(crate) Target);

/// # Errors
/// [`StreamsError::Lacks`] with a library of another version, [`StreamsError::NotInitialised`] while no CCP runs.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl WebSocketManager {
    /// Sends a message: an object with a `topic` (`sendMessage`).
    pub fn send(&self, message: &impl Serialize) -> Result<(), StreamsError> {
        self.0.call(api!("WebSocketManager.sendMessage"), &[to_js(message)]).map(drop)
    }

    /// Asks the service for the messages of these topics (`subscribeTopics`).
    pub fn subscribe_topics(&self, topics: &[&str]) -> Result<(), StreamsError> {
        self.0.call(api!("WebSocketManager.subscribeTopics"), &[to_js(&topics)]).map(drop)
    }

    /// A message of this topic came (`onMessage`).
    pub fn on_message(
        &self,
        topic: &str,
        handler: impl FnMut(Result<Value, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("WebSocketManager.onMessage"), &[topic.into()], handler)
    }

    /// A message of any topic came (`onAllMessage`).
    pub fn on_all_message(
        &self,
        handler: impl FnMut(Result<Value, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("WebSocketManager.onAllMessage"), &[], handler)
    }

    /// A connection was opened (`onConnectionOpen`).
    pub fn on_open(
        &self,
        handler: impl FnMut(Result<Value, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("WebSocketManager.onConnectionOpen"), &[], handler)
    }

    /// A connection was closed (`onConnectionClose`).
    pub fn on_close(
        &self,
        handler: impl FnMut(Result<Value, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("WebSocketManager.onConnectionClose"), &[], handler)
    }

    /// There is a connection again (`onConnectionGain`).
    pub fn on_gain(
        &self,
        handler: impl FnMut(Result<Value, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("WebSocketManager.onConnectionGain"), &[], handler)
    }

    /// There is no connection any more (`onConnectionLost`).
    pub fn on_lost(
        &self,
        handler: impl FnMut(Result<Value, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("WebSocketManager.onConnectionLost"), &[], handler)
    }

    /// The service took on topics (`onSubscriptionUpdate`).
    pub fn on_subscription_update(
        &self,
        handler: impl FnMut(Result<Value, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("WebSocketManager.onSubscriptionUpdate"), &[], handler)
    }

    /// The service refused topics (`onSubscriptionFailure`).
    pub fn on_subscription_failure(
        &self,
        handler: impl FnMut(Result<Value, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("WebSocketManager.onSubscriptionFailure"), &[], handler)
    }

    /// No connection could be made at all (`onInitFailure`).
    pub fn on_init_failure(
        &self,
        handler: impl FnMut(Result<Value, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("WebSocketManager.onInitFailure"), &[], handler)
    }

    fn on(
        &self,
        api: Api,
        arguments: &[JsValue],
        handler: impl FnMut(Result<Value, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        Subscription::to_data(&self.0, api, arguments, handler)
    }
}
