//! The list that an instance itself keeps, as the doctor tells it and administrators add to it.

use app::api::{APPROVED_ORIGINS, Role};
use aws_credential_types::Credentials;

use super::{
    folk::{Shows, local, showing},
    *,
};
use crate::{
    auth::Scope,
    aws::{
        Aws,
        testing::{Amazon, ID, KEY, Mood, REGION, SECRET},
    },
};

/// The page's own origin.
const PAGE: &str = "http://localhost:3000";

/// A desk whose instance is there, where people sign in, and whose server has credentials.
async fn desk(amazon: &Amazon) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let url = database(&folder);
    let mut desk = Desk::reached(DeskConfig::default(), folder, url, local(), None).await;
    let settings = json!({
        "ccp_url": "http://localhost:9/ccp-v2/", "region": REGION,
        "instance_arn": format!("arn:aws:connect:{REGION}:123456789012:instance/{ID}"),
    });
    let admin = desk.person("boss", Role::Admin, "").await.1;
    let added = desk.tell("PUT", "/api/v1/instances/berlin", &admin, &settings).await;
    assert_eq!(added.status, StatusCode::OK, "{}", added.text());
    // Nobody else shares it then.
    desk.router = Router::new();
    Arc::get_mut(&mut desk.state.0).unwrap().aws =
        Aws::at(&amazon.url, Some(Credentials::new(KEY, SECRET, None, None, "test")));
    desk.router = router(desk.state.clone());
    desk
}

impl Desk {
    async fn looked(&self, shows: &Shows) -> Value {
        self.call("GET", &format!("{DOCTOR_CHECK}?instance=berlin&origins={PAGE}"), shows).await.json()
    }

    async fn approve(&self, shows: &Shows, origin: &str) -> Answer {
        let path = APPROVED_ORIGINS.replace("{name}", "berlin");
        let request = showing(request("PUT", &path), shows).header("content-type", "application/json");
        let body = json!({ "origin": origin }).to_string();
        self.send(request.header("origin", PAGE).body(Body::from(body)).unwrap()).await
    }
}

#[tokio::test]
async fn an_administrator_adds_the_origin_that_is_missing_and_the_log_tells_who_did() {
    let amazon = Amazon::start(&["https://other.example.com"]).await;
    let desk = desk(&amazon).await;
    let admin = desk.person("admin", Role::Admin, "").await.1;
    let before = desk.looked(&admin).await;
    assert_eq!((&before["origins"][0]["approved"], &before["may_approve"]), (&json!(false), &json!(true)));
    let answer = desk.approve(&admin, PAGE).await;
    assert_eq!((answer.status, answer.body.is_empty()), (StatusCode::NO_CONTENT, true), "{}", answer.text());
    assert_eq!(amazon.origins(), ["https://other.example.com", PAGE]);
    assert_eq!(desk.looked(&admin).await["origins"][0]["approved"], true);
    let audited = desk.audited().await;
    let deeds: Vec<_> =
        audited.iter().filter(|(_, action, _)| action.starts_with("approved_origin")).collect();
    let deed = |action: &str| ("account:admin".to_owned(), action.to_owned(), format!("berlin: {PAGE}"));
    assert_eq!(deeds, [&deed("approved_origin.adding"), &deed("approved_origin.added")]);
}

#[tokio::test]
async fn an_origin_that_is_listed_here_can_be_added_and_no_other() {
    let amazon = Amazon::start(&[]).await;
    let desk = desk(&amazon).await;
    let admin = desk.person("admin", Role::Admin, "").await.1;
    let portal = "https://portal.example.com";
    assert_eq!(desk.approve(&admin, portal).await.refusal(), (422, "origin_not_listed".to_owned()));
    assert_eq!(
        desk.approve(&admin, "https://*.example.com").await.refusal(),
        (422, "invalid_origin".to_owned())
    );
    desk.tell("PUT", "/api/v1/instances/berlin/origins", &admin, &json!({ "origin": portal })).await;
    assert_eq!(desk.approve(&admin, portal).await.status, StatusCode::NO_CONTENT);
    assert_eq!(amazon.origins(), [portal]);
}

#[tokio::test]
async fn nobody_else_adds_anything_or_learns_of_the_servers_credentials() {
    let amazon = Amazon::start(&[]).await;
    let desk = desk(&amazon).await;
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Admin) {
        let shows = desk.person(role.as_str(), role, "").await.1;
        assert_eq!(desk.approve(&shows, PAGE).await.refusal(), (403, "forbidden".to_owned()));
        let looked = desk.looked(&shows).await;
        assert_eq!(
            (&looked["origins"][0]["approved"], &looked["may_approve"]),
            (&json!(false), &json!(false))
        );
    }
    assert_eq!(desk.approve(&None, PAGE).await.refusal(), (401, "not_signed_in".to_owned()));
    let machine = desk.machine(&Scope::ALL, 60_000).await.1;
    assert_eq!(desk.approve(&machine, PAGE).await.refusal(), (403, "forbidden".to_owned()));
    amazon.is(Mood::Denied);
    tokio::time::sleep(Duration::from_millis(3_100)).await;
    let agent = desk.person("olga", Role::Agent, "").await.1;
    assert_eq!(desk.looked(&agent).await["list_trouble"], Value::Null);
    assert!(amazon.origins().is_empty());
}

#[tokio::test]
async fn a_foreign_page_adds_nothing() {
    let amazon = Amazon::start(&[]).await;
    let desk = desk(&amazon).await;
    let admin = desk.person("admin", Role::Admin, "").await.1;
    let path = APPROVED_ORIGINS.replace("{name}", "berlin");
    let request = showing(request("PUT", &path), &admin).header("content-type", "application/json");
    let request = request
        .header("origin", "https://evil.example")
        .body(Body::from(json!({"origin": PAGE}).to_string()));
    assert_eq!(desk.send(request.unwrap()).await.refusal(), (403, "origin_not_allowed".to_owned()));
    assert!(amazon.asked().is_empty());
}

#[tokio::test]
async fn what_keeps_it_from_being_added_is_said_with_what_puts_it_right() {
    let amazon = Amazon::start(&[]).await;
    let desk = desk(&amazon).await;
    let admin = desk.person("admin", Role::Admin, "").await.1;
    amazon.is(Mood::ReadOnly);
    let answer = desk.approve(&admin, PAGE).await;
    assert_eq!(answer.refusal(), (502, "list_may_not_add".to_owned()));
    assert!(answer.text().contains("connect:AssociateApprovedOrigin"), "{}", answer.text());
    assert!(desk.audited().await.iter().any(|(_, action, _)| action == "approved_origin.not_added"));
    amazon.is(Mood::Denied);
    let looked = desk.looked(&admin).await;
    assert_eq!(
        (&looked["list_trouble"], &looked["may_approve"]),
        (&json!("list_may_not_list"), &json!(false))
    );
    assert_eq!(looked["origins"][0]["approved"], Value::Null);
}
