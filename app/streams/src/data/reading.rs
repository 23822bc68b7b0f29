//! Goes through what comes, from wherever serde can read, and puts each thing into its place.
//!
//! Nothing in here depends on the type that is read, so the page holds it once. What a type says is asked through
//! [`Place`]. Of a key that comes twice the last counts, as in JavaScript. The source must say by itself what comes, as
//! JSON does.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::place::{Fields, Fit, How, List, Others, Place, Seen, Shape, position};

/// One thing that is about to be read.
pub struct Reading<'a> {
    target: Target<'a>,
    how: How,
    /// Whether it lies in a record that refuses what it does not know.
    exact: bool,
}

impl fmt::Debug for Reading<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Reading")
    }
}

/// Where it goes. The place of an item or an entry is made only when something comes that is not null.
enum Target<'a> {
    Place(&'a mut dyn Place),
    Item(&'a mut dyn List, usize),
    Entry(&'a mut dyn Fields, String),
}

impl<'a> Reading<'a> {
    /// All that comes goes here.
    pub fn into(place: &'a mut dyn Place) -> Self {
        Self { target: Target::Place(place), how: How::Required, exact: false }
    }

    fn place(self) -> Option<&'a mut dyn Place> {
        match self.target {
            Target::Place(place) => Some(place),
            Target::Item(list, before) => list.item(before),
            Target::Entry(fields, key) => fields.entry(&key),
        }
    }

    /// How its place is to take it in.
    fn how(&self) -> How {
        if self.exact { How::Exact } else { self.how }
    }

    fn null(self) -> &'static Fit {
        match (self.how, self.target) {
            (How::Required | How::Given, _) => return &Fit::Refused,
            (_, Target::Place(_)) => {}
            (_, Target::Item(list, _)) => list.null(),
            (_, Target::Entry(fields, key)) => fields.null(&key),
        }
        &Fit::Nothing
    }

    fn flag(self, flag: bool) -> &'static Fit {
        self.place().map_or(&Fit::Refused, |place| place.flag(flag))
    }

    fn number(self, number: Option<Number>) -> &'static Fit {
        let how = self.how();
        let Some((place, number)) = self.place().zip(number) else { return &Fit::Refused };
        place.number(&number, how)
    }

    fn text(self, text: &str) -> &'static Fit {
        let how = self.how();
        let Some(place) = self.place() else { return &Fit::Refused };
        let How::TextAs(key) = how else { return place.text(text, how) };
        let field = place.fields().and_then(|fields| {
            let index = position(fields.shape().keys, key)?;
            fields.field(index)
        });
        field.map_or(&Fit::Refused, |field| field.text(text, How::Optional))
    }
}

/// Never the value: the library's objects hold numbers and names of people.
fn refused<E: de::Error>() -> E {
    E::custom("not of the expected type")
}

