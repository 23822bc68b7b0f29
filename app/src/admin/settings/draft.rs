//! Settings while they are being edited: whatever somebody has typed, sound or not, as the form sends it. Pure.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::schema::{Kind, Line, List, Part, SECTIONS};
use crate::api::{Role, Settings};

/// More rows than any list can have, so that a form cannot grow without end.
const MOST_ROWS: usize = 1_000;

/// Settings that are being edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The version that is edited.
    pub version: i64,
    /// As `{"desk": {…}, "features": {…}}`, with whatever was typed.
    pub settings: Value,
}

/// What a form asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Another row at the end of a list.
    Add(String),
    /// A row less.
    Remove(String),
    /// A row one place up.
    Up(String),
    /// A row one place down.
    Down(String),
    /// To see what would be saved.
    Preview,
    /// To go on editing.
    Edit,
    /// To save it.
    Save,
}

impl Wish {
    /// As a button says it. What is unknown asks for the preview, which changes nothing.
    pub fn read(word: &str) -> Self {
        match word.split_once(':') {
            Some(("add", list)) => Self::Add(list.to_owned()),
            Some(("remove", row)) => Self::Remove(row.to_owned()),
            Some(("up", row)) => Self::Up(row.to_owned()),
            Some(("down", row)) => Self::Down(row.to_owned()),
            _ if word == "save" => Self::Save,
            _ if word == "edit" => Self::Edit,
            _ => Self::Preview,
        }
    }
}

impl Draft {
    /// What holds, before anything is changed.
    pub fn of(version: i64, settings: &Settings) -> Self {
        Self { version, settings: serde_json::to_value(settings).unwrap_or_default() }
    }

    /// What a form sent, and what it asks for. What the form does not have is passed over.
    pub fn read(sent: &[(String, String)]) -> (Self, Wish) {
        let mut fields: HashMap<&str, Vec<&str>> = HashMap::new();
        for (name, value) in sent {
            fields.entry(name).or_default().push(value);
        }
        let form = Form(fields);
        let mut desk = Map::new();
        for part in SECTIONS.iter().flat_map(|section| section.parts) {
            match part {
                Part::Field(line) => {
                    desk.insert(line.name.to_owned(), form.value(&format!("desk.{}", line.name), line));
                }
                Part::List(list) => {
                    desk.insert(list.name.to_owned(), form.rows(&format!("desk.{}", list.name), list));
                }
                Part::Features => {}
            }
        }
        let features: Map<String, Value> = Role::ALL
            .into_iter()
            .map(|role| (role.as_str().to_owned(), form.all(&format!("features.{}", role.as_str())).into()))
            .collect();
        let version = form.text("version").parse().unwrap_or_default();
        let wish = Wish::read(form.text("do"));
        (Self { version, settings: json!({ "desk": desk, "features": features }) }, wish)
    }

    /// What stands in a field or a list.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.settings.pointer(&pointer(name))
    }

    /// Does what is asked for with the rows. Answers the name of the row, or of the list, where whoever asked wants to be.
    pub fn change(&mut self, wish: &Wish) -> Option<String> {
        match wish {
            Wish::Add(name) => {
                let list = schema(name)?;
                let rows = self.rows(name)?;
                if rows.len() < MOST_ROWS {
                    rows.push(empty(list));
                }
                Some(format!("{name}[{}]", rows.len().saturating_sub(1)))
            }
            Wish::Remove(row) => {
                let (name, index) = place(row)?;
                let rows = self.rows(name)?;
                if index < rows.len() {
                    rows.remove(index);
                }
                Some(if rows.is_empty() {
                    name.to_owned()
                } else {
                    format!("{name}[{}]", index.min(rows.len() - 1))
                })
            }
            Wish::Up(row) => self.swap(row, |index| index.checked_sub(1)),
            Wish::Down(row) => self.swap(row, |index| index.checked_add(1)),
            Wish::Preview | Wish::Edit | Wish::Save => None,
        }
    }

    fn swap(&mut self, row: &str, to: impl Fn(usize) -> Option<usize>) -> Option<String> {
        let (name, index) = place(row)?;
        let rows = self.rows(name)?;
        let other = to(index).filter(|other| *other < rows.len() && index < rows.len());
        if let Some(other) = other {
            rows.swap(index, other);
        }
        Some(format!("{name}[{}]", other.unwrap_or(index)))
    }

    fn rows(&mut self, name: &str) -> Option<&mut Vec<Value>> {
        self.settings.pointer_mut(&pointer(name))?.as_array_mut()
    }

    /// Everything in it, as a form sends it again without being seen.
    pub fn fields(&self) -> Vec<(String, String)> {
        let mut fields = vec![("version".to_owned(), self.version.to_string())];
        flatten("", &self.settings, &mut fields);
        fields
    }
}

