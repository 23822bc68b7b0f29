//! What outlives a redrawn page: the number that is about to be dialled, and what an agent has at hand when calling. The
//! latter is kept in this browser under the agent's sign-in name: whoever sits at the desk next does not see it.

use connect_streams::{Endpoint, reading::decode, record};
use leptos::{ev, prelude::*};
use serde::Serialize;

use super::{
    connect_list::recent_key,
    number::{number_of_link, number_of_query},
};
use crate::{
    desktop::use_desktop,
    ui::{Memo, effect},
};

/// So many of those called lately are remembered.
const MOST: usize = 20;

/// What one agent has at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AtHand {
    /// Whom the agent called lately: numbers, and ARNs of quick connects that have none, the last one first.
    pub recents: Vec<String>,
    /// Quick connects that stand first, by ARN.
    pub favourites: Vec<String>,
    /// Tones that are sent often, by name.
    pub digits: Vec<(String, String)>,
}

record! { AtHand = AtHand::default {
    "recents" => recents,
    "favourites" => favourites,
    "digits" => digits,
} }

impl AtHand {
    fn recall(login: &str) -> Self {
        let text = storage().and_then(|storage| storage.get_item(&key_of(login)).ok().flatten());
        text.and_then(|text| decode(&text).ok()).unwrap_or_default()
    }

    fn keep(&self, login: &str) {
        let text = serde_json::to_string(self).unwrap_or_default();
        // What cannot be kept is remembered until the page goes.
        let _ = storage().map(|storage| storage.set_item(&key_of(login), &text));
    }
}

/// The key in the browser's local storage.
fn key_of(login: &str) -> String {
    ["streamdesk.at-hand.", login].concat()
}

/// The number to dial, and what the agent has at hand.
#[derive(Clone, Copy, Debug)]
pub struct CallDesk {
    /// The number in the field.
    pub number: RwSignal<String>,
    /// The ARN of the queue that a call is for; empty for the default one.
    pub queue: RwSignal<String>,
    at_hand: RwSignal<AtHand>,
    /// Whose that is; none before somebody is signed in.
    login: Memo<Option<String>>,
}

impl CallDesk {
    /// Reads something of what is at hand, tracked.
    pub fn with<R>(self, read: impl FnOnce(&AtHand) -> R) -> R {
        read(&self.at_hand.read())
    }

    /// Changes something of it, and keeps it in this browser.
    pub fn update(self, change: impl FnOnce(&mut AtHand)) {
        change(&mut self.at_hand.write());
        if let Some(login) = &*self.login.read_untracked() {
            self.at_hand.read_untracked().keep(login);
        }
    }

    /// Somebody is called.
    pub fn remember(self, to: &Endpoint) {
        self.update(|one| one.recents = with_first(std::mem::take(&mut one.recents), recent_key(to)));
    }

    /// Puts the number of a link into the field. Answers whether there was one.
    pub fn take_link(self, href: &str) -> bool {
        let Some(number) = number_of_link(href) else { return false };
        self.number.set(number);
        true
    }

    /// Takes up what this agent has at hand, as this browser knows it now.
    fn recall(self, login: &str) {
        let kept = AtHand::recall(login);
        if *self.at_hand.read_untracked() != kept {
            self.at_hand.set(kept);
        }
    }
}

/// The list with this one first, without another of the same.
fn with_first(mut list: Vec<String>, first: &str) -> Vec<String> {
    list.retain(|known| known != first);
    if !first.is_empty() {
        list.insert(0, first.to_owned());
    }
    list.truncate(MOST);
    list
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window().and_then(|window| window.local_storage().ok().flatten())
}

/// Provides what is remembered of dialling, once for the page: it outlives a change of its language. The number in the
/// page's own address is put into the field. An agent who signs in after another finds the field empty.
pub fn provide_call_desk() {
    let desktop = use_desktop();
    let login = Memo::new(move |_| desktop.agent.read().as_ref().map(|agent| agent.login.clone()));
    let (number, queue) = (RwSignal::default(), RwSignal::default());
    let desk = CallDesk { number, queue, at_hand: RwSignal::default(), login };
    provide_context(desk);
    // Only a browser has an address and a storage.
    effect(move || {
        let query = web_sys::window().and_then(|window| window.location().search().ok());
        if let Some(number) = query.and_then(|query| number_of_query(&query)) {
            desk.number.set(number);
        }
    });
    let mut before = None;
    effect(move || {
        let Some(login) = login.get() else { return };
        if before.replace(login.clone()).is_some() {
            desk.number.set(String::new());
            desk.queue.set(String::new());
        }
        desk.recall(&login);
        let elsewhere = window_event_listener(ev::storage, move |_| desk.recall(&login));
        on_cleanup(move || elsewhere.remove());
    });
}

/// What is remembered of dialling.
pub fn use_call_desk() -> CallDesk {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_is_first_and_nobody_is_there_twice() {
        let list = with_first(vec!["a".to_owned(), "b".to_owned()], "b");
        assert_eq!(list, ["b", "a"]);
        assert_eq!(with_first(list, ""), ["b", "a"]);
        let many = (0..30).fold(Vec::new(), |list, next: u8| with_first(list, &next.to_string()));
        assert_eq!((many.len(), many[0].as_str()), (MOST, "29"));
    }

    #[test]
    fn each_agent_has_a_key_of_their_own_and_reads_what_was_kept() {
        assert_ne!(key_of("anna"), key_of("ben"));
        let digits = vec![("PIN".to_owned(), "1234#".to_owned())];
        let at_hand = AtHand { recents: vec!["+12065550123".to_owned()], digits, ..AtHand::default() };
        let text = serde_json::to_string(&at_hand).unwrap();
        assert_eq!(decode::<AtHand>(&text).unwrap(), at_hand);
        assert_eq!(decode::<AtHand>(r#"{"of_tomorrow":1}"#).unwrap(), AtHand::default());
    }
}
