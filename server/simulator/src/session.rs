//! Who is signed in: the login cookie, the bearer tokens that come of it, and their end.
//!
//! A session is one browser's login. Its tokens die with it. `/auth/authorize` hands out a new token each time,
//! because the library's worker takes no notice of a token it has seen before; the older ones stay good until they
//! expire. Tokens are judged by the machine's clock, so shifting the service clock signs nobody out; when they expire is
//! told by the service's clock, as every time is.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderMap, header};
use uuid::Uuid;

use crate::centre::{EpochMs, Username};

/// The name of one browser's login; the value of its cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct SessionId(Uuid);

impl std::fmt::Display for SessionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.simple().fmt(f)
    }
}

/// What `/auth/authorize` gives.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) value: String,
    pub(crate) expires: EpochMs,
}

#[derive(Debug, Default)]
struct Records {
    sessions: HashMap<SessionId, Username>,
    tokens: HashMap<String, (SessionId, EpochMs)>,
    /// How many tokens there may be before it is worth looking for those that have expired.
    looked_at: usize,
}

/// Not worth looking through.
const FEW: usize = 64;

#[derive(Debug)]
pub(crate) struct Sessions {
    records: Mutex<Records>,
    /// How long a token is good. The library renews one when less than half an hour of it is left.
    lifetime_ms: i64,
}

impl Sessions {
    pub(crate) fn new(lifetime_ms: i64) -> Self {
        Self { records: Mutex::default(), lifetime_ms }
    }

    fn token(&self, now: EpochMs) -> Token {
        Token { value: Uuid::new_v4().simple().to_string(), expires: now.plus(self.lifetime_ms) }
    }

    pub(crate) fn open(&self, agent: Username) -> SessionId {
        let id = SessionId(Uuid::new_v4());
        self.lock().sessions.insert(id, agent);
        id
    }

    pub(crate) fn agent(&self, session: SessionId) -> Option<Username> {
        self.lock().sessions.get(&session).cloned()
    }

    /// Whether this agent is signed in with a browser.
    pub(crate) fn is_open(&self, agent: &Username) -> bool {
        self.lock().sessions.values().any(|owner| owner == agent)
    }

    /// A token for a session that is still open.
    pub(crate) fn issue(&self, session: SessionId, now: EpochMs) -> Option<Token> {
        let mut records = self.lock();
        // When their number has doubled, so that a token costs the same however many agents are signed in.
        if records.tokens.len() >= records.looked_at.max(FEW) {
            records.tokens.retain(|_, (_, expires)| *expires > now);
            records.looked_at = records.tokens.len() * 2;
        }
        if !records.sessions.contains_key(&session) {
            return None;
        }
        let token = self.token(now);
        records.tokens.insert(token.value.clone(), (session, token.expires));
        Some(token)
    }

    /// Whose token this is, if it is still good.
    pub(crate) fn bearer(&self, token: &str, now: EpochMs) -> Option<(SessionId, Username)> {
        let records = self.lock();
        let (session, _) = records.tokens.get(token).filter(|(_, expires)| *expires > now)?;
        Some((*session, records.sessions.get(session)?.clone()))
    }

    /// Ends one login. Says whose it was if that agent has no other left.
    pub(crate) fn close(&self, session: SessionId) -> Option<Username> {
        let mut records = self.lock();
        let agent = records.sessions.remove(&session)?;
        records.tokens.retain(|_, (owner, _)| *owner != session);
        let gone = !records.sessions.values().any(|other| *other == agent);
        gone.then_some(agent)
    }

    /// Ends every login of an agent.
    pub(crate) fn close_all(&self, agent: &Username) {
        let mut records = self.lock();
        let Records { sessions, tokens, .. } = &mut *records;
        sessions.retain(|_, owner| owner != agent);
        tokens.retain(|_, (owner, _)| sessions.contains_key(owner));
    }

