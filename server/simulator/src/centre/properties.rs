//! What holds whatever anybody does, in whatever order and at whatever time.

use proptest::prelude::*;

use super::contact::{ConnectionState, Party};
use super::*;
use crate::instance::Instance;

/// A command that is meant to be possible more often than not: it points at what is there.
#[derive(Debug, Clone)]
enum Wish {
    Sign { agent: usize, on: bool },
    Pick { agent: usize, status: usize, queued: bool },
    Offer { agent: usize, identity: u128 },
    HangUp { contact: usize },
    Act { agent: usize, contact: usize, line: usize, kind: u8 },
}

const AGENTS: [&str; 3] = ["anna", "ben", "nobody"];
const STATUSES: [&str; 3] = ["Available", "Lunch", "Offline"];

fn wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        1 => (0..3usize, prop::bool::weighted(0.8)).prop_map(|(agent, on)| Wish::Sign { agent, on }),
        3 => (0..3usize, prop::sample::select(vec![0, 0, 0, 1, 2]), any::<bool>())
            .prop_map(|(agent, status, queued)| Wish::Pick { agent, status, queued }),
        // Few identities, so that some are offered twice.
        4 => (0..3usize, 1..40u128).prop_map(|(agent, identity)| Wish::Offer { agent, identity }),
        2 => (0..4usize).prop_map(|contact| Wish::HangUp { contact }),
        10 => (0..2usize, 0..4usize, 0..3usize, 0..8u8)
            .prop_map(|(agent, contact, line, kind)| Wish::Act { agent, contact, line, kind }),
    ]
}

fn command(centre: &Centre, wish: &Wish) -> Command {
    let agent = |index: usize| Username::new(AGENTS[index]);
    let contact = |index: usize| {
        centre.contacts().get(index).map_or(ContactId(Uuid::from_u128(7)), |contact| contact.id)
    };
    match *wish {
        Wish::Sign { agent: index, on: true } => Command::SignIn(agent(index)),
        Wish::Sign { agent: index, on: false } => Command::SignOut(agent(index)),
        Wish::Pick { agent: index, status, queued } => {
            let status = centre.instance().find_status(None, Some(STATUSES[status])).unwrap();
            Command::PickStatus { agent: agent(index), status, queued }
        }
        Wish::Offer { agent: index, identity } => Command::Offer(Offer {
            contact: ContactId(Uuid::from_u128(identity * 10)),
            agent_connection: ConnectionId(Uuid::from_u128(identity * 10 + 1)),
            customer_connection: ConnectionId(Uuid::from_u128(identity * 10 + 2)),
            agent: agent(index),
            queue: centre.instance().queue_named("Support").unwrap(),
            customer: PhoneNumber::parse("+12065550100").unwrap(),
        }),
        Wish::HangUp { contact: index } => Command::CustomerHangsUp(contact(index)),
        Wish::Act { agent: index, contact: which, line, kind } => {
            let contact = contact(which);
            let line = centre.contact(contact).ok().and_then(|contact| contact.connections.get(line));
            let line = line.map_or(ConnectionId(Uuid::from_u128(8)), |line| line.id);
            let action = match kind {
                0 => Action::Accept,
                1 => Action::Reject,
                2 => Action::Clear,
                3 => Action::Hold(line),
                4 => Action::Resume(line),
                5 => Action::Mute(line),
                6 => Action::Unmute(line),
                _ => Action::Disconnect(line),
            };
            Command::Act { agent: agent(index), contact, action }
        }
    }
}

fn check(centre: &Centre) {
    let mut identities = HashSet::new();
    for contact in centre.contacts() {
        for id in std::iter::once(contact.id.0).chain(contact.connections.iter().map(|line| line.id.0)) {
            assert!(identities.insert(id), "identity {id} twice");
        }
        let times = [
            Some(contact.queued_at),
            Some(contact.offered_at),
            contact.accepted_at,
            contact.connected_at,
            contact.ended_at,
            contact.cleared_at,
        ];
        assert!(times.iter().flatten().is_sorted(), "{contact:?}");
        let live_line = contact.connections.iter().any(|line| line.state != ConnectionState::Disconnected);
        assert_eq!(live_line, contact.is_live(), "{contact:?}");
        assert_eq!(contact.ended_at.is_none(), contact.is_live(), "{contact:?}");
        assert!(contact.cleared_at.is_none() || !contact.is_live(), "{contact:?}");
        let parties: Vec<_> = contact.connections.iter().map(|line| line.party).collect();
        assert_eq!(parties, [Party::Agent, Party::Customer]);
        let listed = centre.agent(&contact.agent).unwrap().contacts.contains(&contact.id);
        assert_eq!(listed, contact.cleared_at.is_none(), "an agent sees what is not cleared");
    }
    for (name, agent) in &centre.agents {
        assert!(agent.contacts.len() <= 1, "{name} has more than one voice contact");
        let live = agent.contacts.iter().any(|id| centre.contact(*id).unwrap().is_live());
        assert_eq!(live, matches!(agent.activity, Activity::Pending | Activity::Busy), "{name}: {agent:?}");
        assert!(agent.next.is_none() || !agent.contacts.is_empty(), "{name} queues a status for nothing");
        assert!(agent.since <= centre.now());
    }
}

proptest! {
    #[test]
    fn the_centre_is_sound_whatever_happens(
        steps in prop::collection::vec((wish(), prop::sample::select(vec![0, 0, 1, 150, 900, 7_000, 25_000, -500])), 1..120)
    ) {
        let mut clock = EpochMs(1_700_000_000_000);
        let mut centre = Centre::new(Arc::new(Instance::built_in().unwrap()), clock);
        for (wish, pause) in steps {
            clock = clock.plus(pause);
            centre.advance(clock);
            check(&centre);
            let before = centre.clone();
            let told = |centre: &Centre| -> Vec<u64> { centre.agents.values().map(|agent| agent.version).collect() };
            match centre.apply(command(&centre, &wish)) {
                Err(_) => prop_assert_eq!(&centre, &before, "a refused command changes nothing"),
                Ok(changed) => {
                    prop_assert_ne!(told(&centre), told(&before));
                    for (name, agent) in &centre.agents {
                        let told = changed.contains(name);
                        prop_assert!(told || *agent == before.agents[name], "{} changed unheard", name);
                    }
                }
            }
            check(&centre);
        }
    }
}
