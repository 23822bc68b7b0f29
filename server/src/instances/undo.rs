//! Takes a change back, unless what it left has been changed again since.

use app::{
    api::{InstanceEntry, InstanceList, InstanceSettings},
    text::Text,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    Estate, EstateError, InstanceName,
    estate::{Changed, json},
};
use crate::origin::Origin;

/// A change as the audit log has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// What was done.
    pub action: String,
    /// To which instance.
    pub target: String,
    /// How it was.
    pub old: Option<Value>,
    /// How it was then.
    pub new: Option<Value>,
}

/// Why a change is not taken back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotUndone {
    /// It is no longer as the change left it.
    #[error(
        "what it changed has been changed again since; undo the later change first, or change it by hand"
    )]
    ChangedSince,
    /// It is nothing that could be taken back.
    #[error("it is no change of instances or origins")]
    NoChange,
    /// It cannot be changed back.
    #[error(transparent)]
    Estate(#[from] EstateError),
}

impl NotUndone {
    /// The same in the language of a page, as a sentence.
    pub fn text(&self) -> Text {
        match self {
            Self::ChangedSince => Text::new(
                "What it changed has been changed again since; undo the later change first, or change it by hand.",
                "その後さらに変更されています。先に新しい変更を元に戻すか、手動で変更してください。",
            ),
            Self::NoChange => {
                Text::new("That is no change of instances or origins.", "元に戻せる変更ではありません。")
            }
            Self::Estate(error) => error.text(),
        }
    }
}

