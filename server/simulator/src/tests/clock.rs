//! A service whose clock is off: every time that leaves is off by as much, and nothing else changes.

use std::collections::BTreeMap;
use std::time::UNIX_EPOCH;

use rstest::rstest;

use super::*;

const MORNING: i64 = 1_700_000_000_000;

/// Each time in an answer, in milliseconds, by its place.
fn times(value: &Value, place: &str, found: &mut BTreeMap<String, i64>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| times(member, &format!("{place}.{name}"), found));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| times(item, &format!("{place}.{index}"), found));
        }
        Value::String(text) => {
            if let Ok(time) = humantime::parse_rfc3339(text) {
                let since = time.duration_since(UNIX_EPOCH).unwrap().as_millis();
                found.insert(place.to_owned(), since.try_into().unwrap());
            }
        }
        Value::Number(number) => {
            #[expect(clippy::cast_possible_truncation, reason = "milliseconds of this century")]
            let time =
                number.as_f64().map(|time| if time < 1e11 { time * 1000.0 } else { time }.round() as i64);
            if let Some(time) = time.filter(|time| (MORNING - 86_400_000..MORNING * 2).contains(time)) {
                found.insert(place.to_owned(), time);
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// Everything that says what time something was or will be.
async fn told(instance: &Running, anna: &Desk<'_>, chat: &str, line: &str) -> BTreeMap<String, i64> {
    let mut found = BTreeMap::new();
    let mut look = |place: &str, answer: &Value, least: usize| {
        let before = found.len();
        times(answer, place, &mut found);
        assert!(found.len() >= before + least, "{place}: {answer}");
    };
    look("snapshot", &anna.snapshot().await, 10);
    look("token", &anna.done("GetNewAuthToken", json!({})).await, 1);
    let transport = json!({ "transportType": "web_socket" });
    look("socket", &anna.done("CreateTransport", transport).await, 1);
    let transport = json!({ "transportType": "chat_token", "contactId": chat, "participantId": line });
    look("chat", &anna.done("CreateTransport", transport).await, 1);
    look("authorize", &instance.get_with("/auth/authorize", &anna.cookie).await.json(), 1);
    for (path, least) in
        [("/contacts", 10), ("/agents", 6), ("/reports", 1), (&format!("/contacts/{chat}/messages"), 1)]
    {
        look(path, &instance.control(Method::GET, path, None).await.json(), least);
    }
    found
}

#[rstest]
#[case::behind(-300_000)]
#[case::ahead(300_000)]
#[tokio::test(start_paused = true)]
async fn every_time_that_leaves_goes_by_the_services_clock(#[case] skew: i64) {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    anna.in_a_call("anna").await;
    let wanted = json!({ "channel": "chat", "customer": "Mia", "queue": "BasicQueue", "agent": "anna" });
    let chat = instance.control(Method::POST, "/contacts", Some(wanted)).await.json();
    let chat = chat["contact_id"].as_str().unwrap().to_owned();
    anna.done("AcceptContact", json!({ "contactId": chat })).await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let contacts = anna.snapshot().await["contacts"].clone();
    let line = contacts.as_array().unwrap().iter().find(|contact| contact["contactId"] == chat.as_str());
    let line = line.unwrap()["connections"][0]["connectionId"].as_str().unwrap().to_owned();
    let said = json!({ "from": "customer", "text": "Hello?" });
    instance.control(Method::POST, &format!("/contacts/{chat}/messages"), Some(said)).await;
    anna.done("SendClientLogs", json!({ "logEvents": [] })).await;

    let right = told(&instance, &anna, &chat, &line).await;
    instance.control(Method::PUT, "/clock", Some(json!({ "skew_ms": skew }))).await;
    let off = told(&instance, &anna, &chat, &line).await;
    let expected: BTreeMap<_, _> = right.iter().map(|(place, time)| (place.clone(), time + skew)).collect();
    assert_eq!(off, expected);
    instance.control(Method::PUT, "/clock", Some(json!({ "skew_ms": 0 }))).await;
    assert_eq!(told(&instance, &anna, &chat, &line).await, right);
}

#[rstest]
#[case::behind(-300_000)]
#[case::ahead(300_000)]
#[tokio::test(start_paused = true)]
async fn what_comes_in_is_taken_by_the_services_clock_and_tokens_last_as_long(#[case] skew: i64) {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    anna.pick("Available").await;
    instance.control(Method::PUT, "/clock", Some(json!({ "skew_ms": skew }))).await;
    let configuration = anna.done("GetAgentConfiguration", json!({})).await["configuration"].clone();
    let queue = &configuration["routingProfile"]["defaultOutboundQueue"]["queueARN"];
    let task = json!({
        "name": "Call back",
        "endpoint": { "type": "queue", "queue": { "queueARN": queue } },
        "scheduledTime": (MORNING + skew) / 1000 + 60,
    });
    let made = anna.done("CreateTaskContact", task).await["contactId"].clone();
    tokio::time::sleep(std::time::Duration::from_millis(59_900)).await;
    assert_eq!(instance.contact(made.as_str().unwrap()).await["state"], "scheduled");
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_ne!(instance.contact(made.as_str().unwrap()).await["state"], "scheduled");

    tokio::time::sleep(std::time::Duration::from_secs(3600 - 61)).await;
    anna.snapshot().await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert_eq!(anna.refused("GetAgentSnapshot", json!({})).await.0, 401);
}
