//! Who was called from this desk lately, and the number that is about to be dialled: what outlives a redrawn page.

use connect_streams::Endpoint;
use leptos::prelude::*;

use super::{
    connect_list::recent_key,
    number::{number_of_link, number_of_query},
};
use crate::ui::effect;

/// The key in the browser's local storage.
const KEY: &str = "streamdesk.recents";
/// So many are remembered.
const MOST: usize = 20;

/// What is remembered of dialling.
#[derive(Clone, Copy, Debug)]
pub struct CallDesk {
    /// The number in the field.
    pub number: RwSignal<String>,
    /// The ARN of the queue that a call is for; empty for the default one.
    pub queue: RwSignal<String>,
    /// Numbers, and ARNs of quick connects that have none, the last one first.
    pub recents: RwSignal<Vec<String>>,
}

impl CallDesk {
    /// Somebody is called.
    pub fn remember(self, to: &Endpoint) {
        let mut list = self.recents.write();
        *list = with_first(std::mem::take(&mut *list), recent_key(to));
        if let Some(storage) = storage() {
            // What cannot be kept is remembered until the page goes.
            let _ = storage.set_item(KEY, &list.join("\n"));
        }
    }

    /// Puts the number of a link into the field. Answers whether there was one.
    pub fn take_link(self, href: &str) -> bool {
        let Some(number) = number_of_link(href) else { return false };
        self.number.set(number);
        true
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
/// page's own address is put into the field.
pub fn provide_call_desk() {
    let desk =
        CallDesk { number: RwSignal::default(), queue: RwSignal::default(), recents: RwSignal::default() };
    provide_context(desk);
    // Only a browser has an address and a storage.
    effect(move || {
        let kept = storage().and_then(|storage| storage.get_item(KEY).ok().flatten()).unwrap_or_default();
        desk.recents.set(kept.lines().take(MOST).map(str::to_owned).collect());
        let query = web_sys::window().and_then(|window| window.location().search().ok());
        if let Some(number) = query.and_then(|query| number_of_query(&query)) {
            desk.number.set(number);
        }
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
}
