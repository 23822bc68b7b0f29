//! What is uncertain about the moments of a contact. Shown with them, and never hidden.

use connect_streams::choice;

/// Why a moment may not be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The contact was under way when this page saw it first: when it was offered is not known.
    SeenLate,
    /// The service gave moments that cannot follow each other; they were put in order.
    Contradiction,
    /// The clock of this machine was set during the contact.
    ClockSet,
}

choice! { Doubt { SeenLate = "seen_late", Contradiction = "contradiction", ClockSet = "clock_set" } }
