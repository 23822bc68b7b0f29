//! The table of routes, and its description as an OpenAPI 3.1 document.
//!
//! A route cannot be added without being described, and the shape of a body is read off the very type that the handler
//! takes; so the document cannot say anything else than the code.

use std::sync::Arc;

use axum::handler::Handler;
use axum::routing::{MethodRouter, delete, get, post, put};
use axum::{Json, Router};
use schemars::JsonSchema;
use serde_json::{Map, Value, json};

use crate::simulator::Simulator;

type Shared = Arc<Simulator>;

pub(super) struct Api {
    router: Router<Shared>,
    paths: Map<String, Value>,
}

impl Api {
    pub(super) fn new() -> Self {
        Self { router: Router::new(), paths: Map::new() }
    }

    pub(super) fn get<H: Handler<T, Shared>, T: 'static>(
        self,
        path: &str,
        handler: H,
        summary: &str,
    ) -> Self {
        self.route("get", path, get(handler), summary, None)
    }

    pub(super) fn delete<H: Handler<T, Shared>, T: 'static>(
        self,
        path: &str,
        handler: H,
        summary: &str,
    ) -> Self {
        self.route("delete", path, delete(handler), summary, None)
    }

    /// A POST without a body.
    pub(super) fn act<H: Handler<T, Shared>, T: 'static>(
        self,
        path: &str,
        handler: H,
        summary: &str,
    ) -> Self {
        self.route("post", path, post(handler), summary, None)
    }

    pub(super) fn post<B: JsonSchema, H: Handler<T, Shared>, T: 'static>(
        self,
        path: &str,
        handler: H,
        summary: &str,
    ) -> Self {
        self.route("post", path, post(handler), summary, Some(schema::<B>()))
    }

    /// A POST whose body may be left out.
    pub(super) fn post_or_act<B: JsonSchema, H: Handler<T, Shared>, T: 'static>(
        mut self,
        path: &str,
        handler: H,
        summary: &str,
    ) -> Self {
        self = self.route("post", path, post(handler), summary, Some(schema::<B>()));
        self.paths[path]["post"]["requestBody"]["required"] = false.into();
        self
    }

    pub(super) fn put<B: JsonSchema, H: Handler<T, Shared>, T: 'static>(
        self,
        path: &str,
        handler: H,
        summary: &str,
    ) -> Self {
        self.route("put", path, put(handler), summary, Some(schema::<B>()))
    }

    fn route(
        mut self,
        method: &str,
        path: &str,
        handler: MethodRouter<Shared>,
        summary: &str,
        body: Option<Value>,
    ) -> Self {
        let error = json!({ "$ref": "#/components/responses/Error" });
        let mut operation = json!({
            "summary": summary,
            "responses": { "2XX": { "description": "Done" }, "4XX": error },
        });
        if let Some(schema) = body {
            operation["requestBody"] =
                json!({ "required": true, "content": { "application/json": { "schema": schema } } });
        }
        let item = self.paths.entry(path).or_insert_with(|| json!({ "parameters": parameters(path) }));
        item[method] = operation;
        self.router = self.router.route(path, handler);
        self
    }

    pub(super) fn document(&self) -> Value {
        let text = json!({ "type": "string" });
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Streamdesk simulator: control API",
                "description": "The customer's side of a simulated Amazon Connect instance, and the switches that make trouble.",
                "version": env!("CARGO_PKG_VERSION"),
            },
            "servers": [{ "url": "/control/v1" }],
            "paths": self.paths,
            "components": {
                "responses": {
                    "Error": {
                        "description": "Refused; nothing has changed",
                        "content": { "application/json": { "schema": {
                            "type": "object",
                            "required": ["error"],
                            "properties": { "error": {
                                "type": "object",
                                "required": ["code", "message"],
                                "properties": { "code": text, "message": text },
                            } },
                        } } },
                    }
                }
            },
        })
    }

    /// The routes, and the document beside them.
    pub(super) fn into_router(self) -> Router<Shared> {
        let document = self.document();
        self.router.route("/openapi.json", get(async move || Json(document)))
    }
}

fn schema<B: JsonSchema>() -> Value {
    // Each schema stands on its own, so that it can be read where it is used.
    let settings = schemars::generate::SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    settings.into_generator().into_root_schema_for::<B>().into()
}

fn parameters(path: &str) -> Vec<Value> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    names
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect()
}
