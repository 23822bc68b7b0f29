//! The router as its callers see it.

mod accounts;
mod allow_list;
mod anything;
#[cfg(feature = "aws")]
mod approved;
mod files;
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
mod single_records;
mod versions;

use std::time::{Duration, Instant};

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
