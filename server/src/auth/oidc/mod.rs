//! Sign-in by OpenID Connect: a provider vouches for people, by the authorization code flow with PKCE.
//!
//! [`Provider::begin`] tells where the browser is sent, [`Provider::finish`] makes an [`Identity`] of what it comes back
//! with. In between the browser keeps a [`Pending`]. Knows no SQL, no cookies and no sessions.

mod callback;
mod identity;
mod pending;
#[cfg_attr(not(feature = "oidc"), path = "left_out.rs")]
mod provider;
mod refusal;

pub use callback::{Asked, CALLBACK, Callback};
pub use identity::Identity;
pub use pending::Pending;
pub use provider::Provider;
#[cfg(all(test, feature = "oidc"))]
pub(crate) use provider::testing;
pub use refusal::{Doubt, Refusal};
