//! `/api/v1/instances` and what belongs to it: the instances, their order, all of it as a file, and what was changed.

use app::api::{InstanceEntry, InstanceList, InstanceSettings};
use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use connect_streams::EpochMs;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    ApiError, AppState,
    circumstances::Doer,
    error::{JsonBody, QueryOf},
};
use crate::{
    instances::{Change, Changed, Estate, EstateError, InstanceName, NotUndone},
    store::{KeptEstate, PastChange},
};

/// The instances.
pub(super) const INSTANCES: &str = "/api/v1/instances";
/// One of them.
pub(super) const INSTANCE: &str = "/api/v1/instances/{name}";
/// The order in which they are offered.
pub(super) const INSTANCE_ORDER: &str = "/api/v1/instance-order";
/// All of it as a file.
pub(super) const INSTANCE_FILE: &str = "/api/v1/instance-file";
/// What was changed.
pub(super) const INSTANCE_CHANGES: &str = "/api/v1/instance-changes";
/// Takes one of these back.
pub(super) const INSTANCE_CHANGE_UNDO: &str = "/api/v1/instance-changes/{id}/undo";

/// So often somebody else may be faster before a change is given up.
const TRIES: usize = 50;

/// Why an estate was not changed.
#[derive(Debug)]
pub(super) enum NotChanged {
    /// It cannot be changed like that.
    Estate(EstateError),
    /// Somebody else has changed it since it was looked at.
    Meanwhile,
    /// The database failed.
    Store(crate::store::StoreError),
}

impl AppState {
    /// Changes the estate as it is now, whatever others change meanwhile. Answers whether that was news.
    pub(super) async fn change(
        &self,
        doer: &Doer,
        make: impl Fn(&Estate) -> Changed,
    ) -> Result<bool, NotChanged> {
        for _ in 0..TRIES {
            let kept = self.store.estate().await.map_err(NotChanged::Store)?;
            let Some(changed) = make(&kept.estate).map_err(NotChanged::Estate)? else { return Ok(false) };
            if self.replace(doer, kept.version, changed).await.map_err(NotChanged::Store)? {
                return Ok(true);
            }
        }
        Err(NotChanged::Meanwhile)
    }

    /// Changes the estate as somebody saw it, unless others have changed it since.
    pub(super) async fn change_seen(
        &self,
        doer: &Doer,
        version: i64,
        make: impl Fn(&Estate) -> Changed,
    ) -> Result<bool, NotChanged> {
        let KeptEstate { version: now, estate } = self.store.estate().await.map_err(NotChanged::Store)?;
        if now != version {
            return Err(NotChanged::Meanwhile);
        }
        let Some(changed) = make(&estate).map_err(NotChanged::Estate)? else { return Ok(false) };
        match self.replace(doer, version, changed).await {
            Ok(true) => Ok(true),
            Ok(false) => Err(NotChanged::Meanwhile),
            Err(error) => Err(NotChanged::Store(error)),
        }
    }

    async fn replace(
        &self,
        doer: &Doer,
        version: i64,
        (next, change): (Estate, Change),
    ) -> Result<bool, crate::store::StoreError> {
        let Change { action, target, old, new } = change;
        let mut deed = doer.did(action, target);
        (deed.old, deed.new) = (old, new);
        if !self.store.replace_estate(version, &next, &deed).await? {
            return Ok(false);
        }
        self.live.reload(&*self.store).await?;
        tracing::info!(action, instance = deed.target, "Changed the instances: {action}");
        Ok(true)
    }

    /// Takes a change back. Answers which it was.
    pub(super) async fn undo(&self, doer: &Doer, id: i64) -> Result<PastChange, NotTaken> {
        let past = self.store.past_change(id).await.map_err(NotTaken::Store)?.ok_or(NotTaken::Nothing)?;
        for _ in 0..TRIES {
            let kept = self.store.estate().await.map_err(NotTaken::Store)?;
            let undone = kept.estate.undo(&past.past).map_err(NotTaken::Undone)?;
            if self.replace(doer, kept.version, undone).await.map_err(NotTaken::Store)? {
                return Ok(past);
            }
        }
        Err(NotTaken::Undone(NotUndone::ChangedSince))
    }
}

