//! How a request came: from where, and by which name it is found in the log.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request},
    http::{HeaderName, request::Parts},
};

use super::{ApiError, chance::fresh, site::Site};
use crate::{
    audit::{Actor, Deed},
    auth::Caller,
};

/// Names the request, in the answer and in the log.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How a request came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Circumstances {
    /// From where.
    pub(super) address: IpAddr,
    /// Whether a proxy says that it came over plain http.
    pub(super) by_http: bool,
    /// Its name: 16 hexadecimal digits.
    pub(super) request_id: String,
}

impl Circumstances {
    /// Finds out.
    pub(super) fn of(request: &Request, site: &Site) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let from = site.from(peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), request.headers());
        // Two requests of one name are better than none that is answered.
        let id = fresh().unwrap_or_default();
        // Every line of the log has it. One that comes from outside is not taken: the audit log is found by it.
        let request_id = format!("{:016x}", u64::from_ne_bytes(id));
        Self { address: from.address, by_http: from.by_http, request_id }
    }

    /// Whoever it is that came so.
    pub(super) fn actor(&self, name: impl Into<String>) -> Actor {
        Actor { name: name.into(), address: Some(self.address), request_id: self.request_id.clone() }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Circumstances {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts.extensions.get().cloned().ok_or(ApiError::NotSignedIn)
    }
}

/// Who does something by a request: what the audit log tells of them.
#[derive(Clone, Debug)]
pub(super) struct Doer(Actor);

impl Doer {
    /// Who they are.
    pub(super) fn actor(&self) -> &Actor {
        &self.0
    }

    /// What they did.
    pub(super) fn did(&self, action: &'static str, target: impl Into<String>) -> Deed {
        self.0.did(action, target)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Doer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let came = parts.extensions.get::<Circumstances>().cloned();
        let (address, request_id) = came.map(|came| (came.address, came.request_id)).unzip();
        Ok(Self(Actor { name: caller.to_string(), address, request_id: request_id.unwrap_or_default() }))
    }
}
