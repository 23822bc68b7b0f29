//! The contact in focus, as the agent sees it.

use connect_streams::EpochMs;
use leptos::prelude::*;

use super::{ContactTimeline, Stamp};
use crate::{
    api::Outcome,
    desktop::use_desktop,
    ui::{CopyButton, Moment, duration_text},
};

/// Identity, times and durations of the contact in focus.
#[component]
pub fn ContactPanel() -> impl IntoView {
    let desktop = use_desktop();
    let now = desktop.service_now();
    let contact = desktop.contact;
    let text = move |field: fn(&ContactTimeline) -> Option<String>| {
        move || contact.read().as_ref().and_then(field).unwrap_or_else(|| "–".to_owned())
    };
    let moment = move |field: fn(&ContactTimeline) -> Option<Stamp>| {
        Signal::derive(move || contact.read().as_ref().and_then(field).map(|stamp| stamp.at))
    };
    let duration = move |field: fn(&ContactTimeline, EpochMs) -> Option<i64>| {
        move || {
            contact
                .read()
                .as_ref()
                .and_then(|contact| field(contact, now.get()))
                .map_or_else(|| "–".to_owned(), duration_text)
        }
    };
    let contact_id = Signal::derive(move || {
        contact.read().as_ref().map(|contact| contact.contact_id.clone()).unwrap_or_default()
    });
    let stage = move || contact.read().as_ref().map_or(Stage::None, Stage::of);
    view! {
        <section class="contact" aria-label="Contact" data-stage=move || stage().word()>
            <header>
                <h2>
                    <span id="customer-endpoint">{move || match &*contact.read() {
                        Some(contact) => contact.customer_endpoint.clone().unwrap_or_else(|| "Number withheld".to_owned()),
                        None => "No contact".to_owned(),
                    }}</span>
                </h2>
                <p id="contact-stage" class="stage" role="status">{move || stage().label()}</p>
            </header>
            <p class="next-step">{move || stage().next_step()}</p>
            <dl>
                <div class="wide">
                    <dt>"Contact ID"</dt>
                    <dd>
                        <code id="contact-id">{move || if contact_id.read().is_empty() { "–".to_owned() } else { contact_id.get() }}</code>
                        <Show when=move || !contact_id.read().is_empty()>
                            <CopyButton text=contact_id what="contact ID" />
                        </Show>
                    </dd>
                </div>
                <div><dt>"Start"</dt><dd><Moment id="start-time" at=moment(|contact| contact.offered) /></dd></div>
                <div><dt>"Accepted"</dt><dd><Moment id="accepted-time" at=moment(|contact| contact.accepted) /></dd></div>
                <div><dt>"Connected"</dt><dd><Moment id="connected-time" at=moment(|contact| contact.connected) /></dd></div>
                <div><dt>"End"</dt><dd><Moment id="end-time" at=moment(|contact| contact.ended) /></dd></div>
                <div><dt>"Cleared"</dt><dd><Moment id="cleared-time" at=moment(|contact| contact.cleared) /></dd></div>
                <div>
                    <dt>"Talk time"</dt>
                    <dd id="talk-time" class="ticking">{duration(ContactTimeline::talked_ms)}</dd>
                </div>
                <div>
                    <dt>"On hold"</dt>
                    <dd id="hold-time" class="ticking">{duration(|contact, now| (!contact.holds.is_empty()).then(|| contact.held_ms(now)))}</dd>
                </div>
                <div><dt>"Queue"</dt><dd id="queue">{text(|contact| contact.queue.clone())}</dd></div>
                <div><dt>"Channel"</dt><dd id="channel">{text(|contact| Some(contact.channel.to_string()))}</dd></div>
                <div><dt>"Direction"</dt><dd id="direction">{text(|contact| Some(contact.direction.as_str().to_owned()))}</dd></div>
            </dl>
        </section>
    }
}

/// Where a contact stands, in the agent's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    None,
    Ringing,
    Connected,
    OnHold,
    WrapUp,
    Missed,
    Rejected,
    Failed,
    Cleared,
}

impl Stage {
    fn of(contact: &ContactTimeline) -> Self {
        match contact.outcome {
            _ if contact.cleared.is_some() => Self::Cleared,
            Some(Outcome::Handled) => Self::WrapUp,
            Some(Outcome::Missed) => Self::Missed,
            Some(Outcome::Rejected) => Self::Rejected,
            Some(Outcome::Failed) => Self::Failed,
            None if contact.is_on_hold() => Self::OnHold,
            None if contact.connected.is_some() => Self::Connected,
            None => Self::Ringing,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Ringing => "ringing",
            Self::Connected => "connected",
            Self::OnHold => "on-hold",
            Self::WrapUp => "wrap-up",
            Self::Missed => "missed",
            Self::Rejected => "rejected",
            Self::Failed => "failed",
            Self::Cleared => "cleared",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Ringing => "Ringing",
            Self::Connected => "Connected",
            Self::OnHold => "On hold",
            Self::WrapUp => "Wrap-up",
            Self::Missed => "Missed",
            Self::Rejected => "Rejected",
            Self::Failed => "Not connected",
            Self::Cleared => "Cleared",
        }
    }

    fn next_step(self) -> &'static str {
        match self {
            Self::None => "When you are available in the panel, contacts are offered here.",
            Self::Ringing => "Accept or reject it in the panel.",
            Self::Connected | Self::OnHold => "",
            Self::WrapUp => "Finish your notes, then clear the contact in the panel.",
            Self::Missed => "Clear it in the panel, then set yourself available again.",
            Self::Rejected | Self::Failed => "Clear it in the panel.",
            Self::Cleared => "Recorded. The next contact takes its place.",
        }
    }
}

#[cfg(test)]
mod tests {
    use connect_streams::{AgentData, SkewMs};

    use super::*;
    use crate::contact::{ContactEvent, Now};

    #[test]
    fn a_contact_is_named_by_where_it_stands() {
        let text = include_str!("../../streams/tests/agent-data/hold.json");
        let contacts = AgentData::from_json(text).unwrap().snapshot.contacts;
        let now = Now { local: EpochMs::MAX, skew: SkewMs(0) };
        let mut contact = ContactTimeline::begin(&contacts[0], now);
        assert_eq!(Stage::of(&contact), Stage::OnHold);
        contact.apply(ContactEvent::Gone, now);
        assert_eq!(Stage::of(&contact), Stage::Cleared);
    }
}
