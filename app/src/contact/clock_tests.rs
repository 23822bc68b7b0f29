//! The specification of the contact clock.

use connect_streams::{AgentData, EpochMs, SkewMs};
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::contact::Source;

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

    let record = timeline.record(&anna());
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

/// A call that we began: the customer is whom we called.
fn outbound(state: &str, at: i64, customer: &str, customer_at: i64) -> ContactSnapshot {
    let mut contact = contact(state, at, customer, customer_at);
    let others = contact.connections.iter_mut().filter(|one| one.kind == ConnectionType::Inbound);
    others.for_each(|one| one.kind = ConnectionType::Outbound);
    contact
}

#[rstest]
#[case::given_up("ended")]
#[case::not_reached("error")]
#[case::nobody_there("missed")]
fn a_call_of_ours_that_reached_nobody_was_not_missed(#[case] state: &str) {
    let mut dialled = ContactTimeline::begin(&outbound("connecting", 1_000, "connecting", 1_000), now(1_000));
    // Some instances show it as connected as soon as the agent's own line is.
    let mut rings = dialled.clone();
    rings.apply(ContactEvent::Seen(&outbound("connected", 2_000, "connecting", 1_000)), now(2_000));
    let mut gone = dialled.clone();
    for timeline in [&mut dialled, &mut rings] {
        timeline.apply(ContactEvent::Seen(&outbound(state, 9_000, "disconnected", 9_000)), now(9_000));
        assert_eq!(timeline.outcome, Some(Outcome::Failed));
    }
    gone.apply(ContactEvent::Gone, now(9_000));
    assert_eq!(gone.outcome, Some(Outcome::Failed));
}

#[rstest]
#[case::not_taken(false, Outcome::Missed)]
#[case::taken(true, Outcome::Failed)]
fn a_callback_is_missed_until_it_is_taken(#[case] accepted: bool, #[case] outcome: Outcome) {
    let callback = |state: &str, at: i64| {
        let mut contact = outbound(state, at, "connecting", 1_000);
        contact.kind = ContactType::QueueCallback;
        contact
    };
    let mut timeline = ContactTimeline::begin(&callback("incoming", 1_000), now(1_000));
    if accepted {
        timeline.apply(ContactEvent::Accepted, now(2_000));
    }
    timeline.apply(ContactEvent::Seen(&callback("error", 9_000)), now(9_000));
    assert_eq!(timeline.outcome, Some(outcome));
}

#[test]
fn a_customer_whom_we_called_answers_later_than_the_agent() {
    let mut timeline =
        ContactTimeline::begin(&outbound("connecting", 1_000, "connecting", 1_000), now(1_000));
    timeline.apply(ContactEvent::Seen(&outbound("connected", 1_200, "connecting", 1_000)), now(1_250));
    assert_eq!((timeline.direction, at(timeline.customer_answered)), (Direction::Outbound, None));
    assert_eq!(timeline.talked_ms(EpochMs::new(3_000)), None, "nobody talks yet");
    timeline.apply(ContactEvent::Seen(&outbound("connected", 1_200, "connected", 6_000)), now(6_050));
    timeline.apply(ContactEvent::Seen(&outbound("connected", 1_200, "hold", 8_000)), now(8_050));
    timeline.apply(ContactEvent::Seen(&outbound("connected", 1_200, "connected", 9_000)), now(9_050));
    assert_eq!(at(timeline.customer_answered), Some(6_000), "coming back from hold is no answer");
    assert_eq!(
        timeline.talked_ms(EpochMs::new(10_000)),
        Some(3_000),
        "they talk from the answer, but on hold"
    );
    assert_eq!(at(connected_call().customer_answered), None, "who called us has nothing to answer");
}

/// The connected call after the lines went: when the agent's, and when the customer's.
fn ended(hung_up: Option<i64>, agent: i64, customer: i64) -> Option<EndedBy> {
    let mut timeline = connected_call();
    if let Some(hung_up) = hung_up {
        timeline.apply(ContactEvent::HungUp, now(hung_up));
    }
    let mut contact = contact("ended", 9_000, "disconnected", customer);
    let own = contact.connections.iter_mut().find(|one| one.kind == ConnectionType::Agent).unwrap();
    own.state.kind = ConnectionState::Disconnected;
    own.state.timestamp = Some(EpochMs::new(agent));
    timeline.apply(ContactEvent::Seen(&contact), now(9_050));
    timeline.ended_by
}

