//! Who may come in. The last who may administer is never shut out.

use app::api::Role;
use async_trait::async_trait;
use connect_streams::EpochMs;
use serde::Serialize;
use sqlx::{ColumnIndex, Executor, IntoArguments};

use super::{
    StoreError, audit,
    filter::{Bind, Dialect},
    sql::{Read, Sql},
};
use crate::{
    audit::Deed,
    auth::{AccountName, Profile},
};

/// Somebody who may come in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Its name for programs, which never changes.
    pub id: String,
    /// What they sign in with.
    pub name: String,
    /// What they are called.
    pub display_name: String,
    /// Their user name in Amazon Connect.
    pub agent: String,
    /// Their team; all with `*`.
    pub team: String,
    /// What they may do.
    pub role: Role,
    /// When it was made.
    pub created_at: EpochMs,
    /// When they were shut out; none while they may come in.
    pub disabled_at: Option<EpochMs>,
    /// Whether they have a password here.
    pub has_password: bool,
}

/// An account that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// Its name for programs.
    pub id: String,
    /// What they sign in with.
    pub name: AccountName,
    /// Who they are.
    pub profile: Profile,
    /// The password in PHC format; none until they set one, or where a provider vouches for them.
    pub password: Option<String>,
    /// The provider that vouches for them, and who they are there.
    pub provider: Option<(String, String)>,
    /// When.
    pub created_at: EpochMs,
}

/// What is to become of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Somebody is called otherwise, or may do other things.
    Profile(Profile),
    /// Somebody is shut out from this moment on; all their sessions end.
    Disable(EpochMs),
    /// Somebody may come in again.
    Enable,
    /// Somebody has a new password, in PHC format; all their sessions end.
    Password(String),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is done; this is the account now.
    Done(Account),
    /// There is no such account.
    Unknown,
    /// Nobody would be left who may administer. Nothing has changed.
    LastAdministrator,
}

/// Who may come in.
#[async_trait]
pub trait Accounts {
    /// All accounts by name.
    async fn accounts(&self) -> Result<Vec<Account>, StoreError>;

    /// One.
    async fn account(&self, id: &str) -> Result<Option<Account>, StoreError>;

    /// Of this name, with the password in PHC format.
    async fn account_named(&self, name: &str) -> Result<Option<(Account, Option<String>)>, StoreError>;

    /// Of whom a provider vouches for.
    async fn account_of(&self, issuer: &str, subject: &str) -> Result<Option<Account>, StoreError>;

    /// Whether there is somebody who can sign in and administer.
    async fn has_administrator(&self) -> Result<bool, StoreError>;

    /// Makes an account. Answers whether name and provider's subject were free.
    async fn add_account(&self, account: &NewAccount, deed: &Deed) -> Result<bool, StoreError>;

    /// Changes an account. How it was and is stands in the audit log; a password does not.
    async fn change_account(&self, id: &str, change: &Change, deed: &Deed) -> Result<Changed, StoreError>;

    /// From now on the agent is written as Amazon Connect writes it; only upper and lower case differ.
    async fn spell_agent(&self, id: &str, agent: &str) -> Result<(), StoreError>;
}

const ACCOUNTS: &str = "
    SELECT id, name, display_name, agent, team, role, created_at, disabled_at,
        CAST(CASE WHEN password IS NULL THEN 0 ELSE 1 END AS bigint)
    FROM account ORDER BY name";
const ACCOUNT: &str = "
    SELECT id, name, display_name, agent, team, role, created_at, disabled_at,
        CAST(CASE WHEN password IS NULL THEN 0 ELSE 1 END AS bigint)
    FROM account WHERE id = $1";
const ACCOUNT_NAMED: &str = "SELECT id, password FROM account WHERE name = $1";
const ACCOUNT_OF: &str = "SELECT id FROM account WHERE issuer = $1 AND subject = $2";

/// Those who can sign in and administer, but for one.
const ADMINISTRATORS: &str = "
    SELECT count(*) FROM account
    WHERE role = 'admin' AND disabled_at IS NULL AND (password IS NOT NULL OR issuer IS NOT NULL) AND id <> $1";

