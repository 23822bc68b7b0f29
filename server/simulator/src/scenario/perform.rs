//! Deeds as they are done: each by the function that answers the control API's request of that kind.

use super::awaited::Names;
use super::deed::Deed;
use super::player::{Switch, Task, Traces};
use crate::centre::{Action, Centre, Command, ContactId, Refusal, Username};
use crate::control::{ControlError, agent_action, agents, browser, contacts, messages, switches, trouble};
use crate::faults::Fault;
use crate::instance::StatusKind;
use crate::origin::Origin;
use crate::regions::Told;
use crate::simulator::Simulator;

type Outcome = Result<Option<ContactId>, ControlError>;

/// Does what is to be done. Answers the contact that came of it, or why it was refused.
pub(super) fn perform(simulator: &Simulator, task: &Task) -> Result<Option<ContactId>, String> {
    world(simulator, &task.deed, &task.names).map_err(|error| error.to_string())
}

fn named(names: &Names, name: &str) -> Result<ContactId, ControlError> {
    Ok(names.get(name).copied().ok_or(Refusal::UnknownContact)?)
}

fn world(simulator: &Simulator, deed: &Deed, names: &Names) -> Outcome {
    let contact = |name: &str| named(names, name);
    match deed {
        Deed::Offer { wanted, monitors, related } => {
            let mut wanted = (**wanted).clone();
            wanted.monitors = monitors.as_deref().map(contact).transpose()?;
            wanted.related_contact_id = related.as_deref().map(contact).transpose()?;
            return contacts::make(simulator, wanted).map(Some);
        }
        Deed::HangsUp(name) => contacts::customer_hangs_up(simulator, contact(name)?)?,
        Deed::Line { contact: name, who, event } => {
            contacts::party_does(simulator, contact(name)?, who, event)?;
        }
        Deed::Writes { contact: name, message } => {
            messages::customer_does(simulator, contact(name)?, message.clone())?;
        }
        Deed::Attributes { contact: name, attributes } => {
            contacts::give_attributes(simulator, contact(name)?, attributes.clone())?;
        }
        Deed::Number { number, dialled } => {
            simulator.live.command(Command::Expect { number: number.clone(), dialled: *dialled })?;
        }
        Deed::Traffic(Some(traffic)) => {
            let Simulator { traffic: control, live, instance, .. } = simulator;
            control.order((**traffic).clone(), live, instance).map_err(ControlError::Invalid)?;
        }
        Deed::Traffic(None) => simulator.traffic.stop(),
        deed => return agent(simulator, deed, names),
    }
    Ok(None)
}

fn agent(simulator: &Simulator, deed: &Deed, names: &Names) -> Outcome {
    match deed {
        Deed::Ready { agents, .. } => agents.iter().try_for_each(|agent| make_ready(simulator, agent))?,
        Deed::SignsIn { agent, .. } => {
            simulator.live.command(Command::SignIn(agent.clone()))?;
        }
        Deed::SignsOut(agent) => simulator.sign_out(agent.clone())?,
        Deed::Status { agent, status, .. } => agents::pick(simulator, agent, status)?,
        Deed::AgentDoes { contact, action, .. } => {
            let contact = named(names, contact)?;
            agent_action::act(simulator, contact, action)?;
            return Ok(action.action.goes_somewhere().then(|| leg_of(simulator, contact)).flatten());
        }
        Deed::Calls { agent, call, .. } => {
            return agent_action::dial(simulator, agent.clone(), call).map(Some);
        }
        Deed::SdkEvent { agent, event } => {
            browser::publish_to(simulator, agent.clone(), event.clone())?;
        }
        Deed::SoftphoneFault { agent, fault } => {
            browser::fail_softphone_of(simulator, agent.clone(), fault)?;
        }
        deed => network(simulator, deed)?,
    }
    Ok(None)
}

