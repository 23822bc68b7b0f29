//! Voice ID: which customer is known by their voice, and what a session says about the one who speaks.
//!
//! Nobody's voice is listened to. Whoever is enrolled is recognised at once, and enrolling takes no time.

use std::collections::HashMap;

use serde_json::{Value, json};
use thiserror::Error;

use crate::centre::ContactId;

const DOMAIN: &str = "StreamdeskVoiceIdDomain";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speaker {
    Enrolled,
    OptedOut,
}

impl Speaker {
    fn as_str(self) -> &'static str {
        match self {
            Self::Enrolled => "ENROLLED",
            Self::OptedOut => "OPTED_OUT",
        }
    }
}

/// Whoever asked can name somebody who is known.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the speaker is not known")]
pub(crate) struct UnknownSpeaker;

#[derive(Debug, Default)]
pub(crate) struct VoiceId {
    speakers: HashMap<String, Speaker>,
    /// Who the customer of a contact says they are.
    customers: HashMap<ContactId, String>,
}

impl VoiceId {
    pub(crate) fn integrations() -> Value {
        let arn = format!("arn:aws:voiceid:us-east-1:111122223333:domain/{DOMAIN}");
        json!({ "IntegrationAssociationSummaryList": [{ "IntegrationArn": arn, "IntegrationType": "VOICE_ID" }] })
    }

    pub(crate) fn customer(&self, contact: ContactId) -> Value {
        json!({ "contactData": { "customerId": self.customers.get(&contact) } })
    }

    pub(crate) fn name_customer(&mut self, contact: ContactId, speaker: String) {
        self.customers.insert(contact, speaker);
    }

    pub(crate) fn describe(&self, speaker: &str) -> Result<Value, UnknownSpeaker> {
        let status = self.speakers.get(speaker).ok_or(UnknownSpeaker)?;
        Ok(json!({
            "Speaker": {
                "CustomerSpeakerId": speaker,
                "DomainId": DOMAIN,
                "GeneratedSpeakerId": generated(speaker),
                "Status": status.as_str(),
            }
        }))
    }

    pub(crate) fn opt_out(&mut self, speaker: String) -> Value {
        let generated = generated(&speaker);
        self.speakers.insert(speaker, Speaker::OptedOut);
        json!({ "generatedSpeakerId": generated })
    }

    pub(crate) fn delete(&mut self, speaker: &str) -> Result<Value, UnknownSpeaker> {
        self.speakers.remove(speaker).map(|_| json!({})).ok_or(UnknownSpeaker)
    }

    /// Enrols the one who speaks in this contact.
    pub(crate) fn enrol(&mut self, contact: ContactId) -> Result<Value, UnknownSpeaker> {
        let speaker = self.customers.get(&contact).ok_or(UnknownSpeaker)?;
        self.speakers.insert(speaker.clone(), Speaker::Enrolled);
        Ok(json!({ "Status": "COMPLETED" }))
    }

    pub(crate) fn evaluate(&self, contact: ContactId) -> Value {
        let speaker = self.customers.get(&contact);
        let known = speaker.and_then(|speaker| self.speakers.get(speaker));
        let (decision, score) = match known {
            Some(Speaker::Enrolled) => ("ACCEPT", Some(97)),
            Some(Speaker::OptedOut) => ("SPEAKER_OPTED_OUT", None),
            None => ("SPEAKER_NOT_ENROLLED", None),
        };
        json!({
            "AuthenticationResult": { "CustomerSpeakerId": speaker, "Decision": decision, "Score": score },
            "DomainId": DOMAIN,
            "FraudDetectionResult": { "Decision": "LOW_RISK" },
            "SessionId": contact,
            "StreamingStatus": "ONGOING",
        })
    }

    pub(crate) fn session(&self, contact: ContactId) -> Value {
        json!({
            "Session": {
                "DomainId": DOMAIN,
                "EnrollmentRequestDetails": { "Status": "COMPLETED" },
                "GeneratedSpeakerId": self.customers.get(&contact).map(|speaker| generated(speaker)),
                "SessionId": contact,
                "StreamingStatus": "ONGOING",
            }
        })
    }
}

/// The service has a name of its own for each speaker.
fn generated(speaker: &str) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};

    let mut hasher = DefaultHasher::new();
    speaker.hash(&mut hasher);
    format!("id#{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const CONTACT: ContactId = ContactId(Uuid::nil());

    fn decision(voice_id: &VoiceId) -> String {
        voice_id.evaluate(CONTACT)["AuthenticationResult"]["Decision"].as_str().unwrap().to_owned()
    }

    #[test]
    fn a_customer_is_known_once_enrolled() {
        let mut voice_id = VoiceId::default();
        assert_eq!(voice_id.enrol(CONTACT), Err(UnknownSpeaker));
        voice_id.name_customer(CONTACT, "c-1".to_owned());
        assert_eq!(voice_id.customer(CONTACT)["contactData"]["customerId"], "c-1");
        assert_eq!(voice_id.describe("c-1"), Err(UnknownSpeaker));
        assert_eq!(decision(&voice_id), "SPEAKER_NOT_ENROLLED");
        voice_id.enrol(CONTACT).unwrap();
        assert_eq!(voice_id.describe("c-1").unwrap()["Speaker"]["Status"], "ENROLLED");
        assert_eq!(decision(&voice_id), "ACCEPT");
        voice_id.opt_out("c-1".to_owned());
        assert_eq!(decision(&voice_id), "SPEAKER_OPTED_OUT");
        voice_id.delete("c-1").unwrap();
        assert_eq!(voice_id.delete("c-1"), Err(UnknownSpeaker));
    }
}
