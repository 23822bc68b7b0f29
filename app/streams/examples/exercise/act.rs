//! Does one thing by its name.

use std::cell::RefCell;

use connect_streams::{
    Agent, AgentStateDefinition, AgentStateType, App, AppOptions, AppPlace, AppRegistryOptions,
    CcpExtensions, CcpOptions, Conduit, ConnectOptions, Connection, Contact, Digits, Endpoint, LogLevel,
    MessageStream, MonitoringMode, NotificationManager, NotificationOptions, PhoneNumber,
    QuickResponsesQuery, RegionalConduits, RegisteredApp, SetStateOptions, SoftphoneErrorType,
    SoftphoneFault, StreamMessage, StreamMultiplexer, StreamsError, TaskDefinition,
    TerminateCustomViewOptions, VoiceEnhancementMode, agent_app, core, logger, resiliency,
    search_quick_responses, send_activity, two_instances,
    two_instances::{StandByRegion, TwoInstances},
    vocabulary_differences,
};
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlIFrameElement, MessageChannel};

use super::listen::{keep, noted};

type Answer = Result<Value, StreamsError>;

thread_local! {
    static APP: RefCell<Option<RegisteredApp>> = const { RefCell::new(None) };
}

/// Does what `name` says. `argument` holds what it needs: `contact` and `connection` are identifiers.
pub async fn act(name: &str, argument: &Value) -> Answer {
    let (place, what) = name.split_once('.').unwrap_or(("", name));
    match place {
        "agent" => agent(what, argument).await,
        "contact" => contact(what, argument).await,
        "connection" => connection(what, argument).await,
        "core" => core_functions(what, argument),
        "app" => application(what, argument),
        "two" => others(name, argument).await,
        _ => others(what, argument).await,
    }
}

fn text<'argument>(argument: &'argument Value, key: &str) -> &'argument str {
    argument[key].as_str().unwrap_or_default()
}

fn phone(argument: &Value) -> Result<Endpoint, StreamsError> {
    if argument["endpoint"].is_object() {
        return Ok(serde_json::from_value(argument["endpoint"].clone()).unwrap_or_default());
    }
    Ok(PhoneNumber::parse(text(argument, "number"))?.endpoint())
}

async fn agent(what: &str, argument: &Value) -> Answer {
    let agent = Agent::current()?;
    match what {
        "set_state" => {
            let name = text(argument, "state");
            let states = agent.states()?;
            let state = states.into_iter().find(|state| state.name == name);
            let state = state.unwrap_or_else(|| unknown_state(name));
            let options = SetStateOptions { enqueue_next_state: argument["next"].as_bool() };
            agent.set_state(&state, options).await?;
        }
        "set_configuration" => {
            let mut configuration = agent.configuration()?;
            configuration.extension = Some(text(argument, "extension").to_owned());
            configuration.softphone_enabled =
                argument["softphone"].as_bool().or(configuration.softphone_enabled);
            agent.set_configuration(&configuration).await?;
        }
        "create_task" => {
            let task: TaskDefinition = serde_json::from_value(argument.clone()).unwrap_or_default();
            return Ok(json!(format!("{:?}", agent.create_task(&task).await?)));
        }
        "connect" => {
            let queue = agent.queue_arns()?.into_iter().next();
            let options = ConnectOptions {
                queue_arn: queue,
                related_contact_id: argument["related"].as_str().map(str::to_owned),
            };
            agent.connect(&phone(argument)?, &options).await?;
        }
        "set_voice_enhancement_mode" => {
            agent.set_voice_enhancement_mode(&VoiceEnhancementMode::NoiseSuppression).await?;
        }
        "mute" => agent.mute()?,
        "unmute" => agent.unmute()?,
        "devices" => {
            agent.set_speaker_device("default")?;
            agent.set_microphone_device("default")?;
            agent.set_ringer_device("default")?;
            agent.set_camera_device("default")?;
            agent.set_background_blur(true)?;
        }
        other => return Ok(json!(format!("no such thing: {other}"))),
    }
    Ok(Value::Null)
}

fn unknown_state(name: &str) -> AgentStateDefinition {
    AgentStateDefinition {
        agent_state_arn: Some("none".to_owned()),
        kind: AgentStateType::Routable,
        name: name.to_owned(),
    }
}

