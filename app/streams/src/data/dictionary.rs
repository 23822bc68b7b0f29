//! Entries under keys, as the library's dictionaries are.

use std::{borrow::Borrow, fmt, iter::Map, ops::Index, slice, vec};

use serde::{Serialize, Serializer};

/// Entries in the order of their keys, each key once.
///
/// They are a list: most of these have a few entries, and the standard library's tree is written out by the compiler for
/// each type of entry, which together was a twentieth of a page's program.
#[derive(Clone, PartialEq, Eq)]
pub struct Dictionary<V, K = String>(Vec<(K, V)>);

/// The entries, one after the other.
type Entries<'a, K, V> = Map<slice::Iter<'a, (K, V)>, fn(&'a (K, V)) -> (&'a K, &'a V)>;

impl<V, K> Dictionary<V, K> {
    /// One without entries.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entries, in the order of their keys.
    pub fn iter(&self) -> Entries<'_, K, V> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.iter().map(|(key, _)| key)
    }

    /// What is under the keys, in their order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }
}

impl<V, K: Ord> Dictionary<V, K> {
    /// Where a key is, or else where it would be.
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.0.binary_search_by(|(known, _)| known.borrow().cmp(key))
    }

    /// What is under a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    /// The same, to change it.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key).ok()?;
        self.0.get_mut(place).map(|(_, value)| value)
    }

    /// Whether something is under a key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// What is under a key, which is put there first if nothing is.
    pub fn get_or_insert_with(&mut self, key: K, value: impl FnOnce() -> V) -> &mut V {
        let place = self.place(&key).unwrap_or_else(|place| {
            self.0.insert(place, (key, value()));
            place
        });
        &mut self.0[place].1
    }

    /// Puts something under a key. Answers with what was there before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(place) => Some(std::mem::replace(&mut self.0[place].1, value)),
            Err(place) => {
                self.0.insert(place, (key, value));
                None
            }
        }
    }

    /// Takes out what is under a key.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|place| self.0.remove(place).1)
    }
}

impl<V, K> Default for Dictionary<V, K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V: fmt::Debug, K: fmt::Debug> fmt::Debug for Dictionary<V, K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

impl<V, K: Ord + Borrow<str>> Index<&str> for Dictionary<V, K> {
    type Output = V;

    /// What is under a key.
    ///
    /// # Panics
    /// When nothing is.
    fn index(&self, key: &str) -> &V {
        let place = self.place(key).unwrap_or(usize::MAX);
        &self.0[place].1
    }
}

/// Of a key that comes twice, the last counts.
impl<V, K: Ord> FromIterator<(K, V)> for Dictionary<V, K> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut dictionary = Self::new();
        for (key, value) in entries {
            dictionary.insert(key, value);
        }
        dictionary
    }
}

impl<V, K: Ord, const N: usize> From<[(K, V); N]> for Dictionary<V, K> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<V, K> IntoIterator for Dictionary<V, K> {
    type Item = (K, V);
    type IntoIter = vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, V, K> IntoIterator for &'a Dictionary<V, K> {
    type Item = (&'a K, &'a V);
    type IntoIter = Entries<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Written as an object.
impl<V: Serialize, K: Serialize> Serialize for Dictionary<V, K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn is_written_as_an_object_an_empty_one_too() {
        let entries = Dictionary::from([("b".to_owned(), 2), ("a".to_owned(), 1)]);
        assert_eq!(serde_json::to_string(&entries).unwrap(), r#"{"a":1,"b":2}"#);
        assert_eq!(serde_json::to_string(&Dictionary::<u32>::new()).unwrap(), "{}");
        assert_eq!((format!("{entries:?}").as_str(), entries["b"]), (r#"{"a": 1, "b": 2}"#, 2));
    }

    proptest! {
        #[test]
        fn does_what_a_tree_does(deeds in prop::collection::vec((0..3_u8, 0..20_u8, any::<u8>()), 0..60)) {
            let (mut ours, mut tree) = (Dictionary::<u8, u8>::new(), BTreeMap::new());
            for (deed, key, value) in deeds {
                match deed {
                    0 => prop_assert_eq!(ours.insert(key, value), tree.insert(key, value)),
                    1 => prop_assert_eq!(ours.remove(&key), tree.remove(&key)),
                    _ => prop_assert_eq!(
                        *ours.get_or_insert_with(key, || value),
                        *tree.entry(key).or_insert(value)
                    ),
                }
                prop_assert_eq!(ours.get(&key), tree.get(&key));
                prop_assert_eq!(ours.get_mut(&key), tree.get_mut(&key));
                prop_assert_eq!((ours.contains_key(&key), ours.is_empty()), (tree.contains_key(&key), tree.is_empty()));
            }
            prop_assert!(ours.keys().eq(tree.keys()) && ours.values().eq(tree.values()) && ours.len() == tree.len());
            prop_assert_eq!(&tree.clone().into_iter().rev().collect::<Dictionary<_, _>>(), &ours);
            prop_assert!(ours.into_iter().eq(tree));
        }
    }
}
