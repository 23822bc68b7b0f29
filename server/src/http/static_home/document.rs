//! The document of a page, and the script with which it begins.

use app::{
    StaticHead,
    api::{ApiHome, PageConfig},
    text::speak,
    ui::El,
};
use leptos::prelude::*;
use serde::Serialize;

use super::{FORMAT, site::Site};
use crate::instances::Instance;

/// Reads the settings, then starts the program; says what is wrong where either fails. What it must know stands beside it, so
/// that its hash, and with it the policy, stays the same from build to build.
pub(super) const BOOT: &str = include_str!("boot.js");

/// With what every page begins. It stands in the page itself: it is what tells that a file is missing.
#[derive(Debug)]
pub(super) struct Boot {
    /// What the script must know, as JSON that cannot close its element.
    home: String,
}

/// What the script must know. `frames` and `api` are what the policy allows: settings cannot widen it.
#[derive(Serialize)]
struct Home<'home> {
    format: u32,
    streamdesk: &'static str,
    build: &'home str,
    script: String,
    program: String,
    frames: Vec<String>,
    api: &'home str,
}

impl Boot {
    pub(super) fn new(site: &Site, build: &str, connect: &Instance, api: &ApiHome) -> Self {
        let home = Home {
            format: FORMAT,
            streamdesk: env!("CARGO_PKG_VERSION"),
            build,
            script: format!("/{}", site.script),
            program: format!("/{}", site.program),
            frames: [&connect.ccp_url, &connect.login_url]
                .into_iter()
                .chain(connect.second.as_ref().map(|second| &second.ccp_url))
                .map(|url| url.origin().ascii_serialization())
                .collect(),
            api: api.word(),
        };
        Self { home: serde_json::to_string(&home).unwrap_or_default().replace('<', "\\u003c") }
    }
}

/// Draws a page.
pub(super) fn draw(
    page: &PageConfig,
    drawn: fn(&PageConfig) -> El,
    site: &Site,
    boot: &Boot,
    policy: &str,
) -> String {
    Owner::new().with(|| {
        speak(page.language);
        let head = StaticHead {
            policy: policy.to_owned(),
            style: format!("/{}", site.style),
            scripts: [&site.script, &site.loader].map(|script| format!("/{script}")),
            program: format!("/{}", site.program),
            home: boot.home.clone(),
            boot: BOOT,
        };
        app::static_shell(page, drawn, head).to_html()
    })
}
