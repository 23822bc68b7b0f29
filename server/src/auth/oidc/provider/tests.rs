//! Sign-in through a provider, with one that does right and one that does everything wrong that can be done.

use app::api::Role;
use axum::http::StatusCode;
use rstest::rstest;
use serde_json::{Value, json};

use super::{
    super::*,
    testing::{DISCOVERY, KEYS, Key, PERSON, Signing, TOKEN, Way, Wrong, after, config},
};
use crate::audit::now;

fn provider(wrong: &Wrong) -> Provider {
    let public = "http://localhost:3000/".parse().unwrap();
    Provider::new(config(&wrong.issuer), &public).unwrap()
}

/// Somebody signs in, from the beginning to the end.
async fn sign_in(provider: &Provider, wrong: &Wrong) -> Result<Identity, Refusal> {
    let (address, pending) = provider.begin(Asked::AsTheyAre, now()).await?;
    let callback = wrong.signs_in(&address);
    provider.finish(&pending, callback, now()).await
}

#[tokio::test]
async fn somebody_signs_in() {
    let wrong = Wrong::start().await;
    let identity = sign_in(&provider(&wrong), &wrong).await.unwrap();
    assert_eq!((identity.issuer.as_str(), identity.subject.as_str()), (wrong.issuer.as_str(), "7"));
    assert_eq!((identity.name.as_str(), identity.profile.display_name.as_str()), ("anna", "Anna Example"));
    assert_eq!((identity.profile.agent.as_str(), identity.profile.role), ("anna.connect", Role::Agent));
    assert_eq!(identity.profile.team, "Billing", "what the token does not tell is asked for");
}

#[tokio::test]
async fn whoever_was_turned_away_can_sign_in_there_as_somebody_else() {
    let wrong = Wrong::start().await;
    let (address, _) = provider(&wrong).begin(Asked::Anew, now()).await.unwrap();
    assert!(address.query_pairs().any(|(name, value)| name == "prompt" && value == "login"), "{address}");
}

#[tokio::test]
async fn who_is_told_of_in_full_is_not_asked_about() {
    let wrong = Wrong::start().await;
    wrong.conduct().claims = |claims| claims["department"] = json!("Sales");
    let identity = sign_in(&provider(&wrong), &wrong).await.unwrap();
    assert_eq!((identity.profile.team.as_str(), wrong.called(PERSON)), ("Sales", 0));
}

#[tokio::test]
async fn what_the_provider_says_of_itself_is_asked_for_once() {
    let wrong = Wrong::start().await;
    let provider = provider(&wrong);
    for _ in 0..3 {
        sign_in(&provider, &wrong).await.unwrap();
    }
    assert_eq!((wrong.called(DISCOVERY), wrong.called(KEYS)), (1, 1));
    provider.begin(Asked::AsTheyAre, after(now(), 2 * 60 * 60)).await.unwrap();
    assert_eq!(wrong.called(DISCOVERY), 2, "after an hour again");
    wrong.conduct().ways.insert(DISCOVERY, Way::Fails(StatusCode::BAD_GATEWAY));
    provider.begin(Asked::AsTheyAre, after(now(), 4 * 60 * 60)).await.unwrap();
    assert_eq!(wrong.called(DISCOVERY), 3, "and what was right then does while it does not answer");
}

