//! Supervisors who listen and barge in.

use super::*;

/// Anna talks to a customer, and Ben listens.
fn monitored() -> (Day, ContactId, ContactId) {
    let mut day = Day::begin();
    day.start_shift(&ben());
    let id = day.connected();
    let command = Command::Monitor { agent: ben(), contact: id, auto_accept: false };
    let watcher = day.apply(command).unwrap().unwrap();
    day.accept(watcher);
    (day, id, watcher)
}

#[test]
fn a_supervisor_listens_unnoticed() {
    let (day, id, watcher) = monitored();
    assert_eq!(day.contact(id).connections.len(), 2, "Anna does not notice");
    let snapshot = day.centre.snapshot(&ben(), 0).unwrap();
    let contact = &snapshot["contacts"][0];
    assert_eq!(contact["contactId"], watcher.to_string());
    assert_eq!(contact["queue"], serde_json::Value::Null);
    let [line] = &contact["connections"].as_array().unwrap()[..] else { panic!("one line") };
    assert_eq!((&line["type"], &line["initial"]), (&"monitoring".into(), &true.into()));
    assert_eq!(line["state"]["type"], "silent_monitor");
    assert_eq!(line["monitoringInfo"]["agent"]["agentName"], "Anna Lindqvist");
    assert_eq!(line["monitorStatus"], "SILENT_MONITOR");
    assert_eq!(line["monitorCapabilities"], serde_json::json!(["SILENT_MONITOR", "BARGE"]));
}

#[test]
fn a_supervisor_barges_in_and_out() {
    let (mut day, id, watcher) = monitored();
    day.do_it(watcher, Action::SetMonitorMode(MonitorMode::Barge));
    let seen = |day: &Day| day.centre.snapshot(&anna(), 0).unwrap()["contacts"][0]["connections"][2].clone();
    assert_eq!((&seen(&day)["type"], &seen(&day)["monitorStatus"]), (&"monitoring".into(), &"BARGE".into()));
    assert_eq!(seen(&day)["state"]["type"], "barge");
    day.do_it(watcher, Action::SetMonitorMode(MonitorMode::SilentMonitor));
    assert_eq!(seen(&day)["state"]["type"], "disconnected");
    let call = day.contact(id).clone();
    assert!(matches!(
        day.try_it(id, Action::SetMonitorMode(MonitorMode::Barge)),
        Err(Refusal::NotMonitoring)
    ));
    assert_eq!(*day.contact(id), call);
}

#[test]
fn listening_ends_with_the_call_or_before_it() {
    let (mut day, id, watcher) = monitored();
    day.do_it(watcher, Action::SetMonitorMode(MonitorMode::Barge));
    day.apply(Command::CustomerHangsUp(id)).unwrap();
    assert_eq!((day.state(id), day.state(watcher)), (ContactState::Ended, ContactState::Ended));

    let (mut day, id, watcher) = monitored();
    day.do_it(watcher, Action::SetMonitorMode(MonitorMode::Barge));
    let line = day.line(watcher, Party::Agent);
    day.do_it(watcher, Action::Disconnect(line));
    assert_eq!((day.state(id), day.state(watcher)), (ContactState::Connected, ContactState::Ended));
    assert_eq!(day.line_states(id)[2], (Party::Supervisor, ConnectionState::Disconnected));
}

#[test]
fn nobody_listens_to_themselves_or_to_what_is_not_going_on() {
    let mut day = Day::begin();
    day.start_shift(&ben());
    let id = day.ringing();
    let monitor = |agent: Username| Command::Monitor { agent, contact: id, auto_accept: false };
    assert!(matches!(day.apply(monitor(ben())), Err(Refusal::WrongContactState { .. })));
    day.accept(id);
    assert_eq!(day.apply(monitor(anna())), Err(Refusal::WrongDestination));
    assert_eq!(day.apply(monitor(chie())), Err(Refusal::NotSignedIn(chie())));
}
