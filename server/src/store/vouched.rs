//! People for whom a provider vouches: their sign-ins while they are there, and their accounts when they come back.

use async_trait::async_trait;
use connect_streams::EpochMs;
use sqlx::{ColumnIndex, Executor, IntoArguments};

use super::{
    StoreError,
    accounts::{self, Account, NewAccount, Row},
    audit,
    filter::{Bind, Dialect},
    sql::{Read, Sql},
};
use crate::audit::Actor;

/// What came of it that somebody came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vouched {
    /// They may come in; this is their account.
    In(Account),
    /// Somebody else has their name. Nothing has changed.
    NameTaken,
    /// They are shut out. Nothing has changed.
    Disabled,
}

/// People for whom a provider vouches.
#[async_trait]
pub trait VouchedFor {
    /// A sign-in begins. Those whose time was up before `at` are forgotten.
    async fn begin_sign_in(
        &self,
        fingerprint: &[u8; 32],
        return_to: &str,
        expires_at: EpochMs,
        at: EpochMs,
    ) -> Result<(), StoreError>;

    /// It comes to its end, once. Answers where they go on; none where it was finished, or its time is up.
    async fn finish_sign_in(&self, fingerprint: &[u8; 32], at: EpochMs)
    -> Result<Option<String>, StoreError>;

    /// Somebody came back. They get the account that they had, and it becomes as the provider says: who is no longer an
    /// administrator there is none here, were it the last; or they get a new one. What has changed stands in the audit log.
    async fn vouch(&self, person: &NewAccount, actor: &Actor) -> Result<Vouched, StoreError>;
}

const FORGET: &str = "DELETE FROM provider_sign_in WHERE expires_at <= $1";
const BEGIN: &str = "INSERT INTO provider_sign_in (fingerprint, return_to, expires_at) VALUES ($1, $2, $3)";
const FINISH: &str =
    "DELETE FROM provider_sign_in WHERE fingerprint = $1 AND expires_at > $2 RETURNING return_to";

/// Whoever else brings the same person waits until this transaction is over.
const LOCK: &str = "UPDATE account SET name = name WHERE issuer = $1 AND subject = $2";
const FIND: &str = "
    SELECT id, name, display_name, agent, team, role, created_at, disabled_at,
        CAST(CASE WHEN password IS NULL THEN 0 ELSE 1 END AS bigint)
    FROM account WHERE issuer = $1 AND subject = $2";
const RENEW: &str = "
    UPDATE account SET name = $2, display_name = $3, agent = $4, team = $5, role = $6
    WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM account WHERE name = $2 AND id <> $1) RETURNING id";

#[async_trait]
impl<DB: Dialect> VouchedFor for Sql<DB>
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
    #[tracing::instrument(name = "db.vouched.begin", skip_all)]
    async fn begin_sign_in(
        &self,
        fingerprint: &[u8; 32],
        return_to: &str,
        expires_at: EpochMs,
        at: EpochMs,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query(FORGET).bind(at.get()).execute(&mut *transaction).await?;
        sqlx::query(BEGIN)
            .bind(fingerprint.to_vec())
            .bind(return_to.to_owned())
            .bind(expires_at.get())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    #[tracing::instrument(name = "db.vouched.finish", skip_all)]
    async fn finish_sign_in(
        &self,
        fingerprint: &[u8; 32],
        at: EpochMs,
    ) -> Result<Option<String>, StoreError> {
        let query = sqlx::query_scalar(FINISH).bind(fingerprint.to_vec()).bind(at.get());
        Ok(query.fetch_optional(&self.pool).await?)
    }

    #[tracing::instrument(name = "db.vouched.in", skip_all)]
    async fn vouch(&self, person: &NewAccount, actor: &Actor) -> Result<Vouched, StoreError> {
        let (issuer, subject) = person.provider.clone().unzip();
        let mut transaction = self.pool.begin().await?;
        sqlx::query(LOCK).bind(issuer.clone()).bind(subject.clone()).execute(&mut *transaction).await?;
        let query = sqlx::query_as(FIND).bind(issuer.clone()).bind(subject.clone());
        let row: Option<Row> = query.fetch_optional(&mut *transaction).await?;
        let Some(before) = row.map(accounts::read).transpose()? else {
            let deed = actor.did("account.added", person.name.as_str());
            if !accounts::add::<DB>(&mut transaction, person, &deed).await? {
                // Unless they came twice at once.
                let query = sqlx::query_as(FIND).bind(issuer).bind(subject);
                let row: Option<Row> = query.fetch_optional(&mut *transaction).await?;
                return Ok(row.map(accounts::read).transpose()?.map_or(Vouched::NameTaken, Vouched::In));
            }
            transaction.commit().await?;
            return Ok(Vouched::In(person.shown()));
        };
        if before.disabled_at.is_some() {
            return Ok(Vouched::Disabled);
        }
        let now = Account {
            id: before.id.clone(),
            created_at: before.created_at,
            has_password: before.has_password,
            ..person.shown()
        };
        if now == before {
            return Ok(Vouched::In(before));
        }
        let renewed: Option<String> = sqlx::query_scalar(RENEW)
            .bind(now.id.clone())
            .bind(now.name.clone())
            .bind(now.display_name.clone())
            .bind(now.agent.clone())
            .bind(now.team.clone())
            .bind(now.role.as_str().to_owned())
            .fetch_optional(&mut *transaction)
            .await?;
        if renewed.is_none() {
            return Ok(Vouched::NameTaken);
        }
        let deed = actor.did("account.renewed", &now.name).from(&before).to(&now);
        audit::append::<DB>(&mut transaction, &deed).await?;
        transaction.commit().await?;
        Ok(Vouched::In(now))
    }
}
