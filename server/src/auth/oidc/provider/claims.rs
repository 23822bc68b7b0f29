//! What a provider tells of somebody.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

/// What a provider tells of somebody.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Claims(Map<String, Value>);

impl Claims {
    /// Of an answer. None if it is no object.
    pub(super) fn of_json(json: &[u8]) -> Option<Self> {
        serde_json::from_slice(json).ok().map(Self)
    }

    /// Of a token that is verified already.
    pub(super) fn of_verified(token: &str) -> Option<Self> {
        let payload = token.split('.').nth(1)?;
        Self::of_json(&BASE64_URL_SAFE_NO_PAD.decode(payload).ok()?)
    }

    /// With what another answer tells beyond.
    pub(super) fn and(mut self, beyond: Self) -> Self {
        for (name, claim) in beyond.0 {
            self.0.entry(name).or_insert(claim);
        }
        self
    }

    /// Whether it tells that at all.
    pub(super) fn has(&self, name: &str) -> bool {
        self.claim(name).is_some()
    }

    /// A text, without space around it. None where there is none that a name can be.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let text = self.claim(name)?.as_str()?.trim();
        let sound =
            !text.is_empty() && text.len() <= app::api::MAX_TEXT && !text.chars().any(char::is_control);
        sound.then_some(text)
    }

    /// Several texts, or one. None at all where there are none.
    pub(super) fn texts(&self, name: &str) -> Vec<&str> {
        match self.claim(name) {
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one],
            _ => Vec::new(),
        }
    }

    /// A moment, in milliseconds.
    pub(super) fn moment(&self, name: &str) -> Option<f64> {
        Some(self.claim(name)?.as_f64()? * 1000.0)
    }

    /// By its name or, as in `realm_access.roles`, by the way to it. Names with dots of their own go first: they are often
    /// addresses.
    fn claim(&self, name: &str) -> Option<&Value> {
        let whole = self.0.get(name);
        whole.or_else(|| {
            let mut parts = name.split('.');
            let first = self.0.get(parts.next()?)?;
            parts.try_fold(first, |value, part| value.get(part))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Claims {
        Claims::of_json(
            br#"{"name": " Anna ", "groups": ["a", 1, "b"], "one": "c", "realm_access": {"roles": ["d"]},
                "https://example.com/groups": ["e"], "empty": " ", "lines": "a\nb", "nbf": 1.5}"#,
        )
        .unwrap()
    }

    #[test]
    fn texts_are_found_by_name_and_by_way() {
        let claims = claims();
        assert_eq!(claims.text("name"), Some("Anna"));
        for (name, texts) in [
            ("groups", vec!["a", "b"]),
            ("one", vec!["c"]),
            ("realm_access.roles", vec!["d"]),
            ("https://example.com/groups", vec!["e"]),
            ("realm_access.other", vec![]),
            ("realm_access", vec![]),
        ] {
            assert_eq!(claims.texts(name), texts, "{name}");
        }
        assert_eq!(claims.moment("nbf"), Some(1500.0));
    }

    #[test]
    fn what_no_name_can_be_is_none() {
        for name in ["empty", "lines", "groups", "none", ""] {
            assert_eq!(claims().text(name), None, "{name}");
        }
    }

    #[test]
    fn what_the_token_tells_goes_before_what_is_told_beside_it() {
        let beyond = Claims::of_json(br#"{"name": "Ben", "more": "x"}"#).unwrap();
        let both = claims().and(beyond);
        assert_eq!((both.text("name"), both.text("more")), (Some("Anna"), Some("x")));
    }

    #[test]
    fn what_is_no_object_tells_nothing() {
        assert!(Claims::of_json(b"[1]").is_none());
        assert!(Claims::of_verified("a.b").is_none());
    }
}
