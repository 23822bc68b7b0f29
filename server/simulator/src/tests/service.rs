//! The JSON service: every operation once as it should be, and everything that must be turned away.

use std::time::Duration;

use super::*;

#[tokio::test(start_paused = true)]
async fn an_agent_is_told_who_they_are_and_what_they_may() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let configuration = anna.done("GetAgentConfiguration", json!({})).await["configuration"].clone();
    assert_eq!(
        (&configuration["name"], &configuration["username"]),
        (&"Anna Lindqvist".into(), &"anna".into())
    );
    assert_eq!(configuration["softphoneEnabled"], false);
    assert_eq!(configuration["routingProfile"]["defaultOutboundQueue"]["name"], "BasicQueue");
    assert_eq!(
        configuration["routingProfile"]["channelConcurrencyMap"],
        json!({ "VOICE": 1, "CHAT": 2, "TASK": 2, "EMAIL": 2 })
    );
    let arn = configuration["routingProfile"]["routingProfileARN"].as_str().unwrap();
    let id = arn.split(['/', ':']).nth(6).unwrap();
    assert!(
        id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'),
        "the library takes no other: {id}"
    );

    let states = anna.done("GetAgentStates", json!({})).await["states"].clone();
    let kinds: Vec<_> =
        states.as_array().unwrap().iter().map(|state| (&state["name"], &state["type"])).collect();
    let expected = json!([
        ["Available", "routable"],
        ["Lunch", "not_routable"],
        ["Break", "not_routable"],
        ["Training", "not_routable"],
        ["Offline", "offline"],
    ]);
    assert_eq!(json!(kinds), expected);

    let queues =
        anna.done("GetRoutingProfileQueues", json!({ "routingProfileARN": arn })).await["queues"].clone();
    assert_eq!(queues.as_array().unwrap().len(), 4, "three queues and the agent's own, in one page");
    assert!(anna.done("GetAgentPermissions", json!({})).await["permissions"].is_array());
    assert!(anna.done("GetDialableCountryCodes", json!({})).await["countryCodes"].is_array());
    assert_eq!(anna.done("GetEndpoints", json!({ "queueARNs": [] })).await, json!({ "endpoints": [] }));
}

#[tokio::test(start_paused = true)]
async fn what_is_taken_note_of_is_answered_with_nothing() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    for operation in
        ["SendClientLogs", "SendSoftphoneCallMetrics", "SendSoftphoneCallReport", "NotifyContactIssue"]
    {
        let body = json!({ "authentication": { "authToken": anna.bearer }, "logEvents": [operation] });
        assert_eq!(anna.done(operation, body).await, json!({}), "{operation}");
    }
    let reports =
        instance.control(Method::GET, "/reports?operation=SendClientLogs&agent=anna", None).await.json();
    let [report] = &reports["reports"].as_array().unwrap()[..] else { panic!("{reports}") };
    assert_eq!(report["body"], json!({ "logEvents": ["SendClientLogs"] }), "without the bearer");
    let token = anna.done("GetNewAuthToken", json!({ "refreshToken": anna.bearer })).await;
    let operations = instance.control(Method::GET, "/operations", None).await.json()["operations"].clone();
    assert_eq!(operations["SendClientLogs"], json!({ "answered": 1, "refused": 0 }));
    assert_eq!(operations["AcceptContact"], json!({ "answered": 0, "refused": 0 }));
    let fresh =
        Desk { bearer: token["newAuthToken"].as_str().unwrap().to_owned(), cookie: String::new(), ..anna };
    fresh.snapshot().await;
}

