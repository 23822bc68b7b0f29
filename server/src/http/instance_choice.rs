//! `/instances`: whose desktop somebody opens, where there are several instances. The browser stays at the one that was chosen.

use app::{admin::Notice, text::Text};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use leptos::prelude::*;

use super::{AppState, admin::Frame, page::remembered};
use crate::auth::Caller;

/// Where it is.
pub(super) const PATH: &str = "/instances";

/// What it is called.
pub(super) const TITLE: Text = Text::new("Choose an instance", "インスタンスを選択");

const TEXT: Text = Text::new(
    "Each leads to its desktop. This browser stays at the one that you choose until you choose another.",
    "選んだインスタンスのデスクトップが開きます。別のものを選ぶまで、このブラウザーではその選択が続きます。",
);
const NOW: Text = Text::new("chosen now", "選択中");
const UNKNOWN: Text = Text::new(
    "There is no instance of that name here. Choose one of these.",
    "その名前のインスタンスはありません。次の中から選んでください。",
);

/// The page.
pub(super) async fn show(State(state): State<AppState>, caller: Caller, headers: HeaderMap) -> Response {
    draw(&state, Some(caller), &headers, StatusCode::OK)
}

/// The same, for whoever named one that is not there.
pub(super) fn unknown(state: &AppState, caller: Option<Caller>, headers: &HeaderMap) -> Response {
    draw(state, caller, headers, StatusCode::NOT_FOUND)
}

fn draw(state: &AppState, caller: Option<Caller>, headers: &HeaderMap, status: StatusCode) -> Response {
    let names = state.live.now().names();
    let last =
        remembered(headers).and_then(|last| names.iter().position(|name| name == last)).unwrap_or_default();
    let frame = Frame::new(state, headers, caller);
    let notice =
        (status == StatusCode::NOT_FOUND).then(|| Notice::Refused(frame.saying(|| UNKNOWN.get().to_owned())));
    frame.page(status, TITLE, PATH, notice, || {
        let entries: Vec<_> = names
            .into_iter()
            .enumerate()
            .map(|(index, name)| {
                let current = (index == last).then_some("true");
                let now = current.map(|_| format!(" ({})", NOW.get()));
                view! {
                    <li>
                        <a href=format!("/?instance={name}") aria-current=current>{name.clone()}</a>
                        {now}
                    </li>
                }
            })
            .collect();
        view! {
            <section class="card">
                <p>{TEXT.get()}</p>
                <ul>{entries}</ul>
            </section>
        }
    })
}
