//! Trouble on order, and its end.

use std::time::Duration;

use super::*;

#[tokio::test(start_paused = true)]
async fn a_failing_instance_fails_everywhere_but_at_the_console() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    instance.control(Method::PUT, "/faults", Some(json!({ "status": 503 }))).await;
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
    assert_eq!(instance.control(Method::GET, "/faults", None).await.json(), json!({ "status": 503 }));
    assert_eq!(instance.control(Method::DELETE, "/faults", None).await.json(), json!({}));
    anna.snapshot().await;
}

#[tokio::test(start_paused = true)]
async fn a_fault_may_hit_single_operations() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let fault = json!({ "status": 401, "operations": ["PutAgentState", "HoldConnection"] });
    instance.control(Method::PUT, "/faults", Some(fault)).await;
    let refused = anna.refused("PutAgentState", json!({ "state": { "name": "Lunch" } })).await;
    assert_eq!(refused, (401, "UnauthorizedException".to_owned()));
    assert_eq!(anna.snapshot().await["state"]["name"], "Offline");
    assert_eq!(instance.get("/login").await.status, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn late_answers_come_late_and_are_let_go_when_the_fault_is_taken_back() {
    let instance = Running::start();
    instance.control(Method::PUT, "/faults", Some(json!({ "latency_ms": 5000 }))).await;
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
        instance.control(Method::PUT, "/faults", Some(json!({ "status": 500 }))).await
    };
    let (waiting, _) = tokio::join!(anna.done("GetAgentSnapshot", json!({ "nextToken": token })), trouble);
    instance.control(Method::DELETE, "/faults", None).await;
    anna.done("GetAgentSnapshot", json!({ "nextToken": waiting["nextToken"] })).await;
    assert_eq!(started.elapsed(), Duration::from_secs(2));
}
