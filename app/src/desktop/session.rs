//! The heart of the desktop: everything that happens comes in as an [`Input`], everything to be done goes out as an
//! [`Effect`]. Pure, so that a native test can drive a whole shift.

use connect_streams::{AgentData, AgentStateType, CcpEvent, EpochMs, SkewMs};

use super::{CcpStatus, Order, Watch};
use crate::{
    api::{CcpCheck, ContactRecord},
    contact::{ContactBook, ContactTimeline, Now},
    records::{Answer, Outbox, OutboxView, RecordKey, Remembered, StoredTimeline},
};

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Input {
    /// The CCP was started.
    CcpStarted,
    /// The CCP could not be started, with a sentence that says why.
    CcpNotStarted(String),
    /// Streams reported something.
    Ccp(CcpEvent),
    /// A second has passed.
    Tick,
    /// How the CCP answers our server; none if our server did not answer.
    Checked(Option<CcpCheck>),
    /// What came of sending a revision of a record.
    Sent {
        /// Which record.
        key: RecordKey,
        /// Which revision.
        revision: u64,
        /// What came of it.
        answer: Answer,
    },
    /// Something could not be written to the browser's storage.
    NotKept,
    /// The agent opened the sign-in window.
    SignInOpened,
    /// The sign-in window is gone.
    SignInClosed,
    /// The agent looks at the page again.
    LookedAt,
    /// The browser has a network again.
    Online,
}

/// One thing to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// For the CCP.
    Ccp(Order),
    /// Remember a timeline across reloads.
    KeepTimeline(StoredTimeline),
    /// It need not be remembered any more.
    ForgetTimeline(RecordKey),
    /// Remember a record until it is confirmed.
    KeepRecord(ContactRecord),
    /// It is confirmed.
    ForgetRecord(RecordKey),
    /// Send a record to the server.
    Send(ContactRecord),
}

/// The agent as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentView {
    /// The sign-in name.
    pub login: String,
    /// The name.
    pub name: String,
    /// The state's name.
    pub state: String,
    /// What it means for routing.
    pub kind: AgentStateType,
    /// Since when, on the service's clock.
    pub since: Option<EpochMs>,
    /// The state that comes after the contact.
    pub next_state: Option<String>,
}

impl From<&AgentData> for AgentView {
    fn from(data: &AgentData) -> Self {
        let state = &data.snapshot.state;
        Self {
            login: data.configuration.login().to_owned(),
            name: data.configuration.name.clone(),
            state: state.name.clone(),
            kind: state.kind.clone(),
            since: state.start_timestamp,
            next_state: data.snapshot.next_state.as_ref().map(|state| state.name.clone()),
        }
    }
}

/// Everything that the page shows of the session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DesktopView {
    /// How things stand with the CCP.
    pub status: CcpStatus,
    /// Who the agent is; none before that is known.
    pub agent: Option<AgentView>,
    /// The contact in focus.
    pub contact: Option<ContactTimeline>,
    /// The records that wait.
    pub outbox: OutboxView,
    /// How many revisions the server has confirmed. When it grows, lists made from the records are stale.
    pub confirmed: u32,
    /// Whether the browser's storage failed, so that a reload would lose what waits.
    pub forgetful: bool,
    /// What must be added to the local clock to get the service's.
    pub skew: SkewMs,
}

/// The session of one page.
#[derive(Debug, Default)]
pub struct Session {
    watch: Watch,
    agent: Option<AgentView>,
    book: ContactBook,
    outbox: Outbox,
    /// Timelines of earlier pages, until it is known whose contacts these are.
    remembered: Vec<StoredTimeline>,
    confirmed: u32,
    forgetful: bool,
    skew: SkewMs,
}

impl Session {
    /// Goes on from what an earlier page left in this browser.
    pub fn new(remembered: Remembered) -> Self {
        let mut outbox = Outbox::default();
        remembered.records.into_iter().for_each(|record| outbox.put(record));
        Self { outbox, remembered: remembered.timelines, ..Self::default() }
    }

