//! The configuration: defaults, then a file, then the environment, then the command line. Everything is checked at the
//! start, never later, and everything that is wrong is said at once.
//!
//! A new section is a struct as it is written (text, numbers, lists), a struct as it is meant, a `check` from one to the
//! other that tells `Mistakes` what is wrong, and its keys with their defaults in `default-config.toml`.

mod auth;
mod check;
mod desk;
mod error;
mod layers;
mod oidc;
mod operations;
mod reach;
mod reading;
mod secret;
mod settings;
mod storage;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use app::api::{InstanceSettings, Settings};
use app::text::Language;
use ipnet::IpNet;
use serde::Deserialize;

use crate::{instances::Instance, origin::Origin};
use auth::WrittenAuth;
pub use auth::{AuthConfig, AuthMode};
use desk::WrittenDesk;
pub(crate) use error::Mistakes;
use error::invalid;
pub use error::{ConfigError, ConfigErrors, Place};
use layers::Layers;
pub use oidc::{ClaimNames, OidcConfig};
pub use operations::{LogFormat, Operations};
use operations::{WrittenLimits, WrittenLog, WrittenMetrics};
pub use secret::Secret;
use settings::WrittenFeatures;
pub use settings::read_settings;
pub use storage::StorageUrl;

/// The commented defaults, as `streamdesk default-config` prints them.
pub const DEFAULTS: &str = include_str!("../default-config.toml");

/// The whole configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// `[http]`
    pub http: HttpConfig,
    /// `[auth]`
    pub auth: AuthConfig,
    /// `[connect]`
    pub connect: Instance,
    /// `[storage]`
    pub storage: StorageConfig,
    /// `[limits]`, `[metrics]` and `[log]`
    pub operations: Operations,
    /// `[desk]` and `[features]`, until an administrator saves other settings.
    pub settings: Settings,
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
    features: WrittenFeatures,
    limits: WrittenLimits,
    metrics: WrittenMetrics,
    log: WrittenLog,
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
    instance_arn: String,
    login_url: String,
    second_ccp_url: String,
    second_region: String,
    second_instance_arn: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStorage {
    url: String,
}

impl Config {
    /// Reads the file, if one is given, the environment over it, and over that what the command line says, each as
    /// `key=value`.
    ///
    /// # Errors
    /// Everything that is wrong or unknown.
    pub fn load(file: Option<&Path>, arguments: &[String]) -> Result<Self, ConfigErrors> {
        let mut layers = Layers::new();
        if let Some(path) = file {
            match std::fs::read_to_string(path) {
                Ok(text) => layers.file(&path.display().to_string(), &text),
                Err(error) => {
                    layers.mistakes.add(invalid("file", format!("{}: {error}", path.display())));
                }
            }
        }
        layers.variables(std::env::vars_os());
        layers.arguments(arguments);
        Self::read(layers)
    }

    fn read(layers: Layers) -> Result<Self, ConfigErrors> {
        let Layers { defaults, table, places, mut mistakes } = layers;
        let written: Option<Written> = reading::read(table, &defaults, &mut mistakes);
        let config = written.and_then(|written| written.check(&mut mistakes));
        mistakes.finish(config, &places)
    }
}

impl Written {
    /// Every section is checked, also where another has mistakes.
    fn check(self, mistakes: &mut Mistakes) -> Option<Config> {
        let auth = self.auth.check(mistakes);
        // Where nobody can tell whether people sign in, it is not said that they must.
        let http = self.http.check(auth.as_ref().map(|auth| &auth.mode), mistakes);
        let connect = self.connect.check(mistakes);
        let storage = mistakes.take(StorageUrl::parse(&self.storage.url)).map(|url| StorageConfig { url });
        let operations = operations::check(&self.limits, &self.metrics, &self.log, mistakes);
        let settings = Settings { desk: self.desk.check(mistakes), features: self.features.check(mistakes) };
        Some(Config {
            http: http?,
            auth: auth?,
            connect: connect?,
            storage: storage?,
            operations: operations?,
            settings,
        })
    }
}

