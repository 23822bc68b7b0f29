//! The control API under `/control/v1`: the customer's side of a contact, and the switches that make trouble.
//!
//! For a person at the console page or a test at the other end of HTTP. It has no passwords, which is why the program
//! listens on loopback only and why a request that a foreign web page caused is refused here. Faults never hit it.
//! Its description in OpenAPI is made from the same table as its routes ([`openapi`]).

pub(crate) mod agent_action;
pub(crate) mod agents;
pub(crate) mod browser;
mod centre;
mod contact_json;
pub(crate) mod contacts;
mod errors;
mod live;
pub(crate) mod messages;
pub(crate) mod new_contact;
mod openapi;
mod scenarios;
pub(crate) mod switches;
mod traffic;
pub(crate) mod trouble;

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::Value;

pub(crate) use self::errors::ControlError;
use self::openapi::Api;
use crate::centre::Dialled;
use crate::faults::Fault;
use crate::simulator::Simulator;
use crate::traffic::Traffic;

/// The routes, and what they are for. Both the router and the description come of it.
fn api() -> Api {
    instance(people(Api::new()))
}

/// Contacts, and agents.
fn people(api: Api) -> Api {
    api.get("/live", live::listen, "Server-sent events: `changed` whenever anything shown here has changed")
        .get("/contacts", contacts::list, "Contacts, the latest first: ?state=&agent=&limit=")
        .post::<new_contact::Wanted, _, _>("/contacts", contacts::offer, "Makes a contact")
        .get("/contacts/{id}", contacts::show, "One contact")
        .act(
            "/contacts/{id}/customer-hangup",
            contacts::hang_up,
            "The customer hangs up, or withdraws the task",
        )
        .put::<contacts::Attributes, _, _>(
            "/contacts/{id}/attributes",
            contacts::set_attributes,
            "Sets attributes",
        )
        .post::<contacts::LineEvent, _, _>(
            "/contacts/{id}/connections/{connection}",
            contacts::line_event,
            "Somebody picks up, is busy, or hangs up: a connection's identity, `customer` or `third_party`",
        )
        .post::<agent_action::AgentAction, _, _>(
            "/contacts/{id}/agent-action",
            agent_action::act_on,
            "The contact's agent does something, without a browser",
        )
        .get("/contacts/{id}/messages", messages::list, "What was written in a chat")
        .post::<messages::NewMessage, _, _>(
            "/contacts/{id}/messages",
            messages::write,
            "The customer writes, types or reads",
        )
        .get("/agents", agents::list, "The agents and what they do")
        .get("/agents/{username}", agents::show, "One agent")
        .act("/agents/{username}/sign-in", agents::sign_in, "Signs an agent in who has no browser")
        .act("/agents/{username}/sign-out", agents::sign_out, "Ends every login of an agent")
        .put::<agents::WantedStatus, _, _>(
            "/agents/{username}/status",
            agents::set_status,
            "Sets an agent's status",
        )
        .post::<agent_action::WantedCall, _, _>(
            "/agents/{username}/calls",
            agent_action::call,
            "An agent who has no browser calls somebody",
        )
        .post::<browser::SoftphoneFault, _, _>(
            "/agents/{username}/softphone-fault",
            browser::fail_softphone,
            "Fails the agent's media session that runs, or else the next one",
        )
        .post::<browser::SdkEvent, _, _>(
            "/agents/{username}/sdk-events",
            browser::publish,
            "Publishes an event of the Amazon Connect SDK in the agent's browsers",
        )
}

/// What is around them, and the switches.
fn instance(api: Api) -> Api {
    api.get("/queues", centre::queues, "The queues and how many wait")
        .get("/statuses", centre::statuses, "The statuses that agents can pick")
        .get("/quick-connects", centre::quick_connects, "The quick connects")
        .get("/numbers", centre::numbers, "What was ordered to happen at numbers that are called")
        .put::<Dialled, _, _>(
            "/numbers/{number}",
            centre::expect,
            "Orders what happens when this number is called",
        )
        .delete("/numbers/{number}", centre::forget, "Takes the order back")
        .get("/reports", centre::reports, "What browsers sent for the record: ?operation=&agent=")
        .get("/operations", centre::operations, "How often each operation of the service was called")
        .get("/approved-origins", switches::show_origins, "The origins that may frame the instance")
        .put::<switches::ApprovedOrigins, _, _>(
            "/approved-origins",
            switches::approve_origins,
            "Replaces them",
        )
        .get("/regions", switches::show_regions, "The region of this instance, and where its agents work")
        .put::<switches::WantedRegion, _, _>(
            "/regions",
            switches::tell_region,
            "Tells the agents of this instance in which region they work",
        )
        .get(
            "/faults",
            trouble::show_faults,
            "The faults that are ordered, each with the times that are left",
        )
        .put::<trouble::Faults, _, _>("/faults", trouble::order_faults, "Orders these faults and no others")
        .post::<Fault, _, _>("/faults", trouble::add_fault, "Orders one fault more")
        .delete("/faults", trouble::clear_faults, "Takes all faults back")
        .get("/traffic", traffic::show, "The customers who come by themselves, and how many have come")
        .put::<Traffic, _, _>("/traffic", traffic::order, "Lets customers come, or come otherwise")
        .delete("/traffic", traffic::stop, "Lets nobody come any more; who is there waits and talks on")
        .get("/clock", switches::show_clock, "What time the service says it is")
        .get("/scenarios", scenarios::list, "The scenarios that ship")
        .get("/scenarios/{name}", scenarios::show, "One of them, as it is written")
        .get("/plays", scenarios::plays, "The plays that run and those that ran last, the latest first")
        .post::<scenarios::WantedPlay, _, _>("/plays", scenarios::begin, "Plays a scenario")
        .get("/plays/{id}", scenarios::play, "One play and how far it has come")
        .delete("/plays/{id}", scenarios::stop, "Stops it and takes back what it has begun")
        .put::<switches::Clock, _, _>("/clock", switches::shift_clock, "Shifts the service's clock")
        .post_or_act::<trouble::SocketLoss, _, _>(
            "/websockets/drop",
            trouble::drop_websockets,
            "Drops every WebSocket, or those of some agents, and refuses new ones for a while",
        )
        .act(
            "/agents/{username}/expire-tokens",
            trouble::expire_tokens,
            "Has every bearer of an agent refused from now on; the login stays",
        )
}

pub(crate) use self::live::{Streams, ring_after};

pub(crate) fn routes() -> Router<Arc<Simulator>> {
    api()
        .into_router()
        .fallback(async || ControlError::NoRoute)
        .method_not_allowed_fallback(async || ControlError::WrongMethod)
        .layer(axum::middleware::from_fn(refuse_foreign_pages))
}

type Answer = Result<Json<Value>, ControlError>;
type Shared = State<Arc<Simulator>>;
type Body<T> = Result<Json<T>, JsonRejection>;

/// A browser says when a page of another site is behind a request; nothing else does, and needs not.
async fn refuse_foreign_pages(request: Request, next: Next) -> Response {
    match request.headers().get("sec-fetch-site") {
        Some(site) if site == "cross-site" => ControlError::ForeignPage.into_response(),
        _ => next.run(request).await,
    }
}
