//! A shift as the session sees it.

mod missed;
mod people;
mod regions;

use connect_streams::{AgentStateType, ConnectionType, StreamsError};

use super::*;
use crate::{
    api::{AfterMissed, CallError, ContactRecord, Disposition, DispositionDetail, Outcome, Role, SignedIn},
    contact::WrapUp,
    desktop::Step,
    records::{Answer, Item, NotKept, OutboxView, StoredTimeline},
};

fn at(milliseconds: i64) -> EpochMs {
    EpochMs::new(4_000_000_000_000 + milliseconds)
}

/// A page that leads, and goes on with what earlier ones left.
fn leading(remembered: Remembered) -> Session {
    let mut session = Session::new(DeskConfig::default(), remembered.clone());
    session.handle(Input::Leads(remembered), at(0));
    session
}

fn shown(session: &Session) -> Option<ContactTimeline> {
    session.view().focus.map(|contact| contact.timeline.clone())
}

fn update(name: &str) -> AgentData {
    let text = match name {
        "idle" => include_str!("../../../streams/tests/agent-data/idle.json"),
        "connecting" => include_str!("../../../streams/tests/agent-data/connecting.json"),
        "connected" => include_str!("../../../streams/tests/agent-data/connected.json"),
        "missed" => include_str!("../../../streams/tests/agent-data/missed.json"),
        "rejected" => include_str!("../../../streams/tests/agent-data/rejected.json"),
        "hold" => include_str!("../../../streams/tests/agent-data/hold.json"),
        _ => include_str!("../../../streams/tests/agent-data/ended.json"),
    };
    AgentData::from_json(text).unwrap()
}

/// What comes of an input in a browser that stores at once.
fn comes_of(session: &mut Session, input: Input, now: i64) -> Vec<Effect> {
    let mut effects = session.handle(input, at(now));
    let mut next = 0;
    while let Some(effect) = effects.get(next).cloned() {
        if let Effect::KeepItem(item) = effect {
            let kept = Input::Kept { key: item.key(), revision: item.revision(), outcome: Ok(()) };
            effects.extend(session.handle(kept, at(now)));
        }
        next += 1;
    }
    effects
}

fn happens(session: &mut Session, name: &str, now: i64) -> Vec<Effect> {
    comes_of(session, Input::Ccp(CcpEvent::AgentUpdated(Box::new(update(name)))), now)
}

fn sent(effects: &[Effect]) -> Option<ContactRecord> {
    items(effects).into_iter().find_map(|item| match item {
        Item::Contact(record) => Some(*record),
        Item::Activity(_) => None,
    })
}

fn items(effects: &[Effect]) -> Vec<Item> {
    let sent = effects.iter().filter_map(|effect| match effect {
        Effect::Send(items) => Some(items.clone()),
        _ => None,
    });
    sent.flatten().collect()
}

/// The server confirms what was sent, and what it is sent then.
fn confirm(session: &mut Session, effects: &[Effect], now: i64) -> Vec<Effect> {
    let verdict = |item: Item| (item.key(), item.revision(), Answer::Stored(item.revision()));
    let mut all = Vec::new();
    let mut sent = items(effects);
    while !sent.is_empty() {
        let verdicts = std::mem::take(&mut sent).into_iter().map(verdict).collect();
        let effects = session.handle(Input::Sent(Ok(verdicts)), at(now));
        sent = items(&effects);
        all.extend(effects);
    }
    all
}

/// As the next page has it.
fn recovered(mut timeline: ContactTimeline) -> ContactTimeline {
    timeline.recovered = true;
    timeline
}

/// The agent of the snapshots.
fn anna() -> Author {
    Author::of(&update("idle").configuration)
}

