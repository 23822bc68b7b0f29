//! What answers of Amazon Connect mean. Pure.

use app::api::ListTrouble;
use serde::Deserialize;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// A part of the list.
    List,
    /// Another entry of it.
    Add,
}

/// A part of the list.
#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Part {
    /// Its origins.
    #[serde(default)]
    pub(super) origins: Vec<String>,
    /// By what the next part is asked for.
    pub(super) next_token: Option<String>,
}

/// The name of an error: in a header, else in the body. What stands around it differs from service to service.
pub(super) fn error_name(header: Option<&str>, body: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Body {
        #[serde(alias = "__type")]
        code: Option<String>,
    }
    let of_body = || serde_json::from_slice::<Body>(body).ok().and_then(|body| body.code);
    let name = header.map(ToOwned::to_owned).or_else(of_body).unwrap_or_default();
    let name = name.rsplit('#').next().unwrap_or_default().split(':').next().unwrap_or_default();
    // It goes to the log.
    name.chars().filter(char::is_ascii_alphanumeric).take(64).collect()
}

/// What a refusal means.
pub(super) fn trouble(wish: Wish, status: u16, name: &str) -> ListTrouble {
    let denied = if wish == Wish::Add { ListTrouble::MayNotAdd } else { ListTrouble::MayNotList };
    match (name, status) {
        (
            "UnrecognizedClientException"
            | "InvalidSignatureException"
            | "SignatureDoesNotMatch"
            | "InvalidClientTokenId"
            | "ExpiredToken"
            | "ExpiredTokenException"
            | "RequestExpired"
            | "IncompleteSignature"
            | "IncompleteSignatureException"
            | "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException",
            _,
        )
        | (_, 401) => ListTrouble::WrongCredentials,
        ("ServiceQuotaExceededException" | "LimitExceededException", _) => ListTrouble::Full,
        ("ThrottlingException" | "TooManyRequestsException", _) | (_, 429) => ListTrouble::Throttled,
        ("ResourceNotFoundException", _) | (_, 404) => ListTrouble::NoInstance,
        (_, 403) => denied,
        _ => ListTrouble::Failing,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Some("AccessDeniedException"), "", "AccessDeniedException")]
    #[case(Some("AccessDeniedException:http://internal.amazon.com/coral/"), "", "AccessDeniedException")]
    #[case(None, r#"{"__type":"com.amazonaws.connect#ThrottlingException"}"#, "ThrottlingException")]
    #[case(None, r#"{"code":"ResourceNotFoundException","Message":"x"}"#, "ResourceNotFoundException")]
    #[case(None, "<html>", "")]
    #[case(Some("Bad\u{1b}[31m name"), "", "Bad31mname")]
    fn an_error_is_known_by_its_name(#[case] header: Option<&str>, #[case] body: &str, #[case] name: &str) {
        assert_eq!(error_name(header, body.as_bytes()), name);
    }

    #[rstest]
    #[case(Wish::List, 403, "AccessDeniedException", ListTrouble::MayNotList)]
    #[case(Wish::Add, 403, "AccessDeniedException", ListTrouble::MayNotAdd)]
    #[case(Wish::List, 403, "UnrecognizedClientException", ListTrouble::WrongCredentials)]
    #[case(Wish::List, 403, "InvalidSignatureException", ListTrouble::WrongCredentials)]
    #[case(Wish::List, 400, "ExpiredTokenException", ListTrouble::WrongCredentials)]
    #[case(Wish::List, 404, "ResourceNotFoundException", ListTrouble::NoInstance)]
    #[case(Wish::List, 429, "ThrottlingException", ListTrouble::Throttled)]
    #[case(Wish::List, 400, "ThrottlingException", ListTrouble::Throttled)]
    #[case(Wish::Add, 402, "ServiceQuotaExceededException", ListTrouble::Full)]
    #[case(Wish::Add, 400, "InvalidParameterException", ListTrouble::Failing)]
    #[case(Wish::List, 500, "InternalServiceException", ListTrouble::Failing)]
    #[case(Wish::List, 503, "", ListTrouble::Failing)]
    fn a_refusal_is_told_by_what_puts_it_right(
        #[case] wish: Wish,
        #[case] status: u16,
        #[case] name: &str,
        #[case] expected: ListTrouble,
    ) {
        assert_eq!(trouble(wish, status, name), expected);
    }

    #[test]
    fn a_part_of_the_list_says_whether_there_is_more() {
        let part = |text: &str| serde_json::from_str::<Part>(text).unwrap();
        assert_eq!(part("{}"), Part { origins: Vec::new(), next_token: None });
        let more = part(r#"{"Origins":["https://a.example"],"NextToken":"2"}"#);
        assert_eq!((more.origins.len(), more.next_token.as_deref()), (1, Some("2")));
    }
}
