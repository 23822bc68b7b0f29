//! Where somebody goes on after they signed in: a page of this server and never another's.

use url::{Url, form_urlencoded::Serializer};

use super::SIGN_IN;

/// The address where people sign in and come back to this path from.
pub(in crate::http) fn sign_in_and_return_to(path: &str) -> String {
    let query = Serializer::new(String::new()).append_pair("to", &local_path(path)).finish();
    format!("{SIGN_IN}?{query}")
}

/// A path of this server with its query; the desktop's, where that is none. Browsers read `//host`, `/\host` and what has a
/// tab or a line's end in it as another server's, so it is read as they do.
pub(in crate::http) fn local_path(to: &str) -> String {
    const DESKTOP: &str = "/";
    const HERE: &str = "https://desk.invalid";
    let plain =
        to.starts_with('/') && to.len() <= 2_048 && !to.contains('\\') && !to.chars().any(char::is_control);
    let url = Url::parse(HERE).and_then(|here| here.join(to)).ok().filter(|_| plain);
    let Some(url) = url.filter(|url| url.origin().ascii_serialization() == HERE) else {
        return DESKTOP.to_owned();
    };
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    // `/.//host` becomes that on the way.
    if path.starts_with("//") || path.starts_with(SIGN_IN) { DESKTOP.to_owned() } else { path }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("/", "/")]
    #[case("/history?agent=anna&period=week", "/history?agent=anna&period=week")]
    #[case("/history?text=明日", "/history?text=%E6%98%8E%E6%97%A5")]
    #[case("/admin/accounts#new", "/admin/accounts")]
    fn a_path_of_ours_stays(#[case] to: &str, #[case] path: &str) {
        assert_eq!(local_path(to), path);
    }

    #[rstest]
    #[case("")]
    #[case("history")]
    #[case("https://evil.example/")]
    #[case("//evil.example/")]
    #[case("///evil.example/")]
    #[case("/\\evil.example")]
    #[case("\\\\evil.example")]
    #[case("/\t/evil.example")]
    #[case("/\n/evil.example")]
    #[case("/.//evil.example")]
    #[case("/x/..//evil.example")]
    #[case("javascript:alert(1)")]
    #[case("/sign-in?to=/")]
    #[case(" //evil.example")]
    fn whatever_leads_elsewhere_leads_to_the_desktop(#[case] to: &str) {
        assert_eq!(local_path(to), "/");
    }

    #[test]
    fn the_way_back_is_in_the_address() {
        assert_eq!(sign_in_and_return_to("/history?agent=anna"), "/sign-in?to=%2Fhistory%3Fagent%3Danna");
    }
}
