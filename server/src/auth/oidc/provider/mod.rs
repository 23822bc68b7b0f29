//! The provider: sends people there, and makes of what they come back with who they are.

mod claims;
mod directory;
mod mapping;
mod outgoing;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod token;

use std::sync::Arc;

use axum::http::{Request, StatusCode, header};
use connect_streams::EpochMs;
use openidconnect::{
    AccessToken, AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, TokenResponse as _,
    core::{
        CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreErrorResponseType,
        CoreTokenResponse,
    },
};
use url::Url;

use super::{Asked, CALLBACK, Callback, Doubt, Identity, Pending, Refusal};
use crate::config::{OidcConfig, Secret};
use claims::Claims;
use directory::{Directory, Metadata};
use outgoing::Outgoing;
use token::Told;

/// Where it sends them when they have signed out.
const SIGNED_OUT: &str = "/sign-in";

/// A token that is longer would make an address longer than servers take. The provider knows the session by its cookie too.
const LONGEST_HINT: usize = 4096;

/// The provider. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Provider(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    config: OidcConfig,
    client_id: ClientId,
    callback: RedirectUrl,
    signed_out: Url,
    outgoing: Arc<Outgoing>,
    directory: Directory,
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Provider {
    /// The configured one, for a server that people reach at `public`. Calls nobody yet.
    ///
    /// # Errors
    /// When there is no TLS, or one of the addresses cannot be.
    pub fn new(config: OidcConfig, public: &Url) -> anyhow::Result<Self> {
        let outgoing = Arc::new(Outgoing::new(&config)?);
        let issuer = IssuerUrl::new(config.issuer_text.clone())?;
        Ok(Self(Arc::new(Inner {
            client_id: ClientId::new(config.client_id.clone()),
            callback: RedirectUrl::from_url(public.join(CALLBACK)?),
            signed_out: public.join(SIGNED_OUT)?,
            directory: Directory::new(issuer, Arc::clone(&outgoing)),
            outgoing,
            config,
        })))
    }

    /// What people know it by: the host of its address.
    pub fn host(&self) -> &str {
        self.0.config.issuer.host_str().unwrap_or_default()
    }

    /// Begins a sign-in: where the browser is sent, and what it keeps until it comes back.
    ///
    /// # Errors
    /// When the provider does not answer.
    pub async fn begin(&self, asked: Asked, now: EpochMs) -> Result<(Url, Pending), Refusal> {
        let metadata = self.0.directory.get(now).await?;
        let pending = Pending::new().ok_or(Refusal::Unreachable)?;
        let verifier = PkceCodeVerifier::new(pending.verifier());
        let client = self.client(&metadata);
        let (state, nonce) = (CsrfToken::new(pending.state()), Nonce::new(pending.nonce()));
        let scopes = self.0.config.scopes.iter().cloned().map(Scope::new);
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || state, || nonce)
            .add_scopes(scopes)
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        if asked == Asked::Anew {
            request = request.add_prompt(CoreAuthPrompt::Login);
        }
        let (address, ..) = request.url();
        Ok((address, pending))
    }

    /// Finishes it: who has come back. Whoever calls this sees to it that no sign-in is finished twice, or too late.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub async fn finish(
        &self,
        pending: &Pending,
        callback: Callback,
        now: EpochMs,
    ) -> Result<Identity, Refusal> {
        // Before anything else: whoever has not begun it has nobody called.
        if !callback.state.is_some_and(|state| pending.is_answered_by(&state)) {
            return Err(Refusal::Foreign);
        }
        let metadata = self.0.directory.get(now).await?;
        let names_itself = metadata.additional_metadata().authorization_response_iss_parameter_supported;
        match &callback.issuer {
            Some(issuer) if *issuer != self.0.config.issuer_text => {
                return Err(Refusal::Untrusted(Doubt::Issuer));
            }
            None if names_itself => return Err(Refusal::Untrusted(Doubt::Issuer)),
            _ => {}
        }
        if callback.error.is_some() {
            return Err(Refusal::Denied);
        }
        let answer = self.exchange(&metadata, callback.code.ok_or(Refusal::Code)?, pending).await?;
        let told = self.verified(metadata.clone(), &answer, pending, now).await?;
        let id_token = answer.id_token().map(|token| Secret::new(token.to_string()));
        let id_token = id_token.ok_or(Refusal::Untrusted(Doubt::Shape))?;
        let Told { subject, mut claims } = told;
        if !self.has_everything(&claims) {
            claims = claims.and(self.beside(&metadata, answer.access_token(), &subject).await?);
        }
        mapping::identity(&self.0.config, subject, &claims, id_token)
    }

    /// Where somebody is sent to sign out there too. None where the provider knows no such thing, or does not answer.
    pub async fn sign_out(&self, id_token: Option<&Secret>, now: EpochMs) -> Option<Url> {
        let metadata = self.0.directory.get(now).await.ok()?;
        let mut address = metadata.additional_metadata().end_session_endpoint.clone()?;
        let hint = id_token.map(Secret::reveal).filter(|hint| hint.len() <= LONGEST_HINT);
        let mut query = address.query_pairs_mut();
        if let Some(hint) = hint {
            query.append_pair("id_token_hint", hint);
        }
        query.append_pair("client_id", &self.0.config.client_id);
        query.append_pair("post_logout_redirect_uri", self.0.signed_out.as_str());
        drop(query);
        Some(address)
    }

    fn client(&self, metadata: &Metadata) -> Client {
        let secret = self.0.config.client_secret.as_ref();
        let secret = secret.map(|secret| ClientSecret::new(secret.reveal().to_owned()));
        let client = CoreClient::from_provider_metadata(metadata.clone(), self.0.client_id.clone(), secret);
        // What a provider that says nothing knows is the header.
        let in_body = metadata.token_endpoint_auth_methods_supported().is_some_and(|methods| {
            methods.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
        });
        let auth_type = if in_body { AuthType::RequestBody } else { AuthType::BasicAuth };
        client.set_auth_type(auth_type).set_redirect_uri(self.0.callback.clone())
    }

    async fn exchange(
        &self,
        metadata: &Metadata,
        code: String,
        pending: &Pending,
    ) -> Result<CoreTokenResponse, Refusal> {
        let client = self.client(metadata);
        let exchange = client.exchange_code(AuthorizationCode::new(code));
        let exchange = exchange.map_err(|_| Refusal::Unreachable)?;
        let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(pending.verifier()));
        exchange.request_async(&*self.0.outgoing).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(said) => match said.error() {
                CoreErrorResponseType::InvalidGrant => Refusal::Code,
                _ => Refusal::Client,
            },
            RequestTokenError::Request(error) => {
                tracing::error!("The provider does not take a code: {}", error.in_full());
                Refusal::Unreachable
            }
            // What is wrong with it may repeat what was in it.
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Refusal::Untrusted(Doubt::Shape),
        })
    }

    /// What the token tells, once it is verified: at the second try perhaps, with keys that the provider has got since.
    async fn verified(
        &self,
        metadata: Arc<Metadata>,
        answer: &CoreTokenResponse,
        pending: &Pending,
        now: EpochMs,
    ) -> Result<Told, Refusal> {
        let token = answer.id_token().ok_or(Refusal::Untrusted(Doubt::Shape))?;
        let (nonce, client_id) = (Nonce::new(pending.nonce()), &self.0.client_id);
        let verify = |metadata: &Metadata| {
            token::verify(token, answer.access_token(), metadata, client_id, &nonce, now)
        };
        let doubt = match verify(&metadata) {
            Ok(told) => return Ok(told),
            // Keys without a name are told apart by what they sign alone.
            Err(doubt @ (Doubt::Key | Doubt::Signature)) => doubt,
            Err(doubt) => return Err(Refusal::Untrusted(doubt)),
        };
        match self.0.directory.newer(&metadata, now).await {
            Some(newer) => verify(&newer).map_err(Refusal::Untrusted),
            None => Err(Refusal::Untrusted(doubt)),
        }
    }

    fn has_everything(&self, claims: &Claims) -> bool {
        let names = &self.0.config.claims;
        let needed = [&names.groups, &names.name, &names.display_name, &names.agent];
        needed.into_iter().chain(&names.team).all(|name| claims.has(name))
    }

    /// What the provider tells when it is asked for more. Nothing, where there is nobody to ask.
    async fn beside(
        &self,
        metadata: &Metadata,
        access_token: &AccessToken,
        subject: &str,
    ) -> Result<Claims, Refusal> {
        let Some(address) = metadata.userinfo_endpoint() else { return Ok(Claims::default()) };
        let request = Request::get(address.as_str())
            .header(header::ACCEPT, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {}", access_token.secret()))
            .body(Vec::new())
            .map_err(|_| Refusal::Untrusted(Doubt::Shape))?;
        let answer = self.0.outgoing.send(request).await.map_err(|error| {
            tracing::error!("The provider tells nothing of a person: {}", error.in_full());
            Refusal::Unreachable
        })?;
        if answer.status() != StatusCode::OK {
            tracing::error!("The provider tells nothing of a person: it answers {}", answer.status());
            return Err(Refusal::Unreachable);
        }
        let claims = Claims::of_json(answer.body()).ok_or(Refusal::Untrusted(Doubt::Shape))?;
        if claims.text("sub") != Some(subject) {
            return Err(Refusal::Untrusted(Doubt::Subject));
        }
        Ok(claims)
    }
}