/// What a provider says in a token that is signed as it should be.
#[rstest]
#[case::another_nonce(|claims: &mut Value| claims["nonce"] = json!("x"), Doubt::Nonce)]
#[case::no_nonce(|claims: &mut Value| claims["nonce"] = Value::Null, Doubt::Nonce)]
#[case::another_issuer(|claims: &mut Value| claims["iss"] = json!("https://other.example.com"), Doubt::Issuer)]
#[case::almost_the_issuer(
    |claims: &mut Value| claims["iss"] = json!(format!("{}/", claims["iss"].as_str().unwrap())),
    Doubt::Issuer
)]
#[case::another_audience(|claims: &mut Value| claims["aud"] = json!("other"), Doubt::Audience)]
#[case::one_more_audience(|claims: &mut Value| claims["aud"] = json!(["streamdesk", "other"]), Doubt::Audience)]
#[case::no_audience(|claims: &mut Value| claims["aud"] = json!([]), Doubt::Audience)]
#[case::given_to_another(|claims: &mut Value| claims["azp"] = json!("other"), Doubt::Audience)]
#[case::another_access_token(|claims: &mut Value| claims["at_hash"] = json!("eHh4eA"), Doubt::Signature)]
#[case::expired(|claims: &mut Value| claims["exp"] = earlier(claims, 61), Doubt::Expired)]
#[case::issued_in_the_future(|claims: &mut Value| claims["iat"] = earlier(claims, -90), Doubt::Future)]
#[case::not_valid_yet(|claims: &mut Value| claims["nbf"] = earlier(claims, -90), Doubt::Future)]
#[case::never_expires(|claims: &mut Value| claims["exp"] = Value::Null, Doubt::Shape)]
#[case::about_nobody(|claims: &mut Value| claims["sub"] = Value::Null, Doubt::Shape)]
#[tokio::test]
async fn a_token_that_says_something_wrong_is_refused(#[case] says: fn(&mut Value), #[case] doubt: Doubt) {
    let wrong = Wrong::start().await;
    wrong.conduct().claims = says;
    assert_eq!(sign_in(&provider(&wrong), &wrong).await, Err(Refusal::Untrusted(doubt)));
}

fn earlier(claims: &Value, seconds: i64) -> Value {
    json!(claims["iat"].as_i64().unwrap() - seconds)
}

/// Clocks that are a little apart harm nobody.
#[rstest]
#[case::just_expired(|claims: &mut Value| claims["exp"] = earlier(claims, 45))]
#[case::issued_in_a_moment(|claims: &mut Value| claims["iat"] = earlier(claims, -45))]
#[case::valid_in_a_moment(|claims: &mut Value| claims["nbf"] = earlier(claims, -45))]
#[tokio::test]
async fn a_clock_may_be_a_minute_off(#[case] says: fn(&mut Value)) {
    let wrong = Wrong::start().await;
    wrong.conduct().claims = says;
    sign_in(&provider(&wrong), &wrong).await.unwrap();
}

#[rstest]
#[case::not_signed(Signing::NotAtAll, Doubt::Algorithm)]
#[case::signed_with_what_everybody_knows(Signing::ByPublicKey, Doubt::Algorithm)]
#[case::signed_with_what_two_know(Signing::ByClientSecret, Doubt::Algorithm)]
#[case::signed_by_another_under_its_name(Signing::ByAnother(Box::new(Key::new("first"))), Doubt::Signature)]
#[tokio::test]
async fn a_token_that_proves_nothing_is_refused(#[case] signing: Signing, #[case] doubt: Doubt) {
    let wrong = Wrong::start().await;
    wrong.conduct().signing = signing;
    assert_eq!(sign_in(&provider(&wrong), &wrong).await, Err(Refusal::Untrusted(doubt)));
}

#[rstest]
#[case::no_token(|answer: &mut Value| answer["id_token"] = Value::Null)]
#[case::no_sense(|answer: &mut Value| answer["id_token"] = json!("a.b.c"))]
#[case::no_object(|answer: &mut Value| *answer = json!([]))]
#[case::another_kind(|answer: &mut Value| answer["access_token"] = json!(7))]
#[tokio::test]
async fn an_answer_without_a_token_is_refused(#[case] answer: fn(&mut Value)) {
    let wrong = Wrong::start().await;
    wrong.conduct().answer = answer;
    let refused = Err(Refusal::Untrusted(Doubt::Shape));
    assert_eq!(sign_in(&provider(&wrong), &wrong).await, refused);
}

/// The access token goes into a header, so it must not make one of its own.
#[tokio::test]
async fn an_access_token_that_breaks_a_header_is_refused() {
    let wrong = Wrong::start().await;
    wrong.conduct().answer = |answer| answer["access_token"] = json!("x\r\nhost: other");
    let refused = Err(Refusal::Untrusted(Doubt::Shape));
    assert_eq!(sign_in(&provider(&wrong), &wrong).await, refused);
}

