//! The routes, and the headers that every answer carries.
//!
//! There are two sides. The instance's is what Amazon would serve: faults hit it, and approved origins may frame it.
//! The console's (`/`, `/console`, `/control`) is ours: no fault hits it, and nobody frames it.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};

use crate::chat::participant;
use crate::origin::frame_ancestors;
use crate::simulator::Simulator;
use crate::{
    agent_app, control, cors, faults, pages, quick_responses, regions, service, task_templates, uploads,
    websocket,
};

pub(crate) fn router(simulator: Arc<Simulator>) -> Router {
    // From the inside out: a fault is an answer of the instance too, so the headers come last.
    let participant =
        participant::routes().layer(from_fn_with_state(Arc::clone(&simulator), cors::allow_approved));
    let instance = Router::new()
        .route("/ccp-v2/", get(pages::ccp))
        .route("/login", get(pages::login).post(pages::sign_in))
        .route("/logout", get(pages::logout))
        .route("/auth/authorize", get(pages::authorize))
        .route("/agent-app", post(agent_app::call))
        .nest("/task-templates", task_templates::routes())
        .nest("/participant", participant)
        .route("/quick-responses", post(quick_responses::search))
        .route("/worker.js", get(pages::worker))
        .route("/lib/connect-streams.js", get(pages::library))
        .route("/assets/{*path}", get(pages::instance_asset))
        .route("/ws", get(websocket::open))
        .route("/discovery", get(regions::discovery))
        .route("/discovery-active", get(regions::ask).post(regions::report))
        .route(service::PATH, post(service::call))
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(from_fn_with_state(Arc::clone(&simulator), faults::inject))
        .layer(from_fn_with_state(Arc::clone(&simulator), framed_by_the_approved));

    let console = Router::new()
        .route("/", get(pages::console))
        .route("/console/{*path}", get(pages::console_asset))
        .nest("/control/v1", control::routes())
        .layer(from_fn(framed_by_nobody));

    instance
        .merge(console)
        .layer(DefaultBodyLimit::max(uploads::LARGEST))
        .layer(from_fn(uploads::limit))
        .layer(from_fn_with_state(Arc::clone(&simulator), control::ring_after))
        .layer(from_fn(harden))
        .with_state(simulator)
}

async fn framed_by_the_approved(
    State(simulator): State<Arc<Simulator>>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    with_frame_ancestors(response, &frame_ancestors(&simulator.approved()))
}

async fn framed_by_nobody(request: Request, next: Next) -> Response {
    with_frame_ancestors(next.run(request).await, "frame-ancestors 'none'")
}

/// Puts the directive in front of the policy that a page has given itself.
fn with_frame_ancestors(mut response: Response, directive: &str) -> Response {
    let own = response.headers().get(header::CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
    let policy = own.map_or_else(|| directive.to_owned(), |own| format!("{directive}; {own}"));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

async fn harden(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}
