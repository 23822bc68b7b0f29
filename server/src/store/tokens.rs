//! Machines that may call: their tokens.

use async_trait::async_trait;
use connect_streams::EpochMs;
use sqlx::{ColumnIndex, Executor, IntoArguments};

use super::{
    StoreError, audit,
    filter::{Bind, Dialect},
    sql::{Read, Sql},
};
use crate::{audit::Deed, auth::Kept};

/// A machine's token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its name for programs.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is good for, in words.
    pub scopes: Vec<String>,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: EpochMs,
    /// Until when it is good.
    pub expires_at: EpochMs,
    /// When it was used last.
    pub last_used_at: Option<EpochMs>,
    /// When it was taken back.
    pub revoked_at: Option<EpochMs>,
}

/// Machines that may call.
#[async_trait]
pub trait Tokens {
    /// All of them, the newest first.
    async fn tokens(&self) -> Result<Vec<Token>, StoreError>;

    /// The one of this secret, good or not.
    async fn token(&self, secret: &Kept) -> Result<Option<Token>, StoreError>;

    /// Makes one.
    async fn add_token(&self, token: &Token, secret: &Kept, deed: &Deed) -> Result<(), StoreError>;

    /// It was used.
    async fn use_token(&self, id: &str, at: EpochMs) -> Result<(), StoreError>;

    /// Takes one back. Answers whether it was good until now.
    async fn revoke_token(&self, id: &str, deed: &Deed) -> Result<bool, StoreError>;
}

const TOKENS: &str = "
    SELECT id, name, scopes, created_by, created_at, expires_at, last_used_at, revoked_at
    FROM api_token ORDER BY created_at DESC, id";
const TOKEN: &str = "
    SELECT id, name, scopes, created_by, created_at, expires_at, last_used_at, revoked_at
    FROM api_token WHERE secret = $1";
const ADD: &str = "
    INSERT INTO api_token (id, secret, name, scopes, created_by, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const USE: &str = "UPDATE api_token SET last_used_at = $2 WHERE id = $1";
const REVOKE: &str = "UPDATE api_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING id";

/// A token in its columns.
type Row = (String, String, String, String, i64, i64, Option<i64>, Option<i64>);

fn token((id, name, scopes, created_by, created, expires, used, revoked): Row) -> Token {
    let scopes = scopes.split(' ').map(ToOwned::to_owned).collect();
    let ([created_at, expires_at], [last_used_at, revoked_at]) =
        ([created, expires].map(EpochMs::new), [used, revoked].map(|at| at.map(EpochMs::new)));
    Token { id, name, scopes, created_by, created_at, expires_at, last_used_at, revoked_at }
}

#[async_trait]
impl<DB: Dialect> Tokens for Sql<DB>
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
    #[tracing::instrument(name = "db.tokens", skip_all)]
    async fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(TOKENS).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(token).collect())
    }

    #[tracing::instrument(name = "db.token", skip_all)]
    async fn token(&self, secret: &Kept) -> Result<Option<Token>, StoreError> {
        let query = sqlx::query_as(TOKEN).bind(secret.to_bytes());
        let row: Option<Row> = query.fetch_optional(&self.pool).await?;
        Ok(row.map(token))
    }

    #[tracing::instrument(name = "db.token.add", skip_all)]
    async fn add_token(&self, token: &Token, secret: &Kept, deed: &Deed) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query(ADD)
            .bind(token.id.clone())
            .bind(secret.to_bytes())
            .bind(token.name.clone())
            .bind(token.scopes.join(" "))
            .bind(token.created_by.clone())
            .bind(token.created_at.get())
            .bind(token.expires_at.get())
            .execute(&mut *transaction)
            .await?;
        audit::append::<DB>(&mut transaction, deed).await?;
        transaction.commit().await?;
        Ok(())
    }

    #[tracing::instrument(name = "db.token.use", skip_all)]
    async fn use_token(&self, id: &str, at: EpochMs) -> Result<(), StoreError> {
        sqlx::query(USE).bind(id.to_owned()).bind(at.get()).execute(&self.pool).await?;
        Ok(())
    }

    #[tracing::instrument(name = "db.token.revoke", skip_all)]
    async fn revoke_token(&self, id: &str, deed: &Deed) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let query = sqlx::query_scalar(REVOKE).bind(id.to_owned()).bind(deed.at.get());
        let revoked: Option<String> = query.fetch_optional(&mut *transaction).await?;
        if revoked.is_some() {
            audit::append::<DB>(&mut transaction, deed).await?;
        }
        transaction.commit().await?;
        Ok(revoked.is_some())
    }
}
