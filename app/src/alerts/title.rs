//! The tab's title and icon: an agent who looks at another tab sees how things stand, and since when.

use connect_streams::EpochMs;
use leptos::prelude::*;

use super::is_offered;
use crate::{
    agent::state_label,
    api::DeskConfig,
    contact::Stage,
    desktop::{DeskContact, DesktopView, use_desktop},
    settings::{desk_name, use_preferences},
    ui::{Memo, duration_text, effect},
};

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
    let offered = view.contacts.iter().find(|contact| is_offered(&contact.timeline));
    let focus = view.focus.as_ref().filter(|contact| contact.timeline.cleared.is_none());
    let in_hand = offered.or(focus);
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

fn of_contact(contact: &DeskContact) -> Standing {
    let stage = Stage::of(contact);
    let icon = if is_offered(&contact.timeline) { "/favicon-ringing.svg" } else { "/favicon-busy.svg" };
    Standing { words: stage.label().get().to_owned(), since: stage.since(contact), icon }
}

#[cfg(test)]
mod tests {
    use connect_streams::{AgentData, CcpEvent};
    use rstest::rstest;

    use super::*;
    use crate::desktop::{Input, Session};

    #[rstest]
    #[case::held(include_str!("../../streams/tests/agent-data/hold.json"), "On hold")]
    #[case::missed(include_str!("../../streams/tests/agent-data/missed.json"), "Missed")]
    #[case::rejected(include_str!("../../streams/tests/agent-data/rejected.json"), "Rejected")]
    fn a_contact_is_told_as_its_panel_tells_it(#[case] data: &str, #[case] words: &str) {
        let mut session = Session::default();
        let data = Box::new(AgentData::from_json(data).unwrap());
        session.handle(Input::Ccp(CcpEvent::AgentUpdated(data)), EpochMs::MAX);
        let standing = standing(&session.view());
        assert_eq!((standing.words.as_str(), standing.icon), (words, "/favicon-busy.svg"));
        assert!(standing.since.is_some());
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
