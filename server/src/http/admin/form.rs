//! What a form of an administrators' page sent.

use std::collections::HashMap;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};

use crate::http::ApiError;

/// The fields of a form, by name. What was not filled in is empty.
#[derive(Clone, Debug, Default)]
pub(in crate::http) struct Sent(HashMap<String, String>);

impl Sent {
    /// What stands in a field, without the space around it.
    pub(in crate::http) fn field(&self, name: &str) -> &str {
        self.0.get(name).map(|value| value.trim()).unwrap_or_default()
    }
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        // A page of a listed origin may call the API; the administrators' forms are filled in here alone.
        if !is_from_here(request.headers()) {
            return Err(ApiError::ForeignOrigin);
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| ApiError::TooLarge)?;
        Ok(Self(url::form_urlencoded::parse(&body).into_owned().collect()))
    }
}

/// Whether a form was sent from one of this server's own pages, as far as the browser says.
pub(in crate::http) fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    let authority = text(header::ORIGIN).map(|origin| origin.split_once("://").map(|(_, rest)| rest));
    authority.is_none_or(|authority| authority.is_some() && authority == text(header::HOST))
}
