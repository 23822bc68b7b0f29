//! What browsers send for the record: logs, call metrics and reports, issues that agents report.
//!
//! The latest are kept for the console and for tests, and nothing is done with them.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value, json};

use super::Operation;
use crate::centre::{EpochMs, Username};

const KEPT: usize = 200;
/// What is longer is kept as its length.
const LONGEST: usize = 64 * 1024;

#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) operation: Operation,
    pub(crate) agent: Username,
    pub(crate) at: EpochMs,
    pub(crate) body: Value,
}

#[derive(Debug, Default)]
pub(crate) struct Reports(Mutex<VecDeque<Report>>);

impl Reports {
    pub(super) fn keep(
        &self,
        operation: Operation,
        agent: Username,
        mut body: Map<String, Value>,
        at: EpochMs,
    ) {
        // It carries the bearer.
        body.remove("authentication");
        let body = Value::from(body);
        let length = body.to_string().len();
        let body = if length > LONGEST { json!({ "bytes": length }) } else { body };
        let mut reports = self.lock();
        if reports.len() == KEPT {
            reports.pop_front();
        }
        reports.push_back(Report { operation, agent, at, body });
    }

    /// The latest first.
    pub(crate) fn latest(&self) -> Vec<Report> {
        self.lock().iter().rev().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Report>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
