//! What an agent does about what their snapshot shows.
//!
//! Plain Rust: snapshots and the time come in, deeds come out. An agent answers what rings, talks as long as they are
//! used to or until the customer hangs up, does their after-contact work and clears. Whoever carries out a deed says
//! whether it worked; what failed is tried again later, unless the next snapshot shows that it is not called for.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

use super::record::{Record, Told};
use super::snapshot::{Contact, Snapshot};
use crate::chance::Chance;

/// The standard deviation of the logarithm of every length of time: two of three are within a factor of 1.35.
const SPREAD: f64 = 0.3;
/// Nobody is at the other end of a task or an e-mail, so it takes as long as this if nothing else is said.
const DESK_WORK: Duration = Duration::from_mins(1);
/// From the first failure to the next try; twice as long with each further one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long an agent takes, half of the times.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habits {
    pub(super) answer: Duration,
    /// Without it they talk until the customer hangs up.
    pub(super) talk: Option<Duration>,
    pub(super) wrap_up: Duration,
}

/// What an agent does next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deed {
    BecomeAvailable,
    Accept { contact: String },
    HangUp { contact: String, connection: String },
    Clear { contact: String },
}

/// What a snapshot shows that the one before did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) contact: String,
    pub(super) state: String,
    /// When it came about, by the service's clock: milliseconds since 1970.
    pub(super) since: i64,
}

#[derive(Debug)]
struct Task {
    deed: Deed,
    due: Instant,
    pause: Duration,
}

#[derive(Debug)]
struct Case {
    state: String,
    accepted: bool,
    told: Told,
}

#[derive(Debug)]
pub(super) struct Work {
    habits: Habits,
    chance: Chance,
    cases: BTreeMap<String, Case>,
    /// What is to be done for each contact.
    tasks: BTreeMap<String, Task>,
    available: Option<Task>,
    /// How far the service's clock was ahead of ours in the latest snapshot: its time, then.
    service_time: Option<(i64, Instant)>,
    finished: Vec<Record>,
}

impl Work {
    pub(super) fn new(habits: Habits, seed: u64) -> Self {
        Self {
            habits,
            chance: Chance::new(seed),
            cases: BTreeMap::new(),
            tasks: BTreeMap::new(),
            available: None,
            service_time: None,
            finished: Vec::new(),
        }
    }

    /// Looks at a snapshot that has come just now. Says what in it is news.
    pub(super) fn see(&mut self, snapshot: &Snapshot, now: Instant) -> Vec<Change> {
        self.service_time = Some((snapshot.taken_at.millis(), now));
        // Whoever is offline or has failed gets no contacts; any other status somebody has picked on purpose.
        let away = matches!(snapshot.state.kind.as_str(), "offline" | "error");
        match (&self.available, away) {
            (None, true) => self.available = Some(Task::new(Deed::BecomeAvailable, now)),
            (Some(_), false) => self.available = None,
            _ => {}
        }
        let shown = |id: &String| snapshot.contacts.iter().any(|contact| contact.id == *id);
        self.cases.retain(|id, _| shown(id));
        self.tasks.retain(|id, _| shown(id));
        let mut changes = Vec::new();
        for contact in &snapshot.contacts {
            changes.extend(self.look_at(contact, now));
        }
        changes
    }

    fn look_at(&mut self, contact: &Contact, now: Instant) -> Option<Change> {
        let id = &contact.id;
        let state = contact.state.name.as_str();
        let known = self.cases.get(id);
        if known.is_some_and(|case| case.state == state) {
            return None;
        }
        let since = contact.state.timestamp.millis();
        // What was missed and cleared can be offered again, between two snapshots even.
        let again = known.is_some_and(|case| is_over(&case.state)) && !is_over(state);
        if known.is_none() || again {
            let case = Case { state: String::new(), accepted: false, told: Told::of(contact) };
            self.cases.insert(id.clone(), case);
        }
        let case = self.cases.get_mut(id)?;
        state.clone_into(&mut case.state);
        case.told.hear(state, since);
        let accepted = case.accepted;
        self.tasks.remove(id);
        if let Some((deed, after)) = self.answer_to(contact, accepted) {
            self.tasks.insert(id.clone(), Task::new(deed, now + after));
        }
        Some(Change { contact: id.clone(), state: state.to_owned(), since })
    }

