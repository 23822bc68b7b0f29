//! How far a play has come, in the words of the control API.

use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PlayState {
    Playing,
    Done,
    Failed,
    Stopped,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StepState {
    Waiting,
    Doing,
    Done,
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct StepProgress {
    pub(crate) text: String,
    /// Where the step is in the file.
    pub(crate) line: usize,
    pub(crate) state: StepState,
    /// Why it failed.
    pub(crate) problem: Option<String>,
}
