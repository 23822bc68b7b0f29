//! Somebody for whom a provider vouches.

use app::api::Role;

use crate::config::Secret;

/// Somebody for whom a provider vouches, and what they are here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// Who they are there; the one thing that never changes.
    pub subject: String,
    /// What they are called here, in lower case.
    pub name: String,
    /// What is shown.
    pub display_name: String,
    /// Their user name in Amazon Connect; empty for somebody who has none.
    pub agent: String,
    /// The team; empty without one.
    pub team: String,
    /// What they may do.
    pub role: Role,
    /// What the provider wants to see when they sign out there.
    pub id_token: Secret,
}
