//! Gathers in the browser what the diagnosis is made from. Nothing here decides anything.

use std::{cell::RefCell, rc::Rc};

use connect_streams::{
    Ccp, CcpEvent, CcpOptions, EpochMs, STREAMS_INTEGRITY, SoftphoneOptions, core as streams, load_streams,
};
use futures::future::join3;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event};

use super::diagnosis::{Evidence, Frame, Policy, SignIn, origin_of};
use crate::{
    api::{Client, DOCTOR_CHECK, PageConfig},
    ui::script::{call, property},
};

/// For so long the frame may say nothing. A healthy one speaks within a second or two.
const SILENCE_MS: u32 = 6_000;
/// For so long a frame that speaks may take to tell who is signed in.
const AGENT_MS: u32 = 6_000;
/// After that, a connection that does not come up has failed by then.
const PUSH_MS: u32 = 3_000;
/// How often it is looked at.
const STEP_MS: u32 = 100;

/// Looks at everything. The CCP is started in `container` and taken out again.
pub(super) async fn gather(config: &PageConfig, container: &Element, sign_in: SignIn) -> Evidence {
    let page = crate::desktop::page_origin();
    let violations = Violations::listen(origin_of(&config.ccp_url).to_owned());
    let mut origins = vec![page.clone()];
    origins.extend(ancestors());
    let (asked, (frame, push), reaches) =
        join3(ask(origins, config), watch_frame(config, container), reaches(&config.ccp_url)).await;
    let (check, ahead_ms) = asked.unzip();
    Evidence {
        page,
        ccp_url: config.ccp_url.clone(),
        login_url: config.login_url.clone(),
        region: config.region.clone(),
        check,
        ahead_ms,
        stores: Some(stores()),
        microphone: microphone(),
        policy: violations.found(),
        // What a policy of the page forbids says nothing of the browser.
        reaches: (reaches || !violations.any()).then_some(reaches),
        frame,
        push,
        sign_in,
    }
}

/// What the server sees, and by how much this computer's clock is ahead of its.
async fn ask(origins: Vec<String>, config: &PageConfig) -> Option<(crate::api::DoctorCheck, i64)> {
    let check = Client.doctor(&origins, &config.instance).await.ok()?;
    // The server looks at its clock last thing.
    let ahead_ms = EpochMs::now().get() - waited_ms() - check.now.get();
    Some((check, ahead_ms))
}

/// For how long the answer has been here before this page, which starts the panel meanwhile, had time for it. 0 where the
/// browser does not tell, as of a server at another origin.
fn waited_ms() -> i64 {
    let performance = property(&js_sys::global(), "performance");
    let loaded = call(&performance, "getEntriesByType", &["resource".into()]).dyn_into::<js_sys::Array>();
    let is_check =
        |entry: &JsValue| property(entry, "name").as_string().is_some_and(|name| name.contains(DOCTOR_CHECK));
    let check = loaded.ok().and_then(|loaded| loaded.iter().rev().find(is_check));
    let came = check.and_then(|check| property(&check, "responseStart").as_f64()).filter(|at| *at > 0.0);
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since the page was opened")]
    came.zip(call(&performance, "now", &[]).as_f64()).map_or(0, |(came, now)| (now - came) as i64)
}

/// The origins of the pages around this one, from the inside out, where the browser tells.
fn ancestors() -> Vec<String> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let list = property(&window.location(), "ancestorOrigins");
    if list.is_object() {
        return js_sys::Array::from(&list).iter().filter_map(|origin| origin.as_string()).collect();
    }
    let is_framed = !Object::is(&window, &property(&window, "parent"));
    let referrer = property(&property(&window, "document"), "referrer").as_string().unwrap_or_default();
    let known = is_framed && !referrer.is_empty();
    known.then(|| origin_of(&referrer).to_owned()).into_iter().collect()
}

/// Whether the browser keeps cookies and storage for this page.
fn stores() -> bool {
    let Some(window) = web_sys::window() else { return true };
    let cookies = property(&window.navigator(), "cookieEnabled").as_bool().unwrap_or(true);
    cookies && window.local_storage().is_ok_and(|storage| storage.is_some())
}

/// Whether this page has the microphone, where the browser tells. What it has not, it cannot hand on to the CCP.
fn microphone() -> Option<bool> {
    let document = web_sys::window()?.document()?;
    let policy = ["permissionsPolicy", "featurePolicy"]
        .into_iter()
        .map(|name| property(&document, name))
        .find(JsValue::is_object)?;
    call(&policy, "allowsFeature", &["microphone".into()]).as_bool()
}

