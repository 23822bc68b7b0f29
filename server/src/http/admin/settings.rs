//! `/admin/settings`: the settings as a form, a look at what would be saved, and the versions.

use app::{
    admin::{
        Notice,
        settings::{
            ChangedField, Conflict, Draft, Mistake, Wish, conflict, form, preview, version_view, versions,
        },
    },
    api::{Settings, SettingsAnswer},
    text::Text,
};
use axum::{
    Form,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::Frame;
use crate::{
    auth::Caller,
    changes::{changes, merged},
    config::{ConfigErrors, read_settings},
    http::{
        ApiError, AppState,
        circumstances::Doer,
        query::Asked,
        settings::{bring_back, of_version, save},
    },
};

/// The form.
pub(in crate::http) const PATH: &str = "/admin/settings";
/// The versions.
pub(in crate::http) const VERSIONS: &str = "/admin/settings/versions";
/// One version.
pub(in crate::http) const VERSION: &str = "/admin/settings/versions/{version}";

/// So many versions stand on a page.
const A_PAGE: u32 = 50;

pub(super) const TITLE: Text = Text::new("Settings", "設定");
const PREVIEW: Text = Text::new("Settings: preview", "設定：プレビュー");
const ALL_VERSIONS: Text = Text::new("Versions of the settings", "設定のバージョン");
const ONE_VERSION: Text = Text::new("A version of the settings", "設定のバージョン");
const SAVED: Text = Text::new(
    "Version {} is saved and holds for every page that is opened from now on.",
    "バージョン {} を保存しました。これから開かれるページに適用されます。",
);
const NOT_RESTORED: Text = Text::new(
    "This version was not restored: somebody saved another one meanwhile. Look at what would change now.",
    "このバージョンには戻していません。その間に別のバージョンが保存されました。変更点を確認してください。",
);
const NO_LONGER_SOUND: Text =
    Text::new("This version cannot hold any more: {}", "このバージョンは使用できなくなりました：{}");

/// The form with what holds.
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    mut asked: Asked,
) -> Result<Response, ApiError> {
    let saved = asked.number("saved")?;
    let now = state.live.now();
    let draft = Draft::of(now.settings.version.version, &now.settings.settings);
    let frame = Frame::new(&state, &headers, Some(caller));
    let notice = saved.filter(|saved| *saved == draft.version);
    let notice = notice.map(|saved| Notice::Done(frame.say(SAVED, &[&saved.to_string()])));
    Ok(frame.page(StatusCode::OK, TITLE, PATH, notice, || form(PATH, &draft, &[], None)))
}

/// Does what the form asks for. Until it is saved, everything that was typed goes to and fro.
pub(in crate::http) async fn act(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    headers: HeaderMap,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, ApiError> {
    let (mut draft, wish) = Draft::read(&sent);
    let frame = Frame::new(&state, &headers, Some(caller));
    match wish {
        Wish::Preview | Wish::Save => {}
        Wish::Edit => return Ok(edit(&frame, StatusCode::OK, &draft, &[], None)),
        Wish::Add(_) | Wish::Remove(_) | Wish::Up(_) | Wish::Down(_) => {
            let here = draft.change(&wish);
            return Ok(edit(&frame, StatusCode::OK, &draft, &[], here.as_deref()));
        }
    }
    let settings = match read_settings(&draft.settings) {
        Ok(settings) => settings,
        Err(errors) => {
            return Ok(edit(&frame, StatusCode::UNPROCESSABLE_ENTITY, &draft, &mistakes(&errors), None));
        }
    };
    if wish == Wish::Preview {
        let now = state.live.now();
        let changed = changed(&now.settings.settings, &settings);
        let logo = settings.desk.logo_url.clone();
        return Ok(frame.page_with_image(&logo, StatusCode::OK, PREVIEW, PATH, || {
            preview(PATH, &draft, &settings, &changed)
        }));
    }
    match save(&state, &doer, "settings.saved", draft.version, settings.clone()).await {
        Ok(saved) => Ok(Redirect::to(&format!("{PATH}?saved={}", saved.version.version)).into_response()),
        Err(ApiError::SettingsChanged(_)) => changed_meanwhile(&state, &frame, &draft, settings).await,
        Err(error) => Err(error),
    }
}

/// The form, with what is wrong.
fn edit(
    frame: &Frame,
    status: StatusCode,
    draft: &Draft,
    mistakes: &[Mistake],
    here: Option<&str>,
) -> Response {
    frame.page(status, TITLE, PATH, None, || form(PATH, draft, mistakes, here))
}

/// Somebody else has saved: what they changed, what would change now, and the form with both. Saved from there, it is saved
/// over what holds by now.
async fn changed_meanwhile(
    state: &AppState,
    frame: &Frame,
    draft: &Draft,
    settings: Settings,
) -> Result<Response, ApiError> {
    let base = of_version(state, &draft.version.to_string()).await?;
    let holds = state.live.now().settings.clone();
    // Where they do not go together, what was typed stands alone, and what it would take back is seen.
    let both = read_settings(&merged(&base.settings, &holds.settings, &settings));
    let settings = both.unwrap_or(settings);
    let both = Conflict {
        theirs: changed(&base.settings, &holds.settings),
        yours: changed(&holds.settings, &settings),
        holds: holds.version,
    };
    let draft = Draft::of(both.holds.version, &settings);
    Ok(frame.page(StatusCode::CONFLICT, TITLE, PATH, None, || {
        view! {
            {conflict(PATH, &both)}
            {form(PATH, &draft, &[], None)}
        }
    }))
}

/// The versions.
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    mut asked: Asked,
) -> Result<Response, ApiError> {
    let before = asked.number("before")?;
    asked.nothing_else()?;
    let mut list = state.store.settings_versions(before, A_PAGE + 1).await?;
    let more = list.len() > usize::try_from(A_PAGE).unwrap_or(usize::MAX);
    list.truncate(usize::try_from(A_PAGE).unwrap_or(usize::MAX));
    let older = list.last().filter(|_| more).map(|last| format!("{VERSIONS}?before={}", last.version));
    if older.is_none() {
        list.push(state.live.configured().version);
    }
    let holds = state.live.now().settings.version.version;
    let frame = Frame::new(&state, &headers, Some(caller));
    Ok(frame.page(StatusCode::OK, ALL_VERSIONS, PATH, None, || versions(VERSIONS, &list, holds, older)))
}

