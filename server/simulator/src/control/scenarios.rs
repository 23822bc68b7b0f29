//! Scenarios and their plays: which there are, beginning one, watching it, stopping it.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Body, ControlError, Shared};
use crate::instance::Instance;
use crate::scenario::{LIBRARY, Play, PlayId, Ready, Scenario, ScenarioError};
use crate::simulator::Simulator;

/// The `problem` is why a scenario cannot be played in this instance, because it names people who are not there.
pub(super) async fn list(State(simulator): Shared) -> Json<Value> {
    let scenarios = LIBRARY.iter().filter_map(|ready| {
        let outline = ready.outline()?;
        let problem = Scenario::read(ready.text, &simulator.instance).err();
        Some(json!({
            "name": ready.name,
            "title": outline.title,
            "about": outline.about,
            "steps": outline.steps(),
            "problem": problem.map(|problem| problem.to_string()),
        }))
    });
    Json(json!({ "scenarios": scenarios.collect::<Vec<_>>() }))
}

pub(super) async fn show(Path(name): Path<String>) -> Answer {
    let Ready { name, text } = find(&name)?;
    Ok(Json(json!({ "name": name, "text": text })))
}

/// What is to be played: one of the two.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WantedPlay {
    /// The name of one that ships.
    scenario: Option<String>,
    /// A scenario as it is written: TOML.
    text: Option<String>,
}

pub(super) async fn begin(
    State(simulator): Shared,
    body: Body<WantedPlay>,
) -> Result<(StatusCode, Json<Value>), ControlError> {
    let scenario = match body?.0 {
        WantedPlay { scenario: Some(name), text: None } => read(find(&name)?.text, &simulator.instance)?,
        WantedPlay { scenario: None, text: Some(text) } => read(&text, &simulator.instance)?,
        _ => return Err(ControlError::Invalid("say either which `scenario` or its `text`".to_owned())),
    };
    let play = simulator.plays.begin(&simulator, scenario);
    let play = play.ok_or(ControlError::Conflict("two plays are under way; stop one of them first"))?;
    Ok((StatusCode::CREATED, Json(json!({ "play": play.json() }))))
}

pub(super) async fn plays(State(simulator): Shared) -> Json<Value> {
    let plays: Vec<_> = simulator.plays.list().iter().map(|play| play.json()).collect();
    Json(json!({ "plays": plays }))
}

type Id = Result<Path<PlayId>, PathRejection>;

pub(super) async fn play(State(simulator): Shared, id: Id) -> Answer {
    Ok(Json(json!({ "play": find_play(&simulator, id)?.json() })))
}

pub(super) async fn stop(State(simulator): Shared, id: Id) -> Answer {
    let play = find_play(&simulator, id)?;
    play.stop();
    Ok(Json(json!({ "play": play.json() })))
}

fn find(name: &str) -> Result<Ready, ControlError> {
    Ready::find(name).ok_or_else(|| ControlError::Missing(format!("no scenario ships as `{name}`")))
}

fn find_play(simulator: &Simulator, id: Id) -> Result<Arc<Play>, ControlError> {
    let found = id.ok().and_then(|Path(id)| simulator.plays.find(id));
    found.ok_or_else(|| ControlError::Missing("there is no such play".to_owned()))
}

fn read(text: &str, instance: &Instance) -> Result<Scenario, ControlError> {
    Scenario::read(text, instance).map_err(|error: ScenarioError| ControlError::Invalid(error.to_string()))
}
