//! Where the identities of contacts and connections come from.
//!
//! A seed comes in once; from there on every identity follows, so the same commands give the same identities and none
//! is given twice. They look like random UUIDs, because that is what the library is used to.

use uuid::{Builder, Uuid};

use super::ids::{ConnectionId, ContactId};
use crate::chance::mix;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identities {
    seed: u64,
    given: u64,
}

impl Identities {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed, given: 0 }
    }

    pub(super) fn contact(&mut self) -> ContactId {
        ContactId(self.next())
    }

    pub(super) fn connection(&mut self) -> ConnectionId {
        ConnectionId(self.next())
    }

    fn next(&mut self) -> Uuid {
        self.given += 1;
        let high = mix(self.seed ^ mix(self.given));
        let low = mix(self.seed.rotate_left(32).wrapping_add(self.given));
        Builder::from_random_bytes(((u128::from(high) << 64) | u128::from(low)).to_be_bytes()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn none_is_given_twice_and_the_same_seed_gives_the_same() {
        let mut one = Identities::new(7);
        let mut other = Identities::new(7);
        let given: HashSet<_> = (0..10_000).map(|_| one.next()).collect();
        assert_eq!(given.len(), 10_000);
        assert!((0..10_000).all(|_| given.contains(&other.next())));
        assert_ne!(Identities::new(8).next(), Identities::new(7).next());
    }
}
