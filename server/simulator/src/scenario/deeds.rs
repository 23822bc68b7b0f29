//! The deeds by name: which keys each has, and what they are read into.
//!
//! A deed that the control API knows takes the request's own keys; those that name a contact, and `as` and `within`,
//! are taken out before.

use std::collections::BTreeMap;

use super::ScenarioError;
use super::checks::{ALL, Known};
use super::deed::{Awaited, Deed, Habits, Name, State, What};
use super::file::Entry;
use crate::centre::{EpochMs, Username};
use crate::control::agent_action::{AgentAction, AgentVerb, WantedCall};
use crate::control::agents::WantedStatus;
use crate::control::contacts::Attributes;
use crate::control::new_contact::Wanted;
use crate::control::switches::ApprovedOrigins;
use crate::control::trouble::SocketLoss;
use crate::faults::Fault;
use crate::traffic::Traffic;

/// Everything that a step can be, in the order of the reference.
pub(super) const DEEDS: [&str; 25] = [
    "wait_for",
    "offer",
    "hangs_up",
    "line",
    "writes",
    "attributes",
    "number",
    "forget_number",
    "traffic",
    "ready",
    "works",
    "agent_does",
    "calls",
    "status",
    "signs_in",
    "signs_out",
    "softphone_fault",
    "sdk_event",
    "fault",
    "faults",
    "drop_sockets",
    "expire_tokens",
    "clock",
    "region",
    "approved_origins",
];

const PATIENCE_MS: i64 = 30_000;
/// A person takes longer than a program,
const PATIENCE_WITH_PEOPLE_MS: i64 = 120_000;
/// and longest to begin.
const PATIENCE_AT_FIRST_MS: i64 = 300_000;

type Result<T> = std::result::Result<T, ScenarioError>;

/// The deed of a step, and the name that it gives to its contact.
pub(super) fn read(mut step: Entry<'_>, known: &Known<'_>) -> Result<(Option<Name>, Deed)> {
    let keys: Vec<String> = step.keys().map(str::to_owned).collect();
    if let Some(strange) = keys.iter().find(|key| !DEEDS.contains(&key.as_str())) {
        return Err(step.wrong(strange, format!("there is no such deed; there are {}", DEEDS.join(", "))));
    }
    let [key] = keys.as_slice() else {
        let there = if keys.is_empty() { "none".to_owned() } else { keys.join(" and ") };
        let at = keys.get(1).map_or("deed", String::as_str);
        return Err(step.wrong(at, format!("a step has exactly one deed, and this one has {there}")));
    };
    match key.as_str() {
        "wait_for" => wait_for(step.table(key)?, known),
        "ready" | "works" | "agent_does" | "calls" | "status" | "signs_in" | "signs_out"
        | "softphone_fault" | "sdk_event" => agents_deed(step, key, known),
        "fault" | "faults" | "drop_sockets" | "expire_tokens" | "clock" | "region" | "approved_origins" => {
            trouble(step, key, known).map(|deed| (None, deed))
        }
        _ => worlds_deed(step, key, known),
    }
}

/// What customers and third parties do.
fn worlds_deed(mut step: Entry<'_>, key: &str, known: &Known<'_>) -> Result<(Option<Name>, Deed)> {
    let deed = match key {
        "offer" => {
            let mut offer = step.table(key)?;
            return Ok((offer.optional("as")?, self::offer(offer, known)?));
        }
        "hangs_up" => Deed::HangsUp(contact(&mut step, key, known)?),
        "line" => {
            let mut line = step.table(key)?;
            let contact = contact(&mut line, "contact", known)?;
            let who = line.optional("who")?.unwrap_or_else(|| "customer".to_owned());
            Deed::Line { contact, who, event: line.rest()? }
        }
        "writes" => {
            let mut message = step.table(key)?;
            let contact = contact(&mut message, "contact", known)?;
            if message.has("text") == message.has("event") {
                let problem = "say either what `text` is written or which `event` happens";
                return Err(message.wrong("text", problem));
            }
            message.default("from", "customer");
            Deed::Writes { contact, message: message.rest()? }
        }
        "attributes" => {
            let mut entry = step.table(key)?;
            let contact = contact(&mut entry, "contact", known)?;
            let set = entry.optional::<BTreeMap<String, String>>("set")?.unwrap_or_default();
            let remove = entry.optional::<Vec<String>>("remove")?.unwrap_or_default();
            entry.nothing_left("contact, set and remove")?;
            let set = set.into_iter().map(|(name, value)| (name, Some(value)));
            let attributes = set.chain(remove.into_iter().map(|name| (name, None))).collect();
            Deed::Attributes { contact, attributes: Attributes { attributes } }
        }
        "number" => {
            let mut entry = step.table(key)?;
            Deed::Number { number: entry.take("number")?, dialled: Some(entry.rest()?) }
        }
        "forget_number" => Deed::Number { number: step.take(key)?, dialled: None },
        _ => traffic(step, key, known)?,
    };
    Ok((None, deed))
}

