//! What agents without a browser do about what they see, and that a real instance is content with them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::post;
use axum::{Json, Router};
use rstest::rstest;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time;

use super::snapshot::Snapshot;
use super::work::{Change, Deed};
use super::*;
use crate::centre::EpochMs;
use crate::http::router;
use crate::instance::Instance;
use crate::simulator::{Library, Simulator};

const MORNING: i64 = 1_700_000_000_000;

fn habits(talk: Option<Duration>) -> Habits {
    Habits { answer: Duration::from_secs(2), talk, wrap_up: Duration::from_secs(10) }
}

fn snapshot(state: &str, contacts: &Value, after_s: u64) -> Snapshot {
    let seconds = u64::try_from(MORNING / 1000).unwrap() + after_s;
    serde_json::from_value(json!({
        "state": { "type": state, "name": "X" },
        "contacts": contacts,
        "snapshotTimestamp": seconds,
    }))
    .unwrap()
}

fn contact(id: &str, channel: &str, state: &str, after_s: f64) -> Value {
    let seconds = f64::from(u32::try_from(MORNING / 1000).unwrap());
    json!({
        "contactId": id,
        "initialContactId": id,
        "type": channel,
        "state": { "type": state, "timestamp": seconds + after_s },
        "initiationMethod": "inbound",
        "queue": { "name": "Support", "queueARN": "arn" },
        "customerEndpoint": { "type": "phone_number", "phoneNumber": "+12065550100" },
        "connections": [{ "connectionId": "own", "type": "agent" }, { "connectionId": "other", "type": "inbound" }],
    })
}

/// A morning at which only the test's clock moves.
struct Shift {
    work: Work,
    began: time::Instant,
}

impl Shift {
    fn begin(talk: Option<Duration>) -> Self {
        Self { work: Work::new(habits(talk), 7), began: time::Instant::now() }
    }

    fn see(&mut self, at_s: u64, contacts: &Value) -> Vec<Change> {
        self.work.see(&snapshot("routable", contacts, at_s), self.began + Duration::from_secs(at_s))
    }

    /// The next deed, and how many seconds from the beginning.
    fn next(&self) -> Option<(f64, Deed)> {
        self.work.next().map(|(at, deed)| ((at - self.began).as_secs_f64(), deed))
    }

    fn do_it(&mut self) -> Deed {
        let (at, deed) = self.work.next().unwrap();
        self.work.did(&deed, at);
        deed
    }
}

#[rstest]
#[case("offline", true)]
#[case("error", true)]
#[case("routable", false)]
#[case("not_routable", false)]
#[case("system", false)]
fn who_is_away_by_accident_comes_back(#[case] state: &str, #[case] comes_back: bool) {
    let mut shift = Shift::begin(None);
    shift.work.see(&snapshot(state, &json!([]), 0), shift.began);
    assert_eq!(shift.next(), comes_back.then_some((0.0, Deed::BecomeAvailable)));
    shift.see(1, &json!([]));
    assert_eq!(shift.next(), None, "somebody else has seen to it");
}

#[test]
fn a_call_is_answered_talked_through_and_cleared() {
    let mut shift = Shift::begin(Some(Duration::from_mins(1)));
    let id = || "c".to_owned();
    let news = shift.see(0, &json!([contact("c", "voice", "connecting", 0.0)]));
    assert_eq!(news, [Change { contact: id(), state: "connecting".to_owned(), since: MORNING }]);
    let (at, deed) = shift.next().unwrap();
    assert!((0.5..8.0).contains(&at) && deed == Deed::Accept { contact: id() }, "{at} {deed:?}");
    shift.do_it();
    assert_eq!(shift.see(3, &json!([contact("c", "voice", "connecting", 0.0)])), [], "no news");
    assert_eq!(shift.next(), None, "accepted once");
    shift.see(10, &json!([contact("c", "voice", "connected", 10.0)]));
    let (at, deed) = shift.next().unwrap();
    assert!((20.0..250.0).contains(&at), "{at}");
    assert_eq!(deed, Deed::HangUp { contact: id(), connection: "own".to_owned() });
    shift.do_it();
    shift.see(80, &json!([contact("c", "voice", "ended", 80.0)]));
    assert_eq!(shift.work.in_hand(), 0);
    assert_eq!(shift.do_it(), Deed::Clear { contact: id() });
    let records = shift.work.records();
    let record = serde_json::to_value(&records[0]).unwrap();
    assert_eq!(record["outcome"], "handled");
    assert_eq!(record["offered_at"], "2023-11-14T22:13:20.000Z");
    assert_eq!(record["ended_at"], "2023-11-14T22:14:40.000Z");
    assert!(record["accepted_at"].as_str() < record["connected_at"].as_str());
    assert!(record["ended_at"].as_str() < record["cleared_at"].as_str());
    assert_eq!((record["queue"].as_str(), record["direction"].as_str()), (Some("Support"), Some("inbound")));
    assert_eq!(shift.work.records(), []);
}

