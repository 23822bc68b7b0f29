//! `/api/v1/settings`: what administrators change while the server runs, in versions. Nobody overwrites what somebody else
//! saved meanwhile, and what is checked is checked as the configuration is.

use app::api::{ListMeta, Restore, Settings, SettingsAnswer, SettingsVersionList};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::Value;

use super::{ApiError, AppState, circumstances::Doer, error::JsonBody, query::Asked};
use crate::{
    changes::{as_old_and_new, changes},
    config::{ConfigErrors, read_settings},
};

/// Where the versions are.
pub(super) const VERSIONS: &str = "/api/v1/settings/versions";

/// Where one version is.
pub(super) const VERSION: &str = "/api/v1/settings/versions/{version}";

/// Where a version is made the newest.
pub(super) const RESTORE: &str = "/api/v1/settings/versions/{version}/restore";

/// Settings as they come: what is in them is read by itself, so that every mistake is told.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    version: i64,
    settings: Value,
}

/// What holds.
pub(super) async fn show(State(state): State<AppState>) -> Json<SettingsAnswer> {
    Json(state.live.now().settings.clone())
}

/// Saves a version.
pub(super) async fn change(
    State(state): State<AppState>,
    doer: Doer,
    change: Result<JsonBody<Change>, ApiError>,
) -> Result<Json<SettingsAnswer>, ApiError> {
    let JsonBody(change) = change.map_err(as_mistake)?;
    let settings = read_settings(&change.settings).map_err(ApiError::InvalidSettings)?;
    save(&state, &doer, "settings.saved", change.version, settings).await.map(Json)
}

/// The versions, the newest first.
pub(super) async fn list(
    State(state): State<AppState>,
    mut asked: Asked,
) -> Result<Json<SettingsVersionList>, ApiError> {
    let limit = asked.limit(50, 200)?;
    let before = asked.number("cursor")?;
    asked.nothing_else()?;
    let mut versions = state.store.settings_versions(before, limit.saturating_add(1)).await?;
    let more = versions.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    versions.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let last = versions.last().map(|version| version.version.to_string());
    Ok(Json(SettingsVersionList { versions, meta: ListMeta { next_cursor: last.filter(|_| more) } }))
}

/// One version.
pub(super) async fn show_version(
    State(state): State<AppState>,
    Path(version): Path<String>,
) -> Result<Json<SettingsAnswer>, ApiError> {
    of_version(&state, &version).await.map(Json)
}

/// Saves a version anew, as the newest.
pub(super) async fn restore(
    State(state): State<AppState>,
    Path(version): Path<String>,
    doer: Doer,
    restore: Result<JsonBody<Restore>, ApiError>,
) -> Result<Json<SettingsAnswer>, ApiError> {
    let JsonBody(restore) = restore.map_err(as_mistake)?;
    bring_back(&state, &doer, &version, restore.version).await.map(Json)
}

/// A body of another shape is told as everything else that is wrong here.
fn as_mistake(error: ApiError) -> ApiError {
    match error {
        ApiError::Shape(reason) => ApiError::InvalidSettings(ConfigErrors::of("body", reason)),
        other => other,
    }
}

/// Makes a version hold again, if it still can.
pub(super) async fn bring_back(
    state: &AppState,
    doer: &Doer,
    version: &str,
    holds: i64,
) -> Result<SettingsAnswer, ApiError> {
    let old = of_version(state, version).await?;
    // What was sound for an older program need not be for this one.
    let settings = serde_json::to_value(&old.settings).unwrap_or_default();
    let settings = read_settings(&settings).map_err(ApiError::InvalidSettings)?;
    save(state, doer, "settings.restored", holds, settings).await
}

/// Saves settings that are sound as the version after the one that was changed. What is the same as what holds is not saved.
pub(super) async fn save(
    state: &AppState,
    doer: &Doer,
    action: &'static str,
    changed: i64,
    settings: Settings,
) -> Result<SettingsAnswer, ApiError> {
    let now = state.live.now();
    let holds = &now.settings;
    if holds.version.version == changed && holds.settings == settings {
        return Ok(holds.clone());
    }
    let (old, new) = as_old_and_new(changes(&holds.settings, &settings));
    let deed = doer.did(action, format!("version {}", changed.saturating_add(1))).from(&old).to(&new);
    let saved = state.store.save_settings(changed, &settings, &deed).await?;
    state.live.reload(&*state.store).await?;
    match saved {
        Some(version) => {
            tracing::info!(version = version.version, "Saved the settings");
            Ok(SettingsAnswer { version, settings })
        }
        None => Err(ApiError::SettingsChanged(Box::new(state.live.now().settings.version.clone()))),
    }
}

/// One version, named in an address. 0 is what the configuration says.
pub(super) async fn of_version(state: &AppState, version: &str) -> Result<SettingsAnswer, ApiError> {
    let missing = || ApiError::NotFound("version of the settings");
    let version: i64 = version.parse().map_err(|_| missing())?;
    if version == 0 {
        return Ok(state.live.configured());
    }
    state.store.settings_version(version).await?.ok_or_else(missing)
}
