//! Anybody may send anything: whatever the body, the answer is a plain one, and the centre stays sound.
//!
//! The operations are all of the service's and all orders of the control API that do not make trouble themselves. A
//! body is one that may well be right, with a member that is not, or anything at all.

use std::collections::HashMap;
use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;
use crate::centre::{Centre, properties};

const AGENTS: [&str; 3] = ["anna", "ben", "chie"];

const OPERATIONS: [&str; 36] = [
    "AcceptContact",
    "AddNewConnection",
    "ClearContact",
    "CompleteContact",
    "ConferenceConnections",
    "CreateAdditionalConnection",
    "CreateOutboundContact",
    "CreateTaskContact",
    "CreateTransport",
    "DestroyConnection",
    "GetAgentConfiguration",
    "GetAgentPermissions",
    "GetAgentSnapshot",
    "GetAgentStates",
    "GetDialableCountryCodes",
    "GetEndpoints",
    "GetNewAuthToken",
    "GetRoutingProfileQueues",
    "HoldConnection",
    "MuteParticipant",
    "Nonsense",
    "NotifyContactIssue",
    "PauseContact",
    "PutAgentState",
    "RejectContact",
    "ResumeConnection",
    "ResumeContact",
    "SendClientLogs",
    "SendDigits",
    "SendSoftphoneCallMetrics",
    "SendSoftphoneCallReport",
    "ToggleActiveConnections",
    "TransferContact",
    "UnmuteParticipant",
    "UpdateAgentConfiguration",
    "UpdateMonitorParticipantState",
];

/// Who is asked, and how. A `contact` stands for one that is there.
const ORDERS: [(Method, &str); 19] = [
    (Method::POST, "/control/v1/contacts"),
    (Method::POST, "/control/v1/contacts"),
    (Method::POST, "/control/v1/contacts"),
    (Method::GET, "/control/v1/contacts/contact"),
    (Method::POST, "/control/v1/contacts/contact/customer-hangup"),
    (Method::PUT, "/control/v1/contacts/contact/attributes"),
    (Method::POST, "/control/v1/contacts/contact/connections/customer"),
    (Method::POST, "/control/v1/contacts/contact/connections/third_party"),
    (Method::POST, "/control/v1/contacts/contact/agent-action"),
    (Method::POST, "/control/v1/contacts/contact/messages"),
    (Method::POST, "/control/v1/agents/anna/calls"),
    (Method::PUT, "/control/v1/agents/ben/status"),
    (Method::PUT, "/control/v1/numbers/+12065550123"),
    (Method::PUT, "/control/v1/clock"),
    (Method::POST, "/agent-app"),
    (Method::POST, "/quick-responses"),
    (Method::POST, "/participant/message"),
    (Method::POST, "/discovery-active"),
    (Method::POST, "/login"),
];

/// What any operation or order may take. Nobody minds the members of others but the control API.
fn plausible(pick: usize) -> Value {
    let endpoints = [
        json!({ "type": "phone_number", "phoneNumber": "+12065550123" }),
        json!({ "type": "agent", "agentLogin": "ben" }),
        json!({ "type": "queue", "queue": { "name": "BasicQueue" } }),
    ];
    let transports = ["chat_token", "web_socket", "softphone"];
    json!({
        "contactId": "contact", "connectionId": "line", "participantId": "line", "relatedContactId": "contact",
        "endpoint": endpoints[pick % 3],
        "state": { "name": "Available" }, "enqueueNextState": true,
        "digits": "12#", "name": "A task", "transportType": transports[pick % 3], "targetMonitorMode": "BARGE",
        "configuration": { "softphoneEnabled": true, "softphoneAutoAccept": false, "extension": "" },
        "timeout": 0, "maxResults": 3, "queueARNs": [],
    })
}

