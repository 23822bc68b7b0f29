//! The browser's way to the server's API.

use connect_streams::{EpochMs, reading::decode};
use gloo_net::http::Request;
use js_sys::{Array, Object, Promise, Reflect};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortSignal;

use super::{
    BatchAnswer, CCP_CHECK, CONTACT_RECORDS, CcpCheck, ErrorAnswer, RECORDS, RecordBatch, RecordList,
};
use crate::ui::script::call;

/// How many records are listed at a time. Few, because the page keeps all that it shows.
const PAGE: &str = "10";

/// After this many milliseconds without an answer a call counts as failed.
const TIMEOUT_MS: u32 = 15_000;

/// Why a call did not do what it should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// No answer, or none that the server's API gives. Trying again later can help.
    #[error("The server does not answer.")]
    Unavailable,
    /// The server understood and refused. Trying again cannot help.
    #[error("{0}")]
    Refused(String),
}

/// Calls the API of the server that the page came from. Does nothing outside a browser.
#[derive(Clone, Copy, Debug, Default)]
pub struct Client;

impl Client {
    /// Sends records. Answers with a verdict on each.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn send(self, batch: &RecordBatch) -> Result<BatchAnswer, CallError> {
        let request = Request::post(RECORDS).abort_signal(Some(&deadline())).json(batch);
        read(&answer(request).await?)
    }

    /// Sends records for a page that goes: the browser goes on with it, and nobody hears the answer.
    pub fn send_last(self, batch: &RecordBatch) {
        let Ok(text) = serde_json::to_string(batch) else { return };
        let options = Object::new();
        let headers = Array::of1(&Array::of2(&"content-type".into(), &"application/json".into()));
        let parts: [(&str, JsValue); 4] = [
            ("method", "POST".into()),
            ("body", text.into()),
            ("keepalive", true.into()),
            ("headers", headers.into()),
        ];
        for (name, value) in parts {
            let _ = Reflect::set(&options, &name.into(), &value);
        }
        let sending = call(&js_sys::global(), "fetch", &[RECORDS.into(), options.into()]);
        if let Ok(sending) = sending.dyn_into::<Promise>() {
            // What did not arrive is still in this browser.
            spawn_local(async move { _ = JsFuture::from(sending).await });
        }
    }

    /// Lists an agent's records since a moment, newest first.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn list(
        self,
        agent: &str,
        since: EpochMs,
        cursor: Option<&str>,
    ) -> Result<RecordList, CallError> {
        let since = since.to_string();
        let mut query = vec![("agent", agent), ("since", since.as_str()), ("limit", PAGE)];
        query.extend(cursor.map(|cursor| ("cursor", cursor)));
        let request = Request::get(CONTACT_RECORDS).query(query).abort_signal(Some(&deadline()));
        read(&answer(request.build()).await?)
    }

    /// Asks how the CCP answers the server, and whether it lets a page of `origin` frame it.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn check_ccp(self, origin: &str) -> Result<CcpCheck, CallError> {
        let request = Request::get(CCP_CHECK).query([("origin", origin)]).abort_signal(Some(&deadline()));
        read(&answer(request.build()).await?)
    }
}

fn deadline() -> AbortSignal {
    AbortSignal::timeout_with_u32(TIMEOUT_MS)
}

/// Sends a request. Answers with the text of what came back. Knows no types, so that it is there once.
async fn answer(request: Result<Request, gloo_net::Error>) -> Result<String, CallError> {
    let unavailable = |_| CallError::Unavailable;
    let response = request.map_err(unavailable)?.send().await.map_err(unavailable)?;
    let text = response.text().await.map_err(unavailable)?;
    if response.ok() {
        return Ok(text);
    }
    match (response.status(), read::<ErrorAnswer>(&text)) {
        // The server is there but busy, or somebody before it answers instead.
        (408 | 429 | 500.., _) | (_, Err(_)) => Err(CallError::Unavailable),
        (_, Ok(answer)) => Err(CallError::Refused(answer.error.message)),
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, CallError> {
    decode(text).map_err(|_| CallError::Unavailable)
}
