//! The library as JavaScript has it. The only place that names its functions; every call can throw and is caught.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::StreamsError;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["connect", "core"], js_name = initCCP, catch)]
    pub(crate) fn init_ccp(container: &Element, options: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = ["connect", "core"], js_name = terminate, catch)]
    pub(crate) fn terminate() -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = ["connect", "core"], js_name = getEventBus, catch)]
    pub(crate) fn event_bus() -> Result<EventBus, JsValue>;

    pub(crate) type EventBus;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn subscribe(this: &EventBus, event: &str, handler: &Function) -> Result<Handle, JsValue>;

    pub(crate) type Handle;

    #[wasm_bindgen(method, catch)]
    pub(crate) fn unsubscribe(this: &Handle) -> Result<(), JsValue>;

    pub(crate) type Agent;

    #[wasm_bindgen(method, js_name = toSnapshot, catch)]
    pub(crate) fn to_snapshot(this: &Agent) -> Result<AgentSnapshot, JsValue>;

    pub(crate) type AgentSnapshot;

    #[wasm_bindgen(method, getter, js_name = agentData, catch)]
    pub(crate) fn agent_data(this: &AgentSnapshot) -> Result<JsValue, JsValue>;

    pub(crate) type Contact;

    #[wasm_bindgen(method, js_name = getContactId, catch)]
    pub(crate) fn contact_id(this: &Contact) -> Result<String, JsValue>;

    pub(crate) type ApiMetric;

    #[wasm_bindgen(method, getter, catch)]
    pub(crate) fn name(this: &ApiMetric) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, getter, catch)]
    pub(crate) fn time(this: &ApiMetric) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, getter, catch)]
    pub(crate) fn error(this: &ApiMetric) -> Result<JsValue, JsValue>;

}

/// What the library threw, with the name of the call that a reader can look up in its documentation.
pub(crate) fn refused(call: &'static str) -> impl Fn(JsValue) -> StreamsError {
    move |thrown| StreamsError::Refused { call, message: message_of(&thrown) }
}

/// The text of a thrown value: an `Error`'s message, a string, or else a plain word.
pub(crate) fn message_of(thrown: &JsValue) -> String {
    let of_error = || thrown.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    thrown.as_string().or_else(of_error).unwrap_or_else(|| "something that is no error".to_owned())
}
