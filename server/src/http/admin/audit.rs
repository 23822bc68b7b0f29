//! `/admin/audit`: the audit log for people.

use app::{
    admin::audit::{Asked as Typed, Entry, log},
    text::Text,
};
use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use connect_streams::EpochMs;
use serde::Deserialize;
use url::form_urlencoded;

use super::Frame;
use crate::{
    auth::Caller,
    http::{ApiError, AppState, audit},
    store::{AuditEntry, AuditFilter},
};

/// The page.
pub(in crate::http) const PATH: &str = "/admin/audit";

pub(super) const TITLE: Text = Text::new("Audit log", "監査ログ");

/// So many entries stand on a page.
const A_PAGE: u32 = 50;

/// What a form asks for. An empty field asks for nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http) struct Asks {
    actor: String,
    action: String,
    target: String,
    since: String,
    until: String,
    before: String,
}

/// The entries that are asked for. What cannot be read is as if it were not asked for.
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(asks): Query<Asks>,
) -> Result<Response, ApiError> {
    let text =
        |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty() && !text.contains('\0'));
    let filter = AuditFilter {
        actor: text(&asks.actor),
        action: text(&asks.action),
        target: text(&asks.target),
        since: moment(&asks.since),
        until: moment(&asks.until),
    };
    let (entries, next) = audit::page(&state.store, &filter, asks.before.parse().ok(), A_PAGE).await?;
    let older = next.map(|next| {
        let words = [
            ("actor", &asks.actor),
            ("action", &asks.action),
            ("target", &asks.target),
            ("since", &asks.since),
            ("until", &asks.until),
        ];
        format!(
            "{PATH}?{}",
            query(words.map(|(name, word)| (name, word.clone())), &[("before", next.to_string())])
        )
    });
    let files = ["csv", "jsonl"].map(|format| {
        let moments = [("since", filter.since), ("until", filter.until)];
        let moments = moments.map(|(name, at)| (name, at.map(|at| at.to_string()).unwrap_or_default()));
        let words = [("actor", &filter.actor), ("action", &filter.action), ("target", &filter.target)];
        let words = words.map(|(name, word)| (name, word.clone().unwrap_or_default()));
        let all = words.into_iter().chain(moments);
        format!("{}?{}", audit::EXPORT, query(all, &[("format", format.to_owned())]))
    });
    let Asks { actor, action, target, since, until, .. } = asks;
    let typed = Typed { actor, action, target, since, until };
    let entries: Vec<_> = entries.into_iter().map(entry).collect();
    let frame = Frame::new(&state, &headers, Some(caller));
    Ok(frame.page(StatusCode::OK, TITLE, PATH, None, || log(typed, &entries, older, files)))
}

fn query(words: impl IntoIterator<Item = (&'static str, String)>, more: &[(&'static str, String)]) -> String {
    let given = words.into_iter().filter(|(_, word)| !word.is_empty()).chain(more.iter().cloned());
    form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish()
}

/// A moment as a form sends it: without zone and perhaps without seconds, in UTC.
fn moment(text: &str) -> Option<EpochMs> {
    let seconds = if text.len() == 16 { ":00" } else { "" };
    format!("{}{seconds}Z", text.trim()).parse().ok()
}

fn entry(entry: AuditEntry) -> Entry {
    Entry {
        at: entry.at.to_string().replace('T', " ").trim_end_matches('Z').to_owned(),
        actor: entry.actor,
        address: entry.address,
        request_id: entry.request_id,
        action: entry.action,
        target: entry.target,
        old: entry.old,
        new: entry.new,
    }
}
