use connect_streams::EpochMs;
use rstest::rstest;

use super::*;
use crate::api::{Framing, OriginCheck};

const PAGE: &str = "https://desk.example.com";
const PORTAL: &str = "https://portal.example.com";

fn origin(origin: &str) -> OriginCheck {
    OriginCheck { origin: origin.to_owned(), listed: true, framing: Framing::Allowed, approved: None }
}

fn check() -> DoctorCheck {
    DoctorCheck {
        now: EpochMs::new(1_000_000),
        instance_now: Some(EpochMs::new(1_000_000)),
        status: Some(302),
        login_status: Some(200),
        login_took_ms: 100,
        origins: vec![origin(PAGE)],
        instance_id: String::new(),
        may_approve: false,
        list_trouble: None,
    }
}

/// All is well.
fn well() -> Evidence {
    Evidence {
        page: PAGE.to_owned(),
        ccp_url: "https://example.my.connect.aws/ccp-v2/".to_owned(),
        login_url: "https://example.my.connect.aws/ccp-v2/".to_owned(),
        region: "eu-central-1".to_owned(),
        check: Some(check()),
        ahead_ms: Some(300),
        stores: Some(true),
        microphone: Some(true),
        policy: None,
        reaches: Some(true),
        frame: Frame::Speaks,
        push: Some(true),
        sign_in: SignIn::NotTried,
    }
}

fn silent() -> Evidence {
    Evidence { frame: Frame::Silent, push: None, ..well() }
}

fn checked(change: impl FnOnce(&mut DoctorCheck)) -> Evidence {
    let mut check = check();
    change(&mut check);
    Evidence { check: Some(check), ..silent() }
}

fn saml(change: impl FnOnce(&mut DoctorCheck)) -> Evidence {
    Evidence { login_url: "https://sso.example.com/start".to_owned(), ..checked(change) }
}

fn around(listed: bool, framing: Framing) -> Evidence {
    checked(|check| check.origins.push(OriginCheck { listed, framing, ..origin(PORTAL) }))
}

fn at(ccp_url: &str) -> Evidence {
    Evidence { ccp_url: ccp_url.to_owned(), ..silent() }
}

#[rstest]
#[case::server(Evidence { check: None, ..silent() }, Cause::ServerSilent)]
#[case::library(Evidence { frame: Frame::NoLibrary, ..silent() }, Cause::NoLibrary)]
#[case::down(checked(|check| check.status = None), Cause::Unreachable)]
#[case::errors(checked(|check| check.status = Some(503)), Cause::Failing)]
#[case::no_such_path(checked(|check| check.status = Some(404)), Cause::WrongPath)]
#[case::root(at("https://example.my.connect.aws/"), Cause::WrongPath)]
#[case::nothing_behind_the_host(at("https://example.my.connect.aws"), Cause::WrongPath)]
#[case::first_panel(at("https://example.awsapps.com/connect/ccp#/"), Cause::WrongPath)]
#[case::our_policy(Evidence { policy: Some(Policy::Ours), ..silent() }, Cause::Policy)]
#[case::proxys_policy(Evidence { policy: Some(Policy::Another), reaches: Some(false), ..silent() }, Cause::Policy)]
#[case::not_approved(checked(|check| check.origins[0].framing = Framing::Refused), Cause::NotApproved)]
#[case::not_on_its_list(checked(|check| check.origins[0].approved = Some(false)), Cause::NotApproved)]
#[case::portal_not_approved(around(true, Framing::Refused), Cause::Ancestor)]
#[case::portal_not_known(Evidence { frame: Frame::Speaks, push: Some(true), ..around(false, Framing::Allowed) }, Cause::Ancestor)]
#[case::portal_neither(around(false, Framing::Refused), Cause::Ancestor)]
#[case::tracking_protection(Evidence { reaches: Some(false), ..silent() }, Cause::BrowserBlocks)]
#[case::no_storage(Evidence { stores: Some(false), ..silent() }, Cause::StorageBlocked)]
#[case::no_cookies(Evidence { sign_in: SignIn::SeesPanel, ..silent() }, Cause::CookiesWithheld)]
#[case::no_window(Evidence { sign_in: SignIn::Blocked, ..silent() }, Cause::PopupBlocked)]
#[case::saml_is_slow(saml(|check| check.login_took_ms = 5_000), Cause::SamlSlow)]
#[case::saml_is_down(saml(|check| check.login_status = None), Cause::SamlSlow)]
#[case::saml_leads_elsewhere(Evidence { sign_in: SignIn::SeesOther, ..saml(|_| {}) }, Cause::SamlSlow)]
#[case::not_signed_in(silent(), Cause::NotSignedIn)]
#[case::saml_not_signed_in(saml(|_| {}), Cause::NotSignedIn)]
#[case::still_at_the_sign_in(Evidence { sign_in: SignIn::SeesOther, ..silent() }, Cause::NotSignedIn)]
#[case::microphone(Evidence { microphone: Some(false), ..well() }, Cause::NoMicrophone)]
#[case::fast_clock(Evidence { ahead_ms: Some(600_000), ..well() }, Cause::Clock)]
#[case::slow_clock(Evidence { ahead_ms: Some(-61_000), ..well() }, Cause::Clock)]
#[case::push(Evidence { push: Some(false), ..well() }, Cause::PushBlocked)]
fn each_cause_is_named_and_no_other(#[case] evidence: Evidence, #[case] cause: Cause) {
    let named: Vec<_> = diagnose(&evidence).into_iter().map(|finding| finding.cause).collect();
    assert_eq!(named, [cause]);
}

