//! The support file: what somebody needs who looks for a fault, and nothing of the people whom it happened to. Only what
//! is named here gets in; free text gets in redacted. Pure.

use std::fmt::Debug;

use connect_streams::{ConnectionSnapshot, ContactSnapshot, EpochMs, STREAMS_VERSION};

use super::{Journal, Known, json::Json};
use crate::{
    api::SignedIn,
    contact::{ContactTimeline, Stamp},
    desktop::{DeskContact, DesktopView},
};

/// So many lines of the library's log are kept, the newest.
const LINES: usize = 2_000;
/// So many characters of a line.
const LINE: usize = 1_000;

/// What only the browser knows.
#[derive(Debug, Default)]
pub struct PageFacts {
    /// When the file is saved, on the local clock.
    pub at: EpochMs,
    /// The version that the library in the page says it is.
    pub library_version: Option<String>,
    /// What the browser calls itself.
    pub user_agent: String,
    /// The browser's language.
    pub language: String,
    /// The system's time zone.
    pub time_zone: Option<String>,
    /// Where the page came from.
    pub origin: String,
    /// The runtime settings of the page, as JSON. They hold nothing secret, but who is signed in.
    pub configuration: String,
    /// Who is signed in here.
    pub signed_in: Option<SignedIn>,
    /// The library's log, oldest line first.
    pub log: Vec<String>,
}

/// The support file as JSON.
pub fn support_file(page: &PageFacts, view: &DesktopView, journal: &Journal) -> String {
    let mut known = known(view);
    for name in page.signed_in.iter().flat_map(|one| [&one.name, &one.display_name, &one.agent]) {
        known.note(Some(name));
    }
    let mut json = Json::default();
    json.open("", '{');
    json.text("saved_at", Some(&page.at.to_string()));
    write_program(&mut json, page);
    let configuration = without_person(&page.configuration);
    json.raw("configuration", if configuration.is_empty() { "null" } else { &configuration });
    write_session(&mut json, view, &known);
    json.open("contacts", '[');
    let cleared = view.focus.iter().filter(|focus| !view.contacts.contains(focus));
    view.contacts.iter().chain(cleared).for_each(|contact| write_contact(&mut json, contact));
    json.close(']');

    let mut lines = String::new();
    for entry in journal.entries() {
        add_line(&mut lines, &[&entry.at.to_string(), " ", entry.what, ": ", &entry.detail]);
    }
    write_lines(&mut json, "journal", &known.redact(&lines));
    lines.clear();
    for line in &page.log[page.log.len().saturating_sub(LINES)..] {
        // What is logged as data holds people of whom this page may know nothing any more.
        let (line, data) = line.split_once("{\"").map_or((line.as_str(), ""), |(line, _)| (line, "{…}"));
        add_line(&mut lines, &[line, data]);
    }
    write_lines(&mut json, "streams_log", &known.redact(&lines));
    json.close('}');
    json.into_text()
}

/// What the file is called: with the moment in it, and without what some systems do not have in names.
pub fn file_name(at: EpochMs) -> String {
    let at = at.to_string().replace(':', "-");
    let mut name = "streamdesk-support-".to_owned();
    name.push_str(at.split('.').next().unwrap_or_default());
    name.push_str("Z.json");
    name
}

fn write_program(json: &mut Json, page: &PageFacts) {
    json.open("versions", '{');
    json.text("streamdesk", Some(env!("CARGO_PKG_VERSION")));
    json.text("streams_bound", Some(STREAMS_VERSION));
    // The package 2.28.2 says that it is 2.28.1: the two need not be the same.
    json.text("streams_in_page", page.library_version.as_deref());
    json.text(
        "streams_in_panel",
        Some("Amazon's own build in the frame of another origin; a page cannot read its version"),
    );
    json.close('}');
    json.open("browser", '{');
    json.text("user_agent", Some(&page.user_agent));
    json.text("language", Some(&page.language));
    json.text("time_zone", page.time_zone.as_deref());
    json.text("origin", Some(&page.origin));
    json.close('}');
}

