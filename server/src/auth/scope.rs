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