    /// What to do about a contact in the state that it has come into, and when.
    fn answer_to(&mut self, contact: &Contact, accepted: bool) -> Option<(Deed, Duration)> {
        let id = contact.id.clone();
        let Habits { answer, talk, wrap_up } = self.habits;
        match contact.state.name.as_str() {
            "incoming" | "connecting" if !accepted && contact.initiation_method != "outbound" => {
                Some((Deed::Accept { contact: id }, self.about(answer)))
            }
            "connected" => {
                let desk_work = matches!(contact.channel.as_str(), "task" | "email").then_some(DESK_WORK);
                let after = self.about(talk.or(desk_work)?);
                let own = contact
                    .connections
                    .iter()
                    .find(|line| matches!(line.kind.as_str(), "agent" | "monitoring"))?;
                Some((Deed::HangUp { contact: id, connection: own.id.clone() }, after))
            }
            "ended" => Some((Deed::Clear { contact: id }, self.about(wrap_up))),
            "missed" | "rejected" | "error" => Some((Deed::Clear { contact: id }, Duration::ZERO)),
            _ => None,
        }
    }

    fn about(&mut self, median: Duration) -> Duration {
        let median = u32::try_from(median.as_millis()).unwrap_or(u32::MAX);
        Duration::from_millis(self.chance.lognormal(median, SPREAD).into())
    }

    /// The next thing to do, and when.
    pub(super) fn next(&self) -> Option<(Instant, Deed)> {
        let tasks = self.tasks.values().chain(&self.available);
        tasks.min_by_key(|task| task.due).map(|task| (task.due, task.deed.clone()))
    }

    pub(super) fn did(&mut self, deed: &Deed, now: Instant) {
        let at = self.service_time.map(|(then, seen)| then + millis(now.saturating_duration_since(seen)));
        match deed {
            Deed::BecomeAvailable => self.available = None,
            Deed::Accept { contact } => {
                if let Some(case) = self.cases.get_mut(contact) {
                    case.accepted = true;
                    case.told.accepted_at = at;
                }
            }
            Deed::HangUp { .. } => {}
            Deed::Clear { contact } => {
                if let Some(case) = self.cases.get(contact) {
                    self.finished.push(case.told.record(&case.state, at));
                }
            }
        }
        self.finish(deed);
    }

    /// It did not work. Once more, a while later; the next snapshot may know better.
    pub(super) fn failed(&mut self, deed: &Deed, now: Instant) {
        let tasks = self.tasks.values_mut().chain(&mut self.available);
        if let Some(task) = tasks.into_iter().find(|task| task.deed == *deed) {
            task.due = now + task.pause;
            task.pause = LONGEST_PAUSE.min(task.pause * 2);
        }
    }

    fn finish(&mut self, deed: &Deed) {
        self.tasks.retain(|_, task| task.deed != *deed);
    }

    /// The records of what has been cleared since this was last asked.
    pub(super) fn records(&mut self) -> Vec<Record> {
        std::mem::take(&mut self.finished)
    }

    /// How many contacts are not over.
    pub(super) fn in_hand(&self) -> usize {
        self.cases.values().filter(|case| !is_over(&case.state)).count()
    }
}

impl Task {
    fn new(deed: Deed, due: Instant) -> Self {
        Self { deed, due, pause: FIRST_PAUSE }
    }
}

fn is_over(state: &str) -> bool {
    matches!(state, "ended" | "missed" | "rejected" | "error")
}

fn millis(duration: Duration) -> i64 {
    duration.as_millis().try_into().unwrap_or(i64::MAX)
}
