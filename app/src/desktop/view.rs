//! The session as signals, for the panels.

use std::sync::Arc;

use connect_streams::EpochMs;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use leptos::{ev, prelude::*};
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use super::{
    AgentView, CcpStatus, Command, DeskContact, DesktopView, Input,
    engine::{self, page_origin},
    leaving, sign_in,
};
use crate::{
    api::{Feature, PageConfig},
    records::OutboxView,
    ui::{Memo, Tick, effect, use_tick},
};

/// What the panels may know and do. On the server nothing has happened yet and nothing ever does.
#[derive(Clone, Copy, Debug)]
pub struct Desktop {
    /// Everything that the session shows.
    pub view: RwSignal<DesktopView>,
    inputs: StoredValue<UnboundedSender<Input>>,
    /// What the engine starts with, until it does.
    start: StoredValue<Option<UnboundedReceiver<Input>>>,
    config: StoredValue<PageConfig>,
    pub(super) page_origin: RwSignal<String>,
    tick: Tick,
    /// The agent; none before that is known.
    pub agent: Memo<Option<AgentView>>,
    /// The contact in focus.
    pub contact: Memo<Option<Arc<DeskContact>>>,
    /// How things stand with the CCP.
    pub status: Memo<CcpStatus>,
    /// Records that wait to be sent.
    pub outbox: Memo<OutboxView>,
    /// Grows with every record that the server confirms, or that is safe here where there is none.
    pub confirmed: Memo<u32>,
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
        let opened = sign_in::open(&self.config.read_value().login_url);
        self.sign_in_blocked.set(!opened);
        if opened {
            self.send(Input::SignInOpened);
        }
    }

    /// Has something done.
    pub fn ask(self, command: Command) {
        self.send(Input::Ask(Box::new(command)));
    }

    /// The runtime settings of the page.
    pub fn config(self) -> PageConfig {
        self.config.get_value()
    }

    /// Whether whoever is signed in has something.
    pub fn has(self, feature: Feature) -> bool {
        self.config.with_value(|config| config.has(feature))
    }

    /// Starts the engine in the browser, with the element in which the CCP is to be. Once.
    pub(super) fn start(self, container: Element) {
        let Some(inbox) = self.start.try_update_value(Option::take).flatten() else { return };
        self.page_origin.set(page_origin());
        listen(self);
        let view = self.view;
        spawn_local(engine::run(self.config(), container, self.inputs.get_value(), inbox, move |new| {
            // Panels are told only of what is new.
            if *view.read_untracked() != new {
                view.set(new);
            }
        }));
    }

    /// Tells the session that something happened.
    pub fn send(self, input: Input) {
        // The engine lives as long as the page; on the server there is none.
        let _ = self.inputs.read_value().unbounded_send(input);
    }
}

/// Provides [`Desktop`] to the panels. It comes to life with the panel of the CCP.
pub fn provide_desktop(config: PageConfig) -> Desktop {
    let (sender, inbox) = unbounded();
    let view = RwSignal::new(DesktopView::default());
    let desktop = Desktop {
        view,
        inputs: StoredValue::new(sender),
        start: StoredValue::new(Some(inbox)),
        config: StoredValue::new(config),
        page_origin: RwSignal::default(),
        tick: use_tick(),
        agent: Memo::new(move |_| view.read().agent.clone()),
        contact: Memo::new(move |_| view.read().focus.clone()),
        status: Memo::new(move |_| view.read().status.clone()),
        outbox: Memo::new(move |_| view.read().outbox.clone()),
        confirmed: Memo::new(move |_| view.read().confirmed),
        sign_in_blocked: RwSignal::new(false),
    };
    provide_context(desktop);
    desktop
}

/// The desktop of this page.
pub fn use_desktop() -> Desktop {
    expect_context()
}

fn listen(desktop: Desktop) {
    effect(move || {
        desktop.tick.now();
        if sign_in::was_closed() {
            desktop.send(Input::SignInClosed);
        }
        desktop.send(Input::Tick);
    });
    leaving::warn_in_a_call(desktop);
    let focus = window_event_listener(ev::focus, move |_| desktop.send(Input::LookedAt));
    let online = window_event_listener(ev::online, move |_| desktop.send(Input::Online));
    let offline = window_event_listener(ev::offline, move |_| desktop.send(Input::Offline));
    let leaving = window_event_listener(ev::pagehide, move |_| desktop.send(Input::Leaving));
    on_cleanup(move || {
        leaving.remove();
        focus.remove();
        online.remove();
        offline.remove();
    });
}
