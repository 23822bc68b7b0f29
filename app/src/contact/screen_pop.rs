//! Pages that are opened with a contact, as the desk is configured: by a button, or by themselves when the contact is
//! connected.

use std::sync::Arc;

use connect_streams::EpochMs;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::address;
use crate::{
    api::{ScreenPop, label},
    desktop::{DeskContact, Desktop, DesktopView, use_desktop},
    text::{Text, language},
    ui::{El, classed, el},
};

const OPEN: Text = Text::new("Open the customer's page", "お客様のページを開く");
const PAGES: Text = Text::new("Pages for this contact", "このコンタクトのページ");
const NEW_WINDOW: Text = Text::new(" (new window)", "（新しいウィンドウ）");
const BLOCKED: Text = Text::new(
    "The browser blocked a page that was to open by itself. Open it here, and allow pop-up windows for this desk.",
    "自動で開くページがブラウザーにブロックされました。ここから開き、ポップアップを許可してください。",
);

/// A contact that has been connected for longer was so before this page came: its pages are open already.
const JUST_NOW_MS: i64 = 10_000;

/// The address of a page for a contact; none where it is not for its queue, or not on the web.
fn address_for(pop: &ScreenPop, contact: &DeskContact, agent: &str) -> Option<String> {
    let timeline = &contact.timeline;
    if !pop.queue.is_empty() && timeline.queue.as_deref() != Some(&pop.queue) {
        return None;
    }
    address::page(&pop.url, &|name| match name {
        "contact_id" => Some(timeline.contact_id.clone()),
        "customer" => timeline.customer_endpoint.clone(),
        "queue" => timeline.queue.clone(),
        "channel" => Some(timeline.channel.as_str().to_owned()),
        "agent" => Some(agent.to_owned()),
        name => contact.snapshot.as_ref()?.attributes.get(name)?.value.clone(),
    })
}

/// What identifies the page of a contact among all.
fn key(contact_id: &str, index: usize) -> String {
    [contact_id, &index.to_string()].join(" ")
}

/// The pages that are to be opened by themselves now, with their keys, and all that were before or are.
fn due(
    pops: &[ScreenPop],
    view: &DesktopView,
    now: EpochMs,
    before: &[String],
) -> (Vec<(String, String)>, Vec<String>) {
    let (mut due, mut opened) = (Vec::new(), Vec::new());
    let agent = view.agent.as_ref().map_or("", |agent| agent.login.as_str());
    let leads = !view.follows;
    for contact in &view.contacts {
        let timeline = &contact.timeline;
        let connected = timeline.connected.filter(|_| timeline.ended.is_none());
        let just_now = leads && connected.is_some_and(|stamp| now.since(stamp.at) < JUST_NOW_MS);
        for (index, pop) in pops.iter().enumerate().filter(|(_, pop)| pop.automatic) {
            let key = key(&timeline.contact_id, index);
            if before.contains(&key) {
                opened.push(key);
            } else if just_now && let Some(address) = address_for(pop, contact, agent) {
                opened.push(key.clone());
                due.push((key, address));
            }
        }
    }
    (due, opened)
}

/// The pages that were to open by themselves, and that the browser blocked.
#[derive(Clone, Copy)]
struct Blocked(RwSignal<Vec<String>>);

/// Opens pages by themselves from now on, for every contact, whichever panels are shown.
pub fn open_screen_pops() {
    let desktop = use_desktop();
    let blocked = RwSignal::new(Vec::new());
    provide_context(Blocked(blocked));
    open_by_themselves(desktop, Arc::new(desktop.config().desk.screen_pops), blocked);
}

/// A link for each page of the contact in focus.
pub(super) fn screen_pops() -> El {
    let desktop = use_desktop();
    let pops = Arc::new(desktop.config().desk.screen_pops);
    let Blocked(blocked) = expect_context();
    let listed = Arc::clone(&pops);
    let keys = move || {
        let contact = desktop.contact.read();
        let indices = contact.iter().flat_map(|contact| {
            let id = &contact.timeline.contact_id;
            let shown = listed.iter().enumerate().filter(|(_, pop)| address_for(pop, contact, "").is_some());
            shown.map(|(index, _)| key(id, index))
        });
        indices.collect::<Vec<_>>()
    };
    let is_blocked = move || {
        let contact = desktop.contact.read();
        let id = contact.as_ref().map(|contact| contact.timeline.contact_id.as_str());
        blocked.read().iter().any(|key: &String| key.split(' ').next() == id)
    };
    classed("div", "pops")
        .flag("hidden", {
            let keys = keys.clone();
            move || keys().is_empty()
        })
        .attr("role", "group")
        .attr("aria-label", PAGES.get())
        .each(keys, move |key| pop_link(desktop, &pops, key, blocked))
        .child(
            el("p")
                .attr("role", "status")
                .live_text(move || if is_blocked() { BLOCKED.get().to_owned() } else { String::new() }),
        )
}