#[tokio::test(start_paused = true)]
async fn a_transport_is_a_secure_looking_socket_at_the_address_that_was_asked() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let transport = anna.done("CreateTransport", json!({ "transportType": "web_socket" })).await;
    let socket = &transport["webSocketTransport"];
    assert!(socket["url"].as_str().unwrap().starts_with("wss://localhost:3100/ws?ticket="));
    assert_eq!(socket["transportLifeTimeInSeconds"], 3600);
    let refused = async |kind| anna.refused("CreateTransport", json!({ "transportType": kind })).await;
    for kind in ["chat_token", "web_rtc", "carrier_pigeon"] {
        assert_eq!(refused(kind).await, (400, "ValidationException".to_owned()), "{kind}");
    }
    let softphone = anna.done("CreateTransport", json!({ "transportType": "softphone" })).await;
    assert!(softphone["softphoneTransport"]["softphoneMediaConnections"][0]["urls"][0].is_string());

    let discovery = anna.done("CreateTransport", json!({ "transportType": "agent_discovery" })).await;
    let url = discovery["agentDiscoveryTransport"]["presignedUrl"].as_str().unwrap();
    let active = instance.get(url.strip_prefix("http://localhost:3100").unwrap()).await;
    assert_eq!(active.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    assert_eq!(active.json()["TerminateActiveContacts"], false);
    assert_eq!(instance.get("/discovery?ticket=guessed").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(start_paused = true)]
async fn a_call_from_ringing_to_cleared() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let (contact, agent, customer) = anna.in_a_call("anna").await;
    let named = |connection: &str| json!({ "contactId": contact, "connectionId": connection });

    anna.done("HoldConnection", named(&customer)).await;
    assert_eq!(anna.snapshot().await["contacts"][0]["connections"][1]["state"]["type"], "hold");
    anna.done("ResumeConnection", named(&customer)).await;
    anna.done("MuteParticipant", named(&agent)).await;
    assert_eq!(anna.snapshot().await["contacts"][0]["connections"][0]["mute"], true);
    anna.done("UnmuteParticipant", named(&agent)).await;

    let lunch = json!({ "state": { "name": "Lunch" }, "enqueueNextState": true });
    anna.done("PutAgentState", lunch).await;
    assert_eq!(anna.snapshot().await["nextState"]["name"], "Lunch");
    anna.done("DestroyConnection", named(&agent)).await;
    assert_eq!(anna.snapshot().await["state"]["name"], "AfterCallWork");
    anna.done("CompleteContact", json!({ "contactId": contact })).await;
    let snapshot = anna.snapshot().await;
    assert_eq!((&snapshot["state"]["name"], &snapshot["contacts"]), (&"Lunch".into(), &json!([])));
}

#[tokio::test(start_paused = true)]
async fn a_rejected_call_is_cleared() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    anna.pick("Available").await;
    let contact = instance.offer("anna").await;
    anna.done("RejectContact", json!({ "contactId": contact })).await;
    let snapshot = anna.snapshot().await;
    assert_eq!(snapshot["state"]["name"], "MissedCallAgent");
    assert_eq!(snapshot["state"]["type"], "error");
    assert_eq!(snapshot["contacts"][0]["state"]["type"], "rejected");
    anna.done("ClearContact", json!({ "contactId": contact })).await;
}

#[tokio::test(start_paused = true)]
async fn a_poll_is_answered_at_once_unless_the_caller_is_up_to_date() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let started = Instant::now();
    let first = anna.done("GetAgentSnapshot", json!({ "timeout": 30000 })).await;
    anna.done("GetAgentSnapshot", json!({ "timeout": 30000, "nextToken": "of an earlier run" })).await;
    assert_eq!(started.elapsed(), Duration::ZERO);
    let same =
        anna.done("GetAgentSnapshot", json!({ "timeout": 30000, "nextToken": first["nextToken"] })).await;
    assert_eq!(started.elapsed(), Duration::from_secs(30));
    assert_eq!(same["nextToken"], first["nextToken"]);
}

#[tokio::test(start_paused = true)]
async fn a_change_wakes_the_agents_poll_and_nobody_elses() {
    let instance = Running::start();
    let (anna, ben) = (instance.desk("anna").await, instance.desk("ben").await);
    anna.pick("Available").await;
    let polled = async |desk: &Desk<'_>| {
        let token = desk.done("GetAgentSnapshot", json!({})).await["nextToken"].clone();
        let answer = desk.done("GetAgentSnapshot", json!({ "nextToken": token })).await;
        (answer["snapshot"]["state"]["name"].as_str().unwrap().to_owned(), Instant::now())
    };
    let started = Instant::now();
    let offered = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        instance.offer("anna").await
    };
    let (annas, bens, _) = tokio::join!(polled(&anna), polled(&ben), offered);
    assert_eq!((annas.0.as_str(), annas.1 - started), ("PendingBusy", Duration::from_secs(3)));
    assert_eq!((bens.0.as_str(), bens.1 - started), ("Offline", Duration::from_secs(30)));
}

