//! The places of moments: a `Date`, which JSON writes as text, or a number.

use serde::Serializer;
use serde_json::Number;

use super::{
    lenient::whole,
    place::{Fit, How, Place},
};
use crate::{EpochMs, SkewMs};

/// Below it a number of the service counts seconds, from it on milliseconds. As seconds it lies in the year 5138, as
/// milliseconds in 1973.
const FIRST_OF_MILLISECONDS: i64 = 100_000_000_000;

/// A number counts milliseconds, or seconds where the field says so. Where moments are read exactly, a number is none.
impl Place for EpochMs {
    fn empty() -> Self {
        Self::default()
    }

    fn number(&mut self, number: &Number, how: How) -> &'static Fit {
        if matches!(how, How::Exact) {
            return &Fit::Refused;
        }
        let number = whole(number);
        let seconds = matches!(how, How::Seconds) && number < FIRST_OF_MILLISECONDS;
        *self = Self::new(if seconds { number.saturating_mul(1_000) } else { number });
        &Fit::Taken
    }

    fn text(&mut self, text: &str, _: How) -> &'static Fit {
        let Ok(moment) = text.parse() else { return &Fit::Refused };
        *self = moment;
        &Fit::Taken
    }
}

/// A clock difference in milliseconds; a skew of 2^63 ms is no skew.
impl Place for SkewMs {
    fn empty() -> Self {
        Self::default()
    }

    fn number(&mut self, number: &Number, _: How) -> &'static Fit {
        *self = Self(whole(number));
        &Fit::Taken
    }
}

/// Writes a moment as a number of seconds, as the service wants it.
#[expect(clippy::ref_option, reason = "serde calls it like this")]
pub(super) fn as_seconds<S: Serializer>(moment: &Option<EpochMs>, serializer: S) -> Result<S::Ok, S::Error> {
    match moment {
        Some(moment) => serializer.serialize_i64(moment.get() / 1_000),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::record;

    struct All {
        milliseconds: Option<EpochMs>,
        either: Option<EpochMs>,
    }

    record! { All {
        "milliseconds" => milliseconds,
        "either" => either: Seconds,
    } }

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
