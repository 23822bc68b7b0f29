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
