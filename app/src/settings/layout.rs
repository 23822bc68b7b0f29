//! Where the panels are: their order, which are hidden, how wide the left column is. Pure.

/// The narrowest left column, in pixels: the CCP needs so much.
pub const NARROWEST: u32 = 320;
/// The widest.
pub const WIDEST: u32 = 720;
/// The desk's own width.
pub const USUAL: u32 = 380;
/// How far one press of a key moves the edge.
const STEP: u32 = 20;

/// A width that the column can have.
pub fn within(width: u32) -> u32 {
    width.clamp(NARROWEST, WIDEST)
}

/// The width after a key was pressed on the edge. None for keys that do not move it.
pub fn after_key(width: u32, key: &str) -> Option<u32> {
    Some(within(match key {
        "ArrowLeft" => width.saturating_sub(STEP),
        "ArrowRight" => width + STEP,
        "Home" => NARROWEST,
        "End" => WIDEST,
        _ => return None,
    }))
}

/// All panels in the order in which the agent wants them. Those that the agent has not placed come last, in the desk's
/// own order.
pub fn ordered(known: &[&str], wanted: &[String]) -> Vec<String> {
    let mut order: Vec<String> = Vec::with_capacity(known.len());
    for word in wanted.iter().map(String::as_str).chain(known.iter().copied()) {
        if known.contains(&word) && !order.iter().any(|one| one == word) {
            order.push(word.to_owned());
        }
    }
    order
}

/// The order after a panel went up or down by one that is shown. As before where it is the first or the last.
pub fn moved(mut order: Vec<String>, hidden: &[String], word: &str, up: bool) -> Vec<String> {
    let Some(from) = order.iter().position(|one| one == word) else { return order };
    let is_shown = |at: &usize| !hidden.contains(&order[*at]);
    let to = if up { (0..from).rev().find(is_shown) } else { (from + 1..order.len()).find(is_shown) };
    if let Some(to) = to {
        let word = order.remove(from);
        order.insert(to, word);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 4] = ["call", "contact", "wrap-up", "today"];

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn what_is_not_placed_comes_last_and_what_is_unknown_not_at_all() {
        let wanted = words(&["today", "of-tomorrow", "call", "today"]);
        assert_eq!(ordered(&KNOWN, &wanted), words(&["today", "call", "contact", "wrap-up"]));
        assert_eq!(ordered(&KNOWN, &[]), words(&KNOWN));
    }

    #[test]
    fn a_panel_goes_past_the_next_that_is_shown() {
        let hidden = words(&["contact"]);
        let order = words(&KNOWN);
        assert_eq!(
            moved(order.clone(), &hidden, "wrap-up", true),
            words(&["wrap-up", "call", "contact", "today"])
        );
        assert_eq!(
            moved(order.clone(), &hidden, "call", false),
            words(&["contact", "wrap-up", "call", "today"])
        );
        assert_eq!(moved(order.clone(), &hidden, "call", true), order, "it is the first");
        assert_eq!(moved(order.clone(), &hidden, "today", false), order, "it is the last");
    }

    #[test]
    fn the_edge_stays_within_its_bounds() {
        assert_eq!(after_key(USUAL, "ArrowLeft"), Some(USUAL - STEP));
        assert_eq!(after_key(WIDEST, "ArrowRight"), Some(WIDEST));
        assert_eq!(after_key(USUAL, "Home"), Some(NARROWEST));
        assert_eq!(after_key(USUAL, "a"), None);
    }
}
