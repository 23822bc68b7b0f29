//! Tells who calls, by what the request brings.

use axum::http::request::Parts;

use super::Caller;
use crate::store::StoreError;

/// Tells who calls.
#[derive(Clone, Debug)]
pub enum Gate {
    /// There is no sign-in: whoever comes is [`Caller::Everyone`].
    None,
}

impl Gate {
    /// Who calls. None where nobody has signed in.
    ///
    /// # Errors
    /// When the database fails.
    #[expect(clippy::unused_async, reason = "who has signed in is asked of the database")]
    pub async fn caller(&self, _request: &Parts) -> Result<Option<Caller>, StoreError> {
        match self {
            Self::None => Ok(Some(Caller::Everyone)),
        }
    }
}