/// `false` lets nobody come any more.
fn traffic(mut step: Entry<'_>, key: &str, known: &Known<'_>) -> Result<Deed> {
    if let Ok(false) = step.peek::<bool>(key).map(|goes_on| goes_on.unwrap_or(true)) {
        return Ok(Deed::Traffic(None));
    }
    let right = |traffic: &Traffic| known.traffic(traffic);
    Ok(Deed::Traffic(Some(Box::new(step.take_if(key, right)?))))
}

fn offer(mut offer: Entry<'_>, known: &Known<'_>) -> Result<Deed> {
    let monitors = optional_contact(&mut offer, "monitors", known)?;
    let related = optional_contact(&mut offer, "related_contact_id", known)?;
    offer.check("queue", |queue: &String| known.queue(queue))?;
    offer.check("agent", |agent| known.agent(agent))?;
    if monitors.is_some() && !offer.has("agent") {
        return Err(offer.wrong("agent", "say which `agent` monitors the contact"));
    }
    let whole = offer.wrong_altogether("");
    let wanted: Wanted = offer.rest()?;
    // What else a contact needs is the control API's to say, and it is asked before the play rather than in it.
    if monitors.is_none() {
        let made = wanted.clone().command(known.instance, EpochMs(0));
        made.map_err(|error| ScenarioError { problem: error.to_string(), ..whole })?;
    }
    Ok(Deed::Offer { wanted: Box::new(wanted), monitors, related })
}

fn agents_deed(mut step: Entry<'_>, key: &str, known: &Known<'_>) -> Result<(Option<Name>, Deed)> {
    let deed = match key {
        "ready" => Deed::Ready { agents: agents(&mut step, key, known)?, within_ms: PATIENCE_AT_FIRST_MS },
        "works" => {
            let mut entry = step.table(key)?;
            let agents = agents(&mut entry, "agents", known)?;
            let mut time = |key: &str, usual: i64| Ok(entry.duration(key)?.unwrap_or(usual));
            let habits = Habits {
                answer_ms: time("answer", 1_000)?,
                talk_ms: time("talk", 10_000)?,
                wrap_up_ms: time("wrap_up", 3_000)?,
            };
            entry.nothing_left("agents, answer, talk and wrap_up")?;
            Deed::Works { agents, habits }
        }
        "agent_does" => return agent_does(step.table(key)?, known),
        "calls" => {
            let mut entry = step.table(key)?;
            let name = entry.optional("as")?;
            let (agent, within_ms) = (agent(&mut entry, "agent", known)?, within(&mut entry)?);
            destination(&entry, known)?;
            entry.check("queue", |queue: &String| known.queue(queue))?;
            return Ok((name, Deed::Calls { agent, call: entry.rest::<WantedCall>()?, within_ms }));
        }
        "status" => {
            let mut entry = step.table(key)?;
            let (agent, within_ms) = (agent(&mut entry, "agent", known)?, within(&mut entry)?);
            entry.check("status", |status: &String| known.status(status))?;
            Deed::Status { agent, status: entry.rest::<WantedStatus>()?, within_ms }
        }
        "signs_in" => Deed::SignsIn { agent: agent(&mut step, key, known)?, within_ms: PATIENCE_AT_FIRST_MS },
        "signs_out" => Deed::SignsOut(agent(&mut step, key, known)?),
        "softphone_fault" => {
            let mut entry = step.table(key)?;
            Deed::SoftphoneFault { agent: agent(&mut entry, "agent", known)?, fault: entry.rest()? }
        }
        _ => {
            let mut entry = step.table(key)?;
            Deed::SdkEvent { agent: agent(&mut entry, "agent", known)?, event: entry.rest()? }
        }
    };
    Ok((None, deed))
}

fn agent_does(mut entry: Entry<'_>, known: &Known<'_>) -> Result<(Option<Name>, Deed)> {
    let name: Option<Name> = entry.optional("as")?;
    let contact = contact(&mut entry, "contact", known)?;
    let within_ms = within(&mut entry)?;
    entry.check("agent", |agent| known.agent(agent))?;
    destination(&entry, known)?;
    let goes_on = entry.peek::<AgentVerb>("action")?.is_some_and(AgentVerb::goes_somewhere);
    if goes_on && !entry.has("to") {
        return Err(entry.wrong("to", "say where to: a quick connect, an agent, a queue or a number"));
    }
    if name.is_some() && !goes_on {
        return Err(entry.wrong("action", "only `add` and `transfer` make a contact that can be named"));
    }
    let action: AgentAction = entry.rest()?;
    Ok((name, Deed::AgentDoes { contact, action, within_ms }))
}

