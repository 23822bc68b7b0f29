//! The cookie that carries a session's secret.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};

use super::{Secret, oidc::Pending};

/// A sign-in at a provider takes no longer.
pub const PENDING_LASTS: Duration = Duration::from_mins(10);

/// How the cookie is called and kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// Over https: with a name that a browser takes from this very host over https alone, for all of its paths.
    Locked,
    /// On localhost, which has no https.
    Local,
}

impl Cookie {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Locked => "__Host-streamdesk",
            Self::Local => "streamdesk",
        }
    }

    /// Whether a request brings it, whatever is in it.
    pub fn comes_with(self, headers: &HeaderMap) -> bool {
        self.value(headers).is_some()
    }

    /// What a request brings. None where it cannot be one of ours.
    pub fn secret(self, headers: &HeaderMap) -> Option<Secret> {
        self.value(headers).and_then(Secret::parse)
    }

    /// Has the browser keep it. No script reads it, and only links and forms of our own carry it: `Lax`, so that whoever
    /// follows a link from elsewhere is still signed in, and no foreign form is.
    pub fn give(self, secret: &Secret) -> HeaderValue {
        self.header(&secret.reveal(), "")
    }

    /// Has the browser forget it.
    pub fn take_back(self) -> HeaderValue {
        self.header("", "; Max-Age=0")
    }

    /// The sign-in at a provider that this browser has begun. None where it cannot be one of ours.
    pub fn pending(self, headers: &HeaderMap) -> Option<Pending> {
        named(headers, self.pending_name()).and_then(Pending::from_cookie)
    }

    /// Has the browser keep a sign-in until it comes back, by a link of the provider's: `Lax` lets that through.
    pub fn give_pending(self, pending: &Pending) -> HeaderValue {
        let lasts = PENDING_LASTS.as_secs();
        self.written(self.pending_name(), &pending.cookie(), &format!("; Max-Age={lasts}"))
    }

    /// Has the browser forget it.
    pub fn take_back_pending(self) -> HeaderValue {
        self.written(self.pending_name(), "", "; Max-Age=0")
    }

    const fn pending_name(self) -> &'static str {
        match self {
            Self::Locked => "__Host-streamdesk-sign-in",
            Self::Local => "streamdesk-sign-in",
        }
    }

    fn header(self, value: &str, more: &str) -> HeaderValue {
        self.written(self.name(), value, more)
    }

    fn written(self, name: &str, value: &str, more: &str) -> HeaderValue {
        let secure = if self == Self::Locked { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}");
        // Names, digits and these words are all that can stand in a header.
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
    }

    fn value(self, headers: &HeaderMap) -> Option<&str> {
        named(headers, self.name())
    }
}

fn named<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|cookies| cookies.to_str().ok());
    let mut cookies = cookies.flat_map(|cookies| cookies.split(';'));
    cookies.find_map(|cookie| {
        let (name, value) = cookie.split_once('=')?;
        (name.trim() == wanted).then_some(value.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_at_a_provider_has_a_cookie_of_its_own() {
        let pending = Pending::new().unwrap();
        let given = Cookie::Locked.give_pending(&pending);
        let name = "__Host-streamdesk-sign-in";
        let expected =
            format!("{name}={}; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=600", pending.cookie());
        assert_eq!(given, expected);
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, given);
        assert_eq!(Cookie::Locked.pending(&headers), Some(pending));
        assert_eq!((Cookie::Local.pending(&headers), Cookie::Locked.secret(&headers)), (None, None));
    }

    #[test]
    fn over_https_it_is_locked_to_the_host() {
        let secret = Secret::new().unwrap();
        let given = Cookie::Locked.give(&secret);
        let expected =
            format!("__Host-streamdesk={}; Path=/; HttpOnly; SameSite=Lax; Secure", secret.reveal());
        assert_eq!(given, expected);
        assert_eq!(Cookie::Local.take_back(), "streamdesk=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    }

    #[test]
    fn it_is_found_among_others_and_no_other_is_taken_for_it() {
        let secret = Secret::new().unwrap();
        let mut headers = HeaderMap::new();
        let cookies = format!("theme=dark; streamdesk={}; xstreamdesk=1", secret.reveal());
        headers.append(header::COOKIE, HeaderValue::from_str(&cookies).unwrap());
        assert_eq!(Cookie::Local.secret(&headers), Some(secret));
        assert_eq!(
            Cookie::Locked.secret(&headers),
            None,
            "a cookie of another page on this machine is not ours"
        );
    }
}
