//! What a machine with an API token may do.

use connect_streams::choice;

/// One thing that a token may be good for. People have [roles](app::api::Role) instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Reads records and the statuses of agents.
    RecordsRead,
    /// Sends records and the statuses of agents.
    RecordsWrite,
    /// Reads instances and their allow lists.
    OriginsRead,
    /// Changes them.
    OriginsWrite,
    /// Reads the settings of the desk.
    SettingsRead,
    /// Changes them.
    SettingsWrite,
    /// Reads accounts, sessions and tokens.
    AccountsRead,
    /// Changes them.
    AccountsWrite,
    /// Reads the audit log.
    AuditRead,
}

choice! { Scope {
    RecordsRead = "records:read",
    RecordsWrite = "records:write",
    OriginsRead = "origins:read",
    OriginsWrite = "origins:write",
    SettingsRead = "settings:read",
    SettingsWrite = "settings:write",
    AccountsRead = "accounts:read",
    AccountsWrite = "accounts:write",
    AuditRead = "audit:read",
} }

impl Scope {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::RecordsRead,
        Self::RecordsWrite,
        Self::OriginsRead,
        Self::OriginsWrite,
        Self::SettingsRead,
        Self::SettingsWrite,
        Self::AccountsRead,
        Self::AccountsWrite,
        Self::AuditRead,
    ];

    /// The word for it on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RecordsRead => "records:read",
            Self::RecordsWrite => "records:write",
            Self::OriginsRead => "origins:read",
            Self::OriginsWrite => "origins:write",
            Self::SettingsRead => "settings:read",
            Self::SettingsWrite => "settings:write",
            Self::AccountsRead => "accounts:read",
            Self::AccountsWrite => "accounts:write",
            Self::AuditRead => "audit:read",
        }
    }

    /// The scope of this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word)
    }
}
