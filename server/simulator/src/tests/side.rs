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

struct Participant<'a> {
    instance: &'a Running,
    token: String,
}

impl Participant<'_> {
    async fn ask(&self, path: &str, body: Value) -> Answer {
        let mut request = json_request(Method::POST, &format!("/participant{path}"), "", &body.to_string());
        let headers = request.headers_mut();
        headers.insert("x-amz-bearer", self.token.parse().unwrap());
        headers.insert(header::ORIGIN, DESKTOP.parse().unwrap());
        self.instance.send(request).await
    }

    async fn done(&self, path: &str, body: Value) -> Value {
        let answer = self.ask(path, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.json()
    }

    async fn refused(&self, path: &str, body: Value) -> (u16, String) {
        let answer = self.ask(path, body).await;
        assert!(answer.json()["Message"].is_string());
        (answer.status.as_u16(), answer.header("x-amzn-errortype").to_owned())
    }

    async fn texts(&self, request: Value) -> Vec<String> {
        let page = self.done("/transcript", request).await;
        let lines = page["Transcript"].as_array().unwrap().iter();
        lines.map(|line| line["Content"].as_str().unwrap_or("-").to_owned()).collect()
    }
}

/// A chat of Anna's and the token by which she speaks in it.
async fn talking<'a>(instance: &'a Running, anna: &Desk<'a>) -> (String, Participant<'a>) {
    anna.pick("Available").await;
    let body = json!({ "channel": "chat", "customer": "Maria", "queue": "Billing", "agent": "anna" });
    let made = instance.control(Method::POST, "/contacts", Some(body)).await.json();
    let contact = made["contact_id"].as_str().unwrap().to_owned();
    anna.done("AcceptContact", json!({ "contactId": contact })).await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    (contact.clone(), speaking(instance, anna, &contact).await)
}

async fn speaking<'a>(instance: &'a Running, desk: &Desk<'a>, contact: &str) -> Participant<'a> {
    let contacts = desk.snapshot().await["contacts"].clone();
    let found = contacts.as_array().unwrap().iter().find(|known| known["contactId"] == contact).unwrap();
    let lines = found["connections"].as_array().unwrap();
    let own = lines.iter().find(|line| line["type"] == "agent").unwrap()["connectionId"].clone();
    let transport = json!({ "transportType": "chat_token", "contactId": contact, "participantId": own });
    let answer = desk.done("CreateTransport", transport).await;
    let token = answer["chatTokenTransport"]["participantToken"].as_str().unwrap().to_owned();
    Participant { instance, token }
}

