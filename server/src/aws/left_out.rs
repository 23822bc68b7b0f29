//! In the place of the service, where the program is built without it.

use app::api::ListTrouble;

use super::Told;
use crate::{instances::Instance, origin::Origin};

/// Asks nobody.
#[derive(Clone, Debug, Default)]
pub struct Aws(());

impl Aws {
    /// Whether anybody can be asked.
    pub const IS_BUILT: bool = false;

    /// Nobody is asked.
    #[expect(clippy::unused_async, reason = "the other one is")]
    pub async fn approved(&self, _: &Instance) -> Option<Told> {
        None
    }

    /// Nothing is added.
    #[expect(clippy::unused_async, reason = "the other one is")]
    pub async fn approve(&self, _: &Instance, _: &Origin) -> Option<Result<(), ListTrouble>> {
        None
    }
}
