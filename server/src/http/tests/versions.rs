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
    assert_eq!(desk.get("/config.json").await.json()["desk"]["name"], "Saved");
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
