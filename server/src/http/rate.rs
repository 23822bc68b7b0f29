//! How often somebody may ask: a bucket for each address and for each caller, which fills at a steady rate. In memory, and
//! never more of it than is written here.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::extract::Request;

use super::{circumstances::Circumstances, people};

/// So many buckets there are at most. Whoever comes beyond that shares one.
const MOST: usize = 20_000;

/// So many seconds' worth may come at once.
const AT_ONCE: f64 = 5.0;

/// Lets each ask so often. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Limiter {
    /// Requests a second. 0 where there is no limit.
    rate: f64,
    buckets: Arc<Mutex<HashMap<String, Bucket>>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Limiter {
    /// So many requests a second for each.
    pub(super) fn new(requests_per_s: u32) -> Self {
        Self { rate: f64::from(requests_per_s), buckets: Arc::default() }
    }

    /// Whether somebody may ask now.
    ///
    /// # Errors
    /// How long until they may.
    pub(super) fn allow(&self, whom: &str, now: Instant) -> Result<(), Duration> {
        if self.rate <= 0.0 {
            return Ok(());
        }
        let most = self.rate * AT_ONCE;
        // Each change is one step, so even after a panic elsewhere it is whole.
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let filled = |bucket: &Bucket| {
            (bucket.left + now.saturating_duration_since(bucket.at).as_secs_f64() * self.rate).min(most)
        };
        if buckets.len() >= MOST && !buckets.contains_key(whom) {
            // One that is full again is as good as none.
            buckets.retain(|_, bucket| filled(bucket) < most);
        }
        let whom = if buckets.len() >= MOST && !buckets.contains_key(whom) { "" } else { whom };
        let bucket = buckets.entry(whom.to_owned()).or_insert(Bucket { left: most, at: now });
        *bucket = Bucket { left: filled(bucket), at: now };
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - bucket.left) / self.rate))
    }
}

/// Whether an address may ask the API, or sign in, once more. Pages and files are not counted: they are cheap, and a browser
/// asks for many of them at once. A sign-in at a provider is begun by reading, and written down.
pub(super) fn may_ask(limiter: &Limiter, came: &Circumstances, request: &Request) -> Result<(), Duration> {
    let path = request.uri().path();
    let is_cheap = !path.starts_with("/api/") && !path.starts_with(people::AT_PROVIDER);
    if is_cheap && request.method().is_safe() {
        return Ok(());
    }
    limiter.allow(&came.address.to_string(), Instant::now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_may_ask_so_often_and_a_little_more_at_once() {
        let (limiter, now) = (Limiter::new(10), Instant::now());
        for _ in 0..50 {
            assert_eq!(limiter.allow("a", now), Ok(()));
        }
        let wait = limiter.allow("a", now).unwrap_err();
        assert!(wait <= Duration::from_millis(100) && wait > Duration::from_millis(90), "{wait:?}");
        assert_eq!(limiter.allow("b", now), Ok(()), "another has a bucket of its own");
        assert_eq!(limiter.allow("a", now + Duration::from_millis(101)), Ok(()));
        assert!(limiter.allow("a", now + Duration::from_millis(102)).is_err());
        assert_eq!(Limiter::new(0).allow("a", now), Ok(()), "0 is no limit");
    }

    #[test]
    fn there_are_never_more_buckets_than_that() {
        let (limiter, now) = (Limiter::new(1), Instant::now());
        for index in 0..MOST + 500 {
            let _ = limiter.allow(&index.to_string(), now);
        }
        assert!(limiter.buckets.lock().unwrap().len() <= MOST + 1);
        assert!(limiter.allow("one more", now).is_err(), "who comes beyond shares one");
        assert_eq!(limiter.allow("later", now + Duration::from_mins(1)), Ok(()));
        assert_eq!(limiter.buckets.lock().unwrap().len(), 1);
    }
}
