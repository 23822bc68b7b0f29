//! One line of a conversation, and how it looks to a participant.
//!
//! The field names are those of Amazon Connect's participant service. A shifted service clock is applied here, as a
//! time leaves.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::centre::{ConnectionId, ContactId, EpochMs};

const EVENT: &str = "application/vnd.amazonaws.connect.event.";

/// In whose name a line was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Agent,
    Customer,
}

impl Role {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "AGENT",
            Self::Customer => "CUSTOMER",
        }
    }
}

/// What happened, other than that somebody wrote something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    Joined,
    Left,
    Ended,
    /// Never part of the transcript.
    Typing,
}

impl Event {
    pub(crate) fn content_type(self) -> String {
        let name = match self {
            Self::Joined => "participant.joined",
            Self::Left => "participant.left",
            Self::Ended => "chat.ended",
            Self::Typing => "typing",
        };
        format!("{EVENT}{name}")
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Body {
    Message { content: String, content_type: String },
    Event(Event),
}

/// The moments at which somebody else had the message, and had seen it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Receipt {
    pub(crate) by: ConnectionId,
    pub(crate) delivered_at: Option<EpochMs>,
    pub(crate) read_at: Option<EpochMs>,
}

/// Who wrote a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Author {
    pub(crate) id: Option<ConnectionId>,
    pub(crate) role: Role,
    pub(crate) name: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) id: Uuid,
    pub(crate) at: EpochMs,
    /// The contact during which it was written; a transfer begins another of the same conversation.
    pub(crate) contact: ContactId,
    pub(crate) author: Option<Author>,
    pub(crate) body: Body,
    pub(crate) receipts: Vec<Receipt>,
}

impl Item {
    pub(crate) fn is_message(&self) -> bool {
        matches!(self.body, Body::Message { .. })
    }

    pub(crate) fn json(&self, initial: ContactId, skew_ms: i64) -> Value {
        let (kind, content_type, content) = match &self.body {
            Body::Message { content, content_type } => ("MESSAGE", content_type.clone(), Some(content)),
            Body::Event(event) => ("EVENT", event.content_type(), None),
        };
        let mut item = json!({
            "AbsoluteTime": self.at.plus(skew_ms).rfc3339(),
            "ContactId": self.contact,
            "ContentType": content_type,
            "Id": self.id,
            "InitialContactId": initial,
            "Type": kind,
        });
        if let Some(content) = content {
            item["Content"] = json!(content);
            item["MessageMetadata"] = self.metadata(skew_ms);
        }
        if let Some(author) = &self.author {
            item["ParticipantRole"] = json!(author.role.as_str());
            item["DisplayName"] = json!(author.name);
            if let Some(id) = author.id {
                item["ParticipantId"] = json!(id);
            }
        }
        item
    }

    /// The news of a receipt. It is pushed and not written down, for the message carries it from then on.
    pub(crate) fn receipt_json(&self, initial: ContactId, skew_ms: i64) -> Value {
        json!({
            "ContactId": self.contact,
            "InitialContactId": initial,
            "Type": "MESSAGEMETADATA",
            "MessageMetadata": self.metadata(skew_ms),
        })
    }

    fn metadata(&self, skew_ms: i64) -> Value {
        let receipt = |receipt: &Receipt| {
            let times = [("DeliveredTimestamp", receipt.delivered_at), ("ReadTimestamp", receipt.read_at)];
            let mut shown: Map<_, _> = times
                .into_iter()
                .filter_map(|(name, at)| Some((name.to_owned(), json!(at?.plus(skew_ms).rfc3339()))))
                .collect();
            shown.insert("RecipientParticipantId".to_owned(), json!(receipt.by));
            Value::Object(shown)
        };
        let receipts: Vec<_> = self.receipts.iter().map(receipt).collect();
        json!({ "MessageId": self.id, "Receipts": receipts })
    }
}