#[rstest]
#[case::asked_to(Some(8_900), 9_000, 9_000, EndedBy::Agent)]
#[case::left_first(None, 8_000, 9_000, EndedBy::Agent)]
#[case::customer_left_first(None, 9_000, 8_000, EndedBy::Customer)]
#[case::both_at_once_and_nobody_asked_to(None, 9_000, 9_000, EndedBy::Customer)]
fn who_ended_it(
    #[case] hung_up: Option<i64>,
    #[case] agent: i64,
    #[case] customer: i64,
    #[case] by: EndedBy,
) {
    assert_eq!(ended(hung_up, agent, customer), Some(by));
}

#[test]
fn who_gives_up_a_call_that_rings_has_ended_it() {
    let mut dialled = ContactTimeline::begin(&outbound("connecting", 1_000, "connecting", 1_000), now(1_000));
    dialled.apply(ContactEvent::HungUp, now(8_900));
    dialled.apply(ContactEvent::Seen(&outbound("ended", 9_000, "disconnected", 9_000)), now(9_000));
    assert_eq!((dialled.outcome, dialled.ended_by), (Some(Outcome::Failed), Some(EndedBy::Agent)));
}

#[test]
fn a_customer_who_writes_has_the_name_that_they_gave() {
    let mut chat = contact("connecting", 1_000, "connected", 900);
    chat.kind = ContactType::Chat;
    let customer = chat.connections.iter_mut().find(|one| one.kind != ConnectionType::Agent).unwrap();
    customer.chat_media_info = Some(connect_streams::ChatOriginalInfo {
        customer_name: Some("Mia Wong".to_owned()),
        ..connect_streams::ChatOriginalInfo::default()
    });
    customer.endpoint = None;
    chat.customer_endpoint = None;
    let timeline = ContactTimeline::begin(&chat, now(1_000));
    assert_eq!(crate::contact::title(&timeline), "Mia Wong");
}

#[test]
fn nobody_ended_what_was_never_connected() {
    let mut timeline = ContactTimeline::begin(&contact("connecting", 1_000, "connected", 900), now(1_000));
    timeline.apply(ContactEvent::Seen(&contact("missed", 4_000, "disconnected", 4_000)), now(4_000));
    assert_eq!(timeline.ended_by, None);
}

#[test]
fn the_first_time_in_the_queue_is_kept() {
    let queued = |at| {
        let mut contact = contact("connecting", 1_000, "connected", 900);
        contact.queue_timestamp = Some(EpochMs::new(at));
        contact
    };
    let mut timeline = ContactTimeline::begin(&queued(500), now(1_000));
    timeline.apply(ContactEvent::Seen(&queued(950)), now(1_100));
    assert_eq!(timeline.queued, Some(EpochMs::new(500)));
}

#[test]
fn a_page_that_comes_late_says_so() {
    let late = ContactTimeline::begin(&contact("connected", 3_000, "connected", 900), now(7_000));
    assert_eq!(late.doubts, [Doubt::SeenLate]);
    assert_eq!(connected_call().doubts, []);
}

#[test]
fn ended_before_connected_is_doubted() {
    let mut timeline = ContactTimeline::begin(&contact("connecting", 1_000, "connected", 900), now(1_000));
    timeline.apply(ContactEvent::Seen(&contact("ended", 4_000, "disconnected", 4_000)), now(4_050));
    timeline.apply(ContactEvent::Seen(&contact("connected", 5_000, "connected", 900)), now(5_050));
    assert_eq!(timeline.doubts, [Doubt::Contradiction]);
    assert_eq!((at(timeline.connected), at(timeline.ended)), (None, Some(4_000)));

    let mut timeline = connected_call();
    timeline.apply(ContactEvent::Seen(&contact("ended", 2_000, "disconnected", 2_000)), now(4_050));
    assert_eq!(timeline.doubts, [Doubt::Contradiction], "it ended before the service had connected it");
    assert_eq!(at(timeline.ended), Some(3_000));
}

