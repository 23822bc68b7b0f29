//! The configuration: defaults, then a file, then the environment. Everything is checked at the start, never later.

mod auth;
mod check;
mod desk;
mod oidc;
mod reach;
mod secret;
mod storage;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use app::api::DeskConfig;
use config::{Environment, File, FileFormat};
use ipnet::IpNet;
use serde::Deserialize;
use url::Url;

use crate::origin::Origin;
use auth::WrittenAuth;
pub use auth::{AuthConfig, AuthMode};
use desk::WrittenDesk;
pub use oidc::{ClaimNames, OidcConfig};
pub use secret::Secret;
pub use storage::StorageUrl;

/// The commented defaults, as `streamdesk default-config` prints them.
pub const DEFAULTS: &str = include_str!("../default-config.toml");

/// Why the program does not start. One line that names the key and what to do.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("configuration: {key}: {reason}")]
pub struct ConfigError {
    /// The key, as `section.key`; entries of a list are counted from 0, as in `desk.dispositions[2].code`.
    pub key: String,
    /// What is wrong and what would be right.
    pub reason: String,
}

/// The whole configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// `[http]`
    pub http: HttpConfig,
    /// `[auth]`
    pub auth: AuthConfig,
    /// `[connect]`
    pub connect: ConnectConfig,
    /// `[storage]`
    pub storage: StorageConfig,
    /// `[desk]`
    pub desk: DeskConfig,
}

/// Where and what the server serves.
#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// `addr`: where it listens; loopback, where nobody signs in.
    pub addr: SocketAddr,
    /// `site_dir`: the folder with the page's files.
    pub site_dir: PathBuf,
    /// `public_url`: the origin by which people reach it; localhost, where there is none.
    pub public_url: Option<Origin>,
    /// `trusted_proxies`: whose word counts about where a request came from.
    pub trusted_proxies: Vec<IpNet>,
}

/// The Amazon Connect instance.
#[derive(Clone, Debug)]
pub struct ConnectConfig {
    /// `ccp_url`: the address of the CCP.
    pub ccp_url: Url,
    /// `region`: the AWS region.
    pub region: String,
    /// `login_url`: where agents sign in; the CCP's address if it is not set.
    pub login_url: Url,
}

/// Where records are kept.
#[derive(Clone, Debug)]
pub struct StorageConfig {
    /// `url`: the database; its scheme says which.
    pub url: StorageUrl,
}

/// The configuration as it is written: text everywhere, so that file and environment mean the same.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    http: WrittenHttp,
    auth: WrittenAuth,
    connect: WrittenConnect,
    storage: WrittenStorage,
    desk: WrittenDesk,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHttp {
    addr: String,
    site_dir: String,
    public_url: String,
    trusted_proxies: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenConnect {
    ccp_url: String,
    region: String,
    login_url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStorage {
    url: String,
}

impl Config {
    /// Reads the file, if one is given, and the environment over it.
    ///
    /// # Errors
    /// The first key that is wrong or unknown.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let text = file.map(|path| {
            std::fs::read_to_string(path)
                .map_err(|error| invalid("file", format!("{}: {error}", path.display())))
        });
        Self::read(text.transpose()?.as_deref().unwrap_or_default(), Environment::with_prefix("STREAMDESK"))
    }

    fn read(file: &str, environment: Environment) -> Result<Self, ConfigError> {
        let merged = config::Config::builder()
            .add_source(File::from_str(DEFAULTS, FileFormat::Toml))
            .add_source(File::from_str(file, FileFormat::Toml))
            .add_source(environment.prefix_separator("__").separator("__"))
            .build()
            .map_err(|error| invalid("file", error.to_string()))?;
        let written: Written = serde_path_to_error::deserialize(merged).map_err(|error| {
            let (key, reason) = (error.path().to_string(), error.into_inner().to_string());
            // It repeats the key, and not quite as it is written.
            invalid(&key, reason.rsplit_once(" for key `").map_or(reason.as_str(), |(reason, _)| reason))
        })?;
        written.check()
    }
}

impl Written {
    fn check(self) -> Result<Config, ConfigError> {
        let auth = self.auth.check()?;
        let addr = reach::addr(&self.http.addr, &auth.mode)?;
        let public_url = reach::public_url(&self.http.public_url, addr, &auth.mode)?;
        let trusted_proxies = reach::proxies(&self.http.trusted_proxies)?;
        let ccp_url = instance_url("connect.ccp_url", &self.connect.ccp_url)?;
        let login_url = match self.connect.login_url.as_str() {
            "" => ccp_url.clone(),
            login_url => instance_url("connect.login_url", login_url)?,
        };
        let region = self.connect.region;
        if region.is_empty()
            || !region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        {
            return Err(invalid(
                "connect.region",
                "is the AWS region of the instance, for example eu-central-1",
            ));
        }
        Ok(Config {
            http: HttpConfig { addr, site_dir: self.http.site_dir.into(), public_url, trusted_proxies },
            auth,
            connect: ConnectConfig { ccp_url, region, login_url },
            storage: StorageConfig { url: StorageUrl::parse(&self.storage.url)? },
            desk: self.desk.check()?,
        })
    }
}

