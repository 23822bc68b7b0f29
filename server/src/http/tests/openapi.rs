//! The OpenAPI document says what the code does, and nothing else.

use std::collections::BTreeSet;

use app::api::{
    ActivityList, ActivityRecord, AttributeRule, BatchAnswer, CallerId, CcpCheck, ContactRecord,
    ContactTotals, Disposition, DispositionDetail, DoctorCheck, ErrorAnswer, ErrorBody, EventRecord,
    HoldRecord, InstanceEntry, InstanceList, InstanceSettings, InvalidSettings, ListMeta, OriginCheck,
    RecordAnswer, RecordList, Restore, RoleFeatures, ScreenPop, SettingsAnswer, SettingsChange,
    SettingsMistake, SettingsVersion, SettingsVersionList, ShortcutKey, SignedIn, SpanRecord, StatusLabel,
    TotalsAnswer, TransferRecord, Verdict,
};
use connect_streams::reading::{How, Others, Place, Shape};

use super::{
    instances::{INSTANCE, INSTANCE_CHANGE_UNDO, INSTANCE_CHANGES, INSTANCE_FILE, INSTANCE_ORDER, INSTANCES},
    *,
};

fn document() -> Value {
    serde_json::from_str(docs::DOCUMENT).unwrap()
}

fn shape<T: Place>() -> &'static Shape {
    T::empty().fields().unwrap().shape()
}

