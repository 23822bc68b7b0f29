//! The suite on a file, and what only a file can do.

use app::api::{Direction, Outcome};
use connect_streams::EpochMs;

use super::*;
use crate::store::{
    self, Batch, ContactKey, Filter, Kept, Store, StoreError, Words,
    contract::{contract, record},
};

/// A database of its own for a test, in a folder that goes with the test.
async fn scratch() -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (store::open(&url(&folder)).await.unwrap(), folder)
}

fn url(folder: &tempfile::TempDir) -> String {
    format!("sqlite://{}", folder.path().join("test.db").display())
}

contract!(scratch);

#[tokio::test]
async fn the_file_is_created_in_wal_mode_and_opened_again() {
    let (store, folder) = scratch().await;
    store.close().await;
    let mut connection = options(&url(&folder)).unwrap().connect().await.unwrap();
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut connection).await.unwrap();
    assert_eq!(mode, "wal");
    store::open(&url(&folder)).await.unwrap().ping().await.unwrap();
}

/// A database of an older layout, with what these statements put there.
async fn of_old(folder: &tempfile::TempDir, layouts: &[(&str, &str)], statements: &'static str) {
    let mut options = options(&url(folder)).unwrap().create_if_missing(true);
    options = options.journal_mode(SqliteJournalMode::Wal);
    let pool = SqlitePoolOptions::new().connect_with(options).await.unwrap();
    let migrations = tempfile::tempdir().unwrap();
    for (name, layout) in layouts {
        std::fs::write(migrations.path().join(name), layout).unwrap();
    }
    sqlx::migrate::Migrator::new(migrations.path()).await.unwrap().run(&pool).await.unwrap();
    sqlx::raw_sql(statements).execute(&pool).await.unwrap();
    pool.close().await;
}

const FIRST: (&str, &str) =
    ("0001_records_and_origins.sql", include_str!("../../../migrations/sqlite/0001_records_and_origins.sql"));
const SECOND: (&str, &str) = (
    "0002_more_of_each_contact.sql",
    include_str!("../../../migrations/sqlite/0002_more_of_each_contact.sql"),
);

const FIRST_RECORDS: &str = "
    INSERT INTO contact_record (
        contact_id, agent, revision, channel, direction, started_at, offered_at, ended_at, holds, outcome
    ) VALUES ('c', 'anna', 7, 'voice', 'inbound', 1007, 1007, 3000, '[]', 'missed');
    INSERT INTO allowed_origin VALUES ('https://desk.example.com')";

#[tokio::test]
async fn a_database_of_the_first_layout_is_brought_to_this_one_with_its_records() {
    let folder = tempfile::tempdir().unwrap();
    of_old(&folder, &[FIRST], FIRST_RECORDS).await;
    let store = store::open(&url(&folder)).await.unwrap();
    let key = ContactKey { contact_id: "c".to_owned(), ..ContactKey::default() };
    let found = store.contact(&key).await.unwrap().unwrap();
    assert_eq!((found.revision, found.offered_at), (7, Some(EpochMs::new(1_007))));
    assert_eq!((found.ended_at, found.outcome.is_some()), (Some(EpochMs::new(3_000)), true));
    assert_eq!((found.customer_answered_at, found.ended_by, found.transfers.len()), (None, None, 0));
    found.validate().unwrap();
    assert_eq!(
        store.contacts(&Filter::default(), None, 9).await.unwrap().records,
        std::slice::from_ref(&found)
    );
    assert_eq!(store.estate().await.unwrap().estate.origins.len(), 1);
    let noted = app::api::ContactRecord { revision: 8, notes: Some("Called back".to_owned()), ..found };
    let batch = Batch { contacts: vec![noted.clone()], ..Batch::default() };
    assert_eq!(store.keep(batch).await.unwrap().contacts, [Kept::Stored]);
    assert_eq!(store.contact(&key).await.unwrap(), Some(noted));
}

