//! Records that stay in this browser because there is no server: they are listed from here.

use connect_streams::EpochMs;

use super::{Item, Vault};
use crate::{
    api::{ContactRecord, RecordList},
    sorted::sorted,
};

/// An agent's contacts since a moment, newest first.
pub(super) async fn list_kept(login: &str, since: EpochMs) -> RecordList {
    let records = contacts_of(Vault::open().await.recall().await.records, login, since);
    RecordList { records, ..RecordList::default() }
}

fn contacts_of(items: Vec<Item>, login: &str, since: EpochMs) -> Vec<ContactRecord> {
    let contact = |item| match item {
        Item::Contact(record) => Some(*record),
        Item::Activity(_) => None,
    };
    let wanted = |record: &ContactRecord| record.agent == login && record.started_at() >= Some(since);
    let records = items.into_iter().filter_map(contact).filter(wanted).collect();
    sorted(records, &|one: &ContactRecord, other| other.started_at().cmp(&one.started_at()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agents_own_contacts_of_the_day_are_listed_newest_first() {
        let contact = |contact_id: &str, agent: &str, at| {
            Item::Contact(Box::new(ContactRecord {
                contact_id: contact_id.to_owned(),
                agent: agent.to_owned(),
                offered_at: Some(EpochMs::new(at)),
                ..record()
            }))
        };
        let items = vec![
            contact("a", "anna", 20),
            contact("b", "ben", 30),
            contact("c", "anna", 40),
            contact("d", "anna", 5),
        ];
        let listed = contacts_of(items, "anna", EpochMs::new(10));
        assert_eq!(listed.iter().map(|one| one.contact_id.as_str()).collect::<Vec<_>>(), ["c", "a"]);
    }

    fn record() -> ContactRecord {
        serde_json::from_str(include_str!("../../tests/record.json")).unwrap()
    }
}
