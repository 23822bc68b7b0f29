//! Moments and clock differences as types, so that nobody adds seconds to milliseconds or trusts the wrong clock.

use std::{fmt, str::FromStr, time::SystemTime};

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

const DAY_MS: i64 = 86_400_000;
const DAYS_IN_400_YEARS: u32 = 146_097;
/// From the first of March of the year 0 on.
const DAYS_TO_1970: u32 = 719_468;

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

/// A moment as it is written.
struct Written([u8; 24]);

impl Written {
    /// A record has dozens of moments, and a server writes thousands of records a second. humantime goes by way of the
    /// system's clock, which takes several times as long; the tests hold this against it.
    fn new(EpochMs(milliseconds): EpochMs) -> Self {
        // Both are far smaller than what they are put into.
        let part = |part: i64| u32::try_from(part).unwrap_or_default();
        let (days, time) = (part(milliseconds / DAY_MS), part(milliseconds % DAY_MS));
        // The Gregorian calendar repeats itself every 400 years. Years begin in March here, so that the day that is not in
        // each of them is its last, and of the months five and five have 153 days.
        let days = days + DAYS_TO_1970;
        let (times_400, day) = (days / DAYS_IN_400_YEARS, days % DAYS_IN_400_YEARS);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        let mut text = *b"0000-00-00T00:00:00.000Z";
        write(&mut text[..4], 400 * times_400 + year + later);
        write(&mut text[5..7], month);
        write(&mut text[8..10], day);
        write(&mut text[11..13], time / 3_600_000);
        write(&mut text[14..16], time / 60_000 % 60);
        write(&mut text[17..19], time / 1_000 % 60);
        write(&mut text[20..23], time % 1_000);
        Self(text)
    }

    fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Writes a number over zeros.
fn write(digits: &mut [u8], mut number: u32) {
    for digit in digits.iter_mut().rev() {
        *digit += u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
    }
}

impl fmt::Display for EpochMs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(Written::new(*self).as_str())
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
        serializer.serialize_str(Written::new(*self).as_str())
    }
}

impl<'de> Deserialize<'de> for EpochMs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn is_written_as_rfc_3339_with_milliseconds() {
        assert_eq!(EpochMs::new(1_795_253_400_120).to_string(), "2026-11-21T09:30:00.120Z");
        assert_eq!(EpochMs::new(i64::MAX).to_string(), "9999-12-31T23:59:59.999Z");
        for leap in ["1972-02-29", "2000-02-29", "2096-02-29", "2100-03-01", "2400-02-29"] {
            let moment: EpochMs = format!("{leap}T23:59:59.999Z").parse().unwrap();
            assert_eq!(moment.to_string()[..10], *leap);
        }
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
        fn is_written_as_humantime_writes_it(milliseconds in 0..=EpochMs::MAX.0) {
            let moment = SystemTime::UNIX_EPOCH + Duration::from_millis(milliseconds.unsigned_abs());
            let theirs = humantime::format_rfc3339_millis(moment).to_string();
            prop_assert_eq!(EpochMs::new(milliseconds).to_string(), theirs);
        }

        #[test]
        fn what_was_written_can_be_read(milliseconds in 0..=EpochMs::MAX.0) {
            let moment = EpochMs::new(milliseconds);
            prop_assert_eq!(moment.to_string().parse(), Ok(moment));
        }
    }
}