fn pop_link(desktop: Desktop, pops: &[ScreenPop], key: &str, blocked: RwSignal<Vec<String>>) -> El {
    let index = key.rsplit(' ').next().and_then(|index| index.parse::<usize>().ok());
    let Some(pop) = index.and_then(|index| pops.get(index)).cloned() else { return el("span") };
    let (of_link, opened) = (key.to_owned(), key.to_owned());
    let named = label(&pop.label, &pop.label_ja, language()).to_owned();
    let name = if named.is_empty() { OPEN.get().to_owned() } else { named };
    let href = move || {
        let (contact, agent) = (desktop.contact.read(), desktop.agent.read());
        let agent = agent.as_ref().map_or("", |agent| agent.login.as_str());
        address_for(&pop, contact.as_deref()?, agent)
    };
    // A link and no button: it can be opened as links can, and no browser blocks it.
    classed("a", "button")
        .live_attr("href", href)
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .flag("data-blocked", move || blocked.read().contains(&of_link))
        .click(move || blocked.update(|blocked| blocked.retain(|key| *key != opened)))
        .text(name)
        .child(classed("span", "visually-hidden").text(NEW_WINDOW.get()))
}

fn open_by_themselves(desktop: Desktop, pops: Arc<Vec<ScreenPop>>, blocked: RwSignal<Vec<String>>) {
    if !pops.iter().any(|pop| pop.automatic) {
        return;
    }
    Effect::new(move |before: Option<Vec<String>>| {
        let view = desktop.view.read();
        let now = EpochMs::now().on_service_clock(view.skew);
        let (due, opened) = due(&pops, &view, now, &before.unwrap_or_default());
        for (key, address) in due {
            if !open(&address) {
                // What the browser did is news from outside, not derived from a signal.
                blocked.update(|blocked| blocked.push(key));
            }
        }
        opened
    });
}

/// Opens a window that knows nothing of this page. Answers whether the browser allowed it: asked for `noopener` itself it
/// would not say.
fn open(address: &str) -> bool {
    let opened = web_sys::window().and_then(|page| page.open_with_url_and_target("", "_blank").ok()?);
    let Some(opened) = opened else { return false };
    let _ = opened.set_opener(&JsValue::NULL);
    opened.location().set_href(address).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::stage::tests::{desk_contact, held};

    fn pop(url: &str, automatic: bool) -> ScreenPop {
        ScreenPop { url: url.to_owned(), automatic, ..ScreenPop::default() }
    }

    #[test]
    fn values_of_the_contact_take_their_places() {
        let contact = desk_contact(held());
        let of = |url: &str| address_for(&pop(url, false), &contact, "anna");
        assert_eq!(
            of("https://crm/?c={{customer}}&q={{queue}}&k={{channel}}&a={{agent}}&t={{Topic}}&x={{nothing}}")
                .as_deref(),
            Some("https://crm/?c=%2B12065550100&q=BasicQueue&k=voice&a=anna&t=BasicQueue&x=")
        );
        assert_eq!(of("javascript:alert({{agent}})"), None);
        let billing = ScreenPop { queue: "Billing".to_owned(), ..pop("https://crm/", false) };
        assert_eq!(address_for(&billing, &contact, "anna"), None);
    }

    #[test]
    fn a_page_opens_by_itself_once_and_only_from_the_page_that_leads() {
        let pops = [pop("https://crm/a", false), pop("https://crm/b", true)];
        let contact = desk_contact(held());
        let connected = contact.timeline.connected.unwrap().at;
        let mut view = DesktopView { contacts: vec![Arc::new(contact)], ..DesktopView::default() };
        let later = |seconds: i64| EpochMs::new(connected.get() + seconds * 1_000);

        let (opened, known) = due(&pops, &view, later(1), &[]);
        assert_eq!(opened.iter().map(|(_, address)| address.as_str()).collect::<Vec<_>>(), ["https://crm/b"]);
        assert_eq!(due(&pops, &view, later(2), &known), (vec![], known.clone()));
        assert_eq!(due(&pops, &view, later(60), &[]), (vec![], vec![]), "a reload opens nothing again");
        view.follows = true;
        assert_eq!(due(&pops, &view, later(1), &[]), (vec![], vec![]));
        view.contacts.clear();
        assert_eq!(due(&pops, &view, later(1), &known), (vec![], vec![]), "what is gone is forgotten");
    }
}
