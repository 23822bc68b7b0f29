//! What the page shows of a session.

use std::sync::Arc;

use super::{Command, Session};
use crate::{
    contact::ContactTimeline,
    desktop::{DeskContact, DesktopView},
};

impl Session {
    /// What the page shows now.
    pub fn view(&self) -> DesktopView {
        let contacts: Vec<_> = self
            .book
            .open()
            .iter()
            .chain(self.book.unfinished())
            .map(|timeline| Arc::new(self.desk_contact(timeline)))
            .collect();
        let of_focus =
            |contact: &&Arc<DeskContact>| Some(&contact.timeline.contact_id) == self.focus.as_ref();
        let focus =
            contacts.iter().find(of_focus).or_else(|| contacts.iter().rev().find(|one| !one.is_unfinished));
        let last_cleared = || self.book.last_cleared().map(|timeline| Arc::new(self.desk_contact(timeline)));
        DesktopView {
            status: self.watch.status(),
            agent: self.agent.clone(),
            focus: focus.cloned().or_else(last_cleared),
            contacts,
            waiting: self
                .waiting
                .commands()
                .filter(|command| command.contact_id().is_none())
                .cloned()
                .collect(),
            refused: self.waiting.refusals().iter().rfind(|one| one.command.contact_id().is_none()).cloned(),
            quick_connects: self.quick_connects.clone(),
            softphone_error: self.softphone_error.clone(),
            ringers: self.ringers.clone(),
            day: self.keeper.day().clone(),
            outbox: self.keeper.outbox(),
            confirmed: self.keeper.confirmed(),
            is_offline: self.is_offline,
            follows: self.keeper.leads() == Some(false),
            skew: self.clock.skew(),
            two_people: self.keeper.two_people(),
            signed_out: self.keeper.signed_out(),
            region: self.region.clone(),
        }
    }

    fn desk_contact(&self, timeline: &ContactTimeline) -> DeskContact {
        let contact_id = &timeline.contact_id;
        let contacts = self.data.iter().flat_map(|data| &data.snapshot.contacts);
        let about = |command: &&Command| command.contact_id() == Some(contact_id);
        let act = |command: &Command| match command {
            Command::Contact { act, .. } => Some(act.clone()),
            Command::SetState(_) | Command::Dial { .. } => None,
        };
        let refused = self.waiting.refusals().iter().rfind(|refusal| about(&&refusal.command));
        DeskContact {
            snapshot: contacts.into_iter().find(|contact| contact.contact_id == *contact_id).cloned(),
            waiting: self.waiting.commands().filter(about).filter_map(act).collect(),
            refused: refused.and_then(|refusal| Some((act(&refusal.command)?, refusal.why.clone()))),
            is_unfinished: self.book.is_unfinished(contact_id),
            timeline: timeline.clone(),
        }
    }
}
