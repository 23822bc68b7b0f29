//! What contact records come to.

use connect_streams::record;
use serde::Serialize;

/// The sums of some contact records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContactTotals {
    /// How many there are.
    pub count: i64,
    /// Of these, how many agent and customer were connected in.
    pub handled: i64,
    /// How many were offered and not answered.
    pub missed: i64,
    /// How many the agent declined.
    pub rejected: i64,
    /// How many could not be connected.
    pub failed: i64,
    /// For how many milliseconds agents and customers talked, in those that are over.
    pub talk_ms: i64,
    /// For how many milliseconds customers were on hold, in those that are over.
    pub hold_ms: i64,
    /// For how many milliseconds agents had work after the end, in those that were cleared.
    pub wrap_up_ms: i64,
}

record! { ContactTotals {
    "count" => count: Required,
    "handled" => handled: Required,
    "missed" => missed: Required,
    "rejected" => rejected: Required,
    "failed" => failed: Required,
    "talk_ms" => talk_ms: Required,
    "hold_ms" => hold_ms: Required,
    "wrap_up_ms" => wrap_up_ms: Required,
} }

/// The sums, as the answer carries them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TotalsAnswer {
    /// The sums.
    pub totals: ContactTotals,
}

record! { TotalsAnswer {
    "totals" => totals: Required,
} }
