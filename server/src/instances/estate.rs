//! All instances with their allow lists, and every way to change them.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    api::{InstanceEntry, InstanceList, InstanceSettings},
    text::Text,
};
use serde_json::Value;

use super::{Instance, InstanceName, Mistake};
use crate::origin::Origin;

/// So many instances can be added.
pub const MAX_INSTANCES: usize = 100;

/// So many origins can be on one list: they are sent with every answer.
pub const MAX_ORIGINS: usize = 200;

/// All instances with their allow lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Estate {
    /// The allow list of the instance that the configuration names. Its settings are not changed here.
    pub origins: BTreeSet<Origin>,
    /// Those that were added, in the order in which they are offered.
    pub added: Vec<Added>,
}

/// An instance that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// What it is called.
    pub name: InstanceName,
    /// Where it is, as it is stored: an older version may have allowed more.
    pub settings: InstanceSettings,
    /// Its allow list.
    pub origins: BTreeSet<Origin>,
}

/// What was changed, for the audit log.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What was done.
    pub action: &'static str,
    /// To which instance; empty where it is several.
    pub target: String,
    /// How it was.
    pub old: Option<Value>,
    /// How it is now.
    pub new: Option<Value>,
}

/// Why an estate cannot be changed like that.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EstateError {
    /// There is no instance of that name.
    #[error("there is no instance of that name")]
    NoInstance,
    /// The origin is not on the list.
    #[error("the origin is not on the list")]
    NoOrigin,
    /// The settings of that instance are those of the configuration.
    #[error(
        "the settings of the instance default are those of the configuration, [connect]; change them there"
    )]
    Configured,
    /// The settings cannot be those of an instance.
    #[error("the settings cannot be those of an instance")]
    Mistakes(Vec<Mistake>),
    /// There are too many instances.
    #[error("there are 100 instances already; remove one first")]
    TooManyInstances,
    /// There are too many origins.
    #[error("there are 200 origins on the list already; remove one first")]
    TooManyOrigins,
    /// An order names each of those that were added once.
    #[error("the order must name each instance but default once")]
    WrongOrder,
}

impl EstateError {
    /// The same in the language of a page, as a sentence.
    pub fn text(&self) -> Text {
        match self {
            Self::NoInstance => {
                Text::new("There is no instance of that name.", "その名前のインスタンスはありません。")
            }
            Self::NoOrigin => {
                Text::new("The origin is not on the list.", "そのオリジンは登録されていません。")
            }
            Self::Configured => Text::new(
                "The settings of this instance are those of the configuration, [connect]; change them there.",
                "このインスタンスの設定は設定ファイルの [connect] にあります。そちらで変更してください。",
            ),
            Self::Mistakes(_) => Text::new(
                "Some fields are not right; nothing was changed.",
                "正しくない項目があります。変更されていません。",
            ),
            Self::TooManyInstances => Text::new(
                "There are 100 instances already; remove one first.",
                "インスタンスは 100 件までです。先に 1 件削除してください。",
            ),
            Self::TooManyOrigins => Text::new(
                "There are 200 origins on the list already; remove one first.",
                "オリジンは 200 件までです。先に 1 件削除してください。",
            ),
            Self::WrongOrder => Text::new(
                "The instances have changed meanwhile; look at them again.",
                "インスタンスの一覧が変わりました。もう一度確認してください。",
            ),
        }
    }
}

/// A new estate and what is different in it; nothing where all stays as it is.
pub type Changed = Result<Option<(Estate, Change)>, EstateError>;

impl Estate {
    /// The allow list of an instance.
    pub fn origins_of(&self, name: &InstanceName) -> Option<&BTreeSet<Origin>> {
        if name.is_default() { Some(&self.origins) } else { self.added(name).map(|added| &added.origins) }
    }

    /// An instance that was added.
    pub fn added(&self, name: &InstanceName) -> Option<&Added> {
        self.added.iter().find(|added| added.name == *name)
    }

    /// Every origin on any of the lists.
    pub fn all_origins(&self) -> BTreeSet<Origin> {
        self.added.iter().flat_map(|added| &added.origins).chain(&self.origins).cloned().collect()
    }

    fn origins_mut(&mut self, name: &InstanceName) -> Result<&mut BTreeSet<Origin>, EstateError> {
        if name.is_default() {
            return Ok(&mut self.origins);
        }
        let added = self.added.iter_mut().find(|added| added.name == *name);
        added.map(|added| &mut added.origins).ok_or(EstateError::NoInstance)
    }