#[test]
fn without_a_time_to_talk_the_customer_hangs_up() {
    let mut shift = Shift::begin(None);
    shift.see(0, &json!([contact("c", "voice", "connected", 0.0), contact("t", "task", "connected", 0.0)]));
    let (_, deed) = shift.next().unwrap();
    assert_eq!(
        deed,
        Deed::HangUp { contact: "t".to_owned(), connection: "own".to_owned() },
        "nobody else would"
    );
    shift.do_it();
    assert_eq!(shift.next(), None);
}

#[test]
fn what_was_missed_is_cleared_at_once_and_answered_if_it_comes_again() {
    let mut shift = Shift::begin(None);
    shift.see(0, &json!([contact("c", "voice", "missed", 0.0)]));
    assert_eq!(shift.next(), Some((0.0, Deed::Clear { contact: "c".to_owned() })));
    shift.do_it();
    assert_eq!(shift.work.records()[0].outcome, "missed");
    shift.see(1, &json!([contact("c", "voice", "connecting", 1.0)]));
    assert!(matches!(shift.next(), Some((_, Deed::Accept { .. }))));
}

#[test]
fn what_fails_is_tried_again_ever_later_unless_it_is_not_called_for() {
    let mut shift = Shift::begin(None);
    shift.see(0, &json!([contact("c", "voice", "connecting", 0.0)]));
    let mut pauses = Vec::new();
    for _ in 0..7 {
        let (at, deed) = shift.work.next().unwrap();
        shift.work.failed(&deed, at);
        pauses.push((shift.work.next().unwrap().0 - at).as_secs());
    }
    assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30]);
    shift.see(100, &json!([]));
    assert_eq!(shift.next(), None);
}

/// A running instance, its address, and a desktop server that takes records.
struct Town {
    simulator: Arc<Simulator>,
    options: Options,
    records: mpsc::UnboundedReceiver<Value>,
    /// Whether the instance's service fails.
    fails: Arc<AtomicBool>,
}

async fn town(count: usize) -> Town {
    let clock = || EpochMs(desk::epoch_ms());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let instance = Instance::built_in().unwrap();
    let simulator =
        Arc::new(Simulator::new(instance, Vec::new(), Library::new(""), at.port(), Box::new(clock)));
    let keeper = Arc::clone(&simulator);
    tokio::spawn(async move { keeper.live.keep_deadlines().await });
    let fails = Arc::<AtomicBool>::default();
    let fail = async |State(fails): State<Arc<AtomicBool>>, request: Request<Body>, next: Next| match request
        .uri()
        .path()
    {
        "/api" | "/login" if fails.load(Ordering::Relaxed) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        _ => next.run(request).await,
    };
    let failing = from_fn_with_state(Arc::clone(&fails), fail);
    let routes = router(Arc::clone(&simulator)).layer(failing);
    tokio::spawn(async move { axum::serve(listener, routes).await });

    let (sender, records) = mpsc::unbounded_channel();
    let take = async move |Json(record): Json<Value>| _ = sender.send(record);
    let desktop = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = |address| Origin::parse(&format!("http://{address}")).unwrap();
    let records_to = Some(origin(desktop.local_addr().unwrap()));
    let routes = Router::new().route("/api/v1/contact-records", post(take));
    tokio::spawn(async move { axum::serve(desktop, routes).await });

    let none = Duration::ZERO;
    let talk = Some(Duration::from_millis(50));
    let options = Options { at: origin(at), count, answer: none, talk, wrap_up: none, records_to, seed: 7 };
    Town { simulator, options, records, fails }
}

