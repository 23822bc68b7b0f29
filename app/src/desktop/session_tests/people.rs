//! Who is signed in here, and who in Amazon Connect.

use super::*;

/// A page of somebody who is signed in to Streamdesk and is this agent in Amazon Connect.
fn leading_for(agent: &str, remembered: Remembered) -> Session {
    let signed_in = SignedIn {
        name: "somebody".to_owned(),
        display_name: "Somebody".to_owned(),
        agent: agent.to_owned(),
        role: Role::Agent,
    };
    let mut session = Session::new(DeskConfig::default(), remembered.clone()).of(Some(&signed_in));
    session.handle(Input::Leads(remembered), at(0));
    session
}

fn writes_something(effects: &[Effect]) -> bool {
    let writes = |effect: &Effect| {
        matches!(
            effect,
            Effect::KeepItem(_)
                | Effect::KeepDay(_)
                | Effect::KeepTimeline(_)
                | Effect::Send(_)
                | Effect::SendLast(_)
        )
    };
    effects.iter().any(writes)
}

#[test]
fn nothing_is_recorded_while_somebody_else_is_signed_in_to_amazon_connect() {
    let there = update("idle").configuration.login().to_owned();
    let mut session = leading_for("somebody.else", Remembered::default());
    for (name, now) in [("idle", 1), ("connecting", 2), ("connected", 3), ("ended", 4)] {
        assert!(!writes_something(&happens(&mut session, name, now)), "{name}");
    }
    assert!(!writes_something(&session.handle(Input::Leaving, at(5))));
    let two = session.view().two_people.unwrap();
    assert_eq!((two.here.as_str(), two.there.as_str()), ("somebody.else", there.as_str()));
    assert_eq!(session.view().outbox, OutboxView::default());
    assert_eq!(session.view().contacts.len(), 1, "the contact is shown all the same");
}

#[test]
fn upper_and_lower_case_make_no_two_people() {
    let login = update("idle").configuration.login().to_uppercase();
    let mut session = leading_for(&login, Remembered::default());
    happens(&mut session, "idle", 1);
    assert!(writes_something(&happens(&mut session, "connecting", 2)));
    assert_eq!(session.view().two_people, None);
}

#[test]
fn what_somebody_else_left_in_this_browser_waits_until_they_are_back() {
    let mut before = leading(Remembered::default());
    happens(&mut before, "idle", 1);
    let effects = happens(&mut before, "connecting", 2);
    let records: Vec<_> = effects
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::KeepItem(item) => Some(item),
            _ => None,
        })
        .collect();
    assert!(!records.is_empty());
    let remembered = Remembered { records, ..Remembered::default() };
    let login = update("idle").configuration.login().to_owned();
    let mut other = leading_for("somebody.else", remembered.clone());
    assert!(!writes_something(&other.handle(Input::Tick, at(60_000))));
    let mut back = leading_for(&login, Remembered::default());
    assert!(writes_something(&back.handle(Input::Leads(remembered), at(60_000))), "now they are sent");
}

#[test]
fn a_session_that_is_over_is_said_and_nothing_is_lost() {
    let mut session = leading(Remembered::default());
    happens(&mut session, "idle", 1);
    happens(&mut session, "connecting", 2);
    session.handle(Input::Sent(Err(CallError::SignedOut)), at(3));
    assert!(session.view().signed_out && session.view().outbox.waiting > 0);
    let again = session.handle(Input::Tick, at(60_000));
    let items = items(&again);
    assert!(!items.is_empty(), "it is tried again");
    let stored = items.iter().map(|item| (item.key(), item.revision(), Answer::Stored(item.revision())));
    session.handle(Input::Sent(Ok(stored.collect())), at(60_001));
    assert!(!session.view().signed_out);
}
