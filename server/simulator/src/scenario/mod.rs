//! Scenarios: what the outside world does, step by step, and what is waited for in between.
//!
//! A scenario is a TOML file ([`file`] reads it, [`deeds`] knows every deed by name, [`checks`] every name that a deed
//! uses), so whatever is wrong with it is said before its first step is done. [`player`] is the course of one play in
//! plain Rust: from the clock and what the centre shows it says what is to be done now, or until when there is nothing
//! to do. [`perform`] does it, by the very functions of the control API, and [`plays`] keeps the plays that run and ran.
//! No deed has rules of its own here.

mod awaited;
mod checks;
mod deed;
mod deeds;
mod effect;
mod file;
mod habits;
mod library;
mod parts;
mod perform;
mod player;
mod plays;
mod progress;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;

use serde::Deserialize;

pub(crate) use self::deed::Deed;
pub(crate) use self::file::ScenarioError;
pub(crate) use self::library::{LIBRARY, Ready};
pub(crate) use self::plays::{Play, PlayId, Plays};
use crate::centre::Username;

/// A scenario that makes sense in the instance it was read for.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    title: String,
    /// Who is there in person and who is not, as far as the file says.
    people: BTreeMap<Username, Attendance>,
    steps: Vec<Step>,
}

/// Who does what an agent is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Attendance {
    /// Somebody at a browser, for whom the play waits.
    Person,
    /// The play, whether or not somebody is at a browser.
    Headless,
}

/// One thing that is done or waited for.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// Where it begins in the file, counted from one.
    line: usize,
    /// For whoever watches.
    text: String,
    /// The pause before it.
    after_ms: i64,
    /// How often it is done, and the pause between.
    times: u32,
    every_ms: i64,
    /// The name that its contact has in the steps that follow.
    names: Option<String>,
    deed: Deed,
}
