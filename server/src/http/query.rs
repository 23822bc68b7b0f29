//! Queries: what is asked for in an address. Each name once, none that is not known, and no text that a database could not
//! take.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, Path, Query},
    http::{Uri, request::Parts},
};
use connect_streams::EpochMs;
use serde::de::{DeserializeOwned, IntoDeserializer as _, value::Error as WordError};

use super::ApiError;
use crate::{
    auth::Reach,
    store::{Filter, Position, Words},
};

/// The longest text in a query, in bytes.
const LONGEST: usize = 256;

/// What is asked for, as names and values. What is taken out has been read; in the end nothing may be left.
#[derive(Debug)]
pub(super) struct Asked(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        Query::from_request_parts(parts, state)
            .await
            .map_or_else(|_| Err(unreadable()), |Query(pairs)| Ok(Self(pairs)))
    }
}

impl Asked {
    /// Reads a query that came otherwise than by a request.
    pub(super) fn read(query: &str) -> Result<Self, ApiError> {
        let uri = Uri::builder().path_and_query(format!("/?{query}")).build().map_err(|_| unreadable())?;
        Query::try_from_uri(&uri).map_or_else(|_| Err(unreadable()), |Query(pairs)| Ok(Self(pairs)))
    }

    /// A text: 1 to 256 bytes without control characters.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, ApiError> {
        let Some(index) = self.0.iter().position(|(key, _)| key == name) else { return Ok(None) };
        let (_, value) = self.0.swap_remove(index);
        if self.0.iter().any(|(key, _)| key == name) {
            return Err(invalid(name, "is given twice"));
        }
        if !(1..=LONGEST).contains(&value.len()) || value.chars().any(char::is_control) {
            return Err(invalid(name, "is 1 to 256 bytes of text without control characters"));
        }
        Ok(Some(value))
    }

    /// A moment.
    pub(super) fn moment(&mut self, name: &str) -> Result<Option<EpochMs>, ApiError> {
        let moment =
            |text: String| text.parse().map_err(|error| invalid(name, &format!("is not valid: {error}")));
        self.text(name)?.map(moment).transpose()
    }

    /// One of the words of the wire.
    pub(super) fn word<T: DeserializeOwned>(&mut self, name: &str) -> Result<Option<T>, ApiError> {
        let word = |text: String| {
            let text: serde::de::value::StringDeserializer<WordError> = text.into_deserializer();
            T::deserialize(text).map_err(|_| invalid(name, "is not one of the words that it can be"))
        };
        self.text(name)?.map(word).transpose()
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, name: &str) -> Result<bool, ApiError> {
        match self.text(name)?.as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(invalid(name, "is true or false")),
        }
    }

    /// How many at most.
    pub(super) fn limit(&mut self, usual: u32, largest: u32) -> Result<u32, ApiError> {
        let Some(text) = self.text("limit")? else { return Ok(usual) };
        text.parse()
            .ok()
            .filter(|limit| (1..=largest).contains(limit))
            .ok_or_else(|| invalid("limit", &format!("is a whole number from 1 to {largest}")))
    }

    /// Which contact records are meant.
    pub(super) fn filter(&mut self) -> Result<Filter, ApiError> {
        let words = |text: String| Words::parse(&text).ok_or_else(|| invalid("text", "has no word in it"));
        Ok(Filter {
            agent: self.text("agent")?,
            since: self.moment("since")?,
            until: self.moment("until")?,
            queue: self.text("queue")?,
            channel: self.text("channel")?,
            direction: self.word("direction")?,
            outcome: self.word("outcome")?,
            disposition: self.text("disposition")?,
            number: self.text("number")?,
            text: self.text("text")?.map(words).transpose()?,
            monitoring: self.flag("monitoring")?,
            // Who asks is known to whoever lets them.
            reach: Reach::default(),
        })
    }

    /// Nothing else may be asked for.
    pub(super) fn nothing_else(self) -> Result<(), ApiError> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(ApiError::InvalidQuery("there is something in it that is not known here".to_owned()))
    }
}

/// The name of one contact in an address. One that is no text is the name of none.
#[derive(Debug)]
pub(super) struct Named(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let name: Result<Path<String>, _> = Path::from_request_parts(parts, state).await;
        // Not every database can be asked for what has a zero in it.
        let name = name.ok().filter(|Path(name)| !name.contains('\0'));
        name.map(|Path(name)| Self(name)).ok_or(ApiError::NotFound("contact record"))
    }
}

fn unreadable() -> ApiError {
    ApiError::InvalidQuery("it cannot be read".to_owned())
}

fn invalid(name: &str, reason: &str) -> ApiError {
    ApiError::InvalidQuery(format!("{name} {reason}"))
}

/// A place in the list as the caller carries it. What is in it is nobody's business but ours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor(pub(super) Position);

impl std::fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:x}-{:x}", self.0.started_at.get(), self.0.id)
    }
}

impl FromStr for Cursor {
    type Err = ApiError;

    fn from_str(text: &str) -> Result<Self, ApiError> {
        let number = |text: &str| i64::from_str_radix(text, 16).ok().filter(|number| *number >= 0);
        let position = text.split_once('-').and_then(|(started_at, id)| {
            Some(Position { started_at: EpochMs::new(number(started_at)?), id: number(id)? })
        });
        position.map(Self).ok_or_else(|| invalid("cursor", "is not one that this server gave"))
    }
}
