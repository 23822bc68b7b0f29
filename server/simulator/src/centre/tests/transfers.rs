//! Third parties, conferences, and contacts that go from one agent to another.

use super::*;

use ConnectionState::{Connected, Connecting, Disconnected, Hold};

impl Day {
    fn add(&mut self, id: ContactId, endpoint: Endpoint) -> ConnectionId {
        self.do_it(id, Action::AddParty(to(endpoint)));
        self.line(id, Party::Third)
    }

    /// Anna talks to a customer and has called Ben in, whose phone rings.
    fn consulting() -> (Self, ContactId, ContactId) {
        let mut day = Self::begin();
        day.start_shift(&ben());
        let id = day.connected();
        day.add(id, Endpoint::Agent(ben()));
        let [leg] = day.before(&ben())[..] else { panic!("Ben's phone rings") };
        (day, id, leg)
    }

    fn hang_up(&mut self, id: ContactId, party: Party) {
        let line = self.line(id, party);
        self.do_it(id, Action::Disconnect(line));
    }
}

#[test]
fn the_customer_is_on_hold_while_somebody_else_is_called() {
    let mut day = Day::begin();
    let id = day.connected();
    let third = day.add(id, number("+12065550123"));
    let states = |day: &Day| day.line_states(id).into_iter().map(|(_, state)| state).collect::<Vec<_>>();
    assert_eq!(states(&day), [Connected, Hold, Connecting]);
    assert_eq!(day.try_it(id, Action::Conference), Err(Refusal::TooFewParties));
    day.wait(2_000);
    assert_eq!(states(&day), [Connected, Hold, Connected]);
    let customer = day.line(id, Party::Customer);
    day.do_it(id, Action::Toggle(customer));
    assert_eq!(states(&day), [Connected, Connected, Hold]);
    day.do_it(id, Action::Toggle(third));
    assert_eq!(states(&day), [Connected, Hold, Connected]);
    assert_eq!(day.try_it(id, Action::Toggle(third)), Err(Refusal::NobodyOnHold));
    day.do_it(id, Action::Conference);
    assert_eq!(states(&day), [Connected, Connected, Connected]);
    day.do_it(id, Action::Disconnect(third));
    assert_eq!(states(&day), [Connected, Connected, Disconnected]);
    assert_eq!(day.state(id), ContactState::Connected);
    assert!(matches!(day.try_it(id, Action::Disconnect(third)), Err(Refusal::WrongConnectionState { .. })));
}

#[test]
fn a_third_party_who_is_busy_leaves_the_customer_on_hold() {
    let mut day = Day::begin();
    let id = day.connected();
    day.add(id, number("+12065550486"));
    day.wait(1_000);
    let states: Vec<_> = day.line_states(id).into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, [Connected, Hold, Disconnected]);
    assert_eq!((day.state(id), day.shown()), (ContactState::Connected, "Busy"));
}

#[test]
fn the_customer_may_leave_a_conference_and_the_others_talk_on() {
    let mut day = Day::begin();
    let id = day.connected();
    day.add(id, number("+12065550123"));
    day.wait(2_000);
    day.apply(Command::CustomerHangsUp(id)).unwrap();
    assert_eq!(day.state(id), ContactState::Connected);
    let line = day.line(id, Party::Third);
    day.apply(Command::PartyDoes { contact: id, connection: line, event: PartyEvent::HangUp }).unwrap();
    assert_eq!(day.state(id), ContactState::Ended, "with the last of them");
}

#[test]
fn a_call_takes_four_others_at_most() {
    let mut day = Day::begin();
    let id = day.connected();
    for n in 0..4 {
        day.add(id, number(&format!("+1206555012{n}")));
        day.wait(2_000);
    }
    let more = Action::AddParty(to(number("+12065550129")));
    assert_eq!(day.try_it(id, more), Err(Refusal::TooManyParties));
}