#[rstest]
#[case(well())]
#[case(Evidence { microphone: None, stores: None, ahead_ms: None, reaches: None, push: None, ..well() })]
// It works: whatever else was thought of it does not matter.
#[case(Evidence { frame: Frame::Speaks, push: Some(true), ..at("https://example.my.connect.aws/") })]
#[case(Evidence { frame: Frame::Speaks, sign_in: SignIn::SeesOther, ..well() })]
// Who only looks from the server does not know whether anybody is signed in.
#[case(Evidence { frame: Frame::NotLooked, stores: None, reaches: None, ..silent() })]
// The list says more than the answer, which may be one before the sign-in.
#[case(Evidence { frame: Frame::NotLooked, ..checked(|check| {
    check.origins[0] = OriginCheck { framing: Framing::Refused, approved: Some(true), ..origin(PAGE) };
}) })]
fn nothing_is_named_when_nothing_is_wrong(#[case] evidence: Evidence) {
    assert_eq!(diagnose(&evidence), []);
}

#[test]
fn of_three_clocks_the_one_that_is_off_is_named() {
    let at = |server: i64, ahead_ms: i64| {
        let check = DoctorCheck { now: EpochMs::new(1_000_000 + server), ..check() };
        let evidence = Evidence { check: Some(check), ahead_ms: Some(ahead_ms), ..well() };
        diagnose(&evidence)
            .into_iter()
            .map(|finding| (finding.cause, finding.values[0].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(at(0, 600_000), [(Cause::Clock, "+10:00".to_owned())]);
    // The server is ten minutes ahead; this computer is right, ten minutes behind the server.
    assert_eq!(at(600_000, -600_000), [(Cause::ServerClock, "+10:00".to_owned())]);
    assert_eq!(at(0, -90_500), [(Cause::Clock, "-1:30".to_owned())]);
    // As exactly as it is known.
    assert_eq!(at(0, 602_400), [(Cause::Clock, "+10:00".to_owned())]);
    assert_eq!(at(0, 597_600), [(Cause::Clock, "+10:00".to_owned())]);
    assert_eq!(at(59_000, 0), []);
}

#[test]
fn every_origin_that_the_instance_has_to_list_is_named() {
    let mut evidence = around(true, Framing::Refused);
    evidence.check.as_mut().unwrap().origins[0].framing = Framing::Refused;
    let findings = diagnose(&evidence);
    assert_eq!(findings.len(), 1);
    assert_eq!(
        (findings[0].cause, &findings[0].missing[..]),
        (Cause::NotApproved, &[PAGE.to_owned(), PORTAL.to_owned()][..])
    );
}

#[test]
fn two_things_that_have_nothing_to_do_with_each_other_are_both_named() {
    let both = Evidence { microphone: Some(false), ahead_ms: Some(600_000), ..silent() };
    let named: Vec<_> = diagnose(&both).into_iter().map(|finding| finding.cause).collect();
    assert_eq!(named, [Cause::Clock, Cause::NoMicrophone, Cause::NotSignedIn]);
}
