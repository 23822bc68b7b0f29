//! What the watch concludes from what it is told.

use connect_streams::{AgentData, DecodeError};
use rstest::rstest;

use super::*;

fn at(milliseconds: i64) -> EpochMs {
    EpochMs::new(milliseconds)
}

fn agent_updated() -> CcpEvent {
    let text = include_str!("../../streams/tests/agent-data/connected.json");
    CcpEvent::AgentUpdated(Box::new(AgentData::from_json(text).unwrap()))
}

fn called(operation: &str, status: impl Into<Option<u16>>, took_ms: i64) -> CcpEvent {
    CcpEvent::ApiCalled(ApiCall { operation: operation.to_owned(), status: status.into(), took_ms })
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "as the watch takes it; our own server not answering is the other case"
)]
fn answers(status: impl Into<Option<u16>>, took_ms: u32, framing: Framing) -> Option<CcpCheck> {
    Some(CcpCheck { status: status.into(), took_ms, framing })
}

fn loading() -> Watch {
    let mut watch = Watch::default();
    watch.started(at(0));
    watch
}

fn ready() -> Watch {
    let mut watch = loading();
    watch.heard(&CcpEvent::Acknowledged, at(400));
    watch.heard(&agent_updated(), at(500));
    watch
}

#[test]
fn a_healthy_start_asks_nobody() {
    let mut watch = loading();
    assert_eq!(watch.tick(at(1_000)), []);
    watch.heard(&CcpEvent::Acknowledged, at(1_100));
    assert_eq!(watch.status(), CcpStatus::Loading, "signed in, but who it is comes next");
    watch.heard(&agent_updated(), at(1_500));
    assert_eq!(watch.status(), CcpStatus::Ready);
    assert_eq!(watch.tick(at(30_000)), []);
}

#[rstest]
#[case::not_signed_in(answers(302, 10, Framing::Allowed), CcpStatus::SignInNeeded)]
#[case::does_not_tell(answers(200, 10, Framing::Unknown), CcpStatus::SignInNeeded)]
#[case::origin_missing(answers(302, 10, Framing::Refused), CcpStatus::NotApproved)]
#[case::down(answers(None, 10_000, Framing::Unknown), CcpStatus::Unreachable)]
#[case::broken(answers(500, 10, Framing::Unknown), CcpStatus::Failing(500))]
#[case::slow(answers(302, 5_000, Framing::Allowed), CcpStatus::Slow { at_work: false })]
#[case::our_server_is_down_too(None, CcpStatus::Loading)]
fn a_silent_frame_is_looked_into(#[case] check: Option<CcpCheck>, #[case] verdict: CcpStatus) {
    let mut watch = loading();
    assert_eq!(watch.tick(at(2_500)), [Order::Check]);
    watch.checked(check, at(2_500));
    assert_eq!(watch.status(), verdict);
    assert_eq!(watch.tick(at(7_500)), [Order::Check], "and looked into again");
}

#[rstest]
#[case(answers(None, 10_000, Framing::Unknown))]
#[case(answers(503, 10, Framing::Unknown))]
#[case(answers(302, 5_000, Framing::Allowed))]
#[case(answers(302, 10, Framing::Refused))]
fn when_the_fault_is_over_the_frame_is_loaded_anew(#[case] fault: Option<CcpCheck>) {
    let mut watch = loading();
    watch.checked(fault, at(2_500));
    assert_eq!(watch.checked(answers(302, 10, Framing::Allowed), at(2_500)), Some(Order::ReloadFrame));
    assert_eq!(watch.status(), CcpStatus::Loading);
}

#[test]
fn signing_in() {
    let mut watch = loading();
    watch.checked(answers(302, 10, Framing::Allowed), at(2_500));
    watch.sign_in_opened(at(10_000));
    assert!(!watch.tick(at(12_999)).contains(&Order::ReloadFrame));
    assert!(watch.tick(at(13_000)).contains(&Order::ReloadFrame));
    assert!(watch.tick(at(16_000)).contains(&Order::ReloadFrame));
    watch.heard(&CcpEvent::Acknowledged, at(16_500));
    assert!(!watch.tick(at(40_000)).contains(&Order::Restart));
    assert_eq!(watch.heard(&agent_updated(), at(17_000)), Some(Order::CloseSignIn));
    assert_eq!(watch.status(), CcpStatus::Ready);
}

