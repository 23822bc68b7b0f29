//! The service's operations on contacts of every channel and of several agents, as browsers would send them.

use std::time::Duration;

use super::*;

impl Running {
    async fn make(&self, body: Value) -> String {
        let answer = self.control(Method::POST, "/contacts", Some(body)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        answer.json()["contact_id"].as_str().unwrap().to_owned()
    }

    async fn available(&self, agent: &str) -> Desk<'_> {
        let desk = self.desk(agent).await;
        desk.pick("Available").await;
        desk
    }

    async fn line_event(&self, contact: &str, line: &str, event: &str) -> Answer {
        let path = format!("/contacts/{contact}/connections/{line}");
        self.control(Method::POST, &path, Some(json!({ "event": event }))).await
    }
}

impl Desk<'_> {
    async fn accept(&self, contact: &str) {
        self.done("AcceptContact", json!({ "contactId": contact })).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }

    /// The one contact in the snapshot.
    async fn only(&self) -> Value {
        let contacts = self.snapshot().await["contacts"].clone();
        assert_eq!(contacts.as_array().unwrap().len(), 1, "{contacts}");
        contacts[0].clone()
    }

    async fn endpoints(&self) -> Vec<Value> {
        let arn = self.done("GetAgentConfiguration", json!({})).await["configuration"]["routingProfile"]
            ["routingProfileARN"]
            .clone();
        let queues =
            self.done("GetRoutingProfileQueues", json!({ "routingProfileARN": arn })).await["queues"].clone();
        let arns: Vec<_> = queues.as_array().unwrap().iter().map(|queue| queue["queueARN"].clone()).collect();
        let (mut endpoints, mut next) = (Vec::new(), Value::Null);
        loop {
            let mut body = json!({ "queueARNs": arns, "maxResults": 4 });
            if next.is_string() {
                body["nextToken"] = next;
            }
            let page = self.done("GetEndpoints", body).await;
            endpoints.extend(page["endpoints"].as_array().unwrap().iter().cloned());
            next = page["nextToken"].clone();
            if next.is_null() {
                return endpoints;
            }
        }
    }

    async fn endpoint(&self, name: &str) -> Value {
        self.endpoints().await.into_iter().find(|endpoint| endpoint["name"] == name).unwrap()
    }
}

