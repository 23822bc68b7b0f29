//! What clients sent and what was confirmed to them, held against what the server has.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde_json::{Value, json};

use super::{client, random, say};

/// So many contacts and so many statuses each agent has. What is sent beyond is a newer revision of one of them.
const CONTACTS: u64 = 120;
const STATUSES: u64 = 30;

/// What a record is about: the agent, and the contact or the moment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Contact(String, String),
    Status(String, String),
}

/// The revisions of one record.
#[derive(Clone, Debug, Default)]
struct Revisions {
    sent: u64,
    /// The highest that the server said it has; 0 if it never said so.
    confirmed: u64,
    /// Those of which the server said that it has them, or newer ones.
    answered: BTreeSet<u64>,
    /// Those of which it said that they were news.
    news: BTreeSet<u64>,
    /// How often it said so of one that had been news before.
    news_again: usize,
}

/// What is known of all records.
#[derive(Debug, Default)]
pub(super) struct Ledger(Mutex<BTreeMap<Key, Revisions>>);

/// Revisions on their way.
#[derive(Clone, Debug)]
pub(super) struct Batch {
    pub(super) body: String,
    contacts: Vec<(Key, u64)>,
    statuses: Vec<(Key, u64)>,
}

/// What came of some faults.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) faults: u32,
    lost: usize,
    doubled: usize,
    /// What nobody sent, or sent otherwise.
    wrong: usize,
}

/// What the server has: each identity with all its rows, each the revision and whether the rest is of that revision too.
type Rows = BTreeMap<Key, Vec<(u64, bool)>>;

/// What was confirmed at a moment.
pub(super) struct Confirmed(BTreeMap<Key, u64>);

impl Ledger {
    fn revisions(&self) -> MutexGuard<'_, BTreeMap<Key, Revisions>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next revisions of some of an agent's records.
    pub(super) fn next(&self, agent: &str) -> Batch {
        let mut revisions = self.revisions();
        let mut next = |key: Key| {
            let known = revisions.entry(key.clone()).or_default();
            known.sent += 1;
            (key, known.sent)
        };
        let contacts: BTreeSet<_> = (0..=random(12)).map(|_| random(CONTACTS)).collect();
        let contacts: Vec<_> = contacts
            .into_iter()
            .map(|contact| next(Key::Contact(agent.to_owned(), format!("{agent}-{contact}"))))
            .collect();
        let minute = random(STATUSES);
        let at = format!("2026-11-21T09:{minute:02}:00.000Z");
        let statuses = vec![next(Key::Status(agent.to_owned(), at))];
        let bodies = |keys: &[(Key, u64)]| keys.iter().map(record).collect::<Vec<_>>();
        let body = json!({ "contacts": bodies(&contacts), "activities": bodies(&statuses) });
        Batch { body: body.to_string(), contacts, statuses }
    }

    /// Writes down what the server says of a batch.
    pub(super) fn confirm(&self, batch: &Batch, answer: &str) {
        let answer: Value = serde_json::from_str(answer).unwrap();
        let mut revisions = self.revisions();
        for (kind, sent) in [("contacts", &batch.contacts), ("activities", &batch.statuses)] {
            let verdicts = answer[kind].as_array().unwrap();
            assert_eq!(verdicts.len(), sent.len(), "{answer}");
            for ((key, revision), verdict) in sent.iter().zip(verdicts) {
                let has = verdict["revision"].as_u64().unwrap();
                assert!(has >= *revision, "{key:?}: {revision} was answered by {verdict}");
                let known = revisions.get_mut(key).unwrap();
                known.confirmed = known.confirmed.max(has);
                known.answered.insert(*revision);
                if verdict["status"] == "stored" && !known.news.insert(*revision) {
                    known.news_again += 1;
                }
            }
        }
    }

    /// What is confirmed by now.
    pub(super) fn confirmed(&self) -> Confirmed {
        let confirmed = |(key, known): (&Key, &Revisions)| (key.clone(), known.confirmed);
        Confirmed(self.revisions().iter().map(confirmed).filter(|(_, revision)| *revision > 0).collect())
    }

    /// How many revisions were confirmed: a figure that grows as long as the server works.
    pub(super) fn answered(&self) -> usize {
        self.revisions().values().map(|known| known.answered.len()).sum()
    }

