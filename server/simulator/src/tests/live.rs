//! The live stream: it rings for whatever the control API shows, not too often, and ends with the instance.

use std::time::Duration;

use axum::body::BodyDataStream;
use futures_util::StreamExt;
use rstest::rstest;

use super::*;

const CHANGED: &str = "event: changed\ndata: {}\n\n";

struct Listener(BodyDataStream);

impl Listener {
    async fn start(instance: &Running) -> Self {
        let request = Request::get("/control/v1/live").body(Body::empty()).unwrap();
        let response = instance.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        let mut listener = Self(response.into_body().into_data_stream());
        assert_eq!(listener.next().await.as_deref(), Some(CHANGED), "it begins with one");
        listener
    }

    async fn next(&mut self) -> Option<String> {
        self.0.next().await.map(|data| String::from_utf8(data.unwrap().to_vec()).unwrap())
    }

    /// How often it rings within a second.
    async fn rings(&mut self) -> usize {
        let mut rings = 0;
        let count = async {
            while self.next().await.as_deref() == Some(CHANGED) {
                rings += 1;
            }
        };
        let _ = tokio::time::timeout(Duration::from_secs(1), count).await;
        rings
    }
}

#[tokio::test(start_paused = true)]
async fn it_is_quiet_while_nothing_happens_and_gives_a_sign_of_life() {
    let instance = Running::start();
    let mut live = Listener::start(&instance).await;
    assert_eq!(live.rings().await, 0);
    let began = Instant::now();
    assert_eq!(live.next().await.as_deref(), Some(":\n\n"));
    assert!(began.elapsed() < Duration::from_secs(15));
    // Whoever only looks changes nothing.
    for path in ["/agents", "/contacts", "/faults", "/reports"] {
        instance.control(Method::GET, path, None).await;
    }
    assert_eq!(live.rings().await, 0);
}

#[rstest]
#[case(Method::POST, "/contacts", json!({ "channel": "task", "queue": "Billing", "name": "A task" }))]
#[case(Method::POST, "/agents/anna/sign-in", Value::Null)]
#[case(Method::PUT, "/numbers/+12065550100", json!({ "outcome": "busy" }))]
#[case(Method::PUT, "/regions", json!({ "active_region": "us-west-2" }))]
#[case(Method::PUT, "/approved-origins", json!({ "origins": ["https://desk.example.com"] }))]
#[case(Method::PUT, "/clock", json!({ "skew_ms": 300_000 }))]
#[case(Method::DELETE, "/faults", Value::Null)]
#[tokio::test(start_paused = true)]
async fn it_rings_once_for_what_is_ordered(#[case] method: Method, #[case] path: &str, #[case] body: Value) {
    let instance = Running::start();
    let mut live = Listener::start(&instance).await;
    let answer = instance.control(method, path, (!body.is_null()).then_some(body)).await;
    assert!(answer.status.is_success(), "{}", answer.body);
    assert_eq!(live.rings().await, 1);
}

#[tokio::test(start_paused = true)]
async fn it_rings_for_what_time_brings_to_nobodys_contact() {
    let instance = Running::start();
    let later = json!({ "channel": "task", "queue": "Billing", "name": "Later", "scheduled_in_ms": 60_000 });
    instance.control(Method::POST, "/contacts", Some(later)).await;
    let mut live = Listener::start(&instance).await;
    assert_eq!(live.rings().await, 0);
    tokio::time::sleep(Duration::from_mins(1)).await;
    assert_eq!(live.rings().await, 1);
}

#[tokio::test(start_paused = true)]
async fn it_rings_for_what_agents_do_and_report_and_not_for_their_polls() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let mut live = Listener::start(&instance).await;
    anna.snapshot().await;
    anna.done("GetAgentConfiguration", json!({})).await;
    assert_eq!(live.rings().await, 0);
    anna.pick("Available").await;
    assert_eq!(live.rings().await, 1);
    anna.done("SendClientLogs", json!({ "logEvents": [] })).await;
    assert_eq!(live.rings().await, 1);
}

#[tokio::test(start_paused = true)]
async fn however_much_happens_it_rings_ten_times_a_second() {
    let instance = Running::start();
    let mut live = Listener::start(&instance).await;
    let simulator = Arc::clone(&instance.simulator);
    let busy = tokio::spawn(async move {
        loop {
            simulator.live.note_change();
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    });
    let rings = live.rings().await;
    busy.abort();
    assert!((9..=10).contains(&rings), "{rings}");
}

#[tokio::test(start_paused = true)]
async fn it_ends_with_the_instance() {
    let instance = Running::start();
    let mut live = Listener::start(&instance).await;
    instance.simulator.stop();
    assert_eq!(live.next().await, None);
}

#[tokio::test(start_paused = true)]
async fn there_is_room_for_so_many_and_again_when_one_leaves() {
    let instance = Running::start();
    let mut listeners = Vec::new();
    for _ in 0..32 {
        listeners.push(Listener::start(&instance).await);
    }
    let refused = instance.control(Method::GET, "/live", None).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.json()["error"]["code"], "too_many");
    listeners.pop();
    Listener::start(&instance).await;
}