#[test]
fn the_longer_a_sign_in_takes_the_more_time_the_frame_gets() {
    let mut watch = loading();
    watch.sign_in_opened(at(0));
    let reloads: Vec<i64> =
        (1..=60).filter(|second| watch.tick(at(second * 1_000)).contains(&Order::ReloadFrame)).collect();
    assert_eq!(reloads, [3, 6, 9, 14, 21, 32, 47]);
}

#[test]
fn a_frame_in_which_somebody_works_is_not_loaded_anew_for_a_sign_in() {
    let mut watch = ready();
    watch.sign_in_opened(at(0));
    assert!((1..=20).all(|second| watch.tick(at(second * 1_000)).is_empty()));
}

#[test]
fn a_sign_in_elsewhere_is_found_when_the_agent_comes_back() {
    let mut watch = loading();
    watch.checked(answers(302, 10, Framing::Allowed), at(2_500));
    assert_eq!(watch.looked_at(), Some(Order::ReloadFrame));
    watch.sign_in_opened(at(0));
    assert_eq!(watch.looked_at(), None, "our own window is open");
    assert_eq!(watch.sign_in_closed(at(1_000)), Some(Order::ReloadFrame));
    assert_eq!(ready().looked_at(), None);
}

#[rstest]
#[case(called("holdConnection", 500, 10), CcpStatus::Failing(500))]
#[case(called("getAgentSnapshot", None, 10), CcpStatus::Unreachable)]
fn a_fault_in_a_session_is_named_until_a_call_succeeds(
    #[case] failure: CcpEvent,
    #[case] verdict: CcpStatus,
) {
    let mut watch = ready();
    watch.heard(&failure, at(10_000));
    assert_eq!(watch.status(), verdict);
    watch.heard(&called("getAgentSnapshot", 200, 20_000), at(15_000));
    assert_eq!(watch.status(), CcpStatus::Ready);
}

#[test]
fn slowness_in_a_session_is_named_until_an_answer_is_quick() {
    let mut watch = ready();
    watch.heard(&called("getAgentConfiguration", 200, 5_000), at(10_000));
    assert_eq!(watch.status(), CcpStatus::Slow { at_work: true });
    watch.heard(&agent_updated(), at(12_000));
    assert_eq!(watch.status(), CcpStatus::Slow { at_work: true }, "a long poll says nothing about speed");
    assert_eq!(watch.tick(at(15_000)), [Order::Check]);
    assert_eq!(watch.checked(answers(302, 10, Framing::Allowed), at(2_500)), None);
    assert_eq!(watch.status(), CcpStatus::Ready);
}

#[test]
fn a_refused_command_is_no_fault_of_the_instance() {
    let mut watch = ready();
    watch.heard(&called("putAgentState", 400, 10), at(10_000));
    assert_eq!(watch.status(), CcpStatus::Ready);
}

#[test]
fn a_lost_push_connection_is_looked_into() {
    let mut watch = ready();
    watch.heard(&CcpEvent::PushLost, at(10_000));
    assert_eq!(watch.tick(at(10_000)), [Order::Check]);
    watch.checked(answers(None, 10, Framing::Unknown), at(2_500));
    assert_eq!(watch.status(), CcpStatus::Unreachable);
}

#[test]
fn silence_of_the_service_is_looked_into() {
    let mut watch = ready();
    assert_eq!(watch.tick(at(45_400)), []);
    assert_eq!(watch.tick(at(45_501)), [Order::Check]);
}

#[test]
fn a_frame_that_is_only_late_is_no_sign_in() {
    let mut watch = ready();
    watch.heard(&CcpEvent::CcpSilent, at(10_000));
    assert_eq!(watch.status(), CcpStatus::Stopped);
    assert_eq!(watch.tick(at(11_000)), []);
    watch.heard(&CcpEvent::Acknowledged, at(11_000));
    assert_eq!(watch.status(), CcpStatus::Ready);
}

#[test]
fn a_frame_that_died_is_loaded_anew_and_then_looked_into() {
    let mut watch = ready();
    watch.heard(&CcpEvent::CcpSilent, at(10_000));
    assert_eq!(watch.tick(at(12_500)), [Order::ReloadFrame]);
    assert_eq!(watch.tick(at(14_999)), []);
    assert_eq!(watch.tick(at(15_000)), [Order::Check]);
    watch.checked(answers(302, 10, Framing::Allowed), at(2_500));
    assert_eq!(watch.status(), CcpStatus::SignInNeeded);
}

