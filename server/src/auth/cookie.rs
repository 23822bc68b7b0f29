//! The cookie that carries a session's secret.

use axum::http::{HeaderMap, HeaderValue, header};

use super::Secret;

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

    fn header(self, value: &str, more: &str) -> HeaderValue {
        let secure = if self == Self::Locked { "; Secure" } else { "" };
        let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}", self.name());
        // Names, digits and these words are all that can stand in a header.
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
    }

    fn value(self, headers: &HeaderMap) -> Option<&str> {
        let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|cookies| cookies.to_str().ok());
        let mut cookies = cookies.flat_map(|cookies| cookies.split(';'));
        cookies.find_map(|cookie| {
            let (name, value) = cookie.split_once('=')?;
            (name.trim() == self.name()).then_some(value.trim())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
