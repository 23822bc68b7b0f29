//! Stretches of time within a contact: on hold, muted, paused. Pure.

use std::ops::Deref;

use connect_streams::{
    EpochMs,
    reading::{List, Place},
    record,
};
use serde::Serialize;

use super::Stamp;
use crate::api::{EndedBy, HoldRecord, MAX_SPANS, SpanRecord};

/// One stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// When it began.
    pub from: Stamp,
    /// When it was over. None while it lasts.
    pub to: Option<Stamp>,
    /// Who began it, where that can be told.
    pub by: Option<EndedBy>,
}

record! { Span {
    "from" => from: Required,
    "to" => to,
    "by" => by,
} }

/// Stretches of one kind, in order. Only the last can last still.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spans(Vec<Span>);

impl Spans {
    /// Whether the last one lasts still.
    pub fn is_open(&self) -> bool {
        self.0.last().is_some_and(|span| span.to.is_none())
    }

    /// One begins, unless one lasts already.
    pub(super) fn begin(&mut self, from: Stamp, by: Option<EndedBy>) {
        if !self.is_open() && self.0.len() < MAX_SPANS {
            self.0.push(Span { from, to: None, by });
        }
    }

    /// The one that lasts is over.
    pub(super) fn end(&mut self, to: Stamp) {
        if let Some(span) = self.0.last_mut() {
            span.to.get_or_insert(to);
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Puts them in order, between two moments.
    pub(super) fn put_in_order(&mut self, mut floor: EpochMs, latest: EpochMs) {
        for span in &mut self.0 {
            span.from.at = span.from.at.clamp(floor, latest.max(floor));
            floor = span.from.at;
            if let Some(to) = &mut span.to {
                to.at = to.at.clamp(floor, latest.max(floor));
                floor = to.at;
            }
        }
    }

    /// How long they lasted until `now`, in milliseconds.
    pub(super) fn lasted_ms(&self, now: EpochMs) -> i64 {
        self.0.iter().map(|span| span.to.map_or(now, |to| to.at).since(span.from.at)).sum()
    }

    pub(super) fn hold_records(&self) -> Vec<HoldRecord> {
        let record = |span: &Span| HoldRecord {
            started_at: span.from.at,
            ended_at: span.to.map(|to| to.at),
            by: span.by,
        };
        self.0.iter().map(record).collect()
    }

    pub(super) fn records(&self) -> Vec<SpanRecord> {
        let record = |span: &Span| SpanRecord { started_at: span.from.at, ended_at: span.to.map(|to| to.at) };
        self.0.iter().map(record).collect()
    }
}

impl Deref for Spans {
    type Target = [Span];

    fn deref(&self) -> &[Span] {
        &self.0
    }
}

impl Place for Spans {
    fn empty() -> Self {
        Self::default()
    }

    fn list(&mut self) -> Option<&mut dyn List> {
        Place::list(&mut self.0)
    }
}