fn network(simulator: &Simulator, deed: &Deed) -> Result<(), ControlError> {
    match deed {
        Deed::Fault(fault) => trouble::add(simulator, fault.clone())?,
        Deed::Faults(faults) => trouble::order(simulator, faults.clone())?,
        Deed::Clock(clock) => switches::shift(simulator, clock)?,
        Deed::DropSockets(loss) => {
            trouble::drop_sockets(simulator, loss)?;
        }
        Deed::ExpireTokens(agent) => {
            simulator.expire_tokens(agent)?;
        }
        Deed::Region(region) => switches::move_to(simulator, region.clone())?,
        Deed::ApprovedOrigins(wanted) => simulator.approve(wanted.origins.clone()),
        // Nothing to do; the player has to do with these.
        _ => {}
    }
    Ok(())
}

/// The contact that was made last of another.
fn leg_of(simulator: &Simulator, contact: ContactId) -> Option<ContactId> {
    simulator
        .live
        .read(|centre| centre.contacts().find(|leg| leg.lineage.previous == Some(contact)).map(|leg| leg.id))
}

/// Signed in, with an empty screen, in the first status that takes contacts.
fn make_ready(simulator: &Simulator, agent: &Username) -> Result<(), ControlError> {
    simulator.live.command(Command::SignIn(agent.clone()))?;
    clear_screen(simulator, agent)?;
    let status = simulator.instance.first_of_kind(StatusKind::Routable);
    let status = status.ok_or_else(|| ControlError::Invalid("no status takes contacts".to_owned()))?;
    simulator.live.command(Command::PickStatus { agent: agent.clone(), status, queued: false })?;
    Ok(())
}

/// Takes away what is over.
fn clear_screen(simulator: &Simulator, agent: &Username) -> Result<(), ControlError> {
    let over = simulator.live.read(|centre| over_with(centre, agent))?;
    for contact in over {
        let command = Command::Act { agent: agent.clone(), contact, action: Action::Clear };
        simulator.live.command(command)?;
    }
    Ok(())
}

fn over_with(centre: &Centre, agent: &Username) -> Result<Vec<ContactId>, Refusal> {
    let agent = centre.agent(agent)?;
    let is_over = |id: &&ContactId| centre.contact(**id).is_ok_and(|contact| contact.state.is_over());
    let over = agent.contacts.iter().filter(is_over).copied();
    Ok(over.chain(agent.leftovers.iter().map(|left| left.id)).collect())
}

/// Sends an agent home whom a play has signed in, unless somebody has taken their place at a browser.
pub(super) fn send_home(simulator: &Simulator, agent: &Username) -> Result<(), ControlError> {
    if simulator.sessions.is_open(agent) {
        return Ok(());
    }
    clear_screen(simulator, agent)?;
    let status = simulator.instance.first_status();
    // Whoever is still in a call goes home without.
    let _ = simulator.live.command(Command::PickStatus { agent: agent.clone(), status, queued: false });
    simulator.live.command(Command::SignOut(agent.clone()))?;
    Ok(())
}

/// The switches as they were before a play.
#[derive(Debug)]
pub(super) struct Switches {
    faults: Vec<Fault>,
    skew_ms: i64,
    regions: Told,
    approved: Vec<Origin>,
}

impl Switches {
    /// As they are now.
    pub(super) fn of(simulator: &Simulator) -> Self {
        Self {
            faults: simulator.faults.list(),
            skew_ms: simulator.skew_ms(),
            regions: simulator.regions.told(),
            approved: simulator.approved().to_vec(),
        }
    }
}

/// Takes back what a play has ordered and has not come to taking back itself: its customers are gone, and what it switched
/// is as it was before.
pub(super) fn take_back(simulator: &Simulator, contacts: &[ContactId], traces: &Traces, before: Switches) {
    let Switches { faults, skew_ms, regions, approved } = before;
    if traces.switched.contains(&Switch::Faults) {
        simulator.order_faults(faults);
    }
    if traces.switched.contains(&Switch::Clock) {
        simulator.shift_clock(skew_ms);
    }
    if traces.switched.contains(&Switch::Region) {
        simulator.regions.restore(regions);
    }
    if traces.switched.contains(&Switch::ApprovedOrigins) {
        simulator.approve(approved);
    }
    if traces.traffic {
        simulator.traffic.stop();
    }
    for contact in contacts {
        // Most of them are over.
        let _ = simulator.live.command(Command::CustomerHangsUp(*contact));
    }
}