#[test]
fn connected_twice_is_connected_once() {
    let mut timeline = connected_call();
    assert!(!timeline.apply(ContactEvent::Seen(&contact("connected", 7_000, "connected", 900)), now(7_050)));
    assert_eq!((at(timeline.connected), timeline.doubts.len()), (Some(3_000), 0));
}

#[test]
fn a_clock_that_is_set_during_a_contact_is_doubted_and_one_that_is_only_wrong_is_not() {
    let behind = |local, skew| Now { local: EpochMs::new(local), skew: SkewMs(skew) };
    let ringing = contact("connecting", 301_000, "connected", 300_900);
    let connected = contact("connected", 303_000, "connected", 300_900);
    let mut wrong = ContactTimeline::begin(&ringing, behind(1_000, 300_000));
    wrong.apply(ContactEvent::Seen(&connected), behind(3_000, 300_400));
    assert_eq!(wrong.doubts, []);
    assert_eq!(wrong.talked_ms(behind(5_000, 300_000).service()), Some(2_000));

    let mut set = ContactTimeline::begin(&ringing, behind(1_000, 300_000));
    set.apply(ContactEvent::Seen(&connected), behind(303_000, 0));
    assert_eq!(set.doubts, [Doubt::ClockSet]);
}

#[test]
fn a_contact_without_queue_or_customer_is_recorded() {
    let mut bare = contact("connecting", 1_000, "connected", 900);
    bare.queue = None;
    bare.customer_endpoint = None;
    bare.connections.retain(|one| one.kind == ConnectionType::Agent);
    let mut timeline = ContactTimeline::begin(&bare, now(1_000));
    bare.state.kind = ContactState::Connected;
    timeline.apply(ContactEvent::Seen(&bare), now(2_000));
    timeline.apply(ContactEvent::Gone, now(3_000));
    let record = timeline.record(&anna());
    assert_eq!((record.queue.as_ref(), record.customer_endpoint.as_ref()), (None, None));
    assert_eq!(record.validate(), Ok(()));
}

#[test]
fn names_that_no_record_holds_do_not_keep_it_from_being_stored() {
    let mut odd = contact("connecting", 1_000, "connected", 900);
    odd.queue.as_mut().unwrap().name = Some("\u{7}".to_owned());
    odd.customer_endpoint.as_mut().unwrap().phone_number = Some("あ".repeat(200));
    let record = ContactTimeline::begin(&odd, now(1_000)).record(&anna());
    assert_eq!(record.queue, None);
    assert_eq!(record.validate(), Ok(()));
}

#[test]
fn a_new_offer_starts_with_nobody_called_in() {
    let mut timeline = connected_call();
    timeline.apply(ContactEvent::HungUp, now(8_900));
    timeline.apply(ContactEvent::Seen(&contact("ended", 9_000, "disconnected", 9_000)), now(9_050));
    timeline.apply(ContactEvent::Seen(&contact("connecting", 12_000, "connected", 900)), now(12_000));
    timeline.apply(ContactEvent::Seen(&contact("connected", 13_000, "connected", 900)), now(13_000));
    timeline.apply(ContactEvent::Seen(&contact("ended", 14_000, "disconnected", 14_000)), now(14_000));
    assert_eq!(timeline.ended_by, Some(EndedBy::Customer), "that the agent left before does not count");
}

