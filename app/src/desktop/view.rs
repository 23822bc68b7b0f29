//! The session as signals, for the panels, and the place where the CCP is.

use connect_streams::EpochMs;
use futures::channel::mpsc::{UnboundedSender, unbounded};
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::{
    AgentView, CcpNotice, CcpStatus, DesktopView, Input,
    engine::{self, page_origin},
    sign_in,
};
use crate::{
    api::PageConfig,
    contact::ContactTimeline,
    records::OutboxView,
    ui::{Tick, use_tick},
};

/// What a browser without scripts shows.
const NO_SCRIPT: &str = "<p>Streamdesk needs JavaScript. Without it, work in the panel's own window.</p>";

/// What the panels may know and do. On the server nothing has happened yet and nothing ever does.
#[derive(Clone, Copy, Debug)]
pub struct Desktop {
    view: RwSignal<DesktopView>,
    inputs: StoredValue<UnboundedSender<Input>>,
    login_url: StoredValue<String>,
    page_origin: RwSignal<String>,
    tick: Tick,
    /// The agent; none before that is known.
    pub agent: Memo<Option<AgentView>>,
    /// The contact in focus.
    pub contact: Memo<Option<ContactTimeline>>,
    /// How things stand with the CCP.
    pub status: Memo<CcpStatus>,
    /// Records that wait to be sent.
    pub outbox: Memo<OutboxView>,
    /// Grows with every record that the server confirms.
    pub confirmed: Memo<u32>,
    /// Whether the browser's storage failed.
    pub forgetful: Memo<bool>,
    /// Whether the browser blocked the sign-in window.
    pub sign_in_blocked: RwSignal<bool>,
}

impl Desktop {
    /// The present on the service's clock, once a second.
    pub fn service_now(self) -> Signal<EpochMs> {
        Signal::derive(move || self.tick.now().on_service_clock(self.view.read().skew))
    }

    /// Opens the sign-in window. Call it in the click: browsers block windows that open later.
    pub fn sign_in(self) {
        let opened = sign_in::open(&self.login_url.read_value());
        self.sign_in_blocked.set(!opened);
        if opened {
            self.send(Input::SignInOpened);
        }
    }

    fn send(self, input: Input) {
        // The engine lives as long as the page; on the server there is none.
        let _ = self.inputs.read_value().unbounded_send(input);
    }
}

/// Starts the desktop in the browser, once the element for the CCP is there, and provides [`Desktop`] to the panels.
/// Answers the reference for that element.
pub fn provide_desktop(config: PageConfig) -> NodeRef<html::Div> {
    let (sender, inbox) = unbounded();
    let view = RwSignal::new(DesktopView::default());
    let container = NodeRef::<html::Div>::new();
    let desktop = Desktop {
        view,
        inputs: StoredValue::new(sender.clone()),
        login_url: StoredValue::new(config.login_url.clone()),
        page_origin: RwSignal::default(),
        tick: use_tick(),
        agent: Memo::new(move |_| view.read().agent.clone()),
        contact: Memo::new(move |_| view.read().contact.clone()),
        status: Memo::new(move |_| view.read().status.clone()),
        outbox: Memo::new(move |_| view.read().outbox.clone()),
        confirmed: Memo::new(move |_| view.read().confirmed),
        forgetful: Memo::new(move |_| view.read().forgetful),
        sign_in_blocked: RwSignal::new(false),
    };
    provide_context(desktop);

    let start = StoredValue::new(Some((config, sender, inbox)));
    Effect::new(move |_| {
        let Some(container) = container.get() else { return };
        let Some((config, sender, inbox)) = start.try_update_value(Option::take).flatten() else { return };
        desktop.page_origin.set(page_origin());
        listen(desktop);
        spawn_local(engine::run(config, container.unchecked_into(), sender, inbox, move |new| {
            // Panels are told only of what is new.
            if *view.read_untracked() != new {
                view.set(new);
            }
        }));
    });
    container
}

/// The desktop of this page.
pub fn use_desktop() -> Desktop {
    expect_context()
}

fn listen(desktop: Desktop) {
    Effect::new(move |_| {
        desktop.tick.now();
        if sign_in::was_closed() {
            desktop.send(Input::SignInClosed);
        }
        desktop.send(Input::Tick);
    });
    let focus = window_event_listener(ev::focus, move |_| desktop.send(Input::LookedAt));
    let online = window_event_listener(ev::online, move |_| desktop.send(Input::Online));
    on_cleanup(move || {
        focus.remove();
        online.remove();
    });
}

/// The place of the CCP: its frame, and over it what to do while it is not ready.
#[component]
pub fn CcpPanel(
    /// Where the engine puts the frame.
    container: NodeRef<html::Div>,
    /// The runtime settings.
    config: PageConfig,
) -> impl IntoView {
    let desktop = use_desktop();
    let ccp_url = config.ccp_url.clone();
    let notice = Memo::new(move |_| desktop.status.read().notice(&desktop.page_origin.read(), &ccp_url));
    let covers = move || {
        desktop.agent.read().is_none() || notice.read().as_ref().is_some_and(|notice| notice.offers_sign_in)
    };
    view! {
        <section class="ccp" aria-label="Contact Control Panel">
            <div class="ccp-frame" node_ref=container></div>
            <div class="ccp-notice" class:covers=covers role="status">
                {move || notice.get().map(|notice| view! { <Notice notice /> })}
            </div>
            // A browser that runs scripts takes what is in here for text, so it must not be part of the view.
            <noscript inner_html=NO_SCRIPT></noscript>
            <p class="ccp-own-window">
                <a href=config.ccp_url target="_blank" rel="noopener">"Open the panel in a window of its own"</a>
            </p>
        </section>
    }
}

#[component]
fn Notice(notice: CcpNotice) -> impl IntoView {
    let desktop = use_desktop();
    view! {
        <div class="notice" class:fault=notice.is_fault data-notice=notice.kind>
            <h2>{notice.title}</h2>
            <p>{notice.text}</p>
            <Show when=move || notice.offers_sign_in>
                <button class:primary=!notice.is_fault on:click=move |_| desktop.sign_in()>"Sign in"</button>
            </Show>
            <Show when=move || desktop.sign_in_blocked.get()>
                <p>"The browser blocked the window. Allow pop-up windows for this page, then try again."</p>
            </Show>
        </div>
    }
}
