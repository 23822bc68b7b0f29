//! What the page knows and how it comes to know it: the filters, the list, the sums, the record that is open.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use connect_streams::EpochMs;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{address, calendar::Day, filters::Filters};
use crate::{
    api::{
        ActivityRecord, CallError, Client, ContactRecord, ContactTotals, DeskConfig, Query, RecordList,
        SIGNED_OUT,
    },
    text::Text,
    ui::{script, wall_ms},
};

const NO_ANSWER: Text =
    Text::new("The server does not answer. Try again.", "サーバーが応答しません。もう一度お試しください。");
const REFUSED: Text = Text::new("The server refused: {}", "サーバーが受け付けませんでした: {}");

/// After the last letter it takes so long until the server is asked.
pub(super) const TYPING: Duration = Duration::from_millis(250);
/// How many records are asked for at a time.
const PAGE: &str = "50";
/// How many of a day are asked for at a time, and how often at most.
const DAY_PAGE: &str = "200";
const DAY_PAGES: usize = 10;

/// The names in the address of the record that is open: its contact, and whose it is.
const OPEN: [&str; 2] = ["contact", "of"];

/// The records that are listed.
#[derive(Clone, Debug, Default)]
pub(super) struct Listing {
    /// Newest first.
    pub records: Vec<Arc<ContactRecord>>,
    /// Where the list goes on, if it does.
    pub next: Option<String>,
    /// Whether an answer is waited for.
    pub is_busy: bool,
    /// Why the last answer did not come.
    pub error: Option<CallError>,
}

/// What a day is drawn from.
#[derive(Clone, Debug)]
pub(super) struct DayData {
    /// When it begins and is over.
    pub bounds: [EpochMs; 2],
    /// The agent's statuses.
    pub activities: Vec<ActivityRecord>,
    /// The agent's contacts in the order in which they began.
    pub contacts: Vec<Arc<ContactRecord>>,
    /// When it was asked for.
    pub now: EpochMs,
}

/// Everything that the page knows.
#[derive(Clone, Copy, Debug)]
pub(super) struct History {
    /// What is looked for.
    pub filters: RwSignal<Filters>,
    /// What was found.
    pub list: RwSignal<Listing>,
    /// What it comes to.
    pub totals: RwSignal<Option<ContactTotals>>,
    /// The agent's day, while it is one agent's single day.
    pub day: RwSignal<Option<Arc<DayData>>>,
    /// The record that is open.
    pub opened: RwSignal<Option<Arc<ContactRecord>>>,
    /// The queues that were seen, with those of the configuration.
    pub queues: RwSignal<BTreeSet<String>>,
    /// The dispositions that were seen.
    pub dispositions: RwSignal<BTreeSet<String>>,
    /// What is said to screen readers.
    pub said: RwSignal<String>,
    /// How the desk is configured.
    pub desk: StoredValue<DeskConfig>,
    /// How often was asked. An answer to any but the last question comes too late.
    asked: StoredValue<u32>,
    /// Of which agent and which day the picture is.
    day_of: StoredValue<Option<(String, [EpochMs; 2])>>,
}

/// By what a record is told from all others.
pub(super) fn key(record: &ContactRecord) -> String {
    [&record.instance, &record.agent, &record.contact_id].map(String::as_str).join(" ")
}

/// By what a row of the list is told from all others: it is made anew when its record changes.
pub(super) fn row_key(record: &ContactRecord) -> String {
    format!("{} {}", key(record), record.revision)
}

/// Why an answer did not come, and what to do.
pub(super) fn error_text(error: &CallError) -> String {
    match error {
        CallError::Unavailable => NO_ANSWER.get().to_owned(),
        CallError::SignedOut => SIGNED_OUT.get().to_owned(),
        CallError::Refused(reason) => REFUSED.with(&[reason]),
    }
}

