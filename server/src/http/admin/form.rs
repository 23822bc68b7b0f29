//! What a form of an administrators' page sent.

use std::collections::HashMap;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
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
        let body = Bytes::from_request(request, state).await.map_err(|_| ApiError::TooLarge)?;
        Ok(Self(url::form_urlencoded::parse(&body).into_owned().collect()))
    }
}
