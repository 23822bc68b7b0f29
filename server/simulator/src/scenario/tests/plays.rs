//! Plays without a server: the player, a centre, and a clock.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::player::{Next, Player};
use super::super::progress::{PlayState, StepState};
use super::super::*;
use crate::centre::{Action, Centre, Command, ContactId, EpochMs};
use crate::instance::Instance;

/// A centre, and a play in it whose deeds the test does by hand.
struct Stage {
    centre: Centre,
    player: Player,
}

impl Stage {
    fn set(text: &str, present: &[&str]) -> Self {
        let instance = Arc::new(Instance::built_in().unwrap());
        let scenario = Scenario::read(text, &instance).unwrap();
        let present: BTreeSet<_> = present.iter().map(|name| Username::new(*name)).collect();
        let centre = Centre::new(instance, EpochMs(1_700_000_000_000), 1);
        Self { centre, player: Player::new(scenario, present) }
    }

    fn wait(&mut self, milliseconds: i64) {
        self.centre.advance(self.centre.now().plus(milliseconds));
    }

    /// Does what is to be done now, and says until when there is nothing more.
    fn run(&mut self) -> Option<i64> {
        loop {
            match self.player.next(&self.centre) {
                Next::Over => return None,
                Next::Wait(until) => return Some(until.map_or(i64::MAX, |at| at.0 - self.centre.now().0)),
                Next::Do(task) => {
                    let outcome = match &task.deed {
                        Deed::Offer { wanted, .. } => {
                            let command = wanted.clone().command(self.centre.instance(), self.centre.now());
                            self.centre.apply(command.unwrap()).map(|done| done.contact)
                        }
                        Deed::SignsIn { agent, .. } => self.sign_in(agent.as_str()),
                        Deed::HangsUp(name) => {
                            let command = Command::CustomerHangsUp(task.names[name]);
                            self.centre.apply(command).map(|done| done.contact)
                        }
                        _ => Ok(None),
                    };
                    let outcome = outcome.map_err(|error| error.to_string());
                    self.player.done(&task, outcome, self.centre.now());
                }
            }
        }
    }

    fn sign_in(&mut self, agent: &str) -> Result<Option<ContactId>, crate::centre::Refusal> {
        let agent = Username::new(agent);
        self.centre.apply(Command::SignIn(agent.clone()))?;
        let status = self.centre.instance().find_status(None, Some("Available")).unwrap();
        self.centre.apply(Command::PickStatus { agent, status, queued: false }).map(|done| done.contact)
    }

    fn act(&mut self, agent: &str, contact: &str, action: Action) {
        let contact = self.player.names()[contact];
        self.centre.apply(Command::Act { agent: Username::new(agent), contact, action }).unwrap();
    }

    fn states(&self) -> Vec<StepState> {
        self.player.steps().iter().map(|step| step.state).collect()
    }

    fn problem(&self) -> &str {
        let problems = self.player.steps().iter().filter_map(|step| step.problem.as_deref());
        problems.into_iter().next().unwrap_or("none")
    }
}

use StepState::{Doing, Done, Failed, Waiting};

const CALL: &str =
    "offer = { as = \"call\", channel = \"voice\", queue = \"Billing\", customer = \"+12065550123\" }";

fn scenario(steps: &[&str]) -> String {
    steps.iter().fold("title = \"T\"\n".to_owned(), |text, step| format!("{text}[[step]]\n{step}\n"))
}

#[test]
fn a_pause_lasts_as_long_as_it_says_and_then_the_deed_is_done() {
    let mut stage = Stage::set(&scenario(&[CALL, "after = \"4s\"\nhangs_up = \"call\""]), &[]);
    assert_eq!(stage.run(), Some(4_000));
    assert_eq!(stage.states(), [Done, Doing]);
    stage.wait(3_999);
    assert_eq!(stage.run(), Some(1));
    stage.wait(1);
    assert_eq!(stage.run(), None);
    assert_eq!((stage.states(), stage.player.state()), (vec![Done, Done], PlayState::Done));
}

#[test]
fn what_is_waited_for_is_waited_for_so_long_and_no_longer() {
    let wait = "wait_for = { contact = \"call\", state = \"ringing\", within = \"10s\" }";
    let mut stage = Stage::set(&scenario(&[CALL, wait]), &[]);
    assert_eq!(stage.run(), Some(10_000));
    stage.sign_in("anna").unwrap();
    assert_eq!(stage.run(), None);
    assert_eq!(stage.player.state(), PlayState::Done);

    let mut stage = Stage::set(&scenario(&[CALL, wait]), &[]);
    stage.run();
    stage.wait(10_000);
    assert_eq!(stage.run(), None);
    assert_eq!((stage.states(), stage.player.state()), (vec![Done, Failed], PlayState::Failed));
    assert_eq!(stage.problem(), "it has not come about within 10s");
}

