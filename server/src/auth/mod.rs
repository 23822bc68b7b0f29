//! Who is there, and what they may do. Knows no SQL.

mod caller;
mod gate;
pub mod oidc;
mod scope;

pub use caller::{Caller, Reach, Who};
pub use gate::Gate;
pub use scope::Scope;
