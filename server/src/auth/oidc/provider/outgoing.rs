//! The one way out to the provider: the configured hosts alone, no redirects, little time, little space.

use std::{collections::BTreeSet, error::Error as _, future::Future, pin::Pin, time::Duration};

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::{Certificate, Client, StatusCode, redirect::Policy};

use crate::config::OidcConfig;

/// Three answers, one after the other, fit into what a request of ours may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The largest answer, in bytes. A token with hundreds of groups fits.
const LARGEST: usize = 256 * 1024;

/// The way out.
#[derive(Debug)]
pub(super) struct Outgoing {
    client: Client,
    origins: BTreeSet<String>,
}

/// Why there is no answer. Says nothing of what was sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum OutgoingError {
    /// It would have gone elsewhere. An administrator's to list, if it is right.
    #[error("{0} is not among the hosts that may be called; auth.oidc.hosts lists those beside the issuer's")]
    ForeignHost(String),
    /// The provider sent us elsewhere.
    #[error("it answers with a redirect")]
    Redirected,
    /// It is in trouble itself.
    #[error("it answers {0}")]
    InTrouble(StatusCode),
    /// There was more than anybody needs.
    #[error("it answers with more than {LARGEST} bytes")]
    TooLarge,
    /// It does not answer, or not in time.
    #[error("it does not answer")]
    Unreachable(#[source] reqwest::Error),
    /// The library asked for what is no request.
    #[error("it cannot be asked")]
    Request,
}

impl OutgoingError {
    /// With what it comes down to.
    pub(super) fn in_full(&self) -> String {
        let (mut said, mut source) = (self.to_string(), self.source());
        while let Some(error) = source {
            said = format!("{said}: {error}");
            source = error.source();
        }
        said
    }
}

impl Outgoing {
    pub(super) fn new(config: &OidcConfig) -> anyhow::Result<Self> {
        // Fails when it is there already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder().redirect(Policy::none()).timeout(TIMEOUT).no_proxy();
        if let Some(pem) = &config.authorities {
            builder = builder.tls_certs_merge(Certificate::from_pem_bundle(pem)?);
        }
        Ok(Self { client: builder.build()?, origins: config.origins.clone() })
    }

    /// Asks.
    ///
    /// # Errors
    /// See [`OutgoingError`].
    pub(super) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, OutgoingError> {
        let request = reqwest::Request::try_from(request).map_err(|_| OutgoingError::Request)?;
        let origin = request.url().origin().ascii_serialization();
        if !self.origins.contains(&origin) {
            return Err(OutgoingError::ForeignHost(origin));
        }
        let unreachable = |error: reqwest::Error| OutgoingError::Unreachable(error.without_url());
        let mut answer = self.client.execute(request).await.map_err(unreachable)?;
        if answer.status().is_redirection() {
            return Err(OutgoingError::Redirected);
        }
        if answer.status().is_server_error() {
            return Err(OutgoingError::InTrouble(answer.status()));
        }
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(unreachable)? {
            if body.len() + part.len() > LARGEST {
                return Err(OutgoingError::TooLarge);
            }
            body.extend_from_slice(&part);
        }
        let mut response = HttpResponse::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }
}

/// As the library calls. The future is boxed: the compiler cannot name one that borrows.
impl<'c> AsyncHttpClient<'c> for Outgoing {
    type Error = OutgoingError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, OutgoingError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}
