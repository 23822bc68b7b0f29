//! The list of approved origins that an instance itself keeps, asked of Amazon Connect with the credentials of AWS that the
//! server has. Built with the cargo feature `aws`; without it nobody is asked. Nothing of the credentials is shown or logged.

#[cfg(feature = "aws")]
mod answer;
#[cfg_attr(not(feature = "aws"), path = "left_out.rs")]
mod service;

pub use service::Aws;
#[cfg(all(test, feature = "aws"))]
pub(crate) use service::testing;

use std::sync::Arc;

use app::api::ListTrouble;

/// What an instance tells of its list.
pub type Told = Result<Arc<[String]>, ListTrouble>;
