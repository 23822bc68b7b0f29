//! The payloads of the simulated instance field by field, shapes that they do not have, and everything that may come.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    AgentPermission, AgentStateType, ChannelType, ConnectionState, ConnectionType, ContactState, ContactType,
    EndpointType, EpochMs, InitiationMethod, MonitoringMode, NetworkConnectionStatus,
    QuickResponseContentType, QuickResponseStatus, ReferenceType, SkewMs, SoftphoneCallType,
    SoftphoneErrorType,
};

const IDLE: &str = include_str!("../../tests/agent-data/idle.json");
const CONNECTING: &str = include_str!("../../tests/agent-data/connecting.json");
const CONNECTED: &str = include_str!("../../tests/agent-data/connected.json");
const HOLD: &str = include_str!("../../tests/agent-data/hold.json");
const MUTED: &str = include_str!("../../tests/agent-data/muted.json");
const ENDED: &str = include_str!("../../tests/agent-data/ended.json");
const MISSED: &str = include_str!("../../tests/agent-data/missed.json");
const REJECTED: &str = include_str!("../../tests/agent-data/rejected.json");
const ALL: [&str; 8] = [IDLE, CONNECTING, CONNECTED, HOLD, MUTED, ENDED, MISSED, REJECTED];

fn instance(kind: &str) -> String {
    format!(
        "arn:aws:connect:us-east-1:111122223333:instance/5f1e9c04-3a7b-4d2e-9b61-0c8de2a471f5/{kind}/0000000"
    )
}

fn at(text: &str) -> Option<EpochMs> {
    text.parse().ok()
}

fn read<T: place::Place>(value: &Value) -> T {
    decode(&value.to_string()).unwrap()
}

