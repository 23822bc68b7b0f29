//! Settings that are changed while the server runs.

use super::*;

async fn saved(desk: &Desk, version: i64, settings: Value) -> Answer {
    desk.json("PUT", SETTINGS, &json!({"version": version, "settings": settings})).await
}

#[tokio::test]
async fn what_the_configuration_says_holds_until_something_is_saved() {
    let desk = Desk::configured(DeskConfig { name: "File".to_owned(), ..DeskConfig::default() }).await;
    let first = desk.get(SETTINGS).await.json();
    assert_eq!(first["version"], json!({"version": 0, "saved_at": null, "saved_by": ""}));
    assert_eq!(first["settings"]["desk"]["name"], "File");
    let answer =
        saved(&desk, 0, json!({"desk": {"name": "Saved", "logo_url": "https://cdn.example.com/x.svg"}}))
            .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["version"]["version"], 1);
    // From the next page on, and what the page may load with it.
    let page = desk.get("/").await;
    let policy = page.header("content-security-policy").unwrap().to_owned();
    assert!(String::from_utf8(page.body).unwrap().contains("Saved"));
    assert!(policy.contains("img-src 'self' data: https://cdn.example.com;"), "{policy}");
    let old = desk.get("/api/v1/settings/versions/0").await.json();
    assert_eq!(old["settings"]["desk"]["name"], "File");
}

#[tokio::test]
async fn nobody_overwrites_what_somebody_else_saved() {
    let desk = Desk::open().await;
    assert_eq!(saved(&desk, 0, json!({"desk": {"name": "A"}})).await.status, StatusCode::OK);
    let answer = saved(&desk, 0, json!({"desk": {"name": "B"}})).await;
    assert_eq!(answer.refusal(), (409, "settings_changed".to_owned()));
    let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("version 1 ") && message.contains(" by everyone."), "{message}");
    assert_eq!(desk.get(SETTINGS).await.json()["settings"]["desk"]["name"], "A");
    // The same again is no other version.
    assert_eq!(saved(&desk, 1, json!({"desk": {"name": "A"}})).await.json()["version"]["version"], 1);
}

#[tokio::test]
async fn every_mistake_is_told_and_nothing_is_saved() {
    let desk = Desk::open().await;
    let answer = saved(
        &desk,
        0,
        json!({"desk": {"accent": "blue", "screen_pops": [{"label": "A", "url": "javascript:alert(1)"}]}}),
    )
    .await;
    assert_eq!(answer.refusal(), (422, "invalid_settings".to_owned()));
    let mistakes = answer.json()["mistakes"].clone();
    let fields: Vec<_> = mistakes.as_array().unwrap().iter().map(|one| one["field"].clone()).collect();
    assert_eq!(fields, ["desk.accent", "desk.screen_pops[0].url"]);
    assert_eq!(desk.get(settings::VERSIONS).await.json()["versions"], json!([]));
}

#[tokio::test]
async fn an_earlier_version_is_brought_back_as_a_new_one() {
    let desk = Desk::open().await;
    for (version, name) in [(0, "First"), (1, "Second")] {
        saved(&desk, version, json!({"desk": {"name": name}})).await;
    }
    let restore = "/api/v1/settings/versions/1/restore";
    assert_eq!(desk.json("POST", restore, &json!({"version": 1})).await.status, StatusCode::CONFLICT);
    let answer = desk.json("POST", restore, &json!({"version": 2})).await.json();
    assert_eq!(
        (&answer["version"]["version"], &answer["settings"]["desk"]["name"]),
        (&json!(3), &json!("First"))
    );
    let versions = desk.get(settings::VERSIONS).await.json();
    let numbers: Vec<_> =
        versions["versions"].as_array().unwrap().iter().map(|one| one["version"].as_i64().unwrap()).collect();
    assert_eq!(numbers, [3, 2, 1]);
    let page = desk.get("/api/v1/settings/versions?limit=2").await.json();
    assert_eq!(page["meta"]["next_cursor"], "2");
    let rest = desk.get("/api/v1/settings/versions?cursor=2").await.json();
    assert_eq!(rest["versions"].as_array().unwrap().len(), 1);
    for missing in ["4", "-1", "x", "99999999999999999999"] {
        let answer = desk.get(&format!("/api/v1/settings/versions/{missing}")).await;
        assert_eq!(answer.refusal(), (404, "not_found".to_owned()), "{missing}");
    }
}

