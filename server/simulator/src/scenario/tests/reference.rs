//! The reference for people, `SCENARIOS.md`: each example makes sense, and nothing is left out.

use super::super::deeds::DEEDS;
use super::super::*;
use crate::instance::Instance;

const REFERENCE: &str = include_str!("../../../SCENARIOS.md");

/// What the examples that are no whole file take for granted.
const BEFORE: &str = r#"
title = "An example"
[[step]]
offer = { as = "call", channel = "voice", queue = "Billing", customer = "+12065550123" }
[[step]]
offer = { as = "chat", channel = "chat", queue = "Support" }
"#;

fn examples() -> impl Iterator<Item = &'static str> {
    let after_the_fence = REFERENCE.split("```toml\n").skip(1);
    after_the_fence.map(|rest| rest.split("```").next().unwrap())
}

#[test]
fn every_example_makes_sense() {
    let instance = Instance::built_in().unwrap();
    assert!(examples().count() > 20);
    for example in examples() {
        let text =
            if example.contains("title = ") { example.to_owned() } else { format!("{BEFORE}{example}") };
        Scenario::read(&text, &instance).unwrap_or_else(|error| panic!("{error}:\n{example}"));
    }
}

#[test]
fn every_deed_has_an_example_and_a_word() {
    for deed in DEEDS {
        let shown =
            examples().any(|example| example.lines().any(|line| line.starts_with(&format!("{deed} = "))));
        assert!(shown, "{deed} has no example");
        assert!(REFERENCE.contains(&format!("`{deed}`")), "{deed} is not explained");
    }
}

#[test]
fn every_scenario_is_in_the_folder_and_in_the_list() {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).unwrap();
    let mut files: Vec<_> = folder.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    let mut listed: Vec<_> = LIBRARY.iter().map(|ready| format!("{}.toml", ready.name)).collect();
    files.sort();
    listed.sort();
    assert_eq!(files, listed);
}
