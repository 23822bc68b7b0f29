//! The operations on contacts: each becomes one command to the centre.

use serde_json::{Value, json};

use super::endpoints::resolve;
use super::requests::{
    CreateOutboundContact, CreateTaskContact, OnConnection, OnContact, SendDigits,
    UpdateMonitorParticipantState, WithEndpoint, parse,
};
use super::{Caller, Operation, ServiceError};
use crate::centre::{Action, Command, ConnectionId, ContactId, Destination, QueueKey, Reference, are_keys};
use crate::tasks::NewTask;

pub(super) fn act(caller: &Caller<'_>, operation: Operation, body: &[u8]) -> Result<Value, ServiceError> {
    let (contact, action) = match operation {
        Operation::CreateOutboundContact => return create_outbound(caller, parse(body)?),
        Operation::CreateTaskContact => return create_task(caller, parse(body)?),
        Operation::AcceptContact => on_contact(body, Action::Accept)?,
        Operation::RejectContact => on_contact(body, Action::Reject)?,
        Operation::ClearContact | Operation::CompleteContact => on_contact(body, Action::Clear)?,
        Operation::PauseContact => on_contact(body, Action::Pause)?,
        Operation::ResumeContact => on_contact(body, Action::Continue)?,
        Operation::ConferenceConnections => on_contact(body, Action::Conference)?,
        Operation::HoldConnection => on_line(body, Action::Hold)?,
        Operation::ResumeConnection => on_line(body, Action::Resume)?,
        Operation::MuteParticipant => on_line(body, Action::Mute)?,
        Operation::UnmuteParticipant => on_line(body, Action::Unmute)?,
        Operation::DestroyConnection => on_line(body, Action::Disconnect)?,
        Operation::ToggleActiveConnections => on_line(body, Action::Toggle)?,
        Operation::CreateAdditionalConnection | Operation::AddNewConnection => {
            with_endpoint(caller, body, Action::AddParty)?
        }
        Operation::TransferContact => with_endpoint(caller, body, Action::Transfer)?,
        Operation::SendDigits => {
            let wanted: SendDigits = parse(body)?;
            if !are_keys(&wanted.digits) {
                return Err(ServiceError::Validation("`digits` are 0 to 9, A to D, * and #".to_owned()));
            }
            (wanted.contact_id, Action::SendDigits(wanted.connection_id, wanted.digits))
        }
        Operation::UpdateMonitorParticipantState => {
            let wanted: UpdateMonitorParticipantState = parse(body)?;
            (wanted.contact_id, Action::SetMonitorMode(wanted.target_monitor_mode))
        }
        other => return Err(ServiceError::UnknownOperation(format!("{other:?}"))),
    };
    caller.simulator.live.command(Command::Act { agent: caller.agent.clone(), contact, action })?;
    Ok(json!({}))
}

fn on_contact(body: &[u8], action: Action) -> Result<(ContactId, Action), ServiceError> {
    Ok((parse::<OnContact>(body)?.contact_id, action))
}

fn on_line(body: &[u8], action: fn(ConnectionId) -> Action) -> Result<(ContactId, Action), ServiceError> {
    let named: OnConnection = parse(body)?;
    Ok((named.contact_id, action(named.connection_id)))
}

fn with_endpoint(
    caller: &Caller<'_>,
    body: &[u8],
    action: fn(Destination) -> Action,
) -> Result<(ContactId, Action), ServiceError> {
    let named: WithEndpoint = parse(body)?;
    Ok((named.contact_id, action(resolve(&caller.simulator.instance, &named.endpoint)?)))
}

fn create_outbound(caller: &Caller<'_>, wanted: CreateOutboundContact) -> Result<Value, ServiceError> {
    let instance = &caller.simulator.instance;
    let to = resolve(instance, &wanted.endpoint)?;
    let queue = match wanted.queue_arn {
        None => None,
        Some(arn) => {
            let own = instance.agent(&caller.agent).filter(|profile| profile.own_queue.arn == arn);
            let found = instance.queue_by_arn(&arn).map(QueueKey::Standard);
            let found = found.or_else(|| own.map(|profile| QueueKey::Own(profile.username.clone())));
            Some(found.ok_or_else(|| ServiceError::NotFound(format!("there is no queue `{arn}`")))?)
        }
    };
    let agent = caller.agent.clone();
    let related = wanted.related_contact_id;
    let contact = caller.simulator.live.command(Command::Dial { agent, to, queue, related })?;
    Ok(json!({ "contactId": contact }))
}

fn create_task(caller: &Caller<'_>, wanted: CreateTaskContact) -> Result<Value, ServiceError> {
    let simulator = caller.simulator;
    if wanted.name.trim().is_empty() {
        return Err(ServiceError::Validation("a task has a name".to_owned()));
    }
    let queue = match resolve(&simulator.instance, &wanted.endpoint)?.endpoint {
        crate::centre::Endpoint::Agent(agent) => QueueKey::Own(agent),
        crate::centre::Endpoint::Queue(queue) => QueueKey::Standard(queue),
        _ => return Err(ServiceError::Validation("a task goes to an agent or a queue".to_owned())),
    };
    let reference = |(name, reference): (String, super::requests::WantedReference)| {
        (name, Reference { value: reference.value.unwrap_or_default(), kind: reference.kind })
    };
    let task = NewTask {
        name: Some(wanted.name),
        description: wanted.description,
        references: wanted.references.into_iter().map(reference).collect(),
        queue,
        scheduled_time: wanted.scheduled_time,
        template: None,
        previous: wanted.previous_contact_id,
        related: wanted.related_contact_id,
    };
    let contact = Box::new(task.contact(simulator));
    let command = match wanted.idempotency_token {
        Some(token) => Command::ArriveOnce { token: format!("{} {token}", caller.agent), contact },
        None => Command::Arrive(contact),
    };
    Ok(json!({ "contactId": simulator.live.command(command)? }))
}
