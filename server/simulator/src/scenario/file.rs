//! A scenario file as it is written: its outline, and tables that are taken apart key by key.
//!
//! Every value keeps its place in the text until it is understood, so whatever turns out to be wrong with it can be
//! pointed at. What a deed's keys mean is in [`super::deeds`].

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::DeserializeOwned;
use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::checks::Known;
use super::{Attendance, Scenario, Step, deeds, words};
use crate::centre::Username;
use crate::instance::Instance;

/// Nobody watches a play of more steps.
const MOST_STEPS: usize = 1_000;
const MOST_TIMES: u32 = 1_000;
const DAY_MS: i64 = 86_400_000;

/// What is wrong with a scenario, and where. Whoever wrote it can mend it; the control API answers 422.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, {key}: {problem}")]
pub(crate) struct ScenarioError {
    /// Counted from one.
    pub(crate) line: usize,
    /// The way to the key, such as `step[2].offer.queue`.
    pub(crate) key: String,
    /// In words.
    pub(crate) problem: String,
}

impl Scenario {
    /// Reads a scenario file and looks up every name in it.
    pub(crate) fn read(text: &str, instance: &Instance) -> Result<Self, ScenarioError> {
        let mut file = Entry::parse(text)?;
        let mut known = Known::new(instance);
        let title = file.take::<String>("title")?;
        // For whoever chooses; the play has no use for it.
        file.optional::<String>("about")?;
        let people = file.optional_if("people", |people: &BTreeMap<Username, Attendance>| {
            people.keys().try_for_each(|agent| known.agent(agent))
        })?;
        let Some((at, DeValue::Array(list))) = file.remove("step") else {
            return Err(file.wrong("step", "a scenario has steps, each under a line `[[step]]`"));
        };
        if list.len() > MOST_STEPS {
            return Err(ScenarioError::at(text, &at, "step", format!("{MOST_STEPS} steps are the most")));
        }
        let mut steps = Vec::new();
        for (n, value) in list.into_iter().enumerate() {
            let path = format!("step[{n}]");
            let span = value.span();
            let DeValue::Table(table) = value.into_inner() else {
                return Err(ScenarioError::at(text, &span, path, "a step is a table"));
            };
            steps.push(step(Entry { text, path, span, table }, &mut known)?);
        }
        file.nothing_left("title, about, people and step")?;
        Ok(Self { title, people: people.unwrap_or_default(), steps })
    }
}

fn step(mut entry: Entry<'_>, known: &mut Known<'_>) -> Result<Step, ScenarioError> {
    let line = line_of(entry.text, entry.span.start);
    let after_ms = entry.duration("after")?.unwrap_or(0);
    let says = entry.optional::<String>("says")?;
    let times = entry.optional_if("times", |times: &u32| {
        let problem = || format!("a step is done once to {MOST_TIMES} times");
        (1..=MOST_TIMES).contains(times).then_some(()).ok_or_else(problem)
    })?;
    let times = times.unwrap_or(1);
    let every_ms = entry.duration("every")?.unwrap_or(0);
    let (names, deed) = deeds::read(entry, known)?;
    if let Some(name) = &names {
        known.name_contact(name, times);
    }
    let text = says.unwrap_or_else(|| words::describe(&deed, times, known.instance));
    Ok(Step { line, text, after_ms, times, every_ms, names, deed })
}

/// A table of the file, and the way to it.
#[derive(Debug)]
pub(super) struct Entry<'t> {
    text: &'t str,
    path: String,
    span: Range<usize>,
    table: DeTable<'t>,
}

impl<'t> Entry<'t> {
    fn parse(text: &'t str) -> Result<Self, ScenarioError> {
        let parsed = DeTable::parse(text).map_err(|error| {
            let span = error.span().unwrap_or_default();
            ScenarioError::at(text, &span, "TOML", error.message())
        })?;
        Ok(Self { text, path: String::new(), span: 0..0, table: parsed.into_inner() })
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.table.keys().map(|key| key.get_ref().as_ref())
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.keys().any(|other| other == key)
    }

