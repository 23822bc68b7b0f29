//! The window in which the agent signs in to Amazon Connect. There is one at a time.
//!
//! It is opened in the click itself: a browser lets nobody open windows from a timer, which is what the library does.

use std::cell::RefCell;

use web_sys::Window;

thread_local! {
    static SIGN_IN: RefCell<Option<Window>> = const { RefCell::new(None) };
}

/// Opens the window, or brings it to the front. Answers whether the browser allowed it.
pub(crate) fn open(login_url: &str) -> bool {
    let features = "popup,width=480,height=680";
    let opened = web_sys::window()
        .and_then(|page| {
            page.open_with_url_and_target_and_features(login_url, "streamdesk-sign-in", features).ok()
        })
        .flatten();
    let allowed = opened.is_some();
    SIGN_IN.set(opened);
    allowed
}

/// Closes it.
pub(super) fn close() {
    if let Some(window) = SIGN_IN.take() {
        // Nothing depends on it: a window that stays shows a CCP.
        let _ = window.close();
    }
}

/// Signs out of Amazon Connect: its logout page is asked first, then the CCP in every tab.
pub(super) fn log_out(ccp_url: &str) {
    let Some(page) = web_sys::window() else { return };
    let base = ccp_url.split("/ccp-v2").next().unwrap_or(ccp_url);
    let init = web_sys::RequestInit::new();
    init.set_mode(web_sys::RequestMode::NoCors);
    init.set_credentials(web_sys::RequestCredentials::Include);
    let asked = page.fetch_with_str_and_init(&format!("{base}/logout"), &init);
    wasm_bindgen_futures::spawn_local(async move {
        // Whatever comes of it, the CCP is told: it then shows the sign-in or says that it failed.
        let _ = wasm_bindgen_futures::JsFuture::from(asked).await;
        let _ = connect_streams::core::log_out();
    });
}

/// Whether anything answers at the CCP's address. What it answers, no browser tells.
pub(super) async fn answers(ccp_url: &str) -> bool {
    let Some(page) = web_sys::window() else { return false };
    let init = web_sys::RequestInit::new();
    init.set_mode(web_sys::RequestMode::NoCors);
    wasm_bindgen_futures::JsFuture::from(page.fetch_with_str_and_init(ccp_url, &init)).await.is_ok()
}

/// Whether it was open and is gone now. Says so once.
pub(super) fn was_closed() -> bool {
    let gone =
        SIGN_IN.with_borrow(|window| window.as_ref().is_some_and(|window| window.closed().unwrap_or(true)));
    gone && SIGN_IN.take().is_some()
}