#[test]
fn another_agent_gets_a_contact_of_their_own_that_says_where_it_comes_from() {
    let (mut day, id, leg) = Day::consulting();
    let change = [("Mood".to_owned(), Some("angry".to_owned()))].into();
    assert_eq!(day.line_states(id)[2], (Party::Third, Connecting));
    let contact = day.contact(leg);
    assert_eq!((contact.lineage.initial, contact.lineage.previous), (id, Some(id)));
    assert_eq!(contact.details.attributes["Tier"], "gold");
    assert_eq!((contact.initiation, contact.channel), (Initiation::Transfer, Channel::Voice));
    day.apply(Command::SetAttributes { contact: id, attributes: change }).unwrap();
    assert!(!day.contact(leg).details.attributes.contains_key("Mood"), "they travelled when it was made");
    day.accept(leg);
    assert_eq!(day.line_states(id)[1..], [(Party::Customer, Hold), (Party::Third, Connected)]);
    let seen = day.centre.snapshot(&ben(), 0).unwrap();
    let seen = &seen["contacts"][0];
    assert_eq!(seen["initialContactId"], id.to_string());
    assert_eq!(seen["customerEndpoint"]["phoneNumber"], "+12065550100");
}

#[test]
fn after_a_warm_transfer_the_other_agent_stays_with_the_customer() {
    let (mut day, id, leg) = Day::consulting();
    day.accept(leg);
    day.hang_up(id, Party::Agent);
    assert_eq!((day.state(id), day.shown()), (ContactState::Ended, "AfterCallWork"));
    assert_eq!((day.state(leg), day.shown_of(&ben())), (ContactState::Connected, "Busy"));
    day.apply(Command::CustomerHangsUp(leg)).unwrap();
    assert_eq!(day.state(leg), ContactState::Ended);
}

#[test]
fn after_a_cold_transfer_the_customer_waits_for_the_other() {
    let (mut day, id, leg) = Day::consulting();
    day.hang_up(id, Party::Agent);
    assert_eq!((day.state(id), day.state(leg)), (ContactState::Ended, ContactState::Connecting));
    day.accept(leg);
    assert_eq!(day.state(leg), ContactState::Connected);
}

#[test]
fn the_other_agent_may_go_again() {
    let (mut day, id, leg) = Day::consulting();
    day.accept(leg);
    day.hang_up(leg, Party::Agent);
    assert_eq!((day.state(id), day.state(leg)), (ContactState::Connected, ContactState::Ended));
    assert_eq!(day.line_states(id)[1..], [(Party::Customer, Hold), (Party::Third, Disconnected)]);
    assert_eq!((day.shown(), day.shown_of(&ben())), ("Busy", "AfterCallWork"));
}

#[test]
fn the_other_agent_may_not_take_it_or_be_called_off() {
    let (mut day, id, leg) = Day::consulting();
    day.do_it(leg, Action::Reject);
    assert_eq!((day.state(leg), day.shown_of(&ben())), (ContactState::Rejected, "MissedCallAgent"));
    assert_eq!(day.line_states(id)[2], (Party::Third, Disconnected));

    let (mut day, id, leg) = Day::consulting();
    day.hang_up(id, Party::Third);
    assert_eq!((day.state(id), day.state(leg)), (ContactState::Connected, ContactState::Missed));
}

#[test]
fn a_customer_who_hangs_up_while_both_agents_talk_leaves_them_talking() {
    let (mut day, id, leg) = Day::consulting();
    day.accept(leg);
    day.apply(Command::CustomerHangsUp(leg)).unwrap();
    assert_eq!((day.state(id), day.state(leg)), (ContactState::Connected, ContactState::Connected));
    day.hang_up(id, Party::Agent);
    assert_eq!(day.state(leg), ContactState::Ended, "there is no customer to stay with");
}

