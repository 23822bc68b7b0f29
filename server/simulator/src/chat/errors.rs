//! The participant service's errors: a status, the name in a header, and a message.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use thiserror::Error;

use super::ChatRefusal;

const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

#[derive(Debug, Error)]
pub(crate) enum ParticipantError {
    /// 403: the token; or the participant has left, or the chat is over. A new token may help.
    #[error("{0}")]
    AccessDenied(String),
    /// 400; whoever wrote the request can mend it.
    #[error("{0}")]
    Validation(String),
}

impl From<ChatRefusal> for ParticipantError {
    fn from(refusal: ChatRefusal) -> Self {
        match refusal {
            ChatRefusal::NotPresent | ChatRefusal::Ended => Self::AccessDenied(refusal.to_string()),
            other => Self::Validation(other.to_string()),
        }
    }
}

impl From<JsonRejection> for ParticipantError {
    fn from(rejection: JsonRejection) -> Self {
        Self::Validation(rejection.body_text())
    }
}

impl IntoResponse for ParticipantError {
    fn into_response(self) -> Response {
        let (status, name) = match &self {
            Self::AccessDenied(_) => (StatusCode::FORBIDDEN, "AccessDeniedException"),
            Self::Validation(_) => (StatusCode::BAD_REQUEST, "ValidationException"),
        };
        (status, [(ERROR_TYPE, name)], Json(json!({ "Message": self.to_string() }))).into_response()
    }
}
