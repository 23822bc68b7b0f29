//! `/admin/instance-changes`: who changed what of instances and lists, old and new, and undo.

use app::{admin::Notice, text::Text};
use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::{
    Frame,
    form::Sent,
    instances::{PATH as INSTANCES, TITLE as INSTANCES_TITLE, back},
};
use crate::{
    auth::Caller,
    http::{ApiError, AppState, circumstances::Doer, instances::NotTaken, people::moment},
    store::PastChange,
};

/// Where they are.
pub(in crate::http) const PATH: &str = "/admin/instance-changes";

/// So many are on a page.
const PAGE: u32 = 50;

const TITLE: Text = Text::new("Changes of instances", "インスタンスの変更履歴");
const NOTHING: Text = Text::new("Nothing has been changed yet.", "まだ変更はありません。");
const OLDER: Text = Text::new("Older ones", "以前の変更");
const UNDO: Text = Text::new("Undo", "元に戻す");
const UNDO_ONE: Text = Text::new("Undo: {}", "元に戻す: {}");
const NO_SUCH: Text = Text::new("There is no such change.", "その変更はありません。");
const AFTER: Text = Text::new("after", "変更後");
const BEFORE: Text = Text::new("before", "変更前");

/// Which part of them.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Part {
    before: Option<i64>,
    done: Option<String>,
}

/// The page.
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(part): Query<Part>,
) -> Result<Response, ApiError> {
    let frame = Frame::new(&state, &headers, Some(caller));
    let done = super::instances::Done::of(part.done.clone());
    let notice = frame.saying(|| done.notice());
    draw(&state, &frame, StatusCode::OK, notice, part.before).await
}

/// Takes one back.
pub(in crate::http) async fn undo(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, ApiError> {
    let reason = match state.undo(&doer, sent.field("id").parse().unwrap_or_default()).await {
        Ok(_) => return Ok(back(PATH, "undone")),
        Err(NotTaken::Nothing) => NO_SUCH,
        Err(NotTaken::Undone(reason)) => reason.text(),
        Err(error @ NotTaken::Store(_)) => return Err(error.into()),
    };
    let frame = Frame::new(&state, &headers, Some(caller));
    let notice = frame.saying(|| Notice::Refused(reason.get().to_owned()));
    draw(&state, &frame, StatusCode::CONFLICT, Some(notice), None).await
}

async fn draw(
    state: &AppState,
    frame: &Frame,
    status: StatusCode,
    notice: Option<Notice>,
    before: Option<i64>,
) -> Result<Response, ApiError> {
    let past = state.store.past_changes(before, PAGE).await?;
    let older = past.last().filter(|_| past.len() == PAGE as usize).map(|change| change.id);
    Ok(frame.page(status, TITLE, INSTANCES, notice, || {
        let is_empty = past.is_empty();
        let rows: Vec<_> = past.into_iter().map(row).collect();
        view! {
            <ul class="admin-links"><li><a href=INSTANCES>{INSTANCES_TITLE.get()}</a></li></ul>
            {is_empty.then(|| view! { <p>{NOTHING.get()}</p> })}
            <ol class="card admin-changes">{rows}</ol>
            {older.map(|id| view! { <p><a href=format!("{PATH}?before={id}")>{OLDER.get()}</a></p> })}
        }
    }))
}

fn row(change: PastChange) -> impl IntoView {
    let said = said(&change);
    let label = UNDO_ONE.with(&[&said]);
    let value = |term: Text, value: Option<Value>| {
        value.map(|value| view! { <dt>{term.get()}</dt><dd>{plain(&value)}</dd> })
    };
    view! {
        <li>
            <p><strong>{said}</strong></p>
            <p class="field-hint">
                {moment(change.at)}
                {format!(" · {} · {}", change.actor, change.address)}
            </p>
            <dl>{value(BEFORE, change.past.old)}{value(AFTER, change.past.new)}</dl>
            <form method="post" action=PATH>
                <input type="hidden" name="id" value=change.id.to_string() />
                <button class="small" aria-label=label>{UNDO.get()}</button>
            </form>
        </li>
    }
}

/// What was done, in words.
pub(super) fn said(change: &PastChange) -> String {
    in_words(&change.past.action, &change.past.target)
}

/// What is done by an action, in words.
pub(super) fn in_words(action: &str, target: &str) -> String {
    let text = match action {
        "instance.added" => Text::new("{}: instance added", "{}: インスタンスを追加"),
        "instance.changed" => Text::new("{}: instance changed", "{}: インスタンスを変更"),
        "instance.removed" => Text::new("{}: instance removed", "{}: インスタンスを削除"),
        "origin.added" => Text::new("{}: origin added", "{}: オリジンを追加"),
        "origin.removed" => Text::new("{}: origin removed", "{}: オリジンを削除"),
        "instances.ordered" => Text::new("Order of the instances", "インスタンスの順序"),
        "instances.imported" => Text::new("File imported", "ファイルをインポート"),
        other => return format!("{other} {target}"),
    };
    text.with(&[target])
}

/// A value of the log as people read it.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let said = fields
                .iter()
                .map(|(name, value)| (name, plain(value)))
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| format!("{name}: {value}"));
            said.collect::<Vec<_>>().join("; ")
        }
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