#[test]
fn a_frame_that_died_and_came_back_is_ready() {
    let mut watch = ready();
    watch.heard(&CcpEvent::CcpSilent, at(10_000));
    watch.tick(at(12_500));
    watch.heard(&CcpEvent::Acknowledged, at(13_500));
    watch.heard(&agent_updated(), at(13_600));
    assert_eq!(watch.status(), CcpStatus::Ready);
    assert_eq!(watch.tick(at(20_000)), []);
}

#[test]
fn an_expired_sign_in_is_found_by_the_calls_that_are_turned_away() {
    let mut watch = ready();
    assert_eq!(watch.heard(&called("getAgentSnapshot", 401, 10), at(10_000)), None);
    assert_eq!(watch.heard(&called("getAgentSnapshot", 401, 10), at(15_000)), Some(Order::ReloadFrame));
    watch.tick(at(17_999));
    assert_eq!(watch.status(), CcpStatus::Ready, "perhaps the frame comes back with another sign-in");
    watch.tick(at(18_000));
    assert_eq!(watch.status(), CcpStatus::SignInExpired);
    watch.heard(&called("getAgentSnapshot", 401, 10), at(20_000));
    watch.heard(&CcpEvent::CcpSilent, at(24_000));
    watch.tick(at(30_000));
    watch.checked(answers(302, 10, Framing::Allowed), at(2_500));
    assert_eq!(watch.status(), CcpStatus::SignInExpired, "says more than 'sign in'");
    watch.heard(&agent_updated(), at(40_000));
    assert_eq!(watch.status(), CcpStatus::Ready);
}

#[test]
fn a_burst_of_calls_that_are_turned_away_is_one_and_no_verdict() {
    let mut watch = ready();
    for operation in ["getAgentSnapshot", "getAgentConfiguration", "getAgentStates", "getAgentPermissions"] {
        watch.heard(&called(operation, 401, 10), at(10_000));
    }
    assert_eq!(watch.status(), CcpStatus::Ready);
}

#[test]
fn who_logged_out_is_not_told_that_the_sign_in_expired() {
    let mut watch = ready();
    watch.heard(&CcpEvent::LoggedOut, at(10_000));
    watch.heard(&called("getAgentSnapshot", 401, 10), at(10_100));
    watch.heard(&called("getAgentSnapshot", 401, 10), at(15_000));
    assert_eq!(watch.heard(&CcpEvent::SignInExpired, at(15_000)), None);
    assert_eq!(watch.status(), CcpStatus::LoggedOut);
}

#[rstest]
#[case(CcpEvent::LoggedOut, CcpStatus::LoggedOut)]
#[case(CcpEvent::AccessDenied, CcpStatus::AccessDenied)]
fn what_ends_a_session_is_named(#[case] event: CcpEvent, #[case] verdict: CcpStatus) {
    let mut watch = ready();
    watch.heard(&event, at(10_000));
    watch.heard(&event, at(10_001));
    watch.tick(at(13_000));
    assert_eq!(watch.status(), verdict);
}

#[test]
fn a_ccp_that_never_names_an_agent_is_loaded_anew() {
    let mut watch = loading();
    watch.heard(&CcpEvent::Acknowledged, at(1_000));
    watch.heard(&called("createTransport", 500, 10), at(1_100));
    assert_eq!(watch.status(), CcpStatus::Failing(500));
    assert!(watch.tick(at(16_001)).contains(&Order::ReloadFrame));
}

#[test]
fn what_cannot_be_read_is_named_until_something_can() {
    let mut watch = ready();
    let error = DecodeError { path: "snapshot.state".to_owned(), message: "missing field `name`".to_owned() };
    watch.heard(&CcpEvent::Undecodable(error), at(10_000));
    watch.heard(&called("getAgentSnapshot", 200, 10), at(10_001));
    assert!(matches!(watch.status(), CcpStatus::Unreadable(what) if what.contains("snapshot.state")));
    watch.heard(&agent_updated(), at(11_000));
    assert_eq!(watch.status(), CcpStatus::Ready);
}

#[test]
fn when_the_library_gives_up_we_start_again() {
    assert_eq!(loading().heard(&CcpEvent::RetriesExhausted, at(600_000)), Some(Order::Restart));
}

