//! The shell around the session: owns the CCP and everything else of the browser, and does what the session says.
//!
//! Everything reaches it through one queue and is handled one after the other, so nothing here is ever re-entered,
//! although the library calls back whenever it likes.

use connect_streams::{
    Agent, Ccp, CcpOptions, EndpointsPage, EpochMs, MediaDevice, STREAMS_INTEGRITY, StreamsError,
    core as streams, load_streams, resiliency,
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
    api::{ApiHome, CcpCheck, Client, Framing, PageConfig, api_home},
    records::{Item, ItemKey, NotKept, Vault, save_waiting},
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
    let vault = Vault::open().await;
    let session = Session::new(config.desk.clone(), vault.recall().await);
    let mut session = session.of(config.signed_in.as_ref());
    if api_home() == ApiHome::Nowhere {
        session = session.staying();
    }
    let _candidacy = stand(&sender, &vault);
    let mut engine = Engine { config, container, sender, vault, ccp: None };
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
    vault: Vault,
    ccp: Option<Ccp>,
}

impl Engine {
    fn start(&mut self) {
        let second = Some(self.config.second_ccp_url.clone()).filter(|second| !second.is_empty());
        let options = CcpOptions {
            region: Some(self.config.region.clone()),
            // With two regions the library follows the instance, and needs to know where agents sign in to both.
            enable_global_resiliency: second.as_ref().map(|_| true),
            login_url: second.as_ref().map(|_| self.config.login_url.clone()),
            secondary_ccp_url: second,
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
            Effect::Ccp(Order::Check) if api_home() == ApiHome::Nowhere => self.check_alone(),
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
            Effect::SaveSupportFile => {
                let signed_in = self.config.signed_in.clone();
                // Whoever asked sees that nothing was saved.
                _ = save_support_file(&session.view(), session.journal(), signed_in);
            }
            // What is not shown as done can be asked for again.
            Effect::MoveNow => _ = resiliency::force_failover(),
            Effect::LogOut => sign_in::log_out(&self.config.ccp_url),
            Effect::KeepDay(day) => self.keep(self.vault.clone().keep_day(day)),
            Effect::KeepTimeline(stored) => self.keep(self.vault.clone().keep_timeline(*stored)),
            Effect::ForgetTimeline { agent, contact_id } => {
                let vault = self.vault.clone();
                spawn_local(async move { vault.forget_timeline(&agent, &contact_id).await });
            }
            Effect::KeepItem(item) => self.keep_item(item),
            Effect::ForgetItems(keys) => {
                let vault = self.vault.clone();
                spawn_local(async move { vault.forget_items(&keys).await });
            }
            Effect::Send(items) => self.send_records(items),
            Effect::SendLast(items) => Client.send_last(&items.into_iter().collect()),
            // Whoever asked sees that nothing was saved.
            Effect::SaveWaiting(items) => _ = save_waiting(&items),
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
        let (sender, instance) = (self.sender.clone(), self.config.instance.clone());
        spawn_local(async move {
            let check = Client.check_ccp(page_origin(), instance).await;
            send(&sender, Input::Checked(check.ok()));
        });
    }

    /// Without a server, the page finds out by itself whether the instance answers. No browser tells a page more than that.
    fn check_alone(&self) {
        let (sender, ccp_url) = (self.sender.clone(), self.config.ccp_url.clone());
        spawn_local(async move {
            let began = EpochMs::now();
            let answers = sign_in::answers(&ccp_url).await;
            let took_ms = u32::try_from(EpochMs::now().get() - began.get()).unwrap_or_default();
            let check = CcpCheck { status: answers.then_some(200), took_ms, framing: Framing::Unknown };
            send(&sender, Input::Checked(Some(check)));
        });
    }

    fn send_records(&self, items: Vec<Item>) {
        let sender = self.sender.clone();
        spawn_local(async move {
            let sent: Vec<_> = items.iter().map(|item| (item.key(), item.revision())).collect();
            let (contacts, activities): (Vec<_>, Vec<_>) =
                sent.into_iter().partition(|(key, _)| matches!(key, ItemKey::Contact { .. }));
            let answer = Client.send(&items.into_iter().collect()).await;
            let sent = answer.map(|answer| {
                let judged = contacts.into_iter().zip(answer.contacts);
                let judged = judged.chain(activities.into_iter().zip(answer.activities));
                judged.map(|((key, revision), verdict)| (key, revision, verdict.into())).collect()
            });
            send(&sender, Input::Sent(sent));
        });
    }

    /// Writes to the browser's storage. What is written first is safe first.
    fn keep(&self, keeping: impl Future<Output = Result<(), NotKept>> + 'static) {
        let sender = self.sender.clone();
        spawn_local(async move {
            if let Err(why) = keeping.await {
                send(&sender, Input::NotKept(why));
            }
        });
    }

    fn keep_item(&self, item: Item) {
        let (sender, vault) = (self.sender.clone(), self.vault.clone());
        spawn_local(async move {
            let outcome = vault.keep_item(&item).await;
            send(&sender, Input::Kept { key: item.key(), revision: item.revision(), outcome });
        });
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
fn stand(sender: &UnboundedSender<Input>, vault: &Vault) -> Option<Candidacy> {
    let (leading, following) = (sender.clone(), sender.clone());
    let vault = vault.clone();
    Candidacy::stand(
        move || {
            let (leading, vault) = (leading.clone(), vault.clone());
            spawn_local(async move { send(&leading, Input::Leads(vault.recall().await)) });
        },
        move || send(&following, Input::Follows),
    )
}

/// The origin of this page, as the instance's list must name it.
pub(crate) fn page_origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

fn not_started(error: &StreamsError) -> Input {
    Input::CcpNotStarted(error.to_string())
}

fn send(sender: &UnboundedSender<Input>, input: Input) {
    // The receiver lives as long as the page.
    let _ = sender.unbounded_send(input);
}
