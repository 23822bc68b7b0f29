//! What the provider says of itself: its addresses and its keys. Asked for once, kept, and asked for again when a key turns
//! up that is not among them; never so often that anybody could have us hammer the provider.

use std::sync::Arc;

use connect_streams::EpochMs;
use openidconnect::{
    AdditionalProviderMetadata, DiscoveryError, IssuerUrl, ProviderMetadata,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType,
        CoreSubjectIdentifierType,
    },
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use url::Url;

use super::{
    super::Refusal,
    outgoing::{Outgoing, OutgoingError},
};
use crate::origin::Origin;

/// After so long it is asked for again.
const KEPT_MS: i64 = 60 * 60 * 1000;

/// For an unknown key it is asked for no sooner than so long after the last time that it was for one.
const BETWEEN_KEYS_MS: i64 = 30 * 1000;

/// After a failure it is asked for no sooner than that.
const BETWEEN_FAILURES_MS: i64 = 2 * 1000;

/// What the provider says of itself.
pub(super) type Metadata = ProviderMetadata<
    Beyond,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// What it says beyond what all of them do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Beyond {
    /// Where somebody signs out there.
    pub(super) end_session_endpoint: Option<Url>,
    /// Whether it names itself in the answer that a browser brings (RFC 9207).
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Beyond {}

/// What is known of the provider.
#[derive(Debug)]
pub(super) struct Directory {
    issuer: IssuerUrl,
    outgoing: Arc<Outgoing>,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    known: Option<(Arc<Metadata>, EpochMs)>,
    asked_for_a_key: Option<EpochMs>,
    failed: Option<EpochMs>,
}

impl Directory {
    pub(super) fn new(issuer: IssuerUrl, outgoing: Arc<Outgoing>) -> Self {
        Self { issuer, outgoing, held: Mutex::default() }
    }

    /// What is known, and if nothing is yet, what the provider says.
    pub(super) async fn get(&self, now: EpochMs) -> Result<Arc<Metadata>, Refusal> {
        let mut held = self.held.lock().await;
        match &held.known {
            Some((known, at)) if within(*at, now, KEPT_MS) => Ok(Arc::clone(known)),
            // What was right an hour ago is better than nobody who can sign in.
            Some((known, _)) => {
                let known = Arc::clone(known);
                Ok(self.ask(&mut held, now).await.unwrap_or(known))
            }
            None => self.ask(&mut held, now).await,
        }
    }

    /// What the provider says now, after a key turned up that is not in `known`. None when it may not be asked yet.
    pub(super) async fn newer(&self, known: &Arc<Metadata>, now: EpochMs) -> Option<Arc<Metadata>> {
        let mut held = self.held.lock().await;
        // Somebody else had the same thought while we waited.
        if let Some((other, _)) = held.known.as_ref().filter(|(other, _)| !Arc::ptr_eq(other, known)) {
            return Some(Arc::clone(other));
        }
        if held.asked_for_a_key.is_some_and(|at| within(at, now, BETWEEN_KEYS_MS)) {
            tracing::warn!("A token names an unknown key again; the provider's keys were asked for just now");
            return None;
        }
        held.asked_for_a_key = Some(now);
        self.ask(&mut held, now).await.ok()
    }

    async fn ask(&self, held: &mut Held, now: EpochMs) -> Result<Arc<Metadata>, Refusal> {
        if held.failed.is_some_and(|at| within(at, now, BETWEEN_FAILURES_MS)) {
            return Err(Refusal::Unreachable);
        }
        let asked = Metadata::discover_async(self.issuer.clone(), &*self.outgoing).await;
        let problem = match asked {
            Ok(metadata) => match problem(&metadata) {
                None => {
                    let metadata = Arc::new(metadata);
                    held.known = Some((Arc::clone(&metadata), now));
                    held.failed = None;
                    return Ok(metadata);
                }
                Some(problem) => problem,
            },
            Err(error) => said(&error),
        };
        tracing::error!("The provider does not say who it is: {problem}");
        held.failed = Some(now);
        Err(Refusal::Unreachable)
    }
}

/// Whether that was less than so long ago. A clock that was set back must not stop anything.
fn within(at: EpochMs, now: EpochMs, limit_ms: i64) -> bool {
    at <= now && now.since(at) < limit_ms
}

/// What is wrong with where people would be sent. Where this server calls itself is watched over on the way out.
fn problem(metadata: &Metadata) -> Option<String> {
    let beyond = metadata.additional_metadata();
    let to_people = [Some(metadata.authorization_endpoint().url()), beyond.end_session_endpoint.as_ref()];
    let safe = |url: &Url| Origin::parse(&url.origin().ascii_serialization()).is_ok();
    if to_people.into_iter().flatten().any(|url| !safe(url)) {
        return Some("it sends people to an address that is not https".to_owned());
    }
    metadata.token_endpoint().is_none().then(|| "it names no token endpoint".to_owned())
}

/// What happened, without what was answered.
fn said(error: &DiscoveryError<OutgoingError>) -> String {
    match error {
        DiscoveryError::Request(error) => error.in_full(),
        DiscoveryError::Response(status, ..) => format!("it answers {status}, or no JSON"),
        DiscoveryError::Parse(error) => format!("its answer lacks something at {}", error.path()),
        DiscoveryError::Validation(_) => "it names another issuer than auth.oidc.issuer".to_owned(),
        _ => "its answer makes no sense".to_owned(),
    }
}
