//! Reads one of our types from a tree of JSON, and says where it went wrong.
//!
//! The tree is the one source that the page reads from, so the page holds one reader; and the path is put together only
//! on the way back from an error.

use std::fmt;

use serde::{
    de::{self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};
use serde_json::{Map, Value};

use super::{DecodeError, place::Place, reading::Reading};

/// Reads JSON text, such as that of one of the library's objects.
///
/// # Errors
/// Where the text is no JSON or has another shape, with the path of the field and never its value.
pub fn decode<T: Place>(json: &str) -> Result<T, DecodeError> {
    filled(|place| put(json, place))
}

/// What was put into its place, or what null alone is read as, if that can be.
pub(crate) fn filled<T: Place>(
    put: impl FnOnce(&mut dyn Place) -> Result<bool, DecodeError>,
) -> Result<T, DecodeError> {
    let mut place = T::empty();
    if put(&mut place)? {
        return Ok(place);
    }
    T::null().ok_or_else(|| <Misfit as de::Error>::custom("").into())
}

/// Apart from [`decode`], so that a page has it once and not for each type. Answers whether there was anything but null.
pub(crate) fn put(json: &str, place: &mut dyn Place) -> Result<bool, DecodeError> {
    let tree: Value = serde_json::from_str(json)
        .map_err(|_| DecodeError { path: ".".to_owned(), message: "not JSON".to_owned() })?;
    if tree.is_null() {
        return Ok(false);
    }
    Reading::into(place).deserialize(Node(&tree)).map_err(DecodeError::from)?;
    Ok(true)
}

impl From<Misfit> for DecodeError {
    fn from(misfit: Misfit) -> Self {
        let (path, message) = misfit.into_parts();
        Self { path, message }
    }
}

/// Where something does not fit, and how; never the value.
#[derive(Debug)]
struct Misfit {
    /// From the inside out.
    path: Vec<Step>,
    message: String,
}

#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

impl Misfit {
    fn within(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }

    /// The path as people write it, for example `snapshot.contacts[0].state`, and what is wrong there.
    fn into_parts(self) -> (String, String) {
        let steps = self.path.iter().rev().map(|step| match step {
            Step::Index(index) => format!("[{index}]"),
            Step::Key(key) => format!(".{key}"),
        });
        let path: String = steps.collect();
        let path = path.strip_prefix('.').filter(|path| !path.is_empty()).unwrap_or(if path.is_empty() {
            "."
        } else {
            &path
        });
        (path.to_owned(), self.message)
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    /// What serde says may quote the value, and the library's objects hold numbers and names of people.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self { path: Vec::new(), message: "not of the expected type".to_owned() }
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self { path: Vec::new(), message: "not one of the words that are known".to_owned() }
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self { path: vec![Step::Key(field.to_owned())], message: "not known".to_owned() }
    }

    fn missing_field(field: &'static str) -> Self {
        Self { path: Vec::new(), message: format!("missing field `{field}`") }
    }
}

/// A value in the tree.
struct Node<'tree>(&'tree Value);

impl<'tree> Deserializer<'tree> for Node<'tree> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(*flag),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), _, _) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (_, _, number) => visitor.visit_f64(number.unwrap_or_default()),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(list) => visitor.visit_seq(Items { list, next: 0 }),
            Value::Object(entries) => visitor.visit_map(Entries { entries: entries.iter(), value: None }),
        }
    }

    fn deserialize_option<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'tree>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    /// Nobody looks at what is passed over.
    fn deserialize_ignored_any<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        <W: Visitor<'tree>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier
    }
}

struct Items<'tree> {
    list: &'tree [Value],
    next: usize,
}

impl<'tree> SeqAccess<'tree> for Items<'tree> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'tree>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        let index = self.next;
        let Some(item) = self.list.get(index) else { return Ok(None) };
        self.next += 1;
        seed.deserialize(Node(item)).map(Some).map_err(|misfit| misfit.within(Step::Index(index)))
    }
}

struct Entries<'tree> {
    entries: <&'tree Map<String, Value> as IntoIterator>::IntoIter,
    value: Option<(&'tree String, &'tree Value)>,
}

impl<'tree> MapAccess<'tree> for Entries<'tree> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'tree>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        self.value = self.entries.next();
        let Some((key, _)) = self.value else { return Ok(None) };
        seed.deserialize(key.as_str().into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'tree>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        // serde asks for the key first.
        let (key, value) = self.value.take().ok_or_else(|| <Misfit as de::Error>::custom(""))?;
        seed.deserialize(Node(value)).map_err(|misfit| misfit.within(Step::Key(key.clone())))
    }
}