const ADD: &str = "
    INSERT INTO account (id, name, display_name, agent, team, role, password, issuer, subject, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id";

/// Whoever else changes an administrator, or this account, waits until this transaction is over: so two who take each other's
/// rights do not both succeed, and what is read afterwards holds.
const LOCK: &str = "UPDATE account SET role = role WHERE role = 'admin' OR id = $1";

const CHANGE_PROFILE: &str =
    "UPDATE account SET display_name = $2, agent = $3, team = $4, role = $5 WHERE id = $1";
const CHANGE_DISABLED: &str = "UPDATE account SET disabled_at = $2 WHERE id = $1";
const CHANGE_PASSWORD: &str = "UPDATE account SET password = $2 WHERE id = $1";
const SPELL_AGENT: &str = "UPDATE account SET agent = $2 WHERE id = $1";
const END_SESSIONS: &str = "DELETE FROM session WHERE account = $1";
const END_LINKS: &str = "DELETE FROM once_link WHERE account = $1";

/// An account in its columns.
pub(super) type Row = (String, String, String, String, String, String, i64, Option<i64>, i64);

/// An account from its columns.
pub(super) fn read(row: Row) -> Result<Account, StoreError> {
    let (id, name, display_name, agent, team, role, created_at, disabled_at, has_password) = row;
    // Somebody whose role is not known may do nothing, so there is nobody.
    let role = Role::of(&role).ok_or_else(|| sqlx::Error::Decode("a role that is not known".into()))?;
    let (created_at, disabled_at) = (EpochMs::new(created_at), disabled_at.map(EpochMs::new));
    let has_password = has_password != 0;
    Ok(Account { id, name, display_name, agent, team, role, created_at, disabled_at, has_password })
}

impl Account {
    fn administers(&self) -> bool {
        self.role == Role::Admin && self.disabled_at.is_none()
    }
}

#[async_trait]
impl<DB: Dialect> Accounts for Sql<DB>
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
    #[tracing::instrument(name = "db.accounts", skip_all)]
    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(ACCOUNTS).fetch_all(&self.pool).await?;
        rows.into_iter().map(read).collect()
    }

    #[tracing::instrument(name = "db.account", skip_all)]
    async fn account(&self, id: &str) -> Result<Option<Account>, StoreError> {
        let row: Option<Row> = sqlx::query_as(ACCOUNT).bind(id.to_owned()).fetch_optional(&self.pool).await?;
        row.map(read).transpose()
    }

    #[tracing::instrument(name = "db.account.named", skip_all)]
    async fn account_named(&self, name: &str) -> Result<Option<(Account, Option<String>)>, StoreError> {
        let query = sqlx::query_as(ACCOUNT_NAMED).bind(name.to_owned());
        let found: Option<(String, Option<String>)> = query.fetch_optional(&self.pool).await?;
        let Some((id, password)) = found else { return Ok(None) };
        Ok(self.account(&id).await?.map(|account| (account, password)))
    }

    #[tracing::instrument(name = "db.account.of", skip_all)]
    async fn account_of(&self, issuer: &str, subject: &str) -> Result<Option<Account>, StoreError> {
        let query = sqlx::query_scalar(ACCOUNT_OF).bind(issuer.to_owned()).bind(subject.to_owned());
        let found: Option<String> = query.fetch_optional(&self.pool).await?;
        let Some(id) = found else { return Ok(None) };
        self.account(&id).await
    }

    #[tracing::instrument(name = "db.account.administrators", skip_all)]
    async fn has_administrator(&self) -> Result<bool, StoreError> {
        let query = sqlx::query_scalar(ADMINISTRATORS).bind(String::new());
        let administrators: i64 = query.fetch_one(&self.pool).await?;
        Ok(administrators > 0)
    }

    #[tracing::instrument(name = "db.account.add", skip_all)]
    async fn add_account(&self, account: &NewAccount, deed: &Deed) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let is_new = add::<DB>(&mut transaction, account, deed).await?;
        transaction.commit().await?;
        Ok(is_new)
    }

    #[tracing::instrument(name = "db.account.change", skip_all)]
    async fn change_account(&self, id: &str, change: &Change, deed: &Deed) -> Result<Changed, StoreError> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query(LOCK).bind(id.to_owned()).execute(&mut *transaction).await?;
        let row: Option<Row> =
            sqlx::query_as(ACCOUNT).bind(id.to_owned()).fetch_optional(&mut *transaction).await?;
        let Some(before) = row.map(read).transpose()? else { return Ok(Changed::Unknown) };
        let after = change.apply(before.clone());
        if before.administers() && !after.administers() {
            let query = sqlx::query_scalar(ADMINISTRATORS).bind(id.to_owned());
            let others: i64 = query.fetch_one(&mut *transaction).await?;
            if others == 0 {
                return Ok(Changed::LastAdministrator);
            }
        }
        let query = match change {
            Change::Profile(profile) => sqlx::query(CHANGE_PROFILE)
                .bind(id.to_owned())
                .bind(profile.display_name.clone())
                .bind(profile.agent.clone())
                .bind(profile.team.clone())
                .bind(profile.role.as_str().to_owned()),
            Change::Disable(_) | Change::Enable => {
                sqlx::query(CHANGE_DISABLED).bind(id.to_owned()).bind(after.disabled_at.map(EpochMs::get))
            }
            Change::Password(password) => {
                sqlx::query(CHANGE_PASSWORD).bind(id.to_owned()).bind(password.clone())
            }
        };
        query.execute(&mut *transaction).await?;
        if matches!(change, Change::Disable(_) | Change::Password(_)) {
            for end in [END_SESSIONS, END_LINKS] {
                sqlx::query(end).bind(id.to_owned()).execute(&mut *transaction).await?;
            }
        }
        let deed = match change {
            Change::Password(_) => deed.clone(),
            _ => deed.clone().from(&before).to(&after),
        };
        audit::append::<DB>(&mut transaction, &deed).await?;
        transaction.commit().await?;
        Ok(Changed::Done(after))
    }

    #[tracing::instrument(name = "db.account.spell", skip_all)]
    async fn spell_agent(&self, id: &str, agent: &str) -> Result<(), StoreError> {
        sqlx::query(SPELL_AGENT).bind(id.to_owned()).bind(agent.to_owned()).execute(&self.pool).await?;
        Ok(())
    }
}

