//! What the names in a scenario can stand for: agents, queues and statuses of the instance, and contacts that an
//! earlier step has named.

use std::collections::BTreeSet;

use crate::centre::Username;
use crate::control::agent_action::destination;
use crate::faults::Fault;
use crate::instance::Instance;
use crate::traffic::Traffic;

/// Stands for every contact of the play.
pub(super) const ALL: &str = "*";

/// What an agent's state is called while it is not a status of the instance.
pub(super) const SYSTEM_STATES: [&str; 10] = [
    "PendingBusy",
    "Pending",
    "CallingCustomer",
    "Busy",
    "AfterCallWork",
    "MissedCallAgent",
    "MissedCallCustomer",
    "LineEngagedCustomer",
    "BadAddressCustomer",
    "FailedConnectCustomer",
];

pub(super) struct Known<'i> {
    pub(super) instance: &'i Instance,
    contacts: BTreeSet<String>,
}

impl<'i> Known<'i> {
    pub(super) fn new(instance: &'i Instance) -> Self {
        Self { instance, contacts: BTreeSet::new() }
    }

    /// A contact that several make under one name is the last of them; each also has a number.
    pub(super) fn name_contact(&mut self, name: &str, times: u32) {
        self.contacts.insert(name.to_owned());
        if times > 1 {
            self.contacts.extend((1..=times).map(|n| numbered(name, n)));
        }
    }

    pub(super) fn contact(&self, name: &str) -> Result<(), String> {
        if self.contacts.contains(name) {
            return Ok(());
        }
        Err(format!("no earlier step names a contact `{name}`; `as = \"{name}\"` would"))
    }

    pub(super) fn agent(&self, name: &Username) -> Result<(), String> {
        self.instance.agent(name).map(|_| ()).ok_or_else(|| format!("there is no agent `{name}`"))
    }

    pub(super) fn agents(&self, names: &[Username]) -> Result<(), String> {
        names.iter().try_for_each(|name| self.agent(name))
    }

    pub(super) fn fault(&self, fault: &Fault) -> Result<(), String> {
        fault.check()?;
        self.agents(fault.agents.as_deref().unwrap_or_default())
    }

    pub(super) fn traffic(&self, traffic: &Traffic) -> Result<(), String> {
        traffic.check(self.instance)
    }

    pub(super) fn queue(&self, name: &str) -> Result<(), String> {
        self.instance.queue_named(name).map(|_| ()).ok_or_else(|| format!("there is no queue `{name}`"))
    }

    pub(super) fn status(&self, name: &str) -> Result<(), String> {
        let found = self.instance.find_status(None, Some(name));
        found.map(|_| ()).ok_or_else(|| format!("there is no status `{name}`"))
    }

    /// A status, or what a call makes of it.
    pub(super) fn state(&self, name: &str) -> Result<(), String> {
        if SYSTEM_STATES.contains(&name) { Ok(()) } else { self.status(name) }
    }

    pub(super) fn destination(&self, name: &str) -> Result<(), String> {
        destination(self.instance, name).map(|_| ()).map_err(|error| error.to_string())
    }
}

/// The name of the nth contact of a step that is done several times.
pub(super) fn numbered(name: &str, n: u32) -> String {
    format!("{name}-{n}")
}