#[tokio::test]
async fn what_is_told_of_somebody_else_is_refused() {
    let wrong = Wrong::start().await;
    wrong.conduct().person = json!({"sub": "8", "department": "Billing"});
    let refused = Err(Refusal::Untrusted(Doubt::Subject));
    assert_eq!(sign_in(&provider(&wrong), &wrong).await, refused);
}

#[tokio::test]
async fn an_answer_to_another_sign_in_calls_nobody() {
    let wrong = Wrong::start().await;
    let provider = provider(&wrong);
    let (address, mine) = provider.begin(Asked::AsTheyAre, now()).await.unwrap();
    let (_, another) = provider.begin(Asked::AsTheyAre, now()).await.unwrap();
    let right = wrong.signs_in(&address);
    let without = Callback { state: None, ..right.clone() };
    let guessed = Callback { state: Some(String::new()), ..right.clone() };
    let failed = Callback { state: None, error: Some("access_denied".to_owned()), ..Callback::default() };
    for callback in [without, guessed, failed, Callback::default()] {
        assert_eq!(provider.finish(&mine, callback, now()).await, Err(Refusal::Foreign));
    }
    assert_eq!(provider.finish(&another, right.clone(), now()).await, Err(Refusal::Foreign));
    assert_eq!(wrong.called(TOKEN), 0);
    provider.finish(&mine, right, now()).await.unwrap();
}

#[tokio::test]
async fn a_code_is_good_once() {
    let wrong = Wrong::start().await;
    let provider = provider(&wrong);
    let (address, pending) = provider.begin(Asked::AsTheyAre, now()).await.unwrap();
    let callback = wrong.signs_in(&address);
    provider.finish(&pending, callback.clone(), now()).await.unwrap();
    assert_eq!(provider.finish(&pending, callback, now()).await, Err(Refusal::Code));
}

#[tokio::test]
async fn a_code_that_another_got_is_of_no_use() {
    let wrong = Wrong::start().await;
    let provider = provider(&wrong);
    let (address, _) = provider.begin(Asked::AsTheyAre, now()).await.unwrap();
    let stolen = wrong.signs_in(&address).code;
    let (address, mine) = provider.begin(Asked::AsTheyAre, now()).await.unwrap();
    let callback = Callback { code: stolen, ..wrong.signs_in(&address) };
    assert_eq!(provider.finish(&mine, callback, now()).await, Err(Refusal::Code));
}

#[rstest]
#[case::denied(|callback: &mut Callback| callback.error = Some("access_denied".to_owned()), Refusal::Denied)]
#[case::no_code(|callback: &mut Callback| callback.code = None, Refusal::Code)]
#[case::from_another(
    |callback: &mut Callback| callback.issuer = Some("https://other.example.com".to_owned()),
    Refusal::Untrusted(Doubt::Issuer)
)]
#[case::from_nobody(|callback: &mut Callback| callback.issuer = None, Refusal::Untrusted(Doubt::Issuer))]
#[tokio::test]
async fn an_answer_that_is_none_is_refused(#[case] change: fn(&mut Callback), #[case] refusal: Refusal) {
    let wrong = Wrong::start().await;
    let provider = provider(&wrong);
    let (address, pending) = provider.begin(Asked::AsTheyAre, now()).await.unwrap();
    let mut callback = wrong.signs_in(&address);
    change(&mut callback);
    assert_eq!(provider.finish(&pending, callback, now()).await, Err(refusal));
    assert_eq!(wrong.called(TOKEN), 0);
}

#[tokio::test]
async fn a_secret_that_the_provider_does_not_know_is_named_so() {
    let wrong = Wrong::start().await;
    let mut config = config(&wrong.issuer);
    config.client_secret = None;
    let provider = Provider::new(config, &"http://localhost:3000/".parse().unwrap()).unwrap();
    assert_eq!(sign_in(&provider, &wrong).await, Err(Refusal::Client));
}

/// Keys change, and nobody tells.
#[tokio::test]
async fn new_keys_are_asked_for_when_one_turns_up() {
    let wrong = Wrong::start().await;
    let provider = provider(&wrong);
    sign_in(&provider, &wrong).await.unwrap();
    wrong.conduct().key = Key::new("second");
    sign_in(&provider, &wrong).await.unwrap();
    assert_eq!(wrong.called(KEYS), 2);
}

