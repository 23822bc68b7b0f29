//! One contact at one moment.

use serde::Serialize;

use super::{ConnectionSnapshot, Dictionary, Endpoint, Queue, TimedState, record};
use crate::{ConnectionType, ContactState, ContactType, EpochMs, InitiationMethod, ReferenceType};

/// One contact now (`contact.toSnapshot().contactData`).
#[derive(Clone, Debug, PartialEq, Eq)]
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
    pub kind: ContactType,
    /// Where it stands and since when (`contact.getState()`).
    pub state: TimedState<ContactState>,
    /// The queue it came through (`contact.getQueue()`). Missing for a contact that came through none.
    pub queue: Option<Queue>,
    /// Since when it was queued, on the service's clock (`contact.getQueueTimestamp()`).
    pub queue_timestamp: Option<EpochMs>,
    /// Who takes part: agent, customer, third parties (`contact.getConnections()`).
    pub connections: Vec<ConnectionSnapshot>,
    /// What flows and other programs noted about it, by name (`contact.getAttributes()`).
    pub attributes: Dictionary<Attribute>,
    /// How long it took, as the service counts (`contact.getContactDuration()`); its unit is not documented.
    pub contact_duration: Option<i64>,
    /// What it is called (`contact.getName()`). Tasks have one.
    pub name: Option<String>,
    /// What is to be done (`contact.getDescription()`). Tasks have one.
    pub description: Option<String>,
    /// What it refers to, by name (`contact.getReferences()`).
    pub references: Dictionary<Reference>,
    /// How it began (`contact.getInitiationMethod()`).
    pub initiation_method: Option<InitiationMethod>,
    /// What can be done with it.
    pub contact_features: Option<ContactFeatures>,
    /// What only its channel has (`contact.getChannelContext()`). Tasks have one.
    pub channel_context: Option<ChannelContext>,
    /// What the service noted about it, by name, for example `connect:Subtype` (`contact.getSegmentAttributes()`).
    pub segment_attributes: Dictionary<SegmentAttribute>,
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

record! { ContactSnapshot {
    "contactId" => contact_id: Required,
    "initialContactId" => initial_contact_id,
    "relatedContactId" => related_contact_id,
    "contactAssociationId" => contact_association_id,
    "type" => kind: Required,
    "state" => state: Required,
    "queue" => queue,
    "queueTimestamp" => queue_timestamp,
    "connections" => connections: Required,
    "attributes" => attributes,
    "contactDuration" => contact_duration,
    "name" => name,
    "description" => description,
    "references" => references,
    "initiationMethod" => initiation_method,
    "contactFeatures" => contact_features,
    "channelContext" => channel_context,
    "segmentAttributes" => segment_attributes,
    "customerEndpoint" => customer_endpoint,
    "connectSystemEndpoint" => connect_system_endpoint,
    "languageCode" => language_code,
    "emailRecipients" => email_recipients,
    "agentContactHandlingConfig" => agent_contact_handling_config,
    "contactMetadata" => contact_metadata,
} }

