//! What a browser goes to the provider with, and comes back with.

use url::form_urlencoded;

/// Where the provider sends people back to, below the server's own address.
pub const CALLBACK: &str = "/sign-in/callback";

/// What a browser comes back with. Whatever it is: it was read, and nothing more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Callback {
    /// `code`
    pub code: Option<String>,
    /// `state`
    pub state: Option<String>,
    /// `iss`
    pub issuer: Option<String>,
    /// `error`
    pub error: Option<String>,
}

/// What the provider is asked to do with somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Whoever is signed in there already goes on.
    AsTheyAre,
    /// They sign in there anew: somebody else may want to.
    Anew,
}

impl Callback {
    /// Reads a query. What comes twice is none of it: nobody knows which was meant.
    pub fn of_query(query: &str) -> Self {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        let one = |name: &str| {
            let mut values = pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
            values.next().filter(|_| values.next().is_none()).map(ToString::to_string)
        };
        Self { code: one("code"), state: one("state"), issuer: one("iss"), error: one("error") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read() {
        let callback = Callback::of_query("code=a%20b&state=c&iss=https%3A%2F%2Fx&error=d&more=e");
        let texts = [&callback.code, &callback.state, &callback.issuer, &callback.error];
        assert_eq!(texts.map(|text| text.as_deref()), ["a b", "c", "https://x", "d"].map(Some));
        assert_eq!(Callback::of_query(""), Callback::default());
    }

    #[test]
    fn what_comes_twice_does_not_come() {
        let callback = Callback::of_query("code=a&state=b&code=a");
        assert_eq!((callback.code, callback.state.as_deref()), (None, Some("b")));
    }
}
