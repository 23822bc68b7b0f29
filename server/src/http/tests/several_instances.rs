//! Instances, their lists, and their pages.

use super::{
    instances::{INSTANCE_CHANGES, INSTANCE_FILE, INSTANCE_ORDER, INSTANCES},
    *,
};

fn settings(name: &str) -> Value {
    json!({"ccp_url": format!("https://{name}.my.connect.aws/ccp-v2/"), "region": "eu-west-2"})
}

async fn with_berlin() -> Desk {
    let desk = Desk::open().await;
    let answer = desk.json("PUT", &format!("{INSTANCES}/berlin"), &settings("berlin")).await;
    assert_eq!(answer.status, StatusCode::OK);
    desk
}

async fn page(desk: &Desk, path: &str, cookie: Option<&str>) -> (Answer, String) {
    let mut asking = request("GET", path);
    if let Some(cookie) = cookie {
        asking = asking.header("cookie", cookie);
    }
    let answer = desk.send(asking.body(Body::empty()).unwrap()).await;
    let text = String::from_utf8(answer.body.clone()).unwrap();
    (answer, text)
}

#[tokio::test]
async fn each_instance_has_a_page_with_policies_of_its_own() {
    let desk = with_berlin().await;
    for (instance, origin) in [("default", "https://a.example"), ("berlin", "https://b.example")] {
        desk.json("PUT", &format!("{INSTANCES}/{instance}/origins"), &json!({"origin": origin})).await;
    }
    for (path, ccp, own, other) in [
        ("/", "https://example.my.connect.aws", "https://a.example", "https://b.example"),
        ("/?instance=berlin", "https://berlin.my.connect.aws", "https://b.example", "https://a.example"),
    ] {
        let (answer, text) = page(&desk, path, None).await;
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains(&format!("frame-src {ccp}")), "{policy}");
        assert!(policy.ends_with(&format!("frame-ancestors 'self' {own}")), "{policy}");
        assert!(!policy.contains(other));
        let permissions = answer.header("permissions-policy").unwrap();
        assert!(permissions.contains(&format!("microphone=(self \"{ccp}\"")), "{permissions}");
        assert!(text.contains(&format!("\"ccp_url\":\"{ccp}/ccp-v2/\"")), "{text}");
    }
    for origin in ["https://a.example", "https://b.example"] {
        let request = request("GET", CONTACT_RECORDS).header("origin", origin).body(Body::empty()).unwrap();
        assert_eq!(desk.send(request).await.header("access-control-allow-origin"), Some(origin));
    }
}

#[tokio::test]
async fn a_browser_stays_at_the_instance_that_it_opened_by_name() {
    let desk = with_berlin().await;
    let (answer, _) = page(&desk, "/?instance=berlin", None).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap();
    let berlin = "https://berlin.my.connect.aws/ccp-v2/";
    let (answer, text) = page(&desk, "/", Some(&format!("other=1; {cookie}"))).await;
    assert!(text.contains(berlin) && answer.header("set-cookie").is_none());
    assert!(
        !page(&desk, "/?instance=default", Some(cookie)).await.1.contains(berlin),
        "the address goes first"
    );
    desk.json("DELETE", &format!("{INSTANCES}/berlin"), &json!({})).await;
    let (answer, text) = page(&desk, "/", Some(cookie)).await;
    assert!(answer.status == StatusCode::OK && !text.contains(berlin), "what is gone is the first again");
    for unknown in ["/?instance=berlin", "/?instance=%3Cscript%3E", "/?instance="] {
        let (answer, text) = page(&desk, unknown, None).await;
        assert!(answer.status == StatusCode::NOT_FOUND && !text.contains("<script"), "{unknown}");
    }
}

