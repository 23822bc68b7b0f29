//! What every database must do for people for whom a provider vouches.

use app::api::Role;
use connect_streams::EpochMs;
use rstest::rstest;

use super::*;
use crate::{
    audit::Actor,
    auth::{AccountName, Profile},
};

#[derive(Clone, Copy)]
enum Kind {
    Sqlite,
    Postgres,
}

/// A database of its own, in a folder that goes with the test.
async fn scratch(kind: Kind) -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = match kind {
        Kind::Sqlite => format!("sqlite://{}", folder.path().join("test.db").display()),
        Kind::Postgres => postgres_of_tests().await,
    };
    (open(&url).await.unwrap(), folder)
}

fn person(subject: &str, name: &str, role: Role) -> NewAccount {
    let name = AccountName::parse(name).unwrap();
    NewAccount {
        id: format!("id-of-{subject}"),
        profile: Profile::new(&name, "Anna", "anna", "", role.as_str()).unwrap(),
        name,
        password: None,
        provider: Some(("https://login.example.com".to_owned(), subject.to_owned())),
        created_at: EpochMs::new(1_000),
    }
}

fn actor() -> Actor {
    Actor::system()
}

#[rstest]
#[tokio::test]
async fn a_sign_in_is_finished_once(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let (store, _folder) = scratch(kind).await;
    let [begun, other] = [[1; 32], [2; 32]];
    store.begin_sign_in(&begun, "/history", EpochMs::new(2_000), EpochMs::new(1_000)).await.unwrap();
    assert_eq!(store.finish_sign_in(&other, EpochMs::new(1_500)).await.unwrap(), None);
    let finished = store.finish_sign_in(&begun, EpochMs::new(1_500)).await.unwrap();
    assert_eq!(finished.as_deref(), Some("/history"));
    assert_eq!(store.finish_sign_in(&begun, EpochMs::new(1_500)).await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn a_sign_in_is_finished_once_by_many_at_once(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let (store, _folder) = scratch(kind).await;
    store.begin_sign_in(&[1; 32], "/", EpochMs::new(2_000), EpochMs::new(1_000)).await.unwrap();
    let tasks = (0..20).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.finish_sign_in(&[1; 32], EpochMs::new(1_500)).await.unwrap() })
    });
    let mut finished = 0;
    for task in tasks.collect::<Vec<_>>() {
        finished += usize::from(task.await.unwrap().is_some());
    }
    assert_eq!(finished, 1);
}

#[rstest]
#[tokio::test]
async fn a_sign_in_that_took_too_long_is_none(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let (store, _folder) = scratch(kind).await;
    store.begin_sign_in(&[1; 32], "/", EpochMs::new(2_000), EpochMs::new(1_000)).await.unwrap();
    assert_eq!(store.finish_sign_in(&[1; 32], EpochMs::new(2_000)).await.unwrap(), None);
    store.begin_sign_in(&[2; 32], "/", EpochMs::new(4_000), EpochMs::new(3_000)).await.unwrap();
    let forgotten = store.finish_sign_in(&[1; 32], EpochMs::new(1_500)).await.unwrap();
    assert_eq!(forgotten, None, "what is over is not kept");
}

#[rstest]
#[tokio::test]
async fn somebody_keeps_their_account_and_it_becomes_as_the_provider_says(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let (store, _folder) = scratch(kind).await;
    let Vouched::In(first) = store.vouch(&person("1", "anna", Role::Admin), &actor()).await.unwrap() else {
        panic!("a new account")
    };
    // The same again is nothing new, under whatever name for programs.
    let again = NewAccount { id: "another".to_owned(), ..person("1", "anna", Role::Admin) };
    assert_eq!(store.vouch(&again, &actor()).await.unwrap(), Vouched::In(first.clone()));
    // The last administrator as well: whoever is in the group can come.
    let renamed = store.vouch(&person("1", "anna.l", Role::Agent), &actor()).await.unwrap();
    let expected = Account { name: "anna.l".to_owned(), role: Role::Agent, ..first };
    assert_eq!(renamed, Vouched::In(expected.clone()));
    assert_eq!(store.accounts().await.unwrap(), [expected]);
}

#[rstest]
#[tokio::test]
async fn nobody_gets_the_name_of_another(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let (store, _folder) = scratch(kind).await;
    let local = NewAccount { provider: None, ..person("0", "olga", Role::Admin) };
    assert!(store.add_account(&local, &actor().did("account.added", "olga")).await.unwrap());
    assert!(matches!(
        store.vouch(&person("1", "anna", Role::Agent), &actor()).await.unwrap(),
        Vouched::In(_)
    ));
    for (subject, name) in [("2", "anna"), ("2", "olga"), ("1", "olga")] {
        let vouched = store.vouch(&person(subject, name, Role::Admin), &actor()).await.unwrap();
        assert_eq!(vouched, Vouched::NameTaken, "{subject} as {name}");
    }
    let accounts = store.accounts().await.unwrap();
    let roles: Vec<_> = accounts.iter().map(|account| (account.name.as_str(), account.role)).collect();
    assert_eq!(roles, [("anna", Role::Agent), ("olga", Role::Admin)], "nothing has changed");
}

#[rstest]
#[tokio::test]
async fn whoever_is_shut_out_stays_out(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let (store, _folder) = scratch(kind).await;
    let anna = person("1", "anna", Role::Agent);
    store.vouch(&anna, &actor()).await.unwrap();
    let shut = Change::Disable(EpochMs::new(5_000));
    store.change_account(&anna.id, &shut, &actor().did("account.disabled", "anna")).await.unwrap();
    let vouched = store.vouch(&person("1", "anna", Role::Admin), &actor()).await.unwrap();
    assert_eq!(vouched, Vouched::Disabled);
    assert_eq!(store.accounts().await.unwrap()[0].role, Role::Agent);
}

#[rstest]
#[tokio::test]
async fn somebody_who_comes_many_times_at_once_has_one_account(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let (store, _folder) = scratch(kind).await;
    let tasks = (0..10).map(|index| {
        let store = store.clone();
        let person = NewAccount { id: format!("id-{index}"), ..person("1", "anna", Role::Agent) };
        tokio::spawn(async move { store.vouch(&person, &actor()).await.unwrap() })
    });
    for task in tasks.collect::<Vec<_>>() {
        assert!(matches!(task.await.unwrap(), Vouched::In(_)));
    }
    assert_eq!(store.accounts().await.unwrap().len(), 1);
}
