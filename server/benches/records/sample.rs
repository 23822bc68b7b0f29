//! Records as agents' pages send them: everything that one can have is in them.

use app::api::ContactRecord;

const WHOLE: &str = include_str!("../../tests/whole-record.json");

/// So many records from the `first` on, each of a contact of its own.
pub fn records(first: usize, count: usize) -> Vec<ContactRecord> {
    let template: Option<ContactRecord> = serde_json::from_str(WHOLE).ok();
    let record = |index: usize| {
        let mut record = template.clone()?;
        // As far apart as what Amazon Connect gives.
        let scattered = (index * 2_654_435_761) % (1 << 32);
        record.contact_id = format!("{scattered:08x}-0000-4000-8000-{index:012x}");
        record.agent = format!("agent-{:03}", scattered % 200);
        record.queue = Some(format!("queue-{:02}", scattered % 19));
        record.customer_endpoint = Some(format!("+1206{:07}", scattered % 10_000_000));
        Some(record)
    };
    (first..first + count).filter_map(record).collect()
}
