//! What would be saved: what changes, and how it will look. And what differs between versions.

use leptos::{either::Either, prelude::*};
use serde_json::Value;

use super::{
    draft::Draft,
    form::called,
    schema::{feature_name, role_name},
};
use crate::{
    api::{DeskConfig, Feature, Role, Settings, SettingsAnswer, SettingsVersion, label},
    settings::{accent, desk_name},
    text::{Language, Text},
};

const CHANGES: Text = Text::new("What changes", "変更点");
const NOTHING: Text = Text::new("Nothing changes.", "変更はありません。");
const FIELD: Text = Text::new("Setting", "項目");
const BEFORE: Text = Text::new("Before", "変更前");
const AFTER: Text = Text::new("After", "変更後");
const EMPTY: Text = Text::new("empty", "空欄");
const ABSENT: Text = Text::new("none", "なし");
const YES: Text = Text::new("yes", "はい");
const NO: Text = Text::new("no", "いいえ");
const LOOK: Text = Text::new("How it will look", "表示の確認");
const SAVE: Text = Text::new("Save", "保存");
const BACK: Text = Text::new("Go on editing", "編集に戻る");
const ORDER: Text = Text::new("{} (order)", "{}（順序）");
const IN_ENGLISH: Text = Text::new("Dispositions in English", "英語の処理結果");
const IN_JAPANESE: Text = Text::new("Dispositions in Japanese", "日本語の処理結果");
const OF_QUEUE: Text = Text::new("{} ({})", "{}（{}）");
const HEADER: Text = Text::new("The header of the desk", "デスクのヘッダー");
const THEIRS: Text = Text::new("What was saved meanwhile", "この間に保存された変更");
const YOURS: Text = Text::new("What you change", "あなたの変更");
const BY: Text = Text::new(
    "Version {} was saved at {} by {} while you were editing. Nothing of yours is saved yet, and nothing is lost. If you save now, yours hold where both changed the same.",
    "編集中に、バージョン {} が {} に {} によって保存されました。あなたの変更はまだ保存されていませんが、失われてもいません。今保存すると、両方が変えた項目はあなたのものになります。",
);
const DISCARD: Text = Text::new("Discard mine and see what holds", "自分の変更を破棄して現在の設定を見る");
const VERSIONS: Text = Text::new("Versions", "バージョン");
const VERSION: Text = Text::new("Version", "バージョン");
const WHEN: Text = Text::new("Saved at", "保存日時");
const WHO: Text = Text::new("By", "保存者");
const LOOK_AT: Text = Text::new("Look at version {}", "バージョン {} を見る");
const HOLDS: Text = Text::new("holds", "使用中");
const CONFIGURED: Text = Text::new("as the configuration says", "設定ファイルの内容");
const THIS: Text = Text::new("Version {}, saved at {} by {}.", "バージョン {}（{} に {} が保存）");
const THIS_CONFIGURED: Text =
    Text::new("Version 0, as the configuration says.", "バージョン 0（設定ファイルの内容）");
const IT_HOLDS: Text = Text::new("It holds now.", "現在使用中です。");
const IF_RESTORED: Text = Text::new("What changes if it holds again", "このバージョンに戻した場合の変更点");
const RESTORE: Text = Text::new("Make this version hold again", "このバージョンに戻す");
const ALL: Text = Text::new("All versions", "すべてのバージョン");
const OLDER: Text = Text::new("Older versions", "以前のバージョン");
const EDIT: Text = Text::new("Edit the settings", "設定を編集");

/// Something that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedField {
    /// The field, with the entry's name for its place in a list.
    pub field: String,
    /// How it was.
    pub old: Option<Value>,
    /// How it is.
    pub new: Option<Value>,
}

/// What would be saved, with everything that was typed, so that it can be saved or gone on with.
pub fn preview(
    action: &'static str,
    draft: &Draft,
    settings: &Settings,
    changes: &[ChangedField],
) -> impl IntoView + use<> {
    let hidden: Vec<_> = draft
        .fields()
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect();
    view! {
        <section class="card" aria-labelledby="changes">
            <h2 id="changes">{CHANGES.get()}</h2>
            {table(CHANGES, changes)}
        </section>
        {look(&settings.desk)}
        <form class="settings-form" method="post" action=action>
            {hidden}
            <div class="settings-bar">
                <button name="do" value="edit">{BACK.get()}</button>
                <button name="do" value="save" class="primary">{SAVE.get()}</button>
            </div>
        </form>
    }
}

