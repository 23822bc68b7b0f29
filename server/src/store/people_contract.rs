//! What every database must do for people and machines: one suite, run on each of them.

use app::api::{ContactRecord, Role};
use connect_streams::EpochMs;

use super::{contract::record, *};
use crate::{
    audit::Actor,
    auth::{AccountName, Kept as KeptSecret, Profile, Secret, throttle::Tries},
};

/// Runs each test on a file and on a PostgreSQL.
macro_rules! on_both {
    ($($test:ident,)+) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let folder = tempfile::tempdir().unwrap();
                let url = format!("sqlite://{}", folder.path().join("test.db").display());
                super::$test(super::open(&url).await.unwrap()).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test(super::open(&super::postgres_of_tests().await).await.unwrap()).await;
            })+
        }
    };
}

on_both! {
    a_name_is_one_account, an_account_is_found_by_what_is_known_of_it, a_disabled_account_has_no_sessions_and_no_links,
    two_administrators_who_shut_each_other_out_leave_one, a_session_is_found_by_its_secret_and_ends,
    a_link_is_used_once, tries_are_counted_one_by_one, a_token_is_found_by_its_secret_until_it_is_taken_back,
    records_are_reached_by_team_and_agent, only_what_is_done_is_told,
}

fn deed(action: &'static str) -> Deed {
    Actor::system().did(action, "target")
}

fn secret() -> KeptSecret {
    Secret::new().unwrap().kept()
}

fn new(name: &str, role: Role, team: &str) -> NewAccount {
    let name = AccountName::parse(name).unwrap();
    NewAccount {
        id: format!("id-{name}"),
        profile: Profile::new(&name, &name.to_string(), "", team, role.as_str()).unwrap(),
        name,
        password: Some("$argon2id$".to_owned()),
        provider: None,
        created_at: EpochMs::new(1_000),
    }
}

async fn added(store: &Store, name: &str, role: Role, team: &str) -> Account {
    let account = new(name, role, team);
    assert!(store.add_account(&account, &deed("account.added")).await.unwrap());
    account.shown()
}

async fn opened(store: &Store, account: &Account, id: &str) -> KeptSecret {
    let secret = secret();
    let session = NewSession {
        id: id.to_owned(),
        secret: secret.clone(),
        account: account.id.clone(),
        created_at: EpochMs::new(2_000),
        expires_at: EpochMs::new(9_000),
        address: "192.0.2.1".to_owned(),
        browser: "a browser".to_owned(),
        id_token: None,
    };
    store.open_session(&session, None, &deed("session.opened")).await.unwrap();
    secret
}

async fn a_name_is_one_account(store: Store) {
    let anna = added(&store, "anna", Role::Agent, "").await;
    let again = NewAccount { id: "another".to_owned(), ..new("anna", Role::Admin, "") };
    assert!(!store.add_account(&again, &deed("account.added")).await.unwrap());
    assert_eq!(store.accounts().await.unwrap(), [anna]);
}

async fn an_account_is_found_by_what_is_known_of_it(store: Store) {
    let anna = added(&store, "anna", Role::Supervisor, "日本").await;
    let provider = Some(("https://id.example.com".to_owned(), "5".to_owned()));
    let ben = NewAccount { provider, password: None, ..new("ben", Role::Agent, "") };
    assert!(store.add_account(&ben, &deed("account.added")).await.unwrap());
    assert_eq!(store.account(&anna.id).await.unwrap(), Some(anna.clone()));
    let (found, password) = store.account_named("anna").await.unwrap().unwrap();
    assert_eq!((found, password.as_deref()), (anna, Some("$argon2id$")));
    assert_eq!(store.account_of("https://id.example.com", "5").await.unwrap(), Some(ben.shown()));
    assert_eq!(store.account_of("https://other.example.com", "5").await.unwrap(), None);
    assert!(!ben.shown().has_password && store.account("none").await.unwrap().is_none());
    store.spell_agent(&ben.id, "Ben").await.unwrap();
    assert_eq!(store.account(&ben.id).await.unwrap().unwrap().agent, "Ben");
}