fn customer_calls(simulator: &Simulator) {
    let traffic = serde_json::from_value(json!({ "contacts_per_minute": 60_000 })).unwrap();
    simulator.traffic.order(traffic, &simulator.live, &simulator.instance).unwrap();
}

#[tokio::test]
async fn a_population_handles_what_comes_and_signs_out() {
    let Town { simulator, options, mut records, .. } = town(4).await;
    let keeper = Arc::clone(&simulator);
    tokio::spawn(async move { crate::traffic::keep(&keeper).await });
    customer_calls(&simulator);
    let seen = Arc::new(Mutex::new(std::collections::BTreeSet::new()));
    let noted = Arc::clone(&seen);
    let watch: Watch = Box::new(move |sight| {
        if let Seen::Contact { state, .. } = sight.seen {
            noted.lock().unwrap().insert(state.to_owned());
        }
    });
    let five_records = async {
        for _ in 0..5 {
            let record = records.recv().await.unwrap();
            assert_eq!((&record["channel"], &record["outcome"]), (&json!("voice"), &json!("handled")));
            assert!(record["agent"].is_string() && record["cleared_at"].is_string());
        }
    };
    let mut report = Vec::new();
    let counts = run(&options, five_records, watch, &mut report).await.unwrap();
    assert!(counts.handled >= 5 && counts.records >= 5, "{counts}");
    assert!(seen.lock().unwrap().iter().map(String::as_str).eq(["connected", "connecting", "ended"]));
    assert!(String::from_utf8(report).unwrap().contains("contacts handled"));
    let signed_in = simulator.live.read(|centre| {
        centre
            .instance()
            .agents
            .iter()
            .filter(|agent| centre.agent(&agent.username).unwrap().signed_in)
            .count()
    });
    assert_eq!(signed_in, 0);
}

#[tokio::test]
async fn an_instance_that_fails_is_waited_for_and_a_lost_login_is_made_again() {
    let Town { simulator, options, fails, .. } = town(2).await;
    fails.store(true, Ordering::Relaxed);
    let (sender, mut seen) = mpsc::unbounded_channel();
    let watch: Watch = Box::new(move |sight| {
        if let Seen::Agent { state: "Available" } = sight.seen {
            _ = sender.send(sight.agent.to_owned());
        }
    });
    let until = async {
        time::sleep(Duration::from_millis(200)).await;
        assert!(seen.try_recv().is_err());
        fails.store(false, Ordering::Relaxed);
        let agent = seen.recv().await.unwrap();
        simulator.sign_out(crate::centre::Username::new(agent.as_str())).unwrap();
        while seen.try_recv().is_ok() {}
        while seen.recv().await.unwrap() != agent {}
    };
    let counts = run(&options, until, watch, &mut Vec::new()).await.unwrap();
    assert!(counts.failed >= 3, "{counts}");
}

#[tokio::test]
async fn a_population_that_cannot_be_is_told_why() {
    let Town { options, .. } = town(7).await;
    let nobody = || Box::new(|_: &Sight<'_>| ());
    let report = &mut Vec::new();
    let error = run(&options, async {}, nobody(), report).await.unwrap_err();
    assert!(matches!(error, HeadlessError::TooFew { free: 6, wanted: 7, .. }), "{error}");
    let origin = |text| Origin::parse(text).unwrap();
    let nowhere = Options { at: origin("http://127.0.0.1:1"), ..options.clone() };
    let error = run(&nowhere, async {}, nobody(), report).await.unwrap_err();
    assert!(error.to_string().contains("http://127.0.0.1:1"), "{error}");
    let secret = Options { at: origin("https://localhost:3100"), ..options };
    assert!(matches!(run(&secret, async {}, nobody(), report).await, Err(HeadlessError::NotHttp(_))));
}