#[test]
fn a_call_from_offer_to_confirmed_record() {
    let mut session = leading(Remembered::default());
    session.handle(Input::CcpStarted, at(0));
    let effects = happens(&mut session, "idle", 500);
    assert!(matches!(items(&effects)[..], [Item::Activity(_)]), "the status, and no contact yet");
    confirm(&mut session, &effects, 510);
    let mut last = None;
    for (second, name) in
        ["connecting", "connected", "hold", "connected", "ended", "idle"].into_iter().enumerate()
    {
        let now = i64::try_from(second).unwrap() * 1_000 + 1_000;
        let effects = happens(&mut session, name, now);
        let done = confirm(&mut session, &effects, now + 10);
        let record = sent(&effects).or(sent(&done)).expect("every change is sent");
        let item = Item::Contact(Box::new(record.clone()));
        assert!(effects.contains(&Effect::KeepItem(item.clone())), "kept before it is sent");
        let forgets =
            |effect: &Effect| matches!(effect, Effect::ForgetItems(keys) if keys.contains(&item.key()));
        assert!(done.iter().any(forgets));
        last = Some(record);
    }
    let record = last.unwrap();
    assert_eq!(record.outcome, Some(Outcome::Handled));
    assert!(record.cleared_at.is_some());
    assert_eq!(shown(&session).unwrap().record(&anna()), record, "what the page shows is what is stored");
    assert_eq!(session.view().outbox, OutboxView::default());
}

#[test]
fn a_reload_in_a_call_loses_nothing_and_doubles_nothing() {
    let mut before = leading(Remembered::default());
    happens(&mut before, "connecting", 0);
    let effects = happens(&mut before, "connected", 1_000);
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::KeepTimeline(stored) => Some(*stored.clone()),
        _ => None,
    });
    let known = shown(&before).unwrap();

    // The page before never heard back from the server.
    let remembered = Remembered {
        timelines: kept.into_iter().collect(),
        records: vec![Item::Contact(Box::new(known.record(&anna())))],
        ..Remembered::default()
    };
    let mut after = Session::new(DeskConfig::default(), remembered.clone());
    let effects = after.handle(Input::Leads(remembered), at(1_500));
    happens(&mut after, "connected", 2_000);
    assert_eq!(shown(&after).unwrap(), recovered(known.clone()));
    assert_eq!(sent(&effects), Some(known.record(&anna())), "the very revision that was not confirmed");
    confirm(&mut after, &effects, 2_010);
    let effects = happens(&mut after, "ended", 3_000);
    let done = confirm(&mut after, &effects, 3_010);
    let record = sent(&effects).or(sent(&done)).unwrap();
    assert!(record.recovered && record.ended_at.is_some(), "the next page completes it and says so");
}

#[test]
fn what_another_agent_left_in_this_browser_stays_theirs() {
    let mut before = leading(Remembered::default());
    happens(&mut before, "connected", 0);
    let timeline = shown(&before).unwrap();
    let stored = StoredTimeline { agent: "ben".to_owned(), timeline };
    let mut after = leading(Remembered { timelines: vec![stored], ..Remembered::default() });
    happens(&mut after, "idle", 1_000);
    assert_eq!(shown(&after), None);
}

#[test]
fn agents_who_take_turns_at_a_desk_find_their_day_and_their_microphone_as_they_are() {
    let mut session = leading(Remembered::default());
    happens(&mut session, "idle", 0);
    happens(&mut session, "connected", 100);
    session.handle(Input::Ccp(CcpEvent::MuteToggled { muted: true }), at(500));
    let statuses = |session: &Session| -> Vec<(String, EpochMs)> {
        session.view().day.stretches.into_iter().map(|one| (one.state, one.since)).collect()
    };
    let day = statuses(&session);
    let mut ben = update("connected");
    ben.configuration.username = Some("ben".to_owned());
    session.handle(Input::Ccp(CcpEvent::AgentUpdated(Box::new(ben))), at(1_000));
    let view = session.view();
    assert_eq!((view.day.agent.as_str(), view.agent.unwrap().muted), ("ben", false));
    happens(&mut session, "connected", 2_000);
    assert_eq!(statuses(&session), day);
    assert_eq!(day.len(), 2);
}

