//! The instance as a browser meets it: requests to the router, answers from it.
//!
//! Time is Tokio's and stands still until everybody waits, so nothing here sleeps and nothing here races.

mod agent_actions;
mod anything;
mod clock;
mod contacts;
mod control;
mod faults;
mod live;
mod openapi;
mod pages;
mod scenarios;
mod service;
mod side;
mod spectator;
mod traffic;
mod wire;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::time::Instant;
use tower::ServiceExt;

use crate::centre::EpochMs;
use crate::http::router;
use crate::instance::Instance;
use crate::origin::Origin;
use crate::session::cookie_name;
use crate::simulator::{Library, Simulator};

const PORT: u16 = 3100;
const DESKTOP: &str = "http://localhost:3000";

struct Running {
    simulator: Arc<Simulator>,
    router: Router,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// One agent's browser and worker.
struct Desk<'a> {
    instance: &'a Running,
    cookie: String,
    bearer: String,
}

impl Running {
    /// Call within a paused runtime: deadlines are kept as in real life.
    fn start() -> Self {
        let started = Instant::now();
        let clock =
            move || EpochMs(1_700_000_000_000).plus(started.elapsed().as_millis().try_into().unwrap());
        let approved = vec![Origin::parse(DESKTOP).unwrap()];
        let library = Library::new("/* the library */");
        let simulator =
            Arc::new(Simulator::new(Instance::built_in().unwrap(), approved, library, PORT, Box::new(clock)));
        let keeper = Arc::clone(&simulator);
        tokio::spawn(async move { keeper.live.keep_deadlines().await });
        Self { router: router(Arc::clone(&simulator)), simulator }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn get_with(&self, path: &str, cookie: &str) -> Answer {
        self.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    async fn control(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = Request::builder().method(method).uri(format!("/control/v1{path}"));
        let request = match body {
            Some(body) => {
                request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()))
            }
            None => request.body(Body::empty()),
        };
        self.send(request.unwrap()).await
    }

    async fn log_in(&self, agent: &str) -> Answer {
        let form = Request::post("/login")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("username={agent}")))
            .unwrap();
        self.send(form).await
    }

    async fn desk(&self, agent: &str) -> Desk<'_> {
        let answer = self.log_in(agent).await;
        let cookie = answer.header(header::SET_COOKIE).split(';').next().unwrap().to_owned();
        assert!(cookie.starts_with(&cookie_name(PORT)));
        let token = self.get_with("/auth/authorize", &cookie).await.json();
        Desk { instance: self, cookie, bearer: token["accessToken"].as_str().unwrap().to_owned() }
    }

    async fn offer(&self, agent: &str) -> String {
        let body =
            json!({ "channel": "voice", "customer": "+12065550100", "queue": "BasicQueue", "agent": agent });
        let answer = self.control(Method::POST, "/contacts", Some(body)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        answer.json()["contact_id"].as_str().unwrap().to_owned()
    }

    async fn contact(&self, id: &str) -> Value {
        self.control(Method::GET, &format!("/contacts/{id}"), None).await.json()["contact"].clone()
    }
}

impl Desk<'_> {
    fn request(&self, operation: &str, body: impl Into<Body>) -> Request<Body> {
        Request::post("/api")
            .header(header::HOST, format!("localhost:{PORT}"))
            .header(header::COOKIE, &self.cookie)
            .header("x-amz-bearer", &self.bearer)
            .header("x-amz-target", format!("AmazonConnectCTIService.{operation}"))
            .header(header::CONTENT_TYPE, "application/x-amz-json-1.0")
            .body(body.into())
            .unwrap()
    }

    async fn call(&self, operation: &str, body: Value) -> Answer {
        self.instance.send(self.request(operation, body.to_string())).await
    }

    async fn done(&self, operation: &str, body: Value) -> Value {
        let answer = self.call(operation, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{operation}: {}", answer.body);
        answer.json()
    }

    async fn refused(&self, operation: &str, body: Value) -> (u16, String) {
        let answer = self.call(operation, body).await;
        let json = answer.json();
        assert_eq!(answer.header("x-amzn-errortype"), json["__type"].as_str().unwrap());
        assert!(json["message"].is_string());
        (answer.status.as_u16(), json["__type"].as_str().unwrap().to_owned())
    }

    async fn snapshot(&self) -> Value {
        self.done("GetAgentSnapshot", json!({ "timeout": 30000 })).await["snapshot"].clone()
    }

    async fn pick(&self, status: &str) {
        self.done("PutAgentState", json!({ "state": { "name": status, "type": "x" } })).await;
    }

    /// Available, and in a call that is connected.
    async fn in_a_call(&self, agent: &str) -> (String, String, String) {
        self.pick("Available").await;
        let contact = self.instance.offer(agent).await;
        self.done("AcceptContact", json!({ "contactId": contact })).await;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        let connections = self.snapshot().await["contacts"][0]["connections"].clone();
        let id = |index: usize| connections[index]["connectionId"].as_str().unwrap().to_owned();
        (contact, id(0), id(1))
    }
}
