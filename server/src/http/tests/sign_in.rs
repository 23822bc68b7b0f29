//! Coming in and going out.

use app::api::Role;

use super::{
    folk::{PASSWORD, Shows, local, signed_in_desk},
    *,
};
use crate::{
    audit::{Actor, now},
    auth::{Links, Secret},
    store::{Change, Changed},
};

#[tokio::test]
async fn the_right_password_opens_a_session_and_signing_out_ends_it_for_good() {
    let desk = signed_in_desk().await;
    desk.account("anna", Role::Agent, "", Some(PASSWORD)).await;
    let answer = desk
        .form(people::SIGN_IN, &None, &[("name", " Anna "), ("password", PASSWORD), ("to", "/history")])
        .await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, Some("/history")));
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    let session = answer.session();

    let page = desk.call("GET", "/", &session).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("\"signed_in\":{\"name\":\"anna\""), "the page knows who is signed in");
    let me = desk.call("GET", people::ME, &session).await.json();
    assert_eq!(
        me["person"],
        json!({"name": "anna", "display_name": "anna", "agent": "anna", "role": "agent"})
    );

    let out = desk.form(people::SIGN_OUT, &session, &[]).await;
    assert_eq!(out.header("location"), Some("/sign-in?done=signed-out"));
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    let replayed = desk.call("GET", people::ME, &session).await;
    assert_eq!(
        replayed.refusal(),
        (401, "not_signed_in".to_owned()),
        "a cookie that was kept is worth nothing"
    );
    let deeds = desk.audited().await;
    let deeds: Vec<_> = deeds.iter().skip(1).map(|(who, what, _)| (who.as_str(), what.as_str())).collect();
    assert_eq!(deeds, [("account:anna", "session.opened"), ("account:anna", "session.signed_out")]);
}

#[tokio::test]
async fn a_wrong_password_an_unknown_name_and_a_disabled_account_are_told_the_same() {
    let desk = signed_in_desk().await;
    desk.account("anna", Role::Agent, "", Some(PASSWORD)).await;
    desk.account("fresh", Role::Agent, "", None).await;
    let gone = desk.account("gone", Role::Agent, "", Some(PASSWORD)).await;
    let deed = Actor::system().did("account.disabled", "gone");
    let changed = desk.store.change_account(&gone.id, &Change::Disable(now()), &deed).await.unwrap();
    assert!(matches!(changed, Changed::Done(_)));
    let said = |answer: &Answer, name: &str| answer.text().replace(name, "NAME");
    let first = desk.sign_in("anna", "not the password").await;
    assert_eq!(first.status, StatusCode::UNAUTHORIZED);
    assert!(first.text().contains("Name or password is not right.") && first.session().is_none());
    for (name, password) in
        [("nobody", PASSWORD), ("gone", PASSWORD), ("fresh", ""), ("not a name", PASSWORD)]
    {
        let answer = desk.sign_in(name, password).await;
        assert_eq!((answer.status, said(&answer, name)), (first.status, said(&first, "anna")), "{name}");
    }
    let deeds = desk.audited().await;
    let failed = deeds.iter().filter(|(_, what, _)| what == "sign_in.failed");
    let targets: Vec<_> = failed.map(|(_, _, target)| target.as_str()).collect();
    // A name that nobody has may be a password in the wrong line.
    assert_eq!(targets, ["anna", "unknown", "unknown", "fresh", "unknown"]);
}

#[tokio::test]
async fn whoever_guesses_one_password_waits_longer_and_longer() {
    let desk = signed_in_desk().await;
    desk.account("anna", Role::Agent, "", Some(PASSWORD)).await;
    for _ in 0..5 {
        assert_eq!(desk.sign_in("anna", "a guess of mine").await.status, StatusCode::UNAUTHORIZED);
    }
    let answer = desk.sign_in("anna", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "not even the right one");
    assert_eq!(answer.header("retry-after"), Some("30"));
    assert!(answer.text().contains("Too many attempts. Wait 30 seconds, then try again."));
}