/// Why a change was not taken back.
#[derive(Debug)]
pub(super) enum NotTaken {
    /// There is no such change.
    Nothing,
    /// It cannot be taken back.
    Undone(NotUndone),
    /// The database failed.
    Store(crate::store::StoreError),
}

impl From<NotTaken> for ApiError {
    fn from(error: NotTaken) -> Self {
        match error {
            NotTaken::Nothing => Self::NotFound("change"),
            NotTaken::Undone(NotUndone::Estate(error)) => error.into(),
            NotTaken::Undone(error) => Self::Conflict(error.to_string()),
            NotTaken::Store(error) => error.into(),
        }
    }
}

impl From<NotChanged> for ApiError {
    fn from(error: NotChanged) -> Self {
        match error {
            NotChanged::Estate(error) => error.into(),
            NotChanged::Meanwhile => {
                Self::Conflict("it has been changed since; look at it again, then try again".to_owned())
            }
            NotChanged::Store(error) => error.into(),
        }
    }
}

impl From<EstateError> for ApiError {
    fn from(error: EstateError) -> Self {
        match error {
            EstateError::NoInstance => Self::NotFound("instance"),
            EstateError::NoOrigin => Self::NotFound("origin on the list"),
            EstateError::Mistakes(mistakes) => {
                let said = mistakes.iter().map(|mistake| {
                    format!("{} {}", mistake.field, mistake.reason.of(app::text::Language::English))
                });
                Self::InvalidInstance(said.collect::<Vec<_>>().join("; "))
            }
            other => Self::InvalidInstance(other.to_string()),
        }
    }
}

/// A name in an address. One that none can have is that of none.
pub(super) fn named(name: &str) -> Result<InstanceName, ApiError> {
    InstanceName::parse(name).map_err(|_| ApiError::NotFound("instance"))
}

/// All of them.
pub(super) async fn list(State(state): State<AppState>) -> Json<InstanceList> {
    Json(whole(&state))
}

/// Everything, with the settings of the instance that the configuration names.
pub(super) fn whole(state: &AppState) -> InstanceList {
    let now = state.live.now();
    let mut list = now.kept.estate.list();
    if let (Some(first), Some(shown)) = (list.instances.first_mut(), now.shown(None)) {
        first.settings = Some(InstanceSettings::from(&shown.instance));
    }
    list
}

/// One of them.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(name): Path<String>,
) -> Result<Json<InstanceEntry>, ApiError> {
    let found = whole(&state).instances.into_iter().find(|entry| entry.name == name);
    found.map(Json).ok_or(ApiError::NotFound("instance"))
}

/// Adds one, or changes where it is. Its list stays.
pub(super) async fn put(
    State(state): State<AppState>,
    doer: Doer,
    Path(name): Path<String>,
    JsonBody(settings): JsonBody<InstanceSettings>,
) -> Result<Json<InstanceEntry>, ApiError> {
    let name =
        InstanceName::parse(&name).map_err(|error| ApiError::InvalidInstance(format!("the name {error}")))?;
    state.change(&doer, |estate| estate.put(&name, &settings)).await?;
    show(State(state), Path(name.to_string())).await
}

/// Removes one with its list.
pub(super) async fn remove(
    State(state): State<AppState>,
    doer: Doer,
    Path(name): Path<String>,
) -> Result<Json<InstanceList>, ApiError> {
    let name = named(&name)?;
    state.change(&doer, |estate| estate.remove(&name)).await?;
    Ok(list(State(state)).await)
}

/// The names of those that were added, in their order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
    names: Vec<String>,
}

/// Offers them in another order.
pub(super) async fn order(
    State(state): State<AppState>,
    doer: Doer,
    JsonBody(order): JsonBody<Order>,
) -> Result<Json<InstanceList>, ApiError> {
    let names: Option<Vec<_>> = order.names.iter().map(|name| InstanceName::parse(name).ok()).collect();
    let names = names.ok_or(EstateError::WrongOrder)?;
    state.change(&doer, |estate| estate.order(&names)).await?;
    Ok(list(State(state)).await)
}

