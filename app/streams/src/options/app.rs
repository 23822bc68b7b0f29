//! How to embed other applications of the instance beside the CCP (`connect.agentApp`).

use serde::{Deserialize, Serialize};

use super::CcpOverrides;

/// How to embed an application (`connect.agentApp.initApp`, `AppOptions`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppOptions {
    /// For the CCP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ccp_params: Option<CcpOverrides>,
    /// For a step-by-step guide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_views_params: Option<CustomViewOptions>,
    /// How the frame looks, as CSS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
}

/// How to embed a step-by-step guide (`OptionalCustomViewsOptions`). Its `contact`, which can be a JavaScript object, is
/// given apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomViewOptions {
    /// The flow that runs the guide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_flow_id: Option<String>,
    /// What is added to the name of the frame, for several guides in one page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iframe_suffix: Option<String>,
    /// Whether the guide does not end with the contact. A guide that nobody ends counts as a chat of the agent until the
    /// service ends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_auto_destroy: Option<bool>,
    /// How it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terminate_custom_view_options: Option<TerminateCustomViewOptions>,
    /// Whether there is one guide at most for each state of a contact. There is where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deduplicate: Option<bool>,
}

/// How a step-by-step guide ends (`connect.core.terminateCustomView`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TerminateCustomViewOptions {
    /// Whether the frame is taken away, so that its name is free again. It is where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolve_iframe: Option<bool>,
    /// Milliseconds to wait for that. 5000 where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<u32>,
    /// Whether it is hidden meanwhile. It is where this is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hide_iframe: Option<bool>,
}

/// An application of one's own (`connect.agentApp.AppRegistry.register`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRegistryOptions {
    /// Its address.
    pub endpoint: String,
    /// How its frame looks, as CSS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
}
