//! What shows that a person has done what a step says, when the play waits for them instead of doing it.

use super::awaited::{Names, Seen, contact_is};
use super::deed::Deed;
use crate::centre::{
    Centre, Connection, ConnectionState, Contact, ContactState, Initiation, MonitorMode, Party, Username,
};
use crate::control::agent_action::{AgentAction, AgentVerb};
use crate::instance::StatusKind;

/// How things were when the step began.
#[derive(Debug, Clone, Default)]
pub(super) struct Before {
    /// Contacts are numbered as they come.
    newest: u64,
    contact: Option<Contact>,
}

impl Before {
    pub(super) fn of(deed: &Deed, centre: &Centre, names: &Names) -> Self {
        let contact = match deed {
            Deed::AgentDoes { contact, .. } => {
                names.get(contact).and_then(|id| centre.contact(*id).ok()).cloned()
            }
            _ => None,
        };
        Self { newest: newest(centre), contact }
    }

    fn lines(&self) -> &[Connection] {
        self.contact.as_ref().map_or(&[], |contact| &contact.connections)
    }
}

fn newest(centre: &Centre) -> u64 {
    centre.contacts().next().map_or(0, |contact| contact.number)
}

/// Looks whether `agent` has done it.
pub(super) fn look(deed: &Deed, agent: &Username, before: &Before, centre: &Centre, names: &Names) -> Seen {
    let Ok(shown) = centre.agent(agent) else { return Seen::NotYet };
    let instance = centre.instance();
    match deed {
        Deed::SignsIn { .. } => shown.signed_in.into(),
        Deed::Ready { .. } => {
            let state = shown.shown(instance);
            (shown.signed_in && state.kind == StatusKind::Routable.as_str()).into()
        }
        Deed::Status { status, .. } => {
            let wanted = instance.find_status(None, Some(&status.status));
            (wanted == Some(shown.status) || wanted == shown.next).into()
        }
        Deed::Calls { .. } => {
            let called = |contact: &&Contact| {
                contact.initiation == Initiation::Outbound && contact.agent.as_ref() == Some(agent)
            };
            let since = centre.contacts().take_while(|contact| contact.number > before.newest);
            since.into_iter().find(called).map_or(Seen::NotYet, |contact| Seen::Yes(Some(contact.id)))
        }
        Deed::AgentDoes { contact, action, .. } => {
            action_is_done(contact, action, agent, before, centre, names)
        }
        _ => Seen::Yes(None),
    }
}

fn action_is_done(
    name: &str,
    action: &AgentAction,
    agent: &Username,
    before: &Before,
    centre: &Centre,
    names: &Names,
) -> Seen {
    let is = |fits: &dyn Fn(&Contact) -> bool| contact_is(name, centre, names, fits, true);
    let theirs = |contact: &Contact| contact.agent.as_ref() == Some(agent);
    match action.action {
        AgentVerb::Accept => match is(&|contact| theirs(contact) && contact.accepted_at.is_some()) {
            // It is with somebody else now, or waits for somebody else.
            Seen::NotYet if has_let_it_go(name, agent, centre, names) => {
                Seen::Never(format!("the contact `{name}` was not accepted"))
            }
            seen => seen,
        },
        AgentVerb::Reject => is(&|contact| theirs(contact) && contact.state == ContactState::Rejected),
        AgentVerb::HangUp => is(&|contact| contact.state.is_over()),
        AgentVerb::Hold => is(&Contact::is_on_hold),
        AgentVerb::Resume => is(&|contact| !contact.is_on_hold()),
        AgentVerb::Mute => is(&Contact::is_muted),
        AgentVerb::Unmute => is(&|contact| !contact.is_muted()),
        AgentVerb::Add => {
            named(is(&|contact| count(contact, Party::Third) > count_in(before.lines())), || {
                next_leg(name, before, centre, names)
            })
        }
        AgentVerb::Transfer => {
            named(is(&|contact| contact.state.is_over()), || next_leg(name, before, centre, names))
        }
        AgentVerb::Swap => is(&|contact| {
            let held = before.lines().iter().filter(|line| line.state == ConnectionState::Hold);
            held.into_iter().any(|held| state_of(contact, held) == Some(ConnectionState::Connected))
        }),
        AgentVerb::Conference => is(&|contact| !contact.is_on_hold()),
        AgentVerb::DropThirdParty => is(&|contact| {
            let third = before.lines().iter().rev().find(|line| line.party == Party::Third);
            third.is_some_and(|third| state_of(contact, third) == Some(ConnectionState::Disconnected))
        }),
        AgentVerb::SendDigits => is(&|contact| {
            let pressed = |lines: &[Connection]| lines.iter().map(|line| line.digits.len()).sum::<usize>();
            pressed(&contact.connections) > pressed(before.lines())
        }),
        AgentVerb::Pause => is(&|contact| contact.state == ContactState::Paused),
        AgentVerb::Continue => is(&|contact| contact.state == ContactState::Connected),
        AgentVerb::Listen => is(&|contact| mode(contact) == Some(MonitorMode::SilentMonitor)),
        AgentVerb::BargeIn => is(&|contact| mode(contact) == Some(MonitorMode::Barge)),
        AgentVerb::Clear => {
            let on_screen = centre.agent(agent).is_ok_and(|agent| {
                let id = names.get(name);
                agent.contacts.iter().any(|other| Some(other) == id)
                    || agent.leftovers.iter().any(|left| Some(&left.id) == id)
            });
            (!on_screen).into()
        }
    }
}

/// What was seen, with the contact that came of it.
fn named(seen: Seen, contact: impl FnOnce() -> Option<crate::centre::ContactId>) -> Seen {
    if let Seen::Yes(_) = seen { Seen::Yes(contact()) } else { seen }
}

/// The contact that somebody got through a transfer since the step began.
fn next_leg(name: &str, before: &Before, centre: &Centre, names: &Names) -> Option<crate::centre::ContactId> {
    let from = names.get(name)?;
    let mut since = centre.contacts().take_while(|contact| contact.number > before.newest);
    since.find(|contact| contact.lineage.previous == Some(*from)).map(|contact| contact.id)
}

fn has_let_it_go(name: &str, agent: &Username, centre: &Centre, names: &Names) -> bool {
    let left =
        centre.agent(agent).map(|agent| agent.leftovers.iter().map(|left| left.id).collect::<Vec<_>>());
    names.get(name).is_some_and(|id| left.is_ok_and(|left| left.contains(id)))
}

fn count(contact: &Contact, party: Party) -> usize {
    contact.connections.iter().filter(|line| line.party == party).count()
}

fn count_in(lines: &[Connection]) -> usize {
    lines.iter().filter(|line| line.party == Party::Third).count()
}

fn state_of(contact: &Contact, line: &Connection) -> Option<ConnectionState> {
    contact.line(line.id).ok().map(|line| line.state)
}

fn mode(contact: &Contact) -> Option<MonitorMode> {
    contact.monitoring.map(|monitoring| monitoring.mode)
}