/// Whether anything comes back from the CCP's address, whatever it is.
async fn reaches(ccp_url: &str) -> bool {
    let options = Object::new();
    for (name, value) in [("mode", "no-cors"), ("credentials", "omit"), ("cache", "no-store")] {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    match call(&js_sys::global(), "fetch", &[ccp_url.into(), options.into()]).dyn_into::<Promise>() {
        Ok(asking) => JsFuture::from(asking).await.is_ok(),
        Err(_) => false,
    }
}

/// What the frame has said so far.
#[derive(Default)]
struct Heard {
    spoke: bool,
    agent: bool,
    push_failed: bool,
}

/// Starts the CCP as the desktop does, but without the telephone, and listens to it.
async fn watch_frame(config: &PageConfig, container: &Element) -> (Frame, Option<bool>) {
    if load_streams(&config.streams_url, STREAMS_INTEGRITY).await.is_err() {
        return (Frame::NoLibrary, None);
    }
    let heard = Rc::new(RefCell::new(Heard::default()));
    let options = CcpOptions {
        region: Some(config.region.clone()),
        login_popup: Some(false),
        softphone: Some(SoftphoneOptions {
            // Calls stay where they are.
            allow_framed_softphone: Some(false),
            ..SoftphoneOptions::default()
        }),
        ..CcpOptions::new(config.ccp_url.clone())
    };
    let hearing = Rc::clone(&heard);
    let started = Ccp::start(container, &options, move |event| {
        let mut heard = hearing.borrow_mut();
        match event {
            CcpEvent::Acknowledged => heard.spoke = true,
            CcpEvent::AgentUpdated(_) => (heard.spoke, heard.agent) = (true, true),
            CcpEvent::PushLost => heard.push_failed = true,
            _ => {}
        }
    });
    let Ok(_ccp) = started else { return (Frame::NoLibrary, None) };
    let failing = Rc::clone(&heard);
    let _failing = streams::on_web_socket_init_failure(move |()| failing.borrow_mut().push_failed = true);
    until(SILENCE_MS, || heard.borrow().spoke).await;
    if !heard.borrow().spoke {
        return (Frame::Silent, None);
    }
    until(AGENT_MS, || heard.borrow().agent).await;
    if !heard.borrow().agent {
        return (Frame::Speaks, None);
    }
    until(PUSH_MS, || heard.borrow().push_failed).await;
    (Frame::Speaks, Some(!heard.borrow().push_failed))
}

/// Waits until something is so, or for so long.
async fn until(at_most_ms: u32, is_so: impl Fn() -> bool) {
    for _ in 0..at_most_ms / STEP_MS {
        if is_so() {
            return;
        }
        sleep(STEP_MS).await;
    }
}

async fn sleep(ms: u32) {
    let waiting = Promise::new(&mut |resolve, _| {
        call(&js_sys::global(), "setTimeout", &[resolve.into(), ms.into()]);
    });
    let _ = JsFuture::from(waiting).await;
}

/// What policies forbid while this lives.
struct Violations {
    found: Rc<RefCell<Vec<Policy>>>,
    any: Rc<RefCell<bool>>,
    handler: Closure<dyn Fn(Event)>,
}

const VIOLATION: &str = "securitypolicyviolation";

impl Violations {
    fn listen(ccp_origin: String) -> Self {
        let (found, any) = (Rc::new(RefCell::new(Vec::new())), Rc::new(RefCell::new(false)));
        let (keep, note) = (Rc::clone(&found), Rc::clone(&any));
        let handler: Closure<dyn Fn(Event)> = Closure::new(move |event: Event| {
            let text = |name: &str| property(&event, name).as_string().unwrap_or_default();
            // The page has one frame: whatever may not be shown in it is where the CCP leads.
            let of_frame = matches!(text("effectiveDirective").as_str(), "frame-src" | "child-src");
            if of_frame || text("blockedURI").starts_with(&ccp_origin) {
                *note.borrow_mut() = true;
            }
            if of_frame {
                // Nobody but a program in WebAssembly has a reason to send this.
                let ours = text("originalPolicy").contains("'wasm-unsafe-eval'");
                keep.borrow_mut().push(if ours { Policy::Ours } else { Policy::Another });
            }
        });
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            let _ = document.add_event_listener_with_callback(VIOLATION, handler.as_ref().unchecked_ref());
        }
        Self { found, any, handler }
    }

    /// Whose policy keeps the frame away. Another's is named first: ours is there in any case.
    fn found(&self) -> Option<Policy> {
        let found = self.found.borrow();
        found.iter().copied().find(|policy| *policy == Policy::Another).or(found.first().copied())
    }

    /// Whether anything of the instance's was kept away.
    fn any(&self) -> bool {
        *self.any.borrow()
    }
}

impl Drop for Violations {
    fn drop(&mut self) {
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            let handler = self.handler.as_ref().unchecked_ref();
            let _ = document.remove_event_listener_with_callback(VIOLATION, handler);
        }
    }
}
