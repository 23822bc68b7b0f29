//! `/admin/instances`: which instances there are, in which order, and one more.

use app::{
    admin::{Field, Notice, field, refusal, table},
    api::InstanceSettings,
    text::Text,
};
use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{Frame, form::Sent};
use crate::{
    auth::Caller,
    http::{ApiError, AppState, circumstances::Doer, instances::NotChanged, instances::whole},
    instances::{EstateError, InstanceName, Mistake, NotAName},
};

/// Where they are.
pub(in crate::http) const PATH: &str = "/admin/instances";

pub(super) const TITLE: Text = Text::new("Instances", "インスタンス");
const NAME: Text = Text::new("Name", "名前");
const PANEL: Text = Text::new("Panel", "パネル");
const REGION: Text = Text::new("Region", "リージョン");
const ORIGINS: Text = Text::new("Origins", "オリジン");
const ORDER: Text = Text::new("Order", "順序");
const UP: Text = Text::new("Move {} up", "{} を上へ");
const DOWN: Text = Text::new("Move {} down", "{} を下へ");
const ADD: Text = Text::new("Add an instance", "インスタンスを追加");
const NAME_HINT: Text = Text::new(
    "Small letters, digits and hyphens. Its desktop is at /?instance=NAME.",
    "英小文字・数字・ハイフン。デスクトップのアドレスは /?instance=名前 です。",
);
const TAKEN: Text =
    Text::new("There is an instance of that name already.", "その名前のインスタンスはすでにあります。");
const CHANGES: Text = Text::new("What was changed, and undo", "変更履歴と取り消し");
const FILE: Text = Text::new("Export and import", "エクスポートとインポート");

/// What a page says first thing after something was done.
#[derive(Debug, Deserialize)]
pub(in crate::http) struct Done {
    done: Option<String>,
}

impl Done {
    /// What the address says was done.
    pub(super) fn of(done: Option<String>) -> Self {
        Self { done }
    }

    /// In words: of the few things that can be done.
    pub(super) fn notice(&self) -> Option<Notice> {
        let said = match self.done.as_deref()? {
            "added" => Text::new(
                "The instance was added. Now list the origins that may show its desktop.",
                "インスタンスを追加しました。次に、デスクトップを表示できるオリジンを登録してください。",
            ),
            "saved" => Text::new("Saved.", "保存しました。"),
            "removed" => Text::new("The instance was removed.", "インスタンスを削除しました。"),
            "moved" => Text::new("The order was changed.", "順序を変更しました。"),
            "listed" => Text::new("The origin was added.", "オリジンを追加しました。"),
            "delisted" => Text::new("The origin was removed.", "オリジンを削除しました。"),
            "undone" => Text::new("The change was undone.", "変更を元に戻しました。"),
            "imported" => Text::new("The file was taken over.", "ファイルを取り込みました。"),
            _ => return None,
        };
        Some(Notice::Done(said.get().to_owned()))
    }
}

/// Leads back to a page, which says what was done.
pub(super) fn back(path: &str, done: &str) -> Response {
    Redirect::to(&format!("{path}?done={done}")).into_response()
}

/// The page.
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(done): Query<Done>,
) -> Response {
    draw(&state, &headers, caller, StatusCode::OK, &done, &Filled::default())
}

/// Adds one, or moves one.
pub(in crate::http) async fn change(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, ApiError> {
    match sent.field("act") {
        "up" | "down" => move_one(&state, &doer, &sent).await,
        _ => add(&state, caller, &doer, &headers, &sent).await,
    }
}

async fn move_one(state: &AppState, doer: &Doer, sent: &Sent) -> Result<Response, ApiError> {
    let (name, up) = (sent.field("name").to_owned(), sent.field("act") == "up");
    let moved = state.change(doer, |estate| {
        let mut names: Vec<_> = estate.added.iter().map(|added| added.name.clone()).collect();
        let at = names.iter().position(|one| one.as_str() == name).ok_or(EstateError::NoInstance)?;
        let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < names.len()) };
        if let Some(to) = to {
            names.swap(at, to);
        }
        estate.order(&names)
    });
    moved.await?;
    Ok(back(PATH, "moved"))
}

