//! What every database must do: one suite, run on each of them.

use app::api::{ActivityRecord, ContactRecord, ContactTotals, Direction, EndedBy, Outcome};
use connect_streams::{ContactType, EpochMs};

pub(super) use super::contract_settings::*;
use super::*;

/// Runs the suite on what `$scratch` opens: a database of its own for each test, and what must live as long.
macro_rules! contract {
    ($scratch:path) => {
        $crate::store::contract::contract! { $scratch:
            what_was_kept_is_read_back_whole, what_is_not_known_stays_unknown, only_a_newer_revision_replaces,
            a_batch_is_kept_together_with_a_verdict_each, an_identity_twice_in_a_batch_is_stored_once,
            two_agents_and_two_instances_have_a_record_each, the_list_goes_on_without_gap_or_overlap,
            every_filter_finds_what_it_should, totals_are_those_of_the_filter, notes_are_found_by_their_words,
            notes_that_changed_are_found_by_what_they_are_now, numbers_are_found_by_their_end,
            statuses_are_listed_in_order, statuses_that_began_together_are_listed_once,
            words_are_found_newest_first_among_very_many, many_at_once_are_all_kept, what_is_sound_is_found_so,
            what_is_written_when_it_closes_is_kept, every_letter_comes_back,
            settings_are_saved_in_versions, of_two_who_save_at_once_one_does, deeds_are_found_by_who_what_and_when,
        }
    };
    ($scratch:path: $($test:ident,)+) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let (store, _kept) = $scratch().await;
                $crate::store::contract::$test(store).await;
            }
        )+
    };
}
pub(super) use contract;

pub(super) fn record(contact_id: &str, agent: &str, started: i64, revision: u64) -> ContactRecord {
    let mut record: ContactRecord =
        serde_json::from_str(include_str!("../../../app/tests/record.json")).unwrap();
    record.contact_id = contact_id.to_owned();
    record.agent = agent.to_owned();
    record.offered_at = Some(EpochMs::new(started));
    record.revision = revision;
    record
}

fn activity(state: &str, started: i64, revision: u64) -> ActivityRecord {
    serde_json::from_value(serde_json::json!({
        "instance": "i", "agent": "anna", "kind": "status", "state": state, "state_kind": "routable",
        "started_at": EpochMs::new(started), "ended_at": null, "source": "service", "revision": revision,
    }))
    .unwrap()
}

async fn keep(store: &Store, record: &ContactRecord) -> Kept {
    let batch = Batch { contacts: vec![record.clone()], ..Batch::default() };
    store.keep(batch).await.unwrap().contacts[0]
}

async fn found(store: &Store, contact_id: &str, agent: Option<&str>) -> Option<ContactRecord> {
    let agent = agent.map(ToOwned::to_owned);
    let key = ContactKey { contact_id: contact_id.to_owned(), agent, ..ContactKey::default() };
    store.contact(&key).await.unwrap()
}

async fn ids(store: &Store, filter: &Filter) -> Vec<String> {
    let page = store.contacts(filter, None, 100).await.unwrap();
    page.records.into_iter().map(|record| record.contact_id).collect()
}

fn text(words: &str) -> Filter {
    Filter { text: Words::parse(words), ..Filter::default() }
}

pub(super) async fn what_was_kept_is_read_back_whole(store: Store) {
    let whole: ContactRecord = serde_json::from_str(include_str!("../../tests/whole-record.json")).unwrap();
    whole.validate().unwrap();
    assert_eq!(keep(&store, &whole).await, Kept::Stored);
    assert_eq!(found(&store, &whole.contact_id, None).await, Some(whole.clone()));
    assert_eq!(
        store.contacts(&Filter::default(), None, 9).await.unwrap().records,
        std::slice::from_ref(&whole)
    );
    assert_eq!(found(&store, "unknown", None).await, None);
    let bare = ContactRecord { revision: whole.revision + 1, ..record(&whole.contact_id, "anna", 1_000, 1) };
    let bare = ContactRecord { instance: whole.instance, ..bare };
    keep(&store, &bare).await;
    assert_eq!(found(&store, &bare.contact_id, None).await, Some(bare), "what is unknown again is not kept");
}

