//! All contacts on the agent's desk, each with its timeline. Pure.

use connect_streams::ContactSnapshot;

use super::{ContactEvent, ContactTimeline, Now, WrapUp};
use crate::agent::Place;

/// The contacts of one agent: those that are open, those that are cleared and still to be wrapped up, and the one that was
/// cleared last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactBook {
    open: Vec<ContactTimeline>,
    unfinished: Vec<ContactTimeline>,
    last_cleared: Option<ContactTimeline>,
    /// Whether these are the contacts that a supervisor listens to, not those of their own.
    monitoring: bool,
    /// Where contacts begin.
    place: Option<Place>,
}

impl ContactBook {
    /// Continues with what an earlier page of this agent knew. What that page knew and the service no longer lists is
    /// closed by the next [`observe`](Self::observe).
    pub fn restore(timelines: Vec<ContactTimeline>) -> Self {
        let mut book = Self::default();
        book.merge(timelines);
        book
    }

    /// The contacts that a supervisor listens to, instead of those of their own.
    #[must_use]
    pub fn of_monitoring(self) -> Self {
        Self { monitoring: true, ..self }
    }

    /// From now on contacts begin there. Those of before stay where they are.
    pub fn move_to(&mut self, place: &Place) {
        self.place = Some(place).filter(|place| !place.instance.is_empty()).cloned();
    }

    /// Takes over what an earlier page of this agent knew of the same contacts. Of two timelines of one contact the one that
    /// knows more of it stays.
    pub fn merge(&mut self, timelines: Vec<ContactTimeline>) {
        self.take(timelines, |known, other| known.revision < other.revision || known.accepted.is_none());
    }

    /// Takes over from the page that led while this one followed. All that was noted was noted there, and only that page knew
    /// what is still to be wrapped up.
    pub fn succeed(&mut self, timelines: Vec<ContactTimeline>) {
        self.unfinished.clear();
        self.take(timelines, |_, _| true);
    }

    fn take(
        &mut self,
        timelines: Vec<ContactTimeline>,
        knows_more: impl Fn(&ContactTimeline, &ContactTimeline) -> bool,
    ) {
        for mut timeline in timelines {
            // What is open goes on from what a page noted that is not there any more.
            timeline.recovered |= timeline.cleared.is_none();
            let known = self.open.iter_mut().chain(&mut self.unfinished);
            match known.into_iter().find(|known| known.contact_id == timeline.contact_id) {
                Some(known) if knows_more(known, &timeline) => *known = timeline,
                Some(_) => {}
                None if timeline.cleared.is_some() => self.unfinished.push(timeline),
                None => self.open.push(timeline),
            }
        }
    }

    /// The timelines that are to be remembered, for whoever goes on with them.
    pub fn into_remembered(self) -> Vec<ContactTimeline> {
        self.open.into_iter().chain(self.unfinished).collect()
    }

    /// Takes in the service's whole list of contacts. Answers with the timelines that changed. `requires` says whether a
    /// contact of this queue needs a disposition.
    pub fn observe(
        &mut self,
        contacts: &[ContactSnapshot],
        now: Now,
        requires: impl Fn(Option<&str>) -> bool,
    ) -> Vec<ContactTimeline> {
        let contacts: Vec<_> =
            contacts.iter().filter(|contact| contact.is_monitoring() == self.monitoring).collect();
        let mut changed = Vec::new();
        for timeline in &mut self.open {
            let seen = contacts.iter().find(|contact| contact.contact_id == timeline.contact_id);
            if timeline.apply(seen.map_or(ContactEvent::Gone, |contact| ContactEvent::Seen(contact)), now) {
                changed.push(timeline.clone());
            }
        }
        for contact in contacts {
            if !self.open.iter().any(|timeline| timeline.contact_id == contact.contact_id) {
                let mut timeline = ContactTimeline::begin(contact, now);
                timeline.place.clone_from(&self.place);
                changed.push(timeline.clone());
                self.open.push(timeline);
            }
        }
        for cleared in self.open.extract_if(.., |timeline| timeline.cleared.is_some()) {
            if is_unfinished(&cleared, requires(cleared.queue.as_deref())) {
                self.unfinished.push(cleared.clone());
            }
            self.last_cleared = Some(cleared);
        }
        changed
    }

    /// Something happened to one contact. Answers with its timeline if that was news.
    pub fn apply(&mut self, contact_id: &str, event: ContactEvent<'_>, now: Now) -> Option<ContactTimeline> {
        let timeline = self.open.iter_mut().find(|timeline| timeline.contact_id == contact_id)?;
        timeline.apply(event, now).then(|| timeline.clone())
    }

    /// The agent noted something about a contact, open or not. Answers with its timeline if that was news. What is
    /// finished leaves the list of those that are not.
    pub fn note(&mut self, contact_id: &str, wrap_up: &WrapUp, now: Now) -> Option<ContactTimeline> {
        let mut noted = None;
        let all = self.open.iter_mut().chain(&mut self.unfinished).chain(&mut self.last_cleared);
        for timeline in all.filter(|timeline| timeline.contact_id == contact_id) {
            if timeline.apply(ContactEvent::Noted(wrap_up), now) {
                noted = Some(timeline.clone());
            }
        }
        let begun = noted.as_ref().filter(|noted| noted.cleared.is_some() && !wrap_up.finished);
        if let Some(noted) = begun
            && !self.unfinished.iter().any(|known| known.contact_id == contact_id)
        {
            self.unfinished.push(noted.clone());
        }
        self.unfinished.retain(|timeline| !timeline.wrap_up.finished);
        noted
    }

    /// Whether the contact is cleared and still to be wrapped up.
    pub fn is_unfinished(&self, contact_id: &str) -> bool {
        self.unfinished.iter().any(|timeline| timeline.contact_id == contact_id)
    }

