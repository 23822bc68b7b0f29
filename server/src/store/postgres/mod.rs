//! PostgreSQL: for more than one server, and for who has one already.

mod changes;
mod keeper;
mod search;

use std::{io, str::FromStr, time::Duration};

use sqlx::{
    Connection as _, PgConnection, PgPool, Postgres, QueryBuilder,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{
    StoreError,
    filter::{Dialect, Filter, Position, Row},
    group::Writer,
    sql::Sql,
    words::Words,
};
use keeper::PostgresKeeper;

/// How many connections one server has at most.
const CONNECTIONS: u32 = 10;

/// How many transactions write at a time: while one waits for the disk, the next is on its way. One more is for requests of few
/// records, which wait for none of both.
const KEEPERS: usize = 3;

/// How long a request waits for a connection, a new one included.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a connection that nobody uses may take to show that it lives. One whose other end died without a word would
/// never show anything, and the system gives it up only after a quarter of an hour.
const SIGN_OF_LIFE: Duration = Duration::from_secs(1);

/// Opens the database and brings it to this version's layout.
pub(super) async fn open(url: &str) -> Result<Sql<Postgres>, StoreError> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("streamdesk")
        // What was confirmed survives a power cut, whatever the server's own setting.
        .options([("synchronous_commit", "on")]);
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .before_acquire(|connection, _| Box::pin(lives(connection)))
        .after_release(|connection, _| Box::pin(lives(connection)))
        .connect_with(options)
        .await?;
    sqlx::migrate!("migrations/postgres").run(&pool).await?;
    let keepers = (0..KEEPERS).map(|_| PostgresKeeper::new(pool.clone())).collect::<Vec<_>>();
    Ok(Sql { pool, writer: Writer::start(keepers) })
}

/// Whether the other end of a connection answers. The error lets the pool close it without asking it once more.
async fn lives(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    tokio::time::timeout(SIGN_OF_LIFE, connection.ping()).await.map_err(|_| silent())??;
    Ok(true)
}

/// The database says nothing.
fn silent() -> sqlx::Error {
    sqlx::Error::Io(io::ErrorKind::TimedOut.into())
}

impl Dialect for Postgres {
    type Keeper = PostgresKeeper;

    const ASIDE: &'static str = "";

    const HAS_WORDS: &'static str = "words IS NOT NULL";

    async fn integrity(_pool: &PgPool) -> Result<Vec<String>, StoreError> {
        // PostgreSQL looks after its own files.
        Ok(Vec::new())
    }

    fn push_words(query: &mut QueryBuilder<Self>, words: &Words) {
        query.push("words @@ CAST(").push_bind(words.to_tsquery()).push(" AS tsquery)");
    }

    async fn by_words(
        pool: &PgPool,
        words: &Words,
        filter: &Filter,
        after: Option<Position>,
        limit: u32,
    ) -> Result<Vec<Row>, StoreError> {
        search::newest(pool, words, filter, after, limit).await
    }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
