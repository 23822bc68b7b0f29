//! Instances and lists as a file: read whole or not at all, and told apart from what there is before it takes its place.

use std::collections::BTreeSet;

use app::{
    api::{InstanceEntry, InstanceList, InstanceSettings},
    text::Language,
};

use super::{
    Added, Change, Changed, Estate, Instance, InstanceName, MAX_INSTANCES, MAX_ORIGINS, Mistake, NotAName,
};
use crate::origin::{Origin, OriginError};

/// Why a file is no estate. Names the instance.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Another name than one can have.
    #[error("instance {0}: the name {NotAName}")]
    Name(String),
    /// The same name twice.
    #[error("instance {0}: stands there twice")]
    Twice(String),
    /// The instance of the configuration is not in it, so that nobody can say what becomes of its list.
    #[error("the instance default is missing; its list of origins may be empty, but must be there")]
    NoDefault,
    /// Settings of the instance of the configuration.
    #[error(
        "instance default: its settings are those of the configuration, [connect]; the file has its origins only"
    )]
    Configured,
    /// An instance without settings.
    #[error("instance {0}: has no settings")]
    NoSettings(String),
    /// Settings that cannot be.
    #[error("instance {0}: {1}")]
    Settings(String, Mistakes),
    /// An origin that cannot be allowed.
    #[error("instance {0}: the origin {1} {2}")]
    Origin(String, String, OriginError),
    /// More than there can be.
    #[error("there can be {MAX_INSTANCES} instances, with {MAX_ORIGINS} origins each")]
    TooMany,
}

/// Everything that is wrong with the settings of one instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(Vec<Mistake>);

impl std::fmt::Display for Mistakes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, Mistake { field, reason }) in self.0.iter().enumerate() {
            let between = if index == 0 { "" } else { "; " };
            write!(formatter, "{between}{field} {}", reason.of(Language::English))?;
        }
        Ok(())
    }
}

impl TryFrom<&InstanceList> for Estate {
    type Error = Vec<FileError>;

    /// Reads an estate from a file. Tells everything that is wrong.
    fn try_from(file: &InstanceList) -> Result<Self, Vec<FileError>> {
        let mut estate = Self::default();
        let mut errors = Vec::new();
        let mut names = BTreeSet::new();
        for InstanceEntry { name: written, settings, origins } in &file.instances {
            let Ok(name) = InstanceName::parse(written) else {
                errors.push(FileError::Name(short(written)));
                continue;
            };
            if !names.insert(name.clone()) {
                errors.push(FileError::Twice(written.clone()));
                continue;
            }
            let mut list = BTreeSet::new();
            for text in origins {
                match Origin::parse(text) {
                    Ok(origin) => _ = list.insert(origin),
                    Err(error) => errors.push(FileError::Origin(written.clone(), short(text), error)),
                }
            }
            if list.len() > MAX_ORIGINS {
                errors.push(FileError::TooMany);
            }
            match (name.is_default(), settings) {
                (true, Some(_)) => errors.push(FileError::Configured),
                (true, None) => estate.origins = list,
                (false, None) => errors.push(FileError::NoSettings(written.clone())),
                (false, Some(settings)) => match Instance::check(settings) {
                    Ok(instance) => {
                        let settings = InstanceSettings::from(&instance);
                        estate.added.push(Added { name, settings, origins: list });
                    }
                    Err(mistakes) => {
                        errors.push(FileError::Settings(written.clone(), Mistakes(mistakes)));
                    }
                },
            }
        }
        if !names.contains(&InstanceName::default_one()) {
            errors.push(FileError::NoDefault);
        }
        if estate.added.len() > MAX_INSTANCES {
            errors.push(FileError::TooMany);
        }
        if errors.is_empty() { Ok(estate) } else { Err(errors) }
    }
}

/// As much of a text as is needed to find it.
fn short(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(80).collect()
}

