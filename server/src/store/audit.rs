//! The audit log. Entries are appended in the transaction of what they tell of, and never changed.

use sqlx::{Executor, IntoArguments};

use super::{
    StoreError,
    filter::{Bind, Dialect},
};
use crate::audit::Deed;

const APPEND: &str = "
    INSERT INTO audit (at, actor, address, request_id, action, target, old, new)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Writes an entry in the transaction of what it tells of.
pub(super) async fn append<DB: Dialect>(
    connection: &mut DB::Connection,
    deed: &Deed,
) -> Result<(), StoreError>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    DB::Arguments: IntoArguments<DB>,
    String: Bind<DB>,
    Option<String>: Bind<DB>,
    i64: Bind<DB>,
{
    sqlx::query(APPEND)
        .bind(deed.at.get())
        .bind(deed.actor.name.clone())
        .bind(deed.actor.address.map(|address| address.to_string()).unwrap_or_default())
        .bind(deed.actor.request_id.clone())
        .bind(deed.action.to_owned())
        .bind(deed.target.clone())
        .bind(deed.old.as_ref().map(ToString::to_string))
        .bind(deed.new.as_ref().map(ToString::to_string))
        .execute(connection)
        .await?;
    Ok(())
}
