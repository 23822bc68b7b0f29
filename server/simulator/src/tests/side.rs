//! The side channels: what is pushed to a CCP page.

use super::*;
use crate::centre::Username;

#[tokio::test(start_paused = true)]
async fn an_sdk_event_reaches_the_agents_browsers() {
    let instance = Running::start();
    let mut socket = instance.simulator.pushes.hear(&Username::new("anna")).unwrap();
    let event = json!({
        "namespace": "aws.connect.activity",
        "key": "expiration-warning",
        "data": { "expiration": 1_700_000_060_000_i64 },
    });
    let answer = instance.control(Method::POST, "/agents/anna/sdk-events", Some(event)).await;
    assert_eq!((answer.status, answer.json()), (StatusCode::ACCEPTED, json!({ "sockets": 1 })));
    let frame: Value = serde_json::from_str(&socket.try_recv().unwrap()).unwrap();
    assert_eq!(frame["topic"], "streamdesk/sdk-event");
    assert_eq!(
        frame["content"],
        json!({
            "namespace": "aws.connect.activity",
            "key": "expiration-warning",
            "parameter": null,
            "data": { "expiration": 1_700_000_060_000_i64 },
        })
    );
}

#[tokio::test(start_paused = true)]
async fn an_sdk_event_that_nobody_could_hear_is_refused() {
    let instance = Running::start();
    let event = json!({ "namespace": "aws.connect.voice", "key": "voice/participantHold" });
    for (agent, body, status) in [
        ("anna", event.clone(), StatusCode::CONFLICT),
        ("nobody", event, StatusCode::NOT_FOUND),
        ("anna", json!({ "namespace": "voice", "key": "x" }), StatusCode::UNPROCESSABLE_ENTITY),
        ("anna", json!({ "namespace": "aws.connect.voice", "key": "" }), StatusCode::UNPROCESSABLE_ENTITY),
        ("anna", json!({ "namespace": "aws.connect.voice" }), StatusCode::UNPROCESSABLE_ENTITY),
        (
            "anna",
            json!({ "namespace": "aws.connect.voice", "key": "x", "data": [] }),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    ] {
        let answer =
            instance.control(Method::POST, &format!("/agents/{agent}/sdk-events"), Some(body.clone())).await;
        assert_eq!(answer.status, status, "{agent} {body}: {}", answer.body);
    }
}

fn json_request(method: Method, path: &str, cookie: &str, body: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_owned()))
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn quick_responses_are_for_those_who_are_signed_in() {
    let instance = Running::start();
    let ask = |cookie: &str, body: &str| json_request(Method::POST, "/quick-responses", cookie, body);
    let anna = instance.desk("anna").await;
    let found = instance.send(ask(&anna.cookie, r#"{"query":"refund","contactId":"x"}"#)).await;
    assert_eq!(found.json()["results"][0]["shortcutKey"], "refund");
    assert_eq!(instance.send(ask("", r#"{"query":""}"#)).await.status, StatusCode::UNAUTHORIZED);
    for body in ["", "[]", r#"{"query":7}"#, r#"{"query":"","nextToken":"x"}"#] {
        let refused = instance.send(ask(&anna.cookie, body)).await;
        assert_eq!(
            (refused.status, &refused.json()["__type"]),
            (StatusCode::BAD_REQUEST, &json!("ValidationException"))
        );
    }
}
