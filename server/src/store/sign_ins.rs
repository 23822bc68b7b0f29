//! Who is in, and how one comes in: sessions, links that are good once, and what was tried in vain.

use async_trait::async_trait;
use connect_streams::EpochMs;
use sqlx::{ColumnIndex, Executor, IntoArguments};

use super::{
    StoreError,
    accounts::{self, Account, NewAccount},
    audit,
    filter::{Bind, Dialect},
    sql::{Read, Sql},
};
use crate::{
    audit::Deed,
    auth::{Kept, throttle::Tries},
};

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its name, which is no secret.
    pub id: String,
    /// Whose, by the account's name for programs.
    pub account: String,
    /// Whose, as they sign in.
    pub name: String,
    /// Since when.
    pub created_at: EpochMs,
    /// When something was heard of it last.
    pub last_seen_at: EpochMs,
    /// Until when, at most.
    pub expires_at: EpochMs,
    /// From where.
    pub address: String,
    /// With what.
    pub browser: String,
    /// What the provider wants to see when they sign out there.
    pub id_token: Option<String>,
}

/// A session with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// The session.
    pub session: Session,
    /// Whose.
    pub account: Account,
}

/// A session that is to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// Its name.
    pub id: String,
    /// What is kept of its secret.
    pub secret: Kept,
    /// Whose.
    pub account: String,
    /// When.
    pub created_at: EpochMs,
    /// Until when, at most.
    pub expires_at: EpochMs,
    /// From where.
    pub address: String,
    /// With what.
    pub browser: String,
    /// What the provider wants to see when they sign out there.
    pub id_token: Option<String>,
}

/// Who is in, and how one comes in.
#[async_trait]
pub trait SignIns {
    /// Opens a session and ends the one that was there before.
    async fn open_session(
        &self,
        session: &NewSession,
        before: Option<&Kept>,
        deed: &Deed,
    ) -> Result<(), StoreError>;

    /// The session of this secret, over or not, unless its account is disabled.
    async fn session(&self, secret: &Kept) -> Result<Option<OpenSession>, StoreError>;

    /// Something was heard of a session.
    async fn see_session(&self, id: &str, at: EpochMs) -> Result<(), StoreError>;

    /// Sessions, over or not, those that were used last first: of an account, or all.
    async fn sessions(&self, account: Option<&str>) -> Result<Vec<Session>, StoreError>;

    /// Ends a session, if it is one of this account, where one is given. Answers whether there was one.
    async fn end_session(&self, id: &str, of: Option<&str>, deed: &Deed) -> Result<bool, StoreError>;

    /// A link that is good until then: for the first administrator, or for this account's password. Of an account there is
    /// one at a time.
    async fn add_link(
        &self,
        secret: &Kept,
        account: Option<&str>,
        expires_at: EpochMs,
        deed: Option<&Deed>,
    ) -> Result<(), StoreError>;

    /// Whether a link is good, and for which account's password; for the first administrator where that is none.
    async fn link(&self, secret: &Kept, at: EpochMs) -> Result<Option<Option<String>>, StoreError>;

    /// Uses up a link of this account. Answers whether it was good.
    async fn use_link(&self, secret: &Kept, at: EpochMs) -> Result<bool, StoreError>;

    /// Makes the first administrator by a link, which is used up with all others of its kind. Answers whether it was good,
    /// and there was none yet.
    async fn welcome(
        &self,
        secret: &Kept,
        account: &NewAccount,
        at: EpochMs,
        deed: &Deed,
    ) -> Result<bool, StoreError>;

    /// What was tried in vain by `whom`: an account or an address.
    async fn tries(&self, whom: &str) -> Result<Option<Tries>, StoreError>;

    /// Counts a try, if nothing was counted since `before` was read. Answers whether it was counted.
    async fn count_try(&self, whom: &str, before: Option<Tries>, tries: Tries) -> Result<bool, StoreError>;

