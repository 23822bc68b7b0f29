//! Tells who calls, by what the request brings.

use axum::http::{HeaderMap, header, request::Parts};

use super::{Caller, Scope, Secret, Sessions, oidc::Provider};
use crate::{
    audit::now,
    store::{Store, StoreError},
};

/// Before every token: whoever finds one somewhere knows what it is.
pub const TOKEN_PREFIX: &str = "sd_";

/// That a token is used is written down once in so many milliseconds.
const USED_EVERY: i64 = 60_000;

/// Tells who calls.
#[derive(Clone, Debug)]
pub enum Gate {
    /// There is no sign-in: whoever comes is [`Caller::Everyone`].
    None,
    /// People sign in with a password that is kept here; machines have tokens.
    Local(Sessions, Store),
    /// People sign in at a provider; machines have tokens.
    Provider(Sessions, Store, Provider),
}

impl Gate {
    /// Who calls. None where nobody has signed in. A request that brings a token is judged by it alone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn caller(&self, request: &Parts) -> Result<Option<Caller>, StoreError> {
        match self {
            Self::None => Ok(Some(Caller::Everyone)),
            Self::Local(_, store) | Self::Provider(_, store, _)
                if request.headers.contains_key(header::AUTHORIZATION) =>
            {
                machine(store, &request.headers).await
            }
            Self::Local(sessions, _) | Self::Provider(sessions, ..) => {
                Ok(sessions.who(&request.headers).await?.map(Caller::Person))
            }
        }
    }

    /// The sessions, where people sign in.
    pub fn sessions(&self) -> Option<&Sessions> {
        match self {
            Self::None => None,
            Self::Local(sessions, _) | Self::Provider(sessions, ..) => Some(sessions),
        }
    }

    /// The provider, where people sign in at one.
    pub fn provider(&self) -> Option<&Provider> {
        match self {
            Self::Provider(_, _, provider) => Some(provider),
            Self::None | Self::Local(..) => None,
        }
    }

    /// Whether people sign in with a password that is kept here.
    pub fn takes_passwords(&self) -> bool {
        matches!(self, Self::Local(..))
    }
}

async fn machine(store: &Store, headers: &HeaderMap) -> Result<Option<Caller>, StoreError> {
    let Some(secret) = token(headers) else { return Ok(None) };
    let at = now();
    let Some(token) = store.token(&secret.kept()).await? else { return Ok(None) };
    if token.revoked_at.is_some() || at >= token.expires_at {
        return Ok(None);
    }
    if token.last_used_at.is_none_or(|used| at.get() - used.get() >= USED_EVERY) {
        // As with sessions: what cannot be written keeps nobody from reading.
        if let Err(error) = store.use_token(&token.id, at).await {
            tracing::warn!(?error, "Cannot write down that a token is used");
        }
    }
    // What an older version of a token's scopes said and no longer means anything is good for nothing.
    let scopes = token.scopes.iter().filter_map(|word| Scope::of(word)).collect();
    Ok(Some(Caller::Machine { name: token.name, scopes }))
}

/// The token that a request brings, if it can be one of ours.
fn token(headers: &HeaderMap) -> Option<Secret> {
    let mut values = headers.get_all(header::AUTHORIZATION).into_iter();
    let (value, None) = (values.next()?.to_str().ok()?, values.next()) else { return None };
    let (scheme, token) = value.split_once(' ')?;
    let token =
        token.trim_start().strip_prefix(TOKEN_PREFIX).filter(|_| scheme.eq_ignore_ascii_case("bearer"))?;
    Secret::parse(token)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_token_is_read_where_it_belongs() {
        let secret = Secret::new().unwrap();
        let text = secret.reveal();
        let read = |values: &[String]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
            }
            token(&headers)
        };
        assert_eq!(read(&[format!("Bearer sd_{text}")]), Some(secret.clone()));
        assert_eq!(read(&[format!("bearer  sd_{text}")]), Some(secret));
        for other in [
            format!("Bearer {text}"),
            format!("Basic sd_{text}"),
            format!("sd_{text}"),
            format!("Bearer sd_{text}0"),
        ] {
            assert_eq!(read(std::slice::from_ref(&other)), None, "{other}");
        }
        let one = format!("Bearer sd_{text}");
        assert_eq!(read(&[one.clone(), one]), None, "of two nobody knows which is meant");
    }
}