/// What a form sent, by name.
struct Form<'sent>(HashMap<&'sent str, Vec<&'sent str>>);

impl<'sent> Form<'sent> {
    fn text(&self, name: &str) -> &'sent str {
        self.0.get(name).and_then(|values| values.last()).copied().unwrap_or_default()
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.0.get(name).into_iter().flatten().map(|value| (*value).to_owned()).collect()
    }

    fn value(&self, name: &str, line: &Line) -> Value {
        let text = self.text(name).trim();
        match line.kind {
            Kind::Flag => Value::Bool(!text.is_empty() && text != "false"),
            // What is no number is told as that, with what was typed.
            Kind::Number => text.parse::<i64>().map_or_else(|_| text.into(), Value::from),
            Kind::Text | Kind::Optional | Kind::Choice(_) | Kind::Control => text.into(),
        }
    }

    fn rows(&self, name: &str, list: &List) -> Value {
        let mut rows: Vec<Value> = Vec::new();
        for index in 0..MOST_ROWS {
            let row = format!("{name}[{index}]");
            let dot = if list.is_words() { "" } else { "." };
            if !self.0.contains_key(&*format!("{row}{dot}{}", list.first())) {
                break;
            }
            rows.push(if list.is_words() {
                self.text(&row).trim().into()
            } else {
                let mut fields: Map<String, Value> = list
                    .lines
                    .iter()
                    .map(|line| (line.name.to_owned(), self.value(&format!("{row}.{}", line.name), line)))
                    .collect();
                if let Some(below) = list.below {
                    fields.insert(below.name.to_owned(), self.rows(&format!("{row}.{}", below.name), below));
                }
                fields.into()
            });
        }
        rows.into()
    }
}

/// A row in which nothing stands yet.
fn empty(list: &List) -> Value {
    if list.is_words() {
        return "".into();
    }
    let mut fields: Map<String, Value> = list
        .lines
        .iter()
        .map(|line| (line.name.to_owned(), if line.kind == Kind::Flag { false.into() } else { "".into() }))
        .collect();
    if let Some(below) = list.below {
        fields.insert(below.name.to_owned(), Value::Array(Vec::new()));
    }
    fields.into()
}

/// The list of that name: `desk.dispositions`, `desk.dispositions[2].details`.
fn schema(name: &str) -> Option<&'static List> {
    let name = name.strip_prefix("desk.")?;
    let lists = SECTIONS.iter().flat_map(|section| section.parts).filter_map(|part| match part {
        Part::List(list) => Some(list),
        _ => None,
    });
    let (outer, below) = name.split_once('.').map_or((name, None), |(outer, below)| (outer, Some(below)));
    let outer = outer.split('[').next()?;
    let list = lists.into_iter().find(|list| list.name == outer)?;
    match below {
        None => Some(list),
        Some(below) => list.below.filter(|list| list.name == below),
    }
}

/// A row's list and its place there.
fn place(row: &str) -> Option<(&str, usize)> {
    let (name, index) = row.strip_suffix(']')?.rsplit_once('[')?;
    Some((name, index.parse().ok()?))
}

/// A name as a pointer into JSON.
fn pointer(name: &str) -> String {
    name.split(['.', '[']).fold(String::new(), |pointer, part| pointer + "/" + part.trim_end_matches(']'))
}

