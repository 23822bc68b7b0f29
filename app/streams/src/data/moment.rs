//! Reads moments: a `Date`, which JSON writes as text, or a number.

use std::fmt;

use serde::{
    Deserializer, Serializer,
    de::{self, Visitor},
};

use crate::{EpochMs, SkewMs};

/// Below it a number of the service counts seconds, from it on milliseconds. As seconds it lies in the year 5138, as
/// milliseconds in 1973.
const FIRST_OF_MILLISECONDS: i64 = 100_000_000_000;

/// A moment that must be there.
pub(super) fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<EpochMs, D::Error> {
    optional_moment(deserializer)?.ok_or_else(|| de::Error::custom("no moment"))
}

/// A moment, or null. A number counts milliseconds.
pub(super) fn optional_moment<'de, D>(deserializer: D) -> Result<Option<EpochMs>, D::Error>
where
    D: Deserializer<'de>,
{
    deserializer.deserialize_option(Moment { unit: |_| 1 })
}

/// A moment, or null. A number counts seconds, as it does in what the service passes on as it is, or milliseconds:
/// the declarations do not say which, and the two cannot be confused.
pub(super) fn optional_second<'de, D>(deserializer: D) -> Result<Option<EpochMs>, D::Error>
where
    D: Deserializer<'de>,
{
    let unit = |number: i64| if number < FIRST_OF_MILLISECONDS { 1_000 } else { 1 };
    deserializer.deserialize_option(Moment { unit })
}

/// Writes a moment as a number of seconds, as the service wants it.
#[expect(clippy::ref_option, reason = "serde calls it like this")]
pub(super) fn as_seconds<S: Serializer>(moment: &Option<EpochMs>, serializer: S) -> Result<S::Ok, S::Error> {
    match moment {
        Some(moment) => serializer.serialize_i64(moment.get() / 1_000),
        None => serializer.serialize_none(),
    }
}

/// A clock difference in milliseconds, or null for none.
#[expect(clippy::cast_possible_truncation, reason = "`as` saturates; a skew of 2^63 ms is no skew")]
pub(super) fn skew<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SkewMs, D::Error> {
    let milliseconds: Option<f64> = serde::Deserialize::deserialize(deserializer)?;
    Ok(SkewMs(milliseconds.unwrap_or_default() as i64))
}

/// `unit` says how many milliseconds a number counts each.
#[derive(Clone, Copy)]
struct Moment {
    unit: fn(i64) -> i64,
}

impl<'de> Visitor<'de> for Moment {
    type Value = Option<EpochMs>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a moment")
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        text.parse().map(Some).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(EpochMs::new(number.saturating_mul((self.unit)(number)))))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        self.visit_i64(i64::try_from(number).unwrap_or(i64::MAX))
    }

    #[expect(clippy::cast_possible_truncation, reason = "`as` saturates to the nearest moment there is")]
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        self.visit_i64(number as i64)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct All {
        #[serde(default, deserialize_with = "optional_moment")]
        milliseconds: Option<EpochMs>,
        #[serde(default, deserialize_with = "optional_second")]
        either: Option<EpochMs>,
    }

    #[test]
    fn a_moment_is_text_or_a_number() {
        for (json, milliseconds) in [
            ("\"2026-11-21T09:30:00.120Z\"", Some(1_795_253_400_120)),
            ("1795253400120", Some(1_795_253_400_120)),
            ("1795253400120.7", Some(1_795_253_400_120)),
            ("1697812550", Some(1_697_812_550)),
            ("-5", Some(0)),
            ("1e300", Some(EpochMs::MAX.get())),
            ("18446744073709551615", Some(EpochMs::MAX.get())),
            ("null", None),
        ] {
            let all: All = serde_json::from_str(&format!("{{\"milliseconds\": {json}}}")).unwrap();
            assert_eq!(all.milliseconds.map(EpochMs::get), milliseconds, "{json}");
        }
        assert!(serde_json::from_str::<All>(r#"{"milliseconds": "yesterday"}"#).is_err());
    }

    #[test]
    fn seconds_are_told_from_milliseconds() {
        for (json, milliseconds) in [
            ("1697812550", 1_697_812_550_000),
            ("1697812550.5", 1_697_812_550_000),
            ("-1e300", 0),
            ("1697812550000", 1_697_812_550_000),
            ("\"2023-10-20T14:35:50Z\"", 1_697_812_550_000),
        ] {
            let all: All = serde_json::from_str(&format!("{{\"either\": {json}}}")).unwrap();
            assert_eq!(all.either, Some(EpochMs::new(milliseconds)), "{json}");
        }
    }
}
