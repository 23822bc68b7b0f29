//! What holds whatever anybody does, in whatever order and at whatever time.

use std::collections::HashMap;

use proptest::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::agent::Activity;
use super::connection::Party;
use super::contact::{ContactState, Details};
use super::*;
use crate::instance::{DialOutcome, Instance, Medium};

/// A command that is meant to be possible more often than not: it points at what is there.
#[derive(Debug, Clone)]
enum Wish {
    Sign { agent: usize, on: bool },
    Pick { agent: usize, status: usize, queued: bool },
    Arrive { channel: usize, pinned: Option<usize>, own: bool, auto_accept: bool, later: bool },
    Dial { agent: usize, to: usize },
    Monitor { agent: usize, contact: usize },
    HangUp { contact: usize },
    Party { contact: usize, line: usize, event: usize },
    Expect { to: usize, outcome: Option<usize> },
    Act { contact: usize, line: usize, kind: u8, to: usize, stranger: bool },
}

const AGENTS: [&str; 4] = ["anna", "ben", "chie", "nobody"];
const STATUSES: [&str; 3] = ["Available", "Lunch", "Offline"];
const CHANNELS: [Channel; 5] =
    [Channel::Voice, Channel::QueueCallback, Channel::Chat, Channel::Task, Channel::Email];
const EVENTS: [PartyEvent; 6] = [
    PartyEvent::Answer,
    PartyEvent::Busy,
    PartyEvent::NoAnswer,
    PartyEvent::Invalid,
    PartyEvent::Failed,
    PartyEvent::HangUp,
];

fn wish() -> impl Strategy<Value = Wish> {
    let many = 0..6usize;
    prop_oneof![
        2 => (0..4usize, prop::bool::weighted(0.85)).prop_map(|(agent, on)| Wish::Sign { agent, on }),
        4 => (0..4usize, prop::sample::select(vec![0, 0, 0, 1, 2]), any::<bool>())
            .prop_map(|(agent, status, queued)| Wish::Pick { agent, status, queued }),
        8 => (0..5usize, prop::option::of(0..4usize), any::<bool>(), prop::bool::weighted(0.2), prop::bool::weighted(0.1))
            .prop_map(|(channel, pinned, own, auto_accept, later)| Wish::Arrive { channel, pinned, own, auto_accept, later }),
        2 => (0..4usize, 0..5usize).prop_map(|(agent, to)| Wish::Dial { agent, to }),
        1 => (0..4usize, many.clone()).prop_map(|(agent, contact)| Wish::Monitor { agent, contact }),
        2 => many.clone().prop_map(|contact| Wish::HangUp { contact }),
        2 => (many.clone(), 0..4usize, 0..6usize).prop_map(|(contact, line, event)| Wish::Party { contact, line, event }),
        1 => (0..2usize, prop::option::of(0..6usize)).prop_map(|(to, outcome)| Wish::Expect { to, outcome }),
        24 => (many, 0..4usize, 0..20u8, 0..5usize, prop::bool::weighted(0.05))
            .prop_map(|(contact, line, kind, to, stranger)| Wish::Act { contact, line, kind, to, stranger }),
    ]
}

fn agent(index: usize) -> Username {
    Username::new(AGENTS[index])
}

fn destination(centre: &Centre, to: usize) -> Destination {
    let phone = |number: &str| Endpoint::Phone(PhoneNumber::parse(number).unwrap());
    let endpoint = match to {
        0 => phone("+12065550123"),
        1 => phone("+12065550486"),
        2 => Endpoint::Agent(agent(0)),
        3 => Endpoint::Agent(agent(1)),
        _ => Endpoint::Queue(centre.instance().queue_named("Support").unwrap()),
    };
    Destination { endpoint, quick_connect: None }
}

fn new_contact(centre: &Centre, wish: &Wish) -> NewContact {
    let Wish::Arrive { channel, pinned, own, auto_accept, later } = *wish else { unreachable!() };
    let channel = CHANNELS[channel];
    let details = Details {
        scheduled_at: later.then(|| centre.now().plus(5_000)),
        customer: (channel.medium() == Medium::Voice).then(|| destination(centre, 0).endpoint),
        multi_party: own,
        ..Details::of(channel)
    };
    let support = centre.instance().queue_named("Support").unwrap();
    let queue = if own { QueueKey::Own(agent(0)) } else { QueueKey::Standard(support) };
    NewContact { agent: pinned.map(agent), auto_accept, ..NewContact::of(channel, queue, details) }
}

