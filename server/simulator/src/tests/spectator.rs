//! A scenario played from the command line, over real HTTP.

use tokio::net::TcpListener;

use super::*;
use crate::{PlayError, Script, play};

/// An instance that listens.
async fn listening() -> (Running, Origin) {
    let instance = Running::start();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = Origin::parse(&format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port())).unwrap();
    let router = instance.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (instance, at)
}

async fn refused(at: &Origin, script: Script) -> String {
    play(at, script, std::future::pending(), &mut Vec::new()).await.unwrap_err().to_string()
}

fn script(steps: &str) -> Script {
    Script::Text(format!("title = \"A test\"\n{steps}"))
}

const CALL: &str = "[[step]]\nready = [\"anna\"]\n[[step]]\n\
    offer = { as = \"call\", channel = \"voice\", queue = \"Billing\", customer = \"+12065550123\" }\n";

#[tokio::test]
async fn each_step_is_told_as_it_begins() {
    let (_instance, at) = listening().await;
    let mut out = Vec::new();
    play(&at, script(&format!("{CALL}[[step]]\nhangs_up = \"call\"\n")), std::future::pending(), &mut out)
        .await
        .unwrap();
    let told = "A test\n1/3 Anna is ready for work\n2/3 A customer calls Billing\n\
        3/3 The customer of “call” hangs up\n";
    assert_eq!(String::from_utf8(out).unwrap(), told);
}

#[tokio::test]
async fn what_fails_is_told_with_step_line_and_reason() {
    let (_instance, at) = listening().await;
    let steps = format!("{CALL}[[step]]\nagent_does = {{ contact = \"call\", action = \"hold\" }}\n");
    let error = refused(&at, script(&steps)).await;
    let expected =
        "step 3, line 6, The agent puts “call” on hold: a contact that is connecting cannot be put on hold";
    assert_eq!(error, expected);
    let error = refused(&at, script("[[step]]\nhangs_up = \"call\"\n")).await;
    assert!(error.starts_with("line 3, step[0].hangs_up: no earlier step"), "{error}");
    assert_eq!(refused(&at, Script::Ready("none".to_owned())).await, "no scenario ships as `none`");
}

#[tokio::test]
async fn whoever_has_seen_enough_stops_the_play() {
    let (instance, at) = listening().await;
    let steps = format!("{CALL}[[step]]\nafter = \"1h\"\nhangs_up = \"call\"\n");
    let error = play(&at, script(&steps), std::future::ready(()), &mut Vec::new()).await.unwrap_err();
    assert!(matches!(error, PlayError::Stopped));
    let plays = instance.control(Method::GET, "/plays", None).await.json();
    assert_eq!(plays["plays"][0]["state"], "stopped");
}

#[tokio::test]
async fn an_instance_that_does_not_run_is_named() {
    let at = Origin::parse("http://127.0.0.1:9").unwrap();
    let error = refused(&at, script(CALL)).await;
    assert!(error.starts_with("http://127.0.0.1:9 does not answer: "), "{error}");
}