/// Both CCPs, as the older library has them.
fn two_regions(argument: &Value) -> Result<(), StreamsError> {
    keep(two_instances::on_init(|region| noted("two.on_init")(Ok(region)))?);
    keep(two_instances::on_failover_complete(noted("two.on_failover_complete"))?);
    keep(two_instances::on_failover_pending(noted("two.on_failover_pending"))?);
    let stand_by = &argument["stand_by"];
    let options = TwoInstances {
        first: serde_json::from_value(argument["first"].clone()).unwrap_or_default(),
        instance_arn: argument["arn"].as_str().map(str::to_owned),
        stand_by_region: StandByRegion {
            ccp_url: text(stand_by, "ccp_url").to_owned(),
            region: text(stand_by, "region").to_owned(),
            instance_arn: stand_by["arn"].as_str().map(str::to_owned),
        },
        poll_for_failover: argument["poll"].as_bool().unwrap_or_default(),
        additional_scripts: vec![],
    };
    two_instances::init_ccp(&element("ccp")?, &options, "us-east-1")
}

/// The quick connect of this name.
async fn quick_connect(argument: &Value) -> Answer {
    let agent = Agent::current()?;
    let page = agent.endpoints(&agent.queue_arns()?).await?;
    let name = text(argument, "name");
    let found = page.endpoints.into_iter().find(|endpoint| endpoint.name.as_deref() == Some(name));
    Ok(serde_json::to_value(found).unwrap_or_default())
}

async fn contact(what: &str, argument: &Value) -> Answer {
    let contact = Contact::with_id(text(argument, "contact"))?;
    one_contact(&contact, what, argument).await
}

async fn one_contact(contact: &Contact, what: &str, argument: &Value) -> Answer {
    let command = match what {
        "accept" => contact.accept(),
        "reject" => contact.reject(),
        "clear" => contact.clear(),
        "complete" => contact.complete(),
        "pause" => contact.pause(),
        "resume" => contact.resume(),
        "notify_issue" => contact.notify_issue("one-way-audio", "the customer is not heard"),
        "add_connection" => contact.add_connection(&phone(argument)?),
        "add_participant" => contact.add_participant(&phone(argument)?),
        "transfer" => contact.transfer(&phone(argument)?),
        "toggle" => contact.toggle_active_connections(),
        "conference" => contact.conference_connections(),
        "silent_monitor" => contact.silent_monitor(),
        "barge_in" => contact.barge_in(),
        "monitor" => {
            contact.update_monitor_participant_state(&MonitoringMode::from(text(argument, "mode").to_owned()))
        }
        "start_screen_sharing" => {
            contact.start_screen_sharing(argument["skip"].as_bool().unwrap_or_default())
        }
        "stop_screen_sharing" => contact.stop_screen_sharing(),
        "destroy" => {
            #[expect(deprecated, reason = "it is part of the library")]
            contact.destroy()?;
            return Ok(Value::Null);
        }
        // A contact that vanishes between the click and the command.
        "accept_from_snapshot" => {
            let snapshot = contact.to_snapshot()?;
            return snapshot.accept().await.map(Value::from);
        }
        other => return Ok(json!(format!("no such thing: {other}"))),
    };
    let seconds = argument["within"].as_u64();
    let command = match seconds {
        Some(seconds) => command.within(std::time::Duration::from_secs(seconds)),
        None => command,
    };
    command.await.map(Value::from)
}

async fn connection(what: &str, argument: &Value) -> Answer {
    let contact = Contact::with_id(text(argument, "contact"))?;
    let who = text(argument, "who");
    let connections = contact.connections()?;
    let found = connections.into_iter().find(|connection| {
        connection.kind().is_ok_and(|kind| kind.as_str() == who) && connection.is_active().unwrap_or_default()
    });
    let Some(connection) = found else { return Ok(json!("nobody")) };
    let command = match (what, &connection) {
        ("destroy", _) => connection.destroy(),
        ("hold", _) => connection.hold(),
        ("resume", _) => connection.resume(),
        ("send_digits", _) => connection.send_digits(&Digits::parse(text(argument, "digits"))?),
        ("mute", Connection::Voice(voice)) => voice.mute_participant(),
        ("unmute", Connection::Voice(voice)) => voice.unmute_participant(),
        (other, _) => return Ok(json!(format!("no such thing: {other}"))),
    };
    command.await.map(Value::from)
}

