//! What travels between browser and server: the wire types, the paths, the browser's client.
//!
//! Shared by both sides, so that there is one definition. Knows neither storage nor handlers.

mod activity;
mod batch;
mod client;
mod desk;
mod doctor;
mod home;
mod instance;
mod page;
mod person;
mod public;
mod record;
mod settings;
mod table;
mod totals;

pub use activity::{ActivityKind, ActivityList, ActivityRecord};
pub use batch::{BatchAnswer, MAX_BATCH, RecordBatch, Verdict, VerdictStatus};
pub use client::{CallError, Client, Query, SIGNED_OUT};
pub use desk::{
    AfterMissed, AttributeRule, CallerId, DeskConfig, Disposition, DispositionDetail, PanelPlace, ScreenPop,
    ShortcutKey, StatusLabel, label,
};
pub use doctor::{APPROVED_ORIGINS, DOCTOR_CHECK, DoctorCheck, ListTrouble, OriginCheck};
pub use home::{ApiHome, api_home, has_token, keep_token};
pub use instance::{DEFAULT_INSTANCE, InstanceEntry, InstanceList, InstanceSettings};
pub use page::{CONFIG_ELEMENT, CcpCheck, Framing, PageConfig};
pub use person::{Role, SignedIn, same_agent};
pub use public::PublicConfig;
pub use record::{
    ContactRecord, Direction, EndedBy, EventRecord, HoldRecord, InvalidRecord, MAX_ATTRIBUTE, MAX_ATTRIBUTES,
    MAX_EVENTS, MAX_NOTES, MAX_SPANS, MAX_TEXT, MAX_TRANSFERS, Outcome, SpanRecord, TimeSource, TransferKind,
    TransferOutcome, TransferRecord, talk_ms,
};
pub use settings::{
    Feature, InvalidSettings, Restore, RoleFeatures, Settings, SettingsAnswer, SettingsChange,
    SettingsMistake, SettingsVersion, SettingsVersionList,
};
pub use table::{COLUMNS, cell, row};
pub use totals::{ContactTotals, TotalsAnswer};

use connect_streams::record;
use serde::{Deserialize, Serialize};

/// Where contact records are posted and listed.
pub const CONTACT_RECORDS: &str = "/api/v1/contact-records";
/// Where the page sends what it kept, several records at a time.
pub const RECORDS: &str = "/api/v1/records";
/// Where the sums of contact records are told.
pub const CONTACT_TOTALS: &str = "/api/v1/contact-totals";
/// Where contact records are exported.
pub const CONTACT_EXPORT: &str = "/api/v1/contact-export";
/// Where the statuses of agents are listed.
pub const ACTIVITIES: &str = "/api/v1/activities";
/// Where the page says that it showed a covered attribute.
pub const DISCLOSURES: &str = "/api/v1/disclosures";
/// Where the settings of the desk are read and changed.
pub const SETTINGS: &str = "/api/v1/settings";
/// Where the server says how the CCP answers it.
pub const CCP_CHECK: &str = "/api/v1/ccp-check";

/// One contact record, as every answer about one carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordAnswer {
    /// The record as it is stored.
    pub record: ContactRecord,
}

record! { RecordAnswer {
    "record" => record: Required,
} }

/// A page of contact records, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RecordList {
    /// The records.
    pub records: Vec<ContactRecord>,
    /// About this page.
    pub meta: ListMeta,
}

record! { RecordList {
    "records" => records: Required,
    "meta" => meta: Required,
} }

/// Where a list goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ListMeta {
    /// Give this as `cursor` to get the next page. None on the last.
    pub next_cursor: Option<String>,
}

record! { ListMeta {
    "next_cursor" => next_cursor,
} }

/// The allow list of origins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginList {
    /// The origins, in alphabetical order, each as scheme, host and port.
    pub origins: Vec<String>,
}

/// The body of every answer that is an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorAnswer {
    /// The error.
    pub error: ErrorBody,
}

record! { ErrorAnswer {
    "error" => error: Required,
} }

/// One error, for programs and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorBody {
    /// A word that does not change, for programs.
    pub code: String,
    /// What happened and what to do, for people.
    pub message: String,
}

record! { ErrorBody {
    "code" => code: Required,
    "message" => message: Required,
} }
