//! The control API: the customer's side, and the switches.

use super::*;

fn call_for(agent: &str) -> Value {
    json!({ "channel": "voice", "customer": "+12065550100", "queue": "BasicQueue", "agent": agent })
}

fn code(answer: &Answer) -> (u16, String) {
    let error = answer.json()["error"].clone();
    assert!(error["message"].is_string(), "{}", answer.body);
    (answer.status.as_u16(), error["code"].as_str().unwrap().to_owned())
}

#[tokio::test(start_paused = true)]
async fn a_contact_is_known_from_offer_to_after_its_end() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let (contact, ..) = anna.in_a_call("anna").await;
    tokio::time::sleep(std::time::Duration::from_mins(1)).await;
    let answer = instance.control(Method::POST, &format!("/contacts/{contact}/customer-hangup"), None).await;
    assert_eq!(answer.status, StatusCode::OK);
    anna.done("ClearContact", json!({ "contactId": contact })).await;
    let expected = json!({
        "contact_id": contact,
        "initial_contact_id": contact,
        "previous_contact_id": null,
        "related_contact_id": null,
        "channel": "voice",
        "subtype": "connect:Telephony",
        "initiation_method": "inbound",
        "queue": "BasicQueue",
        "priority": 5,
        "agent": "anna",
        "customer": "+12065550100",
        "name": null,
        "description": null,
        "attributes": { "Language": "en-US", "Topic": "BasicQueue" },
        "monitors": null,
        "monitor_mode": null,
        "state": "ended",
        "on_hold": false,
        "muted": false,
        "queued_at": "2023-11-14T22:13:12.000Z",
        "offered_at": "2023-11-14T22:13:20.000Z",
        "accepted_at": "2023-11-14T22:13:20.000Z",
        "connected_at": "2023-11-14T22:13:20.200Z",
        "ended_at": "2023-11-14T22:14:20.200Z",
        "cleared_at": "2023-11-14T22:14:20.200Z",
    });
    let mut shown = instance.contact(&contact).await;
    let all = instance.control(Method::GET, "/contacts", None).await.json();
    assert_eq!(all, json!({ "contacts": [shown] }));
    let lines = shown.as_object_mut().unwrap().remove("connections").unwrap();
    assert_eq!(shown, expected);
    let lines: Vec<_> =
        lines.as_array().unwrap().iter().map(|line| (&line["party"], &line["state"])).collect();
    assert_eq!(json!(lines), json!([["agent", "disconnected"], ["customer", "disconnected"]]));
    let again = instance.control(Method::POST, &format!("/contacts/{contact}/customer-hangup"), None).await;
    assert_eq!(code(&again), (409, "conflict".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn only_what_can_ring_is_offered() {
    let instance = Running::start();
    let offer = async |body: Value| code(&instance.control(Method::POST, "/contacts", Some(body)).await);
    let conflict = (409, "conflict".to_owned());
    let invalid = (422, "invalid".to_owned());
    assert_eq!(offer(call_for("anna")).await, conflict, "not signed in");
    let anna = instance.desk("anna").await;
    assert_eq!(offer(call_for("anna")).await, conflict, "still Offline");
    anna.pick("Available").await;
    assert_eq!(offer(call_for("nobody")).await, (404, "not_found".to_owned()));
    for (field, value) in [("channel", "email"), ("channel", "task"), ("queue", "None"), ("customer", "555")]
    {
        let mut body = call_for("anna");
        body[field] = value.into();
        assert_eq!(offer(body).await, invalid, "{field} {value}");
    }
    assert_eq!(offer(json!({ "channel": "chat" })).await, invalid, "for nobody");
    assert_eq!(offer(json!({ "monitors": uuid::Uuid::nil() })).await, invalid, "by nobody");
    for (field, value) in [("channel", "smoke"), ("mood", "angry")] {
        let mut body = call_for("anna");
        body[field] = value.into();
        assert_eq!(offer(body).await, (422, "bad_request".to_owned()), "{field} {value}");
    }
    instance.offer("anna").await;
    assert_eq!(offer(call_for("anna")).await, conflict, "one call at a time");
}

#[tokio::test(start_paused = true)]
async fn agents_are_listed_with_what_they_do() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let (contact, ..) = anna.in_a_call("anna").await;
    let agents = instance.control(Method::GET, "/agents", None).await.json()["agents"].clone();
    assert_eq!(agents.as_array().unwrap().len(), 6);
    let expected = json!({
        "username": "anna",
        "name": "Anna Lindqvist",
        "routing_profile": "Basic Routing Profile",
        "signed_in": true,
        "softphone": false,
        "state": { "name": "Busy", "type": "system", "started_at": "2023-11-14T22:13:20.200Z" },
        "next_state": null,
        "contacts": [contact],
        "missed": [],
    });
    assert_eq!(agents[0], expected);
    assert_eq!(agents[1]["signed_in"], false);
}

#[tokio::test(start_paused = true)]
async fn approved_origins_are_replaced_at_once_or_not_at_all() {
    let instance = Running::start();
    let wanted = json!({ "origins": ["https://desk.example.com", "http://localhost:4000"] });
    let answer = instance.control(Method::PUT, "/approved-origins", Some(wanted.clone())).await;
    assert_eq!((answer.status, answer.json()), (StatusCode::OK, wanted.clone()));
    let policy = instance.get("/worker.js").await;
    assert_eq!(
        policy.header(header::CONTENT_SECURITY_POLICY),
        "frame-ancestors 'self' https://desk.example.com http://localhost:4000"
    );
    let bad = json!({ "origins": ["https://good.example", "https://bad.example; script-src *"] });
    let answer = instance.control(Method::PUT, "/approved-origins", Some(bad)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(instance.control(Method::GET, "/approved-origins", None).await.json(), wanted);
}

#[tokio::test(start_paused = true)]
async fn signing_an_agent_out_ends_all_their_logins() {
    let instance = Running::start();
    let (desk, laptop) = (instance.desk("anna").await, instance.desk("anna").await);
    let answer = instance.control(Method::POST, "/agents/anna/sign-out", None).await;
    assert_eq!(answer.status, StatusCode::OK);
    for browser in [desk, laptop] {
        assert_eq!(browser.refused("GetAgentSnapshot", json!({})).await.0, 401);
        assert_eq!(
            instance.get_with("/auth/authorize", &browser.cookie).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    let answer = instance.control(Method::POST, "/agents/nobody/sign-out", None).await;
    assert_eq!(code(&answer), (404, "not_found".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn mistakes_are_answered_in_one_shape() {
    let instance = Running::start();
    let requests = [
        (Method::GET, "/none", None, 404, "not_found"),
        (Method::GET, "/contacts/none", None, 404, "not_found"),
        (Method::GET, "/contacts/00000000-0000-0000-0000-000000000000", None, 404, "not_found"),
        (Method::POST, "/contacts/none/customer-hangup", None, 404, "not_found"),
        (Method::GET, "/contacts?mood=good", None, 422, "invalid"),
        (Method::GET, "/agents/nobody", None, 404, "not_found"),
        (Method::PUT, "/agents/anna/status", Some(json!({ "status": "Asleep" })), 422, "invalid"),
        (Method::PUT, "/numbers/555", Some(json!({ "outcome": "busy" })), 422, "invalid"),
        (Method::PUT, "/numbers/+12065550100", Some(json!({ "outcome": "explode" })), 422, "bad_request"),
        (Method::GET, "/reports?operation=Nonsense", None, 422, "invalid"),
        (Method::DELETE, "/contacts", None, 405, "method_not_allowed"),
        (Method::POST, "/contacts", None, 415, "bad_request"),
        (Method::PUT, "/clock", Some(json!({ "skew_ms": "fast" })), 422, "bad_request"),
        (Method::PUT, "/clock", Some(json!({ "skew_ms": i64::MAX })), 422, "invalid"),
        (Method::PUT, "/faults", Some(json!({ "faults": [{ "status": 200 }] })), 422, "invalid"),
        (Method::POST, "/faults", Some(json!({ "latency_ms": 120_001 })), 422, "invalid"),
        (Method::POST, "/faults", Some(json!({ "status": 500, "agents": ["nobody"] })), 404, "not_found"),
        (
            Method::PUT,
            "/faults",
            Some(json!({ "faults": vec![json!({ "status": 500 }); 101] })),
            422,
            "invalid",
        ),
        (Method::POST, "/faults", Some(json!({ "operations": ["Nonsense"] })), 422, "bad_request"),
        (Method::PUT, "/faults", Some(json!({ "status": 500 })), 422, "bad_request"),
        (Method::POST, "/faults", Some(json!({ "chaos": true })), 422, "bad_request"),
        (Method::POST, "/agents/nobody/expire-tokens", None, 404, "not_found"),
        (Method::POST, "/websockets/drop", Some(json!({ "agents": ["nobody"] })), 404, "not_found"),
        (Method::POST, "/websockets/drop", Some(json!({ "refuse_ms": 3_600_001 })), 422, "invalid"),
    ];
    for (method, path, body, status, name) in requests {
        let answer = instance.control(method, path, body).await;
        assert_eq!(code(&answer), (status, name.to_owned()), "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_of_another_site_gives_no_orders() {
    let instance = Running::start();
    let order = |site: &str| {
        Request::post("/control/v1/websockets/drop")
            .header("sec-fetch-site", site)
            .body(Body::empty())
            .unwrap()
    };
    assert_eq!(code(&instance.send(order("cross-site")).await), (403, "forbidden".to_owned()));
    assert_eq!(instance.send(order("same-origin")).await.json(), json!({ "dropped": 0 }));
}

#[tokio::test]
async fn what_is_mistyped_is_not_taken_for_something_else() {
    let instance = Running::start();
    for wrong in [
        json!({ "active_region": "us-west-2", "terminate_active_contact": true }),
        json!({ "active_region": "" }),
        json!({ "active_region": "x".repeat(20_000) }),
    ] {
        let answer = instance.control(Method::PUT, "/regions", Some(wrong)).await;
        assert!(answer.status.is_client_error(), "{}", answer.json());
    }
    for wrong in ["/contacts?state=bogus", "/contacts?agent=nobody"] {
        let answer = instance.control(Method::GET, wrong, None).await;
        assert!(answer.status.is_client_error(), "{}", answer.json());
    }
    assert_eq!(instance.control(Method::GET, "/contacts?state=waiting&agent=anna", None).await.status, 200);
}
