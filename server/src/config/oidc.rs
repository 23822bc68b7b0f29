//! `[auth.oidc]`: the provider who vouches for people, and what its groups may do here.

use std::{collections::BTreeSet, path::Path};

use app::api::Role;
use serde::Deserialize;
use url::Url;

use super::{ConfigError, Mistakes, Secret, check, invalid};
use crate::origin::Origin;

/// The largest file that a secret or certificates are read from, in bytes.
const LARGEST_FILE: u64 = 1024 * 1024;

/// The provider, and what is made of its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OidcConfig {
    /// `issuer`: exactly as the provider writes it.
    pub issuer: Url,
    /// `issuer` as it is written: an address that was read and is written again may have another slash.
    pub issuer_text: String,
    /// `client_id`: what this server is called there.
    pub client_id: String,
    /// `client_secret` or `client_secret_file`; none for a public client.
    pub client_secret: Option<Secret>,
    /// `scopes`: what is asked for beside `openid`.
    pub scopes: Vec<String>,
    /// The origins that this server may call: the issuer's, and those of `hosts`.
    pub origins: BTreeSet<String>,
    /// `ca_file`: certificates in PEM that are trusted beside the system's.
    pub authorities: Option<Vec<u8>>,
    /// `[auth.oidc.claims]`
    pub claims: ClaimNames,
    /// `[auth.oidc.groups]`, the role that may most first.
    pub groups: Vec<(Role, Vec<String>)>,
    /// `teams`: which group is which team; the first that fits counts.
    pub teams: Vec<(String, String)>,
}

/// Which claim tells what. A dot leads into an object, as in `realm_access.roles`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimNames {
    /// The groups.
    pub groups: String,
    /// What somebody is called here.
    pub name: String,
    /// What is shown.
    pub display_name: String,
    /// Their user name in Amazon Connect.
    pub agent: String,
    /// The team; none without one.
    pub team: Option<String>,
}

/// The section as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenOidc {
    issuer: String,
    client_id: String,
    client_secret: String,
    client_secret_file: String,
    scopes: Vec<String>,
    hosts: Vec<String>,
    ca_file: String,
    claims: WrittenClaims,
    groups: WrittenGroups,
    teams: Vec<WrittenTeam>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenClaims {
    groups: String,
    name: String,
    display_name: String,
    agent: String,
    team: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenGroups {
    agent: Vec<String>,
    supervisor: Vec<String>,
    auditor: Vec<String>,
    admin: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTeam {
    group: String,
    team: String,
}

impl WrittenOidc {
    /// Checks all of it, where people sign in by it.
    pub(super) fn check(self, mistakes: &mut Mistakes) -> Option<OidcConfig> {
        let issuer = mistakes.take(issuer(&self.issuer));
        if self.client_id.is_empty() || self.client_id.chars().any(char::is_control) {
            mistakes.add(invalid(
                "auth.oidc.client_id",
                "is missing; it is what the provider calls this server, its client ID",
            ));
        }
        let mut origins: BTreeSet<_> =
            issuer.iter().map(|issuer| issuer.origin().ascii_serialization()).collect();
        for (index, host) in self.hosts.iter().enumerate() {
            match Origin::parse(&format!("https://{host}")) {
                Ok(origin) => drop(origins.insert(origin.to_string())),
                Err(_) => mistakes.add(invalid(
                    &format!("auth.oidc.hosts[{index}]"),
                    "is a host, with a port where it is another than 443, for example oauth2.example.com",
                )),
            }
        }
        for (index, scope) in self.scopes.iter().enumerate() {
            // RFC 6749, 3.3.
            let allowed = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
            if scope.is_empty() || !scope.bytes().all(allowed) {
                let key = format!("auth.oidc.scopes[{index}]");
                mistakes.add(invalid(&key, "is one scope, without spaces, for example groups"));
            }
        }
        let client_secret = mistakes.take(secret(self.client_secret, &self.client_secret_file));
        let authorities = match self.ca_file.as_str() {
            "" => None,
            file => mistakes.take(certificates(Path::new(file))),
        };
        for (index, WrittenTeam { group, team }) in self.teams.iter().enumerate() {
            mistakes.take(check::name(&format!("auth.oidc.teams[{index}].group"), group));
            mistakes.take(check::name(&format!("auth.oidc.teams[{index}].team"), team));
        }
        Some(OidcConfig {
            claims: self.claims.check(mistakes),
            groups: self.groups.check(mistakes),
            issuer_text: self.issuer,
            issuer: issuer?,
            client_id: self.client_id,
            client_secret: client_secret?,
            scopes: self.scopes.into_iter().filter(|scope| scope != "openid").collect(),
            origins,
            authorities,
            teams: self.teams.into_iter().map(|WrittenTeam { group, team }| (group, team)).collect(),
        })
    }
}

impl WrittenClaims {
    fn check(self, mistakes: &mut Mistakes) -> ClaimNames {
        let named = [
            ("groups", &self.groups),
            ("name", &self.name),
            ("display_name", &self.display_name),
            ("agent", &self.agent),
        ];
        for (key, claim) in named {
            mistakes.take(check::name(&format!("auth.oidc.claims.{key}"), claim));
        }
        mistakes.take(check::name_or_none("auth.oidc.claims.team", &self.team));
        ClaimNames {
            groups: self.groups,
            name: self.name,
            display_name: self.display_name,
            agent: self.agent,
            team: Some(self.team).filter(|team| !team.is_empty()),
        }
    }
}

impl WrittenGroups {
    fn check(self, mistakes: &mut Mistakes) -> Vec<(Role, Vec<String>)> {
        let of = |role| match role {
            Role::Agent => &self.agent,
            Role::Supervisor => &self.supervisor,
            Role::Auditor => &self.auditor,
            Role::Admin => &self.admin,
        };
        let groups: Vec<_> = Role::ALL.into_iter().rev().map(|role| (role, of(role).clone())).collect();
        for (role, groups) in &groups {
            for (index, group) in groups.iter().enumerate() {
                mistakes.take(check::name(&format!("auth.oidc.groups.{}[{index}]", role.as_str()), group));
            }
        }
        if groups.iter().all(|(_, groups)| groups.is_empty()) {
            mistakes.add(invalid(
                "auth.oidc.groups",
                "names no group, so nobody could sign in; for example admin = [\"desk-admins\"]",
            ));
        }
        groups
    }
}

fn issuer(text: &str) -> Result<Url, ConfigError> {
    let wrong = |reason: &str| invalid("auth.oidc.issuer", reason);
    if text.is_empty() {
        return Err(wrong(
            "is missing; it is the provider's address, for example https://login.example.com/realms/desk",
        ));
    }
    let url = Url::parse(text).map_err(|error| wrong(&format!("is not an address: {error}")))?;
    Origin::parse(&url.origin().ascii_serialization()).map_err(|error| wrong(&error.to_string()))?;
    let bare = url.query().is_none() && url.fragment().is_none();
    if !bare || !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("is an address without user name, query and fragment"));
    }
    Ok(url)
}

