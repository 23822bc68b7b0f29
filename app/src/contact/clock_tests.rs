//! The specification of the contact clock.

use connect_streams::{AgentData, EpochMs, SkewMs};
use proptest::prelude::*;
use rstest::rstest;

use super::*;

/// A contact as the service shows it: its state since `at`, the customer's connection in `customer` since `customer_at`.
fn contact(state: &str, at: i64, customer: &str, customer_at: i64) -> ContactSnapshot {
    let text = include_str!("../../streams/tests/agent-data/connected.json");
    let mut contact = AgentData::from_json(text).unwrap().snapshot.contacts.remove(0);
    contact.state.kind = ContactState::from(state.to_owned());
    contact.state.timestamp = Some(EpochMs::new(at));
    let connection =
        contact.connections.iter_mut().find(|connection| connection.kind != ConnectionType::Agent).unwrap();
    connection.state.kind = ConnectionState::from(customer.to_owned());
    connection.state.timestamp = Some(EpochMs::new(customer_at));
    contact
}

fn now(milliseconds: i64) -> Now {
    Now { local: EpochMs::new(milliseconds), skew: SkewMs(0) }
}

fn at(stamp: Option<Stamp>) -> Option<i64> {
    stamp.map(|stamp| stamp.at.get())
}

/// Offered at 1000, accepted at 2900 by the local clock, connected at 3000.
fn connected_call() -> ContactTimeline {
    let mut timeline = ContactTimeline::begin(&contact("connecting", 1_000, "connected", 900), now(1_050));
    timeline.apply(ContactEvent::Accepted, now(2_900));
    timeline.apply(ContactEvent::Seen(&contact("connected", 3_000, "connected", 900)), now(3_050));
    timeline
}

#[test]
fn one_inbound_call() {
    let mut timeline = connected_call();
    timeline.apply(ContactEvent::Seen(&contact("connected", 3_000, "hold", 5_000)), now(5_050));
    assert!(timeline.is_on_hold());
    timeline.apply(ContactEvent::Seen(&contact("connected", 3_000, "connected", 6_000)), now(6_050));
    timeline.apply(ContactEvent::Seen(&contact("ended", 9_000, "disconnected", 9_000)), now(9_050));
    timeline.apply(ContactEvent::Gone, now(12_000));

    let record = timeline.record("anna");
    assert_eq!(at(timeline.offered), Some(1_000));
    assert_eq!(at(timeline.accepted), Some(2_900));
    assert_eq!(at(timeline.connected), Some(3_000));
    assert_eq!(at(timeline.ended), Some(9_000));
    assert_eq!(at(timeline.cleared), Some(12_000));
    assert_eq!(record.holds.len(), 1);
    assert_eq!(timeline.held_ms(now(20_000).local), 1_000);
    assert_eq!(timeline.talked_ms(now(20_000).local), Some(5_000));
    assert_eq!(record.outcome, Some(Outcome::Handled));
    assert_eq!(record.customer_endpoint.as_deref(), Some("+12065550100"));
    assert_eq!(record.validate(), Ok(()));
}

#[rstest]
#[case::nobody_answered("missed", Outcome::Missed)]
#[case::customer_hung_up_first("ended", Outcome::Missed)]
#[case::declined("rejected", Outcome::Rejected)]
#[case::agent_side_failed("error", Outcome::Missed)]
fn a_call_that_was_never_connected(#[case] state: &str, #[case] outcome: Outcome) {
    let mut timeline = ContactTimeline::begin(&contact("connecting", 1_000, "connected", 900), now(1_000));
    timeline.apply(ContactEvent::Seen(&contact(state, 4_000, "disconnected", 4_000)), now(4_000));
    assert_eq!(timeline.outcome, Some(outcome));
    assert_eq!((at(timeline.connected), at(timeline.ended)), (None, Some(4_000)));
    assert_eq!(timeline.talked_ms(EpochMs::new(9_000)), None);
}

#[test]
fn an_outbound_call_that_failed() {
    let mut failed = contact("error", 4_000, "disconnected", 4_000);
    failed
        .connections
        .iter_mut()
        .filter(|connection| connection.kind == ConnectionType::Inbound)
        .for_each(|connection| connection.kind = ConnectionType::Outbound);
    let timeline = ContactTimeline::begin(&failed, now(4_000));
    assert_eq!((timeline.direction, timeline.outcome), (Direction::Outbound, Some(Outcome::Failed)));
}

#[test]
fn a_page_that_comes_late_knows_what_the_service_still_says() {
    let timeline = ContactTimeline::begin(&contact("connected", 3_000, "hold", 5_000), now(7_000));
    assert_eq!((at(timeline.offered), at(timeline.connected)), (None, Some(3_000)));
    assert!(timeline.is_on_hold());

    let timeline = ContactTimeline::begin(&contact("ended", 9_000, "disconnected", 9_000), now(9_500));
    assert_eq!(
        timeline.outcome,
        Some(Outcome::Handled),
        "only a contact that was seen ringing can be missed"
    );
}

#[test]
fn a_contact_that_vanishes_ends_when_that_is_noticed() {
    let mut timeline = connected_call();
    timeline.apply(ContactEvent::Seen(&contact("connected", 3_000, "hold", 5_000)), now(5_000));
    timeline.apply(ContactEvent::Gone, now(8_000));
    assert_eq!((at(timeline.ended), at(timeline.cleared)), (Some(8_000), Some(8_000)));
    assert_eq!(timeline.ended.unwrap().source, Source::Local);
    assert_eq!(timeline.held_ms(EpochMs::new(9_000)), 3_000, "the hold ends with the contact");
}

