//! The address of the database, which may hold a password.

use std::fmt;

use url::Url;

use super::{ConfigError, invalid};

/// The address of the database. Written anywhere, it shows no password.
#[derive(Clone, PartialEq, Eq)]
pub struct StorageUrl {
    url: String,
    shown: String,
}

impl StorageUrl {
    /// The one way to an address.
    ///
    /// # Errors
    /// When it is not that of a database that the program knows.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let shown = match text.split_once(':') {
            Some(("sqlite", _)) => Some(text.to_owned()),
            Some(("postgres" | "postgresql", _)) => without_secrets(text),
            _ => None,
        };
        let shown = shown.ok_or_else(|| {
            invalid(
                "storage.url",
                "is sqlite://file, for example sqlite://streamdesk.db, or postgres://user:password@host/database",
            )
        })?;
        Ok(Self { url: text.to_owned(), shown })
    }

    /// The address with its password, for whoever opens the database.
    pub fn as_str(&self) -> &str {
        &self.url
    }
}

/// User, host, port and database. A password may also stand behind the question mark, so nothing of that is shown.
fn without_secrets(text: &str) -> Option<String> {
    let mut url = Url::parse(text).ok()?;
    if url.password().is_some() {
        url.set_password(Some("***")).ok()?;
    }
    url.set_query(None);
    url.set_fragment(None);
    Some(url.into())
}

impl fmt::Display for StorageUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.shown)
    }
}

impl fmt::Debug for StorageUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.shown, formatter)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("sqlite://streamdesk.db", "sqlite://streamdesk.db")]
    #[case(
        "postgres://desk:pass%20word@db.example.com:5433/desk",
        "postgres://desk:***@db.example.com:5433/desk"
    )]
    #[case("postgres://db.example.com/desk?user=desk&password=secret", "postgres://db.example.com/desk")]
    #[case("postgresql:///desk?host=/run/postgresql", "postgresql:///desk")]
    fn no_password_is_shown(#[case] url: &str, #[case] shown: &str) {
        let address = StorageUrl::parse(url).unwrap();
        assert_eq!((address.as_str(), address.to_string()), (url, shown.to_owned()));
        assert_eq!(format!("{address:?}"), format!("{shown:?}"));
    }
}
