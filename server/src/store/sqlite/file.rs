//! The file as a whole: copied while it is in use, and put in the place of another.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    str::FromStr as _,
    time::Duration,
};

use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

use super::integrity;

/// Why a file was not copied. Each is an administrator's matter.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is something already where the copy belongs.
    #[error("{0} is there already")]
    Exists(PathBuf),
    /// There is no such file, or none that SQLite can read.
    #[error("{0} is no database that can be read: {1}")]
    Unreadable(PathBuf, String),
    /// It can be read and is damaged, or is another program's.
    #[error("{0} is no sound database of Streamdesk: {1}")]
    Unsound(PathBuf, String),
    /// Somebody has the database open.
    #[error("the database {0} is in use; stop the server first")]
    InUse(PathBuf),
    /// There is something in the database.
    #[error("the database {0} is not empty; --force replaces what is in it")]
    NotEmpty(PathBuf),
    /// The copy failed.
    #[error("the copy failed")]
    Copy(#[from] sqlx::Error),
    /// The disk failed.
    #[error("the copy could not be put in its place")]
    Disk(#[from] io::Error),
}

/// Copies a database that may be in use to a file that is not there yet. What was confirmed before is in it.
pub(in crate::store) async fn backup(url: &str, to: &Path) -> Result<(), FileError> {
    if to.exists() {
        return Err(FileError::Exists(to.to_owned()));
    }
    let from = SqliteConnectOptions::from_str(url)?;
    let path = from.get_filename().to_owned();
    let mut connection =
        from.connect().await.map_err(|error| FileError::Unreadable(path, error.to_string()))?;
    copy(&mut connection, to).await?;
    connection.close().await?;
    sound(to).await
}

/// Puts the copy `from` in the place of the database.
pub(in crate::store) async fn restore(url: &str, from: &Path, force: bool) -> Result<(), FileError> {
    sound(from).await?;
    let to = SqliteConnectOptions::from_str(url)?.get_filename().to_owned();
    if to.exists() {
        vacant(url, &to, force).await?;
    }
    let beside = with_suffix(&to, ".restoring");
    remove(&beside)?;
    let mut connection = open(from).await?;
    copy(&mut connection, &beside).await?;
    connection.close().await?;
    // What a program that was killed left beside the old file is none of the new one's.
    for suffix in ["-wal", "-shm", "-journal"] {
        remove(&with_suffix(&to, suffix))?;
    }
    fs::rename(&beside, &to)?;
    folder_of(&to)?.sync_all()?;
    Ok(())
}

/// Nobody has it open and, unless it is to be replaced all the same, nothing is in it.
async fn vacant(url: &str, path: &Path, force: bool) -> Result<(), FileError> {
    let options = SqliteConnectOptions::from_str(url)?.busy_timeout(Duration::from_millis(200));
    let mut connection = match options.connect().await {
        Ok(connection) => connection,
        // What cannot be opened may be the very reason why it is to be replaced.
        Err(_) if force => return Ok(()),
        Err(error) => return Err(FileError::Unreadable(path.to_owned(), error.to_string())),
    };
    let found = look_alone(&mut connection, path, force).await;
    // Whatever was found: a connection that is only dropped is closed a little later, and until then the file is in use.
    connection.close().await?;
    found
}

async fn look_alone(connection: &mut SqliteConnection, path: &Path, force: bool) -> Result<(), FileError> {
    // Only who is alone with a file can leave WAL mode.
    match sqlx::query("PRAGMA journal_mode = DELETE").execute(&mut *connection).await {
        Err(sqlx::Error::Database(error)) if error.message().contains("locked") => {
            Err(FileError::InUse(path.to_owned()))
        }
        Err(_) if force => Ok(()),
        Err(error) => Err(FileError::Unreadable(path.to_owned(), error.to_string())),
        Ok(_) if force || is_empty(connection).await? => Ok(()),
        Ok(_) => Err(FileError::NotEmpty(path.to_owned())),
    }
}

async fn is_empty(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'",
    )
    .fetch_all(&mut *connection)
    .await?;
    if !tables.iter().any(|table| table == "contact_record") {
        return Ok(tables.is_empty());
    }
    // Of this layout and of earlier ones.
    for (table, any) in [
        ("contact_record", "SELECT EXISTS (SELECT 1 FROM contact_record)"),
        ("allowed_origin", "SELECT EXISTS (SELECT 1 FROM allowed_origin)"),
        ("instance_origin", "SELECT EXISTS (SELECT 1 FROM instance_origin)"),
        ("instance", "SELECT EXISTS (SELECT 1 FROM instance)"),
    ] {
        let is_there = tables.iter().any(|name| name == table);
        if is_there && sqlx::query_scalar(any).fetch_one(&mut *connection).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a file is a whole database of this program, of this version or an older one.
async fn sound(path: &Path) -> Result<(), FileError> {
    let unsound = |reason: String| FileError::Unsound(path.to_owned(), reason);
    let mut connection = open(path).await?;
    let checked: Result<Vec<String>, _> =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut connection).await;
    let lines = checked.map_err(|error| FileError::Unreadable(path.to_owned(), error.to_string()))?;
    if lines != ["ok"] {
        return Err(unsound(lines.into_iter().next().unwrap_or_default()));
    }
    let version: i64 = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations WHERE success")
        .fetch_one(&mut connection)
        .await
        .map_err(|_| unsound("it is another program's".to_owned()))?;
    let known = sqlx::migrate!("migrations/sqlite");
    if known.iter().map(|migration| migration.version).max() == Some(version) {
        let missing =
            integrity::missing(&mut connection).await.map_err(|error| unsound(error.to_string()))?;
        if let Some(part) = missing.first() {
            return Err(unsound(format!("the {part} is missing")));
        }
    }
    connection.close().await?;
    if known.iter().all(|migration| migration.version < version) {
        return Err(unsound("it was written by a newer version".to_owned()));
    }
    Ok(())
}

async fn open(path: &Path) -> Result<SqliteConnection, FileError> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    options.connect().await.map_err(|error| FileError::Unreadable(path.to_owned(), error.to_string()))
}

