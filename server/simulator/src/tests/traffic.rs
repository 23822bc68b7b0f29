//! Traffic by the control API: customers come, are answered or give up, and nobody comes after a stop.

use std::time::Duration;

use tokio::time::sleep;

use super::*;
use crate::traffic;

fn with_traffic() -> Running {
    let instance = Running::start();
    let simulator = Arc::clone(&instance.simulator);
    simulator.seed(7);
    tokio::spawn(async move { traffic::keep(&simulator).await });
    instance
}

fn busy() -> Value {
    json!({ "contacts_per_minute": 60, "patience_ms": { "median": 5000 }, "talk_ms": { "median": 3000 } })
}

async fn figures(instance: &Running) -> (u64, u64, u64) {
    let answer = instance.control(Method::GET, "/traffic", None).await.json();
    let figure = |name: &str| answer[name].as_u64().unwrap();
    (figure("made"), figure("answered"), figure("abandoned"))
}

#[tokio::test(start_paused = true)]
async fn without_an_order_nobody_comes() {
    let instance = with_traffic();
    sleep(Duration::from_hours(1)).await;
    let answer = instance.control(Method::GET, "/traffic", None).await.json();
    assert_eq!(answer, json!({ "traffic": null, "made": 0, "answered": 0, "abandoned": 0 }));
}

#[tokio::test(start_paused = true)]
async fn the_answer_says_what_was_left_open() {
    let instance = with_traffic();
    let answer = instance.control(Method::PUT, "/traffic", Some(json!({ "contacts_per_minute": 30 }))).await;
    let expected = json!({
        "contacts_per_minute": 30.0,
        "channels": { "voice": 1 },
        "queues": ["BasicQueue", "Billing", "Support"],
        "talk_ms": { "median": 180_000 },
        "patience_ms": { "median": 60_000 },
        "seed": 7,
    });
    assert_eq!((answer.status, &answer.json()["traffic"]), (StatusCode::OK, &expected));
    let wrong = instance.control(Method::PUT, "/traffic", Some(json!({ "contacts_per_minute": -1 }))).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(instance.control(Method::GET, "/traffic", None).await.json()["traffic"], expected);
}

#[tokio::test(start_paused = true)]
async fn who_is_not_answered_gives_up_and_after_a_stop_nobody_comes() {
    let instance = with_traffic();
    instance.control(Method::PUT, "/traffic", Some(busy())).await;
    sleep(Duration::from_mins(10)).await;
    let (made, answered, abandoned) = figures(&instance).await;
    assert!((530..670).contains(&made), "{made}");
    assert!(answered == 0 && made - abandoned < 30, "{answered} {abandoned}");
    let answer = instance.control(Method::DELETE, "/traffic", None).await.json();
    assert_eq!(answer["traffic"], Value::Null);
    sleep(Duration::from_mins(10)).await;
    assert_eq!(figures(&instance).await, (made, 0, made));
    let waiting = instance.control(Method::GET, "/contacts?state=waiting", None).await.json();
    assert_eq!(waiting, json!({ "contacts": [] }));
}

#[tokio::test(start_paused = true)]
async fn who_is_answered_talks_and_hangs_up() {
    let instance = with_traffic();
    let anna = instance.desk("anna").await;
    anna.pick("Available").await;
    let order = json!({ "contacts_per_minute": 600, "seed": 9, "talk_ms": { "median": 3000 } });
    instance.control(Method::PUT, "/traffic", Some(order)).await;
    sleep(Duration::from_secs(2)).await;
    let contact = anna.snapshot().await["contacts"][0]["contactId"].clone();
    anna.done("AcceptContact", json!({ "contactId": contact })).await;
    sleep(Duration::from_millis(300)).await;
    assert_eq!(figures(&instance).await.1, 1, "known at once");
    sleep(Duration::from_secs(30)).await;
    assert_eq!(anna.snapshot().await["contacts"][0]["state"]["type"], "ended");
    assert_eq!(figures(&instance).await.1, 1);
}

#[tokio::test(start_paused = true)]
async fn the_same_seed_brings_the_same_contacts() {
    let run = async || {
        let instance = with_traffic();
        instance.control(Method::PUT, "/traffic", Some(busy())).await;
        sleep(Duration::from_mins(1)).await;
        instance.control(Method::GET, "/contacts?limit=1000", None).await.json()
    };
    let (first, second) = (run().await, run().await);
    let numbers = |run: &Value| {
        let contacts = run["contacts"].as_array().unwrap().iter();
        contacts
            .map(|contact| (contact["contact_id"].clone(), contact["customer"].clone()))
            .collect::<Vec<_>>()
    };
    assert!(numbers(&first).len() > 30);
    assert_eq!(numbers(&first), numbers(&second));
}
