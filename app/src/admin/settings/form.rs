//! The form, with what is wrong beside each field.

use leptos::{either::Either, prelude::*};
use serde_json::Value;

use super::{
    draft::Draft,
    reasons::in_words,
    schema::{Kind, Line, List, Part, SECTIONS, controls, feature_name, role_name},
};
use crate::{
    api::{Feature, Role},
    text::{Text, language},
};

const PREVIEW: Text = Text::new("Preview", "プレビュー");
const SAVE: Text = Text::new("Save", "保存");
const VERSIONS: Text = Text::new("Versions", "バージョン");
const SECTIONS_OF: Text = Text::new("Sections", "セクション");
const UP: Text = Text::new("Move up: {}", "上へ移動：{}");
const DOWN: Text = Text::new("Move down: {}", "下へ移動：{}");
const REMOVE: Text = Text::new("Remove", "削除");
const REMOVE_OF: Text = Text::new("Remove: {}", "削除：{}");
const NUMBERED: Text = Text::new("{} {}", "{} {}");
const NAMED: Text = Text::new("{} {}: {}", "{} {}：{}");
const SAID: Text = Text::new("{}: {}", "{}：{}");
const NONE: Text = Text::new("None.", "ありません。");
const WRONG: Text = Text::new(
    "Nothing was saved. Mend these and save again:",
    "保存されていません。次の点を直してから保存してください。",
);
const FEATURE: Text = Text::new("Feature", "機能");

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The field.
    pub field: String,
    /// What would be right.
    pub reason: String,
}

/// What is drawn with the fields.
struct Drawing<'draft> {
    draft: &'draft Draft,
    mistakes: &'draft [Mistake],
    /// The row that whoever asked wants to go on with.
    here: Option<&'draft str>,
}

/// Draws it. `here` is the row that was just added or moved.
pub fn form(
    action: &'static str,
    draft: &Draft,
    mistakes: &[Mistake],
    here: Option<&str>,
) -> impl IntoView + use<> {
    let drawing = Drawing { draft, mistakes, here };
    let contents: Vec<_> = SECTIONS
        .iter()
        .map(|section| view! { <li><a href=format!("#{}", section.id)>{section.title.get()}</a></li> })
        .collect();
    let sections: Vec<_> = SECTIONS
        .iter()
        .map(|section| {
            let parts: Vec<_> = section.parts.iter().map(|part| drawing.part(part)).collect();
            let heading = format!("{}-heading", section.id);
            let named = heading.clone();
            view! {
                <section class="card" id=section.id aria-labelledby=named>
                    <h2 id=heading>{section.title.get()}</h2>
                    <p class="field-hint">{section.intro.get()}</p>
                    {parts}
                </section>
            }
        })
        .collect();
    view! {
        {summary(mistakes)}
        <form class="settings-form" method="post" action=action>
            <input type="hidden" name="version" value=draft.version.to_string() />
            // First in the form: what Enter presses in a field changes nothing.
            {bar(true)}
            <nav class="settings-contents" aria-label=SECTIONS_OF.get()><ul>{contents}</ul></nav>
            {sections}
            {bar(false)}
        </form>
    }
}

fn bar(first: bool) -> impl IntoView {
    view! {
        <div class="settings-bar">
            <button name="do" value="preview">{PREVIEW.get()}</button>
            <button name="do" value="save" class="primary">{SAVE.get()}</button>
            {first.then(|| view! { <a href="/admin/settings/versions">{VERSIONS.get()}</a> })}
        </div>
    }
}

/// Everything that is wrong, each with a way to it.
fn summary(mistakes: &[Mistake]) -> impl IntoView + use<> {
    if mistakes.is_empty() {
        return Either::Left(());
    }
    let entries: Vec<_> = mistakes
        .iter()
        .map(|mistake| {
            let said = SAID.with(&[&called(&mistake.field), &in_words(&mistake.reason, language())]);
            view! { <li><a href=format!("#{}", mistake.field)>{said}</a></li> }
        })
        .collect();
    Either::Right(view! {
        <div class="form-error" role="alert">
            <p>{WRONG.get()}</p>
            <ul class="mistakes">{entries}</ul>
        </div>
    })
}

/// What a field is called, for whoever is not beside it: its list, its row and its label.
pub(super) fn called(field: &str) -> String {
    let name = field.strip_prefix("desk.").unwrap_or(field);
    let mut words = Vec::new();
    for (depth, part) in name.split('.').enumerate() {
        let (list, row) = part.split_once('[').map_or((part, None), |(list, row)| (list, Some(row)));
        // A place counts from 0; a name stands as it is.
        let row = row.map(|row| row.trim_end_matches(']'));
        let row =
            row.map(|row| row.parse::<usize>().map_or_else(|_| row.to_owned(), |at| (at + 1).to_string()));
        words.push(match (title(list, depth), row) {
            (Some(title), Some(row)) => NUMBERED.with(&[title, &row]),
            (Some(title), None) => title.to_owned(),
            (None, _) => part.to_owned(),
        });
    }
    words.join(" · ")
}

