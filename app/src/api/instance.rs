//! The Amazon Connect instances and who may show the desktop of each.

use connect_streams::record;
use serde::Serialize;

/// The name of the instance that the configuration names.
pub const DEFAULT_INSTANCE: &str = "default";

/// Where an instance is, as it is written: texts, of which those that are not needed may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InstanceSettings {
    /// The address of the CCP.
    pub ccp_url: String,
    /// The AWS region.
    pub region: String,
    /// The Amazon resource name. With it, the instance's own list of approved origins can be asked for.
    pub instance_arn: String,
    /// Where agents sign in, if that is not the CCP's address.
    pub login_url: String,
    /// The address of the CCP in the second region, with global resiliency.
    pub second_ccp_url: String,
    /// The second region.
    pub second_region: String,
    /// The Amazon resource name in the second region.
    pub second_instance_arn: String,
}

record! { InstanceSettings {
    "ccp_url" => ccp_url: Required,
    "region" => region: Required,
    "instance_arn" => instance_arn: Given,
    "login_url" => login_url: Given,
    "second_ccp_url" => second_ccp_url: Given,
    "second_region" => second_region: Given,
    "second_instance_arn" => second_instance_arn: Given,
    !others
} }

/// One instance, with its allow list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InstanceEntry {
    /// What it is called here, and in the address of its desktop.
    pub name: String,
    /// Where it is. Null in a file for the instance that the configuration names.
    pub settings: Option<InstanceSettings>,
    /// Which origins may frame its desktop and call this API from a page: in alphabetical order.
    pub origins: Vec<String>,
}

record! { InstanceEntry {
    "name" => name: Required,
    "settings" => settings,
    "origins" => origins: Required,
    !others
} }

/// Every instance, in the order in which they are offered: first the one that the configuration names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InstanceList {
    /// The instances.
    pub instances: Vec<InstanceEntry>,
}

record! { InstanceList {
    "instances" => instances: Required,
    !others
} }
