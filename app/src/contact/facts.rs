//! Everything else about the contact in focus: queue, channel, direction, who ended it, who was called in.

use connect_streams::EpochMs;
use leptos::prelude::*;

use super::{
    ContactTimeline,
    rows::{Focus, lines, only_if, text_of, text_row},
    stage::{channel_text, direction_text},
};
use crate::{
    api::{Direction, EndedBy, TransferKind, TransferOutcome},
    text::Text,
    ui::{El, classed, clock_text, el},
};

const QUEUE: Text = Text::new("Queue", "キュー");
const CHANNEL: Text = Text::new("Channel", "チャネル");
const DIRECTION: Text = Text::new("Direction", "方向");
const REACHED: Text = Text::new("Number reached", "着信先番号");
const CALLED_FROM: Text = Text::new("Called from", "発信元番号");
const ENDED_BY: Text = Text::new("Ended by", "終了者");
const AGENT: Text = Text::new("agent", "オペレーター");
const CUSTOMER: Text = Text::new("customer", "お客様");
const TRANSFERS: Text = Text::new("Transfers and consultations", "転送・相談");
const TRANSFER: Text = Text::new("{}: {}, {}, {}", "{}：{}、{}、{}");
const CONSULT: Text = Text::new("consultation", "相談");
const COLD: Text = Text::new("cold transfer", "ブラインド転送");
const IN_PROGRESS: Text = Text::new("in progress", "進行中");
const HANDED_OVER: Text = Text::new("handed over", "引き継ぎ済み");
const LEFT: Text = Text::new("left again", "退出");
const NOT_REACHED: Text = Text::new("not reached", "応答なし");

/// What the service writes before its own subtypes.
const SERVICE: &str = "connect:";

/// Queue, channel, direction, number reached, and who ended it.
pub(super) fn facts(contact: Focus) -> El {
    let inbound = |one: &ContactTimeline| one.reached.clone().filter(|_| one.direction == Direction::Inbound);
    let outbound =
        |one: &ContactTimeline| one.reached.clone().filter(|_| one.direction == Direction::Outbound);
    el("dl").children([
        text_row(contact, QUEUE, "queue", |one| one.queue.clone()),
        text_row(contact, CHANNEL, "channel", |one| Some(channel_text(&one.channel))).child(
            only_if(classed("dd", "quiet").attr("id", "subtype"), contact, subtype)
                .live_text(text_of(contact, subtype)),
        ),
        text_row(contact, DIRECTION, "direction", |one| Some(direction_text(one.direction).get().to_owned())),
        only_if(text_row(contact, REACHED, "reached", inbound), contact, inbound),
        only_if(text_row(contact, CALLED_FROM, "called-from", outbound), contact, outbound),
        only_if(text_row(contact, ENDED_BY, "ended-by", ended_by), contact, ended_by),
    ])
}

/// The kind within the channel. That a call is one by telephone says nothing.
fn subtype(contact: &ContactTimeline) -> Option<String> {
    let subtype = contact.subtype.as_deref()?;
    let subtype = subtype.strip_prefix(SERVICE).unwrap_or(subtype);
    (subtype != "Telephony").then(|| subtype.to_owned())
}

fn ended_by(contact: &ContactTimeline) -> Option<String> {
    Some(side_text(contact.ended_by?).get().to_owned())
}

/// The side that ended a contact or put it on hold.
pub fn side_text(side: EndedBy) -> Text {
    match side {
        EndedBy::Agent => AGENT,
        EndedBy::Customer => CUSTOMER,
    }
}

/// Whether whoever was called in was talked to first.
pub fn transfer_kind_text(kind: TransferKind) -> Text {
    match kind {
        TransferKind::Consult => CONSULT,
        TransferKind::Cold => COLD,
    }
}

/// How a call to somebody else came out.
pub fn transfer_outcome_text(outcome: Option<TransferOutcome>) -> Text {
    match outcome {
        None => IN_PROGRESS,
        Some(TransferOutcome::HandedOver) => HANDED_OVER,
        Some(TransferOutcome::Left) => LEFT,
        Some(TransferOutcome::NotReached) => NOT_REACHED,
    }
}

/// Who was called in: to whom, how, when and with what outcome.
pub(super) fn transfers(contact: Focus, now: Signal<EpochMs>) -> El {
    let line = |one: &ContactTimeline, index: usize, _| {
        let Some(transfer) = one.transfers.list().get(index) else { return String::new() };
        let (kind, outcome) = (transfer_kind_text(transfer.kind), transfer_outcome_text(transfer.outcome));
        TRANSFER.with(&[&transfer.to, kind.get(), &clock_text(transfer.at.at), outcome.get()])
    };
    lines(contact, now, "transfers", TRANSFERS, |one| one.transfers.list().len(), line)
}
