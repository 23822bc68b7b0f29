//! Looks once in a while whether another program has changed the file. What it counts is changed with what is counted, by
//! triggers; records, which come all the time, are not counted.

use std::time::Duration;

use sqlx::{Sqlite, SqlitePool};
use tokio::{sync::watch, time::sleep};

use crate::store::changes::Watched;

/// A question of one row, which SQLite answers from memory.
const EVERY: Duration = Duration::from_secs(1);

const COUNT: &str = "SELECT CAST(total(version) AS INTEGER) FROM change_count";

impl Watched for Sqlite {
    async fn watch(pool: SqlitePool, feed: watch::Sender<()>) {
        let mut last = None;
        while !feed.is_closed() && !pool.is_closed() {
            match sqlx::query_scalar::<_, i64>(COUNT).fetch_one(&pool).await {
                Ok(now) => {
                    if last.is_some_and(|last| last != now) {
                        feed.send_replace(());
                    }
                    last = Some(now);
                }
                Err(sqlx::Error::PoolClosed) => break,
                Err(error) => tracing::warn!(%error, "Cannot look for changes by others; trying again"),
            }
            sleep(EVERY).await;
        }
    }
}
