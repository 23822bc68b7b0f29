//! The heart of the desktop: everything that happens comes in as an [`Input`], everything to be done goes out as an
//! [`Effect`]. Pure, so that a native test can drive a whole shift.

mod view;

use std::sync::Arc;

use connect_streams::{
    AgentData, CcpEvent, ContactState, EpochMs, FailoverCompleted, FailoverDetected, FailoverPending,
    SoftphoneError,
};

use super::{
    AgentView, Effect, Input, Order, QuickConnects, RegionMove, Watch,
    after_missed::MissedContacts,
    command::{Act, Command},
    keeper::Keeper,
    log_out::LogOut,
    person::Person,
    service_clock::ServiceClock,
    waiting::{Refused, WaitingCommands},
};
use crate::{
    agent::{Author, Place},
    api::{DeskConfig, SignedIn},
    contact::{ContactBook, ContactEvent, ContactTimeline, Dispositions, Missing, Now},
    records::Remembered,
    support::Journal,
};

/// The session of one page.
#[derive(Debug, Default)]
pub struct Session {
    desk: DeskConfig,
    watch: Watch,
    agent: Option<AgentView>,
    data: Option<Box<AgentData>>,
    book: ContactBook,
    /// What a supervisor listens to: no contact of their own, and recorded apart.
    watched: ContactBook,
    focus: Option<String>,
    waiting: WaitingCommands,
    quick_connects: QuickConnects,
    softphone_error: Option<SoftphoneError>,
    ringer: Option<String>,
    ringers: Vec<String>,
    keeper: Keeper,
    missed: MissedContacts,
    log_out: LogOut,
    is_offline: bool,
    region: RegionMove,
    clock: ServiceClock,
    journal: Journal,
}

impl Session {
    /// Goes on from what an earlier page left in this browser.
    pub fn new(desk: DeskConfig, remembered: Remembered) -> Self {
        Self {
            missed: MissedContacts::new(desk.after_missed),
            desk,
            keeper: Keeper::new(remembered),
            watched: ContactBook::default().of_monitoring(),
            ..Self::default()
        }
    }

    /// There is no server to send records to: they stay in this browser.
    #[must_use]
    pub fn staying(self) -> Self {
        Self { keeper: self.keeper.staying(), ..self }
    }

    /// Keeps and sends what is this person's alone; anybody's, where nobody signs in.
    #[must_use]
    pub fn of(mut self, signed_in: Option<&SignedIn>) -> Self {
        self.keeper.keep_only_of(Person::new(signed_in));
        self
    }

