//! What an answer looks like when something is wrong: `{"error":{"code","message"}}`, for programs and for people.

use std::time::Duration;

use app::api::{
    ErrorAnswer, ErrorBody, InvalidRecord, InvalidSettings, ListTrouble, SettingsMistake, SettingsVersion,
};
use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Query, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::{
    auth::{AuthError, ProfileError},
    config::{ConfigError, ConfigErrors},
    origin::OriginError,
    store::StoreError,
};

/// The body of a request may take so long. Sooner than the request is ended as one that the server does not answer.
const BODY_WITHIN: Duration = Duration::from_secs(15);

/// Everything that can go wrong in a request. The internals are logged here and never sent.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// 400: the body is no JSON. The caller's to mend.
    #[error("The body is not JSON: {0}.")]
    Malformed(String),
    /// 413: the body is over the limit. The caller's to mend.
    #[error("The body is larger than 2 MB.")]
    TooLarge,
    /// 408: the body did not come. The caller may try again.
    #[error("The body did not come within 15 seconds. Send it again.")]
    TooSlow,
    /// 415: the body is not declared as JSON. The caller's to mend.
    #[error("Send JSON with the header `content-type: application/json`.")]
    NotJson,
    /// 422: JSON of another shape. The caller's to mend.
    #[error("The body does not have the right shape: {0}.")]
    Shape(String),
    /// 422: a record that cannot be true. The caller's to mend.
    #[error("The record is not valid: {0}.")]
    InvalidRecord(#[from] InvalidRecord),
    /// 422: an origin that cannot be allowed. The caller's to mend.
    #[error("The origin {0}.")]
    InvalidOrigin(#[from] OriginError),
    /// 422: an instance that cannot be. The caller's to mend.
    #[error("Nothing was changed: {0}.")]
    InvalidInstance(String),
    /// 409: somebody else was faster, or it is no longer as it was. The caller's to look at again.
    #[error("Nothing was changed: {0}.")]
    Conflict(String),
    /// 400: a query that cannot be read. The caller's to mend.
    #[error("The query is not valid: {0}.")]
    InvalidQuery(String),
    /// 403: a page of another origin wants to change something. An administrator's to allow.
    #[error(
        "A page of this origin may not change anything here. An administrator can add it to the allow list of origins."
    )]
    ForeignOrigin,
    /// 422: an origin that is neither this page's nor listed here. An administrator's to list.
    #[error("This origin is not on the list here. Add it under Instances first.")]
    NotListed,
    /// 502: the instance's own list could not be changed. An administrator's to mend, as it says.
    #[error("{1}")]
    InstanceList(ListTrouble, String),
    /// 403: the request was sent to a name that is not this server's: an attack, or a proxy before it.
    #[error(
        "This server does not answer to that name. Use the address that you were given, or have an administrator set http.public_url."
    )]
    ForeignHost,
    /// 401: nobody is signed in. The caller's to mend.
    #[error("Sign in first, or send a token with the header `authorization: Bearer …`.")]
    NotSignedIn,
    /// 403: whoever is signed in may not do that. An administrator's to change.
    #[error("You may not do that. An administrator can give you a role that may.")]
    Forbidden,
    /// 403: the role of whoever is signed in does without that. An administrator's to change.
    #[error("Your role does without that. An administrator can change it in the settings.")]
    Withheld,
    /// 422: settings that cannot be. The caller's to mend.
    #[error("The settings are not saved; what is wrong stands in `mistakes`.")]
    InvalidSettings(ConfigErrors),
    /// 409: somebody else has changed the settings meanwhile. The caller's to look at, and to send again.
    #[error(
        "The settings are not saved: version {} was saved meanwhile, at {} by {}. Read it, and change that.",
        .0.version, .0.saved_at.map(|at| at.to_string()).unwrap_or_default(), .0.saved_by
    )]
    SettingsChanged(Box<SettingsVersion>),
    /// 403: a record of somebody else's. The caller's to mend.
    #[error("agent: is not yours; a record can be sent by the agent whose it is, or with a token.")]
    AnotherAgent,
    /// 415: the body is packed. The caller's to mend.
    #[error("Send the body as it is, without `content-encoding`.")]
    Packed,
    /// 429: the address or the caller asks too often. The caller's to wait.
    #[error("There were too many requests. Wait as long as the header `retry-after` says.")]
    TooOften(Duration),
    /// 404: nothing of that name.
    #[error("There is no {0} of that name.")]
    NotFound(&'static str),
    /// 422: somebody that cannot be. The caller's to mend.
    #[error("The account is not valid: {0}.")]
    InvalidAccount(#[from] ProfileError),
    /// 422: a token that cannot be. The caller's to mend.
    #[error("The token is not valid: {0}.")]
    InvalidToken(&'static str),
    /// 409: the name is somebody else's. The caller's to mend.
    #[error("There is an account of that name already. Choose another name.")]
    NameTaken,
    /// 409: nobody would be left who may administer. An administrator's to mend.
    #[error("This is the last account that may administer. Make another administrator first.")]
    LastAdministrator,
    /// 503: too many sign in at this moment. The caller may try again.
    #[error("Many people sign in at this moment. Try again in a few seconds.")]
    Busy,
    /// 405: the resource is there, the method is not.
    #[error("This resource does not know that method.")]
    MethodNotAllowed,
    /// 500: the database failed. An administrator's to mend; the caller may try again.
    #[error(
        "The server could not do that now. Try again; if it stays, an administrator finds the reason in the log."
    )]
    Store(#[source] StoreError),
    /// 507: the disk of the database is full. An administrator's to mend; the caller may try again then.
    #[error(
        "The disk of the server's database is full, so nothing was stored. It can be sent again when an administrator has made room."
    )]
    Full(#[source] StoreError),
    /// 500: it could not be found out who somebody is. An administrator's to mend; the caller may try again.
    #[error(
        "The server could not do that now. Try again; if it stays, an administrator finds the reason in the log."
    )]
    Auth(#[source] AuthError),
}

