//! The layers of the configuration, one over the other: defaults, file, environment, command line. What is written above
//! holds, and it is known where that is.

use std::{collections::BTreeMap, ffi::OsString};

use toml::{
    Spanned, Table, Value,
    de::{DeTable, DeValue},
};

use super::{
    DEFAULTS,
    error::{Mistakes, Place, invalid},
};

/// What the names of variables begin with.
const PREFIX: &str = "STREAMDESK__";

/// What is written in all layers.
#[derive(Debug)]
pub(super) struct Layers {
    /// The defaults alone. They have every key but those of lists, so they tell of which kind a value is.
    pub(super) defaults: Table,
    /// What holds.
    pub(super) table: Table,
    /// Where each key of it is written, unless by default.
    pub(super) places: BTreeMap<String, Place>,
    /// What cannot be read at all.
    pub(super) mistakes: Mistakes,
}

impl Layers {
    /// The lowest layer.
    pub(super) fn new() -> Self {
        let mut mistakes = Mistakes::default();
        let read = toml::from_str(DEFAULTS).map_err(|error| invalid("file", error.message()));
        let defaults: Table = mistakes.take(read).unwrap_or_default();
        Self { table: defaults.clone(), defaults, places: BTreeMap::new(), mistakes }
    }

    /// Lays a file over it. One that is no TOML is told with every line that is none.
    pub(super) fn file(&mut self, name: &str, text: &str) {
        let line = |at: usize| Place::File(name.to_owned(), 1 + text[..at].matches('\n').count());
        let (spans, errors) = DeTable::parse_recoverable(text);
        // Its own errors show the line as it is, and a password may stand there.
        for error in &errors {
            let mut mistake = invalid("file", format!("is no TOML: {}", error.message()));
            mistake.place = error.span().map(|span| line(text.floor_char_boundary(span.start)));
            self.mistakes.add(mistake);
        }
        let Ok(table) = toml::from_str::<Table>(text) else { return };
        note(spans.get_ref(), "", &line, &mut self.places);
        merge(&mut self.table, table);
    }

    /// Lays the variables of the environment that are meant for this program over it.
    pub(super) fn variables(&mut self, variables: impl IntoIterator<Item = (OsString, OsString)>) {
        let mut variables: Vec<_> = variables.into_iter().collect();
        variables.sort();
        for (name, value) in variables {
            let Ok(name) = name.into_string() else { continue };
            let Some(key) = name.strip_prefix(PREFIX) else { continue };
            let key = key.to_ascii_lowercase().replace("__", ".");
            self.set(&key, value.into_string().ok(), &Place::Variable(name));
        }
    }

    /// Lays what stands on the command line over it, each as `key=value`.
    pub(super) fn arguments(&mut self, arguments: &[String]) {
        for argument in arguments {
            match argument.split_once('=') {
                Some((key, value)) => {
                    let key = key.trim();
                    self.set(key, Some(value.to_owned()), &Place::Argument(key.to_owned()));
                }
                // A value without its key is not shown: it may be a secret.
                None => self.mistakes.add(invalid(
                    "--set",
                    "has the form key=value, for example --set http.addr=127.0.0.1:3000",
                )),
            }
        }
    }

    /// Sets one key to a text, read as what the default is.
    fn set(&mut self, key: &str, text: Option<String>, place: &Place) {
        let known = lookup(&self.defaults, key);
        let value = text.and_then(|text| match known {
            Some(Value::Boolean(_)) => {
                Some(text.parse().map_or_else(|_| Value::String(text), Value::Boolean))
            }
            Some(Value::Integer(_)) => {
                Some(text.parse().map_or_else(|_| Value::String(text), Value::Integer))
            }
            Some(Value::Array(_) | Value::Table(_)) => written_out(&text),
            None if text.starts_with('[') => written_out(&text),
            _ => Some(Value::String(text)),
        });
        let Some(value) = value else {
            let mut mistake =
                invalid(key, "cannot be read; a list is written as in the file: [\"a\", \"b\"]");
            mistake.place = Some(place.clone());
            return self.mistakes.add(mistake);
        };
        let mut table = &mut self.table;
        let mut parts = key.split('.').peekable();
        while let Some(part) = parts.next() {
            if part.is_empty() {
                break;
            }
            if parts.peek().is_none() {
                table.insert(part.to_owned(), value);
                self.places.retain(|written, _| {
                    written.strip_prefix(key).is_none_or(|rest| !rest.starts_with(['.', '[']))
                });
                self.places.insert(key.to_owned(), place.clone());
                return;
            }
            let below = table.entry(part).or_insert_with(|| Value::Table(Table::new()));
            match below {
                Value::Table(below) => table = below,
                _ => break,
            }
        }
        let mut mistake = invalid(key, "is no key; a key is section.key, for example http.addr");
        mistake.place = Some(place.clone());
        self.mistakes.add(mistake);
    }
}

/// A value as it is written in a file.
fn written_out(text: &str) -> Option<Value> {
    toml::from_str::<Table>(&format!("value = {text}")).ok()?.remove("value")
}

/// What stands under a key.
fn lookup<'table>(table: &'table Table, key: &str) -> Option<&'table Value> {
    match key.split_once('.') {
        Some((first, rest)) => lookup(table.get(first)?.as_table()?, rest),
        None => table.get(key),
    }
}

/// Lays one table over another. A list is replaced as a whole.
fn merge(lower: &mut Table, upper: Table) {
    for (key, value) in upper {
        match (lower.get_mut(&key), value) {
            (Some(Value::Table(lower)), Value::Table(upper)) => merge(lower, upper),
            (_, value) => {
                lower.insert(key, value);
            }
        }
    }
}

/// Notes where everything in a table is written.
fn note(table: &DeTable<'_>, at: &str, line: &impl Fn(usize) -> Place, places: &mut BTreeMap<String, Place>) {
    for (key, value) in table {
        let dot = if at.is_empty() { "" } else { "." };
        let path = format!("{at}{dot}{}", key.get_ref());
        places.insert(path.clone(), line(key.span().start));
        note_value(value, &path, line, places);
    }
}

fn note_value(
    value: &Spanned<DeValue<'_>>,
    path: &str,
    line: &impl Fn(usize) -> Place,
    places: &mut BTreeMap<String, Place>,
) {
    match value.get_ref() {
        DeValue::Table(table) => note(table, path, line, places),
        DeValue::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                let path = format!("{path}[{index}]");
                places.insert(path.clone(), line(entry.span().start));
                note_value(entry, &path, line, places);
            }
        }
        _ => {}
    }
}
