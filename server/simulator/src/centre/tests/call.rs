//! One call of one agent, from ringing to cleared.

use super::*;

#[test]
fn an_agent_starts_signed_out_and_offline_and_keeps_the_status_over_a_reload() {
    let mut day = Day::begin();
    let ben = day.centre.agent(&ben()).unwrap();
    assert_eq!((ben.signed_in, ben.shown(day.centre.instance()).name), (false, "Offline"));
    day.apply(Command::SignOut(anna())).unwrap();
    day.apply(Command::SignIn(anna())).unwrap();
    assert_eq!(day.shown(), "Available");
}

#[test]
fn an_offered_contact_rings_at_the_agent_while_the_customer_is_on_the_line() {
    let mut day = Day::begin();
    let id = day.ringing();
    let contact = day.contact(id);
    assert_eq!(contact.state, ContactState::Connecting);
    let lines: Vec<_> = contact.connections.iter().map(|line| (line.party, line.state)).collect();
    assert_eq!(
        lines,
        [(Party::Agent, ConnectionState::Connecting), (Party::Customer, ConnectionState::Connected)]
    );
    assert!(Some(contact.queued_at) < contact.offered_at);
    assert_eq!(day.shown(), "PendingBusy");
}

#[test]
fn only_an_agent_who_is_signed_in_available_and_free_is_offered_a_contact() {
    let mut day = Day::begin();
    day.apply(Command::SignOut(anna())).unwrap();
    assert_eq!(day.try_offer(), Err(Refusal::NotSignedIn(anna())));
    day.apply(Command::SignIn(anna())).unwrap();
    day.pick("Lunch", false).unwrap();
    assert_eq!(day.try_offer(), Err(Refusal::NotRoutable { agent: anna(), state: "Lunch".to_owned() }));
    day.pick("Available", false).unwrap();
    let contact = day.ended();
    day.pick("Available", false).unwrap();
    assert_eq!(day.try_offer(), Err(no_room()));
    day.act(contact, Action::Clear).unwrap();
    assert!(day.try_offer().is_ok());
}

#[test]
fn accepting_comes_first_and_the_line_a_moment_later() {
    let mut day = Day::begin();
    let id = day.ringing();
    day.wait(3_000);
    day.act(id, Action::Accept).unwrap();
    assert_eq!(day.contact(id).state, ContactState::Connecting);
    assert_eq!(day.act(id, Action::Accept), Err(Refusal::AlreadyAccepted));
    assert_eq!(day.act(id, Action::Reject), Err(Refusal::AlreadyAccepted));
    assert_eq!(day.wait(200), Changed::from([anna()]));
    let contact = day.contact(id);
    assert_eq!(contact.state, ContactState::Connected);
    assert_eq!(contact.accepted_at, Some(MORNING.plus(3_000)));
    assert_eq!(contact.connected_at, Some(MORNING.plus(3_200)));
    assert_eq!(day.shown(), "Busy");
}

#[test]
fn hold_and_mute_belong_to_a_connection_and_leave_the_contact_alone() {
    let mut day = Day::begin();
    let id = day.connected();
    let (agent, customer) = (day.line(id, Party::Agent), day.line(id, Party::Customer));
    let since = day.contact(id).since;
    day.wait(1_000);
    day.act(id, Action::Hold(customer)).unwrap();
    day.act(id, Action::Mute(agent)).unwrap();
    assert!(day.contact(id).is_on_hold() && day.contact(id).is_muted());
    assert_eq!((day.contact(id).state, day.contact(id).since), (ContactState::Connected, since));
    assert!(matches!(day.act(id, Action::Hold(customer)), Err(Refusal::WrongConnectionState { .. })));
    assert_eq!(day.act(id, Action::Mute(agent)), Err(Refusal::MuteUnchanged { muted: true }));
    day.act(id, Action::Resume(customer)).unwrap();
    day.act(id, Action::Unmute(agent)).unwrap();
    assert!(!day.contact(id).is_on_hold() && !day.contact(id).is_muted());
    assert_eq!((day.contact(id).state, day.contact(id).since), (ContactState::Connected, since));
}

