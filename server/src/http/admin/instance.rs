//! `/admin/instances/{name}`: where an instance is, and who may show its desktop.

use app::{
    admin::{Field, Notice, field},
    api::{InstanceEntry, InstanceSettings},
    origins::DOCTOR,
    text::Text,
};
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use leptos::{either::Either, prelude::*};

use super::{
    Frame,
    form::Sent,
    instances::{Done, PATH as INSTANCES, TITLE as INSTANCES_TITLE, back, setting_fields, settings},
};
use crate::{
    auth::Caller,
    http::{
        ApiError, AppState,
        circumstances::Doer,
        instances::{NotChanged, named, whole},
    },
    instances::{EstateError, InstanceName, Mistake},
    origin::Origin,
};

/// Where it is.
pub(in crate::http) const PATH: &str = "/admin/instances/{name}";

const TITLE: Text = Text::new("Instance", "インスタンス");
const SETTINGS: Text = Text::new("Where it is", "接続先");
const CONFIGURED: Text = Text::new(
    "This is the instance of the configuration, section [connect]. Change it there and start the program anew.",
    "設定ファイルの [connect] のインスタンスです。設定ファイルを変更し、プログラムを再起動してください。",
);
const SAVE: Text = Text::new("Save", "保存");
const LIST: Text = Text::new("Origins that may show its desktop", "デスクトップを表示できるオリジン");
const LIST_HINT: Text = Text::new(
    "Pages of these origins may show the desktop in a frame and call the API. The desktop's own origin needs no entry.",
    "ここに登録したオリジンのページは、デスクトップをフレームに表示し、API を呼び出せます。デスクトップ自身のオリジンは登録不要です。",
);
const NONE: Text = Text::new("None is listed.", "登録されていません。");
const ORIGIN: Text = Text::new("Origin", "オリジン");
const ORIGIN_HINT: Text = Text::new(
    "Scheme, host and port, for example https://portal.example.com",
    "スキーム・ホスト・ポート（例: https://portal.example.com）",
);
const ADD: Text = Text::new("Add the origin", "オリジンを追加");
const REMOVE_ORIGIN: Text = Text::new("Remove {}", "{} を削除");
const REMOVE: Text = Text::new("Remove", "削除");
const REMOVE_ALL: Text = Text::new("Remove the instance", "インスタンスを削除");
const REMOVE_HINT: Text = Text::new(
    "Its list goes with it. Both can be brought back under the changes.",
    "オリジンの一覧も削除されます。変更履歴から元に戻せます。",
);
const DESKTOP: Text = Text::new("Open its desktop", "デスクトップを開く");
const LOOK: Text = Text::new("Find out why its panel does not come up", "パネルが表示されない原因を調べる");
const MEANWHILE: Text = Text::new(
    "Somebody has changed this instance while you did. Nothing was saved. Below is what you entered; now stored: {}. Save again to \
     replace that.",
    "編集中にほかの人がこのインスタンスを変更したため、保存していません。下は入力した内容です。現在の保存内容: {}。上書きするには、もう一度\
     保存してください。",
);

/// The page.
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Path(name): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, ApiError> {
    let entry = entry(&state, &name)?;
    let frame = Frame::new(&state, &headers, Some(caller));
    let notice = frame.saying(|| done.notice());
    Ok(draw(&frame, StatusCode::OK, notice, &entry, &Filled::default()))
}

/// What was filled in, and what is wrong with it.
#[derive(Debug, Default)]
struct Filled {
    settings: Option<InstanceSettings>,
    mistakes: Vec<Mistake>,
    origin: String,
    wrong_origin: Option<Text>,
}

/// Saves the settings, adds or removes an origin, or removes the instance.
pub(in crate::http) async fn change(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    headers: HeaderMap,
    Path(name): Path<String>,
    sent: Sent,
) -> Result<Response, ApiError> {
    let instance = named(&name)?;
    let frame = Frame::new(&state, &headers, Some(caller));
    let here = INSTANCES.to_owned() + "/" + &name;
    match sent.field("act") {
        "remove" => {
            state.change(&doer, |estate| estate.remove(&instance)).await?;
            Ok(back(INSTANCES, "removed"))
        }
        "remove-origin" => {
            let origin = Origin::parse(sent.field("origin"))?;
            match state.change(&doer, |estate| estate.remove_origin(&instance, &origin)).await {
                // Somebody else was faster; it is gone, as was wanted.
                Ok(_) | Err(NotChanged::Estate(EstateError::NoOrigin)) => Ok(back(&here, "delisted")),
                Err(error) => Err(error.into()),
            }
        }
        "add-origin" => {
            let text = sent.field("origin");
            let reason = match Origin::parse(text) {
                Err(error) => error.text(),
                Ok(origin) => match state.change(&doer, |estate| estate.add_origin(&instance, &origin)).await
                {
                    Ok(_) => return Ok(back(&here, "listed")),
                    Err(NotChanged::Estate(error @ EstateError::TooManyOrigins)) => error.text(),
                    Err(error) => return Err(error.into()),
                },
            };
            let filled = Filled { origin: text.to_owned(), wrong_origin: Some(reason), ..Filled::default() };
            Ok(draw(&frame, StatusCode::UNPROCESSABLE_ENTITY, None, &entry(&state, &name)?, &filled))
        }
        _ => save(&state, &frame, &doer, &instance, &sent).await,
    }
}

