//! What administrators change while the server runs: how the desk is, and what each role may do in it.

use connect_streams::{EpochMs, choice, record};
use serde::Serialize;

use super::{DeskConfig, ErrorBody, ListMeta, Role};

/// Something in the desk that a role may have or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// Calling somebody: the field for a number, and quick connects without a contact.
    Dial,
    /// Taking a contact to a number that is typed.
    TransferOut,
    /// The history page.
    History,
    /// Saving what the history found as a file.
    Export,
}

choice! { Feature {
    Dial = "dial",
    TransferOut = "transfer_out",
    History = "history",
    Export = "export",
} }

/// What each role has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleFeatures {
    /// Agents.
    pub agent: Vec<Feature>,
    /// Supervisors.
    pub supervisor: Vec<Feature>,
    /// Auditors.
    pub auditor: Vec<Feature>,
    /// Administrators.
    pub admin: Vec<Feature>,
}

record! { RoleFeatures = RoleFeatures::default {
    "agent" => agent: Given,
    "supervisor" => supervisor: Given,
    "auditor" => auditor: Given,
    "admin" => admin: Given,
    !others
} }

/// Everybody has everything.
impl Default for RoleFeatures {
    fn default() -> Self {
        let all = || Feature::ALL.to_vec();
        Self { agent: all(), supervisor: all(), auditor: all(), admin: all() }
    }
}

impl RoleFeatures {
    /// What this role has.
    pub fn of(&self, role: Role) -> &[Feature] {
        match role {
            Role::Agent => &self.agent,
            Role::Supervisor => &self.supervisor,
            Role::Auditor => &self.auditor,
            Role::Admin => &self.admin,
        }
    }

    /// What this role does without.
    pub fn withheld(&self, role: Role) -> Vec<Feature> {
        Feature::ALL.into_iter().filter(|feature| !self.of(role).contains(feature)).collect()
    }
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// How the desk is.
    pub desk: DeskConfig,
    /// What each role may do in it.
    pub features: RoleFeatures,
}

record! { Settings {
    "desk" => desk: Given,
    "features" => features: Given,
    !others
} }

/// Which version of the settings it is, and who saved it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SettingsVersion {
    /// Counted from 1. 0 is what the configuration says, until something is saved.
    pub version: i64,
    /// When it was saved. Null of version 0.
    pub saved_at: Option<EpochMs>,
    /// Who saved it, as the audit log names them. Empty of version 0.
    pub saved_by: String,
}

record! { SettingsVersion {
    "version" => version: Required,
    "saved_at" => saved_at,
    "saved_by" => saved_by: Required,
} }

/// A version of the settings with what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SettingsAnswer {
    /// Which it is.
    pub version: SettingsVersion,
    /// What is in it.
    pub settings: Settings,
}

record! { SettingsAnswer {
    "version" => version: Required,
    "settings" => settings: Required,
} }

/// The versions of the settings, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SettingsVersionList {
    /// The versions.
    pub versions: Vec<SettingsVersion>,
    /// About this page.
    pub meta: ListMeta,
}

record! { SettingsVersionList {
    "versions" => versions: Required,
    "meta" => meta: Required,
} }

/// Settings that are to hold. They are read as the configuration is, so that everything that is wrong is told at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SettingsChange {
    /// The version that was changed. If another holds by now, nothing is saved.
    pub version: i64,
    /// All of them. What is left out is as if the configuration left it out.
    pub settings: Settings,
}

record! { SettingsChange {
    "version" => version: Required,
    "settings" => settings: Required,
    !others
} }

/// An earlier version that is to hold again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Restore {
    /// The version that holds now. If another holds by now, nothing is saved.
    pub version: i64,
}

record! { Restore {
    "version" => version: Required,
    !others
} }

/// Settings that cannot be, with everything that is wrong about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InvalidSettings {
    /// The error as a whole.
    pub error: ErrorBody,
    /// Every mistake.
    pub mistakes: Vec<SettingsMistake>,
}

record! { InvalidSettings {
    "error" => error: Required,
    "mistakes" => mistakes: Required,
} }

/// One mistake in settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SettingsMistake {
    /// Where it is, for example `desk.dispositions[2].code`.
    pub field: String,
    /// What would be right.
    pub reason: String,
}

record! { SettingsMistake {
    "field" => field: Required,
    "reason" => reason: Required,
} }
