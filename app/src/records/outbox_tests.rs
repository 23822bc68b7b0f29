use std::collections::BTreeSet;

use super::*;
use crate::api::ContactRecord;

fn record(contact_id: &str, revision: u64) -> Item {
    let text = include_str!("../../tests/record.json");
    let mut record: ContactRecord = serde_json::from_str(text).unwrap();
    record.contact_id = contact_id.to_owned();
    record.revision = revision;
    Item::Contact(Box::new(record))
}

fn key(contact_id: &str) -> ItemKey {
    record(contact_id, 1).key()
}

fn at(milliseconds: i64) -> EpochMs {
    EpochMs::new(milliseconds)
}

/// Puts in a revision that is safe at once.
fn put(outbox: &mut Outbox, contact_id: &str, revision: u64) {
    outbox.put(record(contact_id, revision), at(0));
    outbox.kept(&key(contact_id), revision);
}

fn sends(outbox: &mut Outbox, now: i64) -> Vec<u64> {
    outbox.next(at(now)).unwrap_or_default().iter().map(Item::revision).collect()
}

fn stored(contact_id: &str, sent: u64) -> (ItemKey, u64, Answer) {
    (key(contact_id), sent, Answer::Stored(sent))
}

#[test]
fn nothing_is_sent_before_it_is_safe() {
    let mut outbox = Outbox::default();
    outbox.put(record("c", 1), at(0));
    assert!(sends(&mut outbox, 0).is_empty());
    outbox.put(record("c", 2), at(0));
    outbox.kept(&key("c"), 1);
    assert!(sends(&mut outbox, 0).is_empty(), "it is the newer revision that must be safe");
    outbox.kept(&key("c"), 2);
    assert_eq!(sends(&mut outbox, 0), [2]);
}

#[test]
fn a_confirmed_revision_leaves() {
    let mut outbox = Outbox::default();
    put(&mut outbox, "c", 1);
    assert_eq!(sends(&mut outbox, 0), [1]);
    assert_eq!(outbox.answered(vec![stored("c", 1)]), [key("c")]);
    assert_eq!(outbox.view(), OutboxView::default());
}

#[test]
fn a_revision_that_came_while_another_was_sent_is_sent_too() {
    let mut outbox = Outbox::default();
    put(&mut outbox, "c", 1);
    assert_eq!(sends(&mut outbox, 0), [1]);
    put(&mut outbox, "c", 2);
    assert!(sends(&mut outbox, 0).is_empty(), "one batch at a time");
    assert!(outbox.answered(vec![stored("c", 1)]).is_empty());
    assert_eq!(sends(&mut outbox, 0), [2]);
}

#[test]
fn an_older_revision_replaces_nothing() {
    let mut outbox = Outbox::default();
    put(&mut outbox, "c", 2);
    put(&mut outbox, "c", 1);
    assert_eq!(sends(&mut outbox, 0), [2]);
}

#[test]
fn what_came_first_is_sent_first_and_so_many_at_a_time() {
    let mut outbox = Outbox::default();
    for revision in 1..=120 {
        put(&mut outbox, &format!("c{revision}"), revision);
    }
    assert_eq!(sends(&mut outbox, 0), (1..=50).collect::<Vec<_>>());
    outbox.answered((1..=50).map(|sent| stored(&format!("c{sent}"), sent)).collect());
    assert_eq!(sends(&mut outbox, 0).first(), Some(&51));
}

#[test]
fn a_large_record_goes_alone_and_not_with_the_last_words() {
    let mut outbox = Outbox::default();
    let Item::Contact(mut large) = record("large", 1) else { panic!("it is a contact") };
    large.notes = Some("n".repeat(200_000));
    outbox.take_over(Item::Contact(large), at(0));
    put(&mut outbox, "small", 2);
    assert!(outbox.last_words().is_empty());
    assert_eq!(sends(&mut outbox, 0), [1]);
    outbox.answered(vec![stored("large", 1)]);
    assert_eq!(outbox.last_words().len(), 1, "and it stays, because nobody hears the answer");
    assert_eq!(sends(&mut outbox, 0), [2]);
}

#[test]
fn without_an_answer_it_is_tried_again_later_and_later() {
    let mut outbox = Outbox::default();
    put(&mut outbox, "c", 1);
    let mut now = 0;
    for pause in [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
        assert_eq!(sends(&mut outbox, now), [1]);
        outbox.unanswered(at(now));
        assert!(outbox.view().unavailable);
        assert!(sends(&mut outbox, now + pause / 2 - 1).is_empty(), "half of the pause at least");
        now += pause;
    }
    assert_eq!(sends(&mut outbox, now), [1], "and no longer than the pause");
    outbox.unanswered(at(now));
    outbox.wake();
    assert_eq!(sends(&mut outbox, now), [1], "back on line");
}

#[test]
fn pages_that_lost_the_same_server_come_back_one_after_the_other() {
    let tries = |failed_at: i64| {
        let mut outbox = Outbox::default();
        put(&mut outbox, "c", 1);
        for _ in 0..6 {
            outbox.wake();
            sends(&mut outbox, failed_at);
            outbox.unanswered(at(failed_at));
        }
        outbox.next_try.get() - failed_at
    };
    let pauses: BTreeSet<_> = (0..100).map(|offset| tries(1_000_000 + offset)).collect();
    assert!(pauses.len() > 90, "{} different pauses", pauses.len());
    assert!(pauses.iter().all(|pause| (15_000..=30_000).contains(pause)));
}

#[test]
fn a_refused_record_is_shown_and_holds_nobody_up() {
    let mut outbox = Outbox::default();
    put(&mut outbox, "bad", 1);
    put(&mut outbox, "good", 1);
    assert_eq!(sends(&mut outbox, 0), [1, 1]);
    let refused = (key("bad"), 1, Answer::Refused("queue: is too long".to_owned()));
    assert_eq!(outbox.answered(vec![refused, stored("good", 1)]), [key("good")]);
    assert_eq!(outbox.view().refused.as_deref(), Some("queue: is too long"));
    assert_eq!(outbox.view().waiting, 0);
    assert_eq!(outbox.all().count(), 1, "it is in the file");
    assert!(sends(&mut outbox, 0).is_empty());
    put(&mut outbox, "bad", 2);
    assert_eq!(outbox.view().refused, None, "a newer revision is tried again");
}

#[test]
fn ten_thousand_wait_and_all_of_them_leave() {
    let mut outbox = Outbox::default();
    for index in 0..10_000 {
        put(&mut outbox, &format!("c{index}"), 1);
    }
    assert_eq!(outbox.view().waiting, 10_000);
    let mut batches = 0;
    while let Some(items) = outbox.next(at(0)) {
        outbox.answered(items.iter().map(|item| (item.key(), 1, Answer::Stored(1))).collect());
        batches += 1;
    }
    assert_eq!((batches, outbox.view().waiting), (200, 0));
}

#[test]
fn what_was_kept_is_read_back() {
    let item = record("c", 3);
    assert_eq!(Item::from_text(&item.to_text()), Some(item));
    assert_eq!(Item::from_text("{"), None);
}