/// With a hold that is over and one that is not, a customer who was called, notes in two languages, and another without
/// anything.
const SECOND_RECORDS: &str = r#"
    INSERT INTO contact_record (
        contact_id, agent, revision, initial_contact_id, channel, direction, queue, customer_endpoint, started_at,
        offered_at, accepted_at, connected_at, ended_at, cleared_at, holds, outcome, customer_answered_at, ended_by,
        transfers, disposition, notes
    ) VALUES (
        'full', 'anna', 7, 'first', 'voice', 'outbound', 'Billing', '+12065550100', 1795251600123,
        1795251600123, 1795251601000, 1795251602000, 1795251690500, 1795251700000,
        '[{"started_at":"2026-11-21T09:00:10.123Z","ended_at":"2026-11-21T09:00:20.200Z"},{"started_at":"2026-11-21T09:01:00.000Z","ended_at":null}]',
        'handled', 1795251605000, 'customer',
        '[{"to":"Ben","kind":"cold","started_at":"2026-11-21T09:01:05.000Z","answered_at":null,"ended_at":null,"outcome":"not_reached"}]',
        'refund/part', 'Call back tomorrow "at 9". 明日'
    ), (
        'bare', 'ben', 1, NULL, 'fax', 'inbound', NULL, NULL, 253402300799999, NULL, NULL, NULL, 253402300799999, NULL, '[]',
        NULL, NULL, NULL, '[]', NULL, NULL
    )"#;

#[tokio::test]
async fn a_database_of_the_second_layout_is_brought_to_this_one_as_if_it_were_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    of_old(&folder, &[FIRST, SECOND], SECOND_RECORDS).await;
    let store = store::open(&url(&folder)).await.unwrap();
    let records = store.contacts(&Filter::default(), None, 9).await.unwrap().records;
    let ids: Vec<_> = records.iter().map(|record| record.contact_id.as_str()).collect();
    assert_eq!(ids, ["bare", "full"]);
    for record in &records {
        record.validate().unwrap();
    }
    let full = &records[1];
    assert_eq!(full.holds.len(), 2);
    assert_eq!(full.offered_at, Some(EpochMs::new(1_795_251_600_123)));
    assert_eq!(full.notes.as_deref(), Some("Call back tomorrow \"at 9\". 明日"));
    let totals = store.totals(&Filter::default()).await.unwrap();
    assert_eq!((totals.count, totals.handled), (2, 1));
    assert_eq!(Some(totals.hold_ms), full.hold_ms());
    assert_eq!(Some(totals.talk_ms), full.talked_ms());
    assert_eq!(Some(totals.wrap_up_ms), full.wrap_up_ms());
    let number = Some("5550100".to_owned());
    for filter in [
        Filter { text: Words::parse("tomorrow 明"), ..Filter::default() },
        Filter { text: Words::parse("tomorrow"), agent: Some("anna".to_owned()), ..Filter::default() },
        Filter { number, ..Filter::default() },
        Filter { disposition: full.disposition.clone(), ..Filter::default() },
    ] {
        assert_eq!(store.contacts(&filter, None, 9).await.unwrap().records, std::slice::from_ref(full));
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let list = "this is a shopping list, and long enough to be taken for a header of a file";
    std::fs::write(folder.path().join("test.db"), list).unwrap();
    assert!(store::open(&url(&folder)).await.is_err());
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_in_plain_words() {
    let (store, folder) = scratch().await;
    store.close().await;
    let mut connection = options(&url(&folder)).unwrap().connect().await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (9999, 'of tomorrow', TRUE, x'00', 1)";
    sqlx::raw_sql(newer).execute(&mut connection).await.unwrap();
    let refused = store::open(&url(&folder)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Newer), "{refused:?}");
    assert!(refused.to_string().contains("newer version of Streamdesk"), "{refused}");
}

