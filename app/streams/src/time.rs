//! Moments and clock differences as types, so that nobody adds seconds to milliseconds or trusts the wrong clock.

use std::{
    fmt,
    str::FromStr,
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment in milliseconds since 1970-01-01T00:00:00Z. Written as RFC 3339 in UTC with milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EpochMs(i64);

/// Service clock minus local clock, in milliseconds. Positive when the local clock is slow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SkewMs(pub i64);

/// The text is not a moment as this program writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a time looks like 2026-11-21T09:30:00.000Z (RFC 3339, UTC, from 1970 to 9999)")]
pub struct TimeError;

impl EpochMs {
    /// The last moment that RFC 3339 can write.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// A moment from its milliseconds. What lies outside the years 1970 to 9999 becomes the nearest moment inside.
    pub fn new(milliseconds: i64) -> Self {
        Self(milliseconds.clamp(0, Self::MAX.0))
    }

    /// The local clock. In the browser only: elsewhere the caller has a clock of its own.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "JavaScript's clock holds whole milliseconds far below 2^53"
    )]
    pub fn now() -> Self {
        Self::new(js_sys::Date::now() as i64)
    }

    /// Milliseconds since 1970.
    pub fn get(self) -> i64 {
        self.0
    }

    /// Milliseconds from `earlier` to this moment; zero if `earlier` is later.
    pub fn since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).max(0)
    }

    /// The same moment on the service's clock, if this one was read from the local clock.
    #[must_use]
    pub fn on_service_clock(self, skew: SkewMs) -> Self {
        Self::new(self.0.saturating_add(skew.0))
    }
}

impl fmt::Display for EpochMs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since_1970 = Duration::from_millis(self.0.unsigned_abs());
        humantime::format_rfc3339_millis(SystemTime::UNIX_EPOCH + since_1970).fmt(formatter)
    }
}

impl FromStr for EpochMs {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let moment = humantime::parse_rfc3339(text).map_err(|_| TimeError)?;
        let since_1970 = moment.duration_since(SystemTime::UNIX_EPOCH).map_err(|_| TimeError)?;
        i64::try_from(since_1970.as_millis()).map(Self::new).map_err(|_| TimeError)
    }
}

impl Serialize for EpochMs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EpochMs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn is_written_as_rfc_3339_with_milliseconds() {
        assert_eq!(EpochMs::new(1_795_253_400_120).to_string(), "2026-11-21T09:30:00.120Z");
        assert_eq!(EpochMs::new(i64::MAX).to_string(), "9999-12-31T23:59:59.999Z");
    }

    #[test]
    fn refuses_what_is_no_moment_in_utc() {
        for text in ["", "yesterday", "2026-11-21", "2026-11-21T09:30:00+01:00", "1969-12-31T23:59:59Z"] {
            assert_eq!(text.parse::<EpochMs>(), Err(TimeError), "{text}");
        }
    }

    #[test]
    fn a_slow_local_clock_is_put_forward() {
        assert_eq!(EpochMs::new(1_000).on_service_clock(SkewMs(250)), EpochMs::new(1_250));
    }

    proptest! {
        #[test]
        fn what_was_written_can_be_read(milliseconds in 0..=EpochMs::MAX.0) {
            let moment = EpochMs::new(milliseconds);
            prop_assert_eq!(moment.to_string().parse(), Ok(moment));
        }
    }
}