#[tokio::test(start_paused = true)]
async fn agent_and_customer_talk_and_both_see_the_transcript() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let mut socket = instance.simulator.pushes.hear(&Username::new("anna")).unwrap();
    let mut pushed = move || -> Value {
        let frame: Value = serde_json::from_str(&socket.try_recv().unwrap()).unwrap();
        assert_eq!(frame["topic"], "aws/chat");
        serde_json::from_str(frame["content"].as_str().unwrap()).unwrap()
    };
    let (contact, agent) = talking(&instance, &anna).await;

    let types = json!({ "Type": ["WEBSOCKET", "CONNECTION_CREDENTIALS"], "ConnectParticipant": true });
    let connection = agent.done("/connection", types).await;
    assert!(connection["Websocket"]["Url"].as_str().unwrap().starts_with("wss://"));
    assert!(connection["ConnectionCredentials"]["ConnectionToken"].is_string());
    assert_eq!(pushed()["ContentType"], "application/vnd.amazonaws.connect.event.participant.joined");

    let path = format!("/contacts/{contact}/messages");
    let hello = json!({ "from": "customer", "text": "Hello" });
    let written = instance.control(Method::POST, &path, Some(hello)).await;
    assert_eq!(written.status, StatusCode::CREATED);
    assert_eq!(written.json()["message"]["Content"], "Hello");
    let heard = pushed();
    assert_eq!((&heard["Content"], &heard["ParticipantRole"]), (&json!("Hello"), &json!("CUSTOMER")));
    assert_eq!((&heard["ContactId"], &heard["InitialContactId"]), (&json!(contact), &json!(contact)));

    let reply = json!({ "Content": "Hi", "ContentType": "text/plain", "ClientToken": "one" });
    let first = agent.done("/message", reply.clone()).await;
    assert_eq!(agent.done("/message", reply).await, first, "the same client token says it once");
    assert_eq!(pushed()["Id"], first["Id"]);
    assert_eq!(agent.texts(json!({})).await, ["-", "Hello", "Hi"]);

    let read = json!({ "from": "customer", "event": "read" });
    assert_eq!(instance.control(Method::POST, &path, Some(read)).await.status, StatusCode::ACCEPTED);
    assert_eq!(pushed()["Type"], "MESSAGEMETADATA");
    let messages = instance.control(Method::GET, &path, None).await.json()["messages"].clone();
    assert_eq!(messages[2]["MessageMetadata"]["Receipts"].as_array().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_participant_service_refuses_as_the_real_one_does() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let (contact, agent) = talking(&instance, &anna).await;
    let lines = anna.snapshot().await["contacts"][0]["connections"].clone();
    let own = lines.as_array().unwrap().iter().find(|line| line["type"] == "agent").unwrap().clone();
    let data: Value = serde_json::from_str(own["chatMediaInfo"]["connectionData"].as_str().unwrap()).unwrap();
    let token = data["ConnectionAuthenticationToken"].as_str().unwrap().to_owned();
    let by_snapshot = Participant { instance: &instance, token };
    assert_eq!(by_snapshot.done("/connection", json!({ "ConnectParticipant": true })).await, json!({}));
    let stranger = Participant { instance: &instance, token: "x".to_owned() };
    let hello = json!({ "Content": "Hi", "ContentType": "text/plain" });
    let denied = (403, "AccessDeniedException".to_owned());
    let invalid = (400, "ValidationException".to_owned());
    assert_eq!(stranger.refused("/message", hello.clone()).await, denied);
    for (path, body) in [
        ("/message", json!({ "Content": "", "ContentType": "text/plain" })),
        ("/message", json!({ "Content": "x", "ContentType": "image/png" })),
        ("/message", json!({ "Content": "x" })),
        ("/event", json!({ "ContentType": "text/plain" })),
        (
            "/event",
            json!({ "ContentType": "application/vnd.amazonaws.connect.event.message.read", "Content": "x" }),
        ),
        ("/connection", json!({ "Type": ["PIGEON"] })),
        ("/transcript", json!({ "ScanDirection": "SIDEWAYS" })),
        ("/transcript", json!({ "NextToken": "x" })),
        ("/transcript", json!({ "StartPosition": { "Id": uuid::Uuid::nil() } })),
        ("/start-attachment-upload", json!({})),
    ] {
        assert_eq!(agent.refused(path, body.clone()).await, invalid, "{path} {body}");
    }
    let path = format!("/contacts/{contact}/messages");
    for body in [
        json!({ "from": "customer" }),
        json!({ "from": "agent", "text": "x" }),
        json!({ "from": "customer", "text": "" }),
        json!({ "from": "customer", "text": "x", "event": "typing" }),
    ] {
        let answer = instance.control(Method::POST, &path, Some(body.clone())).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
    agent.done("/disconnect", json!({})).await;
    assert_eq!(agent.refused("/message", hello).await, denied);
    assert_eq!(instance.contact(&contact).await["state"], "ended");
    let late = json!({ "from": "customer", "text": "Hello?" });
    assert_eq!(instance.control(Method::POST, &path, Some(late)).await.status, StatusCode::CONFLICT);
    let call = instance.control(Method::GET, "/contacts/none/messages", None).await;
    assert_eq!(call.status, StatusCode::NOT_FOUND);
}

async fn routing_profile(desk: &Desk<'_>) -> Value {
    let configuration = desk.done("GetAgentConfiguration", json!({})).await["configuration"].clone();
    configuration["routingProfile"]["routingProfileARN"].clone()
}

#[tokio::test(start_paused = true)]
async fn a_conversation_goes_on_with_the_agent_it_is_transferred_to() {
    let instance = Running::start();
    let (anna, ben) = (instance.desk("anna").await, instance.desk("ben").await);
    ben.pick("Available").await;
    let (contact, agent) = talking(&instance, &anna).await;
    agent.done("/message", json!({ "Content": "I ask Ben", "ContentType": "text/plain" })).await;
    let queues =
        anna.done("GetRoutingProfileQueues", json!({ "routingProfileARN": routing_profile(&anna).await }));
    let queues = queues.await["queues"].clone();
    let arns: Vec<_> = queues.as_array().unwrap().iter().map(|queue| queue["queueARN"].clone()).collect();
    let endpoints = anna.done("GetEndpoints", json!({ "queueARNs": arns })).await["endpoints"].clone();
    let to_ben = endpoints.as_array().unwrap().iter().find(|known| known["name"] == "Ben Okafor").cloned();
    let transfer = json!({ "contactId": contact, "endpoint": to_ben });
    anna.done("TransferContact", transfer).await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let next = ben.snapshot().await["contacts"][0].clone();
    assert_eq!(next["initialContactId"], json!(contact), "{next}");
    let next = next["contactId"].as_str().unwrap().to_owned();
    ben.done("AcceptContact", json!({ "contactId": next })).await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let second = speaking(&instance, &ben, &next).await;
    second.done("/message", json!({ "Content": "Ben here", "ContentType": "text/plain" })).await;
    anna.snapshot().await;
    assert_eq!(second.texts(json!({})).await.iter().filter(|text| *text != "-").count(), 2);
    // The customer speaks to whoever there is, by either contact.
    let hello = json!({ "from": "customer", "text": "Hello Ben" });
    let path = format!("/contacts/{next}/messages");
    assert_eq!(instance.control(Method::POST, &path, Some(hello)).await.status, StatusCode::CREATED);
    let hung_up = instance.control(Method::POST, &format!("/contacts/{next}/customer-hangup"), None).await;
    assert_eq!(hung_up.status, StatusCode::OK, "{}", hung_up.body);
    ben.snapshot().await;
    let messages = instance.control(Method::GET, &path, None).await.json()["messages"].clone();
    let last = messages.as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["ContentType"], "application/vnd.amazonaws.connect.event.chat.ended", "{messages}");
}