fn write_session(json: &mut Json, view: &DesktopView, known: &Known) {
    json.open("session", '{');
    json.text("status", Some(&known.redact(&word(&view.status))));
    json.raw("leads", flag(!view.follows));
    json.raw("offline", flag(view.is_offline));
    json.raw("storage_failed", flag(view.outbox.not_kept.is_some()));
    json.raw("skew_ms", &view.skew.0.to_string());
    json.open("agent", '{');
    if let Some(agent) = &view.agent {
        let next = agent.next_state.as_ref().map(|next| next.name.as_str());
        json.text("state", Some(&agent.state.name));
        json.text("kind", Some(agent.state.kind.as_str()));
        moment(json, "since", agent.state.start_timestamp);
        json.text("next_state", next);
        json.raw("muted", flag(agent.muted));
        json.raw("softphone", agent.configuration.softphone_enabled.map_or("null", flag));
    }
    json.close('}');
    json.open("softphone_error", '{');
    if let Some(error) = &view.softphone_error {
        json.text("type", Some(error.error_type.as_str()));
        let end_point = error.end_point_url.as_deref().map(|url| known.redact(url));
        json.text("end_point", end_point.as_deref());
    }
    json.close('}');
    json.open("outbox", '{');
    json.raw("waiting", &view.outbox.waiting.to_string());
    json.raw("confirmed", &view.confirmed.to_string());
    json.raw("unavailable", flag(view.outbox.unavailable));
    let refused = view.outbox.refused.as_deref().map(|reason| known.redact(reason));
    json.text("refused", refused.as_deref());
    json.close('}');
    json.close('}');
}

fn write_contact(json: &mut Json, contact: &DeskContact) {
    let timeline = &contact.timeline;
    json.open("", '{');
    json.text("contact_id", Some(&timeline.contact_id));
    json.text("initial_contact_id", timeline.initial_contact_id.as_deref());
    json.text("related_contact_id", timeline.related_contact_id.as_deref());
    json.text("channel", Some(timeline.channel.as_str()));
    json.text("subtype", timeline.subtype.as_deref());
    json.text("direction", Some(timeline.direction.as_str()));
    json.text("queue", timeline.queue.as_deref());
    write_timeline(json, timeline);
    json.raw("unfinished", flag(contact.is_unfinished));
    json.raw("has_disposition", flag(timeline.wrap_up.disposition.is_some()));
    json.raw("has_notes", flag(!timeline.wrap_up.notes.is_empty()));
    json.text("outcome", timeline.outcome.map(crate::api::Outcome::as_str));
    json.raw("revision", &timeline.revision.to_string());
    json.open("service", '{');
    if let Some(snapshot) = &contact.snapshot {
        json.text("state", Some(snapshot.state.kind.as_str()));
        moment(json, "since", snapshot.state.timestamp);
        json.raw("attributes", &snapshot.attributes.len().to_string());
        json.open("participants", '[');
        for line in &snapshot.connections {
            write_participant(json, line);
        }
        json.close(']');
    }
    json.close('}');
    json.close('}');
}

fn write_timeline(json: &mut Json, timeline: &ContactTimeline) {
    moment(json, "queued", timeline.queued);
    for (name, at) in [
        ("offered", timeline.offered),
        ("accepted", timeline.accepted),
        ("connected", timeline.connected),
        ("customer_answered", timeline.customer_answered),
        ("ended", timeline.ended),
        ("cleared", timeline.cleared),
    ] {
        stamp(json, name, at);
    }
    json.open("holds", '[');
    for hold in timeline.holds.iter() {
        json.open("", '{');
        stamp(json, "from", Some(hold.from));
        stamp(json, "to", hold.to);
        json.close('}');
    }
    json.close(']');
    json.open("transfers", '[');
    for transfer in timeline.transfers.list() {
        json.open("", '{');
        json.text("kind", Some(&word(&transfer.kind)));
        stamp(json, "at", Some(transfer.at));
        stamp(json, "answered", transfer.answered);
        stamp(json, "ended", transfer.ended);
        json.text("outcome", transfer.outcome.map(|outcome| word(&outcome)).as_deref());
        json.close('}');
    }
    json.close(']');
    json.text("ended_by", timeline.ended_by.map(|by| word(&by)).as_deref());
    json.open("doubts", '[');
    for doubt in &timeline.doubts {
        json.text("", Some(&word(doubt)));
    }
    json.close(']');
}

