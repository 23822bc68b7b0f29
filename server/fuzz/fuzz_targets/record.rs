//! Whatever comes as a record, a status or a batch of both: reading and judging it never panics, and what is taken is the
//! same after it was written and read again.
#![no_main]

use app::api::{ActivityRecord, ContactRecord, RecordBatch};
use libfuzzer_sys::fuzz_target;
use serde::{Serialize, de::DeserializeOwned};
use server::http::Judged;

fuzz_target!(|body: &[u8]| {
    if let Ok(record) = serde_json::from_slice::<ContactRecord>(body)
        && record.validate().is_ok()
    {
        same(&record);
        // What the store puts into columns.
        assert!(record.started_at().is_some());
        let durations = [record.talked_ms(), record.hold_ms(), record.wrap_up_ms()];
        assert!(durations.into_iter().flatten().all(|duration| duration >= 0), "{durations:?}");
    }
    if let Ok(activity) = serde_json::from_slice::<ActivityRecord>(body)
        && activity.validate().is_ok()
    {
        same(&activity);
    }
    let Ok(judged) = Judged::read(body) else { return };
    let taken = |refused: &[Option<String>]| refused.iter().filter(|reason| reason.is_none()).count();
    assert_eq!(taken(&judged.refused_contacts), judged.batch.contacts.len());
    assert_eq!(taken(&judged.refused_activities), judged.batch.activities.len());
    let again =
        RecordBatch { contacts: judged.batch.contacts.clone(), activities: judged.batch.activities.clone() };
    let again = Judged::read(&serde_json::to_vec(&again).unwrap()).unwrap();
    assert_eq!(again.batch.contacts, judged.batch.contacts);
    assert_eq!(again.batch.activities, judged.batch.activities);
});

fn same<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(record: &T) {
    let written = serde_json::to_string(record).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&written).unwrap(), record, "{written}");
}