#[test]
fn what_cannot_come_about_any_more_is_not_waited_for() {
    let wait = "wait_for = { contact = \"call\", state = \"connected\", within = \"1h\" }";
    let mut stage = Stage::set(&scenario(&[CALL, "hangs_up = \"call\"", wait]), &[]);
    assert_eq!(stage.run(), None);
    assert_eq!(stage.problem(), "the contact `call` is over, it is ended");
}

#[test]
fn a_refused_deed_fails_the_play_in_the_words_of_the_refusal() {
    let mut stage = Stage::set(&scenario(&[CALL, "hangs_up = \"call\"", "hangs_up = \"call\"", CALL]), &[]);
    assert_eq!(stage.run(), None);
    assert_eq!(stage.states(), [Done, Done, Failed, Waiting]);
    assert_eq!(stage.problem(), "the contact is over, it is ended");
}

#[test]
fn who_is_there_in_person_is_waited_for() {
    let accept =
        "agent_does = { contact = \"call\", agent = \"anna\", action = \"accept\", within = \"1m\" }";
    let mut stage = Stage::set(&scenario(&["signs_in = \"anna\"", CALL, accept]), &["anna"]);
    assert_eq!(stage.run(), Some(300_000), "she has five minutes to come");
    stage.sign_in("anna").unwrap();
    assert_eq!(stage.run(), Some(60_000), "and one to accept");
    stage.act("anna", "call", Action::Accept);
    assert_eq!(stage.run(), None);
    assert_eq!(stage.player.state(), PlayState::Done);
}

#[test]
fn a_pause_is_not_for_persons_and_whoever_is_quick_is_not_missed() {
    let steps = ["signs_in = \"anna\"", CALL].map(str::to_owned);
    let deeds = ["accept", "hold", "resume"].map(|action| {
        format!(
            "after = \"5s\"\nagent_does = {{ contact = \"call\", agent = \"anna\", action = \"{action}\" }}"
        )
    });
    let steps: Vec<_> = steps.iter().chain(&deeds).map(String::as_str).collect();
    let mut stage = Stage::set(&scenario(&steps), &["anna"]);
    stage.run();
    stage.sign_in("anna").unwrap();
    assert_eq!(stage.run(), Some(125_000), "two minutes, and what the play would have taken");
    stage.act("anna", "call", Action::Accept);
    stage.wait(200);
    stage.run();
    assert_eq!(stage.states(), [Done, Done, Done, Doing, Waiting]);
    let line = stage.centre.contact(stage.player.names()["call"]).unwrap().customer_line().unwrap().id;
    for (action, expected) in
        [(Action::Hold(line), [Done, Done, Done, Done, Doing]), (Action::Resume(line), [Done; 5])]
    {
        stage.act("anna", "call", action);
        stage.run();
        assert_eq!(stage.states(), expected);
    }
}

#[test]
fn a_person_who_lets_it_ring_has_not_accepted() {
    let accept = "agent_does = { contact = \"call\", agent = \"anna\", action = \"accept\" }";
    let mut stage = Stage::set(&scenario(&[CALL, accept]), &["anna"]);
    stage.sign_in("anna").unwrap();
    stage.run();
    stage.wait(20_000);
    assert_eq!(stage.run(), None);
    assert_eq!(stage.problem(), "the contact `call` was not accepted");
}

#[test]
fn a_file_says_who_is_a_person_and_who_is_not_whoever_is_signed_in() {
    let text = |who: &str| format!("people = {{ anna = \"{who}\" }}\n{}", scenario(&["signs_in = \"anna\""]));
    assert_eq!(Stage::set(&text("headless"), &["anna"]).run(), None);
    assert_eq!(Stage::set(&text("person"), &[]).run(), Some(300_000));
}

#[test]
fn a_deed_is_done_as_often_as_it_says_with_a_pause_between() {
    let mut stage = Stage::set(&scenario(&[&format!("times = 3\nevery = \"2s\"\n{CALL}")]), &[]);
    assert_eq!(stage.run(), Some(2_000));
    stage.wait(2_000);
    assert_eq!(stage.run(), Some(2_000));
    stage.wait(2_000);
    assert_eq!(stage.run(), None);
    let names: Vec<_> = stage.player.names().keys().map(String::as_str).collect();
    assert_eq!(names, ["call", "call-1", "call-2", "call-3"]);
    assert_eq!(stage.player.names()["call"], stage.player.names()["call-3"]);
}

#[test]
fn a_stopped_play_does_nothing_more() {
    let mut stage = Stage::set(&scenario(&[CALL, "after = \"4s\"\nhangs_up = \"call\""]), &[]);
    stage.run();
    stage.player.stop();
    stage.wait(10_000);
    assert_eq!(stage.run(), None);
    assert_eq!((stage.states(), stage.player.state()), (vec![Done, Waiting], PlayState::Stopped));
    stage.player.stop();
    assert_eq!(stage.player.contacts(&stage.centre).len(), 1);
}