/// What the page knows in the beginning: what the address asks for.
pub(super) fn begin(desk: &DeskConfig) -> History {
    let query = window().location().search().unwrap_or_default();
    let configured = desk.dispositions.iter().map(|one| &one.queue);
    let configured = configured.chain(desk.caller_ids.iter().map(|one| &one.queue));
    let configured = configured.chain(&desk.disposition_required);
    let history = History {
        filters: RwSignal::new(Filters::from_address(&query)),
        list: RwSignal::new(Listing { is_busy: true, ..Listing::default() }),
        totals: RwSignal::new(None),
        day: RwSignal::new(None),
        opened: RwSignal::new(None),
        queues: RwSignal::new(
            configured.filter(|queue| !queue.is_empty() && *queue != "*").cloned().collect(),
        ),
        dispositions: RwSignal::new(BTreeSet::new()),
        said: RwSignal::new(String::new()),
        desk: StoredValue::new(desk.clone()),
        asked: StoredValue::new(0),
        day_of: StoredValue::new(None),
    };
    history.open_from(&query);
    history
}

impl History {
    /// Changes what is looked for, and looks for it after a while in which nothing else is changed.
    pub(super) fn change(self, wait: Duration, change: impl FnOnce(&mut Filters)) {
        let before = self.filters.get_untracked();
        let mut filters = before.clone();
        change(&mut filters);
        if filters != before {
            self.filters.set(filters);
            self.write_address();
            self.ask(wait);
        }
    }

    /// Looks again for the same.
    pub(super) fn refresh(self) {
        self.day_of.set_value(None);
        self.ask(Duration::ZERO);
    }

    /// Looks for what the filters say.
    pub(super) fn ask(self, wait: Duration) {
        let request = self.asked.with_value(|asked| asked.wrapping_add(1));
        self.asked.set_value(request);
        self.list.update(|list| list.is_busy = true);
        set_timeout(
            move || {
                if self.is_last(request) {
                    self.send(request);
                }
            },
            wait,
        );
    }

    /// Asks for what follows in the list.
    pub(super) fn more(self) {
        let (next, is_busy) = self.list.with_untracked(|list| (list.next.clone(), list.is_busy));
        let Some(next) = next.filter(|_| !is_busy) else { return };
        self.list.update(|list| list.is_busy = true);
        let request = self.asked.get_value();
        let mut query = self.query();
        query.extend([("limit", PAGE.to_owned()), ("cursor", next)]);
        spawn_local(async move {
            let answer = Client.contacts(query).await;
            self.came(request, true, answer);
        });
    }

    /// What the server is asked for with these filters, now.
    pub(super) fn query(self) -> Query {
        self.filters.with_untracked(|filters| filters.to_query(bounds(filters)))
    }

    fn is_last(self, request: u32) -> bool {
        self.asked.get_value() == request
    }

    fn send(self, request: u32) {
        let query = self.query();
        let mut of_list = query.clone();
        of_list.push(("limit", PAGE.to_owned()));
        spawn_local(async move {
            let answer = Client.contacts(of_list).await;
            self.came(request, false, answer);
        });
        spawn_local(async move {
            let answer = Client.totals(query).await;
            if self.is_last(request) {
                self.totals.set(answer.ok().map(|answer| answer.totals));
            }
        });
        self.ask_day();
    }

    /// An answer about the list came, or none.
    fn came(self, request: u32, goes_on: bool, answer: Result<RecordList, CallError>) {
        if !self.is_last(request) {
            return;
        }
        if let Ok(answer) = &answer {
            self.note(&answer.records);
        }
        self.list.update(|list| {
            list.is_busy = false;
            if !goes_on {
                // What is shown is never what was looked for before.
                list.records.clear();
                list.next = None;
            }
            match answer {
                Ok(answer) => {
                    list.records.extend(answer.records.into_iter().map(Arc::new));
                    list.next = answer.meta.next_cursor;
                    list.error = None;
                }
                Err(error) => list.error = Some(error),
            }
        });
    }

    /// Remembers which queues and dispositions there are, and what is news of the record that is open.
    fn note(self, records: &[ContactRecord]) {
        let add = |known: RwSignal<BTreeSet<String>>, field: fn(&ContactRecord) -> Option<&String>| {
            let new = |value: &&String| !known.with_untracked(|known| known.contains(*value));
            let news: Vec<_> = records.iter().filter_map(field).filter(new).cloned().collect();
            if !news.is_empty() {
                known.update(|known| known.extend(news));
            }
        };
        add(self.queues, |record| record.queue.as_ref());
        add(self.dispositions, |record| record.disposition.as_ref());
        let Some(open) = self.opened.get_untracked() else { return };
        let is_newer = |record: &&ContactRecord| record.revision > open.revision && key(record) == key(&open);
        if let Some(newer) = records.iter().find(is_newer) {
            self.opened.set(Some(Arc::new(newer.clone())));
        }
    }

