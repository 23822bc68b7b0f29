//! Who is signed in to Streamdesk, and what they may do.

use connect_streams::{choice, record};
use serde::Serialize;

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Works contacts, and sees their own.
    Agent,
    /// Sees those of a team too.
    Supervisor,
    /// Reads everything, the audit log included, and changes nothing.
    Auditor,
    /// May do everything.
    Admin,
}

choice! { Role { Agent = "agent", Supervisor = "supervisor", Auditor = "auditor", Admin = "admin" } }

/// Who is signed in here.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SignedIn {
    /// What they signed in with.
    pub name: String,
    /// What they are called.
    pub display_name: String,
    /// Their user name in Amazon Connect.
    pub agent: String,
    /// What they may do.
    pub role: Role,
}

record! { SignedIn {
    "name" => name: Required,
    "display_name" => display_name: Required,
    "agent" => agent: Required,
    "role" => role: Required,
    !others
} }

/// Whether two user names of Amazon Connect mean the same agent: it does not tell upper and lower case apart.
pub fn same_agent(one: &str, other: &str) -> bool {
    one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}
