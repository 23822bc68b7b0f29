//! What a contact is to be like that the control API is asked for.
//!
//! A body says as little as it likes: what it leaves out is as a customer of that channel usually is.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::ControlError;
use crate::centre::{
    Channel, Command, ContactId, Details, Endpoint, EpochMs, Initiation, NewContact, PhoneNumber, QueueKey,
    Reference, SegmentValue, Username,
};
use crate::instance::Instance;

/// A contact that is to come about.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    /// Left out only for a supervisor's contact, which is of the kind it monitors.
    pub(crate) channel: Option<Channel>,
    /// Who it is from: a number (voice, `queue_callback`), an address (email) or a name (chat).
    pub(crate) customer: Option<String>,
    /// The customer's name in a chat or an e-mail.
    customer_name: Option<String>,
    /// The queue it waits in. Without one, the agent's own.
    pub(crate) queue: Option<String>,
    /// Puts it straight before this agent, who has to be free. If they do not take it, it is over.
    #[schemars(with = "Option<String>")]
    pub(crate) agent: Option<Username>,
    /// Makes `agent` listen to this contact, as a supervisor.
    #[schemars(with = "Option<String>")]
    pub(crate) monitors: Option<ContactId>,
    /// Contact attributes.
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    /// Segment attributes: a text, or texts by name.
    #[serde(default)]
    segment_attributes: BTreeMap<String, SegmentValue>,
    /// The segment attribute `connect:Subtype`, such as `connect:WebRTC`.
    subtype: Option<String>,
    /// How the contact came about, if not as is usual for its channel.
    initiation: Option<Initiation>,
    /// The name of a task, the subject of an e-mail.
    pub(crate) name: Option<String>,
    description: Option<String>,
    #[serde(default)]
    references: BTreeMap<String, Reference>,
    /// Further addresses of an e-mail.
    #[serde(default)]
    cc: Vec<String>,
    /// Whether it is accepted for the agent.
    #[serde(default)]
    auto_accept: bool,
    /// The lower number is served first; 5 if left out.
    priority: Option<u32>,
    /// Whether more than one third party can be added; so if left out.
    multi_party: Option<bool>,
    /// When a task comes up, in milliseconds from now.
    scheduled_in_ms: Option<u32>,
    /// A contact that this one has to do with.
    #[schemars(with = "Option<String>")]
    pub(crate) related_contact_id: Option<ContactId>,
}

impl Wanted {
    pub(crate) fn command(self, instance: &Instance, now: EpochMs) -> Result<Command, ControlError> {
        let invalid = |problem: &str| ControlError::Invalid(problem.to_owned());
        if let Some(contact) = self.monitors {
            let agent = self.agent.ok_or_else(|| invalid("a contact is monitored by an `agent`"))?;
            return Ok(Command::Monitor { agent, contact, auto_accept: self.auto_accept });
        }
        let channel = self.channel.ok_or_else(|| invalid("a contact has a `channel`"))?;
        let queue = match (&self.queue, &self.agent) {
            (Some(name), _) => QueueKey::Standard(
                instance
                    .queue_named(name)
                    .ok_or_else(|| ControlError::Invalid(format!("there is no queue `{name}`")))?,
            ),
            (None, Some(agent)) => QueueKey::Own(agent.clone()),
            (None, None) => return Err(invalid("a contact needs a `queue` or an `agent`")),
        };
        let (customer, customer_name) = customer(channel, self.customer, self.customer_name)?;
        if channel == Channel::Task && self.name.as_deref().is_none_or(|name| name.trim().is_empty()) {
            return Err(invalid("a task has a `name`"));
        }
        let mut details = Details {
            customer,
            customer_name,
            name: self.name,
            description: self.description,
            references: self.references,
            attributes: self.attributes,
            segment_attributes: self.segment_attributes,
            copied_to: self.cc,
            multi_party: self.multi_party.unwrap_or(channel.is_for_several()),
            scheduled_at: self.scheduled_in_ms.map(|wait| now.plus(wait.into())),
            ..Details::of(channel)
        };
        if let Some(subtype) = self.subtype {
            details.subtype = subtype;
        }
        let usual = NewContact::of(channel, queue, details);
        let wanted = NewContact {
            agent: self.agent,
            auto_accept: self.auto_accept,
            related: self.related_contact_id,
            initiation: self.initiation.unwrap_or(usual.initiation),
            priority: self.priority.unwrap_or(usual.priority),
            ..usual
        };
        Ok(wanted.into())
    }
}

/// A customer as their channel knows them.
fn customer(
    channel: Channel,
    customer: Option<String>,
    name: Option<String>,
) -> Result<(Option<Endpoint>, Option<String>), ControlError> {
    match (channel, customer) {
        (Channel::Voice | Channel::QueueCallback, Some(number)) => {
            Ok((Some(Endpoint::Phone(PhoneNumber::parse(&number)?)), name))
        }
        (Channel::Voice | Channel::QueueCallback, None) => {
            Err(ControlError::Invalid("a call has a `customer`, which is a number".to_owned()))
        }
        (Channel::Email, Some(address)) if address.contains('@') => {
            Ok((Some(Endpoint::Email { address, display_name: name.clone() }), name))
        }
        (Channel::Email, _) => {
            Err(ControlError::Invalid("an e-mail has a `customer`, which is an address".to_owned()))
        }
        (Channel::Chat, customer) => Ok((None, name.or(customer).or_else(|| Some("Customer".to_owned())))),
        (Channel::Task, customer) => Ok((None, name.or(customer))),
    }
}
