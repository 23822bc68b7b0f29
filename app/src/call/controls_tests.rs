//! Which controls there are, in every state that a contact can be in.

use connect_streams::{AgentData, EndpointType, EpochMs, SkewMs};
use rstest::rstest;

use super::*;
use crate::contact::{ContactEvent, ContactTimeline, Now};

const NOW: Now = Now { local: EpochMs::MAX, skew: SkewMs(0) };

fn data(name: &str) -> &'static str {
    match name {
        "connecting" => include_str!("../../streams/tests/agent-data/connecting.json"),
        "hold" => include_str!("../../streams/tests/agent-data/hold.json"),
        "ended" => include_str!("../../streams/tests/agent-data/ended.json"),
        "missed" => include_str!("../../streams/tests/agent-data/missed.json"),
        "rejected" => include_str!("../../streams/tests/agent-data/rejected.json"),
        "muted" => include_str!("../../streams/tests/agent-data/muted.json"),
        _ => include_str!("../../streams/tests/agent-data/connected.json"),
    }
}

fn snapshot(name: &str) -> ContactSnapshot {
    AgentData::from_json(data(name)).unwrap().snapshot.contacts.remove(0)
}

fn desk(snapshot: ContactSnapshot, waiting: &[Act]) -> DeskContact {
    DeskContact {
        timeline: ContactTimeline::begin(&snapshot, NOW),
        snapshot: Some(snapshot),
        waiting: waiting.to_vec(),
        refused: None,
        is_unfinished: false,
    }
}

fn controls(snapshot: ContactSnapshot, waiting: &[Act]) -> Controls {
    Controls::of(&desk(snapshot, waiting), false)
}

fn words(controls: &Controls) -> Vec<&'static str> {
    controls.list.iter().map(|control| control.kind.word()).collect()
}

/// The contact with others called in, in these states.
fn with_others(name: &str, states: &[ConnectionState]) -> ContactSnapshot {
    let mut snapshot = snapshot(name);
    for (index, state) in states.iter().enumerate() {
        let mut other = snapshot.customer().unwrap().clone();
        other.connection_id = format!("third-{index}");
        other.kind = ConnectionType::Outbound;
        other.initial = false;
        other.state.kind = state.clone();
        other.endpoint = None;
        snapshot.connections.push(other);
    }
    snapshot
}

fn of_channel(kind: ContactType, state: ContactState) -> ContactSnapshot {
    let mut contact = snapshot("connected");
    contact.kind = kind;
    contact.state.kind = state;
    contact
}

#[rstest]
#[case("connecting", &["accept", "reject"])]
#[case("connected", &["mute", "hold", "keypad", "reach", "leave"])]
#[case::nobody_hears_tones("hold", &["mute", "hold", "reach", "leave"])]
#[case("ended", &["clear"])]
#[case("missed", &["clear"])]
#[case("rejected", &["clear"])]
fn a_call_has_what_its_state_allows(#[case] name: &str, #[case] expected: &[&str]) {
    assert_eq!(words(&controls(snapshot(name), &[])), expected);
}

#[rstest]
#[case(ContactType::QueueCallback, ContactState::Incoming, &["accept", "reject"])]
#[case::customer_is_called(ContactType::QueueCallback, ContactState::Connecting, &["mute", "leave"])]
#[case(ContactType::Chat, ContactState::Connecting, &["accept", "reject"])]
#[case(ContactType::Chat, ContactState::Connected, &["reach", "leave"])]
#[case(ContactType::Task, ContactState::Connected, &["reach", "pause", "leave"])]
#[case(ContactType::Task, ContactState::Paused, &["reach", "pause", "leave"])]
#[case(ContactType::Email, ContactState::Connected, &["reach", "leave"])]
#[case(ContactType::Email, ContactState::Ended, &["clear"])]
#[case::nobody_knows(ContactType::Voice, ContactState::Other("later".to_owned()), &[])]
fn every_channel_has_its_own(
    #[case] kind: ContactType,
    #[case] state: ContactState,
    #[case] expected: &[&str],
) {
    assert_eq!(words(&controls(of_channel(kind, state), &[])), expected);
}

#[test]
fn a_call_that_the_agent_makes_is_not_accepted() {
    let mut outbound = snapshot("connecting");
    outbound.connections[1].kind = ConnectionType::Outbound;
    assert_eq!(words(&controls(outbound, &[])), ["leave"]);
}

#[test]
fn what_was_asked_for_waits_until_the_service_shows_it() {
    let controls_of = |waiting: &[Act]| controls(snapshot("connecting"), waiting);
    assert!(!controls_of(&[]).find("", Kind::Accept).unwrap().waits);
    let asked = controls_of(&[Act::Accept]);
    assert!(asked.find("", Kind::Accept).unwrap().waits);
    assert!(!asked.find("", Kind::Reject).unwrap().waits);
}

