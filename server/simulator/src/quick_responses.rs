//! Quick responses: ready-made texts that an agent finds by a few words of them.
//!
//! The library asks the CCP page and the page asks here. The shapes are those of the library's type definitions; how
//! Amazon ranks its finds is not known, so here every word has to occur, and names come before texts.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::service::ServiceError;
use crate::session::cookie_in;
use crate::simulator::Simulator;

const PAGE: usize = 5;

const KNOWLEDGE_BASE: &str = "0000000e-0000-4000-8000-000000000001";

struct QuickResponse {
    shortcut: &'static str,
    name: &'static str,
    /// `{{Attributes.X}}` stands for an attribute of the contact.
    text: &'static str,
    channels: &'static [&'static str],
    language: &'static str,
}

const fn text(shortcut: &'static str, name: &'static str, text: &'static str) -> QuickResponse {
    QuickResponse { shortcut, name, text, channels: &["Chat"], language: "en_US" }
}

const LIBRARY: [QuickResponse; 12] = [
    text("hello", "Greeting", "Hello, thank you for getting in touch. How can I help you today?"),
    text("moment", "One moment", "One moment please, I am looking into this for you."),
    text(
        "verify",
        "Verify identity",
        "To protect your account, please tell me your date of birth and postcode.",
    ),
    text("topic", "Repeat the topic", "You are contacting us about {{Attributes.Topic}}, is that right?"),
    text(
        "invoice",
        "Where to find an invoice",
        "You find every invoice in your account under Billing, Invoices.",
    ),
    text("refund", "Refund on its way", "Your refund is on its way. It takes three to five working days."),
    text(
        "restart",
        "Restart the router",
        "Please unplug the router, wait ten seconds, and plug it in again.",
    ),
    text("hours", "Opening hours", "We are here from 8 to 20 on working days and from 9 to 16 on Saturdays."),
    text("transfer", "Transfer", "I am handing you over to a colleague who knows more about this."),
    text("still", "Still there?", "Are you still there? I am happy to wait a little longer."),
    text("bye", "Goodbye", "Thank you for talking to us. Have a good day!"),
    QuickResponse {
        shortcut: "hallo",
        name: "Begrüßung",
        text: "Guten Tag, danke für Ihre Nachricht. Was kann ich für Sie tun?",
        channels: &["Chat", "email"],
        language: "de_DE",
    },
];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Search {
    #[serde(default)]
    query: String,
    next_token: Option<String>,
    #[serde(default)]
    attributes: Option<HashMap<String, Attribute>>,
}

#[derive(Debug, Deserialize)]
struct Attribute {
    value: Option<String>,
}

pub(crate) async fn search(
    State(simulator): State<Arc<Simulator>>,
    headers: HeaderMap,
    wanted: Result<Json<Search>, JsonRejection>,
) -> Result<Json<Value>, ServiceError> {
    cookie_in(&headers, simulator.port)
        .and_then(|session| simulator.sessions.agent(session))
        .ok_or(ServiceError::Unauthorized)?;
    let Json(wanted) = wanted.map_err(|rejection| ServiceError::Validation(rejection.body_text()))?;
    find(&wanted).map(Json)
}

fn find(wanted: &Search) -> Result<Value, ServiceError> {
    let start: usize = match &wanted.next_token {
        None => 0,
        Some(token) => token
            .parse()
            .ok()
            .filter(|start| *start < LIBRARY.len())
            .ok_or_else(|| ServiceError::Validation("the token is not one of ours".to_owned()))?,
    };
    let words: Vec<_> = wanted.query.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let mut found: Vec<_> =
        LIBRARY.iter().filter_map(|response| Some((rank(response, &words)?, response))).collect();
    found.sort_by_key(|(rank, _)| *rank);

    let nothing = HashMap::new();
    let attributes = wanted.attributes.as_ref().unwrap_or(&nothing);
    let results: Vec<_> = found
        .iter()
        .skip(start)
        .take(PAGE)
        .map(|(_, response)| response_json(response, attributes))
        .collect();
    let mut page = json!({ "results": results });
    if found.len() > start + PAGE {
        page["nextToken"] = json!((start + PAGE).to_string());
    }
    Ok(page)
}