#[test]
fn a_chain_of_three_agents_keeps_the_first_contact_in_mind() {
    let (mut day, first, second) = Day::consulting();
    day.start_shift(&chie());
    day.accept(second);
    day.hang_up(first, Party::Agent);
    day.add(second, Endpoint::Agent(chie()));
    let [third] = day.before(&chie())[..] else { panic!("Chie's phone rings") };
    let lineage = day.contact(third).lineage;
    assert_eq!((lineage.initial, lineage.previous), (first, Some(second)));
    day.accept(third);
    day.hang_up(second, Party::Agent);
    assert_eq!(day.state(third), ContactState::Connected);
    day.apply(Command::CustomerHangsUp(third)).unwrap();
    assert_eq!(day.state(third), ContactState::Ended);
}

#[test]
fn whoever_stays_takes_the_rest_of_the_conference_along() {
    let (mut day, id, leg) = Day::consulting();
    day.start_shift(&chie());
    day.accept(leg);
    day.add(id, Endpoint::Agent(chie()));
    let [other] = day.before(&chie())[..] else { panic!("Chie's phone rings") };
    day.accept(other);
    day.add(id, number("+12065550123"));
    day.wait(2_000);
    day.do_it(id, Action::Conference);
    day.hang_up(id, Party::Agent);
    for contact in [leg, other] {
        assert_eq!(day.state(contact), ContactState::Connected);
    }
    let third_parties = day.line_states(leg).into_iter().filter(|(party, _)| *party == Party::Third);
    assert_eq!(third_parties.count(), 2);
    day.hang_up(other, Party::Agent);
    assert_eq!(day.state(leg), ContactState::Connected);
    day.hang_up(leg, Party::Agent);
    assert_eq!(day.state(leg), ContactState::Ended);
}

#[test]
fn a_transfer_to_a_queue_goes_to_whoever_serves_it() {
    let mut day = Day::begin();
    let id = day.connected();
    let support = day.centre.instance().queue_named("Support").unwrap();
    day.add(id, Endpoint::Queue(support));
    day.hang_up(id, Party::Agent);
    day.wait(30_000);
    assert_eq!(day.state(id), ContactState::Ended);
    day.start_shift(&ben());
    let [leg] = day.before(&ben())[..] else { panic!("Ben's phone rings") };
    assert_eq!(day.contact(leg).initiation, Initiation::QueueTransfer);
    day.wait(20_000);
    assert_eq!((day.state(leg), day.shown_of(&ben())), (ContactState::Queued, "MissedCallAgent"));
    day.act(id, Action::Clear).unwrap();
    assert_eq!(day.before(&anna()), [leg], "back at where it came from");
}

#[test]
fn a_chat_is_joined_without_hold_and_a_task_goes_at_once() {
    let mut day = Day::begin();
    day.start_shift(&ben());
    let chat = day.arrive(Channel::Chat, "Support", Some(anna())).unwrap();
    day.accept(chat);
    day.add(chat, Endpoint::Agent(ben()));
    assert_eq!(day.line_states(chat)[1], (Party::Customer, Connected));
    let phone = Action::AddParty(to(number("+12065550123")));
    assert!(matches!(day.try_it(chat, phone), Err(Refusal::WrongChannel { .. })));

    let task = day.arrive(Channel::Task, "Support", Some(anna())).unwrap();
    day.accept(task);
    day.do_it(task, Action::AddParty(to(Endpoint::Agent(ben()))));
    assert_eq!(day.state(task), ContactState::Ended);
    assert_eq!(day.before(&ben()).len(), 2);
}

#[test]
fn a_chat_can_be_sent_on_for_good_and_a_call_cannot() {
    let mut day = Day::begin();
    day.start_shift(&ben());
    let chat = day.arrive(Channel::Chat, "Support", Some(anna())).unwrap();
    day.accept(chat);
    day.do_it(chat, Action::Transfer(to(Endpoint::Agent(ben()))));
    let [leg] = day.before(&ben())[..] else { panic!("Ben has the chat") };
    assert_eq!((day.state(chat), day.contact(leg).lineage.initial), (ContactState::Ended, chat));
    let call = day.connected();
    let away = Action::Transfer(to(Endpoint::Agent(ben())));
    assert!(matches!(day.try_it(call, away), Err(Refusal::WrongChannel { .. })));
}
