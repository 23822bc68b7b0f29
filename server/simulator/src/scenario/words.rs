//! What a step says to whoever watches, unless it says something else itself.

use super::deed::{Awaited, Deed, State, What};
use crate::centre::{Channel, PartyEvent, Username};
use crate::control::agent_action::{AgentAction, AgentVerb};
use crate::control::new_contact::Wanted;
use crate::control::trouble::SocketLoss;
use crate::faults::Fault;
use crate::instance::{DialOutcome, Instance};

/// One sentence about a deed.
pub(super) fn describe(deed: &Deed, times: u32, instance: &Instance) -> String {
    let text = match deed {
        Deed::WaitFor(awaited) => waits(awaited, instance),
        Deed::Ready { .. }
        | Deed::Works { .. }
        | Deed::SignsIn { .. }
        | Deed::SignsOut(_)
        | Deed::Status { .. }
        | Deed::AgentDoes { .. }
        | Deed::Calls { .. } => of_agents(deed, instance),
        Deed::Fault(_)
        | Deed::Faults(_)
        | Deed::Clock(_)
        | Deed::DropSockets(_)
        | Deed::ExpireTokens(_)
        | Deed::Region(_)
        | Deed::ApprovedOrigins(_)
        | Deed::SdkEvent { .. }
        | Deed::SoftphoneFault { .. } => of_trouble(deed, instance),
        _ => of_the_world(deed, instance),
    };
    if times > 1 { format!("{text}, {times} times") } else { text }
}

fn of_the_world(deed: &Deed, instance: &Instance) -> String {
    match deed {
        Deed::Offer { wanted, monitors: Some(contact), .. } => {
            let agent = wanted.agent.as_ref().map_or_else(String::new, |agent| first_name(agent, instance));
            format!("{agent} is to listen to {}", quoted(contact))
        }
        Deed::Offer { wanted, .. } => offered(wanted, instance),
        Deed::HangsUp(contact) => format!("The customer of {} hangs up", quoted(contact)),
        Deed::Line { contact, who, event } => {
            let who = match who.as_str() {
                "customer" => "The customer",
                "third_party" => "The third party",
                other => other,
            };
            let does = match event.event {
                PartyEvent::Answer => "answers",
                PartyEvent::Busy => "is busy",
                PartyEvent::NoAnswer => "does not answer",
                PartyEvent::Invalid => "has a number that does not exist",
                PartyEvent::Failed => "cannot be reached",
                PartyEvent::HangUp => "hangs up",
            };
            format!("{who} of {} {does}", quoted(contact))
        }
        Deed::Writes { contact, message } => match &message.text {
            Some(text) => format!("The customer of {} writes: {text}", quoted(contact)),
            None => format!("The customer of {} types or reads", quoted(contact)),
        },
        Deed::Attributes { contact, .. } => format!("The attributes of {} change", quoted(contact)),
        Deed::Number { number, dialled: Some(dialled) } => {
            let does = match dialled.outcome {
                DialOutcome::Answer => "will answer",
                DialOutcome::Busy => "will be busy",
                DialOutcome::NoAnswer => "will not answer",
                DialOutcome::Invalid => "will not exist",
                DialOutcome::Failed => "will not be reached",
                DialOutcome::Ring => "will ring",
            };
            format!("{} {does}", number.as_str())
        }
        Deed::Traffic(Some(_)) => "Customers come by themselves".to_owned(),
        Deed::Traffic(None) => "No more customers come by themselves".to_owned(),
        Deed::Number { number, dialled: None } => format!("{} is as usual again", number.as_str()),
        _ => String::new(),
    }
}

