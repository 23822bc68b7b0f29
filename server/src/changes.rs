//! What differs between two versions of the settings: for whoever is about to save one, and for the audit log.

use app::api::Settings;
use serde_json::{Map, Value};

/// By what the entries of each list are told apart, beside those of `disposition_required` and the features, which are words.
const NAMES: [(&str, &[&str]); 7] = [
    ("statuses", &["name"]),
    ("shortcuts", &["control"]),
    ("dispositions", &["code", "queue"]),
    ("details", &["code"]),
    ("attributes", &["key"]),
    ("screen_pops", &["label", "queue"]),
    ("caller_ids", &["queue"]),
];

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field, with the entry's name for its place in a list: `desk.dispositions[refund].label`.
    pub field: String,
    /// How it was. None where it is new.
    pub old: Option<Value>,
    /// How it is. None where it is gone.
    pub new: Option<Value>,
}

/// Everything that differs, in the order of the fields.
pub fn changes(old: &Settings, new: &Settings) -> Vec<Change> {
    let json = |settings: &Settings| serde_json::to_value(settings).unwrap_or_default();
    let mut found = Vec::new();
    compare("", "", Some(&json(old)), Some(&json(new)), &mut found);
    found
}

/// What two people made of the same settings at once, in one: a setting that one of them changed is as that one wants it, and
/// one that both did is as it is in `yours`. As it is written, for it may not be sound together.
pub fn merged(base: &Settings, theirs: &Settings, yours: &Settings) -> Value {
    let [base, theirs, mut merged] =
        [base, theirs, yours].map(|settings| serde_json::to_value(settings).unwrap_or_default());
    let sections = merged.as_object_mut().into_iter().flatten();
    for (section, fields) in sections {
        for (name, field) in fields.as_object_mut().into_iter().flatten() {
            if *field == base[section][name] {
                *field = theirs[section][name].clone();
            }
        }
    }
    merged
}

/// The differences as the audit log keeps them: what was, and what is.
pub fn as_old_and_new(changes: Vec<Change>) -> (Value, Value) {
    let (mut old, mut new) = (Map::new(), Map::new());
    for change in changes {
        if let Some(value) = change.old {
            old.insert(change.field.clone(), value);
        }
        if let Some(value) = change.new {
            new.insert(change.field, value);
        }
    }
    (old.into(), new.into())
}

fn compare(at: &str, name: &str, old: Option<&Value>, new: Option<&Value>, found: &mut Vec<Change>) {
    match (old, new) {
        (old, new) if old == new => {}
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            for (name, value) in old {
                let dot = if at.is_empty() { "" } else { "." };
                compare(&format!("{at}{dot}{name}"), name, Some(value), new.get(name), found);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if key(name).is_some() => {
            let keys = key(name).unwrap_or_default();
            lists(at, keys, old, new, found);
        }
        (old, new) => found.push(Change { field: at.to_owned(), old: old.cloned(), new: new.cloned() }),
    }
}

fn key(list: &str) -> Option<&'static [&'static str]> {
    NAMES.iter().find(|(name, _)| *name == list).map(|(_, keys)| *keys)
}

/// Compares lists by the names of their entries, and then whether those of both stand in another order.
fn lists(at: &str, keys: &[&str], old: &[Value], new: &[Value], found: &mut Vec<Change>) {
    let (old, new) = (named(keys, old), named(keys, new));
    let find = |list: &[(String, Value)], name: &str| {
        list.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone())
    };
    for (name, value) in &old {
        compare(&format!("{at}[{name}]"), "", Some(value), find(&new, name).as_ref(), found);
    }
    for (name, value) in &new {
        if find(&old, name).is_none() {
            found.push(Change { field: format!("{at}[{name}]"), old: None, new: Some(value.clone()) });
        }
    }
    let order = |list: &[(String, Value)], other: &[(String, Value)]| -> Vec<Value> {
        let both = list.iter().filter(|(name, _)| find(other, name).is_some());
        both.map(|(name, _)| name.as_str().into()).collect()
    };
    let (before, after) = (order(&old, &new), order(&new, &old));
    if before != after {
        found.push(Change { field: at.to_owned(), old: Some(before.into()), new: Some(after.into()) });
    }
}