/// The same for the control API, which wants nothing that it does not know.
fn plausible_order(path: &str, pick: usize) -> Value {
    let one = |choices: &[Value]| choices[pick % choices.len()].clone();
    match path.rsplit('/').next().unwrap_or_default() {
        "contacts" => one(&[
            json!({ "channel": "voice", "customer": "+12065550100", "queue": "BasicQueue" }),
            json!({ "channel": "chat", "customer": "Mia", "queue": "BasicQueue", "agent": "anna" }),
            json!({ "channel": "task", "name": "Look", "queue": "BasicQueue", "scheduled_in_ms": 1000 }),
            json!({ "channel": "voice", "customer": "+12065550100", "agent": "ben", "auto_accept": true }),
            json!({ "monitors": "contact", "agent": "chie" }),
        ]),
        "attributes" => json!({ "attributes": { "Tier": "gold" } }),
        "customer" | "third_party" => one(&["answer", "busy", "no_answer", "invalid", "failed", "hang_up"]
            .map(|event| json!({ "event": event }))),
        "agent-action" => one(&[
            "accept",
            "reject",
            "hang_up",
            "hold",
            "resume",
            "add",
            "transfer",
            "swap",
            "conference",
            "clear",
        ]
        .map(|action| json!({ "action": action, "to": "+12065550123" }))),
        "messages" => json!({ "from": "customer", "text": "Hello?" }),
        "calls" => json!({ "to": "+12065550123" }),
        "status" => {
            one(&["Available", "Lunch", "Offline"].map(|status| json!({ "status": status, "queued": true })))
        }
        "+12065550123" => one(&["busy", "answer", "invalid"].map(|outcome| json!({ "outcome": outcome }))),
        "clock" => json!({ "skew_ms": 300_000 }),
        _ => plausible(pick),
    }
}

fn anything() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        select(vec![
            "contact",
            "line",
            "",
            "+12065550123",
            "00000000-0000-0000-0000-000000000000",
            "Available"
        ])
        .prop_map(str::to_owned),
        ".{0,12}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    let name =
        select(vec!["contactId", "endpoint", "type", "state", "name", "value", "queue", "channel", "x"]);
    leaf.prop_recursive(3, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(name.clone(), inner, 0..4).prop_map(|members| json!(members)),
        ]
    })
}

/// What is done to a body before it is sent.
#[derive(Debug, Clone)]
enum Twist {
    None,
    Drop(Index),
    Replace(Index, Value),
    Whole(Value),
    CutOff(Index),
    Bytes(Vec<u8>),
}

fn twist() -> impl Strategy<Value = Twist> {
    prop_oneof![
        12 => Just(Twist::None),
        1 => any::<Index>().prop_map(Twist::Drop),
        4 => (any::<Index>(), anything()).prop_map(|(at, value)| Twist::Replace(at, value)),
        2 => anything().prop_map(Twist::Whole),
        1 => any::<Index>().prop_map(Twist::CutOff),
        1 => prop::collection::vec(any::<u8>(), 0..40).prop_map(Twist::Bytes),
    ]
}

impl Twist {
    fn apply(&self, body: Value, contact: &str, line: &str) -> Vec<u8> {
        let mut members = body.as_object().cloned().unwrap_or_default();
        let at = |index: &Index| members.keys().nth(index.index(members.len())).cloned().unwrap_or_default();
        let body = match self {
            Self::Bytes(bytes) => return bytes.clone(),
            Self::None | Self::CutOff(_) => body,
            Self::Whole(value) => value.clone(),
            Self::Drop(index) => {
                members.remove(&at(index));
                members.into()
            }
            Self::Replace(index, value) => {
                members.insert(at(index), value.clone());
                members.into()
            }
        };
        let text = body.to_string().replace("\"contact\"", &format!("\"{contact}\""));
        let mut bytes = text.replace("\"line\"", &format!("\"{line}\"")).into_bytes();
        if let Self::CutOff(index) = self {
            bytes.truncate(index.index(bytes.len()));
        }
        bytes
    }
}

