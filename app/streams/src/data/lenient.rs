//! The places of plain things: what may be absent, several, or a number written as text.

use serde::{Deserialize, Deserializer};
use serde_json::Number;

use super::{
    dictionary::Dictionary,
    place::{Fields, Fit, How, List, Place, Shape},
    reading::Reading,
};
use crate::words::Words;

impl Place for String {
    fn empty() -> Self {
        Self::new()
    }

    fn text(&mut self, text: &str, how: How) -> &'static Fit {
        if matches!(how, How::NotEmpty) && text.is_empty() {
            return &Fit::Nothing;
        }
        text.clone_into(self);
        &Fit::Taken
    }
}

impl<W: Words> Place for W {
    fn empty() -> Self {
        String::new().into()
    }

    fn text(&mut self, text: &str, _: How) -> &'static Fit {
        *self = text.to_owned().into();
        &Fit::Taken
    }
}

impl Place for bool {
    fn empty() -> Self {
        false
    }

    fn flag(&mut self, flag: bool) -> &'static Fit {
        *self = flag;
        &Fit::Taken
    }
}

/// A number of any kind as a whole one; what lies outside becomes the nearest inside.
#[expect(clippy::cast_possible_truncation, reason = "`as` saturates")]
pub(super) fn whole(number: &Number) -> i64 {
    number.as_i64().unwrap_or_else(|| number.as_f64().unwrap_or_default() as i64)
}

/// A whole number, also when it is written as text; what lies outside becomes the nearest inside. Both are refused where
/// numbers are read exactly. A text that is no number is none.
impl Place for i64 {
    fn empty() -> Self {
        0
    }

    fn number(&mut self, number: &Number, how: How) -> &'static Fit {
        let exact = number.as_i64();
        if matches!(how, How::Exact) && exact.is_none() {
            return &Fit::Refused;
        }
        *self = exact.unwrap_or_else(|| whole(number));
        &Fit::Taken
    }

    fn text(&mut self, text: &str, how: How) -> &'static Fit {
        if matches!(how, How::Exact) {
            return &Fit::Refused;
        }
        let Ok(number) = text.trim().parse() else { return &Fit::Nothing };
        *self = number;
        &Fit::Taken
    }
}

/// A whole number from 0 up, also when it is written as text; what lies outside becomes the nearest inside, or is refused
/// where numbers are read exactly.
impl Place for u32 {
    fn empty() -> Self {
        0
    }

    fn number(&mut self, number: &Number, how: How) -> &'static Fit {
        if matches!(how, How::Exact) {
            let Some(exact) = number.as_u64().and_then(|number| number.try_into().ok()) else {
                return &Fit::Refused;
            };
            *self = exact;
        } else {
            *self = whole(number).clamp(0, Self::MAX.into()).try_into().unwrap_or_default();
        }
        &Fit::Taken
    }

    fn text(&mut self, text: &str, how: How) -> &'static Fit {
        let mut number = 0_i64;
        match number.text(text, how) {
            Fit::Taken => self.number(&number.into(), how),
            other => other,
        }
    }
}

/// A whole number from 0 up and nothing else.
impl Place for u64 {
    fn empty() -> Self {
        0
    }

    fn number(&mut self, number: &Number, _: How) -> &'static Fit {
        let Some(number) = number.as_u64() else { return &Fit::Refused };
        *self = number;
        &Fit::Taken
    }
}

/// A whole number from 0 up and nothing else.
impl Place for u16 {
    fn empty() -> Self {
        0
    }

    fn number(&mut self, number: &Number, _: How) -> &'static Fit {
        let number = number.as_u64().and_then(|number| number.try_into().ok());
        let Some(number) = number else { return &Fit::Refused };
        *self = number;
        &Fit::Taken
    }
}

impl Place for f64 {
    fn empty() -> Self {
        0.0
    }

    fn number(&mut self, number: &Number, _: How) -> &'static Fit {
        *self = number.as_f64().unwrap_or_default();
        &Fit::Taken
    }
}

/// None until something comes that is not null.
impl<T: Place> Place for Option<T> {
    fn empty() -> Self {
        None
    }

    fn null() -> Option<Self> {
        Some(None)
    }

    fn flag(&mut self, flag: bool) -> &'static Fit {
        put(self, |place| place.flag(flag))
    }

    fn number(&mut self, number: &Number, how: How) -> &'static Fit {
        put(self, |place| place.number(number, how))
    }

    fn text(&mut self, text: &str, how: How) -> &'static Fit {
        put(self, |place| place.text(text, how))
    }

    fn list(&mut self) -> Option<&mut dyn List> {
        self.insert(T::empty()).list()
    }

    fn fields(&mut self) -> Option<&mut dyn Fields> {
        self.insert(T::empty()).fields()
    }
}

fn put<T: Place>(option: &mut Option<T>, fill: impl FnOnce(&mut T) -> &'static Fit) -> &'static Fit {
    let mut value = T::empty();
    let fit = fill(&mut value);
    if matches!(fit, Fit::Taken) {
        *option = Some(value);
    }
    fit
}

impl<T: Place> Place for Vec<T> {
    fn empty() -> Self {
        Self::new()
    }

    fn list(&mut self) -> Option<&mut dyn List> {
        self.clear();
        Some(self)
    }
}

impl<T: Place> List for Vec<T> {
    fn item(&mut self, _: usize) -> Option<&mut dyn Place> {
        self.push(T::empty());
        self.last_mut().map(|item| item as &mut dyn Place)
    }

    fn null(&mut self) {
        if let Some(item) = T::null() {
            self.push(item);
        }
    }
}

/// A list of two.
impl<A: Place, B: Place> Place for (A, B) {
    fn empty() -> Self {
        (A::empty(), B::empty())
    }

    fn list(&mut self) -> Option<&mut dyn List> {
        Some(self)
    }
}

impl<A: Place, B: Place> List for (A, B) {
    fn item(&mut self, before: usize) -> Option<&mut dyn Place> {
        match before {
            0 => Some(&mut self.0),
            1 => Some(&mut self.1),
            _ => None,
        }
    }

    fn null(&mut self) {}
}

impl<K: Ord + From<String>, T: Place> Place for Dictionary<T, K> {
    fn empty() -> Self {
        Self::new()
    }

    fn fields(&mut self) -> Option<&mut dyn Fields> {
        Some(self)
    }
}

impl<K: Ord + From<String>, T: Place> Fields for Dictionary<T, K> {
    fn shape(&self) -> &'static Shape {
        &Shape::DICTIONARY
    }

    fn entry(&mut self, key: &str) -> Option<&mut dyn Place> {
        Some(self.get_or_insert_with(key.to_owned().into(), T::empty))
    }
}

impl<'de, K: Ord + From<String>, T: Place> Deserialize<'de> for Dictionary<T, K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut entries = Self::empty();
        deserializer.deserialize_map(Reading::into(&mut entries))?;
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::record;

    struct All {
        flag: bool,
        list: Vec<u32>,
        entries: Dictionary<u32>,
        text: Option<String>,
        number: Option<i64>,
    }

    record! { All {
        "flag" => flag,
        "list" => list,
        "entries" => entries,
        "text" => text: NotEmpty,
        "number" => number,
    } }

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

    #[test]
    fn a_count_lies_between_nothing_and_the_greatest() {
        for (json, count) in [("-3", 0), ("\"7\"", 7), ("1e300", u32::MAX), ("\"three\"", 0)] {
            let all: All = serde_json::from_str(&format!("{{\"entries\": {{\"a\": {json}}}}}")).unwrap();
            assert_eq!(all.entries["a"], count, "{json}");
        }
    }
}
