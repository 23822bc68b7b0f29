//! The place of what the declarations leave open: it is kept as it came, nulls included.

use serde_json::{Map, Number, Value};

use super::place::{Fields, Fit, How, List, Place, Shape};

impl Place for Value {
    fn empty() -> Self {
        Self::Null
    }

    fn null() -> Option<Self> {
        Some(Self::Null)
    }

    fn flag(&mut self, flag: bool) -> &'static Fit {
        *self = Self::Bool(flag);
        &Fit::Taken
    }

    fn number(&mut self, number: &Number, _: How) -> &'static Fit {
        *self = Self::Number(number.clone());
        &Fit::Taken
    }

    fn text(&mut self, text: &str, _: How) -> &'static Fit {
        *self = Self::String(text.to_owned());
        &Fit::Taken
    }

    fn list(&mut self) -> Option<&mut dyn List> {
        *self = Self::Array(Vec::new());
        self.as_array_mut().map(|list| list as &mut dyn List)
    }

    fn fields(&mut self) -> Option<&mut dyn Fields> {
        *self = Self::Object(Map::new());
        self.as_object_mut().map(|entries| entries as &mut dyn Fields)
    }
}

impl Place for Map<String, Value> {
    fn empty() -> Self {
        Self::new()
    }

    fn fields(&mut self) -> Option<&mut dyn Fields> {
        Some(self)
    }
}

impl Fields for Map<String, Value> {
    fn shape(&self) -> &'static Shape {
        &Shape::DICTIONARY
    }

    fn entry(&mut self, key: &str) -> Option<&mut dyn Place> {
        Some(self.entry(key).or_insert(Value::Null))
    }

    fn null(&mut self, key: &str) {
        self.insert(key.to_owned(), Value::Null);
    }
}