/// What was filled in, and what is wrong with it.
#[derive(Debug, Default)]
struct Filled {
    name: String,
    settings: InstanceSettings,
    wrong_name: Option<Text>,
    mistakes: Vec<Mistake>,
    refused: Option<Text>,
}

async fn add(
    state: &AppState,
    caller: Caller,
    doer: &Doer,
    headers: &HeaderMap,
    sent: &Sent,
) -> Result<Response, ApiError> {
    let mut filled =
        Filled { name: sent.field("name").to_owned(), settings: settings(sent), ..Filled::default() };
    let name = InstanceName::parse(&filled.name);
    if let Ok(name) = &name {
        let is_taken = |estate: &crate::instances::Estate| name.is_default() || estate.added(name).is_some();
        let added = state.change(doer, |estate| {
            if is_taken(estate) { Err(EstateError::Configured) } else { estate.put(name, &filled.settings) }
        });
        match added.await {
            Ok(_) => return Ok(back(&format!("{PATH}/{name}"), "added")),
            Err(NotChanged::Estate(EstateError::Configured)) => filled.wrong_name = Some(TAKEN),
            Err(NotChanged::Estate(EstateError::Mistakes(mistakes))) => filled.mistakes = mistakes,
            Err(NotChanged::Estate(error)) => filled.refused = Some(error.text()),
            Err(error) => return Err(error.into()),
        }
    } else {
        filled.wrong_name = Some(NotAName.text());
        filled.mistakes = crate::instances::Instance::check(&filled.settings).err().unwrap_or_default();
    }
    Ok(draw(state, headers, caller, StatusCode::UNPROCESSABLE_ENTITY, &Done::of(None), &filled))
}

/// The settings that a form sent.
pub(super) fn settings(sent: &Sent) -> InstanceSettings {
    let text = |name: &str| sent.field(name).to_owned();
    InstanceSettings {
        ccp_url: text("ccp_url"),
        region: text("region"),
        instance_arn: text("instance_arn"),
        login_url: text("login_url"),
        second_ccp_url: text("second_ccp_url"),
        second_region: text("second_region"),
        second_instance_arn: text("second_instance_arn"),
    }
}

/// The fields for settings, with what is wrong beside each.
pub(super) fn setting_fields(settings: &InstanceSettings, mistakes: &[Mistake]) -> impl IntoView + use<> {
    let line = |name: &'static str, label: Text, value: &str, hint: Text| {
        let wrong = mistakes.iter().find(|mistake| mistake.field == name);
        let error = wrong.map(|mistake| format!("{} {}", label.get(), mistake.reason.get()));
        Field::text(name, label).value(value).hint(hint).error(error)
    };
    let first = [
        field(
            line(
                "ccp_url",
                Text::new("Address of the panel", "パネルのアドレス"),
                &settings.ccp_url,
                Text::new(
                    "For example https://example.my.connect.aws/ccp-v2/",
                    "例: https://example.my.connect.aws/ccp-v2/",
                ),
            )
            .kind("url"),
        ),
        field(line(
            "region",
            Text::new("AWS region", "AWS リージョン"),
            &settings.region,
            Text::new("For example eu-central-1", "例: eu-central-1"),
        )),
        field(
            line(
                "login_url",
                Text::new("Address of the sign-in", "サインインのアドレス"),
                &settings.login_url,
                Text::new(
                    "Where agents sign in, if that is not the panel's address",
                    "パネルのアドレスと異なる場合のサインイン先",
                ),
            )
            .kind("url")
            .optional(),
        ),
        field(
            line(
                "instance_arn",
                Text::new("Amazon resource name", "ARN"),
                &settings.instance_arn,
                Text::new(
                    "In the Amazon Connect console under Distribution settings or Account overview",
                    "Amazon Connect コンソールのアカウント概要にあります",
                ),
            )
            .optional(),
        ),
    ];
    let second = [
        field(
            line(
                "second_ccp_url",
                Text::new("Address of the panel there", "第 2 リージョンのパネルのアドレス"),
                &settings.second_ccp_url,
                Text::new(
                    "With Amazon Connect Global Resiliency; else leave it empty",
                    "Amazon Connect Global Resiliency を使う場合だけ入力します",
                ),
            )
            .kind("url")
            .optional(),
        ),
        field(
            line(
                "second_region",
                Text::new("AWS region there", "第 2 リージョン"),
                &settings.second_region,
                Text::new("For example eu-west-2", "例: eu-west-2"),
            )
            .optional(),
        ),
        field(
            line(
                "second_instance_arn",
                Text::new("Amazon resource name there", "第 2 リージョンの ARN"),
                &settings.second_instance_arn,
                Text::new("Where it is known", "わかる場合"),
            )
            .optional(),
        ),
    ];
    let is_open = !(settings.second_ccp_url.is_empty()
        && settings.second_region.is_empty()
        && settings.second_instance_arn.is_empty());
    view! {
        {first.into_iter().collect_view()}
        <details class="admin-more" open=is_open>
            <summary>{Text::new("A second region", "第 2 リージョン").get()}</summary>
            <div class="admin-more-fields">{second.into_iter().collect_view()}</div>
        </details>
    }
}

