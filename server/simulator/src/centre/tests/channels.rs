//! Chats, tasks, e-mails and callbacks, and several contacts at once.

use rstest::rstest;
use serde_json::Value;

use super::*;

#[rstest]
#[case(Channel::Chat, "chat", &["agent", "inbound"], "connect:Chat")]
#[case(Channel::Task, "task", &["agent"], "connect:Task")]
#[case(Channel::Email, "email", &["agent"], "connect:Email")]
fn what_is_no_call_leaves_the_agents_state_alone(
    #[case] channel: Channel,
    #[case] kind: &str,
    #[case] lines: &[&str],
    #[case] subtype: &str,
) {
    let mut day = Day::begin();
    let id = day.arrive(channel, "Support", Some(anna())).unwrap();
    assert_eq!((day.state(id), day.shown()), (ContactState::Connecting, "Available"));
    day.accept(id);
    let snapshot = day.centre.snapshot(&anna(), 0).unwrap();
    assert_eq!(snapshot["state"]["name"], "Available");
    let contact = &snapshot["contacts"][0];
    assert_eq!((&contact["type"], &contact["state"]["type"]), (&kind.into(), &"connected".into()));
    assert_eq!(contact["segmentAttributes"]["connect:Subtype"]["ValueString"], subtype);
    let connections = contact["connections"].as_array().unwrap();
    let kinds: Vec<_> = connections.iter().map(|line| line["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, lines);
    assert_eq!(connections.iter().filter(|line| line["initial"] == true).count(), 1);
    assert!(connections.iter().all(|line| line["endpoint"] == Value::Null));
    day.apply(Command::CustomerHangsUp(id)).unwrap();
    assert_eq!((day.state(id), day.shown()), (ContactState::Ended, "Available"));
    day.act(id, Action::Clear).unwrap();
    assert!(day.before(&anna()).is_empty());
}

#[test]
fn an_agent_has_as_many_contacts_of_each_kind_as_the_profile_says() {
    let mut day = Day::begin();
    let voice = day.connected();
    let others: Vec<_> = [Channel::Chat, Channel::Chat, Channel::Task, Channel::Email]
        .map(|channel| day.arrive(channel, "Support", Some(anna())).unwrap())
        .into();
    assert_eq!(day.before(&anna()).len(), 5);
    let full = Refusal::NoRoom { agent: anna(), channel: Channel::Chat };
    assert_eq!(day.arrive(Channel::Chat, "Support", Some(anna())), Err(full));
    for contact in others {
        day.accept(contact);
    }
    day.apply(Command::CustomerHangsUp(voice)).unwrap();
    assert_eq!(day.shown(), "AfterCallWork");
    day.act(voice, Action::Clear).unwrap();
    assert_eq!(day.shown(), "Available", "the chats go on, the call is worked up");
}

#[test]
fn a_queued_status_waits_for_the_last_contact() {
    let mut day = Day::begin();
    let chat = day.arrive(Channel::Chat, "Support", Some(anna())).unwrap();
    day.accept(chat);
    let voice = day.ended();
    day.pick("Lunch", true).unwrap();
    day.act(voice, Action::Clear).unwrap();
    assert_eq!(day.shown(), "Available");
    day.apply(Command::CustomerHangsUp(chat)).unwrap();
    day.act(chat, Action::Clear).unwrap();
    assert_eq!(day.shown(), "Lunch");
}

#[test]
fn queueing_the_picked_status_takes_the_queued_one_back() {
    let mut day = Day::begin();
    day.connected();
    day.pick("Lunch", true).unwrap();
    assert!(day.centre.snapshot(&anna(), 0).unwrap()["nextState"].is_object());
    day.pick("Available", true).unwrap();
    assert!(day.centre.snapshot(&anna(), 0).unwrap()["nextState"].is_null());
}

#[test]
fn a_chat_does_not_bar_a_status_that_is_picked_at_once() {
    let mut day = Day::begin();
    let chat = day.arrive(Channel::Chat, "Support", Some(anna())).unwrap();
    day.accept(chat);
    day.pick("Lunch", false).unwrap();
    assert_eq!((day.shown(), day.state(chat)), ("Lunch", ContactState::Connected));
}

#[test]
fn a_task_is_paused_and_continued_and_nothing_else_is() {
    let mut day = Day::begin();
    let task = day.arrive(Channel::Task, "Support", Some(anna())).unwrap();
    assert!(matches!(day.act(task, Action::Pause), Err(Refusal::WrongContactState { .. })));
    day.accept(task);
    day.act(task, Action::Pause).unwrap();
    assert_eq!((day.state(task), day.contact(task).is_live()), (ContactState::Paused, true));
    assert!(matches!(day.act(task, Action::Pause), Err(Refusal::WrongContactState { .. })));
    day.act(task, Action::Continue).unwrap();
    assert_eq!(day.state(task), ContactState::Connected);
    let call = day.connected();
    assert!(matches!(day.act(call, Action::Pause), Err(Refusal::WrongChannel { .. })));
    let own = day.line(task, Party::Agent);
    assert!(matches!(day.act(task, Action::Hold(own)), Err(Refusal::WrongChannel { .. })));
}

#[test]
fn a_callback_is_offered_then_the_customer_is_called() {
    let mut day = Day::begin();
    let id = day.arrive(Channel::QueueCallback, "Support", None).unwrap();
    assert_eq!((day.state(id), day.shown()), (ContactState::Incoming, "Pending"));
    day.act(id, Action::Accept).unwrap();
    assert_eq!((day.state(id), day.shown()), (ContactState::Connecting, "CallingCustomer"));
    day.wait(2_000);
    assert_eq!((day.state(id), day.shown()), (ContactState::Connected, "Busy"));
    let contact = day.centre.snapshot(&anna(), 0).unwrap()["contacts"][0].clone();
    assert_eq!(
        (&contact["type"], &contact["initiationMethod"]),
        (&"queue_callback".into(), &"callback".into())
    );
    assert_eq!(contact["connections"][1]["type"], "outbound");
}

#[test]
fn after_contact_work_may_have_an_end() {
    let mut instance = Instance::built_in().unwrap();
    instance.agents[0].after_contact_work_ms = Some(30_000);
    let mut day = Day::at(&instance);
    let (call, chat) = (day.ended(), day.arrive(Channel::Chat, "Support", Some(anna())).unwrap());
    day.wait(29_999);
    assert_eq!((day.shown(), day.contact(call).cleared_at), ("AfterCallWork", None));
    day.wait(1);
    assert_eq!(day.shown(), "Available");
    assert!(day.contact(call).cleared_at.is_some());
    assert_eq!((day.before(&anna()), day.state(chat)), (vec![chat], ContactState::Missed));
}

#[test]
fn a_contact_may_be_accepted_by_itself() {
    let mut day = Day::begin();
    let chat = NewContact::of(Channel::Chat, QueueKey::Own(anna()), Details::of(Channel::Chat));
    let id = day.apply(NewContact { auto_accept: true, ..chat }.into()).unwrap().unwrap();
    day.wait(500);
    assert_eq!(day.contact(id).accepted_at, Some(MORNING.plus(500)));
    day.wait(200);
    assert_eq!(day.state(id), ContactState::Connected);
}

#[test]
fn a_task_for_later_waits_until_then_and_is_made_once() {
    let mut day = Day::begin();
    let task = |day: &Day| {
        let details = Details { scheduled_at: Some(day.clock.plus(60_000)), ..Details::of(Channel::Task) };
        Box::new(NewContact::of(Channel::Task, QueueKey::Own(anna()), details))
    };
    let once = |contact| Command::ArriveOnce { token: "t".to_owned(), contact };
    let first = day.apply(once(task(&day))).unwrap().unwrap();
    assert_eq!(day.apply(once(task(&day))).unwrap(), Some(first));
    assert_eq!(day.state(first), ContactState::Scheduled);
    day.wait(60_000);
    assert_eq!(day.before(&anna()), [first]);
}

#[test]
fn what_is_over_is_forgotten_after_a_while() {
    let mut day = Day::begin();
    let cleared = day.ended();
    day.act(cleared, Action::Clear).unwrap();
    let kept = day.ended();
    let abandoned = day.arrive(Channel::Voice, "Support", None).unwrap();
    day.apply(Command::CustomerHangsUp(abandoned)).unwrap();
    day.wait(599_799);
    assert!(day.centre.contact(cleared).is_ok());
    day.wait(1_000);
    assert_eq!(day.centre.contact(cleared), Err(Refusal::UnknownContact));
    assert_eq!(day.centre.contact(abandoned), Err(Refusal::UnknownContact));
    assert!(day.centre.contact(kept).is_ok(), "what the agent still sees is not forgotten");
    assert_eq!(day.centre.contacts().count(), 1);
}

#[test]
fn attributes_of_contact_queue_and_instance_come_together_and_can_change() {
    let mut day = Day::begin();
    let id = day.connected();
    let change = [("Tier".to_owned(), None), ("Mood".to_owned(), Some("angry".to_owned()))].into();
    day.apply(Command::SetAttributes { contact: id, attributes: change }).unwrap();
    let snapshot = day.centre.snapshot(&anna(), 0).unwrap();
    let attributes = snapshot["contacts"][0]["attributes"].as_object().unwrap();
    let names: Vec<_> = attributes.keys().collect();
    assert_eq!(names, ["Language", "Mood", "Topic"]);
    assert_eq!(attributes["Topic"], serde_json::json!({ "name": "Topic", "value": "Billing" }));
}
