//! A sign-in that was begun. The browser keeps one secret in a cookie, and everything that the provider is shown or shows is
//! derived from it: whoever has not got the cookie cannot finish, and the database, which keeps its fingerprint alone, tells
//! nobody anything.

use std::fmt;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use ring::{digest, hmac};

/// A sign-in that was begun, as the browser keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct Pending([u8; 32]);

impl Pending {
    /// A new one. None where the machine gives no random numbers.
    pub fn new() -> Option<Self> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).ok()?;
        Some(Self(secret))
    }

    /// Reads what a cookie holds.
    pub fn from_cookie(text: &str) -> Option<Self> {
        let secret = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        secret.try_into().ok().map(Self)
    }

    /// What the cookie holds. The one place where the secret leaves.
    pub fn cookie(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the database knows it by.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut fingerprint = [0; 32];
        fingerprint.copy_from_slice(digest::digest(&digest::SHA256, &self.0).as_ref());
        fingerprint
    }

    /// Ties the answer to this browser.
    pub fn state(&self) -> String {
        self.derived("state")
    }

    /// Ties the token to this sign-in.
    pub fn nonce(&self) -> String {
        self.derived("nonce")
    }

    /// Ties the code to whoever asked for it (RFC 7636).
    pub fn verifier(&self) -> String {
        self.derived("verifier")
    }

    /// Whether an answer is that to this sign-in.
    pub fn is_answered_by(&self, state: &str) -> bool {
        // Through their digests, so that nobody learns by the time it takes how much of a guess was right.
        let digest = |text: &str| digest::digest(&digest::SHA256, text.as_bytes());
        digest(&self.state()).as_ref() == digest(state).as_ref()
    }

    fn derived(&self, what: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        BASE64_URL_SAFE_NO_PAD.encode(hmac::sign(&key, what.as_bytes()))
    }
}

impl fmt::Debug for Pending {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Pending(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_back_out_of_its_cookie() {
        let pending = Pending::new().unwrap();
        let again = Pending::from_cookie(&pending.cookie()).unwrap();
        assert_eq!(again, pending);
        assert!(pending.is_answered_by(&again.state()));
    }

    #[test]
    fn nothing_that_is_shown_tells_anything_else() {
        let pending = Pending::new().unwrap();
        let fingerprint = BASE64_URL_SAFE_NO_PAD.encode(pending.fingerprint());
        let shown = [pending.cookie(), fingerprint, pending.state(), pending.nonce(), pending.verifier()];
        for (index, one) in shown.iter().enumerate() {
            // RFC 7636 wants 43 to 128 characters.
            assert_eq!(one.len(), 43);
            assert!(!shown[index + 1..].contains(one));
        }
        assert_eq!(format!("{pending:?}"), "Pending(***)");
    }

    #[test]
    fn two_sign_ins_have_nothing_in_common() {
        let (one, other) = (Pending::new().unwrap(), Pending::new().unwrap());
        assert!(!one.is_answered_by(&other.state()));
        assert!(!one.is_answered_by(""));
        assert_ne!(one.fingerprint(), other.fingerprint());
    }

    #[test]
    fn what_is_no_secret_is_none() {
        for text in ["", "x", "AAAA", &"A".repeat(44), &"=".repeat(43)] {
            assert_eq!(Pending::from_cookie(text), None, "{text}");
        }
    }
}
