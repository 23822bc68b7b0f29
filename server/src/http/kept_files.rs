//! Files whose name never means another content, kept in memory as they were answered once: the disk and its threads are left
//! alone. How a file is found, packed and described is `ServeDir`'s matter; this only remembers.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

/// So many bytes are kept at most. When there are more, it begins anew.
const MOST: usize = 64 * 1024 * 1024;

/// What is kept. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct KeptFiles(Arc<Mutex<Files>>);

/// A file by its path, and by what the browser can unpack.
type Asked = (String, Option<HeaderValue>);

#[derive(Debug, Default)]
struct Files {
    files: HashMap<Asked, (HeaderMap, Bytes)>,
    bytes: usize,
}

/// What a request is about if it wants a part of a file, or only news of it.
static CONDITIONS: [HeaderName; 5] = [
    header::RANGE,
    header::IF_MODIFIED_SINCE,
    header::IF_UNMODIFIED_SINCE,
    header::IF_NONE_MATCH,
    header::IF_MATCH,
];

impl KeptFiles {
    fn get(&self, asked: &Asked) -> Option<Response> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.files.get(asked).map(|(headers, bytes)| (headers.clone(), bytes.clone()).into_response())
    }

    fn put(&self, asked: Asked, headers: HeaderMap, bytes: Bytes) {
        // What is known of it takes room too, above all what a stranger wrote.
        let size = bytes.len() + asked.0.len() + asked.1.as_ref().map_or(0, HeaderValue::len) + 1_024;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes + size > MOST {
            *kept = Files::default();
        }
        // Who asked at the same moment may have brought it too.
        if kept.files.insert(asked, (headers, bytes)).is_none() {
            kept.bytes += size;
        }
    }
}

/// Answers from memory what was answered before. Questions about a part, or about what the browser has already, are left to
/// whoever knows the files.
pub(super) async fn keep(State(kept): State<KeptFiles>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if request.method() != Method::GET || CONDITIONS.iter().any(|name| headers.contains_key(name)) {
        return next.run(request).await;
    }
    let asked = (request.uri().path().to_owned(), headers.get(header::ACCEPT_ENCODING).cloned());
    if let Some(response) = kept.get(&asked) {
        return response;
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (parts, body) = response.into_parts();
    match to_bytes(body, MOST).await {
        Ok(bytes) => {
            kept.put(asked, parts.headers.clone(), bytes.clone());
            Response::from_parts(parts, Body::from(bytes))
        }
        Err(error) => {
            tracing::error!(%error, "A file could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
