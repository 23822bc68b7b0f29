//! How the frame comes to its cookies where the browser withholds them from other sites.

use serde::{Deserialize, Serialize};

use crate::StorageAccessMode;

/// How the frame comes to its cookies (`StorageAccessParameters`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StorageAccessOptions {
    /// Whose banner asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<StorageAccessMode>,
    /// Whether it is asked for at all. It is where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can_request: Option<bool>,
    /// The address of the instance where that of the CCP is a sign-in page, for example `https://example.my.connect.aws`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_url: Option<String>,
    /// How the banner looks. Only for the page's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<StorageAccessStyle>,
    /// What the banner says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom: Option<StorageAccessTexts>,
}

/// How the banner looks, each as CSS says it (`StorageAccessParameters.style`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct StorageAccessStyle {
    /// The font.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub font_family: Option<String>,
    /// The colour of the button.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_color: Option<String>,
    /// The colour of the button under the pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_button_hover_color: Option<String>,
    /// The colour of links.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link_color: Option<String>,
    /// The shadow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_box_shadow: Option<String>,
    /// The space around.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_margin: Option<String>,
    /// How round the corners are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub border_radius: Option<String>,
    /// The colour of the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_header_color: Option<String>,
    /// The colour of the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_title_color: Option<String>,
    /// The colour of the text that asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_request_access_description_color: Option<String>,
    /// The colour of the text after a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_request_deny_description_color: Option<String>,
    /// What is behind the text that asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_request_access_background: Option<String>,
    /// What is behind the text after a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_request_deny_background: Option<String>,
    /// Whether there is a picture, as CSS says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_icon_display: Option<String>,
    /// The colour of the picture beside the text that asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_request_access_icon_color: Option<String>,
    /// The colour of the picture beside the text after a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_request_deny_icon_color: Option<String>,
    /// The height of a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_height: Option<String>,
    /// The size of the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_font_size: Option<String>,
    /// How bold what is bold is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bold_font_weight: Option<String>,
    /// The size of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_description_font_size: Option<String>,
}

/// What the banner says (`StorageAccessParameters.custom`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StorageAccessTexts {
    /// Whether the frame is hidden once it may use its cookies. It is where this is absent.
    #[serde(rename = "hideCCP", skip_serializing_if = "Option::is_none")]
    pub hide_ccp: Option<bool>,
    /// The header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The text that asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_banner_description: Option<String>,
    /// The text after a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deny_banner_description: Option<String>,
    /// The button that asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_banner_button_text: Option<String>,
    /// The button after a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deny_banner_button_text: Option<String>,
    /// Where to read more, beside the text that asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_banner_learn_more_url: Option<String>,
    /// Where to read more, beside the text after a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deny_banner_learn_more_url: Option<String>,
    /// The link to it, beside the text that asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_banner_learn_more_text: Option<String>,
    /// The link to it, beside the text after a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deny_banner_learn_more_text: Option<String>,
    /// The title of the window that opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub popup_title: Option<String>,
    /// Its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub popup_banner_description: Option<String>,
    /// Its link to read more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub popup_banner_learn_more_text: Option<String>,
    /// Its button.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub popup_banner_button_text: Option<String>,
    /// The title while the browser asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_banner_title: Option<String>,
    /// The text while the browser asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_banner_description: Option<String>,
    /// The button while the browser asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt_banner_button_text: Option<String>,
}
