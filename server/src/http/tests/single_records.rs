//! One record at a time: what is taken, what is refused, and what is listed.

use super::*;

#[tokio::test]
async fn a_record_is_stored_listed_and_shown() {
    let desk = Desk::open().await;
    let sent = record(&json!({}));
    let answer = desk.store(&sent).await;
    assert_eq!((answer.status, &answer.json()["record"]), (StatusCode::CREATED, &sent));
    assert_eq!(desk.stored().await, std::slice::from_ref(&sent));
    let shown = desk.get(&format!("{CONTACT_RECORDS}/{}", sent["contact_id"].as_str().unwrap())).await;
    assert_eq!(shown.json(), json!({ "record": sent }));
    assert_eq!(shown.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn what_is_not_known_is_null() {
    let desk = Desk::open().await;
    let ringing = record(&json!({
        "accepted_at": null, "connected_at": null, "ended_at": null, "cleared_at": null, "holds": [], "outcome": null,
        "ended_by": null, "transfers": [], "disposition": null, "notes": null,
    }));
    desk.store(&ringing).await;
    assert_eq!(desk.stored().await, [ringing]);
}

#[tokio::test]
async fn a_record_without_the_younger_fields_is_accepted_as_before() {
    let desk = Desk::open().await;
    let answer = desk.store(&record_of_old()).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let bare = record(&json!({"ended_by": null, "transfers": [], "disposition": null, "notes": null}));
    assert_eq!(answer.json()["record"], bare);
    assert_eq!(desk.stored().await, [bare]);
}

#[tokio::test]
async fn the_longest_record_fits() {
    let desk = Desk::open().await;
    let span = json!({"started_at": "2026-11-21T09:01:00.000Z", "ended_at": "2026-11-21T09:01:00.000Z"});
    let mut hold = span.clone();
    hold["by"] = json!("customer");
    let transfer = json!({
        "to": "\"".repeat(MAX_TEXT), "kind": "consult", "started_at": "2026-11-21T09:01:00.000Z",
        "answered_at": "2026-11-21T09:01:00.000Z", "ended_at": "2026-11-21T09:01:00.000Z", "outcome": "not_reached",
    });
    let event = json!({"at": "2026-11-21T09:01:00.000Z", "source": "service", "what": "\"".repeat(MAX_TEXT)});
    let attributes: serde_json::Map<_, _> = (0..MAX_ATTRIBUTES)
        .map(|index| (format!("{index:\">256}"), json!("\u{1}".repeat(MAX_ATTRIBUTE))))
        .collect();
    let longest = record(&json!({
        "holds": vec![hold; MAX_SPANS], "mutes": vec![span.clone(); MAX_SPANS], "pauses": vec![span; MAX_SPANS],
        "events": vec![event; MAX_EVENTS], "attributes": attributes, "transfers": vec![transfer; MAX_TRANSFERS], "notes": "\n".repeat(MAX_NOTES),
    }));
    let answer = desk.store(&longest).await;
    assert_eq!((answer.status, &answer.json()["record"]), (StatusCode::CREATED, &longest));
}

#[rstest]
#[case("notes", json!("n".repeat(MAX_NOTES + 1)))]
#[case("notes", json!("bell\u{7}"))]
#[case("notes", json!(""))]
#[case("disposition", json!(""))]
#[case("disposition", json!("d".repeat(MAX_TEXT + 1)))]
#[case("transfers", json!([{
    "to": "Ben", "kind": "cold", "started_at": "2026-11-21T09:01:00.000Z",
    "answered_at": "2026-11-21T09:00:59.999Z", "ended_at": null, "outcome": null,
}]))]
#[case("transfers", json!([{
    "to": "", "kind": "cold", "started_at": "2026-11-21T09:01:00.000Z", "answered_at": null, "ended_at": null,
    "outcome": null,
}]))]
#[tokio::test]
async fn what_cannot_be_true_is_named_and_not_stored(#[case] field: &str, #[case] value: Value) {
    let desk = Desk::open().await;
    let answer = desk.store(&record(&json!({ field: value }))).await;
    assert_eq!(answer.refusal(), (422, "invalid_record".to_owned()));
    let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with(&format!("The record is not valid: {field}: ")), "{message}");
    assert!(desk.stored().await.is_empty());
}

#[tokio::test]
async fn the_same_or_an_older_revision_changes_nothing() {
    let desk = Desk::open().await;
    let newest = record(&json!({"revision": 5}));
    desk.store(&newest).await;
    for revision in [4, 5] {
        let answer = desk.store(&record(&json!({"revision": revision, "queue": "Billing"}))).await;
        assert_eq!((answer.status, &answer.json()["record"]), (StatusCode::OK, &newest));
    }
    assert_eq!(desk.stored().await, [newest]);
}