#[test]
fn null_alone_is_nothing_where_nothing_may_be() {
    assert_eq!(decode::<Option<bool>>("null"), Ok(None));
    assert_eq!(decode::<Option<AgentState>>("null"), Ok(None));
    assert_eq!(decode::<Value>("null"), Ok(Value::Null));
    assert_eq!(decode::<Option<Vec<String>>>(r#"["a"]"#), Ok(Some(vec!["a".to_owned()])));
    for error in [decode::<bool>("null").unwrap_err(), decode::<AgentState>("null").map(|_| ()).unwrap_err()]
    {
        assert_eq!((error.path.as_str(), error.message.as_str()), (".", "not of the expected type"));
    }
}

#[test]
fn reads_a_connected_call() {
    let data = AgentData::from_json(CONNECTED).unwrap();
    assert_eq!(data.configuration.login(), "anna");
    assert_eq!(data.snapshot.state.kind, AgentStateType::System);
    let contact = &data.snapshot.contacts[0];
    assert_eq!(contact.kind, ContactType::Voice);
    assert_eq!(contact.state.kind, ContactState::Connected);
    assert_eq!(contact.customer_address(), Some("+12065550100"));
    assert_eq!(contact.customer().unwrap().kind, ConnectionType::Inbound);
    assert!(!contact.is_monitoring());
}

#[test]
fn reads_every_field_of_a_configuration() {
    for payload in ALL {
        let configuration = AgentData::from_json(payload).unwrap().configuration;
        assert_eq!(configuration.name, "Anna Lindqvist");
        assert_eq!(configuration.username.as_deref(), Some("anna"));
        assert!(configuration.agent_arn.unwrap().starts_with(&instance("agent")));
        assert_eq!(configuration.extension.as_deref(), Some("+12065550190"));
        assert_eq!(configuration.softphone_enabled, Some(false));
        assert_eq!(configuration.softphone_auto_accept, Some(false));
        assert_eq!(configuration.softphone_persistent_connection, None);
        assert_eq!(configuration.voice_enhancement_mode, None);
        assert_eq!(configuration.permissions, [AgentPermission::OutboundCall]);
        assert_eq!(configuration.dialable_countries, ["us", "gb", "de", "jp"]);
        let preferences = configuration.agent_preferences.unwrap();
        assert_eq!(preferences.locale.as_deref(), Some("en_US"));
        assert_eq!((preferences.language, preferences.others.len()), (None, 0));
        let states: Vec<_> =
            configuration.agent_states.iter().map(|state| (state.name.as_str(), &state.kind)).collect();
        assert_eq!(
            states,
            [
                ("Available", &AgentStateType::Routable),
                ("Lunch", &AgentStateType::NotRoutable),
                ("Break", &AgentStateType::NotRoutable),
                ("Training", &AgentStateType::NotRoutable),
                ("Offline", &AgentStateType::Offline),
            ]
        );
        let arn = configuration.agent_states[0].agent_state_arn.as_deref().unwrap();
        assert!(arn.starts_with(&instance("agent-state")));

        let profile = configuration.routing_profile.unwrap();
        assert_eq!(profile.name.as_deref(), Some("Basic Routing Profile"));
        assert!(profile.routing_profile_arn.as_deref().unwrap().starts_with(&instance("routing-profile")));
        assert_eq!(profile.routing_profile_id, profile.routing_profile_arn);
        assert_eq!(profile.channel_concurrency_map, [(ChannelType::Voice, 1)].into());
        let default = profile.default_outbound_queue.unwrap();
        assert_eq!(default.name.as_deref(), Some("BasicQueue"));
        assert!(default.queue_arn.as_deref().unwrap().starts_with(&instance("queue")));
        assert_eq!(default.queue_id, default.queue_arn);
        let queues: Vec<_> = profile.queues.iter().filter_map(|queue| queue.name.as_deref()).collect();
        assert_eq!(queues, ["BasicQueue", "Billing", "Support", "anna"]);
    }
}

#[test]
fn reads_every_field_of_a_snapshot() {
    let snapshot = AgentData::from_json(ENDED).unwrap().snapshot;
    assert_eq!(snapshot.state.name, "AfterCallWork");
    assert_eq!(snapshot.state.agent_state_arn, None);
    assert_eq!(snapshot.state.start_timestamp, at("2026-11-21T02:11:21.319Z"));
    let next = snapshot.next_state.unwrap();
    assert_eq!((next.name.as_str(), next.kind), ("Lunch", AgentStateType::NotRoutable));
    assert!(next.agent_state_arn.unwrap().starts_with(&instance("agent-state")));
    let availability = snapshot.agent_availability_state.unwrap();
    assert_eq!(availability.state.as_deref(), Some("AfterCallWork"));
    assert_eq!(availability.time_stamp, at("2026-11-21T02:11:21.319Z"));
    assert_eq!(
        (availability.kind, availability.agent_state_arn, availability.start_timestamp),
        (None, None, None)
    );
    assert_eq!(Some(snapshot.snapshot_timestamp), at("2026-11-21T02:11:21.349Z"));
    assert_eq!(snapshot.local_timestamp, Some(EpochMs::new(1_795_227_081_356)));
    assert_eq!(snapshot.skew, SkewMs(-7));
    assert_eq!(snapshot.content_length, Some(2744));

    let contact = &snapshot.contacts[0];
    let id = "7ce7c7a3-9aaf-41f4-97b9-592838174f78";
    assert_eq!(contact.contact_id, id);
    assert_eq!(contact.initial_contact_id.as_deref(), Some(id));
    assert_eq!(contact.related_contact_id, None);
    assert_eq!(contact.contact_association_id.as_deref(), Some(id));
    assert_eq!(contact.state.kind, ContactState::Ended);
    assert_eq!(contact.state.timestamp, at("2026-11-21T02:11:21.319Z"));
    assert_eq!(contact.queue.as_ref().unwrap().name.as_deref(), Some("BasicQueue"));
    assert_eq!(contact.queue_timestamp, at("2026-11-21T02:11:12.304Z"));
    assert_eq!(contact.attributes["Topic"].name.as_deref(), Some("Topic"));
    assert_eq!(contact.attributes["Topic"].value.as_deref(), Some("BasicQueue"));
    assert_eq!(contact.contact_duration, Some(0));
    assert_eq!((&contact.name, &contact.description), (&None, &None));
    assert!(contact.references.is_empty());
    assert_eq!(contact.initiation_method, Some(InitiationMethod::Inbound));
    assert_eq!(contact.contact_features, Some(ContactFeatures::default()));
    assert_eq!(contact.channel_context, None);
    let subtype = &contact.segment_attributes["connect:Subtype"];
    assert_eq!(subtype.value_string.as_deref(), Some("connect:Telephony"));
    assert!(subtype.value_map.is_empty());
    assert_eq!(contact.customer_endpoint, Some(Endpoint::by_phone_number("+12065550100")));
    assert_eq!(contact.connect_system_endpoint, Some(Endpoint::by_phone_number("+18005550199")));
    assert_eq!(contact.language_code.as_deref(), Some("en-US"));
    assert_eq!((&contact.email_recipients, &contact.contact_metadata), (&None, &None));
    assert_eq!(contact.agent_contact_handling_config, None);
}

#[test]
fn reads_every_field_of_a_connection() {
    let contacts = |payload| AgentData::from_json(payload).unwrap().snapshot.contacts;
    let contact = &contacts(ENDED)[0];
    let agent = &contact.connections[0];
    assert_eq!(agent.connection_id, "d6aa9a4d-08b4-43c9-822e-fb34d5d17c86");
    assert_eq!(agent.kind, ConnectionType::Agent);
    assert_eq!(agent.state.kind, ConnectionState::Disconnected);
    assert_eq!(agent.state.timestamp, at("2026-11-21T02:11:21.319Z"));
    assert!(!agent.initial && !agent.mute && !agent.forced_mute);
    assert_eq!((&agent.softphone_media_info, &agent.chat_media_info), (&None, &None));
    assert_eq!((&agent.monitoring_info, &agent.monitor_status), (&None, &None));
    assert_eq!(agent.quick_connect_name, None);
    assert!(agent.monitor_capabilities.is_empty() && agent.capabilities.is_empty());
    let endpoint = agent.endpoint.as_ref().unwrap();
    assert!(endpoint.endpoint_arn.as_deref().unwrap().starts_with(&instance("agent")));
    assert_eq!(endpoint.kind, Some(EndpointType::Agent));
    assert_eq!(endpoint.name.as_deref(), Some("Anna Lindqvist"));
    assert_eq!(endpoint.agent_login.as_deref(), Some("anna"));
    assert_eq!((&endpoint.endpoint_id, &endpoint.queue, &endpoint.display_name), (&None, &None, &None));
    assert_eq!(endpoint.address(), None, "a name is no address");

    let customer = contact.customer().unwrap();
    assert_eq!(customer.kind, ConnectionType::Inbound);
    assert!(customer.initial);
    assert_eq!(customer.endpoint, Some(Endpoint::by_phone_number("+12065550100")));

    assert!(contacts(MUTED)[0].connections.iter().any(|connection| connection.mute));
    assert_eq!(contacts(HOLD)[0].customer().unwrap().state.kind, ConnectionState::Hold);
    assert!(contacts(IDLE).is_empty());
    assert_eq!(contacts(CONNECTING)[0].state.kind, ContactState::Connecting);
    assert!(contacts(MISSED)[0].state.timestamp.is_some());
    assert_eq!(contacts(REJECTED)[0].state.kind, ContactState::Rejected);
}

#[test]
fn who_listens_is_never_taken_for_the_customer() {
    let mut contact = AgentData::from_json(HOLD).unwrap().snapshot.contacts.remove(0);
    contact.connections.retain(|one| one.kind == ConnectionType::Agent);
    let mut listener = contact.connections[0].clone();
    listener.kind = ConnectionType::Monitoring;
    listener.initial = false;
    contact.connections.push(listener);
    assert_eq!(contact.customer(), None);
}

#[test]
fn reads_a_chat_and_its_customer() {
    let connection: ConnectionSnapshot = read(&json!({
        "connectionId": "c", "type": "inbound", "initial": true, "endpoint": null, "mute": null,
        "state": { "type": "connected", "timestamp": 1_795_227_081_356_i64 },
        "chatMediaInfo": { "chatAutoAccept": true, "connectionData": "{}", "customerName": "Kim", "agentName": null },
        "capabilities": { "Video": null, "ScreenShare": "SEND" },
    }));
    let chat = connection.chat_media_info.unwrap();
    assert!(chat.chat_auto_accept && !connection.mute);
    assert_eq!((chat.customer_name.as_deref(), chat.agent_name), (Some("Kim"), None));
    assert_eq!(connection.capabilities, [("ScreenShare".to_owned(), "SEND".to_owned())].into());

    let info: ChatMediaInfo = read(&json!({
        "contactId": "c-1", "initialContactId": "c-0", "participantId": "c", "participantToken": null,
        "originalInfo": { "customerName": "Kim" },
    }));
    assert_eq!(info.original_info.unwrap().customer_name.as_deref(), Some("Kim"));
    assert_eq!((info.contact_id.as_deref(), info.participant_token), (Some("c-1"), None));

    let token: ConnectionToken = read(&json!({
        "chatTokenTransport": { "expiry": "2026-11-21T09:30:00.000Z", "participantToken": "secret" },
    }));
    let token = token.chat_token_transport.unwrap();
    assert_eq!(token.expires_at(), at("2026-11-21T09:30:00Z"));
    assert_eq!(token.participant_token.as_deref(), Some("secret"));

    let details: CustomerAuthenticationDetails =
        read(&json!({ "Status": "AUTHENTICATED", "AuthenticationMethod": "CONNECT", "ClientId": null }));
    assert_eq!(details.status, crate::CustomerAuthenticationStatus::Authenticated);
}

#[test]
fn reads_a_call_in_the_browser_and_one_that_is_followed() {
    let call: VoiceMediaInfo = read(&json!({
        "callType": "audio_only", "autoAccept": true, "mediaLegContextToken": "a", "callContextToken": "b",
        "callConfigJson": "{}",
    }));
    assert_eq!(call.call_type, Some(SoftphoneCallType::AudioOnly));
    assert!(call.auto_accept);

    let followed: ConnectionSnapshot = read(&json!({
        "connectionId": "c", "type": "monitoring", "initial": true, "state": { "type": "silent_monitor" },
        "monitoringInfo": { "agent": { "agentName": "Anna" }, "joinTimeStamp": "2026-11-21T09:30:00.000Z" },
        "monitorCapabilities": ["SILENT_MONITOR", "BARGE"], "monitorStatus": "SILENT_MONITOR",
    }));
    let info = followed.monitoring_info.unwrap();
    assert_eq!(info.supervised_agent(), Some("Anna"));
    assert_eq!(info.join_time, at("2026-11-21T09:30:00Z"));
    assert_eq!(followed.monitor_capabilities, [MonitoringMode::SilentMonitor, MonitoringMode::Barge]);
    assert_eq!(followed.monitor_status, Some(MonitoringMode::SilentMonitor));
    let declared: MonitorInfo = read(&json!({ "agentName": "Anna", "joinTime": "2026-11-21T09:30:00.000Z" }));
    assert_eq!((declared.supervised_agent(), declared.join_time), (Some("Anna"), info.join_time));
}

#[test]
fn reads_what_only_tasks_and_e_mails_have() {
    let contact: ContactSnapshot = read(&json!({
        "contactId": "c", "type": "task", "state": { "type": "connecting" }, "connections": [],
        "channelContext": { "scheduledTime": 1_646_609_220, "taskTemplateId": "t", "taskTemplateVersion": "1" },
        "references": { "Page": { "type": "URL", "value": "https://example.com" }, "Gone": null },
        "emailRecipients": { "toList": [{ "address": "a@example.com", "displayName": "A" }], "ccList": null,
            "fromRecipient": { "address": "b@example.com" } },
        "segmentAttributes": { "connect:CustomerAuthentication":
            { "ValueMap": { "Status": { "valueString": "AUTHENTICATED" } } } },
        "contactFeatures": { "screenRecordingConfig": { "screenRecordingEnabled": true } },
        "agentContactHandlingConfig": { "autoAccept": true }, "contactMetadata": { "anything": [1] },
    }));
    let context = contact.channel_context.unwrap();
    assert_eq!(context.scheduled_time, Some(EpochMs::new(1_646_609_220_000)));
    assert_eq!(context.task_template_version, Some(1));
    assert_eq!(contact.references, [("Page".to_owned(), Reference::url("https://example.com"))].into());
    let recipients = contact.email_recipients.unwrap();
    assert_eq!(recipients.to_list[0].display_name.as_deref(), Some("A"));
    assert!(recipients.cc_list.is_empty());
    let authentication = &contact.segment_attributes["connect:CustomerAuthentication"];
    assert_eq!(authentication.value_map["Status"].value_string.as_deref(), Some("AUTHENTICATED"));
    assert!(contact.contact_features.unwrap().screen_recording_config.unwrap().screen_recording_enabled);
    assert!(contact.agent_contact_handling_config.unwrap().auto_accept);
    assert_eq!(contact.contact_metadata, Some(json!({ "anything": [1] })));
}

#[test]
fn reads_a_quick_response_as_it_is_documented() {
    let page: QuickResponsesPage = read(&json!({ "nextToken": null, "results": [null, {
        "attributesNotInterpolated": ["Name"], "channels": ["Chat"], "name": "Test", "isActive": true,
        "contentType": "application/x.quickresponse;format=markdown", "status": "CREATED",
        "contents": { "markdown": { "content": "*Hello*" }, "plainText": { "content": "Hello" } },
        "createdTime": 1_697_812_550, "groupingConfiguration": { "criteria": "RoutingProfileArn", "values": ["r", null] },
        "tags": ["a", null],
    }] }));
    let [response] = &page.results[..] else { panic!("{page:?}") };
    assert_eq!(response.created_time, at("2023-10-20T14:35:50Z"));
    assert_eq!(response.tags, ["a"]);
    assert_eq!(response.grouping_configuration.as_ref().unwrap().values, ["r"]);
    let contents = response.contents.as_ref().unwrap();
    assert_eq!(contents.markdown.as_ref().unwrap().content.as_deref(), Some("*Hello*"));
    assert_eq!(contents.plain_text.as_ref().unwrap().content.as_deref(), Some("Hello"));
    let markdown = "application/x.quickresponse;format=markdown".to_owned();
    assert_eq!(response.content_type, Some(QuickResponseContentType::Other(markdown)));
    assert_eq!(response.status, Some(QuickResponseStatus::Other("CREATED".to_owned())));
}

#[test]
fn reads_what_comes_with_events() {
    let viewed = |json: Value| read::<ViewedContact>(&json).contact_id;
    assert_eq!(viewed(json!({ "contactId": "c" })).as_deref(), Some("c"));
    assert_eq!((viewed(json!({ "contactId": "" })), viewed(json!({}))), (None, None));
    let status: NetworkConnectionStatusChanged = read(&json!({ "status": "failed", "timestamp": 5 }));
    assert_eq!(status.status, NetworkConnectionStatus::Failed);
    let error: SoftphoneError =
        read(&json!({ "errorType": "webrtc_error", "errorMessage": "m", "endPointUrl": null }));
    assert_eq!(error.error_type, SoftphoneErrorType::WebrtcError);
    let answer: StorageAccessAnswer =
        read(&json!({ "event": "storageAccess::init", "data": { "hasAccess": true } }));
    assert_eq!(answer.data.has_access, Some(true));
    let expiration: SessionExpiration = read(&json!({ "expiration": 1_795_227_081 }));
    assert_eq!(expiration.expiration, Some(EpochMs::new(1_795_227_081_000)));
    assert!(decode::<AgentMutedStatus>("{}").is_err(), "whether it is muted is not guessed");
}

#[test]
fn what_is_sent_back_says_the_same() {
    for payload in ALL {
        let configuration = AgentData::from_json(payload).unwrap().configuration;
        let json = serde_json::to_value(&configuration).unwrap();
        let mut original: Value = serde_json::from_str(payload).unwrap();
        let original = original["configuration"].take();
        for key in [
            "name",
            "softphoneEnabled",
            "softphoneAutoAccept",
            "extension",
            "agentPreferences",
            "permissions",
        ] {
            assert_eq!(json[key], original[key], "{key}");
        }
        assert_eq!(json["routingProfile"], original["routingProfile"]);
        assert_eq!(decode::<AgentConfiguration>(&json.to_string()).unwrap(), configuration);
    }
    let preferences: AgentPreferences = read(&json!({ "LANGUAGE": "ja_JP", "THEME": "dark", "gone": null }));
    assert_eq!(serde_json::to_value(&preferences).unwrap(), json!({ "LANGUAGE": "ja_JP", "THEME": "dark" }));
}

#[test]
fn a_task_is_sent_with_the_names_and_units_of_the_service() {
    let task = TaskDefinition {
        endpoint: Endpoint { kind: Some(EndpointType::Queue), ..Endpoint::default() },
        name: "Call back".to_owned(),
        description: String::new(),
        references: [("Page".to_owned(), Reference::url("https://example.com"))].into(),
        scheduled_time: Some(EpochMs::new(1_646_609_220_999)),
        ..TaskDefinition::default()
    };
    let json = serde_json::to_value(&task).unwrap();
    assert_eq!(
        json,
        json!({
            "endpoint": { "type": "queue" }, "name": "Call back", "description": "",
            "references": { "Page": { "type": "URL", "value": "https://example.com" } },
            "scheduledTime": 1_646_609_220,
        })
    );
    assert_eq!(read::<TaskDefinition>(&json).scheduled_time, Some(EpochMs::new(1_646_609_220_000)));
}

#[test]
fn the_queue_of_an_endpoint_may_be_its_arn() {
    let queue = |json: Value| read::<Endpoint>(&json!({ "queue": json })).queue;
    let arn = || Some("arn:queue".to_owned());
    assert_eq!(queue(json!("arn:queue")).unwrap().queue_arn, arn());
    assert_eq!(queue(json!({ "queueARN": "arn:queue", "name": "Q" })).unwrap().queue_arn, arn());
    assert_eq!(queue(Value::Null), None);
    assert_eq!(read::<Endpoint>(&json!({ "type": "url" })).kind, Some(EndpointType::Other("url".to_owned())));
    assert_eq!(Reference::default().kind, None::<ReferenceType>);
}

#[test]
fn a_word_that_amazon_adds_later_is_kept() {
    let later = CONNECTED.replace("\"connected\"", "\"teleported\"");
    let data = AgentData::from_json(&later).unwrap();
    assert_eq!(data.snapshot.contacts[0].state.kind, ContactState::Other("teleported".to_owned()));
}

#[test]
fn a_fault_names_the_field_and_keeps_the_value_back() {
    let broken = CONNECTED.replace("\"contactId\"", "\"contactIdentifier\"");
    let error = AgentData::from_json(&broken).unwrap_err();
    assert_eq!(error.path, "snapshot.contacts[0]");
    assert_eq!(error.message, "missing field `contactId`");

    let broken = CONNECTED.replace("\"+12065550100\"", "{\"secret\": 1}");
    let error = AgentData::from_json(&broken).unwrap_err();
    assert!(error.path.ends_with("phoneNumber"), "{}", error.path);
    assert_eq!(error.message, "not of the expected type");
}

/// Replaces the `place`th value of a payload, counted over the whole tree, and says whether there was one.
fn replace(value: &mut Value, place: &mut usize, by: &Value) -> bool {
    if *place == 0 {
        *value = by.clone();
        return true;
    }
    *place -= 1;
    match value {
        Value::Array(list) => list.iter_mut().any(|value| replace(value, place, by)),
        Value::Object(map) => map.values_mut().any(|value| replace(value, place, by)),
        _ => false,
    }
}

#[test]
fn a_null_in_any_place_is_absence_or_a_fault() {
    // What nobody can do without: the two halves, and these of their fields.
    let required = ["name", "type", "state", "contacts", "connections", "contactId", "connectionId"];
    for payload in ALL {
        let payload: Value = serde_json::from_str(payload).unwrap();
        for place in 0.. {
            let mut holed = payload.clone();
            if !replace(&mut holed, &mut place.clone(), &Value::Null) {
                assert!(place > 50, "the payload was walked");
                break;
            }
            if let Err(error) = AgentData::from_json(&holed.to_string()) {
                let last = error.path.rsplit(['.', ']']).next().unwrap_or_default();
                let is_required = required.contains(&last) || last.is_empty();
                let half = ["configuration", "snapshot", "snapshot.snapshotTimestamp", "."];
                assert!(is_required || half.contains(&error.path.as_str()), "{error}");
            }
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(
        crate::surface::data().into_iter().flat_map(|(_, keys)| keys).collect::<Vec<_>>(),
    );
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(Value::from("2026-11-21T09:30:00.000Z")),
    ];
    leaf.prop_recursive(5, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..12).prop_map(|entries| entries
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()),
        ]
    })
}