#[test]
fn agents_who_take_turns_at_a_desk_find_their_contacts_as_they_left_them() {
    let mut session = leading(Remembered::default());
    happens(&mut session, "connecting", 0);
    happens(&mut session, "connected", 1_000);
    let known = shown(&session);
    let mut ben = update("idle");
    ben.configuration.username = Some("ben".to_owned());
    session.handle(Input::Ccp(CcpEvent::AgentUpdated(Box::new(ben))), at(2_000));
    assert_eq!(shown(&session), None);
    happens(&mut session, "connected", 3_000);
    assert_eq!(shown(&session), known.map(recovered));
}

#[test]
fn a_server_that_is_down_for_an_hour_gets_everything_afterwards() {
    let mut session = leading(Remembered::default());
    assert!(sent(&happens(&mut session, "connecting", 0)).is_some() || session.view().outbox.waiting == 2);
    session.handle(Input::Sent(Err(CallError::Unavailable)), at(10));
    assert!(session.view().outbox.unavailable);
    assert_eq!(sent(&happens(&mut session, "connected", 20)), None, "not at once");
    let effects = session.handle(Input::Online, at(3_600_000));
    let view = session.view();
    assert_eq!(view.outbox.waiting, 3, "one contact, one record: the newest revision; and two statuses");
    assert_eq!(sent(&effects), shown(&session).map(|shown| shown.record(&anna())));
    confirm(&mut session, &effects, 3_600_010);
    assert_eq!(session.view().outbox, OutboxView::default());
}

#[test]
fn storage_that_fails_is_said() {
    let mut session = leading(Remembered::default());
    session.handle(Input::NotKept(NotKept::Full), at(0));
    assert_eq!(session.view().outbox.not_kept, Some(NotKept::Full));
}

fn takes(session: &mut Session, act: Act, now: i64) -> Option<Step> {
    let contact_id = shown(session).unwrap().contact_id;
    let effects = session.handle(Input::Ask(Box::new(Command::contact(&contact_id, act))), at(now));
    effects.into_iter().find_map(|effect| match effect {
        Effect::Command(step) => Some(*step),
        _ => None,
    })
}

fn waiting(session: &Session) -> Vec<Act> {
    session.view().focus.unwrap().waiting.clone()
}

#[test]
fn a_command_waits_for_what_the_service_shows_and_not_for_what_it_says() {
    let mut session = leading(Remembered::default());
    happens(&mut session, "connecting", 0);
    let step = takes(&mut session, Act::Accept, 10).unwrap();
    assert_eq!(takes(&mut session, Act::Accept, 20), None, "who presses twice has asked once");
    session.handle(Input::Answered { ticket: step.ticket, answer: Ok(()) }, at(30));
    assert_eq!(waiting(&session), [Act::Accept], "taken is not done");
    happens(&mut session, "connected", 40);
    assert!(waiting(&session).is_empty());
}

#[test]
fn a_refusal_is_said_and_goes_after_a_while() {
    let mut session = leading(Remembered::default());
    happens(&mut session, "connected", 0);
    let step = takes(&mut session, Act::Join, 10).unwrap();
    let gone = StreamsError::Gone { call: "contact.conferenceConnections" };
    session.handle(Input::Answered { ticket: step.ticket, answer: Err(gone.clone()) }, at(20));
    assert_eq!(session.view().focus.unwrap().refused, Some((Act::Join, Refused::Streams(gone))));
    session.handle(Input::Tick, at(60_000));
    assert_eq!(session.view().focus.unwrap().refused, None);
}

#[test]
fn what_the_service_took_and_never_showed_is_given_up() {
    let mut session = leading(Remembered::default());
    happens(&mut session, "connecting", 0);
    let step = takes(&mut session, Act::Accept, 10).unwrap();
    session.handle(Input::Answered { ticket: step.ticket, answer: Ok(()) }, at(20));
    session.handle(Input::Tick, at(15_000));
    assert_eq!(session.view().focus.unwrap().refused, Some((Act::Accept, Refused::NothingHappened)));
}

