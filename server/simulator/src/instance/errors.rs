//! What is wrong with an instance file, and where.

use thiserror::Error;

/// Whoever wrote the file can mend it; the program says so and does not start.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, {key}: {problem}")]
pub struct InstanceError {
    /// Counted from one.
    pub line: usize,
    /// The way to the key, such as `agents[2].routing_profile`.
    pub key: String,
    /// What is wrong, in words.
    pub problem: String,
}

impl InstanceError {
    /// `offset` is where in the text the problem lies, in bytes.
    pub(super) fn at(
        text: &str,
        offset: usize,
        key: impl Into<String>,
        problem: impl std::fmt::Display,
    ) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = 1 + before.matches('\n').count();
        Self { line, key: key.into(), problem: problem.to_string() }
    }
}
