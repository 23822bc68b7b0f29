//! The shell around the session: owns the CCP and everything else of the browser, and does what the session says.
//!
//! Everything reaches it through one queue and is handled one after the other, so nothing here is ever re-entered,
//! although the library calls back whenever it likes.

use connect_streams::{Ccp, CcpOptions, EpochMs, STREAMS_INTEGRITY, StreamsError, load_streams};
use futures::{
    StreamExt,
    channel::mpsc::{UnboundedReceiver, UnboundedSender},
};
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use super::{DesktopView, Effect, Input, Order, Session, sign_in};
use crate::{
    api::{CallError, Client, ContactRecord, PageConfig},
    records::{Answer, Memory, RecordKey},
};

/// Milliseconds until the library itself replaces a silent frame. Long, because a slow instance needs its time; the
/// watch reloads the frame when there is a reason to.
const LOAD_TIMEOUT_MS: u32 = 60_000;

/// Runs the desktop until the page goes. `publish` is called after everything that happened.
pub(super) async fn run(
    config: PageConfig,
    container: Element,
    sender: UnboundedSender<Input>,
    mut inbox: UnboundedReceiver<Input>,
    publish: impl Fn(DesktopView),
) {
    let memory = Memory::open();
    let mut session = Session::new(memory.recall());
    let mut engine = Engine { config, container, sender, memory, ccp: None };
    match load_streams(&engine.config.streams_url, STREAMS_INTEGRITY).await {
        Ok(()) => engine.start(),
        Err(error) => engine.send(not_started(&error)),
    }
    while let Some(input) = inbox.next().await {
        for effect in session.handle(input, EpochMs::now()) {
            engine.perform(effect);
        }
        publish(session.view());
    }
}

struct Engine {
    config: PageConfig,
    container: Element,
    sender: UnboundedSender<Input>,
    memory: Memory,
    ccp: Option<Ccp>,
}

impl Engine {
    fn start(&mut self) {
        let options = CcpOptions {
            region: Some(self.config.region.clone()),
            ccp_load_timeout: Some(LOAD_TIMEOUT_MS),
            // The sign-in window is ours to open, from a click: the library opens it from a timer, which browsers block.
            login_popup: Some(false),
            ..CcpOptions::new(self.config.ccp_url.clone())
        };
        let sender = self.sender.clone();
        let started = Ccp::start(&self.container, &options, move |event| send(&sender, Input::Ccp(event)));
        match started {
            Ok(ccp) => {
                self.ccp = Some(ccp);
                self.send(Input::CcpStarted);
            }
            Err(error) => self.send(not_started(&error)),
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Ccp(Order::Check) => self.check(),
            Effect::Ccp(Order::ReloadFrame) => self.ccp.iter().for_each(Ccp::reload_frame),
            Effect::Ccp(Order::Restart) => {
                // The library starts no second CCP beside the first.
                drop(self.ccp.take());
                self.start();
            }
            Effect::Ccp(Order::CloseSignIn) => sign_in::close(),
            Effect::KeepTimeline(stored) => self.kept(self.memory.keep_timeline(&stored)),
            Effect::ForgetTimeline(key) => self.memory.forget_timeline(&key),
            Effect::KeepRecord(record) => self.kept(self.memory.keep_record(&record)),
            Effect::ForgetRecord(key) => self.memory.forget_record(&key),
            Effect::Send(record) => self.store(record),
        }
    }

    fn check(&self) {
        let sender = self.sender.clone();
        spawn_local(async move {
            let check = Client.check_ccp(&page_origin()).await;
            send(&sender, Input::Checked(check.ok()));
        });
    }

    fn store(&self, record: ContactRecord) {
        let sender = self.sender.clone();
        spawn_local(async move {
            let answer = match Client.store(&record).await {
                Ok(stored) => Answer::Stored(stored.revision),
                Err(CallError::Refused(reason)) => Answer::Refused(reason),
                Err(CallError::Unavailable) => Answer::Unavailable,
            };
            send(&sender, Input::Sent { key: RecordKey::from(&record), revision: record.revision, answer });
        });
    }

    fn kept(&self, safe: bool) {
        if !safe {
            self.send(Input::NotKept);
        }
    }

    fn send(&self, input: Input) {
        send(&self.sender, input);
    }
}

/// The origin of this page, as the instance's list must name it.
pub(super) fn page_origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

fn not_started(error: &StreamsError) -> Input {
    Input::CcpNotStarted(error.to_string())
}

fn send(sender: &UnboundedSender<Input>, input: Input) {
    // The receiver lives as long as the page.
    let _ = sender.unbounded_send(input);
}
