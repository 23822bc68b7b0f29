//! What the page must know before it starts, and what the server finds out about the CCP for it.

use connect_streams::{choice, reading::decode, record};
use serde::Serialize;

use super::{DeskConfig, Feature, SignedIn};
use crate::text::Language;

/// The `id` of the element in the page that carries [`PageConfig`] as JSON.
pub const CONFIG_ELEMENT: &str = "streamdesk-config";

/// The runtime settings of the page. Everybody who opens the page can read them: nothing secret belongs here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PageConfig {
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
    /// The language in which the server drew the page, by what the browser asked for.
    pub language: Language,
    /// How the desk is configured.
    pub desk: DeskConfig,
    /// What whoever is signed in does without. The server refuses it where it could do it; the page does not show it.
    pub withheld: Vec<Feature>,
    /// Who is signed in to Streamdesk; none where nobody signs in.
    pub signed_in: Option<SignedIn>,
}

record! { PageConfig {
    "instance" => instance: Given,
    "ccp_url" => ccp_url: Required,
    "region" => region: Required,
    "second_ccp_url" => second_ccp_url: Given,
    "login_url" => login_url: Required,
    "streams_url" => streams_url: Required,
    "language" => language: Required,
    "desk" => desk: Required,
    "withheld" => withheld,
    "signed_in" => signed_in,
    !others
} }

impl PageConfig {
    /// The settings as the content of a `<script type="application/json">`, which no value can close.
    pub fn to_script(&self) -> String {
        serde_json::to_string(self).unwrap_or_default().replace('<', "\\u003c")
    }

    /// Whether whoever is signed in has something.
    pub fn has(&self, feature: Feature) -> bool {
        !self.withheld.contains(&feature)
    }

    /// Reads the settings from the page.
    ///
    /// # Errors
    /// A sentence, where the page carries none or they cannot be read.
    pub fn from_page() -> Result<Self, String> {
        let text = || {
            let element = web_sys::window()?.document()?.get_element_by_id(CONFIG_ELEMENT)?;
            element.text_content()
        };
        let text = text().ok_or_else(|| "The page carries no settings.".to_owned())?;
        decode(&text).map_err(|error| error.to_string())
    }
}

/// How the CCP answers the server, for the page to tell the causes of a silent frame apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CcpCheck {
    /// The HTTP status of the CCP's address. Null when nothing answered in time.
    pub status: Option<u16>,
    /// Milliseconds until the answer, or until the server gave up.
    pub took_ms: u32,
    /// Whether the page may show the CCP in a frame.
    pub framing: Framing,
}

record! { CcpCheck {
    "status" => status,
    "took_ms" => took_ms: Required,
    "framing" => framing: Required,
} }

/// Whether the instance lets a page frame its CCP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Framing {
    /// The page's origin is on the instance's list of approved origins.
    Allowed,
    /// The instance has a list, and the page's origin is not on it.
    Refused,
    /// The answer did not say.
    #[default]
    Unknown,
}

choice! { Framing { Allowed = "allowed", Refused = "refused", Unknown = "unknown" } }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Role;

    #[test]
    fn no_setting_can_close_the_script() {
        let evil = "https://x/</script><script>alert(1)</script>".to_owned();
        let config = PageConfig {
            ccp_url: evil.clone(),
            region: String::new(),
            login_url: evil.clone(),
            streams_url: String::new(),
            language: Language::English,
            signed_in: Some(SignedIn {
                name: "anna".to_owned(),
                display_name: evil,
                agent: "anna".to_owned(),
                role: Role::Agent,
            }),
            ..PageConfig::default()
        };
        let script = config.to_script();
        assert!(!script.contains('<'));
        assert_eq!(serde_json::from_str::<PageConfig>(&script).unwrap(), config);
    }
}