fn fits<E: de::Error>(fit: &Fit) -> Result<(), E> {
    match fit {
        Fit::Taken | Fit::Nothing => Ok(()),
        Fit::Refused => Err(refused()),
        Fit::NoneOf(words) => Err(E::unknown_variant("", words)),
    }
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// The key of a field: where its field stands in the shape, or else the key itself. It is looked for after the one that came
/// before it first: most of what comes was written in the order of the shape.
struct Key {
    shape: &'static Shape,
    next: usize,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Result<usize, String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Result<usize, String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Self::Value, E> {
        let Self { shape: Shape { keys, others, .. }, next } = self;
        let is_next = keys.get(next).is_some_and(|expected| *expected == key);
        let known = if is_next { Some(next) } else { position(keys, key) };
        if known.is_none() && matches!(others, Others::Refused) {
            return Err(E::unknown_field(key, keys));
        }
        Ok(known.ok_or_else(|| key.to_owned()))
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("data")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        fits(self.null())
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        fits(self.null())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<(), E> {
        fits(self.flag(flag))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<(), E> {
        fits(self.number(Some(number.into())))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<(), E> {
        fits(self.number(Some(number.into())))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<(), E> {
        fits(self.number(Number::from_f64(number)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        fits(self.text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        // No holes in the list of what must be there.
        let whole = matches!(self.how, How::Required | How::Given);
        let how = if whole { How::Required } else { How::Optional };
        let exact = self.exact;
        let list = self.place().and_then(Place::list).ok_or_else(refused)?;
        let mut before = 0;
        while items
            .next_element_seed(Reading { target: Target::Item(&mut *list, before), how, exact })?
            .is_some()
        {
            before += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let exact = self.exact;
        let fields = self.place().and_then(Place::fields).ok_or_else(refused)?;
        let shape = fields.shape();
        let exact = exact || matches!(shape.others, Others::Refused);
        let (mut seen, mut next): (Seen, _) = (0, 0);
        while let Some(key) = entries.next_key_seed(Key { shape, next })? {
            let reading = match key {
                Ok(index) => {
                    seen |= 1 << index;
                    next = index + 1;
                    let how = shape.hows.get(index).copied().unwrap_or(How::Optional);
                    Reading { target: Target::Place(fields.field(index).ok_or_else(refused)?), how, exact }
                }
                Err(key) if matches!(shape.others, Others::Entries) => {
                    Reading { target: Target::Entry(&mut *fields, key), how: How::Optional, exact }
                }
                Err(_) => {
                    entries.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            entries.next_value_seed(reading)?;
        }
        for (index, (key, how)) in shape.keys.iter().zip(shape.hows).enumerate() {
            if matches!(how, How::Required) && seen & (1 << index) == 0 {
                return Err(de::Error::missing_field(key));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::data::{
        AgentPreferences, Attribute, ConnectionSnapshot, DecodeError, MonitorInfo, RoutingProfile,
        StreamMessage, decode, record,
    };
    use crate::{EpochMs, choice};

    fn fault<T: crate::data::place::Place>(value: &Value) -> (String, String) {
        let DecodeError { path, message } = decode::<T>(&value.to_string()).err().unwrap();
        (path, message)
    }

    #[test]
    fn a_list_is_no_object() {
        let refused = "not of the expected type".to_owned();
        assert_eq!(fault::<Attribute>(&json!(["name", "value"])), (".".to_owned(), refused.clone()));
        let profile = json!({ "queues": [{}, null, []] });
        assert_eq!(fault::<RoutingProfile>(&profile), ("queues[2]".to_owned(), refused));
    }

    #[test]
    fn the_first_required_field_that_is_missing_is_named() {
        let connection = json!({ "type": "agent", "state": { "timestamp": 5 } });
        let missing = |path: &str, field| (path.to_owned(), format!("missing field `{field}`"));
        assert_eq!(fault::<ConnectionSnapshot>(&connection), missing("state", "type"));
        assert_eq!(fault::<ConnectionSnapshot>(&json!({})), missing(".", "connectionId"));
    }

    #[test]
    fn a_field_with_two_keys_is_read_from_either_and_from_both() {
        for json in [json!({ "joinTime": 5 }), json!({ "joinTimeStamp": 5 })] {
            assert!(decode::<MonitorInfo>(&json.to_string()).unwrap().join_time.is_some());
        }
        for json in
            [json!({ "joinTime": 5, "joinTimeStamp": null }), json!({ "joinTime": 1, "joinTimeStamp": 5 })]
        {
            let join_time = decode::<MonitorInfo>(&json.to_string()).unwrap().join_time;
            assert_eq!(join_time.map(EpochMs::get), Some(5));
        }
    }

    #[test]
    fn what_is_open_is_kept_as_it_came() {
        let preferences: AgentPreferences = decode(r#"{ "locale": "en_US", "a": "b", "c": null }"#).unwrap();
        assert_eq!(preferences.locale.as_deref(), Some("en_US"));
        assert_eq!(preferences.others, [("a".to_owned(), "b".to_owned())].into());

        let anything = json!({ "list": [null, 1, 1.5, true, "a", []], "entries": { "a": null, "b": {} } });
        let message: StreamMessage = decode(&json!({ "data": anything }).to_string()).unwrap();
        assert_eq!(message.data, Some(anything));
    }

    #[derive(Debug)]
    struct Strict {
        at: Option<EpochMs>,
        count: u32,
        list: Vec<String>,
        side: Option<Side>,
        pair: Option<(String, u64)>,
    }

    record! { Strict {
        "at" => at,
        "count" => count: Given,
        "list" => list: Given,
        "side" => side,
        "pair" => pair,
        !others
    } }

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Side {
        Left,
        Right,
    }

    choice! { Side { Left = "left", Right = "right" } }

    #[test]
    fn a_choice_is_one_word_both_ways() {
        for side in Side::ALL {
            assert_eq!(serde_json::to_value(side).unwrap(), side.as_str());
            assert_eq!(Side::of(side.as_str()), Some(side));
        }
        assert_eq!(Side::of("up"), None);
    }

    #[test]
    fn a_strict_record_is_read_when_all_of_it_fits() {
        let strict: Strict = decode(
            r#"{"at": "2026-11-21T09:30:00Z", "count": 3, "list": ["a"], "side": "right", "pair": ["a", 1]}"#,
        )
        .unwrap();
        assert_eq!(strict.at.map(EpochMs::get), Some(1_795_253_400_000));
        assert_eq!((strict.count, strict.list, strict.side), (3, vec!["a".to_owned()], Some(Side::Right)));
        assert_eq!(strict.pair, Some(("a".to_owned(), 1)));
        let empty: Strict = decode(r#"{"at": null, "side": null}"#).unwrap();
        assert!(empty.at.is_none() && empty.count == 0 && empty.list.is_empty() && empty.pair.is_none());
    }

    #[test]
    fn a_strict_record_says_what_does_not_fit_and_where() {
        for (json, path) in [
            (r#"{"colour": "blue"}"#, "colour"),
            (r#"{"at": 1795253400000}"#, "at"),
            (r#"{"count": -1}"#, "count"),
            (r#"{"count": null}"#, "count"),
            (r#"{"count": "three"}"#, "count"),
            (r#"{"list": null}"#, "list"),
            (r#"{"list": ["a", null]}"#, "list[1]"),
            (r#"{"side": "up"}"#, "side"),
            (r#"{"side": 1}"#, "side"),
            (r#"{"pair": ["a", 1, 2]}"#, "pair[2]"),
        ] {
            assert_eq!(decode::<Strict>(json).unwrap_err().path, path, "{json}");
        }
        let error = serde_json::from_str::<Strict>(r#"{"colour": "blue"}"#).unwrap_err();
        assert!(error.to_string().starts_with("unknown field `colour`, expected one of `at`"), "{error}");
        let error = serde_json::from_str::<Strict>(r#"{"side": "up"}"#).unwrap_err();
        assert!(error.to_string().contains("expected `left` or `right`"), "{error}");
        assert!(!error.to_string().contains("up"), "{error}");
    }

    #[test]
    fn a_choice_is_written_as_its_word() {
        assert_eq!(serde_json::to_string(&Side::Left).unwrap(), "\"left\"");
        assert_eq!(decode::<Side>("\"left\""), Ok(Side::Left));
    }

    #[test]
    fn a_record_may_start_from_something_else_than_nothing() {
        #[derive(Debug, PartialEq)]
        struct Settings {
            sound: bool,
            volume: u32,
        }
        impl Settings {
            fn usual() -> Self {
                Self { sound: true, volume: 5 }
            }
        }
        record! { Settings = Settings::usual { "sound" => sound, "volume" => volume, } }
        assert_eq!(decode(r#"{"volume": 7}"#), Ok(Settings { sound: true, volume: 7 }));
    }

    #[test]
    fn serde_reads_it_from_any_source() {
        let attribute: Attribute =
            serde_json::from_str(r#"{ "name": "a", "later": [{}], "value": null }"#).unwrap();
        assert_eq!(attribute, Attribute { name: Some("a".to_owned()), value: None });
        let error = serde_json::from_value::<Attribute>(json!({ "value": { "secret": 1 } })).unwrap_err();
        assert_eq!(error.to_string(), "not of the expected type");
    }
}
