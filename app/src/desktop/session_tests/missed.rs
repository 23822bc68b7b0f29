//! What comes after a missed contact.

use super::*;

/// The agent's data after the missed contact is off the desk.
fn after_missed() -> AgentData {
    let mut data = update("missed");
    data.snapshot.contacts.clear();
    data
}

fn sees(session: &mut Session, data: AgentData, now: i64) -> Vec<Command> {
    commands(session.handle(Input::Ccp(CcpEvent::AgentUpdated(Box::new(data))), at(now)))
}

fn commands(effects: Vec<Effect>) -> Vec<Command> {
    let command = |effect| match effect {
        Effect::Command(step) => Some(step.command),
        _ => None,
    };
    effects.into_iter().filter_map(command).collect()
}

fn returning() -> Session {
    let mut session = leading(Remembered::default());
    session.handle(Input::AfterMissed(AfterMissed::Return), at(0));
    session
}

/// One contact that is missed and cleared; answers whether the agent was made available again.
fn misses(session: &mut Session, now: i64) -> bool {
    sees(session, update("connecting"), now);
    let asked = sees(session, update("missed"), now + 10);
    let again = sees(session, update("missed"), now + 20);
    assert!(again.is_empty(), "it is cleared once: {again:?}");
    let chosen = sees(session, after_missed(), now + 30);
    assert!(sees(session, after_missed(), now + 40).is_empty(), "one choice is enough");
    sees(session, update("idle"), now + 50);
    let cleared = matches!(&asked[..], [Command::Contact { act: Act::Clear, .. }]);
    let available =
        matches!(&chosen[..], [Command::SetState(state)] if state.kind == AgentStateType::Routable);
    assert_eq!(cleared, available, "{asked:?} {chosen:?}");
    available
}

#[test]
fn who_misses_a_contact_is_available_again_three_times_in_a_row() {
    let mut session = returning();
    let returned: Vec<_> = (1..=4).map(|round| misses(&mut session, round * 1_000)).collect();
    assert_eq!(returned, [true, true, true, false]);
    happens(&mut session, "connected", 10_000);
    happens(&mut session, "idle", 11_000);
    assert!(misses(&mut session, 12_000), "who talks to somebody is there");
}

#[test]
fn who_chooses_a_status_is_there_and_counts_anew() {
    let mut session = returning();
    for round in 1..=3 {
        misses(&mut session, round * 1_000);
    }
    let states = update("idle").configuration.agent_states;
    session.handle(Input::Ask(Box::new(Command::SetState(states[0].clone()))), at(9_000));
    happens(&mut session, "idle", 9_500);
    assert!(misses(&mut session, 10_000));
}

#[test]
fn after_a_missed_contact_nothing_happens_to_who_wants_to_be_asked() {
    let mut session = leading(Remembered::default());
    assert!(!misses(&mut session, 0));
}

#[test]
fn a_missed_contact_is_left_to_the_page_that_leads() {
    let mut session = Session::default();
    session.handle(Input::Follows, at(0));
    session.handle(Input::AfterMissed(AfterMissed::Return), at(0));
    assert!(!misses(&mut session, 10));
}

#[test]
fn a_missed_contact_about_which_something_is_noted_is_not_taken_away() {
    let mut session = returning();
    let connecting = update("connecting");
    let contact_id = update("missed").snapshot.contacts[0].contact_id.clone();
    sees(&mut session, connecting, 0);
    session.handle(Input::AfterMissed(AfterMissed::Ask), at(1));
    sees(&mut session, update("missed"), 10);
    let wrap_up = WrapUp { notes: "call back".to_owned(), ..WrapUp::default() };
    session.handle(Input::Noted { contact_id, wrap_up }, at(20));
    assert!(commands(session.handle(Input::AfterMissed(AfterMissed::Return), at(30))).is_empty());
}

#[test]
fn who_declines_a_contact_is_not_made_available() {
    let mut session = returning();
    sees(&mut session, update("connecting"), 0);
    assert!(sees(&mut session, update("rejected"), 10).is_empty());
    assert!(sees(&mut session, after_missed(), 20).is_empty());
}

#[rstest::rstest]
#[case::missed("missed")]
#[case::declined("rejected")]
fn who_asks_for_it_is_available_again_with_nothing_in_the_way(#[case] how: &str) {
    let mut session = leading(Remembered::default());
    sees(&mut session, update("connecting"), 0);
    let mut over = update(how);
    over.snapshot.state = update("missed").snapshot.state;
    assert!(sees(&mut session, over.clone(), 10).is_empty());
    let asked = commands(session.handle(Input::AvailableAgain, at(20)));
    assert!(matches!(&asked[..], [Command::Contact { act: Act::Clear, .. }]), "{asked:?}");
    assert!(sees(&mut session, over, 30).is_empty(), "it is cleared once");
    let chosen = sees(&mut session, after_missed(), 40);
    assert!(
        matches!(&chosen[..], [Command::SetState(state)] if state.kind == AgentStateType::Routable),
        "{chosen:?}"
    );
    assert!(sees(&mut session, after_missed(), 50).is_empty());
    sees(&mut session, update("idle"), 60);
    assert!(!misses(&mut session, 1_000), "the next time they are asked again");
}