fn core_functions(what: &str, argument: &Value) -> Answer {
    match what {
        "init_ccp" => {
            let options: CcpOptions = serde_json::from_value(argument.clone()).unwrap_or_default();
            let plugins = js_sys::Array::new();
            let extensions = CcpExtensions { provider: None, plugins: Some(plugins.into()) };
            core::init_ccp(&element("ccp")?, &options, &extensions)?;
        }
        "terminate" => core::terminate()?,
        "log_out" => core::log_out()?,
        "reauthenticate" => core::reauthenticate_after_logout()?,
        "view_contact" => core::view_contact(text(argument, "contact"))?,
        "trigger" => core::event_bus()?.trigger(text(argument, "event"), &argument["data"])?,
        "bus" => {
            let bus = core::event_bus()?;
            keep(bus.subscribe_all(|_| ())?);
            keep(bus.subscribe("test", |event| {
                noted("bus.test")(event.read::<Value>().map_err(|_| StreamsError::NotLoaded));
            })?);
        }
        "unsubscribe_all" => core::event_bus()?.unsubscribe_all()?,
        "socket" => {
            let socket = core::web_socket_manager()?;
            socket.subscribe_topics(&["aws/chat"])?;
            socket.send(&json!({ "topic": "aws/chat", "content": "" }))?;
        }
        "terminate_custom_view" => {
            core::terminate_custom_view(
                text(argument, "url"),
                text(argument, "suffix"),
                &TerminateCustomViewOptions::default(),
            )?;
        }
        other => return Ok(json!(format!("no such thing: {other}"))),
    }
    Ok(Value::Null)
}

fn element(id: &str) -> Result<Element, StreamsError> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(StreamsError::NoWindow)?;
    document.get_element_by_id(id).ok_or(StreamsError::NoWindow)
}

struct Noted;

impl App for Noted {
    fn init(&self) {
        noted("app.init")(Ok(()));
    }

    fn destroy(&self) {
        noted("app.destroy")(Ok(()));
    }
}

fn application(what: &str, argument: &Value) -> Answer {
    let url = text(argument, "url");
    match what {
        "init_ccp" => {
            let options: CcpOptions = serde_json::from_value(argument.clone()).unwrap_or_default();
            agent_app::init_ccp(&element("ccp")?, &options)?;
        }
        "init_app" => {
            let options: AppOptions = serde_json::from_value(argument["options"].clone()).unwrap_or_default();
            let contact = argument["contact"].as_str().map(|id| {
                Contact::with_id(id).map_or_else(
                    |_| agent_app::ViewedFor::ContactId(id.to_owned()),
                    agent_app::ViewedFor::Contact,
                )
            });
            agent_app::init_app(text(argument, "name"), "apps", url, &options, contact.as_ref())?;
        }
        "communicate" => agent_app::init_app_communication(text(argument, "name"), url)?,
        "stop" => agent_app::stop_app(text(argument, "name"))?,
        "register" => {
            let options =
                AppRegistryOptions { endpoint: url.to_owned(), style: Some("width: 10px".to_owned()) };
            let made = |place: AppPlace| {
                noted("app.made")(if place.endpoint.is_empty() {
                    Err(StreamsError::NoWindow)
                } else {
                    Ok(())
                });
                Noted
            };
            APP.set(Some(RegisteredApp::start("own", &options, &element("apps")?, made)?));
        }
        "unregister" => APP.set(None),
        other => return Ok(json!(format!("no such thing: {other}"))),
    }
    Ok(Value::Null)
}

fn log() -> Answer {
    let log = logger()?;
    log.set_log_level(&LogLevel::Debug)?;
    log.set_echo_level(&LogLevel::Error)?;
    log.debug("50 % of it")?;
    log.info("begun")?.with_object(&json!({ "step": 1 }))?;
    log.warn("odd")?;
    log.error("failed")?.with_exception("on purpose")?;
    log.download()?;
    Ok(Value::Null)
}

