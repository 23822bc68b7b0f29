//! What happens in an agent's browser and is provoked from outside: events of the Amazon Connect SDK, and faults of
//! the softphone.
//!
//! Both go to the CCP pages of one agent over topics of our own; the library passes on any that it does not know. The
//! page keeps the state that goes with an event and publishes it to whoever has subscribed.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{Body, ControlError, Shared};
use crate::centre::{Refusal, Username};
use crate::simulator::Simulator;

/// The CCP page listens to these.
const SDK_EVENT: &str = "streamdesk/sdk-event";
const SOFTPHONE_FAULT: &str = "streamdesk/softphone-fault";

/// An event of the SDK.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SdkEvent {
    namespace: String,
    pub(crate) key: String,
    parameter: Option<String>,
    #[serde(default)]
    data: Map<String, Value>,
}

pub(super) async fn publish(
    State(simulator): Shared,
    Path(username): Path<Username>,
    body: Body<SdkEvent>,
) -> Result<(StatusCode, Json<Value>), ControlError> {
    let sockets = publish_to(&simulator, username, body?.0)?;
    Ok((StatusCode::ACCEPTED, Json(json!({ "sockets": sockets }))))
}

/// Answers in how many browsers it is heard.
pub(crate) fn publish_to(
    simulator: &Simulator,
    agent: Username,
    SdkEvent { namespace, key, parameter, data }: SdkEvent,
) -> Result<usize, ControlError> {
    if !namespace.starts_with("aws.connect.") || key.is_empty() {
        return Err(ControlError::Invalid(
            "an event has a namespace such as aws.connect.activity, and a key".to_owned(),
        ));
    }
    let event = json!({ "namespace": namespace, "key": key, "parameter": parameter, "data": data });
    push(simulator, agent, SDK_EVENT, &event)
}

/// Why a media session fails, in the words of the library's softphone errors.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum SoftphoneError {
    IceCollectionTimeout,
    UserBusy,
    SignallingConnectionFailure,
    SignallingHandshakeFailure,
    MicrophoneNotShared,
    CallNotFound,
    WebrtcError,
}

/// What goes wrong with the sound.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SoftphoneFault {
    reason: SoftphoneError,
}

/// Fails the media session that runs, or else the next one.
pub(super) async fn fail_softphone(
    State(simulator): Shared,
    Path(username): Path<Username>,
    body: Body<SoftphoneFault>,
) -> Result<(StatusCode, Json<Value>), ControlError> {
    let sockets = fail_softphone_of(&simulator, username, &body?.0)?;
    Ok((StatusCode::ACCEPTED, Json(json!({ "sockets": sockets }))))
}

/// Answers in how many browsers it is heard.
pub(crate) fn fail_softphone_of(
    simulator: &Simulator,
    agent: Username,
    fault: &SoftphoneFault,
) -> Result<usize, ControlError> {
    push(simulator, agent, SOFTPHONE_FAULT, &json!(fault))
}

fn push(simulator: &Simulator, agent: Username, topic: &str, content: &Value) -> Result<usize, ControlError> {
    simulator.live.read(|centre| centre.agent(&agent).map(|_| ()))?;
    match simulator.pushes.push(&agent, topic, content) {
        // What nobody hears is a mistake of whoever sent it.
        0 => Err(Refusal::NotSignedIn(agent).into()),
        sockets => Ok(sockets),
    }
}
