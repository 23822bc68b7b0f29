//! The scenarios that ship, as files in `scenarios/`.

use serde::Deserialize;
use serde::de::IgnoredAny;

/// A scenario that ships.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ready {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

macro_rules! library {
    ($($name:literal),* $(,)?) => {
        /// In the order in which somebody who learns the desktop would play them.
        pub(crate) const LIBRARY: &[Ready] =
            &[$(Ready { name: $name, text: include_str!(concat!("../../scenarios/", $name, ".toml")) }),*];
    };
}

library! {
    "angry-caller",
    "missed-and-rejected",
    "outbound-and-callback",
    "chat-and-call",
    "transfer-chain",
    "supervisor-barges-in",
    "busy-morning",
    "slow-service",
    "network-loss",
    "region-failure",
}

/// What a scenario is about, whether or not the instance has the people that it names.
#[derive(Debug, Deserialize)]
pub(crate) struct Outline {
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) about: String,
    step: Vec<IgnoredAny>,
}

impl Ready {
    pub(crate) fn find(name: &str) -> Option<Self> {
        LIBRARY.iter().find(|ready| ready.name == name).copied()
    }

    /// Nothing only for a file that no test has seen.
    pub(crate) fn outline(self) -> Option<Outline> {
        toml::from_str(self.text).ok()
    }
}

impl Outline {
    pub(crate) fn steps(&self) -> usize {
        self.step.len()
    }
}
