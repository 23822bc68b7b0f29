//! Tells when somebody else, another server or another program, has changed what a server keeps in memory.

use async_trait::async_trait;
use tokio::sync::watch;

use super::{filter::Dialect, sql::Sql};

/// Is told of a change, without what it is: whoever is told reads it anew. Of several changes in a row, one is told. It ends
/// when the database is closed.
pub type ChangeFeed = watch::Receiver<()>;

/// What tells of changes.
#[async_trait]
pub trait Changes {
    /// From now on. What was changed before is not told; what is changed while the database cannot be reached is told once
    /// it can be.
    async fn changes(&self) -> ChangeFeed;
}

/// How a database is watched.
pub(super) trait Watched: sqlx::Database {
    /// Tells `feed` until nobody listens any more or the pool is closed.
    fn watch(pool: sqlx::Pool<Self>, feed: watch::Sender<()>) -> impl Future<Output = ()> + Send;
}

#[async_trait]
impl<DB: Dialect> Changes for Sql<DB> {
    async fn changes(&self) -> ChangeFeed {
        let (sender, feed) = watch::channel(());
        tokio::spawn(DB::watch(self.pool.clone(), sender));
        feed
    }
}
