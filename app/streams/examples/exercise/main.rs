//! Every function of the crate at work in a browser, for the browser suite: `look` asks everything that can be asked,
//! `listen` subscribes to everything that can happen, `act` does one thing by its name. Each answers in JSON.

mod act;
mod listen;
mod look;

use connect_streams::{StreamsError, live_subscriptions};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

/// Does one thing. Answers `{"ok": …}`, or `{"error": "Kind", "message": …}`.
#[wasm_bindgen]
pub async fn act(name: String, argument: JsValue) -> String {
    let argument: Value = js_sys::JSON::stringify(&argument)
        .ok()
        .and_then(|text| text.as_string())
        .map_or(Value::Null, |text| serde_json::from_str(&text).unwrap_or_default());
    match act::act(&name, &argument).await {
        Ok(value) => json!({ "ok": value }).to_string(),
        Err(error) => answer::<()>(Err(error)).to_string(),
    }
}

/// Asks the agent, the contacts and their participants everything; what takes time only if `patient`. Answers `{"agent.name": {"ok": …}, …}`.
#[wasm_bindgen]
pub async fn look(patient: bool) -> String {
    look::everything(patient).await.to_string()
}

/// Subscribes to everything that can happen. What happened is answered by `heard`.
#[wasm_bindgen]
pub fn listen() -> String {
    answer(listen::to_everything()).to_string()
}

/// Works as a desktop does: subscribes to each contact when it comes, and lets go when it goes.
#[wasm_bindgen]
pub fn work() -> String {
    answer(listen::work()).to_string()
}

/// What has happened since `listen`: a list of names.
#[wasm_bindgen]
pub fn heard() -> String {
    json!(listen::heard()).to_string()
}

/// Ends every subscription.
#[wasm_bindgen]
pub fn deaf() -> usize {
    listen::stop();
    live_subscriptions()
}

/// How many contacts have ended since `work`.
#[wasm_bindgen]
pub fn ended() -> usize {
    listen::ended()
}

/// How many subscriptions, JavaScript objects and pages of memory are in use.
#[wasm_bindgen]
pub fn usage() -> Vec<usize> {
    let pages = wasm_bindgen::memory().unchecked_into::<js_sys::WebAssembly::Memory>().buffer();
    let bytes = pages.unchecked_into::<js_sys::ArrayBuffer>().byte_length() as usize;
    vec![live_subscriptions(), wasm_bindgen::externref_heap_live_count() as usize, bytes / 65_536]
}

/// The answer of a function as JSON.
pub fn answer<T: std::fmt::Debug>(result: Result<T, StreamsError>) -> Value {
    match result {
        Ok(value) => json!({ "ok": format!("{value:?}") }),
        Err(error) => {
            let kind = format!("{error:?}");
            let kind = kind.split([' ', '{', '(']).next().unwrap_or_default();
            json!({ "error": kind, "message": error.to_string() })
        }
    }
}