fn offered(wanted: &Wanted, instance: &Instance) -> String {
    let agent = wanted.agent.as_ref().map(|agent| first_name(agent, instance));
    let whom = wanted.queue.clone().or_else(|| agent.clone()).unwrap_or_default();
    let what = match wanted.channel {
        None | Some(Channel::Voice) => format!("A customer calls {whom}"),
        Some(Channel::QueueCallback) => format!("{whom} is to call a customer back"),
        Some(Channel::Chat) => format!("A customer begins a chat with {whom}"),
        Some(Channel::Task) => {
            format!("{whom} gets a task: {}", wanted.name.as_deref().unwrap_or_default())
        }
        Some(Channel::Email) => format!("A customer writes an e-mail to {whom}"),
    };
    match agent {
        Some(agent) if wanted.queue.is_some() => format!("{what} and gets to {agent}"),
        _ => what,
    }
}

fn of_agents(deed: &Deed, instance: &Instance) -> String {
    let first = |agent: &Username| first_name(agent, instance);
    match deed {
        Deed::Ready { agents, .. } => format!("{} ready for work", all(agents, instance, "is", "are")),
        Deed::Works { agents, .. } => {
            format!("{} whatever comes", all(agents, instance, "answers", "answer"))
        }
        Deed::SignsIn { agent, .. } => format!("{} signs in", first(agent)),
        Deed::SignsOut(agent) => format!("{} is signed out", first(agent)),
        Deed::Status { agent, status, .. } if status.queued => {
            format!("{} picks {} for afterwards", first(agent), status.status)
        }
        Deed::Status { agent, status, .. } => format!("{} picks {}", first(agent), status.status),
        Deed::AgentDoes { contact, action, .. } => {
            let who = action.agent.as_ref().map_or_else(|| "The agent".to_owned(), first);
            format!("{who} {}", does(action, &quoted(contact)))
        }
        Deed::Calls { agent, call, .. } => format!("{} calls {}", first(agent), call.to),
        _ => String::new(),
    }
}

fn does(action: &AgentAction, contact: &str) -> String {
    let to = action.to.as_deref().unwrap_or_default();
    match action.action {
        AgentVerb::Accept => format!("accepts {contact}"),
        AgentVerb::Reject => format!("rejects {contact}"),
        AgentVerb::HangUp => format!("hangs up {contact}"),
        AgentVerb::Hold => format!("puts {contact} on hold"),
        AgentVerb::Resume => format!("takes {contact} off hold"),
        AgentVerb::Mute => format!("mutes {contact}"),
        AgentVerb::Unmute => format!("unmutes {contact}"),
        AgentVerb::Add => format!("calls {to} into {contact}"),
        AgentVerb::Transfer => format!("sends {contact} to {to}"),
        AgentVerb::Swap => format!("swaps who is on hold in {contact}"),
        AgentVerb::Conference => format!("joins everybody in {contact}"),
        AgentVerb::DropThirdParty => format!("hangs up on the third party of {contact}"),
        AgentVerb::SendDigits => {
            format!("presses {} in {contact}", action.digits.as_deref().unwrap_or_default())
        }
        AgentVerb::Pause => format!("pauses {contact}"),
        AgentVerb::Continue => format!("goes on with {contact}"),
        AgentVerb::Listen => format!("listens to {contact}"),
        AgentVerb::BargeIn => format!("joins in {contact}"),
        AgentVerb::Clear => format!("clears {contact}"),
    }
}

fn of_trouble(deed: &Deed, instance: &Instance) -> String {
    match deed {
        Deed::Faults(faults) if faults.is_empty() => "Everything works again".to_owned(),
        Deed::Fault(fault) => goes_wrong(fault),
        Deed::Faults(faults) => faults.iter().map(goes_wrong).collect::<Vec<_>>().join(", and "),
        Deed::Clock(clock) if clock.skew_ms == 0 => "The service's clock is right".to_owned(),
        Deed::Clock(clock) => format!("The service's clock is {} s ahead", clock.skew_ms / 1000),
        Deed::DropSockets(SocketLoss { agents: Some(agents), .. }) => {
            format!("{} WebSocket", all(agents, instance, "loses the", "lose their"))
        }
        Deed::DropSockets(_) => "The WebSockets drop".to_owned(),
        Deed::ExpireTokens(agent) => format!("The tokens of {} expire", first_name(agent, instance)),
        Deed::Region(wanted) => match &wanted.agent {
            Some(agent) => {
                format!("{} is to work in {}", first_name(agent, instance), wanted.active_region)
            }
            None => format!("Everybody is to work in {}", wanted.active_region),
        },
        Deed::ApprovedOrigins(_) => "The approved origins change".to_owned(),
        Deed::SdkEvent { agent, event } => {
            format!("{} hears of {}", first_name(agent, instance), event.key)
        }
        Deed::SoftphoneFault { agent, .. } => {
            format!("The softphone of {} fails", first_name(agent, instance))
        }
        _ => String::new(),
    }
}

