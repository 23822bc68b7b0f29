//! When what happened in a record, who says so, and what was seen of it. Pure.

use connect_streams::EpochMs;

use crate::{
    api::{ContactRecord, Direction, TimeSource},
    text::Text,
};

const FIRST_QUEUED: Text = Text::new("First queued", "最初のキュー登録");
const LAST_QUEUED: Text = Text::new("Last queued", "最後のキュー登録");
const OFFERED: Text = Text::new("Offered", "着信");
const ACCEPTED: Text = Text::new("Accepted", "応答");
const CONNECTED: Text = Text::new("Connected", "接続");
const ANSWERED: Text = Text::new("Customer answered", "お客様の応答");
const ENDED: Text = Text::new("Ended", "終了");
const CLEARED: Text = Text::new("Cleared", "クリア");

/// One moment of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// Its name in the record.
    pub word: &'static str,
    /// What it is called.
    pub term: Text,
    /// When it was, if that is known.
    pub at: Option<EpochMs>,
    /// Who says so.
    pub source: TimeSource,
}

/// The moments of a record in the order in which they happen. Those that such a contact never has are left out.
pub(super) fn moments(record: &ContactRecord) -> Vec<Moment> {
    let outbound = record.direction == Direction::Outbound;
    let all = [
        ("first_queued_at", FIRST_QUEUED, record.first_queued_at, false),
        (
            "last_queued_at",
            LAST_QUEUED,
            record.last_queued_at.filter(|at| record.first_queued_at != Some(*at)),
            false,
        ),
        ("offered_at", OFFERED, record.offered_at, true),
        ("accepted_at", ACCEPTED, record.accepted_at, true),
        ("connected_at", CONNECTED, record.connected_at, true),
        ("customer_answered_at", ANSWERED, record.customer_answered_at, outbound),
        ("ended_at", ENDED, record.ended_at, true),
        ("cleared_at", CLEARED, record.cleared_at, true),
    ];
    let moment = |(word, term, at, is_usual): (&'static str, Text, Option<EpochMs>, bool)| {
        let local = record.local_times.iter().any(|local| local == word);
        let source = if local { TimeSource::Local } else { TimeSource::Service };
        (at.is_some() || is_usual).then_some(Moment { word, term, at, source })
    };
    all.into_iter().filter_map(moment).collect()
}

/// What was seen of a contact, as people read it. A word that is not known stays as it is.
pub(super) fn event_text(what: &str) -> String {
    let text = match what {
        "accepted" => Text::new("Accepted", "応答しました"),
        "asked to leave" => Text::new("Asked to leave", "退出を要求"),
        "asked to transfer" => Text::new("Asked to transfer", "転送を要求"),
        "asked to consult" => Text::new("Asked to consult", "相談を要求"),
        "gone" => Text::new("Left the desk", "デスクから消えました"),
        "on hold" => Text::new("On hold", "保留"),
        "off hold" => Text::new("Off hold", "保留解除"),
        "muted" => Text::new("Muted", "ミュート"),
        "not muted" => Text::new("Not muted", "ミュート解除"),
        "init" => Text::new("Begun", "開始"),
        "incoming" => Text::new("Offered", "着信"),
        "pending" => Text::new("Waiting", "待機"),
        "connecting" => Text::new("Connecting", "接続中"),
        "connected" => Text::new("Connected", "接続"),
        "missed" => Text::new("Missed", "応答なし"),
        "rejected" => Text::new("Rejected", "拒否"),
        "error" => Text::new("Failed", "エラー"),
        "paused" => Text::new("Paused", "一時停止"),
        "ended" => Text::new("Ended", "終了"),
        other => return other.to_owned(),
    };
    text.get().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::timeline::tests::record;

    #[test]
    fn every_moment_says_who_says_so() {
        let mut record = record();
        record.local_times = vec!["accepted_at".to_owned()];
        let said = |record: &ContactRecord| -> Vec<_> {
            moments(record).into_iter().map(|one| (one.word, one.source == TimeSource::Local)).collect()
        };
        let expected = [
            ("offered_at", false),
            ("accepted_at", true),
            ("connected_at", false),
            ("ended_at", false),
            ("cleared_at", false),
        ];
        assert_eq!(said(&record), expected);
        record.direction = Direction::Outbound;
        record.first_queued_at = record.offered_at;
        record.last_queued_at = record.offered_at;
        assert_eq!(said(&record).len(), 7, "whom we call answers, and what was queued once is said once");
    }

    #[test]
    fn what_was_seen_is_said_in_words() {
        assert_eq!(event_text("off hold"), "Off hold");
        assert_eq!(event_text("of tomorrow"), "of tomorrow");
    }
}
