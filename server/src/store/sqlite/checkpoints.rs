//! Writes the log back into the file beside the writer, who would otherwise do it in the middle of its work and have all
//! that waits wait for it. The log is safe on the disk before; only its length depends on this.

use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::{sync::mpsc, task::JoinHandle};

/// So many records are kept before the log is written back.
const RECORDS: usize = 200;

/// So many pages of the log, 64 megabytes, are written back by the writer after all: it has outrun the other then.
pub(super) const LONGEST_LOG: &str = "16384";

#[derive(Debug)]
pub(super) struct Checkpoints {
    due: mpsc::Sender<()>,
    working: JoinHandle<()>,
    kept: usize,
}

impl Checkpoints {
    pub(super) fn start(options: SqliteConnectOptions) -> Self {
        let (due, when_due) = mpsc::channel(1);
        Self { due, working: tokio::spawn(work(options, when_due)), kept: 0 }
    }

    /// So many records more are in the log.
    pub(super) fn count(&mut self, records: usize) {
        self.kept += records;
        // One that is due already is enough.
        if self.kept >= RECORDS && self.due.try_send(()).is_ok() {
            self.kept = 0;
        }
    }

    /// There is nothing more to write back.
    pub(super) async fn close(self) {
        drop(self.due);
        // Who closes the file last writes back what is left.
        let _ = self.working.await;
    }
}

async fn work(options: SqliteConnectOptions, mut when_due: mpsc::Receiver<()>) {
    let mut connection = None;
    while when_due.recv().await.is_some() {
        if let Err(error) = write_back(&options, &mut connection).await {
            // The log grows until it can be done again; the writer says so when it cannot go on.
            tracing::warn!(%error, "The log could not be written back into the database");
            connection = None;
        }
    }
    if let Some(connection) = connection
        && let Err(error) = connection.close().await
    {
        tracing::warn!(%error, "The database could not be closed");
    }
}

async fn write_back(
    options: &SqliteConnectOptions,
    connection: &mut Option<SqliteConnection>,
) -> Result<(), sqlx::Error> {
    let connection = match connection {
        Some(connection) => connection,
        None => connection.insert(options.connect().await?),
    };
    // It takes what nobody reads any more and waits for nobody.
    sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(connection).await?;
    Ok(())
}
