//! What a contact may have come out as, and whether that is said completely. Pure.

use crate::api::Disposition;

/// What is missing before a contact is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
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

/// What is missing of a disposition that is, or is not, required. A disposition with details is not said without one.
pub(super) fn missing(choices: &[Disposition], chosen: Option<&str>, required: bool) -> Option<Missing> {
    let (first, second) = levels(choices, chosen);
    if first.is_empty() {
        return required.then_some(Missing::Disposition);
    }
    let choice = choices.iter().find(|choice| choice.code == first)?;
    (second.is_empty() && !choice.details.is_empty()).then_some(Missing::Detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::DispositionDetail;

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
        let missing = |chosen, required| missing(&choices(), chosen, required);
        assert_eq!(missing(None, false), None);
        assert_eq!(missing(None, true), Some(Missing::Disposition));
        assert_eq!(missing(Some("refund"), false), Some(Missing::Detail));
        assert_eq!(missing(Some("refund/full"), true), None);
        assert_eq!(missing(Some("of/last/year"), true), None);
    }
}
