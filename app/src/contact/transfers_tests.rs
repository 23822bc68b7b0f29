//! The specification of who was called in, and of what came of it.

use connect_streams::{AgentData, ContactState, SkewMs, TimedState};
use rstest::rstest;

use super::*;
use crate::{
    api::EndedBy,
    contact::{ContactEvent, ContactTimeline},
};

/// A call in which the customer is `customer` and the lines of others are as given: their names, states and since when.
fn call(state: &str, at: i64, customer: (&str, i64), others: &[(&str, &str, i64)]) -> ContactSnapshot {
    let text = include_str!("../../streams/tests/agent-data/connected.json");
    let mut contact = AgentData::from_json(text).unwrap().snapshot.contacts.remove(0);
    contact.state =
        TimedState { kind: ContactState::from(state.to_owned()), timestamp: Some(EpochMs::new(at)) };
    let line = |state: &str, at| TimedState {
        kind: ConnectionState::from(state.to_owned()),
        timestamp: Some(EpochMs::new(at)),
    };
    let index = contact.connections.iter().position(|one| one.kind != ConnectionType::Agent).unwrap();
    contact.connections[index].state = line(customer.0, customer.1);
    for (id, state, at) in others {
        let mut other = contact.connections[index].clone();
        other.connection_id = (*id).to_owned();
        other.kind = ConnectionType::Outbound;
        other.initial = false;
        other.endpoint = Some(Endpoint::by_phone_number("INTERNAL-TRANSFER"));
        other.state = line(state, *at);
        contact.connections.push(other);
    }
    contact
}

fn now(milliseconds: i64) -> Now {
    Now { local: EpochMs::new(milliseconds), skew: SkewMs(0) }
}

/// A call in which the agent asks for Ben, whose line then rings at 5000.
fn ringing_at_ben(cold: bool) -> ContactTimeline {
    let mut timeline = ContactTimeline::begin(&call("connected", 3_000, ("connected", 900), &[]), now(3_000));
    timeline.apply(ContactEvent::Transferring { to: "Ben Okafor", cold }, now(4_900));
    let ringing = call("connected", 3_000, ("hold", 5_000), &[("b", "connecting", 5_000)]);
    timeline.apply(ContactEvent::Seen(&ringing), now(5_050));
    timeline
}

fn seen(timeline: &mut ContactTimeline, contact: &ContactSnapshot, at: i64) {
    timeline.apply(ContactEvent::Seen(contact), now(at));
}

fn outcomes(timeline: &ContactTimeline) -> Vec<(&str, TransferKind, Option<TransferOutcome>)> {
    timeline.transfers.list().iter().map(|one| (one.to.as_str(), one.kind, one.outcome)).collect()
}

#[rstest]
#[case(true, TransferKind::Cold)]
#[case(false, TransferKind::Consult)]
fn a_line_is_called_what_the_agent_asked_for(#[case] cold: bool, #[case] kind: TransferKind) {
    let timeline = ringing_at_ben(cold);
    assert_eq!(outcomes(&timeline), [("Ben Okafor", kind, None)]);
    assert_eq!(timeline.transfers.name_of("b"), Some("Ben Okafor"));
    assert_eq!(timeline.transfers.list()[0].at.at.get(), 5_000);
}

#[test]
fn a_line_that_nobody_here_asked_for_is_called_what_the_service_calls_it() {
    let contact = call("connected", 3_000, ("connected", 900), &[("x", "connected", 4_000)]);
    let timeline = ContactTimeline::begin(&contact, now(5_000));
    assert_eq!(outcomes(&timeline)[0].0, "INTERNAL-TRANSFER");
}

#[test]
fn what_was_asked_for_and_never_came_names_nobody_later() {
    let mut timeline = ContactTimeline::begin(&call("connected", 3_000, ("connected", 900), &[]), now(3_000));
    timeline.apply(ContactEvent::Transferring { to: "Ben Okafor", cold: true }, now(4_000));
    let late = call("connected", 3_000, ("connected", 900), &[("x", "connected", 90_000)]);
    seen(&mut timeline, &late, 90_000);
    assert_eq!(outcomes(&timeline), [("INTERNAL-TRANSFER", TransferKind::Consult, None)]);
}

#[test]
fn who_does_not_answer_was_not_reached() {
    let mut timeline = ringing_at_ben(false);
    let gone = call("connected", 3_000, ("hold", 5_000), &[("b", "disconnected", 9_000)]);
    seen(&mut timeline, &gone, 9_050);
    assert_eq!(
        outcomes(&timeline),
        [("Ben Okafor", TransferKind::Consult, Some(TransferOutcome::NotReached))]
    );
}

#[test]
fn who_was_there_and_hangs_up_has_left() {
    let mut timeline = ringing_at_ben(false);
    seen(&mut timeline, &call("connected", 3_000, ("hold", 5_000), &[("b", "connected", 7_000)]), 7_050);
    seen(&mut timeline, &call("connected", 3_000, ("hold", 5_000), &[("b", "disconnected", 9_000)]), 9_050);
    seen(&mut timeline, &call("ended", 12_000, ("disconnected", 12_000), &[]), 12_050);
    assert_eq!(outcomes(&timeline), [("Ben Okafor", TransferKind::Consult, Some(TransferOutcome::Left))]);
    let record = &timeline.record(&anna()).transfers[0];
    assert_eq!(
        (record.started_at.get(), record.answered_at.map(EpochMs::get), record.ended_at.map(EpochMs::get)),
        (5_000, Some(7_000), Some(9_000))
    );
}

