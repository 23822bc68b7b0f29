//! The rules of the contact centre, one by one.

mod call;
mod channels;
mod dialling;
mod monitoring;
mod routing;
mod transfers;

use super::connection::{ConnectionState, Party};
use super::contact::{ContactState, Details};
use super::*;
use crate::instance::Medium;

const MORNING: EpochMs = EpochMs(1_700_000_000_000);

/// A centre and a clock that only the test moves.
struct Day {
    centre: Centre,
    clock: EpochMs,
}

impl Day {
    /// Anna is signed in and Available.
    fn begin() -> Self {
        Self::at(&Instance::built_in().unwrap())
    }

    fn at(instance: &Instance) -> Self {
        let centre = Centre::new(Arc::new(instance.clone()), MORNING, 1);
        let mut day = Self { centre, clock: MORNING };
        day.start_shift(&anna());
        day
    }

    fn start_shift(&mut self, agent: &Username) {
        self.apply(Command::SignIn(agent.clone())).unwrap();
        self.pick_for(agent, "Available", false).unwrap();
    }

    fn wait(&mut self, milliseconds: i64) -> Changed {
        self.clock = self.clock.plus(milliseconds);
        self.centre.advance(self.clock)
    }

    fn apply(&mut self, command: Command) -> Result<Option<ContactId>, Refusal> {
        self.centre.advance(self.clock);
        self.centre.apply(command).map(|done| done.contact)
    }

    fn pick(&mut self, status: &str, queued: bool) -> Result<Option<ContactId>, Refusal> {
        self.pick_for(&anna(), status, queued)
    }

    fn pick_for(
        &mut self,
        agent: &Username,
        status: &str,
        queued: bool,
    ) -> Result<Option<ContactId>, Refusal> {
        let status = self.centre.instance().find_status(None, Some(status)).unwrap();
        self.apply(Command::PickStatus { agent: agent.clone(), status, queued })
    }

    /// A contact in a queue, for anybody or for one agent.
    fn arrive(
        &mut self,
        channel: Channel,
        queue: &str,
        agent: Option<Username>,
    ) -> Result<ContactId, Refusal> {
        let queue = QueueKey::Standard(self.centre.instance().queue_named(queue).unwrap());
        let customer = (channel.medium() == Medium::Voice).then(|| number("+12065550100"));
        let attributes = [("Tier".to_owned(), "gold".to_owned())].into();
        let details = Details { customer, attributes, multi_party: true, ..Details::of(channel) };
        let new = NewContact { agent, ..NewContact::of(channel, queue, details) };
        self.apply(new.into()).map(Option::unwrap)
    }

    fn try_offer(&mut self) -> Result<ContactId, Refusal> {
        self.arrive(Channel::Voice, "Billing", Some(anna()))
    }

    fn ringing(&mut self) -> ContactId {
        self.try_offer().unwrap()
    }

    fn connected(&mut self) -> ContactId {
        let contact = self.ringing();
        self.accept(contact);
        contact
    }

    fn ended(&mut self) -> ContactId {
        let contact = self.connected();
        self.apply(Command::CustomerHangsUp(contact)).unwrap();
        contact
    }

    /// Whoever has it takes it.
    fn accept(&mut self, contact: ContactId) {
        self.do_it(contact, Action::Accept);
        self.wait(200);
    }

    /// Whoever has the contact does this.
    fn try_it(&mut self, contact: ContactId, action: Action) -> Result<Option<ContactId>, Refusal> {
        let agent = self.contact(contact).agent.clone().unwrap();
        self.apply(Command::Act { agent, contact, action })
    }

    fn do_it(&mut self, contact: ContactId, action: Action) {
        self.try_it(contact, action).unwrap();
    }

    fn act(&mut self, contact: ContactId, action: Action) -> Result<Option<ContactId>, Refusal> {
        self.apply(Command::Act { agent: anna(), contact, action })
    }

    fn contact(&self, id: ContactId) -> &Contact {
        self.centre.contact(id).unwrap()
    }

    fn state(&self, id: ContactId) -> ContactState {
        self.contact(id).state
    }

    /// The latest line of this party.
    fn line(&self, id: ContactId, party: Party) -> ConnectionId {
        self.contact(id).connections.iter().rev().find(|line| line.party == party).unwrap().id
    }

    fn line_states(&self, id: ContactId) -> Vec<(Party, ConnectionState)> {
        self.contact(id).connections.iter().map(|line| (line.party, line.state)).collect()
    }

    fn shown(&self) -> &str {
        self.shown_of(&anna())
    }

    fn shown_of(&self, agent: &Username) -> &str {
        self.centre.agent(agent).unwrap().shown(self.centre.instance()).name
    }

    /// The contacts before an agent, in the order in which they came.
    fn before(&self, agent: &Username) -> Vec<ContactId> {
        self.centre.agent(agent).unwrap().contacts.clone()
    }
}

fn anna() -> Username {
    Username::new("anna")
}

fn ben() -> Username {
    Username::new("ben")
}

fn chie() -> Username {
    Username::new("chie")
}

fn number(text: &str) -> Endpoint {
    Endpoint::Phone(PhoneNumber::parse(text).unwrap())
}

fn to(endpoint: Endpoint) -> Destination {
    Destination { endpoint, quick_connect: None }
}

fn no_room() -> Refusal {
    Refusal::NoRoom { agent: anna(), channel: Channel::Voice }
}
