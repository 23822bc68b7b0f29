//! The audit log for people: a filter, and each entry with what was and what is since side by side.

use std::collections::BTreeSet;

use leptos::prelude::*;
use serde_json::Value;

use crate::text::Text;

const ACTOR: Text = Text::new("Who", "実行者");
const ACTION: Text = Text::new("What", "操作");
const TARGET: Text = Text::new("To what", "対象");
const SINCE: Text = Text::new("Since (UTC)", "開始（UTC）");
const UNTIL: Text = Text::new("Before (UTC)", "終了（UTC）");
const SHOW: Text = Text::new("Show", "表示");
const WHEN: Text = Text::new("When (UTC)", "日時（UTC）");
const FROM: Text = Text::new("From", "接続元");
const BEFORE: Text = Text::new("Before", "変更前");
const AFTER: Text = Text::new("After", "変更後");
const OLDER: Text = Text::new("Older entries", "以前の記録");
const NONE: Text = Text::new("Nothing of that kind was done.", "該当する記録はありません。");
const CSV: Text = Text::new("Save as CSV", "CSV で保存");
const JSON_LINES: Text = Text::new("Save as JSON Lines", "JSON Lines で保存");
const ENTRIES: Text = Text::new("Entries", "記録");
const REQUEST: Text = Text::new("Request {}", "リクエスト {}");

/// What is asked for, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// To what.
    pub target: String,
    /// From when.
    pub since: String,
    /// Until when.
    pub until: String,
}

/// One entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When, as text.
    pub at: String,
    /// Who.
    pub actor: String,
    /// From where.
    pub address: String,
    /// By which request.
    pub request_id: String,
    /// What.
    pub action: String,
    /// To what.
    pub target: String,
    /// How it was.
    pub old: Option<Value>,
    /// How it is since.
    pub new: Option<Value>,
}

/// The page. `older` and the files are addresses with what is asked for.
pub fn log(
    asked: Asked,
    entries: &[Entry],
    older: Option<String>,
    files: [String; 2],
) -> impl IntoView + use<> {
    let moment = |name: &'static str, label: Text, value: String| {
        view! {
            <div class="field">
                <label for=name>{label.get()}</label>
                <input id=name name=name type="datetime-local" step="1" value=value autocomplete="off" />
            </div>
        }
    };
    let words = |of: fn(&Entry) -> &String| -> BTreeSet<String> {
        entries.iter().map(of).filter(|word| !word.is_empty()).cloned().collect()
    };
    let actors = words(|entry| &entry.actor);
    let actions = words(|entry| &entry.action);
    let targets = words(|entry| &entry.target);
    let rows: Vec<_> = entries.iter().cloned().map(row).collect();
    let [csv, json_lines] = files;
    let table = if rows.is_empty() {
        view! { <p>{NONE.get()}</p> }.into_any()
    } else {
        view! {
            <div class="scrolls" tabindex="0" role="region" aria-label=ENTRIES.get()>
                <table class="audit">
                    <thead>
                        <tr>
                            <th scope="col">{WHEN.get()}</th>
                            <th scope="col">{ACTOR.get()}</th>
                            <th scope="col">{ACTION.get()}</th>
                            <th scope="col">{BEFORE.get()}</th>
                            <th scope="col">{AFTER.get()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <form class="card audit-filter" method="get" action="/admin/audit">
            {word("actor", ACTOR, asked.actor, actors)}
            {word("action", ACTION, asked.action, actions)}
            {word("target", TARGET, asked.target, targets)}
            {moment("since", SINCE, asked.since)}
            {moment("until", UNTIL, asked.until)}
            <div class="settings-bar">
                <button class="primary">{SHOW.get()}</button>
                <a href=csv>{CSV.get()}</a>
                <a href=json_lines>{JSON_LINES.get()}</a>
            </div>
        </form>
        <section class="card">
            {table}
            {older.map(|older| view! { <p><a href=older>{OLDER.get()}</a></p> })}
        </section>
    }
}

/// A field for one of the log's own words, which offers those that stand below it.
fn word(name: &'static str, label: Text, value: String, offered: BTreeSet<String>) -> impl IntoView + use<> {
    let list = format!("{name}-offered");
    let offered: Vec<_> = offered.into_iter().map(|word| view! { <option value=word></option> }).collect();
    view! {
        <div class="field">
            <label for=name>{label.get()}</label>
            <input id=name name=name type="text" value=value list=list.clone() autocomplete="off" />
            <datalist id=list>{offered}</datalist>
        </div>
    }
}

fn row(entry: Entry) -> impl IntoView {
    let from = (!entry.address.is_empty()).then(|| format!("{} {}", FROM.get(), entry.address));
    let request = (!entry.request_id.is_empty()).then(|| REQUEST.with(&[&entry.request_id]));
    view! {
        <tr>
            <td>{entry.at}</td>
            <td>
                <b>{entry.actor}</b>
                <small class="field-hint">{from} <br /> {request}</small>
            </td>
            <td>
                <b>{dotted(&entry.action)}</b>
                <br />
                {entry.target}
            </td>
            <td>{value(entry.old.as_ref(), entry.new.as_ref())}</td>
            <td>{value(entry.new.as_ref(), entry.old.as_ref())}</td>
        </tr>
    }
}

/// Fields a line each; whatever is deeper as JSON. Of what was not there before, or is not there since, no field is told that
/// says nothing.
fn value(value: Option<&Value>, other: Option<&Value>) -> AnyView {
    let told = |value: &Value| other.is_some() || !(value.is_null() || value.as_str() == Some(""));
    match value {
        None => ().into_any(),
        Some(Value::Object(fields)) => {
            let fields: Vec<_> = fields
                .iter()
                .filter(|(_, value)| told(value))
                .map(|(name, value)| {
                    view! {
                        <div>
                            <dt>{name.clone()}</dt>
                            <dd>{text(value)}</dd>
                        </div>
                    }
                })
                .collect();
            view! { <dl class="fields">{fields}</dl> }.into_any()
        }
        Some(other) => text(other).into_any(),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) if text.is_empty() => "–".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Words with dots between them: a line may end behind each.
fn dotted(words: &str) -> impl IntoView + use<> {
    words.split_inclusive('.').map(|word| view! { {word.to_owned()}<wbr /> }).collect_view()
}