pub(super) async fn what_is_not_known_stays_unknown(store: Store) {
    let bare = ContactRecord {
        queue: None,
        customer_endpoint: None,
        accepted_at: None,
        connected_at: None,
        ended_at: None,
        cleared_at: None,
        holds: Vec::new(),
        outcome: None,
        channel: ContactType::Other("fax".to_owned()),
        direction: Direction::Outbound,
        ..record("c", "anna", 1_000, 1)
    };
    keep(&store, &bare).await;
    assert_eq!(found(&store, "c", None).await, Some(bare));
}

pub(super) async fn only_a_newer_revision_replaces(store: Store) {
    let second = record("c", "anna", 2_000, 2);
    keep(&store, &second).await;
    for older in [record("c", "anna", 1_000, 1), record("c", "anna", 3_000, 2)] {
        assert_eq!(keep(&store, &older).await, Kept::Known(2));
        assert_eq!(found(&store, "c", None).await.as_ref(), Some(&second));
    }
    let third = record("c", "anna", 3_000, 3);
    assert_eq!(keep(&store, &third).await, Kept::Stored);
    assert_eq!(store.contacts(&Filter::default(), None, 9).await.unwrap().records, [third]);
}

pub(super) async fn a_batch_is_kept_together_with_a_verdict_each(store: Store) {
    keep(&store, &record("known", "anna", 1_000, 9)).await;
    let batch = Batch {
        contacts: vec![record("news", "anna", 1_000, 1), record("known", "anna", 1_000, 5)],
        activities: vec![activity("Lunch", 2_000, 1), activity("Available", 1_000, 1)],
    };
    let kept = store.keep(batch.clone()).await.unwrap();
    assert_eq!(kept.contacts, [Kept::Stored, Kept::Known(9)]);
    assert_eq!(kept.activities, [Kept::Stored, Kept::Stored]);
    let again = store.keep(batch).await.unwrap();
    assert_eq!(again.contacts, [Kept::Known(1), Kept::Known(9)]);
    assert_eq!(again.activities, [Kept::Known(1), Kept::Known(1)]);
    assert_eq!(store.keep(Batch::default()).await.unwrap(), KeptBatch::default());
}

pub(super) async fn an_identity_twice_in_a_batch_is_stored_once(store: Store) {
    let contacts =
        vec![record("c", "anna", 1_000, 2), record("c", "anna", 2_000, 3), record("c", "anna", 1_500, 3)];
    let kept = store.keep(Batch { contacts, ..Batch::default() }).await.unwrap();
    assert_eq!(kept.contacts, [Kept::Known(3), Kept::Stored, Kept::Known(3)]);
    let stored = store.contacts(&Filter::default(), None, 9).await.unwrap().records;
    assert_eq!(stored, [record("c", "anna", 2_000, 3)]);
}

pub(super) async fn two_agents_and_two_instances_have_a_record_each(store: Store) {
    let (anna, ben) = (record("c", "anna", 1_000, 1), record("c", "ben", 2_000, 1));
    let elsewhere = ContactRecord { instance: "other".to_owned(), ..record("c", "anna", 500, 1) };
    for one in [&anna, &ben, &elsewhere] {
        assert_eq!(keep(&store, one).await, Kept::Stored);
    }
    assert_eq!(found(&store, "c", None).await, Some(ben), "who was offered it last");
    assert_eq!(found(&store, "c", Some("anna")).await, Some(anna));
    let key = ContactKey {
        contact_id: "c".to_owned(),
        instance: Some("other".to_owned()),
        ..ContactKey::default()
    };
    assert_eq!(store.contact(&key).await.unwrap(), Some(elsewhere));
}