#[derive(Debug, Clone)]
struct Step {
    agent: usize,
    /// An operation of the service, or an order of the control API.
    what: Result<usize, usize>,
    pick: usize,
    twist: Twist,
    contact: Index,
    line: Index,
    wait_ms: u64,
}

fn step() -> impl Strategy<Value = Step> {
    let operation = prop_oneof![2 => Just(0usize), 6 => 0..OPERATIONS.len()];
    let what = prop_oneof![3 => operation.prop_map(Ok), 2 => (0..ORDERS.len()).prop_map(Err)];
    let wait = select(vec![0, 0, 0, 0, 200, 1_000, 21_000]);
    (0..AGENTS.len(), what, 0..60usize, twist(), any::<Index>(), any::<Index>(), wait).prop_map(
        |(agent, what, pick, twist, contact, line, wait_ms)| Step {
            agent,
            what,
            pick,
            twist,
            contact,
            line,
            wait_ms,
        },
    )
}

/// A contact that is there and a line of it, or none of either.
fn names(centre: &Centre, step: &Step) -> (String, String) {
    let open: Vec<_> = centre.contacts().filter(|contact| contact.cleared_at.is_none()).collect();
    if open.is_empty() {
        return (uuid::Uuid::nil().to_string(), uuid::Uuid::nil().to_string());
    }
    let contact = step.contact.get(&open);
    let line = (!contact.connections.is_empty()).then(|| step.line.get(&contact.connections).id.0);
    (contact.id.to_string(), line.unwrap_or_default().to_string())
}

async fn take(instance: &Running, desks: &[Desk<'_>], step: &Step) {
    tokio::time::sleep(Duration::from_millis(step.wait_ms)).await;
    let before = instance.simulator.live.read(Clone::clone);
    let (contact, line) = names(&before, step);
    // Mostly whoever has the contact, sometimes somebody else.
    let owner =
        before.contacts().find(|found| found.id.to_string() == contact).and_then(|found| found.agent.clone());
    let owner = owner.and_then(|owner| AGENTS.iter().position(|agent| *agent == owner.as_str()));
    let desk = &desks[owner.filter(|_| !step.pick.is_multiple_of(8)).unwrap_or(step.agent)];
    let request = match step.what {
        Ok(operation) => {
            desk.request(OPERATIONS[operation], step.twist.apply(plausible(step.pick), &contact, &line))
        }
        Err(order) => {
            let (method, path) = &ORDERS[order];
            let body = step.twist.apply(plausible_order(path, step.pick), &contact, &line);
            Request::builder()
                .method(method)
                .uri(
                    path.replace("/contact", &format!("/{contact}"))
                        .replace(&format!("/{contact}s"), "/contacts"),
                )
                .header(header::COOKIE, &desk.cookie)
                .header(header::CONTENT_TYPE, "application/json")
                .body(body.into())
                .unwrap()
        }
    };
    let answer = instance.send(request).await;
    assert!(
        answer.status.is_success() || answer.status.is_client_error(),
        "{}: {}",
        answer.status,
        answer.body
    );
    if answer.status.is_client_error() {
        let after = instance.simulator.live.read(Clone::clone);
        assert!(before == after, "refused, and changed all the same: {}", answer.body);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { ..ProptestConfig::with_cases(48) })]

    #[test]
    fn whatever_is_sent_is_answered_plainly_and_leaves_the_centre_sound(
        steps in prop::collection::vec(step(), 1..80)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let instance = Running::start();
            let mut desks = Vec::new();
            for agent in AGENTS {
                let desk = instance.desk(agent).await;
                desk.pick("Available").await;
                desks.push(desk);
            }
            let mut owners = HashMap::new();
            for step in &steps {
                take(&instance, &desks, step).await;
                instance.simulator.live.read(|centre| properties::check(centre, &mut owners));
            }
        });
    }
}
