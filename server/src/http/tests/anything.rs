//! Whatever is sent to whatever resource: what cannot be read is refused in the usual way, the server never fails, and
//! nothing is stored in part.

use proptest::{
    prelude::*,
    test_runner::{Config as Cases, TestRunner},
};

use super::*;

/// A letter: plain ones, those of other scripts, and those that something may take for its own.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9-]{0,12}",
        "\\PC{0,12}",
        any::<String>(),
        Just("\0".to_owned()),
        Just("2026-11-21T09:00:00.000Z".to_owned()),
        Just("x".repeat(300)),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((text(), inner), 0..5)
                .prop_map(|fields| fields.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

/// A record of which a field or two are anything.
fn nearly_a_record() -> impl Strategy<Value = Value> {
    let fields: Vec<String> = record(&json!({})).as_object().unwrap().keys().cloned().collect();
    prop::collection::vec((prop::sample::select(fields), value()), 0..3).prop_map(|changes| {
        let mut record = record(&json!({"contact_id": "x", "revision": 1}));
        for (field, value) in changes {
            record[field] = value;
        }
        record
    })
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let of = |value: Value| value.to_string().into_bytes();
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        value().prop_map(of),
        nearly_a_record().prop_map(of),
        (prop::collection::vec(prop_oneof![nearly_a_record(), value()], 0..4), value()).prop_map(
            move |(contacts, activity)| of(json!({"contacts": contacts, "activities": [activity]}))
        ),
        value().prop_map(move |origin| of(json!({ "origin": origin }))),
    ]
}

/// What may stand in an address, whatever it is.
fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

fn query() -> impl Strategy<Value = String> {
    let names = [
        "agent",
        "since",
        "until",
        "queue",
        "channel",
        "direction",
        "outcome",
        "disposition",
        "number",
        "text",
        "monitoring",
        "limit",
        "cursor",
        "format",
        "instance",
        "origin",
        "colour",
    ];
    let known = (prop::sample::select(names.to_vec()), text())
        .prop_map(|(name, value)| format!("{name}={}", encoded(&value)));
    let pair = prop_oneof![4 => known, 1 => "[a-z%=+&0-9]{0,20}"];
    prop::collection::vec(pair, 0..4).prop_map(|pairs| pairs.join("&"))
}

/// Every resource with every method that it knows, and one that it does not.
fn requests() -> Vec<(String, String)> {
    let document: Value = serde_json::from_str(docs::DOCUMENT).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let mut requests: Vec<_> = paths
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(move |method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    requests.push(("PATCH".to_owned(), CONTACT_RECORDS.to_owned()));
    requests
}

/// Sends anything to everything.
fn send_anything(desk: &Desk, runtime: &tokio::runtime::Runtime) {
    let strategy = (prop::sample::select(requests()), text(), query(), body(), any::<bool>());
    let mut runner = TestRunner::new(Cases { cases: 400, failure_persistence: None, ..Cases::default() });
    let run = runner.run(&strategy, |((method, path), name, query, body, declared)| {
        let path = path.replace("{contact_id}", &encoded(&name));
        let mut request = request(&method, &format!("{path}?{query}"));
        if declared {
            request = request.header("content-type", "application/json");
        }
        let Ok(request) = request.body(Body::from(body)) else { return Ok(()) };
        let (before, answer, after) = runtime.block_on(async {
            let before = desk.count().await;
            (before, desk.send(request).await, desk.count().await)
        });
        let said = String::from_utf8_lossy(&answer.body).into_owned();
        prop_assert!(answer.status.as_u16() < 500, "{method} {path}?{query}: {said}");
        if answer.status.is_client_error() {
            answer.refusal();
            prop_assert_eq!(before, after, "{} {}: {}", method, path, said);
        }
        if path == RECORDS && answer.status.is_success() {
            let verdicts = answer.json()["contacts"].as_array().unwrap().clone();
            let stored = verdicts.iter().filter(|verdict| verdict["status"] == "stored").count();
            // One that was there is replaced by its newer revision.
            prop_assert!(after - before <= i64::try_from(stored).unwrap(), "{}", said);
        }
        Ok(())
    });
    run.unwrap();
}

impl Desk {
    async fn count(&self) -> i64 {
        let mut count = 0;
        for monitoring in ["false", "true"] {
            let totals = self.get(&format!("{CONTACT_TOTALS}?monitoring={monitoring}")).await.json();
            count += totals["totals"]["count"].as_i64().unwrap();
        }
        count
    }
}

#[test]
fn whatever_is_sent_is_answered_in_the_usual_way() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let desk = runtime.block_on(Desk::open());
    send_anything(&desk, &runtime);
}

#[test]
fn whatever_is_sent_is_answered_in_the_usual_way_with_postgresql() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let desk = runtime.block_on(async {
        let url = StorageUrl::parse(&store::postgres_of_tests().await).unwrap();
        Desk::built(DeskConfig::default(), tempfile::tempdir().unwrap(), url).await
    });
    send_anything(&desk, &runtime);
}