/// One version, beside what holds.
pub(in crate::http) async fn show_version(
    State(state): State<AppState>,
    Path(version): Path<String>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let old = of_version(&state, &version).await?;
    let frame = Frame::new(&state, &headers, Some(caller));
    Ok(one(&state, &frame, StatusCode::OK, &old, None))
}

/// Which version held when the button was there.
#[derive(Deserialize)]
pub(in crate::http) struct Holds {
    version: i64,
}

/// Makes a version hold again.
pub(in crate::http) async fn restore(
    State(state): State<AppState>,
    Path(version): Path<String>,
    caller: Caller,
    doer: Doer,
    headers: HeaderMap,
    Form(holds): Form<Holds>,
) -> Result<Response, ApiError> {
    let frame = Frame::new(&state, &headers, Some(caller));
    let (status, said) = match bring_back(&state, &doer, &version, holds.version).await {
        Ok(saved) => {
            return Ok(Redirect::to(&format!("{PATH}?saved={}", saved.version.version)).into_response());
        }
        Err(ApiError::SettingsChanged(_)) => (StatusCode::CONFLICT, frame.say(NOT_RESTORED, &[])),
        Err(ApiError::InvalidSettings(errors)) => {
            let first = errors.each().first().map(ToString::to_string).unwrap_or_default();
            (StatusCode::UNPROCESSABLE_ENTITY, frame.say(NO_LONGER_SOUND, &[&first]))
        }
        Err(error) => return Err(error),
    };
    let old = of_version(&state, &version).await?;
    Ok(one(&state, &frame, status, &old, Some(Notice::Refused(said))))
}

fn one(
    state: &AppState,
    frame: &Frame,
    status: StatusCode,
    old: &SettingsAnswer,
    notice: Option<Notice>,
) -> Response {
    let now = state.live.now();
    let changed = changed(&now.settings.settings, &old.settings);
    let action = format!("{VERSIONS}/{}", old.version.version);
    frame.page(status, ONE_VERSION, PATH, notice, || {
        version_view(action, old, now.settings.version.version, &changed)
    })
}

fn mistakes(errors: &ConfigErrors) -> Vec<Mistake> {
    let one = |error: &crate::config::ConfigError| Mistake {
        field: error.key.clone(),
        reason: error.reason.clone(),
    };
    errors.each().iter().map(one).collect()
}

fn changed(old: &Settings, new: &Settings) -> Vec<ChangedField> {
    let one = |change: crate::changes::Change| ChangedField {
        field: change.field,
        old: change.old,
        new: change.new,
    };
    changes(old, new).into_iter().map(one).collect()
}
