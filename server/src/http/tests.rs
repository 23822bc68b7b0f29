//! The router as its callers see it.

mod accounts;
mod anything;
#[cfg(feature = "aws")]
mod approved;
mod folk;
mod foreign;
mod instance_pages;
mod openapi;
mod page;
mod protection;
#[cfg(feature = "oidc")]
mod provider;
mod reach;
mod records;
mod rules;
mod several_instances;
mod sign_in;
mod versions;

use app::api::{
    DeskConfig, MAX_ATTRIBUTE, MAX_ATTRIBUTES, MAX_EVENTS, MAX_NOTES, MAX_SPANS, MAX_TEXT, MAX_TRANSFERS,
    Settings,
};
use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use http_body_util::BodyExt as _;
use rstest::rstest;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::*;
use crate::{
    config::{AuthConfig, HttpConfig, Operations, StorageConfig, StorageUrl},
    instances::Instance,
    origin::Origin,
    store,
};

/// The list of the instance that the configuration names.
const ORIGINS: &str = "/api/v1/instances/default/origins";

/// A server of its own, with a database and a folder of files that go with the test.
struct Desk {
    router: Router,
    state: AppState,
    store: Store,
    /// Where its database and its files are, as long as it is there.
    folder: tempfile::TempDir,
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Status and error code of a refusal, which has a message too.
    fn refusal(&self) -> (u16, String) {
        let body = self.json();
        assert!(body["error"]["message"].as_str().is_some_and(|message| message.ends_with('.')), "{body}");
        (self.status.as_u16(), body["error"]["code"].as_str().unwrap().to_owned())
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

impl Desk {
    async fn open() -> Self {
        Self::configured(DeskConfig::default()).await
    }

    async fn configured(desk: DeskConfig) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = database(&folder);
        Self::built(desk, folder, url).await
    }

    async fn built(desk: DeskConfig, folder: tempfile::TempDir, url: StorageUrl) -> Self {
        let (auth, operations) = (AuthConfig::default(), Operations::default());
        Self::run(desk, folder, url, (auth, None), operations).await
    }

    async fn reached(
        desk: DeskConfig,
        folder: tempfile::TempDir,
        url: StorageUrl,
        auth: AuthConfig,
        public_url: Option<Origin>,
    ) -> Self {
        Self::run(desk, folder, url, (auth, public_url), Operations::default()).await
    }

    async fn run(
        desk: DeskConfig,
        folder: tempfile::TempDir,
        url: StorageUrl,
        (auth, public_url): (AuthConfig, Option<Origin>),
        operations: Operations,
    ) -> Self {
        let site = folder.path().join("site");
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        std::fs::create_dir_all(site.join("vendor")).unwrap();
        std::fs::write(
            site.join(format!("vendor/amazon-connect-streams-{}.min.js", connect_streams::STREAMS_VERSION)),
            "//",
        )
        .unwrap();
        std::fs::write(site.join("pkg/streamdesk.js"), "//").unwrap();
        let config = Config {
            http: HttpConfig {
                addr: "127.0.0.1:0".parse().unwrap(),
                site_dir: site,
                public_url,
                trusted_proxies: Vec::new(),
            },
            auth,
            connect: Instance {
                ccp_url: "https://example.my.connect.aws/ccp-v2/".parse().unwrap(),
                region: "eu-central-1".to_owned(),
                arn: None,
                login_url: "https://login.example.com/</script>".parse().unwrap(),
                second: None,
            },
            storage: StorageConfig { url },
            operations,
            settings: Settings { desk, ..Settings::default() },
        };
        let store = store::open(config.storage.url.as_str()).await.unwrap();
        let state = AppState::new(config, store.clone()).await.unwrap();
        Self { router: router(state.clone()), state, store, folder }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Answer { status, headers, body: response.into_body().collect().await.unwrap().to_bytes().to_vec() }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(request("GET", path).body(Body::empty()).unwrap()).await
    }

    async fn json(&self, method: &str, path: &str, body: &Value) -> Answer {
        let request = request(method, path).header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    async fn store(&self, body: &Value) -> Answer {
        self.json("POST", CONTACT_RECORDS, body).await
    }

    async fn stored(&self) -> Vec<Value> {
        self.get(CONTACT_RECORDS).await.json()["records"].as_array().unwrap().clone()
    }
}

fn database(folder: &tempfile::TempDir) -> StorageUrl {
    StorageUrl::parse(&format!("sqlite://{}", folder.path().join("test.db").display())).unwrap()
}

fn request(method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path).header("host", "localhost:3000")
}

/// A record as those who know nothing of answers, transfers and notes send it.
fn record_of_old() -> Value {
    serde_json::from_str(include_str!("../../../app/tests/record.json")).unwrap()
}

/// A record with everything that the server answers with.
fn record(change: &Value) -> Value {
    let mut record = record_of_old();
    for unknown in [
        "customer_answered_at",
        "related_contact_id",
        "subtype",
        "first_queued_at",
        "last_queued_at",
        "system_endpoint",
        "skew_ms",
    ] {
        record[unknown] = Value::Null;
    }
    for empty in ["instance", "region", "desktop_version", "streams_version"] {
        record[empty] = json!("");
    }
    for none in ["local_times", "doubts", "mutes", "pauses", "events"] {
        record[none] = json!([]);
    }
    for no in ["monitoring", "recovered"] {
        record[no] = json!(false);
    }
    record["attributes"] = json!({});
    record["holds"][0]["by"] = Value::Null;
    record["ended_by"] = json!("customer");
    record["transfers"] = json!([{
        "to": "Ben", "kind": "consult", "started_at": "2026-11-21T09:01:00.000Z",
        "answered_at": "2026-11-21T09:01:05.000Z", "ended_at": "2026-11-21T09:01:30.000Z", "outcome": "left",
    }]);
    record["disposition"] = json!("refund/part");
    record["notes"] = json!("Wants a call back.\n明日");
    for (field, value) in change.as_object().unwrap() {
        record[field] = value.clone();
    }
    record
}

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

#[tokio::test]
async fn what_is_not_there_is_said_in_json() {
    let desk = Desk::open().await;
    for path in ["/api/v1/contact-records/unknown", "/api/v1/nothing", "/api/v2/contact-records"] {
        assert_eq!(desk.get(path).await.refusal(), (404, "not_found".to_owned()), "{path}");
    }
    let answer = desk.json("DELETE", CONTACT_RECORDS, &json!({})).await;
    assert_eq!(answer.refusal(), (405, "method_not_allowed".to_owned()));
}

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

#[tokio::test]
async fn files_that_are_named_by_their_content_are_kept_for_ever() {
    let desk = Desk::open().await;
    let answer = desk
        .get(&format!("/vendor/amazon-connect-streams-{}.min.js", connect_streams::STREAMS_VERSION))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(
        desk.get("/pkg/streamdesk.js").await.header("cache-control"),
        Some("no-cache"),
        "this one has no hash"
    );
    assert_eq!(desk.get("/pkg/../../test.db").await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get("/nothing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn health() {
    let desk = Desk::open().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(desk.get(path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_site_that_was_not_built_is_named_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        http: HttpConfig {
            addr: "127.0.0.1:0".parse().unwrap(),
            site_dir: folder.path().to_owned(),
            public_url: None,
            trusted_proxies: Vec::new(),
        },
        auth: AuthConfig::default(),
        connect: Instance {
            ccp_url: "https://example.my.connect.aws/".parse().unwrap(),
            region: "x".to_owned(),
            arn: None,
            login_url: "https://example.my.connect.aws/".parse().unwrap(),
            second: None,
        },
        storage: StorageConfig { url: database(&folder) },
        operations: Operations::default(),
        settings: Settings::default(),
    };
    let store = store::open(config.storage.url.as_str()).await.unwrap();
    let error = AppState::new(config, store).await.unwrap_err();
    assert!(error.to_string().contains("make build"), "{error}");
}