    /// Takes in what happened at `local` on the local clock. Answers what is to be done, in order.
    pub fn handle(&mut self, input: Input, local: EpochMs) -> Vec<Effect> {
        let mut effects = Vec::new();
        match input {
            Input::CcpStarted => {
                self.watch.started(local);
                self.muted(false, local, &mut effects);
            }
            Input::CcpNotStarted(reason) => self.watch.library_missing(reason),
            Input::Ccp(event) => {
                effects.extend(self.watch.heard(&event, local).map(Effect::Ccp));
                self.take_in(event, local, &mut effects);
            }
            Input::Tick => {
                self.waiting.tick(local);
                effects.extend(self.watch.tick(local).into_iter().map(Effect::Ccp));
            }
            Input::Checked(check) => effects.extend(self.watch.checked(check, local).map(Effect::Ccp)),
            Input::Sent(sent) => self.keeper.sent(sent, local, &mut effects),
            Input::Kept { key, revision, outcome } => self.keeper.kept(&key, revision, outcome),
            Input::NotKept(why) => self.keeper.not_kept(why),
            Input::Leaving => effects.extend(self.keeper.last_words()),
            Input::SaveWaiting => effects.push(Effect::SaveWaiting(self.keeper.waiting())),
            Input::Remove(saved) => self.keeper.remove(saved, &mut effects),
            Input::SignInOpened => self.watch.sign_in_opened(local),
            Input::SignInClosed => effects.extend(self.watch.sign_in_closed(local).map(Effect::Ccp)),
            Input::LookedAt => effects.extend(self.watch.looked_at().map(Effect::Ccp)),
            Input::Online => {
                self.is_offline = false;
                self.keeper.wake();
            }
            Input::Offline => self.is_offline = true,
            Input::Leads(remembered) => {
                self.lead(remembered, local, &mut effects);
                self.return_after_missed(local, &mut effects);
            }
            Input::Follows => self.keeper.follows(),
            Input::Ask(command) => {
                if matches!(*command, Command::SetState(_)) {
                    self.missed.status_chosen();
                }
                self.ask(*command, local, &mut effects);
            }
            Input::Answered { ticket, answer } => {
                if let Err(error) = &answer {
                    self.journal.note(local, "refused", error.to_string());
                }
                self.waiting.answered(ticket, answer, local);
            }
            Input::QuickConnectsWanted => self.load_quick_connects(&mut effects),
            Input::QuickConnects(answer) => {
                self.quick_connects = match answer {
                    Ok(endpoints) => QuickConnects::Known(Arc::new(endpoints)),
                    Err(error) => QuickConnects::Failed(error),
                };
            }
            Input::Focus(contact_id) => {
                effects.push(Effect::View(contact_id.clone()));
                self.focus = Some(contact_id);
            }
            Input::Noted { contact_id, wrap_up } => {
                let now = self.now(local);
                if let Some(timeline) = self.book.note(&contact_id, &wrap_up, now) {
                    self.keep(timeline, local, &mut effects);
                }
            }
            Input::Revealed { contact_id, key } => {
                self.journal.note(local, "revealed", format!("{contact_id} {key}"));
            }
            Input::AfterMissed(after_missed) => {
                self.missed.prefer(after_missed);
                self.return_after_missed(local, &mut effects);
            }
            Input::AvailableAgain => {
                self.missed.asked();
                self.return_after_missed(local, &mut effects);
            }
            Input::Ringer(name) => {
                // Before somebody is signed in there is nobody to ring for.
                if self.agent.is_some() {
                    effects.push(Effect::Ring(name.clone()));
                }
                self.ringer = name;
            }
            Input::RingersWanted => effects.push(Effect::ListRingers),
            Input::Ringers(names) => self.ringers = names,
            Input::Restart => effects.extend(self.watch.restart(local).map(Effect::Ccp)),
            Input::MoveNow => effects.push(Effect::MoveNow),
            Input::SaveSupportFile => effects.push(Effect::SaveSupportFile),
            Input::LogOut => self.log_out(&mut effects),
        }
        let set_state = |command: &Command| matches!(command, Command::SetState(_));
        if self.log_out.has_begun() && !self.waiting.commands().any(set_state) {
            // Offline was refused: the agent stays.
            self.log_out.stop();
        }
        // Its microphone is open then, and the library does not say so.
        if effects.contains(&Effect::Ccp(Order::ReloadFrame)) {
            self.muted(false, local, &mut effects);
        }
        effects.extend(self.keeper.next(local));
        effects
    }

