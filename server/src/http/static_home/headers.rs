//! What a host says with every answer: what the server says with the page. A test holds the two against each other.

use std::collections::BTreeMap;

use super::{Export, document::BOOT, manifest::policy_hash};
use crate::{config::Config, http::security::PagePolicy};

/// In the place of a nonce, for the server's policy.
const NONCE: &str = "none";

/// The headers.
#[derive(Debug)]
pub(super) struct Headers {
    policy: String,
    ancestors: String,
    permissions: String,
}

impl Headers {
    /// For this desk. The policy is the server's, with the script's hash for the nonce, and the API's address.
    pub(super) fn new(config: &Config, export: &Export) -> Self {
        let of_server = PagePolicy::new(&config.connect, &config.settings.desk);
        let ancestors = export
            .framed_by
            .iter()
            .fold("frame-ancestors 'self'".to_owned(), |policy, origin| policy + " " + origin.as_str());
        let api = export.api.as_ref().map(|api| format!(" {}", api.as_str())).unwrap_or_default();
        let policy = of_server
            .content_security(NONCE, &ancestors)
            .replace(&format!("'nonce-{NONCE}'"), &policy_hash(BOOT))
            .replace("connect-src 'self'", &format!("connect-src 'self'{api}"));
        Self { policy, ancestors, permissions: of_server.permissions() }
    }

    /// With every answer.
    pub(super) fn on_every_answer(&self) -> BTreeMap<String, String> {
        [
            ("content-security-policy", self.policy.as_str()),
            ("permissions-policy", &self.permissions),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }

    /// The policy as the page itself can have it, for hosts that set no headers. Who may frame it, no page can say.
    pub(super) fn in_page(&self) -> &str {
        self.policy.trim_end_matches(&self.ancestors).trim_end_matches([';', ' '])
    }
}
