//! The order of a contact's moments, whatever was reported in whatever order. Pure.

use connect_streams::EpochMs;

use super::{ContactTimeline, Doubt, Source, Stamp};

impl ContactTimeline {
    /// Keeps the order of the moments. What was read locally gives way to what the service said; of two that disagree
    /// otherwise, the later one moves up, and the page says that the service contradicted itself.
    pub(super) fn put_in_order(&mut self) {
        let mut contradicted = false;
        let stamps =
            [&mut self.offered, &mut self.accepted, &mut self.connected, &mut self.ended, &mut self.cleared];
        let mut stamps: Vec<&mut Stamp> = stamps.into_iter().flatten().collect();
        let mut ceiling = EpochMs::MAX;
        for stamp in stamps.iter_mut().rev() {
            match stamp.source {
                Source::Local => stamp.at = stamp.at.min(ceiling),
                Source::Service => ceiling = ceiling.min(stamp.at),
            }
        }
        let mut floor = EpochMs::default();
        for stamp in stamps {
            contradicted |= stamp.at < floor && stamp.source == Source::Service;
            stamp.at = stamp.at.max(floor);
            floor = stamp.at;
        }
        if contradicted {
            self.doubt(Doubt::Contradiction);
        }

        let latest = self.ended.map_or(EpochMs::MAX, |ended| ended.at);
        if let Some(answered) = &mut self.customer_answered {
            let floor = self.offered.map_or(EpochMs::default(), |offered| offered.at);
            answered.at = answered.at.clamp(floor, latest.max(floor));
        }
        let floor = self.connected.map_or(EpochMs::default(), |connected| connected.at);
        for spans in [&mut self.holds, &mut self.mutes, &mut self.pauses] {
            spans.put_in_order(floor, latest);
        }
    }
}
