//! Quick responses: the prepared answers that an instance keeps for its agents (`connect.QuickResponses`).

use serde::{Deserialize, Serialize};

use super::{
    lenient::{list, nullable},
    moment::optional_second,
};
use crate::{EpochMs, QuickResponseChannel, QuickResponseContentType, QuickResponseStatus};

/// What to look for (`connect.QuickResponses.searchQuickResponses`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuickResponsesQuery {
    /// What the agent typed.
    pub query: String,
    /// The contact whose attributes fill the gaps in an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
    /// Where the page before ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// Milliseconds to wait for the agent to type on.
    #[serde(rename = "debounceMS", skip_serializing_if = "Option::is_none")]
    pub debounce_ms: Option<u32>,
    /// How many to find at most. Documented, but the declarations lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_results: Option<u32>,
}

/// What was found (`SearchQuickResponsesResult`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuickResponsesPage {
    /// The answers, the best first.
    #[serde(default, deserialize_with = "list")]
    pub results: Vec<QuickResponse>,
    /// Where this page ended. Missing on the last one.
    pub next_token: Option<String>,
}

/// A prepared answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuickResponse {
    /// Which answer.
    pub quick_response_arn: Option<String>,
    /// Which answer, short.
    pub quick_response_id: Option<String>,
    /// The collection it belongs to.
    pub knowledge_base_arn: Option<String>,
    /// That collection, short.
    pub knowledge_base_id: Option<String>,
    /// What it is called.
    pub name: Option<String>,
    /// Which version of it.
    pub version: Option<String>,
    /// How it is written.
    pub content_type: Option<QuickResponseContentType>,
    /// Whether it can be used.
    pub status: Option<QuickResponseStatus>,
    /// Why it is so.
    pub status_reason: Option<String>,
    /// When it was made, on the service's clock. The library counts seconds.
    #[serde(default, deserialize_with = "optional_second")]
    pub created_time: Option<EpochMs>,
    /// When it was changed, on the service's clock. The library counts seconds.
    #[serde(default, deserialize_with = "optional_second")]
    pub last_modified_time: Option<EpochMs>,
    /// A title.
    pub title: Option<String>,
    /// The answer itself.
    pub contents: Option<QuickResponseContents>,
    /// What it is for.
    pub description: Option<String>,
    /// Who can use it.
    pub grouping_configuration: Option<QuickResponseGrouping>,
    /// What an agent types to get it.
    pub shortcut_key: Option<String>,
    /// Who changed it.
    pub last_modified_by: Option<String>,
    /// It can be used.
    #[serde(default, deserialize_with = "nullable")]
    pub is_active: bool,
    /// Where it can be used.
    #[serde(default, deserialize_with = "list")]
    pub channels: Vec<QuickResponseChannel>,
    /// Its language, for example `en_US`.
    pub language: Option<String>,
    /// What it was marked with.
    #[serde(default, deserialize_with = "list")]
    pub tags: Vec<String>,
    /// The gaps that no attribute filled. Documented, but the declarations lack it.
    #[serde(default, deserialize_with = "list")]
    pub attributes_not_interpolated: Vec<String>,
}

/// A prepared answer in the ways it was written (`QuickResponseContentsType`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuickResponseContents {
    /// As plain text.
    pub plain_text: Option<QuickResponseText>,
    /// As Markdown.
    pub markdown: Option<QuickResponseText>,
}

/// A prepared answer written in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct QuickResponseText {
    /// The text.
    pub content: Option<String>,
}

/// Who can use a prepared answer (`GroupingConfigurationType`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct QuickResponseGrouping {
    /// By what agents are grouped, for example `RoutingProfileArn`.
    pub criteria: Option<String>,
    /// Which groups.
    #[serde(default, deserialize_with = "list")]
    pub values: Vec<String>,
}
