//! Goes through what comes, from wherever serde can read, and puts each thing into its place.
//!
//! Nothing in here depends on the type that is read, so the page holds it once. What a type says is asked through
//! [`Place`]. Of a key that comes twice the last counts, as in JavaScript. The source must say by itself what comes, as
//! JSON does.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::place::{Fields, Fit, How, List, Place, Seen, position};

/// One thing that is about to be read.
pub(crate) struct Reading<'a> {
    target: Target<'a>,
    how: How,
}

/// Where it goes. The place of an item or an entry is made only when something comes that is not null.
enum Target<'a> {
    Place(&'a mut dyn Place),
    Item(&'a mut dyn List),
    Entry(&'a mut dyn Fields, String),
}

impl<'a> Reading<'a> {
    /// All that comes goes here.
    pub(crate) fn into(place: &'a mut dyn Place) -> Self {
        Self { target: Target::Place(place), how: How::Required }
    }

    fn place(self) -> Option<&'a mut dyn Place> {
        match self.target {
            Target::Place(place) => Some(place),
            Target::Item(list) => list.item(),
            Target::Entry(fields, key) => fields.entry(&key),
        }
    }

    fn null(self) -> Fit {
        match (self.how, self.target) {
            (How::Required, _) => return Fit::Refused,
            (_, Target::Place(_)) => {}
            (_, Target::Item(list)) => list.null(),
            (_, Target::Entry(fields, key)) => fields.null(&key),
        }
        Fit::Nothing
    }

    fn flag(self, flag: bool) -> Fit {
        self.place().map_or(Fit::Refused, |place| place.flag(flag))
    }

    fn number(self, number: Option<Number>) -> Fit {
        let how = self.how;
        let Some((place, number)) = self.place().zip(number) else { return Fit::Refused };
        place.number(&number, how)
    }

    fn text(self, text: &str) -> Fit {
        let how = self.how;
        let Some(place) = self.place() else { return Fit::Refused };
        let How::TextAs(key) = how else { return place.text(text, how) };
        let field = place.fields().and_then(|fields| {
            let index = position(fields.shape().keys, key)?;
            fields.field(index)
        });
        field.map_or(Fit::Refused, |field| field.text(text, How::Optional))
    }
}

/// Never the value: the library's objects hold numbers and names of people.
fn refused<E: de::Error>() -> E {
    E::custom("not of the expected type")
}

fn fits<E: de::Error>(fit: Fit) -> Result<(), E> {
    if matches!(fit, Fit::Refused) { Err(refused()) } else { Ok(()) }
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("data of the library")
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
        let how = if matches!(self.how, How::Required) { How::Required } else { How::Optional };
        let list = self.place().and_then(Place::list).ok_or_else(refused)?;
        while items.next_element_seed(Reading { target: Target::Item(&mut *list), how })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let fields = self.place().and_then(Place::fields).ok_or_else(refused)?;
        let shape = fields.shape();
        let mut seen: Seen = 0;
        while let Some(key) = entries.next_key::<String>()? {
            let known = position(shape.keys, &key);
            let reading = if let Some(index) = known {
                seen |= 1 << index;
                let how = shape.hows.get(index).copied().unwrap_or(How::Optional);
                Reading { target: Target::Place(fields.field(index).ok_or_else(refused)?), how }
            } else if shape.open {
                Reading { target: Target::Entry(&mut *fields, key), how: How::Optional }
            } else {
                entries.next_value::<IgnoredAny>()?;
                continue;
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
        StreamMessage, decode,
    };

    fn fault<T: serde::de::DeserializeOwned>(value: &Value) -> (String, String) {
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
            assert_eq!(join_time.map(crate::EpochMs::get), Some(5));
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

    #[test]
    fn serde_reads_it_from_any_source() {
        let attribute: Attribute =
            serde_json::from_str(r#"{ "name": "a", "later": [{}], "value": null }"#).unwrap();
        assert_eq!(attribute, Attribute { name: Some("a".to_owned()), value: None });
        let error = serde_json::from_value::<Attribute>(json!({ "value": { "secret": 1 } })).unwrap_err();
        assert_eq!(error.to_string(), "not of the expected type");
    }
}