#[rstest]
#[case::end_before_start(json!({"ended_at": "2026-11-21T08:00:00.000Z"}), "invalid_record")]
#[case::contact_id_of_10_kb(json!({"contact_id": "x".repeat(10_000)}), "invalid_record")]
#[case::empty_contact_id(json!({"contact_id": ""}), "invalid_record")]
#[case::contact_id_is_a_number(json!({"contact_id": 5}), "wrong_shape")]
#[case::unknown_field(json!({"colour": "blue"}), "wrong_shape")]
#[case::unknown_outcome(json!({"outcome": "splendid"}), "wrong_shape")]
#[case::ended_by_nobody(json!({"ended_by": "network"}), "wrong_shape")]
#[case::transfers_are_none(json!({"transfers": null}), "wrong_shape")]
#[case::time_in_words(json!({"offered_at": "yesterday"}), "wrong_shape")]
#[case::time_of_another_zone(json!({"offered_at": "2026-11-21T10:00:00.000+01:00"}), "wrong_shape")]
#[case::negative_revision(json!({"revision": -1}), "wrong_shape")]
#[tokio::test]
async fn a_record_that_cannot_be_is_refused_and_not_stored(#[case] change: Value, #[case] code: &str) {
    let desk = Desk::open().await;
    assert_eq!(desk.store(&record(&change)).await.refusal(), (422, code.to_owned()));
    assert!(desk.stored().await.is_empty());
}

#[tokio::test]
async fn a_record_without_contact_id_is_refused() {
    let desk = Desk::open().await;
    let mut nameless = record(&json!({}));
    nameless.as_object_mut().unwrap().remove("contact_id");
    let answer = desk.store(&nameless).await;
    assert_eq!(answer.refusal(), (422, "wrong_shape".to_owned()));
    assert!(answer.json()["error"]["message"].as_str().unwrap().contains("missing field `contact_id`"));
    assert!(desk.stored().await.is_empty());
}

#[rstest]
#[case::malformed("application/json", "{\"contact_id\":".to_owned(), 400, "malformed_json")]
#[case::nothing("application/json", String::new(), 400, "malformed_json")]
#[case::no_object("application/json", "[]".to_owned(), 422, "wrong_shape")]
#[case::over_the_limit("application/json", format!("{{\"queue\":\"{}\"}}", "q".repeat(BODY_LIMIT)), 413, "body_too_large")]
#[case::form("application/x-www-form-urlencoded", "contact_id=x".to_owned(), 415, "not_json")]
#[case::plain_text("text/plain", "{}".to_owned(), 415, "not_json")]
#[tokio::test]
async fn a_body_that_is_no_record_is_refused(
    #[case] content_type: &str,
    #[case] body: String,
    #[case] status: u16,
    #[case] code: &str,
) {
    let desk = Desk::open().await;
    let request =
        request("POST", CONTACT_RECORDS).header("content-type", content_type).body(Body::from(body)).unwrap();
    assert_eq!(desk.send(request).await.refusal(), (status, code.to_owned()));
    assert!(desk.stored().await.is_empty());
}

#[tokio::test]
async fn a_refusal_repeats_nothing_personal() {
    let desk = Desk::open().await;
    for change in [
        json!({"outcome": "+12065550199"}),
        json!({"customer_endpoint": ["+12065550199"]}),
        json!({"offered_at": "+12065550199"}),
        json!({"+12065550199": 1}),
    ] {
        let answer = desk.store(&record(&change)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let body = String::from_utf8(answer.body).unwrap();
        let field_name_itself = change.get("+12065550199").is_some();
        assert!(field_name_itself || !body.contains("5550199"), "{body}");
    }
}

#[tokio::test]
async fn the_list_goes_on_by_cursor() {
    let desk = Desk::open().await;
    for second in 0..5 {
        let offered_at = format!("2026-11-21T08:00:0{second}.000Z");
        desk.store(&record(&json!({"contact_id": format!("c{second}"), "offered_at": offered_at}))).await;
    }
    let (mut seen, mut query) = (Vec::new(), "?limit=2".to_owned());
    loop {
        let body = desk.get(&format!("{CONTACT_RECORDS}{query}")).await.json();
        seen.extend(
            body["records"]
                .as_array()
                .unwrap()
                .iter()
                .map(|record| record["contact_id"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = body["meta"]["next_cursor"].as_str() else { break };
        query = format!("?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, ["c4", "c3", "c2", "c1", "c0"]);
}

#[rstest]
#[case("?limit=0")]
#[case("?limit=201")]
#[case("?limit=many")]
#[case("?cursor=nonsense")]
#[case("?cursor=-1-5")]
#[case("?since=yesterday")]
#[case("?colour=blue")]
#[tokio::test]
async fn a_query_that_cannot_be_read_is_refused(#[case] query: &str) {
    let desk = Desk::open().await;
    assert_eq!(
        desk.get(&format!("{CONTACT_RECORDS}{query}")).await.refusal(),
        (400, "invalid_query".to_owned())
    );
}
