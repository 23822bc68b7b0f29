//! The course of one play: which step it is at, and what is to be done now.
//!
//! A state machine over the scenario and what the centre shows, its clock included. It does nothing itself: it answers
//! what to do, is told what came of it, and answers again. No lock, timer or task belongs in here.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::awaited::{self, Names, Seen};
use super::checks::numbered;
use super::deed::Deed;
use super::effect::{self, Before};
use super::habits::{Due, Turn, Workers};
use super::parts::Parts;
use super::progress::{PlayState, StepProgress, StepState};
use super::{Scenario, Step};
use crate::centre::{Centre, ContactId, EpochMs, Username};
use crate::control::agent_action::AgentAction;

#[derive(Debug)]
pub(super) enum Next {
    /// Do this and say what came of it.
    Do(Task),
    /// Ask again when something has changed, or at this moment at the latest.
    Wait(Option<EpochMs>),
    Over,
}

/// A deed, and what its names stand for.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) deed: Deed,
    pub(super) names: Names,
    /// What an agent does by habit may be refused; a step may not.
    by_habit: bool,
}

#[derive(Debug)]
enum Phase {
    Begins,
    Pauses(EpochMs),
    Does,
    /// Until the moment by which it has to have come about.
    Watches(EpochMs),
}

#[derive(Debug)]
pub(super) struct Player {
    scenario: Scenario,
    parts: Parts,
    workers: Workers,
    names: Names,
    made: Vec<ContactId>,
    at: usize,
    /// How often the step has been done.
    done: u32,
    phase: Phase,
    /// For whom the step waits.
    awaited: Vec<Username>,
    before: Before,
    state: PlayState,
    steps: Vec<StepProgress>,
    /// Grows whenever there is something new to show.
    progress: u64,
    traces: Traces,
}

/// What a play leaves behind that somebody has to take back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Traces {
    /// Whom the play signed in for its time.
    pub(super) agents: BTreeSet<Username>,
    pub(super) traffic: bool,
    /// What it switched.
    pub(super) switched: BTreeSet<Switch>,
}

/// What is one way or another for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Switch {
    Faults,
    Clock,
    Region,
    ApprovedOrigins,
}

impl Player {
    /// `present` are the agents who are signed in with a browser as the play begins.
    pub(super) fn new(scenario: Scenario, present: BTreeSet<Username>) -> Self {
        let parts = Parts::new(present, &scenario.people);
        let progress = |step: &Step| StepProgress {
            text: step.text.clone(),
            line: step.line,
            state: StepState::Waiting,
            problem: None,
        };
        let steps = scenario.steps.iter().map(progress).collect();
        Self {
            scenario,
            parts,
            workers: Workers::default(),
            names: Names::new(),
            made: Vec::new(),
            at: 0,
            done: 0,
            phase: Phase::Begins,
            awaited: Vec::new(),
            before: Before::default(),
            state: PlayState::Playing,
            steps,
            progress: 1,
            traces: Traces::default(),
        }
    }

    /// What is to be done now.
    pub(super) fn next(&mut self, centre: &Centre) -> Next {
        let now = centre.now();
        while self.state == PlayState::Playing {
            let Some(step) = self.scenario.steps.get(self.at) else {
                self.state = PlayState::Done;
                self.progress += 1;
                break;
            };
            let habit = match self.workers.next(centre) {
                Due::Now(turn) => return Next::Do(by_habit(turn)),
                Due::At(at) => Some(at),
                Due::Never => None,
            };
            let until = match self.phase {
                Phase::Begins => {
                    self.steps[self.at].state = StepState::Doing;
                    self.progress += 1;
                    self.before = Before::of(&step.deed, centre, &self.names);
                    self.awaited = self.parts.persons_of(&step.deed, &self.names, centre);
                    // A person needs no pause, and whoever is quick must not be missed during one.
                    let is_a_persons = self.parts.share_of_the_play(&step.deed, &self.awaited).is_none();
                    if is_a_persons && !self.awaited.is_empty() {
                        self.watch(now.plus(step.after_ms));
                    } else {
                        self.phase = Phase::Pauses(now.plus(step.after_ms));
                    }
                    continue;
                }
                Phase::Pauses(until) if now < until => until,
                Phase::Pauses(_) => {
                    self.awaited = self.parts.persons_of(&step.deed, &self.names, centre);
                    if let Some(deed) = self.parts.share_of_the_play(&step.deed, &self.awaited) {
                        self.phase = Phase::Does;
                        return Next::Do(Task { deed, names: self.names.clone(), by_habit: false });
                    }
                    self.watch(now);
                    continue;
                }
                Phase::Does => return Next::Wait(habit),
                Phase::Watches(until) => match self.look(centre) {
                    Seen::Yes(contact) => {
                        self.finish_step(contact, now);
                        continue;
                    }
                    Seen::Never(why) => {
                        self.fail(why);
                        continue;
                    }
                    Seen::NotYet if now >= until => {
                        let waited = step.deed.patience_ms().unwrap_or_default();
                        self.fail(format!("it has not come about within {}", duration(waited)));
                        continue;
                    }
                    Seen::NotYet => until,
                },
            };
            return Next::Wait(Some(habit.map_or(until, |habit| habit.min(until))));
        }
        Next::Over
    }

