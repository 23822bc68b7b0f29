//! Task templates: what a task of a kind has to say, and tasks made by them.
//!
//! The shapes are those of Amazon Connect's task template operations, as `amazon-connect-taskjs` passes them on.
//! Failures have JSON bodies, because the library parses them. Anything but 200 is a failure to it.

mod tasks;

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::centre::Username;
use crate::session::cookie_in;
use crate::simulator::Simulator;

/// A field of a template: its name, type, and what may be chosen.
struct Field {
    name: &'static str,
    kind: &'static str,
    options: &'static [&'static str],
    required: bool,
    default: Option<&'static str>,
}

struct Template {
    id: &'static str,
    name: &'static str,
    description: &'static str,
    active: bool,
    fields: &'static [Field],
}

const fn field(name: &'static str, kind: &'static str, required: bool) -> Field {
    Field { name, kind, options: &[], required, default: None }
}

const TEMPLATES: [Template; 3] = [
    Template {
        id: "00000010-0000-4000-8000-000000000001",
        name: "Call back",
        description: "Somebody is to be called again",
        active: true,
        fields: &[
            field("name", "NAME", true),
            field("description", "DESCRIPTION", false),
            field("Number", "TEXT", true),
            field("When", "DATE_TIME", false),
        ],
    },
    Template {
        id: "00000010-0000-4000-8000-000000000002",
        name: "Refund",
        description: "Money goes back to a customer",
        active: true,
        fields: &[
            field("name", "NAME", true),
            field("Amount", "NUMBER", true),
            Field {
                name: "Reason",
                kind: "SINGLE_SELECT",
                options: &["Damaged", "Late", "Wrong item"],
                required: true,
                default: Some("Damaged"),
            },
            field("Evidence", "URL", false),
        ],
    },
    Template {
        id: "00000010-0000-4000-8000-000000000003",
        name: "Complaint (old)",
        description: "No longer in use",
        active: false,
        fields: &[field("name", "NAME", true)],
    },
];

pub(crate) fn routes() -> Router<Arc<Simulator>> {
    Router::new()
        .route("/proxy/instance/{instance}/task/template", get(list))
        .route("/proxy/instance/{instance}/task/template/{id}", get(show))
        .route("/createTemplatedTask", put(tasks::create))
        .route("/updateContact", post(tasks::update))
        .fallback(async || Failure::NotFound)
        .method_not_allowed_fallback(async || Failure::NotFound)
}

/// Whoever called can mend each of these.
#[derive(Debug)]
enum Failure {
    /// 401
    Unauthorized,
    /// 400
    Invalid(String),
    /// 404
    NotFound,
    /// 400: the contact centre says no.
    Refused(String),
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, kind, message) = match self {
            Self::Unauthorized => {
                (StatusCode::UNAUTHORIZED, "UnauthorizedException", "sign in first".to_owned())
            }
            Self::Invalid(message) => (StatusCode::BAD_REQUEST, "InvalidParameterException", message),
            Self::Refused(message) => (StatusCode::BAD_REQUEST, "InvalidRequestException", message),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "ResourceNotFoundException",
                "there is nothing of this name".to_owned(),
            ),
        };
        (status, Json(json!({ "__type": kind, "message": message }))).into_response()
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listing {
    status: Option<String>,
    name: Option<String>,
    max_results: Option<usize>,
    next_token: Option<String>,
}

