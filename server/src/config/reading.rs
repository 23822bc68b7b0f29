//! Reads what is written as what is meant, and finds everything that cannot be read on the way.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use toml::{Table, Value};

use super::error::{Mistakes, invalid};

/// More mistakes than anybody reads. It also ends a reading that mends in vain.
const MOST: usize = 200;

/// Reads a table. serde stops at the first mistake, so that is noted and mended, by the default or by leaving it out, until
/// nothing is left to mend.
pub(super) fn read<T: DeserializeOwned>(
    table: Table,
    defaults: &Table,
    mistakes: &mut Mistakes,
) -> Option<T> {
    let mut table = Value::Table(table);
    let before = mistakes.count();
    let mut mended: BTreeMap<String, usize> = BTreeMap::new();
    let outcome = loop {
        match serde_path_to_error::deserialize(table.clone()) {
            Ok(read) => break Some(read),
            Err(error) => {
                let (path, reason) = (error.path().clone(), error.inner().message().to_owned());
                let times = mended.entry(path.to_string()).or_default();
                if *times == 0 {
                    mistakes.add(invalid(&path.to_string(), said(&reason, &path, defaults)));
                }
                *times += 1;
                let times = *times;
                if mended.len() > MOST || mend(&mut table, defaults, &path, times).is_none() {
                    break None;
                }
            }
        }
    };
    mistakes.read_since(before);
    outcome
}

/// Puts something in the place of what cannot be read. None where there is no such place.
fn mend(root: &mut Value, defaults: &Table, path: &Path, times: usize) -> Option<()> {
    let segments: Vec<&Segment> = path.iter().collect();
    let (last, above) = segments.split_last()?;
    let mut here = root;
    let mut default = Some(defaults);
    for segment in above {
        here = match (here, segment) {
            (Value::Table(table), Segment::Map { key }) => table.get_mut(key)?,
            (Value::Array(entries), Segment::Seq { index }) => entries.get_mut(*index)?,
            _ => return None,
        };
        default = default.and_then(|table| match segment {
            Segment::Map { key } => table.get(key)?.as_table(),
            _ => None,
        });
    }
    match (here, last) {
        (Value::Table(table), Segment::Map { key }) => {
            match default.and_then(|table| table.get(key)).filter(|_| times == 1) {
                Some(default) => table.insert(key.clone(), default.clone()),
                None => table.remove(key),
            }?;
        }
        // The others keep their places in the list.
        (Value::Array(entries), Segment::Seq { index }) => {
            *entries.get_mut(*index)? = match times {
                1 => Value::String(String::new()),
                2 => Value::Table(Table::new()),
                _ => return None,
            };
        }
        _ => return None,
    }
    Some(())
}

/// What is wrong, without the value itself: it may be a secret in a wrong place.
fn said(reason: &str, path: &Path, defaults: &Table) -> String {
    if let Some((what, expected)) = reason.split_once(", expected ") {
        if let Some(name) = what.strip_prefix("unknown field `").and_then(|name| name.strip_suffix('`')) {
            let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
            let section = path.to_string();
            let section = section.strip_suffix(name).unwrap_or_default().trim_end_matches('.');
            return match suggestion(name, section, &known, defaults) {
                Some(meant) => format!("is not known; did you mean `{meant}`?"),
                None => format!("is not known; here stands one of {}", known.join(", ")),
            };
        }
        if what.starts_with("invalid type: ") || what.starts_with("invalid value: ") {
            let kind = what.split([' ', '`', '"']).nth(2).unwrap_or("something else");
            let expected = if expected == "i64" { "a whole number" } else { expected };
            return format!("is of the wrong kind ({kind}); expected {expected}");
        }
    }
    reason.to_owned()
}

/// What somebody meant who wrote this: one that is known here and looks alike, or the same in another section.
fn suggestion(name: &str, section: &str, known: &[&str], defaults: &Table) -> Option<String> {
    let dot = if section.is_empty() { "" } else { "." };
    let alike = known
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), *candidate))
        .filter(|(distance, candidate)| {
            *distance <= (candidate.len() / 3).max(1) || name.len() > 2 && candidate.contains(name)
        })
        .min();
    if let Some((_, candidate)) = alike {
        return Some(format!("{section}{dot}{candidate}"));
    }
    let mut elsewhere = defaults.iter().filter(|(_, section)| section.get(name).is_some());
    elsewhere.next().map(|(section, _)| format!("{section}.{name}"))
}
