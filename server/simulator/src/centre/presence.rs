//! Agents come, go, pick a status and change their settings.

use super::agent::{Activity, Agent, Settings};
use super::contact::Contact;
use super::errors::Refusal;
use super::ids::{ContactId, Username};
use super::{Centre, Channel};
use crate::instance::{Medium, StatusIndex};

impl Centre {
    pub(super) fn set_signed_in(&mut self, name: &Username, signed_in: bool) -> Result<(), Refusal> {
        self.agent_mut(name)?.signed_in = signed_in;
        self.touch(name);
        Ok(())
    }

    /// During after-call work the agent may leave at once or queue what comes next; while talking only the latter.
    /// Queueing the status that is picked already takes a queued one back.
    pub(super) fn pick_status(
        &mut self,
        name: &Username,
        status: StatusIndex,
        queued: bool,
    ) -> Result<(), Refusal> {
        let now = self.now;
        let live = |contact: &Contact| contact.is_live();
        let has_live = self.contacts_of(name)?.any(live);
        let talks = self.contacts_of(name)?.any(|contact| live(contact) && is_call(contact));
        let agent = self.agent_mut(name)?;
        if queued && (has_live || agent.activity == Activity::AfterCallWork) {
            agent.next = (agent.status != status).then_some(status);
        } else if talks {
            return Err(Refusal::BusyWithContact);
        } else {
            agent.pick(status, now);
        }
        self.touch(name);
        Ok(())
    }

    pub(super) fn configure(&mut self, name: &Username, settings: Settings) -> Result<(), Refusal> {
        self.agent_mut(name)?.settings = settings;
        self.touch(name);
        Ok(())
    }

    /// The contacts before an agent, without those that went back to their queue.
    pub(super) fn contacts_of(&self, name: &Username) -> Result<impl Iterator<Item = &Contact>, Refusal> {
        let of_id = |id: &ContactId| self.contacts.get(id);
        Ok(self.agent(name)?.contacts.iter().filter_map(of_id))
    }

    /// Whether an agent has room for one more of this kind. What is not cleared takes room.
    pub(super) fn has_room(&self, agent: &Agent, medium: Medium) -> bool {
        let profile = &self.instance.agents[agent.profile];
        let taken = agent.contacts.iter().filter_map(|id| self.contacts.get(id));
        let taken = taken.chain(&agent.leftovers).filter(|contact| contact.channel.medium() == medium);
        taken.count() < self.instance.profile_of(profile).room(medium)
    }

    /// Signed in and with room: what it takes to be given a contact by hand.
    pub(super) fn require_room(&self, name: &Username, channel: Channel) -> Result<(), Refusal> {
        let agent = self.agent(name)?;
        if !agent.signed_in {
            return Err(Refusal::NotSignedIn(name.clone()));
        }
        if self.has_room(agent, channel.medium()) {
            Ok(())
        } else {
            Err(Refusal::NoRoom { agent: name.clone(), channel })
        }
    }
}

pub(super) fn is_call(contact: &Contact) -> bool {
    contact.channel.medium() == Medium::Voice
}
