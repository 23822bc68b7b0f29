//! Calls that agents make, and what comes of them.

use rstest::rstest;

use super::*;
use crate::instance::DialOutcome;

fn dial(day: &mut Day, endpoint: Endpoint) -> Result<ContactId, Refusal> {
    let command = Command::Dial { agent: anna(), to: to(endpoint), queue: None, related: None };
    day.apply(command).map(Option::unwrap)
}

#[test]
fn a_number_that_answers_is_connected() {
    let mut day = Day::begin();
    day.pick("Lunch", false).unwrap();
    let id = dial(&mut day, number("+12065550123")).unwrap();
    assert_eq!((day.state(id), day.shown()), (ContactState::Connecting, "CallingCustomer"));
    let snapshot = day.centre.snapshot(&anna(), 0).unwrap();
    let contact = &snapshot["contacts"][0];
    assert_eq!(contact["initiationMethod"], "outbound");
    assert_eq!(contact["queue"]["name"], "BasicQueue");
    assert_eq!(contact["connections"][1]["type"], "outbound");
    day.wait(2_000);
    assert_eq!((day.state(id), day.shown()), (ContactState::Connected, "Busy"));
    let line = day.line(id, Party::Agent);
    day.do_it(id, Action::Disconnect(line));
    assert_eq!((day.state(id), day.shown()), (ContactState::Ended, "AfterCallWork"));
    day.do_it(id, Action::Clear);
    assert_eq!(day.shown(), "Lunch");
}

#[rstest]
#[case("+12065550486", 1_000, "LineEngagedCustomer")]
#[case("+12065550480", 10_000, "MissedCallCustomer")]
#[case("+12065550404", 500, "BadAddressCustomer")]
#[case("+12065550503", 500, "FailedConnectCustomer")]
fn how_a_number_ends_says_what_comes_of_calling_it(
    #[case] called: &str,
    #[case] after: i64,
    #[case] state: &str,
) {
    let mut day = Day::begin();
    let id = dial(&mut day, number(called)).unwrap();
    day.wait(after - 1);
    assert_eq!(day.state(id), ContactState::Connecting);
    day.wait(1);
    assert_eq!((day.state(id), day.shown()), (ContactState::Error, state));
    assert!(day.line_states(id).iter().all(|(_, state)| *state == ConnectionState::Disconnected));
    day.do_it(id, Action::Clear);
    assert_eq!(day.shown(), state, "until the agent picks a status");
}

#[test]
fn an_order_for_a_number_goes_before_the_rules() {
    let mut day = Day::begin();
    let busy = PhoneNumber::parse("+12065550486").unwrap();
    let dialled = Dialled { outcome: DialOutcome::Answer, after_ms: 50 };
    day.apply(Command::Expect { number: busy.clone(), dialled: Some(dialled) }).unwrap();
    let id = dial(&mut day, number("+12065550486")).unwrap();
    day.wait(50);
    assert_eq!(day.state(id), ContactState::Connected);
    day.apply(Command::Expect { number: busy, dialled: None }).unwrap();
    assert!(day.centre.ordered_numbers().is_empty());
}

#[test]
fn a_number_may_ring_until_somebody_says_what_happens() {
    for (event, state) in [
        (PartyEvent::Answer, ContactState::Connected),
        (PartyEvent::Busy, ContactState::Error),
        (PartyEvent::HangUp, ContactState::Ended),
    ] {
        let mut day = Day::begin();
        let id = dial(&mut day, number("+12065550180")).unwrap();
        day.wait(3_600_000);
        assert_eq!(day.state(id), ContactState::Connecting);
        let line = day.line(id, Party::Customer);
        day.apply(Command::PartyDoes { contact: id, connection: line, event }).unwrap();
        assert_eq!(day.state(id), state);
        let again = day.apply(Command::PartyDoes { contact: id, connection: line, event });
        assert!(again.is_err() || event == PartyEvent::Answer, "{again:?}");
    }
}

#[test]
fn who_may_not_or_cannot_call_is_refused() {
    let mut instance = Instance::built_in().unwrap();
    instance.agents[0].permissions.clear();
    let mut day = Day::at(&instance);
    assert_eq!(dial(&mut day, number("+12065550123")), Err(Refusal::NotPermitted(anna())));

    let mut day = Day::begin();
    assert_eq!(dial(&mut day, Endpoint::Agent(anna())), Err(Refusal::WrongDestination));
    let nobody = Username::new("nobody");
    assert_eq!(dial(&mut day, Endpoint::Agent(nobody.clone())), Err(Refusal::UnknownAgent(nobody)));
    day.connected();
    assert_eq!(dial(&mut day, number("+12065550123")), Err(no_room()));
}

#[test]
fn an_agent_calls_another() {
    let mut day = Day::begin();
    day.start_shift(&ben());
    let id = dial(&mut day, Endpoint::Agent(ben())).unwrap();
    let [leg] = day.before(&ben())[..] else { panic!("Ben's phone rings") };
    assert_eq!((day.shown(), day.shown_of(&ben())), ("CallingCustomer", "PendingBusy"));
    day.accept(leg);
    assert_eq!((day.state(id), day.state(leg)), (ContactState::Connected, ContactState::Connected));
    let line = day.line(leg, Party::Agent);
    day.do_it(leg, Action::Disconnect(line));
    assert_eq!((day.state(id), day.state(leg)), (ContactState::Ended, ContactState::Ended));
}

#[test]
fn an_agent_who_does_not_pick_up_is_a_failed_call() {
    let mut day = Day::begin();
    day.start_shift(&ben());
    let id = dial(&mut day, Endpoint::Agent(ben())).unwrap();
    let [leg] = day.before(&ben())[..] else { panic!("Ben's phone rings") };
    day.wait(20_000);
    assert_eq!((day.state(leg), day.shown_of(&ben())), (ContactState::Missed, "MissedCallAgent"));
    assert_eq!((day.state(id), day.shown()), (ContactState::Error, "FailedConnectCustomer"));
}

#[test]
fn keys_go_to_one_line() {
    let mut day = Day::begin();
    let id = dial(&mut day, number("+12065550123")).unwrap();
    let line = day.line(id, Party::Customer);
    let press = |digits: &str| Action::SendDigits(line, digits.to_owned());
    assert!(matches!(day.try_it(id, press("1")), Err(Refusal::WrongContactState { .. })));
    day.wait(2_000);
    day.do_it(id, press("12"));
    day.do_it(id, press("#"));
    assert_eq!(day.contact(id).line(line).unwrap().digits, "12#");
}