    /// Holds what was confirmed against what the server on this port has now.
    pub(super) fn compare(&self, confirmed: &Confirmed, port: u16, figures: &mut Figures) {
        let rows = self.rows(port);
        for (key, revision) in &confirmed.0 {
            let newest = rows.get(key).and_then(|rows| rows.iter().map(|row| row.0).max());
            if newest.is_none_or(|newest| newest < *revision) {
                figures.lost += 1;
                say(format!("LOST {key:?}: {revision} was confirmed, {newest:?} is there"));
            }
        }
        let known = self.revisions();
        for (key, rows) in &rows {
            let sent = known.get(key).map_or(0, |known| known.sent);
            figures.doubled += rows.len() - 1;
            if rows.len() > 1 {
                say(format!("DOUBLED {key:?}: {rows:?}"));
            }
            for (revision, whole) in rows {
                if *revision > sent || !whole {
                    figures.wrong += 1;
                    say(format!("WRONG {key:?}: {revision}, {sent} was the last one sent, whole: {whole}"));
                }
            }
        }
    }

    /// The same when nothing is under way any more: then exactly what was confirmed last must be there too, where everything
    /// was confirmed in the end.
    pub(super) fn compare_newest(&self, port: u16) {
        let rows = self.rows(port);
        for (key, known) in self.revisions().iter() {
            assert_eq!(known.sent, known.confirmed, "{key:?}: not everything was confirmed");
            assert_eq!(rows.get(key), Some(&vec![(known.sent, true)]), "{key:?}");
        }
    }

    /// Says what came of it, and fails if anything was lost or doubled.
    pub(super) fn tell(&self, what: &str, mut figures: Figures, more: &str) {
        figures.doubled += self.revisions().values().map(|known| known.news_again).sum::<usize>();
        let Figures { faults, lost, doubled, wrong } = figures;
        let confirmed = self.answered();
        say(format!(
            "{what}: {faults} faults, {confirmed} revisions confirmed, {lost} lost, {doubled} doubled{more}"
        ));
        assert_eq!((lost, doubled, wrong), (0, 0, 0), "{what}");
        assert!(confirmed > 0 && faults > 0, "{what}: nothing was tried");
    }

    fn rows(&self, port: u16) -> Rows {
        let read = |path: &str| {
            let (status, body) = client::get(port, path).unwrap();
            assert_eq!(status, 200, "{path}: {body}");
            body
        };
        let mut rows = Rows::new();
        for line in read("/api/v1/contact-export?format=jsonl").lines() {
            add(&mut rows, &serde_json::from_str(line).unwrap());
        }
        let agents: BTreeSet<_> = self.revisions().keys().map(|key| key.agent().to_owned()).collect();
        for agent in agents {
            let list: Value =
                serde_json::from_str(&read(&format!("/api/v1/activities?agent={agent}&limit=1000"))).unwrap();
            list["activities"].as_array().unwrap().iter().for_each(|status| add(&mut rows, status));
        }
        rows
    }
}

impl Key {
    fn agent(&self) -> &str {
        match self {
            Self::Contact(agent, _) | Self::Status(agent, _) => agent,
        }
    }
}

impl Confirmed {
    /// How many records are there in one revision or another.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// A revision of a record that can be told from its others, and is large now and small then.
fn record((key, revision): &(Key, u64)) -> Value {
    match key {
        Key::Contact(agent, contact) => {
            let mut record: Value =
                serde_json::from_str(include_str!("../../../app/tests/record.json")).unwrap();
            record["contact_id"] = json!(contact);
            record["agent"] = json!(agent);
            record["revision"] = json!(revision);
            let words = usize::try_from(random(300)).unwrap();
            record["notes"] = json!(format!("revision {revision} {}", "word ".repeat(words)));
            record
        }
        Key::Status(agent, at) => json!({
            "instance": "i", "agent": agent, "kind": "status", "state": format!("revision {revision} "),
            "state_kind": "routable", "started_at": at, "ended_at": null, "source": "service", "revision": revision,
        }),
    }
}

fn add(rows: &mut Rows, stored: &Value) {
    let text = |name: &str| stored[name].as_str().unwrap().to_owned();
    let (key, says) = match stored.get("contact_id") {
        Some(_) => (Key::Contact(text("agent"), text("contact_id")), text("notes")),
        None => (Key::Status(text("agent"), text("started_at")), text("state")),
    };
    let revision = stored["revision"].as_u64().unwrap();
    let whole = says.starts_with(&format!("revision {revision} "));
    rows.entry(key).or_default().push((revision, whole));
}