#[test]
fn a_ringing_contact_is_neither_held_nor_muted_nor_cleared() {
    let mut day = Day::begin();
    let id = day.ringing();
    let agent = day.line(id, Party::Agent);
    for action in [Action::Hold(agent), Action::Resume(agent), Action::Mute(agent), Action::Unmute(agent)] {
        assert!(matches!(day.act(id, action.clone()), Err(Refusal::WrongContactState { .. })), "{action:?}");
    }
    assert_eq!(day.act(id, Action::Clear), Err(Refusal::StillLive));
}

#[test]
fn after_either_party_hangs_up_the_agent_works_the_contact_up() {
    for by_agent in [true, false] {
        let mut day = Day::begin();
        let id = day.connected();
        day.wait(60_000);
        if by_agent {
            let line = day.line(id, Party::Agent);
            day.act(id, Action::Disconnect(line)).unwrap();
        } else {
            day.apply(Command::CustomerHangsUp(id)).unwrap();
        }
        assert_eq!(day.contact(id).state, ContactState::Ended);
        assert_eq!(day.shown(), "AfterCallWork");
        assert!(day.contact(id).connections.iter().all(|line| line.state == ConnectionState::Disconnected));
        day.act(id, Action::Clear).unwrap();
        assert_eq!(day.shown(), "Available");
        assert_eq!(day.act(id, Action::Clear), Err(Refusal::AlreadyCleared));
        assert!(day.contact(id).cleared_at.is_some(), "a cleared contact stays known");
    }
}

#[test]
fn a_call_that_nobody_takes_is_missed_when_its_time_is_up() {
    let mut day = Day::begin();
    let id = day.ringing();
    assert_eq!(day.centre.next_deadline(), Some(MORNING.plus(20_000)));
    assert!(day.wait(19_999).is_empty());
    // The clock is looked at late; the call was over when it was over.
    assert_eq!(day.wait(5_000), Changed::from([anna()]));
    assert_eq!(day.contact(id).state, ContactState::Missed);
    assert_eq!(day.contact(id).ended_at, Some(MORNING.plus(20_000)));
    assert_eq!(day.shown(), "MissedCallAgent");
}

#[test]
fn an_accepted_call_does_not_ring_out() {
    let mut day = Day::begin();
    let id = day.connected();
    assert!(day.wait(3_600_000).is_empty());
    assert_eq!(day.contact(id).state, ContactState::Connected);
}

#[test]
fn a_customer_who_hangs_up_before_the_agent_accepts_is_missed_and_after_it_is_not() {
    let mut day = Day::begin();
    let id = day.ringing();
    day.apply(Command::CustomerHangsUp(id)).unwrap();
    assert_eq!(day.contact(id).state, ContactState::Missed);
    assert_eq!(day.apply(Command::CustomerHangsUp(id)), Err(Refusal::Over { state: ContactState::Missed }));

    let mut day = Day::begin();
    let id = day.ringing();
    day.act(id, Action::Accept).unwrap();
    day.apply(Command::CustomerHangsUp(id)).unwrap();
    assert_eq!((day.contact(id).state, day.contact(id).connected_at), (ContactState::Ended, None));
    assert!(day.wait(1_000).is_empty(), "what has ended is not connected any more");
}

#[test]
fn a_missed_call_stays_with_the_agent_until_they_pick_a_status() {
    let mut day = Day::begin();
    let id = day.ringing();
    day.act(id, Action::Reject).unwrap();
    assert_eq!((day.contact(id).state, day.shown()), (ContactState::Rejected, "MissedCallAgent"));
    day.act(id, Action::Clear).unwrap();
    assert_eq!(day.shown(), "MissedCallAgent");
    assert!(matches!(day.try_offer(), Err(Refusal::NotRoutable { .. })));
    day.pick("Available", true).unwrap();
    assert_eq!(day.shown(), "Available");
}