    /// Says what came of a task.
    pub(super) fn done(&mut self, task: &Task, outcome: Result<Option<ContactId>, String>, now: EpochMs) {
        if task.by_habit || self.state != PlayState::Playing {
            return;
        }
        match outcome {
            Err(why) => self.fail(why),
            Ok(contact) => {
                self.leave_traces(&task.deed);
                if self.awaited.is_empty() {
                    self.finish_step(contact, now);
                } else {
                    self.watch(now);
                }
            }
        }
    }

    pub(super) fn stop(&mut self) {
        if self.state == PlayState::Playing {
            self.state = PlayState::Stopped;
            self.progress += 1;
            if let Some(step) = self.steps.get_mut(self.at) {
                step.state = StepState::Waiting;
            }
        }
    }

    pub(super) fn title(&self) -> &str {
        &self.scenario.title
    }

    pub(super) fn state(&self) -> PlayState {
        self.state
    }

    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    pub(super) fn steps(&self) -> &[StepProgress] {
        &self.steps
    }

    pub(super) fn progress(&self) -> u64 {
        self.progress
    }

    pub(super) fn traces(&self) -> &Traces {
        &self.traces
    }

    /// The contacts that the play has made, and those that came of them.
    pub(super) fn contacts(&self, centre: &Centre) -> Vec<ContactId> {
        let of_play = centre.contacts().filter(|contact| awaited::is_of(contact, &self.made));
        of_play.map(|contact| contact.id).collect()
    }

    fn step(&self) -> Option<&Step> {
        self.scenario.steps.get(self.at)
    }

    fn watch(&mut self, now: EpochMs) {
        let patience = self.step().and_then(|step| step.deed.patience_ms()).unwrap_or(0);
        self.phase = Phase::Watches(now.plus(patience));
    }

    fn look(&self, centre: &Centre) -> Seen {
        let Some(step) = self.step() else { return Seen::NotYet };
        if let Deed::WaitFor(awaited) = &step.deed {
            return awaited::look(&awaited.what, centre, &self.names, &self.made);
        }
        let mut seen = Seen::Yes(None);
        for agent in &self.awaited {
            seen = effect::look(&step.deed, agent, &self.before, centre, &self.names);
            if !matches!(seen, Seen::Yes(_)) {
                break;
            }
        }
        seen
    }

    /// The step has been done once more; with the last time comes the next step.
    fn finish_step(&mut self, contact: Option<ContactId>, now: EpochMs) {
        let Some(step) = self.scenario.steps.get(self.at) else { return };
        self.done += 1;
        self.progress += 1;
        if let Some(contact) = contact {
            self.made.push(contact);
            if let Some(name) = &step.names {
                self.names.insert(name.clone(), contact);
                if step.times > 1 {
                    self.names.insert(numbered(name, self.done), contact);
                }
            }
        }
        if self.done < step.times {
            self.phase = Phase::Pauses(now.plus(step.every_ms));
            return;
        }
        self.steps[self.at].state = StepState::Done;
        self.at += 1;
        self.done = 0;
        self.phase = Phase::Begins;
    }

    fn fail(&mut self, why: String) {
        self.state = PlayState::Failed;
        self.progress += 1;
        if let Some(step) = self.steps.get_mut(self.at) {
            step.state = StepState::Failed;
            step.problem = Some(why);
        }
    }

    fn switched(&mut self, switch: Switch) {
        self.traces.switched.insert(switch);
    }

    /// Keeps in mind what a deed that has been done leaves behind.
    fn leave_traces(&mut self, deed: &Deed) {
        match deed {
            Deed::Ready { agents, .. } => self.traces.agents.extend(agents.iter().cloned()),
            Deed::Works { agents, habits } => {
                for agent in agents {
                    self.workers.engage(agent.clone(), *habits);
                }
            }
            Deed::Fault(_) | Deed::Faults(_) => self.switched(Switch::Faults),
            Deed::Clock(_) => self.switched(Switch::Clock),
            Deed::Region(_) => self.switched(Switch::Region),
            Deed::ApprovedOrigins(_) => self.switched(Switch::ApprovedOrigins),
            Deed::Traffic(traffic) => self.traces.traffic = traffic.is_some(),
            _ => {}
        }
    }
}

fn by_habit(turn: Turn) -> Task {
    let Turn { agent, contact, verb, .. } = turn;
    let name = contact.to_string();
    let action = AgentAction { action: verb, agent: Some(agent), to: None, digits: None };
    let deed = Deed::AgentDoes { contact: name.clone(), action, within_ms: 0 };
    Task { deed, names: BTreeMap::from([(name, contact)]), by_habit: true }
}

fn duration(milliseconds: i64) -> humantime::FormattedDuration {
    humantime::format_duration(Duration::from_millis(milliseconds.unsigned_abs()))
}
