//! The smallest page: shows the CCP, the agent and each contact.

use std::cell::RefCell;

use connect_streams::{Ccp, CcpEvent, CcpOptions, STREAMS_INTEGRITY, load_streams};
use wasm_bindgen::prelude::*;
use web_sys::Element;

thread_local! {
    /// The CCP stays on the page as long as this value lives.
    static CCP: RefCell<Option<Ccp>> = const { RefCell::new(None) };
}

/// Embeds the CCP of `https://….my.connect.aws/ccp-v2/` in `container` and writes what happens into `status`.
///
/// # Errors
/// When the library does not arrive or does not start, with a sentence that says so.
#[wasm_bindgen]
pub async fn embed(container: Element, status: Element, ccp_url: String) -> Result<(), JsError> {
    load_streams("/vendor/connect-streams.js", STREAMS_INTEGRITY).await?;
    let ccp = Ccp::start(&container, &CcpOptions::new(ccp_url), move |event| match event {
        CcpEvent::AgentUpdated(data) => {
            let contacts = data.snapshot.contacts.iter();
            let contacts: Vec<_> =
                contacts.map(|one| format!("{} {}", one.state.kind, one.contact_id)).collect();
            let agent = format!("{} is {}. ", data.configuration.name, data.snapshot.state.name);
            status.set_text_content(Some(&(agent + &contacts.join(", "))));
        }
        CcpEvent::LoggedOut => status.set_text_content(Some("Logged out")),
        _ => {}
    })?;
    CCP.set(Some(ccp));
    Ok(())
}