#[tokio::test]
async fn one_request_that_cannot_be_kept_does_not_fail_another() {
    let (store, folder) = scratch().await;
    let mut connection = options(&url(&folder)).unwrap().connect().await.unwrap();
    let trap = "CREATE TRIGGER trap BEFORE INSERT ON contact_record WHEN new.agent = 'bad'
        BEGIN SELECT raise(ABORT, 'trapped'); END";
    sqlx::raw_sql(trap).execute(&mut connection).await.unwrap();
    let tasks: Vec<_> = (0..40)
        .map(|index| {
            let (store, agent) = (store.clone(), if index % 4 == 0 { "bad" } else { "anna" });
            let contacts = vec![record(&format!("c{index}"), agent, 1_000, 1)];
            tokio::spawn(
                async move { (agent, store.keep(Batch { contacts, ..Batch::default() }).await.is_ok()) },
            )
        })
        .collect();
    for task in tasks {
        let (agent, kept) = task.await.unwrap();
        assert_eq!(kept, agent == "anna");
    }
    assert_eq!(store.totals(&Filter::default()).await.unwrap().count, 30);
}

#[tokio::test]
async fn a_full_disk_is_told_from_other_failures() {
    let (_store, folder) = scratch().await;
    let mut connection = options(&url(&folder)).unwrap().connect().await.unwrap();
    // As small as it is now.
    sqlx::raw_sql("PRAGMA max_page_count = 1").execute(&mut connection).await.unwrap();
    let much = "INSERT INTO instance_origin VALUES ('default', hex(randomblob(100000)))";
    let full = sqlx::raw_sql(much).execute(&mut connection).await.unwrap_err();
    assert!(matches!(StoreError::from(full), StoreError::Full(_)));
    let other = sqlx::raw_sql("INSERT INTO nowhere VALUES (1)").execute(&mut connection).await.unwrap_err();
    assert!(matches!(StoreError::from(other), StoreError::Database(_)));
}