#[test]
fn a_switch_shows_what_the_service_shows_and_asks_for_the_opposite() {
    let connected = snapshot("connected");
    let customer = connected.customer().unwrap().connection_id.clone();
    let asked = controls(connected, &[Act::Hold(customer.clone())]);
    let hold = asked.find("", Kind::Hold).unwrap();
    assert_eq!((hold.on, hold.waits), (Some(false), true), "nothing is shown before it is so");
    let after = controls(snapshot("hold"), &[]);
    assert_eq!(after.find("", Kind::Hold).unwrap().act, Some(Act::Resume(customer)));
}

#[test]
fn mute_is_read_where_it_is_made() {
    let by_service = |name| controls(snapshot(name), &[]).find("", Kind::Mute).unwrap().clone();
    assert_eq!(by_service("connected").on, Some(false));
    let muted = by_service("muted");
    assert_eq!((muted.on, muted.act), (Some(true), Some(Act::Mute { on: false, by_service: true })));

    let mut softphone = snapshot("muted");
    softphone.connections[0].softphone_media_info = Some(connect_streams::VoiceMediaInfo::default());
    let by_softphone = Controls::of(&desk(softphone, &[]), false);
    let mute = by_softphone.find("", Kind::Mute).unwrap();
    assert_eq!((mute.on, mute.act.clone()), (Some(false), Some(Act::Mute { on: true, by_service: false })));
}

#[test]
fn a_consultation_can_be_swapped_and_joined() {
    let contact = with_others("hold", &[ConnectionState::Connected]);
    let controls = controls(contact, &[Act::Swap]);
    assert_eq!(
        words(&controls),
        ["mute", "hold", "keypad", "swap", "join", "leave"],
        "three are all there can be"
    );
    assert!(controls.find("", Kind::Swap).unwrap().waits);
    assert!(controls.several);
    assert_eq!(controls.listeners().next().unwrap().connection_id, "third-0");
}

#[test]
fn whoever_is_still_being_called_is_neither_swapped_nor_joined() {
    let controls = controls(with_others("hold", &[ConnectionState::Connecting]), &[]);
    assert_eq!(words(&controls), ["mute", "hold", "leave"]);
    let third = controls.party("third-0").unwrap();
    assert_eq!(third.standing, Standing::Calling);
    assert_eq!(third.controls.iter().map(|one| one.kind).collect::<Vec<_>>(), [Kind::Drop]);
}

#[test]
fn many_take_part_only_where_the_instance_has_that() {
    let states = [ConnectionState::Connected, ConnectionState::Hold];
    let mut contact = with_others("connected", &states);
    assert!(!words(&controls(contact.clone(), &[])).contains(&"reach"));
    contact.contact_features.as_mut().unwrap().multi_party_conference_enabled = true;
    let with_more = controls(contact.clone(), &[]);
    assert_eq!(
        words(&with_more),
        ["mute", "hold", "keypad", "reach", "join", "leave"],
        "four are not swapped"
    );
    assert_eq!(with_more.reach, Reach { phones: true, consult: true });
    let full = [states.clone(), states].concat();
    let mut full = with_others("connected", &full);
    full.contact_features = contact.contact_features;
    assert!(!words(&controls(full, &[])).contains(&"reach"), "six are all there can be");
}

#[test]
fn a_supervisor_who_listens_takes_nobodys_place() {
    let mut contact = with_others("connected", &[ConnectionState::SilentMonitor]);
    contact.connections.last_mut().unwrap().kind = ConnectionType::Monitoring;
    let controls = controls(contact, &[]);
    assert_eq!(words(&controls), ["mute", "hold", "keypad", "reach", "leave"]);
    assert!(!controls.several);
    let supervisor = controls.party("third-0").unwrap();
    assert_eq!((supervisor.role, supervisor.standing), (Role::Supervisor, Standing::Listening));
    assert!(supervisor.controls.is_empty());
}

#[test]
fn each_participant_is_held_and_dropped_apart_once_there_are_several() {
    let alone = controls(snapshot("connected"), &[]);
    assert!(alone.parties[0].controls.is_empty());
    let contact = with_others("connected", &[ConnectionState::Hold]);
    let customer = contact.customer().unwrap().connection_id.clone();
    let controls = controls(contact, &[Act::Drop("third-0".to_owned())]);
    let of = |id: &str, kind| controls.find(id, kind).unwrap();
    assert_eq!(of(&customer, Kind::Hold).act, Some(Act::Hold(customer.clone())));
    assert_eq!(of("third-0", Kind::Hold).act, Some(Act::Resume("third-0".to_owned())));
    assert!(of("third-0", Kind::Drop).waits);
    assert!(!of(&customer, Kind::Drop).waits);
    assert_eq!(controls.find("unknown", Kind::Hold), None);
}

