//! One agent: the status they picked and what a contact makes of it.
//!
//! The two are kept apart because a contact only covers the picked status; when it is over, the status is there again.

use super::ids::{ContactId, EpochMs};
use crate::instance::{Instance, Status, StatusIndex};

/// What the agent is doing because of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activity {
    /// Nothing: the picked status shows.
    None,
    /// Their phone rings.
    Pending,
    /// They talk.
    Busy,
    AfterCallWork,
    /// They did not take a call and get no other until they pick a status.
    MissedCall,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Agent {
    pub(crate) signed_in: bool,
    pub(crate) status: StatusIndex,
    pub(crate) next: Option<StatusIndex>,
    pub(crate) activity: Activity,
    /// When the state that shows began.
    pub(crate) since: EpochMs,
    /// The contacts not yet cleared.
    pub(crate) contacts: Vec<ContactId>,
    /// Grows by each change that this agent's snapshot would show.
    pub(crate) version: u64,
}

/// A state as the service names it. Only a status has an identity of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ShownState<'a> {
    pub(crate) arn: Option<&'a str>,
    pub(crate) name: &'a str,
    pub(crate) kind: &'a str,
}

impl<'a> From<&'a Status> for ShownState<'a> {
    fn from(status: &'a Status) -> Self {
        Self { arn: Some(&status.arn), name: &status.name, kind: status.kind.as_str() }
    }
}

impl Agent {
    pub(super) fn new(status: StatusIndex, since: EpochMs) -> Self {
        let activity = Activity::None;
        Self { signed_in: false, status, next: None, activity, since, contacts: Vec::new(), version: 0 }
    }

    pub(crate) fn shown<'a>(&self, instance: &'a Instance) -> ShownState<'a> {
        let system = |name, kind| ShownState { arn: None, name, kind };
        match self.activity {
            Activity::None => instance.status(self.status).into(),
            Activity::Pending => system("PendingBusy", "system"),
            Activity::Busy => system("Busy", "system"),
            Activity::AfterCallWork => system("AfterCallWork", "after_call_work"),
            Activity::MissedCall => system("MissedCallAgent", "error"),
        }
    }

    pub(super) fn pick(&mut self, status: StatusIndex, at: EpochMs) {
        self.next = None;
        if self.activity != Activity::None || self.status != status {
            self.since = at;
        }
        self.status = status;
        self.activity = Activity::None;
    }

    pub(super) fn become_busy_with(&mut self, activity: Activity, at: EpochMs) {
        self.activity = activity;
        self.since = at;
    }

    /// A contact has left the screen. After-call work ends with it; a missed call is not forgotten.
    pub(super) fn let_go(&mut self, contact: ContactId, at: EpochMs) {
        self.contacts.retain(|other| *other != contact);
        match (self.next, self.activity) {
            (Some(next), _) => self.pick(next, at),
            (None, Activity::AfterCallWork) => self.pick(self.status, at),
            (None, _) => {}
        }
    }
}
