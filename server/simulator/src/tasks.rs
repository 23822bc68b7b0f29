//! Tasks that agents make, by the service or by a template, put together in one way.

use std::collections::BTreeMap;

use crate::centre::{Channel, ContactId, Details, EpochMs, NewContact, QueueKey, Reference};
use crate::simulator::Simulator;

/// A time in seconds is less than this until the year 5138.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// What an agent says of a task.
#[derive(Debug)]
pub(crate) struct NewTask {
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) references: BTreeMap<String, Reference>,
    pub(crate) queue: QueueKey,
    /// By the service's clock, in seconds since 1970; milliseconds are known by their size.
    pub(crate) scheduled_time: Option<i64>,
    pub(crate) template: Option<String>,
    /// The contact that it goes on with.
    pub(crate) previous: Option<ContactId>,
    /// The contact that it has to do with, and then it goes on with none.
    pub(crate) related: Option<ContactId>,
}

impl NewTask {
    pub(crate) fn contact(self, simulator: &Simulator) -> NewContact {
        // What a task has to do with another contact, it has its attributes from.
        let attributes = simulator.live.read(|centre| {
            let from = centre.contact(self.related.or(self.previous)?).ok()?;
            Some(from.details.attributes.clone())
        });
        let scheduled_at = self.scheduled_time.map(|time| {
            let service = EpochMs(if time < MILLISECONDS_FROM { time.saturating_mul(1000) } else { time });
            service.plus(-simulator.skew_ms())
        });
        let details = Details {
            name: self.name,
            description: self.description,
            references: self.references,
            attributes: attributes.unwrap_or_default(),
            scheduled_at,
            template: self.template,
            ..Details::of(Channel::Task)
        };
        NewContact {
            previous: self.previous.filter(|_| self.related.is_none()),
            related: self.related,
            ..NewContact::of(Channel::Task, self.queue, details)
        }
    }
}
