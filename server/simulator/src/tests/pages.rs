//! Signing in and out, tokens, pages and the headers that say who may frame them.

use super::*;

#[tokio::test(start_paused = true)]
async fn the_ccp_is_for_those_who_are_signed_in() {
    let instance = Running::start();
    let away = instance.get("/ccp-v2/").await;
    assert_eq!(
        (away.status, away.header(header::LOCATION)),
        (StatusCode::FOUND, "/login?destination=/ccp-v2/")
    );
    let anna = instance.desk("anna").await;
    let page = instance.get_with("/ccp-v2/", &anna.cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(r#"data-auth-cookie="streamdesk_sim_3100""#), "{}", page.body);
    assert!(!page.body.contains("{{"));
}

#[tokio::test(start_paused = true)]
async fn the_login_page_lists_the_agents_and_leads_to_the_ccp() {
    let instance = Running::start();
    let page = instance.get("/login?destination=//evil.example").await;
    assert!(page.body.contains(r#"<option value="chie">佐藤 千恵</option>"#));
    assert!(page.body.contains(r#"name="destination" value="/ccp-v2/""#));
    let answer = instance.log_in("anna").await;
    assert_eq!((answer.status, answer.header(header::LOCATION)), (StatusCode::FOUND, "/ccp-v2/"));
    let cookie = answer.header(header::SET_COOKIE);
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
}

#[tokio::test(start_paused = true)]
async fn nobody_signs_in_who_does_not_exist() {
    let instance = Running::start();
    let answer = instance.log_in("%3Cscript%3E").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.header(header::SET_COOKIE), "");
    assert!(answer.body.contains("There is no such agent"));
    let empty = instance.send(Request::post("/login").body(Body::empty()).unwrap()).await;
    assert_eq!(empty.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(start_paused = true)]
async fn authorize_gives_a_new_token_each_time_and_none_to_strangers() {
    let instance = Running::start();
    assert_eq!(instance.get("/auth/authorize").await.status, StatusCode::UNAUTHORIZED);
    let anna = instance.desk("anna").await;
    let again = instance.get_with("/auth/authorize", &anna.cookie).await.json();
    assert_ne!(again["accessToken"], anna.bearer.as_str());
    assert!(again["refreshToken"].is_string());
    assert_eq!(again["expiration"], 1_700_000_000_000_i64 + 3_600_000);
    // The older one stays good.
    anna.snapshot().await;
}

#[tokio::test(start_paused = true)]
async fn signing_out_ends_the_tokens_too() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let answer = instance.get_with("/logout", &anna.cookie).await;
    assert_eq!((answer.status, answer.header(header::LOCATION)), (StatusCode::FOUND, "/login"));
    assert!(answer.header(header::SET_COOKIE).contains("Max-Age=0"));
    assert_eq!(anna.refused("GetAgentSnapshot", json!({})).await, (401, "UnauthorizedException".to_owned()));
    assert_eq!(instance.get_with("/ccp-v2/", &anna.cookie).await.status, StatusCode::FOUND);
}

#[tokio::test(start_paused = true)]
async fn signing_in_again_ends_the_browsers_earlier_login() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    let form = Request::post("/login")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::COOKIE, &anna.cookie)
        .body(Body::from("username=ben&destination=/login"))
        .unwrap();
    assert_eq!(instance.send(form).await.header(header::LOCATION), "/login");
    assert_eq!(anna.refused("GetAgentSnapshot", json!({})).await.0, 401);
}

#[tokio::test(start_paused = true)]
async fn every_answer_of_the_instance_says_who_may_frame_it() {
    let instance = Running::start();
    let paths = [
        "/login",
        "/ccp-v2/",
        "/logout",
        "/auth/authorize",
        "/worker.js",
        "/lib/connect-streams.js",
        "/assets/ccp/main.js",
        "/assets/none",
        "/api",
        "/ws",
        "/agent-app",
        "/task-templates",
        "/task-templates/proxy/instance/1/task/template",
        "/nowhere",
    ];
    let mine = format!("frame-ancestors 'self' {DESKTOP}");
    for path in paths {
        let answer = instance.get(path).await;
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy == mine || policy.starts_with(&format!("{mine}; ")), "{path}: {policy}");
        assert_eq!(answer.headers.get_all(header::CONTENT_SECURITY_POLICY).iter().count(), 1, "{path}");
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
        assert_eq!(answer.header(header::REFERRER_POLICY), "same-origin", "{path}");
    }
    instance.simulator.approve(Vec::new());
    assert!(
        instance
            .get("/login")
            .await
            .header(header::CONTENT_SECURITY_POLICY)
            .starts_with("frame-ancestors 'none'")
    );
}

#[tokio::test(start_paused = true)]
async fn nobody_frames_the_console() {
    let instance = Running::start();
    for path in ["/", "/console/console.js", "/console/none", "/control/v1/agents", "/control/v1/none"] {
        let answer = instance.get(path).await;
        assert!(
            answer.header(header::CONTENT_SECURITY_POLICY).starts_with("frame-ancestors 'none'"),
            "{path}: {:?}",
            answer.headers
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_library_is_served_as_it_is_and_once() {
    let instance = Running::start();
    let first = instance.get("/lib/connect-streams.js").await;
    assert_eq!(first.body, "/* the library */");
    let again = Request::get("/lib/connect-streams.js")
        .header(header::IF_NONE_MATCH, first.header(header::ETAG))
        .body(Body::empty())
        .unwrap();
    let again = instance.send(again).await;
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
}

#[tokio::test(start_paused = true)]
async fn pages_bring_no_script_of_their_own() {
    let instance = Running::start();
    let anna = instance.desk("anna").await;
    for path in ["/login", "/ccp-v2/", "/"] {
        let page = instance.get_with(path, &anna.cookie).await;
        assert!(page.header(header::CONTENT_SECURITY_POLICY).contains("default-src 'self'"), "{path}");
        assert!(
            !page.body.contains(" onclick")
                && !page.body.contains("<script>")
                && !page.body.contains("style=")
        );
        for asset in
            page.body.split('"').filter(|text| text.starts_with("/assets/") || text.starts_with("/console/"))
        {
            assert_eq!(instance.get(asset).await.status, StatusCode::OK, "{asset}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_module_that_a_script_imports_is_there() {
    let instance = Running::start();
    let mut waiting = vec!["/assets/ccp/main.js".to_owned(), "/console/console.js".to_owned()];
    let mut seen = Vec::new();
    while let Some(path) = waiting.pop() {
        let script = instance.get(&path).await;
        assert_eq!(script.status, StatusCode::OK, "{path}");
        assert_eq!(script.header(header::CONTENT_TYPE), "text/javascript; charset=utf-8", "{path}");
        let folder: Vec<_> = path.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
        for import in script.body.lines().filter_map(|line| line.split_once(" from \"")) {
            let import = import.1.trim_end_matches([';', '"']);
            let up = import.matches("../").count();
            let file = import.trim_start_matches("../").trim_start_matches("./");
            let file = format!("{}/{file}", folder[..folder.len() - up].join("/"));
            if !seen.contains(&file) {
                waiting.push(file);
            }
        }
        seen.push(path);
    }
    for file in [
        "/assets/ccp/sdk/hub.js",
        "/assets/ccp/phone/contact.js",
        "/console/contact-panel.js",
        "/console/faults.js",
    ] {
        assert!(seen.contains(&file.to_owned()), "{seen:?}");
    }
}