fn command(centre: &Centre, wish: &Wish) -> Command {
    let contact = |index: usize| {
        let found = centre.contacts().filter(|contact| contact.cleared_at.is_none()).nth(index);
        found.map_or(ContactId(Uuid::from_u128(7)), |contact| contact.id)
    };
    let line_of = |contact: ContactId, line: usize| {
        let line = centre.contact(contact).ok().and_then(|contact| contact.connections.get(line));
        line.map_or(ConnectionId(Uuid::from_u128(8)), |line| line.id)
    };
    match *wish {
        Wish::Sign { agent: index, on: true } => Command::SignIn(agent(index)),
        Wish::Sign { agent: index, on: false } => Command::SignOut(agent(index)),
        Wish::Pick { agent: index, status, queued } => {
            let status = centre.instance().find_status(None, Some(STATUSES[status])).unwrap();
            Command::PickStatus { agent: agent(index), status, queued }
        }
        Wish::Arrive { .. } => new_contact(centre, wish).into(),
        Wish::Dial { agent: index, to } => {
            Command::Dial { agent: agent(index), to: destination(centre, to), queue: None, related: None }
        }
        Wish::Monitor { agent: index, contact: which } => {
            Command::Monitor { agent: agent(index), contact: contact(which), auto_accept: true }
        }
        Wish::HangUp { contact: index } => Command::CustomerHangsUp(contact(index)),
        Wish::Party { contact: which, line, event } => {
            let contact = contact(which);
            Command::PartyDoes { contact, connection: line_of(contact, line), event: EVENTS[event] }
        }
        Wish::Expect { to, outcome } => {
            let Endpoint::Phone(number) = destination(centre, to).endpoint else { unreachable!() };
            let outcomes = [
                DialOutcome::Answer,
                DialOutcome::Busy,
                DialOutcome::NoAnswer,
                DialOutcome::Invalid,
                DialOutcome::Failed,
                DialOutcome::Ring,
            ];
            let dialled = outcome.map(|outcome| Dialled { outcome: outcomes[outcome], after_ms: 1_000 });
            Command::Expect { number, dialled }
        }
        Wish::Act { contact: which, line, kind, to, stranger } => {
            let contact = contact(which);
            let line = line_of(contact, line);
            let to = destination(centre, to);
            let action = match kind {
                0..=4 => Action::Accept,
                5 => Action::Reject,
                6 | 7 => Action::Clear,
                8 => Action::Hold(line),
                9 => Action::Resume(line),
                10 => Action::Mute(line),
                11 => Action::Unmute(line),
                12 => Action::Disconnect(line),
                13 | 14 => Action::AddParty(to),
                15 => Action::Toggle(line),
                16 => Action::Conference,
                17 => Action::Transfer(to),
                18 => Action::Pause,
                _ => Action::SetMonitorMode(if line.0.as_u128() % 2 == 0 {
                    MonitorMode::Barge
                } else {
                    MonitorMode::SilentMonitor
                }),
            };
            let owner = centre.contact(contact).ok().and_then(|contact| contact.agent.clone());
            let agent = owner.filter(|_| !stranger).unwrap_or_else(|| agent(2));
            Command::Act { agent, contact, action }
        }
    }
}

/// Which contact an identity was given to, by the order in which contacts came, for as long as the test runs.
pub(crate) type Owners = HashMap<Uuid, u64>;

/// What holds at every moment: an agent has no more contacts than room, no connection outlives its contact, no identity
/// is given twice, and so on. That every contact has an end is for the property test to see.
pub(crate) fn check(centre: &Centre, owners: &mut Owners) {
    for contact in centre.contacts() {
        for id in std::iter::once(contact.id.0).chain(contact.connections.iter().map(|line| line.id.0)) {
            assert_eq!(*owners.entry(id).or_insert(contact.number), contact.number, "identity {id} twice");
        }
        check_contact(centre, contact);
    }
    let queued = centre.contacts().filter(|contact| contact.state == ContactState::Queued).count();
    assert_eq!(centre.waiting().values().sum::<usize>(), queued);
    for (name, agent) in &centre.agents {
        check_agent(centre, name, agent);
    }
    assert!(centre.touched.is_empty());
    assert!(centre.agents.keys().all(|name| centre.next_for(name).is_none()), "somebody waits for nothing");
}

