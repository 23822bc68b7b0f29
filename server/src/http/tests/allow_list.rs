//! The allow list and what it decides, and the name that this server answers to.

use super::*;

#[tokio::test]
async fn origins_are_listed_added_and_removed() {
    let desk = Desk::open().await;
    assert_eq!(desk.get(ORIGINS).await.json(), json!({"origins": []}));
    let answer = desk.json("PUT", ORIGINS, &json!({"origin": "https://Desk.example.com:443"})).await;
    assert_eq!(answer.json(), json!({"origins": ["https://desk.example.com"]}));
    let removed =
        desk.json("DELETE", &format!("{ORIGINS}?origin=https://desk.example.com"), &json!({})).await;
    assert_eq!(removed.json(), json!({"origins": []}));
    let again = desk.json("DELETE", &format!("{ORIGINS}?origin=https://desk.example.com"), &json!({})).await;
    assert_eq!(again.refusal(), (404, "not_found".to_owned()));
}

#[rstest]
#[case("https://*.example.com", "wildcard")]
#[case("http://desk.example.com", "https")]
#[case("https://desk.example.com/path", "path")]
#[case("desk", "not an address")]
#[tokio::test]
async fn an_origin_that_cannot_be_allowed_is_refused_with_the_reason(
    #[case] origin: &str,
    #[case] reason: &str,
) {
    let desk = Desk::open().await;
    let answer = desk.json("PUT", ORIGINS, &json!({"origin": origin})).await;
    assert_eq!(answer.refusal(), (422, "invalid_origin".to_owned()));
    assert!(answer.json()["error"]["message"].as_str().unwrap().contains(reason));
    assert_eq!(desk.get(ORIGINS).await.json(), json!({"origins": []}));
}

#[tokio::test]
async fn the_list_decides_who_may_read_who_may_write_and_who_may_frame() {
    let desk = Desk::open().await;
    let page = "https://desk.example.com";
    let from_page = |method: &str| request(method, CONTACT_RECORDS).header("origin", page);
    let write = || {
        let body = Body::from(record(&json!({})).to_string());
        from_page("POST").header("content-type", "application/json").body(body).unwrap()
    };

    let read = desk.send(from_page("GET").body(Body::empty()).unwrap()).await;
    assert_eq!(read.header("access-control-allow-origin"), None);
    assert_eq!(desk.send(write()).await.refusal(), (403, "origin_not_allowed".to_owned()));
    assert!(desk.stored().await.is_empty());
    let policy = read.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none';") && policy.ends_with("; frame-ancestors 'self'"),
        "{policy}"
    );

    desk.json("PUT", ORIGINS, &json!({"origin": page})).await;
    let preflight =
        from_page("OPTIONS").header("access-control-request-method", "POST").body(Body::empty()).unwrap();
    assert_eq!(desk.send(preflight).await.header("access-control-allow-origin"), Some(page));
    assert_eq!(desk.send(write()).await.status, StatusCode::CREATED);
    let read = desk.send(from_page("GET").body(Body::empty()).unwrap()).await;
    assert_eq!(read.header("access-control-allow-origin"), Some(page));
    let policy = read.header("content-security-policy").unwrap();
    assert!(policy.ends_with("; frame-ancestors 'self' https://desk.example.com"), "{policy}");
}

#[rstest]
#[case("null")]
#[case("http://localhost:3001")]
#[case("https://localhost:3000")]
#[case("http://localhost:3000.evil.example")]
#[tokio::test]
async fn a_foreign_page_changes_nothing(#[case] origin: &str) {
    let desk = Desk::open().await;
    let body = Body::from(record(&json!({})).to_string());
    let request =
        request("POST", CONTACT_RECORDS).header("content-type", "application/json").header("origin", origin);
    assert_eq!(
        desk.send(request.body(body).unwrap()).await.refusal(),
        (403, "origin_not_allowed".to_owned())
    );
    assert!(desk.stored().await.is_empty());
}

#[rstest]
#[case("evil.example")]
#[case("localhost.evil.example:3000")]
#[case("")]
#[tokio::test]
async fn a_foreign_name_for_this_machine_is_refused(#[case] host: &str) {
    let desk = Desk::open().await;
    let request = Request::builder().uri("/").header("host", host).body(Body::empty()).unwrap();
    assert_eq!(desk.send(request).await.refusal(), (403, "host_not_allowed".to_owned()));
}
