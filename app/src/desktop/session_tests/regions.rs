//! An agent who is moved to the instance of another region.

use super::*;

/// Data of the agent as the other region's instance has them.
fn in_the_west(name: &str) -> AgentData {
    let mut data = update(name);
    data.configuration.agent_arn =
        Some("arn:aws:connect:us-west-2:111122223333:instance/west/agent/0a".to_owned());
    data
}

/// The name of what is made safe, and at which instance it is: a contact's ID, a status and whether it is over.
fn told(effects: &[Effect]) -> Vec<(String, String)> {
    let told = |effect: &Effect| match effect {
        Effect::KeepItem(Item::Contact(record)) => Some((record.contact_id.clone(), record.instance.clone())),
        Effect::KeepItem(Item::Activity(record)) => {
            let over = if record.ended_at.is_some() { "over" } else { "now" };
            Some((format!("{} {over}", record.state), record.instance.clone()))
        }
        _ => None,
    };
    effects.iter().filter_map(told).collect()
}

#[test]
fn what_began_in_one_region_stays_there_and_what_begins_in_the_other_is_told_as_its() {
    let (mut session, east) = (leading(Remembered::default()), anna().place.instance);
    let of = |what: &str, instance: &str| (what.to_owned(), instance.to_owned());
    let status = update("idle").snapshot.state.name;
    assert_eq!(told(&happens(&mut session, "idle", 1)), [of(&format!("{status} now"), &east)]);
    let call = told(&happens(&mut session, "connecting", 2)).pop().unwrap();
    assert_eq!(call.1, east);

    // Nobody is spoken to any more; the agent is moved.
    let mut west = |name: &str, now| {
        let data = in_the_west(name);
        told(&comes_of(&mut session, Input::Ccp(CcpEvent::AgentUpdated(Box::new(data))), now))
    };
    let moved = west("idle", 10_000);
    for expected in [&call, &of(&format!("{status} now"), "west")] {
        assert!(moved.contains(expected), "{expected:?}: {moved:?}");
    }
    let over = moved.iter().find(|(what, _)| what.ends_with(" over")).unwrap();
    assert_eq!(over.1, east, "it ends where it began");
    assert_eq!(west("connecting", 20_000).pop().unwrap().1, "west");
}

#[test]
fn the_agent_is_told_of_the_way_to_the_other_region_until_they_work_there() {
    let mut session = leading(Remembered::default());
    happens(&mut session, "connected", 1);
    let (west, east) = ("us-west-2".to_owned(), "us-east-1".to_owned());
    let detected =
        |to: &String| CcpEvent::FailoverDetected(FailoverDetected { next_active_region: Some(to.clone()) });
    let pending = CcpEvent::FailoverPending(FailoverPending { next_active_region: Some(west.clone()) });
    let completed = CcpEvent::FailoverCompleted(FailoverCompleted {
        active_region: Some(west.clone()),
        active_ccp_url: None,
    });
    let mut idle = in_the_west("idle");
    idle.snapshot.state.kind = AgentStateType::Offline;
    let offline = CcpEvent::AgentUpdated(Box::new(idle));
    let waits = RegionMove::Waits(west.clone());
    for (event, expected) in [
        (detected(&west), RegionMove::Stays), // perhaps it is there at once
        (pending.clone(), waits.clone()),
        (detected(&west), waits.clone()),     // the same said again
        (detected(&east), RegionMove::Stays), // it does not go after all
        (pending, waits),
        (completed, RegionMove::Arrived(west.clone())),
        (offline, RegionMove::Arrived(west)),
        (CcpEvent::AgentUpdated(Box::new(in_the_west("idle"))), RegionMove::Stays),
    ] {
        comes_of(&mut session, Input::Ccp(event.clone()), 2);
        assert_eq!(session.view().region, expected, "{event:?}");
    }
    assert_eq!(comes_of(&mut session, Input::MoveNow, 3), [Effect::MoveNow]);
}
