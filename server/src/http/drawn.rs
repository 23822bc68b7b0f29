//! Pages of an instance as they were drawn once. They go with what is known of the instance, and what else a page is made of
//! is its name here; only the nonce is another in each answer.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use app::{
    api::{Feature, SignedIn},
    text::Language,
};

/// So many pages are kept at most. When there are more, it begins anew.
const MOST: usize = 512;

/// Pages that are kept.
#[derive(Debug, Default)]
pub(super) struct Drawn(Mutex<HashMap<Asked, Page>>);

/// Which page, and for whom.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Asked {
    pub(super) page: &'static str,
    pub(super) language: Language,
    pub(super) withheld: Vec<Feature>,
    pub(super) signed_in: Option<SignedIn>,
}

/// A page without its nonce: what stands before, between and after it.
#[derive(Clone, Debug)]
pub(super) struct Page(Arc<[String]>);

impl Page {
    /// A page that was drawn with this nonce. None if it has none: such a page is no other's.
    pub(super) fn of(html: &str, nonce: &str) -> Option<Self> {
        let parts = || html.split(nonce).map(ToOwned::to_owned);
        (nonce.len() >= 16).then(|| Self(parts().collect())).filter(|page| page.0.len() > 1)
    }

    /// With another nonce.
    pub(super) fn with(&self, nonce: &str) -> String {
        self.0.join(nonce)
    }
}

impl Drawn {
    /// The page, if it was drawn for somebody like that.
    pub(super) fn get(&self, asked: &Asked) -> Option<Page> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(asked).cloned()
    }

    /// Keeps it.
    pub(super) fn keep(&self, asked: Asked, page: Page) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= MOST {
            pages.clear();
        }
        pages.insert(asked, page);
    }
}

/// A nonce that nobody can guess. None where the machine has no randomness; then no script runs.
pub(super) fn nonce() -> Option<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use app::api::Role;

    use super::*;

    #[test]
    fn a_page_is_the_same_with_another_nonce() {
        let html = r#"<script nonce="0123456789abcdef">a</script><link nonce="0123456789abcdef">"#;
        let page = Page::of(html, "0123456789abcdef").unwrap();
        assert_eq!(page.with("N"), r#"<script nonce="N">a</script><link nonce="N">"#);
        assert!(Page::of(html, "").is_none() && Page::of("none", "0123456789abcdef").is_none());
        assert_ne!(nonce(), nonce());
    }

    #[test]
    fn no_more_pages_are_kept_than_that() {
        let drawn = Drawn::default();
        let page = Page::of("0123456789abcdef", "0123456789abcdef").unwrap();
        let of = |page, name: usize| {
            let signed_in = SignedIn {
                name: name.to_string(),
                display_name: String::new(),
                agent: String::new(),
                role: Role::Agent,
            };
            Asked { page, language: Language::default(), withheld: Vec::new(), signed_in: Some(signed_in) }
        };
        for name in 0..=MOST {
            drawn.keep(of("/", name), page.clone());
        }
        assert!(drawn.get(&of("/", 0)).is_none() && drawn.get(&of("/", MOST)).is_some());
        assert!(drawn.get(&of("/history", MOST)).is_none());
    }
}
