//! Tasks that are made by a template, and changed later on.
//!
//! The fields are in capitals, as `amazon-connect-taskjs` writes them. A template says what a task has to say; who gets
//! it is a quick connect or, without one, the agent's own default queue.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Failure, TEMPLATES, Template, signed_in};
use crate::centre::{Command, ContactId, QueueKey, Reference, Username};
use crate::instance::QuickConnectTarget;
use crate::simulator::Simulator;
use crate::tasks::NewTask;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WantedReference {
    r#type: String,
    /// A number or a date may come as a number.
    value: Value,
}

impl From<WantedReference> for Reference {
    fn from(wanted: WantedReference) -> Self {
        let value = wanted.value.as_str().map_or_else(|| wanted.value.to_string(), ToOwned::to_owned);
        Self { value, kind: wanted.r#type }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct WantedTask {
    task_template_id: String,
    name: Option<String>,
    description: Option<String>,
    #[serde(default)]
    references: BTreeMap<String, WantedReference>,
    quick_connect_id: Option<String>,
    previous_contact_id: Option<ContactId>,
    related_contact_id: Option<ContactId>,
    /// Seconds since 1970; milliseconds are known by their size.
    scheduled_time: Option<i64>,
}

pub(super) async fn create(
    State(simulator): State<Arc<Simulator>>,
    headers: HeaderMap,
    body: Result<Json<WantedTask>, JsonRejection>,
) -> Result<Json<Value>, Failure> {
    let agent = signed_in(&simulator, &headers)?;
    let Json(wanted) = body.map_err(|rejection| Failure::Invalid(rejection.body_text()))?;
    let template = TEMPLATES.iter().find(|template| template.id == wanted.task_template_id);
    let template = template.filter(|template| template.active).ok_or(Failure::NotFound)?;
    wanted.check(template)?;
    let queue = queue(&simulator, &agent, wanted.quick_connect_id.as_deref())?;
    let task = NewTask {
        name: wanted.name,
        description: wanted.description,
        references: wanted.references.into_iter().map(|(name, found)| (name, found.into())).collect(),
        queue,
        scheduled_time: wanted.scheduled_time,
        template: Some(template.id.to_owned()),
        previous: wanted.previous_contact_id,
        related: wanted.related_contact_id,
    };
    let contact = task.contact(&simulator);
    let made =
        simulator.live.command(contact.into()).map_err(|refusal| Failure::Refused(refusal.to_string()))?;
    Ok(Json(json!({ "contactId": made })))
}

impl WantedTask {
    /// Every field that the template requires says something.
    fn check(&self, template: &Template) -> Result<(), Failure> {
        let says = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
        for field in template.fields.iter().filter(|field| field.required) {
            let found = match field.name {
                "name" => says(self.name.as_deref()),
                "description" => says(self.description.as_deref()),
                name => self.references.contains_key(name),
            };
            if !found {
                return Err(Failure::Invalid(format!("the template requires `{}`", field.name)));
            }
        }
        Ok(())
    }
}

fn queue(simulator: &Simulator, agent: &Username, quick_connect: Option<&str>) -> Result<QueueKey, Failure> {
    let instance = &simulator.instance;
    let Some(id) = quick_connect else {
        let profile = instance.agent(agent).ok_or(Failure::Unauthorized)?;
        return Ok(QueueKey::Standard(instance.profile_of(profile).default_outbound_queue));
    };
    let found = instance.quick_connects.iter().find(|found| found.arn.rsplit('/').next() == Some(id));
    match &found.ok_or(Failure::NotFound)?.target {
        QuickConnectTarget::Agent(agent) => Ok(QueueKey::Own(agent.clone())),
        QuickConnectTarget::Queue(queue) => Ok(QueueKey::Standard(*queue)),
        QuickConnectTarget::Phone(_) => {
            Err(Failure::Invalid("a task goes to an agent or a queue".to_owned()))
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Update {
    contact_id: ContactId,
    name: Option<String>,
    description: Option<String>,
    #[serde(default)]
    references: BTreeMap<String, WantedReference>,
}

pub(super) async fn update(
    State(simulator): State<Arc<Simulator>>,
    headers: HeaderMap,
    body: Result<Json<Update>, JsonRejection>,
) -> Result<Json<Value>, Failure> {
    let agent = signed_in(&simulator, &headers)?;
    let Json(Update { contact_id, name, description, references }) =
        body.map_err(|rejection| Failure::Invalid(rejection.body_text()))?;
    simulator
        .live
        .command(Command::Reword {
            agent,
            contact: contact_id,
            name,
            description,
            references: references.into_iter().map(|(name, found)| (name, found.into())).collect(),
        })
        .map_err(|refusal| {
            if refusal.is_unknown() { Failure::NotFound } else { Failure::Refused(refusal.to_string()) }
        })?;
    Ok(Json(json!({})))
}
