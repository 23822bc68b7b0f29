//! One contact as its controls see it: what can be done, and the way to ask for it.

use connect_streams::Endpoint;
use leptos::prelude::*;

use super::{Controls, use_call_desk};
use crate::{
    desktop::{Act, Command, Refused, use_desktop},
    support::refusal,
    ui::Memo,
};

/// The contact that the controls are about. Small, because every button of it has it.
#[derive(Clone, Copy)]
pub(super) struct Room {
    contact_id: StoredValue<String>,
    pub(super) controls: Memo<Controls>,
}

impl Room {
    /// The controls of this contact as long as it is in focus.
    pub(super) fn new(contact_id: String) -> Self {
        let desktop = use_desktop();
        let controls = Memo::new(move |_| {
            let muted = desktop.agent.read().as_ref().is_some_and(|agent| agent.muted);
            let contact = desktop.contact.read();
            contact.as_ref().map_or_else(Controls::default, |contact| Controls::of(contact, muted))
        });
        Self { contact_id: StoredValue::new(contact_id), controls }
    }

    /// Asks for something.
    pub(super) fn ask(self, act: Act) {
        use_desktop().ask(Command::contact(&self.contact_id.read_value(), act));
    }

    /// Takes the contact to somebody: talks to them first, or hands it over.
    pub(super) fn take_to(self, to: Endpoint, cold: bool) {
        use_call_desk().remember(&to);
        self.ask(if cold { Act::Transfer(to) } else { Act::Consult(to) });
    }
}

/// Why something was not done and what to do, as one text.
pub(super) fn sentences(refused: &Refused) -> String {
    refusal(refused).sentences()
}
