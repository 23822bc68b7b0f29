//! Where a contact stands, in the agent's words, and since when; and what a contact is called. Pure.

use connect_streams::{ContactState, ContactType, EpochMs};

use super::ContactTimeline;
use crate::{
    api::{Direction, Outcome},
    desktop::DeskContact,
    support::{Plain, contact_error},
    text::Text,
};

const VOICE: Text = Text::new("voice", "音声");
const CALLBACK: Text = Text::new("callback", "コールバック");
const CHAT: Text = Text::new("chat", "チャット");
const TASK: Text = Text::new("task", "タスク");
const EMAIL: Text = Text::new("email", "メール");
const INBOUND: Text = Text::new("inbound", "着信");
const OUTBOUND: Text = Text::new("outbound", "発信");
const WITHHELD: Text = Text::new("Number withheld", "番号非通知");
const NAMELESS: Text = Text::new("Unknown customer", "お客様（名前なし）");

/// Where a contact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// There is none.
    None,
    /// It is offered to the agent.
    Ringing,
    /// The customer is called.
    Calling,
    /// Agent and customer talk, or the agent works on it.
    Connected,
    /// The customer is on hold.
    OnHold,
    /// The agent has put the task aside.
    Paused,
    /// It took place and is over.
    WrapUp,
    /// Nobody answered in time, or the customer left before.
    Missed,
    /// The agent declined it.
    Rejected,
    /// It could not be connected.
    Failed,
    /// It has left the desk.
    Cleared,
}

impl Stage {
    /// Where this contact stands.
    pub fn of(contact: &DeskContact) -> Self {
        let timeline = &contact.timeline;
        let paused = || contact.snapshot.as_ref().is_some_and(|one| one.state.kind == ContactState::Paused);
        let offered =
            || contact.snapshot.as_ref().is_some_and(|one| one.state.kind == ContactState::Incoming);
        let outbound = timeline.direction == Direction::Outbound;
        match timeline.outcome {
            _ if timeline.cleared.is_some() => Self::Cleared,
            Some(Outcome::Handled) => Self::WrapUp,
            Some(Outcome::Missed) => Self::Missed,
            Some(Outcome::Rejected) => Self::Rejected,
            Some(Outcome::Failed) => Self::Failed,
            None if timeline.is_on_hold() => Self::OnHold,
            // A callback is offered before anybody is called.
            None if outbound && timeline.customer_answered.is_none() && !offered() => Self::Calling,
            None if timeline.connected.is_none() => Self::Ringing,
            None if paused() => Self::Paused,
            None => Self::Connected,
        }
    }

    /// Since when this contact has stood there.
    pub fn since(self, contact: &DeskContact) -> Option<EpochMs> {
        let timeline = &contact.timeline;
        let last_hold = timeline.holds.last();
        let stamp = match self {
            Self::None => None,
            Self::Ringing | Self::Calling => timeline.offered.or(timeline.connected),
            Self::Connected => {
                let resumed = last_hold.and_then(|hold| hold.to);
                resumed.or(timeline.customer_answered).or(timeline.connected)
            }
            Self::OnHold => last_hold.map(|hold| hold.from),
            Self::Paused => {
                return contact.snapshot.as_ref().and_then(|snapshot| snapshot.state.timestamp);
            }
            Self::WrapUp | Self::Missed | Self::Rejected | Self::Failed => timeline.ended,
            Self::Cleared => timeline.cleared,
        };
        stamp.map(|stamp| stamp.at)
    }

    /// Whether nothing is left but to wrap it up and to clear it.
    pub fn is_over(self) -> bool {
        matches!(self, Self::WrapUp | Self::Missed | Self::Rejected | Self::Failed)
    }

    /// The word for styles and tests.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Ringing => "ringing",
            Self::Calling => "calling",
            Self::Connected => "connected",
            Self::OnHold => "on-hold",
            Self::Paused => "paused",
            Self::WrapUp => "wrap-up",
            Self::Missed => "missed",
            Self::Rejected => "rejected",
            Self::Failed => "failed",
            Self::Cleared => "cleared",
        }
    }

    /// What the agent reads.
    pub fn label(self) -> Text {
        match self {
            Self::None => Text::new("", ""),
            Self::Ringing => Text::new("Ringing", "着信中"),
            Self::Calling => Text::new("Calling", "呼び出し中"),
            Self::Connected => Text::new("Connected", "対応中"),
            Self::OnHold => Text::new("On hold", "保留中"),
            Self::Paused => Text::new("Paused", "一時停止中"),
            Self::WrapUp => Text::new("Wrap-up", "後処理"),
            Self::Missed => Text::new("Missed", "不応答"),
            Self::Rejected => Text::new("Rejected", "拒否"),
            Self::Failed => Text::new("Not connected", "接続できませんでした"),
            Self::Cleared => Text::new("Cleared", "クリア済み"),
        }
    }

    /// What there is to do; in a contact that did not take place, first why.
    pub fn next_step(self) -> String {
        let outcome = match self {
            Self::Missed => Outcome::Missed,
            Self::Rejected => Outcome::Rejected,
            Self::Failed => Outcome::Failed,
            other => return other.usual_step().get().to_owned(),
        };
        contact_error(outcome).map(Plain::sentences).unwrap_or_default()
    }

    fn usual_step(self) -> Text {
        match self {
            Self::None => Text::new(
                "When you are available, contacts are offered here.",
                "受付可能にすると、ここにコンタクトが表示されます。",
            ),
            Self::Ringing => Text::new("Accept or reject it.", "応答または拒否してください。"),
            Self::Calling
            | Self::Connected
            | Self::OnHold
            | Self::Paused
            | Self::Missed
            | Self::Rejected
            | Self::Failed => Text::new("", ""),
            Self::WrapUp => Text::new(
                "Finish your notes, then clear the contact.",
                "メモを記入し、コンタクトをクリアしてください。",
            ),
            Self::Cleared => Text::new(
                "Recorded. The next contact takes its place.",
                "記録しました。次のコンタクトがここに表示されます。",
            ),
        }
    }
}

