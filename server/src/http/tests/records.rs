//! Batches, filters, sums, statuses and exports.

use axum::response::IntoResponse as _;

use super::*;

fn status(state: &str, started_at: &str) -> Value {
    json!({
        "instance": "i", "agent": "anna", "kind": "status", "state": state, "state_kind": "not_routable",
        "started_at": started_at, "ended_at": null, "source": "service", "recovered": false, "revision": 3,
    })
}

#[tokio::test]
async fn one_that_is_refused_holds_nobody_up() {
    let desk = Desk::open().await;
    let sound = record(&json!({"contact_id": "sound", "revision": 7}));
    let batch = json!({
        "contacts": [record(&json!({"agent": "+12065550199\n"})), sound, record(&json!({"outcome": "+12065550199"})), 5],
        "activities": [status("", "2026-11-21T09:00:00.000Z"), status("Lunch", "2026-11-21T09:00:00.000Z")],
    });
    let answer = desk.json("POST", RECORDS, &batch).await;
    assert_eq!(answer.status, StatusCode::OK);
    let refused = |field: &str, answer: &Value| {
        let reason = answer["reason"].as_str().unwrap();
        assert_eq!((&answer["status"], &answer["revision"]), (&json!("refused"), &Value::Null));
        assert!(reason.starts_with(field) && !reason.contains("5550199"), "{reason}");
    };
    let body = answer.json();
    refused("agent: ", &body["contacts"][0]);
    assert_eq!(body["contacts"][1], json!({"status": "stored", "revision": 7, "reason": null}));
    refused("outcome: ", &body["contacts"][2]);
    refused("", &body["contacts"][3]);
    refused("state: ", &body["activities"][0]);
    assert_eq!(body["activities"][1], json!({"status": "stored", "revision": 3, "reason": null}));
    assert_eq!(desk.stored().await, [sound]);

    let older = json!({"contacts": [record(&json!({"contact_id": "sound", "revision": 6}))]});
    let answer = desk.json("POST", RECORDS, &older).await.json();
    assert_eq!(answer["contacts"], json!([{"status": "known", "revision": 7, "reason": null}]));
}

#[rstest]
#[case(json!([]))]
#[case(json!({"contacts": {}}))]
#[case(json!({"contacts": [], "colour": "blue"}))]
#[case(json!({"contacts": vec![json!({}); 60], "activities": vec![json!({}); 41]}))]
#[tokio::test]
async fn what_is_no_batch_is_refused(#[case] body: Value) {
    let desk = Desk::open().await;
    assert_eq!(desk.json("POST", RECORDS, &body).await.refusal(), (422, "wrong_shape".to_owned()));
}

#[tokio::test]
async fn a_batch_that_says_something_twice_is_refused_and_nothing_of_it_is_lost_without_a_word() {
    let desk = Desk::open().await;
    let [one, other] = ["one", "other"].map(|id| record(&json!({"contact_id": id})));
    let body = format!("{{\"contacts\":[{one}],\"contacts\":[{other}]}}");
    let sent = request("POST", RECORDS).header("content-type", "application/json").body(Body::from(body));
    assert_eq!(desk.send(sent.unwrap()).await.refusal(), (422, "wrong_shape".to_owned()));
    assert_eq!(desk.get(CONTACT_RECORDS).await.json()["records"], json!([]));
}

#[tokio::test]
async fn lists_sums_and_files_have_the_same_filter() {
    let desk = Desk::open().await;
    for (id, change) in [
        ("a", json!({"queue": "Billing", "notes": "Call back on Friday"})),
        ("b", json!({"customer_endpoint": "+12065550101"})),
        ("c", json!({"monitoring": true})),
    ] {
        let mut record = record(&change);
        record["contact_id"] = json!(id);
        desk.store(&record).await;
    }
    for (query, expected) in [
        ("", vec!["b", "a"]),
        ("?queue=Billing", vec!["a"]),
        ("?text=friday%20call&agent=anna&outcome=handled&direction=inbound&channel=voice", vec!["a"]),
        ("?number=%2B12065550101", vec!["b"]),
        ("?number=0101", vec!["b"]),
        ("?monitoring=true", vec!["c"]),
        (
            "?disposition=refund/part&since=2026-11-21T09:00:00.000Z&until=2026-11-21T09:00:00.001Z",
            vec!["b", "a"],
        ),
        ("?until=2026-11-21T09:00:00.000Z", vec![]),
    ] {
        let list = desk.get(&format!("{CONTACT_RECORDS}{query}")).await.json();
        let ids: Vec<_> =
            list["records"].as_array().unwrap().iter().map(|record| &record["contact_id"]).collect();
        assert_eq!(ids, expected, "{query}");
        let totals = desk.get(&format!("{CONTACT_TOTALS}{query}")).await.json();
        assert_eq!(totals["totals"]["count"], expected.len(), "{query}");
        let file = format!("{CONTACT_EXPORT}{query}{}format=jsonl", if query.is_empty() { "?" } else { "&" });
        let file = String::from_utf8(desk.get(&file).await.body).unwrap();
        let lines: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(Value::Array(lines), list["records"], "{query}");
    }
}

