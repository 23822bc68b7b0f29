//! What a contact may have come out as, and whether that is said completely: the one rule for who finishes a contact and
//! for who clears it. Pure.

use super::ContactTimeline;
use crate::api::{DeskConfig, Disposition};

/// What is missing before a contact is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A disposition.
    Disposition,
    /// The detail of the one that is chosen.
    Detail,
}

/// The codes of the first and of the second level, from what is kept. A code may hold a slash itself; one that the desk
/// no longer has is nowhere in the list, and stays as it is until another is chosen.
pub(super) fn levels<'kept>(choices: &[Disposition], kept: Option<&'kept str>) -> (&'kept str, &'kept str) {
    let Some(kept) = kept else { return ("", "") };
    if choices.iter().any(|choice| choice.code == kept) {
        return (kept, "");
    }
    let detailed = choices.iter().find_map(|choice| {
        let detail = kept.strip_prefix(choice.code.as_str())?.strip_prefix('/')?;
        let known = choice.details.iter().any(|one| one.code == detail);
        known.then(|| (&kept[..choice.code.len()], detail))
    });
    detailed.unwrap_or((kept, ""))
}

/// What is kept of two levels; none where nothing is chosen.
pub(super) fn kept(first: &str, second: &str) -> Option<String> {
    if first.is_empty() {
        return None;
    }
    Some(if second.is_empty() { first.to_owned() } else { [first, second].join("/") })
}

/// What the contacts of one queue are wrapped up with.
#[derive(Clone, Debug)]
pub struct Dispositions {
    /// What can be chosen.
    pub(super) choices: Vec<Disposition>,
    needed: bool,
}

impl Dispositions {
    /// Those of a contact's queue.
    pub fn of(desk: &DeskConfig, contact: &ContactTimeline) -> Self {
        let queue = contact.queue.as_deref();
        let choices = desk.dispositions_of(queue).into_iter().cloned().collect();
        Self { choices, needed: desk.requires_disposition(queue) }
    }

    /// Whether this contact needs one. One that did not take place does not.
    pub(super) fn is_required(&self, contact: &ContactTimeline) -> bool {
        self.needed && (contact.outcome.is_none() || contact.wants_wrap_up())
    }

    /// What is missing before a contact for which this is chosen is finished and leaves the desk. A disposition with
    /// details is not said without one.
    pub fn missing(&self, contact: &ContactTimeline, chosen: Option<&str>) -> Option<Missing> {
        let (first, second) = levels(&self.choices, chosen);
        if first.is_empty() {
            return self.is_required(contact).then_some(Missing::Disposition);
        }
        let choice = self.choices.iter().find(|choice| choice.code == first)?;
        (second.is_empty() && !choice.details.is_empty()).then_some(Missing::Detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        api::{DispositionDetail, Outcome},
        contact::stage::tests::{desk_contact, held},
    };

    fn choices() -> Vec<Disposition> {
        let detail = |code: &str| DispositionDetail { code: code.to_owned(), ..DispositionDetail::default() };
        vec![
            Disposition { code: "resolved".to_owned(), ..Disposition::default() },
            Disposition {
                code: "refund".to_owned(),
                details: vec![detail("full"), detail("part")],
                ..Disposition::default()
            },
            Disposition { code: "a/b".to_owned(), ..Disposition::default() },
        ]
    }

    #[test]
    fn what_is_kept_is_read_again() {
        for (first, second) in [("resolved", ""), ("refund", ""), ("refund", "part"), ("a/b", "")] {
            assert_eq!(levels(&choices(), kept(first, second).as_deref()), (first, second));
        }
        assert_eq!(kept("", ""), None);
        assert_eq!(levels(&choices(), Some("of/last/year")), ("of/last/year", ""));
    }

    #[test]
    fn a_disposition_is_complete_with_its_detail() {
        let contact = desk_contact(held()).timeline;
        let missing = |chosen, needed| Dispositions { choices: choices(), needed }.missing(&contact, chosen);
        assert_eq!(missing(None, false), None);
        assert_eq!(missing(None, true), Some(Missing::Disposition));
        assert_eq!(missing(Some("refund"), false), Some(Missing::Detail));
        assert_eq!(missing(Some("refund/full"), true), None);
        assert_eq!(missing(Some("of/last/year"), true), None);
    }

    #[test]
    fn a_contact_that_did_not_take_place_needs_none() {
        let all = Dispositions { choices: choices(), needed: true };
        let mut contact = desk_contact(held()).timeline;
        for (outcome, needs) in [
            (None, true),
            (Some(Outcome::Handled), true),
            (Some(Outcome::Failed), true),
            (Some(Outcome::Missed), false),
            (Some(Outcome::Rejected), false),
        ] {
            contact.outcome = outcome;
            assert_eq!(all.missing(&contact, None).is_some(), needs, "{outcome:?}");
        }
        assert_eq!(all.missing(&contact, Some("refund")), Some(Missing::Detail), "what is begun is said");
    }
}