/// What a field or a list of this name is called.
fn title(name: &str, depth: usize) -> Option<&'static str> {
    let parts = || SECTIONS.iter().flat_map(|section| section.parts);
    let lists = || parts().filter_map(|part| if let Part::List(list) = part { Some(list) } else { None });
    if depth == 0 {
        let field = parts().find_map(|part| match part {
            Part::Field(line) if line.name == name => Some(line.label.get()),
            Part::List(list) if list.name == name => Some(list.one.get()),
            _ => None,
        });
        return field;
    }
    let below = || lists().filter_map(|list| list.below);
    let lines = lists().chain(below()).flat_map(|list| list.lines);
    let line = lines.filter(|line| line.name == name).map(|line| line.label.get()).next();
    line.or_else(|| below().find(|list| list.name == name).map(|list| list.one.get()))
}

impl Drawing<'_> {
    fn part(&self, part: &Part) -> AnyView {
        match part {
            Part::Field(line) => self.line(&format!("desk.{}", line.name), line, false),
            Part::List(list) => self.list(&format!("desk.{}", list.name), list),
            Part::Features => self.features().into_any(),
        }
    }

    /// What is wrong with this field alone, or with all that is below it where nothing is drawn for that.
    fn errors(&self, name: &str) -> Vec<String> {
        let of = self.mistakes.iter().filter(|mistake| mistake.field == name);
        of.map(|mistake| in_words(&mistake.reason, language())).collect()
    }

    fn text(&self, name: &str) -> String {
        match self.draft.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    fn line(&self, name: &str, line: &Line, focus: bool) -> AnyView {
        let errors = self.errors(name);
        let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
        let described = [(!errors.is_empty()).then(|| error_id.clone()), line.hint.map(|_| hint_id.clone())];
        let described = described.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let described = Some(described).filter(|ids| !ids.is_empty());
        let invalid = (!errors.is_empty()).then_some("true");
        let (id, text) = (name.to_owned(), self.text(name));
        let control = match line.kind {
            Kind::Flag => {
                let checked = self.draft.get(name) == Some(&Value::Bool(true));
                return view! {
                    <div class="field field-flag">
                        <label>
                            <input type="checkbox" id=id.clone() name=id value="true" checked=checked />
                            {line.label.get()}
                        </label>
                    </div>
                }
                .into_any();
            }
            Kind::Choice(words) => {
                let words = words.iter().map(|(word, said)| (*word, said.get().to_owned())).collect();
                select(id.clone(), words, &text, invalid, described)
            }
            Kind::Control => {
                let words = controls().map(|(word, said)| (word, said.get().to_owned())).collect();
                select(id.clone(), words, &text, invalid, described)
            }
            Kind::Text | Kind::Optional | Kind::Number => view! {
                <input
                    id=id.clone()
                    name=id.clone()
                    type="text"
                    inputmode=(line.kind == Kind::Number).then_some("numeric")
                    value=text
                    autocomplete="off"
                    autofocus=focus
                    aria-required=(line.kind == Kind::Text).then_some("true")
                    aria-invalid=invalid
                    aria-describedby=described
                />
            }
            .into_any(),
        };
        let said: Vec<_> = errors.into_iter().map(|error| view! { <span>{error}</span> }).collect();
        let said = (!said.is_empty()).then(|| view! { <p class="field-error" id=error_id>{said}</p> });
        view! {
            <div class="field">
                <label for=id>{line.label.get()}</label>
                {control}
                {said}
                {line.hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint.get()}</p> })}
            </div>
        }
        .into_any()
    }

    fn list(&self, name: &str, list: &List) -> AnyView {
        let count = self.draft.get(name).and_then(Value::as_array).map_or(0, Vec::len);
        let rows: Vec<_> = (0..count).map(|index| self.row(name, list, index, count)).collect();
        let errors: Vec<_> =
            self.errors(name).into_iter().map(|error| view! { <p class="field-error">{error}</p> }).collect();
        let add = format!("add:{name}");
        let focus = self.here == Some(name);
        view! {
            <div class="rows" id=name.to_owned()>
                {list.heading.map(|heading| view! { <h3>{heading.get()}</h3> })}
                {(count == 0).then(|| view! { <p class="field-hint">{NONE.get()}</p> })}
                {errors}
                <ol>{rows}</ol>
                <button name="do" value=add class="small" autofocus=focus>{list.add.get()}</button>
            </div>
        }
        .into_any()
    }

    fn row(&self, name: &str, list: &List, index: usize, count: usize) -> impl IntoView + use<> {
        let row = format!("{name}[{index}]");
        let dot = if list.is_words() { "" } else { "." };
        let first = self.text(&format!("{row}{dot}{}", list.first()));
        // A new row begins with its first field.
        let fresh = self.here == Some(&*row) && first.is_empty();
        let name_of = |line: &Line| format!("{row}{dot}{}", line.name);
        let lines: Vec<_> = list
            .lines
            .iter()
            .enumerate()
            .map(|(place, line)| self.line(&name_of(line), line, fresh && place == 0))
            .collect();
        let errors = if list.is_words() { Vec::new() } else { self.errors(&row) };
        let errors: Vec<_> =
            errors.into_iter().map(|error| view! { <p class="field-error">{error}</p> }).collect();
        let below = list.below.map(|below| self.list(&format!("{row}.{}", below.name), below));
        let number = (index + 1).to_string();
        let said = if first.is_empty() {
            NUMBERED.with(&[list.one.get(), &number])
        } else {
            NAMED.with(&[list.one.get(), &number, &first])
        };
        // Where a row was moved to, the same button is at hand again.
        let moved = self.here == Some(&*row) && !first.is_empty();
        let button = |word: &str, sign: &'static str, text: Text, off: bool, focus: bool| {
            view! {
                <button
                    name="do"
                    value=format!("{word}:{row}")
                    class="small quiet"
                    aria-label=text.with(&[&said])
                    disabled=off
                    autofocus=focus
                >
                    {sign}
                </button>
            }
        };
        let up = button("up", "↑", UP, index == 0, moved && index > 0);
        let down = button("down", "↓", DOWN, index + 1 == count, moved && index == 0 && count > 1);
        let remove = view! {
            <button name="do" value=format!("remove:{row}") class="small quiet" aria-label=REMOVE_OF.with(&[&said])>
                {REMOVE.get()}
            </button>
        };
        view! {
            <li>
                <fieldset class="row" id=row.clone()>
                    <legend class="visually-hidden">{said.clone()}</legend>
                    {errors}
                    <div class="row-fields">{lines}</div>
                    {below.map(|below| view! { <div class="row-below">{below}</div> })}
                    <div class="row-tools">
                        <span aria-hidden="true">{number}</span>
                        {up}
                        {down}
                        {remove}
                    </div>
                </fieldset>
            </li>
        }
    }

    /// A table of ticks: a feature in each row, a role in each column.
    fn features(&self) -> impl IntoView + use<> {
        let heads: Vec<_> = Role::ALL
            .into_iter()
            .map(|role| view! { <th scope="col">{role_name(role).get()}</th> })
            .collect();
        let rows: Vec<_> = Feature::ALL
            .into_iter()
            .map(|feature| {
                let cells: Vec<_> = Role::ALL
                    .into_iter()
                    .map(|role| {
                        let name = format!("features.{}", role.as_str());
                        let list = self.draft.get(&name).and_then(Value::as_array);
                        let checked = list.is_some_and(|list| list.iter().any(|one| one == feature.as_str()));
                        let label = format!("{}: {}", role_name(role).get(), feature_name(feature).get());
                        view! {
                            <td>
                                <input
                                    type="checkbox"
                                    name=name
                                    value=feature.as_str()
                                    checked=checked
                                    aria-label=label
                                />
                            </td>
                        }
                    })
                    .collect();
                view! {
                    <tr>
                        <th scope="row">{feature_name(feature).get()}</th>
                        {cells}
                    </tr>
                }
            })
            .collect();
        view! {
            <div class="scrolls" tabindex="0" role="region" aria-label=FEATURE.get()>
                <table class="features">
                    <thead>
                        <tr>
                            <th scope="col">{FEATURE.get()}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    }
}

/// A list of words of which one is chosen. One that is not among them is shown too, so that it is seen what is wrong.
fn select(
    id: String,
    words: Vec<(&'static str, String)>,
    chosen: &str,
    invalid: Option<&'static str>,
    described: Option<String>,
) -> AnyView {
    let known = words.iter().any(|(word, _)| *word == chosen);
    let other = (!known).then(|| {
        let word = chosen.to_owned();
        view! { <option value=word.clone() selected=true>{if word.is_empty() { "–".to_owned() } else { word.clone() }}</option> }
    });
    let options: Vec<_> = words
        .into_iter()
        .map(|(word, said)| {
            let selected = word == chosen;
            view! { <option value=word selected=selected>{said}</option> }
        })
        .collect();
    view! {
        <select id=id.clone() name=id aria-invalid=invalid aria-describedby=described>
            {other}
            {options}
        </select>
    }
    .into_any()
}