#[tokio::test]
async fn what_is_done_is_found_in_the_audit_log() {
    let desk = Desk::open().await;
    saved(&desk, 0, json!({"desk": {"name": "=cmd()"}})).await;
    desk.json("PUT", ORIGINS, &json!({"origin": "https://desk.example.com"})).await;
    desk.get("/api/v1/contact-export?agent=anna&number=5550100").await;
    let shown = json!({"contact_id": "c-1", "attribute": "taxNumber"});
    assert_eq!(desk.json("POST", DISCLOSURES, &shown).await.status, StatusCode::NO_CONTENT);
    let list = desk.get(audit::AUDIT).await.json();
    let entries = list["entries"].as_array().unwrap();
    let actions: Vec<_> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["attribute.shown", "records.exported", "origin.added", "settings.saved"]);
    assert_eq!(entries[3]["old"], json!({"desk.name": ""}));
    assert_eq!(entries[3]["new"], json!({"desk.name": "=cmd()"}));
    assert_eq!((&entries[3]["actor"], &entries[3]["address"]), (&json!("everyone"), &json!("127.0.0.1")));
    assert!(!list.to_string().contains("5550100"), "no number that was looked for");
    let one = desk.get("/api/v1/audit?action=origin.added").await.json();
    assert_eq!(one["entries"][0]["new"], "https://desk.example.com");
    let next = desk.get("/api/v1/audit?limit=1").await.json()["meta"]["next_cursor"].clone();
    let rest = desk.get(&format!("/api/v1/audit?cursor={}", next.as_str().unwrap())).await.json();
    assert_eq!(rest["entries"].as_array().unwrap().len(), 3);

    let csv = String::from_utf8(desk.get("/api/v1/audit-export?action=settings.saved").await.body).unwrap();
    assert!(csv.contains("id,at,actor") && csv.contains("settings.saved") && csv.ends_with("\r\n"), "{csv}");
    let lines = desk.get("/api/v1/audit-export?format=jsonl").await;
    assert_eq!(String::from_utf8(lines.body).unwrap().lines().count(), 6, "reading it is in it too");
    let page = String::from_utf8(desk.get("/admin/audit?actor=everyone").await.body).unwrap();
    assert!(page.contains("origin.added") && page.contains("=cmd()"), "{page}");
}

fn form(fields: &[(&str, &str)]) -> Request<Body> {
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    body.extend_pairs([
        ("desk.panel", "beside"),
        ("desk.after_missed", "ask"),
        ("desk.after_contact_work_s", "0"),
    ]);
    let form = request("POST", "/admin/settings").header("content-type", "application/x-www-form-urlencoded");
    form.body(Body::from(body.extend_pairs(fields).finish())).unwrap()
}

#[tokio::test]
async fn the_form_keeps_whatever_was_typed_until_it_is_saved() {
    let desk = Desk::open().await;
    let text = |answer: Answer| String::from_utf8(answer.body).unwrap();
    let typed = [("version", "0"), ("desk.accent", "blue"), ("desk.dispositions[0].code", "a")];
    let add = desk.send(form(&[&typed[..], &[("do", "add:desk.dispositions")]].concat())).await;
    assert_eq!(add.status, StatusCode::OK);
    let page = text(add);
    assert!(page.contains("value=\"blue\"") && page.contains("desk.dispositions[1].code"), "{page}");
    let save = desk.send(form(&[&typed[..], &[("do", "save")]].concat())).await;
    assert_eq!(save.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(save);
    assert!(
        page.contains("#rrggbb") && page.contains("aria-invalid=\"true\"") && page.contains("value=\"blue\"")
    );
    assert!(page.contains("href=\"#desk.dispositions[0].label\""), "each mistake leads to its field");
    let preview = desk.send(form(&[("version", "0"), ("desk.accent", "#0a5c8a"), ("do", "preview")])).await;
    let policy = preview.header("content-security-policy").unwrap().to_owned();
    assert!(!policy.contains("unsafe") && preview.status == StatusCode::OK, "{policy}");
    assert!(text(preview).contains("fill=\"#0a5c8a\""));
    assert_eq!(desk.get(SETTINGS).await.json()["version"]["version"], 0, "nothing was saved yet");
}

#[tokio::test]
async fn two_who_edit_at_once_see_both_and_lose_nothing() {
    let desk = Desk::open().await;
    let first = desk.send(form(&[("version", "0"), ("desk.name", "First"), ("do", "save")])).await;
    assert_eq!(
        (first.status, first.header("location")),
        (StatusCode::SEE_OTHER, Some("/admin/settings?saved=1"))
    );
    let second = desk.send(form(&[("version", "0"), ("desk.accent", "#0a5c8a"), ("do", "save")])).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let page = String::from_utf8(second.body).unwrap();
    assert!(page.contains("First") && page.contains("value=\"#0a5c8a\""), "{page}");
    assert!(page.contains("name=\"version\" value=\"1\""), "saved from here, it is saved over what holds");
    let restored = request("POST", "/admin/settings/versions/0")
        .header("content-type", "application/x-www-form-urlencoded");
    let restored = desk.send(restored.body(Body::from("version=1")).unwrap()).await;
    assert_eq!(restored.header("location"), Some("/admin/settings?saved=2"));
}