#[test]
fn putting_the_handset_down_while_it_rings_is_rejecting() {
    let mut day = Day::begin();
    let id = day.ringing();
    let line = day.line(id, Party::Agent);
    day.act(id, Action::Disconnect(line)).unwrap();
    assert_eq!(day.contact(id).state, ContactState::Rejected);
}

#[test]
fn during_a_contact_a_status_waits_for_its_end() {
    let mut day = Day::begin();
    let id = day.connected();
    assert_eq!(day.pick("Lunch", false), Err(Refusal::BusyWithContact));
    day.pick("Lunch", true).unwrap();
    assert_eq!(day.shown(), "Busy");
    day.apply(Command::CustomerHangsUp(id)).unwrap();
    assert_eq!(day.shown(), "AfterCallWork");
    day.act(id, Action::Clear).unwrap();
    assert_eq!(day.shown(), "Lunch");
    assert_eq!(day.centre.agent(&anna()).unwrap().next, None);
}

#[test]
fn after_call_work_may_be_left_at_once() {
    let mut day = Day::begin();
    let id = day.ended();
    day.pick("Break", false).unwrap();
    assert_eq!(day.shown(), "Break");
    day.act(id, Action::Clear).unwrap();
    assert_eq!(day.shown(), "Break");
}

#[test]
fn a_contact_is_nobodys_business_but_its_agents() {
    let mut day = Day::begin();
    let contact = day.ringing();
    let ben = Username::new("ben");
    let command = Command::Act { agent: ben, contact, action: Action::Accept };
    assert_eq!(day.apply(command), Err(Refusal::UnknownContact));
    let stranger = ConnectionId(uuid::Uuid::from_u128(999));
    assert_eq!(day.act(contact, Action::Disconnect(stranger)), Err(Refusal::UnknownConnection));
}

#[test]
fn a_clock_that_steps_back_stands_still() {
    let mut day = Day::begin();
    day.wait(5_000);
    day.centre.advance(MORNING);
    assert_eq!(day.centre.now(), MORNING.plus(5_000));
}

#[test]
fn a_snapshot_speaks_the_librarys_language() {
    let mut day = Day::begin();
    let id = day.connected();
    let customer = day.line(id, Party::Customer);
    day.act(id, Action::Hold(customer)).unwrap();
    let snapshot = day.centre.snapshot(&anna(), 300_000).unwrap();
    assert_eq!(snapshot["state"]["name"], "Busy");
    assert_eq!(snapshot["nextState"], serde_json::Value::Null);
    assert_eq!(snapshot["snapshotTimestamp"], 1_700_000_300.2, "the shifted clock, in seconds");
    let contact = &snapshot["contacts"][0];
    assert_eq!(contact["state"]["type"], "connected");
    assert_eq!(contact["state"]["timestamp"], 1_700_000_300.2);
    assert_eq!(contact["queue"]["name"], "Billing");
    assert_eq!(contact["customerEndpoint"]["phoneNumber"], "+12065550100");
    let [agent, customer] = [&contact["connections"][0], &contact["connections"][1]];
    assert_eq!((&agent["type"], &agent["initial"]), (&"agent".into(), &false.into()));
    assert_eq!((&customer["type"], &customer["initial"]), (&"inbound".into(), &true.into()));
    assert_eq!(customer["state"]["type"], "hold");
    assert_eq!(agent["softphoneMediaInfo"], serde_json::Value::Null);
}

#[test]
fn an_idle_snapshot_has_an_empty_list_never_none() {
    let day = Day::begin();
    assert_eq!(day.centre.snapshot(&anna(), 0).unwrap()["contacts"], serde_json::json!([]));
}