impl Estate {
    /// Takes a change back.
    ///
    /// # Errors
    /// When what it left is no longer so.
    pub fn undo(&self, past: &Past) -> Result<(Self, super::Change), NotUndone> {
        let undone = match past.action.as_str() {
            "instances.ordered" => self.undo_order(past)?,
            "instances.imported" => self.undo_import(past)?,
            action => {
                let name = InstanceName::parse(&past.target).map_err(|_| NotUndone::NoChange)?;
                match action {
                    "origin.added" => self.remove_origin(&name, &origin(past.new.as_ref())?),
                    "origin.removed" => self.add_origin(&name, &origin(past.old.as_ref())?),
                    "instance.added" => {
                        let added = self.added(&name).ok_or(NotUndone::ChangedSince)?;
                        // A list that it has got since would go with it.
                        if json(&added.settings) != past.new || !added.origins.is_empty() {
                            return Err(NotUndone::ChangedSince);
                        }
                        self.remove(&name)
                    }
                    "instance.changed" => {
                        let added = self.added(&name).ok_or(NotUndone::ChangedSince)?;
                        if json(&added.settings) != past.new {
                            return Err(NotUndone::ChangedSince);
                        }
                        self.put(&name, &read::<InstanceSettings>(past.old.as_ref())?)
                    }
                    "instance.removed" if self.added(&name).is_none() => {
                        let entry = read::<InstanceEntry>(past.old.as_ref())?;
                        self.put_back(&name, &entry)
                    }
                    "instance.removed" => return Err(NotUndone::ChangedSince),
                    _ => return Err(NotUndone::NoChange),
                }
            }
        };
        match undone {
            Ok(Some(undone)) => Ok(undone),
            // It is as it was before already.
            Ok(None) | Err(EstateError::NoOrigin | EstateError::NoInstance | EstateError::WrongOrder) => {
                Err(NotUndone::ChangedSince)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn undo_order(&self, past: &Past) -> Result<Changed, NotUndone> {
        let now: Vec<_> = self.added.iter().map(|added| added.name.as_str()).collect();
        if json(&now) != past.new {
            return Err(NotUndone::ChangedSince);
        }
        let names: Vec<String> = read(past.old.as_ref())?;
        let names: Result<Vec<_>, _> = names.iter().map(|name| InstanceName::parse(name)).collect();
        Ok(self.order(&names.map_err(|_| NotUndone::NoChange)?))
    }

    fn undo_import(&self, past: &Past) -> Result<Changed, NotUndone> {
        if json(&self.list()) != past.new {
            return Err(NotUndone::ChangedSince);
        }
        let before = Self::try_from(&read::<InstanceList>(past.old.as_ref())?);
        Ok(Ok(self.import(before.map_err(|_| NotUndone::NoChange)?)))
    }

    /// Brings a removed instance back with its list, at the end.
    fn put_back(&self, name: &InstanceName, entry: &InstanceEntry) -> Changed {
        let Some((mut next, change)) =
            self.put(name, entry.settings.as_ref().ok_or(EstateError::NoInstance)?)?
        else {
            return Ok(None);
        };
        if let Some(added) = next.added.last_mut() {
            added.origins = entry.origins.iter().filter_map(|text| Origin::parse(text).ok()).collect();
        }
        Ok(Some((next, change)))
    }
}

fn origin(value: Option<&Value>) -> Result<Origin, NotUndone> {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    Origin::parse(text).map_err(|_| NotUndone::NoChange)
}

fn read<T: DeserializeOwned>(value: Option<&Value>) -> Result<T, NotUndone> {
    serde_json::from_value(value.cloned().unwrap_or_default()).map_err(|_| NotUndone::NoChange)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instances::{
        Change,
        estate::tests::{estate, name, origin, settings},
    };

    fn past(change: Change) -> Past {
        Past { action: change.action.to_owned(), target: change.target, old: change.old, new: change.new }
    }

    /// Every kind of change to an estate, each alone.
    fn changes(before: &Estate) -> Vec<(Estate, Change)> {
        let (berlin, default) = (name("berlin"), InstanceName::default_one());
        let (listed, new) = (origin("https://listed.example"), origin("https://new.example"));
        [
            before.add_origin(&berlin, &new),
            before.add_origin(&default, &new),
            before.remove_origin(&berlin, &listed),
            before.put(&berlin, &settings("moved")),
            before.put(&name("osaka"), &settings("osaka")),
            before.remove(&name("tokyo")),
            before.order(&[name("tokyo"), berlin]),
            Ok(before.import(estate(&["kyoto"]))),
        ]
        .into_iter()
        .map(|changed| changed.unwrap().unwrap())
        .collect()
    }

    fn before() -> Estate {
        let mut before = estate(&["berlin", "tokyo"]);
        before.added[0].origins.insert(origin("https://listed.example"));
        before.added[1].origins.insert(origin("https://other.example"));
        before
    }

    #[test]
    fn whatever_was_changed_is_as_it_was_when_that_is_undone_and_undoing_can_be_undone() {
        let before = before();
        for (after, change) in changes(&before) {
            let action = change.action;
            let (undone, reverse) = after.undo(&past(change)).unwrap();
            assert_eq!(undone, before, "{action}");
            // Bringing an instance back brings its list, which removing it again by undo would lose.
            if action != "instance.removed" {
                assert_eq!(undone.undo(&past(reverse)).unwrap().0, after, "{action}");
            }
        }
    }

    #[test]
    fn what_has_been_changed_again_since_stays() {
        let before = before();
        for (after, change) in changes(&before) {
            let action = change.action;
            let past = past(change);
            let undone = after.undo(&past).unwrap().0;
            assert_eq!(undone.undo(&past), Err(NotUndone::ChangedSince), "{action} twice");
        }
        let (moved, change) = before.put(&name("berlin"), &settings("moved")).unwrap().unwrap();
        let (again, _) = moved.put(&name("berlin"), &settings("again")).unwrap().unwrap();
        assert_eq!(again.undo(&past(change)), Err(NotUndone::ChangedSince));
        let (added, change) = before.put(&name("osaka"), &settings("o")).unwrap().unwrap();
        let (listed, _) = added.add_origin(&name("osaka"), &origin("https://o.example")).unwrap().unwrap();
        assert_eq!(listed.undo(&past(change)), Err(NotUndone::ChangedSince), "its list would go with it");
    }

    #[test]
    fn what_is_no_change_of_instances_is_not_undone() {
        for (action, target) in
            [("account.added", "anna"), ("origin.added", "No Name"), ("origin.added", "default")]
        {
            let past = Past { action: action.to_owned(), target: target.to_owned(), old: None, new: None };
            assert_eq!(before().undo(&past), Err(NotUndone::NoChange));
        }
    }
}
