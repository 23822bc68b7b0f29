//! The one writer: the contact centre behind a lock, and the bells that ring when a part of it changes.
//!
//! Every change goes through [`LiveCentre::command`] or the deadline task. Each agent has a bell of their own, so a
//! change wakes the long polls of the agents it concerns and nobody else's; one more bell rings at any change that a
//! person at the console could see. The lock is held for the change alone, never across an await. No rule of the
//! contact centre belongs in here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};

use crate::centre::{Centre, Changed, Command, ContactId, EpochMs, Refusal, Username};
use crate::instance::Instance;

/// Reads the machine's clock; a test brings its own.
pub(crate) type ReadClock = Box<dyn Fn() -> EpochMs + Send + Sync>;

pub(crate) struct LiveCentre {
    centre: Mutex<Centre>,
    read_clock: ReadClock,
    bells: HashMap<Username, watch::Sender<()>>,
    any: watch::Sender<()>,
    rescheduled: Notify,
}

impl LiveCentre {
    pub(crate) fn new(instance: Arc<Instance>, read_clock: ReadClock, seed: u64) -> Self {
        let bells =
            instance.agents.iter().map(|agent| (agent.username.clone(), watch::Sender::new(()))).collect();
        let centre = Mutex::new(Centre::new(instance, read_clock(), seed));
        Self { centre, read_clock, bells, any: watch::Sender::new(()), rescheduled: Notify::new() }
    }

    /// Has the identities that are given from now on follow from this seed.
    pub(crate) fn seed(&self, seed: u64) {
        self.lock().seed(seed);
    }

    /// Has a command obeyed. Answers the contact that came about, if one did.
    pub(crate) fn command(&self, command: Command) -> Result<Option<ContactId>, Refusal> {
        let mut centre = self.lock();
        let mut changed = centre.advance((self.read_clock)());
        let outcome = centre.apply(command);
        drop(centre);
        let outcome = outcome.map(|done| {
            changed.extend(done.changed);
            done.contact
        });
        self.ring(&changed);
        if outcome.is_ok() {
            self.note_change();
        }
        self.rescheduled.notify_one();
        outcome
    }

    /// Looks at the centre as it is now.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&Centre) -> T) -> T {
        let mut centre = self.lock();
        let changed = centre.advance((self.read_clock)());
        let seen = look(&centre);
        drop(centre);
        self.ring(&changed);
        seen
    }

    pub(crate) fn now(&self) -> EpochMs {
        (self.read_clock)()
    }

    /// Rings at each change of this agent from now on.
    pub(crate) fn bell(&self, agent: &Username) -> Option<watch::Receiver<()>> {
        self.bells.get(agent).map(watch::Sender::subscribe)
    }

    /// Rings at any change from now on, those of which [`LiveCentre::note_change`] was told among them.
    pub(crate) fn any_change(&self) -> watch::Receiver<()> {
        self.any.subscribe()
    }

    /// Something has changed that is shown beside the centre: what is ordered, written or reported.
    pub(crate) fn note_change(&self) {
        self.any.send_replace(());
    }

    /// Has every long poll answered anew, those that wait and those that come next.
    pub(crate) fn renew_snapshots(&self) {
        self.lock().renew_snapshots();
        self.bells.values().for_each(|bell| bell.send_replace(()));
        self.note_change();
    }

    /// Sleeps until the next deadline, lets it happen, and so on for ever.
    pub(crate) async fn keep_deadlines(&self) {
        loop {
            let wait = self.read(|centre| centre.next_deadline().map(|at| at.0 - centre.now().0));
            let next_deadline = async {
                match wait {
                    Some(wait) => {
                        tokio::time::sleep(Duration::from_millis(wait.try_into().unwrap_or(0))).await;
                    }
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = next_deadline => {
                    self.read(|_| ());
                    // It may concern no agent, as when a customer who waits gives up.
                    self.note_change();
                }
                () = self.rescheduled.notified() => {}
            }
        }
    }

    fn ring(&self, agents: &Changed) {
        if agents.iter().next().is_some() {
            self.note_change();
        }
        agents.iter().filter_map(|agent| self.bells.get(agent)).for_each(|bell| bell.send_replace(()));
    }

    fn lock(&self) -> MutexGuard<'_, Centre> {
        // A command that panicked half-way is a bug, yet the other agents' calls are better kept than dropped.
        self.centre.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