/// Everything that differs, old and new side by side, by the name of its heading.
fn table(name: Text, changes: &[ChangedField]) -> impl IntoView + use<> {
    if changes.is_empty() {
        return Either::Left(view! { <p>{NOTHING.get()}</p> });
    }
    let rows: Vec<_> = changes
        .iter()
        .map(|change| {
            view! {
                <tr>
                    <th scope="row">{changed(change)}</th>
                    <td>{shown(change.old.as_ref())}</td>
                    <td>{shown(change.new.as_ref())}</td>
                </tr>
            }
        })
        .collect();
    Either::Right(view! {
        <div class="scrolls" tabindex="0" role="group" aria-label=name.get()>
            <table class="changes">
                <thead>
                    <tr>
                        <th scope="col">{FIELD.get()}</th>
                        <th scope="col">{BEFORE.get()}</th>
                        <th scope="col">{AFTER.get()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    })
}

/// What a field is called that changes.
fn changed(change: &ChangedField) -> String {
    if let Some(role) = change.field.strip_prefix("features.") {
        let role = Role::ALL.into_iter().find(|known| known.as_str() == role);
        return role.map_or_else(|| change.field.clone(), |role| role_name(role).get().to_owned());
    }
    let name = called(&change.field);
    let both = change.old.is_some() && change.new.is_some();
    let list = !change.field.ends_with(']') && change.new.as_ref().is_some_and(Value::is_array);
    if both && list && !change.field.ends_with("disposition_required") { ORDER.with(&[&name]) } else { name }
}

/// A value for people.
fn shown(value: Option<&Value>) -> AnyView {
    match value {
        None => view! { <span class="field-hint">{ABSENT.get()}</span> }.into_any(),
        Some(Value::String(text)) if text.is_empty() => {
            view! { <span class="field-hint">{EMPTY.get()}</span> }.into_any()
        }
        Some(Value::Array(entries)) if entries.is_empty() => {
            view! { <span class="field-hint">{ABSENT.get()}</span> }.into_any()
        }
        Some(Value::String(text)) => text.clone().into_any(),
        Some(Value::Bool(flag)) => (if *flag { YES } else { NO }).get().into_any(),
        Some(Value::Array(entries)) => {
            let entries: Vec<_> = entries.iter().map(|entry| view! { <li>{word(entry)}</li> }).collect();
            view! { <ul>{entries}</ul> }.into_any()
        }
        Some(Value::Object(fields)) => {
            let told = fields.iter().filter(|(_, value)| {
                !matches!(value, Value::Bool(false) | Value::Null)
                    && value.as_str() != Some("")
                    && value.as_array().is_none_or(|entries| !entries.is_empty())
            });
            let fields: Vec<_> = told
                .map(|(name, value)| {
                    view! {
                        <div>
                            <dt>{called(&format!("desk.x.{name}")).split(" · ").last().unwrap_or_default().to_owned()}</dt>
                            <dd>{shown(Some(value))}</dd>
                        </div>
                    }
                })
                .collect();
            view! { <dl class="fields">{fields}</dl> }.into_any()
        }
        Some(other) => other.to_string().into_any(),
    }
}

/// An entry of a list in one word: a feature by its name, a row by what it says.
fn word(entry: &Value) -> String {
    let feature = |word: &str| Feature::ALL.into_iter().find(|one| one.as_str() == word);
    match entry {
        Value::String(text) => {
            feature(text).map_or_else(|| text.clone(), |one| feature_name(one).get().to_owned())
        }
        other => {
            let label = ["label", "code", "name"].iter().find_map(|key| other[*key].as_str());
            label.unwrap_or_default().to_owned()
        }
    }
}

/// The header and the list of dispositions as agents will see them.
fn look(desk: &DeskConfig) -> impl IntoView + use<> {
    let logo = (!desk.logo_url.is_empty()).then(|| {
        let logo = desk.logo_url.clone();
        view! { <img src=logo alt="" height="24" /> }
    });
    // Colours as attributes of a picture: the page may have no style of its own.
    let colour = accent(&desk.accent).map(|(colour, on)| {
        let (named, fill) = (colour.clone(), colour.clone());
        view! {
            <svg class="accent" viewBox="0 0 120 32" width="120" height="32" role="img" aria-label=named>
                <rect width="120" height="32" rx="7" fill=fill></rect>
                <text x="60" y="21" text-anchor="middle" font-size="14" fill=on>{colour}</text>
            </svg>
        }
    });
    let list = |language: Language, title: Text| {
        let dispositions: Vec<_> = desk
            .dispositions
            .iter()
            .map(|one| {
                let name = label(&one.label, &one.label_ja, language).to_owned();
                let name = if one.queue.is_empty() { name } else { OF_QUEUE.with(&[&name, &one.queue]) };
                let details: Vec<_> = one
                    .details
                    .iter()
                    .map(|detail| view! { <li>{label(&detail.label, &detail.label_ja, language).to_owned()}</li> })
                    .collect();
                view! { <li>{name} {(!details.is_empty()).then(|| view! { <ul>{details}</ul> })}</li> }
            })
            .collect();
        view! {
            <div lang=language.as_str()>
                <h3>{title.get()}</h3>
                <ol class="looks-list">{dispositions}</ol>
            </div>
        }
    };
    let lists = (!desk.dispositions.is_empty()).then(|| {
        view! {
            <div class="looks-lists">
                {list(Language::English, IN_ENGLISH)}
                {list(Language::Japanese, IN_JAPANESE)}
            </div>
        }
    });
    view! {
        <section class="card" aria-labelledby="look">
            <h2 id="look">{LOOK.get()}</h2>
            <div class="looks-header" role="group" aria-label=HEADER.get()>
                {logo}
                <strong>{desk_name(desk).to_owned()}</strong>
                {colour}
            </div>
            {lists}
        </section>
    }
}

/// What two people changed at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// What holds by now.
    pub holds: SettingsVersion,
    /// What somebody else changed.
    pub theirs: Vec<ChangedField>,
    /// What would change if this were saved now.
    pub yours: Vec<ChangedField>,
}

