//! Events of the Amazon Connect SDK, provoked from outside.
//!
//! They go to the CCP pages of one agent, which keep the state that goes with them and publish them to whoever has
//! subscribed. The topic is ours; the library passes on any it does not know.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Body, ControlError, Shared};
use crate::centre::{Refusal, Username};

/// The CCP page listens to this one.
const TOPIC: &str = "streamdesk/sdk-event";

/// An event of the SDK.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SdkEvent {
    namespace: String,
    key: String,
    parameter: Option<String>,
    #[serde(default)]
    data: Map<String, Value>,
}

pub(super) async fn publish(
    State(simulator): Shared,
    Path(username): Path<Username>,
    body: Body<SdkEvent>,
) -> Result<(StatusCode, Json<Value>), ControlError> {
    let Json(SdkEvent { namespace, key, parameter, data }) = body?;
    if !namespace.starts_with("aws.connect.") || key.is_empty() {
        return Err(ControlError::Invalid(
            "an event has a namespace such as aws.connect.activity, and a key".to_owned(),
        ));
    }
    simulator.live.read(|centre| centre.agent(&username).map(|_| ()))?;
    let event = json!({ "namespace": namespace, "key": key, "parameter": parameter, "data": data });
    match simulator.pushes.push(&username, TOPIC, &event) {
        // An event that nobody hears is a mistake of whoever sent it.
        0 => Err(Refusal::NotSignedIn(username).into()),
        sockets => Ok((StatusCode::ACCEPTED, Json(json!({ "sockets": sockets })))),
    }
}
