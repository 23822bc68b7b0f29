//! In the place of the provider, where the program is built without one.

use std::convert::Infallible;

use anyhow::bail;
use connect_streams::EpochMs;
use url::Url;

use super::{Asked, Callback, Identity, Pending, Refusal};
use crate::config::{OidcConfig, Secret};

/// There is none.
#[derive(Clone, Debug)]
pub struct Provider(Infallible);

impl Provider {
    /// Says so.
    ///
    /// # Errors
    /// Always.
    pub fn new(_: OidcConfig, _: &Url) -> anyhow::Result<Self> {
        bail!(
            "this program was built without OpenID Connect (its cargo feature `oidc`), which auth.mode asks for"
        )
    }

    /// Never.
    pub fn host(&self) -> &str {
        match self.0 {}
    }

    /// Never.
    ///
    /// # Errors
    /// Never.
    #[expect(clippy::unused_async, reason = "the other one is")]
    pub async fn begin(&self, _: Asked, _: EpochMs) -> Result<(Url, Pending), Refusal> {
        match self.0 {}
    }

    /// Never.
    ///
    /// # Errors
    /// Never.
    #[expect(clippy::unused_async, reason = "the other one is")]
    pub async fn finish(&self, _: &Pending, _: Callback, _: EpochMs) -> Result<Identity, Refusal> {
        match self.0 {}
    }

    /// Never.
    #[expect(clippy::unused_async, reason = "the other one is")]
    pub async fn sign_out(&self, _: Option<&Secret>, _: EpochMs) -> Option<Url> {
        match self.0 {}
    }
}