/// Both, above the form in which everything still stands.
pub fn conflict(here: &'static str, conflict: &Conflict) -> impl IntoView + use<> {
    let Conflict { holds, theirs, yours } = conflict;
    let when = holds.saved_at.map(|at| at.to_string()).unwrap_or_default();
    let said = BY.with(&[&holds.version.to_string(), &when, &holds.saved_by]);
    view! {
        <section class="card conflict" role="alert">
            <p>{said}</p>
            <h2>{THEIRS.get()}</h2>
            {table(THEIRS, theirs)}
            <h2>{YOURS.get()}</h2>
            {table(YOURS, yours)}
            <p><a href=here>{DISCARD.get()}</a></p>
        </section>
    }
}

/// The versions, the newest first. `older` leads to those that are not among them.
pub fn versions(
    path: &'static str,
    versions: &[SettingsVersion],
    holds: i64,
    older: Option<String>,
) -> impl IntoView + use<> {
    let rows: Vec<_> = versions
        .iter()
        .map(|version| {
            let number = version.version.to_string();
            let when = version.saved_at.map(|at| at.to_string()).unwrap_or_default();
            let who =
                if version.version == 0 { CONFIGURED.get().to_owned() } else { version.saved_by.clone() };
            let look = format!("{path}/{number}");
            let name = LOOK_AT.with(&[&number]);
            let holds =
                (version.version == holds).then(|| view! { <span class="field-hint">{HOLDS.get()}</span> });
            view! {
                <tr>
                    <td><a href=look aria-label=name>{number}</a> " " {holds}</td>
                    <td>{when}</td>
                    <td>{who}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <section class="card">{crate::admin::table(VERSIONS, &[VERSION, WHEN, WHO], rows)}</section>
        <p class="settings-bar">
            <a href="/admin/settings">{EDIT.get()}</a>
            {older.map(|older| view! { <a href=older>{OLDER.get()}</a> })}
        </p>
    }
}

/// One version: what would change if it held again, and the button for that.
pub fn version_view(
    action: String,
    SettingsAnswer { version, settings }: &SettingsAnswer,
    holds: i64,
    changes: &[ChangedField],
) -> impl IntoView + use<> {
    let said = match version.saved_at {
        Some(at) => THIS.with(&[&version.version.to_string(), &at.to_string(), &version.saved_by]),
        None => THIS_CONFIGURED.get().to_owned(),
    };
    let it_holds = (version.version == holds).then(|| IT_HOLDS.get());
    let restore = (!changes.is_empty()).then(|| {
        view! {
            <form method="post" action=action>
                <input type="hidden" name="version" value=holds.to_string() />
                <button class="primary">{RESTORE.get()}</button>
            </form>
        }
    });
    view! {
        <p>{said} " " {it_holds}</p>
        <ul class="admin-links">
            <li><a href="/admin/settings/versions">{ALL.get()}</a></li>
            <li><a href="/admin/settings">{EDIT.get()}</a></li>
        </ul>
        <section class="card" aria-labelledby="changes">
            <h2 id="changes">{IF_RESTORED.get()}</h2>
            {table(IF_RESTORED, changes)}
            {restore}
        </section>
        {look(&settings.desk)}
    }
}