#[rstest]
#[case("?agent=a&agent=b")]
#[case("?text=!")]
#[case("?queue=%00")]
#[case("?monitoring=perhaps")]
#[case("?outcome=splendid")]
#[case("?direction=Inbound")]
#[case("?until=9")]
#[tokio::test]
async fn a_filter_that_cannot_be_read_is_refused(#[case] query: &str) {
    let desk = Desk::open().await;
    for path in [CONTACT_RECORDS, CONTACT_TOTALS, CONTACT_EXPORT] {
        let answer = desk.get(&format!("{path}{query}")).await;
        assert_eq!(answer.refusal(), (400, "invalid_query".to_owned()));
    }
}

#[tokio::test]
async fn a_file_of_many_records_has_each_of_them_once() {
    let desk = Desk::open().await;
    for batch in 0..9_u32 {
        let contacts: Vec<_> =
            (0..50).map(|index| record(&json!({"contact_id": format!("c{batch}-{index}")}))).collect();
        desk.json("POST", RECORDS, &json!({ "contacts": contacts })).await;
    }
    let answer = desk.get(CONTACT_EXPORT).await;
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    let disposition = answer.header("content-disposition");
    assert_eq!(disposition, Some("attachment; filename=\"contact-records.csv\""));
    let text = String::from_utf8(answer.body).unwrap();
    let mut table = csv::Reader::from_reader(text.strip_prefix('\u{feff}').unwrap().as_bytes());
    let column = table.headers().unwrap().iter().position(|name| name == "contact_id").unwrap();
    let mut ids: Vec<_> = table.records().map(|row| row.unwrap()[column].to_owned()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 450);
}

#[tokio::test]
async fn statuses_go_on_by_cursor() {
    let desk = Desk::open().await;
    let activities: Vec<_> =
        (0..5).map(|hour| status(&format!("s{hour}"), &format!("2026-11-21T0{hour}:00:00.000Z"))).collect();
    desk.json("POST", RECORDS, &json!({ "activities": activities })).await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let since = "since=2026-11-21T01:30:00.000Z";
        let body = desk.get(&format!("{ACTIVITIES}?agent=anna&limit=2&{since}{cursor}")).await.json();
        seen.extend(body["activities"].as_array().unwrap().iter().map(|status| status["state"].clone()));
        let Some(next) = body["meta"]["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, ["s1", "s2", "s3", "s4"]);
}

#[tokio::test]
async fn statuses_that_began_together_in_several_instances_go_on_by_cursor() {
    let desk = Desk::open().await;
    // The longest and the strangest that an instance can be called.
    let names = ["~", "a-5~b", "z&cursor=1", "\u{660e}\u{65e5}", &"x".repeat(MAX_TEXT)];
    let activities: Vec<_> = names
        .iter()
        .map(|instance| {
            let mut status = status("s", "2026-11-21T01:00:00.000Z");
            status["instance"] = json!(instance);
            status
        })
        .collect();
    desk.json("POST", RECORDS, &json!({ "activities": activities })).await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let body = desk.get(&format!("{ACTIVITIES}?agent=anna&limit=1{cursor}")).await.json();
        seen.extend(body["activities"].as_array().unwrap().iter().map(|status| status["instance"].clone()));
        let Some(next) = body["meta"]["next_cursor"].as_str() else { break };
        assert!(seen.len() < names.len(), "it goes round: {seen:?}");
        let encoded: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        cursor = format!("&cursor={encoded}");
    }
    let mut expected = names.to_vec();
    expected.sort_unstable();
    assert_eq!(seen, expected);
    for cursor in ["5", "x~i", "~i", "2026-11-21T01:00:00.000Z", ""] {
        let answer = desk.get(&format!("{ACTIVITIES}?agent=anna&cursor={cursor}")).await;
        assert_eq!(answer.refusal(), (400, "invalid_query".to_owned()), "{cursor}");
    }
}

#[tokio::test]
async fn a_full_disk_is_told_in_a_sentence() {
    let answer = ApiError::from(store::StoreError::Full(sqlx::Error::PoolClosed)).into_response();
    assert_eq!(answer.status(), StatusCode::INSUFFICIENT_STORAGE);
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["error"]["code"], "disk_full");
    assert!(
        body["error"]["message"].as_str().unwrap().starts_with("The disk of the server's database is full")
    );
}
