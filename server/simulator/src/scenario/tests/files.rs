//! A right file says what it says, and a wrong one is told where.

use rstest::rstest;

use super::super::*;
use crate::instance::Instance;

fn read(text: &str) -> Result<Scenario, ScenarioError> {
    Scenario::read(text, &Instance::built_in().unwrap())
}

const SMALL: &str = r#"title = "T"
[[step]]
ready = ["anna"]
[[step]]
offer = { as = "call", channel = "voice", queue = "Billing", customer = "+12065550123" }
[[step]]
wait_for = { contact = "call", state = "ringing", within = "30s" }
[[step]]
after = "4s"
hangs_up = "call"
"#;

#[test]
fn a_step_says_what_it_does_unless_it_says_something_else() {
    let scenario = read(&SMALL.replace("after = ", "says = \"Enough!\"\nafter = ")).unwrap();
    let said: Vec<_> = scenario.steps.iter().map(|step| (step.line, step.text.as_str())).collect();
    assert_eq!(
        said,
        [
            (2, "Anna is ready for work"),
            (4, "A customer calls Billing"),
            (6, "Wait until “call” rings"),
            (8, "Enough!")
        ]
    );
    assert_eq!(scenario.steps[3].after_ms, 4_000);
}

#[rstest]
#[case::no_toml("after = \"4s\"", "after = 4s", 9, "TOML", "")]
#[case::no_title("title = \"T\"", "", 1, "title", "missing")]
#[case::strange_key("title = \"T\"", "title = \"T\"\nmood = \"angry\"", 2, "mood", "no such key")]
#[case::nobody(
    "title = \"T\"",
    "title = \"T\"\npeople = { zoe = \"person\" }",
    2,
    "people",
    "no agent `zoe`"
)]
#[case::no_person("title = \"T\"", "title = \"T\"\npeople = { anna = \"here\" }", 2, "people.anna", "`here`")]
#[case::no_time("\"4s\"", "\"soon\"", 9, "step[3].after", "1m 30s")]
#[case::no_deed("hangs_up = \"call\"", "", 8, "step[3].deed", "exactly one deed, and this one has none")]
#[case::two_deeds(
    "hangs_up = \"call\"",
    "hangs_up = \"call\"\nsigns_out = \"anna\"",
    11,
    "step[3].signs_out",
    "hangs_up and signs_out"
)]
#[case::strange_deed("hangs_up", "hung_up", 10, "step[3].hung_up", "no such deed")]
#[case::unknown_contact("hangs_up = \"call\"", "hangs_up = \"cal\"", 10, "step[3].hangs_up", "as = \"cal\"")]
#[case::named_later("as = \"call\", ", "", 7, "step[2].wait_for.contact", "no earlier step")]
#[case::unknown_queue("Billing", "Biling", 5, "step[1].offer.queue", "no queue `Biling`")]
#[case::unknown_agent("[\"anna\"]", "[\"ana\"]", 3, "step[0].ready", "no agent `ana`")]
#[case::channel("\"voice\"", "\"smoke\"", 5, "step[1].offer.channel", "unknown variant `smoke`")]
#[case::number("+1206", "206", 5, "step[1].offer", "E.164")]
#[case::strange_field("customer =", "caller =", 5, "step[1].offer.caller", "unknown field")]
#[case::state("\"ringing\"", "\"loud\"", 7, "step[2].wait_for.state", "unknown variant `loud`")]
#[case::waits_for_nothing(
    "contact = \"call\", state = \"ringing\", ",
    "",
    7,
    "step[2].wait_for",
    "wait for a `contact`"
)]
#[case::never("hangs_up = \"call\"", "times = 0\nhangs_up = \"call\"", 10, "step[3].times", "once to 1000")]
fn an_error_names_the_line_and_the_key(
    #[case] from: &str,
    #[case] to: &str,
    #[case] line: usize,
    #[case] key: &str,
    #[case] problem: &str,
) {
    assert!(SMALL.contains(from), "{from}");
    let error = read(&SMALL.replacen(from, to, 1)).unwrap_err();
    assert_eq!((error.line, error.key.as_str()), (line, key), "{error}");
    assert!(error.problem.contains(problem), "{error}");
}

