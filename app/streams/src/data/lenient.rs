//! Reads what may be null, absent, or a number written as text.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};

/// Null is the same as absent.
pub(super) fn nullable<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + Deserialize<'de>,
    D: Deserializer<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A list, of which null may be the whole or any element.
pub(super) fn list<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_option(Lenient(PhantomData::<Vec<T>>))
}

/// A dictionary, of which null may be the whole or any entry.
pub(super) fn entries<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    K: Ord + Deserialize<'de>,
    V: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_option(Lenient(PhantomData::<BTreeMap<K, V>>))
}

/// Puts what comes into a collection, one by one: collecting would bring sorting into the page, for each type anew.
struct Lenient<C>(PhantomData<C>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Lenient<Vec<T>> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Option<T>>()? {
            if let Some(item) = item {
                list.push(item);
            }
        }
        Ok(list)
    }
}

impl<'de, K: Ord + Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for Lenient<BTreeMap<K, V>> {
    type Value = BTreeMap<K, V>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a dictionary")
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(BTreeMap::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((key, value)) = entries.next_entry::<K, Option<V>>()? {
            if let Some(value) = value {
                map.insert(key, value);
            }
        }
        Ok(map)
    }
}

/// A text, of which the empty one says that there is none.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::deserialize(deserializer)?.filter(|text: &String| !text.is_empty()))
}

/// A whole number, also when it is written as text. A text that is no number is none.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(Option::<Number>::deserialize(deserializer)?.and_then(|number| number.0))
}

/// A whole number from 0 up, also when it is written as text; what lies outside becomes the nearest inside.
pub(super) struct Count(pub(super) u32);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = Number::deserialize(deserializer)?.0.unwrap_or_default().max(0);
        Ok(Self(u32::try_from(number).unwrap_or(u32::MAX)))
    }
}

struct Number(Option<i64>);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyNumber;
        impl Visitor<'_> for AnyNumber {
            type Value = Number;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a number, or a text that holds one")
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Number, E> {
                Ok(Number(Some(number)))
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Number, E> {
                Ok(Number(Some(i64::try_from(number).unwrap_or(i64::MAX))))
            }
            #[expect(clippy::cast_possible_truncation, reason = "`as` saturates")]
            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Number, E> {
                Ok(Number(Some(number as i64)))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Number, E> {
                Ok(Number(text.trim().parse().ok()))
            }
        }
        deserializer.deserialize_any(AnyNumber)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct All {
        #[serde(deserialize_with = "nullable")]
        flag: bool,
        #[serde(deserialize_with = "list")]
        list: Vec<u8>,
        #[serde(deserialize_with = "entries")]
        entries: BTreeMap<String, u8>,
        #[serde(deserialize_with = "text")]
        text: Option<String>,
        #[serde(deserialize_with = "number")]
        number: Option<i64>,
    }

    #[test]
    fn null_is_the_same_as_absent() {
        let nulls = r#"{"flag": null, "list": null, "entries": null, "text": null, "number": null}"#;
        for json in ["{}", nulls, r#"{"list": [null], "entries": {"a": null}, "text": ""}"#] {
            let all: All = serde_json::from_str(json).unwrap();
            assert!(!all.flag && all.list.is_empty() && all.entries.is_empty());
            assert_eq!((all.text, all.number), (None, None));
        }
    }

    #[test]
    fn a_number_may_be_text() {
        for (json, number) in [
            ("3", Some(3)),
            ("3.9", Some(3)),
            ("-3", Some(-3)),
            ("1e300", Some(i64::MAX)),
            ("18446744073709551615", Some(i64::MAX)),
            ("\"3\"", Some(3)),
            ("\" 3 \"", Some(3)),
            ("\"\"", None),
            ("\"three\"", None),
        ] {
            let all: All = serde_json::from_str(&format!("{{\"number\": {json}}}")).unwrap();
            assert_eq!(all.number, number, "{json}");
        }
    }
}
