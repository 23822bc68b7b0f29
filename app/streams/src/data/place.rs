//! What a type of data says about itself so that it can be read: where a flag, a number, a text, an item, a field go.
//! A type says it by [`record!`](crate::record) or [`choice!`](crate::choice), not by hand.
//!
//! serde's derive writes a whole reader for each type: a slot for each field, a drop of all slots wherever reading may
//! end, a chain of comparisons of keys. That was more than a quarter of the page. Here a type is a table of places, and
//! the one reader of [`reading`](super::reading) goes through whatever comes and puts it there.

use serde_json::Number;

/// Where something that is read goes.
pub trait Place {
    /// What is there before anything was read.
    fn empty() -> Self
    where
        Self: Sized;

    /// What a null among the items of a list or the entries of a dictionary becomes. Most often nothing: it is passed
    /// over.
    fn null() -> Option<Self>
    where
        Self: Sized,
    {
        None
    }

    /// Takes in a flag.
    fn flag(&mut self, _flag: bool) -> &'static Fit {
        &Fit::Refused
    }

    /// Takes in a number.
    fn number(&mut self, _number: &Number, _how: How) -> &'static Fit {
        &Fit::Refused
    }

    /// Takes in a text.
    fn text(&mut self, _text: &str, _how: How) -> &'static Fit {
        &Fit::Refused
    }

    /// Where the items of a list go, if a list fits here.
    fn list(&mut self) -> Option<&mut dyn List> {
        None
    }

    /// Where the fields of an object go, if an object fits here.
    fn fields(&mut self) -> Option<&mut dyn Fields> {
        None
    }
}

/// How something fits into its place. Handed around by reference, which is smaller than the verdict itself.
#[derive(Clone, Copy, Debug)]
pub enum Fit {
    /// It is there now.
    Taken,
    /// It says that there is nothing.
    Nothing,
    /// It is of another type.
    Refused,
    /// It is a text, but none of these words.
    NoneOf(&'static [&'static str]),
}

/// How a field is read.
#[derive(Clone, Copy, Debug)]
pub enum How {
    /// It may be missing or null, and so may the items of a list.
    Optional,
    /// It may be missing but not null, and each item of a list must be there.
    Given,
    /// It must be there, and so must each item of a list.
    Required,
    /// What the fields of a record that refuses other fields tell their places: a moment is written as text, and a number
    /// that is out of bounds does not become the nearest inside.
    Exact,
    /// A number counts seconds, as it does in what the service passes on as it is, or milliseconds: the declarations do
    /// not say which, and the two cannot be confused.
    Seconds,
    /// An empty text says that there is none.
    NotEmpty,
    /// A text stands for an object that has this field alone.
    TextAs(&'static str),
}

/// Where the items of a list go.
pub trait List {
    /// The place of the next one, which comes after `before` others.
    fn item(&mut self, before: usize) -> Option<&mut dyn Place>;

    /// The next one is null.
    fn null(&mut self);
}

/// Where the fields of an object go, or the entries of a dictionary.
pub trait Fields {
    /// Which fields there are.
    fn shape(&self) -> &'static Shape;

    /// The place of a field, by its place in the shape.
    fn field(&mut self, _index: usize) -> Option<&mut dyn Place> {
        None
    }

    /// The place of something that has no place in the shape.
    fn entry(&mut self, _key: &str) -> Option<&mut dyn Place> {
        None
    }

    /// Something that has no place in the shape is null.
    fn null(&mut self, _key: &str) {}
}

/// What becomes of a field that has no place in the shape.
#[derive(Clone, Copy, Debug)]
pub enum Others {
    /// It is passed over.
    PassedOver,
    /// It has a place all the same: it is an entry.
    Entries,
    /// It is an error.
    Refused,
}

/// The fields of an object.
#[derive(Debug)]
pub struct Shape {
    /// The keys of those that are known.
    pub keys: &'static [&'static str],
    /// How each of them is read.
    pub hows: &'static [How],
    /// What becomes of the others.
    pub others: Others,
}

impl Shape {
    /// That of a dictionary.
    pub const DICTIONARY: Self = Self::new(&[], &[], Others::Entries);

    /// That of an object with these fields.
    ///
    /// # Panics
    /// When it is compiled: with more than 64 fields, or keys and readings that are not as many.
    pub const fn new(keys: &'static [&'static str], hows: &'static [How], others: Others) -> Self {
        assert!(
            keys.len() == hows.len() && keys.len() <= Seen::BITS as usize,
            "more fields than can be counted"
        );
        Self { keys, hows, others }
    }
}

/// Which fields were there, a bit for each.
pub(crate) type Seen = u64;

/// Where a text stands among others. A function of its own, so that no type has a chain of comparisons.
#[inline(never)]
pub fn position(texts: &[&str], text: &str) -> Option<usize> {
    texts.iter().position(|known| *known == text)
}
