//! Counts how often a sign-in was in vain. An instance whose cookies are blocked, or a sign-in that leads nowhere, would
//! otherwise be tried for ever, frame after frame. Pure.

use connect_streams::EpochMs;

/// After so many rounds nothing more happens by itself.
const MOST: u32 = 3;
/// A sign-in that lasted longer was none in vain.
const ROUND_MS: i64 = 120_000;
/// So long a frame has to show that somebody is signed in.
const PATIENCE_MS: i64 = 2_500;

/// The rounds so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Rounds {
    /// When somebody signed in last, or tried to, until it is known what came of it.
    tried: Option<EpochMs>,
    vain: u32,
}

impl Rounds {
    /// Somebody signs in, or is signed in.
    pub(super) fn tried(&mut self, now: EpochMs) {
        self.tried = Some(now);
    }

    /// The sign-in is asked for once more.
    pub(super) fn told_again(&mut self, now: EpochMs) {
        match self.tried {
            Some(tried) if now.since(tried) > ROUND_MS => *self = Self::default(),
            Some(_) => {
                self.tried = None;
                self.vain += 1;
            }
            None => {}
        }
    }

    /// As [`told_again`](Self::told_again), for a frame that says nothing: it must have had its time.
    pub(super) fn silent_again(&mut self, now: EpochMs) {
        if self.tried.is_some_and(|tried| now.since(tried) >= PATIENCE_MS) {
            self.told_again(now);
        }
    }

    /// All has gone well; after a while that settles it.
    pub(super) fn well(&mut self, now: EpochMs) {
        if self.tried.is_some_and(|tried| now.since(tried) > ROUND_MS) {
            *self = Self::default();
        }
    }

    /// Whether it goes round and round.
    pub(super) fn is_loop(&self) -> bool {
        self.vain >= MOST
    }
}
