//! Agents without a browser: what the control API has them do.

use std::time::Duration;

use super::*;

impl Running {
    async fn headless(&self, agent: &str) {
        for (method, path, body) in
            [(Method::POST, "sign-in", None), (Method::PUT, "status", Some(json!({ "status": "Available" })))]
        {
            let answer = self.control(method, &format!("/agents/{agent}/{path}"), body).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        }
    }

    async fn try_action(&self, contact: &str, body: Value) -> Answer {
        self.control(Method::POST, &format!("/contacts/{contact}/agent-action"), Some(body)).await
    }

    async fn act(&self, contact: &str, body: Value) -> Value {
        let answer = self.try_action(contact, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        tokio::time::sleep(Duration::from_secs(3)).await;
        answer.json()["contact"].clone()
    }

    async fn connected(&self, agent: &str) -> String {
        self.headless(agent).await;
        let contact = self.offer(agent).await;
        self.act(&contact, json!({ "action": "accept" })).await;
        contact
    }

    async fn lines(&self, contact: &str) -> Value {
        let lines = self.contact(contact).await["connections"].clone();
        lines.as_array().unwrap().iter().map(|line| json!([line["party"], line["state"]])).collect()
    }
}

#[tokio::test(start_paused = true)]
async fn a_conference_with_keys_and_without_the_third_party_again() {
    let instance = Running::start();
    let contact = instance.connected("anna").await;
    instance.act(&contact, json!({ "action": "add", "to": "Head office" })).await;
    assert_eq!(
        instance.lines(&contact).await,
        json!([["agent", "connected"], ["customer", "hold"], ["third_party", "connected"]])
    );
    instance.act(&contact, json!({ "action": "send_digits", "digits": "12#" })).await;
    assert_eq!(instance.contact(&contact).await["connections"][2]["digits"], "12#");
    instance.act(&contact, json!({ "action": "swap" })).await;
    assert_eq!(instance.lines(&contact).await[2], json!(["third_party", "hold"]));
    instance.act(&contact, json!({ "action": "conference" })).await;
    instance.act(&contact, json!({ "action": "drop_third_party" })).await;
    assert_eq!(
        instance.lines(&contact).await,
        json!([["agent", "connected"], ["customer", "connected"], ["third_party", "disconnected"]])
    );
}

#[tokio::test(start_paused = true)]
async fn a_task_is_paused_continued_and_sent_to_somebody_else() {
    let instance = Running::start();
    instance.headless("anna").await;
    instance.headless("ben").await;
    let task = json!({ "channel": "task", "name": "Call back", "agent": "anna" });
    let task = instance.control(Method::POST, "/contacts", Some(task)).await.json()["contact_id"].clone();
    let task = task.as_str().unwrap();
    instance.act(task, json!({ "action": "accept" })).await;
    assert_eq!(instance.act(task, json!({ "action": "pause" })).await["state"], "paused");
    assert_eq!(instance.act(task, json!({ "action": "continue" })).await["state"], "connected");
    assert_eq!(instance.act(task, json!({ "action": "transfer", "to": "ben" })).await["state"], "ended");
    let bens = instance.control(Method::GET, "/contacts?agent=ben", None).await.json();
    assert_eq!(bens["contacts"][0]["previous_contact_id"], task);
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_listens_and_joins_in() {
    let instance = Running::start();
    let contact = instance.connected("anna").await;
    instance.headless("dora").await;
    let wanted = json!({ "monitors": contact, "agent": "dora", "auto_accept": true });
    let watched = instance.control(Method::POST, "/contacts", Some(wanted)).await.json();
    let watched = watched["contact_id"].as_str().unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(instance.act(watched, json!({ "action": "barge_in" })).await["monitor_mode"], "BARGE");
    assert_eq!(instance.lines(&contact).await[2], json!(["supervisor", "barge"]));
    assert_eq!(instance.act(watched, json!({ "action": "listen" })).await["monitor_mode"], "SILENT_MONITOR");
}

#[tokio::test(start_paused = true)]
async fn an_agent_calls_somebody() {
    let instance = Running::start();
    instance.headless("anna").await;
    for (to, state) in [
        ("+12065550100", "connected"),
        ("Translator, who is always busy", "error"),
        ("ben", "connecting"),
        ("Support", "connecting"),
    ] {
        let call = instance.control(Method::POST, "/agents/anna/calls", Some(json!({ "to": to }))).await;
        assert_eq!(call.status, StatusCode::CREATED, "{}", call.body);
        let contact = call.json()["contact_id"].as_str().unwrap().to_owned();
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert_eq!(instance.contact(&contact).await["state"], state, "{to}");
        if state != "error" {
            instance.act(&contact, json!({ "action": "hang_up" })).await;
        }
        instance.act(&contact, json!({ "action": "clear" })).await;
        instance.headless("anna").await;
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_missed_a_contact_clears_it_by_name() {
    let instance = Running::start();
    instance.headless("anna").await;
    let call = json!({ "channel": "voice", "customer": "+12065550100", "queue": "Billing" });
    let call = instance.control(Method::POST, "/contacts", Some(call)).await.json()["contact_id"].clone();
    let call = call.as_str().unwrap();
    instance.act(call, json!({ "action": "reject" })).await;
    assert_eq!(instance.try_action(call, json!({ "action": "clear" })).await.status, StatusCode::CONFLICT);
    instance.act(call, json!({ "action": "clear", "agent": "anna" })).await;
    let anna = instance.control(Method::GET, "/agents/anna", None).await.json();
    assert_eq!(anna["agent"]["missed"], json!([]));
}

#[tokio::test(start_paused = true)]
async fn what_leads_nowhere_is_refused() {
    let instance = Running::start();
    let contact = instance.connected("anna").await;
    for (body, status) in [
        (json!({ "action": "add" }), 422),
        (json!({ "action": "add", "to": "nobody" }), 422),
        (json!({ "action": "send_digits", "digits": "one" }), 422),
        (json!({ "action": "swap" }), 409),
        (json!({ "action": "barge_in" }), 409),
        (json!({ "action": "dance" }), 422),
    ] {
        assert_eq!(instance.try_action(&contact, body.clone()).await.status.as_u16(), status, "{body}");
    }
    let call = async |agent: &str, body: Value| {
        instance.control(Method::POST, &format!("/agents/{agent}/calls"), Some(body)).await.status.as_u16()
    };
    assert_eq!(call("nobody", json!({ "to": "ben" })).await, 404);
    assert_eq!(call("anna", json!({ "to": "ben" })).await, 409, "in a call already");
    assert_eq!(call("ben", json!({ "to": "ben", "queue": "None" })).await, 422);
}