fn goes_wrong(fault: &Fault) -> String {
    let what = match (&fault.operations, fault.times) {
        (None, None) => "Every answer".to_owned(),
        (None, Some(1)) => "The next answer".to_owned(),
        (None, Some(times)) => format!("Each of the next {times} answers"),
        (Some(operations), _) => {
            let names: Vec<_> = operations.iter().map(|operation| format!("{operation:?}")).collect();
            format!("The answer to {}", names.join(" and "))
        }
    };
    let how = match fault {
        Fault { status: Some(status), .. } => format!("is error {status}"),
        Fault { truncate: true, .. } => "breaks off half-way".to_owned(),
        Fault { reset: true, .. } => "is lost with its connection".to_owned(),
        Fault { snapshots: Some(_), .. } => "comes out of turn".to_owned(),
        _ => format!("takes {} s", f64::from(fault.latency_ms.unwrap_or_default()) / 1000.0),
    };
    format!("{what} {how}")
}

fn waits(Awaited { what, .. }: &Awaited, instance: &Instance) -> String {
    let first = |agent: &Username| first_name(agent, instance);
    match what {
        What::Contact { contact, agent, state } => {
            let with = agent.as_ref().map_or_else(String::new, |agent| format!(" with {}", first(agent)));
            let is = state.map_or_else(|| "is".to_owned(), State::words);
            format!("Wait until {} {is}{with}", quoted(contact))
        }
        What::All(state) => format!("Wait until every contact {}", state.words()),
        What::ContactOf { agent, state, .. } => {
            format!("Wait until a contact {} with {}", state.words(), first(agent))
        }
        What::Agent { agent, status: Some(status), .. } => {
            format!("Wait until {} is in {status}", first(agent))
        }
        What::Agent { agent, signed_in, .. } => {
            let out = if *signed_in == Some(false) { "out" } else { "in" };
            format!("Wait until {} is signed {out}", first(agent))
        }
    }
}

impl State {
    fn words(self) -> String {
        match self {
            Self::Scheduled => "is scheduled",
            Self::Queued => "is in its queue",
            Self::Ringing => "rings",
            Self::Connecting => "connects",
            Self::Connected => "is connected",
            Self::Talking => "is connected and not on hold",
            Self::OnHold => "is on hold",
            Self::Paused => "is paused",
            Self::Ended => "has ended",
            Self::Missed => "is missed",
            Self::Rejected => "is rejected",
            Self::Error => "has failed",
            Self::Over => "is over",
            Self::Cleared => "is cleared",
        }
        .to_owned()
    }
}

/// What colleagues call the agent.
fn first_name(agent: &Username, instance: &Instance) -> String {
    let name = instance.agent(agent).and_then(|profile| profile.name.split_whitespace().next());
    name.unwrap_or(agent.as_str()).to_owned()
}

fn all(agents: &[Username], instance: &Instance, one: &str, many: &str) -> String {
    let names: Vec<_> = agents.iter().map(|agent| first_name(agent, instance)).collect();
    match names.as_slice() {
        [] => format!("Nobody {one}"),
        [name] => format!("{name} {one}"),
        [first @ .., last] => format!("{} and {last} {many}", first.join(", ")),
    }
}

fn quoted(contact: &str) -> String {
    format!("“{contact}”")
}