/// Lower is better; nothing if a word does not occur.
fn rank(response: &QuickResponse, words: &[String]) -> Option<usize> {
    let title = format!("{} {}", response.shortcut, response.name).to_lowercase();
    let all = format!("{title} {}", response.text.to_lowercase());
    let occurs = |text: &str| words.iter().all(|word| text.contains(word.trim_start_matches('/')));
    occurs(&all).then(|| usize::from(!occurs(&title)))
}

fn response_json(response: &QuickResponse, attributes: &HashMap<String, Attribute>) -> Value {
    let position = LIBRARY.iter().position(|known| known.shortcut == response.shortcut).unwrap_or(0) + 1;
    let id = format!("0000000f-0000-4000-8000-{position:012x}");
    let base = "arn:aws:wisdom:us-east-1:111122223333";
    let content = fill_in(response.text, attributes);
    json!({
        "quickResponseArn": format!("{base}:quick-response/{KNOWLEDGE_BASE}/{id}"),
        "quickResponseId": id,
        "knowledgeBaseArn": format!("{base}:knowledge-base/{KNOWLEDGE_BASE}"),
        "knowledgeBaseId": KNOWLEDGE_BASE,
        "name": response.name,
        "version": "1",
        "contentType": "plainText",
        "status": "active",
        "statusReason": "",
        "createdTime": 1_700_000_000_000_i64,
        "lastModifiedTime": 1_700_000_000_000_i64,
        "title": response.name,
        "contents": { "plainText": { "content": content }, "markdown": { "content": content } },
        "description": null,
        "groupingConfiguration": { "criteria": "RoutingProfileArn", "values": [] },
        "shortcutKey": response.shortcut,
        "lastModifiedBy": "arn:aws:iam::111122223333:role/administrator",
        "isActive": true,
        "channels": response.channels,
        "language": response.language,
        "tags": [],
    })
}

/// What the contact does not have is left as it is, for the agent to see.
fn fill_in(text: &str, attributes: &HashMap<String, Attribute>) -> String {
    attributes.iter().fold(text.to_owned(), |text, (name, attribute)| {
        text.replace(&format!("{{{{Attributes.{name}}}}}"), attribute.value.as_deref().unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn names(query: &str) -> Vec<String> {
        let mut names = Vec::new();
        let mut next_token = None;
        loop {
            let wanted = Search { query: query.to_owned(), next_token, attributes: None };
            let page = find(&wanted).unwrap();
            let results = page["results"].as_array().unwrap();
            assert!(results.len() <= PAGE);
            names.extend(results.iter().map(|found| found["shortcutKey"].as_str().unwrap().to_owned()));
            next_token = page["nextToken"].as_str().map(str::to_owned);
            if next_token.is_none() {
                return names;
            }
        }
    }

    #[rstest]
    #[case::shortcut("/hello", &["hello"])]
    #[case::case_does_not_matter("REFUND", &["refund"])]
    #[case::every_word("router wait", &["restart"])]
    #[case::names_before_texts("transfer", &["transfer"])]
    #[case::other_letters("begrüßung", &["hallo"])]
    #[case::nothing("xylophone", &[])]
    fn words_find_responses(#[case] query: &str, #[case] expected: &[&str]) {
        assert_eq!(names(query), expected);
    }

    #[test]
    fn pages_list_each_response_once() {
        let mut all = names("");
        assert_eq!(all.len(), LIBRARY.len());
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), LIBRARY.len());
    }

    #[rstest]
    #[case("12")]
    #[case("-1")]
    #[case("x")]
    #[case("")]
    fn a_made_up_token_is_refused(#[case] token: &str) {
        let wanted = Search { query: String::new(), next_token: Some(token.to_owned()), attributes: None };
        assert!(matches!(find(&wanted), Err(ServiceError::Validation(_))));
    }

    #[test]
    fn attributes_are_filled_in() {
        let attributes = Some([("Topic".to_owned(), Attribute { value: Some("Billing".to_owned()) })].into());
        let wanted = Search { query: "topic".to_owned(), next_token: None, attributes };
        let content = find(&wanted).unwrap()["results"][0]["contents"]["plainText"]["content"].clone();
        assert_eq!(content, "You are contacting us about Billing, is that right?");
        assert_eq!(fill_in("{{Attributes.None}}", &HashMap::new()), "{{Attributes.None}}");
    }
}