#[tokio::test]
async fn an_agent_chooses_an_instance_from_a_list_and_the_browser_stays_there() {
    let desk = folk::signed_in_desk().await;
    let agent = desk.person("anna", app::api::Role::Agent, "").await.1;
    let admin = desk.person("boss", app::api::Role::Admin, "").await.1;
    let account = desk.call("GET", "/account", &agent).await.text();
    assert!(!account.contains("/instances"), "there is nothing to choose");
    let answer = desk.tell("PUT", &format!("{INSTANCES}/berlin"), &admin, &settings("berlin")).await;
    assert_eq!(answer.status, StatusCode::OK);
    let account = desk.call("GET", "/account", &agent).await.text();
    assert!(account.contains("<a href=\"/instances\">Choose an instance</a>"), "{account}");

    let list = desk.call("GET", "/instances", &agent).await.text();
    let first = list.find("href=\"/?instance=default\" aria-current=\"true\"");
    let second = list.find("href=\"/?instance=berlin\"");
    assert!(first.is_some() && first < second && !list.contains("<script"), "{list}");
    let chosen = desk.call("GET", "/?instance=berlin", &agent).await;
    let chosen = chosen.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let both = Some(("cookie", format!("{}; {chosen}", agent.as_ref().unwrap().1)));
    let list = desk.call("GET", "/instances", &both).await.text();
    assert!(list.contains("href=\"/?instance=berlin\" aria-current=\"true\""), "{list}");
    let unknown = desk.call("GET", "/?instance=nowhere", &agent).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.text().contains("role=\"alert\"") && unknown.text().contains("instance=berlin"));
    assert_eq!(
        desk.call("GET", "/instances", &None).await.header("location"),
        Some("/sign-in?to=%2Finstances")
    );
}

#[tokio::test]
async fn every_mistake_of_an_instance_is_named_and_nothing_is_changed() {
    let desk = Desk::open().await;
    let wrong = json!({"ccp_url": "http://example.com/", "region": "", "login_url": "x"});
    let answer = desk.json("PUT", &format!("{INSTANCES}/berlin"), &wrong).await;
    assert_eq!(answer.refusal(), (422, "invalid_instance".to_owned()));
    let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
    for field in ["ccp_url must use https", "region is", "login_url is not"] {
        assert!(message.contains(field), "{message}");
    }
    for (name, code) in [("Berlin", 422), ("default", 422)] {
        let answer = desk.json("PUT", &format!("{INSTANCES}/{name}"), &settings("berlin")).await;
        assert_eq!(answer.refusal().0, code);
    }
    assert_eq!(desk.get(INSTANCES).await.json()["instances"].as_array().unwrap().len(), 1);
    assert_eq!(desk.get(INSTANCE_CHANGES).await.json(), json!({"changes": []}));
}

#[tokio::test]
async fn what_was_changed_is_told_with_old_and_new_and_is_undone() {
    let desk = with_berlin().await;
    let berlin = format!("{INSTANCES}/berlin");
    desk.json("PUT", &format!("{berlin}/origins"), &json!({"origin": "https://b.example"})).await;
    desk.json("DELETE", &format!("{berlin}/origins?origin=https://b.example"), &json!({})).await;
    desk.json("PUT", &berlin, &settings("munich")).await;
    let changes = desk.get(INSTANCE_CHANGES).await.json()["changes"].as_array().unwrap().clone();
    let told: Vec<_> = changes.iter().map(|change| change["action"].as_str().unwrap()).collect();
    assert_eq!(told, ["instance.changed", "origin.removed", "origin.added", "instance.added"]);
    assert_eq!(changes[0]["old"]["ccp_url"], "https://berlin.my.connect.aws/ccp-v2/");
    assert_eq!(changes[0]["new"]["ccp_url"], "https://munich.my.connect.aws/ccp-v2/");
    assert_eq!((&changes[1]["old"], &changes[1]["new"]), (&json!("https://b.example"), &Value::Null));
    assert_eq!((&changes[0]["actor"], &changes[0]["target"]), (&json!("everyone"), &json!("berlin")));

    let undo = async |index: usize| {
        let id = &changes[index]["id"];
        desk.json("POST", &format!("{INSTANCE_CHANGES}/{id}/undo"), &json!({})).await
    };
    assert_eq!(undo(2).await.refusal(), (409, "conflict".to_owned()), "it has been removed since");
    assert_eq!(undo(1).await.status, StatusCode::OK);
    assert_eq!(undo(0).await.status, StatusCode::OK);
    let entry = desk.get(&berlin).await.json();
    assert_eq!(entry["origins"], json!(["https://b.example"]));
    assert_eq!(entry["settings"]["ccp_url"], "https://berlin.my.connect.aws/ccp-v2/");
    assert_eq!(undo(3).await.refusal(), (409, "conflict".to_owned()), "its list would go with it");
}

