//! What the server finds out for the origin doctor: what no page can see.

use connect_streams::{EpochMs, choice, record};
use serde::Serialize;

use super::Framing;

/// Where the server tells the doctor what it sees.
pub const DOCTOR_CHECK: &str = "/api/v1/doctor";

/// Where an administrator has an origin added to an instance's own list.
pub const APPROVED_ORIGINS: &str = "/api/v1/instances/{name}/approved-origins";

/// What the server sees of an instance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DoctorCheck {
    /// The server's clock when it answered.
    pub now: EpochMs,
    /// The instance's clock at the same moment, to the second. Null when it did not say.
    pub instance_now: Option<EpochMs>,
    /// The HTTP status of the CCP's address. Null when nothing answered in time.
    pub status: Option<u16>,
    /// The HTTP status of the sign-in's address, where it is another. Null when nothing answered in time.
    pub login_status: Option<u16>,
    /// Milliseconds until that answer, or until the server gave up.
    pub login_took_ms: u32,
    /// The page's origin first, then those of the pages around it, from the inside out.
    pub origins: Vec<OriginCheck>,
    /// The instance's identifier; empty where it is not known here.
    pub instance_id: String,
    /// Whether whoever asks may add an origin to the instance's list from here.
    pub may_approve: bool,
    /// Why the instance did not tell its list. Told to whoever could put it right; null where nothing kept it from telling.
    pub list_trouble: Option<ListTrouble>,
}

record! { DoctorCheck {
    "now" => now: Required,
    "instance_now" => instance_now,
    "status" => status,
    "login_status" => login_status,
    "login_took_ms" => login_took_ms: Required,
    "origins" => origins: Required,
    "instance_id" => instance_id: Required,
    "may_approve" => may_approve: Required,
    "list_trouble" => list_trouble,
} }

/// Why the server could not ask an instance for its list of approved origins, or could not add to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListTrouble {
    /// The instance's Amazon resource name is not known here.
    NoArn,
    /// The server has no credentials of AWS.
    NoCredentials,
    /// AWS does not accept them.
    WrongCredentials,
    /// They may not list.
    MayNotList,
    /// They may not add.
    MayNotAdd,
    /// Their account has no such instance in this region.
    NoInstance,
    /// Nothing answers, or not in time.
    Silent,
    /// Amazon Connect was asked too often.
    Throttled,
    /// The list is full.
    Full,
    /// Amazon Connect answers with an error, or with what nobody understands.
    Failing,
}

choice! { ListTrouble {
    NoArn = "list_no_arn",
    NoCredentials = "list_no_credentials",
    WrongCredentials = "list_wrong_credentials",
    MayNotList = "list_may_not_list",
    MayNotAdd = "list_may_not_add",
    NoInstance = "list_no_instance",
    Silent = "list_silent",
    Throttled = "list_throttled",
    Full = "list_full",
    Failing = "list_failing",
} }

/// How one origin stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OriginCheck {
    /// The origin.
    pub origin: String,
    /// Whether it is this server's own, or on the list that is kept here.
    pub listed: bool,
    /// Whether the answer of the CCP lets it frame the CCP.
    pub framing: Framing,
    /// Whether it is on the instance's own list of approved origins. Null where that cannot be asked for.
    pub approved: Option<bool>,
}

record! { OriginCheck {
    "origin" => origin: Required,
    "listed" => listed: Required,
    "framing" => framing: Required,
    "approved" => approved,
} }

impl OriginCheck {
    /// Whether the instance refuses to be framed by it: its list says more than its answer.
    pub fn is_refused(&self) -> bool {
        self.approved.map_or(self.framing == Framing::Refused, |approved| !approved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_is_one_word_wherever_it_is_told() {
        for trouble in ListTrouble::ALL {
            assert_eq!(serde_json::to_value(trouble).unwrap(), trouble.as_str());
            let read: ListTrouble = serde_json::from_str(&format!("\"{}\"", trouble.as_str())).unwrap();
            assert_eq!(read, trouble);
        }
    }
}