#[test]
fn muting_somebody_else_waits_until_the_service_shows_it() {
    let third_party = |mute: bool| {
        let mut data = update("connected");
        let contact = &mut data.snapshot.contacts[0];
        let mut third = contact.customer().unwrap().clone();
        (third.connection_id, third.initial, third.mute) = ("third".to_owned(), false, mute);
        contact.connections.push(third);
        CcpEvent::AgentUpdated(Box::new(data))
    };
    let mut session = leading(Remembered::default());
    session.handle(Input::Ccp(third_party(false)), at(0));
    let mute = Act::MuteParty { connection_id: "third".to_owned(), on: true };
    let step = takes(&mut session, mute.clone(), 10).unwrap();
    session.handle(Input::Answered { ticket: step.ticket, answer: Ok(()) }, at(20));
    session.handle(Input::Ccp(third_party(false)), at(30));
    assert_eq!(waiting(&session), [mute], "taken is not done");
    session.handle(Input::Ccp(third_party(true)), at(40));
    assert!(waiting(&session).is_empty());
}

#[test]
fn who_hangs_up_here_has_ended_the_contact() {
    let mut session = leading(Remembered::default());
    happens(&mut session, "connected", 0);
    takes(&mut session, Act::Leave, 10).unwrap();
    happens(&mut session, "ended", 20);
    let ended = shown(&session).unwrap();
    assert_eq!(ended.ended_by, Some(crate::api::EndedBy::Agent));
}

#[test]
fn a_page_that_follows_shows_everything_and_keeps_nothing() {
    let mut session = Session::default();
    session.handle(Input::Follows, at(0));
    let effects = happens(&mut session, "connecting", 10);
    assert!(shown(&session).is_some());
    assert!(session.view().follows);
    let keeps = |effect: &Effect| {
        matches!(
            effect,
            Effect::KeepItem(_) | Effect::KeepTimeline(_) | Effect::Send(_) | Effect::Announce { .. }
        )
    };
    assert!(!effects.iter().any(keeps));
    assert_eq!(takes(&mut session, Act::Accept, 15), None, "it is for the page that leads to do");
    let effects = session.handle(Input::Leads(Remembered::default()), at(20));
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::KeepItem(Item::Contact(_)))),
        "it leads now"
    );
    assert!(!session.view().follows);
    assert!(takes(&mut session, Act::Accept, 30).is_some());
}

/// A page that followed while another one led, in which the agent noted this.
fn after_a_leader_that_noted(wrap_up: &WrapUp, leader_cleared: bool) -> (Session, Vec<Effect>) {
    let mut leader = Session::new(desk_with_dispositions(), Remembered::default());
    let mut follower = Session::new(desk_with_dispositions(), Remembered::default());
    leader.handle(Input::Leads(Remembered::default()), at(0));
    follower.handle(Input::Follows, at(0));
    let contact_id = update("connected").snapshot.contacts[0].contact_id.clone();
    let mut left = Remembered::default();
    let mut leader_does = |input: Input, now| {
        for effect in leader.handle(input, at(now)) {
            match effect {
                Effect::KeepTimeline(stored) => left.timelines = vec![*stored],
                Effect::ForgetTimeline { .. } => left.timelines.clear(),
                _ => {}
            }
        }
    };
    let noted = Input::Noted { contact_id: contact_id.clone(), wrap_up: wrap_up.clone() };
    let accepted = || Input::Ccp(CcpEvent::ContactAccepted { contact_id: contact_id.clone() });
    let seen = |name: &str| Input::Ccp(CcpEvent::AgentUpdated(Box::new(update(name))));
    for (now, input) in (0..).step_by(10).zip([seen("connecting"), accepted(), seen("connected"), noted]) {
        if !matches!(input, Input::Noted { .. }) {
            follower.handle(input.clone(), at(now + 1));
        }
        leader_does(input, now);
    }
    // A page in the background learns of it later, and so counts further.
    for name in if leader_cleared { ["ended", "idle"] } else { ["hold", "hold"] } {
        leader_does(seen(name), 100);
        follower.handle(seen(name), at(5_000));
    }
    let effects = comes_of(&mut follower, Input::Leads(left), 6_000);
    (follower, effects)
}