    /// Ends every token of an agent and none of their logins. Tells how many there were.
    pub(crate) fn expire_tokens(&self, agent: &Username) -> usize {
        let mut records = self.lock();
        let Records { sessions, tokens, .. } = &mut *records;
        let before = tokens.len();
        tokens.retain(|_, (owner, _)| sessions.get(owner) != Some(agent));
        before - tokens.len()
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Browsers share cookies among all ports of a host, so each instance needs a name of its own.
pub(crate) fn cookie_name(port: u16) -> String {
    format!("streamdesk_sim_{port}")
}

pub(crate) fn cookie_in(headers: &HeaderMap, port: u16) -> Option<SessionId> {
    let name = cookie_name(port);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .and_then(|(_, value)| Uuid::parse_str(value).ok())
        .map(SessionId)
}

pub(crate) fn set_cookie(port: u16, session: SessionId) -> String {
    format!("{}={session}; Path=/; HttpOnly; SameSite=Lax", cookie_name(port))
}

pub(crate) fn clear_cookie(port: u16) -> String {
    format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0", cookie_name(port))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: EpochMs = EpochMs(1_000_000);
    const LIFETIME_MS: i64 = 3_600_000;

    #[test]
    fn each_token_is_new_and_the_older_stay_good() {
        let sessions = Sessions::new(LIFETIME_MS);
        let session = sessions.open(Username::new("anna"));
        let first = sessions.issue(session, NOW).unwrap();
        let second = sessions.issue(session, NOW).unwrap();
        assert_ne!(first.value, second.value);
        for token in [first, second] {
            assert_eq!(sessions.bearer(&token.value, NOW), Some((session, Username::new("anna"))));
            assert_eq!(sessions.bearer(&token.value, NOW.plus(LIFETIME_MS)), None);
        }
    }

    #[test]
    fn what_has_expired_is_forgotten_in_the_end() {
        let sessions = Sessions::new(LIFETIME_MS);
        let session = sessions.open(Username::new("anna"));
        for hour in 0..100 {
            for _ in 0..50 {
                sessions.issue(session, NOW.plus(hour * LIFETIME_MS)).unwrap();
            }
        }
        assert!(sessions.lock().tokens.len() <= 200);
    }

    #[test]
    fn a_login_takes_its_tokens_with_it_and_leaves_the_agents_other_login_alone() {
        let sessions = Sessions::new(LIFETIME_MS);
        let anna = Username::new("anna");
        let (desk, laptop) = (sessions.open(anna.clone()), sessions.open(anna.clone()));
        let token = sessions.issue(desk, NOW).unwrap();
        assert_eq!(sessions.close(desk), None);
        assert_eq!(sessions.bearer(&token.value, NOW), None);
        assert_eq!(sessions.agent(laptop), Some(anna.clone()));
        assert_eq!(sessions.close(laptop), Some(anna));
    }

    #[test]
    fn tokens_that_expire_leave_the_login_and_other_agents_alone() {
        let sessions = Sessions::new(LIFETIME_MS);
        let (anna, ben) = (sessions.open(Username::new("anna")), sessions.open(Username::new("ben")));
        let (hers, his) = (sessions.issue(anna, NOW).unwrap(), sessions.issue(ben, NOW).unwrap());
        assert_eq!(sessions.expire_tokens(&Username::new("anna")), 1);
        assert_eq!(sessions.bearer(&hers.value, NOW), None);
        assert!(sessions.bearer(&his.value, NOW).is_some());
        assert!(sessions.issue(anna, NOW).is_some());
    }

    #[test]
    fn the_cookie_of_another_port_is_another_instances() {
        let session = SessionId(Uuid::new_v4());
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("theme=dark; streamdesk_sim_3100={session}").parse().unwrap());
        assert_eq!(cookie_in(&headers, 3100), Some(session));
        assert_eq!(cookie_in(&headers, 3101), None);
    }
}