impl From<AuthError> for ApiError {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Busy => Self::Busy,
            AuthError::Store(error) => error.into(),
            other => Self::Auth(other),
        }
    }
}

impl From<getrandom::Error> for ApiError {
    fn from(error: getrandom::Error) -> Self {
        Self::Auth(error.into())
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::Full(_)) { Self::Full(error) } else { Self::Store(error) }
    }
}

impl ApiError {
    fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Malformed(_) => (StatusCode::BAD_REQUEST, "malformed_json"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "body_too_large"),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "body_too_slow"),
            Self::NotJson => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json"),
            Self::Shape(_) => (StatusCode::UNPROCESSABLE_ENTITY, "wrong_shape"),
            Self::InvalidRecord(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid_record"),
            Self::InvalidOrigin(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid_origin"),
            Self::NotListed => (StatusCode::UNPROCESSABLE_ENTITY, "origin_not_listed"),
            Self::InstanceList(trouble, _) => (StatusCode::BAD_GATEWAY, trouble.as_str()),
            Self::InvalidInstance(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid_instance"),
            Self::Conflict(_) => (StatusCode::CONFLICT, "conflict"),
            Self::InvalidQuery(_) => (StatusCode::BAD_REQUEST, "invalid_query"),
            Self::ForeignOrigin => (StatusCode::FORBIDDEN, "origin_not_allowed"),
            Self::ForeignHost => (StatusCode::FORBIDDEN, "host_not_allowed"),
            Self::NotSignedIn => (StatusCode::UNAUTHORIZED, "not_signed_in"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
            Self::Withheld => (StatusCode::FORBIDDEN, "feature_withheld"),
            Self::InvalidSettings(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid_settings"),
            Self::SettingsChanged(_) => (StatusCode::CONFLICT, "settings_changed"),
            Self::AnotherAgent => (StatusCode::FORBIDDEN, "another_agent"),
            Self::Packed => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "body_packed"),
            Self::TooOften(_) => (StatusCode::TOO_MANY_REQUESTS, "too_many_requests"),
            Self::NotFound(_) => (StatusCode::NOT_FOUND, "not_found"),
            Self::InvalidAccount(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid_account"),
            Self::InvalidToken(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid_token"),
            Self::NameTaken => (StatusCode::CONFLICT, "name_taken"),
            Self::LastAdministrator => (StatusCode::CONFLICT, "last_administrator"),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
            Self::Store(_) | Self::Auth(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
            Self::Full(_) => (StatusCode::INSUFFICIENT_STORAGE, "disk_full"),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Self::Store(error) | Self::Full(error) = &self {
            tracing::error!(?error, "The database failed");
        }
        if let Self::Auth(error) = &self {
            tracing::error!(?error, "Who somebody is could not be found out");
        }
        let (status, code) = self.status_and_code();
        let error = ErrorBody { code: code.to_owned(), message: self.to_string() };
        if let Self::InvalidSettings(errors) = &self {
            let mistake =
                |one: &ConfigError| SettingsMistake { field: one.key.clone(), reason: one.reason.clone() };
            let mistakes = errors.each().iter().map(mistake).collect();
            return (status, Json(InvalidSettings { error, mistakes })).into_response();
        }
        let mut response = (status, Json(ErrorAnswer { error })).into_response();
        if let Self::TooOften(wait) = self {
            let seconds = HeaderValue::from(wait.as_secs().saturating_add(1));
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}

/// A body that is declared as JSON, and has not been read yet.
pub(super) struct JsonBytes(pub(super) Bytes);

impl<S: Send + Sync> FromRequest<S> for JsonBytes {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::NotJson);
        }
        let bytes = tokio::time::timeout(BODY_WITHIN, Bytes::from_request(request, state));
        let bytes = bytes.await.map_err(|_| ApiError::TooSlow)?.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE { ApiError::TooLarge } else { malformed() }
        })?;
        Ok(Self(bytes))
    }
}

/// Whether it is said to be `application/json`, or something else that is written in JSON.
fn is_json(headers: &HeaderMap) -> bool {
    let declared =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.strip_prefix("application/").is_some_and(|kind| kind == "json" || kind.ends_with("+json"))
}

/// A JSON body, refused with a sentence when it is none. The sentence names places and types, never values.
pub(super) struct JsonBody<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let JsonBytes(body) = JsonBytes::from_request(request, state).await?;
        from_json(&body).map(Self)
    }
}