/// Signs in and is told after a moment to sign in again.
fn round(watch: &mut Watch, now: i64) -> Option<Order> {
    watch.heard(&CcpEvent::Acknowledged, at(now));
    watch.heard(&agent_updated(), at(now));
    watch.heard(&CcpEvent::SignInExpired, at(now + 8_000))
}

#[test]
fn a_sign_in_that_is_withdrawn_and_given_again_at_once_is_not_worth_a_word() {
    let mut watch = ready();
    assert_eq!(watch.heard(&CcpEvent::SignInExpired, at(10_000)), Some(Order::ReloadFrame));
    assert_eq!(watch.heard(&CcpEvent::SignInExpired, at(10_001)), None, "it is being loaded anew");
    for second in 11..=12 {
        watch.tick(at(second * 1_000));
        assert_eq!(watch.status(), CcpStatus::Ready);
    }
    watch.heard(&CcpEvent::Acknowledged, at(12_500));
    watch.heard(&agent_updated(), at(12_600));
    watch.tick(at(14_000));
    assert_eq!(watch.status(), CcpStatus::Ready);
}

#[test]
fn a_sign_in_that_is_never_kept_is_tried_three_times() {
    let mut watch = loading();
    assert_eq!(round(&mut watch, 10_000), Some(Order::ReloadFrame));
    assert_eq!(round(&mut watch, 20_000), Some(Order::ReloadFrame));
    assert_eq!(round(&mut watch, 30_000), None);
    assert_eq!(watch.status(), CcpStatus::LoginLoop);
    for second in 40..200 {
        assert_eq!(watch.tick(at(second * 1_000)), [], "nothing more happens by itself");
    }
    assert_eq!(watch.looked_at(), None);
    assert_eq!(watch.heard(&CcpEvent::RetriesExhausted, at(200_000)), None);
    assert_eq!(watch.checked(answers(302, 10, Framing::Allowed), at(200_000)), None);
    assert_eq!(watch.status(), CcpStatus::LoginLoop);
    assert_eq!(watch.restart(at(300_000)), Some(Order::Restart), "but the agent may try again");
    assert_eq!(watch.status(), CcpStatus::Loading);
    assert_eq!(round(&mut watch, 310_000), Some(Order::ReloadFrame));
}

#[test]
fn a_frame_that_stays_silent_after_each_sign_in_is_a_loop() {
    let mut watch = loading();
    watch.checked(answers(302, 10, Framing::Allowed), at(2_500));
    for minute in 0..3 {
        let now = 10_000 + minute * 20_000;
        watch.sign_in_opened(at(now));
        watch.checked(answers(302, 10, Framing::Allowed), at(now + 5_000));
        assert_eq!(watch.status(), CcpStatus::SignInNeeded, "the window is still open");
        assert_eq!(watch.sign_in_closed(at(now + 10_000)), Some(Order::ReloadFrame));
        watch.checked(answers(302, 10, Framing::Allowed), at(now + 10_500));
        assert_eq!(watch.status(), CcpStatus::SignInNeeded, "the frame gets its time");
        assert_eq!(watch.tick(at(now + 12_500)), [Order::Check]);
        watch.checked(answers(302, 10, Framing::Allowed), at(now + 12_600));
    }
    assert_eq!(watch.status(), CcpStatus::LoginLoop);
    watch.heard(&agent_updated(), at(90_000));
    assert_eq!(watch.status(), CcpStatus::Ready, "a loop that ends has ended");
}

#[test]
fn sign_ins_that_last_are_no_loop() {
    let mut watch = loading();
    for hour in 1..5 {
        let now = hour * 3_600_000;
        watch.heard(&CcpEvent::Acknowledged, at(now));
        watch.heard(&agent_updated(), at(now));
        watch.tick(at(now + 130_000));
        assert_eq!(watch.heard(&CcpEvent::SignInExpired, at(now + 1_000_000)), Some(Order::ReloadFrame));
    }
}

#[test]
fn who_logs_out_and_in_is_in_no_loop() {
    let mut watch = ready();
    for round in 1..6 {
        let now = round * 10_000;
        watch.heard(&CcpEvent::LoggedOut, at(now));
        watch.sign_in_opened(at(now + 1_000));
        watch.heard(&CcpEvent::Acknowledged, at(now + 5_000));
        watch.heard(&agent_updated(), at(now + 5_100));
    }
    assert_eq!(watch.status(), CcpStatus::Ready);
}
