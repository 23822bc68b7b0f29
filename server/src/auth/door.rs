//! Where people with a password come in: whether it is the right one, and how often may be tried.

use std::{net::IpAddr, time::Duration};

use super::{
    AccountName, AuthError, Password, Passwords,
    throttle::{self, Throttle},
};
use crate::{
    audit::{Actor, Deed, now},
    store::{Account, Store, StoreError},
};

/// So often a count is tried again that somebody else changed at the same time.
const AGAIN: usize = 4;

/// Where people with a password come in. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Door {
    store: Store,
    passwords: Passwords,
}

/// Why it stays shut.
#[derive(Debug, thiserror::Error)]
pub enum Shut {
    /// Name or password is wrong, or the account is disabled. Which of these is nobody's business who does not know the
    /// password.
    #[error("name or password is wrong")]
    Wrong,
    /// Too many tries; the next may come after this.
    #[error("too many tries")]
    Wait(Duration),
    /// It could not be found out.
    #[error(transparent)]
    Failed(#[from] AuthError),
}

impl From<StoreError> for Shut {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl Door {
    /// For the accounts in this database.
    pub fn new(store: Store) -> Self {
        Self { store, passwords: Passwords::default() }
    }

    /// Hashes passwords, with those that are checked.
    pub fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    /// Whether this is the password of this name. Each try counts as one in vain until it is known to be right, so that many
    /// at once are as many.
    ///
    /// # Errors
    /// See [`Shut`].
    pub async fn knock(&self, name: &str, password: Password, actor: &Actor) -> Result<Account, Shut> {
        let name = AccountName::parse(name).ok();
        let by_address = actor.address.map(of_address);
        let by_account = name.as_ref().map(|name| format!("account:{name}"));
        for (whom, throttle) in [(&by_address, throttle::ADDRESS), (&by_account, throttle::ACCOUNT)] {
            if let Some(whom) = whom {
                self.count(whom, throttle).await?;
            }
        }
        let found = match &name {
            Some(name) => self.store.account_named(name.as_str()).await?,
            None => None,
        };
        let (account, kept) = found.unzip();
        let account = account.filter(|account| account.disabled_at.is_none());
        let kept = kept.flatten().filter(|_| account.is_some());
        let is_right = self.passwords.check(password, kept).await?;
        match account {
            Some(account) if is_right => {
                if let Some(whom) = by_address {
                    self.store.forget_tries(&whom, false).await?;
                }
                if let Some(whom) = by_account {
                    self.store.forget_tries(&whom, true).await?;
                }
                Ok(account)
            }
            account => {
                // A name that nobody has may be a password that was typed into the wrong line: it stands nowhere.
                let target = account.map_or_else(|| "unknown".to_owned(), |account| account.name);
                self.store.note_deed(&actor.did("sign_in.failed", target)).await?;
                Err(Shut::Wrong)
            }
        }
    }

    /// Writes down that somebody was turned away who came otherwise than with a password; so often from one address that it
    /// is seen, and not so often that it fills the log.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn turned_away(&self, deed: &Deed) -> Result<(), AuthError> {
        let whom = deed.actor.address.map(of_address).unwrap_or_default();
        match self.count(&format!("provider:{whom}"), throttle::ADDRESS).await {
            Ok(()) => Ok(self.store.note_deed(deed).await?),
            Err(Shut::Failed(error)) => Err(error),
            Err(Shut::Wrong | Shut::Wait(_)) => Ok(()),
        }
    }

    async fn count(&self, whom: &str, throttle: Throttle) -> Result<(), Shut> {
        for _ in 0..AGAIN {
            let before = self.store.tries(whom).await?;
            let tries = throttle.attempt(before, now()).map_err(Shut::Wait)?;
            if self.store.count_try(whom, before, tries).await? {
                return Ok(());
            }
        }
        // Many try at once. They may not all be the same person's, so it is not for long.
        Err(Shut::Wait(Duration::from_secs(1)))
    }
}

/// Who counts as one: an address, or all that one connection has of the newer kind.
fn of_address(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => format!("address:{address}"),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("address:{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}
