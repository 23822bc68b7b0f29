//! What can happen to a contact.
//!
//! The library has habits that no program should have to know: `onEnded` comes twice, once or not at all; screen
//! sharing is reported for every contact to each of them. Ended is therefore made of all the ways to end, once; and
//! screen sharing is filtered by contact.

use std::cell::Cell;

use wasm_bindgen::JsValue;

use super::Contact;
use crate::{
    StreamsError, Subscription,
    api::{Api, Target, api},
    subscription::Inbox,
};

/// What can happen. Each returns a guard; the handler is called until it is dropped.
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl Contact {
    /// Something about it changed, or the service confirmed that nothing did (`contact.onRefresh`).
    pub fn on_refresh(&self, handler: impl FnMut(Contact) + 'static) -> Result<Subscription, StreamsError> {
        self.on(api!("Contact.onRefresh"), handler)
    }

    /// A callback is offered; other contacts skip this (`contact.onIncoming`).
    pub fn on_incoming(&self, handler: impl FnMut(Contact) + 'static) -> Result<Subscription, StreamsError> {
        self.on(api!("Contact.onIncoming"), handler)
    }

    /// It waits for something outside (`contact.onPending`).
    pub fn on_pending(&self, handler: impl FnMut(Contact) + 'static) -> Result<Subscription, StreamsError> {
        self.on(api!("Contact.onPending"), handler)
    }

    /// It rings at the agent, or at the other end of an outbound call (`contact.onConnecting`).
    pub fn on_connecting(
        &self,
        handler: impl FnMut(Contact) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("Contact.onConnecting"), handler)
    }

    /// The agent accepted it, in any tab (`contact.onAccepted`). Never comes from a desk phone.
    pub fn on_accepted(&self, handler: impl FnMut(Contact) + 'static) -> Result<Subscription, StreamsError> {
        self.on(api!("Contact.onAccepted"), handler)
    }

    /// Agent and customer are connected (`contact.onConnected`).
    pub fn on_connected(&self, handler: impl FnMut(Contact) + 'static) -> Result<Subscription, StreamsError> {
        self.on(api!("Contact.onConnected"), handler)
    }

    /// Nobody answered, the agent declined, or the customer left before (`contact.onMissed`).
    pub fn on_missed(&self, handler: impl FnMut(Contact) + 'static) -> Result<Subscription, StreamsError> {
        self.on(api!("Contact.onMissed"), handler)
    }

    /// It could not be connected (`contact.onError`).
    pub fn on_error(&self, handler: impl FnMut(Contact) + 'static) -> Result<Subscription, StreamsError> {
        self.on(api!("Contact.onError"), handler)
    }

    /// After contact work began (`contact.onACW`).
    pub fn on_after_contact_work(
        &self,
        handler: impl FnMut(Contact) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on(api!("Contact.onACW"), handler)
    }

    /// It is gone from the agent's list (`contact.onDestroy`).
    pub fn on_destroy(&self, handler: impl FnMut(Contact) + 'static) -> Result<Subscription, StreamsError> {
        self.on(api!("Contact.onDestroy"), handler)
    }

    /// It is over, told exactly once: with the library's `onEnded`, or, where that does not come, with the first of
    /// `onMissed` and `onDestroy`.
    pub fn on_ended(&self, mut handler: impl FnMut(Contact) + 'static) -> Result<Subscription, StreamsError> {
        let told = Cell::new(false);
        let mut inbox = Inbox::new(move |contact| {
            if !told.replace(true) {
                handler(contact);
            }
        });
        let mut returned = Vec::new();
        for api in [api!("Contact.onEnded"), api!("Contact.onMissed"), api!("Contact.onDestroy")] {
            let read = self.reader();
            let callback = inbox.callback(move |data, _| read(data));
            match self.0.call(api, &[callback.into()]) {
                Ok(handle) => returned.push(handle),
                Err(error) => {
                    // What is subscribed already must end before its callbacks do.
                    drop(inbox.subscribed(returned));
                    return Err(error);
                }
            }
        }
        Ok(inbox.subscribed(returned))
    }

    /// The screen is shared from now on (`contact.onScreenSharingStarted`).
    pub fn on_screen_sharing_started(
        &self,
        handler: impl FnMut(Contact) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on_own(api!("Contact.onScreenSharingStarted"), handler)
    }

    /// The screen is no longer shared (`contact.onScreenSharingStopped`).
    pub fn on_screen_sharing_stopped(
        &self,
        handler: impl FnMut(Contact) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on_own(api!("Contact.onScreenSharingStopped"), handler)
    }

    /// The screen could not be shared (`contact.onScreenSharingError`).
    pub fn on_screen_sharing_error(
        &self,
        handler: impl FnMut(Contact) + 'static,
    ) -> Result<Subscription, StreamsError> {
        self.on_own(api!("Contact.onScreenSharingError"), handler)
    }

    fn on(&self, api: Api, handler: impl FnMut(Contact) + 'static) -> Result<Subscription, StreamsError> {
        Subscription::by(&self.0, api, &[], self.reader(), handler)
    }

    /// For events that the library tells everybody about every contact.
    fn on_own(
        &self,
        api: Api,
        mut handler: impl FnMut(Contact) + 'static,
    ) -> Result<Subscription, StreamsError> {
        let (this, id) = (self.clone(), self.own_id());
        let read = move |data: JsValue| {
            let of: Option<String> = Target(data).get(api!("Contact.contactId")).unwrap_or_default();
            (of.is_none() || of == id).then(|| this.clone())
        };
        Subscription::by(&self.0, api, &[], read, move |contact| contact.into_iter().for_each(&mut handler))
    }

    /// Some events carry no contact; then it is this one.
    fn reader(&self) -> impl Fn(JsValue) -> Contact + 'static {
        let this = self.clone();
        move |contact| if contact.is_object() { Self(Target(contact)) } else { this.clone() }
    }
}