#[test]
fn an_agent_who_leaves_hands_the_call_over() {
    let mut timeline = ringing_at_ben(false);
    seen(&mut timeline, &call("connected", 3_000, ("connected", 8_000), &[("b", "connected", 7_000)]), 8_050);
    // The service shows every line as disconnected when the contact is over for this agent.
    seen(
        &mut timeline,
        &call("ended", 9_000, ("disconnected", 9_000), &[("b", "disconnected", 9_000)]),
        9_050,
    );
    assert_eq!(
        outcomes(&timeline),
        [("Ben Okafor", TransferKind::Consult, Some(TransferOutcome::HandedOver))]
    );
    assert_eq!(timeline.ended_by, Some(EndedBy::Agent));
}

#[test]
fn leaving_while_it_rings_is_a_cold_transfer_whatever_was_meant() {
    let mut timeline = ringing_at_ben(false);
    seen(
        &mut timeline,
        &call("ended", 6_000, ("disconnected", 6_000), &[("b", "disconnected", 6_000)]),
        6_050,
    );
    assert_eq!(outcomes(&timeline), [("Ben Okafor", TransferKind::Cold, Some(TransferOutcome::HandedOver))]);
}

#[test]
fn without_a_customer_there_is_nothing_to_hand_over() {
    let mut timeline = ringing_at_ben(false);
    seen(
        &mut timeline,
        &call("connected", 3_000, ("disconnected", 7_500), &[("b", "connected", 7_000)]),
        7_550,
    );
    seen(
        &mut timeline,
        &call("ended", 9_000, ("disconnected", 7_500), &[("b", "disconnected", 9_000)]),
        9_050,
    );
    assert_eq!(outcomes(&timeline), [("Ben Okafor", TransferKind::Consult, Some(TransferOutcome::Left))]);
    assert_eq!(timeline.ended_by, Some(EndedBy::Customer));
}

#[test]
fn who_is_alone_with_the_agent_does_not_become_the_customer() {
    let mut timeline = ringing_at_ben(false);
    let mut alone = call("connected", 3_000, ("hold", 5_000), &[("b", "disconnected", 8_000)]);
    alone.connections.retain(|one| one.kind == ConnectionType::Agent || one.connection_id == "b");
    seen(&mut timeline, &alone, 8_050);
    assert_eq!(outcomes(&timeline)[0].2, Some(TransferOutcome::NotReached));
}

fn task(state: &str, at: i64) -> ContactSnapshot {
    let mut task = call(state, at, ("connected", 900), &[]);
    task.kind = connect_streams::ContactType::Task;
    task.connections.retain(|one| one.kind == ConnectionType::Agent);
    task
}

#[test]
fn a_task_goes_over_without_a_line() {
    let mut timeline = ContactTimeline::begin(&task("connected", 3_000), now(3_000));
    timeline.apply(ContactEvent::Transferring { to: "Claims", cold: true }, now(4_000));
    timeline.apply(ContactEvent::Gone, now(4_500));
    assert_eq!(outcomes(&timeline), [("Claims", TransferKind::Cold, Some(TransferOutcome::HandedOver))]);
    assert_eq!(timeline.ended_by, Some(EndedBy::Agent));
}

#[test]
fn a_task_that_the_agent_ends_instead_was_not_handed_over() {
    let mut timeline = ContactTimeline::begin(&task("connected", 3_000), now(3_000));
    timeline.apply(ContactEvent::Transferring { to: "Claims", cold: true }, now(4_000));
    timeline.apply(ContactEvent::HungUp, now(5_000));
    timeline.apply(ContactEvent::Gone, now(5_500));
    assert_eq!(outcomes(&timeline), []);
}

#[test]
fn a_call_whose_customer_hangs_up_before_the_line_appears_was_not_handed_over() {
    let mut timeline = ContactTimeline::begin(&call("connected", 3_000, ("connected", 900), &[]), now(3_000));
    timeline.apply(ContactEvent::Transferring { to: "Ben Okafor", cold: true }, now(4_000));
    seen(&mut timeline, &call("ended", 4_100, ("disconnected", 4_100), &[]), 4_150);
    assert_eq!(outcomes(&timeline), []);
}

#[test]
fn moments_that_contradict_each_other_still_make_a_record() {
    let mut timeline = ringing_at_ben(false);
    seen(&mut timeline, &call("connected", 3_000, ("hold", 5_000), &[("b", "connected", 4_000)]), 7_050);
    seen(&mut timeline, &call("connected", 3_000, ("hold", 5_000), &[("b", "disconnected", 3_500)]), 9_050);
    assert_eq!(timeline.record(&anna()).validate(), Ok(()));
}

#[test]
fn more_calls_than_a_record_holds_are_left_out() {
    let names: Vec<String> = (0..=MAX_TRANSFERS).map(|index| index.to_string()).collect();
    let others: Vec<_> = names.iter().map(|name| (name.as_str(), "connected", 4_000)).collect();
    let timeline = ContactTimeline::begin(&call("connected", 3_000, ("connected", 900), &others), now(5_000));
    assert_eq!(timeline.record(&anna()).validate(), Ok(()));
}

#[rstest]
#[case("", "?")]
#[case("\u{7}", "?")]
#[case("昼の\n窓口", "昼の窓口")]
fn a_name_is_one_that_a_record_takes(#[case] to: &str, #[case] named: &str) {
    let mut timeline = ContactTimeline::begin(&call("connected", 3_000, ("connected", 900), &[]), now(3_000));
    timeline.apply(ContactEvent::Transferring { to, cold: false }, now(4_000));
    seen(&mut timeline, &call("connected", 3_000, ("hold", 5_000), &[("b", "connecting", 5_000)]), 5_000);
    assert_eq!(timeline.transfers.list()[0].to, named);
    assert_eq!(timeline.record(&anna()).validate(), Ok(()));
}

fn anna() -> crate::agent::Author {
    crate::agent::Author { login: "anna".to_owned(), ..crate::agent::Author::default() }
}
