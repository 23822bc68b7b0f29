//! What becomes of everything that is worth keeping: first it is made safe in this browser, then it is sent, then it is
//! forgotten here. Only the page that leads does any of it. Pure.

use connect_streams::EpochMs;

use super::{
    Effect,
    message::Sent,
    person::{Person, TwoPeople},
};
use crate::{
    agent::{Author, Day},
    api::CallError,
    contact::{ContactTimeline, Now},
    records::{Answer, Item, ItemKey, NotKept, Outbox, OutboxView, Remembered, StoredTimeline},
};

/// Keeps records for one page.
#[derive(Debug, Default)]
pub(super) struct Keeper {
    /// Whose records are kept here: of anybody else, nothing is.
    person: Person,
    author: Option<Author>,
    day: Day,
    outbox: Outbox,
    /// Timelines and days of earlier pages, until it is known whose they are.
    remembered: Remembered,
    /// Whether this page leads. Nobody knows before the browser has said so.
    leads: Option<bool>,
    confirmed: u32,
    /// Whether the server does not know any more who sends.
    signed_out: bool,
    not_kept: Option<NotKept>,
    /// Why the server took nothing at all, if it said so.
    refused_all: Option<String>,
    /// Whether there is no server: what is kept in this browser is kept for good.
    stays: bool,
}

impl Keeper {
    /// Goes on from what an earlier page left in this browser.
    pub(super) fn new(remembered: Remembered) -> Self {
        Self { remembered, ..Self::default() }
    }

    /// There is no server to send to.
    pub(super) fn staying(mut self) -> Self {
        self.stays = true;
        self
    }

    /// From now on only what is this person's is kept and sent.
    pub(super) fn keep_only_of(&mut self, person: Person) {
        self.person = person;
    }

    /// The two people at this desk, where there are two.
    pub(super) fn two_people(&self) -> Option<TwoPeople> {
        self.author.as_ref().and_then(|author| self.person.and(&author.login))
    }

    /// Whether the server does not know any more who sends.
    pub(super) fn signed_out(&self) -> bool {
        self.signed_out
    }

    /// Whose records are kept now: the agent's at the desk, if this page leads and they are who is signed in here.
    fn recorded(&self) -> Option<&Author> {
        self.author.as_ref().filter(|author| self.leads == Some(true) && self.person.is(&author.login))
    }

    /// Whether this page leads; none before that is known.
    pub(super) fn leads(&self) -> Option<bool> {
        self.leads
    }

    /// Another page leads. To a page that leads by now that is no news.
    pub(super) fn follows(&mut self) {
        self.leads = self.leads.or(Some(false));
    }

    /// This page leads from now on, and goes on with what earlier pages left. Answers with the timelines of this agent.
    pub(super) fn lead(&mut self, remembered: Remembered, local: EpochMs) -> Vec<ContactTimeline> {
        self.leads = Some(true);
        // What somebody else left waits until they are back.
        for item in remembered.records.iter().filter(|item| self.person.is(item.agent())) {
            self.outbox.take_over(item.clone(), local);
        }
        self.outbox.wake();
        self.remembered = remembered;
        self.timelines_of_author()
    }

    /// Another agent is at the desk, or the first. What the agent before left open waits until that agent is back. Answers
    /// with what this agent had open in this browser.
    pub(super) fn take_over(&mut self, author: Author, left: Vec<ContactTimeline>) -> Vec<ContactTimeline> {
        if let Some(before) = self.author.take() {
            let of_before = |timeline| StoredTimeline { agent: before.login.clone(), timeline };
            self.remembered.timelines.extend(left.into_iter().map(of_before));
            self.remembered.days.retain(|day| day.agent != before.login);
            self.remembered.days.push(std::mem::take(&mut self.day));
        }
        let day = self.remembered.days.iter().find(|day| day.agent == author.login).cloned();
        self.day = day.map(Day::recovered).unwrap_or_default();
        self.day.agent.clone_from(&author.login);
        self.day.move_to(&author.place);
        self.author = Some(author);
        self.timelines_of_author()
    }

    /// The same agent works at another instance. Answers whether that is news.
    pub(super) fn moves(&mut self, now_at: &Author) -> bool {
        let Some(author) = self.author.as_mut() else { return false };
        // Data without a name of AWS do not say where they are from.
        if author.place == now_at.place || now_at.place.instance.is_empty() {
            return false;
        }
        author.place = now_at.place.clone();
        self.day.move_to(&now_at.place);
        true
    }

    fn timelines_of_author(&mut self) -> Vec<ContactTimeline> {
        let Some(author) = &self.author else { return Vec::new() };
        let own = self.remembered.timelines.extract_if(.., |stored| stored.agent == author.login);
        own.map(|stored| stored.timeline).collect()
    }

    /// The agent's day.
    pub(super) fn day(&self) -> &Day {
        &self.day
    }

    /// Takes in the agent's state.
    pub(super) fn observe(
        &mut self,
        state: &connect_streams::AgentState,
        now: Now,
        effects: &mut Vec<Effect>,
    ) {
        if self.day.observe(state, now) {
            self.keep_day(now.local, effects);
        }
    }

