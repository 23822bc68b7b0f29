//! One page of a browser leads: it keeps and sends records and tells the agent of contacts. The others only show. The
//! browser decides by a lock that a page holds as long as it lives, so a page that dies makes room by itself.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// The name of the lock.
const LOCK: &str = "streamdesk-leader";

/// The wish to lead, for as long as this lives.
#[must_use = "dropping it gives the lead away"]
pub(super) struct Candidacy {
    _granted: Closure<dyn Fn(JsValue) -> Promise>,
    /// Ends the promise that holds the lock.
    release: Rc<RefCell<Option<Function>>>,
}

impl Candidacy {
    /// Asks for the lead. `follows` is called if another page has it, `leads` once this one has. Where the browser has no
    /// locks, every page leads, as if it were alone.
    pub(super) fn stand(leads: impl Fn() + 'static, follows: impl FnOnce() + 'static) -> Option<Self> {
        let locks =
            web_sys::window().and_then(|window| Reflect::get(&window.navigator(), &"locks".into()).ok());
        let request = locks.as_ref().and_then(|locks| Reflect::get(locks, &"request".into()).ok());
        let (Some(locks), Some(Ok(request))) = (locks, request.map(JsCast::dyn_into::<Function>)) else {
            leads();
            return None;
        };
        let release = Rc::new(RefCell::new(None));
        let granted = {
            let release = Rc::clone(&release);
            Closure::new(move |_lock: JsValue| {
                leads();
                let release = Rc::clone(&release);
                Promise::new(&mut |resolve, _| {
                    release.replace(Some(resolve));
                })
            })
        };
        // The lock fails only with the page.
        let _ = request.call2(&locks, &LOCK.into(), granted.as_ref());
        wasm_bindgen_futures::spawn_local(async move {
            if is_taken(&locks).await {
                follows();
            }
        });
        Some(Self { _granted: granted, release })
    }
}

impl Drop for Candidacy {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Whether this page has to wait: somebody holds the lock, and somebody else asks for it.
async fn is_taken(locks: &JsValue) -> bool {
    waiting(locks).await.unwrap_or_default()
}

async fn waiting(locks: &JsValue) -> Option<bool> {
    let query: Function = Reflect::get(locks, &"query".into()).ok()?.dyn_into().ok()?;
    let state = wasm_bindgen_futures::JsFuture::from(query.call0(locks).ok()?.dyn_into::<Promise>().ok()?)
        .await
        .ok()?;
    let pending: js_sys::Array = Reflect::get(&state, &"pending".into()).ok()?.dyn_into().ok()?;
    Some(pending.iter().any(|one| Reflect::get(&one, &"name".into()).is_ok_and(|name| name == LOCK)))
}
