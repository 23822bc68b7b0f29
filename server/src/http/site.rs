//! By which name people reach this server, and whose word counts about where they come from.

use std::{
    net::{IpAddr, Ipv6Addr},
    sync::Arc,
};

use axum::http::{HeaderMap, HeaderValue, header};
use ipnet::IpNet;
use url::Url;

use crate::{auth::Cookie, config::HttpConfig, origin::Origin};

/// By which name people reach this server. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Site {
    /// None: localhost, by whatever port.
    public: Option<Origin>,
    proxies: Arc<[IpNet]>,
}

/// Where a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct From {
    /// The address of whoever sent it.
    pub(super) address: IpAddr,
    /// Whether a proxy says that it came to it over plain http.
    pub(super) by_http: bool,
}

impl Site {
    pub(super) fn new(config: &HttpConfig) -> Self {
        Self { public: config.public_url.clone(), proxies: config.trusted_proxies.clone().into() }
    }

    /// Whether the name that a request was sent to is this server's. Else any name that points here would make any page one
    /// of ours.
    pub(super) fn answers(&self, headers: &HeaderMap) -> bool {
        let Some(host) = host(headers) else { return false };
        // As browsers write it, it need not be taken apart.
        let plain = match &self.public {
            Some(public) => public.as_str().split_once("://").is_some_and(|(_, name)| name == host),
            None => host
                .strip_prefix("localhost")
                .is_some_and(|rest| rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port)),
        };
        plain
            || self.asked(headers).is_some_and(|asked| match &self.public {
                Some(public) => asked.origin().ascii_serialization() == public.as_str(),
                None => matches!(asked.host_str(), Some("localhost" | "127.0.0.1" | "[::1]")),
            })
    }

    /// Whether a page of this origin is one of ours.
    pub(super) fn is_own(&self, origin: &HeaderValue, headers: &HeaderMap) -> bool {
        let own = self.asked(headers).map(|own| own.origin().ascii_serialization());
        self.answers(headers) && own.is_some_and(|own| own.as_bytes() == origin.as_bytes())
    }

    /// Whether browsers come over https.
    pub(super) fn is_https(&self) -> bool {
        self.public.as_ref().is_some_and(Origin::is_https)
    }

    /// The origin by which people reach it, where that is configured.
    pub(super) fn public(&self) -> Option<&Origin> {
        self.public.as_ref()
    }

    /// How sessions are carried.
    pub(super) fn cookie(&self) -> Cookie {
        if self.is_https() { Cookie::Locked } else { Cookie::Local }
    }

    /// Where a request comes from. Only what the proxies say that were named counts; of theirs, the last hop that none of them
    /// is: whatever stands before it was written by whoever that is.
    pub(super) fn from(&self, peer: IpAddr, headers: &HeaderMap) -> From {
        let peer = peer.to_canonical();
        if !self.trusts(peer) {
            return From { address: peer, by_http: false };
        }
        let hops = |name| all(headers, name).unwrap_or_default();
        let forwarded_for: Vec<_> = hops("x-forwarded-for").iter().map(|hop| address(hop)).collect();
        let forwarded = hops("forwarded");
        let standard: Vec<_> =
            forwarded.iter().map(|hop| parameter(hop, "for").and_then(|hop| address(&hop))).collect();
        let address = match (self.last_foreign(&forwarded_for, peer), self.last_foreign(&standard, peer)) {
            (one, None) => one,
            (None, other) => other,
            (one, other) if one == other => one,
            // A proxy writes one of the two and hands on the other as whoever called wrote it. Nobody knows which.
            _ => None,
        };
        let scheme = hops("x-forwarded-proto").pop();
        let scheme = scheme.or_else(|| forwarded.last().and_then(|hop| parameter(hop, "proto")));
        let by_http = scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"));
        From { address: address.unwrap_or(peer), by_http }
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.proxies.iter().any(|network| network.contains(&address))
    }

    /// The last hop that is no proxy of ours; the first of all, where they all are. What cannot be read ends the way there.
    fn last_foreign(&self, hops: &[Option<IpAddr>], peer: IpAddr) -> Option<IpAddr> {
        let mut found = None;
        for hop in hops.iter().rev() {
            let Some(hop) = hop else { return Some(found.unwrap_or(peer)) };
            found = Some(*hop);
            if !self.trusts(*hop) {
                break;
            }
        }
        found
    }

    /// The address that was asked for, of which only scheme, host and port count.
    fn asked(&self, headers: &HeaderMap) -> Option<Url> {
        let host = host(headers)?;
        if host.contains(['@', '/', '\\', '?', '#']) {
            return None;
        }
        let scheme = if self.is_https() { "https" } else { "http" };
        Url::parse(&format!("{scheme}://{host}")).ok()
    }
}