#[tokio::test]
async fn a_file_says_what_it_will_change_and_is_taken_whole_or_not_at_all() {
    let desk = with_berlin().await;
    desk.json("PUT", ORIGINS, &json!({"origin": "https://a.example"})).await;
    let exported = desk.get(INSTANCE_FILE).await;
    assert!(exported.header("content-disposition").unwrap().contains("attachment"));
    let before = exported.json();
    let file = json!({"instances": [
        {"name": "default", "origins": ["https://b.example"]},
        {"name": "tokyo", "settings": settings("tokyo"), "origins": []},
    ]});
    let looked_at = desk.json("PUT", &format!("{INSTANCE_FILE}?dry_run=true"), &file).await.json();
    let told: Vec<_> =
        looked_at["changes"].as_array().unwrap().iter().map(|one| one["action"].clone()).collect();
    assert_eq!(told, ["instance.removed", "instance.added", "origin.removed", "origin.added"]);
    assert_eq!((&looked_at["done"], desk.get(INSTANCE_FILE).await.json()), (&json!(false), before.clone()));

    let mut wrong = file.clone();
    wrong["instances"][1]["origins"] = json!(["https://*.example.com"]);
    let answer = desk.json("PUT", INSTANCE_FILE, &wrong).await;
    assert_eq!(answer.refusal(), (422, "invalid_instance".to_owned()));
    assert_eq!(desk.get(INSTANCE_FILE).await.json(), before, "nothing of it is taken");

    let seen = format!("{INSTANCE_FILE}?version={}", looked_at["version"]);
    desk.json("PUT", ORIGINS, &json!({"origin": "https://c.example"})).await;
    assert_eq!(desk.json("PUT", &seen, &file).await.refusal(), (409, "conflict".to_owned()));
    assert_eq!(desk.json("PUT", INSTANCE_FILE, &file).await.json()["done"], true);
    assert_eq!(desk.get(INSTANCE_FILE).await.json()["instances"][1]["name"], "tokyo");
    let import = &desk.get(INSTANCE_CHANGES).await.json()["changes"][0];
    assert_eq!(import["action"], "instances.imported");
    desk.json("POST", &format!("{INSTANCE_CHANGES}/{}/undo", import["id"]), &json!({})).await;
    let back = desk.get(INSTANCE_FILE).await.json();
    assert_eq!(back["instances"][1]["name"], "berlin");
    assert_eq!(back["instances"][0]["origins"], json!(["https://a.example", "https://c.example"]));
}

#[tokio::test]
async fn instances_are_offered_in_their_order() {
    let desk = with_berlin().await;
    desk.json("PUT", &format!("{INSTANCES}/tokyo"), &settings("tokyo")).await;
    let answer = desk.json("PUT", INSTANCE_ORDER, &json!({"names": ["tokyo", "berlin"]})).await;
    let names: Vec<_> =
        answer.json()["instances"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, ["default", "tokyo", "berlin"]);
    let wrong = desk.json("PUT", INSTANCE_ORDER, &json!({"names": ["tokyo"]})).await;
    assert_eq!(wrong.refusal(), (422, "invalid_instance".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_on_one_server_holds_on_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = database(&folder);
    let postgres = StorageUrl::parse(&store::postgres_of_tests().await).unwrap();
    for url in [file, postgres] {
        let (one, other) = (
            Desk::built(DeskConfig::default(), tempfile::tempdir().unwrap(), url.clone()).await,
            Desk::built(DeskConfig::default(), tempfile::tempdir().unwrap(), url.clone()).await,
        );
        let following = tokio::spawn(other.state.clone().follow());
        let change = Instant::now();
        let mut index = 0;
        loop {
            let origin = format!("https://desk-{index}.example");
            one.json("PUT", ORIGINS, &json!({"origin": origin})).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
            let asked =
                request("GET", CONTACT_RECORDS).header("origin", &origin).body(Body::empty()).unwrap();
            if other.send(asked).await.header("access-control-allow-origin") == Some(&origin) {
                break;
            }
            index += 1;
            assert!(change.elapsed() < Duration::from_secs(10), "{url} tells of no change");
        }
        one.json("DELETE", &format!("{ORIGINS}?origin=https://desk-{index}.example"), &json!({})).await;
        let refused = async {
            loop {
                let asked = request("GET", CONTACT_RECORDS)
                    .header("origin", format!("https://desk-{index}.example"))
                    .body(Body::empty())
                    .unwrap();
                if other.send(asked).await.header("access-control-allow-origin").is_none() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        // PostgreSQL tells at once, a file is looked at each second.
        tokio::time::timeout(Duration::from_secs(3), refused).await.expect("what is removed holds there too");
        following.abort();
    }
}