    /// A try was right after all: one less was in vain, or none at all.
    async fn forget_tries(&self, whom: &str, all: bool) -> Result<(), StoreError>;

    /// Writes down what came of something that changed nothing else.
    async fn note_deed(&self, deed: &Deed) -> Result<(), StoreError>;
}

const SESSION: &str = "
    SELECT id, account, created_at, last_seen_at, expires_at, address, browser, id_token
    FROM session WHERE secret = $1";
const ACCOUNT: &str = "
    SELECT id, name, display_name, agent, team, role, created_at, disabled_at,
        CAST(CASE WHEN password IS NULL THEN 0 ELSE 1 END AS bigint)
    FROM account WHERE id = $1 AND disabled_at IS NULL";
const SESSIONS: &str = "
    SELECT session.id, account, session.created_at, last_seen_at, expires_at, address, browser, id_token, account.name
    FROM session JOIN account ON account.id = session.account
    WHERE account = coalesce($1, account) ORDER BY last_seen_at DESC, session.id";
const OPEN: &str = "
    INSERT INTO session (id, secret, account, created_at, last_seen_at, expires_at, address, browser, id_token)
    VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)";
const FORGET_EXPIRED: &str = "DELETE FROM session WHERE secret = $1 OR expires_at <= $2";
const SEE: &str = "UPDATE session SET last_seen_at = $2 WHERE id = $1";
const END: &str = "DELETE FROM session WHERE id = $1 AND account = coalesce($2, account) RETURNING id";

const FORGET_LINKS: &str = "DELETE FROM once_link WHERE account = $1";
const FORGET_EXPIRED_LINKS: &str = "DELETE FROM once_link WHERE expires_at <= $1";
const ADD_LINK: &str = "INSERT INTO once_link (secret, account, expires_at) VALUES ($1, $2, $3)";
const LINK: &str = "SELECT account FROM once_link WHERE secret = $1 AND expires_at > $2";
const USE_LINK: &str = "DELETE FROM once_link WHERE secret = $1 AND expires_at > $2 AND account IS NOT NULL RETURNING expires_at";
const USE_FIRST_LINKS: &str =
    "DELETE FROM once_link WHERE account IS NULL AND EXISTS (
        SELECT 1 FROM once_link AS mine WHERE mine.secret = $1 AND mine.expires_at > $2 AND mine.account IS NULL
    ) RETURNING expires_at";
const ADMINISTRATORS: &str = "
    SELECT count(*) FROM account
    WHERE role = 'admin' AND disabled_at IS NULL AND (password IS NOT NULL OR issuer IS NOT NULL)";