/// The library's channels, between two ends that are both ours.
fn infrastructure() -> Answer {
    let window = web_sys::window().ok_or(StreamsError::NoWindow)?;
    let channel = MessageChannel::new().map_err(|_| StreamsError::NoWindow)?;
    let message = StreamMessage { event: Some("hello".to_owned()), data: Some(json!({ "n": 1 })) };

    let null = MessageStream::null()?;
    null.send(&message)?;
    keep(null.on_message(noted("null"))?);
    let near = MessageStream::port(&channel.port1())?;
    let far = MessageStream::port(&channel.port2())?;
    channel.port1().start();
    channel.port2().start();
    keep(far.on_message(noted("port"))?);
    near.send(&message)?;

    let many = StreamMultiplexer::new(std::slice::from_ref(&near))?;
    keep(many.on_message(noted("multiplexer"))?);
    many.add(&far)?;
    let count = many.streams()?.len();
    let found = many.stream_for(&channel.port1())?.map(|stream| stream.id()).transpose()?.is_some();
    many.remove(&far)?;
    many.send(&message)?;

    let looped = MessageStream::window(&window, "*")?;
    keep(looped.on_message(noted("window"))?);
    looped.send(&message)?;
    let two_ends = MessageStream::window_io(&window, &window, "*")?;
    keep(two_ends.on_message(noted("window_io"))?);
    two_ends.send(&message)?;

    let conduit = Conduit::new("test", &near, &far)?;
    keep(conduit.on_upstream("hello", |_| ())?);
    keep(conduit.on_downstream("hello", |_| ())?);
    let up = conduit.pass_upstream()?;
    keep(conduit.on_all_upstream(move |event| drop(up.pass(event)))?);
    let down = conduit.pass_downstream()?;
    keep(conduit.on_all_downstream(move |event| drop(down.pass(event)))?);
    conduit.send_upstream("up", &1)?;
    conduit.send_downstream("down", &1)?;
    conduit.set_inactive()?;
    conduit.set_active()?;
    conduit.shutdown()?;

    let frames = [frame("one")?, frame("two")?];
    let to_frame = Conduit::to_frame("frame", &window, &frames[0], "*")?;
    to_frame.send_upstream("hello", &Value::Null)?;
    let labelled = [(frames[0].clone(), "one"), (frames[1].clone(), "two")];
    let both = RegionalConduits::new(&window, &labelled, &frames[0].src())?;
    keep(both.on_upstream("hello", |_| ())?);
    keep(both.on_all_upstream(|_| ())?);
    keep(both.on_downstream("hello", |_| ())?);
    keep(both.on_all_downstream(|_| ())?);
    both.send_upstream("hello", &Value::Null)?;
    both.send_downstream("hello", &Value::Null)?;
    both.relay_upstream("hello")?;
    let all = both.all()?;
    let active = both.active()?;
    both.set_active(&frames[1].src())?;
    let other = active.as_ref().map(|conduit| both.other(conduit)).transpose()?;
    let rest = [both.inactive()?, both.of_region("us-east-1")?, both.of_name(&frames[1].src())?];
    let of_page = RegionalConduits::of_page().is_ok();
    Ok(json!([count, found, all.len(), other.flatten().is_some(), rest.map(|one| one.is_some()), of_page]))
}

fn frame(id: &str) -> Result<HtmlIFrameElement, StreamsError> {
    element(id)?.dyn_into().map_err(|_| StreamsError::NoWindow)
}

#[expect(clippy::panic, reason = "a test sees whether it surfaces")]
async fn others(what: &str, argument: &Value) -> Answer {
    match what {
        "infrastructure" => return infrastructure(),
        "log" => return log(),
        "force_failover" => resiliency::force_failover()?,
        "quick_connect" => return quick_connect(argument).await,
        "two.init" => two_regions(argument)?,
        "two.fail_over" => two_instances::fail_over(false)?,
        "two.fail_over_to" => two_instances::fail_over_to(text(argument, "region"), false)?,
        "two.regions" => {
            return Ok(json!([two_instances::primary_region()?, two_instances::secondary_region()?]));
        }
        "two.logs" => two_instances::download_logs("agent-log")?,
        "vocabulary" => {
            return Ok(json!(
                vocabulary_differences()?.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>()
            ));
        }
        "quick_responses" => {
            let query: QuickResponsesQuery = serde_json::from_value(argument.clone()).unwrap_or_default();
            return Ok(json!(format!("{:?}", search_quick_responses(&query).await?)));
        }
        "activity" => send_activity().await?,
        "softphone_error" => {
            let error =
                SoftphoneFault::new(&SoftphoneErrorType::WebrtcError, "no sound", "https://example.com")?;
            return Ok(json!(format!(
                "{:?} {} {:?}",
                error.kind()?,
                error.message()?,
                error.endpoint_url()?
            )));
        }
        "notification" => {
            let notifications = NotificationManager::of_page()?;
            notifications.request_permission()?;
            let options = NotificationOptions { body: "Voice".to_owned(), tag: None };
            notifications.show("A contact", &options)?;
        }
        "panic" => {
            keep(core::event_bus()?.subscribe("panic", |_| panic!("on purpose"))?);
            core::event_bus()?.trigger("panic", &1)?;
        }
        other => return Ok(json!(format!("no such thing: {other}"))),
    }
    Ok(Value::Null)
}