async fn save(
    state: &AppState,
    frame: &Frame,
    doer: &Doer,
    name: &InstanceName,
    sent: &Sent,
) -> Result<Response, ApiError> {
    let (next, shown) = (settings(sent), sent.field("shown"));
    let saved = state.change(doer, |estate| {
        let now = estate.added(name).ok_or(EstateError::NoInstance)?;
        // What this page would replace is what it showed.
        if written(&now.settings) == shown { estate.put(name, &next) } else { Err(EstateError::WrongOrder) }
    });
    let (mistakes, status) = match saved.await {
        Ok(_) => return Ok(back(&format!("{INSTANCES}/{name}"), "saved")),
        Err(NotChanged::Estate(EstateError::Mistakes(mistakes))) => {
            (mistakes, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(NotChanged::Estate(EstateError::WrongOrder)) => (Vec::new(), StatusCode::CONFLICT),
        Err(error) => return Err(error.into()),
    };
    let entry = entry(state, name.as_str())?;
    let notice = frame.saying(|| {
        let stored = entry.settings.as_ref().map(written).unwrap_or_default();
        (status == StatusCode::CONFLICT).then(|| Notice::Refused(MEANWHILE.with(&[&stored])))
    });
    Ok(draw(frame, status, notice, &entry, &Filled { settings: Some(next), mistakes, ..Filled::default() }))
}

fn entry(state: &AppState, name: &str) -> Result<InstanceEntry, ApiError> {
    whole(state).instances.into_iter().find(|entry| entry.name == name).ok_or(ApiError::NotFound("instance"))
}

/// Settings in one line: what a form shows, so that it is noticed when they are others by then.
fn written(settings: &InstanceSettings) -> String {
    let InstanceSettings {
        ccp_url,
        region,
        instance_arn,
        login_url,
        second_ccp_url,
        second_region,
        second_instance_arn,
    } = settings;
    let all = [ccp_url, region, instance_arn, login_url, second_ccp_url, second_region, second_instance_arn];
    all.into_iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn draw(
    frame: &Frame,
    status: StatusCode,
    notice: Option<Notice>,
    entry: &InstanceEntry,
    filled: &Filled,
) -> Response {
    let here = format!("{INSTANCES}/{}", entry.name);
    let stored = entry.settings.clone().unwrap_or_default();
    let is_default = entry.name == app::api::DEFAULT_INSTANCE;
    frame.page(status, TITLE, INSTANCES, notice, || {
        let settings = if is_default {
            Either::Left(view! {
                <section class="card">
                    <h2>{SETTINGS.get()}</h2>
                    <p>{written(&stored)}</p>
                    <p class="field-hint">{CONFIGURED.get()}</p>
                </section>
            })
        } else {
            Either::Right(view! {
                <form class="card" method="post" action=here.clone() novalidate>
                    <h2>{SETTINGS.get()}</h2>
                    <input type="hidden" name="act" value="save" />
                    <input type="hidden" name="shown" value=written(&stored) />
                    {setting_fields(filled.settings.as_ref().unwrap_or(&stored), &filled.mistakes)}
                    <button class="primary">{SAVE.get()}</button>
                </form>
            })
        };
        let rows: Vec<_> = entry
            .origins
            .iter()
            .map(|origin| {
                let label = REMOVE_ORIGIN.with(&[origin]);
                view! {
                    <li>
                        <code>{origin.clone()}</code>
                        <form method="post" action=here.clone()>
                            <input type="hidden" name="act" value="remove-origin" />
                            <input type="hidden" name="origin" value=origin.clone() />
                            <button class="small" aria-label=label>{REMOVE.get()}</button>
                        </form>
                    </li>
                }
            })
            .collect();
        let origin = Field::text("origin", ORIGIN)
            .value(filled.origin.clone())
            .hint(ORIGIN_HINT)
            .error(filled.wrong_origin.map(|reason| format!("{} {}", ORIGIN.get(), reason.get())));
        let list = if rows.is_empty() {
            Either::Left(view! { <p>{NONE.get()}</p> })
        } else {
            Either::Right(view! { <ul class="admin-origins">{rows}</ul> })
        };
        let remove = (!is_default).then(|| {
            view! {
                <form class="card" method="post" action=here.clone()>
                    <h2>{REMOVE_ALL.get()}</h2>
                    <p class="field-hint">{REMOVE_HINT.get()}</p>
                    <input type="hidden" name="act" value="remove" />
                    <button class="danger">{REMOVE_ALL.get()}</button>
                </form>
            }
        });
        view! {
            <p class="admin-name"><strong>{entry.name.clone()}</strong></p>
            <ul class="admin-links">
                <li><a href=INSTANCES>{INSTANCES_TITLE.get()}</a></li>
                <li><a href=format!("/?instance={}", entry.name)>{DESKTOP.get()}</a></li>
                <li><a href=format!("{DOCTOR}?instance={}", entry.name)>{LOOK.get()}</a></li>
            </ul>
            <section class="card">
                <h2>{LIST.get()}</h2>
                <p class="field-hint">{LIST_HINT.get()}</p>
                {list}
                <form class="admin-add" method="post" action=here.clone() novalidate>
                    <input type="hidden" name="act" value="add-origin" />
                    {field(origin)}
                    <button class="primary">{ADD.get()}</button>
                </form>
            </section>
            {settings}
            {remove}
        }
    })
}
