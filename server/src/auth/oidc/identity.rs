//! Somebody for whom a provider vouches.

use crate::{
    auth::{AccountName, Profile},
    config::Secret,
};

/// Somebody for whom a provider vouches, and what they are here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// Who they are there; the one thing that never changes.
    pub subject: String,
    /// What they are called here.
    pub name: AccountName,
    /// What is shown, their user name in Amazon Connect, their team, and what they may do.
    pub profile: Profile,
    /// What the provider wants to see when they sign out there.
    pub id_token: Secret,
}
