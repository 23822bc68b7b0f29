//! Supervisors who listen to a contact, and who barge in.
//!
//! A supervisor has a contact of their own for it, with one line. The agent does not notice, until the supervisor
//! barges in and shows up in the agent's contact too.

use super::Centre;
use super::arrivals::NewContact;
use super::channel::{Channel, Initiation};
use super::connection::{Connection, ConnectionState, Party};
use super::contact::{ContactState, Details, MonitorMode, Monitoring};
use super::endpoint::{Endpoint, QueueKey};
use super::errors::Refusal;
use super::ids::{ContactId, Username};

impl Centre {
    pub(super) fn monitor(
        &mut self,
        name: &Username,
        id: ContactId,
        auto_accept: bool,
    ) -> Result<ContactId, Refusal> {
        let target = self.contact(id)?;
        let verb = "monitored";
        target.require(ContactState::Connected, verb)?;
        if !matches!(target.channel, Channel::Voice | Channel::QueueCallback | Channel::Chat) {
            return Err(Refusal::WrongChannel { verb, channel: target.channel });
        }
        if target.agent.as_ref() == Some(name) || target.monitoring.is_some() {
            return Err(Refusal::WrongDestination);
        }
        let channel = if target.channel == Channel::Chat { Channel::Chat } else { Channel::Voice };
        self.require_room(name, channel)?;
        let details = Details {
            subtype: target.details.subtype.clone(),
            customer: target.details.customer.clone(),
            customer_name: target.details.customer_name.clone(),
            attributes: target.details.attributes.clone(),
            ..Details::default()
        };
        let new = NewContact {
            initiation: Initiation::Monitor,
            agent: Some(name.clone()),
            auto_accept,
            previous: Some(id),
            ..NewContact::of(channel, QueueKey::Own(name.clone()), details)
        };
        let watcher = self.register(new, self.now);
        let contact = self.contact_mut(watcher)?;
        contact.queue = None;
        contact.monitoring = Some(Monitoring { contact: id, mode: MonitorMode::SilentMonitor, line: None });
        self.contact_mut(id)?.watchers.push(watcher);
        self.put_before(watcher, name);
        Ok(watcher)
    }

    pub(super) fn set_monitor_mode(&mut self, id: ContactId, mode: MonitorMode) -> Result<(), Refusal> {
        let now = self.now;
        let contact = self.contact(id)?;
        let monitoring = contact.monitoring.ok_or(Refusal::NotMonitoring)?;
        contact.require(ContactState::Connected, "changed in how it is monitored")?;
        if monitoring.mode == mode {
            return Ok(());
        }
        let supervisor = contact.agent.clone();
        let line = match mode {
            MonitorMode::Barge => Some(self.identities.connection()),
            MonitorMode::SilentMonitor => None,
        };
        let target = self.contact_mut(monitoring.contact)?;
        if let Some(line) = line {
            let mut line = Connection::new(line, Party::Supervisor, ConnectionState::Barge, now);
            line.endpoint = supervisor.map(Endpoint::Agent);
            target.connections.push(line);
        } else {
            let barged = |line: &&mut Connection| Some(line.id) == monitoring.line;
            target.connections.iter_mut().filter(barged).for_each(|line| line.disconnect(now));
        }
        let contact = self.contact_mut(id)?;
        contact.monitoring = Some(Monitoring { mode, line, ..monitoring });
        let shown = match mode {
            MonitorMode::SilentMonitor => ConnectionState::SilentMonitor,
            MonitorMode::Barge => ConnectionState::Barge,
        };
        contact.connections.iter_mut().for_each(|line| line.enter(shown, now));
        self.touch_agent_of(monitoring.contact);
        Ok(())
    }

    pub(super) fn stop_watching(&mut self, watcher: ContactId, monitoring: Monitoring) {
        let now = self.now;
        let Some(target) = self.contacts.get_mut(&monitoring.contact) else { return };
        target.watchers.retain(|other| *other != watcher);
        let barged = |line: &&mut Connection| Some(line.id) == monitoring.line && line.is_active();
        if let Some(line) = target.connections.iter_mut().find(barged) {
            line.disconnect(now);
            self.touch_agent_of(monitoring.contact);
        }
    }
}
