//! The administrators' pages of instances: forms that say what is wrong beside the field, and lose nothing.

use super::*;

const PAGE: &str = "/admin/instances";

async fn sent(desk: &Desk, path: &str, fields: &[(&str, &str)]) -> (Answer, String) {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let posting = request("POST", path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", "http://localhost:3000");
    let answer = desk.send(posting.body(Body::from(body)).unwrap()).await;
    let page = String::from_utf8(answer.body.clone()).unwrap();
    (answer, page)
}

async fn page(desk: &Desk, path: &str) -> String {
    String::from_utf8(desk.get(path).await.body).unwrap()
}

const BERLIN: [(&str, &str); 3] =
    [("name", "berlin"), ("ccp_url", "https://berlin.my.connect.aws/ccp-v2/"), ("region", "eu-central-1")];

async fn with_berlin() -> Desk {
    let desk = Desk::open().await;
    let (answer, _) = sent(&desk, PAGE, &BERLIN).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (303, Some("/admin/instances/berlin?done=added"))
    );
    desk
}

#[tokio::test]
async fn an_instance_is_added_listed_changed_and_removed() {
    let desk = with_berlin().await;
    let list = page(&desk, PAGE).await;
    assert!(
        list.contains("href=\"/admin/instances/berlin\"") && list.contains("berlin.my.connect.aws"),
        "{list}"
    );
    let here = "/admin/instances/berlin";
    let shown = "https://berlin.my.connect.aws/ccp-v2/, eu-central-1";
    let changed = [
        ("act", "save"),
        ("shown", shown),
        ("ccp_url", "https://munich.my.connect.aws/ccp-v2/"),
        ("region", "x"),
    ];
    assert_eq!(
        sent(&desk, here, &changed).await.0.header("location"),
        Some("/admin/instances/berlin?done=saved")
    );
    assert!(page(&desk, here).await.contains("https://munich.my.connect.aws/ccp-v2/"));
    assert_eq!(
        sent(&desk, here, &[("act", "remove")]).await.0.header("location"),
        Some("/admin/instances?done=removed")
    );
    assert!(!page(&desk, PAGE).await.contains("berlin"));
    assert_eq!(desk.get(here).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_what_was_filled_in_stays() {
    let desk = Desk::open().await;
    let wrong = [("name", "Berlin <1>"), ("ccp_url", "http://example.com/\"><script>"), ("region", "")];
    let (answer, page) = sent(&desk, PAGE, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "id=\"name-error\"",
        "id=\"ccp_url-error\"",
        "id=\"region-error\"",
        "must use https",
        "Berlin &lt;1&gt;",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("<script"), "{page}");
    for taken in ["default", "berlin"] {
        let desk = with_berlin().await;
        let (answer, page) = sent(&desk, PAGE, &[("name", taken), BERLIN[1], BERLIN[2]]).await;
        assert!(
            answer.status == 422 && page.contains("There is an instance of that name already."),
            "{taken}"
        );
    }
}

#[tokio::test]
async fn origins_are_added_with_the_reason_beside_the_field_and_removed() {
    let desk = Desk::open().await;
    let here = "/admin/instances/default";
    let (answer, page) =
        sent(&desk, here, &[("act", "add-origin"), ("origin", "https://*.example.com")]).await;
    assert!(
        answer.status == 422
            && page.contains("contains a wildcard")
            && page.contains("https://*.example.com")
    );
    let add = [("act", "add-origin"), ("origin", " https://Portal.example.com ")];
    assert_eq!(
        sent(&desk, here, &add).await.0.header("location"),
        Some("/admin/instances/default?done=listed")
    );
    assert_eq!(desk.get(ORIGINS).await.json(), json!({"origins": ["https://portal.example.com"]}));
    for _ in ["once", "and when somebody else was faster"] {
        let remove = [("act", "remove-origin"), ("origin", "https://portal.example.com")];
        assert_eq!(
            sent(&desk, here, &remove).await.0.header("location"),
            Some("/admin/instances/default?done=delisted")
        );
    }
    assert_eq!(desk.get(ORIGINS).await.json(), json!({"origins": []}));
}

#[tokio::test]
async fn of_two_who_change_the_same_the_second_is_told_and_loses_nothing() {
    let desk = with_berlin().await;
    let here = "/admin/instances/berlin";
    let shown = "https://berlin.my.connect.aws/ccp-v2/, eu-central-1";
    let save = |host: &str| {
        let url = format!("https://{host}.my.connect.aws/ccp-v2/");
        let desk = &desk;
        async move {
            sent(
                desk,
                here,
                &[("act", "save"), ("shown", shown), ("ccp_url", &url), ("region", "eu-central-1")],
            )
            .await
        }
    };
    assert_eq!(save("first").await.0.status, StatusCode::SEE_OTHER);
    let (answer, page) = save("second").await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(
        page.contains("Somebody has changed this instance") && page.contains("https://first.my"),
        "{page}"
    );
    assert!(
        page.contains("value=\"https://second.my.connect.aws/ccp-v2/\""),
        "what was entered stays: {page}"
    );
    assert_eq!(
        desk.get("/api/v1/instances/berlin").await.json()["settings"]["ccp_url"],
        "https://first.my.connect.aws/ccp-v2/"
    );
}

#[tokio::test]
async fn instances_move_up_and_down() {
    let desk = with_berlin().await;
    sent(&desk, PAGE, &[("name", "tokyo"), BERLIN[1], BERLIN[2]]).await;
    let names = async || {
        let list = desk.get("/api/v1/instances").await.json();
        list["instances"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    sent(&desk, PAGE, &[("act", "up"), ("name", "tokyo")]).await;
    assert_eq!(names().await, ["default", "tokyo", "berlin"]);
    sent(&desk, PAGE, &[("act", "up"), ("name", "tokyo")]).await;
    assert_eq!(names().await, ["default", "tokyo", "berlin"], "the first stays the first");
    sent(&desk, PAGE, &[("act", "down"), ("name", "tokyo")]).await;
    assert_eq!(names().await, ["default", "berlin", "tokyo"]);
}

#[tokio::test]
async fn changes_are_told_and_undone_once() {
    let desk = with_berlin().await;
    let page = page(&desk, "/admin/instance-changes").await;
    assert!(page.contains("berlin: instance added") && page.contains("ccp_url: https://berlin"), "{page}");
    let id = &desk.get("/api/v1/instance-changes").await.json()["changes"][0]["id"].to_string();
    let undo = [("id", id.as_str())];
    assert_eq!(
        sent(&desk, "/admin/instance-changes", &undo).await.0.header("location"),
        Some("/admin/instance-changes?done=undone")
    );
    let (answer, page) = sent(&desk, "/admin/instance-changes", &undo).await;
    assert!(answer.status == 409 && page.contains("has been changed again since"), "{page}");
    let (_, page) = sent(&desk, "/admin/instance-changes", &[("id", "x")]).await;
    assert!(page.contains("There is no such change."));
}

#[tokio::test]
async fn a_file_is_looked_at_first_and_then_imported() {
    let desk = with_berlin().await;
    let look = async |text: &str| {
        let body = format!(
            "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f.json\"\r\n\r\n{text}\r\n--b--\r\n"
        );
        let posting =
            request("POST", "/admin/instance-file").header("content-type", "multipart/form-data; boundary=b");
        let answer = desk.send(posting.body(Body::from(body)).unwrap()).await;
        (answer.status.as_u16(), String::from_utf8(answer.body).unwrap())
    };
    let file = r#"{"instances":[{"name":"default","origins":["https://a.example"]}]}"#;
    let (status, page) = look(file).await;
    assert!(
        status == 200 && page.contains("berlin: instance removed") && page.contains("https://a.example"),
        "{page}"
    );
    assert!(desk.get("/api/v1/instances/berlin").await.status == StatusCode::OK, "nothing is changed yet");
    for wrong in ["", "[]", "{\"instances\":[]}", r#"{"instances":[{"name":"default","origins":["*"]}]}"#] {
        let (status, page) = look(wrong).await;
        assert!(status == 422 && page.contains("The file cannot be taken: "), "{wrong}: {page}");
    }
    let version = page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let import = [("version", version), ("text", file)];
    let (answer, page) =
        sent(&desk, "/admin/instance-file/import", &[("version", "0"), ("text", file)]).await;
    assert!(answer.status == 409 && page.contains("Somebody has changed instances meanwhile"), "{page}");
    let (answer, _) = sent(&desk, "/admin/instance-file/import", &import).await;
    assert_eq!(answer.header("location"), Some("/admin/instances?done=imported"));
    assert_eq!(desk.get(ORIGINS).await.json(), json!({"origins": ["https://a.example"]}));
}

#[tokio::test]
async fn a_form_of_another_page_changes_nothing_even_if_its_origin_is_listed() {
    let desk = Desk::open().await;
    desk.json("PUT", ORIGINS, &json!({"origin": "https://portal.example.com"})).await;
    for origin in ["https://portal.example.com", "null", "http://localhost:3001"] {
        let posting = request("POST", PAGE)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", origin)
            .body(Body::from("name=evil&ccp_url=https%3A%2F%2Fevil.example%2F&region=x"));
        assert_eq!(
            desk.send(posting.unwrap()).await.refusal(),
            (403, "origin_not_allowed".to_owned()),
            "{origin}"
        );
    }
    assert!(!page(&desk, PAGE).await.contains("evil"));
}

#[tokio::test]
async fn the_pages_speak_japanese_and_load_no_script() {
    let desk = with_berlin().await;
    for (path, said) in [
        (PAGE, "インスタンスを追加"),
        ("/admin/instances/berlin", "オリジンを追加"),
        ("/admin/instance-changes", "変更履歴"),
        ("/admin/instance-file", "インポート"),
    ] {
        let asking = request("GET", path).header("accept-language", "ja").body(Body::empty()).unwrap();
        let answer = desk.send(asking).await;
        let page = String::from_utf8(answer.body.clone()).unwrap();
        assert!(page.contains(said) && !page.contains("<script"), "{path}: {page}");
        assert!(answer.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    }
}
