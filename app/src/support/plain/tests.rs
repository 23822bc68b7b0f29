//! Every code has its own sentence, in every language.

use std::{collections::BTreeSet, time::Duration};

use connect_streams::{
    AgentAvailState, AgentErrorState, CtiException, DecodeError, Refusal, SoftphoneErrorType, StreamsError,
};
use rstest::rstest;

use super::*;
use crate::{api::Outcome, contact::Missing, desktop::Refused, text::speak};

fn is_japanese(text: &str) -> bool {
    text.chars().any(|letter| matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
}

/// Checks that a sentence is there in both languages. Answers with what it says.
fn sentence(plain: impl Fn() -> Plain) -> (String, String) {
    speak(Language::English);
    let english = plain();
    speak(Language::Japanese);
    let japanese = plain();
    for text in [&english.what, &english.next] {
        assert!(text.is_ascii() && text.len() > 10, "{text}");
    }
    assert!(english.what.ends_with('.') && japanese.what.ends_with('。'), "{english:?} {japanese:?}");
    for text in [&japanese.what, &japanese.next] {
        assert!(is_japanese(text), "{text}");
    }
    (english.what, japanese.what)
}

fn each_has_its_own(words: &[&str], plain: impl Fn(&str) -> Plain) {
    let (english, japanese): (BTreeSet<_>, BTreeSet<_>) =
        words.iter().map(|word| sentence(|| plain(word))).unzip();
    assert_eq!((english.len(), japanese.len()), (words.len(), words.len()));
}

#[test]
fn every_agent_state_of_the_service_has_its_own_sentence() {
    let states = [AgentErrorState::WORDS, AgentAvailState::WORDS].concat();
    each_has_its_own(&states, |word| agent_state(word).unwrap_or_else(|| panic!("{word}")));
    assert_eq!(agent_state("Lunch"), None);
}

#[test]
fn every_softphone_error_has_its_own_sentence() {
    each_has_its_own(SoftphoneErrorType::WORDS, softphone_word);
    speak(Language::English);
    let unknown = softphone_word("of_tomorrow");
    assert_eq!(unknown.what, softphone_word("other").what);
    assert!(unknown.next.ends_with(" (of_tomorrow)"));
}

#[test]
fn every_contact_that_did_not_take_place_has_its_own_sentence() {
    let outcomes = [Outcome::Missed, Outcome::Rejected, Outcome::Failed];
    each_has_its_own(&["0", "1", "2"], |index| {
        contact_error(outcomes[index.parse::<usize>().unwrap()]).unwrap()
    });
    assert_eq!(contact_error(Outcome::Handled), None);
}

fn refused(call: &'static str, kind: &str, status: Option<u16>) -> Refused {
    let refusal = Refusal { kind: kind.to_owned(), message: "of the service".to_owned(), status };
    Refused::Streams(StreamsError::Refused { call, refusal })
}

#[test]
fn everything_that_can_be_refused_has_its_own_sentence() {
    let call = "Contact.conferenceConnections";
    let error = DecodeError { path: "a.b".to_owned(), message: "missing".to_owned() };
    let reasons = [
        Refused::NothingHappened,
        Refused::Missing(Missing::Disposition),
        Refused::Missing(Missing::Detail),
        Refused::Streams(StreamsError::NotLoaded),
        Refused::Streams(StreamsError::NotInitialised),
        Refused::Streams(StreamsError::Lacks { call }),
        Refused::Streams(StreamsError::Gone { call }),
        Refused::Streams(StreamsError::Invalid { what: "wrong" }),
        Refused::Streams(StreamsError::TimedOut { call, after: Duration::from_secs(9) }),
        Refused::Streams(StreamsError::Threw { call, message: "undefined is not a function".to_owned() }),
        Refused::Streams(StreamsError::Undecodable { call, error }),
        refused("Agent.setState", "InvalidStateException", Some(400)),
        refused("Agent.connect", "InvalidStateException", Some(400)),
        refused("Contact.accept", "InvalidStateException", Some(400)),
        refused(call, "InvalidStateException", Some(400)),
        refused(call, "BadEndpointException", Some(400)),
        refused(call, "QuotaExceededException", Some(400)),
        refused(call, "ThrottlingException", Some(429)),
        refused(call, "AccessDeniedException", Some(403)),
        refused(call, "UnauthorizedException", Some(401)),
        refused(call, "InvalidContactTypeException", Some(400)),
        refused(call, "NetworkingError", None),
        refused(call, "InternalServiceException", Some(500)),
        refused(call, "ValidationException", Some(400)),
        refused("Contact.accept", "error", None),
        refused(call, "", None),
    ];
    let said: BTreeSet<_> = reasons.iter().map(|why| sentence(|| refusal(why)).0).collect();
    assert_eq!(said.len(), reasons.len());
    for why in &reasons {
        speak(Language::English);
        let plain = refusal(why);
        let sentences = format!("{} {}", plain.what, plain.next.split(" (").next().unwrap());
        for internal in ["Exception", "undefined", "Contact.", "Streams", "a.b", "CCP"] {
            assert!(!sentences.contains(internal), "{sentences}");
        }
    }
}

#[test]
fn every_exception_that_the_library_knows_says_more_than_that_it_was_refused() {
    speak(Language::English);
    let unknown = refusal(&refused("Contact.hold", "", None)).what;
    for kind in CtiException::WORDS {
        let plain = refusal(&refused("Contact.hold", kind, Some(400)));
        assert_ne!(plain.what, unknown, "{kind}");
        assert!(plain.next.ends_with(&format!(" ({kind})")));
    }
}

#[rstest]
#[case("com.amazonaws.connect#ThrottlingException", None, "Amazon Connect was asked too much at once.")]
#[case("TooManyRequestsException", Some(429), "Amazon Connect was asked too much at once.")]
#[case("ContactNotFoundException", Some(404), "This contact is over, or somebody else has it.")]
#[case("", Some(404), "This contact is over, or somebody else has it.")]
#[case("", Some(403), "You are not allowed to do this.")]
#[case(
    "LimitExceededException",
    Some(400),
    "The contact centre has no room for another contact of this kind."
)]
#[case("EndpointUnreachableException", Some(400), "Nobody can be reached there.")]
#[case("", Some(503), "Amazon Connect has a fault of its own.")]
#[case("InternalServiceException", None, "Amazon Connect has a fault of its own.")]
fn the_service_is_understood_by_name_and_by_status(
    #[case] kind: &str,
    #[case] status: Option<u16>,
    #[case] what: &str,
) {
    speak(Language::English);
    let plain = refusal(&refused("Contact.addConnection", kind, status));
    assert_eq!(plain.what, what);
    assert!(!plain.next.contains('#'), "{}", plain.next);
}
