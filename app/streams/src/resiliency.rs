//! Two regions of one instance, as the library does it today (`connect.globalResiliency`): it is asked for with
//! [`crate::CcpOptions::enable_global_resiliency`], the second CCP's address and a login address.

use wasm_bindgen::JsValue;

use crate::{
    FailoverCompleted, FailoverDetected, FailoverPending, StreamsError, Subscription,
    api::{Api, Target, api, described, part},
    data::place::Place,
};

fn resiliency() -> Result<Target, StreamsError> {
    part(api!("globalResiliency"))
}

/// The region where the agent works, for example `us-west-2` (`globalResiliency.getActiveRegion`). None before the
/// CCPs have said it.
///
/// # Errors
/// [`StreamsError::Lacks`] with a library of another version.
pub fn active_region() -> Result<Option<String>, StreamsError> {
    resiliency()?.read(api!("GlobalResiliency.getActiveRegion"), &[])
}

/// Goes to the other region now (`globalResiliency.forceFailover`, undeclared).
///
/// # Errors
/// [`StreamsError::NotInitialised`] while no CCP runs.
pub fn force_failover() -> Result<(), StreamsError> {
    resiliency()?.call(api!("GlobalResiliency.forceFailover"), &[]).map(drop)
}

/// The active region has changed (`globalResiliency.onFailoverDetected`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_failover_detected(
    handler: impl FnMut(Result<FailoverDetected, StreamsError>) + 'static,
) -> Result<Subscription, StreamsError> {
    on(api!("GlobalResiliency.onFailoverDetected"), handler)
}

/// The page will go there when the open contacts are over (`globalResiliency.onFailoverPending`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_failover_pending(
    handler: impl FnMut(Result<FailoverPending, StreamsError>) + 'static,
) -> Result<Subscription, StreamsError> {
    on(api!("GlobalResiliency.onFailoverPending"), handler)
}

/// The page is there (`globalResiliency.onFailoverCompleted`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_failover_completed(
    handler: impl FnMut(Result<FailoverCompleted, StreamsError>) + 'static,
) -> Result<Subscription, StreamsError> {
    on(api!("GlobalResiliency.onFailoverCompleted"), handler)
}

/// The options were not enough for two regions; the page goes on with one (`globalResiliency.onConfigureError`). The
/// handler gets what the library says.
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
pub fn on_configure_error(handler: impl FnMut(String) + 'static) -> Result<Subscription, StreamsError> {
    let read = |error: JsValue| described(&error).1;
    Subscription::by(&resiliency()?, api!("GlobalResiliency.onConfigureError"), &[], read, handler)
}

fn on<T: Place + 'static>(
    api: Api,
    handler: impl FnMut(Result<T, StreamsError>) + 'static,
) -> Result<Subscription, StreamsError> {
    Subscription::to_data(&resiliency()?, api, &[], handler)
}
