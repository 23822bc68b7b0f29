//! Everything that is needed is in the file, and nobody's name, number, attribute or note.

use std::sync::Arc;

use connect_streams::{AgentData, CcpEvent, SkewMs, SoftphoneError, SoftphoneErrorType};

use serde_json::Value;

use super::*;
use crate::{
    api::{DeskConfig, PageConfig, Role, SignedIn},
    contact::{ContactEvent, Now, WrapUp},
    desktop::{Input, Session},
    records::Remembered,
    text::Language,
};

const AT: EpochMs = EpochMs::MAX;

/// The texts of the fixture and of this test that belong to people.
const PERSONAL: [&str; 14] = [
    "Lindqvist",
    "anna",
    "2065550100",
    "8005550199",
    "2065550190",
    "gold customer",
    "Bertil",
    "called about her invoice",
    "Mrs Quist",
    "secret-token-1",
    "somebody of yesterday",
    "a.meier",
    "Agnes Meier",
    "agnes-of-connect",
];

fn view() -> DesktopView {
    let text = include_str!("../../streams/tests/agent-data/hold.json");
    let data = AgentData::from_json(&text.replace("\"en-US\"", "\"gold customer\"")).unwrap();
    let mut session = Session::new(DeskConfig::default(), Remembered::default());
    session.handle(Input::Leads(Remembered::default()), AT);
    session.handle(Input::Ccp(CcpEvent::AgentUpdated(Box::new(data))), AT);
    let mut view = session.view();
    let mut contact = (*view.contacts[0]).clone();
    let now = Now { local: EpochMs::new(1), skew: SkewMs(0) };
    contact.timeline.apply(ContactEvent::Transferring { to: "Bertil", cold: true }, now);
    let wrap_up = WrapUp { notes: "called about her invoice".to_owned(), ..WrapUp::default() };
    contact.timeline.apply(ContactEvent::Noted(&wrap_up), now);
    contact.timeline.name = Some("Mrs Quist".to_owned());
    contact.timeline.transfers.end(now.stamp(), true, true);
    view.contacts = vec![Arc::new(contact)];
    view.softphone_error = Some(SoftphoneError {
        error_type: SoftphoneErrorType::WebrtcError,
        error_message: Some("of +12065550100".to_owned()),
        end_point_url: Some("https://rtc.example.com/x?token=secret-token-1".to_owned()),
    });
    view.outbox.refused = Some("agent: anna is too long".to_owned());
    view
}

fn file() -> String {
    let mut journal = Journal::default();
    journal.note(EpochMs::new(0), "asked", "7ce7c7a3-9aaf-41f4-97b9-592838174f78 Accept");
    journal.note(EpochMs::new(0), "refused", "Anna Lindqvist may not call +1 206 555 0100\nBertil");
    let config = PageConfig {
        ccp_url: "https://example.my.connect.aws/ccp-v2/".to_owned(),
        region: "eu-west-2".to_owned(),
        login_url: String::new(),
        streams_url: String::new(),
        language: Language::Japanese,
        desk: DeskConfig::default(),
        signed_in: Some(SignedIn {
            name: "a.meier".to_owned(),
            display_name: "Agnes Meier \"}, {\\".to_owned(),
            agent: "agnes-of-connect".to_owned(),
            role: Role::Agent,
        }),
        ..PageConfig::default()
    };
    let line = "2026-11-25T09:30:00.000Z [INFO] [anna]: {\"name\":\"Somebody of yesterday\",\"note\":\"called about her invoice\"}";
    let facts = PageFacts {
        at: EpochMs::new(1_795_253_400_120),
        library_version: Some("2.28.1".to_owned()),
        user_agent: "Mozilla/5.0 (X11) Chrome/131.0.0.0".to_owned(),
        language: "ja".to_owned(),
        time_zone: Some("Asia/Tokyo".to_owned()),
        origin: "https://desk.example.com".to_owned(),
        configuration: config.to_script(),
        signed_in: config.signed_in,
        log: vec![
            "too old".to_owned(),
            line.to_owned(),
            "a.meier, agnes-of-connect".to_owned(),
            "gold customer: Bearer secret-token-1 for Mrs Quist +18005550199 12065550190".to_owned(),
        ],
    };
    support_file(&facts, &view(), &journal)
}