/// Makes an account, if its name is free.
pub(super) async fn add<DB: Dialect>(
    connection: &mut DB::Connection,
    account: &NewAccount,
    deed: &Deed,
) -> Result<bool, StoreError>
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
    let (issuer, subject) = account.provider.clone().unzip();
    let added: Option<String> = sqlx::query_scalar(ADD)
        .bind(account.id.clone())
        .bind(account.name.to_string())
        .bind(account.profile.display_name.clone())
        .bind(account.profile.agent.clone())
        .bind(account.profile.team.clone())
        .bind(account.profile.role.as_str().to_owned())
        .bind(account.password.clone())
        .bind(issuer)
        .bind(subject)
        .bind(account.created_at.get())
        .fetch_optional(&mut *connection)
        .await?;
    if added.is_none() {
        return Ok(false);
    }
    audit::append::<DB>(connection, &deed.clone().to(&account.shown())).await?;
    Ok(true)
}

impl NewAccount {
    /// The account that it becomes.
    pub fn shown(&self) -> Account {
        let Profile { display_name, agent, team, role } = self.profile.clone();
        Account {
            id: self.id.clone(),
            name: self.name.to_string(),
            display_name,
            agent,
            team,
            role,
            created_at: self.created_at,
            disabled_at: None,
            has_password: self.password.is_some(),
        }
    }
}

impl Change {
    fn apply(&self, account: Account) -> Account {
        match self.clone() {
            Self::Profile(Profile { display_name, agent, team, role }) => {
                Account { display_name, agent, team, role, ..account }
            }
            Self::Disable(at) => Account { disabled_at: account.disabled_at.or(Some(at)), ..account },
            Self::Enable => Account { disabled_at: None, ..account },
            Self::Password(_) => Account { has_password: true, ..account },
        }
    }
}