impl Estate {
    /// What would be different if `next` took its place: changes one by one, as each alone would be told.
    pub fn differences(&self, next: &Self) -> Vec<Change> {
        let mut way = Way { here: self.clone(), changes: Vec::new() };
        for gone in self.added.iter().filter(|added| next.added(&added.name).is_none()) {
            way.take(Self::remove, &gone.name);
        }
        for Added { name, settings, .. } in &next.added {
            way.take(|here, settings| here.put(name, settings), settings);
        }
        let names: Vec<_> = next.added.iter().map(|added| added.name.clone()).collect();
        for name in std::iter::once(&InstanceName::default_one()).chain(&names) {
            let before = way.here.origins_of(name).cloned().unwrap_or_default();
            let after = next.origins_of(name).cloned().unwrap_or_default();
            for gone in before.difference(&after) {
                way.take(|here, gone| here.remove_origin(name, gone), gone);
            }
            for new in after.difference(&before) {
                way.take(|here, new| here.add_origin(name, new), new);
            }
        }
        way.take(Self::order, &names[..]);
        way.changes
    }
}

/// The way from one estate to another.
struct Way {
    here: Estate,
    changes: Vec<Change>,
}

impl Way {
    fn take<T: ?Sized>(&mut self, step: impl Fn(&Estate, &T) -> Changed, with: &T) {
        if let Ok(Some((here, change))) = step(&self.here, with) {
            self.here = here;
            self.changes.push(change);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instances::estate::tests::{estate, name, origin, settings};

    fn entry(name: &str, settings: Option<InstanceSettings>, origins: &[&str]) -> InstanceEntry {
        InstanceEntry {
            name: name.to_owned(),
            settings,
            origins: origins.iter().map(|origin| (*origin).to_owned()).collect(),
        }
    }

    #[test]
    fn what_is_exported_is_imported_as_it_was() {
        let mut whole = estate(&["tokyo", "berlin"]);
        whole.origins.insert(origin("https://a.example"));
        whole.added[1].origins.insert(origin("https://b.example"));
        let text = serde_json::to_string(&whole.list()).unwrap();
        let read: InstanceList = serde_json::from_str(&text).unwrap();
        assert_eq!(Estate::try_from(&read), Ok(whole));
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let file = InstanceList {
            instances: vec![
                entry("Berlin", Some(settings("a")), &[]),
                entry("tokyo", None, &["https://*.example.com", "http://a.example"]),
                entry("tokyo", Some(settings("a")), &[]),
                entry("osaka", Some(InstanceSettings::default()), &[]),
            ],
        };
        let said: Vec<_> = Estate::try_from(&file).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 7, "{said:#?}");
        assert!(said[0].starts_with("instance Berlin: the name is 1 to 32"));
        assert!(said[1].starts_with("instance tokyo: the origin https://*.example.com contains a wildcard"));
        assert!(said[5].contains("ccp_url is missing") && said[5].contains("; region is"), "{}", said[5]);
        assert!(said[6].contains("default is missing"));
    }

    #[test]
    fn the_instance_of_the_configuration_stays_as_it_is_configured() {
        let file = InstanceList { instances: vec![entry("default", Some(settings("a")), &[])] };
        assert_eq!(Estate::try_from(&file), Err(vec![FileError::Configured]));
    }

    #[test]
    fn what_will_be_different_is_told_one_by_one_and_leads_there() {
        let (mut before, mut after) = (estate(&["berlin", "osaka"]), estate(&["tokyo", "berlin"]));
        before.origins.insert(origin("https://a.example"));
        after.origins.insert(origin("https://b.example"));
        after.added[1].settings = settings("other");
        let told: Vec<_> = before
            .differences(&after)
            .into_iter()
            .map(|change| format!("{} {}", change.action, change.target))
            .collect();
        assert_eq!(
            told,
            [
                "instance.removed osaka",
                "instance.added tokyo",
                "instance.changed berlin",
                "origin.removed default",
                "origin.added default",
                "instances.ordered ",
            ]
        );
        assert_eq!(before.differences(&before), []);
        assert_eq!(before.added(&name("osaka")).map(|added| added.origins.len()), Some(0));
    }
}
