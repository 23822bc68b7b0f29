//! Asking the browser for the CCP's cookies where third-party cookies are blocked (`connect.storageAccess`).

use wasm_bindgen::JsValue;

use crate::{
    StorageAccessAnswer, StreamsError, Subscription,
    api::{api, from_js, object, part, set_option},
    subscription::Inbox,
};

/// What became of the request.
#[derive(Clone, Debug, PartialEq)]
pub enum StorageAccessStep {
    /// The page that asks is there, and says whether access was given before (`onInit`).
    Init(StorageAccessAnswer),
    /// The agent was asked (`onRequest`). Declared by the library, which never calls it.
    Request(StorageAccessAnswer),
    /// The agent or the browser said no (`onDeny`).
    Deny(StorageAccessAnswer),
    /// Access was given (`onGrant`).
    Grant(StorageAccessAnswer),
}

/// Calls `handler` with each step of the request for access (`connect.storageAccess.onRequest`). The request itself is
/// asked for with [`crate::CcpOptions::storage_access`].
///
/// # Errors
/// [`StreamsError::Lacks`] with a library of another version. What cannot be read is handed to the handler as an error.
pub fn on_storage_access(
    handler: impl FnMut(Result<StorageAccessStep, StreamsError>) + 'static,
) -> Result<Subscription, StreamsError> {
    type Step = fn(StorageAccessAnswer) -> StorageAccessStep;
    let steps: [(_, Step); 4] = [
        (api!("StorageAccessCallbacks.onInit"), StorageAccessStep::Init),
        (api!("StorageAccessCallbacks.onRequest"), StorageAccessStep::Request),
        (api!("StorageAccessCallbacks.onDeny"), StorageAccessStep::Deny),
        (api!("StorageAccessCallbacks.onGrant"), StorageAccessStep::Grant),
    ];
    let (mut inbox, callbacks) = (Inbox::new(handler), object());
    for (api, step) in steps {
        let read = move |data: JsValue, _| from_js(&data).map(step).map_err(|error| api.undecodable(error));
        set_option(&callbacks, api, &inbox.callback(read));
    }
    let handle = part(api!("storageAccess"))?.call(api!("StorageAccess.onRequest"), &[callbacks])?;
    Ok(inbox.subscribed(vec![handle]))
}