#[tokio::test(start_paused = true)]
async fn quick_connects_are_of_three_kinds_and_come_in_pages() {
    let instance = Running::start();
    let anna = instance.available("anna").await;
    let endpoints = anna.endpoints().await;
    let kinds: Vec<_> = endpoints.iter().map(|endpoint| endpoint["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["agent", "queue", "agent", "phone_number", "queue", "phone_number"]);
    assert_eq!(anna.done("GetEndpoints", json!({ "queueARNs": [] })).await, json!({ "endpoints": [] }));
    let listed = instance.control(Method::GET, "/quick-connects", None).await.json();
    assert_eq!(listed["quick_connects"].as_array().unwrap().len(), 6);
}

#[tokio::test(start_paused = true)]
async fn a_third_party_is_added_swapped_conferenced_and_dropped() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let (contact, _, customer) = anna.in_a_call("anna").await;
    let endpoint = anna.endpoint("Head office").await;
    anna.done("CreateAdditionalConnection", json!({ "contactId": contact, "endpoint": endpoint })).await;
    let line = async |n: usize| anna.only().await["connections"][n].clone();
    assert_eq!(line(1).await["state"]["type"], "hold");
    let third = line(2).await;
    assert_eq!((&third["type"], &third["initial"]), (&"outbound".into(), &false.into()));
    assert_eq!(
        (&third["state"]["type"], &third["quickConnectName"]),
        (&"connecting".into(), &"Head office".into())
    );
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(line(2).await["state"]["type"], "connected");

    let named = |connection: &Value| json!({ "contactId": contact, "connectionId": connection });
    anna.done("ToggleActiveConnections", named(&json!(customer))).await;
    assert_eq!(line(2).await["state"]["type"], "hold");
    anna.done("ConferenceConnections", json!({ "contactId": contact })).await;
    assert_eq!(line(2).await["state"]["type"], "connected");
    let mut keys = named(&third["connectionId"]);
    keys["digits"] = "1234#".into();
    anna.done("SendDigits", keys).await;
    assert_eq!(instance.contact(&contact).await["connections"][2]["digits"], "1234#");
    anna.done("DestroyConnection", named(&third["connectionId"])).await;
    assert_eq!(line(2).await["state"]["type"], "disconnected");
    assert_eq!(anna.only().await["state"]["type"], "connected");
}

#[tokio::test(start_paused = true)]
async fn a_call_goes_from_one_agent_to_another() {
    let instance = Running::start();
    let (anna, ben) = (instance.desk("anna").await, instance.available("ben").await);
    let (contact, own, _) = anna.in_a_call("anna").await;
    let endpoint = anna.endpoint("Ben Okafor").await;
    anna.done("AddNewConnection", json!({ "contactId": contact, "endpoint": endpoint })).await;
    let offered = ben.only().await;
    assert_eq!(offered["state"]["type"], "connecting");
    assert_eq!(offered["initialContactId"], contact);
    let leg = offered["contactId"].as_str().unwrap().to_owned();
    assert_eq!(instance.contact(&leg).await["previous_contact_id"], contact);
    ben.accept(&leg).await;
    anna.done("DestroyConnection", json!({ "contactId": contact, "connectionId": own })).await;
    assert_eq!(anna.snapshot().await["state"]["name"], "AfterCallWork");
    assert_eq!(ben.only().await["state"]["type"], "connected");
}

#[tokio::test(start_paused = true)]
async fn an_outbound_call_is_answered_or_fails_and_its_number_can_be_told_what_to_do() {
    let instance = Running::start();
    let anna = instance.available("anna").await;
    let call = async |number: &str| {
        let endpoint = json!({ "type": "phone_number", "phoneNumber": number });
        anna.done("CreateOutboundContact", json!({ "endpoint": endpoint })).await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        let snapshot = anna.snapshot().await;
        let contact = snapshot["contacts"][0].clone();
        let id = contact["contactId"].as_str().unwrap().to_owned();
        instance.control(Method::POST, &format!("/contacts/{id}/customer-hangup"), None).await;
        anna.done("ClearContact", json!({ "contactId": id })).await;
        anna.pick("Available").await;
        (contact["state"]["type"].clone(), snapshot["state"]["name"].clone())
    };
    assert_eq!(call("+12065550123").await, ("connected".into(), "Busy".into()));
    assert_eq!(call("+12065550486").await, ("error".into(), "LineEngagedCustomer".into()));
    let order = json!({ "outcome": "no_answer", "after_ms": 2000 });
    let answer = instance.control(Method::PUT, "/numbers/+12065550123", Some(order.clone())).await;
    assert_eq!((answer.status, answer.json()), (StatusCode::OK, order.clone()));
    assert_eq!(call("+12065550123").await, ("error".into(), "MissedCallCustomer".into()));
    let numbers = instance.control(Method::GET, "/numbers", None).await.json();
    assert_eq!(numbers, json!({ "numbers": { "+12065550123": order } }));
    instance.control(Method::DELETE, "/numbers/+12065550123", None).await;
    assert_eq!(call("+12065550123").await, ("connected".into(), "Busy".into()));
}

#[tokio::test(start_paused = true)]
async fn the_outside_world_answers_when_it_is_told_to() {
    let instance = Running::start();
    let anna = instance.available("anna").await;
    let endpoint = json!({ "type": "phone_number", "phoneNumber": "+12065550180" });
    anna.done("CreateOutboundContact", json!({ "endpoint": endpoint })).await;
    let contact = anna.only().await["contactId"].as_str().unwrap().to_owned();
    assert_eq!(anna.snapshot().await["state"]["name"], "CallingCustomer");
    let answer = instance.line_event(&contact, "customer", "answer").await;
    assert_eq!(answer.json()["contact"]["state"], "connected");
    assert_eq!(instance.line_event(&contact, "customer", "answer").await.status, StatusCode::CONFLICT);
    assert_eq!(instance.line_event(&contact, "third_party", "answer").await.status, StatusCode::NOT_FOUND);
    let answer = instance.line_event(&contact, "customer", "hang_up").await;
    assert_eq!(answer.json()["contact"]["state"], "ended");
}

#[tokio::test(start_paused = true)]
async fn chats_a_task_and_an_email_lie_beside_a_call() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    anna.in_a_call("anna").await;
    let chat = instance
        .make(json!({
            "channel": "chat", "customer": "Zoë", "queue": "Support", "attributes": { "Tier": "gold" },
            "segment_attributes": { "connect:CustomerAuthentication": { "Status": "AUTHENTICATED" } },
        }))
        .await;
    instance.make(json!({ "channel": "chat", "queue": "Support" })).await;
    let task = instance
        .make(json!({
            "channel": "task", "queue": "Billing", "name": "Refund", "description": "40 USD",
            "references": { "Order": { "value": "https://shop.example/1", "type": "URL" } },
        }))
        .await;
    let email = instance
        .make(json!({ "channel": "email", "agent": "anna", "customer": "zoe@example.com", "name": "Hello", "cc": ["max@example.com"] }))
        .await;
    let contacts = anna.snapshot().await["contacts"].clone();
    assert_eq!(contacts.as_array().unwrap().len(), 5);
    let find =
        |id: &str| contacts.as_array().unwrap().iter().find(|contact| contact["contactId"] == id).unwrap();
    let (chat, task, email) = (find(&chat), find(&task), find(&email));
    assert_eq!(chat["connections"][1]["chatMediaInfo"]["customerName"], "Zoë");
    assert_eq!(chat["attributes"]["Tier"]["value"], "gold");
    let authentication = &chat["segmentAttributes"]["connect:CustomerAuthentication"]["ValueMap"];
    assert_eq!(authentication["Status"]["ValueString"], "AUTHENTICATED");
    assert_eq!((&task["name"], &task["description"]), (&"Refund".into(), &"40 USD".into()));
    assert_eq!(task["references"]["Order"], json!({ "value": "https://shop.example/1", "type": "URL" }));
    assert_eq!(email["customerEndpoint"]["emailAddress"], "zoe@example.com");
    assert_eq!(email["emailRecipients"]["ccList"], json!([{ "address": "max@example.com" }]));

    let token = anna
        .done(
            "CreateTransport",
            json!({
                "transportType": "chat_token",
                "contactId": chat["contactId"],
                "participantId": chat["connections"][0]["connectionId"],
            }),
        )
        .await;
    assert!(token["chatTokenTransport"]["participantToken"].is_string());
    let task = task["contactId"].as_str().unwrap();
    anna.accept(task).await;
    anna.done("PauseContact", json!({ "contactId": task })).await;
    assert_eq!(instance.contact(task).await["state"], "paused");
    anna.done("ResumeContact", json!({ "contactId": task })).await;
    assert_eq!(instance.contact(task).await["state"], "connected");
}

