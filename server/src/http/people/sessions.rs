//! `/api/v1/sessions`: who is in, for programs.

use axum::{Json, extract::State, http::StatusCode};
use connect_streams::EpochMs;
use serde::Serialize;

use super::Id;
use crate::{
    http::{ApiError, AppState, circumstances::Doer},
    store::Session,
};

/// A session as it is told of.
#[derive(Debug, Serialize)]
pub(in crate::http) struct Told {
    id: String,
    account: String,
    name: String,
    created_at: EpochMs,
    last_seen_at: EpochMs,
    expires_at: EpochMs,
    address: String,
    browser: String,
}

impl From<Session> for Told {
    fn from(session: Session) -> Self {
        let Session { id, account, name, created_at, last_seen_at, expires_at, address, browser, .. } =
            session;
        Self { id, account, name, created_at, last_seen_at, expires_at, address, browser }
    }
}

/// All of them.
#[derive(Debug, Serialize)]
pub(in crate::http) struct SessionList {
    sessions: Vec<Told>,
}

/// The list, those that were used last first.
pub(in crate::http) async fn list(State(state): State<AppState>) -> Result<Json<SessionList>, ApiError> {
    let sessions = match state.gate.sessions() {
        Some(sessions) => sessions.list(None).await?,
        None => Vec::new(),
    };
    Ok(Json(SessionList { sessions: sessions.into_iter().map(Told::from).collect() }))
}

/// Ends one.
pub(in crate::http) async fn end(
    State(state): State<AppState>,
    doer: Doer,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    let sessions = state.store.sessions(None).await?;
    let session =
        sessions.into_iter().find(|session| session.id == id).ok_or(ApiError::NotFound("session"))?;
    state.store.end_session(&id, None, &doer.did("session.ended", &session.name).from(&id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
