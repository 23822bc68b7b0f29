//! Passwords: what may be one, and how they are kept. Hashing takes time and memory on purpose, so it is done beside the
//! requests, a few at a time.

use std::{fmt, sync::Arc};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use super::AuthError;

/// What OWASP advises for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;

/// So many are hashed at a time: 38 MiB and two cores are the most that signing in takes.
const AT_ONCE: usize = 2;

/// So many wait for their turn. Whoever comes after them is told to come again.
const WAITING: usize = 32;

/// The fewest characters. Length is what counts; what kinds of letters there are does not.
pub const SHORTEST: usize = 12;
/// The most characters.
pub const LONGEST: usize = 128;

/// Nobody's: checked where there is no password, so that an unknown name takes as long as a wrong password.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password as somebody typed it.
#[derive(Clone)]
pub struct Password(String);

/// Why something cannot be a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// It is too short.
    #[error("has fewer than 12 characters")]
    TooShort,
    /// It is too long.
    #[error("has more than 128 characters")]
    TooLong,
    /// It is the first that anybody would try.
    #[error("is the name itself")]
    IsTheName,
}

impl Password {
    /// As it was typed, to be compared with the one that is kept.
    pub fn typed(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// A new one for who has this name.
    ///
    /// # Errors
    /// See [`PasswordError`].
    pub fn new(text: &str, name: &str) -> Result<Self, PasswordError> {
        let length = text.chars().count();
        if length < SHORTEST {
            return Err(PasswordError::TooShort);
        }
        if length > LONGEST {
            return Err(PasswordError::TooLong);
        }
        if text.to_lowercase() == name.to_lowercase() {
            return Err(PasswordError::IsTheName);
        }
        Ok(Self(text.to_owned()))
    }
}

/// It stands in no log.
impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password")
    }
}

/// Hashes and checks, a few at a time. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Passwords {
    at_work: Arc<Semaphore>,
    seats: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            at_work: Arc::new(Semaphore::new(AT_ONCE)),
            seats: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
        }
    }
}

impl Passwords {
    /// The password as it is kept, in PHC format.
    ///
    /// # Errors
    /// When too many wait, or the system has no randomness.
    pub async fn hash(&self, password: Password) -> Result<String, AuthError> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt)?;
        self.work(move || {
            let hashed = argon2()?.hash_password_with_salt(password.0.as_bytes(), &salt);
            hashed.map(|hash| hash.to_string()).map_err(|_| AuthError::Hash)
        })
        .await?
    }

    /// Whether it is this one. With nothing to compare it with it takes as long, and is not.
    ///
    /// # Errors
    /// When too many wait.
    pub async fn check(&self, password: Password, kept: Option<String>) -> Result<bool, AuthError> {
        self.work(move || {
            // Longer than any that was ever set: no need to hash it, and nobody learns anything from that.
            if password.0.chars().count() > LONGEST {
                return Ok(false);
            }
            let hash = PasswordHash::new(kept.as_deref().unwrap_or(NOBODYS)).map_err(|_| AuthError::Hash)?;
            let is_it = argon2()?.verify_password(password.0.as_bytes(), &hash).is_ok();
            Ok(is_it && kept.is_some())
        })
        .await?
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AuthError> {
        let _seat = self.seats.try_acquire().map_err(|_| AuthError::Busy)?;
        // Given to the thread: whoever stops waiting must not make room for one more than can be at work.
        let permit = Arc::clone(&self.at_work).acquire_owned().await.map_err(|_| AuthError::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.map_err(|_| AuthError::Hash)
    }
}

fn argon2() -> Result<Argon2<'static>, AuthError> {
    let parameters = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|_| AuthError::Hash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters))
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use rstest::rstest;

    use super::*;

    const GOOD: &str = "correct horse battery";

    #[rstest]
    #[case("", PasswordError::TooShort)]
    #[case("elevenchars", PasswordError::TooShort)]
    #[case(&"x".repeat(129), PasswordError::TooLong)]
    #[case("Anna.Lindqvist", PasswordError::IsTheName)]
    fn length_is_the_rule(#[case] text: &str, #[case] reason: PasswordError) {
        assert_eq!(Password::new(text, "anna.lindqvist").unwrap_err(), reason);
    }

    #[rstest]
    #[case("twelve chars")]
    #[case("パスワードは十二文字です")]
    #[case(&"x".repeat(128))]
    fn whatever_is_long_enough_will_do(#[case] text: &str) {
        let password = Password::new(text, "anna").unwrap();
        assert_eq!(format!("{password:?}"), "Password");
    }

    #[tokio::test]
    async fn what_was_hashed_is_known_again_and_nothing_else() {
        let passwords = Passwords::default();
        let kept = passwords.hash(Password::typed(GOOD)).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, passwords.hash(Password::typed(GOOD)).await.unwrap(), "each has a salt of its own");
        assert!(passwords.check(Password::typed(GOOD), Some(kept.clone())).await.unwrap());
        assert!(!passwords.check(Password::typed("another one"), Some(kept)).await.unwrap());
        assert!(!passwords.check(Password::typed(GOOD), None).await.unwrap());
    }

    #[tokio::test]
    async fn an_unknown_name_takes_as_long_as_a_wrong_password() {
        let passwords = Passwords::default();
        let kept = passwords.hash(Password::typed(GOOD)).await.unwrap();
        let fastest = async |kept: Option<String>| {
            let mut fastest = std::time::Duration::MAX;
            for _ in 0..5 {
                let begun = Instant::now();
                passwords.check(Password::typed("wrong one"), kept.clone()).await.unwrap();
                fastest = fastest.min(begun.elapsed());
            }
            fastest.as_secs_f64()
        };
        let (wrong, unknown) = (fastest(Some(kept)).await, fastest(None).await);
        assert!((0.5..2.0).contains(&(unknown / wrong)), "{unknown} s against {wrong} s");
    }

    #[tokio::test]
    async fn whoever_comes_when_many_wait_is_told_to_come_again() {
        let passwords = Passwords::default();
        let all: Vec<_> = (0..AT_ONCE + WAITING + 5)
            .map(|_| {
                let passwords = passwords.clone();
                tokio::spawn(async move { passwords.check(Password::typed("x"), None).await })
            })
            .collect();
        let mut busy = 0;
        for one in all {
            busy += usize::from(matches!(one.await.unwrap(), Err(AuthError::Busy)));
        }
        assert_eq!(busy, 5);
    }
}
