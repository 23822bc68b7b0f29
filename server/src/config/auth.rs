//! `[auth]`: whether people sign in, how, and for how long.

use std::time::Duration;

use serde::Deserialize;

use super::{Mistakes, OidcConfig, invalid, oidc::WrittenOidc};

/// Whether people sign in, how, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthConfig {
    /// `mode`: whether and how.
    pub mode: AuthMode,
    /// `idle_minutes`: a session of which nothing was heard for so long is over.
    pub idle: Duration,
    /// `session_hours`: a session is over after so long, whatever is done in it.
    pub lifetime: Duration,
}

/// Whether and how people sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthMode {
    /// Nobody does, and only this machine may call.
    None,
    /// With a name and a password that are kept here.
    Local,
    /// At a provider, who vouches for them.
    Oidc(Box<OidcConfig>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenAuth {
    mode: String,
    idle_minutes: u32,
    session_hours: u32,
    oidc: WrittenOidc,
}

impl WrittenAuth {
    pub(super) fn check(self, mistakes: &mut Mistakes) -> Option<AuthConfig> {
        let mode = match self.mode.as_str() {
            "none" => Some(AuthMode::None),
            "local" => Some(AuthMode::Local),
            "oidc" => self.oidc.check(mistakes).map(|oidc| AuthMode::Oidc(Box::new(oidc))),
            _ => {
                mistakes.add(invalid("auth.mode", "is \"none\", \"local\" or \"oidc\""));
                None
            }
        };
        if !(5..=1_440).contains(&self.idle_minutes) {
            mistakes.add(invalid("auth.idle_minutes", "is 5 to 1440"));
        }
        if !(1..=168).contains(&self.session_hours) {
            mistakes.add(invalid("auth.session_hours", "is 1 to 168"));
        }
        Some(AuthConfig {
            mode: mode?,
            idle: Duration::from_secs(u64::from(self.idle_minutes) * 60),
            lifetime: Duration::from_secs(u64::from(self.session_hours) * 3_600),
        })
    }
}

impl Default for AuthConfig {
    /// Nobody signs in.
    fn default() -> Self {
        let (idle, lifetime) = (Duration::from_hours(4), Duration::from_hours(14));
        Self { mode: AuthMode::None, idle, lifetime }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::tests::{MINIMAL, read};
    use super::*;

    #[test]
    fn nobody_signs_in_until_that_is_configured() {
        assert_eq!(read(MINIMAL, &[]).unwrap().auth, AuthConfig::default());
    }

    #[test]
    fn who_signs_in_may_come_from_anywhere() {
        let file = "[http]\naddr = \"0.0.0.0:3000\"\npublic_url = \"https://desk.example.com\"\n[auth]\nmode = \"local\"";
        let config = read(&format!("{file}\n{MINIMAL}"), &[]).unwrap();
        assert_eq!(config.auth.mode, AuthMode::Local);
        let origin = config.http.public_url.unwrap();
        assert_eq!(origin.as_str(), "https://desk.example.com");
    }

    #[rstest]
    #[case("[auth]\nmode = \"ldap\"", "auth.mode")]
    #[case("[auth]\nidle_minutes = 0", "auth.idle_minutes")]
    #[case("[auth]\nsession_hours = 1000", "auth.session_hours")]
    #[case("[http]\npublic_url = \"https://desk.example.com\"", "http.public_url")]
    #[case("[http]\npublic_url = \"http://desk.example.com\"\n[auth]\nmode = \"local\"", "http.public_url")]
    #[case(
        "[http]\npublic_url = \"https://desk.example.com/x\"\n[auth]\nmode = \"local\"",
        "http.public_url"
    )]
    #[case("[http]\naddr = \"0.0.0.0:3000\"\n[auth]\nmode = \"local\"", "http.public_url")]
    #[case("[http]\naddr = \"0.0.0.0:3000\"\npublic_url = \"http://localhost\"", "http.addr")]
    #[case("[http]\ntrusted_proxies = [\"10.0.0.0/33\"]", "http.trusted_proxies[0]")]
    #[case("[http]\ntrusted_proxies = [\"10.0.0.1\", \"proxy\"]", "http.trusted_proxies[1]")]
    #[case("[http]\ntrusted_proxies = [\"0.0.0.0/0\"]", "http.trusted_proxies[0]")]
    fn what_would_let_somebody_in_is_refused(#[case] file: &str, #[case] key: &str) {
        assert_eq!(read(&format!("{file}\n{MINIMAL}"), &[]).unwrap_err().key, key);
    }
}
