//! Who is there, and what they may do. Knows no SQL.

mod caller;
mod cookie;
mod door;
mod gate;
mod links;
pub mod oidc;
mod password;
mod profile;
mod scope;
mod secret;
mod sessions;
pub mod throttle;

pub use caller::{Caller, Reach, Who};
pub use cookie::{Cookie, PENDING_LASTS};
pub use door::{Door, Shut};
pub use gate::{Gate, TOKEN_PREFIX};
pub use links::{FIRST_LINK_LASTS, LINK_LASTS, Links};
pub use password::{LONGEST, Password, PasswordError, Passwords, SHORTEST};
pub use profile::{AccountName, Profile, ProfileError};
pub use scope::Scope;
pub use secret::{Kept, Secret, new_id};
pub use sessions::{Sessions, Visit};

use crate::store::StoreError;

/// Why it could not be found out who somebody is.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The database failed. An administrator's matter.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system has no randomness. An administrator's matter.
    #[error("the system has no randomness")]
    Randomness(#[from] getrandom::Error),
    /// A password could not be hashed, or what is kept of one cannot be read. A mistake of ours.
    #[error("a password could not be hashed")]
    Hash,
    /// Too many sign in at this moment. The caller may try again.
    #[error("too many sign in at this moment")]
    Busy,
}