    fn way_to(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// What is wrong with the table as a whole.
    pub(super) fn wrong_altogether(&self, problem: impl std::fmt::Display) -> ScenarioError {
        ScenarioError::at(self.text, &self.span, self.path.clone(), problem)
    }

    /// What is wrong with the value of a key, or with its not being there.
    pub(super) fn wrong(&self, key: &str, problem: impl std::fmt::Display) -> ScenarioError {
        let value = self.table.iter().find(|(name, _)| name.get_ref() == key);
        let span = value.map_or(self.span.clone(), |(_, value)| value.span());
        ScenarioError::at(self.text, &span, self.way_to(key), problem)
    }

    fn remove(&mut self, key: &str) -> Option<(Range<usize>, DeValue<'t>)> {
        let value = self.table.remove(key)?;
        Some((value.span(), value.into_inner()))
    }

    pub(super) fn optional<T: DeserializeOwned>(&mut self, key: &str) -> Result<Option<T>, ScenarioError> {
        let Some((span, value)) = self.remove(key) else { return Ok(None) };
        understand(self.text, span, value, &self.way_to(key)).map(Some)
    }

    pub(super) fn take<T: DeserializeOwned>(&mut self, key: &str) -> Result<T, ScenarioError> {
        let missing = self.wrong(key, "this is missing");
        self.optional(key)?.ok_or(missing)
    }

    /// A value that has to be right in other ways too.
    pub(super) fn optional_if<T: DeserializeOwned>(
        &mut self,
        key: &str,
        check: impl FnOnce(&T) -> Result<(), String>,
    ) -> Result<Option<T>, ScenarioError> {
        self.check(key, check)?;
        self.optional(key)
    }

    pub(super) fn take_if<T: DeserializeOwned>(
        &mut self,
        key: &str,
        check: impl FnOnce(&T) -> Result<(), String>,
    ) -> Result<T, ScenarioError> {
        self.check(key, check)?;
        self.take(key)
    }

    /// Checks a value that stays, because it is also part of what a control request says.
    pub(super) fn check<T: DeserializeOwned>(
        &self,
        key: &str,
        check: impl FnOnce(&T) -> Result<(), String>,
    ) -> Result<(), ScenarioError> {
        let Some(value) = self.peek::<T>(key)? else { return Ok(()) };
        check(&value).map_err(|problem| self.wrong(key, problem))
    }

    /// A value that stays.
    pub(super) fn peek<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, ScenarioError> {
        let Some(value) = self.table.get(key) else { return Ok(None) };
        understand(self.text, value.span(), value.get_ref().clone(), &self.way_to(key)).map(Some)
    }

    /// Milliseconds, written as `4s` or `1m 30s`.
    pub(super) fn duration(&mut self, key: &str) -> Result<Option<i64>, ScenarioError> {
        let wrong = self.wrong(key, "a time is written as \"500ms\", \"4s\" or \"1m 30s\", up to a day");
        let Some(text) = self.optional::<String>(key)? else { return Ok(None) };
        let parsed = humantime::parse_duration(&text).ok();
        let parsed = parsed.and_then(|duration| i64::try_from(duration.as_millis()).ok());
        parsed.filter(|milliseconds| *milliseconds <= DAY_MS).map(Some).ok_or(wrong)
    }

    /// Says what somebody who says nothing about this key means.
    pub(super) fn default(&mut self, key: &'static str, value: &'static str) {
        if !self.has(key) {
            let spanned = Spanned::new(self.span.clone(), DeValue::String(value.into()));
            self.table.insert(Spanned::new(self.span.clone(), key.into()), spanned);
        }
    }

    /// The table under a key.
    pub(super) fn table(&mut self, key: &str) -> Result<Entry<'t>, ScenarioError> {
        let wrong = self.wrong(key, "this is a table: { key = value, … }");
        match self.remove(key) {
            Some((span, DeValue::Table(table))) => {
                Ok(Entry { text: self.text, path: self.way_to(key), span, table })
            }
            _ => Err(wrong),
        }
    }

    /// Everything that has not been taken out, as one value.
    pub(super) fn rest<T: DeserializeOwned>(self) -> Result<T, ScenarioError> {
        understand(self.text, self.span, DeValue::Table(self.table), &self.path)
    }

    pub(super) fn nothing_left(&self, expected: &str) -> Result<(), ScenarioError> {
        match self.keys().next() {
            None => Ok(()),
            Some(key) => Err(self.wrong(key, format!("there is no such key; there are {expected}"))),
        }
    }
}

impl ScenarioError {
    fn at(text: &str, span: &Range<usize>, key: impl Into<String>, problem: impl std::fmt::Display) -> Self {
        Self { line: line_of(text, span.start), key: key.into(), problem: problem.to_string() }
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.get(..offset).unwrap_or(text).matches('\n').count()
}

fn understand<T: DeserializeOwned>(
    text: &str,
    span: Range<usize>,
    value: DeValue<'_>,
    way: &str,
) -> Result<T, ScenarioError> {
    let reader = ValueDeserializer::from(Spanned::new(span.clone(), value));
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let within = error.path().to_string();
        let key = match within.as_str() {
            "." => way.to_owned(),
            list if list.starts_with('[') => format!("{way}{list}"),
            key => format!("{way}.{key}"),
        };
        let found = error.inner().span().unwrap_or(span);
        ScenarioError::at(text, &found, key, error.inner().message())
    })
}