fn desk_with_dispositions() -> DeskConfig {
    let refund =
        Disposition { code: "refund".to_owned(), label: "Refund".to_owned(), ..Disposition::default() };
    DeskConfig {
        dispositions: vec![refund],
        disposition_required: vec!["*".to_owned()],
        ..DeskConfig::default()
    }
}

#[test]
fn who_takes_the_lead_over_goes_on_with_what_was_noted_there() {
    let noted = WrapUp { notes: "called about her invoice".to_owned(), ..WrapUp::default() };
    let (session, effects) = after_a_leader_that_noted(&noted, false);
    assert_eq!(shown(&session).unwrap().wrap_up, noted);
    assert!(shown(&session).unwrap().is_on_hold(), "and with what was seen");
    assert_eq!(sent(&effects).unwrap().notes.as_deref(), Some("called about her invoice"));
}

#[test]
fn who_takes_the_lead_over_asks_for_nothing_that_is_finished() {
    let refund = Some("refund".to_owned());
    let finished = WrapUp { disposition: refund, finished: true, ..WrapUp::default() };
    let (session, effects) = after_a_leader_that_noted(&finished, true);
    assert!(session.view().contacts.is_empty());
    assert_eq!(sent(&effects), None);
}

#[test]
fn a_microphone_is_open_in_a_panel_that_is_loaded_anew() {
    let mut session = leading(Remembered::default());
    let muted = |session: &Session| session.view().agent.unwrap().muted;
    happens(&mut session, "connected", 0);
    session.handle(Input::Ccp(CcpEvent::MuteToggled { muted: true }), at(1_000));
    assert!(muted(&session));
    session.handle(Input::Ccp(CcpEvent::CcpSilent), at(2_000));
    let effects = session.handle(Input::Tick, at(10_000));
    assert!(effects.contains(&Effect::Ccp(Order::ReloadFrame)));
    assert!(!muted(&session));
    assert!(!shown(&session).unwrap().mutes.is_open(), "and the record says since when");
}

#[test]
fn who_takes_somebody_out_of_a_call_has_not_left_it() {
    let mut session = leading(Remembered::default());
    happens(&mut session, "connected", 0);
    let third = shown_snapshot(&session).customer().unwrap().connection_id.clone();
    let called = |operation: &str| {
        Input::Ccp(CcpEvent::ApiCalled(connect_streams::ApiCall {
            operation: operation.to_owned(),
            took_ms: 20,
            status: Some(200),
        }))
    };
    let asked =
        |session: &Session| shown(session).unwrap().seen.iter().any(|one| one.what == "asked to leave");
    takes(&mut session, Act::Drop(third), 10);
    session.handle(called("destroyConnection"), at(30));
    assert!(!asked(&session));
    happens(&mut session, "ended", 40);
    happens(&mut session, "idle", 50);
    happens(&mut session, "connected", 60);
    session.handle(called("destroyConnection"), at(70));
    assert!(asked(&session), "this one was the agent's own");
}

fn shown_snapshot(session: &Session) -> connect_streams::ContactSnapshot {
    session.view().focus.unwrap().snapshot.clone().unwrap()
}

