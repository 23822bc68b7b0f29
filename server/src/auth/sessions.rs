//! Sessions: opened when somebody has shown who they are, by whatever means; known by a secret in a cookie; over when nothing
//! was heard for long, when their time is up, or when somebody ends them.

use std::time::Duration;

use app::api::SignedIn;
use axum::http::HeaderMap;
use connect_streams::EpochMs;

use super::{AuthError, Cookie, Secret, Who, new_id};
use crate::{
    audit::{Actor, now},
    config::AuthConfig,
    store::{Account, NewSession, Store, StoreError},
};

/// That somebody is there is written down once in so long, however much they do.
const SEEN_EVERY: Duration = Duration::from_mins(1);

/// Opens sessions and knows them again. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Sessions {
    store: Store,
    cookie: Cookie,
    idle: Duration,
    lifetime: Duration,
}

/// How somebody came to sign in.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Who they are from now on, and from where they came.
    pub actor: Actor,
    /// What their browser calls itself.
    pub browser: String,
    /// The session that they had before, in this browser. It ends: a secret that somebody else put there is worth nothing.
    pub before: Option<Secret>,
}

impl Sessions {
    /// Keeps them in this database and in this cookie.
    pub fn new(store: Store, cookie: Cookie, config: &AuthConfig) -> Self {
        Self { store, cookie, idle: config.idle, lifetime: config.lifetime }
    }

    /// The cookie that they are known by.
    pub fn cookie(&self) -> Cookie {
        self.cookie
    }

    /// Opens a session for somebody who has shown that this account is theirs. Whoever calls this has checked that, and that
    /// the account is not disabled. `id_token` is what the provider wants back at the end, where there is one. Answers the
    /// secret for the cookie.
    ///
    /// # Errors
    /// When the database fails or there is no randomness.
    pub async fn open(
        &self,
        account: &Account,
        visit: Visit,
        id_token: Option<String>,
    ) -> Result<Secret, AuthError> {
        let (secret, at) = (Secret::new()?, now());
        let session = NewSession {
            id: new_id()?,
            secret: secret.kept(),
            account: account.id.clone(),
            created_at: at,
            expires_at: after(at, self.lifetime),
            address: visit.actor.address.map(|address| address.to_string()).unwrap_or_default(),
            browser: visit.browser.chars().filter(|letter| !letter.is_control()).take(200).collect(),
            id_token,
        };
        let before = visit.before.map(|before| before.kept());
        let deed = visit.actor.did("session.opened", &account.name).to(&session.id);
        self.store.open_session(&session, before.as_ref(), &deed).await?;
        Ok(secret)
    }

    /// Who has the session of the cookie that a request brings. None where there is none, or it is over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn who(&self, headers: &HeaderMap) -> Result<Option<Who>, StoreError> {
        let Some(secret) = self.cookie.secret(headers) else { return Ok(None) };
        let Some(found) = self.store.session(&secret.kept()).await? else { return Ok(None) };
        let (at, session) = (now(), found.session);
        if at >= session.expires_at || at >= after(session.last_seen_at, self.idle) {
            return Ok(None);
        }
        if at >= after(session.last_seen_at, SEEN_EVERY) {
            // A database that takes nothing for now keeps nobody from reading what is in it.
            if let Err(error) = self.store.see_session(&session.id, at).await {
                tracing::warn!(?error, "Cannot write down that a session is used");
            }
        }
        let Account { id, name, display_name, agent, team, role, .. } = found.account;
        let signed_in = SignedIn { name, display_name, agent, role };
        Ok(Some(Who { account: id, session: session.id, signed_in, team }))
    }

    /// The sessions that are not over, those that were used last first: of this account, or of all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list(&self, account: Option<&str>) -> Result<Vec<crate::store::Session>, StoreError> {
        let at = now();
        let mut sessions = self.store.sessions(account).await?;
        sessions.retain(|one| at < one.expires_at && at < after(one.last_seen_at, self.idle));
        Ok(sessions)
    }
}

fn after(at: EpochMs, time: Duration) -> EpochMs {
    EpochMs::new(at.get().saturating_add(i64::try_from(time.as_millis()).unwrap_or(i64::MAX)))
}