/// The same name for another key.
#[tokio::test]
async fn new_keys_are_asked_for_when_one_does_not_fit() {
    let wrong = Wrong::start().await;
    let provider = provider(&wrong);
    sign_in(&provider, &wrong).await.unwrap();
    wrong.conduct().key = Key::new("first");
    sign_in(&provider, &wrong).await.unwrap();
}

#[tokio::test]
async fn a_key_that_is_withdrawn_is_good_no_longer() {
    let wrong = Wrong::start().await;
    wrong.conduct().published = false;
    let refused = Err(Refusal::Untrusted(Doubt::Key));
    assert_eq!(sign_in(&provider(&wrong), &wrong).await, refused);
}

#[tokio::test]
async fn unknown_keys_do_not_hammer_the_provider() {
    let wrong = Wrong::start().await;
    let provider = provider(&wrong);
    wrong.conduct().published = false;
    for _ in 0..20 {
        let refused = Err(Refusal::Untrusted(Doubt::Key));
        assert_eq!(sign_in(&provider, &wrong).await, refused);
    }
    assert_eq!((wrong.called(DISCOVERY), wrong.called(KEYS)), (2, 2));
}

/// Each address in each way that is none.
#[rstest]
#[case::discovery(DISCOVERY)]
#[case::keys(KEYS)]
#[case::token(TOKEN)]
#[case::person(PERSON)]
#[tokio::test]
async fn a_provider_in_trouble_is_named_so(
    #[case] path: &'static str,
    #[values("fails", "elsewhere", "floods", "no such page")] how: &str,
) {
    let (wrong, other) = (Wrong::start().await, Wrong::start().await);
    let way = match how {
        "fails" => Way::Fails(StatusCode::BAD_GATEWAY),
        "elsewhere" => Way::Elsewhere(format!("{}{path}", other.issuer)),
        "floods" => Way::Floods,
        _ => Way::Fails(StatusCode::NOT_FOUND),
    };
    wrong.conduct().ways.insert(path, way);
    let refusal = sign_in(&provider(&wrong), &wrong).await.unwrap_err();
    // A page that says that there is none is no answer to an exchange either, but it is one.
    let shapeless = path == TOKEN && how == "no such page";
    let expected = if shapeless { Refusal::Untrusted(Doubt::Shape) } else { Refusal::Unreachable };
    assert_eq!(refusal, expected);
    assert_eq!(other.called(path), 0, "nobody is called whom the answer names");
}

#[tokio::test]
async fn a_provider_that_never_answers_is_waited_for_seconds() {
    let wrong = Wrong::start().await;
    wrong.conduct().ways.insert(DISCOVERY, Way::Silent);
    let waiting = provider(&wrong);
    let waiting =
        tokio::time::timeout(std::time::Duration::from_secs(8), waiting.begin(Asked::AsTheyAre, now()));
    assert_eq!(waiting.await.unwrap().unwrap_err(), Refusal::Unreachable);
}

#[tokio::test]
async fn a_provider_that_is_down_is_not_hammered_and_is_found_again() {
    let wrong = Wrong::start().await;
    wrong.conduct().ways.insert(DISCOVERY, Way::Fails(StatusCode::SERVICE_UNAVAILABLE));
    let provider = provider(&wrong);
    let down = now();
    for _ in 0..20 {
        assert_eq!(provider.begin(Asked::AsTheyAre, down).await.unwrap_err(), Refusal::Unreachable);
    }
    assert_eq!(wrong.called(DISCOVERY), 1);
    wrong.conduct().ways.clear();
    provider.begin(Asked::AsTheyAre, after(down, 3)).await.unwrap();
}

#[tokio::test]
async fn nobody_listens() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let provider = Provider::new(config(&issuer), &"http://localhost:3000/".parse().unwrap()).unwrap();
    assert_eq!(provider.begin(Asked::AsTheyAre, now()).await.unwrap_err(), Refusal::Unreachable);
}