fn draw(
    state: &AppState,
    headers: &HeaderMap,
    caller: Caller,
    status: StatusCode,
    done: &Done,
    filled: &Filled,
) -> Response {
    let list = whole(state).instances;
    let lowest = list.len().saturating_sub(1);
    let has_order = lowest > 1;
    let frame = Frame::new(state, headers, Some(caller));
    let notice = frame.saying(|| done.notice());
    frame.page(status, TITLE, PATH, notice, || {
        let rows: Vec<_> = list
            .into_iter()
            .enumerate()
            .map(|(index, entry)| {
                let settings = entry.settings.unwrap_or_default();
                let name = entry.name;
                let button = |act: &'static str, label: Text, sign: &'static str, off: bool| {
                    let label = label.with(&[&name]);
                    view! { <button class="small" name="act" value=act aria-label=label disabled=off>{sign}</button> }
                };
                // The first is that of the configuration, and stays the first.
                let order = (index > 0).then(|| view! {
                    <form class="admin-order" method="post" action=PATH>
                        <input type="hidden" name="name" value=name.clone() />
                        {button("up", UP, "↑", index == 1)}
                        {button("down", DOWN, "↓", index == lowest)}
                    </form>
                });
                view! {
                    <tr>
                        <th scope="row"><a href=format!("{PATH}/{name}")>{name.clone()}</a></th>
                        <td>{settings.ccp_url}</td>
                        <td>{settings.region}</td>
                        <td>{entry.origins.len()}</td>
                        {has_order.then(|| view! { <td>{order}</td> })}
                    </tr>
                }
            })
            .collect();
        let columns: &[Text] =
            if has_order { &[NAME, PANEL, REGION, ORIGINS, ORDER] } else { &[NAME, PANEL, REGION, ORIGINS] };
        let name = Field::text("name", NAME)
            .value(filled.name.clone())
            .hint(NAME_HINT)
            .error(filled.wrong_name.map(|reason| reason.get().to_owned()));
        view! {
            <section class="card">{table(TITLE, columns, rows)}</section>
            <ul class="admin-links">
                <li><a href=super::instance_changes::PATH>{CHANGES.get()}</a></li>
                <li><a href=super::instance_file::PATH>{FILE.get()}</a></li>
            </ul>
            <form class="card" method="post" action=PATH novalidate>
                <h2>{ADD.get()}</h2>
                {refusal(filled.refused.map(|reason| reason.get().to_owned()))}
                {field(name)}
                {setting_fields(&filled.settings, &filled.mistakes)}
                <button class="primary">{ADD.get()}</button>
            </form>
        }
    })
}
