//! A shift as the session sees it.

use super::*;
use crate::api::Outcome;

fn at(milliseconds: i64) -> EpochMs {
    EpochMs::new(4_000_000_000_000 + milliseconds)
}

fn update(name: &str) -> AgentData {
    let text = match name {
        "idle" => include_str!("../../streams/tests/agent-data/idle.json"),
        "connecting" => include_str!("../../streams/tests/agent-data/connecting.json"),
        "connected" => include_str!("../../streams/tests/agent-data/connected.json"),
        "hold" => include_str!("../../streams/tests/agent-data/hold.json"),
        _ => include_str!("../../streams/tests/agent-data/ended.json"),
    };
    AgentData::from_json(text).unwrap()
}

fn happens(session: &mut Session, name: &str, now: i64) -> Vec<Effect> {
    session.handle(Input::Ccp(CcpEvent::AgentUpdated(Box::new(update(name)))), at(now))
}

fn sent(effects: &[Effect]) -> Option<&ContactRecord> {
    effects.iter().find_map(|effect| match effect {
        Effect::Send(record) => Some(record),
        _ => None,
    })
}

fn confirm(session: &mut Session, record: &ContactRecord, now: i64) -> Vec<Effect> {
    let answer = Answer::Stored(record.revision);
    session.handle(Input::Sent { key: RecordKey::from(record), revision: record.revision, answer }, at(now))
}

#[test]
fn a_call_from_offer_to_confirmed_record() {
    let mut session = Session::default();
    session.handle(Input::CcpStarted, at(0));
    assert!(happens(&mut session, "idle", 500).is_empty());
    let mut last = None;
    for (second, name) in
        ["connecting", "connected", "hold", "connected", "ended", "idle"].into_iter().enumerate()
    {
        let now = i64::try_from(second).unwrap() * 1_000 + 1_000;
        let effects = happens(&mut session, name, now);
        let record = sent(&effects).expect("every change is sent").clone();
        assert!(effects.contains(&Effect::KeepRecord(record.clone())), "kept before it is sent");
        let done = confirm(&mut session, &record, now + 10);
        assert!(done.contains(&Effect::ForgetRecord(RecordKey::from(&record))));
        last = Some(record);
    }
    let record = last.unwrap();
    assert_eq!(record.outcome, Some(Outcome::Handled));
    assert!(record.cleared_at.is_some());
    assert_eq!(
        session.view().contact.unwrap().record("anna"),
        record,
        "what the page shows is what is stored"
    );
    assert_eq!(session.view().outbox, OutboxView::default());
}

#[test]
fn a_reload_in_a_call_loses_nothing_and_doubles_nothing() {
    let mut before = Session::default();
    happens(&mut before, "connecting", 0);
    let effects = happens(&mut before, "connected", 1_000);
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::KeepTimeline(stored) => Some(stored.clone()),
        _ => None,
    });
    let shown = before.view().contact.unwrap();

    // The page before never heard back from the server.
    let remembered =
        Remembered { timelines: kept.into_iter().collect(), records: vec![shown.record("anna")] };
    let mut after = Session::new(remembered);
    let effects = happens(&mut after, "connected", 2_000);
    assert_eq!(after.view().contact.unwrap(), shown);
    assert_eq!(sent(&effects), Some(&shown.record("anna")), "the very revision that was not confirmed");
}

#[test]
fn what_another_agent_left_in_this_browser_stays_theirs() {
    let mut before = Session::default();
    happens(&mut before, "connected", 0);
    let timeline = before.view().contact.unwrap();
    let stored = StoredTimeline { agent: "ben".to_owned(), timeline };
    let mut after = Session::new(Remembered { timelines: vec![stored], records: Vec::new() });
    happens(&mut after, "idle", 1_000);
    assert_eq!(after.view().contact, None);
}

#[test]
fn agents_who_take_turns_at_a_desk_find_their_contacts_as_they_left_them() {
    let mut session = Session::default();
    happens(&mut session, "connecting", 0);
    happens(&mut session, "connected", 1_000);
    let shown = session.view().contact;
    let mut ben = update("idle");
    ben.configuration.username = Some("ben".to_owned());
    session.handle(Input::Ccp(CcpEvent::AgentUpdated(Box::new(ben))), at(2_000));
    assert_eq!(session.view().contact, None);
    happens(&mut session, "connected", 3_000);
    assert_eq!(session.view().contact, shown);
}

#[test]
fn a_server_that_is_down_for_an_hour_gets_everything_afterwards() {
    let mut session = Session::default();
    let record = sent(&happens(&mut session, "connecting", 0)).unwrap().clone();
    let key = RecordKey::from(&record);
    let lost = Input::Sent { key, revision: record.revision, answer: Answer::Unavailable };
    session.handle(lost, at(10));
    assert!(session.view().outbox.unavailable);
    assert_eq!(sent(&happens(&mut session, "connected", 20)), None, "not at once");
    session.handle(Input::Online, at(3_600_000));
    let view = session.view();
    assert_eq!(view.outbox.waiting, 1, "one contact, one record: the newest revision");
    confirm(&mut session, &view.contact.unwrap().record("anna"), 3_600_010);
    assert_eq!(session.view().outbox, OutboxView::default());
}

#[test]
fn storage_that_fails_is_said() {
    let mut session = Session::default();
    session.handle(Input::NotKept, at(0));
    assert!(session.view().forgetful);
}
