//! Pages of an instance as they were drawn once. They go with what is known of the instance, and what else a page is made of
//! is its name here; only the nonce is another in each answer.

use std::{collections::HashMap, sync::Arc};

use app::{
    api::{Feature, SignedIn},
    text::Language,
};
use arc_swap::ArcSwap;
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    chance::fresh,
    headers::{NOTHING, PERMISSIONS_POLICY},
    security::PagePolicy,
    template::{NONCE, Template},
};

/// So many pages are kept at most. When there are more, it begins anew.
const MOST: usize = 512;

/// Pages that are kept.
#[derive(Debug, Default)]
pub(super) struct Drawn(ArcSwap<HashMap<Asked, Page>>);

/// Which page, and for whom.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Asked {
    pub(super) page: &'static str,
    pub(super) language: Language,
    pub(super) withheld: Vec<Feature>,
    pub(super) signed_in: Option<SignedIn>,
}

/// A page and what its headers say, without the nonce. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Page(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    html: Template,
    policy: Template,
    permissions: HeaderValue,
}

impl Page {
    /// A page that was drawn with this nonce.
    pub(super) fn new(html: &str, nonce: &str, policy: &PagePolicy, ancestors: &str) -> Self {
        Self(Arc::new(Parts {
            html: Template::new(html, nonce),
            policy: Template::new(&policy.content_security(nonce, ancestors), nonce),
            // Origins are letters, digits and a few signs, all of which a header takes.
            permissions: HeaderValue::try_from(policy.permissions())
                .unwrap_or_else(|_| HeaderValue::from_static(NOTHING)),
        }))
    }
}

impl IntoResponse for Page {
    /// With a nonce that no answer had before.
    fn into_response(self) -> Response {
        let Some(nonce) = nonce() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
        let Ok(policy) = HeaderValue::from_maybe_shared(self.0.policy.with(&nonce).whole()) else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let mut response = Response::new(Body::new(self.0.html.with(&nonce)));
        let headers = response.headers_mut();
        // With those that every answer gets and its date.
        headers.reserve(16);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        headers.insert(PERMISSIONS_POLICY, self.0.permissions.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-language, cookie"));
        response
    }
}

impl Drawn {
    /// The page, if it was drawn for somebody like that.
    pub(super) fn get(&self, asked: &Asked) -> Option<Page> {
        self.0.load().get(asked).cloned()
    }

    /// Keeps it. That is seldom, so that reading is quick.
    pub(super) fn keep(&self, asked: &Asked, page: &Page) {
        self.0.rcu(|pages| {
            let mut pages = if pages.len() < MOST { HashMap::clone(pages) } else { HashMap::new() };
            pages.insert(asked.clone(), page.clone());
            pages
        });
    }
}

/// A nonce that nobody can guess. None where the machine has no randomness.
fn nonce() -> Option<[u8; NONCE]> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let bytes: [u8; NONCE / 2] = fresh()?;
    Some(std::array::from_fn(|index| {
        let byte = bytes[index / 2];
        DIGITS[usize::from(if index % 2 == 0 { byte >> 4 } else { byte & 15 })]
    }))
}

#[cfg(test)]
mod tests {
    use app::api::{DeskConfig, Role};
    use axum::body::to_bytes;

    use super::*;
    use crate::instances::Instance;

    fn page(html: &str, nonce: &str) -> Page {
        let instance = Instance {
            ccp_url: "https://example.my.connect.aws/ccp-v2/".parse().unwrap(),
            region: "eu-central-1".to_owned(),
            arn: None,
            login_url: "https://example.my.connect.aws/ccp-v2/".parse().unwrap(),
            second: None,
        };
        let policy = PagePolicy::new(&instance, &DeskConfig::default());
        Page::new(html, nonce, &policy, "frame-ancestors 'self'")
    }

    #[tokio::test]
    async fn a_page_is_the_same_with_another_nonce_in_it_and_in_its_policy() {
        let page = page(r#"<script nonce="0123">a</script><link nonce="0123">"#, "0123");
        let mut nonces = Vec::new();
        for _ in 0..2 {
            let response = page.clone().into_response();
            let policy = response.headers()["content-security-policy"].to_str().unwrap();
            let nonce = policy.split_once("'nonce-").unwrap().1.split_once('\'').unwrap().0.to_owned();
            assert!(policy.ends_with("frame-ancestors 'self'"), "{policy}");
            assert_eq!(nonce.len(), 32);
            let html = to_bytes(response.into_body(), 1_000).await.unwrap();
            let expected = format!(r#"<script nonce="{nonce}">a</script><link nonce="{nonce}">"#);
            assert_eq!(std::str::from_utf8(&html).unwrap(), expected);
            nonces.push(nonce);
        }
        assert_ne!(nonces[0], nonces[1]);
    }

    #[test]
    fn no_more_pages_are_kept_than_that() {
        let drawn = Drawn::default();
        let drawn_page = page("0123", "0123");
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
            drawn.keep(&of("/", name), &drawn_page);
        }
        assert!(drawn.get(&of("/", 0)).is_none() && drawn.get(&of("/", MOST)).is_some());
        assert!(drawn.get(&of("/history", MOST)).is_none());
    }
}
