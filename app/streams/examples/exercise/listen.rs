//! Subscribes to everything that can happen, and writes down what did.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

use connect_streams::{
    Agent, Connection, Contact, ContactEvent, EventStream, SessionExpirationWarnings, StreamsError,
    Subscription, core, on_agent, on_contact, on_storage_access, resiliency,
};
use futures_util::StreamExt;

thread_local! {
    static ENDED: Cell<usize> = const { Cell::new(0) };
    static CONTACTS: RefCell<HashMap<String, Vec<Subscription>>> = RefCell::new(HashMap::new());
    static SUBSCRIPTIONS: RefCell<Vec<Subscription>> = const { RefCell::new(Vec::new()) };
    static HEARD: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

pub fn heard() -> Vec<String> {
    HEARD.with_borrow(Clone::clone)
}

/// How many contacts have ended since `work`.
pub fn ended() -> usize {
    ENDED.get()
}

pub fn stop() {
    SUBSCRIPTIONS.with_borrow_mut(Vec::clear);
}

fn hear(name: impl Into<String>) {
    HEARD.with_borrow_mut(|heard| heard.push(name.into()));
}

pub fn keep(subscription: Subscription) {
    SUBSCRIPTIONS.with_borrow_mut(|all| all.push(subscription));
}

/// Works as a desktop does: subscribes to each contact when it comes, and lets go when it goes.
pub fn work() -> Result<(), StreamsError> {
    keep(on_contact(|contact| {
        if let Err(error) = contact.and_then(|contact| follow(&contact)) {
            hear(error.to_string());
        }
    })?);
    Ok(())
}

fn follow(contact: &Contact) -> Result<(), StreamsError> {
    let id = contact.id()?;
    let gone = id.clone();
    let guards = vec![
        contact.on_refresh(|_| ())?,
        contact.on_connecting(|_| ())?,
        contact.on_connected(|contact| drop(contact.connections()))?,
        contact.on_missed(|_| ())?,
        contact.on_ended(|_| ENDED.set(ENDED.get() + 1))?,
        contact.on_after_contact_work(|_| ())?,
        // Ends itself, among others, while it runs.
        contact.on_destroy(move |_| drop(CONTACTS.with_borrow_mut(|contacts| contacts.remove(&gone))))?,
    ];
    CONTACTS.with_borrow_mut(|contacts| contacts.insert(id, guards));
    Ok(())
}

/// A handler that writes down the name, and says when what came could not be read.
pub fn noted<T>(name: &'static str) -> impl FnMut(Result<T, StreamsError>) + 'static {
    move |event| match event {
        Ok(_) => hear(name),
        Err(error) => hear(format!("{name}: {error}")),
    }
}

macro_rules! hear_all {
    ($prefix:literal, $of:expr, $($name:ident),+ $(,)?) => {
        $(keep($of.$name(|_| hear(concat!($prefix, ".", stringify!($name))))?);)+
    };
}
macro_rules! hear_data {
    ($prefix:literal, $of:expr, $($name:ident),+ $(,)?) => {
        $(keep($of.$name(noted(concat!($prefix, ".", stringify!($name))))?);)+
    };
}

pub fn to_everything() -> Result<(), StreamsError> {
    keep(core::on_initialized(|()| hear("core.on_initialized"))?);
    keep(core::on_auth_fail(|()| hear("core.on_auth_fail"))?);
    keep(core::on_access_denied(|()| hear("core.on_access_denied"))?);
    keep(core::on_authorize_success(|()| hear("core.on_authorize_success"))?);
    keep(core::on_iframe_retries_exhausted(|()| hear("core.on_iframe_retries_exhausted"))?);
    keep(core::on_authorize_retries_exhausted(|()| hear("core.on_authorize_retries_exhausted"))?);
    keep(core::on_cti_authorize_retries_exhausted(|()| hear("core.on_cti_authorize_retries_exhausted"))?);
    keep(core::on_web_socket_init_failure(|()| hear("core.on_web_socket_init_failure"))?);
    keep(core::on_softphone_session_init(noted("core.on_softphone_session_init"))?);
    keep(core::on_view_contact(noted("core.on_view_contact"))?);
    keep(resiliency::on_failover_detected(noted("resiliency.on_failover_detected"))?);
    keep(resiliency::on_failover_pending(noted("resiliency.on_failover_pending"))?);
    keep(resiliency::on_failover_completed(noted("resiliency.on_failover_completed"))?);
    keep(resiliency::on_configure_error(|error| hear(format!("resiliency.on_configure_error: {error}")))?);
    keep(on_storage_access(noted("on_storage_access"))?);
    keep(on_agent(|agent| {
        hear("on_agent");
        if let Err(error) = to_agent(&agent) {
            hear(error.to_string());
        }
    })?);
    keep(on_contact(|contact| match contact {
        Ok(contact) => {
            hear("on_contact");
            if let Err(error) = to_contact(&contact) {
                hear(error.to_string());
            }
        }
        Err(error) => hear(format!("on_contact: {error}")),
    })?);
    Ok(())
}

fn to_agent(agent: &Agent) -> Result<(), StreamsError> {
    hear_all!(
        "agent",
        agent,
        on_refresh,
        on_routable,
        on_not_routable,
        on_offline,
        on_error,
        on_after_call_work,
        on_web_socket_connection_lost,
        on_web_socket_connection_gained,
        on_enqueued_next_state,
        on_cleared_next_state
    );
    hear_data!(
        "agent",
        agent,
        on_state_change,
        on_network_connection_status_changed,
        on_softphone_error,
        on_mute_toggle,
        on_local_media_stream_created,
        on_speaker_device_changed,
        on_microphone_device_changed,
        on_ringer_device_changed,
        on_camera_device_changed,
        on_background_blur_changed,
        on_voice_enhancement_mode_changed
    );
    let warnings = SessionExpirationWarnings::new()?;
    keep(warnings.on_warning(noted("session.on_warning"))?);
    keep(warnings.on_cleared(|()| hear("session.on_cleared"))?);
    keep(warnings.on_extension_error(noted("session.on_extension_error"))?);
    let socket = core::web_socket_manager()?;
    keep(socket.on_message("aws/chat", noted("socket.on_message"))?);
    hear_data!(
        "socket",
        socket,
        on_all_message,
        on_open,
        on_close,
        on_gain,
        on_lost,
        on_subscription_update,
        on_subscription_failure,
        on_init_failure
    );
    let mut changes = EventStream::of(|each| agent.on_state_change(each))?;
    wasm_bindgen_futures::spawn_local(async move {
        if let Some(Ok(_)) = changes.next().await {
            hear("stream.on_state_change");
        }
    });
    Ok(())
}

fn to_contact(contact: &Contact) -> Result<(), StreamsError> {
    hear_all!(
        "contact",
        contact,
        on_refresh,
        on_incoming,
        on_pending,
        on_connecting,
        on_accepted,
        on_connected,
        on_missed,
        on_error,
        on_after_contact_work,
        on_destroy,
        on_ended,
        on_screen_sharing_started,
        on_screen_sharing_stopped,
        on_screen_sharing_error
    );
    let bus = core::event_bus()?;
    let id = contact.id()?;
    keep(bus.subscribe(&ContactEvent::Refresh.topic_of(&id), |event| hear(format!("bus {}", event.name())))?);
    if let Some(Connection::Voice(voice)) = contact.agent_connection()? {
        hear_data!("voice", voice, on_hold, on_resume);
        // Version 2.28.2 has this function, but not the one that it calls.
        if let Err(error) = voice.on_can_resume_updated(noted("voice.on_can_resume_updated")).map(keep) {
            hear(error.to_string());
        }
    }
    Ok(())
}
