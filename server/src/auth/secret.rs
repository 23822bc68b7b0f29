//! Secrets that are made here: of sessions, of tokens, of links. Whoever has one may do something, so it is given away once
//! and kept as its hash alone.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// 256 bits that nobody guesses.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

/// What is kept of a [`Secret`]: its SHA-256. It needs no salt, because nobody goes through 2^256 of them; and who looks one
/// up by it learns nothing from how long that takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept([u8; 32]);

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// Reads one as it was given away.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(bytes))
    }

    /// As it is given away, once: 64 hexadecimal digits.
    pub fn reveal(&self) -> String {
        hexadecimal(&self.0)
    }

    /// What is kept of it.
    pub fn kept(&self) -> Kept {
        Kept(Sha256::digest(self.0).into())
    }
}

impl Kept {
    /// As it stands in the database.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_vec()
    }
}

/// It stands in no log.
impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret")
    }
}

/// A name for something new, which is no secret: 16 hexadecimal digits.
///
/// # Errors
/// When the system has no randomness.
pub fn new_id() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes)?;
    Ok(hexadecimal(&bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Only as [`Secret::reveal`] writes them: one secret is one text.
fn digit(letter: u8) -> Option<u8> {
    match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'a'..=b'f' => Some(letter - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_away_is_read_back_and_nothing_else_is() {
        let secret = Secret::new().unwrap();
        let text = secret.reveal();
        assert_eq!(Secret::parse(&text), Some(secret.clone()));
        assert_ne!(Secret::new().unwrap(), secret);
        for other in
            ["", "0", &text[1..], &format!("{text}0"), &text.replace(|_: char| true, "A"), &"é".repeat(32)]
        {
            assert_eq!(Secret::parse(other), None, "{other}");
        }
    }

    #[test]
    fn it_is_shown_to_nobody_who_debugs() {
        let secret = Secret::new().unwrap();
        assert_eq!(format!("{secret:?}"), "Secret");
        assert!(!format!("{:?}", secret.kept()).contains(&secret.reveal()));
    }
}
