//! What every database must do with settings.

use app::api::{DeskConfig, Feature, RoleFeatures, Settings};
use serde_json::Value;

use super::Store;
use crate::audit::{Actor, Deed};

fn settings(name: &str) -> Settings {
    let desk = DeskConfig { name: name.to_owned(), ..DeskConfig::default() };
    Settings { desk, features: RoleFeatures { agent: vec![Feature::History], ..RoleFeatures::default() } }
}

fn deed(who: &str) -> Deed {
    Actor { name: who.to_owned(), ..Actor::system() }.did("settings.saved", "settings")
}

pub(super) async fn settings_are_saved_in_versions(store: Store) {
    assert_eq!(store.settings().await.unwrap(), None);
    let first = store.save_settings(0, &settings("First"), &deed("account:anna")).await.unwrap().unwrap();
    assert_eq!((first.version, first.saved_by.as_str()), (1, "account:anna"));
    let second = store.save_settings(1, &settings("二番"), &deed("account:ben")).await.unwrap().unwrap();
    let newest = store.settings().await.unwrap().unwrap();
    assert_eq!((newest.version, newest.settings), (second.clone(), settings("二番")));
    let old = store.settings_version(1).await.unwrap().unwrap();
    assert_eq!((old.version, old.settings), (first.clone(), settings("First")));
    assert_eq!(store.settings_version(3).await.unwrap(), None);
    assert_eq!(store.settings_versions(None, 9).await.unwrap(), [second.clone(), first.clone()]);
    assert_eq!(store.settings_versions(None, 1).await.unwrap(), [second]);
    assert_eq!(store.settings_versions(Some(2), 9).await.unwrap(), [first]);
}

pub(super) async fn of_two_who_save_at_once_one_does(store: Store) {
    let tries = (0..8).map(|index| {
        let store = store.clone();
        tokio::spawn(async move {
            let name = index.to_string();
            store.save_settings(0, &settings(&name), &deed(&name)).await.unwrap().is_some()
        })
    });
    let mut saved = 0;
    for one in tries.collect::<Vec<_>>() {
        saved += i32::from(one.await.unwrap());
    }
    assert_eq!(saved, 1);
    assert_eq!(store.settings_versions(None, 9).await.unwrap().len(), 1);
    assert_eq!(store.save_settings(0, &settings("late"), &deed("late")).await.unwrap(), None);
    assert_eq!(store.save_settings(5, &settings("early"), &deed("early")).await.unwrap(), None);
    // What was not saved was not done.
    let audit = store.audit(&super::AuditFilter::default(), None, 99).await.unwrap();
    assert_eq!(audit.len(), 1);
}

fn did(who: &str, action: &'static str, target: &str) -> Deed {
    Actor {
        name: who.to_owned(),
        address: Some("192.0.2.7".parse().unwrap()),
        request_id: "0123456789abcdef".to_owned(),
    }
    .did(action, target)
}

pub(super) async fn deeds_are_found_by_who_what_and_when(store: Store) {
    let mut early = did("account:anna", "origin.added", "https://a.example");
    early.at = connect_streams::EpochMs::new(1_000);
    let mut late = did("account:ben", "settings.saved", "settings").from(&"old").to(&settings("新"));
    late.at = connect_streams::EpochMs::new(2_000);
    for deed in [&early, &late] {
        store.note(deed).await.unwrap();
    }
    let all = store.audit(&super::AuditFilter::default(), None, 9).await.unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!((all[0].actor.as_str(), all[0].action.as_str()), ("account:ben", "settings.saved"));
    assert_eq!((all[0].address.as_str(), all[0].request_id.as_str()), ("192.0.2.7", "0123456789abcdef"));
    assert_eq!(all[0].old, Some(Value::from("old")));
    assert_eq!(all[0].new.as_ref().unwrap()["desk"]["name"], "新");
    assert_eq!(all[1].new, None);
    let found = async |filter: super::AuditFilter| -> Vec<String> {
        let found = store.audit(&filter, None, 9).await.unwrap();
        found.into_iter().map(|entry| entry.target).collect()
    };
    let none = super::AuditFilter::default;
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        found(super::AuditFilter { actor: some("account:anna"), ..none() }).await,
        ["https://a.example"]
    );
    assert_eq!(found(super::AuditFilter { action: some("settings.saved"), ..none() }).await, ["settings"]);
    assert_eq!(found(super::AuditFilter { target: some("settings"), ..none() }).await, ["settings"]);
    assert_eq!(found(super::AuditFilter { since: Some(late.at), ..none() }).await, ["settings"]);
    assert_eq!(found(super::AuditFilter { until: Some(late.at), ..none() }).await, ["https://a.example"]);
    assert!(found(super::AuditFilter { actor: some("' OR 1=1 --"), ..none() }).await.is_empty());
    let rest = store.audit(&none(), Some(all[0].id), 9).await.unwrap();
    assert_eq!(rest, all[1..]);
}