#[tokio::test(start_paused = true)]
async fn a_waiting_poll_hears_of_the_shift_of_the_clock_the_sign_out_and_the_end() {
    let instance = Running::start();
    let started = Instant::now();
    let anna = instance.desk("anna").await;
    let wait = async || {
        let token = anna.done("GetAgentSnapshot", json!({})).await["nextToken"].clone();
        anna.call("GetAgentSnapshot", json!({ "nextToken": token })).await
    };
    let shift = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        instance.control(Method::PUT, "/clock", Some(json!({ "skew_ms": 300_000 }))).await
    };
    let (answer, shifted) = tokio::join!(wait(), shift);
    assert_eq!(answer.json()["snapshot"]["snapshotTimestamp"], 1_700_000_301.0);
    assert_eq!(shifted.json(), json!({ "skew_ms": 300_000, "now": "2023-11-14T22:18:21.000Z" }));

    let stop = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        instance.simulator.stop();
    };
    assert_eq!(tokio::join!(wait(), stop).0.status, StatusCode::OK);

    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let token = anna.done("GetAgentSnapshot", json!({})).await["nextToken"].clone();
    let sign_out = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        instance.control(Method::POST, "/agents/anna/sign-out", None).await
    };
    let (answer, _) = tokio::join!(anna.call("GetAgentSnapshot", json!({ "nextToken": token })), sign_out);
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn an_unanswered_call_rings_out_by_itself() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    anna.pick("Available").await;
    let contact = instance.offer("anna").await;
    let token = anna.done("GetAgentSnapshot", json!({})).await["nextToken"].clone();
    let started = Instant::now();
    let snapshot = anna.done("GetAgentSnapshot", json!({ "nextToken": token })).await["snapshot"].clone();
    assert_eq!(snapshot["contacts"][0]["state"]["type"], "missed");
    assert_eq!(snapshot["state"]["name"], "MissedCallAgent");
    assert!(started.elapsed().as_millis().abs_diff(20_000) < 5, "{:?}", started.elapsed());
    assert_eq!(instance.contact(&contact).await["accepted_at"], Value::Null);
}

