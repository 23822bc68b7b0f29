//! The plays that run and those that ran last: a task for each, which asks the player, does what it says, and waits.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::Notify;
use uuid::Uuid;

use super::Scenario;
use super::perform::{Switches, perform, send_home, take_back};
use super::player::{Next, Player};
use super::progress::PlayState;
use crate::centre::{EpochMs, Username};
use crate::simulator::Simulator;

/// Two stories at a time are as many as anybody follows.
const MOST_AT_A_TIME: usize = 2;
const KEPT: usize = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct PlayId(Uuid);

#[derive(Debug)]
pub(crate) struct Play {
    id: PlayId,
    player: Mutex<Player>,
    stopped: Notify,
}

impl Play {
    pub(crate) fn json(&self) -> Value {
        let player = self.lock();
        json!({
            "id": self.id,
            "title": player.title(),
            "state": player.state(),
            "contacts": player.names(),
            "steps": player.steps(),
        })
    }

    /// Goes no further. What it has begun is taken back at once.
    pub(crate) fn stop(&self) {
        self.lock().stop();
        self.stopped.notify_one();
    }

    fn is_playing(&self) -> bool {
        self.lock().state() == PlayState::Playing
    }

    fn lock(&self) -> MutexGuard<'_, Player> {
        self.player.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The latest first.
#[derive(Default)]
pub(crate) struct Plays(Mutex<VecDeque<Arc<Play>>>);

impl fmt::Debug for Plays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plays").finish_non_exhaustive()
    }
}

impl Plays {
    /// Begins a play, unless two are under way.
    pub(crate) fn begin(&self, simulator: &Arc<Simulator>, scenario: Scenario) -> Option<Arc<Play>> {
        let mut plays = self.lock();
        if plays.iter().filter(|play| play.is_playing()).count() >= MOST_AT_A_TIME {
            return None;
        }
        let agents = simulator.instance.agents.iter().map(|profile| &profile.username);
        let present: BTreeSet<Username> =
            agents.filter(|agent| simulator.sessions.is_open(agent)).cloned().collect();
        let player = Mutex::new(Player::new(scenario, present));
        let play = Arc::new(Play { id: PlayId(Uuid::new_v4()), player, stopped: Notify::new() });
        plays.push_front(Arc::clone(&play));
        if plays.len() > KEPT
            && let Some(oldest) = plays.iter().rposition(|play| !play.is_playing())
        {
            plays.remove(oldest);
        }
        drop(plays);
        tokio::spawn(run(Arc::clone(simulator), Arc::clone(&play)));
        Some(play)
    }

    pub(crate) fn list(&self) -> Vec<Arc<Play>> {
        self.lock().iter().cloned().collect()
    }

    pub(crate) fn find(&self, id: PlayId) -> Option<Arc<Play>> {
        self.lock().iter().find(|play| play.id == id).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<Play>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn run(simulator: Arc<Simulator>, play: Arc<Play>) {
    let before = Switches::of(&simulator);
    let mut changes = simulator.live.any_change();
    let mut stopping = simulator.stopping();
    let mut shown = 0;
    loop {
        changes.borrow_and_update();
        let (next, now) = simulator.live.read(|centre| (play.lock().next(centre), centre.now()));
        let progress = play.lock().progress();
        if progress != shown {
            shown = progress;
            simulator.live.note_change();
        }
        match next {
            Next::Over => break,
            Next::Do(task) => {
                let outcome = perform(&simulator, &task);
                play.lock().done(&task, outcome, simulator.live.now());
                // However much there is to do at once, others have their turn.
                tokio::task::yield_now().await;
            }
            Next::Wait(until) => {
                tokio::select! {
                    () = sleep_until(until, now) => {}
                    _ = changes.changed() => {}
                    () = play.stopped.notified() => {}
                    _ = stopping.wait_for(|stopping| *stopping) => play.stop(),
                }
            }
        }
    }
    tidy_up(&simulator, &play, before);
}

async fn sleep_until(until: Option<EpochMs>, now: EpochMs) {
    match until {
        Some(until) => tokio::time::sleep(Duration::from_millis((until.0 - now.0).unsigned_abs())).await,
        None => std::future::pending().await,
    }
}

/// A play that comes to its end leaves everything as its last step left it; one that ends before takes back what it has
/// begun. Whom it signed in for its time goes home.
fn tidy_up(simulator: &Simulator, play: &Play, before: Switches) {
    let (state, traces) = {
        let player = play.lock();
        (player.state(), player.traces().clone())
    };
    if state != PlayState::Done {
        let contacts = simulator.live.read(|centre| play.lock().contacts(centre));
        take_back(simulator, &contacts, &traces, before);
    }
    for agent in &traces.agents {
        // The agent exists, or the scenario would not have been read.
        let _ = send_home(simulator, agent);
    }
    simulator.live.note_change();
}
