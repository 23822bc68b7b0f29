//! Scripts and styles: ours, embedded in the program, and the library, served exactly as it was published.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::tones;
use crate::simulator::Simulator;

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// Embeds files under the path at which they lie in `files/`.
macro_rules! embed {
    ($($path:literal),* $(,)?) => { &[$(($path, include_str!(concat!("files/", $path)))),*] };
}

/// Under `/assets/`: what the login page and the CCP load.
const INSTANCE_FILES: &[(&str, &str)] = embed![
    "base.css",
    "dom.js",
    "login.css",
    "ccp/api-proxy.js",
    "ccp/ccp.css",
    "ccp/contact.css",
    "ccp/library.js",
    "ccp/main.js",
    "ccp/phone/chat-session.js",
    "ccp/phone/chat.js",
    "ccp/phone/commands.js",
    "ccp/phone/connects.js",
    "ccp/phone/contact.js",
    "ccp/phone/details.js",
    "ccp/phone/header.js",
    "ccp/phone/home.js",
    "ccp/phone/keypad.js",
    "ccp/phone/model.js",
    "ccp/phone/responses.js",
    "ccp/phone/store.js",
    "ccp/phone/tabs.js",
    "ccp/phone/task.js",
    "ccp/resiliency.js",
    "ccp/sdk/activity.js",
    "ccp/sdk/agent.js",
    "ccp/sdk/contact.js",
    "ccp/sdk/events.js",
    "ccp/sdk/hub.js",
    "ccp/sdk/lookup.js",
    "ccp/sdk/port.js",
    "ccp/sdk/provider.js",
    "ccp/sdk/sdk.js",
    "ccp/sdk/voice.js",
    "ccp/softphone.js",
    "ccp/sounds.js",
    "ccp/views.css",
];

/// Under `/console/`. The console has an address of its own, which no fault ever hits.
const CONSOLE_FILES: &[(&str, &str)] = embed![
    "base.css",
    "dom.js",
    "console/agent-panel.js",
    "console/agents.js",
    "console/api.js",
    "console/chat.js",
    "console/console.css",
    "console/console.js",
    "console/contact-actions.js",
    "console/contact-panel.js",
    "console/contacts.js",
    "console/controls.css",
    "console/customers.js",
    "console/faults.js",
    "console/focus.js",
    "console/header.js",
    "console/instance.js",
    "console/live.css",
    "console/live.js",
    "console/new-contact.js",
    "console/panel.css",
    "console/parts.js",
    "console/plays.js",
    "console/queues.js",
    "console/reports.js",
    "console/scenarios.js",
    "console/sdk-events.js",
    "console/state.js",
    "console/tabs.js",
    "console/tools.css",
    "console/traffic.js",
    "console/trouble.js",
];

pub(crate) async fn instance_asset(Path(path): Path<String>) -> Response {
    tones::find(&path).unwrap_or_else(|| find(INSTANCE_FILES, &path))
}

pub(crate) async fn console_asset(Path(path): Path<String>) -> Response {
    let shared = CONSOLE_FILES.iter().any(|(name, _)| *name == path);
    find(CONSOLE_FILES, &if shared { path } else { format!("console/{path}") })
}

pub(crate) async fn worker() -> Response {
    file("worker.js", include_str!("files/worker.js"))
}

pub(crate) async fn library(State(simulator): State<Arc<Simulator>>, headers: HeaderMap) -> Response {
    let library = &simulator.library;
    let kept =
        [(header::ETAG, library.etag.clone()), (header::CACHE_CONTROL, "public, max-age=86400".to_owned())];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|tag| *tag == *library.etag) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    (kept, [(header::CONTENT_TYPE, SCRIPT)], library.text.clone()).into_response()
}

fn find(files: &[(&'static str, &'static str)], path: &str) -> Response {
    files
        .iter()
        .find(|(name, _)| *name == path)
        .map_or_else(|| StatusCode::NOT_FOUND.into_response(), |(name, text)| file(name, text))
}

fn file(name: &str, text: &'static str) -> Response {
    let kind = if name.rsplit('.').next() == Some("css") { STYLE } else { SCRIPT };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}
