//! When what happened in the contact in focus, who says so, how long it took, and what is uncertain about that.

use connect_streams::{EpochMs, SkewMs};
use leptos::prelude::*;

use super::{
    ContactTimeline, Doubt, Source, Stamp,
    rows::{Focus, lines, only_if, row},
};
use crate::{
    api::Direction,
    text::Text,
    ui::{El, classed, clock_text, duration_text, el, moment},
};

const QUEUED: Text = Text::new("First queued", "最初のキュー登録");
const OFFERED: Text = Text::new("Offered", "着信");
const ACCEPTED: Text = Text::new("Accepted", "応答");
const CONNECTED: Text = Text::new("Connected", "接続");
const ANSWERED: Text = Text::new("Customer answered", "お客様の応答");
const ENDED: Text = Text::new("Ended", "終了");
const WRAP_UP_BEGAN: Text = Text::new("Wrap-up began", "後処理開始");
const CLEARED: Text = Text::new("Cleared", "クリア");
const BY_SERVICE: Text = Text::new("Time of the service", "サービスの時刻");
const BY_THIS_COMPUTER: Text =
    Text::new("Time of this computer, put right by its deviation", "この端末の時刻（ずれを補正済み）");
const TALK: Text = Text::new("Talk time", "通話時間");
const HOLD: Text = Text::new("On hold", "保留時間");
const HOLD_COUNT: Text = Text::new("{}×", "{} 回");
const WRAP_UP: Text = Text::new("Wrap-up", "後処理時間");
const HOLDS: Text = Text::new("Holds", "保留の履歴");
const HOLD_OVER: Text = Text::new("{} to {} ({})", "{}～{}（{}）");
const HOLD_SINCE: Text = Text::new("since {} ({})", "{} から（{}）");
const DOUBTS: Text = Text::new("What is uncertain", "確実でない点");
const SEEN_LATE: Text = Text::new(
    "The contact was under way when this page saw it first: when it was offered is not known.",
    "このページが最初に確認した時点で対応が始まっていたため、着信時刻は分かりません。",
);
const CONTRADICTION: Text = Text::new(
    "The service gave times that contradict each other. They were put in order.",
    "サービスから届いた時刻に矛盾があったため、順序を整えて表示しています。",
);
const CLOCK_SET: Text = Text::new(
    "The clock of this computer was set during the contact: times of this computer may be off.",
    "対応中にこの端末の時計が変更されました。この端末の時刻は正確でない可能性があります。",
);
const BEHIND: Text = Text::new(
    "This computer's clock is {} s behind. The times here are the service's.",
    "この端末の時計は {} 秒遅れています。表示はサービスの時刻です。",
);
const AHEAD: Text = Text::new(
    "This computer's clock is {} s ahead. The times here are the service's.",
    "この端末の時計は {} 秒進んでいます。表示はサービスの時刻です。",
);

/// A skew of more than so many milliseconds is worth a word.
const NOTICEABLE_MS: i64 = 1_000;

/// The moments of the contact, in the order in which they happen.
pub(super) fn moments(contact: Focus) -> El {
    let time = |term, id, field| time_row(contact, term, id, field);
    // Only the service knows of the queue.
    let queued = |one: &ContactTimeline| {
        one.queued.map(|at| Stamp { at, source: Source::Service, skew: SkewMs::default() })
    };
    let only_outbound = |one: &ContactTimeline| (one.direction == Direction::Outbound).then(String::new);
    let only_wrap_up = |one: &ContactTimeline| one.wants_wrap_up().then(String::new);
    el("dl").children([
        only_if(time(QUEUED, "queued-time", queued), contact, |one| one.queued.map(|_| String::new())),
        time(OFFERED, "start-time", |one| one.offered),
        time(ACCEPTED, "accepted-time", |one| one.accepted),
        time(CONNECTED, "connected-time", |one| one.connected),
        only_if(time(ANSWERED, "answered-time", |one| one.customer_answered), contact, only_outbound),
        time(ENDED, "end-time", |one| one.ended),
        only_if(time(WRAP_UP_BEGAN, "wrap-up-began", |one| one.ended), contact, only_wrap_up),
        time(CLEARED, "cleared-time", |one| one.cleared),
    ])
}

/// A moment with a mark that says whose clock it was read from.
fn time_row(
    contact: Focus,
    term: Text,
    id: &'static str,
    field: fn(&ContactTimeline) -> Option<Stamp>,
) -> El {
    let stamp = move || contact.read().as_ref().and_then(|one| field(&one.timeline));
    let source = move || stamp().map(|stamp| source_text(stamp.source).get().to_owned());
    let local = move || stamp().is_some_and(|stamp| stamp.source == Source::Local);
    let value = el("span").child(moment(move || stamp().map(|stamp| stamp.at)).attr("id", id)).child(
        classed("span", "source")
            .flag("data-local", local)
            .live_attr("title", source)
            .child(classed("span", "visually-hidden").live_text(move || source().unwrap_or_default())),
    );
    row(term, value)
}