#[tokio::test(start_paused = true)]
async fn an_agent_makes_a_task_for_another_once() {
    let instance = Running::start();
    let (anna, ben) = (instance.available("anna").await, instance.available("ben").await);
    let task = json!({
        "endpoint": anna.endpoint("Ben Okafor").await,
        "name": "Call back",
        "references": { "CRM": { "type": "URL", "value": "https://crm.example/7" } },
        "idempotencyToken": "once",
    });
    let first = anna.done("CreateTaskContact", task.clone()).await["contactId"].clone();
    assert_eq!(anna.done("CreateTaskContact", task).await["contactId"], first);
    let seen = ben.only().await;
    assert_eq!((&seen["contactId"], &seen["type"]), (&first, &"task".into()));
    assert_eq!(seen["initiationMethod"], "api");
}

#[tokio::test(start_paused = true)]
async fn a_chat_is_transferred_for_good() {
    let instance = Running::start();
    let anna = instance.available("anna").await;
    let chat = instance.make(json!({ "channel": "chat", "agent": "anna" })).await;
    anna.accept(&chat).await;
    let body = json!({ "contactId": chat, "endpoint": anna.endpoint("Billing").await });
    anna.done("TransferContact", body).await;
    assert_eq!(instance.contact(&chat).await["state"], "ended");
    let ben = instance.available("ben").await;
    let snapshot = ben.snapshot().await;
    assert!(
        snapshot["contacts"].as_array().unwrap().is_empty(),
        "Anna, who is free, has it again: {snapshot}"
    );
    assert_eq!(anna.snapshot().await["contacts"].as_array().unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_listens_and_barges_in() {
    let instance = Running::start();
    let (anna, dora) = (instance.desk("anna").await, instance.desk("dora").await);
    let (contact, ..) = anna.in_a_call("anna").await;
    let watching = instance.make(json!({ "monitors": contact, "agent": "dora" })).await;
    dora.accept(&watching).await;
    assert_eq!(dora.only().await["connections"][0]["monitorStatus"], "SILENT_MONITOR");
    let barge = json!({ "contactId": watching, "targetMonitorMode": "BARGE" });
    dora.done("UpdateMonitorParticipantState", barge).await;
    assert_eq!(dora.only().await["connections"][0]["state"]["type"], "barge");
    assert_eq!(anna.only().await["connections"][2]["monitorStatus"], "BARGE");
    assert_eq!(instance.contact(&watching).await["monitors"], contact);
}

#[tokio::test(start_paused = true)]
async fn settings_are_kept() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let mut wanted = anna.done("GetAgentConfiguration", json!({})).await["configuration"].clone();
    wanted["softphoneEnabled"] = true.into();
    wanted["softphoneAutoAccept"] = true.into();
    wanted["agentPreferences"] = json!({ "locale": "de_DE" });
    wanted["name"] = "Somebody else".into();
    anna.done("UpdateAgentConfiguration", json!({ "configuration": wanted })).await;
    let kept = anna.done("GetAgentConfiguration", json!({})).await["configuration"].clone();
    assert_eq!((&kept["softphoneEnabled"], &kept["softphoneAutoAccept"]), (&true.into(), &true.into()));
    assert_eq!(
        (&kept["agentPreferences"]["locale"], &kept["name"]),
        (&"de_DE".into(), &"Anna Lindqvist".into())
    );
    anna.pick("Available").await;
    instance.offer("anna").await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    let contact = anna.only().await;
    assert_eq!(contact["state"]["type"], "connected", "accepted by itself");
    assert_eq!(contact["connections"][0]["softphoneMediaInfo"]["autoAccept"], true);
    wanted["softphoneEnabled"] = false.into();
    wanted["extension"] = "".into();
    let refused = anna.refused("UpdateAgentConfiguration", json!({ "configuration": wanted })).await;
    assert_eq!(refused, (400, "ValidationException".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn lists_come_in_pages_but_for_the_queues() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let first = anna.done("GetAgentStates", json!({ "maxResults": 3 })).await;
    assert_eq!(first["states"].as_array().unwrap().len(), 3);
    let rest = anna.done("GetAgentStates", json!({ "maxResults": 3, "nextToken": first["nextToken"] })).await;
    assert_eq!(rest["states"].as_array().unwrap().len(), 2);
    assert_eq!(rest["nextToken"], Value::Null);
    let refused = anna.refused("GetRoutingProfileQueues", json!({ "routingProfileARN": "another" })).await;
    assert_eq!(refused, (404, "ResourceNotFoundException".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn agents_without_a_browser_take_part() {
    let instance = Running::start();
    let act = async |path: &str, body: Option<Value>| instance.control(Method::POST, path, body).await;
    assert_eq!(act("/agents/ben/sign-in", None).await.json()["agent"]["signed_in"], true);
    let status = json!({ "status": "Available" });
    let answer = instance.control(Method::PUT, "/agents/ben/status", Some(status)).await;
    assert_eq!(answer.json()["agent"]["state"]["name"], "Available");
    let contact =
        instance.make(json!({ "channel": "voice", "customer": "+12065550100", "queue": "Support" })).await;
    let path = format!("/contacts/{contact}/agent-action");
    for (action, state) in [("accept", "connecting"), ("clear", ""), ("hang_up", "ended"), ("clear", "ended")]
    {
        let answer = act(&path, Some(json!({ "action": action }))).await;
        if state.is_empty() {
            assert_eq!(answer.status, StatusCode::CONFLICT);
        } else {
            assert_eq!(answer.json()["contact"]["state"], state, "{action}");
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn lists_of_contacts_are_cut_and_filtered() {
    let instance = Running::start();
    let anna = instance.available("anna").await;
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(instance.make(json!({ "channel": "chat", "queue": "Support" })).await);
    }
    let ids = async |query: &str| {
        let list = instance.control(Method::GET, &format!("/contacts{query}"), None).await.json();
        let contacts = list["contacts"].as_array().unwrap().clone();
        contacts.iter().map(|contact| contact["contact_id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("?limit=2").await, [made[2].clone(), made[1].clone()]);
    assert_eq!(ids("?state=waiting").await, [made[2].clone()]);
    assert_eq!(ids("?agent=anna&state=live").await, [made[1].clone(), made[0].clone()]);
    let queues = instance.control(Method::GET, "/queues", None).await.json()["queues"].clone();
    assert_eq!(queues[2], json!({ "name": "Support", "waiting": 1, "agent": null }));
    let attributes = json!({ "attributes": { "Mood": "angry", "Topic": null } });
    instance.control(Method::PUT, &format!("/contacts/{}/attributes", made[0]), Some(attributes)).await;
    let seen = anna.snapshot().await["contacts"][0]["attributes"].clone();
    assert_eq!((&seen["Mood"]["value"], &seen["Topic"]), (&"angry".into(), &Value::Null));
}
