//! What an administrator does with the database beside serving from it: copy it, put a copy back, and look whether all of it
//! is sound.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::{
    config::{Config, StorageUrl},
    store,
};

/// Copies the database, in use or not, to a file that is not there yet.
///
/// # Errors
/// When it is no file, or cannot be copied.
pub async fn backup(config: &Config, to: &Path) -> anyhow::Result<()> {
    let url = &config.storage.url;
    in_a_file(url, "pg_dump --format=custom --file=FILE")?;
    store::backup(url.as_str(), to).await.with_context(|| format!("cannot copy {url}"))
}

/// Puts a copy in the place of the database.
///
/// # Errors
/// When the copy is not sound, or the database is in use or not empty.
pub async fn restore(config: &Config, from: &Path, force: bool) -> anyhow::Result<()> {
    let url = &config.storage.url;
    in_a_file(url, "pg_restore --clean --if-exists --single-transaction")?;
    store::restore(url.as_str(), from, force).await.with_context(|| format!("cannot restore {url}"))
}

/// Everything that is wrong with what is stored, one line each.
///
/// # Errors
/// When the database cannot be opened or read.
pub async fn check(config: &Config) -> anyhow::Result<Vec<String>> {
    let url = &config.storage.url;
    let store = store::open(url.as_str()).await.with_context(|| format!("cannot open {url}"))?;
    let findings = store.check().await.with_context(|| format!("cannot check {url}"));
    store.close().await;
    findings
}

fn in_a_file(url: &StorageUrl, tool: &str) -> anyhow::Result<()> {
    if !url.as_str().starts_with("sqlite:") {
        bail!("{url} is a PostgreSQL, which has tools of its own for that: `{tool}`, with its address");
    }
    Ok(())
}
