//! `[auth.oidc]`: the provider who vouches for people, and what its groups may do here.

use std::collections::BTreeSet;

use app::api::Role;
use url::Url;

use super::Secret;

/// The provider, and what is made of its answers.
#[derive(Clone, Debug)]
pub struct OidcConfig {
    /// `issuer`: exactly as the provider writes it.
    pub issuer: Url,
    /// `issuer` as it is written: an address that was read and is written again may have another slash.
    pub issuer_text: String,
    /// `client_id`: what this server is called there.
    pub client_id: String,
    /// `client_secret` or `client_secret_file`; none for a public client.
    pub client_secret: Option<Secret>,
    /// `scopes`: what is asked for beside `openid`.
    pub scopes: Vec<String>,
    /// The origins that this server may call: the issuer's, and those of `hosts`.
    pub origins: BTreeSet<String>,
    /// `ca_file`: certificates in PEM that are trusted beside the system's.
    pub authorities: Option<Vec<u8>>,
    /// `[auth.oidc.claims]`
    pub claims: ClaimNames,
    /// `[auth.oidc.groups]`, the role that may most first.
    pub groups: Vec<(Role, Vec<String>)>,
    /// `teams`: which group is which team; the first that fits counts.
    pub teams: Vec<(String, String)>,
}

/// Which claim tells what. A dot leads into an object, as in `realm_access.roles`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimNames {
    /// The groups.
    pub groups: String,
    /// What somebody is called here.
    pub name: String,
    /// What is shown.
    pub display_name: String,
    /// Their user name in Amazon Connect.
    pub agent: String,
    /// The team; none without one.
    pub team: Option<String>,
}