fn trouble(mut step: Entry<'_>, key: &str, known: &Known<'_>) -> Result<Deed> {
    Ok(match key {
        "fault" => Deed::Fault(step.take_if(key, |fault: &Fault| known.fault(fault))?),
        "faults" => {
            let right = |faults: &Vec<Fault>| faults.iter().try_for_each(|fault| known.fault(fault));
            Deed::Faults(step.take_if(key, right)?)
        }
        "drop_sockets" => {
            let right = |loss: &SocketLoss| known.agents(loss.agents.as_deref().unwrap_or_default());
            Deed::DropSockets(step.take_if(key, right)?)
        }
        "expire_tokens" => Deed::ExpireTokens(agent(&mut step, key, known)?),
        "clock" => Deed::Clock(step.table(key)?.rest()?),
        "region" => {
            let entry = step.table(key)?;
            entry.check("agent", |agent| known.agent(agent))?;
            Deed::Region(entry.rest()?)
        }
        _ => Deed::ApprovedOrigins(ApprovedOrigins { origins: step.take(key)? }),
    })
}

fn wait_for(mut entry: Entry<'_>, known: &Known<'_>) -> Result<(Option<Name>, Deed)> {
    let name: Option<Name> = entry.optional("as")?;
    let within_ms = entry.duration("within")?.unwrap_or(PATIENCE_MS);
    let all = entry.peek::<String>("contact")?.as_deref() == Some(ALL);
    let contact =
        if all { entry.optional("contact")? } else { optional_contact(&mut entry, "contact", known)? };
    let follows = optional_contact(&mut entry, "follows", known)?;
    let agent = entry.optional_if("agent", |agent| known.agent(agent))?;
    let whole = entry.wrong_altogether("");
    let state: Option<State> = entry.optional("state")?;
    let status: Option<String> = entry.optional_if("status", |status: &String| known.state(status))?;
    let signed_in: Option<bool> = entry.optional("signed_in")?;
    entry.nothing_left("contact, follows, agent, state, status, signed_in, within and as")?;
    let of_agent = status.is_some() || signed_in.is_some();
    let may_be_named = contact.is_none() && state.is_some();
    let what = match (contact, agent, state) {
        (Some(_), None, Some(state)) if all && !of_agent && follows.is_none() => What::All(state),
        (Some(contact), agent, state)
            if !all && !of_agent && follows.is_none() && (agent.is_some() || state.is_some()) =>
        {
            What::Contact { contact, agent, state }
        }
        (None, Some(agent), Some(state)) if !of_agent => What::ContactOf { agent, state, follows },
        (None, Some(agent), None) if of_agent && follows.is_none() => {
            What::Agent { agent, status, signed_in }
        }
        _ => {
            let problem = "wait for a `contact` in a `state` or with an `agent`, for an `agent` who has a contact \
                           in a `state`, or for an `agent` to be in a `status` or `signed_in`";
            return Err(ScenarioError { problem: problem.to_owned(), ..whole });
        }
    };
    if name.is_some() && !may_be_named {
        let problem =
            "`as` names the contact that an agent is found to have; this one has a name, or is none";
        return Err(ScenarioError { problem: problem.to_owned(), ..whole });
    }
    Ok((name, Deed::WaitFor(Awaited { what, within_ms })))
}

fn contact(entry: &mut Entry<'_>, key: &str, known: &Known<'_>) -> Result<Name> {
    entry.take_if(key, |name: &Name| known.contact(name))
}

fn optional_contact(entry: &mut Entry<'_>, key: &str, known: &Known<'_>) -> Result<Option<Name>> {
    entry.optional_if(key, |name: &Name| known.contact(name))
}

fn agent(entry: &mut Entry<'_>, key: &str, known: &Known<'_>) -> Result<Username> {
    entry.take_if(key, |agent| known.agent(agent))
}

fn agents(entry: &mut Entry<'_>, key: &str, known: &Known<'_>) -> Result<Vec<Username>> {
    entry.take_if(key, |agents: &Vec<Username>| known.agents(agents))
}

fn within(entry: &mut Entry<'_>) -> Result<i64> {
    Ok(entry.duration("within")?.unwrap_or(PATIENCE_WITH_PEOPLE_MS))
}

fn destination(entry: &Entry<'_>, known: &Known<'_>) -> Result<()> {
    entry.check("to", |to: &String| known.destination(to))
}
