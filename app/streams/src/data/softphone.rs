//! What comes with the events about the softphone in the browser.

use super::record;
use crate::SoftphoneErrorType;

/// The softphone failed (`agent.onSoftphoneError`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoftphoneError {
    /// Why (`error.getErrorType()`).
    pub error_type: SoftphoneErrorType,
    /// Why in words, for those who search for the fault (`error.getErrorMessage()`).
    pub error_message: Option<String>,
    /// The address that could not be reached (`error.getEndPointUrl()`). Missing where there was none.
    pub end_point_url: Option<String>,
}

record! { SoftphoneError {
    "errorType" => error_type: Required,
    "errorMessage" => error_message,
    "endPointUrl" => end_point_url,
} }