#[test]
fn every_schema_has_the_fields_of_its_type() {
    let document = document();
    for (name, shape) in [
        ("ContactRecord", shape::<ContactRecord>()),
        ("HoldRecord", shape::<HoldRecord>()),
        ("SpanRecord", shape::<SpanRecord>()),
        ("TransferRecord", shape::<TransferRecord>()),
        ("EventRecord", shape::<EventRecord>()),
        ("ActivityRecord", shape::<ActivityRecord>()),
        ("BatchAnswer", shape::<BatchAnswer>()),
        ("Verdict", shape::<Verdict>()),
        ("RecordAnswer", shape::<RecordAnswer>()),
        ("RecordList", shape::<RecordList>()),
        ("ListMeta", shape::<ListMeta>()),
        ("ContactTotals", shape::<ContactTotals>()),
        ("TotalsAnswer", shape::<TotalsAnswer>()),
        ("ActivityList", shape::<ActivityList>()),
        ("SettingsAnswer", shape::<SettingsAnswer>()),
        ("SettingsVersion", shape::<SettingsVersion>()),
        ("SettingsVersionList", shape::<SettingsVersionList>()),
        ("SettingsChange", shape::<SettingsChange>()),
        ("Restore", shape::<Restore>()),
        ("InvalidSettings", shape::<InvalidSettings>()),
        ("SettingsMistake", shape::<SettingsMistake>()),
        ("Settings", shape::<Settings>()),
        ("RoleFeatures", shape::<RoleFeatures>()),
        ("DeskConfig", shape::<DeskConfig>()),
        ("StatusLabel", shape::<StatusLabel>()),
        ("ShortcutKey", shape::<ShortcutKey>()),
        ("Disposition", shape::<Disposition>()),
        ("DispositionDetail", shape::<DispositionDetail>()),
        ("AttributeRule", shape::<AttributeRule>()),
        ("ScreenPop", shape::<ScreenPop>()),
        ("CallerId", shape::<CallerId>()),
        ("CcpCheck", shape::<CcpCheck>()),
        ("SignedIn", shape::<SignedIn>()),
        ("ErrorAnswer", shape::<ErrorAnswer>()),
        ("ErrorBody", shape::<ErrorBody>()),
        ("DoctorCheck", shape::<DoctorCheck>()),
        ("OriginCheck", shape::<OriginCheck>()),
        ("InstanceSettings", shape::<InstanceSettings>()),
        ("InstanceEntry", shape::<InstanceEntry>()),
        ("InstanceList", shape::<InstanceList>()),
    ] {
        let schema = &document["components"]["schemas"][name];
        let properties: BTreeSet<_> =
            schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(properties, shape.keys.iter().copied().collect(), "{name}");
        let required = |(key, how): (&&'static str, &How)| matches!(how, How::Required).then_some(*key);
        let required: BTreeSet<_> = shape.keys.iter().zip(shape.hows).filter_map(required).collect();
        let written = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
        assert_eq!(
            written.iter().map(|key| key.as_str().unwrap()).collect::<BTreeSet<_>>(),
            required,
            "{name}"
        );
        let closed = matches!(shape.others, Others::Refused);
        assert_eq!(schema["additionalProperties"] == false, closed, "{name}");
    }
}

#[tokio::test]
async fn every_path_and_every_method_is_in_the_document_and_no_other() {
    let (desk, document) = (Desk::open().await, document());
    let paths = document["paths"].as_object().unwrap();
    let written: BTreeSet<_> = paths.keys().cloned().collect();
    assert_eq!(written, resources().into_iter().map(|(path, _)| path.to_owned()).collect());
    for (path, methods) in paths {
        for method in ["get", "put", "post", "delete", "patch"] {
            let answer = desk.json(&method.to_uppercase(), &path.replace(['{', '}'], ""), &json!({})).await;
            let known = answer.status != StatusCode::METHOD_NOT_ALLOWED;
            assert_eq!(methods.get(method).is_some(), known, "{method} {path}");
        }
    }
}

/// Why a value does not fit a schema, with the place; for the part of JSON Schema that the document uses.
fn misfit(document: &Value, schema: &Value, value: &Value, place: &str) -> Option<String> {
    if let Some(path) = schema["$ref"].as_str() {
        let schema = document.pointer(&path[1..]).unwrap();
        return misfit(document, schema, value, place);
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.clone(),
        kind => vec![kind.clone()],
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !kinds.contains(&json!(kind)) {
        return Some(format!("{place} is {kind}, not {kinds:?}"));
    }
    if schema["enum"].as_array().is_some_and(|words| !words.contains(value)) {
        return Some(format!("{place} is {value}, none of {}", schema["enum"]));
    }
    if let Some(text) = value.as_str().filter(|_| schema["format"] == "date-time")
        && text.parse::<connect_streams::EpochMs>().is_err()
    {
        return Some(format!("{place} is no time"));
    }
    let items = value.as_array().into_iter().flatten().enumerate();
    let mut parts = items.map(|(index, item)| (format!("{place}[{index}]"), &schema["items"], item));
    if let Some(found) = parts.find_map(|(place, schema, item)| misfit(document, schema, item, &place)) {
        return Some(found);
    }
    let properties = schema["properties"].as_object()?;
    let fields = value.as_object()?;
    if let Some(missing) = properties.keys().find(|key| !fields.contains_key(*key)) {
        return Some(format!("{place}.{missing} is missing"));
    }
    fields.iter().find_map(|(key, field)| match properties.get(key) {
        Some(schema) => misfit(document, schema, field, &format!("{place}.{key}")),
        None => Some(format!("{place}.{key} is not known")),
    })
}

/// Asks for all of it, one after the other, and looks whether the document says each answer: method, path, query, body and the
/// status that is expected.
async fn answers_are_described(requests: &[(&str, &str, &str, Value, u16)]) {
    let (desk, document) = (Desk::open().await, document());
    // What a path is called in the document.
    let written = |path: &str| match path {
        ORIGINS => origins::ORIGINS.to_owned(),
        "/api/v1/instances/berlin" => INSTANCE.to_owned(),
        path if path.ends_with("/undo") => INSTANCE_CHANGE_UNDO.to_owned(),
        path => path.to_owned(),
    };
    for (method, path, query, body, expected) in requests {
        let address =
            path.replace("{contact_id}", "c").replace("{version}", "1").replace("{id}", "none") + query;
        let answer = desk.json(&method.to_uppercase(), &address, body).await;
        assert_eq!(answer.status, *expected, "{method} {address}: {}", String::from_utf8_lossy(&answer.body));
        let response = &document["paths"][written(path)][method]["responses"][expected.to_string()];
        let schema = &response["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{method} {address} {expected} is not described");
        assert_eq!(misfit(&document, schema, &answer.json(), "answer"), None, "{method} {address}");
    }
}

#[tokio::test]
async fn what_is_answered_about_records_is_what_the_document_says() {
    let whole: Value = serde_json::from_str(include_str!("../../../tests/whole-record.json")).unwrap();
    let status = json!({
        "instance": "i", "agent": "anna", "kind": "status", "state": "Lunch", "state_kind": "not_routable",
        "started_at": "2026-11-21T09:00:00.000Z", "ended_at": null, "source": "service", "recovered": false,
        "revision": 3,
    });
    let batch =
        json!({"contacts": [whole, record(&json!({"contact_id": "c"})), {}], "activities": [status, 5]});
    let one = format!("{CONTACT_RECORDS}/{{contact_id}}");
    answers_are_described(&[
        ("post", CONTACT_RECORDS, "", whole.clone(), 201),
        ("post", CONTACT_RECORDS, "", whole.clone(), 200),
        ("post", CONTACT_RECORDS, "", json!({}), 422),
        ("post", CONTACT_RECORDS, "", json!("x".repeat(BODY_LIMIT)), 413),
        ("post", RECORDS, "", batch, 200),
        ("post", RECORDS, "", json!({"contacts": 5}), 422),
        ("get", CONTACT_RECORDS, "", Value::Null, 200),
        ("get", CONTACT_RECORDS, "?limit=1", Value::Null, 200),
        ("get", CONTACT_RECORDS, "?limit=0", Value::Null, 400),
        ("get", &one, "", Value::Null, 200),
        ("get", &one, "?agent=nobody", Value::Null, 404),
        ("get", &one, "?agent=", Value::Null, 400),
        ("get", CONTACT_TOTALS, "", Value::Null, 200),
        ("get", CONTACT_TOTALS, "?limit=1", Value::Null, 400),
        ("get", CONTACT_EXPORT, "?format=xml", Value::Null, 400),
        ("get", ACTIVITIES, "?agent=anna", Value::Null, 200),
        ("get", ACTIVITIES, "", Value::Null, 400),
    ])
    .await;
}

#[tokio::test]
async fn what_is_answered_about_instances_is_what_the_document_says() {
    let instance = json!({"ccp_url": "https://berlin.my.connect.aws/ccp-v2/", "region": "eu-central-1"});
    let file = json!({"instances": [{"name": "default", "origins": ["https://desk.example.com"]}]});
    let berlin = INSTANCE.replace("{name}", "berlin");
    let undo = |id: u32| INSTANCE_CHANGE_UNDO.replace("{id}", &id.to_string());
    answers_are_described(&[
        ("put", INSTANCE, "", instance.clone(), 422),
        ("put", &berlin, "", instance.clone(), 200),
        ("put", &berlin, "", json!({"ccp_url": 5}), 422),
        ("get", &berlin, "", Value::Null, 200),
        ("get", INSTANCES, "", Value::Null, 200),
        ("put", INSTANCE_ORDER, "", json!({"names": ["berlin"]}), 200),
        ("put", INSTANCE_ORDER, "", json!({"names": []}), 422),
        ("put", ORIGINS, "", json!({"origin": "https://desk.example.com"}), 200),
        ("put", ORIGINS, "", json!({"origin": "*"}), 422),
        ("get", ORIGINS, "", Value::Null, 200),
        ("delete", ORIGINS, "?origin=https://desk.example.com", Value::Null, 200),
        ("delete", ORIGINS, "?origin=https://desk.example.com", Value::Null, 404),
        ("get", INSTANCE_FILE, "", Value::Null, 200),
        ("put", INSTANCE_FILE, "?dry_run=true", file.clone(), 200),
        ("put", INSTANCE_FILE, "?version=0", file.clone(), 409),
        ("put", INSTANCE_FILE, "", file.clone(), 200),
        ("put", INSTANCE_FILE, "", json!({"instances": []}), 422),
        ("get", INSTANCE_CHANGES, "", Value::Null, 200),
        ("get", INSTANCE_CHANGES, "?limit=0", Value::Null, 400),
        ("post", &undo(4), "", Value::Null, 200),
        ("post", &undo(4), "", Value::Null, 409),
        ("post", &undo(99), "", Value::Null, 404),
        ("delete", &berlin, "", Value::Null, 200),
        ("delete", &berlin, "", Value::Null, 404),
        ("get", CCP_CHECK, "?origin=https://desk.example.com&instance=none", Value::Null, 404),
        ("get", CCP_CHECK, "", Value::Null, 400),
        ("get", DOCTOR_CHECK, "", Value::Null, 400),
        ("get", DOCTOR_CHECK, "?origins=https://desk.example.com", Value::Null, 200),
        ("get", DOCTOR_CHECK, "?origins=x&instance=none", Value::Null, 404),
        ("get", CCP_CHECK, "?origin=x", Value::Null, 422),
    ])
    .await;
}

#[tokio::test]
async fn what_is_answered_about_settings_and_deeds_is_what_the_document_says() {
    let settings = json!({
        "desk": {
            "name": "Example",
            "statuses": [{"name": "Lunch", "label": "At lunch"}],
            "shortcuts": [{"control": "accept", "key": "F8"}],
            "dispositions": [{"code": "a", "label": "A", "details": [{"code": "b", "label": "B"}]}],
            "disposition_required": ["*"],
            "attributes": [{"key": "a"}],
            "screen_pops": [{"label": "CRM", "url": "https://crm.example.com/"}],
            "caller_ids": [{"queue": "Billing", "shows": "+1"}],
        },
        "features": {"agent": ["dial"]},
    });
    answers_are_described(&[
        ("get", SETTINGS, "", Value::Null, 200),
        ("put", SETTINGS, "", json!({"version": 0, "settings": settings}), 200),
        ("put", SETTINGS, "", json!({"version": 0, "settings": {}}), 409),
        ("put", SETTINGS, "", json!({"version": 1, "settings": {"desk": {"accent": "blue"}}}), 422),
        ("put", SETTINGS, "", json!({"settings": {}}), 422),
        ("get", SETTINGS, "", Value::Null, 200),
        ("get", settings::VERSIONS, "", Value::Null, 200),
        ("get", settings::VERSIONS, "?limit=0", Value::Null, 400),
        ("get", settings::VERSION, "", Value::Null, 200),
        ("post", settings::RESTORE, "", json!({"version": 0}), 409),
        ("post", settings::RESTORE, "", json!({"version": 1}), 200),
        ("post", settings::RESTORE, "", json!({"version": "x"}), 422),
        ("get", audit::AUDIT, "", Value::Null, 200),
        ("get", audit::AUDIT, "?since=yesterday", Value::Null, 400),
        ("get", audit::EXPORT, "?format=xml", Value::Null, 400),
        ("post", DISCLOSURES, "", json!({"contact_id": ""}), 422),
    ])
    .await;
}

#[tokio::test]
async fn what_is_answered_about_people_is_what_the_document_says() {
    answers_are_described(&[
        ("get", people::ME, "", Value::Null, 200),
        ("post", people::ACCOUNTS, "", json!({"name": "anna", "display_name": "Anna", "role": "agent"}), 201),
        ("post", people::ACCOUNTS, "", json!({"name": "Anna", "display_name": "Anna", "role": "agent"}), 409),
        ("post", people::ACCOUNTS, "", json!({"name": "", "display_name": "Anna", "role": "agent"}), 422),
        ("get", people::ACCOUNTS, "", Value::Null, 200),
        ("get", people::ACCOUNT, "", Value::Null, 404),
        ("put", people::ACCOUNT, "", json!({}), 422),
        ("post", people::ACCOUNT_LINK, "", Value::Null, 404),
        ("get", people::SESSIONS, "", Value::Null, 200),
        ("delete", people::SESSION, "", Value::Null, 404),
        (
            "post",
            people::TOKENS,
            "",
            json!({"name": "n", "scopes": ["audit:read"], "expires_in_days": 1}),
            201,
        ),
        ("post", people::TOKENS, "", json!({"name": "n", "scopes": [], "expires_in_days": 1}), 422),
        ("get", people::TOKENS, "", Value::Null, 200),
        ("delete", people::TOKEN, "", Value::Null, 404),
        ("get", "/api/v1/openapi.json", "", Value::Null, 200),
    ])
    .await;
}

#[test]
fn the_example_is_a_record() {
    let document = document();
    let example = &document["components"]["schemas"]["ContactRecord"]["example"];
    serde_json::from_value::<ContactRecord>(example.clone()).unwrap().validate().unwrap();
}

#[tokio::test]
async fn the_page_of_the_api_loads_its_style_and_nothing_else() {
    let desk = Desk::open().await;
    let answer = desk.get("/api/docs").await;
    let page = String::from_utf8(answer.body.clone()).unwrap();
    assert!(page.contains("<code>POST /api/v1/records</code>") && page.contains("id=\"ContactRecord\""));
    assert!(!page.contains("<script") && !page.contains("style="));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'self';"), "{policy}");
    assert_eq!(desk.get("/api/docs.css").await.header("content-type"), Some("text/css; charset=utf-8"));
}
