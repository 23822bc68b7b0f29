//! Why a contact did not take place.

use super::{Plain, Words};
use crate::api::Outcome;

const MISSED: Words = Words::new(
    "The contact was not taken in time, or the customer left before.",
    "Clear it and choose your status again; it may come back by itself.",
    "時間内に応答しなかったか、お客様が先に切断しました。",
    "クリアしてステータスを選び直してください。同じコンタクトが再び届くことがあります。",
);
const REJECTED: Words = Words::new(
    "You declined the contact.",
    "Clear it; it is offered to somebody else.",
    "コンタクトを拒否しました。",
    "クリアしてください。コンタクトはほかの担当者に回ります。",
);
const FAILED: Words = Words::new(
    "The customer was not reached.",
    "Note it, clear the contact and try again later, or check the number.",
    "お客様につながりませんでした。",
    "メモを残してクリアし、時間をおいてかけ直すか、番号を確認してください。",
);

/// Why a contact did not take place; none for one that did.
pub fn contact_error(outcome: Outcome) -> Option<Plain> {
    let words = match outcome {
        Outcome::Handled => return None,
        Outcome::Missed => &MISSED,
        Outcome::Rejected => &REJECTED,
        Outcome::Failed => &FAILED,
    };
    Some(words.plain())
}
