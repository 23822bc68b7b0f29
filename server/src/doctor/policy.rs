//! Reads the policies of an answer as browsers do.

use app::api::Framing;
use reqwest::header::{CONTENT_SECURITY_POLICY, HeaderMap};

/// Whether an answer lets a page of this origin frame it: `frame-ancestors` as a browser reads it. Several policies must all
/// allow.
pub fn framing(headers: &HeaderMap, page: &str) -> Framing {
    let ancestors = policies(headers).filter_map(|policy| directive(policy, "frame-ancestors"));
    let allows = |sources: &str| sources.split_whitespace().any(|source| allows(source, page));
    ancestors.map(allows).fold(Framing::Unknown, |verdict, allowed| match verdict {
        Framing::Refused => Framing::Refused,
        _ if allowed => Framing::Allowed,
        _ => Framing::Refused,
    })
}

/// Whether the page that was answered with this may show frames of an origin.
pub fn shows_frames_of(headers: &HeaderMap, framed: &str) -> bool {
    policies(headers).all(|policy| {
        let sources =
            ["frame-src", "child-src", "default-src"].into_iter().find_map(|name| directive(policy, name));
        sources.is_none_or(|sources| sources.split_whitespace().any(|source| allows(source, framed)))
    })
}

/// Whether the page that was answered with this may hand the microphone to a frame of an origin.
pub fn microphone_for(headers: &HeaderMap, framed: &str) -> bool {
    let all = headers.get_all("permissions-policy").iter().filter_map(|policy| policy.to_str().ok());
    let mut lists = all.flat_map(|policy| policy.split(',')).filter_map(|entry| {
        let (name, list) = entry.trim().split_once('=')?;
        (name.trim() == "microphone").then_some(list.trim())
    });
    lists.all(|list| {
        let inside = list.trim_start_matches('(').split([')', ';']).next().unwrap_or_default();
        inside.split_whitespace().any(|one| one == "*" || one.trim_matches('"') == framed)
    })
}

/// Each policy by itself: a header may carry several.
fn policies(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let all = headers.get_all(CONTENT_SECURITY_POLICY).iter().filter_map(|policy| policy.to_str().ok());
    all.flat_map(|policy| policy.split(','))
}

/// What a directive of a policy lists.
fn directive<'policy>(policy: &'policy str, wanted: &str) -> Option<&'policy str> {
    policy.split(';').find_map(|directive| {
        let (name, sources) = directive.trim().split_once(' ').unwrap_or((directive.trim(), ""));
        name.eq_ignore_ascii_case(wanted).then_some(sources)
    })
}

/// Whether one source expression of a policy, or one entry of an instance's list, means an origin.
pub fn allows(source: &str, page: &str) -> bool {
    let source = source.to_ascii_lowercase();
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
        assert_eq!(framing(&headers, "https://desk.example.com"), verdict);
    }

    fn answer(name: &'static str, values: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(name, reqwest::header::HeaderValue::from_static(value));
        }
        headers
    }

    #[rstest]
    #[case::no_policy(&[], true)]
    #[case::listed(&["default-src 'none'; frame-src https://example.my.connect.aws"], true)]
    #[case::by_default(&["default-src https:"], true)]
    #[case::says_nothing_of_frames(&["script-src 'self'"], true)]
    #[case::nothing(&["default-src 'none'"], false)]
    #[case::others(&["frame-src 'self' https://other.my.connect.aws"], false)]
    #[case::frames_go_before_the_default(&["default-src *; frame-src 'self'"], false)]
    #[case::a_proxy_adds_one(&["frame-src https://example.my.connect.aws", "frame-src 'self'"], false)]
    #[case::within_one_header(&["frame-src https://example.my.connect.aws, default-src 'self'"], false)]
    fn a_policy_lets_a_page_show_frames(#[case] policies: &[&'static str], #[case] shows: bool) {
        let headers = answer("content-security-policy", policies);
        assert_eq!(shows_frames_of(&headers, "https://example.my.connect.aws"), shows);
    }

    #[rstest]
    #[case::no_policy(&[], true)]
    #[case::listed(&["camera=(), microphone=(self \"https://example.my.connect.aws\")"], true)]
    #[case::everybody(&["microphone=*"], true)]
    #[case::of_something_else(&["geolocation=()"], true)]
    #[case::nobody(&["microphone=()"], false)]
    #[case::itself_alone(&["microphone=(self)"], false)]
    #[case::a_proxy_adds_one(&["microphone=(self \"https://example.my.connect.aws\")", "microphone=()"], false)]
    fn a_policy_lets_a_page_hand_the_microphone_on(#[case] policies: &[&'static str], #[case] may: bool) {
        let headers = answer("permissions-policy", policies);
        assert_eq!(microphone_for(&headers, "https://example.my.connect.aws"), may);
    }
}
