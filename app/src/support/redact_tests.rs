//! What goes and what stays.

use proptest::prelude::*;
use rstest::rstest;

use super::*;

#[rstest]
#[case("calling +12065550100 now", "calling [number] now")]
#[case("+44 (0)20 7946-0958", "[number]")]
#[case("(020) 7946 0958.", "[number].")]
#[case("tel:03-1234-5678", "tel:[number]")]
#[case("０３−１２３４−５６７８へ発信", "[number]へ発信")]
#[case("sip:+4930901820@example.com", "sip:[address]")]
#[case("from anna.l+x@example.co.jp, to 田中@例え.jp", "from [address], to [address]")]
#[case(r#"{"token":"abc.def","a":1}"#, r#"{"token":"[secret]","a":1}"#)]
#[case(r#"{\"accessToken\": \"a b\", x}"#, r#"{\"accessToken\": \"[secret]\", x}"#)]
#[case("Authorization: Bearer a b c\nnext", "Authorization: [secret]\nnext")]
#[case("header bearer abcdefgh12", "header bearer [secret]")]
#[case("refresh_token=abc&more", "refresh_token=[secret]&more")]
#[case("got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln.", "got [secret]")]
#[case("https://x.my.connect.aws/ccp?name=Anna&n=1 failed", "https://x.my.connect.aws/ccp?[query] failed")]
#[case("https://x/#access=1", "https://x/#[query]")]
#[case("503 2026-11-25T09:30:00.120Z ok", "503 2026-11-25T09:30:00.120Z ok")]
#[case("2026-11-25 0312345678", "2026-11-25 [number]")]
#[case(
    "contact 7ce7c7a3-9aaf-41f4-97b9-592838174f78 connected",
    "contact 7ce7c7a3-9aaf-41f4-97b9-592838174f78 connected"
)]
#[case(
    "arn:aws:connect:us-east-1:111122223333:instance/5f1e9c04-3a7b-4d2e-9b61-0c8de2a471f5/agent-state/0000000a-0000-4000-8000-000000000001",
    "arn:aws:connect:us-east-1:[number]:instance/5f1e9c04-3a7b-4d2e-9b61-0c8de2a471f5/agent-state/0000000a-0000-4000-8000-000000000001"
)]
#[case("the token expired; did it? yes", "the token expired; did it? yes")]
#[case("AfterCallWork after 120034 ms", "AfterCallWork after 120034 ms")]
fn what_may_be_personal_goes_and_the_rest_stays(#[case] text: &str, #[case] clean: &str) {
    assert_eq!(redact(text), clean);
}

#[test]
fn what_the_page_knows_goes_whatever_it_is_called() {
    let mut known = Known::default();
    for word in ["anna", "Anna Lindqvist", "林", "true", "no"] {
        known.note(Some(word));
    }
    assert_eq!(
        known.redact("ANNA LINDQVIST (anna) and Hanna, 小林様; true, no announcement"),
        "[personal] ([personal]) and Hanna, 小[personal]様; true, no announcement"
    );
}

proptest! {
    #[test]
    fn no_number_is_left(
        before in "[a-z :(]{0,8}",
        number in "\\+?[1-9][0-9]{6,14}",
        after in "[a-z ,)]{0,8}",
    ) {
        let clean = redact(&format!("{before}{number}{after}"));
        prop_assert!(!clean.contains(&number[1..]), "{}", clean);
    }

    #[test]
    fn no_number_with_gaps_is_left(groups in prop::collection::vec("[0-9]{2,4}", 4..6), gap in "[-. ]") {
        let clean = redact(&format!("to {}!", groups.join(&gap)));
        let is_date = clean.contains("19") || clean.contains("20");
        prop_assert!(is_date || clean == "to [number]!", "{}", clean);
    }

    #[test]
    fn no_address_is_left(local in "[a-z0-9._]{1,12}", domain in "[a-z0-9]{1,8}\\.(com|jp)") {
        let address = format!("{local}@{domain}");
        let clean = redact(&format!("mail \"{address}\" sent"));
        prop_assert!(!clean.contains('@') && !clean.contains(&domain), "{}", clean);
    }

    #[test]
    fn identifiers_and_times_stay(
        id in "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        milliseconds in 946_684_800_000_i64..4_102_444_800_000,
    ) {
        let line = format!("{} [INFO] {id} missed", connect_streams::EpochMs::new(milliseconds));
        prop_assert_eq!(redact(&line), line);
    }

    #[test]
    fn addresses_side_by_side_all_go(first in "[a-z]{1,6}", second in "[a-z]{1,6}") {
        let clean = redact(&format!("{first}@{first}%@{second}"));
        prop_assert_eq!(clean, "[address][address]");
    }

    #[test]
    fn nothing_is_a_panic_and_twice_is_as_once(text in "\\PC{0,80}") {
        let once = redact(&text);
        let mut known = Known::default();
        known.note(text.get(..4));
        known.redact(&text);
        prop_assert_eq!(redact(&once), once);
    }
}