/// What a contact is called: what it is about where it has a name, else who it is with.
pub fn title(contact: &ContactTimeline) -> String {
    let by_name = matches!(contact.channel, ContactType::Task | ContactType::Email);
    let (first, second) = if by_name {
        (&contact.name, &contact.customer_endpoint)
    } else {
        (&contact.customer_endpoint, &contact.name)
    };
    let call = matches!(contact.channel, ContactType::Voice | ContactType::QueueCallback);
    let nobody = if call { WITHHELD } else { NAMELESS };
    first.as_ref().or(second.as_ref()).cloned().unwrap_or_else(|| nobody.get().to_owned())
}

/// The channel as the agent reads it; a channel of tomorrow by the service's own word.
pub fn channel_text(channel: &ContactType) -> String {
    match channel {
        ContactType::Voice => VOICE,
        ContactType::QueueCallback => CALLBACK,
        ContactType::Chat => CHAT,
        ContactType::Task => TASK,
        ContactType::Email => EMAIL,
        ContactType::Other(word) => return word.clone(),
    }
    .get()
    .to_owned()
}

/// Who began it, as the agent reads it.
pub fn direction_text(direction: Direction) -> Text {
    match direction {
        Direction::Inbound => INBOUND,
        Direction::Outbound => OUTBOUND,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Arc;

    use connect_streams::{AgentData, ContactSnapshot, SkewMs};
    use leptos::prelude::Set;

    use super::*;
    use crate::contact::Spans;
    use crate::{
        api::{DeskConfig, PageConfig},
        contact::{ContactEvent, Now},
        desktop::{Desktop, DesktopView, provide_desktop},
        text::{Language, speak},
        ui::provide_tick,
    };

    pub fn now(milliseconds: i64) -> Now {
        Now { local: EpochMs::new(milliseconds), skew: SkewMs(0) }
    }

    /// A contact on the desk as the service shows it.
    pub fn desk_contact(snapshot: ContactSnapshot) -> DeskContact {
        DeskContact {
            timeline: ContactTimeline::begin(&snapshot, now(0)),
            snapshot: Some(snapshot),
            waiting: Vec::new(),
            refused: None,
            is_unfinished: false,
        }
    }

    /// A desk of this configuration that shows these contacts, the first of them in focus.
    pub fn desk_with(desk: DeskConfig, contacts: Vec<DeskContact>) -> Desktop {
        provide_tick();
        let desktop = provide_desktop(PageConfig {
            ccp_url: String::new(),
            region: String::new(),
            login_url: String::new(),
            streams_url: String::new(),
            language: Language::English,
            desk,
            signed_in: None,
        });
        let contacts: Vec<_> = contacts.into_iter().map(Arc::new).collect();
        let focus = contacts.first().cloned();
        desktop.view.set(DesktopView { contacts, focus, ..DesktopView::default() });
        desktop
    }

    pub fn held() -> ContactSnapshot {
        let text = include_str!("../../streams/tests/agent-data/hold.json");
        AgentData::from_json(text).unwrap().snapshot.contacts.remove(0)
    }

    #[test]
    fn a_contact_is_named_by_where_it_stands() {
        let mut contact = desk_contact(held());
        assert_eq!(Stage::of(&contact), Stage::OnHold);
        assert_eq!(Stage::OnHold.since(&contact).unwrap().to_string(), "2026-11-21T02:11:20.815Z");
        contact.timeline.apply(ContactEvent::Gone, now(EpochMs::MAX.get()));
        assert_eq!(Stage::of(&contact), Stage::Cleared);
        assert_eq!(Stage::Cleared.since(&contact), Some(EpochMs::MAX));
    }

    #[test]
    fn a_contact_that_did_not_take_place_says_why_and_what_to_do() {
        let step = Stage::Failed.next_step();
        assert!(step.starts_with("The customer was not reached. Note it"), "{step}");
        speak(Language::Japanese);
        let step = Stage::Missed.next_step();
        speak(Language::English);
        assert!(step.starts_with("時間内に応答しなかったか、"), "{step}");
    }

    #[test]
    fn whom_we_call_is_called_until_they_answer() {
        let mut contact = desk_contact(held());
        contact.timeline.holds = Spans::default();
        contact.timeline.direction = Direction::Outbound;
        assert_eq!(Stage::of(&contact), Stage::Calling);
        contact.timeline.customer_answered = contact.timeline.connected;
        assert_eq!(Stage::of(&contact), Stage::Connected);
    }

    #[test]
    fn a_contact_without_customer_has_a_title() {
        let mut timeline = desk_contact(held()).timeline;
        assert_eq!(title(&timeline), "+12065550100");
        timeline.customer_endpoint = None;
        assert_eq!(title(&timeline), "Number withheld");
        timeline.channel = ContactType::Task;
        timeline.name = Some("<b>Refund</b>".to_owned());
        assert_eq!(title(&timeline), "<b>Refund</b>");
    }
}