/// Entries with their names. Two of one name, which only some lists can have, are counted.
fn named(keys: &[&str], list: &[Value]) -> Vec<(String, Value)> {
    let mut named: Vec<(String, Value)> = Vec::new();
    for entry in list {
        let parts = keys.iter().filter_map(|key| entry[*key].as_str()).filter(|part| !part.is_empty());
        let name = parts.collect::<Vec<_>>().join(", ");
        let same = |(other, _): &&(String, Value)| *other == name || other.starts_with(&format!("{name} #"));
        let before = named.iter().filter(same).count();
        let name = if before == 0 { name } else { format!("{name} #{}", before + 1) };
        named.push((name, entry.clone()));
    }
    named
}

#[cfg(test)]
mod tests {
    use app::api::{DeskConfig, Disposition, DispositionDetail, Feature, RoleFeatures};
    use serde_json::json;

    use super::*;

    fn of(code: &str, label: &str) -> Disposition {
        Disposition { code: code.to_owned(), label: label.to_owned(), ..Disposition::default() }
    }

    fn desk(dispositions: Vec<Disposition>) -> Settings {
        Settings { desk: DeskConfig { dispositions, ..DeskConfig::default() }, ..Settings::default() }
    }

    fn said(old: &Settings, new: &Settings) -> Vec<String> {
        let text = |value: Option<Value>| value.map_or("-".to_owned(), |value| value.to_string());
        let one = |change: Change| format!("{}: {} > {}", change.field, text(change.old), text(change.new));
        changes(old, new).into_iter().map(one).collect()
    }

    #[test]
    fn entries_are_told_apart_by_their_names_and_not_by_their_places() {
        let old = desk(vec![of("a", "A"), of("b", "B"), of("c", "C")]);
        let mut changed = of("c", "See");
        changed.details = vec![DispositionDetail { code: "x".to_owned(), ..DispositionDetail::default() }];
        let new = desk(vec![of("n", "N"), changed, of("a", "A")]);
        assert_eq!(
            said(&old, &new),
            [
                r#"desk.dispositions[b]: {"code":"b","details":[],"label":"B","label_ja":"","queue":""} > -"#,
                r#"desk.dispositions[c].details[x]: - > {"code":"x","label":"","label_ja":""}"#,
                r#"desk.dispositions[c].label: "C" > "See""#,
                r#"desk.dispositions[n]: - > {"code":"n","details":[],"label":"N","label_ja":"","queue":""}"#,
                r#"desk.dispositions: ["a","c"] > ["c","a"]"#,
            ]
        );
        assert!(said(&old, &old).is_empty());
    }

    #[test]
    fn words_and_values_are_compared_as_a_whole() {
        let old = Settings::default();
        let desk = DeskConfig { name: "Example".to_owned(), ..DeskConfig::default() };
        let features = RoleFeatures { agent: vec![Feature::Dial], ..RoleFeatures::default() };
        let changes = changes(&old, &Settings { desk, features });
        let (old, new) = as_old_and_new(changes);
        assert_eq!(new, json!({"desk.name": "Example", "features.agent": ["dial"]}));
        assert_eq!(old["desk.name"], "");
    }

    #[test]
    fn what_two_change_at_once_is_kept_of_both_and_where_both_change_the_same_yours_is() {
        let with = |name: &str, accent: &str, features| Settings {
            desk: DeskConfig { name: name.to_owned(), accent: accent.to_owned(), ..DeskConfig::default() },
            features: RoleFeatures { agent: features, ..RoleFeatures::default() },
        };
        let base = with("Desk", "", vec![Feature::Dial]);
        let theirs = with("Theirs", "", vec![]);
        let yours = with("Yours", "#0b6e4f", vec![Feature::Dial]);
        let both = with("Yours", "#0b6e4f", vec![]);
        assert_eq!(merged(&base, &theirs, &yours), serde_json::to_value(both).unwrap());
        assert_eq!(merged(&base, &theirs, &base), serde_json::to_value(theirs).unwrap());
    }
}