/// How long agent and customer talked, how long the customer was on hold and how often, how long the wrap-up took.
pub(super) fn durations(contact: Focus, now: Signal<EpochMs>) -> El {
    let duration = move |term, id: &'static str, field: fn(&ContactTimeline, EpochMs) -> Option<i64>| {
        let text = move || {
            let contact = contact.read();
            let duration = contact.as_ref().and_then(|one| field(&one.timeline, now.get()));
            duration.map_or_else(|| "–".to_owned(), duration_text)
        };
        row(term, el("span").child(classed("span", "ticking").attr("id", id).live_text(text)))
    };
    let count = move || match contact.read().as_ref().map_or(0, |one| one.timeline.holds.len()) {
        0 => String::new(),
        count => HOLD_COUNT.with(&[&count.to_string()]),
    };
    el("dl").children([
        duration(TALK, "talk-time", ContactTimeline::talked_ms),
        duration(HOLD, "hold-time", |one, now| (!one.holds.is_empty()).then(|| one.held_ms(now)))
            .child(classed("dd", "quiet").attr("id", "hold-count").live_text(count)),
        duration(WRAP_UP, "wrap-up-time", wrap_up_ms),
    ])
}

fn wrap_up_ms(contact: &ContactTimeline, now: EpochMs) -> Option<i64> {
    let ended = contact.ended.filter(|_| contact.wants_wrap_up())?.at;
    Some(contact.cleared.map_or(now, |cleared| cleared.at).since(ended))
}

/// Each time on hold.
pub(super) fn holds(contact: Focus, now: Signal<EpochMs>) -> El {
    let line = |one: &ContactTimeline, index: usize, now: EpochMs| {
        let Some(hold) = one.holds.get(index) else { return String::new() };
        let from = clock_text(hold.from.at);
        let took = |to: EpochMs| duration_text(to.since(hold.from.at));
        match hold.to {
            Some(to) => HOLD_OVER.with(&[&from, &clock_text(to.at), &took(to.at)]),
            None => HOLD_SINCE.with(&[&from, &took(now)]),
        }
    };
    lines(contact, now, "holds", HOLDS, |one| one.holds.len(), line)
}

/// What a doubt means, as a sentence.
pub fn doubt_text(doubt: Doubt) -> Text {
    match doubt {
        Doubt::SeenLate => SEEN_LATE,
        Doubt::Contradiction => CONTRADICTION,
        Doubt::ClockSet => CLOCK_SET,
    }
}

/// Whose clock a moment was read from.
pub fn source_text(source: Source) -> Text {
    match source {
        Source::Service => BY_SERVICE,
        Source::Local => BY_THIS_COMPUTER,
    }
}

/// What is uncertain about the moments.
pub(super) fn doubts(contact: Focus, now: Signal<EpochMs>) -> El {
    let line = |one: &ContactTimeline, index: usize, _| {
        one.doubts.get(index).map(|doubt| doubt_text(*doubt).get().to_owned()).unwrap_or_default()
    };
    lines(contact, now, "doubts", DOUBTS, |one| one.doubts.len(), line)
}

/// By how much the clock of this computer is off, if by so much that somebody could wonder.
pub(super) fn skew_text(skew: SkewMs) -> Option<String> {
    let off = skew.0.abs();
    let text = if skew.0 > 0 { BEHIND } else { AHEAD };
    (off > NOTICEABLE_MS).then(|| text.with(&[&((off + 500) / 1_000).to_string()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::{
        ContactEvent,
        stage::tests::{desk_contact, held, now},
    };

    #[test]
    fn a_clock_that_is_off_is_told_by_how_much_and_which_way() {
        assert_eq!(skew_text(SkewMs(1_000)), None);
        assert!(skew_text(SkewMs(4_200)).unwrap().starts_with("This computer's clock is 4 s behind."));
        assert!(skew_text(SkewMs(-300_000)).unwrap().starts_with("This computer's clock is 300 s ahead."));
    }

    #[test]
    fn the_wrap_up_lasts_from_the_end_until_it_is_cleared() {
        let mut timeline = desk_contact(held()).timeline;
        let connected = timeline.connected.unwrap().at.get();
        assert_eq!(wrap_up_ms(&timeline, EpochMs::MAX), None);
        let mut ended = held();
        ended.state.kind = connect_streams::ContactState::Ended;
        ended.state.timestamp = Some(EpochMs::new(connected + 60_000));
        timeline.apply(ContactEvent::Seen(&ended), now(connected + 60_000));
        assert_eq!(wrap_up_ms(&timeline, EpochMs::new(connected + 70_000)), Some(10_000));
        timeline.apply(ContactEvent::Gone, now(connected + 75_000));
        assert_eq!(wrap_up_ms(&timeline, EpochMs::MAX), Some(15_000));
    }
}
