//! How to embed the CCP: the parameters of `connect.core.initCCP`.
//!
//! What is absent is left to the library. `provider` and `plugins`, which are JavaScript, are not here.

use serde::{Deserialize, Serialize};

use super::StorageAccessOptions;
use crate::{LogLevel, VdiPlatformType};

/// How to embed the CCP (`connect.core.initCCP`, `InitCCPOptions`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CcpOptions {
    /// The address of the CCP, for example `https://example.my.connect.aws/ccp-v2/`.
    pub ccp_url: String,
    /// The address of the CCP in the second region of a traffic distribution group. Global Resiliency needs it.
    #[serde(rename = "secondaryCCPUrl", skip_serializing_if = "Option::is_none")]
    pub secondary_ccp_url: Option<String>,
    /// Whether the library follows the instance to the other region. Needs `secondary_ccp_url` and `login_url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_global_resiliency: Option<bool>,
    /// The AWS region of the instance, for example `eu-central-1`. Only chats need it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Whether the library opens the sign-in page when nobody is signed in. It does where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_popup: Option<bool>,
    /// How it opens that page: with any of these as a window of its own, else as a tab.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_options: Option<LoginOptions>,
    /// Whether it closes that page once the agent is signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_popup_auto_close: Option<bool>,
    /// The sign-in page where it is not that of the instance, for example with SAML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_url: Option<String>,
    /// The softphone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub softphone: Option<SoftphoneOptions>,
    /// The sound for a chat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat: Option<RingtoneOptions>,
    /// The sound for a task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<RingtoneOptions>,
    /// The sound for a contact that is accepted at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_accept_tone: Option<RingtoneOptions>,
    /// The title of the frame, for those who hear the page. `Contact Control Panel` where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iframe_title: Option<String>,
    /// Which settings the CCP shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_options: Option<PageOptions>,
    /// Milliseconds until a CCP that stopped to answer is reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccp_ack_timeout: Option<u32>,
    /// Milliseconds between two questions whether the CCP is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccp_syn_timeout: Option<u32>,
    /// Milliseconds until a silent CCP is reported and its frame replaced; after that the frame is replaced as often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccp_load_timeout: Option<u32>,
    /// How the frame comes to its cookies where the browser withholds them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_access: Option<StorageAccessOptions>,
    /// What the library logs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_config: Option<LogOptions>,
}

/// How to embed the CCP within another application (`OptionalInitCCPOptions`). What is absent is what `connect.agentApp`
/// has for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CcpOverrides {
    /// The AWS region of the instance, for example `eu-central-1`. Only chats need it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Whether the library opens the sign-in page when nobody is signed in. It does where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_popup: Option<bool>,
    /// How it opens that page: with any of these as a window of its own, else as a tab.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_options: Option<LoginOptions>,
    /// Whether it closes that page once the agent is signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_popup_auto_close: Option<bool>,
    /// The sign-in page where it is not that of the instance, for example with SAML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_url: Option<String>,
    /// The softphone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub softphone: Option<SoftphoneOptions>,
    /// The sound for a chat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat: Option<RingtoneOptions>,
    /// Which settings the CCP shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_options: Option<PageOptions>,
    /// Milliseconds until a CCP that stopped to answer is reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccp_ack_timeout: Option<u32>,
    /// Milliseconds between two questions whether the CCP is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccp_syn_timeout: Option<u32>,
    /// Milliseconds until a silent CCP is reported and its frame replaced; after that the frame is replaced as often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccp_load_timeout: Option<u32>,
}

/// The softphone in the browser (`SoftPhoneOptions`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SoftphoneOptions {
    /// Whether calls come to this page. Else they come to a window of the CCP itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_framed_softphone: Option<bool>,
    /// Whether an incoming call makes no sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_ringtone: Option<bool>,
    /// The address of another sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ringtone_url: Option<String>,
    /// Whether the browser is not to take out the echo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_echo_cancellation: Option<bool>,
    /// Whether these options are not to be kept in the browser's storage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_storing_params_in_local_storage: Option<bool>,
    /// Whether video calls come to this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_framed_video_call: Option<bool>,
    /// Whether a screen can be shared from this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_framed_screen_sharing: Option<bool>,
    /// Whether sharing a screen opens a window of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_framed_screen_sharing_pop_up: Option<bool>,
    /// The virtual desktop that the browser runs in.
    #[serde(rename = "VDIPlatform", skip_serializing_if = "Option::is_none")]
    pub vdi_platform: Option<VdiPlatformType>,
    /// Whether the microphone is opened before a call comes, so that it is connected sooner. It is where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_early_gum: Option<bool>,
    /// Whether the connection is kept between calls for longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_extended_persistent_connection: Option<bool>,
}

/// The sound for a contact (`ChatOptions`, `TaskOptions`, `AutoAcceptToneOption`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RingtoneOptions {
    /// Whether there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_ringtone: Option<bool>,
    /// The address of another sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ringtone_url: Option<String>,
}

/// How the library opens the sign-in page (`LoginOptions`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginOptions {
    /// Whether it is not opened again after the agent logged out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_auth_popup_after_logout: Option<bool>,
    /// Whether it is closed once the agent is signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_close: Option<bool>,
    /// The window's height in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// The window's width in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Pixels from the top of the screen; below zero on a screen above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top: Option<i32>,
    /// Pixels from the left of the screen; below zero on a screen to the left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<i32>,
    /// Whether a frame that dies after it was loaded is noticed. The library reads it, its declarations lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_ack_timeout: Option<bool>,
}

/// Which settings the CCP shows (`PageOptions`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageOptions {
    /// Those of microphone and speaker. They are hidden where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_audio_device_settings: Option<bool>,
    /// Those of the camera. They are hidden where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_video_device_settings: Option<bool>,
    /// Those of softphone and desk phone. They are shown where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_phone_type_settings: Option<bool>,
    /// The warning to those who did nothing for long. It is shown where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_inactivity_modal: Option<bool>,
}

/// What the library logs (`InitCCPOptions.logConfig`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogOptions {
    /// From which level on a line is kept for the file. `INFO` where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_level: Option<LogLevel>,
    /// From which level on a line is shown in the browser's console. `WARN` where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub echo_level: Option<LogLevel>,
}
