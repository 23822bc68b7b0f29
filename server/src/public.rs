//! What everybody may know of the configuration: `config.json`, and what every page carries.
//!
//! It is made here and nowhere else, of the sections that hold no secret. Whoever wants to add something from another
//! section finds that this function does not get it.

use app::api::{DeskConfig, PublicConfig};
use connect_streams::STREAMS_VERSION;

use crate::config::ConnectConfig;

/// Where a deployment has it, beside the page.
pub const CONFIG_JSON: &str = "/config.json";

/// The runtime settings of the page that are the same for everybody.
pub fn public_config(connect: &ConnectConfig, desk: &DeskConfig) -> PublicConfig {
    PublicConfig {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        ccp_url: connect.ccp_url.as_str().to_owned(),
        region: connect.region.clone(),
        login_url: connect.login_url.as_str().to_owned(),
        streams_url: streams_url(),
        desk: desk.clone(),
    }
}

/// Where the page finds the Streams library.
pub fn streams_url() -> String {
    format!("/vendor/amazon-connect-streams-{STREAMS_VERSION}.min.js")
}
