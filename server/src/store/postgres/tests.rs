//! The suite on a real PostgreSQL, and what only that can do.

use sqlx::Connection as _;

use super::testing::database;
use crate::store::{
    self, Batch, Filter, Kept, Store, StoreError, Words,
    contract::{contract, record},
};

async fn scratch() -> (Store, ()) {
    (store::open(&database().await).await.unwrap(), ())
}

contract!(scratch);

#[tokio::test]
async fn two_servers_share_one_database() {
    let url = database().await;
    let (one, other) = (store::open(&url).await.unwrap(), store::open(&url).await.unwrap());
    let tasks: Vec<_> = (0..100)
        .map(|index| {
            let store = if index % 2 == 0 { one.clone() } else { other.clone() };
            // Each batch meets others in several records, given in another order.
            let mut contacts: Vec<_> =
                (0..20).map(|id| record(&format!("c{id}"), "anna", 1_000, 1 + index / 10)).collect();
            contacts.rotate_left(usize::try_from(index).unwrap() % 20);
            tokio::spawn(async move { store.keep(Batch { contacts, ..Batch::default() }).await.map(|_| ()) })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let records = other.contacts(&Filter::default(), None, 99).await.unwrap().records;
    assert_eq!(records.len(), 20);
    assert!(records.iter().all(|record| record.revision == 10));
}

#[tokio::test]
async fn connections_that_are_cut_are_made_anew() {
    let url = database().await;
    let store = store::open(&url).await.unwrap();
    let keep = async |id: &str| {
        let contacts = vec![record(id, "anna", 1_000, 1)];
        store.keep(Batch { contacts, ..Batch::default() }).await
    };
    assert_eq!(keep("before").await.unwrap().contacts, [Kept::Stored]);
    let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    sqlx::query(cut).execute(&mut connection).await.unwrap();
    assert_eq!(keep("after").await.unwrap().contacts, [Kept::Stored]);
    assert_eq!(store.totals(&Filter::default()).await.unwrap().count, 2);
}

#[tokio::test]
async fn notes_of_old_are_found_as_their_agents() {
    let url = database().await;
    let store = store::open(&url).await.unwrap();
    let notes = Some("Call back tomorrow".to_owned());
    let contacts = vec![app::api::ContactRecord { notes, ..record("c", "anna", 1_000, 1) }];
    store.keep(Batch { contacts, ..Batch::default() }).await.unwrap();
    let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
    let as_they_were = "UPDATE contact_record SET words = to_tsvector('simple', 'call back tomorrow')";
    sqlx::raw_sql(as_they_were).execute(&mut connection).await.unwrap();
    let hers = Filter { agent: Some("anna".to_owned()), text: Words::parse("tomorrow"), ..Filter::default() };
    assert_eq!(store.totals(&hers).await.unwrap().count, 0);
    let migration = include_str!("../../../migrations/postgres/0008_words_of_each_agent.sql");
    let (written, _) = migration.split_once("\n\n").unwrap();
    sqlx::raw_sql(written).execute(&mut connection).await.unwrap();
    assert_eq!(store.totals(&hers).await.unwrap().count, 1);
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_in_plain_words() {
    let url = database().await;
    store::open(&url).await.unwrap().close().await;
    let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (9999, 'of tomorrow', TRUE, '\\x00', 1)";
    sqlx::raw_sql(newer).execute(&mut connection).await.unwrap();
    assert!(matches!(store::open(&url).await.unwrap_err(), StoreError::Newer));
}

#[tokio::test]
async fn the_audit_log_is_never_changed() {
    let url = database().await;
    let store = store::open(&url).await.unwrap();
    store.note(&crate::audit::Actor::system().did("thing.done", "thing")).await.unwrap();
    let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
    for statement in [
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "DELETE FROM audit WHERE id = 1",
    ] {
        let error = sqlx::query(statement).execute(&mut connection).await.unwrap_err();
        assert!(error.to_string().contains("the audit log is not changed"), "{error}");
    }
}