/// Reads a body as an object, if it is one.
pub(super) fn object<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Option<T> {
    // Whether it is text is looked up once and not for each text in it.
    let body = str::from_utf8(body).ok()?;
    // serde would read a list as an object whose fields come in their order.
    if body.trim_ascii_start().starts_with('{') { serde_json::from_str(body).ok() } else { None }
}

/// Reads a body as an object, or says what is wrong with it.
pub(super) fn from_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    if let Some(read) = object(body) {
        return Ok(read);
    }
    let body: Box<RawValue> = serde_json::from_slice(body).map_err(|_| malformed())?;
    if !body.get().starts_with('{') {
        return Err(ApiError::Shape("expected an object".to_owned()));
    }
    read(body.get()).map_err(ApiError::Shape)
}

fn malformed() -> ApiError {
    ApiError::Malformed("it ends too early, or has a mistake in it".to_owned())
}

/// Reads JSON as something. What is wrong is said with its place, without what is there.
pub(super) fn read<T: DeserializeOwned>(json: &str) -> Result<T, String> {
    // Whose place nobody asks for, most of the time: noting places costs more than all the rest of reading.
    match serde_json::from_str(json) {
        Ok(read) => return Ok(read),
        // A value would hold the last of the two, and the other would be lost without a word.
        Err(error) if error.to_string().starts_with("duplicate field") => return Err(reason(&error)),
        Err(_) => {}
    }
    // By way of a value: its errors name no line and no column, which say nothing about a record within a batch.
    let value: serde_json::Value = serde_json::from_str(json).map_err(|error| reason(&error))?;
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let reason = reason(error.inner());
        if path == "." { reason } else { format!("{path}: {reason}") }
    })
}

/// What is wrong with a field, without what was in it.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if let Some((_, expected)) = text.rsplit_once(", expected ") {
        let unknown = text.starts_with("unknown field");
        return if unknown {
            "this field is not known here".to_owned()
        } else {
            format!("expected {expected}")
        };
    }
    text
}

/// A query, refused with a sentence when it cannot be read.
pub(super) struct QueryOf<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for QueryOf<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(query)) => Ok(Self(query)),
            Err(rejection) => Err(ApiError::InvalidQuery(rejection.body_text())),
        }
    }
}

/// Anything below `/api` that is not there.
pub(super) async fn no_such_resource() -> ApiError {
    ApiError::NotFound("resource")
}

/// A method that a resource does not know.
pub(super) async fn method_not_allowed() -> ApiError {
    ApiError::MethodNotAllowed
}
