//! Sign-in at a provider, as browsers see it: with one that does right, and one that does everything wrong that can be done.

use std::collections::BTreeMap;

use app::api::Role;
use url::Url;

use super::*;
use crate::{
    audit::now,
    auth::oidc::{
        Callback,
        testing::{Key, Signing, TOKEN, Way, Wrong, config},
    },
    config::AuthMode,
};

/// A desk, its provider, and a browser with its cookies.
struct Visit {
    desk: Desk,
    store: Store,
    wrong: Wrong,
    cookies: BTreeMap<String, String>,
}

impl Visit {
    async fn new() -> Self {
        let wrong = Wrong::start().await;
        let folder = tempfile::tempdir().unwrap();
        let url = database(&folder);
        let mode = AuthMode::Oidc(Box::new(config(&wrong.issuer)));
        let auth = AuthConfig { mode, ..AuthConfig::default() };
        let public_url = Origin::parse("http://localhost:3000").ok();
        let desk = Desk::reached(DeskConfig::default(), folder, url, auth, public_url).await;
        Self { store: desk.store.clone(), desk, wrong, cookies: BTreeMap::new() }
    }

    /// Sends a request as the browser would, and keeps the cookies that come back.
    async fn ask(&mut self, method: &str, path: &str) -> Answer {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request(method, path).header("cookie", cookies.join("; "));
        let request = request.header("origin", "http://localhost:3000").body(Body::empty()).unwrap();
        let answer = self.desk.send(request).await;
        for cookie in answer.headers.get_all("set-cookie") {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// Goes to the provider and signs in there. Answers where the browser is sent back to.
    async fn go(&mut self, to: &str) -> String {
        let answer = self.ask("GET", &format!("/sign-in/provider?to={to}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let address: Url = answer.header("location").unwrap().parse().unwrap();
        back(&self.wrong.signs_in(&address))
    }

    /// Who did what to what, and how it was then.
    async fn audit(&self) -> Vec<(String, String, String, Option<Value>)> {
        let url = database(&self.desk.folder);
        let pool = sqlx::SqlitePool::connect(url.as_str()).await.unwrap();
        let query = "SELECT actor, action, target, new FROM audit ORDER BY id";
        let rows: Vec<(String, String, String, Option<String>)> =
            sqlx::query_as(query).fetch_all(&pool).await.unwrap();
        pool.close().await;
        let json = |text: Option<String>| text.map(|text| serde_json::from_str(&text).unwrap());
        rows.into_iter().map(|(actor, action, target, new)| (actor, action, target, json(new))).collect()
    }

    /// Comes back, and is turned away with a sentence, without a session, and in the audit log.
    async fn is_refused(&mut self, path: &str, status: u16, reason: &str) {
        let answer = self.ask("GET", path).await;
        let text = answer.text();
        assert_eq!(answer.status.as_u16(), status, "{text}");
        assert!(text.contains("form-error") && text.contains("role=\"alert\""), "{text}");
        assert!(!self.cookies.contains_key("streamdesk"), "no session");
        assert_eq!(self.store.sessions(None).await.unwrap(), []);
        assert_eq!(self.ask("GET", "/api/v1/me").await.status.as_u16(), 401);
        let said = self.audit().await;
        let (actor, action, _, new) = said.last().unwrap();
        assert_eq!((actor.as_str(), action.as_str()), ("nobody", "sign_in.failed"));
        assert_eq!(new.as_ref().unwrap()["reason"], reason);
    }
}

fn back(callback: &Callback) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let Callback { code, state, issuer, error } = callback;
    for (name, value) in [("code", code), ("state", state), ("iss", issuer), ("error", error)] {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    format!("/sign-in/callback?{}", query.finish())
}

#[tokio::test]
async fn somebody_signs_in_and_goes_on_where_they_were() {
    let mut visit = Visit::new().await;
    let asked = visit.ask("GET", "/history?agent=anna").await;
    assert_eq!(asked.header("location"), Some("/sign-in?to=%2Fhistory%3Fagent%3Danna"));
    let page = visit.ask("GET", "/sign-in?to=%2Fhistory%3Fagent%3Danna").await.text();
    assert!(page.contains("/sign-in/provider?to=%2Fhistory%3Fagent%3Danna"), "{page}");
    let back = visit.go("%2Fhistory%3Fagent%3Danna").await;
    let answer = visit.ask("GET", &back).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(answer.header("location"), Some("/history?agent=anna"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let names: Vec<_> = visit.cookies.keys().map(String::as_str).collect();
    assert_eq!(names, ["streamdesk"], "what the sign-in needed is gone");
    let me = visit.ask("GET", "/api/v1/me").await.json();
    assert_eq!(
        me["person"],
        json!({
            "name": "anna", "display_name": "Anna Example", "agent": "anna.connect", "role": "agent",
        })
    );
    let said = visit.audit().await;
    let said: Vec<_> = said.iter().map(|(actor, action, ..)| (actor.as_str(), action.as_str())).collect();
    assert_eq!(said, [("account:anna", "account.added"), ("account:anna", "session.opened")]);
}

#[tokio::test]
async fn what_the_provider_says_is_what_they_are_from_then_on() {
    let mut visit = Visit::new().await;
    visit.wrong.conduct().claims = |claims| claims["groups"] = json!(["desk-admins"]);
    let back = visit.go("/").await;
    visit.ask("GET", &back).await;
    assert_eq!(visit.ask("GET", "/admin").await.status, StatusCode::OK);
    // The only administrator loses the group: the provider has the last word.
    visit.wrong.conduct().claims = |claims| claims["preferred_username"] = json!("anna.example");
    let back = visit.go("/").await;
    visit.ask("GET", &back).await;
    assert_eq!(visit.ask("GET", "/admin").await.status, StatusCode::FORBIDDEN);
    let accounts = visit.store.accounts().await.unwrap();
    assert_eq!(accounts.len(), 1);
    assert_eq!((accounts[0].name.as_str(), accounts[0].role), ("anna.example", Role::Agent));
    let said = visit.audit().await;
    let renewed = said.iter().find(|(_, action, ..)| action == "account.renewed").unwrap();
    assert_eq!(renewed.3.as_ref().unwrap()["role"], "agent");
}

#[tokio::test]
async fn somebody_signs_out_here_and_there() {
    let mut visit = Visit::new().await;
    let back = visit.go("/").await;
    visit.ask("GET", &back).await;
    let answer = visit.ask("POST", "/sign-out").await;
    let there = format!("0; url={}/sign-out?by=rp&id_token_hint=", visit.wrong.issuer);
    assert!(answer.header("refresh").unwrap().starts_with(&there), "{:?}", answer.headers);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(visit.store.sessions(None).await.unwrap(), []);
    assert_eq!(visit.ask("GET", "/api/v1/me").await.status.as_u16(), 401);
}

#[tokio::test]
async fn signing_out_does_not_wait_for_a_provider_that_knows_no_such_thing() {
    let mut visit = Visit::new().await;
    visit.wrong.conduct().discovery = |said| said["end_session_endpoint"] = Value::Null;
    let back = visit.go("/").await;
    visit.ask("GET", &back).await;
    let answer = visit.ask("POST", "/sign-out").await;
    assert_eq!(answer.header("location"), Some("/sign-in?done=signed-out"));
    let page = visit.ask("GET", "/sign-in?done=signed-out").await.text();
    assert!(page.contains("as=another"), "who comes next is asked who they are: {page}");
}

/// Somebody else's page sends this browser back with an answer of theirs, so that it works in their name.
#[tokio::test]
async fn nobody_is_signed_in_for_another() {
    let (mut mine, mut theirs) = (Visit::new().await, Visit::new().await);
    let their_answer = theirs.go("/").await;
    mine.is_refused(&their_answer, 401, "stale").await;
    let my_answer = mine.go("/").await;
    mine.is_refused(&their_answer, 401, "foreign_state").await;
    let answer = mine.ask("GET", &my_answer).await;
    assert_eq!(answer.header("location"), Some("/"), "what this browser has begun is still good");
}

#[tokio::test]
async fn an_answer_without_a_state_is_refused() {
    let mut visit = Visit::new().await;
    let back = visit.go("/").await;
    let (before, after) = back.split_once("&state=").unwrap();
    let without = format!("{before}&{}", after.split_once('&').unwrap().1);
    visit.is_refused(&without, 401, "foreign_state").await;
    visit.is_refused("/sign-in/callback", 401, "foreign_state").await;
    let twice = format!("{back}&state=x");
    visit.is_refused(&twice, 401, "foreign_state").await;
}

/// Whoever finds an answer in a history or a log, the cookie even.
#[tokio::test]
async fn an_answer_is_good_once() {
    let mut visit = Visit::new().await;
    let back = visit.go("/").await;
    let cookies = visit.cookies.clone();
    visit.ask("GET", &back).await;
    visit.ask("POST", "/sign-out").await;
    visit.is_refused(&back, 401, "stale").await;
    visit.cookies = cookies;
    visit.is_refused(&back, 401, "stale").await;
    assert_eq!(visit.wrong.called(TOKEN), 1);
}

#[tokio::test]
async fn a_sign_in_takes_ten_minutes_at_most() {
    let mut visit = Visit::new().await;
    let back = visit.go("/").await;
    let pending = Callback::of_query(back.split_once('?').unwrap().1);
    assert!(pending.state.is_some());
    let cookie = oidc::Pending::from_cookie(&visit.cookies["streamdesk-sign-in"]).unwrap();
    let later = connect_streams::EpochMs::new(now().get() + 10 * 60_000 + 1);
    assert_eq!(visit.store.finish_sign_in(&cookie.fingerprint(), later).await.unwrap(), None);
    assert_eq!(visit.store.finish_sign_in(&cookie.fingerprint(), now()).await.unwrap().as_deref(), Some("/"));
    visit.is_refused(&back, 401, "stale").await;
}

#[rstest]
#[case("https%3A%2F%2Fevil.example%2F")]
#[case("%2F%2Fevil.example")]
#[case("%2F%5Cevil.example")]
#[tokio::test]
async fn nobody_goes_on_elsewhere(#[case] to: &str) {
    let mut visit = Visit::new().await;
    let back = visit.go(to).await;
    assert_eq!(visit.ask("GET", &back).await.header("location"), Some("/"));
}

/// What a provider says, in a token that it signs.
#[rstest]
#[case::nonce(|claims: &mut Value| claims["nonce"] = json!("x"), "wrong_nonce")]
#[case::issuer(|claims: &mut Value| claims["iss"] = json!("https://other.example.com"), "wrong_issuer")]
#[case::audience(|claims: &mut Value| claims["aud"] = json!("other"), "wrong_audience")]
#[case::expired(|claims: &mut Value| claims["exp"] = json!(1), "expired")]
#[case::future(|claims: &mut Value| claims["iat"] = json!(claims["exp"]), "not_valid_yet")]
#[tokio::test]
async fn a_token_that_says_something_wrong_lets_nobody_in(
    #[case] says: fn(&mut Value),
    #[case] reason: &str,
) {
    let mut visit = Visit::new().await;
    visit.wrong.conduct().claims = says;
    let back = visit.go("/").await;
    visit.is_refused(&back, 401, reason).await;
    assert_eq!(visit.store.accounts().await.unwrap(), []);
}

#[rstest]
#[case::none(Signing::NotAtAll, "wrong_algorithm")]
#[case::by_the_public_key(Signing::ByPublicKey, "wrong_algorithm")]
#[case::by_the_client_secret(Signing::ByClientSecret, "wrong_algorithm")]
#[case::by_another(Signing::ByAnother(Box::new(Key::new("first"))), "wrong_signature")]
#[tokio::test]
async fn a_token_that_proves_nothing_lets_nobody_in(#[case] signing: Signing, #[case] reason: &str) {
    let mut visit = Visit::new().await;
    visit.wrong.conduct().signing = signing;
    let back = visit.go("/").await;
    visit.is_refused(&back, 401, reason).await;
}

#[tokio::test]
async fn a_key_that_is_withdrawn_lets_nobody_in() {
    let mut visit = Visit::new().await;
    visit.wrong.conduct().published = false;
    let back = visit.go("/").await;
    visit.is_refused(&back, 401, "unknown_key").await;
}

#[rstest]
#[case::down(Way::Fails(StatusCode::BAD_GATEWAY))]
#[case::elsewhere(Way::Elsewhere("http://127.0.0.1:9/".to_owned()))]
#[case::flood(Way::Floods)]
#[tokio::test]
async fn a_provider_in_trouble_lets_nobody_in(#[case] way: Way) {
    let mut visit = Visit::new().await;
    visit.wrong.conduct().ways.insert(TOKEN, way);
    let back = visit.go("/").await;
    visit.is_refused(&back, 503, "provider_unreachable").await;
}

#[tokio::test]
async fn a_provider_that_is_down_is_a_sentence_with_a_way_to_try_again() {
    let mut visit = Visit::new().await;
    visit.wrong.conduct().discovery = |said| said["issuer"] = json!("https://other.example.com");
    visit.is_refused("/sign-in/provider?to=%2Fhistory", 503, "provider_unreachable").await;
    let page = visit.ask("GET", "/sign-in/provider?to=%2Fhistory").await.text();
    assert!(page.contains("href=\"/sign-in/provider?to=%2Fhistory\""), "{page}");
}

#[tokio::test]
async fn whoever_breaks_off_there_is_told_so() {
    let mut visit = Visit::new().await;
    let answer = visit.go("/").await;
    let state = Callback::of_query(answer.split_once('?').unwrap().1).state;
    let issuer = Some(visit.wrong.issuer.clone());
    let error = Some("access_denied".to_owned());
    let denied = back(&Callback { code: None, state, issuer, error });
    visit.is_refused(&denied, 401, "denied_by_provider").await;
}

#[tokio::test]
async fn whoever_is_in_no_group_stays_out_and_somebody_else_may_come() {
    let mut visit = Visit::new().await;
    visit.wrong.conduct().claims = |claims| claims["groups"] = json!(["staff"]);
    let back = visit.go("/").await;
    visit.is_refused(&back, 403, "no_role").await;
    assert_eq!(visit.audit().await.last().unwrap().2, "7", "who it was stands in the log");
    let back = visit.go("/").await;
    let page = visit.ask("GET", &back).await.text();
    assert!(page.contains("as=another"), "{page}");
}

#[tokio::test]
async fn whoever_is_shut_out_here_stays_out() {
    let mut visit = Visit::new().await;
    let back = visit.go("/").await;
    visit.ask("GET", &back).await;
    let account = visit.store.accounts().await.unwrap().remove(0);
    let deed = crate::audit::Actor::system().did("account.disabled", "anna");
    visit.store.change_account(&account.id, &store::Change::Disable(now()), &deed).await.unwrap();
    let back = visit.go("/").await;
    visit.cookies.remove("streamdesk");
    visit.is_refused(&back, 403, "disabled").await;
}

/// What is said of somebody here would be overwritten when they sign in next.
#[tokio::test]
async fn who_somebody_is_is_shown_as_the_provider_says_and_only_access_is_decided_here() {
    let mut visit = Visit::new().await;
    let back = visit.go("/").await;
    visit.ask("GET", &back).await;
    let anna = visit.store.accounts().await.unwrap().remove(0);
    let admin = visit.desk.person("boss", Role::Admin, "").await.1;
    let desk = &visit.desk;
    let one = format!("/admin/accounts/{}", anna.id);
    let page = desk.call("GET", &one, &admin).await.text();
    assert!(
        page.contains("127.0.0.1 says who this is") && page.contains(&format!("{one}/disable")),
        "{page}"
    );
    assert!(!page.contains("name=\"display_name\"") && !page.contains(&format!("{one}/link")), "{page}");
    let list = desk.call("GET", "/admin/accounts", &admin).await.text();
    assert!(
        list.contains("People come in by 127.0.0.1") && !list.contains("name=\"display_name\""),
        "{list}"
    );

    let fields = [("display_name", "Somebody"), ("agent", "x"), ("team", ""), ("role", "admin")];
    let changed = desk.form(&one, &admin, &fields).await;
    assert_eq!(
        (changed.status, changed.text().contains("says who people are")),
        (StatusCode::CONFLICT, true)
    );
    let fields = [("name", "olga"), ("display_name", "Olga"), ("role", "admin")];
    assert_eq!(desk.form("/admin/accounts", &admin, &fields).await.status, StatusCode::CONFLICT);
    assert_eq!(desk.form(&format!("{one}/link"), &admin, &[]).await.status, StatusCode::CONFLICT);
    assert_eq!(visit.store.account(&anna.id).await.unwrap().unwrap(), anna);

    let path = format!("{}/{}", people::ACCOUNTS, anna.id);
    let mut wanted = json!({
        "display_name": anna.display_name, "agent": anna.agent, "team": anna.team, "role": anna.role, "disabled": true,
    });
    let shut = desk.tell("PUT", &path, &admin, &wanted).await;
    assert_eq!(shut.status, StatusCode::OK, "{}", shut.text());
    wanted["role"] = json!("admin");
    assert_eq!(desk.tell("PUT", &path, &admin, &wanted).await.refusal(), (409, "conflict".to_owned()));
    let opened = desk.form(&format!("{one}/enable"), &admin, &[]).await;
    assert_eq!(opened.header("location"), Some(format!("{one}?done=enabled").as_str()));
}

/// A name is given to somebody new at the provider: they are not who had it before.
#[tokio::test]
async fn nobody_gets_the_account_of_another_by_their_name() {
    let mut visit = Visit::new().await;
    let back = visit.go("/").await;
    visit.ask("GET", &back).await;
    visit.ask("POST", "/sign-out").await;
    visit.wrong.conduct().claims = |claims| {
        claims["sub"] = json!("8");
        claims["department"] = json!("Billing");
    };
    let back = visit.go("/").await;
    visit.is_refused(&back, 403, "name_taken").await;
}

/// Somebody fills the log, so that nobody finds anything in it.
#[tokio::test]
async fn refusals_do_not_flood_the_audit_log() {
    let mut visit = Visit::new().await;
    for _ in 0..200 {
        visit.ask("GET", "/sign-in/callback?state=x&code=y").await;
    }
    let said = visit.audit().await.len();
    assert!((10..=60).contains(&said), "{said}");
}

#[tokio::test]
async fn nothing_that_is_said_holds_what_came() {
    let mut visit = Visit::new().await;
    visit.go("/").await;
    let page = visit.ask("GET", "/sign-in/callback?state=%3Cscript%3E&code=c0de&error=%3Cb%3E").await;
    let text = page.text();
    assert!(!text.contains("<script>") && !text.contains("c0de"), "{text}");
    assert_eq!(page.header("referrer-policy"), Some("same-origin"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'"), "{policy}");
}

#[tokio::test]
async fn where_there_is_no_provider_there_is_no_way_to_one() {
    let desk = Desk::open().await;
    for path in ["/sign-in/provider", "/sign-in/callback?code=x&state=y"] {
        assert_eq!(desk.get(path).await.header("location"), Some("/sign-in"), "{path}");
    }
}
