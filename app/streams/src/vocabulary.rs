//! Whether the words of this crate are those of the library on the page.

use crate::{
    Dictionary, StreamsError,
    api::{Api, from_js, library},
    words::VOCABULARY,
};

/// A word in which the library on the page and this crate differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The library has it and this crate does not: it arrives as `Other`.
    New {
        /// The enumeration, for example `ContactStateType`.
        enumeration: &'static str,
        /// The word.
        word: String,
    },
    /// This crate has it and the library does not.
    Missing {
        /// The enumeration.
        enumeration: &'static str,
        /// The word.
        word: &'static str,
    },
}

/// Compares every enumeration that the library has with this crate's; for those who update one of the two. Enumerations
/// that only the declarations have are passed over.
///
/// # Errors
/// [`StreamsError::NotLoaded`] without the library.
pub fn vocabulary_differences() -> Result<Vec<Difference>, StreamsError> {
    let library = library()?;
    let mut differences = Vec::new();
    for &(enumeration, words) in VOCABULARY {
        let Ok(theirs) = from_js::<Dictionary<String>>(&library.property(Api(enumeration))?) else {
            continue;
        };
        // On the bus the words of agents and contacts have a prefix.
        let theirs: Vec<&str> =
            theirs.values().map(|word| word.rsplit("::").next().unwrap_or(word)).collect();
        let new = theirs.iter().filter(|word| !words.contains(word));
        differences.extend(new.map(|&word| Difference::New { enumeration, word: word.to_owned() }));
        let missing = words.iter().filter(|word| !theirs.contains(word));
        differences.extend(missing.map(|&word| Difference::Missing { enumeration, word }));
    }
    Ok(differences)
}