fn write_participant(json: &mut Json, line: &ConnectionSnapshot) {
    json.open("", '{');
    json.text("connection_id", Some(&line.connection_id));
    json.text("kind", Some(line.kind.as_str()));
    json.text("state", Some(line.state.kind.as_str()));
    moment(json, "since", line.state.timestamp);
    json.raw("muted", flag(line.mute));
    json.close('}');
}

fn stamp(json: &mut Json, key: &str, stamp: Option<Stamp>) {
    let Some(stamp) = stamp else { return json.text(key, None) };
    json.open(key, '{');
    moment(json, "at", Some(stamp.at));
    json.text("source", Some(&word(&stamp.source)));
    json.raw("skew_ms", &stamp.skew.0.to_string());
    json.close('}');
}

fn moment(json: &mut Json, key: &str, at: Option<EpochMs>) {
    json.text(key, at.map(|at| at.to_string()).as_deref());
}

fn flag(on: bool) -> &'static str {
    if on { "true" } else { "false" }
}

/// What the program itself calls it.
fn word(value: &dyn Debug) -> String {
    format!("{value:?}")
}

fn add_line(lines: &mut String, parts: &[&str]) {
    let start = lines.len();
    for part in parts {
        lines.extend(part.chars().map(|letter| if letter == '\n' { ' ' } else { letter }));
    }
    if let Some((length, _)) = lines[start..].char_indices().nth(LINE) {
        lines.truncate(start + length);
        lines.push('…');
    }
    lines.push('\n');
}

fn write_lines(json: &mut Json, key: &str, lines: &str) {
    json.open(key, '[');
    for line in lines.lines() {
        json.text("", Some(line));
    }
    json.close(']');
}

/// The settings, as JSON, without who is signed in here.
fn without_person(settings: &str) -> String {
    const PERSON: &str = "\"signed_in\":";
    let Some((before, behind)) = settings.split_once(PERSON) else { return settings.to_owned() };
    let (mut depth, mut in_text, mut escaped) = (0, false, false);
    let over = |letter: char| {
        let ends = !in_text && depth == 0 && matches!(letter, ',' | '}');
        match letter {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            '{' if !in_text => depth += 1,
            '}' if !in_text => depth -= 1,
            _ => {}
        }
        ends
    };
    let rest = behind.find(over).map_or("}", |end| &behind[end..]);
    [before, PERSON, "null", rest].concat()
}

/// Everything personal that the page knows now, so that it can be told in a log.
fn known(view: &DesktopView) -> Known {
    let mut known = Known::default();
    if let Some(agent) = &view.agent {
        known.note(Some(&agent.login));
        known.note(Some(&agent.name));
    }
    for contact in view.contacts.iter().chain(&view.focus) {
        let timeline = &contact.timeline;
        known.note(timeline.name.as_deref());
        known.note(timeline.customer_endpoint.as_deref());
        known.note(timeline.reached.as_deref());
        known.note(Some(&timeline.wrap_up.notes));
        timeline.transfers.list().iter().for_each(|transfer| known.note(Some(&transfer.to)));
        if let Some(snapshot) = &contact.snapshot {
            note_snapshot(&mut known, snapshot);
        }
    }
    known
}

fn note_snapshot(known: &mut Known, snapshot: &ContactSnapshot) {
    known.note(snapshot.description.as_deref());
    snapshot.attributes.values().for_each(|attribute| known.note(attribute.value.as_deref()));
    for line in &snapshot.connections {
        known.note(line.quick_connect_name.as_deref());
        if let Some(endpoint) = &line.endpoint {
            known.note(endpoint.name.as_deref());
            known.note(endpoint.display_name.as_deref());
            known.note(endpoint.address());
            known.note(endpoint.agent_login.as_deref());
        }
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