/// What a provider says of itself.
#[rstest]
#[case::another_issuer(|said: &mut Value| said["issuer"] = json!("https://other.example.com"))]
#[case::almost_the_issuer(
    |said: &mut Value| said["issuer"] = json!(format!("{}/", said["issuer"].as_str().unwrap()))
)]
#[case::people_to_a_script(|said: &mut Value| said["authorization_endpoint"] = json!("javascript:alert(1)"))]
#[case::people_in_the_clear(|said: &mut Value| said["authorization_endpoint"] = json!("http://other.example.com/"))]
#[case::out_to_a_script(|said: &mut Value| said["end_session_endpoint"] = json!("data:text/html,x"))]
#[case::keys_elsewhere(|said: &mut Value| said["jwks_uri"] = json!("http://localhost:1/keys"))]
#[case::keys_of_the_machine(|said: &mut Value| said["jwks_uri"] = json!("file:///etc/passwd"))]
#[case::no_token_endpoint(|said: &mut Value| said["token_endpoint"] = Value::Null)]
#[case::no_object(|said: &mut Value| *said = json!("x"))]
#[tokio::test]
async fn a_provider_that_describes_itself_wrongly_is_not_used(#[case] discovery: fn(&mut Value)) {
    let wrong = Wrong::start().await;
    wrong.conduct().discovery = discovery;
    assert_eq!(provider(&wrong).begin(Asked::AsTheyAre, now()).await.unwrap_err(), Refusal::Unreachable);
}

/// 127.0.0.1 is as much another host as any other, where the issuer is at localhost.
#[rstest]
#[case(TOKEN)]
#[case(PERSON)]
#[tokio::test]
async fn hosts_that_are_not_listed_are_not_called(#[case] path: &'static str) {
    let wrong = Wrong::start().await;
    wrong.conduct().discovery = match path {
        TOKEN => |said| said["token_endpoint"] = at_localhost(&said["token_endpoint"]),
        _ => |said| said["userinfo_endpoint"] = at_localhost(&said["userinfo_endpoint"]),
    };
    assert_eq!(sign_in(&provider(&wrong), &wrong).await, Err(Refusal::Unreachable));
    assert_eq!(wrong.called(path), 0);
    let mut config = config(&wrong.issuer);
    config.origins.insert(wrong.issuer.replace("127.0.0.1", "localhost"));
    let listed = Provider::new(config, &"http://localhost:3000/".parse().unwrap()).unwrap();
    sign_in(&listed, &wrong).await.unwrap();
}

fn at_localhost(address: &Value) -> Value {
    json!(address.as_str().unwrap().replace("127.0.0.1", "localhost"))
}

#[tokio::test]
async fn somebody_signs_out_there_too() {
    let wrong = Wrong::start().await;
    let provider = provider(&wrong);
    let identity = sign_in(&provider, &wrong).await.unwrap();
    let address = provider.sign_out(Some(&identity.id_token), now()).await.unwrap();
    assert!(address.as_str().starts_with(&format!("{}/sign-out?by=rp&", wrong.issuer)));
    let asked = |name: &str| address.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    assert_eq!(asked("id_token_hint"), identity.id_token.reveal());
    assert_eq!(asked("client_id"), "streamdesk");
    assert_eq!(asked("post_logout_redirect_uri"), "http://localhost:3000/sign-in");
}

#[tokio::test]
async fn a_provider_that_knows_no_signing_out_is_not_asked() {
    let wrong = Wrong::start().await;
    wrong.conduct().discovery = |said| said["end_session_endpoint"] = Value::Null;
    assert_eq!(provider(&wrong).sign_out(None, now()).await, None);
}

/// Whoever debugs this writes no secret into a log.
#[tokio::test]
async fn nothing_shows_a_secret() {
    let wrong = Wrong::start().await;
    let provider = provider(&wrong);
    let (address, pending) = provider.begin(Asked::AsTheyAre, now()).await.unwrap();
    let identity = sign_in(&provider, &wrong).await.unwrap();
    let shown = format!("{provider:?} {pending:?} {identity:?}");
    for secret in ["sesame", &pending.cookie(), &pending.verifier(), identity.id_token.reveal()] {
        assert!(!shown.contains(secret), "{secret}");
    }
    assert!(!address.as_str().contains(&pending.verifier()));
}
