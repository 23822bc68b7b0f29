//! One contact in a snapshot.

use serde_json::{Map, Value, json};

use super::{View, phone};
use crate::centre::channel::Channel;
use crate::centre::contact::{Contact, SegmentValue};

impl View<'_> {
    pub(super) fn contact(&self, contact: &Contact) -> Value {
        let details = &contact.details;
        let connections: Vec<_> = contact.connections.iter().map(|line| self.line(contact, line)).collect();
        let attributes: Map<_, _> = details
            .attributes
            .iter()
            .map(|(name, value)| (name.clone(), json!({ "name": name, "value": value })))
            .collect();
        json!({
            "contactId": contact.id,
            "initialContactId": contact.lineage.initial,
            "relatedContactId": contact.lineage.related,
            "contactAssociationId": contact.lineage.association,
            "type": contact.channel.as_str(),
            "state": { "type": contact.state.as_str(), "timestamp": self.seconds(contact.since) },
            "queue": self.queue(contact.queue.as_ref()),
            "queueTimestamp": self.seconds(contact.queued_at),
            "connections": connections,
            "attributes": attributes,
            "contactDuration": "0",
            "name": details.name,
            "description": details.description,
            "references": details.references,
            "initiationMethod": contact.initiation.as_str(),
            "contactFeatures": features(contact),
            "channelContext": self.channel_context(contact),
            "segmentAttributes": segment_attributes(contact),
            "customerEndpoint": details.customer.as_ref().map(|customer| self.endpoint(customer)),
            "connectSystemEndpoint": self.system_endpoint(contact.channel),
            "languageCode": "en-US",
            "emailRecipients": self.recipients(contact),
            "agentContactHandlingConfig": { "autoAccept": contact.accepts_itself },
        })
    }

    fn channel_context(&self, contact: &Contact) -> Value {
        let details = &contact.details;
        if contact.channel != Channel::Task || (details.scheduled_at.is_none() && details.template.is_none())
        {
            return Value::Null;
        }
        json!({
            "scheduledTime": details.scheduled_at.map(|at| at.plus(self.skew_ms).0.div_euclid(1000)),
            "taskTemplateId": details.template,
            "taskTemplateVersion": details.template.as_ref().map(|_| 1),
        })
    }

    fn system_endpoint(&self, channel: Channel) -> Value {
        let instance = &self.centre.instance;
        match channel {
            Channel::Voice | Channel::QueueCallback => phone(instance.number.as_str()),
            Channel::Email => json!({ "type": "email_address", "emailAddress": instance.email }),
            Channel::Chat | Channel::Task => Value::Null,
        }
    }

    fn recipients(&self, contact: &Contact) -> Value {
        if contact.channel != Channel::Email {
            return Value::Null;
        }
        let address = |address: &String| json!({ "address": address });
        let from = match &contact.details.customer {
            Some(crate::centre::Endpoint::Email { address, display_name }) => {
                json!({ "address": address, "displayName": display_name })
            }
            _ => Value::Null,
        };
        json!({
            "toList": [address(&self.centre.instance.email)],
            "ccList": contact.details.copied_to.iter().map(address).collect::<Vec<_>>(),
            "fromRecipient": from,
        })
    }
}

fn features(contact: &Contact) -> Value {
    let writes = matches!(contact.channel, Channel::Chat | Channel::Email);
    json!({
        "attachmentsEnabled": writes,
        "messagingMarkdownEnabled": contact.channel == Channel::Chat,
        "multiPartyConferenceEnabled": contact.details.multi_party,
    })
}

fn segment_attributes(contact: &Contact) -> Value {
    let text = |value: &String| json!({ "ValueString": value });
    let mut attributes = Map::new();
    attributes.insert("connect:Subtype".to_owned(), text(&contact.details.subtype));
    for (name, value) in &contact.details.segment_attributes {
        let value = match value {
            SegmentValue::Text(value) => text(value),
            SegmentValue::Map(values) => {
                let values: Map<_, _> =
                    values.iter().map(|(name, value)| (name.clone(), text(value))).collect();
                json!({ "ValueMap": values })
            }
        };
        attributes.insert(name.clone(), value);
    }
    attributes.into()
}
