//! Who gets whom.

use super::*;

#[test]
fn a_contact_waits_until_somebody_is_free() {
    let mut day = Day::begin();
    day.pick("Lunch", false).unwrap();
    let id = day.arrive(Channel::Voice, "Support", None).unwrap();
    assert_eq!((day.state(id), day.contact(id).offered_at), (ContactState::Queued, None));
    assert_eq!(day.centre.waiting().values().sum::<usize>(), 1);
    day.wait(5_000);
    day.pick("Available", false).unwrap();
    assert_eq!(day.before(&anna()), [id]);
    let contact = day.contact(id);
    assert_eq!((contact.queued_at, contact.offered_at), (MORNING, Some(MORNING.plus(5_000))));
    assert!(day.centre.waiting().is_empty());
}

#[test]
fn the_agent_who_has_been_idle_longest_is_first() {
    let mut day = Day::begin();
    day.wait(1_000);
    day.start_shift(&ben());
    day.wait(1_000);
    let first = day.arrive(Channel::Voice, "Support", None).unwrap();
    assert_eq!(day.before(&anna()), [first]);
    day.accept(first);
    day.apply(Command::CustomerHangsUp(first)).unwrap();
    day.do_it(first, Action::Clear);
    let second = day.arrive(Channel::Voice, "Support", None).unwrap();
    assert_eq!(day.before(&ben()), [second], "Anna has just had one");
}

#[test]
fn the_profiles_priority_goes_before_the_waiting_time_and_an_agents_own_queue_before_both() {
    let text = crate::instance::EXAMPLE
        .replace(r#"queue = "Support", priority = 1"#, r#"queue = "Support", priority = 0"#);
    let mut day = Day::at(&Instance::parse(&text).unwrap());
    day.pick("Lunch", false).unwrap();
    let billing = day.arrive(Channel::Voice, "Billing", None).unwrap();
    day.wait(1_000);
    let support = day.arrive(Channel::Voice, "Support", None).unwrap();
    day.wait(1_000);
    let own = day.arrive_for_anna();
    let mut order = Vec::new();
    day.pick("Available", false).unwrap();
    for _ in 0..3 {
        let [id] = day.before(&anna())[..] else { panic!("one at a time") };
        order.push(id);
        day.accept(id);
        day.apply(Command::CustomerHangsUp(id)).unwrap();
        day.do_it(id, Action::Clear);
    }
    assert_eq!(order, [own, support, billing]);
}

impl Day {
    fn arrive_for_anna(&mut self) -> ContactId {
        let details = Details { customer: Some(number("+12065550111")), ..Details::of(Channel::Voice) };
        self.apply(NewContact::of(Channel::Voice, QueueKey::Own(anna()), details).into()).unwrap().unwrap()
    }
}

#[test]
fn what_one_agent_misses_goes_to_the_next_under_the_same_identity() {
    let mut day = Day::begin();
    day.wait(1);
    day.start_shift(&ben());
    let id = day.arrive(Channel::Voice, "Support", None).unwrap();
    assert_eq!(day.before(&anna()), [id]);
    day.wait(20_000);
    assert_eq!((day.before(&ben()), day.shown()), (vec![id], "MissedCallAgent"));
    let snapshot = day.centre.snapshot(&anna(), 0).unwrap();
    let seen = &snapshot["contacts"][0];
    assert_eq!((&seen["contactId"], &seen["state"]["type"]), (&id.to_string().into(), &"missed".into()));
    assert_eq!(day.act(id, Action::Accept), Err(Refusal::Over { state: ContactState::Missed }));
    day.act(id, Action::Clear).unwrap();
    assert!(day.centre.snapshot(&anna(), 0).unwrap()["contacts"].as_array().unwrap().is_empty());
    day.accept(id);
    assert_eq!(day.shown_of(&ben()), "Busy");
}

#[test]
fn what_everybody_rejects_waits_and_comes_back_to_who_has_cleared_it() {
    let mut day = Day::begin();
    let id = day.arrive(Channel::Chat, "Support", None).unwrap();
    day.act(id, Action::Reject).unwrap();
    assert_eq!((day.state(id), day.shown()), (ContactState::Queued, "Available"));
    day.wait(60_000);
    assert_eq!(day.state(id), ContactState::Queued, "not to the one who has not cleared it");
    day.act(id, Action::Clear).unwrap();
    assert_eq!(day.before(&anna()), [id]);
}

#[test]
fn who_has_queued_a_status_gets_nothing_more() {
    let mut day = Day::begin();
    day.connected();
    day.pick("Lunch", true).unwrap();
    let chat = day.arrive(Channel::Chat, "Support", None).unwrap();
    assert_eq!(day.state(chat), ContactState::Queued);
}

#[test]
fn only_who_serves_the_queue_and_the_channel_gets_it() {
    let text = crate::instance::EXAMPLE
        .replace(r#"queue = "Support", priority = 1"#, r#"queue = "Support", channels = ["chat"]"#);
    let mut day = Day::at(&Instance::parse(&text).unwrap());
    let (voice, chat) = (
        day.arrive(Channel::Voice, "Support", None).unwrap(),
        day.arrive(Channel::Chat, "Support", None).unwrap(),
    );
    assert_eq!((day.state(voice), day.state(chat)), (ContactState::Queued, ContactState::Connecting));
}

#[test]
fn a_customer_may_give_up_waiting() {
    let mut day = Day::begin();
    day.pick("Lunch", false).unwrap();
    let id = day.arrive(Channel::Voice, "Support", None).unwrap();
    day.apply(Command::CustomerHangsUp(id)).unwrap();
    assert_eq!(day.state(id), ContactState::Ended);
    day.pick("Available", false).unwrap();
    assert!(day.before(&anna()).is_empty());
}