#[test]
fn whoever_was_called_in_is_muted_apart_and_the_customer_is_not() {
    let mut contact = with_others("connected", &[ConnectionState::Connected]);
    let customer = contact.customer().unwrap().connection_id.clone();
    let mute = |on| Act::MuteParty { connection_id: "third-0".to_owned(), on };
    let of = |contact: &ContactSnapshot, waiting: &[Act]| {
        controls(contact.clone(), waiting).find("third-0", Kind::MuteParty).cloned()
    };
    assert_eq!(controls(contact.clone(), &[]).find(&customer, Kind::MuteParty), None);
    let asked = of(&contact, &[mute(true)]).unwrap();
    assert_eq!((asked.on, asked.waits, asked.act), (Some(false), true, Some(mute(true))));
    let third = |contact: &mut ContactSnapshot, change: fn(&mut ConnectionSnapshot)| {
        change(contact.connections.last_mut().unwrap());
    };
    third(&mut contact, |third| third.mute = true);
    let muted = of(&contact, &[]).unwrap();
    assert_eq!((muted.on, muted.waits, muted.act), (Some(true), false, Some(mute(false))));
    third(&mut contact, |third| {
        third.endpoint = Some(Endpoint { kind: Some(EndpointType::Agent), ..Endpoint::default() });
    });
    assert_eq!(of(&contact, &[]), None, "an agent opens their own microphone");
    third(&mut contact, |third| (third.mute, third.forced_mute) = (false, true));
    assert_eq!(of(&contact, &[]), None, "what a supervisor did stays");
}

#[test]
fn a_third_party_is_called_by_the_name_that_was_chosen() {
    let contact = with_others("hold", &[ConnectionState::Connected]);
    let mut desk = desk(snapshot("hold"), &[]);
    desk.timeline.apply(ContactEvent::Transferring { to: "Billing", cold: false }, NOW);
    desk.timeline.apply(ContactEvent::Seen(&contact), NOW);
    desk.snapshot = Some(contact.clone());
    let chosen = Controls::of(&desk, false);
    assert_eq!(chosen.party("third-0").unwrap().name.as_deref(), Some("Billing"));
    let mut stranger = contact;
    assert_eq!(controls(stranger.clone(), &[]).party("third-0").unwrap().name, None);
    stranger.connections.last_mut().unwrap().quick_connect_name = Some("Taxi".to_owned());
    let named = controls(stranger, &[]);
    assert_eq!(named.party("third-0").unwrap().name.as_deref(), Some("Taxi"));
    assert_eq!(named.parties[0].name.as_deref(), Some("+12065550100"));
}

#[test]
fn when_the_customer_has_left_the_other_one_is_held() {
    let mut contact = with_others("connected", &[ConnectionState::Connected]);
    contact.connections[1].state.kind = ConnectionState::Disconnected;
    let controls = controls(contact, &[]);
    assert_eq!(words(&controls), ["mute", "hold", "keypad", "reach", "leave"]);
    assert_eq!(controls.find("", Kind::Hold).unwrap().act, Some(Act::Hold("third-0".to_owned())));
    assert_eq!(controls.parties[0].standing, Standing::Gone);
}

#[test]
fn a_task_goes_at_once_and_not_by_telephone() {
    let task = controls(of_channel(ContactType::Task, ContactState::Connected), &[]);
    assert_eq!(task.reach, Reach { phones: false, consult: false });
    let pause = task.find("", Kind::Pause).unwrap();
    assert_eq!((pause.on, pause.act.clone()), (Some(false), Some(Act::Pause)));
    let chat = controls(of_channel(ContactType::Chat, ContactState::Connected), &[]);
    assert_eq!(chat.reach, Reach { phones: false, consult: true });
}

#[test]
fn who_was_asked_for_is_known_by_how() {
    let taxi = Endpoint::by_phone_number("+12065550123");
    let asked = controls(snapshot("connected"), &[Act::Consult(taxi.clone())]);
    assert!(asked.is_asked(&taxi, false));
    assert!(!asked.is_asked(&taxi, true));
    assert!(!asked.tones_wait);
}

#[test]
fn what_is_cleared_has_no_controls() {
    let cleared = DeskContact { snapshot: None, ..desk(snapshot("ended"), &[]) };
    assert_eq!(Controls::of(&cleared, false), Controls::default());
}

#[test]
fn a_word_stands_for_one_control() {
    for kind in Kind::ALL {
        assert_eq!(Kind::of_word(kind.word()), Some(kind));
    }
}
