//! Scripts and styles: ours, embedded in the program, and the library, served exactly as it was published.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::simulator::Simulator;

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

pub(crate) async fn instance_asset(Path(name): Path<String>) -> Response {
    match name.as_str() {
        "base.css" => file(STYLE, include_str!("files/base.css")),
        "login.css" => file(STYLE, include_str!("files/login.css")),
        "ccp.css" => file(STYLE, include_str!("files/ccp.css")),
        "ccp.js" => file(SCRIPT, include_str!("files/ccp.js")),
        "ccp-library.js" => file(SCRIPT, include_str!("files/ccp-library.js")),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The console's files have an address of their own, which no fault ever hits.
pub(crate) async fn console_asset(Path(name): Path<String>) -> Response {
    match name.as_str() {
        "base.css" => file(STYLE, include_str!("files/base.css")),
        "console.css" => file(STYLE, include_str!("files/console.css")),
        "console.js" => file(SCRIPT, include_str!("files/console.js")),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

pub(crate) async fn worker() -> Response {
    file(SCRIPT, include_str!("files/worker.js"))
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

fn file(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}