#[tokio::test(start_paused = true)]
async fn the_participant_service_is_for_pages_of_approved_origins() {
    let instance = Running::start();
    let preflight = |origin: &str| {
        Request::options("/participant/message")
            .header(header::ORIGIN, origin)
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "x-amz-bearer,content-type")
            .body(Body::empty())
            .unwrap()
    };
    let ours = instance.send(preflight(DESKTOP)).await;
    assert_eq!((ours.status, ours.header("access-control-allow-origin")), (StatusCode::NO_CONTENT, DESKTOP));
    assert!(ours.header("access-control-allow-headers").contains("x-amz-bearer"));
    let theirs = instance.send(preflight("https://evil.example")).await;
    assert_eq!(theirs.header("access-control-allow-origin"), "");
    assert_eq!(theirs.header(header::VARY), "origin");
}

#[tokio::test(start_paused = true)]
async fn the_agent_workspace_knows_customers_by_their_voice() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let contact = uuid::Uuid::nil();
    let ask = async |bearer: &str, operation: &str, body: Value| {
        let mut request = json_request(Method::POST, "/agent-app", &anna.cookie, &body.to_string());
        let headers = request.headers_mut();
        let bearer = json!({ cookie_name(PORT): bearer }).to_string();
        headers.insert("x-amz-bearer", bearer.parse().unwrap());
        headers.insert("x-amz-target", format!("AgentAppService.{operation}").parse().unwrap());
        instance.send(request).await
    };
    let associations = ask(&anna.bearer, "Acs.listIntegrationAssociations", json!({})).await;
    assert!(associations.json()["IntegrationAssociationSummaryList"][0]["IntegrationArn"].is_string());
    let named = json!({ "ContactId": contact, "CustomerId": "c-1", "InstanceId": "x" });
    assert_eq!(ask(&anna.bearer, "Lcms.updateVoiceIdData", named).await.status, StatusCode::OK);
    let found = ask(&anna.bearer, "Lcms.getContact", json!({ "contactId": contact })).await;
    assert_eq!(found.json()["contactData"]["customerId"], "c-1");
    let session = json!({ "SessionNameOrId": contact, "DomainId": "x" });
    assert_eq!(ask(&anna.bearer, "VoiceId.enrollBySession", session).await.json()["Status"], "COMPLETED");
    for (bearer, operation, body, status) in [
        ("x", "Lcms.getContact", json!({ "contactId": contact }), 401),
        (anna.bearer.as_str(), "Lcms.getContact", json!({}), 400),
        (anna.bearer.as_str(), "Lcms.getContact", json!([]), 400),
        (anna.bearer.as_str(), "VoiceId.describeSpeaker", json!({ "SpeakerId": "c-2" }), 404),
        (anna.bearer.as_str(), "VoiceId.sing", json!({}), 404),
    ] {
        let answer = ask(bearer, operation, body).await;
        assert_eq!(answer.status.as_u16(), status, "{operation}");
        assert!(answer.json()["message"].is_string());
    }
}

