//! What a type of data says about itself so that it can be read: where a flag, a number, a text, an item, a field go.
//!
//! serde's derive writes a whole reader for each type: a slot for each field, a drop of all slots wherever reading may
//! end, a chain of comparisons of keys. That was more than a quarter of the page. Here a type is a table of places, and
//! the one reader of [`reading`](super::reading) goes through whatever comes and puts it there.

use serde_json::Number;

/// Where something that is read goes.
pub(crate) trait Place {
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

    fn flag(&mut self, _flag: bool) -> Fit {
        Fit::Refused
    }

    fn number(&mut self, _number: &Number, _how: How) -> Fit {
        Fit::Refused
    }

    fn text(&mut self, _text: &str, _how: How) -> Fit {
        Fit::Refused
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

/// How something fits into its place.
#[derive(Clone, Copy)]
pub(crate) enum Fit {
    /// It is there now.
    Taken,
    /// It says that there is nothing.
    Nothing,
    /// It is of another type.
    Refused,
}

/// How a field is read.
#[derive(Clone, Copy)]
pub(crate) enum How {
    /// It may be missing or null, and so may the items of a list.
    Optional,
    /// It must be there, and so must each item of a list.
    Required,
    /// A number counts seconds, as it does in what the service passes on as it is, or milliseconds: the declarations do
    /// not say which, and the two cannot be confused.
    Seconds,
    /// An empty text says that there is none.
    NotEmpty,
    /// A text stands for an object that has this field alone.
    TextAs(&'static str),
}

/// Where the items of a list go.
pub(crate) trait List {
    /// The place of the next one.
    fn item(&mut self) -> Option<&mut dyn Place>;

    /// The next one is null.
    fn null(&mut self);
}

/// Where the fields of an object go, or the entries of a dictionary.
pub(crate) trait Fields {
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

/// The fields of an object.
pub(crate) struct Shape {
    /// The keys of those that are known.
    pub(crate) keys: &'static [&'static str],
    /// How each of them is read.
    pub(crate) hows: &'static [How],
    /// Whether others have a place as well. Else they are passed over.
    pub(crate) open: bool,
}

impl Shape {
    /// That of a dictionary.
    pub(crate) const DICTIONARY: Self = Self::new(&[], &[], true);

    /// What is too large for [`Seen`] does not compile.
    pub(crate) const fn new(keys: &'static [&'static str], hows: &'static [How], open: bool) -> Self {
        assert!(
            keys.len() == hows.len() && keys.len() <= Seen::BITS as usize,
            "more fields than can be counted"
        );
        Self { keys, hows, open }
    }
}

/// Which fields were there, a bit for each.
pub(crate) type Seen = u64;

/// Where a text stands among others. A function of its own, so that no type has a chain of comparisons.
#[inline(never)]
pub(crate) fn position(texts: &[&str], text: &str) -> Option<usize> {
    texts.iter().position(|known| *known == text)
}
