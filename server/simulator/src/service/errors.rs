//! The service's errors: a status, `x-amzn-ErrorType`, and `{"__type", "message"}`.
//!
//! Which exception goes with which mistake is the simulator's choice wherever the published model is silent. The
//! statuses are not: the library repeats a 5xx, gives up quietly on a 403 and signs the agent in again on a 401.

use axum::Json;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use thiserror::Error;

use crate::centre::Refusal;

#[derive(Debug, Error)]
pub(crate) enum ServiceError {
    /// 401; signing in again helps.
    #[error("the bearer token is missing, expired or not this agent's")]
    Unauthorized,
    /// 400
    #[error("unknown operation `{0}`")]
    UnknownOperation(String),
    /// 400: no JSON.
    #[error("{0}")]
    Serialization(String),
    /// 400: JSON that does not fit the operation.
    #[error("{0}")]
    Validation(String),
    /// 413
    #[error("the request is larger than 1 MB")]
    TooLarge,
    /// 404
    #[error("{0}")]
    NotFound(String),
    /// 404 for what does not exist, else 400.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Any status: a fault that was ordered.
    #[error("the simulated instance has been told to fail")]
    Ordered(StatusCode),
}

impl ServiceError {
    fn parts(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "UnauthorizedException"),
            Self::UnknownOperation(_) => (StatusCode::BAD_REQUEST, "UnknownOperationException"),
            Self::Serialization(_) => (StatusCode::BAD_REQUEST, "SerializationException"),
            Self::Validation(_) => (StatusCode::BAD_REQUEST, "ValidationException"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLargeException"),
            Self::NotFound(_) => (StatusCode::NOT_FOUND, "ResourceNotFoundException"),
            Self::Refused(refusal) if refusal.is_unknown() => {
                (StatusCode::NOT_FOUND, "ResourceNotFoundException")
            }
            Self::Refused(_) => (StatusCode::BAD_REQUEST, "InvalidStateException"),
            Self::Ordered(status) => (*status, name_of(*status)),
        }
    }
}

fn name_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "UnauthorizedException",
        StatusCode::FORBIDDEN => "AccessDeniedException",
        StatusCode::NOT_FOUND => "ResourceNotFoundException",
        StatusCode::TOO_MANY_REQUESTS => "ThrottlingException",
        status if status.is_server_error() => "InternalServiceException",
        _ => "InvalidRequestException",
    }
}

impl From<BytesRejection> for ServiceError {
    fn from(rejection: BytesRejection) -> Self {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Self::TooLarge
        } else {
            Self::Serialization(rejection.body_text())
        }
    }
}

impl IntoResponse for ServiceError {
    fn into_response(self) -> Response {
        let (status, name) = self.parts();
        let body = json!({ "__type": name, "message": self.to_string() });
        (status, [("x-amzn-errortype", name)], Json(body)).into_response()
    }
}