    /// The contacts that are open, in the order in which they came.
    pub fn open(&self) -> &[ContactTimeline] {
        &self.open
    }

    /// The contacts that are cleared and still to be wrapped up, in the order in which they were cleared.
    pub fn unfinished(&self) -> &[ContactTimeline] {
        &self.unfinished
    }

    /// The contact that was cleared last.
    pub fn last_cleared(&self) -> Option<&ContactTimeline> {
        self.last_cleared.as_ref()
    }
}

/// Whether an agent still has to say something about a contact: it took place, and they have begun to, or must.
fn is_unfinished(timeline: &ContactTimeline, required: bool) -> bool {
    let wrap_up = &timeline.wrap_up;
    let missing = required && wrap_up.disposition.is_none();
    timeline.wants_wrap_up() && !wrap_up.finished && (wrap_up.is_begun() || missing)
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

    fn never(_: Option<&str>) -> bool {
        false
    }

    fn now(milliseconds: i64) -> Now {
        Now { local: EpochMs::new(4_000_000_000_000 + milliseconds), skew: SkewMs(0) }
    }

    #[test]
    fn a_contact_that_was_there_before_the_page_is_taken_up() {
        let mut book = ContactBook::default();
        assert_eq!(book.observe(&connected(), now(0), never).len(), 1);
        assert!(book.open()[0].connected.is_some());
        assert!(book.observe(&connected(), now(1), never).is_empty(), "the same list again is no news");
    }

    #[test]
    fn what_leaves_the_list_is_cleared_and_stays_in_view() {
        let mut book = ContactBook::default();
        book.observe(&connected(), now(0), never);
        let changed = book.observe(&[], now(5), never);
        assert_eq!(changed[0].cleared.unwrap().at, now(5).local);
        assert_eq!(book.last_cleared(), changed.first());
        assert!(book.observe(&[], now(6), never).is_empty());
    }

    #[test]
    fn a_reload_goes_on_where_the_page_before_it_stopped() {
        let mut before = ContactBook::default();
        let known = before.observe(&connected(), now(0), never);
        let mut after = ContactBook::restore(known.clone());
        assert!(after.observe(&connected(), now(9), never).is_empty());
        assert!(after.open()[0].recovered, "and says so");
        assert_eq!(after.open()[0].connected, known[0].connected);
    }

    #[test]
    fn a_supervisor_who_listens_gets_no_record() {
        let listening = include_str!("../../streams/tests/agent-data/connected.json")
            .replace("\"inbound\"", "\"monitoring\"");
        assert!(ContactBook::default().observe(&contacts(&listening), now(0), never).is_empty());
    }

    #[test]
    fn accepting_twice_or_something_unknown_is_no_news() {
        let mut book = ContactBook::default();
        let contact_id = connected()[0].contact_id.clone();
        book.observe(&connected(), now(0), never);
        assert!(book.apply(&contact_id, ContactEvent::Accepted, now(1)).is_some());
        assert!(book.apply(&contact_id, ContactEvent::Accepted, now(2)).is_none());
        assert!(book.apply("unknown", ContactEvent::Accepted, now(2)).is_none());
    }

    #[test]
    fn three_contacts_in_the_same_millisecond_are_three() {
        let mut contacts = connected();
        for id in ["second", "third"] {
            let mut another = contacts[0].clone();
            another.contact_id = id.to_owned();
            contacts.push(another);
        }
        let mut book = ContactBook::default();
        assert_eq!(book.observe(&contacts, now(0), never).len(), 3);
        let ids: Vec<_> = book.open().iter().map(|timeline| timeline.contact_id.as_str()).collect();
        assert_eq!(ids[1..], ["second", "third"], "in the order in which the service lists them");
        assert!(book.observe(&contacts, now(0), never).is_empty());
        contacts.remove(1);
        assert_eq!(book.observe(&contacts, now(0), never).len(), 1, "only one of them is gone");
    }

    fn noted(notes: &str, finished: bool) -> WrapUp {
        WrapUp { notes: notes.to_owned(), finished, ..WrapUp::default() }
    }

    #[test]
    fn what_was_begun_is_kept_when_the_contact_is_cleared_by_itself() {
        let mut book = ContactBook::default();
        let contact_id = connected()[0].contact_id.clone();
        book.observe(&connected(), now(0), never);
        assert!(book.note(&contact_id, &noted("refund", false), now(1)).is_some());
        book.observe(&[], now(5), never);
        assert!(book.is_unfinished(&contact_id));
        let restored = ContactBook::restore(book.clone().into_remembered());
        assert_eq!(restored.unfinished()[0].wrap_up.notes, "refund");
        book.note(&contact_id, &noted("refund sent", true), now(6));
        assert!(book.unfinished().is_empty());
        assert_eq!(book.last_cleared().unwrap().wrap_up.notes, "refund sent");
    }

    #[test]
    fn a_contact_that_needs_a_disposition_waits_for_it() {
        let mut book = ContactBook::default();
        book.observe(&connected(), now(0), never);
        book.observe(&[], now(5), |queue| queue == Some("BasicQueue"));
        assert_eq!(book.unfinished().len(), 1);
    }

    #[test]
    fn notes_about_the_contact_that_was_cleared_last_make_it_unfinished() {
        let mut book = ContactBook::default();
        let contact_id = connected()[0].contact_id.clone();
        book.observe(&connected(), now(0), never);
        book.observe(&[], now(5), never);
        assert!(book.unfinished().is_empty());
        book.note(&contact_id, &noted("one more thing", false), now(6));
        assert!(book.is_unfinished(&contact_id));
    }
}
