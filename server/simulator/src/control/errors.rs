//! The control API's errors: `{"error": {"code", "message"}}`, always with a 4xx status.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use thiserror::Error;

use crate::centre::{NotE164, Refusal};

/// Whoever called can mend all of these.
#[derive(Debug, Error)]
pub(crate) enum ControlError {
    /// 404
    #[error("there is nothing at this address")]
    NoRoute,
    /// 405
    #[error("this address does not take that method")]
    WrongMethod,
    /// 403
    #[error("the control API takes no orders from pages of another site")]
    ForeignPage,
    /// 400, 413, 415, 422: the body.
    #[error("{message}")]
    Body { status: StatusCode, message: String },
    /// 429
    #[error("there are {0} live streams already")]
    TooMany(usize),
    /// 422
    #[error("{0}")]
    Invalid(String),
    /// 404: what is asked for by name.
    #[error("{0}")]
    Missing(String),
    /// 409
    #[error("{0}")]
    Conflict(&'static str),
    /// 404 for what does not exist, else 409.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<JsonRejection> for ControlError {
    fn from(rejection: JsonRejection) -> Self {
        Self::Body { status: rejection.status(), message: rejection.body_text() }
    }
}

impl From<PathRejection> for ControlError {
    fn from(_: PathRejection) -> Self {
        Refusal::UnknownContact.into()
    }
}

impl From<NotE164> for ControlError {
    fn from(error: NotE164) -> Self {
        Self::Invalid(error.to_string())
    }
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        let (status, code) = match &self {
            Self::NoRoute | Self::Missing(_) => (StatusCode::NOT_FOUND, "not_found"),
            Self::WrongMethod => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
            Self::ForeignPage => (StatusCode::FORBIDDEN, "forbidden"),
            Self::Body { status, .. } => (*status, "bad_request"),
            Self::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too_many"),
            Self::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            Self::Refused(refusal) if refusal.is_unknown() => (StatusCode::NOT_FOUND, "not_found"),
            Self::Conflict(_) | Self::Refused(_) => (StatusCode::CONFLICT, "conflict"),
        };
        (status, Json(json!({ "error": { "code": code, "message": self.to_string() } }))).into_response()
    }
}
