//! Today's contacts of the agent, as the server has them.

use connect_streams::EpochMs;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    api::{Client, ContactRecord, Outcome, RecordList},
    desktop::use_desktop,
    ui::{Moment, duration_text, start_of_today, use_tick},
};

/// How often a list that could not be had is asked for again.
const RETRY_EVERY_MS: i64 = 10_000;

/// What the panel knows.
#[derive(Clone, Debug, Default)]
struct Today {
    list: RecordList,
    error: Option<String>,
    /// Which request was asked last; an answer to an earlier one comes too late.
    asked: u32,
}

/// The list of today's contacts, and the state of what is not on the server yet.
#[component]
pub fn TodayPanel() -> impl IntoView {
    let desktop = use_desktop();
    let today = RwSignal::new(Today::default());
    let login = Memo::new(move |_| desktop.agent.read().as_ref().map(|agent| agent.login.clone()));
    let tick = use_tick();
    // While the list cannot be had, it is asked for again and again.
    let again = Memo::new(move |_| today.read().error.is_some().then(|| tick.now().get() / RETRY_EVERY_MS));
    Effect::new(move |_| {
        desktop.confirmed.track();
        again.track();
        if let Some(login) = login.get() {
            ask(today, login, None);
        }
    });
    let more = move |_| {
        let cursor = today.read_untracked().list.meta.next_cursor.clone();
        if let Some(login) = login.get_untracked() {
            ask(today, login, cursor);
        }
    };
    let records = move || today.read().list.records.clone();
    view! {
        <section class="today" aria-labelledby="today-title">
            <header>
                <h2 id="today-title">"Today"</h2>
                <p id="outbox" role="status">{move || outbox_text(&desktop.outbox.read(), desktop.forgetful.get())}</p>
            </header>
            <p class="error" role="status">{move || today.read().error.clone()}</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Today's contacts">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Start"</th>
                            <th scope="col">"Customer"</th>
                            <th scope="col">"Queue"</th>
                            <th scope="col">"Outcome"</th>
                            <th scope="col" class="number">"Talk time"</th>
                            <th scope="col">"Contact ID"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=records key=|record| (record.contact_id.clone(), record.revision) let:record>
                            <Row record />
                        </For>
                    </tbody>
                </table>
                <Show when=move || today.read().list.records.is_empty()>
                    <p class="empty">"Contacts that you were offered today are listed here."</p>
                </Show>
            </div>
            <Show when=move || today.read().list.meta.next_cursor.is_some()>
                <button on:click=more>"Show earlier ones"</button>
            </Show>
        </section>
    }
}

#[component]
fn Row(record: ContactRecord) -> impl IntoView {
    let talked = talked_ms(&record).map_or_else(|| "–".to_owned(), duration_text);
    let started = record.started_at();
    let contact_id = record.contact_id.clone();
    view! {
        <tr data-contact=record.contact_id>
            <td><Moment at=Signal::stored(started) /></td>
            <td>{record.customer_endpoint.unwrap_or_else(|| "–".to_owned())}</td>
            <td>{record.queue.unwrap_or_else(|| "–".to_owned())}</td>
            <td><span class="outcome" data-outcome=record.outcome.map(Outcome::as_str)>{record.outcome.map_or("in progress", Outcome::as_str)}</span></td>
            <td class="number">{talked}</td>
            <td><code>{contact_id}</code></td>
        </tr>
    }
}

/// Asks for the list, or for what comes after `cursor`.
fn ask(today: RwSignal<Today>, login: String, cursor: Option<String>) {
    let request = today.read_untracked().asked.wrapping_add(1);
    today.update_untracked(|today| today.asked = request);
    spawn_local(async move {
        let answer = Client.list(&login, start_of_today(), cursor.as_deref()).await;
        today.update(|today| {
            if today.asked != request {
                return;
            }
            match answer {
                Ok(mut list) => {
                    if cursor.is_some() {
                        list.records.splice(0..0, std::mem::take(&mut today.list.records));
                    }
                    today.list = list;
                    today.error = None;
                }
                Err(error) => today.error = Some(format!("{error} This list may be out of date.")),
            }
        });
    });
}

/// How long agent and customer talked, holds left out; none while that is not over.
fn talked_ms(record: &ContactRecord) -> Option<i64> {
    let (connected, ended) = (record.connected_at?, record.ended_at?);
    let held: i64 =
        record.holds.iter().map(|hold| hold.ended_at.unwrap_or(ended).since(hold.started_at)).sum();
    Some((EpochMs::since(ended, connected) - held).max(0))
}

/// What waits to be sent, in words; nothing when nothing waits.
fn outbox_text(outbox: &super::OutboxView, forgetful: bool) -> String {
    if let Some(reason) = &outbox.refused {
        return format!(
            "The server refused a record: {reason} It is kept in this browser; tell an administrator."
        );
    }
    let records = if outbox.waiting == 1 {
        "1 record waits".to_owned()
    } else {
        format!("{} records wait", outbox.waiting)
    };
    match (outbox.waiting, outbox.unavailable, forgetful) {
        (0, _, _) => String::new(),
        (_, _, true) => format!(
            "{records} to be sent. This browser stores nothing: do not close the page before they are gone."
        ),
        (_, true, false) => {
            format!("{records} to be sent. The server does not answer; they are safe in this browser.")
        }
        (_, false, false) => format!("{records} to be sent."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::OutboxView;

    #[test]
    fn talk_time_leaves_holds_out() {
        let record: ContactRecord = serde_json::from_str(include_str!("../../tests/record.json")).unwrap();
        assert_eq!(talked_ms(&record), Some(175_500 - 30_000));
    }

    #[test]
    fn the_page_says_what_waits() {
        let waiting = |waiting, unavailable| OutboxView { waiting, unavailable, refused: None };
        assert_eq!(outbox_text(&waiting(0, false), false), "");
        assert!(
            outbox_text(&waiting(2, true), false)
                .starts_with("2 records wait to be sent. The server does not answer")
        );
        assert!(outbox_text(&waiting(1, true), true).contains("do not close the page"));
    }
}