    /// What happened on this page.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    fn take_in(&mut self, event: CcpEvent, local: EpochMs, effects: &mut Vec<Effect>) {
        match event {
            CcpEvent::AgentUpdated(data) => self.update(data, local, effects),
            CcpEvent::ContactAccepted { contact_id } => {
                self.note_event(&contact_id, ContactEvent::Accepted, local, effects);
                self.focus = Some(contact_id);
            }
            CcpEvent::MuteToggled { muted } => self.muted(muted, local, effects),
            CcpEvent::SoftphoneFailed(error) => {
                self.journal.note(local, "softphone error", error.error_type.to_string());
                self.softphone_error = Some(error);
            }
            CcpEvent::ContactViewed { contact_id: Some(contact_id) } => self.focus = Some(contact_id),
            // The agent did it in the CCP's own panel, or here. With which contact is not said.
            CcpEvent::ApiCalled(call) if call.succeeded() => {
                let drops = |command: &Command| matches!(command, Command::Contact { act: Act::Drop(_), .. });
                let event = match call.operation.as_str() {
                    // Somebody else is taken out, and the agent stays.
                    "destroyConnection" if self.waiting.commands().any(drops) => return,
                    "destroyConnection" => ContactEvent::HungUp,
                    "holdConnection" => ContactEvent::Holding,
                    _ => return,
                };
                self.note_of_only(event, local, effects);
            }
            CcpEvent::ApiCalled(call) => {
                let status = call.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
                self.journal.note(local, "call failed", format!("{}: {status}", call.operation));
            }
            CcpEvent::LoggedOut
            | CcpEvent::SignInExpired
            | CcpEvent::AccessDenied
            | CcpEvent::RetriesExhausted => {
                self.log_out.stop();
                if matches!(event, CcpEvent::LoggedOut | CcpEvent::SignInExpired) {
                    let now = self.now(local);
                    self.keeper.sign_out(now, effects);
                }
                let what = match event {
                    CcpEvent::LoggedOut => "logged out",
                    CcpEvent::SignInExpired => "expired",
                    CcpEvent::AccessDenied => "access denied",
                    _ => "retries exhausted",
                };
                self.journal.note(local, "sign-in", what);
            }
            CcpEvent::FailoverDetected(FailoverDetected { next_active_region: Some(region) }) => {
                self.region.detected(&region);
                self.journal.note(local, "region", format!("{region} takes over"));
            }
            CcpEvent::FailoverPending(FailoverPending { next_active_region: Some(region) }) => {
                self.region = RegionMove::Waits(region);
            }
            CcpEvent::FailoverCompleted(FailoverCompleted { active_region: Some(region), .. }) => {
                self.region = RegionMove::Arrived(region);
            }
            CcpEvent::OneRegionOnly(why) => self.journal.note(local, "one region only", why),
            CcpEvent::Undecodable(error) => self.journal.note(local, "undecodable", error.to_string()),
            _ => {}
        }
    }

    /// What the softphone's microphone is now.
    fn muted(&mut self, muted: bool, local: EpochMs, effects: &mut Vec<Effect>) {
        let Some(agent) = &mut self.agent else { return };
        agent.muted = muted;
        self.note_of_only(ContactEvent::Muted(muted), local, effects);
        self.advance(effects);
    }

    /// The agent's data as they are now.
    fn update(&mut self, data: Box<AgentData>, local: EpochMs, effects: &mut Vec<Effect>) {
        self.clock.told(data.snapshot.skew);
        let author = Author::of(&data.configuration);
        let before = self.agent.take().filter(|known| known.login == author.login);
        if before.is_none() {
            self.take_over(author);
        } else if self.keeper.moves(&author) {
            self.journal.note(local, "region", author.place.region.clone());
            self.begin_at(&author.place);
        }
        if before.is_none() && self.ringer.is_some() {
            effects.push(Effect::Ring(self.ringer.clone()));
        }
        let agent = AgentView::of(&data, before.as_ref());
        if before.as_ref().is_none_or(|before| before.state.name != agent.state.name) {
            self.journal.note(local, "agent state", agent.state.name.clone());
        }
        let queues_changed = before.as_ref().is_none_or(|before| before.queue_arns() != agent.queue_arns());
        self.region.seen(&agent.state.kind);
        self.agent = Some(agent);

        let now = self.now(local);
        self.keeper.observe(&data.snapshot.state, now, effects);
        let known: Vec<String> = self.book.open().iter().map(|one| one.contact_id.clone()).collect();
        let desk = &self.desk;
        let changed =
            self.book.observe(&data.snapshot.contacts, now, |queue| desk.requires_disposition(queue));
        for timeline in changed {
            let stage = data.snapshot.contacts.iter().find(|one| one.contact_id == timeline.contact_id);
            let stage = stage.map_or("gone", |contact| contact.state.kind.as_str());
            self.journal.note(local, "contact", format!("{} {stage}", timeline.contact_id));
            if !known.contains(&timeline.contact_id) {
                self.arrived(&timeline, effects);
            }
            self.keep(timeline, local, effects);
        }
        for timeline in self.watched.observe(&data.snapshot.contacts, now, |_| false) {
            self.keep(timeline, local, effects);
        }
        for contact in &data.snapshot.contacts {
            let recorded = self.desk.recorded(contact);
            self.note_event(&contact.contact_id, ContactEvent::Recorded(&recorded), local, effects);
        }
        if data.snapshot.contacts.iter().any(|contact| contact.state.kind == ContactState::Connected) {
            self.softphone_error = None;
            self.missed.talks();
        }
        self.data = Some(data);
        self.advance(effects);
        self.return_after_missed(local, effects);
        if queues_changed {
            self.load_quick_connects(effects);
        }
        self.finish_log_out(effects);
    }

    /// A contact is new on the desk. It comes into focus if nothing else is in hand there.
    fn arrived(&mut self, timeline: &ContactTimeline, effects: &mut Vec<Effect>) {
        let in_hand = |one: &ContactTimeline| one.contact_id != timeline.contact_id && one.ended.is_none();
        if !self.book.open().iter().any(in_hand) {
            self.focus = Some(timeline.contact_id.clone());
        }
        if timeline.connected.is_none() && timeline.ended.is_none() && self.keeper.leads() == Some(true) {
            effects.push(Effect::Announce {
                contact_id: timeline.contact_id.clone(),
                channel: timeline.channel.clone(),
                queue: timeline.queue.clone(),
            });
        }
    }

    /// Takes off the list of what waits what has come true, and goes on with what has a second step.
    fn advance(&mut self, effects: &mut Vec<Effect>) {
        let Some(data) = &self.data else { return };
        let muted = self.agent.as_ref().is_some_and(|agent| agent.muted);
        effects.extend(
            self.waiting.observe(data, muted).into_iter().map(|step| Effect::Command(Box::new(step))),
        );
    }

    fn ask(&mut self, command: Command, local: EpochMs, effects: &mut Vec<Effect>) {
        // What a page that follows asks for would be missing in the record, which the one that leads keeps.
        let rests = self.keeper.leads() == Some(false) && !matches!(command, Command::SetState(_));
        if self.data.is_none() || rests {
            return;
        }
        if let Command::Contact { contact_id, act } = &command {
            let contact_id = contact_id.clone();
            match act {
                Act::Clear => {
                    if let Some(missing) = self.missing(&contact_id) {
                        return self.waiting.refuse(command, Refused::Missing(missing), local);
                    }
                }
                Act::Leave => self.note_event(&contact_id, ContactEvent::HungUp, local, effects),
                Act::Consult(to) | Act::Transfer(to) => {
                    let name =
                        to.name.clone().or_else(|| to.address().map(str::to_owned)).unwrap_or_default();
                    let cold = matches!(act, Act::Transfer(_));
                    let event = ContactEvent::Transferring { to: &name, cold };
                    self.note_event(&contact_id, event, local, effects);
                }
                _ => {}
            }
            self.journal.note(local, "asked", format!("{contact_id} {}", act.word()));
        }
        let Some(data) = self.data.as_ref() else { return };
        effects.extend(self.waiting.ask(command, data).map(|step| Effect::Command(Box::new(step))));
    }

    /// What is missing before this contact may be cleared, whoever asks.
    fn missing(&self, contact_id: &str) -> Option<Missing> {
        let timeline = self.book.open().iter().find(|timeline| timeline.contact_id == contact_id)?;
        let chosen = timeline.wrap_up.disposition.as_deref();
        Dispositions::of(&self.desk, timeline).missing(timeline, chosen)
    }

    fn return_after_missed(&mut self, local: EpochMs, effects: &mut Vec<Effect>) {
        let Some(data) = &self.data else { return };
        if let Some(command) = self.missed.next(data, &self.book, self.keeper.leads() == Some(true)) {
            self.ask(command, local, effects);
        }
    }

    fn log_out(&mut self, effects: &mut Vec<Effect>) {
        let Some(data) = &self.data else { return effects.push(Effect::LogOut) };
        if let Some(offline) = self.log_out.begin(data) {
            let step = self.waiting.ask(Command::SetState(offline), data);
            effects.extend(step.map(|step| Effect::Command(Box::new(step))));
        }
        self.finish_log_out(effects);
    }

    fn finish_log_out(&mut self, effects: &mut Vec<Effect>) {
        if self.data.as_ref().is_some_and(|data| self.log_out.is_due(data)) {
            effects.push(Effect::LogOut);
        }
    }

    fn load_quick_connects(&mut self, effects: &mut Vec<Effect>) {
        if let Some(agent) = &self.agent {
            effects.push(Effect::LoadQuickConnects(agent.queue_arns()));
        }
    }

    /// This page leads from now on: it goes on with what earlier pages left, and keeps and sends what is known of the
    /// contacts on the desk.
    fn lead(&mut self, remembered: Remembered, local: EpochMs, effects: &mut Vec<Effect>) {
        let followed = self.keeper.leads() == Some(false);
        let (watched, own) = watched_and_own(self.keeper.lead(remembered, local));
        for (book, timelines) in [(&mut self.book, own), (&mut self.watched, watched)] {
            if followed {
                book.succeed(timelines);
            } else {
                book.merge(timelines);
            }
        }
        for timeline in self.book.open().iter().chain(self.watched.open()).cloned().collect::<Vec<_>>() {
            self.keep(timeline, local, effects);
        }
        self.keeper.tell_day(local, effects);
    }

    /// Another agent is at the desk, or the first: goes on with the contacts that this agent had in this browser.
    fn take_over(&mut self, author: Author) {
        let place = author.place.clone();
        let mut left = std::mem::take(&mut self.book).into_remembered();
        left.extend(std::mem::take(&mut self.watched).into_remembered());
        let (watched, own) = watched_and_own(self.keeper.take_over(author, left));
        self.book = ContactBook::restore(own);
        self.watched = ContactBook::restore(watched).of_monitoring();
        self.begin_at(&place);
        self.quick_connects = QuickConnects::Unknown;
        self.focus = None;
    }

    /// From now on contacts begin there.
    fn begin_at(&mut self, place: &Place) {
        self.book.move_to(place);
        self.watched.move_to(place);
    }

    /// Something happened to the one contact that the agent talks in. Where there are several, nobody knows to which.
    fn note_of_only(&mut self, event: ContactEvent<'_>, local: EpochMs, effects: &mut Vec<Effect>) {
        let connected = |one: &&ContactTimeline| one.connected.is_some() && one.ended.is_none();
        let connected: Vec<_> = self.book.open().iter().filter(connected).collect();
        if let [only] = connected[..] {
            let contact_id = only.contact_id.clone();
            self.note_event(&contact_id, event, local, effects);
        }
    }

    fn note_event(
        &mut self,
        contact_id: &str,
        event: ContactEvent<'_>,
        local: EpochMs,
        effects: &mut Vec<Effect>,
    ) {
        let now = self.now(local);
        if let Some(timeline) = self.book.apply(contact_id, event, now) {
            self.keep(timeline, local, effects);
        }
    }

    /// Keeps what is known of a contact.
    fn keep(&mut self, timeline: ContactTimeline, local: EpochMs, effects: &mut Vec<Effect>) {
        let is_done = timeline.cleared.is_some() && !self.book.is_unfinished(&timeline.contact_id);
        self.keeper.keep(timeline, is_done, local, effects);
    }

    fn now(&self, local: EpochMs) -> Now {
        Now { local, skew: self.clock.skew() }
    }
}

/// Parts what a supervisor listened to from what was the agent's own.
fn watched_and_own(timelines: Vec<ContactTimeline>) -> (Vec<ContactTimeline>, Vec<ContactTimeline>) {
    timelines.into_iter().partition(|timeline| timeline.monitoring)
}

#[cfg(test)]
#[path = "session_tests/mod.rs"]
mod tests;
