//! Reading data of one's own as this crate reads the library's: by one reader for all types, which is small in a page.
//!
//! [`record!`](crate::record) says of a structure which key goes to which of its fields, [`choice!`](crate::choice) of an
//! enumeration which word is which value. What they describe can be read by serde from any source that says by itself
//! what comes, such as JSON, and by [`decode`] from JSON text; a page that reads by nothing else holds no other reader.
//! The rest of this module is what the two macros write, and changes with them.

#[doc(hidden)]
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::data::{
    place::{Fields, Fit, How, List, Others, Place, Shape, position},
    reading::Reading,
    tree::decode,
};