#[test]
fn nobody_is_in_it() {
    let file = file().to_lowercase();
    for text in PERSONAL {
        assert!(!file.contains(&text.to_lowercase()), "{text} is in {file}");
    }
}

#[test]
fn what_is_needed_to_find_a_fault_is_in_it() {
    let file: Value = serde_json::from_str(&file()).unwrap();
    assert_eq!(file["saved_at"], "2026-11-21T09:30:00.120Z");
    assert_eq!(file["versions"]["streamdesk"], env!("CARGO_PKG_VERSION"));
    assert_eq!(file["versions"]["streams_bound"], STREAMS_VERSION);
    assert_eq!(file["versions"]["streams_in_page"], "2.28.1");
    assert_eq!(file["browser"]["time_zone"], "Asia/Tokyo");
    assert_eq!(file["configuration"]["region"], "eu-west-2");
    assert_eq!(file["session"]["agent"]["state"], "Busy");
    assert_eq!(file["session"]["agent"]["kind"], "system");
    assert_eq!(file["session"]["softphone_error"]["type"], "webrtc_error");
    assert_eq!(file["session"]["softphone_error"]["end_point"], "https://rtc.example.com/x?[query]");
    let contact = &file["contacts"][0];
    assert_eq!(contact["contact_id"], "7ce7c7a3-9aaf-41f4-97b9-592838174f78");
    assert_eq!(contact["queue"], "BasicQueue");
    assert_eq!(contact["connected"]["source"], "Service");
    assert_eq!(contact["holds"].as_array().unwrap().len(), 1);
    assert_eq!(contact["transfers"][0]["kind"], "Cold");
    assert_eq!(contact["transfers"][0]["outcome"], "HandedOver");
    assert_eq!(contact["has_notes"], true);
    assert_eq!(contact["service"]["participants"][1]["state"], "hold");
    assert_eq!(file["contacts"].as_array().unwrap().len(), 2, "and the one in focus");
    assert_eq!(
        file["journal"][0],
        "1970-01-01T00:00:00.000Z asked: 7ce7c7a3-9aaf-41f4-97b9-592838174f78 Accept"
    );
    assert_eq!(
        file["journal"][1],
        "1970-01-01T00:00:00.000Z refused: [personal] may not call [number] [personal]"
    );
    assert!(
        file["streams_log"][1].as_str().unwrap().starts_with("2026-11-25T09:30:00.000Z [INFO] [[personal]]")
    );
}

#[test]
fn a_page_on_which_nothing_has_happened_yet_has_one_too() {
    let file = support_file(&PageFacts::default(), &DesktopView::default(), &Journal::default());
    let file: Value = serde_json::from_str(&file).unwrap();
    assert_eq!(file["session"]["status"], "Loading");
    assert_eq!(file["configuration"], Value::Null);
}

#[test]
fn of_a_long_log_the_newest_lines_stay_and_long_lines_are_cut() {
    let log = (0..LINES + 7).map(|line| format!("line {line} {}", "é".repeat(2 * LINE))).collect();
    let facts = PageFacts { log, ..PageFacts::default() };
    let file = support_file(&facts, &DesktopView::default(), &Journal::default());
    let file: Value = serde_json::from_str(&file).unwrap();
    let lines = file["streams_log"].as_array().unwrap();
    assert_eq!(lines.len(), LINES);
    assert!(lines[0].as_str().unwrap().starts_with("line 7 é"));
    assert_eq!(lines[0].as_str().unwrap().chars().count(), LINE + 1);
}

#[test]
fn the_name_of_the_file_says_when_it_was_saved() {
    assert_eq!(file_name(EpochMs::new(1_795_253_400_120)), "streamdesk-support-2026-11-21T09-30-00Z.json");
}
