//! The agent workspace's endpoint: one address, the operation in a header.
//!
//! The library uses it for Voice ID alone. Every answer is JSON, failures above all, because the library parses their
//! bodies and hangs where it cannot.

use std::sync::{Arc, PoisonError};

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::centre::ContactId;
use crate::session::cookie_name;
use crate::simulator::Simulator;
use crate::voice_id::{UnknownSpeaker, VoiceId};

/// All that any of the operations takes. The library spells the same thing in several ways.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Request {
    #[serde(alias = "contactId", alias = "ContactId", alias = "SessionNameOrId")]
    contact: Option<ContactId>,
    #[serde(alias = "SpeakerId", alias = "CustomerId")]
    speaker: Option<String>,
}

/// Whoever called can mend each of these.
enum Failure {
    /// 401
    Unauthorized,
    /// 400
    Invalid(&'static str),
    /// 404
    UnknownOperation,
    /// 404
    UnknownSpeaker,
}

impl From<UnknownSpeaker> for Failure {
    fn from(_: UnknownSpeaker) -> Self {
        Self::UnknownSpeaker
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, kind, message) = match self {
            Self::Unauthorized => {
                (StatusCode::UNAUTHORIZED, "UnauthorizedException", "the bearer is missing or expired")
            }
            Self::Invalid(message) => (StatusCode::BAD_REQUEST, "ValidationException", message),
            Self::UnknownOperation => {
                (StatusCode::NOT_FOUND, "UnknownOperationException", "the operation is not simulated")
            }
            Self::UnknownSpeaker => {
                (StatusCode::NOT_FOUND, "ResourceNotFoundException", "the speaker is not known")
            }
        };
        (status, Json(json!({ "__type": kind, "message": message }))).into_response()
    }
}

pub(crate) async fn call(
    State(simulator): State<Arc<Simulator>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match answer(&simulator, &headers, body) {
        Ok(answer) => Json(answer).into_response(),
        Err(failure) => failure.into_response(),
    }
}

fn answer(
    simulator: &Simulator,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Value, Failure> {
    authenticate(simulator, headers)?;
    let body = body.map_err(|_| Failure::Invalid("the body cannot be read"))?;
    let request: Request =
        serde_json::from_slice(&body).map_err(|_| Failure::Invalid("the body does not fit"))?;
    let contact = request.contact.ok_or(Failure::Invalid("the request names no contact"));
    let speaker = request.speaker.ok_or(Failure::Invalid("the request names no speaker"));
    let mut voice_id = simulator.voice_id.lock().unwrap_or_else(PoisonError::into_inner);
    match headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default() {
        "AgentAppService.Acs.listIntegrationAssociations" => Ok(VoiceId::integrations()),
        "AgentAppService.Lcms.getContact" => Ok(voice_id.customer(contact?)),
        "AgentAppService.Lcms.updateVoiceIdData" => {
            voice_id.name_customer(contact?, speaker?);
            Ok(json!({}))
        }
        "AgentAppService.Nasa.startVoiceIdSession" => Ok(json!({ "sessionId": contact? })),
        "AgentAppService.VoiceId.describeSession" => Ok(voice_id.session(contact?)),
        "AgentAppService.VoiceId.updateSession" => {
            let contact = contact?;
            voice_id.name_customer(contact, speaker?);
            Ok(voice_id.session(contact))
        }
        "AgentAppService.VoiceId.evaluateSession" => Ok(voice_id.evaluate(contact?)),
        "AgentAppService.VoiceId.enrollBySession" => Ok(voice_id.enrol(contact?)?),
        "AgentAppService.VoiceId.describeSpeaker" => Ok(voice_id.describe(&speaker?)?),
        "AgentAppService.VoiceId.optOutSpeaker" => Ok(voice_id.opt_out(speaker?)),
        "AgentAppService.VoiceId.deleteSpeaker" => Ok(voice_id.delete(&speaker?)?),
        _ => Err(Failure::UnknownOperation),
    }
}

/// The bearer is an object with the token under the name of the login's cookie.
fn authenticate(simulator: &Simulator, headers: &HeaderMap) -> Result<(), Failure> {
    let bearer: Value = headers
        .get("x-amz-bearer")
        .and_then(|value| serde_json::from_slice(value.as_bytes()).ok())
        .unwrap_or_default();
    let token = bearer[cookie_name(simulator.port)].as_str().unwrap_or_default();
    simulator.sessions.bearer(token, simulator.live.now()).map(|_| ()).ok_or(Failure::Unauthorized)
}
