//! `/api/v1/ccp-check`: how the CCP's address answers, and whether it may be framed by a page of a given origin.
//!
//! A browser keeps all of that from a page. The server asks the address of an instance that it knows, as anybody could, and
//! follows nothing.

use std::time::{Duration, Instant};

use app::api::{CcpCheck, Framing};
use axum::{Json, extract::State};
use reqwest::{
    Client,
    header::{CONTENT_SECURITY_POLICY, HeaderMap},
    redirect::Policy,
};
use serde::Deserialize;
use url::Url;

use super::{ApiError, AppState, error::QueryOf};
use crate::origin::Origin;

/// Longer than a slow instance takes, shorter than the page's own patience.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Asks the CCP's address.
#[derive(Clone, Debug)]
pub(super) struct CcpProbe {
    client: Client,
}

impl CcpProbe {
    /// Ready to ask.
    pub(super) fn new() -> anyhow::Result<Self> {
        // Fails when it is there already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().redirect(Policy::none()).timeout(TIMEOUT).no_proxy().build()?;
        Ok(Self { client })
    }

    async fn ask(&self, ccp_url: &Url, page: &Origin) -> CcpCheck {
        let asked = Instant::now();
        let answer = self.client.get(ccp_url.clone()).send().await;
        let took_ms = u32::try_from(asked.elapsed().as_millis()).unwrap_or(u32::MAX);
        match answer {
            Ok(answer) => CcpCheck {
                status: Some(answer.status().as_u16()),
                took_ms,
                framing: framing(answer.headers(), page),
            },
            Err(error) => {
                tracing::debug!(%error, "The CCP does not answer");
                CcpCheck { status: None, took_ms, framing: Framing::Unknown }
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckQuery {
    origin: String,
    instance: Option<String>,
}

/// Answers how the CCP answers.
pub(super) async fn check(
    State(state): State<AppState>,
    QueryOf(query): QueryOf<CheckQuery>,
) -> Result<Json<CcpCheck>, ApiError> {
    let page = Origin::parse(&query.origin)?;
    let shown = state.instance(query.instance.as_deref())?;
    Ok(Json(state.probe.ask(&shown.instance.ccp_url, &page).await))
}

/// Reads `frame-ancestors` as a browser does. Several policies must all allow.
fn framing(headers: &HeaderMap, page: &Origin) -> Framing {
    let policies = headers.get_all(CONTENT_SECURITY_POLICY).iter().filter_map(|policy| policy.to_str().ok());
    let directives = policies.flat_map(|policy| policy.split([';', ',']));
    let ancestors = directives.filter_map(|directive| {
        let (name, sources) = directive.trim().split_once(' ').unwrap_or((directive.trim(), ""));
        name.eq_ignore_ascii_case("frame-ancestors").then_some(sources)
    });
    let allows = |sources: &str| sources.split_whitespace().any(|source| matches(source, page));
    ancestors.map(allows).fold(Framing::Unknown, |verdict, allowed| match verdict {
        Framing::Refused => Framing::Refused,
        _ if allowed => Framing::Allowed,
        _ => Framing::Refused,
    })
}

/// Whether one source expression of a policy matches the page's origin.
fn matches(source: &str, page: &Origin) -> bool {
    let source = source.to_ascii_lowercase();
    let page = page.as_str();
    let (page_scheme, page_host) = page.split_once("://").unwrap_or(("", page));
    match source.split_once("://") {
        _ if source == "*" || source.trim_end_matches(':') == page_scheme => true,
        Some((scheme, _)) if scheme != page_scheme => false,
        Some((_, host)) => matches_host(host, page_host),
        None => matches_host(&source, page_host),
    }
}

fn matches_host(host: &str, page_host: &str) -> bool {
    let host = host.split('/').next().unwrap_or_default();
    match host.strip_prefix('*') {
        Some(suffix) => {
            suffix.starts_with('.') && page_host.ends_with(suffix) && page_host.len() > suffix.len()
        }
        None => host == page_host || host.strip_suffix(":443") == Some(page_host),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::no_policy(&[], Framing::Unknown)]
    #[case::another_policy(&["default-src 'self'"], Framing::Unknown)]
    #[case::listed(&["frame-ancestors 'self' https://desk.example.com"], Framing::Allowed)]
    #[case::listed_with_path(&["frame-ancestors https://desk.example.com/"], Framing::Allowed)]
    #[case::listed_with_port(&["frame-ancestors https://desk.example.com:443"], Framing::Allowed)]
    #[case::by_wildcard(&["default-src 'none'; frame-ancestors https://*.example.com"], Framing::Allowed)]
    #[case::by_scheme(&["frame-ancestors https:"], Framing::Allowed)]
    #[case::by_bare_host(&["Frame-Ancestors desk.example.com"], Framing::Allowed)]
    #[case::everybody(&["frame-ancestors *"], Framing::Allowed)]
    #[case::nobody(&["frame-ancestors 'none'"], Framing::Refused)]
    #[case::empty(&["frame-ancestors"], Framing::Refused)]
    #[case::others(&["frame-ancestors 'self' https://other.example.com http://desk.example.com"], Framing::Refused)]
    #[case::other_port(&["frame-ancestors https://desk.example.com:8443"], Framing::Refused)]
    #[case::wildcard_of_another(&["frame-ancestors https://*.desk.example.com"], Framing::Refused)]
    #[case::both_must_allow(&["frame-ancestors *", "frame-ancestors 'none'"], Framing::Refused)]
    fn frame_ancestors_are_read_as_browsers_do(#[case] policies: &[&'static str], #[case] verdict: Framing) {
        let mut headers = HeaderMap::new();
        for policy in policies {
            headers.append(CONTENT_SECURITY_POLICY, reqwest::header::HeaderValue::from_static(policy));
        }
        assert_eq!(framing(&headers, &Origin::parse("https://desk.example.com").unwrap()), verdict);
    }
}