#[tokio::test]
async fn whoever_tries_one_password_with_many_names_is_stopped() {
    let desk = signed_in_desk().await;
    let mut refused = 0;
    for number in 0..55 {
        let answer = desk.sign_in(&format!("agent{number}"), "Summer2026!!").await;
        refused += usize::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(refused, 5);
}

#[tokio::test]
async fn many_at_once_get_no_more_tries() {
    let desk = std::sync::Arc::new(signed_in_desk().await);
    desk.account("anna", Role::Agent, "", Some(PASSWORD)).await;
    let all: Vec<_> = (0..30)
        .map(|_| {
            let desk = desk.clone();
            tokio::spawn(async move { desk.sign_in("anna", "a guess of mine").await.status })
        })
        .collect();
    let mut guesses = 0;
    for one in all {
        guesses += usize::from(one.await.unwrap() == StatusCode::UNAUTHORIZED);
    }
    assert!(guesses <= 5, "{guesses}");
}

#[tokio::test]
async fn a_session_that_somebody_else_put_there_is_not_taken_over() {
    let desk = signed_in_desk().await;
    desk.account("anna", Role::Agent, "", Some(PASSWORD)).await;
    let (_, mallory) = desk.person("mallory", Role::Agent, "").await;
    let fields = [("name", "anna"), ("password", PASSWORD)];
    let answer = desk.form(people::SIGN_IN, &mallory, &fields).await;
    assert_ne!(answer.session(), mallory, "a secret of its own");
    let me = desk.call("GET", people::ME, &answer.session()).await.json();
    assert_eq!(me["person"]["name"], "anna");
    assert_eq!(
        desk.call("GET", people::ME, &mallory).await.status,
        StatusCode::UNAUTHORIZED,
        "the one before is over"
    );
    let planted: Shows = Some(("cookie", format!("streamdesk={}", Secret::new().unwrap().reveal())));
    let answer = desk.form(people::SIGN_IN, &planted, &fields).await;
    assert_ne!(answer.session(), planted);
    assert_eq!(desk.call("GET", people::ME, &planted).await.status, StatusCode::UNAUTHORIZED);
}

#[rstest]
#[case("https://evil.example/")]
#[case("//evil.example")]
#[case("/\\evil.example")]
#[case("javascript:alert(1)")]
#[case("/\nset-cookie: x=1")]
#[tokio::test]
async fn nobody_is_led_elsewhere_after_signing_in(#[case] to: &str) {
    let desk = signed_in_desk().await;
    desk.account("anna", Role::Agent, "", Some(PASSWORD)).await;
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("to", to).finish();
    let page = desk.get(&format!("/sign-in?{query}")).await.text();
    assert!(page.contains("name=\"to\" value=\"/\""), "{page}");
    let answer =
        desk.form(people::SIGN_IN, &None, &[("name", "anna"), ("password", PASSWORD), ("to", to)]).await;
    assert_eq!(answer.header("location"), Some("/"));
    let again = desk.call("GET", &format!("/sign-in?{query}"), &answer.session()).await;
    assert_eq!(again.header("location"), Some("/"), "nor where they were signed in already");
}

#[tokio::test]
async fn a_name_breaks_out_of_nothing() {
    let desk = signed_in_desk().await;
    let evil = "\"><script>alert(1)</script>\r\nlevel=ERROR";
    let page = desk.sign_in(evil, "x").await.text();
    assert!(!page.contains("<script"), "{page}");
    assert!(page.contains("&lt;script&gt;"), "what was typed stands there again, as text");
    assert!(
        desk.audited()
            .await
            .iter()
            .all(|(who, what, target)| !format!("{who}{what}{target}").contains("script"))
    );
}

#[tokio::test]
async fn the_first_administrator_comes_by_a_link_that_is_good_once() {
    let desk = signed_in_desk().await;
    let links = Links::new(desk.store.clone());
    let (path, other) = (
        links.for_first_administrator().await.unwrap().unwrap(),
        links.for_first_administrator().await.unwrap().unwrap(),
    );
    for _ in 0..2 {
        assert_eq!(desk.get(&path).await.status, StatusCode::OK, "opening it uses nothing up");
    }
    let (_, secret) = path.split_once('=').unwrap();
    let fill = async |secret: &str, name: &str, password: &str| {
        let fields = [("link", secret), ("name", name), ("display_name", "Ada"), ("password", password)];
        desk.form(people::WELCOME, &None, &fields).await
    };
    let short = fill(secret, "ada", "short").await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.text().contains("Use at least 12 characters.") && short.text().contains("value=\"Ada\""));
    assert!(!short.text().contains("value=\"short\""), "no password comes back");
    let same = fill(secret, "ada.lovelace.1", "Ada.Lovelace.1").await;
    assert!(same.text().contains("It must not be the name itself"));

    let welcome = fill(secret, "ada", PASSWORD).await;
    assert_eq!(welcome.header("location"), Some("/admin"), "{}", welcome.text());
    assert_eq!(desk.call("GET", "/admin/accounts", &welcome.session()).await.status, StatusCode::OK);
    for path in [&path, &other] {
        assert_eq!(desk.get(path).await.status, StatusCode::GONE);
        assert_eq!(fill(path.split_once('=').unwrap().1, "eve", PASSWORD).await.status, StatusCode::GONE);
    }
    assert_eq!(links.for_first_administrator().await.unwrap(), None, "there is one now");
    let kept = desk.everything_kept().await;
    assert!(!kept.contains(secret) && !kept.contains(PASSWORD) && !kept.contains("argon2"), "{kept}");
}