fn check_contact(centre: &Centre, contact: &Contact) {
    let times = [
        Some(contact.created_at),
        Some(contact.queued_at),
        contact.offered_at,
        contact.accepted_at,
        contact.connected_at,
        contact.ended_at,
        contact.cleared_at,
    ];
    assert!(times.iter().flatten().is_sorted(), "{contact:?}");
    assert!(contact.connections.iter().all(|line| line.since <= centre.now()), "{contact:?}");
    assert_eq!(contact.ended_at.is_some(), contact.state.is_over(), "{contact:?}");
    assert!(contact.cleared_at.is_none() || contact.state.is_over(), "{contact:?}");
    let active: Vec<_> = contact.connections.iter().filter(|line| line.is_active()).collect();
    if contact.is_live() {
        assert!(active.iter().any(|line| line.party == Party::Agent), "{contact:?}");
        let alone = contact.channel.has_customer_line() && contact.monitoring.is_none();
        assert!(!alone || contact.others().next().is_some(), "nobody is left: {contact:?}");
    } else {
        assert!(active.is_empty(), "a connection outlives its contact: {contact:?}");
    }
    // Who is linked is linked from both ends, and to what is still going on.
    for line in &contact.connections {
        if let Some(leg) = line.leg {
            let leg = centre.contact(leg).unwrap();
            assert_eq!(leg.upstream, Some((contact.id, line.id)));
            assert!(!leg.state.is_over() && line.is_active(), "{contact:?}");
        }
    }
    if let Some((other, line)) = contact.upstream {
        assert_eq!(centre.contact(other).unwrap().line(line).unwrap().leg, Some(contact.id));
        assert!(!contact.state.is_over());
    }
    let listed =
        contact.agent.as_ref().is_some_and(|name| centre.agent(name).unwrap().contacts.contains(&contact.id));
    assert_eq!(
        listed,
        contact.agent.is_some() && contact.cleared_at.is_none(),
        "an agent sees what is not cleared"
    );
}

fn check_agent(centre: &Centre, name: &Username, agent: &Agent) {
    let profile = centre.instance().profile_of(centre.instance().agent(name).unwrap());
    let contacts: Vec<_> = agent.contacts.iter().map(|id| centre.contact(*id).unwrap()).collect();
    for medium in Medium::ALL {
        let taken = contacts.iter().copied().chain(&agent.leftovers);
        let taken = taken.filter(|contact| contact.channel.medium() == medium).count();
        assert!(taken <= profile.room(medium), "{name} has more {medium:?} contacts than room");
    }
    assert!(contacts.iter().all(|contact| contact.agent.as_ref() == Some(name)));
    let talks = contacts.iter().any(|contact| contact.is_live() && contact.channel.medium() == Medium::Voice);
    let busy = matches!(
        agent.activity,
        Activity::Pending | Activity::CallbackOffered | Activity::CallingCustomer | Activity::Busy
    );
    assert_eq!(talks, busy, "{name}: {agent:?}");
    let nothing = agent.contacts.is_empty() && agent.leftovers.is_empty();
    assert!(agent.next.is_none() || !nothing, "{name} queues a status for nothing");
    assert!(agent.since <= centre.now());
}

fn seen(centre: &Centre, name: &Username) -> Value {
    let mut snapshot = centre.snapshot(name, 0).unwrap();
    snapshot["snapshotTimestamp"] = Value::Null;
    snapshot
}

proptest! {
    #![proptest_config(ProptestConfig { ..ProptestConfig::with_cases(96) })]

    #[test]
    fn the_centre_is_sound_whatever_happens(
        steps in prop::collection::vec(
            (wish(), prop::sample::select(vec![0, 0, 0, 1, 150, 900, 2_500, 7_000, 25_000, 700_000, -500])),
            1..150,
        )
    ) {
        let mut clock = EpochMs(1_700_000_000_000);
        let mut centre = Centre::new(Arc::new(Instance::built_in().unwrap()), clock, 1);
        for name in ["anna", "ben", "chie"] {
            centre.apply(Command::SignIn(Username::new(name))).unwrap();
            let status = centre.instance().find_status(None, Some("Available")).unwrap();
            centre.apply(Command::PickStatus { agent: Username::new(name), status, queued: false }).unwrap();
        }
        let mut owners = Owners::new();
        for (wish, pause) in steps {
            clock = clock.plus(pause);
            centre.advance(clock);
            check(&centre, &mut owners);
            let before = centre.clone();
            match centre.apply(command(&centre, &wish)) {
                Err(_) => prop_assert_eq!(&centre, &before, "a refused command changes nothing"),
                Ok(done) => {
                    for name in centre.agents.keys() {
                        let unheard = !done.changed.contains(name);
                        prop_assert!(!unheard || seen(&centre, name) == seen(&before, name), "{} changed unheard", name);
                        prop_assert_eq!(unheard, centre.agents[name].version == before.agents[name].version);
                    }
                }
            }
            check(&centre, &mut owners);
        }
        // Every contact has an end: when all customers have gone, nothing goes on.
        let open: Vec<_> = centre.contacts().map(|contact| contact.id).collect();
        for id in open {
            let _ = centre.apply(Command::CustomerHangsUp(id));
        }
        for name in ["anna", "ben", "chie"] {
            let live: Vec<_> = centre.contacts_of(&Username::new(name)).unwrap().filter(|contact| contact.is_live())
                .map(|contact| (contact.id, contact.connections[0].id)).collect();
            for (contact, line) in live {
                let _ = centre.apply(Command::Act { agent: Username::new(name), contact, action: Action::Disconnect(line) });
            }
        }
        check(&centre, &mut owners);
        prop_assert!(centre.contacts().all(|contact| contact.state.is_over()), "{:?}", centre.contacts().find(|contact| !contact.state.is_over()));
    }
}
