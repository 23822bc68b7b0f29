//! Where the databases are: in a folder of this run, all on the same disk, which goes with it.

use std::{fs, path::Path};

use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;

use super::{Outcome, postgres::Server};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// As much of its log as a run writes, PostgreSQL keeps to write over it.
const LOG_KEPT: [&str; 4] = ["-c", "min_wal_size=3GB", "-c", "max_wal_size=6GB"];

/// So much log, and to the disk with all that it is of.
const WEAR_IN: [&str; 2] = [
    "SELECT count(pg_logical_emit_message(false, 'wear', repeat('x', 16000000))) FROM generate_series(1, 180)",
    "CHECKPOINT",
];

pub struct Place {
    pub kind: Kind,
    // Stopped before its folder goes.
    server: Option<Server>,
    folder: TempDir,
}

impl Place {
    pub fn new(kind: Kind) -> Outcome<Self> {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let site = folder.path().join("site");
        for part in ["pkg", "vendor"] {
            fs::create_dir_all(site.join(part))?;
        }
        // The server asks for the page's files, and nobody asks it for the page.
        let streams = format!("vendor/amazon-connect-streams-{}.min.js", connect_streams::STREAMS_VERSION);
        for file in ["pkg/streamdesk.js", streams.as_str()] {
            fs::write(site.join(file), "//")?;
        }
        let server = (kind == Kind::Postgres).then(|| {
            // Whoever runs the database must come to its folder and to no other.
            let data = tempfile::Builder::new().permissions(open_to_all()).tempdir_in(folder.path());
            data.map(|data| Server::start(&data.keep(), &LOG_KEPT))
        });
        fs::set_permissions(folder.path(), open_to_all())?;
        Ok(Self { kind, server: server.transpose()?, folder })
    }

    /// The address of a new database.
    pub async fn database(&self, name: &str) -> Outcome<String> {
        Ok(match &self.server {
            None => format!("sqlite://{}", self.folder.path().join(name).with_extension("db").display()),
            Some(server) => server.database(name).await,
        })
    }

    /// Makes PostgreSQL as one that has been at work for a while: it writes its log over what it no longer needs of it. One that
    /// has just begun must fill each new part of it with zeros first, while whoever commits waits.
    pub async fn wear_in(&self) -> Outcome<()> {
        if self.server.is_some() {
            let mut connection = PgConnection::connect(&self.database("worn").await?).await?;
            for statement in WEAR_IN {
                sqlx::raw_sql(statement).execute(&mut connection).await?;
            }
            connection.close().await?;
        }
        Ok(())
    }

    /// The folder with what stands for the page's files.
    pub fn site(&self) -> std::path::PathBuf {
        self.folder.path().join("site")
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn open_to_all() -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o755)
}
