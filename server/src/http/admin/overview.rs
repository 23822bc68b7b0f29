//! `/admin`: what can be administered.

use app::text::Text;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use leptos::prelude::*;

use super::{Frame, NAV, PATH};
use crate::{auth::Caller, http::AppState};

const TITLE: Text = Text::new("Administration", "管理");

/// The page.
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
) -> Response {
    Frame::new(&state, &headers, Some(caller)).page(StatusCode::OK, TITLE, PATH, None, || {
        let entries: Vec<_> = NAV
            .iter()
            .filter(|entry| entry.path != PATH)
            .map(|entry| view! { <li><a href=entry.path>{entry.label.get()}</a></li> })
            .collect();
        view! { <ul class="card">{entries}</ul> }
    })
}
