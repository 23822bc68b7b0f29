//! What everybody may know of the configuration: what every page carries, and `config.json` of a deployment without a server.
//!
//! It is made here and nowhere else, of the sections that hold no secret. Whoever wants to add something from another
//! section finds that this function does not get it.

use app::api::{DeskConfig, PublicConfig};
use connect_streams::STREAMS_VERSION;

use crate::instances::{Instance, InstanceName};

/// The runtime settings of the page that are the same for everybody.
pub fn public_config(name: &InstanceName, instance: &Instance, desk: &DeskConfig) -> PublicConfig {
    PublicConfig {
        instance: name.to_string(),
        ccp_url: instance.ccp_url.to_string(),
        region: instance.region.clone(),
        second_ccp_url: instance.second.as_ref().map(|second| second.ccp_url.to_string()).unwrap_or_default(),
        login_url: instance.login_url.to_string(),
        streams_url: streams_url(),
        desk: desk.clone(),
    }
}

/// Where the page finds the Streams library.
pub fn streams_url() -> String {
    format!("/vendor/amazon-connect-streams-{STREAMS_VERSION}.min.js")
}