#[rstest]
#[case("status = { agent = \"anna\", status = \"Asleep\" }", "step[0].status.status", "no status `Asleep`")]
#[case(
    "agent_does = { contact = \"call\", action = \"accept\" }",
    "step[0].agent_does.contact",
    "no earlier"
)]
#[case("calls = { agent = \"anna\", to = \"nobody\" }", "step[0].calls.to", "no quick connect")]
#[case("calls = { agent = \"anna\", to = \"ben\", queue = \"Q\" }", "step[0].calls.queue", "no queue")]
#[case("wait_for = { agent = \"anna\", status = \"Asleep\" }", "step[0].wait_for.status", "no status")]
#[case("wait_for = { agent = \"anna\", status = \"Busy\", as = \"x\" }", "step[0].wait_for", "`as` names")]
#[case("works = { agents = [\"anna\"], talk = \"long\" }", "step[0].works.talk", "1m 30s")]
#[case("offer = { monitors = \"call\", agent = \"anna\" }", "step[0].offer.monitors", "no earlier")]
#[case("offer = { channel = \"task\", agent = \"anna\" }", "step[0].offer", "a task has a `name`")]
#[case("line = { contact = \"call\", event = \"sing\" }", "step[0].line.contact", "no earlier")]
#[case("number = { number = \"555\", outcome = \"busy\" }", "step[0].number.number", "E.164")]
#[case("region = { agent = \"zoe\", active_region = \"x\" }", "step[0].region.agent", "no agent")]
#[case("offer = \"a call\"", "step[0].offer", "this is a table")]
#[case("fault = { status = 200 }", "step[0].fault", "from 400 to 599")]
#[case("fault = { agents = [\"zoe\"], reset = true }", "step[0].fault", "no agent `zoe`")]
#[case("faults = [{ latency = 5 }]", "step[0].faults[0].latency", "unknown field")]
#[case("drop_sockets = { agents = [\"zoe\"] }", "step[0].drop_sockets", "no agent `zoe`")]
#[case("traffic = { contacts_per_minute = 0 }", "step[0].traffic", "")]
#[case("ready = \"anna\"", "step[0].ready", "invalid type")]
fn each_deed_is_checked_before_the_play(#[case] deed: &str, #[case] key: &str, #[case] problem: &str) {
    let error = read(&format!("title = \"T\"\n[[step]]\n{deed}\n")).unwrap_err();
    assert_eq!((error.line, error.key.as_str()), (3, key), "{error}");
    assert!(error.problem.contains(problem), "{error}");
}

#[test]
fn a_deed_that_is_done_several_times_numbers_its_contacts() {
    let scenario = read(
        "title = \"T\"\n[[step]]\ntimes = 2\noffer = { as = \"c\", channel = \"chat\", queue = \"Billing\" }\n\
         [[step]]\nhangs_up = \"c-1\"\n[[step]]\nhangs_up = \"c\"\n",
    );
    assert_eq!(scenario.unwrap().steps[0].text, "A customer begins a chat with Billing, 2 times");
    let error = read(
        "title = \"T\"\n[[step]]\noffer = { as = \"c\", channel = \"chat\", queue = \"Billing\" }\n\
         [[step]]\nhangs_up = \"c-1\"\n",
    );
    assert!(error.is_err());
}

#[test]
fn what_ships_makes_sense_in_the_instance_that_ships() {
    assert_eq!(LIBRARY.len(), 10);
    for ready in LIBRARY {
        let scenario = read(ready.text).unwrap_or_else(|error| panic!("{}: {error}", ready.name));
        let outline = ready.outline().unwrap();
        assert!(!outline.about.is_empty(), "{}", ready.name);
        assert_eq!(
            (outline.title.as_str(), outline.steps()),
            (scenario.title.as_str(), scenario.steps.len())
        );
    }
}