    /// The agent signed out, or was.
    pub(super) fn sign_out(&mut self, now: Now, effects: &mut Vec<Effect>) {
        if self.day.sign_out(now) {
            self.keep_day(now.local, effects);
        }
    }

    /// Tells how the agent's day stands, after it was known whose it is or that this page leads.
    pub(super) fn tell_day(&mut self, local: EpochMs, effects: &mut Vec<Effect>) {
        if !self.day.stretches.is_empty() {
            self.keep_day(local, effects);
        }
    }

    fn keep_day(&mut self, local: EpochMs, effects: &mut Vec<Effect>) {
        let Some(author) = self.recorded() else { return };
        let news = self.day.news(author);
        effects.push(Effect::KeepDay(self.day.clone()));
        for record in news {
            self.put(Item::Activity(record), local, effects);
        }
    }

    /// Keeps what is known of a contact, first for the next page, then for the server. `is_done` says that the next page
    /// has nothing to do with it any more.
    pub(super) fn keep(
        &mut self,
        timeline: ContactTimeline,
        is_done: bool,
        local: EpochMs,
        effects: &mut Vec<Effect>,
    ) {
        let Some(author) = self.recorded() else { return };
        let record = timeline.record(author);
        let agent = author.login.clone();
        self.put(Item::Contact(Box::new(record)), local, effects);
        effects.push(if is_done {
            Effect::ForgetTimeline { agent, contact_id: timeline.contact_id }
        } else {
            Effect::KeepTimeline(Box::new(StoredTimeline { agent, timeline }))
        });
    }

    fn put(&mut self, item: Item, local: EpochMs, effects: &mut Vec<Effect>) {
        self.outbox.put(item.clone(), local);
        effects.push(Effect::KeepItem(item));
    }

    /// What came of writing a revision to the browser's storage. What cannot be made safe is sent all the same.
    pub(super) fn kept(&mut self, key: &ItemKey, revision: u64, outcome: Result<(), NotKept>) {
        self.outbox.kept(key, revision);
        if self.stays && outcome.is_ok() {
            self.confirmed = self.confirmed.wrapping_add(1);
        }
        self.not_kept = outcome.err();
    }

    /// Something else could not be written to the browser's storage.
    pub(super) fn not_kept(&mut self, why: NotKept) {
        self.not_kept = Some(why);
    }

    /// What came of sending.
    pub(super) fn sent(&mut self, sent: Sent, local: EpochMs, effects: &mut Vec<Effect>) {
        let verdicts = match sent {
            Ok(verdicts) => verdicts,
            Err(error) => {
                self.signed_out = error == CallError::SignedOut;
                self.refused_all = match error {
                    CallError::Refused(reason) => Some(reason),
                    CallError::Unavailable | CallError::SignedOut => None,
                };
                return self.outbox.unanswered(local);
            }
        };
        self.refused_all = None;
        self.signed_out = false;
        if verdicts.iter().any(|(_, _, answer)| matches!(answer, Answer::Stored(_))) {
            self.confirmed = self.confirmed.wrapping_add(1);
        }
        let done = self.outbox.answered(verdicts);
        if !done.is_empty() {
            effects.push(Effect::ForgetItems(done));
        }
    }

    /// A file has these revisions. They leave this browser, unless there is a server that is to have them, or something newer
    /// is here by now; a page that follows knows neither and removes nothing.
    pub(super) fn remove(&mut self, saved: Vec<(ItemKey, u64)>, effects: &mut Vec<Effect>) {
        if !self.stays {
            return;
        }
        let stored = |(key, revision)| (key, revision, Answer::Stored(revision));
        let done = self.outbox.answered(saved.into_iter().map(stored).collect());
        if !done.is_empty() {
            self.confirmed = self.confirmed.wrapping_add(1);
            effects.push(Effect::ForgetItems(done));
        }
    }

    /// The network is back.
    pub(super) fn wake(&mut self) {
        self.outbox.wake();
    }

    /// What is to be sent now.
    pub(super) fn next(&mut self, local: EpochMs) -> Option<Effect> {
        self.sends().then(|| self.outbox.next(local)).flatten().map(Effect::Send)
    }

    /// What a page that is going sends at last.
    pub(super) fn last_words(&self) -> Option<Effect> {
        let items = self.outbox.last_words();
        (self.sends() && !items.is_empty()).then_some(Effect::SendLast(items))
    }

    fn sends(&self) -> bool {
        self.leads == Some(true) && !self.stays
    }

    /// Everything that waits, for a file.
    pub(super) fn waiting(&self) -> Vec<Item> {
        self.outbox.all().cloned().collect()
    }

    /// What the page shows of what waits.
    pub(super) fn outbox(&self) -> OutboxView {
        let view = self.outbox.view();
        OutboxView { not_kept: self.not_kept, refused: view.refused.or(self.refused_all.clone()), ..view }
    }

    /// Grows with each answer of the server that confirmed something; without a server, with each revision that is safe here,
    /// and with each removal.
    pub(super) fn confirmed(&self) -> u32 {
        self.confirmed
    }
}