const TRIES: &str = "SELECT failures, last_at FROM sign_in_failure WHERE whom = $1";
const FIRST_TRY: &str = "
    INSERT INTO sign_in_failure (whom, failures, last_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING whom";
const ONE_MORE_TRY: &str = "
    UPDATE sign_in_failure SET failures = $2, last_at = $3
    WHERE whom = $1 AND failures = $4 AND last_at = $5 RETURNING whom";
const ONE_LESS: &str = "UPDATE sign_in_failure SET failures = failures - 1 WHERE whom = $1 AND failures > 0";
const NONE_AT_ALL: &str = "DELETE FROM sign_in_failure WHERE whom = $1";
/// Longer than anything is remembered.
const FORGET_OLD_TRIES: &str = "DELETE FROM sign_in_failure WHERE last_at < $1";
const TRIES_ARE_KEPT: i64 = 7 * 86_400_000;

/// A session in its columns.
type Row = (String, String, i64, i64, i64, String, String, Option<String>);

fn session((id, account, created, seen, expires, address, browser, id_token): Row, name: String) -> Session {
    let [created_at, last_seen_at, expires_at] = [created, seen, expires].map(EpochMs::new);
    Session { id, account, name, created_at, last_seen_at, expires_at, address, browser, id_token }
}

#[async_trait]
impl<DB: Dialect> SignIns for Sql<DB>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    DB::Arguments: IntoArguments<DB>,
    usize: ColumnIndex<DB::Row>,
    String: Bind<DB> + Read<DB>,
    Option<String>: Bind<DB> + Read<DB>,
    i64: Bind<DB> + Read<DB>,
    Option<i64>: Bind<DB> + Read<DB>,
    Vec<u8>: Bind<DB>,
{
    #[tracing::instrument(name = "db.session.open", skip_all)]
    async fn open_session(
        &self,
        session: &NewSession,
        before: Option<&Kept>,
        deed: &Deed,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query(FORGET_EXPIRED)
            .bind(before.map(Kept::to_bytes).unwrap_or_default())
            .bind(session.created_at.get())
            .execute(&mut *transaction)
            .await?;
        sqlx::query(FORGET_OLD_TRIES)
            .bind(session.created_at.get() - TRIES_ARE_KEPT)
            .execute(&mut *transaction)
            .await?;
        sqlx::query(OPEN)
            .bind(session.id.clone())
            .bind(session.secret.to_bytes())
            .bind(session.account.clone())
            .bind(session.created_at.get())
            .bind(session.expires_at.get())
            .bind(session.address.clone())
            .bind(session.browser.clone())
            .bind(session.id_token.clone())
            .execute(&mut *transaction)
            .await?;
        audit::append::<DB>(&mut transaction, deed).await?;
        transaction.commit().await?;
        Ok(())
    }

    #[tracing::instrument(name = "db.session", skip_all)]
    async fn session(&self, secret: &Kept) -> Result<Option<OpenSession>, StoreError> {
        let query = sqlx::query_as(SESSION).bind(secret.to_bytes());
        let row: Option<Row> = query.fetch_optional(&self.pool).await?;
        let Some(row) = row else { return Ok(None) };
        let query = sqlx::query_as(ACCOUNT).bind(row.1.clone());
        let account: Option<accounts::Row> = query.fetch_optional(&self.pool).await?;
        let Some(account) = account.map(accounts::read).transpose()? else { return Ok(None) };
        Ok(Some(OpenSession { session: session(row, account.name.clone()), account }))
    }

    #[tracing::instrument(name = "db.session.see", skip_all)]
    async fn see_session(&self, id: &str, at: EpochMs) -> Result<(), StoreError> {
        sqlx::query(SEE).bind(id.to_owned()).bind(at.get()).execute(&self.pool).await?;
        Ok(())
    }

    #[tracing::instrument(name = "db.sessions", skip_all)]
    async fn sessions(&self, account: Option<&str>) -> Result<Vec<Session>, StoreError> {
        let query = sqlx::query_as(SESSIONS).bind(account.map(ToOwned::to_owned));
        let rows: Vec<(String, String, i64, i64, i64, String, String, Option<String>, String)> =
            query.fetch_all(&self.pool).await?;
        let row = |(id, account, created, seen, expires, address, browser, id_token, name)| {
            session((id, account, created, seen, expires, address, browser, id_token), name)
        };
        Ok(rows.into_iter().map(row).collect())
    }

    #[tracing::instrument(name = "db.session.end", skip_all)]
    async fn end_session(&self, id: &str, of: Option<&str>, deed: &Deed) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let query = sqlx::query_scalar(END).bind(id.to_owned()).bind(of.map(ToOwned::to_owned));
        let ended: Option<String> = query.fetch_optional(&mut *transaction).await?;
        if ended.is_some() {
            audit::append::<DB>(&mut transaction, deed).await?;
        }
        transaction.commit().await?;
        Ok(ended.is_some())
    }

    #[tracing::instrument(name = "db.link.add", skip_all)]
    async fn add_link(
        &self,
        secret: &Kept,
        account: Option<&str>,
        expires_at: EpochMs,
        deed: Option<&Deed>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        let now = crate::audit::now().get();
        sqlx::query(FORGET_EXPIRED_LINKS).bind(now).execute(&mut *transaction).await?;
        if let Some(account) = account {
            sqlx::query(FORGET_LINKS).bind(account.to_owned()).execute(&mut *transaction).await?;
        }
        sqlx::query(ADD_LINK)
            .bind(secret.to_bytes())
            .bind(account.map(ToOwned::to_owned))
            .bind(expires_at.get())
            .execute(&mut *transaction)
            .await?;
        if let Some(deed) = deed {
            audit::append::<DB>(&mut transaction, deed).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    #[tracing::instrument(name = "db.link", skip_all)]
    async fn link(&self, secret: &Kept, at: EpochMs) -> Result<Option<Option<String>>, StoreError> {
        let query = sqlx::query_scalar(LINK).bind(secret.to_bytes()).bind(at.get());
        Ok(query.fetch_optional(&self.pool).await?)
    }

    #[tracing::instrument(name = "db.link.use", skip_all)]
    async fn use_link(&self, secret: &Kept, at: EpochMs) -> Result<bool, StoreError> {
        let query = sqlx::query_scalar(USE_LINK).bind(secret.to_bytes()).bind(at.get());
        let used: Option<i64> = query.fetch_optional(&self.pool).await?;
        Ok(used.is_some())
    }

    #[tracing::instrument(name = "db.welcome", skip_all)]
    async fn welcome(
        &self,
        secret: &Kept,
        account: &NewAccount,
        at: EpochMs,
        deed: &Deed,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        // Of two who come at once the second waits here, and finds nothing then.
        let query = sqlx::query_scalar(USE_FIRST_LINKS).bind(secret.to_bytes()).bind(at.get());
        let used: Vec<i64> = query.fetch_all(&mut *transaction).await?;
        let administrators: i64 = sqlx::query_scalar(ADMINISTRATORS).fetch_one(&mut *transaction).await?;
        if used.is_empty() || administrators > 0 {
            return Ok(false);
        }
        let is_new = accounts::add::<DB>(&mut transaction, account, deed).await?;
        if is_new {
            transaction.commit().await?;
        }
        Ok(is_new)
    }

    #[tracing::instrument(name = "db.tries", skip_all)]
    async fn tries(&self, whom: &str) -> Result<Option<Tries>, StoreError> {
        let query = sqlx::query_as(TRIES).bind(whom.to_owned());
        let found: Option<(i64, i64)> = query.fetch_optional(&self.pool).await?;
        Ok(found.map(|(failures, last_at)| Tries { failures, last_at: EpochMs::new(last_at) }))
    }

    #[tracing::instrument(name = "db.tries.count", skip_all)]
    async fn count_try(&self, whom: &str, before: Option<Tries>, tries: Tries) -> Result<bool, StoreError> {
        let statement = if before.is_some() { ONE_MORE_TRY } else { FIRST_TRY };
        let query = sqlx::query_scalar(statement).bind(whom.to_owned());
        let mut query = query.bind(tries.failures).bind(tries.last_at.get());
        if let Some(before) = before {
            query = query.bind(before.failures).bind(before.last_at.get());
        }
        let counted: Option<String> = query.fetch_optional(&self.pool).await?;
        Ok(counted.is_some())
    }

    #[tracing::instrument(name = "db.tries.forget", skip_all)]
    async fn forget_tries(&self, whom: &str, all: bool) -> Result<(), StoreError> {
        let statement = if all { NONE_AT_ALL } else { ONE_LESS };
        sqlx::query(statement).bind(whom.to_owned()).execute(&self.pool).await?;
        Ok(())
    }

    #[tracing::instrument(name = "db.deed", skip_all)]
    async fn note_deed(&self, deed: &Deed) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        audit::append::<DB>(&mut transaction, deed).await?;
        transaction.commit().await?;
        Ok(())
    }
}