#[tokio::test]
async fn the_log_is_written_back_while_records_are_kept() {
    let (store, folder) = scratch().await;
    for part in 0..20 {
        let contacts = (0..100).map(|index| record(&format!("c{part}-{index}"), "anna", index, 1)).collect();
        store.keep(Batch { contacts, ..Batch::default() }).await.unwrap();
    }
    let written = async || {
        let file = std::fs::metadata(folder.path().join("test.db")).unwrap().len();
        // A record takes more than a kilobyte.
        file > 500_000
    };
    for _ in 0..500 {
        if written().await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(written().await, "it waits for the end");
    store.close().await;
    let wal = std::fs::metadata(folder.path().join("test.db-wal")).map_or(0, |log| log.len());
    assert_eq!(wal, 0, "whoever closes the file last leaves no log");
    let store = store::open(&url(&folder)).await.unwrap();
    assert_eq!(store.totals(&Filter::default()).await.unwrap().count, 2_000);
}

#[tokio::test]
async fn what_is_wrong_with_what_is_stored_is_found() {
    let (store, folder) = scratch().await;
    for id in ["fine", "unreadable", "invalid", "other", "hidden", "wordless"] {
        let notes = Some("Called back".to_owned());
        let contacts = vec![app::api::ContactRecord { notes, ..record(id, "anna", 1_000, 1) }];
        store.keep(Batch { contacts, ..Batch::default() }).await.unwrap();
    }
    let mut connection = options(&url(&folder)).unwrap().connect().await.unwrap();
    let damage = r#"
        UPDATE contact_record SET body = '{"contact_id":' WHERE contact_id = 'unreadable';
        UPDATE contact_record SET body = json_set(body, '$.agent', '') WHERE contact_id = 'invalid';
        UPDATE contact_record SET revision = 2 WHERE contact_id = 'other';
        UPDATE contact_record SET agent = 'ben' WHERE contact_id = 'hidden';
        DROP TABLE audit;
        DELETE FROM contact_note WHERE rowid = (SELECT id FROM contact_record WHERE contact_id = 'wordless');
        INSERT INTO contact_note (rowid, words) VALUES (99, 'stray');
        UPDATE contact_block SET newest = 999"#;
    sqlx::raw_sql(damage).execute(&mut connection).await.unwrap();
    let findings = store.check().await.unwrap();
    let found = |start: &str| findings.iter().filter(|finding| finding.starts_with(start)).count();
    assert_eq!(findings.len(), 8 + found("the index") + found("the trigger"), "{findings:?}");
    assert_eq!(found("the table audit is missing"), 1, "{findings:?}");
    for contact in ["unreadable", "invalid", "other", "hidden", "wordless"] {
        assert_eq!(found(&format!("contact {contact}: ")), 1, "{findings:?}");
    }
    assert_eq!(found("the words of the notes: 1 of them"), 1, "{findings:?}");
    assert_eq!(found("the blocks of records: 6 began"), 1, "{findings:?}");
}

#[rstest::rstest]
#[case(Filter::default(), "contact_newest")]
#[case(Filter { monitoring: true, ..Filter::default() }, "contact_monitored")]
#[case(Filter { agent: Some("some".into()), ..Filter::default() }, "contact_by_agent")]
#[case(Filter { queue: Some("some".into()), ..Filter::default() }, "contact_by_queue")]
#[case(Filter { channel: Some("some".into()), ..Filter::default() }, "contact_by_channel")]
#[case(Filter { direction: Some(Direction::Inbound), ..Filter::default() }, "contact_by_direction")]
#[case(Filter { outcome: Some(Outcome::Failed), ..Filter::default() }, "contact_by_outcome")]
#[case(Filter { disposition: Some("some".into()), ..Filter::default() }, "contact_by_disposition")]
#[case(Filter { number: Some("+12065550100".to_owned()), ..Filter::default() }, "contact_by_customer")]
#[case(Filter { number: Some("5550100".to_owned()), ..Filter::default() }, "contact_by_customer")]
#[case(Filter { text: Words::parse("friday"), ..Filter::default() }, "VIRTUAL TABLE INDEX")]
#[case(Filter { agent: Some("some".into()), outcome: Some(Outcome::Failed), ..Filter::default() }, "contact_by_agent")]
#[case(Filter { agent: Some("some".into()), channel: Some("some".into()), direction: Some(Direction::Inbound), ..Filter::default() }, "contact_by_agent")]
#[case(Filter { since: Some(EpochMs::new(5)), queue: Some("some".into()), outcome: Some(Outcome::Failed), ..Filter::default() }, "contact_by_queue")]
#[tokio::test]
async fn every_filter_has_its_index(#[case] filter: Filter, #[case] index: &str) {
    let (_store, folder) = scratch().await;
    let after = Position { started_at: EpochMs::new(9), id: 9 };
    let mut query = QueryBuilder::<Sqlite>::new("EXPLAIN QUERY PLAN ");
    // What is bound does not matter for the plan, as long as it is not known.
    query.push(store::filter::list::<Sqlite>(&filter, Some(after), 50).sql().as_str());
    let mut connection = options(&url(&folder)).unwrap().connect().await.unwrap();
    let plan: Vec<(i64, i64, i64, String)> = query.build_query_as().fetch_all(&mut connection).await.unwrap();
    let plan: Vec<_> = plan.into_iter().map(|(.., step)| step).collect();
    assert!(plan.iter().any(|step| step.contains(index)), "{plan:?}");
    assert!(!plan.iter().any(|step| step == "SCAN contact_record"), "{plan:?}");
    let sorted = plan.iter().any(|step| step.contains("TEMP B-TREE"));
    let looked_up_first = filter.text.is_some() || filter.number.as_deref() == Some("5550100");
    assert_eq!(sorted, looked_up_first, "{plan:?}");
}

#[tokio::test]
async fn the_audit_log_is_never_changed() {
    let (store, folder) = scratch().await;
    store.note(&crate::audit::Actor::system().did("thing.done", "thing")).await.unwrap();
    let mut connection = options(&url(&folder)).unwrap().connect().await.unwrap();
    for statement in
        ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit", "DELETE FROM audit WHERE id = 1"]
    {
        let error = sqlx::query(statement).execute(&mut connection).await.unwrap_err();
        assert!(error.to_string().contains("the audit log is not changed"), "{error}");
    }
}