async fn list(
    State(simulator): State<Arc<Simulator>>,
    headers: HeaderMap,
    Path(instance): Path<String>,
    query: Result<Query<Listing>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Value>, Failure> {
    admit(&simulator, &headers, &instance)?;
    let Query(wanted) = query.map_err(|rejection| Failure::Invalid(rejection.body_text()))?;
    select(&wanted, &simulator).map(Json)
}

fn select(wanted: &Listing, simulator: &Simulator) -> Result<Value, Failure> {
    let active = match wanted.status.as_deref().map(str::to_lowercase).as_deref() {
        None => None,
        Some("active") => Some(true),
        Some("inactive") => Some(false),
        Some(other) => return Err(Failure::Invalid(format!("there is no status `{other}`"))),
    };
    let most = wanted.max_results.unwrap_or(100);
    if !(1..=100).contains(&most) {
        return Err(Failure::Invalid("a page has from 1 to 100 templates".to_owned()));
    }
    let start: usize = match wanted.next_token.as_deref().map(str::parse) {
        None => 0,
        Some(Ok(start)) => start,
        Some(Err(_)) => return Err(Failure::Invalid("the token is not one of ours".to_owned())),
    };
    let fits = |template: &&Template| {
        active.is_none_or(|active| template.active == active)
            && wanted.name.as_deref().is_none_or(|name| template.name == name)
    };
    let found: Vec<_> = TEMPLATES.iter().filter(fits).collect();
    let page: Vec<_> =
        found.iter().skip(start).take(most).map(|template| summary(template, simulator)).collect();
    let mut answer = json!({ "TaskTemplates": page });
    if found.len() > start.saturating_add(most) {
        answer["NextToken"] = json!((start + most).to_string());
    }
    Ok(answer)
}

async fn show(
    State(simulator): State<Arc<Simulator>>,
    headers: HeaderMap,
    Path((instance, id)): Path<(String, String)>,
) -> Result<Json<Value>, Failure> {
    admit(&simulator, &headers, &instance)?;
    let template = TEMPLATES.iter().find(|template| template.id == id).ok_or(Failure::NotFound)?;
    Ok(Json(describe(template, &instance, &simulator)))
}

fn summary(template: &Template, simulator: &Simulator) -> Value {
    json!({
        "Arn": format!("{}/task-template/{}", simulator.instance.arn, template.id),
        "CreatedTime": 1_700_000_000,
        "Description": template.description,
        "Id": template.id,
        "LastModifiedTime": 1_700_000_000,
        "Name": template.name,
        "Status": if template.active { "ACTIVE" } else { "INACTIVE" },
    })
}

fn describe(template: &Template, instance: &str, simulator: &Simulator) -> Value {
    let names = |fits: fn(&Field) -> bool| -> Vec<Value> {
        let fields = template.fields.iter().filter(|field| fits(field));
        fields.map(|field| json!({ "Id": { "Name": field.name } })).collect()
    };
    let fields: Vec<_> = template
        .fields
        .iter()
        .map(|field| {
            let mut described =
                json!({ "Id": { "Name": field.name }, "Description": "", "Type": field.kind });
            if !field.options.is_empty() {
                described["SingleSelectOptions"] = json!(field.options);
            }
            described
        })
        .collect();
    let defaults: Vec<_> = template
        .fields
        .iter()
        .filter_map(|field| Some(json!({ "Id": { "Name": field.name }, "DefaultValue": field.default? })))
        .collect();
    let mut described = summary(template, simulator);
    described["InstanceId"] = json!(instance);
    described["Fields"] = json!(fields);
    described["Defaults"] = json!({ "DefaultFieldValues": defaults });
    described["Constraints"] = json!({
        "InvisibleFields": [],
        "ReadOnlyFields": [],
        "RequiredFields": names(|field| field.required),
    });
    described
}

fn admit(simulator: &Simulator, headers: &HeaderMap, instance: &str) -> Result<(), Failure> {
    signed_in(simulator, headers)?;
    if simulator.instance.arn.rsplit('/').next() == Some(instance) { Ok(()) } else { Err(Failure::NotFound) }
}

fn signed_in(simulator: &Simulator, headers: &HeaderMap) -> Result<Username, Failure> {
    let session = cookie_in(headers, simulator.port).ok_or(Failure::Unauthorized)?;
    simulator.sessions.agent(session).ok_or(Failure::Unauthorized)
}
