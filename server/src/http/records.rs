//! `/api/v1/records`: what a page kept, several records at a time. Each is judged by itself.

use app::api::{
    ActivityRecord, BatchAnswer, ContactRecord, InvalidRecord, MAX_BATCH, Verdict, VerdictStatus,
};
use axum::{Json, extract::State};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::{
    ApiError, AppState,
    error::{JsonBody, from_json, read},
};
use crate::store::{Batch, Kept};

/// A batch whose records have not been read yet, so that one that cannot be read holds nobody up.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Unread {
    #[serde(default)]
    contacts: Vec<Box<RawValue>>,
    #[serde(default)]
    activities: Vec<Box<RawValue>>,
}

/// What a request wants to be stored, as it was read: what can be true, and of each that was sent why not, where it
/// cannot.
#[derive(Debug)]
pub struct Judged {
    /// What can be true.
    pub batch: Batch,
    /// Of the contacts, in the order in which they were sent.
    pub refused_contacts: Vec<Option<String>>,
    /// Of the statuses.
    pub refused_activities: Vec<Option<String>>,
}

impl Judged {
    /// Reads a body.
    ///
    /// # Errors
    /// When it is no JSON or not a batch.
    pub fn read(body: &[u8]) -> Result<Self, ApiError> {
        from_json(body).and_then(Self::of)
    }

    fn of(unread: Unread) -> Result<Self, ApiError> {
        if unread.contacts.len() + unread.activities.len() > MAX_BATCH {
            return Err(ApiError::Shape(format!("contacts and activities are up to {MAX_BATCH} together")));
        }
        let (contacts, refused_contacts) = judge(unread.contacts, ContactRecord::validate);
        let (activities, refused_activities) = judge(unread.activities, ActivityRecord::validate);
        Ok(Self { batch: Batch { contacts, activities }, refused_contacts, refused_activities })
    }
}

/// Stores what is news of what can be true, in one transaction, and says of each record what came of it.
pub(super) async fn store(
    State(state): State<AppState>,
    JsonBody(unread): JsonBody<Unread>,
) -> Result<Json<BatchAnswer>, ApiError> {
    let Judged { batch, refused_contacts, refused_activities } = Judged::of(unread)?;
    let revisions: (Vec<_>, Vec<_>) = (
        batch.contacts.iter().map(|record| record.revision).collect(),
        batch.activities.iter().map(|record| record.revision).collect(),
    );
    let ids: Vec<String> = batch.contacts.iter().map(|record| record.contact_id.clone()).collect();
    let kept = state.store.keep(batch).await?;
    let answer = BatchAnswer {
        contacts: verdicts(refused_contacts, &revisions.0, &kept.contacts),
        activities: verdicts(refused_activities, &revisions.1, &kept.activities),
    };
    let all = || answer.contacts.iter().chain(&answer.activities);
    let count = |status| all().filter(|one| one.status == status).count();
    state.metrics.records(
        count(VerdictStatus::Stored),
        count(VerdictStatus::Known),
        count(VerdictStatus::Refused),
    );
    tracing::info!(
        contacts = answer.contacts.len(),
        activities = answer.activities.len(),
        refused = answer.contacts.iter().chain(&answer.activities).filter(|one| one.reason.is_some()).count(),
        "Kept records of the contacts {}",
        ids.join(", ")
    );
    Ok(Json(answer))
}

/// Reads each and takes those that can be true; of the others it says why they cannot.
fn judge<T: DeserializeOwned>(
    records: Vec<Box<RawValue>>,
    validate: impl Fn(&T) -> Result<(), InvalidRecord>,
) -> (Vec<T>, Vec<Option<String>>) {
    let mut sound = Vec::new();
    let mut refused = Vec::new();
    for record in records {
        let record = read(record.get()).and_then(|record| {
            validate(&record).map_err(|invalid| invalid.to_string())?;
            Ok(record)
        });
        match record {
            Ok(record) => {
                sound.push(record);
                refused.push(None);
            }
            Err(reason) => refused.push(Some(reason)),
        }
    }
    (sound, refused)
}

/// One verdict for each that was sent: those that were not refused are next in turn.
fn verdicts(refused: Vec<Option<String>>, revisions: &[u64], kept: &[Kept]) -> Vec<Verdict> {
    let mut kept = kept.iter().zip(revisions).map(|(kept, revision)| match kept {
        Kept::Stored => (VerdictStatus::Stored, *revision),
        Kept::Known(revision) => (VerdictStatus::Known, *revision),
    });
    let verdict = |reason: Option<String>| match reason {
        None => {
            kept.next().map(|(status, revision)| Verdict { status, revision: Some(revision), reason: None })
        }
        reason => Some(Verdict { status: VerdictStatus::Refused, revision: None, reason }),
    };
    refused.into_iter().filter_map(verdict).collect()
}