#[tokio::test(start_paused = true)]
async fn wrong_moments_are_refused_and_change_nothing() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    anna.pick("Available").await;
    let contact = instance.offer("anna").await;
    let ringing = anna.snapshot().await;
    let line = ringing["contacts"][0]["connections"][1]["connectionId"].clone();
    let named = json!({ "contactId": contact, "connectionId": line });
    let lunch = json!({ "state": { "name": "Lunch" } });
    let refusals = [
        ("HoldConnection", named.clone(), 400, "InvalidStateException"),
        ("MuteParticipant", named.clone(), 400, "InvalidStateException"),
        ("ClearContact", json!({ "contactId": contact }), 400, "InvalidStateException"),
        ("PutAgentState", lunch, 400, "InvalidStateException"),
        ("PutAgentState", json!({ "state": { "name": "Asleep" } }), 400, "ValidationException"),
        ("AcceptContact", json!({ "contactId": uuid::Uuid::nil() }), 404, "ResourceNotFoundException"),
        ("AcceptContact", json!({ "contactId": "no such form" }), 400, "ValidationException"),
        ("AcceptContact", json!({}), 400, "ValidationException"),
        ("DestroyConnection", json!({ "contactId": contact }), 400, "ValidationException"),
        ("SendDigits", named.clone(), 400, "ValidationException"),
        ("ConferenceConnections", json!({ "contactId": contact }), 400, "InvalidStateException"),
        ("ToggleActiveConnections", named.clone(), 400, "InvalidStateException"),
        ("PauseContact", json!({ "contactId": contact }), 400, "InvalidStateException"),
        (
            "UpdateMonitorParticipantState",
            json!({ "contactId": contact, "targetMonitorMode": "BARGE" }),
            400,
            "InvalidStateException",
        ),
        (
            "UpdateMonitorParticipantState",
            json!({ "contactId": contact, "targetMonitorMode": "LOUD" }),
            400,
            "ValidationException",
        ),
        (
            "CreateOutboundContact",
            json!({ "endpoint": { "type": "phone_number", "phoneNumber": "555" } }),
            400,
            "ValidationException",
        ),
        (
            "CreateOutboundContact",
            json!({ "endpoint": { "type": "agent", "agentLogin": "nobody" } }),
            404,
            "ResourceNotFoundException",
        ),
        ("GetEndpoints", json!({ "queueARNs": [], "nextToken": "x" }), 400, "ValidationException"),
        ("UpdateAgentConfiguration", json!({}), 400, "ValidationException"),
        ("Nonsense", json!({}), 400, "UnknownOperationException"),
    ];
    for (operation, body, status, name) in refusals {
        assert_eq!(anna.refused(operation, body).await, (status, name.to_owned()), "{operation}");
    }
    assert_eq!(anna.snapshot().await, ringing);
    anna.done("AcceptContact", json!({ "contactId": contact })).await;
    let twice = anna.refused("AcceptContact", json!({ "contactId": contact })).await;
    assert_eq!(twice, (400, "InvalidStateException".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn each_state_of_a_call_refuses_what_belongs_to_another() {
    let instance = Running::start();
    let (anna, ben) = (instance.desk("anna").await, instance.desk("ben").await);
    let (contact, own, customer) = anna.in_a_call("anna").await;
    let on = |line: &str| json!({ "contactId": contact, "connectionId": line, "digits": "1" });
    let refuse = async |desk: &Desk<'_>, operations: &[&str], line: &str, status: u16, name: &str| {
        let before = anna.snapshot().await;
        for operation in operations {
            let refused = desk.refused(operation, on(line)).await;
            assert_eq!(refused, (status, name.to_owned()), "{operation}");
        }
        assert_eq!(anna.snapshot().await, before);
    };
    let invalid = "InvalidStateException";
    let while_connected = [
        "AcceptContact",
        "RejectContact",
        "ClearContact",
        "CompleteContact",
        "ResumeConnection",
        "UnmuteParticipant",
        "ResumeContact",
        "ToggleActiveConnections",
        "ConferenceConnections",
    ];
    refuse(&anna, &while_connected, &customer, 400, invalid).await;
    let anybody = ["AcceptContact", "HoldConnection", "DestroyConnection", "SendDigits", "ClearContact"];
    refuse(&ben, &anybody, &customer, 404, "ResourceNotFoundException").await;
    let nobody = uuid::Uuid::nil().to_string();
    refuse(&anna, &["HoldConnection", "DestroyConnection"], &nobody, 404, "ResourceNotFoundException").await;

    anna.done("HoldConnection", on(&customer)).await;
    refuse(&anna, &["HoldConnection"], &customer, 400, invalid).await;
    anna.done("DestroyConnection", on(&own)).await;
    let while_over = [
        "AcceptContact",
        "RejectContact",
        "HoldConnection",
        "ResumeConnection",
        "DestroyConnection",
        "SendDigits",
    ];
    refuse(&anna, &while_over, &customer, 400, invalid).await;
    anna.done("ClearContact", on(&own)).await;
    refuse(&anna, &["ClearContact", "AcceptContact"], &own, 400, invalid).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_no_request_is_turned_away() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let large = vec![b' '; 1024 * 1024 + 1];
    for (body, status, name) in [
        (Body::from("{"), 400, "SerializationException"),
        (Body::from(""), 400, "SerializationException"),
        (Body::from([0xff, 0xfe].to_vec()), 400, "SerializationException"),
        (Body::from("[]"), 400, "ValidationException"),
        (Body::from(large), 413, "RequestEntityTooLargeException"),
    ] {
        let answer = instance.send(anna.request("AcceptContact", body)).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["__type"]), (status, &name.into()));
    }
}

/// A body of which nothing ever comes.
struct Never;

impl hyper::body::Body for Never {
    type Data = axum::body::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Self::Data>, Self::Error>>> {
        std::task::Poll::Pending
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let started = Instant::now();
    let answer = instance.send(anna.request("AcceptContact", Body::new(Never))).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["__type"]), (400, &"SerializationException".into()));
    assert_eq!(started.elapsed(), crate::uploads::WITHIN);
}

#[tokio::test(start_paused = true)]
async fn a_bearer_is_good_for_its_own_login_alone() {
    let instance = Running::start();
    let (anna, ben) = (instance.desk("anna").await, instance.desk("ben").await);
    let unauthorized = (401, "UnauthorizedException".to_owned());
    let stranger = Desk { instance: &instance, cookie: String::new(), bearer: "guessed".to_owned() };
    assert_eq!(stranger.refused("GetAgentSnapshot", json!({})).await, unauthorized);
    let borrowed = Desk { instance: &instance, cookie: ben.cookie.clone(), bearer: anna.bearer.clone() };
    assert_eq!(borrowed.refused("GetAgentSnapshot", json!({})).await, unauthorized);

    anna.pick("Available").await;
    let contact = instance.offer("anna").await;
    let refused = ben.refused("AcceptContact", json!({ "contactId": contact })).await;
    assert_eq!(refused, (404, "ResourceNotFoundException".to_owned()));
    assert_eq!(instance.contact(&contact).await["accepted_at"], Value::Null);

    tokio::time::sleep(Duration::from_hours(1)).await;
    assert_eq!(anna.refused("GetAgentSnapshot", json!({})).await, unauthorized);
}
