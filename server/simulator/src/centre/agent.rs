//! One agent: the status they picked and what a call makes of it, and the contacts before them.
//!
//! The two are kept apart because a call only covers the picked status; when it is over, the status is there again.
//! Chats, tasks and e-mails do not cover it.

use std::collections::BTreeMap;

use super::contact::Contact;
use super::ids::{ContactId, EpochMs};
use crate::instance::{AgentProfile, DialOutcome, Instance, Status, StatusIndex, StatusKind};

/// What the agent is doing because of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activity {
    /// Nothing: the picked status shows.
    None,
    /// Their phone rings.
    Pending,
    /// They are asked whether they will call somebody back.
    CallbackOffered,
    /// They wait for somebody to pick up.
    CallingCustomer,
    /// They talk.
    Busy,
    AfterCallWork,
    /// They get no other contact until they pick a status.
    Failed(Failure),
}

/// Why a call came to nothing, as the library names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    MissedCallAgent,
    MissedCallCustomer,
    LineEngagedCustomer,
    BadAddressCustomer,
    FailedConnectCustomer,
}

impl Failure {
    pub(super) fn of(outcome: DialOutcome) -> Self {
        match outcome {
            DialOutcome::Busy => Self::LineEngagedCustomer,
            DialOutcome::NoAnswer => Self::MissedCallCustomer,
            DialOutcome::Invalid => Self::BadAddressCustomer,
            DialOutcome::Failed | DialOutcome::Answer | DialOutcome::Ring => Self::FailedConnectCustomer,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::MissedCallAgent => "MissedCallAgent",
            Self::MissedCallCustomer => "MissedCallCustomer",
            Self::LineEngagedCustomer => "LineEngagedCustomer",
            Self::BadAddressCustomer => "BadAddressCustomer",
            Self::FailedConnectCustomer => "FailedConnectCustomer",
        }
    }
}

/// What agents may change about themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The browser carries the sound; otherwise a desk phone does.
    pub(crate) softphone: bool,
    pub(crate) auto_accept: bool,
    pub(crate) extension: String,
    pub(crate) preferences: BTreeMap<String, String>,
    pub(crate) voice_enhancement_mode: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Agent {
    /// Who they are, in the instance's list.
    pub(super) profile: usize,
    pub(crate) signed_in: bool,
    pub(crate) status: StatusIndex,
    pub(crate) next: Option<StatusIndex>,
    pub(crate) activity: Activity,
    /// When the state that shows began.
    pub(crate) since: EpochMs,
    /// Since when they have had nothing to do; the one who waits longest is served first.
    pub(super) idle_since: EpochMs,
    /// The contacts not yet cleared.
    pub(crate) contacts: Vec<ContactId>,
    /// Contacts that they did not take and that wait for somebody else, as they were; shown until cleared.
    pub(crate) leftovers: Vec<Contact>,
    pub(crate) settings: Settings,
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
    pub(super) fn new((index, profile): (usize, &AgentProfile), status: StatusIndex, since: EpochMs) -> Self {
        let settings = Settings {
            softphone: profile.softphone,
            auto_accept: profile.auto_accept,
            extension: profile.extension.clone(),
            preferences: BTreeMap::from([("locale".to_owned(), profile.locale.clone())]),
            voice_enhancement_mode: None,
        };
        Self {
            profile: index,
            signed_in: false,
            status,
            next: None,
            activity: Activity::None,
            since,
            idle_since: since,
            contacts: Vec::new(),
            leftovers: Vec::new(),
            settings,
            version: 0,
        }
    }

    pub(crate) fn shown<'a>(&self, instance: &'a Instance) -> ShownState<'a> {
        let system = |name, kind| ShownState { arn: None, name, kind };
        match self.activity {
            Activity::None => instance.status(self.status).into(),
            Activity::Pending => system("PendingBusy", "system"),
            Activity::CallbackOffered => system("Pending", "not_routable"),
            Activity::CallingCustomer => system("CallingCustomer", "system"),
            Activity::Busy => system("Busy", "system"),
            Activity::AfterCallWork => system("AfterCallWork", "after_call_work"),
            Activity::Failed(failure) => system(failure.as_str(), "error"),
        }
    }

    /// Whether they take contacts at all; whether they have room for one is another matter.
    pub(super) fn is_routable(&self, instance: &Instance) -> bool {
        instance.status(self.status).kind == StatusKind::Routable
            && !matches!(self.activity, Activity::Failed(_))
    }

    pub(super) fn pick(&mut self, status: StatusIndex, at: EpochMs) {
        self.next = None;
        if self.activity != Activity::None || self.status != status {
            self.since = at;
            self.idle_since = at;
        }
        self.status = status;
        self.activity = Activity::None;
    }

    pub(super) fn become_busy_with(&mut self, activity: Activity, at: EpochMs) {
        if self.activity != activity {
            self.activity = activity;
            self.since = at;
        }
    }

    /// A contact has left the screen. After-call work ends with it; a missed call is not forgotten.
    pub(super) fn let_go(&mut self, contact: ContactId, was_a_call: bool, at: EpochMs) {
        self.contacts.retain(|other| *other != contact);
        self.leftovers.retain(|other| other.id != contact);
        if was_a_call && self.activity == Activity::AfterCallWork {
            self.become_busy_with(Activity::None, at);
        }
        if self.contacts.is_empty() && self.leftovers.is_empty() {
            self.idle_since = at;
            if let Some(next) = self.next {
                self.pick(next, at);
            }
        }
    }
}