/// An address of the instance: https, or http on this machine.
fn instance_url(key: &str, text: &str) -> Result<Url, ConfigError> {
    if text.is_empty() {
        return Err(invalid(
            key,
            "is missing; it is the address of the Contact Control Panel, for example https://example.my.connect.aws/ccp-v2/",
        ));
    }
    let url = Url::parse(text).map_err(|error| invalid(key, format!("is not an address: {error}")))?;
    Origin::parse(&url.origin().ascii_serialization()).map_err(|reason| invalid(key, reason.to_string()))?;
    Ok(url)
}

fn invalid(key: &str, reason: impl Into<String>) -> ConfigError {
    ConfigError { key: key.to_owned(), reason: reason.into().replace('\n', " ") }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use rstest::rstest;

    use super::*;

    pub(super) const MINIMAL: &str =
        "[connect]\nccp_url = \"https://example.my.connect.aws/ccp-v2/\"\nregion = \"eu-central-1\"\n";

    pub(super) fn read(file: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let environment: HashMap<_, _> =
            environment.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Config::read(file, Environment::with_prefix("STREAMDESK").source(Some(environment)))
    }

    #[test]
    fn the_defaults_and_what_is_required_are_enough() {
        let config = read(MINIMAL, &[]).unwrap();
        assert_eq!(config.http.addr.to_string(), "127.0.0.1:3000");
        assert_eq!(config.connect.login_url, config.connect.ccp_url);
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let config = read(
            MINIMAL,
            &[
                ("STREAMDESK__CONNECT__CCP_URL", "http://localhost:3100/ccp-v2/"),
                ("STREAMDESK__CONNECT__REGION", "us-east-1"),
                ("STREAMDESK__HTTP__ADDR", "127.0.0.1:0"),
                ("STREAMDESK__STORAGE__URL", "sqlite://other.db"),
                ("STREAMDESK_UNRELATED", "x"),
            ],
        )
        .unwrap();
        assert_eq!(config.connect.ccp_url.as_str(), "http://localhost:3100/ccp-v2/");
        assert_eq!(config.connect.region, "us-east-1");
        assert_eq!(config.http.addr.port(), 0);
        assert_eq!(config.storage.url.as_str(), "sqlite://other.db");
    }

    #[rstest]
    #[case("[http]\nadr = \"x\"", "http.adr")]
    #[case("[htp]\naddr = \"x\"", "htp")]
    #[case("[http]\naddr = \"localhost\"", "http.addr")]
    #[case("[http]\naddr = \"0.0.0.0:3000\"", "http.addr")]
    #[case("[http]\naddr = [1]", "http.addr")]
    #[case("[storage]\nurl = \"mysql://x\"", "storage.url")]
    #[case("[storage]\nurl = \"postgres://desk:secret@host:port/desk\"", "storage.url")]
    #[case("this is no TOML", "file")]
    fn what_is_wrong_is_named_in_one_line(#[case] file: &str, #[case] key: &str) {
        let error = read(&format!("{file}\n{MINIMAL}"), &[]).unwrap_err();
        assert_eq!(error.key, key, "{error}");
        assert!(!error.to_string().contains('\n') && !error.to_string().contains("secret"), "{error}");
    }

    #[rstest]
    #[case("ccp_url = \"\"\nregion = \"x\"", "connect.ccp_url")]
    #[case("ccp_url = \"example\"\nregion = \"x\"", "connect.ccp_url")]
    #[case("ccp_url = \"http://example.com/\"\nregion = \"x\"", "connect.ccp_url")]
    #[case("ccp_url = \"javascript:alert(1)\"\nregion = \"x\"", "connect.ccp_url")]
    #[case("ccp_url = \"https://example.com/\"\nregion = \"EU Central\"", "connect.region")]
    #[case(
        "ccp_url = \"https://example.com/\"\nregion = \"x\"\nlogin_url = \"ftp://x\"",
        "connect.login_url"
    )]
    fn an_instance_that_cannot_be_is_refused(#[case] connect: &str, #[case] key: &str) {
        assert_eq!(read(&format!("[connect]\n{connect}"), &[]).unwrap_err().key, key);
    }

    #[test]
    fn a_value_of_another_kind_is_said_once() {
        let error =
            read(&format!("[desk]\nattributes = [{{ masked = \"perhaps\" }}]\n{MINIMAL}"), &[]).unwrap_err();
        let said =
            "configuration: desk.attributes[0].masked: invalid type: string \"perhaps\", expected a boolean";
        assert_eq!(error.to_string(), said);
    }

    #[test]
    fn an_unknown_variable_is_named() {
        assert_eq!(read(MINIMAL, &[("STREAMDESK__HTTP__PORT", "3000")]).unwrap_err().key, "http.port");
    }
}
