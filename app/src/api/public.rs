//! What every page must know, whoever opens it. A page that no server draws has it in `config.json`.

use connect_streams::record;
use serde::Serialize;

use super::{DeskConfig, PageConfig};
use crate::text::Language;

/// The runtime settings of the page that are the same for everybody. Everybody may read them, so nothing is in it that could
/// be a secret, and nothing from which one could be put into it by mistake: it is made of two parts of the configuration that
/// have none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PublicConfig {
    /// What the instance is called here.
    pub instance: String,
    /// The address of the CCP.
    pub ccp_url: String,
    /// The AWS region of the instance.
    pub region: String,
    /// The address of the CCP in the second region; empty where there is none.
    pub second_ccp_url: String,
    /// Where the agent signs in.
    pub login_url: String,
    /// Where the page finds the Streams library.
    pub streams_url: String,
    /// How the desk is configured.
    pub desk: DeskConfig,
}

record! { PublicConfig {
    "instance" => instance: Given,
    "ccp_url" => ccp_url: Required,
    "region" => region: Required,
    "second_ccp_url" => second_ccp_url: Given,
    "login_url" => login_url: Given,
    "streams_url" => streams_url: Required,
    "desk" => desk: Given,
    !others
} }

impl PublicConfig {
    /// The settings of a page in this language.
    pub fn page(self, language: Language) -> PageConfig {
        PageConfig {
            instance: self.instance,
            ccp_url: self.ccp_url,
            region: self.region,
            second_ccp_url: self.second_ccp_url,
            login_url: self.login_url,
            streams_url: self.streams_url,
            language,
            desk: self.desk,
            withheld: Vec::new(),
            signed_in: None,
        }
    }
}
