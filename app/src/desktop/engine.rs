//! The shell around the session: owns the CCP and everything else of the browser, and does what the session says.
//!
//! Everything reaches it through one queue and is handled one after the other, so nothing here is ever re-entered,
//! although the library calls back whenever it likes.

use connect_streams::{
    Agent, Ccp, CcpOptions, EndpointsPage, EpochMs, MediaDevice, STREAMS_INTEGRITY, StreamsError,
    core as streams, load_streams,
};
use futures::{
    StreamExt,
    channel::mpsc::{UnboundedReceiver, UnboundedSender},
};
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use super::{DesktopView, Effect, Input, Order, Session, Step, leader::Candidacy, perform::perform, sign_in};
use crate::{
    alerts,
    api::{CallError, Client, ContactRecord, PageConfig},
    records::{Answer, Memory, RecordKey},
    support::save_support_file,
};

/// Milliseconds until the library itself replaces a silent frame. Long, because a slow instance needs its time; the
/// watch reloads the frame when there is a reason to.
const LOAD_TIMEOUT_MS: u32 = 60_000;
/// Milliseconds until the frame's devices are given up.
const DEVICES_WAIT_MS: u32 = 1_000;

/// Runs the desktop until the page goes. `publish` is called after everything that happened.
pub(super) async fn run(
    config: PageConfig,
    container: Element,
    sender: UnboundedSender<Input>,
    mut inbox: UnboundedReceiver<Input>,
    publish: impl Fn(DesktopView),
) {
    let memory = Memory::open();
    let mut session = Session::new(config.desk.clone(), memory.recall());
    let _candidacy = stand(&sender, &memory);
    let mut engine = Engine { config, container, sender, memory, ccp: None };
    match load_streams(&engine.config.streams_url, STREAMS_INTEGRITY).await {
        Ok(()) => engine.start(),
        Err(error) => engine.send(not_started(&error)),
    }
    while let Some(input) = inbox.next().await {
        for effect in session.handle(input, EpochMs::now()) {
            engine.perform(effect, &session);
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

    fn perform(&mut self, effect: Effect, session: &Session) {
        match effect {
            Effect::Ccp(Order::Check) => self.check(),
            Effect::Ccp(Order::ReloadFrame) => self.ccp.iter().for_each(Ccp::reload_frame),
            Effect::Ccp(Order::Restart) => {
                // The library starts no second CCP beside the first.
                drop(self.ccp.take());
                self.start();
            }
            Effect::Ccp(Order::CloseSignIn) => sign_in::close(),
            Effect::Command(step) => self.command(*step),
            Effect::LoadQuickConnects(queue_arns) => self.load_quick_connects(queue_arns),
            // A CCP that does not show it works on it all the same.
            Effect::View(contact_id) => _ = streams::view_contact(&contact_id),
            Effect::Announce { contact_id, channel, queue } => {
                alerts::notify(&contact_id, &channel, queue.as_deref());
            }
            Effect::Ring(name) => spawn_local(ring(name)),
            Effect::ListRingers => self.list_ringers(),
            // Whoever asked sees that nothing was saved.
            Effect::SaveSupportFile => _ = save_support_file(&session.view(), session.journal()),
            Effect::LogOut => sign_in::log_out(&self.config.ccp_url),
            Effect::KeepDay(day) => self.kept(self.memory.keep_day(&day)),
            Effect::KeepTimeline(stored) => self.kept(self.memory.keep_timeline(&stored)),
            Effect::ForgetTimeline(key) => self.memory.forget_timeline(&key),
            Effect::KeepRecord(record) => self.kept(self.memory.keep_record(&record)),
            Effect::ForgetRecord(key) => self.memory.forget_record(&key),
            Effect::Send(record) => self.store(record),
        }
    }

    fn command(&self, Step { ticket, command }: Step) {
        let sender = self.sender.clone();
        spawn_local(async move {
            let answer = perform(command).await;
            send(&sender, Input::Answered { ticket, answer });
        });
    }

    fn load_quick_connects(&self, queue_arns: Vec<String>) {
        let sender = self.sender.clone();
        spawn_local(async move {
            let answer = match Agent::current() {
                Ok(agent) => agent.endpoints(&queue_arns).await.map(|page: EndpointsPage| page.endpoints),
                Err(error) => Err(error),
            };
            send(&sender, Input::QuickConnects(answer));
        });
    }

    fn list_ringers(&self) {
        let sender = self.sender.clone();
        spawn_local(async move {
            let names = ringers().await.into_iter().map(|device| device.label);
            send(&sender, Input::Ringers(names.filter(|name| !name.is_empty()).collect()));
        });
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

/// The devices on which contacts can ring, as the CCP's frame sees them: their identifiers are its own.
async fn ringers() -> Vec<MediaDevice> {
    let mut devices = streams::frame_media_devices(DEVICES_WAIT_MS).await.unwrap_or_default();
    devices.retain(|device| device.kind == "audiooutput");
    devices
}

/// Lets contacts ring on the device of this name. One that is not plugged in changes nothing.
async fn ring(name: Option<String>) {
    let device = match name {
        Some(name) => ringers().await.into_iter().find(|one| one.label == name).map(|one| one.device_id),
        None => Some("default".to_owned()),
    };
    if let (Some(device), Ok(agent)) = (device, Agent::current()) {
        // The CCP tells in its own panel what it cannot do with it; contacts ring where they rang before.
        let _ = agent.set_ringer_device(&device);
    }
}

/// Asks for the lead among the pages of this browser.
fn stand(sender: &UnboundedSender<Input>, memory: &Memory) -> Option<Candidacy> {
    let (leading, following) = (sender.clone(), sender.clone());
    let memory = memory.clone();
    Candidacy::stand(
        move || send(&leading, Input::Leads(memory.recall())),
        move || send(&following, Input::Follows),
    )
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
