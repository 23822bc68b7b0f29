//! Plays as the control API runs them, the ten that ship to their ends.

use std::time::Duration;

use super::*;

impl Running {
    async fn begin_play(&self, body: Value) -> String {
        let answer = self.control(Method::POST, "/plays", Some(body)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        answer.json()["play"]["id"].as_str().unwrap().to_owned()
    }

    async fn play(&self, id: &str) -> Value {
        self.control(Method::GET, &format!("/plays/{id}"), None).await.json()["play"].clone()
    }

    async fn watch_play(&self, id: &str) -> Value {
        loop {
            let play = self.play(id).await;
            if play["state"] != "playing" {
                return play;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    async fn play_text(&self, steps: &str) -> Value {
        let id = self.begin_play(json!({ "text": format!("title = \"T\"\n{steps}") })).await;
        self.watch_play(&id).await
    }

    async fn agent(&self, agent: &str) -> Value {
        self.control(Method::GET, &format!("/agents/{agent}"), None).await.json()["agent"].clone()
    }
}

#[rstest::rstest]
#[case("angry-caller")]
#[case("missed-and-rejected")]
#[case("outbound-and-callback")]
#[case("chat-and-call")]
#[case("transfer-chain")]
#[case("supervisor-barges-in")]
#[case("busy-morning")]
#[case("slow-service")]
#[case("network-loss")]
#[case("region-failure")]
#[tokio::test(start_paused = true)]
async fn a_scenario_that_ships_plays_to_its_end_with_nobody_there_twice(#[case] name: &str) {
    let instance = Running::start();
    for _ in 0..2 {
        let id = instance.begin_play(json!({ "scenario": name })).await;
        let play = instance.watch_play(&id).await;
        assert_eq!(play["state"], "done", "{play:#}");
        assert!(play["steps"].as_array().unwrap().iter().all(|step| step["state"] == "done"));
        let agents = instance.control(Method::GET, "/agents", None).await.json();
        for agent in agents["agents"].as_array().unwrap() {
            assert_eq!((&agent["contacts"], &agent["missed"]), (&json!([]), &json!([])), "{agent:#}");
            assert_eq!(agent["signed_in"], false, "{agent:#}");
        }
        let open = instance.control(Method::GET, "/contacts?state=live", None).await.json();
        assert_eq!(open, json!({ "contacts": [] }));
        assert_eq!(instance.control(Method::GET, "/faults", None).await.json(), json!({ "faults": [] }));
    }
}

#[tokio::test(start_paused = true)]
async fn what_ships_is_listed_and_can_be_read() {
    let instance = Running::start();
    let listed = instance.control(Method::GET, "/scenarios", None).await.json();
    let first = &listed["scenarios"][0];
    assert_eq!((&first["name"], &first["problem"]), (&json!("angry-caller"), &Value::Null));
    assert_eq!(first["title"], "An angry caller hangs up");
    let text = instance.control(Method::GET, "/scenarios/angry-caller", None).await.json();
    assert_eq!(first["steps"], text["text"].as_str().unwrap().matches("[[step]]").count());
    let play = instance.begin_play(json!({ "text": text["text"] })).await;
    assert_eq!(instance.play(&play).await["title"], "An angry caller hangs up");
    let none = instance.control(Method::GET, "/scenarios/none", None).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test(start_paused = true)]
async fn a_play_is_watched_from_its_beginning_to_its_end() {
    let instance = Running::start();
    let text = r#"title = "One call"
        [[step]]
        ready = ["anna"]
        [[step]]
        after = "4s"
        offer = { as = "call", channel = "voice", queue = "Billing", customer = "+12065550123" }
        [[step]]
        says = "It is connected"
        wait_for = { contact = "call", state = "connected", within = "1s" }"#;
    let id = instance.begin_play(json!({ "text": text })).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let step = |text: &str, line: u32, state: &str, problem: Value| json!({ "text": text, "line": line, "state": state, "problem": problem });
    let mut expected = json!({
        "id": id,
        "title": "One call",
        "state": "playing",
        "contacts": {},
        "steps": [
            step("Anna is ready for work", 2, "done", Value::Null),
            step("A customer calls Billing", 4, "doing", Value::Null),
            step("It is connected", 7, "waiting", Value::Null),
        ],
    });
    assert_eq!(instance.play(&id).await, expected);
    let play = instance.watch_play(&id).await;
    expected["state"] = "failed".into();
    expected["contacts"]["call"] = play["contacts"]["call"].clone();
    expected["steps"][1]["state"] = "done".into();
    expected["steps"][2] = step("It is connected", 7, "failed", json!("it has not come about within 1s"));
    assert_eq!(play, expected);
    assert_eq!(instance.control(Method::GET, "/plays", None).await.json(), json!({ "plays": [play] }));
    let call = instance.contact(play["contacts"]["call"].as_str().unwrap()).await;
    assert_eq!(call["state"], "missed", "a play that fails takes back what it has begun");
    assert_eq!(instance.agent("anna").await["signed_in"], false);
}

#[tokio::test(start_paused = true)]
async fn a_play_that_is_stopped_takes_back_what_it_has_begun() {
    let instance = Running::start();
    let own = json!({ "faults": [{ "operations": ["RejectContact"], "status": 500 }] });
    let own = instance.control(Method::PUT, "/faults", Some(own)).await.json();
    let regions = instance.control(Method::GET, "/regions", None).await.json();
    instance.control(Method::PUT, "/clock", Some(json!({ "skew_ms": 5000 }))).await;
    let text = r#"title = "T"
        [[step]]
        ready = ["ben"]
        [[step]]
        offer = { as = "call", channel = "voice", queue = "Billing", agent = "ben", customer = "+12065550123" }
        [[step]]
        agent_does = { contact = "call", action = "accept" }
        [[step]]
        fault = { status = 503 }
        [[step]]
        clock = { skew_ms = 60000 }
        [[step]]
        region = { active_region = "us-west-2" }
        [[step]]
        after = "1h"
        hangs_up = "call""#;
    let id = instance.begin_play(json!({ "text": text })).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let call = instance.play(&id).await["contacts"]["call"].as_str().unwrap().to_owned();
    assert_eq!(instance.contact(&call).await["state"], "connected");
    let stopped = instance.control(Method::DELETE, &format!("/plays/{id}"), None).await;
    assert_eq!((stopped.status, &stopped.json()["play"]["state"]), (StatusCode::OK, &json!("stopped")));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(instance.contact(&call).await["state"], "ended");
    assert_eq!(instance.control(Method::GET, "/faults", None).await.json(), own, "as they were before");
    assert_eq!(instance.control(Method::GET, "/regions", None).await.json(), regions);
    assert_eq!(instance.simulator.skew_ms(), 5_000);
    let ben = instance.agent("ben").await;
    assert_eq!(
        (&ben["signed_in"], &ben["contacts"], &ben["state"]["name"]),
        (&json!(false), &json!([]), &json!("Offline"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_play_that_comes_to_its_end_leaves_things_as_they_are() {
    let instance = Running::start();
    let play = instance
        .play_text("[[step]]\nsigns_in = \"ben\"\n[[step]]\nfault = { status = 503 }\n[[step]]\nclock = { skew_ms = 60000 }\n")
        .await;
    assert_eq!(play["state"], "done");
    assert_ne!(instance.control(Method::GET, "/faults", None).await.json(), json!({ "faults": [] }));
    assert_eq!(instance.simulator.skew_ms(), 60_000);
    assert_eq!(instance.agent("ben").await["signed_in"], true);
}

#[tokio::test(start_paused = true)]
async fn somebody_at_a_desk_takes_part() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    anna.pick("Available").await;
    let id = instance.begin_play(json!({ "scenario": "angry-caller" })).await;
    tokio::time::sleep(Duration::from_secs(10)).await;
    let play = instance.play(&id).await;
    assert_eq!(play["steps"][2]["state"], "doing", "nobody accepts for her");
    let call = json!({ "contactId": play["contacts"]["call"] });
    anna.done("AcceptContact", call.clone()).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let line = anna.snapshot().await["contacts"][0]["connections"][1]["connectionId"].clone();
    let hold = json!({ "contactId": call["contactId"], "connectionId": line });
    anna.done("HoldConnection", hold).await;
    tokio::time::sleep(Duration::from_secs(20)).await;
    anna.done("ClearContact", call).await;
    tokio::time::sleep(Duration::from_secs(10)).await;
    let again = json!({ "contactId": instance.play(&id).await["contacts"]["again"] });
    anna.done("ClearContact", again).await;
    anna.pick("Available").await;
    assert_eq!(instance.watch_play(&id).await["state"], "done");
    assert_eq!(instance.agent("anna").await["signed_in"], true, "she is not sent home");
}

#[tokio::test(start_paused = true)]
async fn every_deed_that_the_control_api_knows_can_be_a_step() {
    let instance = Running::start();
    let play = instance
        .play_text(
            r#"
        [[step]]
        number = { number = "+12065550111", outcome = "ring" }
        [[step]]
        signs_in = "anna"
        [[step]]
        status = { agent = "anna", status = "Available" }
        [[step]]
        calls = { as = "call", agent = "anna", to = "+12065550111", queue = "Support" }
        [[step]]
        line = { contact = "call", event = "answer" }
        [[step]]
        wait_for = { agent = "anna", status = "Busy" }
        [[step]]
        attributes = { contact = "call", set = { Tier = "gold" }, remove = ["Language"] }
        [[step]]
        forget_number = "+12065550111"
        [[step]]
        clock = { skew_ms = 1000 }
        [[step]]
        fault = { operations = ["AcceptContact"], times = 3, status = 500 }
        [[step]]
        faults = [{ agents = ["ben"], latency_ms = 5000 }, { snapshots = "duplicate" }]
        [[step]]
        drop_sockets = { agents = ["anna"], refuse_ms = 1000 }
        [[step]]
        expire_tokens = "anna"
        [[step]]
        traffic = { contacts_per_minute = 30, queues = ["Billing"] }
        [[step]]
        traffic = false
        [[step]]
        region = { active_region = "us-west-2", agent = "anna" }
        [[step]]
        approved_origins = ["http://localhost:4000"]
        [[step]]
        wait_for = { as = "same", agent = "anna", state = "connected" }
        [[step]]
        signs_out = "anna"
        [[step]]
        wait_for = { agent = "anna", signed_in = false }
        "#,
        )
        .await;
    assert_eq!(play["state"], "done", "{play:#}");
    assert_eq!(play["contacts"]["call"], play["contacts"]["same"]);
    let call = instance.contact(play["contacts"]["call"].as_str().unwrap()).await;
    assert_eq!(call["attributes"], json!({ "Tier": "gold" }));
    let origins = instance.control(Method::GET, "/approved-origins", None).await.json();
    assert_eq!(origins, json!({ "origins": ["http://localhost:4000"] }));
    for unheard in ["reason = \"webrtc_error\"", "namespace = \"aws.connect.x\", key = \"y\""] {
        let deed = if unheard.starts_with('r') { "softphone_fault" } else { "sdk_event" };
        let play =
            instance.play_text(&format!("[[step]]\n{deed} = {{ agent = \"ben\", {unheard} }}\n")).await;
        assert_eq!(play["steps"][0]["problem"], "agent ben is not signed in");
    }
}

#[tokio::test(start_paused = true)]
async fn two_plays_at_a_time_and_twenty_in_memory() {
    let instance = Running::start();
    let long = json!({ "text": "title = \"T\"\n[[step]]\nafter = \"1h\"\nfaults = []\n" });
    let first = instance.begin_play(long.clone()).await;
    instance.begin_play(long.clone()).await;
    let third = instance.control(Method::POST, "/plays", Some(long.clone())).await;
    assert_eq!((third.status, &third.json()["error"]["code"]), (StatusCode::CONFLICT, &json!("conflict")));
    instance.control(Method::DELETE, &format!("/plays/{first}"), None).await;
    for _ in 0..30 {
        let short = json!({ "text": "title = \"T\"\n[[step]]\nfaults = []\n" });
        let id = instance.begin_play(short).await;
        instance.watch_play(&id).await;
    }
    let plays = instance.control(Method::GET, "/plays", None).await.json();
    let states: Vec<_> = plays["plays"].as_array().unwrap().iter().map(|play| &play["state"]).collect();
    assert_eq!(states.len(), 20);
    assert_eq!(states.iter().filter(|state| **state == "done").count(), 19);
    assert_eq!(states[19], "playing", "what still runs is not forgotten");
}

#[tokio::test(start_paused = true)]
async fn mistakes_are_told_before_anything_is_done() {
    let instance = Running::start();
    let begin = async |body: Value| {
        let answer = instance.control(Method::POST, "/plays", Some(body)).await;
        (answer.status.as_u16(), answer.json()["error"]["message"].as_str().unwrap().to_owned())
    };
    assert_eq!(begin(json!({ "scenario": "none" })).await.0, 404);
    assert_eq!(begin(json!({})).await.0, 422);
    let wrong = "title = \"T\"\n[[step]]\nfault = { status = 503 }\n[[step]]\nhangs_up = \"call\"\n";
    let (status, message) = begin(json!({ "text": wrong })).await;
    assert_eq!(status, 422);
    assert!(message.starts_with("line 5, step[1].hangs_up: no earlier step"), "{message}");
    assert_eq!(instance.control(Method::GET, "/faults", None).await.json(), json!({ "faults": [] }));
    for (method, id) in [(Method::GET, "none"), (Method::DELETE, "00000000-0000-0000-0000-000000000000")] {
        assert_eq!(instance.control(method, &format!("/plays/{id}"), None).await.status.as_u16(), 404);
    }
}
