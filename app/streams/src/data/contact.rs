//! One contact at one moment.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    ConnectionSnapshot, Endpoint, Queue, TimedState,
    lenient::{entries, list, nullable, number, text},
    moment::{optional_moment, optional_second},
};
use crate::{ConnectionType, ContactState, ContactType, EpochMs, InitiationMethod, ReferenceType};

/// One contact now (`contact.toSnapshot().contactData`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactSnapshot {
    /// Which contact (`contact.getContactId()`).
    pub contact_id: String,
    /// The first contact of a chain of transfers; the same as `contact_id` or missing when there was none
    /// (`contact.getInitialContactId()`).
    pub initial_contact_id: Option<String>,
    /// A contact that this one belongs to (`contact.getRelatedContactId()`).
    pub related_contact_id: Option<String>,
    /// What this contact and those it belongs to have in common (`contact.getContactAssociationId()`).
    pub contact_association_id: Option<String>,
    /// What it is (`contact.getType()`).
    #[serde(rename = "type")]
    pub kind: ContactType,
    /// Where it stands and since when (`contact.getState()`).
    pub state: TimedState<ContactState>,
    /// The queue it came through (`contact.getQueue()`). Missing for a contact that came through none.
    pub queue: Option<Queue>,
    /// Since when it was queued, on the service's clock (`contact.getQueueTimestamp()`).
    #[serde(default, deserialize_with = "optional_moment")]
    pub queue_timestamp: Option<EpochMs>,
    /// Who takes part: agent, customer, third parties (`contact.getConnections()`).
    pub connections: Vec<ConnectionSnapshot>,
    /// What flows and other programs noted about it, by name (`contact.getAttributes()`).
    #[serde(default, deserialize_with = "entries")]
    pub attributes: BTreeMap<String, Attribute>,
    /// How long it took, as the service counts (`contact.getContactDuration()`); its unit is not documented.
    #[serde(default, deserialize_with = "number")]
    pub contact_duration: Option<i64>,
    /// What it is called (`contact.getName()`). Tasks have one.
    pub name: Option<String>,
    /// What is to be done (`contact.getDescription()`). Tasks have one.
    pub description: Option<String>,
    /// What it refers to, by name (`contact.getReferences()`).
    #[serde(default, deserialize_with = "entries")]
    pub references: BTreeMap<String, Reference>,
    /// How it began (`contact.getInitiationMethod()`).
    pub initiation_method: Option<InitiationMethod>,
    /// What can be done with it.
    pub contact_features: Option<ContactFeatures>,
    /// What only its channel has (`contact.getChannelContext()`). Tasks have one.
    pub channel_context: Option<ChannelContext>,
    /// What the service noted about it, by name, for example `connect:Subtype` (`contact.getSegmentAttributes()`).
    #[serde(default, deserialize_with = "entries")]
    pub segment_attributes: BTreeMap<String, SegmentAttribute>,
    /// The customer's address where the service names it apart from the connections (`contact.getCustomerEndpoint()`).
    pub customer_endpoint: Option<Endpoint>,
    /// The address that the customer reached (`contact.getConnectSystemEndpoint()`).
    pub connect_system_endpoint: Option<Endpoint>,
    /// The customer's language, for example `en-US`.
    pub language_code: Option<String>,
    /// Who gets an e-mail.
    pub email_recipients: Option<EmailRecipients>,
    /// Whether the contact is accepted at once. The library reads it, its declarations lack it.
    pub agent_contact_handling_config: Option<ContactHandling>,
    /// Something that the declarations leave open (`contact.getContactMetadata()`).
    pub contact_metadata: Option<serde_json::Value>,
}

impl ContactSnapshot {
    /// The participant with whom the contact began: the customer.
    pub fn customer(&self) -> Option<&ConnectionSnapshot> {
        let others = || self.connections.iter().filter(|connection| connection.kind != ConnectionType::Agent);
        others().find(|connection| connection.initial).or_else(|| others().next())
    }

    /// The customer's number or address.
    pub fn customer_address(&self) -> Option<&str> {
        let of_connection = self.customer().and_then(|connection| connection.endpoint.as_ref());
        self.customer_endpoint
            .as_ref()
            .and_then(Endpoint::address)
            .or_else(|| of_connection.and_then(Endpoint::address))
    }