#[test]
fn a_missed_contact_that_is_offered_again_tells_of_the_newest_offer() {
    let mut timeline = ContactTimeline::begin(&contact("connecting", 1_000, "connected", 900), now(1_000));
    timeline.apply(ContactEvent::Seen(&contact("missed", 2_000, "connected", 900)), now(2_000));
    let missed = timeline.revision;
    timeline.apply(ContactEvent::Seen(&contact("connecting", 5_000, "connected", 900)), now(5_000));
    assert_eq!((at(timeline.offered), at(timeline.ended), timeline.outcome), (Some(5_000), None, None));
    assert!(timeline.revision > missed);
}

#[test]
fn local_moments_are_put_on_the_service_clock() {
    let slow = Now { local: EpochMs::new(2_000), skew: SkewMs(300_000) };
    let mut timeline = ContactTimeline::begin(&contact("connecting", 301_000, "connected", 300_000), slow);
    timeline.apply(ContactEvent::Accepted, slow);
    let accepted = timeline.accepted.unwrap();
    assert_eq!(
        (accepted.at.get(), accepted.source, accepted.skew),
        (302_000, Source::Local, SkewMs(300_000))
    );
}

#[test]
fn what_was_read_locally_gives_way_to_the_service() {
    let mut timeline = ContactTimeline::begin(&contact("connecting", 1_000, "connected", 900), now(1_000));
    // The answer to "accept" arrives after the service has connected the call.
    timeline.apply(ContactEvent::Accepted, now(3_020));
    timeline.apply(ContactEvent::Seen(&contact("connected", 3_000, "connected", 900)), now(3_050));
    assert_eq!((at(timeline.accepted), at(timeline.connected)), (Some(3_000), Some(3_000)));
}

#[test]
fn an_unknown_state_changes_nothing() {
    let mut timeline = connected_call();
    assert!(!timeline.apply(ContactEvent::Seen(&contact("teleported", 4_000, "connected", 900)), now(4_000)));
}

#[test]
fn survives_being_written_and_read() {
    let timeline = connected_call();
    let text = serde_json::to_string(&timeline).unwrap();
    assert_eq!(serde_json::from_str::<ContactTimeline>(&text).unwrap(), timeline);
}

#[derive(Clone, Debug)]
enum Step {
    Seen { state: &'static str, at: i64, customer: &'static str, customer_at: i64 },
    Accepted,
    Gone,
}

fn step() -> impl Strategy<Value = Step> {
    let state = prop::sample::select(vec![
        "incoming",
        "pending",
        "connecting",
        "connected",
        "paused",
        "missed",
        "error",
        "rejected",
        "ended",
        "new",
    ]);
    let customer = prop::sample::select(vec!["connecting", "connected", "hold", "disconnected", "new"]);
    prop_oneof![
        8 => (state, 0..10_000_i64, customer, 0..10_000_i64)
            .prop_map(|(state, at, customer, customer_at)| Step::Seen { state, at, customer, customer_at }),
        1 => Just(Step::Accepted),
        1 => Just(Step::Gone),
    ]
}

fn apply(timeline: &mut ContactTimeline, step: &Step, now: Now) -> bool {
    match step {
        Step::Seen { state, at, customer, customer_at } => {
            timeline.apply(ContactEvent::Seen(&contact(state, *at, customer, *customer_at)), now)
        }
        Step::Accepted => timeline.apply(ContactEvent::Accepted, now),
        Step::Gone => timeline.apply(ContactEvent::Gone, now),
    }
}

proptest! {
    /// Whatever arrives, in whatever order, by whatever clock: the record is one that the server takes.
    #[test]
    fn any_order_of_events_gives_a_sound_record(
        steps in prop::collection::vec((step(), 0..10_000_i64, -5_000..5_000_i64), 1..30),
    ) {
        let mut timeline = ContactTimeline::begin(&contact("connecting", 100, "connected", 50), now(100));
        for (step, local, skew) in steps {
            let now = Now { local: EpochMs::new(local), skew: SkewMs(skew) };
            let before = timeline.revision;
            let changed = apply(&mut timeline, &step, now);
            prop_assert_eq!(changed, timeline.revision > before, "the revision grows exactly with what is known");
            prop_assert_eq!(timeline.record("anna").validate(), Ok(()));
            let known = timeline.clone();
            prop_assert!(!apply(&mut timeline, &step, now), "the same event twice changes nothing");
            prop_assert_eq!(&timeline, &known);
        }
    }

    /// After the contact is gone, only a new offer can change anything.
    #[test]
    fn what_is_gone_stays_as_it_was(at in 0..10_000_i64, customer_at in 0..10_000_i64) {
        let mut timeline = connected_call();
        timeline.apply(ContactEvent::Gone, now(8_000));
        let gone = timeline.clone();
        for state in ["connected", "missed", "ended", "rejected", "error"] {
            apply(&mut timeline, &Step::Seen { state, at, customer: "hold", customer_at }, now(9_000));
        }
        apply(&mut timeline, &Step::Accepted, now(9_000));
        prop_assert_eq!(timeline, gone);
    }
}
