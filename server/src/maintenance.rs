//! What an administrator does with the database beside serving from it: copy it, put a copy back, look whether all of it is
//! sound, and let somebody in who is shut out.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::{
    audit::Actor,
    auth::{AccountName, Links},
    config::{Config, StorageUrl},
    store::{self, Store},
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
    let store = open(url).await?;
    let findings = store.check().await.with_context(|| format!("cannot check {url}"));
    store.close().await;
    findings
}

/// Makes a link with which somebody sets a new password: for an administrator who is shut out, and has the machine.
///
/// # Errors
/// When the database cannot be opened, or there is nobody of that name who may come in.
pub async fn reset_link(config: &Config, name: &str) -> anyhow::Result<String> {
    let store = open(&config.storage.url).await?;
    let made = link_for(&store, name).await;
    store.close().await;
    let base = match &config.http.public_url {
        Some(public) => public.to_string(),
        None => format!("http://localhost:{}", config.http.addr.port()),
    };
    Ok(base + &made?)
}

async fn link_for(store: &Store, name: &str) -> anyhow::Result<String> {
    let name = AccountName::parse(name)?;
    let Some((account, _)) = store.account_named(name.as_str()).await? else {
        bail!("there is no account {name}");
    };
    if account.disabled_at.is_some() {
        bail!("the account {name} is disabled; an administrator enables it in the page");
    }
    Ok(Links::new(store.clone()).for_password(&account, &Actor::system()).await?)
}

/// Opens a database that is there. Whoever mistypes its name is told so, and gets no new one.
async fn open(url: &StorageUrl) -> anyhow::Result<Store> {
    if !store::is_there(url.as_str())? {
        bail!("{url}: there is no such file");
    }
    store::open(url.as_str()).await.with_context(|| format!("cannot open {url}"))
}

fn in_a_file(url: &StorageUrl, tool: &str) -> anyhow::Result<()> {
    if !url.as_str().starts_with("sqlite:") {
        bail!("{url} is a PostgreSQL, which has tools of its own for that: `{tool}`, with its address");
    }
    Ok(())
}
