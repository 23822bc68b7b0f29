//! Links that are good once: for the first administrator, and for a new password.

use std::time::Duration;

use connect_streams::EpochMs;

use super::{AuthError, Secret};
use crate::{
    audit::{Actor, now},
    store::{Account, Store},
};

/// So long the first administrator has.
pub const FIRST_LINK_LASTS: Duration = Duration::from_hours(1);
/// So long somebody has to set a password: they may not be at work before tomorrow.
pub const LINK_LASTS: Duration = Duration::from_hours(24);

/// Makes links.
#[derive(Clone, Debug)]
pub struct Links {
    store: Store,
}

impl Links {
    /// In this database.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// For the first administrator, while there is none. Answers the path.
    ///
    /// # Errors
    /// When the database fails or there is no randomness.
    pub async fn for_first_administrator(&self) -> Result<Option<String>, AuthError> {
        if self.store.has_administrator().await? {
            return Ok(None);
        }
        let secret = Secret::new()?;
        self.store.add_link(&secret.kept(), None, expiry(FIRST_LINK_LASTS), None).await?;
        Ok(Some(format!("/welcome?link={}", secret.reveal())))
    }

    /// With which somebody sets a password of their own. The one before holds until then; the link before does not. Answers
    /// the path.
    ///
    /// # Errors
    /// When the database fails or there is no randomness.
    pub async fn for_password(&self, account: &Account, actor: &Actor) -> Result<String, AuthError> {
        let secret = Secret::new()?;
        let deed = actor.did("account.link_made", &account.name);
        self.store.add_link(&secret.kept(), Some(&account.id), expiry(LINK_LASTS), Some(&deed)).await?;
        Ok(format!("/new-password?link={}", secret.reveal()))
    }
}

fn expiry(lasts: Duration) -> EpochMs {
    EpochMs::new(now().get().saturating_add(i64::try_from(lasts.as_millis()).unwrap_or(i64::MAX)))
}