    /// Adds an instance at the end, or changes where one is.
    ///
    /// # Errors
    /// When the settings cannot be, or it is the instance of the configuration.
    pub fn put(&self, name: &InstanceName, settings: &InstanceSettings) -> Changed {
        if name.is_default() {
            return Err(EstateError::Configured);
        }
        let instance = Instance::check(settings).map_err(EstateError::Mistakes)?;
        let settings = InstanceSettings::from(&instance);
        let mut next = self.clone();
        let place = next.added.iter().position(|added| added.name == *name);
        let (action, old) = match place.and_then(|place| next.added.get_mut(place)) {
            Some(added) if added.settings == settings => return Ok(None),
            Some(added) => {
                ("instance.changed", Some(std::mem::replace(&mut added.settings, settings.clone())))
            }
            None if self.added.len() >= MAX_INSTANCES => return Err(EstateError::TooManyInstances),
            None => {
                let origins = BTreeSet::new();
                next.added.push(Added { name: name.clone(), settings: settings.clone(), origins });
                ("instance.added", None)
            }
        };
        let old = old.as_ref().and_then(json);
        Ok(Some((next, Change { action, target: name.to_string(), old, new: json(&settings) })))
    }

    /// Removes an instance with its list.
    ///
    /// # Errors
    /// When there is none of that name, or it is the instance of the configuration.
    pub fn remove(&self, name: &InstanceName) -> Changed {
        if name.is_default() {
            return Err(EstateError::Configured);
        }
        let mut next = self.clone();
        let place = next.added.iter().position(|added| added.name == *name).ok_or(EstateError::NoInstance)?;
        let removed = next.added.remove(place);
        let (target, old) = (name.to_string(), json(&InstanceEntry::from(&removed)));
        Ok(Some((next, Change { action: "instance.removed", target, old, new: None })))
    }

    /// Offers the instances in another order.
    ///
    /// # Errors
    /// When the order does not name each of them once.
    pub fn order(&self, names: &[InstanceName]) -> Changed {
        let mut by_name: BTreeMap<&InstanceName, &Added> =
            self.added.iter().map(|added| (&added.name, added)).collect();
        let ordered: Option<Vec<Added>> = names.iter().map(|name| by_name.remove(name).cloned()).collect();
        let added = ordered.filter(|_| by_name.is_empty()).ok_or(EstateError::WrongOrder)?;
        if added == self.added {
            return Ok(None);
        }
        let names = |added: &[Added]| {
            json(&added.iter().map(|added| added.name.as_str().to_owned()).collect::<Vec<_>>())
        };
        let (old, new) = (names(&self.added), names(&added));
        let next = Self { added, ..self.clone() };
        Ok(Some((next, Change { action: "instances.ordered", target: String::new(), old, new })))
    }

    /// Adds an origin to the list of an instance. One that is listed already stays.
    ///
    /// # Errors
    /// When there is no such instance, or the list is full.
    pub fn add_origin(&self, name: &InstanceName, origin: &Origin) -> Changed {
        let mut next = self.clone();
        let origins = next.origins_mut(name)?;
        if origins.contains(origin) {
            return Ok(None);
        }
        if origins.len() >= MAX_ORIGINS {
            return Err(EstateError::TooManyOrigins);
        }
        origins.insert(origin.clone());
        let (target, new) = (name.to_string(), json(&origin.as_str()));
        Ok(Some((next, Change { action: "origin.added", target, old: None, new })))
    }

    /// Removes an origin from the list of an instance.
    ///
    /// # Errors
    /// When there is no such instance, or the origin is not on its list.
    pub fn remove_origin(&self, name: &InstanceName, origin: &Origin) -> Changed {
        let mut next = self.clone();
        if !next.origins_mut(name)?.remove(origin) {
            return Err(EstateError::NoOrigin);
        }
        let (target, old) = (name.to_string(), json(&origin.as_str()));
        Ok(Some((next, Change { action: "origin.removed", target, old, new: None })))
    }

    /// Takes the place of this one, by a file.
    pub fn import(&self, next: Self) -> Option<(Self, Change)> {
        if next == *self {
            return None;
        }
        let (old, new) = (json(&self.list()), json(&next.list()));
        Some((next, Change { action: "instances.imported", target: String::new(), old, new }))
    }

    /// All of it as a file has it: of the instance of the configuration, the list alone.
    pub fn list(&self) -> InstanceList {
        let first = InstanceEntry {
            name: InstanceName::default_one().to_string(),
            settings: None,
            origins: self.origins.iter().map(ToString::to_string).collect(),
        };
        InstanceList {
            instances: std::iter::once(first).chain(self.added.iter().map(InstanceEntry::from)).collect(),
        }
    }
}

impl From<&Added> for InstanceEntry {
    fn from(added: &Added) -> Self {
        Self {
            name: added.name.to_string(),
            settings: Some(added.settings.clone()),
            origins: added.origins.iter().map(ToString::to_string).collect(),
        }
    }
}