impl ContactSnapshot {
    /// The participant with whom the contact began: the customer.
    pub fn customer(&self) -> Option<&ConnectionSnapshot> {
        let others = || self.connections.iter().filter(|connection| connection.kind != ConnectionType::Agent);
        // Who listens has not begun it, and is never taken for the customer.
        let talks = |connection: &&ConnectionSnapshot| connection.kind != ConnectionType::Monitoring;
        others().find(|connection| connection.initial).or_else(|| others().find(talks))
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribute {
    /// The name, the same as in the dictionary.
    pub name: Option<String>,
    /// What was noted.
    pub value: Option<String>,
}

record! { Attribute {
    "name" => name,
    "value" => value,
} }

/// What the service noted about a contact (`contact.getSegmentAttributes()`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentAttribute {
    /// What was noted. The library says `ValueString`, its declarations say `valueString`.
    pub value_string: Option<String>,
    /// Several notes by name, for example those of `connect:CustomerAuthentication`.
    pub value_map: Dictionary<SegmentAttribute>,
}

record! { SegmentAttribute {
    "ValueString" => value_string,
    "ValueMap" => value_map,
    or "valueString" => value_string,
} }

/// What a contact refers to (`contact.getReferences()`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
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

record! { Reference {
    "type" => kind,
    "value" => value,
    "arn" => arn,
    "status" => status,
    "statusReason" => status_reason,
} }

impl Reference {
    /// A page on the web.
    pub fn url(address: impl Into<String>) -> Self {
        Self { kind: Some(ReferenceType::Url), value: Some(address.into()), ..Self::default() }
    }
}

/// What can be done with a contact. False where the service says nothing.
#[expect(clippy::struct_excessive_bools, reason = "the service has them so")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactFeatures {
    /// Files can be sent.
    pub attachments_enabled: bool,
    /// Messages can be written in Markdown.
    pub messaging_markdown_enabled: bool,
    /// More than three can take part (`contact.isMultiPartyConferenceEnabled()`).
    pub multi_party_conference_enabled: bool,
    /// The agent's screen can be recorded.
    pub screen_recording_enabled: bool,
    /// How that stands.
    pub screen_recording_state: Option<String>,
    /// Both again, as newer instances send them.
    pub screen_recording_config: Option<ScreenRecordingConfig>,
}

record! { ContactFeatures {
    "attachmentsEnabled" => attachments_enabled,
    "messagingMarkdownEnabled" => messaging_markdown_enabled,
    "multiPartyConferenceEnabled" => multi_party_conference_enabled,
    "screenRecordingEnabled" => screen_recording_enabled,
    "screenRecordingState" => screen_recording_state,
    "screenRecordingConfig" => screen_recording_config,
} }

/// Whether the agent's screen is recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScreenRecordingConfig {
    /// It can be.
    pub screen_recording_enabled: bool,
    /// How that stands.
    pub screen_recording_state: Option<String>,
}

record! { ScreenRecordingConfig {
    "screenRecordingEnabled" => screen_recording_enabled,
    "screenRecordingState" => screen_recording_state,
} }

/// What only a task has (`contact.getChannelContext()`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelContext {
    /// When it is to be done. The library counts seconds.
    pub scheduled_time: Option<EpochMs>,
    /// The template it was made from.
    pub task_template_id: Option<String>,
    /// Which version of it.
    pub task_template_version: Option<i64>,
}

record! { ChannelContext {
    "scheduledTime" => scheduled_time: Seconds,
    "taskTemplateId" => task_template_id,
    "taskTemplateVersion" => task_template_version,
} }

/// Who gets an e-mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmailRecipients {
    /// Whom it is for.
    pub to_list: Vec<EmailRecipient>,
    /// Who gets a copy.
    pub cc_list: Vec<EmailRecipient>,
    /// Who sent it.
    pub from_recipient: Option<EmailRecipient>,
}

record! { EmailRecipients {
    "toList" => to_list,
    "ccList" => cc_list,
    "fromRecipient" => from_recipient,
} }

/// Somebody with an e-mail address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EmailRecipient {
    /// The address.
    pub address: Option<String>,
    /// The name to show.
    pub display_name: Option<String>,
}

record! { EmailRecipient {
    "address" => address,
    "displayName" => display_name,
} }

/// How a contact comes to the agent (`contact.isAutoAcceptEnabled()`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContactHandling {
    /// It is accepted at once.
    pub auto_accept: bool,
}

record! { ContactHandling {
    "autoAccept" => auto_accept,
} }

/// Where a contact is handled (`contact.getInstanceDetails()`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstanceDetails {
    /// The address of the instance, for example `https://example.my.connect.aws`.
    pub origin: Option<String>,
    /// The AWS region, for example `eu-central-1`.
    pub region: Option<String>,
}

record! { InstanceDetails {
    "origin" => origin,
    "region" => region,
} }

/// The CCP shows another contact (`connect.core.onViewContact`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewedContact {
    /// Which one. None is shown where it is missing or empty.
    pub contact_id: Option<String>,
}

record! { ViewedContact {
    "contactId" => contact_id: NotEmpty,
} }
