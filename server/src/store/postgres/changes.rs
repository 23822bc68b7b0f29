//! Listens to what other servers change, by a connection of its own. What may have been missed while it was gone counts as
//! changed.

use std::time::Duration;

use sqlx::{PgPool, Postgres, postgres::PgListener};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

use super::SIGN_OF_LIFE;
use crate::store::changes::Watched;

/// The channel on which the triggers tell.
const CHANNEL: &str = "streamdesk_changed";

/// After so long without a word the connection has to show that it lives: a network may swallow it without one.
const SILENCE: Duration = Duration::from_secs(10);

/// Until it is tried again.
const PAUSE: Duration = Duration::from_secs(1);

impl Watched for Postgres {
    async fn watch(pool: PgPool, feed: watch::Sender<()>) {
        let mut is_first = true;
        while !feed.is_closed() && !pool.is_closed() {
            match listen(&pool, &feed, is_first).await {
                Ok(()) | Err(sqlx::Error::PoolClosed) => break,
                Err(error) => tracing::warn!(%error, "Cannot hear of changes by others; trying again"),
            }
            is_first = false;
            sleep(PAUSE).await;
        }
    }
}

/// Listens until the connection is gone. What came before the first word of it may have been missed.
async fn listen(pool: &PgPool, feed: &watch::Sender<()>, is_first: bool) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    // Another one is made here, so that nothing is missed in between.
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    if !is_first {
        feed.send_replace(());
    }
    loop {
        match timeout(SILENCE, listener.try_recv()).await {
            Ok(Ok(Some(_))) => {
                feed.send_replace(());
            }
            Ok(Ok(None)) => return Err(super::silent()),
            Ok(Err(error)) => return Err(error),
            Err(_) if feed.is_closed() => return Ok(()),
            Err(_) => {
                let lives = timeout(SIGN_OF_LIFE, sqlx::query("SELECT 1").execute(&mut listener));
                lives.await.map_err(|_| super::silent())??;
            }
        }
    }
}