/// The client's secret, from where it is written.
fn secret(text: String, file: &str) -> Result<Option<Secret>, ConfigError> {
    match (text.is_empty(), file) {
        (true, "") => Ok(None),
        (false, "") => Ok(Some(Secret::new(text))),
        (false, _) => {
            Err(invalid("auth.oidc.client_secret", "is set, and client_secret_file is too; leave one out"))
        }
        (true, file) => {
            let bytes = read("auth.oidc.client_secret_file", Path::new(file))?;
            let text = String::from_utf8(bytes).unwrap_or_default();
            match text.trim() {
                "" => Err(invalid("auth.oidc.client_secret_file", format!("{file} holds no text"))),
                secret => Ok(Some(Secret::new(secret))),
            }
        }
    }
}

fn certificates(file: &Path) -> Result<Vec<u8>, ConfigError> {
    let key = "auth.oidc.ca_file";
    let pem = read(key, file)?;
    match reqwest::Certificate::from_pem_bundle(&pem) {
        Ok(certificates) if !certificates.is_empty() => Ok(pem),
        _ => Err(invalid(key, format!("{} holds no certificates in PEM", file.display()))),
    }
}

fn read(key: &str, file: &Path) -> Result<Vec<u8>, ConfigError> {
    let wrong = |reason: String| invalid(key, format!("{}: {reason}", file.display()));
    let length = std::fs::metadata(file).map_err(|error| wrong(error.to_string()))?.len();
    if length > LARGEST_FILE {
        return Err(wrong("it is larger than 1 MB".to_owned()));
    }
    std::fs::read(file).map_err(|error| wrong(error.to_string()))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{
        super::{
            AuthMode,
            tests::{MINIMAL, read},
        },
        *,
    };

    const SOUND: &str = "[http]\npublic_url = \"https://desk.example.com\"\n[auth]\nmode = \"oidc\"\n[auth.oidc]\n\
        issuer = \"https://login.example.com/realms/desk\"\nclient_id = \"desk\"\ngroups.admin = [\"admins\"]\n";

    fn provider(more: &str, environment: &[(&str, &str)]) -> Result<OidcConfig, ConfigError> {
        match read(&format!("{SOUND}{more}\n{MINIMAL}"), environment)?.auth.mode {
            AuthMode::Oidc(provider) => Ok(*provider),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn little_is_enough() {
        let config = provider("", &[]).unwrap();
        assert_eq!(config.issuer_text, "https://login.example.com/realms/desk");
        assert_eq!(config.origins, BTreeSet::from(["https://login.example.com".to_owned()]));
        assert_eq!((config.client_secret, config.scopes), (None, vec!["profile".to_owned()]));
        assert_eq!(config.groups[0], (Role::Admin, vec!["admins".to_owned()]));
        assert_eq!(config.claims.team, None);
    }

    #[test]
    fn nothing_of_it_is_needed_where_people_sign_in_otherwise() {
        assert!(read(&format!("[auth.oidc]\nissuer = \"nowhere\"\n{MINIMAL}"), &[]).is_ok());
    }

    #[test]
    fn the_secret_comes_from_the_file_the_environment_or_a_file_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        std::fs::write(&file, "hunter2\n").unwrap();
        let file = file.to_str().unwrap();
        for secret in [
            provider("client_secret = \"hunter2\"", &[]),
            provider("", &[("STREAMDESK__AUTH__OIDC__CLIENT_SECRET", "hunter2")]),
            provider(&format!("client_secret_file = \"{file}\""), &[]),
        ] {
            let secret = secret.unwrap();
            assert_eq!(secret.client_secret.as_ref().map(Secret::reveal), Some("hunter2"));
            assert!(!format!("{secret:?}").contains("hunter2"));
        }
        let both = provider(&format!("client_secret = \"x\"\nclient_secret_file = \"{file}\""), &[]);
        assert_eq!(both.unwrap_err().key, "auth.oidc.client_secret");
    }

    #[test]
    fn hosts_are_https_alone() {
        let config = provider("hosts = [\"oauth2.example.com\", \"keys.example.com:8443\"]", &[]).unwrap();
        let origins: Vec<&str> = config.origins.iter().map(String::as_str).collect();
        assert_eq!(
            origins,
            ["https://keys.example.com:8443", "https://login.example.com", "https://oauth2.example.com"]
        );
    }

    #[rstest]
    #[case("hosts = [\"oauth2.example.com/token\"]", "auth.oidc.hosts[0]")]
    #[case("hosts = [\"a.example.com\", \"https://b.example.com\"]", "auth.oidc.hosts[1]")]
    #[case("hosts = [\"*\"]", "auth.oidc.hosts[0]")]
    #[case("scopes = [\"profile\", \"a b\"]", "auth.oidc.scopes[1]")]
    #[case("client_secret_file = \"/nowhere\"", "auth.oidc.client_secret_file")]
    #[case("ca_file = \"/nowhere\"", "auth.oidc.ca_file")]
    #[case("ca_file = \"Cargo.toml\"", "auth.oidc.ca_file")]
    #[case("claims.groups = \"\"", "auth.oidc.claims.groups")]
    #[case("groups.agent = [\"\"]", "auth.oidc.groups.agent[0]")]
    #[case("teams = [{ group = \"\", team = \"x\" }]", "auth.oidc.teams[0].group")]
    #[case("isuer = \"x\"", "auth.oidc.isuer")]
    fn what_is_wrong_is_named(#[case] more: &str, #[case] key: &str) {
        assert_eq!(provider(more, &[]).unwrap_err().key, key);
    }

    #[rstest]
    #[case("")]
    #[case("login.example.com")]
    #[case("http://login.example.com")]
    #[case("https://user:secret@login.example.com")]
    #[case("https://login.example.com/?realm=desk")]
    #[case("https://login.example.com/#desk")]
    #[case("javascript:alert(1)")]
    fn an_issuer_is_an_address_and_no_more(#[case] issuer: &str) {
        let file = SOUND.replace("https://login.example.com/realms/desk", issuer);
        let error = read(&format!("{file}\n{MINIMAL}"), &[]).unwrap_err();
        assert_eq!(error.key, "auth.oidc.issuer");
        assert!(!error.to_string().contains("secret"), "{error}");
    }

    #[rstest]
    #[case("client_id = \"desk\"", "auth.oidc.client_id")]
    #[case("groups.admin = [\"admins\"]", "auth.oidc.groups")]
    #[case("public_url = \"https://desk.example.com\"", "http.public_url")]
    fn what_is_missing_is_named(#[case] without: &str, #[case] key: &str) {
        let file = SOUND.replace(without, "");
        assert_eq!(read(&format!("{file}\n{MINIMAL}"), &[]).unwrap_err().key, key);
    }
}
