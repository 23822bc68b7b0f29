//! What every database does with instances, their lists and their past, and with changes by somebody else.

use std::time::Duration;

use app::api::InstanceSettings;
use tokio::time::timeout;

use super::*;
use crate::{
    audit::{Actor, Deed},
    instances::{Change, Estate, InstanceName},
    origin::Origin,
};

/// Two servers on one new database, of each kind.
async fn pairs() -> [(Store, Store, Option<tempfile::TempDir>); 2] {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite://{}", folder.path().join("test.db").display());
    let postgres = postgres_of_tests().await;
    [
        (open(&file).await.unwrap(), open(&file).await.unwrap(), Some(folder)),
        (open(&postgres).await.unwrap(), open(&postgres).await.unwrap(), None),
    ]
}

fn berlin() -> (InstanceName, InstanceSettings) {
    let settings = InstanceSettings {
        ccp_url: "https://berlin.my.connect.aws/ccp-v2/".to_owned(),
        region: "eu-central-1".to_owned(),
        ..InstanceSettings::default()
    };
    (InstanceName::parse("berlin").unwrap(), settings)
}

fn deed(change: &Change) -> Deed {
    Actor::system().did(change.action, change.target.clone())
}

/// Adds an origin to the list of an instance, whatever else is changed meanwhile.
async fn add(store: &Store, name: &InstanceName, origin: &str) {
    let origin = Origin::parse(origin).unwrap();
    loop {
        let kept = store.estate().await.unwrap();
        let (next, change) = kept.estate.add_origin(name, &origin).unwrap().unwrap();
        if store.replace_estate(kept.version, &next, &deed(&change).to(&origin.as_str())).await.unwrap() {
            return;
        }
    }
}

#[tokio::test]
async fn what_is_kept_is_read_back_whole_and_its_changes_are_told_latest_first() {
    for (store, other, _folder) in pairs().await {
        let (name, settings) = berlin();
        let kept = store.estate().await.unwrap();
        assert_eq!(kept.estate, Estate::default());
        let (next, change) = kept.estate.put(&name, &settings).unwrap().unwrap();
        assert!(store.replace_estate(kept.version, &next, &deed(&change).to(&settings)).await.unwrap());
        add(&store, &name, "https://desk.example.com").await;
        add(&store, &InstanceName::default_one(), "http://localhost:3000").await;
        let kept = other.estate().await.unwrap();
        assert_eq!(kept.estate.added[0].settings, settings);
        assert_eq!(kept.estate.added[0].origins.len(), 1);
        assert_eq!(kept.estate.origins.len(), 1);
        let past = store.past_changes(None, 9).await.unwrap();
        let told: Vec<_> = past.iter().map(|change| (&*change.past.action, &*change.past.target)).collect();
        assert_eq!(
            told,
            [("origin.added", "default"), ("origin.added", "berlin"), ("instance.added", "berlin")]
        );
        assert_eq!(store.past_changes(Some(past[0].id), 1).await.unwrap(), past[1..2]);
        assert_eq!(store.past_change(past[1].id).await.unwrap().as_ref(), past.get(1));
        assert_eq!(store.past_change(past[0].id + 1).await.unwrap(), None);
    }
}

#[tokio::test]
async fn whoever_read_an_older_version_replaces_nothing() {
    for (store, other, _folder) in pairs().await {
        let (name, settings) = berlin();
        let kept = store.estate().await.unwrap();
        add(&other, &InstanceName::default_one(), "http://localhost:3000").await;
        let (next, change) = kept.estate.put(&name, &settings).unwrap().unwrap();
        assert!(!store.replace_estate(kept.version, &next, &deed(&change)).await.unwrap());
        let now = store.estate().await.unwrap();
        assert_eq!((now.estate.added.len(), now.estate.origins.len()), (0, 1));
        assert_eq!(store.past_changes(None, 9).await.unwrap().len(), 1, "and nothing is told of it");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_change_at_once_nobody_is_lost() {
    for (store, other, _folder) in pairs().await {
        let adding: Vec<_> = (0..8)
            .map(|index| {
                let store = if index % 2 == 0 { store.clone() } else { other.clone() };
                tokio::spawn(async move {
                    add(&store, &InstanceName::default_one(), &format!("https://desk-{index}.example")).await;
                })
            })
            .collect();
        for one in adding {
            one.await.unwrap();
        }
        assert_eq!(store.estate().await.unwrap().estate.origins.len(), 8);
        assert_eq!(store.past_changes(None, 99).await.unwrap().len(), 8);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_by_another_server_is_told() {
    for (store, other, _folder) in pairs().await {
        let mut feed = store.changes().await;
        // Until it listens, a change is not told: one that is, is.
        let told = async {
            let mut index = 0;
            loop {
                add(&other, &InstanceName::default_one(), &format!("https://desk-{index}.example")).await;
                index += 1;
                if timeout(Duration::from_millis(1_500), feed.changed()).await.is_ok() {
                    return;
                }
            }
        };
        timeout(Duration::from_secs(10), told).await.unwrap();
        store.close().await;
        let ended = async { while feed.changed().await.is_ok() {} };
        timeout(Duration::from_secs(12), ended).await.expect("it ends with the database");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_changed_while_the_connection_was_cut_is_told_afterwards() {
    use sqlx::Connection as _;
    let url = postgres_of_tests().await;
    let store = open(&url).await.unwrap();
    let mut feed = store.changes().await;
    let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
    let listens =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    while sqlx::query_scalar::<_, i64>(listens).fetch_one(&mut connection).await.unwrap() == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let cut_and_change = "
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
        INSERT INTO instance_origin VALUES ('default', 'https://desk.example.com')";
    sqlx::raw_sql(cut_and_change).execute(&mut connection).await.unwrap();
    timeout(Duration::from_secs(10), feed.changed()).await.unwrap().unwrap();
    assert_eq!(store.estate().await.unwrap().estate.origins.len(), 1);
}
