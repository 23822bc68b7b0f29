//! Two regions as the older library does it (`globalConnect` of `connect-streams-dr.js`): two CCPs on one page, of
//! which one is shown. That file takes the place of the other one, and `window.connect` is that of the active region.

use js_sys::Function;
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::Element;

use crate::{
    CcpOptions, StreamsError, Subscription,
    api::{Api, Target, api, from_js, part, set_option, to_js},
    data::record,
    subscription::Inbox,
};

/// The second instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StandByRegion {
    /// The address of its CCP.
    pub ccp_url: String,
    /// Its region, for example `us-west-2`.
    pub region: String,
    /// Its Amazon resource name; needed for [`TwoInstances::poll_for_failover`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_arn: Option<String>,
}

/// How to embed two CCPs (the parameters of `globalConnect.core.initCCP`).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TwoInstances {
    /// The first instance, with its region and, for polling, its login address.
    #[serde(flatten)]
    pub first: CcpOptions,
    /// The Amazon resource name of the first instance; needed for [`TwoInstances::poll_for_failover`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_arn: Option<String>,
    /// The second instance.
    pub stand_by_region: StandByRegion,
    /// Whether the library asks the service which region is active, every minute.
    pub poll_for_failover: bool,
    /// Scripts to load in each CCP's frame.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_scripts: Vec<String>,
}

/// What the older library says when a region has taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionActivated {
    /// The region.
    pub active_region: Option<String>,
    /// The address of its CCP.
    pub active_ccp_url: Option<String>,
}

record! { RegionActivated {
    "activeRegion" => active_region,
    "activeCcpUrl" => active_ccp_url,
} }

/// What the older library says when a region is about to take over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionPending {
    /// The Amazon resource name of the instance that takes over.
    pub next_active_arn: Option<String>,
}

record! { RegionPending { "nextActiveArn" => next_active_arn, } }

fn global_core() -> Result<Target, StreamsError> {
    let global = Target(js_sys::global().into()).property(api!("globalConnect"))?;
    if !global.is_object() {
        return Err(StreamsError::NotLoaded);
    }
    let core = Target(global).property(api!("globalConnect.core"))?;
    if core.is_object() { Ok(Target(core)) } else { Err(StreamsError::NotLoaded) }
}

/// Embeds both CCPs in `container` and shows that of `primary_region` (`globalConnect.core.initCCP`).
///
/// # Errors
/// [`StreamsError::NotLoaded`] without that library; [`StreamsError::Threw`] when it refuses the options.
pub fn init_ccp(
    container: &Element,
    options: &TwoInstances,
    primary_region: &str,
) -> Result<(), StreamsError> {
    let region = JsValue::from(primary_region);
    // The library asks once, before it returns; its answer comes in the same turn.
    let ask: Closure<dyn Fn(Function)> = Closure::new(move |answer: Function| {
        let _ = answer.call1(&JsValue::UNDEFINED, &region);
    });
    let parameters = to_js(options);
    set_option(&parameters, api!("globalConnect.getPrimaryRegion"), ask.as_ref().unchecked_ref::<Function>());
    let started = global_core()?.call(api!("globalConnect.core.initCCP"), &[container.into(), parameters]);
    drop(ask);
    started.map(drop)
}

/// The region that is shown (`globalConnect.core.primaryRegion`); none before [`init_ccp`].
///
/// # Errors
/// [`StreamsError::NotLoaded`] without that library.
pub fn primary_region() -> Result<Option<String>, StreamsError> {
    global_core()?.get(api!("globalConnect.core.primaryRegion"))
}

/// The region that waits (`globalConnect.core.secondaryRegion`); none before [`init_ccp`].
///
/// # Errors
/// [`StreamsError::NotLoaded`] without that library.
pub fn secondary_region() -> Result<Option<String>, StreamsError> {
    global_core()?.get(api!("globalConnect.core.secondaryRegion"))
}

/// The library of a region is there, once for each (`globalConnect.core.onInit`). Its CCP may still be on its way: see
/// [`fail_over`].
///
/// # Errors
/// [`StreamsError::NotLoaded`] without that library.
pub fn on_init(handler: impl FnMut(String) + 'static) -> Result<Subscription, StreamsError> {
    let read = |_: JsValue, region: JsValue| region.as_string().unwrap_or_default();
    subscribe(api!("globalConnect.core.onInit"), read, handler)
}

/// A region has taken over (`globalConnect.core.onFailoverComplete`).
///
/// # Errors
/// [`StreamsError::NotLoaded`] without that library.
pub fn on_failover_complete(
    handler: impl FnMut(Result<RegionActivated, StreamsError>) + 'static,
) -> Result<Subscription, StreamsError> {
    let api = api!("globalConnect.core.onFailoverComplete");
    subscribe(api, move |data, _| from_js(&data).map_err(|error| api.undecodable(error)), handler)
}

/// A region takes over when the call is over (`globalConnect.core.onFailoverPending`).
///
/// # Errors
/// [`StreamsError::NotLoaded`] without that library.
pub fn on_failover_pending(
    handler: impl FnMut(Result<RegionPending, StreamsError>) + 'static,
) -> Result<Subscription, StreamsError> {
    let api = api!("globalConnect.core.onFailoverPending");
    subscribe(api, move |data, _| from_js(&data).map_err(|error| api.undecodable(error)), handler)
}

/// Goes to the other region; `soft` waits for the end of the call (`globalConnect.core.failover`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] as long as the CCP of the active region has not answered; [`StreamsError::Threw`]
/// before [`init_ccp`].
pub fn fail_over(soft: bool) -> Result<(), StreamsError> {
    active_ccp_answered()?;
    global_core()?.call(api!("globalConnect.core.failover"), &[soft.into()]).map(drop)
}

/// Goes to this region (`globalConnect.core.failoverTo`).
///
/// # Errors
/// As [`fail_over`], and [`StreamsError::Threw`] for a region that was not named to [`init_ccp`].
pub fn fail_over_to(region: &str, soft: bool) -> Result<(), StreamsError> {
    active_ccp_answered()?;
    global_core()?.call(api!("globalConnect.core.failoverTo"), &[region.into(), soft.into()]).map(drop)
}

/// The library would only write a line to its log and forget that it was to go, if the CCP that it has to leave has not
/// answered yet. It has when it can be sent offline.
fn active_ccp_answered() -> Result<(), StreamsError> {
    if primary_region()?.is_none() {
        // Nothing is embedded; the library says so itself.
        return Ok(());
    }
    let send_offline = part(api!("core"))?.property(api!("Core.forceOffline"))?;
    if send_offline.is_function() { Ok(()) } else { Err(StreamsError::NotInitialised) }
}

/// Saves the logs of both CCPs, one file each (`globalConnect.core.downloadLogs`).
///
/// # Errors
/// [`StreamsError::Threw`] before [`init_ccp`].
pub fn download_logs(name: &str) -> Result<(), StreamsError> {
    let options = to_js(&serde_json::json!({ "logName": name, "filterByLogLevel": Value::Bool(false) }));
    global_core()?.call(api!("globalConnect.core.downloadLogs"), &[options]).map(drop)
}

fn subscribe<T: 'static>(
    api: Api,
    read: impl Fn(JsValue, JsValue) -> T + 'static,
    handler: impl FnMut(T) + 'static,
) -> Result<Subscription, StreamsError> {
    let mut inbox = Inbox::new(handler);
    let callback = inbox.callback(read);
    let handle = global_core()?.call(api, &[callback.into()])?;
    Ok(inbox.subscribed(vec![handle]))
}
