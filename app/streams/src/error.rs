//! Why something could not be done, in sentences that a person can act on.

use std::time::Duration;

use crate::DecodeError;

/// Why the library could not do what it was asked. Each message says what happened and what a person can do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StreamsError {
    /// This code ran where there is no page.
    #[error("There is no browser window here.")]
    NoWindow,
    /// The script did not arrive, or is not the version that was pinned.
    #[error(
        "The Amazon Connect library could not be loaded from {url}. Reload the page; if that does not help, the file is missing on the server or was changed."
    )]
    ScriptNotLoaded {
        /// Where the page looked for it.
        url: String,
    },
    /// The page holds no Streams: nobody loaded the script, or it failed before it was done.
    #[error("Amazon Connect Streams is not on this page. Reload the page.")]
    NotLoaded,
    /// The library is there, but the CCP has not been started, has ended, or has not sent the agent's data yet.
    #[error("The Contact Control Panel is not ready. Wait until the agent is shown, or sign in again.")]
    NotInitialised,
    /// The library on the page is of another version and lacks this function.
    #[error(
        "The Amazon Connect library on this page has no {call}. Load version {} of it, and beside it the library for tasks or chats if it is about those.",
        crate::STREAMS_VERSION
    )]
    Lacks {
        /// The Streams name of the function.
        call: &'static str,
    },
    /// The contact or the participant is no longer there.
    #[error("This contact is over, or somebody else has it. Nothing was sent.")]
    Gone {
        /// The Streams name of the function that was not called.
        call: &'static str,
    },
    /// What was typed cannot be right; nothing was sent.
    #[error("{what}")]
    Invalid {
        /// What is wrong with it and how it should look.
        what: &'static str,
    },
    /// Nobody answered. The command may still take effect: look at the next snapshot before trying again.
    ///
    /// The library never calls back for what the service answers with 401 or 403, which looks like this too.
    #[error(
        "Amazon Connect did not answer {call} within {} seconds. Look whether it happened after all, then try again or sign in again.",
        after.as_secs()
    )]
    TimedOut {
        /// The Streams name of the function.
        call: &'static str,
        /// How long it was given.
        after: Duration,
    },
    /// The service or the library said no.
    #[error("Amazon Connect refused {call}: {refusal}")]
    Refused {
        /// The Streams name of the function.
        call: &'static str,
        /// What it said.
        refusal: Refusal,
    },
    /// The library threw: it is in a state in which it cannot do this, or was called in a way that it does not allow.
    #[error("Amazon Connect Streams failed in {call}: {message}")]
    Threw {
        /// The Streams name of the function.
        call: &'static str,
        /// What the library said.
        message: String,
    },
    /// The library answered with something of an unexpected shape.
    #[error("{call}: {error}")]
    Undecodable {
        /// The Streams name of the function.
        call: &'static str,
        /// Which field, and what was wrong with it.
        error: DecodeError,
    },
}

/// What the service or the library says when it does not do something.
///
/// Streams hands over a JSON string (`{"type","message","stack","statusCode"}`), in some places a bare word
/// (`error`, `InvalidLocale`, `invalid_target_state`) and in others an `Error`; all three become this.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The service's name for it, for example `InvalidStateException`; a bare word as it is.
    pub kind: String,
    /// The service's sentence. May be empty.
    pub message: String,
    /// The HTTP status. None when the library itself refused, or nothing answered at all.
    pub status: Option<u16>,
}

impl Refusal {
    /// Reads what a `failure` callback was given as text.
    pub fn parse(text: &str) -> Self {
        let Ok(serde_json::Value::Object(fields)) = serde_json::from_str(text) else {
            return Self { kind: text.trim_matches('"').to_owned(), ..Self::default() };
        };
        let word =
            |name: &str| fields.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let status = fields.get("statusCode").or_else(|| fields.get("status"));
        let status = status.and_then(serde_json::Value::as_u64).and_then(|status| u16::try_from(status).ok());
        Self { kind: word("type"), message: word("message"), status: status.filter(|&status| status > 0) }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.message.as_str(), self.kind.as_str()) {
            ("", "") => formatter.write_str("no reason was given"),
            ("", kind) => formatter.write_str(kind),
            (message, "") => formatter.write_str(message),
            (message, kind) => write!(formatter, "{message} ({kind})"),
        }
    }
}

/// What a thrown value means, by the name and the message that the library gives its own errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Gone,
    NotInitialised,
    Other,
}

impl Fault {
    /// Streams has one error class for all wrong states and tells them apart by the sentence only.
    pub(crate) fn of(name: &str, message: &str) -> Self {
        const NOT_READY: [&str; 4] = [
            "No agent data is available yet",
            "The agent is not yet initialized",
            "has not been initialized",
            "There is no upstream conduit",
        ];
        if name == "StateError" && message.contains("no longer exists") {
            Self::Gone
        } else if NOT_READY.iter().any(|sentence| message.contains(sentence)) {
            Self::NotInitialised
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::of_the_service(
        r#"{"type":"InvalidStateException","message":"Contact is not ringing","stack":[],"statusCode":400}"#,
        "InvalidStateException",
        "Contact is not ringing",
        Some(400)
    )]
    #[case::no_answer(
        r#"{"type":"NetworkingError","message":"Network Failure","statusCode":0}"#,
        "NetworkingError",
        "Network Failure",
        None
    )]
    #[case::accept_says_only_this("error", "error", "", None)]
    #[case::locale("InvalidLocale", "InvalidLocale", "", None)]
    #[case::quoted("\"invalid_target_state\"", "invalid_target_state", "", None)]
    #[case::nothing("", "", "", None)]
    #[case::not_an_object("[1,2]", "[1,2]", "", None)]
    #[case::fields_of_other_types(r#"{"type":5,"message":null,"statusCode":"x"}"#, "", "", None)]
    fn a_refusal_is_read_in_every_form(
        #[case] text: &str,
        #[case] kind: &str,
        #[case] message: &str,
        #[case] status: Option<u16>,
    ) {
        let refusal = Refusal::parse(text);
        assert_eq!(
            (refusal.kind.as_str(), refusal.message.as_str(), refusal.status),
            (kind, message, status)
        );
        assert!(!refusal.to_string().is_empty());
    }

    #[rstest]
    #[case("StateError", "Contact c-1 no longer exists.", Fault::Gone)]
    #[case("StateError", "Connection p-1 for contact c-1 no longer exists.", Fault::Gone)]
    #[case("StateError", "No agent data is available yet!", Fault::NotInitialised)]
    #[case("StateError", "The connect core has not been initialized!", Fault::NotInitialised)]
    #[case("TypeError", "Cannot read properties of undefined (reading 'create')", Fault::Other)]
    #[case("StateError", "Contact c-1 is not connected.", Fault::Other)]
    #[case("Error", "something no longer exists", Fault::Other)]
    fn what_was_thrown_is_told_apart(#[case] name: &str, #[case] message: &str, #[case] fault: Fault) {
        assert_eq!(Fault::of(name, message), fault);
    }

    proptest! {
        #[test]
        fn no_refusal_is_a_panic(text in "\\PC*") {
            let _ = Refusal::parse(&text).to_string();
        }
    }
}
