//! What makes a contact record valid.

use connect_streams::EpochMs;

use super::{ContactRecord, SpanRecord};

/// The longest text of a record, in bytes.
pub const MAX_TEXT: usize = 256;

/// The longest notes of a record, in bytes.
pub const MAX_NOTES: usize = 8_192;

/// The most transfers of one contact.
pub const MAX_TRANSFERS: usize = 100;

/// The most holds, mutes or pauses of one contact.
pub const MAX_SPANS: usize = 1_000;

/// The most events of one contact.
pub const MAX_EVENTS: usize = 500;

/// The most attributes of one contact.
pub const MAX_ATTRIBUTES: usize = 100;

/// The longest value of an attribute, in bytes.
pub const MAX_ATTRIBUTE: usize = 1_024;

/// Why a record is refused: the field and what is wrong with it. Never the value, which may be personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct InvalidRecord {
    /// The field.
    pub field: &'static str,
    /// What is wrong and what would be right.
    pub reason: &'static str,
}

impl ContactRecord {
    /// Checks everything that the types do not.
    ///
    /// # Errors
    /// The first field that is wrong, with the reason.
    pub fn validate(&self) -> Result<(), InvalidRecord> {
        let invalid = |field, reason| Err(InvalidRecord { field, reason });
        identifier("contact_id", &self.contact_id)?;
        let others = [
            ("initial_contact_id", &self.initial_contact_id),
            ("related_contact_id", &self.related_contact_id),
        ];
        for (field, value) in others {
            value.as_deref().map_or(Ok(()), |value| identifier(field, value))?;
        }
        text("agent", &self.agent)?;
        text("channel", self.channel.as_str())?;
        let texts = [
            ("subtype", &self.subtype),
            ("queue", &self.queue),
            ("customer_endpoint", &self.customer_endpoint),
            ("system_endpoint", &self.system_endpoint),
            ("disposition", &self.disposition),
        ];
        for (field, value) in texts {
            value.as_deref().map_or(Ok(()), |value| text(field, value))?;
        }
        let given = [
            ("instance", &self.instance),
            ("region", &self.region),
            ("desktop_version", &self.desktop_version),
            ("streams_version", &self.streams_version),
        ];
        for (field, value) in given {
            if !value.is_empty() {
                text(field, value)?;
            }
        }
        let notes = self.notes.as_deref().unwrap_or("-");
        let allowed = |letter: char| !letter.is_control() || matches!(letter, '\n' | '\t');
        if !(1..=MAX_NOTES).contains(&notes.len()) || !notes.chars().all(allowed) {
            return invalid(
                "notes",
                "are 1 to 8192 bytes of text without control characters but line ends and tabs",
            );
        }
        if self.transfers.len() > MAX_TRANSFERS {
            return invalid("transfers", "are more than 100");
        }
        for transfer in &self.transfers {
            text("transfers", &transfer.to)?;
            let answered = transfer.answered_at.unwrap_or(transfer.started_at);
            if answered < transfer.started_at || transfer.ended_at.is_some_and(|ended| ended < answered) {
                return invalid("transfers", "are started, answered and ended in this order");
            }
        }
        if self.revision == 0 || i64::try_from(self.revision).is_err() {
            return invalid("revision", "is a whole number from 1 to 2^63 - 1");
        }
        let mut latest = EpochMs::default();
        for (field, at) in self.moments() {
            let at = at.unwrap_or(latest);
            if at < latest {
                return invalid(
                    field,
                    "is earlier than what comes before it (offered, accepted, connected, ended, cleared)",
                );
            }
            latest = at;
        }
        if self.started_at().is_none() {
            return invalid(
                "offered_at",
                "is missing, and so is every other time: at least one must be known",
            );
        }
        self.validate_spans()?;
        self.validate_lists()
    }

    fn validate_spans(&self) -> Result<(), InvalidRecord> {
        let holds: Vec<_> = self
            .holds
            .iter()
            .map(|hold| SpanRecord { started_at: hold.started_at, ended_at: hold.ended_at })
            .collect();
        let connected = self.connected_at.unwrap_or_default();
        let ended = self.ended_at.unwrap_or(EpochMs::MAX);
        spans("holds", &holds, connected, ended)?;
        spans("mutes", &self.mutes, EpochMs::default(), EpochMs::MAX)?;
        spans("pauses", &self.pauses, EpochMs::default(), EpochMs::MAX)
    }

    fn validate_lists(&self) -> Result<(), InvalidRecord> {
        let invalid = |field, reason| Err(InvalidRecord { field, reason });
        if self.events.len() > MAX_EVENTS {
            return invalid("events", "are more than 500");
        }
        for event in &self.events {
            text("events", &event.what)?;
        }
        if self.attributes.len() > MAX_ATTRIBUTES {
            return invalid("attributes", "are more than 100");
        }
        for (key, value) in &self.attributes {
            text("attributes", key)?;
            if value.len() > MAX_ATTRIBUTE || value.contains('\0') {
                return invalid("attributes", "have values of up to 1024 bytes of text");
            }
        }
        if self.local_times.len() > 16 || self.doubts.len() > 16 {
            return invalid("local_times", "and doubts are up to 16 words each");
        }
        self.local_times.iter().try_for_each(|name| text("local_times", name))?;
        self.doubts.iter().try_for_each(|doubt| text("doubts", doubt))
    }
}