fn is_port(text: &str) -> bool {
    // A sign before it would be read as well.
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

/// The name that was asked for, as it was written. Two at once are none.
fn host(headers: &HeaderMap) -> Option<&str> {
    let mut hosts = headers.get_all(header::HOST).into_iter();
    let (host, None) = (hosts.next()?.to_str().ok()?, hosts.next()) else { return None };
    Some(host)
}

/// The elements of a header that is a list, over all the lines that there are of it.
fn all(headers: &HeaderMap, name: &str) -> Option<Vec<String>> {
    let lines: Result<Vec<_>, _> = headers.get_all(name).into_iter().map(HeaderValue::to_str).collect();
    let elements = lines.ok()?.into_iter().flat_map(|line| line.split(',')).map(|one| one.trim().to_owned());
    Some(elements.collect())
}

/// A parameter of an element of `Forwarded`.
fn parameter(element: &str, name: &str) -> Option<String> {
    let mut pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(key, _)| key.eq_ignore_ascii_case(name))?;
    Some(value.trim_matches('"').to_owned())
}

/// An address as hops are written: alone, with a port, in brackets with or without one.
fn address(text: &str) -> Option<IpAddr> {
    if let Some(rest) = text.strip_prefix('[') {
        let (inner, after) = rest.split_once(']')?;
        let port = after.is_empty() || after.strip_prefix(':')?.parse::<u16>().is_ok();
        return inner.parse::<Ipv6Addr>().ok().filter(|_| port).map(|one| IpAddr::from(one).to_canonical());
    }
    let whole = text.parse::<IpAddr>().ok();
    whole
        .or_else(|| text.parse::<std::net::SocketAddrV4>().ok().map(|one| IpAddr::from(*one.ip())))
        .map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn site(public: Option<&str>) -> Site {
        Site {
            public: public.map(|origin| Origin::parse(origin).unwrap()),
            proxies: Arc::new(["10.0.0.0/24".parse().unwrap(), "fd00::1/128".parse().unwrap()]),
        }
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[rstest]
    #[case(None, "localhost:3000", true)]
    #[case(None, "127.0.0.1", true)]
    #[case(None, "[::1]:3000", true)]
    #[case(None, "desk.example.com", false)]
    #[case(None, "localhost.evil.example", false)]
    #[case(None, "evil.example@localhost", false)]
    #[case(None, "localhost/x", false)]
    #[case(None, "localhost:+80", false)]
    #[case(None, "localhost:99999", false)]
    #[case(Some("https://desk.example.com"), "desk.example.com", true)]
    #[case(Some("https://desk.example.com"), "DESK.example.com:443", true)]
    #[case(Some("https://desk.example.com"), "desk.example.com:80", false)]
    #[case(Some("https://desk.example.com"), "evil.example", false)]
    #[case(Some("https://desk.example.com"), "localhost:3000", false)]
    #[case(Some("https://desk.example.com:8443"), "desk.example.com:8443", true)]
    #[case(Some("https://desk.example.com:8443"), "desk.example.com", false)]
    #[case(Some("http://localhost:8080"), "localhost:8080", true)]
    #[case(Some("http://localhost:8080"), "localhost:3000", false)]
    fn one_name_is_answered(#[case] public: Option<&str>, #[case] host: &str, #[case] answers: bool) {
        assert_eq!(site(public).answers(&headers(&[("host", host)])), answers);
    }

    #[test]
    fn two_names_at_once_are_none() {
        assert!(!site(None).answers(&headers(&[("host", "localhost"), ("host", "evil.example")])));
        assert!(!site(None).answers(&headers(&[])));
    }

    #[test]
    fn a_page_is_ours_by_scheme_host_and_port() {
        let site = site(Some("https://desk.example.com"));
        let headers = headers(&[("host", "desk.example.com")]);
        for (origin, own) in [
            ("https://desk.example.com", true),
            ("http://desk.example.com", false),
            ("https://desk.example.com:8443", false),
            ("https://evil.example", false),
            ("null", false),
        ] {
            assert_eq!(site.is_own(&HeaderValue::from_str(origin).unwrap(), &headers), own, "{origin}");
        }
    }

    #[rstest]
    #[case::nobody_elses_word_counts("192.0.2.1", &[("x-forwarded-for", "203.0.113.9")], "192.0.2.1")]
    #[case::the_proxy_says_who("10.0.0.7", &[("x-forwarded-for", "203.0.113.9")], "203.0.113.9")]
    #[case::what_the_caller_wrote_does_not_count("10.0.0.7", &[("x-forwarded-for", "127.0.0.1, 203.0.113.9")], "203.0.113.9")]
    #[case::two_proxies("10.0.0.7", &[("x-forwarded-for", "203.0.113.9, 10.0.0.8")], "203.0.113.9")]
    #[case::over_two_lines("10.0.0.7", &[("x-forwarded-for", "127.0.0.1"), ("x-forwarded-for", "203.0.113.9")], "203.0.113.9")]
    #[case::with_a_port("10.0.0.7", &[("x-forwarded-for", "203.0.113.9:5555")], "203.0.113.9")]
    #[case::in_the_standard_s_words("10.0.0.7", &[("forwarded", "for=\"[2001:db8::9]:5555\";proto=https")], "2001:db8::9")]
    #[case::in_other_case("10.0.0.7", &[("forwarded", "Proto=https; For=203.0.113.9")], "203.0.113.9")]
    #[case::both_and_equal("10.0.0.7", &[("forwarded", "for=203.0.113.9"), ("x-forwarded-for", "203.0.113.9")], "203.0.113.9")]
    #[case::both_and_at_odds("10.0.0.7", &[("forwarded", "for=203.0.113.9"), ("x-forwarded-for", "198.51.100.1")], "10.0.0.7")]
    #[case::unknown("10.0.0.7", &[("forwarded", "for=unknown")], "10.0.0.7")]
    #[case::nonsense_before_a_proxy("10.0.0.7", &[("x-forwarded-for", "<script>, 10.0.0.8")], "10.0.0.8")]
    #[case::nothing("10.0.0.7", &[], "10.0.0.7")]
    #[case::a_proxy_by_its_other_name("::ffff:10.0.0.7", &[("x-forwarded-for", "203.0.113.9")], "203.0.113.9")]
    #[case::all_are_ours("10.0.0.7", &[("x-forwarded-for", "10.0.0.9, 10.0.0.8")], "10.0.0.9")]
    fn where_a_request_comes_from(
        #[case] peer: &str,
        #[case] said: &[(&'static str, &str)],
        #[case] address: &str,
    ) {
        let from = site(None).from(peer.parse().unwrap(), &headers(said));
        assert_eq!(from.address, address.parse::<IpAddr>().unwrap());
    }

    #[test]
    fn a_proxy_says_whether_it_was_http() {
        let by_http = |peer: &str, said: &[_]| site(None).from(peer.parse().unwrap(), &headers(said)).by_http;
        assert!(by_http("10.0.0.7", &[("x-forwarded-proto", "http")]));
        assert!(by_http("10.0.0.7", &[("forwarded", "for=203.0.113.9;proto=http")]));
        assert!(
            !by_http("10.0.0.7", &[("x-forwarded-proto", "http, https")]),
            "the last proxy wrote the last"
        );
        assert!(!by_http("192.0.2.1", &[("x-forwarded-proto", "http")]), "nobody else's word counts");
    }
}
