//! `/api/v1/ccp-check`: how the CCP's address answers, and whether it may be framed by a page of a given origin.
//!
//! A browser keeps all of that from a page. The server asks the address of an instance that it knows, as anybody could, and
//! follows nothing.

use app::api::CcpCheck;
use axum::{Json, extract::State};
use serde::Deserialize;

use super::{ApiError, AppState, error::QueryOf};
use crate::{doctor::framing, origin::Origin};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckQuery {
    origin: String,
    instance: Option<String>,
}

/// Answers how the CCP answers.
pub(super) async fn check(
    State(state): State<AppState>,
    QueryOf(query): QueryOf<CheckQuery>,
) -> Result<Json<CcpCheck>, ApiError> {
    let page = Origin::parse(&query.origin)?;
    let shown = state.instance(query.instance.as_deref())?;
    let answer = state.probe.ask(shown.instance.ccp_url.clone()).await;
    let framing = framing(&answer.headers, page.as_str());
    Ok(Json(CcpCheck { status: answer.status, took_ms: answer.took_ms, framing }))
}