#[tokio::test]
async fn of_two_who_open_the_first_link_at_once_one_is_the_first() {
    let desk = std::sync::Arc::new(signed_in_desk().await);
    let path = Links::new(desk.store.clone()).for_first_administrator().await.unwrap().unwrap();
    let secret = path.split_once('=').unwrap().1.to_owned();
    let both = ["ada", "eve"].map(|name| {
        let (desk, secret) = (desk.clone(), secret.clone());
        tokio::spawn(async move {
            let fields =
                [("link", secret.as_str()), ("name", name), ("display_name", name), ("password", PASSWORD)];
            desk.form(people::WELCOME, &None, &fields).await.status.as_u16()
        })
    });
    let mut came = Vec::new();
    for one in both {
        came.push(one.await.unwrap());
    }
    came.sort_unstable();
    assert_eq!(came, [303, 410]);
    assert_eq!(desk.store.accounts().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_link_sets_a_new_password_once_and_ends_all_sessions() {
    let desk = signed_in_desk().await;
    let anna = desk.account("anna", Role::Agent, "", Some(PASSWORD)).await;
    let session = desk.session(&anna).await;
    let links = Links::new(desk.store.clone());
    let older = links.for_password(&anna, &Actor::system()).await.unwrap();
    let path = links.for_password(&anna, &Actor::system()).await.unwrap();
    assert_eq!(desk.get(&older).await.status, StatusCode::GONE, "the newer one holds");
    assert_eq!(desk.get(&path).await.status, StatusCode::OK);
    let secret = path.split_once('=').unwrap().1;
    let set = async |password: &str| {
        desk.form(people::NEW_PASSWORD, &None, &[("link", secret), ("password", password)]).await
    };
    assert_eq!(set("short").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        desk.call("GET", people::ME, &session).await.status,
        StatusCode::OK,
        "nothing has changed yet"
    );
    assert_eq!(set("another long one").await.header("location"), Some("/sign-in?done=password"));
    assert_eq!(set("a third long one").await.status, StatusCode::GONE);
    assert_eq!(desk.call("GET", people::ME, &session).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.sign_in("anna", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.sign_in("anna", "another long one").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_session_is_over_when_its_time_is_up_or_nobody_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let url = database(&folder);
    let auth = AuthConfig { idle: Duration::ZERO, ..local() };
    let desk = Desk::reached(DeskConfig::default(), folder, url, auth, None).await;
    let (_, idle) = desk.person("anna", Role::Agent, "").await;
    assert_eq!(desk.call("GET", people::ME, &idle).await.status, StatusCode::UNAUTHORIZED);

    let desk = signed_in_desk().await;
    let anna = desk.account("anna", Role::Agent, "", Some(PASSWORD)).await;
    let short = AuthConfig { lifetime: Duration::ZERO, ..local() };
    let sessions = Sessions::new(desk.store.clone(), crate::auth::Cookie::Local, &short);
    let visit = crate::auth::Visit { actor: Actor::system(), browser: String::new(), before: None };
    let secret = sessions.open(&anna, visit, None).await.unwrap();
    let over: Shows = Some(("cookie", format!("streamdesk={}", secret.reveal())));
    assert_eq!(desk.call("GET", people::ME, &over).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn that_somebody_is_there_is_written_down_once_a_minute() {
    let desk = signed_in_desk().await;
    let (anna, session) = desk.person("anna", Role::Agent, "").await;
    let seen = async || desk.store.sessions(Some(&anna.id)).await.unwrap()[0].clone();
    let first = seen().await;
    desk.call("GET", people::ME, &session).await;
    assert_eq!(seen().await.last_seen_at, first.last_seen_at);
    let earlier = connect_streams::EpochMs::new(now().get() - 61_000);
    desk.store.see_session(&first.id, earlier).await.unwrap();
    desk.call("GET", people::ME, &session).await;
    assert!(seen().await.last_seen_at >= first.last_seen_at);
}

#[tokio::test]
async fn whoever_changes_their_password_stays_here_and_is_signed_out_elsewhere() {
    let desk = signed_in_desk().await;
    let anna = desk.account("anna", Role::Agent, "", Some(PASSWORD)).await;
    let (here, elsewhere) = (desk.session(&anna).await, desk.session(&anna).await);
    let change = async |old: &str, new: &str| {
        desk.form(people::OWN_PASSWORD, &here, &[("old", old), ("new", new)]).await
    };
    assert!(
        change("not the old one", "another long one")
            .await
            .text()
            .contains("That is not your present password.")
    );
    assert!(change(PASSWORD, "short").await.text().contains("Use at least 12 characters."));
    let changed = change(PASSWORD, "another long one").await;
    assert_eq!(changed.header("location"), Some("/account?done=password"));
    assert_eq!(desk.call("GET", people::ME, &changed.session()).await.status, StatusCode::OK);
    for before in [&here, &elsewhere] {
        assert_eq!(desk.call("GET", people::ME, before).await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn people_end_sessions_of_their_own_and_no_others() {
    let desk = signed_in_desk().await;
    let (anna, session) = desk.person("anna", Role::Agent, "").await;
    let (ben, of_ben) = desk.person("ben", Role::Agent, "").await;
    let other = desk.session(&anna).await;
    let id = async |account: &str, index: usize| {
        desk.store.sessions(Some(account)).await.unwrap()[index].id.clone()
    };
    let bens = id(&ben.id, 0).await;
    desk.form(&format!("/account/sessions/{bens}/end"), &session, &[]).await;
    assert_eq!(desk.call("GET", people::ME, &of_ben).await.status, StatusCode::OK);
    let page = desk.call("GET", people::OWN, &session).await.text();
    assert!(page.contains("Where you are signed in") && page.contains("a browser") && !page.contains(&bens));
    for index in [0, 1] {
        let one = id(&anna.id, index).await;
        if page.contains(&format!("/account/sessions/{one}/end")) {
            desk.form(&format!("/account/sessions/{one}/end"), &session, &[]).await;
            break;
        }
    }
    assert_eq!(desk.call("GET", people::ME, &other).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.call("GET", people::ME, &session).await.status, StatusCode::OK);
}