pub(super) async fn the_list_goes_on_without_gap_or_overlap(store: Store) {
    for index in 0..7 {
        // Some begin in the same millisecond.
        keep(&store, &record(&format!("c{index}"), "anna", 1_000 + index / 2, 1)).await;
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = store.contacts(&Filter::default(), after, 3).await.unwrap();
        seen.extend(page.records.into_iter().map(|record| record.contact_id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["c6", "c5", "c4", "c3", "c2", "c1", "c0"]);
}

/// Three contacts that differ in everything that can be asked for, and one that a supervisor listened to.
async fn three_and_one(store: &Store) {
    let first =
        ContactRecord { disposition: Some("refund/part".to_owned()), ..record("first", "anna", 1_000, 1) };
    let second = ContactRecord {
        queue: Some("Billing".to_owned()),
        channel: ContactType::Chat,
        direction: Direction::Outbound,
        outcome: Some(Outcome::Missed),
        customer_endpoint: Some("customer@example.com".to_owned()),
        accepted_at: None,
        connected_at: None,
        holds: Vec::new(),
        ..record("second", "ben", 2_000, 1)
    };
    let third = ContactRecord {
        queue: None,
        outcome: None,
        ended_at: None,
        cleared_at: None,
        ..record("third", "ben", 3_000, 1)
    };
    let heard = ContactRecord { monitoring: true, ..record("heard", "clara", 4_000, 1) };
    for one in [&first, &second, &third, &heard] {
        keep(store, one).await;
    }
}

pub(super) async fn every_filter_finds_what_it_should(store: Store) {
    three_and_one(&store).await;
    let text = |text: &str| Some(text.to_owned());
    let all = Filter::default;
    for (filter, expected) in [
        (all(), vec!["third", "second", "first"]),
        (Filter { monitoring: true, ..all() }, vec!["heard"]),
        (Filter { monitoring: true, agent: text("anna"), ..all() }, vec![]),
        (Filter { agent: text("ben"), ..all() }, vec!["third", "second"]),
        (Filter { agent: text("Ben"), ..all() }, vec![]),
        (Filter { since: Some(EpochMs::new(2_000)), ..all() }, vec!["third", "second"]),
        (Filter { until: Some(EpochMs::new(2_000)), ..all() }, vec!["first"]),
        (Filter { queue: text("Billing"), ..all() }, vec!["second"]),
        (Filter { channel: text("chat"), ..all() }, vec!["second"]),
        (Filter { direction: Some(Direction::Inbound), ..all() }, vec!["third", "first"]),
        (Filter { outcome: Some(Outcome::Missed), ..all() }, vec!["second"]),
        (Filter { disposition: text("refund/part"), ..all() }, vec!["first"]),
        (Filter { disposition: text("refund"), ..all() }, vec![]),
        (Filter { number: text("customer@example.com"), ..all() }, vec!["second"]),
        (
            Filter { agent: text("ben"), outcome: Some(Outcome::Missed), channel: text("chat"), ..all() },
            vec!["second"],
        ),
        (Filter { queue: text("' OR 1=1 --"), ..all() }, vec![]),
    ] {
        assert_eq!(ids(&store, &filter).await, expected, "{filter:?}");
    }
}

pub(super) async fn totals_are_those_of_the_filter(store: Store) {
    three_and_one(&store).await;
    let all = store.totals(&Filter::default()).await.unwrap();
    let first = record("first", "anna", 1_000, 1);
    let (talk_ms, hold_ms) = (first.talked_ms().unwrap(), first.hold_ms().unwrap());
    let wrap_up_ms = first.wrap_up_ms().unwrap();
    assert_eq!(
        all,
        ContactTotals {
            count: 3,
            handled: 1,
            missed: 1,
            rejected: 0,
            failed: 0,
            talk_ms,
            hold_ms,
            wrap_up_ms
        }
    );
    // Nobody's record makes the sums overflow.
    for index in 0..3 {
        let endless = ContactRecord {
            ended_at: Some(EpochMs::new(i64::MAX / 2)),
            cleared_at: None,
            holds: Vec::new(),
            ..record(&format!("endless-{index}"), "eve", 1_000, 1)
        };
        keep(&store, &endless).await;
    }
    let of_eve = Filter { agent: Some("eve".to_owned()), ..Filter::default() };
    assert_eq!(store.totals(&of_eve).await.unwrap().talk_ms, 3 * 366 * 86_400_000);
    let nothing = Filter { agent: Some("nobody".to_owned()), ..Filter::default() };
    assert_eq!(store.totals(&nothing).await.unwrap(), ContactTotals::default());
    let missed = Filter { outcome: Some(Outcome::Missed), ..Filter::default() };
    assert_eq!(
        store.totals(&missed).await.unwrap(),
        ContactTotals { count: 1, missed: 1, ..ContactTotals::default() }
    );
}

pub(super) async fn notes_are_found_by_their_words(store: Store) {
    for (id, started, notes) in [
        ("call", 1_000, "Wants a call-back on Friday, \"urgent\" & 'now'."),
        ("japan", 2_000, "明日、営業部に電話する。ABC社"),
        ("long", 3_000, &*format!("{} end", "x".repeat(5_000))),
    ] {
        keep(&store, &ContactRecord { notes: Some(notes.to_owned()), ..record(id, "anna", started, 1) })
            .await;
    }
    keep(&store, &record("none", "anna", 4_000, 1)).await;
    for (words, expected) in [
        ("friday", vec!["call"]),
        ("FRI", vec!["call"]),
        ("riday", vec![]),
        ("call back", vec!["call"]),
        ("back-call", vec!["call"]),
        ("friday call", vec!["call"]),
        ("営業", vec!["japan"]),
        ("電話 abc", vec!["japan"]),
        ("業営", vec![]),
        ("xxx end", vec![]),
        ("end", vec!["long"]),
        ("urgent' | \"now", vec!["call"]),
        ("NOT friday", vec![]),
        ("friday OR japan", vec![]),
        ("*", vec![]),
    ] {
        if let Some(text) = Words::parse(words) {
            let filter = Filter { text: Some(text), ..Filter::default() };
            assert_eq!(ids(&store, &filter).await, expected, "{words}");
        }
    }
    let of_ben = Filter { agent: Some("ben".to_owned()), ..text("friday") };
    assert_eq!(ids(&store, &of_ben).await, Vec::<String>::new());
}

pub(super) async fn notes_that_changed_are_found_by_what_they_are_now(store: Store) {
    let with = |notes: Option<&str>, revision| ContactRecord {
        notes: notes.map(ToOwned::to_owned),
        ..record("c", "anna", 1_000, revision)
    };
    keep(&store, &with(Some("old words"), 1)).await;
    keep(&store, &with(Some("new words"), 2)).await;
    keep(&store, &with(Some("late words"), 1)).await;
    assert_eq!(ids(&store, &text("new")).await, ["c"]);
    assert!(ids(&store, &text("old")).await.is_empty() && ids(&store, &text("late")).await.is_empty());
    keep(&store, &with(None, 3)).await;
    assert!(ids(&store, &text("words")).await.is_empty());
    keep(&store, &with(Some("words again"), 4)).await;
    assert_eq!(ids(&store, &text("words")).await, ["c"]);
}

pub(super) async fn numbers_are_found_by_their_end(store: Store) {
    for (id, started, number) in
        [("a", 1_000, "+12065550199"), ("b", 2_000, "+12065550100"), ("c", 3_000, "5559")]
    {
        let number = Some(number.to_owned());
        keep(&store, &ContactRecord { customer_endpoint: number, ..record(id, "anna", started, 1) }).await;
    }
    for (number, expected) in [
        ("+12065550100", vec!["b"]),
        ("5550199", vec!["a"]),
        ("12065550199", vec!["a"]),
        ("5559", vec!["c"]),
        ("0199", vec!["a"]),
        ("199", vec![]),
        ("+1206555010", vec![]),
        ("%", vec![]),
    ] {
        let filter = Filter { number: Some(number.to_owned()), ..Filter::default() };
        assert_eq!(ids(&store, &filter).await, expected, "{number}");
    }
}

pub(super) async fn statuses_are_listed_in_order(store: Store) {
    let statuses =
        [activity("Lunch", 2_000, 1), activity("Available", 1_000, 1), activity("Break", 3_000, 1)];
    store.keep(Batch { activities: statuses.to_vec(), ..Batch::default() }).await.unwrap();
    let list = async |since, until, limit| {
        let (since, until) = (EpochMs::new(since), EpochMs::new(until));
        let span = Span { agent: "anna".to_owned(), since, until, after: None, limit, reach: Reach::All };
        let found = store.activities(&span).await.unwrap();
        found.into_iter().map(|activity| activity.state).collect::<Vec<_>>()
    };
    assert_eq!(list(0, 9_000, 9).await, ["Available", "Lunch", "Break"]);
    assert_eq!(list(2_500, 9_000, 9).await, ["Lunch", "Break"], "the one that lasted is there too");
    assert_eq!(list(2_000, 3_000, 9).await, ["Lunch"]);
    assert_eq!(list(0, 9_000, 2).await, ["Available", "Lunch"]);
    assert_eq!(list(0, 1_000, 9).await, Vec::<String>::new());
    let ended = ActivityRecord { ended_at: Some(EpochMs::new(3_000)), ..activity("Lunch", 2_000, 2) };
    let batch = Batch { activities: vec![ended.clone(), activity("Lunch", 2_000, 1)], ..Batch::default() };
    assert_eq!(store.keep(batch).await.unwrap().activities, [Kept::Stored, Kept::Known(2)]);
    let (since, until) = (EpochMs::new(2_000), EpochMs::new(2_001));
    let span = Span { agent: "anna".to_owned(), since, until, after: None, limit: 9, reach: Reach::All };
    assert_eq!(store.activities(&span).await.unwrap(), [ended]);
}

pub(super) async fn statuses_that_began_together_are_listed_once(store: Store) {
    let instances: Vec<_> = (0..7).map(|index| format!("i-{index}")).collect();
    let mut activities: Vec<_> = instances
        .iter()
        .map(|instance| ActivityRecord { instance: instance.clone(), ..activity("Lunch", 2_000, 1) })
        .collect();
    activities.push(activity("Available", 1_000, 1));
    activities.push(activity("Break", 3_000, 1));
    store.keep(Batch { activities, ..Batch::default() }).await.unwrap();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let span = Span {
            agent: "anna".to_owned(),
            since: EpochMs::new(1_500),
            until: EpochMs::new(9_000),
            after,
            limit: 2,
            reach: Reach::All,
        };
        let part = store.activities(&span).await.unwrap();
        let Some(last) = part.last() else { break };
        after = Some(ActivityPosition { started_at: last.started_at, instance: last.instance.clone() });
        seen.extend(part.into_iter().map(|activity| (activity.state, activity.instance)));
    }
    let together = instances.iter().map(|instance| ("Lunch", instance.as_str()));
    let expected: Vec<_> = [("Available", "i")].into_iter().chain(together).chain([("Break", "i")]).collect();
    assert_eq!(
        seen.iter().map(|(state, instance)| (state.as_str(), instance.as_str())).collect::<Vec<_>>(),
        expected
    );
}

/// Far more records than are looked through or looked up at a time, most of which came in another order than they began.
pub(super) async fn words_are_found_newest_first_among_very_many(store: Store) {
    let count = 9_000;
    let began = |index: i64| index * 7_919 % count;
    let notes = |began: i64| match began % 100 {
        0 if began % 1_000 == 0 => "rare and common",
        7 => "commonly",
        _ => "common",
    };
    for first in (0..count).step_by(1_000) {
        let contacts = (first..first + 1_000).map(|index| {
            let began = began(index);
            let agent = if began % 3 == 0 { "anna" } else { "ben" };
            let notes = Some(notes(began).to_owned());
            ContactRecord { notes, ..record(&format!("c{began}"), agent, began, 1) }
        });
        store.keep(Batch { contacts: contacts.collect(), ..Batch::default() }).await.unwrap();
    }
    // The oldest of all becomes the newest.
    keep(&store, &ContactRecord { notes: Some("common".to_owned()), ..record("c1", "ben", count, 2) }).await;
    let all = (0..count).filter(|began| *began != 1).rev();
    let newest: Vec<_> = [1].into_iter().chain(all).map(|began| format!("c{began}")).collect();
    let number = |id: &String| id[1..].parse::<i64>().unwrap();
    for (words, agent, meant) in [
        ("common", None, Box::new(|_: i64| true) as Box<dyn Fn(i64) -> bool>),
        ("comm", Some("anna"), Box::new(|began| began % 3 == 0)),
        ("commonly", None, Box::new(|began| began % 100 == 7)),
        ("rare", None, Box::new(|began| began % 1_000 == 0)),
        ("rare common", Some("ben"), Box::new(|began| began % 1_000 == 0 && began % 3 != 0)),
        ("absent", None, Box::new(|_| false)),
    ] {
        let agent = agent.map(ToOwned::to_owned);
        let filter = Filter { agent, ..text(words) };
        let expected: Vec<_> = newest.iter().filter(|id| meant(number(id))).cloned().collect();
        assert_eq!(ids(&store, &filter).await, expected[..expected.len().min(100)], "{words}");
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.contacts(&filter, after, 1_000).await.unwrap();
            seen.extend(page.records.into_iter().map(|record| record.contact_id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, expected, "{words}");
        let span = |id: &String| (2_000..7_000).contains(&number(id));
        let (since, until) = (Some(EpochMs::new(2_000)), Some(EpochMs::new(7_000)));
        let expected: Vec<_> = expected.into_iter().filter(span).take(100).collect();
        assert_eq!(ids(&store, &Filter { since, until, ..filter }).await, expected, "{words}");
    }
}

pub(super) async fn many_at_once_are_all_kept(store: Store) {
    let tasks: Vec<_> = (0..200)
        .map(|index| {
            let store = store.clone();
            // Each contact twice, so that those who write at once meet.
            let record = record(&format!("c{}", index / 2), "anna", index / 2, 1);
            tokio::spawn(async move { keep(&store, &record).await })
        })
        .collect();
    let mut stored = 0;
    for task in tasks {
        stored += u32::from(task.await.unwrap() == Kept::Stored);
    }
    assert_eq!(stored, 100, "each is news once");
    assert_eq!(store.totals(&Filter::default()).await.unwrap().count, 100);
}

pub(super) async fn what_is_written_when_it_closes_is_kept(store: Store) {
    let writing: Vec<_> = (0..20)
        .map(|index| {
            let (store, record) = (store.clone(), record(&format!("c{index}"), "anna", index, 1));
            tokio::spawn(
                async move { store.keep(Batch { contacts: vec![record], ..Batch::default() }).await },
            )
        })
        .collect();
    tokio::task::yield_now().await;
    store.close().await;
    for one in writing {
        // Either it was taken and kept, or it is told plainly that it was not.
        assert!(matches!(one.await.unwrap(), Ok(_) | Err(StoreError::Closed)));
    }
    assert!(matches!(store.keep(Batch::default()).await, Err(StoreError::Closed)));
}

pub(super) async fn every_letter_comes_back(store: Store) {
    let strange = "\u{1f4de} 'at' \"9\"; DROP TABLE contact_record \\ \u{202e}\u{feff} %_\t\n{}[],明日";
    let mut whole = record("c", "anna", 1_000, 1);
    whole.notes = Some(strange.to_owned());
    whole.ended_by = Some(EndedBy::Customer);
    whole.attributes.insert("\u{1}\u{7f}".replace(char::is_control, "x"), format!("\u{1}{strange}"));
    keep(&store, &whole).await;
    assert_eq!(found(&store, "c", None).await, Some(whole));
}

pub(super) async fn what_is_sound_is_found_so(store: Store) {
    three_and_one(&store).await;
    for (revision, notes) in [(2, Some("words")), (3, None), (4, Some("!?"))] {
        let notes = notes.map(ToOwned::to_owned);
        keep(&store, &ContactRecord { notes, ..record("first", "anna", 1_000, revision) }).await;
        assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
    }
    store.keep(Batch { activities: vec![activity("Lunch", 1, 1)], ..Batch::default() }).await.unwrap();
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}