async fn a_disabled_account_has_no_sessions_and_no_links(store: Store) {
    let anna = added(&store, "anna", Role::Agent, "").await;
    for change in [Change::Disable(EpochMs::new(3_000)), Change::Password("$argon2id$new".to_owned())] {
        let session = opened(&store, &anna, "one").await;
        let link = secret();
        store.add_link(&link, Some(&anna.id), EpochMs::MAX, None).await.unwrap();
        assert!(matches!(
            store.change_account(&anna.id, &change, &deed("account.changed")).await.unwrap(),
            Changed::Done(_)
        ));
        assert!(store.session(&session).await.unwrap().is_none());
        assert_eq!(store.link(&link, EpochMs::new(0)).await.unwrap(), None);
    }
    let (anna, password) = store.account_named("anna").await.unwrap().unwrap();
    assert_eq!(password.as_deref(), Some("$argon2id$new"));
    assert_eq!(anna.disabled_at, Some(EpochMs::new(3_000)));
    let changed = store.change_account(&anna.id, &Change::Enable, &deed("account.enabled")).await.unwrap();
    assert!(matches!(changed, Changed::Done(account) if account.disabled_at.is_none()));
    let changed = store.change_account("none", &Change::Enable, &deed("account.enabled")).await.unwrap();
    assert_eq!(changed, Changed::Unknown);
}

async fn two_administrators_who_shut_each_other_out_leave_one(store: Store) {
    let (ada, eve) =
        (added(&store, "ada", Role::Admin, "").await, added(&store, "eve", Role::Admin, "").await);
    assert!(store.has_administrator().await.unwrap());
    let both = [ada, eve].map(|account| {
        let store = store.clone();
        let change = Change::Disable(EpochMs::new(3_000));
        tokio::spawn(
            async move { store.change_account(&account.id, &change, &deed("account.disabled")).await },
        )
    });
    let mut refused = 0;
    for one in both {
        refused += usize::from(one.await.unwrap().unwrap() == Changed::LastAdministrator);
    }
    assert_eq!(refused, 1);
    assert!(store.has_administrator().await.unwrap());
}

async fn a_session_is_found_by_its_secret_and_ends(store: Store) {
    let anna = added(&store, "anna", Role::Agent, "").await;
    let (first, second) = (opened(&store, &anna, "first").await, opened(&store, &anna, "second").await);
    let found = store.session(&first).await.unwrap().unwrap();
    assert_eq!((found.session.id.as_str(), &found.account), ("first", &anna));
    assert!(store.session(&secret()).await.unwrap().is_none());
    store.see_session("first", EpochMs::new(5_000)).await.unwrap();
    let listed = store.sessions(None).await.unwrap();
    assert_eq!(listed.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["first", "second"]);
    assert_eq!(store.sessions(Some("none")).await.unwrap(), []);
    assert!(!store.end_session("first", Some("none"), &deed("session.ended")).await.unwrap());
    assert!(store.end_session("first", Some(&anna.id), &deed("session.ended")).await.unwrap());
    assert!(!store.end_session("first", None, &deed("session.ended")).await.unwrap());
    assert!(store.session(&first).await.unwrap().is_none());
    let third = NewSession { id: "third".to_owned(), secret: secret(), ..session_of(&anna) };
    store.open_session(&third, Some(&second), &deed("session.opened")).await.unwrap();
    assert!(store.session(&second).await.unwrap().is_none(), "the one before ended with it");
}

fn session_of(account: &Account) -> NewSession {
    NewSession {
        id: String::new(),
        secret: secret(),
        account: account.id.clone(),
        created_at: EpochMs::new(3_000),
        expires_at: EpochMs::new(9_000),
        address: String::new(),
        browser: String::new(),
        id_token: Some("token".to_owned()),
    }
}

async fn a_link_is_used_once(store: Store) {
    let anna = added(&store, "anna", Role::Agent, "").await;
    let (link, first) = (secret(), secret());
    let far = EpochMs::MAX;
    store.add_link(&first, None, far, None).await.unwrap();
    store.add_link(&link, Some(&anna.id), far, Some(&deed("account.link_made"))).await.unwrap();
    assert_eq!(store.link(&link, EpochMs::new(1)).await.unwrap(), Some(Some(anna.id.clone())));
    assert_eq!(store.link(&first, EpochMs::new(1)).await.unwrap(), Some(None));
    assert_eq!(store.link(&link, far).await.unwrap(), None, "its time is up");
    assert!(!store.use_link(&first, EpochMs::new(1)).await.unwrap(), "it is for no password");
    let ada = new("ada", Role::Admin, "");
    assert!(!store.welcome(&link, &ada, EpochMs::new(1), &deed("account.added")).await.unwrap());
    assert!(store.use_link(&link, EpochMs::new(1)).await.unwrap());
    assert!(!store.use_link(&link, EpochMs::new(1)).await.unwrap());
    assert!(store.welcome(&first, &ada, EpochMs::new(1), &deed("account.added")).await.unwrap());
    let eve = new("eve", Role::Admin, "");
    store.add_link(&first, None, far, None).await.unwrap();
    assert!(
        !store.welcome(&first, &eve, EpochMs::new(1), &deed("account.added")).await.unwrap(),
        "there is one"
    );
}

