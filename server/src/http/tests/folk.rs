//! People and machines of the tests.

use app::api::Role;

use super::*;
use crate::{
    audit::{Actor, now},
    auth::{AccountName, Cookie, Password, Passwords, Profile, Scope, Secret, Visit, new_id},
    store::{Account, NewAccount, Token},
};

/// Everybody's password.
pub(super) const PASSWORD: &str = "correct horse battery";

/// Somebody who calls, and how: the header that shows who it is.
pub(super) type Shows = Option<(&'static str, String)>;

pub(super) fn local() -> AuthConfig {
    AuthConfig { mode: AuthMode::Local, ..AuthConfig::default() }
}

/// A server where people sign in.
pub(super) async fn signed_in_desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let url = database(&folder);
    Desk::reached(DeskConfig::default(), folder, url, local(), None).await
}

impl Desk {
    /// Somebody who may come in, without a password where none is given.
    pub(super) async fn account(
        &self,
        name: &str,
        role: Role,
        team: &str,
        password: Option<&str>,
    ) -> Account {
        let name = AccountName::parse(name).unwrap();
        let profile = Profile::new(&name, &name.to_string(), "", team, role.as_str()).unwrap();
        let hash = async |password: &str| Passwords::default().hash(Password::typed(password)).await.unwrap();
        let password = match password {
            Some(password) => Some(hash(password).await),
            None => None,
        };
        let (id, created_at) = (new_id().unwrap(), now());
        let account = NewAccount { id, name: name.clone(), profile, password, provider: None, created_at };
        let deed = Actor::system().did("account.added", name.as_str());
        assert!(self.store.add_account(&account, &deed).await.unwrap());
        account.shown()
    }

    /// Somebody of this role who is signed in.
    pub(super) async fn person(&self, name: &str, role: Role, team: &str) -> (Account, Shows) {
        let account = self.account(name, role, team, None).await;
        let shows = self.session(&account).await;
        (account, shows)
    }

    /// A session of this account.
    pub(super) async fn session(&self, account: &Account) -> Shows {
        let sessions = Sessions::new(self.store.clone(), Cookie::Local, &local());
        let visit = Visit { actor: Actor::system(), browser: "a browser".to_owned(), before: None };
        let secret = sessions.open(account, visit, None).await.unwrap();
        Some(("cookie", format!("streamdesk={}", secret.reveal())))
    }

    /// A machine with these scopes.
    pub(super) async fn machine(&self, scopes: &[Scope], lasts_ms: i64) -> (Token, Shows) {
        let secret = Secret::new().unwrap();
        let token = Token {
            id: new_id().unwrap(),
            name: "a machine".to_owned(),
            scopes: scopes.iter().map(|scope| scope.as_str().to_owned()).collect(),
            created_by: "system".to_owned(),
            created_at: now(),
            expires_at: connect_streams::EpochMs::new(now().get() + lasts_ms),
            last_used_at: None,
            revoked_at: None,
        };
        let deed = Actor::system().did("token.added", "a machine");
        self.store.add_token(&token, &secret.kept(), &deed).await.unwrap();
        (token, Some(("authorization", format!("Bearer sd_{}", secret.reveal()))))
    }

    /// Calls as somebody, without a body.
    pub(super) async fn call(&self, method: &str, path: &str, shows: &Shows) -> Answer {
        self.send(showing(request(method, path), shows).body(Body::empty()).unwrap()).await
    }

    /// Sends JSON as somebody.
    pub(super) async fn tell(&self, method: &str, path: &str, shows: &Shows, body: &Value) -> Answer {
        let request = showing(request(method, path), shows).header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Sends a form as somebody.
    pub(super) async fn form(&self, path: &str, shows: &Shows, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = showing(request("POST", path), shows)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", "http://localhost:3000");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Signs in in the page. Answers what came back.
    pub(super) async fn sign_in(&self, name: &str, password: &str) -> Answer {
        self.form(people::SIGN_IN, &None, &[("name", name), ("password", password), ("to", "/")]).await
    }

    /// What is in the audit log, from the first entry.
    pub(super) async fn audited(&self) -> Vec<(String, String, String)> {
        let url = format!("sqlite://{}", self.folder.path().join("test.db").display());
        let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
        sqlx::query_as("SELECT actor, action, target FROM audit ORDER BY id").fetch_all(&pool).await.unwrap()
    }

    /// Everything that the database holds of people, as text.
    pub(super) async fn everything_kept(&self) -> String {
        let url = format!("sqlite://{}", self.folder.path().join("test.db").display());
        let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
        let mut all = String::new();
        for (table, text) in [
            ("audit", "actor || action || target || coalesce(old, '') || coalesce(new, '')"),
            ("session", "id || hex(secret) || account"),
            ("once_link", "hex(secret) || coalesce(account, '')"),
            ("api_token", "id || hex(secret) || name"),
            ("sign_in_failure", "whom"),
        ] {
            let query =
                sqlx::AssertSqlSafe(format!("SELECT coalesce(group_concat({text}), '') FROM {table}"));
            let (text,): (String,) = sqlx::query_as(query).fetch_one(&pool).await.unwrap();
            all += &text.to_lowercase();
        }
        all
    }
}

impl Answer {
    pub(super) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The session that the answer gives the browser.
    pub(super) fn session(&self) -> Shows {
        let cookie = self.header("set-cookie")?.split(';').next()?.to_owned();
        (!cookie.ends_with('=')).then_some(("cookie", cookie))
    }
}

pub(super) fn showing(request: axum::http::request::Builder, shows: &Shows) -> axum::http::request::Builder {
    match shows {
        Some((name, value)) => request.header(*name, value),
        None => request,
    }
}