/// Stretches of time in order, each of which ends after its start, all of them within the two moments.
fn spans(
    field: &'static str,
    spans: &[SpanRecord],
    from: EpochMs,
    until: EpochMs,
) -> Result<(), InvalidRecord> {
    let invalid = |reason| Err(InvalidRecord { field, reason });
    if spans.len() > MAX_SPANS {
        return invalid("are more than 1000");
    }
    let mut floor = from;
    for (index, span) in spans.iter().enumerate() {
        let ended = span.ended_at.unwrap_or(span.started_at);
        if span.started_at < floor || ended < span.started_at {
            return invalid("are in order, after the connection, and each ends after its start");
        }
        if span.ended_at.is_none() && index + 1 < spans.len() {
            return invalid("that are followed by another have an end");
        }
        floor = ended;
    }
    if floor > until {
        return invalid("end before the contact does");
    }
    Ok(())
}

fn identifier(field: &'static str, value: &str) -> Result<(), InvalidRecord> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    if (1..=128).contains(&value.len()) && value.bytes().all(allowed) {
        return Ok(());
    }
    Err(InvalidRecord { field, reason: "is 1 to 128 letters, digits, '-', '_', '.' or ':'" })
}

/// Text of a record: 1 to 256 bytes without control characters.
pub(in crate::api) fn text(field: &'static str, value: &str) -> Result<(), InvalidRecord> {
    if (1..=MAX_TEXT).contains(&value.len()) && !value.chars().any(char::is_control) {
        return Ok(());
    }
    Err(InvalidRecord { field, reason: "is 1 to 256 bytes of text without control characters" })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn record(change: &serde_json::Value) -> Result<(), InvalidRecord> {
        let mut record = serde_json::json!({
            "contact_id": "c-1", "initial_contact_id": null, "channel": "voice", "direction": "inbound",
            "queue": "BasicQueue", "agent": "anna", "customer_endpoint": "+12065550100",
            "offered_at": "2026-11-21T09:00:00.000Z", "accepted_at": null,
            "connected_at": "2026-11-21T09:00:05.000Z", "ended_at": "2026-11-21T09:01:00.000Z", "cleared_at": null,
            "holds": [], "outcome": "handled", "revision": 7,
        });
        for (field, value) in change.as_object().unwrap() {
            record[field] = value.clone();
        }
        serde_json::from_value::<ContactRecord>(record).unwrap().validate()
    }

    #[test]
    fn a_sound_record_is_valid() {
        assert_eq!(record(&serde_json::json!({})), Ok(()));
        let hold = serde_json::json!({"started_at": "2026-11-21T09:00:10.000Z", "ended_at": "2026-11-21T09:00:20.000Z"});
        assert_eq!(record(&serde_json::json!({"holds": [hold]})), Ok(()));
    }

    #[rstest]
    #[case("contact_id", serde_json::json!(""))]
    #[case("contact_id", serde_json::json!("x".repeat(10_000)))]
    #[case("contact_id", serde_json::json!("a b"))]
    #[case("initial_contact_id", serde_json::json!("<script>"))]
    #[case("agent", serde_json::json!(""))]
    #[case("agent", serde_json::json!("line\nbreak"))]
    #[case("queue", serde_json::json!("q".repeat(257)))]
    #[case("channel", serde_json::json!(""))]
    #[case("ended_at", serde_json::json!("2026-11-21T09:00:04.999Z"))]
    #[case("events", serde_json::json!([{"at": "2026-11-21T09:00:00.000Z", "source": "service", "what": ""}]))]
    #[case("attributes", serde_json::json!({"Plan": "x".repeat(1_025)}))]
    #[case("mutes", serde_json::json!([{"started_at": "2026-11-21T09:00:30.000Z", "ended_at": "2026-11-21T09:00:29.000Z"}]))]
    #[case("subtype", serde_json::json!("a\u{0}b"))]
    #[case("region", serde_json::json!("a\nb"))]
    #[case("revision", serde_json::json!(0))]
    #[case("revision", serde_json::json!(u64::MAX))]
    #[case("holds", serde_json::json!([{"started_at": "2026-11-21T08:00:00.000Z", "ended_at": null}]))]
    #[case("holds", serde_json::json!([{"started_at": "2026-11-21T09:00:30.000Z", "ended_at": "2026-11-21T09:00:29.000Z"}]))]
    #[case("holds", serde_json::json!([{"started_at": "2026-11-21T09:00:30.000Z", "ended_at": "2026-11-21T09:02:00.000Z"}]))]
    fn what_is_wrong_is_named(#[case] field: &str, #[case] value: serde_json::Value) {
        assert_eq!(record(&serde_json::json!({field: value})).unwrap_err().field, field);
    }

    #[test]
    fn a_number_that_does_not_fit_does_not_become_another() {
        let text = include_str!("../../../tests/record.json");
        for skew in ["9223372036854775808", "1.5", "\"1\"", "\"one\""] {
            let text = text.replacen('{', &format!("{{\"skew_ms\": {skew},"), 1);
            assert!(serde_json::from_str::<ContactRecord>(&text).is_err(), "{skew}");
        }
    }

    #[test]
    fn a_record_without_any_time_is_refused() {
        let nothing = serde_json::json!({"offered_at": null, "connected_at": null, "ended_at": null});
        assert_eq!(record(&nothing).unwrap_err().field, "offered_at");
    }
}