/// All of it as a file that can be brought back.
pub(super) async fn export(State(state): State<AppState>) -> Result<Response, ApiError> {
    let file = state.live.now().kept.estate.list();
    let text = serde_json::to_string_pretty(&file).map_err(crate::store::StoreError::Body)? + "\n";
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"streamdesk-instances.json\""),
    ];
    Ok((StatusCode::OK, headers, text).into_response())
}

/// Whether a file is only to be looked at, and what had been seen then.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HowToImport {
    /// Says what would be changed, and changes nothing.
    #[serde(default)]
    dry_run: bool,
    /// The version that a look at the file told: nothing is changed if it is another now.
    version: Option<i64>,
}

/// One change.
#[derive(Serialize)]
pub(super) struct ChangeEntry {
    action: String,
    target: String,
    old: Option<Value>,
    new: Option<Value>,
}

impl From<Change> for ChangeEntry {
    fn from(Change { action, target, old, new }: Change) -> Self {
        Self { action: action.to_owned(), target, old, new }
    }
}

/// What a file changes.
#[derive(Serialize)]
pub(super) struct Import {
    /// Of what is there now.
    version: i64,
    /// Whether that was done.
    done: bool,
    changes: Vec<ChangeEntry>,
}

/// Puts a file in the place of all there is, or says what that would change.
pub(super) async fn import(
    State(state): State<AppState>,
    doer: Doer,
    QueryOf(how): QueryOf<HowToImport>,
    JsonBody(file): JsonBody<InstanceList>,
) -> Result<Json<Import>, ApiError> {
    let next = Estate::try_from(&file).map_err(|errors| ApiError::InvalidInstance(said(&errors)))?;
    let KeptEstate { version, estate } = state.store.estate().await?;
    let changes = estate.differences(&next).into_iter().map(ChangeEntry::from).collect();
    if how.dry_run {
        return Ok(Json(Import { version, done: false, changes }));
    }
    let seen = how.version.unwrap_or(version);
    let done = state.change_seen(&doer, seen, |estate| Ok(estate.import(next.clone()))).await?;
    Ok(Json(Import { version: state.live.now().kept.version, done, changes }))
}

/// Several reasons as one sentence.
pub(super) fn said(errors: &[crate::instances::FileError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// A part of the list of changes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    limit: Option<u32>,
    before: Option<i64>,
}

/// A change of before.
#[derive(Serialize)]
pub(super) struct PastEntry {
    id: i64,
    at: EpochMs,
    actor: String,
    address: String,
    action: String,
    target: String,
    old: Option<Value>,
    new: Option<Value>,
}

/// A part of the list of changes, the latest first.
#[derive(Serialize)]
pub(super) struct PastList {
    changes: Vec<PastEntry>,
}

/// What was changed, the latest first.
pub(super) async fn changes(
    State(state): State<AppState>,
    QueryOf(asked): QueryOf<Part>,
) -> Result<Json<PastList>, ApiError> {
    let limit = asked.limit.unwrap_or(50);
    if !(1..=200).contains(&limit) {
        return Err(ApiError::InvalidQuery("limit is 1 to 200".to_owned()));
    }
    let past = state.store.past_changes(asked.before, limit).await?;
    let changes = past.into_iter().map(|PastChange { id, at, actor, address, past }| {
        let (action, target, old, new) = (past.action, past.target, past.old, past.new);
        PastEntry { id, at, actor, address, action, target, old, new }
    });
    Ok(Json(PastList { changes: changes.collect() }))
}

/// Takes a change back, unless what it left has been changed again since.
pub(super) async fn undo(
    State(state): State<AppState>,
    doer: Doer,
    Path(id): Path<String>,
) -> Result<Json<InstanceList>, ApiError> {
    let id = id.parse().map_err(|_| ApiError::NotFound("change"))?;
    state.undo(&doer, id).await?;
    Ok(list(State(state)).await)
}
