//! One control: what it is for, what it asks for, and how it stands. Pure.

use crate::desktop::Act;

/// A control, by what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Take the contact.
    Accept,
    /// Decline it.
    Reject,
    /// Mute the agent.
    Mute,
    /// Hold a participant.
    Hold,
    /// Mute another participant.
    MuteParty,
    /// Send tones.
    Keypad,
    /// Call somebody in, or hand the contact over.
    Reach,
    /// Talk to the other one.
    Swap,
    /// Bring everybody together.
    Join,
    /// Put a task aside.
    Pause,
    /// Take one participant out.
    Drop,
    /// Hang up, or end the chat, the task, the e-mail.
    Leave,
    /// Take the contact off the desk.
    Clear,
}

impl Kind {
    /// Every control, in the order in which they stand.
    pub const ALL: [Self; 13] = [
        Self::Accept,
        Self::Reject,
        Self::Mute,
        Self::Hold,
        Self::MuteParty,
        Self::Keypad,
        Self::Reach,
        Self::Swap,
        Self::Join,
        Self::Pause,
        Self::Drop,
        Self::Leave,
        Self::Clear,
    ];

    /// The word by which keys, styles and tests know it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Mute => "mute",
            Self::Hold => "hold",
            Self::MuteParty => "mute-party",
            Self::Keypad => "keypad",
            Self::Reach => "reach",
            Self::Swap => "swap",
            Self::Join => "join",
            Self::Pause => "pause",
            Self::Drop => "drop",
            Self::Leave => "leave",
            Self::Clear => "clear",
        }
    }

    /// The control of this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A control that exists, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// Which one.
    pub kind: Kind,
    /// What it asks for; none where it opens something on the page.
    pub act: Option<Act>,
    /// Whether it was asked for and has not come true yet.
    pub waits: bool,
    /// Whether what it switches is on; none where it is no switch.
    pub on: Option<bool>,
}
