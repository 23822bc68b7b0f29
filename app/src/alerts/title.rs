//! The tab's title and icon: an agent who looks at another tab sees how things stand, and since when.

use connect_streams::EpochMs;
use leptos::prelude::*;

use super::is_offered;
use crate::{
    agent::state_label,
    api::DeskConfig,
    contact::{ContactTimeline, Stamp},
    desktop::{DesktopView, use_desktop},
    settings::{desk_name, use_preferences},
    text::Text,
    ui::{Memo, duration_text, effect},
};

const RINGING: Text = Text::new("Ringing", "着信中");
const CALLING: Text = Text::new("Calling", "発信中");
const CONNECTED: Text = Text::new("Connected", "対応中");
const ON_HOLD: Text = Text::new("On hold", "保留中");
const WRAP_UP: Text = Text::new("Wrap-up", "後処理中");

/// How things stand, as far as a tab can show it.
#[derive(Clone, PartialEq)]
struct Standing {
    words: String,
    since: Option<EpochMs>,
    icon: &'static str,
}

/// Keeps the tab's title and icon as things stand.
pub fn keep_title(desk: &DeskConfig) {
    let desktop = use_desktop();
    let preferences = use_preferences();
    let now = desktop.service_now();
    let name = desk_name(desk).to_owned();
    let standing = Memo::new(move |_| {
        preferences.language();
        standing(&desktop.view.read())
    });
    effect(move || {
        let title = title(&standing.read(), &name, now.get());
        if document().title() != title {
            document().set_title(&title);
        }
    });
    let icon = Memo::new(move |_| standing.read().icon);
    effect(move || {
        let icon = icon.get();
        if let Ok(Some(link)) = document().query_selector("link[rel=icon]") {
            let _ = link.set_attribute("href", icon);
        }
    });
}

fn title(standing: &Standing, name: &str, now: EpochMs) -> String {
    let mut title = String::new();
    if let Some(since) = standing.since {
        title.push('(');
        title.push_str(&duration_text(now.since(since)));
        title.push_str(") ");
    }
    if !standing.words.is_empty() {
        title.push_str(&standing.words);
        title.push_str(" – ");
    }
    title.push_str(name);
    title
}

/// What waits for the agent comes first, then the contact in focus, then the agent's own state.
fn standing(view: &DesktopView) -> Standing {
    let contacts = view.contacts.iter().map(|contact| &contact.timeline);
    let offered = contacts.clone().find(|timeline| is_offered(timeline));
    let focus = view.focus.as_ref().map(|contact| &contact.timeline);
    let in_hand = offered.or(focus.filter(|timeline| timeline.cleared.is_none()));
    if let Some(contact) = in_hand {
        return of_contact(contact);
    }
    let state = view.agent.as_ref().map(|agent| &agent.state);
    Standing {
        words: state.map(|state| state_label(&state.name)).unwrap_or_default(),
        since: state.and_then(|state| state.start_timestamp),
        icon: "/favicon.svg",
    }
}

fn of_contact(contact: &ContactTimeline) -> Standing {
    let busy = "/favicon-busy.svg";
    let hold = contact.holds.last().filter(|_| contact.is_on_hold()).map(|hold| hold.from);
    let (words, since, icon) = match (contact.ended, hold, contact.connected) {
        (Some(ended), ..) => (WRAP_UP, Some(ended), busy),
        (None, Some(hold), _) => (ON_HOLD, Some(hold), busy),
        (None, None, Some(connected)) => (CONNECTED, Some(connected), busy),
        (None, None, None) if is_offered(contact) => (RINGING, contact.offered, "/favicon-ringing.svg"),
        (None, None, None) => (CALLING, contact.offered, busy),
    };
    Standing { words: words.get().to_owned(), since: since.map(|Stamp { at, .. }| at), icon }
}

#[cfg(test)]
mod tests {
    use connect_streams::{AgentData, SkewMs};

    use super::*;
    use crate::contact::{ContactEvent, Now};

    fn contact(json: &str) -> ContactTimeline {
        let contacts = AgentData::from_json(json).unwrap().snapshot.contacts;
        ContactTimeline::begin(&contacts[0], now())
    }

    fn now() -> Now {
        Now { local: EpochMs::MAX, skew: SkewMs(0) }
    }

    #[test]
    fn a_contact_is_told_by_where_it_stands() {
        let mut contact = contact(include_str!("../../streams/tests/agent-data/hold.json"));
        let standing = of_contact(&contact);
        assert_eq!((standing.words.as_str(), standing.icon), ("On hold", "/favicon-busy.svg"));
        assert_eq!(standing.since, contact.holds.last().map(|hold| hold.from.at));
        contact.apply(ContactEvent::Gone, now());
        assert_eq!(of_contact(&contact).words, "Wrap-up");
    }

    #[test]
    fn the_title_tells_how_long() {
        let standing = Standing { words: "Ringing".to_owned(), since: Some(EpochMs::new(1_000)), icon: "" };
        assert_eq!(title(&standing, "Acme", EpochMs::new(43_500)), "(0:42) Ringing – Acme");
    }

    #[test]
    fn with_nobody_signed_in_there_is_only_the_name() {
        let standing = standing(&DesktopView::default());
        assert_eq!(title(&standing, "Streamdesk", EpochMs::new(5)), "Streamdesk");
    }
}
