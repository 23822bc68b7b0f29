//! An instance file as it is written: TOML, its keys, and its defaults.
//!
//! Nothing here knows whether a name leads anywhere; [`super::build`] finds that out. Names that lead somewhere keep
//! their place in the file, so that a wrong one can be pointed at.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{DialOutcome, Medium, StatusKind};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InstanceFile {
    #[serde(default = "region")]
    pub(super) region: String,
    #[serde(default = "account")]
    pub(super) account: Spanned<String>,
    #[serde(default = "id")]
    pub(super) id: Spanned<String>,
    #[serde(default = "number")]
    pub(super) number: Spanned<String>,
    #[serde(default = "email")]
    pub(super) email: String,
    #[serde(default = "dialable_countries")]
    pub(super) dialable_countries: Vec<String>,
    #[serde(default = "permissions")]
    pub(super) permissions: Vec<String>,
    #[serde(default)]
    pub(super) approve: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) timing: Timing,
    #[serde(default)]
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) statuses: Spanned<Vec<StatusEntry>>,
    pub(super) queues: Spanned<Vec<QueueEntry>>,
    pub(super) routing_profiles: Spanned<Vec<ProfileEntry>>,
    #[serde(default = "nobody")]
    pub(super) agents: Spanned<Vec<AgentEntry>>,
    pub(super) crowd: Option<CrowdEntry>,
    #[serde(default)]
    pub(super) quick_connects: Vec<QuickConnectEntry>,
    #[serde(default)]
    pub(super) dialling: Vec<DialRuleEntry>,
}

/// How patient everybody is, in milliseconds.
#[expect(clippy::struct_field_names, reason = "the keys of the file say their unit")]
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Timing {
    /// How long a contact rings before it is missed.
    pub(crate) ring_ms: u32,
    /// From the agent's accepting to the two hearing each other.
    pub(crate) connect_ms: u32,
    /// Until somebody who is called picks up.
    pub(crate) answer_ms: u32,
    /// Until a contact is accepted for an agent who has that switched on.
    pub(crate) auto_accept_ms: u32,
    /// How long a customer who is put straight through has waited before.
    pub(crate) queue_wait_ms: u32,
    /// How long a contact that is over can still be asked for.
    pub(crate) keep_ms: u32,
    /// How long a bearer token is good.
    pub(crate) token_ms: u32,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            ring_ms: 20_000,
            connect_ms: 200,
            answer_ms: 2_000,
            auto_accept_ms: 500,
            queue_wait_ms: 8_000,
            keep_ms: 600_000,
            token_ms: 3_600_000,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusEntry {
    pub(super) name: Spanned<String>,
    #[serde(rename = "type")]
    pub(super) kind: StatusKind,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QueueEntry {
    pub(super) name: Spanned<String>,
    #[serde(default)]
    pub(super) attributes: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileEntry {
    pub(super) name: Spanned<String>,
    pub(super) default_outbound_queue: Option<Spanned<String>>,
    #[serde(default = "concurrency")]
    pub(super) concurrency: BTreeMap<Medium, u8>,
    pub(super) queues: Spanned<Vec<ServedEntry>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServedEntry {
    pub(super) queue: Spanned<String>,
    #[serde(default = "priority")]
    pub(super) priority: u32,
    #[serde(default = "channels")]
    pub(super) channels: Vec<Medium>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgentEntry {
    pub(super) username: Spanned<String>,
    pub(super) name: String,
    pub(super) routing_profile: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) softphone: bool,
    #[serde(default)]
    pub(super) auto_accept: bool,
    #[serde(default)]
    pub(super) extension: String,
    #[serde(default = "locale")]
    pub(super) locale: String,
    pub(super) after_contact_work_ms: Option<u32>,
    pub(super) permissions: Option<Vec<String>>,
}

/// Agents without a name of their own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CrowdEntry {
    pub(super) agents: Spanned<usize>,
    pub(super) routing_profile: Option<Spanned<String>>,
    pub(super) after_contact_work_ms: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuickConnectEntry {
    pub(super) name: Spanned<String>,
    pub(super) phone_number: Option<Spanned<String>>,
    pub(super) agent: Option<Spanned<String>>,
    pub(super) queue: Option<Spanned<String>>,
    pub(super) queues: Option<Vec<Spanned<String>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DialRuleEntry {
    pub(super) ends_with: Spanned<String>,
    pub(super) outcome: DialOutcome,
    pub(super) after_ms: Option<u32>,
}

/// A default stands nowhere in the file, and is never wrong.
fn nowhere(text: &str) -> Spanned<String> {
    Spanned::new(0..0, text.to_owned())
}

fn nobody() -> Spanned<Vec<AgentEntry>> {
    Spanned::new(0..0, Vec::new())
}

fn region() -> String {
    "us-east-1".to_owned()
}

fn account() -> Spanned<String> {
    nowhere("111122223333")
}

fn id() -> Spanned<String> {
    nowhere("5f1e9c04-3a7b-4d2e-9b61-0c8de2a471f5")
}

fn number() -> Spanned<String> {
    nowhere("+18005550199")
}

fn email() -> String {
    "help@example.com".to_owned()
}

fn dialable_countries() -> Vec<String> {
    vec!["us".to_owned()]
}

fn permissions() -> Vec<String> {
    vec!["outboundCall".to_owned()]
}

fn concurrency() -> BTreeMap<Medium, u8> {
    BTreeMap::from([(Medium::Voice, 1)])
}

fn priority() -> u32 {
    1
}

fn channels() -> Vec<Medium> {
    Medium::ALL.to_vec()
}

pub(super) fn locale() -> String {
    "en_US".to_owned()
}
