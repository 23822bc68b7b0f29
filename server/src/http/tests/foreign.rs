//! What foreign pages, foreign names and foreign proxies are good for: nothing.

use app::api::Role;

use super::{
    access::TABLE,
    folk::{PASSWORD, Shows, local, showing, signed_in_desk},
    *,
};

const PAGE: &str = "https://desk.example.com";

/// Everything that changes something.
fn changing() -> impl Iterator<Item = (String, String)> {
    TABLE.iter().filter(|(method, ..)| method != axum::http::Method::GET).map(|(method, path, _)| {
        (method.to_string(), path.replace("{id}", "none").replace("{contact_id}", "none"))
    })
}

async fn sent_by(desk: &Desk, method: &str, path: &str, shows: &Shows, by: &[(&str, &str)]) -> Answer {
    let mut request = showing(request(method, path), shows);
    for (name, value) in by {
        request = request.header(*name, *value);
    }
    desk.send(request.body(Body::empty()).unwrap()).await
}

#[rstest]
#[case::another_page(&[("origin", "https://evil.example")])]
#[case::a_page_on_another_port(&[("origin", "http://localhost:3001")])]
#[case::our_name_over_https(&[("origin", "https://localhost:3000")])]
#[case::a_page_that_hides_its_origin(&[("origin", "null")])]
#[case::a_page_that_is_listed(&[("origin", PAGE)])]
#[case::two_pages(&[("origin", "http://localhost:3000"), ("origin", "https://evil.example")])]
#[case::a_page_that_sends_no_origin(&[("sec-fetch-site", "cross-site")])]
#[case::a_sister_that_sends_no_origin(&[("sec-fetch-site", "same-site")])]
#[tokio::test]
async fn no_foreign_page_changes_anything_in_the_name_of_whoever_is_signed_in(#[case] by: &[(&str, &str)]) {
    let desk = signed_in_desk().await;
    let (admin, shows) = desk.person("admin", Role::Admin, "").await;
    desk.tell("PUT", ORIGINS, &shows, &json!({ "origin": PAGE })).await;
    for (method, path) in changing() {
        let answer = sent_by(&desk, &method, &path, &shows, by).await;
        assert_eq!(answer.refusal(), (403, "origin_not_allowed".to_owned()), "{method} {path}");
    }
    assert_eq!(desk.store.sessions(Some(&admin.id)).await.unwrap().len(), 1, "not even signed out");
}

#[tokio::test]
async fn our_own_page_and_what_is_no_browser_may() {
    let desk = signed_in_desk().await;
    let (_, shows) = desk.person("admin", Role::Admin, "").await;
    for by in [
        &[("origin", "http://localhost:3000"), ("sec-fetch-site", "same-origin")][..],
        &[("sec-fetch-site", "none")],
        &[],
    ] {
        let answer = sent_by(&desk, "DELETE", &format!("{ORIGINS}?origin={PAGE}"), &shows, by).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{by:?}");
    }
}

#[tokio::test]
async fn a_listed_page_calls_with_a_token_and_never_with_a_cookie() {
    let desk = signed_in_desk().await;
    let (_, admin) = desk.person("admin", Role::Admin, "").await;
    let (_, token) = desk.machine(&[crate::auth::Scope::RecordsWrite], 60_000).await;
    let from = [("origin", PAGE), ("content-type", "application/json")];
    let write = async |shows: &Shows| {
        let mut request = showing(request("POST", RECORDS), shows);
        for (name, value) in from {
            request = request.header(name, value);
        }
        desk.send(request.body(Body::from("{}")).unwrap()).await
    };
    assert_eq!(write(&token).await.refusal(), (403, "origin_not_allowed".to_owned()), "not listed yet");
    desk.tell("PUT", ORIGINS, &admin, &json!({ "origin": PAGE })).await;
    let answer = write(&token).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("access-control-allow-origin"), Some(PAGE));
    assert_eq!(answer.header("access-control-allow-credentials"), None, "no cookies");
    assert_eq!(write(&admin).await.refusal(), (403, "origin_not_allowed".to_owned()));
    assert_eq!(write(&None).await.refusal(), (401, "not_signed_in".to_owned()));
    let asking = request("OPTIONS", RECORDS)
        .header("origin", PAGE)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type");
    let preflight = desk.send(asking.body(Body::empty()).unwrap()).await;
    assert!(preflight.header("access-control-allow-headers").unwrap().contains("authorization"));
}

#[tokio::test]
async fn a_listed_page_signs_nobody_in() {
    let desk = signed_in_desk().await;
    let (_, admin) = desk.person("admin", Role::Admin, "").await;
    desk.tell("PUT", ORIGINS, &admin, &json!({ "origin": PAGE })).await;
    for path in [people::SIGN_IN, people::WELCOME, people::NEW_PASSWORD] {
        let answer = sent_by(&desk, "POST", path, &None, &[("origin", PAGE)]).await;
        assert_eq!(answer.refusal(), (403, "origin_not_allowed".to_owned()), "{path}");
    }
}

#[tokio::test]
async fn over_https_one_name_is_answered_and_cookies_are_locked_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let url = database(&folder);
    let public = Origin::parse(PAGE).unwrap();
    let desk = Desk::reached(DeskConfig::default(), folder, url, local(), Some(public)).await;
    desk.account("anna", Role::Agent, "", Some(PASSWORD)).await;
    let get = async |path: &str, host: &str| {
        desk.send(Request::builder().uri(path).header("host", host).body(Body::empty()).unwrap()).await
    };
    for host in ["localhost:3000", "evil.example", "desk.example.com.evil.example", "desk.example.com:80", ""]
    {
        assert_eq!(get("/sign-in", host).await.refusal(), (403, "host_not_allowed".to_owned()), "{host}");
        assert_eq!(get("/healthz", host).await.status, StatusCode::OK, "who probes knows the address alone");
    }
    let page = get("/sign-in", "desk.example.com").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("strict-transport-security"), Some("max-age=31536000"));
    let signing_in = Request::builder()
        .method("POST")
        .uri("/sign-in")
        .header("host", "desk.example.com")
        .header("origin", PAGE)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("name=anna&password={}", PASSWORD.replace(' ', "+"))))
        .unwrap();
    let answer = desk.send(signing_in).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-streamdesk="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
}

#[tokio::test]
async fn on_localhost_nothing_is_said_of_https() {
    assert_eq!(signed_in_desk().await.get("/sign-in").await.header("strict-transport-security"), None);
}

#[tokio::test]
async fn browsers_say_to_us_alone_from_which_page_a_form_of_ours_comes() {
    let desk = signed_in_desk().await;
    let (_, shows) = desk.person("anna", Role::Agent, "").await;
    for (path, shows) in [("/sign-in", &None), ("/", &shows), (people::OWN, &shows)] {
        assert_eq!(
            desk.call("GET", path, shows).await.header("referrer-policy"),
            Some("same-origin"),
            "{path}"
        );
    }
}