    /// Asks for what the day is drawn from, unless it is drawn already, or there is none.
    fn ask_day(self) {
        let day = self.filters.with_untracked(|filters| {
            let [first, last] = filters.period.days(today());
            let is_one = !filters.agent.is_empty() && !filters.monitoring && first.is_some() && first == last;
            let [since, until] = bounds(filters);
            is_one.then_some(filters.agent.clone()).zip(since.zip(until))
        });
        let day = day.map(|(agent, (since, until))| (agent, [since, until]));
        if self.day_of.with_value(|known| *known == day) {
            return;
        }
        self.day_of.set_value(day.clone());
        let Some((agent, bounds)) = day.clone() else { return self.day.set(None) };
        spawn_local(async move {
            let data = fetch_day(agent, bounds).await;
            if self.day_of.with_value(|known| *known == day) {
                if data.is_none() {
                    // The next question asks for it again.
                    self.day_of.set_value(None);
                }
                self.day.set(data.map(Arc::new));
            }
        });
    }

    /// Opens a record.
    pub(super) fn open(self, record: Arc<ContactRecord>) {
        self.opened.set(Some(record));
        self.write_address();
    }

    /// Closes the record that is open.
    pub(super) fn close(self) {
        self.opened.set(None);
        self.write_address();
    }

    /// Opens the record that an address names.
    fn open_from(self, query: &str) {
        let pairs = address::pairs(query);
        let value =
            |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        let [contact, of] = OPEN.map(value);
        let Some((contact_id, agent)) = contact.zip(of) else { return };
        let contact_id = address::encoded(&contact_id);
        spawn_local(async move {
            if let Ok(answer) = Client.contact(&contact_id, agent).await
                && self.opened.with_untracked(Option::is_none)
            {
                self.opened.set(Some(Arc::new(answer.record)));
            }
        });
    }

    /// Keeps in the address what is looked for and what is open, so that a reload and whoever gets the link see the same.
    fn write_address(self) {
        let mut pairs = self.filters.with_untracked(Filters::to_address);
        if let Some(record) = self.opened.get_untracked() {
            let [contact, of] = OPEN;
            pairs.extend([(contact, record.contact_id.clone()), (of, record.agent.clone())]);
        }
        let query = address::query(pairs.iter().map(|(name, value)| (*name, value.as_str())));
        let path = window().location().pathname().unwrap_or_default();
        let history = script::property(&window(), "history");
        script::call(&history, "replaceState", &["".into(), "".into(), (path + &query).into()]);
    }
}

/// Today in the time zone of the page.
pub(super) fn today() -> Day {
    Day::of_wall(wall_ms(EpochMs::now()))
}

/// When the days that are looked for begin and are over.
fn bounds(filters: &Filters) -> [Option<EpochMs>; 2] {
    filters.period.bounds(today(), |day| day.begins(wall_ms))
}

async fn fetch_day(agent: String, bounds: [EpochMs; 2]) -> Option<DayData> {
    let [since, until] = bounds.map(|at| at.to_string());
    let query = vec![("agent", agent), ("since", since), ("until", until)];
    let mut of_statuses = query.clone();
    of_statuses.push(("limit", "1000".to_owned()));
    let activities = Client.activities(of_statuses).await.ok()?.activities;
    let mut contacts = Vec::new();
    let mut cursor = None;
    for _ in 0..DAY_PAGES {
        let mut query = query.clone();
        query.push(("limit", DAY_PAGE.to_owned()));
        query.extend(cursor.map(|cursor| ("cursor", cursor)));
        let answer = Client.contacts(query).await.ok()?;
        contacts.extend(answer.records.into_iter().map(Arc::new));
        cursor = answer.meta.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    contacts.reverse();
    Some(DayData { bounds, activities, contacts, now: EpochMs::now() })
}
