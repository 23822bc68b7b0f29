//! What can be changed while the server runs: `[desk]` and `[features]`. They are checked alike wherever they come from.

use std::collections::BTreeMap;

use app::api::{Feature, RoleFeatures, Settings};
use serde::Deserialize;
use serde_json::Value as Json;
use toml::{Table, Value};

use super::{ConfigErrors, Mistakes, desk::WrittenDesk, error::invalid, layers::Layers, reading};

/// The settings as they are written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSettings {
    desk: WrittenDesk,
    features: WrittenFeatures,
}

/// `[features]`: the words of what each role has.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenFeatures {
    agent: Vec<String>,
    supervisor: Vec<String>,
    auditor: Vec<String>,
    admin: Vec<String>,
}

impl WrittenFeatures {
    /// What each role has. It counts only if nothing was wrong.
    pub(super) fn check(self, mistakes: &mut Mistakes) -> RoleFeatures {
        let mut of = |role: &str, words: Vec<String>| {
            let known = |word: &String| Feature::ALL.into_iter().find(|feature| feature.as_str() == word);
            for (index, word) in words.iter().enumerate().filter(|(_, word)| known(word).is_none()) {
                let all = Feature::ALL.map(Feature::as_str).join(", ");
                let place = format!("features.{role}[{index}]");
                let quoted = if word.len() > 32 { "too long a word" } else { word };
                mistakes.add(invalid(&place, format!("is {quoted}; it is one of {all}")));
            }
            // In an order of their own, so that the same is written alike.
            let mut features: Vec<_> = words.iter().filter_map(known).collect();
            features.sort();
            features.dedup();
            features
        };
        RoleFeatures {
            agent: of("agent", self.agent),
            supervisor: of("supervisor", self.supervisor),
            auditor: of("auditor", self.auditor),
            admin: of("admin", self.admin),
        }
    }
}

/// Reads settings that came otherwise than by the configuration: `{"desk": {…}, "features": {…}}`. What is left out is as if
/// the configuration left it out.
///
/// # Errors
/// Everything that is wrong, each with its field.
pub fn read_settings(written: &Json) -> Result<Settings, ConfigErrors> {
    let Layers { mut defaults, mut mistakes, .. } = Layers::new();
    defaults.retain(|section, _| section == "desk" || section == "features");
    let mut table = defaults.clone();
    match toml_of(written) {
        Some(Value::Table(written)) => lay_over(&mut table, written),
        _ => mistakes.add(invalid("settings", "are an object with desk and features")),
    }
    let read: Option<WrittenSettings> = reading::read(table, &defaults, &mut mistakes);
    let settings = read.map(|written| Settings {
        desk: written.desk.check(&mut mistakes),
        features: written.features.check(&mut mistakes),
    });
    mistakes.finish(settings, &BTreeMap::new())
}

/// Lays what is written over the defaults of its section.
fn lay_over(table: &mut Table, written: Table) {
    for (section, value) in written {
        match (table.get_mut(&section), value) {
            (Some(Value::Table(defaults)), Value::Table(written)) => defaults.extend(written),
            (_, value) => _ = table.insert(section, value),
        }
    }
}

/// JSON as TOML, which has no null: what is null is left out.
fn toml_of(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => return None,
        Json::Bool(flag) => Value::Boolean(*flag),
        Json::Number(number) => {
            number.as_i64().map_or_else(|| Value::Float(number.as_f64().unwrap_or(f64::NAN)), Value::Integer)
        }
        Json::String(text) => Value::String(text.clone()),
        // A null in a list keeps its place.
        Json::Array(entries) => Value::Array(
            entries
                .iter()
                .map(|entry| toml_of(entry).unwrap_or_else(|| Value::String(String::new())))
                .collect(),
        ),
        Json::Object(fields) => Value::Table(
            fields.iter().filter_map(|(name, value)| Some((name.clone(), toml_of(value)?))).collect(),
        ),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_as_settings_is_read_again() {
        let settings = json!({
            "desk": {"name": "Example", "statuses": [{"name": "Lunch", "label": "At lunch"}]},
            "features": {"agent": ["history", "dial", "dial"]},
        });
        let read = read_settings(&settings).unwrap();
        assert_eq!(read.features.agent, [Feature::Dial, Feature::History]);
        assert_eq!(read.features.supervisor, Feature::ALL);
        assert_eq!(read.desk.statuses[0].label, "At lunch");
        assert_eq!(read_settings(&serde_json::to_value(&read).unwrap()).unwrap(), read);
        assert_eq!(read_settings(&json!({})).unwrap(), Settings::default());
    }

    #[test]
    fn every_mistake_is_named_by_its_field() {
        let settings = json!({
            "desk": {
                "accent": "blue", "nam": "x", "after_contact_work_s": "soon", "panel": null,
                "dispositions": [{"code": "a", "label": "A"}, null, {"code": "a", "label": "B"}],
            },
            "features": {"agent": ["fly"], "nobody": []},
            "storage": {"url": "x"},
        });
        let errors = read_settings(&settings).unwrap_err();
        let fields: Vec<_> = errors.each().iter().map(|error| error.key.as_str()).collect();
        for field in [
            "desk.accent",
            "desk.nam",
            "desk.after_contact_work_s",
            "desk.dispositions[1]",
            "desk.dispositions[2].code",
            "features.agent[0]",
            "features.nobody",
            "storage",
        ] {
            assert!(fields.contains(&field), "{field} in {fields:?}");
        }
        assert!(read_settings(&json!([])).is_err() && read_settings(&json!({"desk": 5})).is_err());
    }
}
