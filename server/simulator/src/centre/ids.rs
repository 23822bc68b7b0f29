//! The small values that name things and moments: contacts, connections, agents, numbers, milliseconds.
//!
//! Each has one constructor that checks, so nothing behind it checks again. Nothing here reads a clock or draws a
//! random number; both come in from outside.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

/// A contact, for as long as the instance runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ContactId(pub(crate) Uuid);

/// One party's line within a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ConnectionId(pub(crate) Uuid);

impl fmt::Display for ContactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An agent's login name. Shared, because it is passed around at every turn.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(from = "String")]
pub(crate) struct Username(Arc<str>);

impl Username {
    /// Any text may be asked for; whether such an agent exists is the centre's to say.
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self(name.into().into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Username {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

impl Serialize for Username {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A telephone number in E.164: `+`, then up to fifteen digits, the first of them not a zero.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct PhoneNumber(String);

/// Whoever typed the number can mend it; the control API answers 422.
#[derive(Debug, Error, PartialEq, Eq)]
#[error(
    "a telephone number is written as E.164: `+`, the country code and the number, digits only, such as +12065550100"
)]
pub(crate) struct NotE164;

impl PhoneNumber {
    pub(crate) fn parse(text: &str) -> Result<Self, NotE164> {
        let digits = text.strip_prefix('+').ok_or(NotE164)?;
        let plausible = (3..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        if plausible { Ok(Self(text.to_owned())) } else { Err(NotE164) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = NotE164;

    fn try_from(text: String) -> Result<Self, NotE164> {
        Self::parse(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

/// A moment: milliseconds since 1970 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct EpochMs(pub(crate) i64);

impl EpochMs {
    pub(crate) fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// UTC, to the millisecond.
    pub(crate) fn rfc3339(self) -> String {
        let since_epoch = Duration::from_millis(self.0.try_into().unwrap_or(0));
        humantime::format_rfc3339_millis(SystemTime::UNIX_EPOCH + since_epoch).to_string()
    }

    /// The form in which the service speaks of time: seconds with the milliseconds as a fraction.
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of any year before 287396 fit a double exactly"
    )]
    pub(crate) fn as_seconds(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_e164_or_refused() {
        for good in ["+12065550100", "+4930123456", "+358401234567"] {
            assert_eq!(PhoneNumber::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "+", "12065550100", "+0206", "+1 206 555", "+12", "+1234567890123456", "+12O65550100"]
        {
            assert_eq!(PhoneNumber::parse(bad), Err(NotE164), "{bad}");
        }
    }

    #[test]
    fn the_service_speaks_in_seconds() {
        assert_eq!(serde_json::json!(EpochMs(1_700_000_000_123).as_seconds()).to_string(), "1700000000.123");
    }
}