#[derive(Clone, Debug)]
enum Step {
    Seen { state: &'static str, at: i64, customer: &'static str, customer_at: i64, others: Vec<Line> },
    Accepted,
    HungUp,
    Transferring { to: &'static str, cold: bool },
    Noted(String),
    Gone,
}

/// The line of somebody who was called in: which, its state and since when.
type Line = (&'static str, &'static str, Option<i64>);

fn step() -> impl Strategy<Value = Step> {
    let state = prop::sample::select(vec![
        "incoming",
        "pending",
        "connecting",
        "connected",
        "connected",
        "paused",
        "missed",
        "error",
        "rejected",
        "ended",
        "new",
    ]);
    let line = || prop::sample::select(vec!["connecting", "connected", "hold", "disconnected", "new"]);
    let other = (prop::sample::select(vec!["b", "c"]), line(), prop::option::of(0..10_000_i64));
    let others = prop::collection::vec(other, 0..3);
    prop_oneof![
        8 => (state, 0..10_000_i64, line(), 0..10_000_i64, others).prop_map(
            |(state, at, customer, customer_at, others)| Step::Seen { state, at, customer, customer_at, others },
        ),
        1 => Just(Step::Accepted),
        1 => Just(Step::HungUp),
        1 => (prop::sample::select(vec!["", "Ben"]), any::<bool>())
            .prop_map(|(to, cold)| Step::Transferring { to, cold }),
        1 => any::<String>().prop_map(Step::Noted),
        1 => Just(Step::Gone),
    ]
}

fn apply(timeline: &mut ContactTimeline, step: &Step, now: Now) -> bool {
    match step {
        Step::Seen { state, at, customer, customer_at, others } => {
            let mut contact = contact(state, *at, customer, *customer_at);
            for (id, state, at) in others {
                let mut line = contact.connections[0].clone();
                line.connection_id = (*id).to_owned();
                line.kind = ConnectionType::Outbound;
                line.initial = false;
                line.state.kind = ConnectionState::from((*state).to_owned());
                line.state.timestamp = at.map(EpochMs::new);
                contact.connections.push(line);
            }
            timeline.apply(ContactEvent::Seen(&contact), now)
        }
        Step::Accepted => timeline.apply(ContactEvent::Accepted, now),
        Step::HungUp => timeline.apply(ContactEvent::HungUp, now),
        Step::Transferring { to, cold } => {
            timeline.apply(ContactEvent::Transferring { to, cold: *cold }, now)
        }
        Step::Noted(notes) => {
            let wrap_up = WrapUp { notes: notes.clone(), ..WrapUp::default() };
            timeline.apply(ContactEvent::Noted(&wrap_up), now)
        }
        Step::Gone => timeline.apply(ContactEvent::Gone, now),
    }
}

fn in_order(timeline: &ContactTimeline) -> bool {
    let stamps = [timeline.offered, timeline.accepted, timeline.connected, timeline.ended, timeline.cleared];
    let known: Vec<_> = stamps.into_iter().flatten().map(|stamp| stamp.at).collect();
    let answered = timeline.customer_answered.map(|answered| answered.at);
    let ended = timeline.ended.map_or(EpochMs::MAX, |ended| ended.at);
    known.is_sorted() && answered.is_none_or(|answered| answered <= ended)
}

/// Whether each call to somebody else is in order, and is over exactly when something came of it.
fn transfers_are_sane(timeline: &ContactTimeline) -> bool {
    timeline.transfers.list().iter().all(|transfer| {
        let moments = [Some(transfer.at), transfer.answered, transfer.ended];
        let moments: Vec<_> = moments.into_iter().flatten().map(|stamp| stamp.at).collect();
        moments.is_sorted()
            && transfer.ended.is_some() == transfer.outcome.is_some()
            && !transfer.to.is_empty()
            && (timeline.cleared.is_none() || transfer.outcome.is_some())
    })
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
            prop_assert!(in_order(&timeline), "{:?}", timeline);
            prop_assert!(transfers_are_sane(&timeline), "{:?}", timeline.transfers);
            prop_assert_eq!(timeline.record(&anna()).validate(), Ok(()));
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
            let others = vec![("b", "connected", Some(at))];
            apply(&mut timeline, &Step::Seen { state, at, customer: "hold", customer_at, others }, now(9_000));
        }
        apply(&mut timeline, &Step::Accepted, now(9_000));
        apply(&mut timeline, &Step::Transferring { to: "Ben", cold: true }, now(9_000));
        prop_assert_eq!(timeline, gone);
    }
}

fn anna() -> crate::agent::Author {
    crate::agent::Author { login: "anna".to_owned(), ..crate::agent::Author::default() }
}
