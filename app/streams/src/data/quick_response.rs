//! Quick responses: the prepared answers that an instance keeps for its agents (`connect.QuickResponses`).

use serde::Serialize;

use super::record;
use crate::{EpochMs, QuickResponseChannel, QuickResponseContentType, QuickResponseStatus};

/// What to look for (`connect.QuickResponses.searchQuickResponses`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
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

record! { QuickResponsesQuery {
    "query" => query: Required,
    "contactId" => contact_id,
    "nextToken" => next_token,
    "debounceMS" => debounce_ms,
    "maxResults" => max_results,
} }

/// What was found (`SearchQuickResponsesResult`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuickResponsesPage {
    /// The answers, the best first.
    pub results: Vec<QuickResponse>,
    /// Where this page ended. Missing on the last one.
    pub next_token: Option<String>,
}

record! { QuickResponsesPage {
    "results" => results,
    "nextToken" => next_token,
} }

/// A prepared answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    pub created_time: Option<EpochMs>,
    /// When it was changed, on the service's clock. The library counts seconds.
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
    pub is_active: bool,
    /// Where it can be used.
    pub channels: Vec<QuickResponseChannel>,
    /// Its language, for example `en_US`.
    pub language: Option<String>,
    /// What it was marked with.
    pub tags: Vec<String>,
    /// The gaps that no attribute filled. Documented, but the declarations lack it.
    pub attributes_not_interpolated: Vec<String>,
}

record! { QuickResponse {
    "quickResponseArn" => quick_response_arn,
    "quickResponseId" => quick_response_id,
    "knowledgeBaseArn" => knowledge_base_arn,
    "knowledgeBaseId" => knowledge_base_id,
    "name" => name,
    "version" => version,
    "contentType" => content_type,
    "status" => status,
    "statusReason" => status_reason,
    "createdTime" => created_time: Seconds,
    "lastModifiedTime" => last_modified_time: Seconds,
    "title" => title,
    "contents" => contents,
    "description" => description,
    "groupingConfiguration" => grouping_configuration,
    "shortcutKey" => shortcut_key,
    "lastModifiedBy" => last_modified_by,
    "isActive" => is_active,
    "channels" => channels,
    "language" => language,
    "tags" => tags,
    "attributesNotInterpolated" => attributes_not_interpolated,
} }

/// A prepared answer in the ways it was written (`QuickResponseContentsType`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuickResponseContents {
    /// As plain text.
    pub plain_text: Option<QuickResponseText>,
    /// As Markdown.
    pub markdown: Option<QuickResponseText>,
}

record! { QuickResponseContents {
    "plainText" => plain_text,
    "markdown" => markdown,
} }

/// A prepared answer written in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuickResponseText {
    /// The text.
    pub content: Option<String>,
}

record! { QuickResponseText {
    "content" => content,
} }

/// Who can use a prepared answer (`GroupingConfigurationType`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuickResponseGrouping {
    /// By what agents are grouped, for example `RoutingProfileArn`.
    pub criteria: Option<String>,
    /// Which groups.
    pub values: Vec<String>,
}

record! { QuickResponseGrouping {
    "criteria" => criteria,
    "values" => values,
} }