#[tokio::test(start_paused = true)]
async fn task_templates_are_listed_and_shown() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let base = "/task-templates/proxy/instance/5f1e9c04-3a7b-4d2e-9b61-0c8de2a471f5/task/template";
    let all = instance.get_with(&format!("{base}?status=active&maxResults=1"), &anna.cookie).await.json();
    assert_eq!((all["TaskTemplates"].as_array().unwrap().len(), &all["NextToken"]), (1, &json!("1")));
    let id = all["TaskTemplates"][0]["Id"].as_str().unwrap();
    let one = instance.get_with(&format!("{base}/{id}?snapshotVersion=1"), &anna.cookie).await.json();
    assert_eq!(one["Fields"][0]["Type"], "NAME");
    assert_eq!(one["Constraints"]["RequiredFields"][0]["Id"]["Name"], "name");
    for (path, status) in [
        (format!("{base}/none"), 404),
        (format!("{base}?status=odd"), 400),
        (format!("{base}?maxResults=0"), 400),
        (format!("{base}?maxResults=x"), 400),
        ("/task-templates/proxy/instance/1/task/template".to_owned(), 404),
        ("/task-templates/other".to_owned(), 404),
    ] {
        let answer = instance.get_with(&path, &anna.cookie).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.body);
        assert!(answer.json()["message"].is_string());
    }
    assert_eq!(instance.get(base).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(start_paused = true)]