    /// Takes in what happened at `local` on the local clock. Answers what is to be done, in order.
    pub fn handle(&mut self, input: Input, local: EpochMs) -> Vec<Effect> {
        let mut effects = Vec::new();
        match input {
            Input::CcpStarted => self.watch.started(local),
            Input::CcpNotStarted(reason) => self.watch.library_missing(reason),
            Input::Ccp(event) => {
                effects.extend(self.watch.heard(&event, local).map(Effect::Ccp));
                self.take_in(event, local, &mut effects);
            }
            Input::Tick => effects.extend(self.watch.tick(local).into_iter().map(Effect::Ccp)),
            Input::Checked(check) => effects.extend(self.watch.checked(check).map(Effect::Ccp)),
            Input::Sent { key, revision, answer } => {
                if matches!(answer, Answer::Stored(_)) {
                    self.confirmed = self.confirmed.wrapping_add(1);
                }
                if self.outbox.answered(&key, revision, answer, local) {
                    effects.push(Effect::ForgetRecord(key));
                }
            }
            Input::NotKept => self.forgetful = true,
            Input::SignInOpened => self.watch.sign_in_opened(local),
            Input::SignInClosed => effects.extend(self.watch.sign_in_closed().map(Effect::Ccp)),
            Input::LookedAt => effects.extend(self.watch.looked_at().map(Effect::Ccp)),
            Input::Online => self.outbox.wake(),
        }
        effects.extend(self.outbox.next(local).map(Effect::Send));
        effects
    }

    /// What the page shows now.
    pub fn view(&self) -> DesktopView {
        DesktopView {
            status: self.watch.status().clone(),
            agent: self.agent.clone(),
            contact: self.book.shown().cloned(),
            outbox: self.outbox.view(),
            confirmed: self.confirmed,
            forgetful: self.forgetful,
            skew: self.skew,
        }
    }

    fn take_in(&mut self, event: CcpEvent, local: EpochMs, effects: &mut Vec<Effect>) {
        match event {
            CcpEvent::AgentUpdated(data) => {
                self.skew = data.snapshot.skew;
                let agent = AgentView::from(&*data);
                if self.agent.as_ref().is_none_or(|known| known.login != agent.login) {
                    self.take_over(&agent.login);
                }
                self.agent = Some(agent);
                let changed = self.book.observe(&data.snapshot.contacts, self.now(local));
                for timeline in changed {
                    self.keep(timeline, effects);
                }
            }
            CcpEvent::ContactAccepted { contact_id } => {
                if let Some(timeline) = self.book.accepted(&contact_id, self.now(local)) {
                    self.keep(timeline, effects);
                }
            }
            _ => {}
        }
    }

    /// Another agent is at the desk, or the first: goes on with the contacts that this agent had in this browser. What
    /// the agent before left open waits until that agent is back.
    fn take_over(&mut self, login: &str) {
        let left = std::mem::take(&mut self.book).into_open();
        if let Some(before) = &self.agent {
            let of_before = |timeline| StoredTimeline { agent: before.login.clone(), timeline };
            self.remembered.extend(left.into_iter().map(of_before));
        }
        let own = self.remembered.extract_if(.., |stored| stored.agent == login);
        self.book = ContactBook::restore(own.map(|stored| stored.timeline).collect());
    }

    /// Keeps what is known of a contact, first for the next page, then for the server.
    fn keep(&mut self, timeline: ContactTimeline, effects: &mut Vec<Effect>) {
        let Some(agent) = &self.agent else { return };
        let record = timeline.record(&agent.login);
        effects.push(Effect::KeepRecord(record.clone()));
        effects.push(match timeline.cleared {
            Some(_) => Effect::ForgetTimeline(RecordKey::from(&record)),
            None => Effect::KeepTimeline(StoredTimeline { agent: agent.login.clone(), timeline }),
        });
        self.outbox.put(record);
    }

    fn now(&self, local: EpochMs) -> Now {
        Now { local, skew: self.skew }
    }
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
