//! What is known of a contact goes on being known when a page takes over that did not see it begin: one on another computer,
//! or in a browser that has forgotten. Pure.

use connect_streams::EpochMs;

use super::{ContactRecord, MAX_EVENTS, MAX_SPANS, MAX_TRANSFERS, SpanRecord};

impl ContactRecord {
    /// Whether the page that wrote it saw the contact begin. Who did not knows less of it than somebody may have known before.
    pub fn saw_the_beginning(&self) -> bool {
        self.offered_at.is_some()
    }

    /// Takes over from an earlier revision, another page's, what this one lacks. What this one says itself holds. Nothing is
    /// taken over where the two contradict each other.
    pub fn complete_from(&mut self, earlier: &Self) {
        let mut whole = self.clone();
        whole.take_over(earlier);
        if whole.validate().is_ok() {
            *self = whole;
        }
    }

    fn take_over(&mut self, earlier: &Self) {
        fn lacking<T: Clone>(own: &mut Option<T>, earlier: Option<&T>) -> bool {
            let lacks = own.is_none() && earlier.is_some();
            if lacks {
                *own = earlier.cloned();
            }
            lacks
        }
        for (name, own, earlier_at) in [
            ("offered_at", &mut self.offered_at, earlier.offered_at),
            ("accepted_at", &mut self.accepted_at, earlier.accepted_at),
            ("connected_at", &mut self.connected_at, earlier.connected_at),
            ("customer_answered_at", &mut self.customer_answered_at, earlier.customer_answered_at),
        ] {
            if lacking(own, earlier_at.as_ref()) && earlier.local_times.iter().any(|local| local == name) {
                self.local_times.push(name.to_owned());
            }
        }
        lacking(&mut self.first_queued_at, earlier.first_queued_at.as_ref());
        lacking(&mut self.ended_by, earlier.ended_by.as_ref());
        for (own, earlier) in [
            (&mut self.initial_contact_id, &earlier.initial_contact_id),
            (&mut self.related_contact_id, &earlier.related_contact_id),
            (&mut self.subtype, &earlier.subtype),
            (&mut self.queue, &earlier.queue),
            (&mut self.customer_endpoint, &earlier.customer_endpoint),
            (&mut self.system_endpoint, &earlier.system_endpoint),
            (&mut self.disposition, &earlier.disposition),
            (&mut self.notes, &earlier.notes),
        ] {
            lacking(own, earlier.as_ref());
        }
        let span = |one: &SpanRecord| (one.started_at, one.ended_at.is_some());
        before(&mut self.mutes, &earlier.mutes, MAX_SPANS, span);
        before(&mut self.pauses, &earlier.pauses, MAX_SPANS, span);
        before(&mut self.holds, &earlier.holds, MAX_SPANS, |hold| (hold.started_at, hold.ended_at.is_some()));
        before(&mut self.transfers, &earlier.transfers, MAX_TRANSFERS, |transfer| {
            (transfer.started_at, transfer.outcome.is_some())
        });
        before(&mut self.events, &earlier.events, MAX_EVENTS, |event| (event.at, true));
        if self.attributes.is_empty() {
            self.attributes.clone_from(&earlier.attributes);
        }
        for doubt in &earlier.doubts {
            if !self.doubts.contains(doubt) {
                self.doubts.push(doubt.clone());
            }
        }
        self.recovered = true;
    }
}

/// Puts what began before the first of these before them. What is not over can only be the last.
fn before<T: Clone>(own: &mut Vec<T>, earlier: &[T], most: usize, span: impl Fn(&T) -> (EpochMs, bool)) {
    let Some(first) = own.first().map(|one| span(one).0) else { return earlier.clone_into(own) };
    let is_before = |one: &&T| span(one).0 < first && span(one).1;
    let mut all: Vec<T> = earlier.iter().filter(is_before).cloned().collect();
    all.append(own);
    all.truncate(most);
    *own = all;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> ContactRecord {
        serde_json::from_str(include_str!("../../../../server/tests/whole-record.json")).unwrap()
    }

    /// What a page knows that sees the contact first when it is over.
    fn late() -> ContactRecord {
        ContactRecord {
            offered_at: None,
            accepted_at: None,
            connected_at: None,
            customer_answered_at: None,
            cleared_at: None,
            holds: Vec::new(),
            mutes: Vec::new(),
            pauses: Vec::new(),
            transfers: Vec::new(),
            events: Vec::new(),
            disposition: None,
            notes: None,
            ended_by: None,
            local_times: Vec::new(),
            revision: whole().revision + 1,
            ..whole()
        }
    }

    #[test]
    fn what_was_known_goes_on_being_known() {
        let mut record = late();
        assert!(!record.saw_the_beginning() && whole().saw_the_beginning());
        record.complete_from(&whole());
        let expected = ContactRecord {
            cleared_at: None,
            recovered: true,
            revision: whole().revision + 1,
            local_times: record.local_times.clone(),
            ..whole()
        };
        assert_eq!(record, expected);
        assert!(record.local_times.iter().all(|name| whole().local_times.contains(name)));
        assert_eq!(record.validate(), Ok(()));
    }

    #[test]
    fn what_is_said_anew_holds() {
        let notes = Some("said anew".to_owned());
        let mut record = ContactRecord { notes: notes.clone(), ..late() };
        record.complete_from(&whole());
        assert_eq!(record.notes, notes);
    }

    #[test]
    fn what_contradicts_is_left_as_it_is() {
        let ended_at = Some(EpochMs::new(5));
        let mut record = ContactRecord { ended_at, ..late() };
        let before = record.clone();
        record.complete_from(&whole());
        assert_eq!(record, before);
    }
}
