//! `/admin/sessions`: who is in, and the way to put somebody out.

use app::{
    admin::{Notice, table},
    text::Text,
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;

use super::Frame;
use crate::{
    auth::Caller,
    http::{
        ApiError, AppState, access,
        circumstances::Doer,
        people::{Id, moment},
    },
    store::Session,
};

/// Where they are listed.
pub(in crate::http) const PATH: &str = "/admin/sessions";
/// Where one is ended.
pub(in crate::http) const END: &str = "/admin/sessions/{id}/end";

const TITLE: Text = Text::new("Sessions", "セッション");
const NONE: Text = Text::new("Nobody is signed in.", "サインイン中の人はいません。");
const NAME: Text = Text::new("Name", "サインイン名");
const SINCE: Text = Text::new("Since", "開始");
const SEEN: Text = Text::new("Last seen", "最終アクセス");
const FROM: Text = Text::new("From", "アクセス元");
const BROWSER: Text = Text::new("With", "ブラウザー");
const END_IT: Text = Text::new("End", "終了");
const END_WHOSE: Text = Text::new("End the session of {} since {}", "{} のセッション（{} 開始）を終了");
const ACTION: Text = Text::new("Action", "操作");
const THIS: Text = Text::new("this one", "このセッション");
const ENDED: Text = Text::new("The session is over.", "セッションを終了しました。");

/// The list.
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let sessions = match state.gate.sessions() {
        Some(sessions) => sessions.list(None).await?,
        None => Vec::new(),
    };
    let own = caller.person().map(|who| who.session.clone());
    let may_end = access::may_post(END, &caller);
    let frame = Frame::new(&state, &headers, Some(caller));
    let notice = (query.as_deref() == Some("done=ended"))
        .then(|| Notice::Done(frame.saying(|| ENDED.get().to_owned())));
    Ok(frame.page(StatusCode::OK, TITLE, PATH, notice, || {
        let list = list(&sessions, own.as_deref(), may_end, |id| format!("{PATH}/{id}/end"));
        view! { <section class="card">{list}</section> }
    }))
}

/// Ends one.
pub(in crate::http) async fn end(
    State(state): State<AppState>,
    doer: Doer,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let sessions = state.store.sessions(None).await?;
    if let Some(session) = sessions.iter().find(|session| session.id == id) {
        state.store.end_session(&id, None, &doer.did("session.ended", &session.name).from(&id)).await?;
    }
    Ok(Redirect::to(&format!("{PATH}?done=ended")).into_response())
}

/// Sessions with the way to end each.
pub(in crate::http) fn list(
    sessions: &[Session],
    own: Option<&str>,
    may_end: bool,
    end: impl Fn(&str) -> String,
) -> AnyView {
    if sessions.is_empty() {
        return view! { <p>{NONE.get()}</p> }.into_any();
    }
    let rows: Vec<_> = sessions
        .iter()
        .map(|session| {
            let is_own = Some(session.id.as_str()) == own;
            let label = END_WHOSE.with(&[&session.name, &session.created_at.to_string()]);
            let action = if is_own {
                view! { <span class="field-hint">{THIS.get()}</span> }.into_any()
            } else if may_end {
                view! {
                    <form method="post" action=end(&session.id)>
                        <button aria-label=label>{END_IT.get()}</button>
                    </form>
                }
                .into_any()
            } else {
                ().into_any()
            };
            view! {
                <tr>
                    <td>{session.name.clone()}</td>
                    <td>{moment(session.created_at)}</td>
                    <td>{moment(session.last_seen_at)}</td>
                    <td>{session.address.clone()}</td>
                    <td>{session.browser.clone()}</td>
                    <td>{action}</td>
                </tr>
            }
        })
        .collect();
    table(TITLE, &[NAME, SINCE, SEEN, FROM, BROWSER, ACTION], rows).into_any()
}
