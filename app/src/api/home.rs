//! Where the API is that this page's records go to. A page that a server drew has it at its own address; a page of plain files
//! has it elsewhere, or not at all.
//!
//! Elsewhere, a request carries a token. An agent is given it by an administrator, pastes it once, and it stays in this
//! browser's local storage: it must outlive the page, because records that wait are sent by the next one, and every tab of the
//! desk needs it. Nothing sends it but this room, and only to the API's address: unlike a cookie it goes nowhere by itself, so
//! no foreign page can act with it. A script that ran in this page could read it, wherever it was kept; the page's policy lets
//! none run but its own.

use std::cell::RefCell;

/// The attribute of the document that says it; none on a page that a server drew.
const ATTRIBUTE: &str = "data-api";
/// Under this name the token stays in the browser.
const TOKEN: &str = "streamdesk-token";
/// The word for a page without an API.
const NONE: &str = "none";

/// Where the API is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ApiHome {
    /// Where the page came from.
    #[default]
    Here,
    /// At this origin.
    At(String),
    /// Nowhere: records stay in this browser.
    Nowhere,
}

impl ApiHome {
    /// Reads the word that the document has.
    pub fn read(word: Option<&str>) -> Self {
        match word {
            None | Some("") => Self::Here,
            Some(NONE) => Self::Nowhere,
            Some(origin) => Self::At(origin.trim_end_matches('/').to_owned()),
        }
    }

    /// The word for it, as `config.json` and the document have it.
    pub fn word(&self) -> &str {
        match self {
            Self::Here => "",
            Self::At(origin) => origin,
            Self::Nowhere => NONE,
        }
    }

    /// The whole address of a path of the API; none where there is no API.
    pub(super) fn address(&self, path: &str) -> Option<String> {
        match self {
            Self::Here => Some(path.to_owned()),
            Self::At(origin) => Some(format!("{origin}{path}")),
            Self::Nowhere => None,
        }
    }
}

thread_local! {
    /// Where it is for this page. Not a signal: it never changes while the page lives.
    static HOME: RefCell<Option<ApiHome>> = const { RefCell::new(None) };
}

/// Where the API of this page is.
pub fn api_home() -> ApiHome {
    HOME.with_borrow_mut(|home| home.get_or_insert_with(of_document).clone())
}

fn of_document() -> ApiHome {
    if cfg!(target_arch = "wasm32") {
        let root = web_sys::window().and_then(|window| window.document()?.document_element());
        ApiHome::read(root.and_then(|root| root.get_attribute(ATTRIBUTE)).as_deref())
    } else {
        ApiHome::Here
    }
}

/// The token with which this browser calls an API elsewhere.
pub(super) fn token() -> Option<String> {
    let stored = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    stored?.get_item(TOKEN).ok().flatten()
}

/// Whether this browser has a token.
pub fn has_token() -> bool {
    token().is_some()
}

/// Keeps a token in this browser, or forgets it when it is empty. Answers whether the browser did.
pub fn keep_token(token: &str) -> bool {
    let Some(stored) = web_sys::window().and_then(|window| window.local_storage().ok().flatten()) else {
        return false;
    };
    match token.trim() {
        "" => stored.remove_item(TOKEN).is_ok(),
        token => stored.set_item(TOKEN, token).is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_says_nothing_came_from_its_server() {
        assert_eq!(ApiHome::read(None).address("/api/v1/records"), Some("/api/v1/records".to_owned()));
    }

    #[test]
    fn each_home_is_read_as_it_is_written() {
        let elsewhere = ApiHome::At("https://api.example.com".to_owned());
        for home in [ApiHome::Here, ApiHome::Nowhere, elsewhere.clone()] {
            assert_eq!(ApiHome::read(Some(home.word())), home);
        }
        assert_eq!(ApiHome::read(Some("https://api.example.com/")), elsewhere);
        assert_eq!(elsewhere.address("/x"), Some("https://api.example.com/x".to_owned()));
        assert_eq!(ApiHome::Nowhere.address("/x"), None);
    }
}