#[test]
fn a_call_of_before_is_not_the_one_that_is_dialled_now() {
    let mut session = leading(Remembered::default());
    let outbound = |contact_id: &str, name: &str| {
        let mut data = update(name);
        let contact = &mut data.snapshot.contacts[0];
        contact.contact_id = contact_id.to_owned();
        let others = contact.connections.iter_mut().filter(|one| one.kind != ConnectionType::Agent);
        others.for_each(|one| one.kind = ConnectionType::Outbound);
        data
    };
    let seen = |data| Input::Ccp(CcpEvent::AgentUpdated(Box::new(data)));
    session.handle(seen(outbound("before", "ended")), at(0));
    let dial = Command::Dial { to: connect_streams::Endpoint::default(), queue_arn: None };
    session.handle(Input::Ask(Box::new(dial.clone())), at(10));
    session.handle(seen(outbound("before", "ended")), at(20));
    assert_eq!(session.view().waiting, [dial]);
    let mut both = outbound("before", "ended");
    both.snapshot.contacts.extend(outbound("now", "connecting").snapshot.contacts);
    session.handle(seen(both), at(30));
    assert!(session.view().waiting.is_empty());
}

#[test]
fn without_a_server_records_are_safe_here_and_nothing_is_sent() {
    let mut session = Session::new(DeskConfig::default(), Remembered::default()).staying();
    session.handle(Input::Leads(Remembered::default()), at(0));
    let before = session.view().confirmed;
    let mut effects = happens(&mut session, "connected", 10);
    effects.extend(happens(&mut session, "ended", 20));
    effects.extend(session.handle(Input::Online, at(60_000)));
    effects.extend(session.handle(Input::Leaving, at(60_001)));
    let sending = |effect: &&Effect| matches!(effect, Effect::Send(_) | Effect::SendLast(_));
    assert_eq!(effects.iter().find(sending), None);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::KeepItem(_))));
    assert!(session.view().outbox.waiting > 0, "they stay");
    assert_ne!(session.view().confirmed, before, "the list of today is drawn anew");
}

#[test]
fn what_a_file_has_is_removed_and_nothing_that_is_newer() {
    let mut session = Session::new(DeskConfig::default(), Remembered::default()).staying();
    session.handle(Input::Leads(Remembered::default()), at(0));
    let kept = |effects: Vec<Effect>| {
        let contact = |effect| match effect {
            Effect::KeepItem(item @ Item::Contact(_)) => Some((item.key(), item.revision())),
            _ => None,
        };
        effects.into_iter().filter_map(contact).next_back()
    };
    let forgotten = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::ForgetItems(keys) => Some(keys.clone()),
            _ => None,
        })
    };
    let first = kept(happens(&mut session, "connected", 10)).unwrap();
    let second = kept(happens(&mut session, "ended", 20)).unwrap();
    let before = session.view().confirmed;
    let effects = session.handle(Input::Remove(vec![first]), at(30));
    assert_eq!(forgotten(&effects), None, "the call has ended since the file was saved");
    assert_eq!(session.view().confirmed, before);
    let effects = session.handle(Input::Remove(vec![second.clone()]), at(40));
    assert_eq!(forgotten(&effects), Some(vec![second.0]));
    assert_ne!(session.view().confirmed, before, "the list of today is drawn anew");
}

#[test]
fn what_a_server_is_to_have_is_not_removed_for_a_file() {
    let mut session = Session::new(DeskConfig::default(), Remembered::default());
    session.handle(Input::Leads(Remembered::default()), at(0));
    let effects = happens(&mut session, "connected", 10);
    let saved = effects.iter().filter_map(|effect| match effect {
        Effect::KeepItem(item) => Some((item.key(), item.revision())),
        _ => None,
    });
    let effects = session.handle(Input::Remove(saved.collect()), at(20));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::ForgetItems(_))));
    assert!(session.view().outbox.waiting > 0);
}

