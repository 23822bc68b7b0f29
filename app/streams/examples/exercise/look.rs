//! Asks everything that can be asked.

use std::fmt::Debug;

use connect_streams::{
    Agent, ChannelType, Command, Connection, Contact, ContactEvent, ContactType, core,
    quick_responses_enabled, resiliency,
};
use serde_json::{Map, Value, json};

use super::answer;

macro_rules! ask {
    ($into:ident, $prefix:expr, $of:expr, $($name:ident),+ $(,)?) => {
        $($into.insert(format!("{}.{}", $prefix, stringify!($name)), answer($of.$name()));)+
    };
}
macro_rules! request {
    ($into:ident, $prefix:expr, $of:expr, $($name:ident),+ $(,)?) => {
        $($into.wait(format!("{}.{}", $prefix, stringify!($name)), $of.$name()).await;)+
    };
}

/// What was answered, by name.
struct Found {
    answers: Map<String, Value>,
    patient: bool,
}

impl Found {
    fn insert(&mut self, name: String, answer: Value) {
        self.answers.insert(name, answer);
    }

    /// Waits for what takes time, unless there is no patience.
    async fn wait<T: Debug + 'static>(&mut self, name: String, question: Command<T>) {
        if self.patient {
            let answered = answer(question.await);
            self.insert(name, answered);
        }
    }
}

/// The answers of the agent, of every contact and of every participant; those that take time only if `patient`.
pub async fn everything(patient: bool) -> Value {
    let mut found = Found { answers: Map::new(), patient };
    match Agent::current() {
        Ok(agent) => of_agent(&agent, &mut found).await,
        Err(error) => {
            found.insert("agent".to_owned(), answer::<()>(Err(error)));
        }
    }
    found.insert("core.skew".to_owned(), answer(core::skew()));
    found.insert("core.sdk_client_config".to_owned(), answer(core::sdk_client_config()));
    found.wait("core.frame_media_devices".to_owned(), core::frame_media_devices(5_000)).await;
    found.insert("resiliency.active_region".to_owned(), answer(resiliency::active_region()));
    found.wait("quick_responses_enabled".to_owned(), quick_responses_enabled()).await;
    Value::Object(found.answers)
}

async fn of_agent(agent: &Agent, found: &mut Found) {
    ask!(
        found,
        "agent",
        agent,
        data,
        availability,
        state,
        next_state,
        state_duration_ms,
        permissions,
        configuration,
        states,
        routing_profile,
        voice_enhancement_mode,
        channel_concurrency,
        arn,
        name,
        extension,
        dialable_countries,
        is_softphone_enabled,
        queue_arns
    );
    found.insert("agent.concurrency_on".to_owned(), answer(agent.concurrency_on(&ChannelType::Voice)));
    request!(found, "agent", agent, network_connection_status);
    let queues = agent.queue_arns().unwrap_or_default();
    found.wait("agent.endpoints".to_owned(), agent.endpoints(&queues)).await;
    found.insert("agent.contacts".to_owned(), answer(agent.contacts(Some(&ContactType::Voice))));
    let contacts = agent.contacts(None).unwrap_or_default();
    found.insert("contacts".to_owned(), json!(contacts.len()));
    for contact in contacts {
        let kind = contact.kind().map(|kind| kind.to_string()).unwrap_or_default();
        of_contact(&kind, &contact, found).await;
    }
}

async fn of_contact(kind: &str, contact: &Contact, found: &mut Found) {
    ask!(
        found,
        kind,
        contact,
        data,
        id,
        initial_id,
        related_id,
        association_id,
        kind,
        subtype,
        state,
        state_duration_ms,
        duration,
        initiation_method,
        name,
        description,
        references,
        attributes,
        segment_attributes,
        channel_context,
        metadata,
        queue,
        queued_at,
        customer_endpoint,
        system_endpoint,
        is_connected,
        is_multi_party_enabled,
        is_auto_accept_enabled,
        connections,
        active_connections,
        third_parties,
        initial_connection,
        active_initial_connection,
        active_third_party,
        agent_connection,
        has_two_active_participants,
        is_inbound,
        is_softphone_call,
        is_under_supervision,
        has_video_capabilities,
        has_screen_share_capability,
        can_agent_send_video,
        can_agent_receive_video,
        can_agent_share_screen,
        can_customer_share_screen,
        view
    );
    request!(found, kind, contact, instance_details);
    found.insert(format!("{kind}.event_name"), answer(contact.event_name(&ContactEvent::Connected)));
    for connection in contact.connections().unwrap_or_default() {
        let who = connection.kind().map(|who| who.to_string()).unwrap_or_default();
        of_connection(&format!("{kind}.{who}"), &connection, found).await;
    }
}

async fn of_connection(prefix: &str, connection: &Connection, found: &mut Found) {
    ask!(
        found,
        prefix,
        connection,
        contact_id,
        id,
        endpoint,
        state,
        state_duration_ms,
        kind,
        monitor_info,
        is_initial,
        is_active,
        is_connected,
        is_connecting,
        is_on_hold
    );
    match connection {
        Connection::Voice(voice) => {
            ask!(
                found,
                prefix,
                voice,
                media_info,
                media_type,
                quick_connect_name,
                is_muted,
                is_forced_muted,
                can_send_video,
                can_send_screen_share,
                capabilities,
                is_silent_monitor,
                is_barge,
                is_silent_monitor_enabled,
                is_barge_enabled,
                monitor_capabilities,
                monitor_status
            );
            request!(found, prefix, voice, video_connection_info, can_resume);
            let media = voice.media_controller().within(std::time::Duration::from_millis(300));
            found.wait(format!("{prefix}.media_controller"), media).await;
        }
        Connection::Chat(chat) => {
            ask!(
                found,
                prefix,
                chat,
                media_info,
                media_type,
                is_silent_monitor,
                is_barge,
                is_silent_monitor_enabled,
                is_barge_enabled,
                monitor_capabilities,
                monitor_status,
                participant_name,
                authentication_details,
                is_authenticated
            );
            request!(found, prefix, chat, connection_token);
            let media = chat.media_controller().within(std::time::Duration::from_millis(300));
            found.wait(format!("{prefix}.media_controller"), media).await;
        }
        Connection::Task(task) => {
            ask!(found, prefix, task, media_info, media_type);
            let media = task.media_controller().within(std::time::Duration::from_millis(300));
            found.wait(format!("{prefix}.media_controller"), media).await;
        }
        Connection::Email(email) => {
            ask!(found, prefix, email, media_type);
        }
    }
}
