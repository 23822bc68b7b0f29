//! Trouble on order, and its end.

use std::time::Duration;

use super::*;

impl Running {
    async fn trouble(&self, fault: Value) {
        let answer = self.control(Method::POST, "/faults", Some(fault)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    }
}

#[tokio::test(start_paused = true)]
async fn a_failing_instance_fails_everywhere_but_at_the_console() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    instance.trouble(json!({ "status": 503 })).await;
    for path in [
        "/login",
        "/ccp-v2/",
        "/auth/authorize",
        "/worker.js",
        "/lib/connect-streams.js",
        "/assets/ccp/main.js",
    ] {
        let answer = instance.get(path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(
            answer.header(header::CONTENT_SECURITY_POLICY).starts_with("frame-ancestors 'self'"),
            "{path}"
        );
    }
    assert_eq!(
        anna.refused("GetAgentSnapshot", json!({})).await,
        (503, "InternalServiceException".to_owned())
    );
    for path in ["/", "/console/console.js", "/control/v1/agents"] {
        assert_eq!(instance.get(path).await.status, StatusCode::OK, "{path}");
    }
    let ordered = instance.control(Method::GET, "/faults", None).await.json();
    assert_eq!(ordered, json!({ "faults": [{ "status": 503 }] }));
    assert_eq!(instance.control(Method::DELETE, "/faults", None).await.json(), json!({ "faults": [] }));
    anna.snapshot().await;
}

#[tokio::test(start_paused = true)]
async fn a_fault_may_hit_single_operations() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let fault = json!({ "status": 401, "operations": ["PutAgentState", "HoldConnection"] });
    instance.trouble(fault).await;
    let refused = anna.refused("PutAgentState", json!({ "state": { "name": "Lunch" } })).await;
    assert_eq!(refused, (401, "UnauthorizedException".to_owned()));
    assert_eq!(anna.snapshot().await["state"]["name"], "Offline");
    assert_eq!(instance.get("/login").await.status, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn late_answers_come_late_and_are_let_go_when_the_fault_is_taken_back() {
    let instance = Running::start();
    instance.trouble(json!({ "latency_ms": 5000 })).await;
    let started = Instant::now();
    assert_eq!(instance.get("/login").await.status, StatusCode::OK);
    assert_eq!(started.elapsed(), Duration::from_secs(5));

    let started = Instant::now();
    let take_back = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        instance.control(Method::DELETE, "/faults", None).await
    };
    tokio::join!(instance.get("/login"), take_back);
    assert_eq!(started.elapsed(), Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn no_long_poll_hides_that_trouble_begins_or_ends() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let token = anna.done("GetAgentSnapshot", json!({})).await["nextToken"].clone();
    let started = Instant::now();
    let trouble = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        instance.trouble(json!({ "status": 500 })).await;
    };
    let (waiting, ()) = tokio::join!(anna.done("GetAgentSnapshot", json!({ "nextToken": token })), trouble);
    instance.control(Method::DELETE, "/faults", None).await;
    anna.done("GetAgentSnapshot", json!({ "nextToken": waiting["nextToken"] })).await;
    assert_eq!(started.elapsed(), Duration::from_secs(2));
}

#[tokio::test(start_paused = true)]
async fn one_agent_fails_three_times_whatever_they_carry() {
    let instance = Running::start();
    let (anna, ben) = (instance.desk("anna").await, instance.desk("ben").await);
    let ticket = anna.done("CreateTransport", json!({ "transportType": "agent_discovery" })).await
        ["agentDiscoveryTransport"]["presignedUrl"].clone();
    let path = ticket.as_str().unwrap().strip_prefix("http://localhost:3100").unwrap().to_owned();
    instance.trouble(json!({ "status": 500, "agents": ["anna"], "times": 3 })).await;
    ben.snapshot().await;
    assert_eq!(instance.get("/login").await.status, StatusCode::OK, "that is nobody");
    assert_eq!(anna.call("GetAgentSnapshot", json!({})).await.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(instance.get_with("/ccp-v2/", &anna.cookie).await.status, StatusCode::INTERNAL_SERVER_ERROR);
    let left = instance.control(Method::GET, "/faults", None).await.json();
    assert_eq!(left["faults"][0]["times"], 1);
    assert_eq!(instance.get(&path).await.status, StatusCode::INTERNAL_SERVER_ERROR);
    anna.snapshot().await;
    assert_eq!(instance.control(Method::GET, "/faults", None).await.json(), json!({ "faults": [] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_hundred_are_a_hundred_of_many_at_once() {
    let instance = Running::start();
    instance.trouble(json!({ "status": 500, "times": 100 })).await;
    let requests: Vec<_> = (0..400)
        .map(|_| {
            let router = instance.router.clone();
            tokio::spawn(router.oneshot(Request::get("/login").body(Body::empty()).unwrap()))
        })
        .collect();
    let mut failed = 0;
    for request in requests {
        failed += usize::from(request.await.unwrap().unwrap().status() == StatusCode::INTERNAL_SERVER_ERROR);
    }
    assert_eq!(failed, 100);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_breaks_off_announces_the_whole() {
    let instance = Running::start();
    let whole = instance.get("/login").await.body;
    for (fault, half) in [(json!({ "truncate": true }), whole.len() / 2), (json!({ "reset": true }), 0)] {
        instance.control(Method::PUT, "/faults", Some(json!({ "faults": [fault] }))).await;
        let request = Request::get("/login").body(Body::empty()).unwrap();
        let response = instance.router.clone().oneshot(request).await.unwrap();
        let announced = response.headers().get(header::CONTENT_LENGTH).cloned();
        assert_eq!(announced, (half > 0).then(|| whole.len().into()));
        let mut body = response.into_body();
        let mut bytes = Vec::new();
        let end = loop {
            match body.frame().await {
                Some(Ok(frame)) => bytes.extend(frame.into_data().unwrap()),
                end => break end,
            }
        };
        assert!(end.is_some_and(|end| end.is_err()));
        assert_eq!(bytes, &whole.as_bytes()[..half]);
    }
}

/// What the polls of a worker get, each with the token of the one before: the agent's state, and when it came.
async fn polls(desk: &Desk<'_>, token: &mut Value, number: usize) -> Vec<(String, u128)> {
    let started = Instant::now();
    let mut seen = Vec::new();
    for _ in 0..number {
        let answer = desk.done("GetAgentSnapshot", json!({ "nextToken": *token, "timeout": 30_000 })).await;
        *token = answer["nextToken"].clone();
        let state = answer["snapshot"]["state"]["name"].as_str().unwrap().to_owned();
        seen.push((state, started.elapsed().as_millis()));
    }
    seen
}

fn at(seen: &[(&str, u128)]) -> Vec<(String, u128)> {
    seen.iter().map(|(state, at)| ((*state).to_owned(), *at)).collect()
}

#[tokio::test(start_paused = true)]
async fn a_duplicate_comes_at_a_pace_and_only_as_often_as_ordered() {
    let instance = Running::start();
    let (anna, ben) = (instance.desk("anna").await, instance.desk("ben").await);
    instance.trouble(json!({ "snapshots": "duplicate", "agents": ["anna"], "times": 2 })).await;
    let mut token = Value::Null;
    let seen = polls(&anna, &mut token, 4).await;
    assert_eq!(seen, at(&[("Offline", 0), ("Offline", 250), ("Offline", 500), ("Offline", 30_500)]));
    let seen = polls(&ben, &mut Value::Null, 2).await;
    assert_eq!(seen, at(&[("Offline", 0), ("Offline", 30_000)]));
}

#[tokio::test(start_paused = true)]
async fn an_older_snapshot_comes_after_a_newer_one_and_then_the_newer_again() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    instance.trouble(json!({ "snapshots": "out_of_order", "latency_ms": 100 })).await;
    let mut token = Value::Null;
    polls(&anna, &mut token, 1).await;
    anna.pick("Available").await;
    let seen = polls(&anna, &mut token, 4).await;
    let expected = [("Available", 0), ("Offline", 100), ("Available", 100), ("Available", 30_100)];
    assert_eq!(seen, at(&expected), "once for each that is newer");
}

#[tokio::test(start_paused = true)]
async fn tokens_expire_while_a_poll_waits_and_the_login_gives_new_ones() {
    let instance = Running::start();
    let (anna, ben) = (instance.desk("anna").await, instance.desk("ben").await);
    let token = anna.done("GetAgentSnapshot", json!({})).await["nextToken"].clone();
    let started = Instant::now();
    let expire = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        instance.control(Method::POST, "/agents/anna/expire-tokens", None).await
    };
    let poll = anna.refused("GetAgentSnapshot", json!({ "nextToken": token }));
    let (refused, expired) = tokio::join!(poll, expire);
    assert_eq!(refused, (401, "UnauthorizedException".to_owned()));
    assert_eq!(expired.json(), json!({ "expired": 1 }));
    assert_eq!(started.elapsed(), Duration::from_secs(1));
    ben.snapshot().await;
    let again = instance.get_with("/auth/authorize", &anna.cookie).await.json();
    let bearer = again["accessToken"].as_str().unwrap().to_owned();
    Desk { instance: &instance, cookie: anna.cookie.clone(), bearer }.snapshot().await;
}