#[test]
fn a_contact_that_needs_a_disposition_is_not_cleared_without_one() {
    let detail = DispositionDetail { code: "part".to_owned(), ..DispositionDetail::default() };
    let disposition =
        Disposition { code: "refund".to_owned(), details: vec![detail], ..Disposition::default() };
    let desk = DeskConfig {
        dispositions: vec![disposition],
        disposition_required: vec!["*".to_owned()],
        ..DeskConfig::default()
    };
    let mut session = Session::new(desk, Remembered::default());
    session.handle(Input::Leads(Remembered::default()), at(0));
    happens(&mut session, "connected", 10);
    happens(&mut session, "ended", 20);
    assert_eq!(takes(&mut session, Act::Clear, 30), None);
    let refused = |session: &Session| session.view().focus.unwrap().refused.clone();
    assert_eq!(refused(&session), Some((Act::Clear, Refused::Missing(Missing::Disposition))));
    let choose = |session: &mut Session, code: &str, now| {
        let contact_id = shown(session).unwrap().contact_id;
        let wrap_up = WrapUp { disposition: Some(code.to_owned()), ..WrapUp::default() };
        session.handle(Input::Noted { contact_id, wrap_up }, at(now));
    };
    choose(&mut session, "refund", 40);
    assert_eq!(takes(&mut session, Act::Clear, 50), None, "its detail is missing");
    assert_eq!(refused(&session), Some((Act::Clear, Refused::Missing(Missing::Detail))));
    choose(&mut session, "refund/part", 60);
    assert!(takes(&mut session, Act::Clear, 70).is_some());
}

#[test]
fn it_is_on_record_which_covered_attribute_was_shown_and_not_what_it_held() {
    let mut session = leading(Remembered::default());
    session.handle(Input::Revealed { contact_id: "c-1".to_owned(), key: "Card".to_owned() }, at(7));
    let entry = session.journal().entries().last().unwrap();
    assert_eq!((entry.at, entry.what, entry.detail.as_str()), (at(7), "revealed", "c-1 Card"));
}

#[test]
fn who_logs_out_goes_offline_first() {
    let mut session = leading(Remembered::default());
    happens(&mut session, "idle", 0);
    let effects = session.handle(Input::LogOut, at(10));
    let [Effect::Command(step)] = &effects[..] else { panic!("{effects:?}") };
    assert!(matches!(&step.command, Command::SetState(state) if state.kind == AgentStateType::Offline));
    let mut offline = update("idle");
    offline.snapshot.state.kind = AgentStateType::Offline;
    let effects = session.handle(Input::Ccp(CcpEvent::AgentUpdated(Box::new(offline))), at(20));
    assert!(effects.contains(&Effect::LogOut));
}

#[test]
fn contacts_ring_where_the_agent_wants_as_soon_as_somebody_is_signed_in() {
    let mut session = leading(Remembered::default());
    let device = Some("Loudspeaker".to_owned());
    assert!(session.handle(Input::Ringer(device.clone()), at(0)).is_empty());
    assert!(happens(&mut session, "idle", 10).contains(&Effect::Ring(device.clone())));
    assert!(!happens(&mut session, "connecting", 20).contains(&Effect::Ring(device)), "once is enough");
    assert_eq!(session.handle(Input::Ringer(None), at(30)), [Effect::Ring(None)]);
}

#[test]
fn who_may_not_go_offline_stays_signed_in() {
    let mut session = leading(Remembered::default());
    happens(&mut session, "idle", 0);
    let effects = session.handle(Input::LogOut, at(10));
    let [Effect::Command(step)] = &effects[..] else { panic!("{effects:?}") };
    let gone = StreamsError::Gone { call: "agent.setState" };
    session.handle(Input::Answered { ticket: step.ticket, answer: Err(gone) }, at(20));
    let mut offline = update("idle");
    offline.snapshot.state.kind = AgentStateType::Offline;
    let effects = session.handle(Input::Ccp(CcpEvent::AgentUpdated(Box::new(offline))), at(60_000));
    assert!(!effects.contains(&Effect::LogOut), "going offline an hour later is no logging out");
}
