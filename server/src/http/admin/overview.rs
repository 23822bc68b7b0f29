//! `/admin`: what can be administered.

use app::text::Text;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use leptos::prelude::*;

use super::{Frame, PATH, nav_of};
use crate::{auth::Caller, http::AppState};

const TITLE: Text = Text::new("Administration", "管理");

/// The page.
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
) -> Response {
    let nav = nav_of(&caller);
    Frame::new(&state, &headers, Some(caller)).page(StatusCode::OK, TITLE, PATH, None, || {
        let entries: Vec<_> = nav
            .iter()
            .filter(|entry| entry.path != PATH)
            .map(|entry| {
                view! {
                    <li>
                        <a href=entry.path>{entry.label.get()}</a>
                        <p>{entry.about.get()}</p>
                    </li>
                }
            })
            .collect();
        view! { <ul class="card admin-overview">{entries}</ul> }
    })
}