/// Reads one text as every type there is.
fn read_as_everything(json: &str) {
    macro_rules! read_as {
        ($($name:ty),+ $(,)?) => { $(let _ = decode::<$name>(json);)+ };
    }
    read_as![
        AgentAvailability,
        AgentConfiguration,
        AgentData,
        AgentMutedStatus,
        AgentPreferences,
        AgentSnapshot,
        AgentState,
        AgentStateChange,
        AgentStateDefinition,
        Attribute,
        BackgroundBlurChange,
        CapabilitiesDictionary,
        ChannelConcurrency,
        ChannelContext,
        ChatMediaInfo,
        ChatOriginalInfo,
        ChatTokenTransport,
        ConnectionSnapshot,
        ConnectionToken,
        ContactFeatures,
        ContactHandling,
        ContactSnapshot,
        CustomerAuthenticationDetails,
        EmailRecipients,
        Endpoint,
        EndpointsPage,
        FailoverCompleted,
        FailoverDetected,
        FailoverPending,
        InstanceDetails,
        MonitorInfo,
        NetworkConnectionStatusChanged,
        Queue,
        QuickResponse,
        QuickResponseContents,
        QuickResponseGrouping,
        QuickResponsesPage,
        QuickResponsesQuery,
        Reference,
        RoutingProfile,
        ScreenRecordingConfig,
        SegmentAttribute,
        SessionExpiration,
        SessionExtensionError,
        SoftphoneError,
        StorageAccess,
        StorageAccessAnswer,
        StreamMessage,
        TaskDefinition,
        TaskMediaInfo,
        TimedState<ContactState>,
        UserMediaDeviceChange,
        ViewedContact,
        VoiceEnhancementModeChange,
        VoiceMediaInfo,
        crate::MediaDevice,
        crate::TaskCreated,
        crate::two_instances::RegionActivated,
        crate::two_instances::RegionPending,
    ];
}

proptest! {
    #[test]
    fn no_text_is_a_panic(text in "\\PC*") {
        read_as_everything(&text);
    }

    #[test]
    fn no_object_is_a_panic(value in any_json()) {
        read_as_everything(&value.to_string());
    }

    #[test]
    fn no_cut_payload_is_a_panic(end in 0..CONNECTED.len()) {
        let _ = AgentData::from_json(&CONNECTED.chars().take(end).collect::<String>());
    }

    #[test]
    fn nothing_in_any_place_of_a_payload_is_a_panic(
        payload in prop::sample::select(&ALL[..]),
        place in 0_usize..250,
        by in any_json(),
    ) {
        let mut changed: Value = serde_json::from_str(payload).unwrap();
        let _ = replace(&mut changed, &mut place.clone(), &by);
        let _ = AgentData::from_json(&changed.to_string());
    }
}