impl WrittenHttp {
    fn check(self, mode: Option<&AuthMode>, mistakes: &mut Mistakes) -> Option<HttpConfig> {
        let mode = mode.unwrap_or(&AuthMode::Local);
        let addr = mistakes.take(reach::addr(&self.addr, mode));
        let public_url = addr.and_then(|addr| mistakes.take(reach::public_url(&self.public_url, addr, mode)));
        let trusted_proxies = reach::proxies(&self.trusted_proxies, mistakes);
        Some(HttpConfig {
            addr: addr?,
            site_dir: self.site_dir.into(),
            public_url: public_url?,
            trusted_proxies,
        })
    }
}

impl WrittenConnect {
    fn check(self, mistakes: &mut Mistakes) -> Option<Instance> {
        let checked = Instance::check(&self.into());
        for mistake in checked.as_ref().err().into_iter().flatten() {
            mistakes
                .add(invalid(&format!("connect.{}", mistake.field), mistake.reason.of(Language::English)));
        }
        checked.ok()
    }
}

impl From<WrittenConnect> for InstanceSettings {
    fn from(written: WrittenConnect) -> Self {
        Self {
            ccp_url: written.ccp_url,
            region: written.region,
            instance_arn: written.instance_arn,
            login_url: written.login_url,
            second_ccp_url: written.second_ccp_url,
            second_region: written.second_region,
            second_instance_arn: written.second_instance_arn,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    pub(super) const MINIMAL: &str =
        "[connect]\nccp_url = \"https://example.my.connect.aws/ccp-v2/\"\nregion = \"eu-central-1\"\n";

    fn layers(file: &str, environment: &[(&str, &str)], arguments: &[&str]) -> Layers {
        let mut layers = Layers::new();
        layers.file("streamdesk.toml", file);
        layers.variables(environment.iter().map(|(name, value)| ((*name).into(), (*value).into())));
        layers.arguments(&arguments.iter().map(ToString::to_string).collect::<Vec<_>>());
        layers
    }

    /// The configuration, or the first mistake.
    pub(super) fn read(file: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::read(layers(file, environment, &[])).map_err(ConfigErrors::into_first)
    }

    /// Everything that is wrong, a line each.
    pub(super) fn mistakes(file: &str, environment: &[(&str, &str)], arguments: &[&str]) -> String {
        let errors = Config::read(layers(file, environment, arguments)).unwrap_err();
        errors.each().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
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
    #[case("ccp_url = \"https://anna:secret@example.com/\"\nregion = \"x\"", "connect.ccp_url")]
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
        let said =
            mistakes(&format!("[desk]\nattributes = [{{ masked = \"perhaps\" }}]\n{MINIMAL}"), &[], &[]);
        let mistake =
            "streamdesk.toml:2: desk.attributes[0].masked: is of the wrong kind (string); expected a boolean";
        assert!(said.starts_with(mistake) && said.matches("masked").count() == 1, "{said}");
    }

    #[test]
    fn the_command_line_goes_before_the_environment() {
        let environment = [("STREAMDESK__HTTP__ADDR", "127.0.0.1:4000"), ("STREAMDESK__DESK__NAME", "Desk")];
        let arguments = ["http.addr=127.0.0.1:5000", "desk.name=A = B", "desk.after_contact_work_s=30"];
        let config = Config::read(layers(MINIMAL, &environment, &arguments)).unwrap();
        assert_eq!(config.http.addr.port(), 5000);
        assert_eq!(
            (config.settings.desk.name.as_str(), config.settings.desk.after_contact_work_s),
            ("A = B", 30)
        );
    }

    #[test]
    fn a_list_can_be_set_from_outside_as_it_is_written_in_a_file() {
        let list = "desk.caller_ids=[{ queue = \"Billing\", shows = \"+1\" }]";
        let config = Config::read(layers(MINIMAL, &[], &[list])).unwrap();
        assert_eq!(config.settings.desk.caller_ids[0].queue, "Billing");
        assert_eq!(
            mistakes(MINIMAL, &[("STREAMDESK__DESK__DISPOSITION_REQUIRED", "Billing")], &[]),
            "STREAMDESK__DESK__DISPOSITION_REQUIRED: desk.disposition_required: cannot be read; a list is written as in the \
             file: [\"a\", \"b\"]"
        );
    }

    #[test]
    fn every_mistake_is_told_at_once_with_its_place_and_what_was_meant() {
        let file = r#"
            ccp_url = "https://example.my.connect.aws/"
            [http]
            adr = "127.0.0.1:3000"
            [connect]
            ccp_urls = "https://example.my.connect.aws/"
            region = "EU"
            [storage]
            url = 12
            [desk]
            accent = "blue"
            panel = "left"
            [[desk.dispositions]]
            code = "a b"
            [[desk.dispositions]]
            code = "ok"
            lable = "OK"
            [[desk.attributes]]
            key = "a"
            masked = "secret"
        "#;
        let environment =
            [("STREAMDESK__HTTP__PORT", "3000"), ("STREAMDESK__DESK__AFTER_CONTACT_WORK_S", "soon")];
        let said = mistakes(file, &environment, &["connect.login=x", "desk", "storage.url.x=1"]);
        insta::assert_snapshot!(said, @r"
        streamdesk.toml:2: ccp_url: is not known; did you mean `connect.ccp_url`?
        streamdesk.toml:4: http.adr: is not known; did you mean `http.addr`?
        streamdesk.toml:5: connect.ccp_url: is missing; it is the address of the Contact Control Panel, for example https://example.my.connect.aws/ccp-v2/
        streamdesk.toml:6: connect.ccp_urls: is not known; did you mean `connect.ccp_url`?
        streamdesk.toml:7: connect.region: is the AWS region of the instance, for example eu-central-1
        streamdesk.toml:9: storage.url: is of the wrong kind (integer); expected a string
        streamdesk.toml:11: desk.accent: is a colour as #rrggbb, for example #0a5c8a
        streamdesk.toml:12: desk.panel: is beside, collapsed or hidden
        streamdesk.toml:13: desk.dispositions[0].label: is missing; it is the text that the agent reads
        streamdesk.toml:14: desk.dispositions[0].code: is 1 to 64 letters, digits, '-', '_' or '.', for example refund
        streamdesk.toml:15: desk.dispositions[1].label: is missing; it is the text that the agent reads
        streamdesk.toml:17: desk.dispositions[1].lable: is not known; did you mean `desk.dispositions[1].label`?
        streamdesk.toml:20: desk.attributes[0].masked: is of the wrong kind (string); expected a boolean
        STREAMDESK__DESK__AFTER_CONTACT_WORK_S: desk.after_contact_work_s: is of the wrong kind (string); expected a whole number
        STREAMDESK__HTTP__PORT: http.port: is not known; here stands one of addr, site_dir, public_url, trusted_proxies
        --set connect.login: connect.login: is not known; did you mean `connect.login_url`?
        --set storage.url.x: storage.url.x: is no key; a key is section.key, for example http.addr
        --set: has the form key=value, for example --set http.addr=127.0.0.1:3000
        ");
    }

    #[test]
    fn a_file_that_is_no_toml_is_told_with_its_lines_and_never_shown() {
        let file = "[storage]\nurl = \"postgres://desk:secret@host/desk\n[http\naddr = 127.0.0.1\n";
        let said = mistakes(file, &[], &[]);
        assert!(said.contains("streamdesk.toml:2: is no TOML: "), "{said}");
        assert!(!said.contains("secret"), "{said}");
    }

    #[test]
    fn an_unknown_variable_is_named() {
        assert_eq!(read(MINIMAL, &[("STREAMDESK__HTTP__PORT", "3000")]).unwrap_err().key, "http.port");
    }
}