async fn a_task_is_made_by_its_template_and_reworded() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    anna.pick("Available").await;
    let put = |body: Value| {
        json_request(Method::PUT, "/task-templates/createTemplatedTask", &anna.cookie, &body.to_string())
    };
    let template = "00000010-0000-4000-8000-000000000001";
    let number = json!({ "Type": "STRING", "Value": "+12065550100" });
    let (call, ..) = anna.in_a_call("anna").await;
    let wanted = json!({
        "TaskTemplateId": template,
        "Name": "Call Maria",
        "References": { "Number": number },
        "RelatedContactId": call,
    });
    let made = instance.send(put(wanted)).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let id = made.json()["contactId"].as_str().unwrap().to_owned();
    let contacts = anna.snapshot().await["contacts"].clone();
    let task = contacts[1].clone();
    assert_eq!((&task["contactId"], &task["name"]), (&json!(id), &json!("Call Maria")));
    assert_eq!((&task["relatedContactId"], &task["attributes"]), (&json!(call), &contacts[0]["attributes"]));
    assert_eq!(task["channelContext"]["taskTemplateId"], template);

    let post = |body: Value| {
        json_request(Method::POST, "/task-templates/updateContact", &anna.cookie, &body.to_string())
    };
    let amount = json!({ "Type": "NUMBER", "Value": 1001 });
    let update = json!({ "ContactId": id, "Description": "At once", "References": { "Amount": amount } });
    assert_eq!(instance.send(post(update)).await.status, StatusCode::OK);
    let task = anna.snapshot().await["contacts"][1].clone();
    assert_eq!((&task["name"], &task["description"]), (&json!("Call Maria"), &json!("At once")));
    assert_eq!(task["references"]["Amount"], json!({ "type": "NUMBER", "value": "1001" }));

    for (body, status) in [
        (json!({ "TaskTemplateId": template, "Name": "x" }), 400),
        (json!({ "TaskTemplateId": template, "References": { "Number": number } }), 400),
        (json!({ "TaskTemplateId": "00000010-0000-4000-8000-000000000003", "Name": "x" }), 404),
        (json!({ "Name": "x" }), 400),
    ] {
        let refused = instance.send(put(body.clone())).await;
        assert_eq!(refused.status.as_u16(), status, "{body}: {}", refused.body);
        assert!(refused.json()["message"].is_string());
    }
    let unknown = json!({ "ContactId": uuid::Uuid::nil(), "Name": "x" });
    assert_eq!(instance.send(post(unknown)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(start_paused = true)]
async fn agents_hear_in_which_region_they_work() {
    let instance = Running::start();
    let (anna, ben) = (instance.desk("anna").await, instance.desk("ben").await);
    let ask = async |desk: &Desk<'_>| {
        let answer = instance.get_with("/discovery-active", &desk.cookie).await;
        answer.json()["activeRegion"].as_str().unwrap_or("unknown").to_owned()
    };
    let transport = json!({ "transportType": "agent_discovery" });
    let url =
        anna.done("CreateTransport", transport).await["agentDiscoveryTransport"]["presignedUrl"].clone();
    let path = url.as_str().unwrap().split_once(&PORT.to_string()).unwrap().1.to_owned();
    let own = instance.get(&path).await.json()["InstanceArn"].as_str().unwrap().to_owned();
    assert_eq!(ask(&anna).await, "unknown");
    assert!(own.contains(":us-east-1:"), "{own}");

    let west = json!({ "active_region": "us-west-2", "agent": "anna", "terminate_active_contacts": true });
    let told = instance.control(Method::PUT, "/regions", Some(west)).await;
    assert_eq!(told.json()["agents"]["anna"]["active_region"], "us-west-2", "{}", told.body);
    assert_eq!((ask(&anna).await.as_str(), ask(&ben).await.as_str()), ("us-west-2", "unknown"));
    let discovered = instance.get(&path).await.json();
    assert_eq!(discovered["InstanceArn"], own.replace("us-east-1", "us-west-2"));
    assert_eq!(discovered["TerminateActiveContacts"], true);

    // The page reports where its agent has gone to; telling everybody makes all of them equal again.
    let back = r#"{"activeRegion":"us-east-1"}"#;
    let reported = instance.send(json_request(Method::POST, "/discovery-active", &anna.cookie, back)).await;
    assert_eq!((reported.status, ask(&anna).await.as_str()), (StatusCode::OK, "us-east-1"));
    let everybody = json!({ "active_region": "us-west-2" });
    instance.control(Method::PUT, "/regions", Some(everybody)).await;
    assert_eq!((ask(&anna).await.as_str(), ask(&ben).await.as_str()), ("us-west-2", "us-west-2"));

    for (body, status) in [
        (json!({ "active_region": "" }), StatusCode::UNPROCESSABLE_ENTITY),
        (json!({}), StatusCode::UNPROCESSABLE_ENTITY),
        (json!({ "active_region": "x", "agent": "nobody" }), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(
            instance.control(Method::PUT, "/regions", Some(body.clone())).await.status,
            status,
            "{body}"
        );
    }
    assert_eq!(instance.get("/discovery-active").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(instance.get("/discovery?ticket=x").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(start_paused = true)]
async fn a_login_is_good_in_both_regions_unless_it_says_otherwise() {
    let instance = Running::start();
    let cookies = |answer: &Answer| -> Vec<String> {
        answer
            .headers
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|value| value.to_str().unwrap().to_owned())
            .collect()
    };
    let global = cookies(&instance.log_in("anna").await);
    assert!(global.iter().any(|cookie| cookie.starts_with("lily-agent-config=ey")), "{global:?}");
    let regional = cookies(&instance.log_in("anna&scope=regional").await);
    assert!(regional.iter().any(|cookie| cookie.starts_with("lily-agent-config=;")), "{regional:?}");
    let page = instance.get("/login?scope=regional").await;
    assert!(page.body.contains(r#"name="scope" value="regional""#));
    assert!(instance.get("/login?scope=%22x").await.body.contains(r#"name="scope" value="""#));
}
