//! All contacts on the agent's desk, each with its timeline. Pure.

use connect_streams::ContactSnapshot;

use super::{ContactEvent, ContactTimeline, Now};

/// The contacts of one agent: those that are open, and the one that was cleared last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactBook {
    open: Vec<ContactTimeline>,
    last_cleared: Option<ContactTimeline>,
}

impl ContactBook {
    /// Continues with what an earlier page of this agent knew. What that page knew and the service no longer lists is
    /// closed by the next [`observe`](Self::observe).
    pub fn restore(timelines: Vec<ContactTimeline>) -> Self {
        Self { open: timelines, last_cleared: None }
    }

    /// The timelines of the contacts that are open, for whoever goes on with them.
    pub fn into_open(self) -> Vec<ContactTimeline> {
        self.open
    }

    /// Takes in the service's whole list of contacts. Answers with the timelines that changed.
    pub fn observe(&mut self, contacts: &[ContactSnapshot], now: Now) -> Vec<ContactTimeline> {
        // A supervisor who listens has no contact of their own.
        let contacts: Vec<_> = contacts.iter().filter(|contact| !contact.is_monitoring()).collect();
        let mut changed = Vec::new();
        for timeline in &mut self.open {
            let seen = contacts.iter().find(|contact| contact.contact_id == timeline.contact_id);
            if timeline.apply(seen.map_or(ContactEvent::Gone, |contact| ContactEvent::Seen(contact)), now) {
                changed.push(timeline.clone());
            }
        }
        for contact in contacts {
            if !self.open.iter().any(|timeline| timeline.contact_id == contact.contact_id) {
                let timeline = ContactTimeline::begin(contact, now);
                changed.push(timeline.clone());
                self.open.push(timeline);
            }
        }
        if let Some(cleared) = self.open.extract_if(.., |timeline| timeline.cleared.is_some()).last() {
            self.last_cleared = Some(cleared);
        }
        changed
    }

    /// Notes that the agent accepted a contact. Answers with its timeline if that was news.
    pub fn accepted(&mut self, contact_id: &str, now: Now) -> Option<ContactTimeline> {
        let timeline = self.open.iter_mut().find(|timeline| timeline.contact_id == contact_id)?;
        timeline.apply(ContactEvent::Accepted, now).then(|| timeline.clone())
    }

    /// The contact that the page shows: the newest open one, else the one that was cleared last.
    pub fn shown(&self) -> Option<&ContactTimeline> {
        self.open.last().or(self.last_cleared.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use connect_streams::{AgentData, EpochMs, SkewMs};

    use super::*;

    fn contacts(json: &str) -> Vec<ContactSnapshot> {
        AgentData::from_json(json).unwrap().snapshot.contacts
    }

    fn connected() -> Vec<ContactSnapshot> {
        contacts(include_str!("../../streams/tests/agent-data/connected.json"))
    }

    fn now(milliseconds: i64) -> Now {
        Now { local: EpochMs::new(4_000_000_000_000 + milliseconds), skew: SkewMs(0) }
    }

    #[test]
    fn a_contact_that_was_there_before_the_page_is_taken_up() {
        let mut book = ContactBook::default();
        assert_eq!(book.observe(&connected(), now(0)).len(), 1);
        assert!(book.shown().unwrap().connected.is_some());
        assert!(book.observe(&connected(), now(1)).is_empty(), "the same list again is no news");
    }

    #[test]
    fn what_leaves_the_list_is_cleared_and_stays_in_view() {
        let mut book = ContactBook::default();
        book.observe(&connected(), now(0));
        let changed = book.observe(&[], now(5));
        assert_eq!(changed[0].cleared.unwrap().at, now(5).local);
        assert_eq!(book.shown(), changed.first());
        assert!(book.observe(&[], now(6)).is_empty());
    }

    #[test]
    fn a_reload_goes_on_where_the_page_before_it_stopped() {
        let mut before = ContactBook::default();
        let known = before.observe(&connected(), now(0));
        let mut after = ContactBook::restore(known.clone());
        assert!(after.observe(&connected(), now(9)).is_empty());
        assert_eq!(after.shown(), known.first());
    }

    #[test]
    fn a_supervisor_who_listens_gets_no_record() {
        let listening = include_str!("../../streams/tests/agent-data/connected.json")
            .replace("\"inbound\"", "\"monitoring\"");
        assert!(ContactBook::default().observe(&contacts(&listening), now(0)).is_empty());
    }

    #[test]
    fn accepting_twice_or_something_unknown_is_no_news() {
        let mut book = ContactBook::default();
        let contact_id = connected()[0].contact_id.clone();
        book.observe(&connected(), now(0));
        assert!(book.accepted(&contact_id, now(1)).is_some());
        assert!(book.accepted(&contact_id, now(2)).is_none());
        assert!(book.accepted("unknown", now(2)).is_none());
    }
}