    /// Whether this is a supervisor's view of somebody else's contact, which is no contact of this agent.
    pub fn is_monitoring(&self) -> bool {
        self.connections
            .iter()
            .any(|connection| connection.kind == ConnectionType::Monitoring && connection.initial)
    }
}

/// What a flow or another program noted about a contact (`contact.getAttributes()`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Attribute {
    /// The name, the same as in the dictionary.
    pub name: Option<String>,
    /// What was noted.
    pub value: Option<String>,
}

/// What the service noted about a contact (`contact.getSegmentAttributes()`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct SegmentAttribute {
    /// What was noted. The library says `ValueString`, its declarations say `valueString`.
    #[serde(rename = "ValueString", alias = "valueString")]
    pub value_string: Option<String>,
    /// Several notes by name, for example those of `connect:CustomerAuthentication`.
    #[serde(rename = "ValueMap", default, deserialize_with = "entries")]
    pub value_map: BTreeMap<String, SegmentAttribute>,
}

/// What a contact refers to (`contact.getReferences()`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reference {
    /// What kind of thing that is.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<ReferenceType>,
    /// Where it is, or the thing itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Which attachment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// Whether an attachment can be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Why it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
}

impl Reference {
    /// A page on the web.
    pub fn url(address: impl Into<String>) -> Self {
        Self { kind: Some(ReferenceType::Url), value: Some(address.into()), ..Self::default() }
    }
}

/// What can be done with a contact. False where the service says nothing.
#[expect(clippy::struct_excessive_bools, reason = "the service has them so")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactFeatures {
    /// Files can be sent.
    #[serde(default, deserialize_with = "nullable")]
    pub attachments_enabled: bool,
    /// Messages can be written in Markdown.
    #[serde(default, deserialize_with = "nullable")]
    pub messaging_markdown_enabled: bool,
    /// More than three can take part (`contact.isMultiPartyConferenceEnabled()`).
    #[serde(default, deserialize_with = "nullable")]
    pub multi_party_conference_enabled: bool,
    /// The agent's screen can be recorded.
    #[serde(default, deserialize_with = "nullable")]
    pub screen_recording_enabled: bool,
    /// How that stands.
    pub screen_recording_state: Option<String>,
    /// Both again, as newer instances send them.
    pub screen_recording_config: Option<ScreenRecordingConfig>,
}

/// Whether the agent's screen is recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScreenRecordingConfig {
    /// It can be.
    #[serde(default, deserialize_with = "nullable")]
    pub screen_recording_enabled: bool,
    /// How that stands.
    pub screen_recording_state: Option<String>,
}

/// What only a task has (`contact.getChannelContext()`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChannelContext {
    /// When it is to be done. The library counts seconds.
    #[serde(default, deserialize_with = "optional_second")]
    pub scheduled_time: Option<EpochMs>,
    /// The template it was made from.
    pub task_template_id: Option<String>,
    /// Which version of it.
    #[serde(default, deserialize_with = "number")]
    pub task_template_version: Option<i64>,
}

/// Who gets an e-mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmailRecipients {
    /// Whom it is for.
    #[serde(default, deserialize_with = "list")]
    pub to_list: Vec<EmailRecipient>,
    /// Who gets a copy.
    #[serde(default, deserialize_with = "list")]
    pub cc_list: Vec<EmailRecipient>,
    /// Who sent it.
    pub from_recipient: Option<EmailRecipient>,
}

/// Somebody with an e-mail address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmailRecipient {
    /// The address.
    pub address: Option<String>,
    /// The name to show.
    pub display_name: Option<String>,
}

/// How a contact comes to the agent (`contact.isAutoAcceptEnabled()`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactHandling {
    /// It is accepted at once.
    #[serde(default, deserialize_with = "nullable")]
    pub auto_accept: bool,
}

/// Where a contact is handled (`contact.getInstanceDetails()`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct InstanceDetails {
    /// The address of the instance, for example `https://example.my.connect.aws`.
    pub origin: Option<String>,
    /// The AWS region, for example `eu-central-1`.
    pub region: Option<String>,
}

/// The CCP shows another contact (`connect.core.onViewContact`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewedContact {
    /// Which one. None is shown where it is missing or empty.
    #[serde(default, deserialize_with = "text")]
    pub contact_id: Option<String>,
}
