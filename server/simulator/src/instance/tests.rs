//! The file that ships is right, and a wrong one is told where.

use rstest::rstest;

use super::*;

const SMALLEST: &str = r#"
[[statuses]]
name = "Offline"
type = "offline"
[[queues]]
name = "Q"
[[routing_profiles]]
name = "P"
queues = [{ queue = "Q" }]
[[agents]]
username = "a"
name = "A"
"#;

#[test]
fn the_example_is_the_built_in_instance() {
    let instance = Instance::built_in().unwrap();
    let names: Vec<_> = instance.agents.iter().map(|agent| agent.username.as_str()).collect();
    assert_eq!(names, ["anna", "ben", "chie", "dora", "emil", "fay"]);
    assert_eq!(instance.status(instance.first_status()).name, "Offline");
    assert_eq!(instance.quick_connects.len(), 6);
}

#[test]
fn the_example_states_the_true_defaults() {
    let (example, smallest) = (Instance::built_in().unwrap(), Instance::parse(SMALLEST).unwrap());
    assert_eq!(example.timing, smallest.timing);
    assert_eq!((example.arn, example.number, example.email), (smallest.arn, smallest.number, smallest.email));
    assert_eq!(smallest.agents[0].locale, example.agents[0].locale);
    assert_eq!(smallest.routing_profiles[0].room(Medium::Voice), 1);
    assert_eq!(smallest.routing_profiles[0].room(Medium::Chat), 0);
}

#[rstest]
#[case("name = \"A\"", "name = A", 12, "TOML", "string")]
#[case("type = \"offline\"", "type = \"away\"", 4, "statuses[0].type", "unknown variant `away`")]
#[case("type = \"offline\"", "type = \"routable\"", 2, "statuses", "type `offline`")]
#[case("{ queue = \"Q\" }", "{ queue = \"R\" }", 9, "routing_profiles[0].queues[0].queue", "no queue `R`")]
#[case("{ queue = \"Q\" }", "", 9, "routing_profiles[0].queues", "at least one")]
#[case("name = \"A\"", "name = \"A\"\nshoe_size = 9", 13, "agents[0].shoe_size", "unknown field `shoe_size`")]
#[case("name = \"A\"", "name = \"A\"\nrouting_profile = \"R\"", 13, "agents[0].routing_profile", "`R`")]
#[case("name = \"A\"", "name = \"A\"\n[[agents]]\nusername = \"a\"\nname = \"B\"", 14, "agents[1]", "twice")]
#[case(
    "name = \"A\"",
    "name = \"A\"\n[[quick_connects]]\nname = \"X\"",
    14,
    "quick_connects[0]",
    "exactly one"
)]
#[case("name = \"A\"", "name = \"A\"\n[timing]\nring_ms = \"long\"", 14, "timing.ring_ms", "invalid type")]
fn an_error_names_the_line_and_the_key(
    #[case] from: &str,
    #[case] to: &str,
    #[case] line: usize,
    #[case] key: &str,
    #[case] problem: &str,
) {
    let error = Instance::parse(&SMALLEST.replacen(from, to, 1)).unwrap_err();
    assert_eq!((error.line, error.key.as_str()), (line, key), "{error}");
    assert!(error.problem.contains(problem), "{error}");
}

#[test]
fn a_crowd_comes_after_those_who_are_listed() {
    let crowd = "[crowd]\nagents = 3\nrouting_profile = \"P\"\nafter_contact_work_ms = 5";
    let instance = Instance::parse(&format!("{SMALLEST}{crowd}")).unwrap();
    let names: Vec<_> = instance.agents.iter().map(|agent| agent.username.as_str()).collect();
    assert_eq!(names, ["a", "agent-0001", "agent-0002", "agent-0003"]);
    let last = instance.agent(&Username::new("agent-0003")).unwrap();
    assert_eq!((last.name.as_str(), last.after_contact_work_ms), ("Agent 0003", Some(5)));
    let arns: std::collections::HashSet<_> = instance.agents.iter().map(|agent| &agent.arn).collect();
    assert_eq!(arns.len(), 4);
}

#[test]
fn a_crowd_is_enough() {
    let nobody = SMALLEST.split("[[agents]]").next().unwrap();
    assert_eq!(Instance::parse(&format!("{nobody}[crowd]\nagents = 2")).unwrap().agents.len(), 2);
    let error = Instance::parse(nobody).unwrap_err();
    assert_eq!((error.key.as_str(), error.problem.as_str()), ("agents", "there must be at least one"));
}

#[rstest]
#[case("agents = 0", "crowd.agents", "1 to 20000")]
#[case("agents = 20001", "crowd.agents", "1 to 20000")]
#[case("agents = \"many\"", "crowd.agents", "invalid type")]
#[case("agents = 2\nrouting_profile = \"R\"", "crowd.routing_profile", "no routing profile `R`")]
#[case("agents = 2\nnames = 7", "crowd.names", "unknown field")]
#[case("agents = 2\n[[agents]]\nusername = \"agent-0002\"\nname = \"A\"", "crowd.agents", "already")]
fn a_wrong_crowd_is_told_where(#[case] crowd: &str, #[case] key: &str, #[case] problem: &str) {
    let error = Instance::parse(&format!("{SMALLEST}[crowd]\n{crowd}")).unwrap_err();
    assert_eq!(error.key, key, "{error}");
    assert!(error.line >= 14 && error.problem.contains(problem), "{error}");
}

#[test]
fn the_numbers_of_an_instance_are_checked_too() {
    for (line, key) in [
        ("number = \"555\"", "number"),
        ("id = \"no\"", "id"),
        ("account = \"x\"", "account"),
        ("approve = [\"*\"]", "approve[0]"),
    ] {
        let error = Instance::parse(&format!("{line}\n{SMALLEST}")).unwrap_err();
        assert_eq!((error.line, error.key.as_str()), (1, key));
    }
}
