//! `/admin/instance-file`: all instances and lists as a file, and back. What a file would change is said before it does.

use app::{admin::Notice, api::InstanceList, text::Text};
use axum::{
    extract::{Multipart, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use leptos::{either::Either, prelude::*};

use super::{
    Frame,
    form::Sent,
    instance_changes::{in_words, plain},
    instances::{PATH as INSTANCES, TITLE as INSTANCES_TITLE, back},
};
use crate::{
    auth::Caller,
    http::{
        ApiError, AppState,
        circumstances::Doer,
        error::read,
        instances::{INSTANCE_FILE, NotChanged},
    },
    instances::{Change, Estate},
};

/// Where it is.
pub(in crate::http) const PATH: &str = "/admin/instance-file";
/// Where what was looked at is done.
pub(in crate::http) const IMPORT_PATH: &str = "/admin/instance-file/import";

const TITLE: Text = Text::new("Export and import", "エクスポートとインポート");
const EXPORT: Text =
    Text::new("Save all instances and origins as a file", "すべてのインスタンスとオリジンをファイルに保存");
const IMPORT: Text = Text::new("Import a file", "ファイルをインポート");
const IMPORT_HINT: Text = Text::new(
    "It takes the place of all instances and lists: what is not in it goes. First you see what would be changed.",
    "ファイルの内容がすべてのインスタンスと一覧に置き換わります。ファイルにないものは削除されます。先に変更内容を確認できます。",
);
const FILE: Text = Text::new("File", "ファイル");
const LOOK: Text = Text::new("Show what it would change", "変更内容を表示");
const WILL_CHANGE: Text = Text::new("This will be changed", "次のとおり変更されます");
const NOTHING: Text = Text::new("The file changes nothing.", "変更はありません。");
const DO_IT: Text = Text::new("Change it", "変更する");
const NOT_READ: Text = Text::new("The file cannot be taken: {}", "ファイルを取り込めません: {}");
const MEANWHILE: Text = Text::new(
    "Somebody has changed instances meanwhile. Nothing was imported; below is what the file would change now.",
    "その間にほかの人がインスタンスを変更したため、インポートしていません。下は現在の変更内容です。",
);

/// The page.
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
) -> Response {
    draw(&Frame::new(&state, &headers, Some(caller)), StatusCode::OK, None, None)
}

/// What a file would do.
struct Look {
    text: String,
    version: i64,
    changes: Vec<Change>,
}

/// Says what a file would change.
pub(in crate::http) async fn look(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    mut parts: Multipart,
) -> Result<Response, ApiError> {
    let frame = Frame::new(&state, &headers, Some(caller));
    let mut text = String::new();
    while let Ok(Some(part)) = parts.next_field().await {
        if part.name() == Some("file") {
            text = part.text().await.unwrap_or_default();
        }
    }
    match would_change(&state, text).await? {
        Ok(look) => Ok(draw(&frame, StatusCode::OK, None, Some(look))),
        Err(reason) => {
            Ok(draw(&frame, StatusCode::UNPROCESSABLE_ENTITY, Some(not_read(&frame, &reason)), None))
        }
    }
}

/// Does what was looked at, unless somebody has changed something since.
pub(in crate::http) async fn import(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, ApiError> {
    let frame = Frame::new(&state, &headers, Some(caller));
    let text = sent.field("text").to_owned();
    let next = match estate(&text) {
        Ok(next) => next,
        Err(reason) => {
            let notice = not_read(&frame, &reason);
            return Ok(draw(&frame, StatusCode::UNPROCESSABLE_ENTITY, Some(notice), None));
        }
    };
    let version = sent.field("version").parse().unwrap_or_default();
    match state.change_seen(&doer, version, |estate| Ok(estate.import(next.clone()))).await {
        Ok(_) => Ok(back(INSTANCES, "imported")),
        Err(NotChanged::Meanwhile) => {
            let look = would_change(&state, text).await?.ok();
            let notice = frame.saying(|| Notice::Refused(MEANWHILE.get().to_owned()));
            Ok(draw(&frame, StatusCode::CONFLICT, Some(notice), look))
        }
        Err(error) => Err(error.into()),
    }
}

async fn would_change(state: &AppState, text: String) -> Result<Result<Look, String>, ApiError> {
    let kept = state.store.estate().await?;
    Ok(estate(&text).map(|next| {
        let changes = kept.estate.differences(&next);
        Look { text, version: kept.version, changes }
    }))
}

fn estate(text: &str) -> Result<Estate, String> {
    let file: InstanceList = read(text)?;
    Estate::try_from(&file).map_err(|errors| crate::http::instances::said(&errors))
}

fn not_read(frame: &Frame, reason: &str) -> Notice {
    frame.saying(|| Notice::Refused(NOT_READ.with(&[reason])))
}

fn draw(frame: &Frame, status: StatusCode, notice: Option<Notice>, look: Option<Look>) -> Response {
    frame.page(status, TITLE, INSTANCES, notice, || {
        let look = look.map(|look| {
            if look.changes.is_empty() {
                return Either::Left(view! { <p class="form-done" role="status">{NOTHING.get()}</p> });
            }
            let changes: Vec<_> = look.changes.iter().map(|change| {
                let value = |value: &Option<serde_json::Value>| value.as_ref().map(plain).unwrap_or_default();
                let (old, new) = (value(&change.old), value(&change.new));
                let said = if old.is_empty() || new.is_empty() { old + &new } else { format!("{old} → {new}") };
                view! { <li><strong>{in_words(change.action, &change.target)}</strong> <span>{said}</span></li> }
            }).collect();
            Either::Right(view! {
                <form class="card" method="post" action=IMPORT_PATH>
                    <h2>{WILL_CHANGE.get()}</h2>
                    <ol class="admin-changes">{changes}</ol>
                    <input type="hidden" name="version" value=look.version.to_string() />
                    <input type="hidden" name="text" value=look.text />
                    <button class="primary">{DO_IT.get()}</button>
                </form>
            })
        });
        view! {
            <ul class="admin-links"><li><a href=INSTANCES>{INSTANCES_TITLE.get()}</a></li></ul>
            {look}
            <section class="card">
                <h2>{Text::new("Export", "エクスポート").get()}</h2>
                <p><a href=INSTANCE_FILE download="streamdesk-instances.json">{EXPORT.get()}</a></p>
            </section>
            <form class="card" method="post" action=PATH enctype="multipart/form-data">
                <h2>{IMPORT.get()}</h2>
                <p class="field-hint">{IMPORT_HINT.get()}</p>
                <div class="field">
                    <label for="file">{FILE.get()}</label>
                    <input id="file" name="file" type="file" accept="application/json,.json" required />
                </div>
                <button class="primary">{LOOK.get()}</button>
            </form>
        }
    })
}
