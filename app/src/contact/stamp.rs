//! Moments with their origin: on the service's clock, with who says so and how far the local clock was off. Pure.

use connect_streams::{EpochMs, SkewMs, record};
use serde::Serialize;

pub use crate::api::TimeSource as Source;

/// The present: the local clock and how far it is off. Passed in, so that the reducer stays pure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// What the local clock says.
    pub local: EpochMs,
    /// What must be added to get the service's time.
    pub skew: SkewMs,
}

impl Now {
    /// The present on the service's clock, in which all times of a contact are kept.
    pub fn service(self) -> EpochMs {
        self.local.on_service_clock(self.skew)
    }

    /// The present as a moment that the page saw.
    pub fn stamp(self) -> Stamp {
        Stamp { at: self.service(), source: Source::Local, skew: self.skew }
    }

    /// The moment that the service gave, or the present where it gave none.
    pub fn or_service(self, given: Option<EpochMs>) -> Stamp {
        given.map_or(self.stamp(), |at| Stamp { at, source: Source::Service, skew: self.skew })
    }
}

/// One moment on the service's clock, with its origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stamp {
    /// When.
    pub at: EpochMs,
    /// Who says so.
    pub source: Source,
    /// The skew that was known when it was noted.
    pub skew: SkewMs,
}

/// Something that was seen of a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// When.
    pub at: Stamp,
    /// What.
    pub what: String,
}

record! { Seen {
    "at" => at: Required,
    "what" => what: Required,
} }

record! { Stamp {
    "at" => at: Required,
    "source" => source: Required,
    "skew" => skew: Required,
} }