fn flatten(at: &str, value: &Value, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Object(parts) => {
            for (name, part) in parts {
                let dot = if at.is_empty() { "" } else { "." };
                flatten(&format!("{at}{dot}{name}"), part, fields);
            }
        }
        Value::Array(rows) if at.starts_with("features.") => {
            fields.extend(rows.iter().filter_map(Value::as_str).map(|word| (at.to_owned(), word.to_owned())));
        }
        Value::Array(rows) => {
            for (index, row) in rows.iter().enumerate() {
                flatten(&format!("{at}[{index}]"), row, fields);
            }
        }
        Value::Bool(false) | Value::Null => {}
        Value::String(text) => fields.push((at.to_owned(), text.clone())),
        other => fields.push((at.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{AttributeRule, DeskConfig, Disposition, DispositionDetail, Feature, RoleFeatures};

    fn settings() -> Settings {
        let of = |code: &str| DispositionDetail { code: code.to_owned(), ..DispositionDetail::default() };
        let disposition = |code: &str, details: &[&str]| Disposition {
            code: code.to_owned(),
            details: details.iter().map(|code| of(code)).collect(),
            ..Disposition::default()
        };
        Settings {
            desk: DeskConfig {
                name: "受付".to_owned(),
                dispositions: vec![
                    disposition("a", &["x", "y"]),
                    disposition("b", &[]),
                    disposition("c", &[]),
                ],
                disposition_required: vec!["*".to_owned(), "Billing".to_owned()],
                attributes: vec![AttributeRule {
                    key: "k".to_owned(),
                    masked: true,
                    ..AttributeRule::default()
                }],
                after_contact_work_s: 30,
                ..DeskConfig::default()
            },
            features: RoleFeatures { agent: vec![Feature::Export], ..RoleFeatures::default() },
        }
    }

    fn codes(draft: &Draft, name: &str) -> Vec<String> {
        let rows = draft.get(name).unwrap().as_array().unwrap();
        rows.iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn what_a_form_shows_is_what_it_sends() {
        let draft = Draft::of(7, &settings());
        let (read, wish) = Draft::read(&draft.fields());
        assert_eq!((read, wish), (draft, Wish::Preview));
        let none = Settings {
            features: RoleFeatures { agent: Vec::new(), ..RoleFeatures::default() },
            ..settings()
        };
        let draft = Draft::of(7, &none);
        assert_eq!(Draft::read(&draft.fields()).0, draft, "what has no tick is none");
    }

    #[test]
    fn rows_are_added_removed_and_moved() {
        let mut draft = Draft::of(1, &settings());
        let list = "desk.dispositions";
        assert_eq!(
            draft.change(&Wish::read("up:desk.dispositions[1]")).as_deref(),
            Some("desk.dispositions[0]")
        );
        assert_eq!(codes(&draft, list), ["b", "a", "c"]);
        assert_eq!(
            draft.change(&Wish::read("down:desk.dispositions[2]")).as_deref(),
            Some("desk.dispositions[2]")
        );
        draft.change(&Wish::read("remove:desk.dispositions[2]"));
        assert_eq!(codes(&draft, list), ["b", "a"]);
        assert_eq!(
            draft.change(&Wish::read("add:desk.dispositions")).as_deref(),
            Some("desk.dispositions[2]")
        );
        assert_eq!(codes(&draft, list), ["b", "a", ""]);
        draft.change(&Wish::read("down:desk.dispositions[1].details[0]"));
        assert_eq!(codes(&draft, "desk.dispositions[1].details"), ["y", "x"]);
        draft.change(&Wish::read("add:desk.dispositions[2].details"));
        assert_eq!(codes(&draft, "desk.dispositions[2].details"), [""]);
        draft.change(&Wish::read("remove:desk.disposition_required[0]"));
        draft.change(&Wish::read("add:desk.disposition_required"));
        assert_eq!(draft.get("desk.disposition_required"), Some(&json!(["Billing", ""])));
    }

    #[test]
    fn nonsense_changes_nothing() {
        let mut draft = Draft::of(1, &settings());
        let before = draft.clone();
        for word in [
            "up:desk.dispositions[99]",
            "remove:desk.dispositions[9]",
            "add:desk.name",
            "add:features.agent",
            "down:desk.dispositions[x]",
            "up:",
            "remove:desk",
            "add:desk.dispositions[0].code",
            "fly",
        ] {
            draft.change(&Wish::read(word));
            assert_eq!(draft, before, "{word}");
        }
    }

    #[test]
    fn what_is_typed_is_kept_as_it_is() {
        let sent =
            [("desk.after_contact_work_s", "soon"), ("desk.accent", "blue"), ("version", "x"), ("evil", "1")];
        let sent = sent.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let (draft, _) = Draft::read(&sent);
        assert_eq!(draft.get("desk.after_contact_work_s"), Some(&json!("soon")));
        assert_eq!(draft.get("desk.accent"), Some(&json!("blue")));
        assert_eq!((draft.version, draft.get("evil")), (0, None));
    }
}
