//! An error of the softphone as the library's own object, for pages that host the softphone themselves.

use crate::{
    SoftphoneErrorType, StreamsError,
    api::{Target, api, part},
};

/// An error of the softphone (`connect.SoftphoneError`). What events carry is [`crate::SoftphoneError`], plain data.
#[derive(Clone, Debug, PartialEq)]
pub struct SoftphoneFault(Target);

/// # Errors
/// [`StreamsError::Lacks`] with a library of another version.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl SoftphoneFault {
    /// Makes one (`new connect.SoftphoneError()`).
    pub fn new(kind: &SoftphoneErrorType, message: &str, endpoint_url: &str) -> Result<Self, StreamsError> {
        let arguments = [kind.as_str().into(), message.into(), endpoint_url.into()];
        part(api!("SoftphoneError"))?.construct(api!("SoftphoneError.new"), &arguments).map(Self)
    }

    /// What went wrong (`error.getErrorType`).
    pub fn kind(&self) -> Result<SoftphoneErrorType, StreamsError> {
        self.0.read(api!("SoftphoneError.getErrorType"), &[])
    }

    /// The sentence for it (`error.getErrorMessage`).
    pub fn message(&self) -> Result<String, StreamsError> {
        self.0.read(api!("SoftphoneError.getErrorMessage"), &[])
    }

    /// The address that could not be reached, if that was it (`error.getEndPointUrl`).
    pub fn endpoint_url(&self) -> Result<Option<String>, StreamsError> {
        self.0.read(api!("SoftphoneError.getEndPointUrl"), &[])
    }
}