pub(super) fn json(value: &impl serde::Serialize) -> Option<Value> {
    serde_json::to_value(value).ok()
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json as value;

    use super::*;

    pub(crate) fn name(text: &str) -> InstanceName {
        InstanceName::parse(text).unwrap()
    }

    pub(crate) fn origin(text: &str) -> Origin {
        Origin::parse(text).unwrap()
    }

    pub(crate) fn settings(host: &str) -> InstanceSettings {
        InstanceSettings {
            ccp_url: format!("https://{host}.my.connect.aws/ccp-v2/"),
            region: "eu-central-1".to_owned(),
            ..InstanceSettings::default()
        }
    }

    pub(crate) fn estate(names: &[&str]) -> Estate {
        names
            .iter()
            .fold(Estate::default(), |estate, one| estate.put(&name(one), &settings(one)).unwrap().unwrap().0)
    }

    #[test]
    fn an_instance_is_added_changed_and_removed_and_each_is_told() {
        let (estate, change) = Estate::default().put(&name("berlin"), &settings("a")).unwrap().unwrap();
        assert_eq!((change.action, change.old, change.new), ("instance.added", None, json(&settings("a"))));
        assert_eq!(estate.put(&name("berlin"), &settings("a")), Ok(None), "nothing changes, nothing is told");
        let (estate, change) = estate.put(&name("berlin"), &settings("b")).unwrap().unwrap();
        assert_eq!((change.action, change.old), ("instance.changed", json(&settings("a"))));
        let (estate, _) = estate.add_origin(&name("berlin"), &origin("https://a.example")).unwrap().unwrap();
        let (estate, change) = estate.remove(&name("berlin")).unwrap().unwrap();
        assert_eq!(estate, Estate::default());
        assert_eq!(change.old.unwrap()["origins"], value!(["https://a.example"]), "its list is told with it");
    }

    #[test]
    fn the_instance_of_the_configuration_has_a_list_here_and_nothing_else() {
        let (estate, default) = (Estate::default(), InstanceName::default_one());
        assert_eq!(estate.put(&default, &settings("a")), Err(EstateError::Configured));
        assert_eq!(estate.remove(&default), Err(EstateError::Configured));
        let (estate, change) = estate.add_origin(&default, &origin("https://a.example")).unwrap().unwrap();
        assert_eq!((change.action, change.target.as_str()), ("origin.added", "default"));
        assert_eq!(estate.origins_of(&default).unwrap().len(), 1);
        assert_eq!(estate.add_origin(&default, &origin("https://a.example")), Ok(None));
        let (estate, change) = estate.remove_origin(&default, &origin("https://a.example")).unwrap().unwrap();
        assert_eq!((estate, change.old), (Estate::default(), Some(value!("https://a.example"))));
    }

    #[test]
    fn what_is_not_there_is_said() {
        let estate = estate(&["berlin"]);
        let (there, other) = (name("berlin"), name("tokyo"));
        let origin = origin("https://a.example");
        assert_eq!(estate.remove(&other), Err(EstateError::NoInstance));
        assert_eq!(estate.add_origin(&other, &origin), Err(EstateError::NoInstance));
        assert_eq!(estate.remove_origin(&other, &origin), Err(EstateError::NoInstance));
        assert_eq!(estate.remove_origin(&there, &origin), Err(EstateError::NoOrigin));
    }

    #[test]
    fn an_order_names_each_once() {
        let estate = estate(&["berlin", "tokyo"]);
        let (b, t) = (name("berlin"), name("tokyo"));
        for wrong in
            [vec![], vec![b.clone()], vec![b.clone(), b.clone()], vec![b.clone(), t.clone(), name("x")]]
        {
            assert_eq!(estate.order(&wrong), Err(EstateError::WrongOrder), "{wrong:?}");
        }
        assert_eq!(estate.order(&[b.clone(), t.clone()]), Ok(None));
        let (turned, change) = estate.order(&[t.clone(), b]).unwrap().unwrap();
        assert_eq!(turned.added[0].name, t);
        assert_eq!(
            (change.old, change.new),
            (Some(value!(["berlin", "tokyo"])), Some(value!(["tokyo", "berlin"])))
        );
    }

    #[test]
    fn there_is_an_end_to_it() {
        let full = (0..MAX_ORIGINS).fold(Estate::default(), |mut estate, index| {
            estate.origins.insert(origin(&format!("https://desk-{index}.example")));
            estate
        });
        let one_more = origin("https://one-more.example");
        assert_eq!(
            full.add_origin(&InstanceName::default_one(), &one_more),
            Err(EstateError::TooManyOrigins)
        );
    }
}