async fn tries_are_counted_one_by_one(store: Store) {
    assert_eq!(store.tries("account:anna").await.unwrap(), None);
    let tries = |failures| Tries { failures, last_at: EpochMs::new(1_000) };
    assert!(store.count_try("account:anna", None, tries(1)).await.unwrap());
    assert!(!store.count_try("account:anna", None, tries(1)).await.unwrap(), "somebody else was first");
    assert!(store.count_try("account:anna", Some(tries(1)), tries(2)).await.unwrap());
    assert!(!store.count_try("account:anna", Some(tries(1)), tries(2)).await.unwrap());
    store.forget_tries("account:anna", false).await.unwrap();
    assert_eq!(store.tries("account:anna").await.unwrap(), Some(tries(1)));
    store.forget_tries("account:anna", true).await.unwrap();
    assert_eq!(store.tries("account:anna").await.unwrap(), None);
}

async fn a_token_is_found_by_its_secret_until_it_is_taken_back(store: Store) {
    let token = Token {
        id: "t".to_owned(),
        name: "夜間".to_owned(),
        scopes: vec!["audit:read".to_owned(), "records:read".to_owned()],
        created_by: "system".to_owned(),
        created_at: EpochMs::new(1_000),
        expires_at: EpochMs::new(9_000),
        last_used_at: None,
        revoked_at: None,
    };
    let secret = secret();
    store.add_token(&token, &secret, &deed("token.added")).await.unwrap();
    assert_eq!(store.token(&secret).await.unwrap(), Some(token.clone()));
    store.use_token("t", EpochMs::new(2_000)).await.unwrap();
    assert_eq!(store.tokens().await.unwrap(), [Token { last_used_at: Some(EpochMs::new(2_000)), ..token }]);
    let revoking = deed("token.revoked");
    assert!(store.revoke_token("t", &revoking).await.unwrap());
    assert!(!store.revoke_token("t", &revoking).await.unwrap());
    assert_eq!(store.token(&secret).await.unwrap().unwrap().revoked_at, Some(revoking.at));
}

async fn records_are_reached_by_team_and_agent(store: Store) {
    for (name, team) in [("anna", "Billing"), ("ben", "Billing"), ("carla", "Sales")] {
        added(&store, name, Role::Agent, team).await;
    }
    let contacts: Vec<ContactRecord> = ["anna", "ben", "carla", "nobody"]
        .iter()
        .zip(1..)
        .map(|(agent, at)| record("c", agent, at * 1_000, 1))
        .collect();
    store.keep(Batch { contacts, ..Batch::default() }).await.unwrap();
    let team = |team: &str| Reach::Team(team.to_owned());
    let own = |agent: &str| Reach::Own(agent.to_owned());
    for (reach, expected, last) in [
        (Reach::All, vec!["nobody", "carla", "ben", "anna"], Some("nobody")),
        (team("Billing"), vec!["ben", "anna"], Some("ben")),
        (team(""), vec![], None),
        (team("' OR 1=1 --"), vec![], None),
        (own("anna"), vec!["anna"], Some("anna")),
        (own("else"), vec![], None),
    ] {
        let filter = Filter { reach: reach.clone(), ..Filter::default() };
        let page = store.contacts(&filter, None, 9).await.unwrap();
        let agents: Vec<_> = page.records.iter().map(|record| record.agent.as_str()).collect();
        assert_eq!(agents, expected, "{reach:?}");
        assert_eq!(store.totals(&filter).await.unwrap().count, i64::try_from(expected.len()).unwrap());
        let key = ContactKey { contact_id: "c".to_owned(), reach, ..ContactKey::default() };
        let found = store.contact(&key).await.unwrap();
        assert_eq!(found.as_ref().map(|record| record.agent.as_str()), last, "{key:?}");
    }
}

async fn only_what_is_done_is_told(store: Store) {
    store.note_deed(&deed("sign_in.failed")).await.unwrap();
    store.end_session("none", None, &deed("session.ended")).await.unwrap();
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}