/// Copies what is there at this moment, and waits until it is on the disk.
async fn copy(connection: &mut SqliteConnection, to: &Path) -> Result<(), FileError> {
    let copied =
        sqlx::query("VACUUM INTO ?1").bind(to.to_string_lossy().into_owned()).execute(connection).await;
    if let Err(error) = copied {
        remove(to)?;
        return Err(error.into());
    }
    File::open(to)?.sync_all()?;
    folder_of(to)?.sync_all()?;
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn folder_of(path: &Path) -> io::Result<File> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or_else(|| Path::new(".")))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{self, Batch, Filter, Store, contract::record};

    async fn opened(folder: &Path, name: &str) -> (Store, String) {
        let url = format!("sqlite://{}", folder.join(name).display());
        (store::open(&url).await.unwrap(), url)
    }

    async fn keep(store: &Store, id: &str) {
        let contacts = vec![record(id, "anna", 1_000, 1)];
        store.keep(Batch { contacts, ..Batch::default() }).await.unwrap();
    }

    async fn count(store: &Store) -> i64 {
        store.totals(&Filter::default()).await.unwrap().count
    }

    #[tokio::test]
    async fn a_copy_that_was_made_in_use_is_put_back() {
        let folder = tempfile::tempdir().unwrap();
        let (store, url) = opened(folder.path(), "desk.db").await;
        let copy = folder.path().join("copy.db");
        keep(&store, "before").await;
        backup(&url, &copy).await.unwrap();
        keep(&store, "after").await;
        assert!(matches!(backup(&url, &copy).await, Err(FileError::Exists(_))), "no copy is overwritten");

        assert!(matches!(restore(&url, &copy, true).await, Err(FileError::InUse(_))));
        assert_eq!(count(&store).await, 2);
        store.close().await;
        assert!(matches!(restore(&url, &copy, false).await, Err(FileError::NotEmpty(_))));
        restore(&url, &copy, true).await.unwrap();
        let (store, _) = opened(folder.path(), "desk.db").await;
        assert_eq!(count(&store).await, 1);
        assert_eq!(store.check().await.unwrap(), Vec::<String>::new());

        let (empty, url) = opened(folder.path(), "empty.db").await;
        empty.close().await;
        restore(&url, &copy, false).await.unwrap();
        assert_eq!(count(&opened(folder.path(), "empty.db").await.0).await, 1);
        let new = format!("sqlite://{}", folder.path().join("new.db").display());
        restore(&new, &copy, false).await.unwrap();
        assert_eq!(count(&opened(folder.path(), "new.db").await.0).await, 1);
    }

    #[tokio::test]
    async fn what_is_no_sound_copy_is_not_put_anywhere() {
        let folder = tempfile::tempdir().unwrap();
        let (store, url) = opened(folder.path(), "desk.db").await;
        for index in 0..300 {
            keep(&store, &format!("c{index}")).await;
        }
        let (copy, other) = (folder.path().join("copy.db"), folder.path().join("other.db"));
        backup(&url, &copy).await.unwrap();
        store.close().await;

        let mut bytes = fs::read(&copy).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle..middle + 8_192].fill(0x5a);
        fs::write(&copy, &bytes).unwrap();
        assert!(restore(&url, &copy, true).await.is_err(), "a damaged one");
        fs::remove_file(&copy).unwrap();
        backup(&url, &copy).await.unwrap();
        let mut without = SqliteConnectOptions::new().filename(&copy).connect().await.unwrap();
        sqlx::raw_sql("DROP TABLE audit").execute(&mut without).await.unwrap();
        without.close().await.unwrap();
        let refused = restore(&url, &copy, true).await.unwrap_err().to_string();
        assert!(refused.ends_with("the table audit is missing"), "{refused}");
        fs::write(&copy, "a shopping list").unwrap();
        assert!(matches!(restore(&url, &copy, true).await, Err(FileError::Unreadable(..))));
        let missing = folder.path().join("missing.db");
        assert!(matches!(restore(&url, &missing, true).await, Err(FileError::Unreadable(..))));
        let options = SqliteConnectOptions::new().filename(&other).create_if_missing(true);
        let mut connection = options.connect().await.unwrap();
        sqlx::raw_sql("CREATE TABLE recipe (name TEXT)").execute(&mut connection).await.unwrap();
        assert!(matches!(restore(&url, &other, true).await, Err(FileError::Unsound(..))));
        assert_eq!(count(&opened(folder.path(), "desk.db").await.0).await, 300);
    }
}
