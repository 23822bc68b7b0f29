//! What a page sends: a form as somebody filled it in, and what it is about.

use axum::{
    Form,
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::request::Parts,
};

use crate::http::ApiError;

/// A form as somebody filled it in: names and values.
#[derive(Debug)]
pub(in crate::http) struct Filled(Vec<(String, String)>);

impl Filled {
    /// What stands in a field, as it was typed; nothing where there is none.
    pub(in crate::http) fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// What stands in a field, without spaces around it.
    pub(in crate::http) fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// What is chosen of several.
    pub(in crate::http) fn all<'form>(&'form self, name: &'form str) -> impl Iterator<Item = &'form str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl<S: Send + Sync> FromRequest<S> for Filled {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let form = Form::from_request(request, state).await;
        form.map(|Form(pairs)| Self(pairs)).map_err(|_| ApiError::Shape("it is no form".to_owned()))
    }
}

/// What is named in the path.
#[derive(Debug)]
pub(in crate::http) struct Id(pub(in crate::http) String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let id: Result<Path<String>, _> = Path::from_request_parts(parts, state).await;
        // Not every database can be asked for what has a zero in it.
        let id = id.ok().filter(|Path(id)| !id.contains('\0'));
        id.map(|Path(id)| Self(id)).ok_or(ApiError::NotFound("resource"))
    }
}
