//! What is wrong with a configuration: everything, with where it stands.

use std::{collections::BTreeMap, fmt, ops::Range};

/// One mistake. It names the key and says what would be right; a value stands in it only where it can be no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The key, as `section.key`; entries of a list are counted from 0, as in `desk.dispositions[2].code`. `file` where the
    /// file as a whole is meant.
    pub key: String,
    /// What is wrong and what would be right.
    pub reason: String,
    /// Where it is written. None where it is written nowhere.
    pub place: Option<Place>,
}

/// Where something is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the file, in this line, counted from 1.
    File(String, usize),
    /// In the environment, in this variable.
    Variable(String),
    /// On the command line, by `--set` with this key.
    Argument(String),
}

/// Why the program does not start: every mistake there is, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigErrors(Vec<ConfigError>);

/// One mistake, wherever it stands.
pub(super) fn invalid(key: &str, reason: impl Into<String>) -> ConfigError {
    ConfigError { key: key.to_owned(), reason: reason.into().replace('\n', " "), place: None }
}

/// Collects mistakes while one looks on. A section's check takes it along and gives its section if nothing was wrong.
#[derive(Debug, Default)]
pub(crate) struct Mistakes {
    found: Vec<ConfigError>,
    /// Which of them were found while reading: what was put in their place is not judged.
    misread: Range<usize>,
}

impl Mistakes {
    /// One more.
    pub(crate) fn add(&mut self, mistake: ConfigError) {
        let said = |one: &ConfigError| is_within(&mistake.key, &one.key);
        if !self.found[self.misread.clone()].iter().any(said) {
            self.found.push(mistake);
        }
    }

    /// What was checked, if it is sound.
    pub(crate) fn take<T>(&mut self, checked: Result<T, ConfigError>) -> Option<T> {
        checked.map_err(|mistake| self.add(mistake)).ok()
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    /// Those since the first so many were found while reading.
    pub(super) fn read_since(&mut self, first: usize) {
        self.misread = first..self.found.len();
    }

    /// What came of it: something, or every mistake with its place.
    pub(super) fn finish<T>(
        self,
        outcome: Option<T>,
        places: &BTreeMap<String, Place>,
    ) -> Result<T, ConfigErrors> {
        let mut found = self.found;
        match outcome {
            Some(outcome) if found.is_empty() => return Ok(outcome),
            None if found.is_empty() => found.push(invalid("file", "cannot be read")),
            _ => {}
        }
        for mistake in &mut found {
            if mistake.place.is_none() {
                mistake.place = place(&mistake.key, places);
            }
        }
        found.sort_by(|one, other| {
            (one.place.is_none(), &one.place).cmp(&(other.place.is_none(), &other.place))
        });
        Err(ConfigErrors(found))
    }
}

/// Where a key is written; of one that is missing, where it should be.
fn place(key: &str, places: &BTreeMap<String, Place>) -> Option<Place> {
    let mut key = key;
    loop {
        if let Some(place) = places.get(key) {
            return Some(place.clone());
        }
        key = &key[..key.rfind(['.', '['])?];
    }
}

/// Whether a key is another or stands below it.
fn is_within(key: &str, other: &str) -> bool {
    key.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

impl ConfigErrors {
    /// One, found otherwise than by reading a configuration.
    pub fn of(key: &str, reason: impl Into<String>) -> Self {
        Self(vec![invalid(key, reason)])
    }

    /// Each of them. There is at least one.
    pub fn each(&self) -> &[ConfigError] {
        &self.0
    }

    /// The first.
    #[cfg(test)]
    pub(super) fn into_first(mut self) -> ConfigError {
        self.0.swap_remove(0)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(name, line) => write!(formatter, "{name}:{line}"),
            Self::Variable(name) => formatter.write_str(name),
            Self::Argument(key) => write!(formatter, "--set {key}"),
        }
    }
}

impl std::error::Error for ConfigError {}

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, reason, place } = self;
        match place {
            Some(place) if key == "file" => write!(formatter, "{place}: {reason}"),
            Some(place) => write!(formatter, "{place}: {key}: {reason}"),
            None => write!(formatter, "{key}: {reason}"),
        }
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0[..] {
            [only] => write!(formatter, "configuration: {only}"),
            all => {
                write!(formatter, "configuration: {} mistakes", all.len())?;
                all.iter().try_for_each(|mistake| write!(formatter, "\n  {mistake}"))
            }
        }
    }
}
