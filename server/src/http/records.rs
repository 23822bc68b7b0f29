//! `/api/v1/records`: what a page kept, several records at a time. Each is judged by itself.

use std::borrow::Borrow;

use app::api::{
    ActivityRecord, BatchAnswer, ContactRecord, InvalidRecord, MAX_BATCH, Verdict, VerdictStatus,
};
use axum::{Json, extract::State};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::{
    ApiError, AppState,
    contact_records::{complete, spelling},
    error::{JsonBytes, from_json, object, read},
};
use crate::{
    auth::Caller,
    store::{Batch, Kept},
};

/// A batch: records, or what may be some and has not been read yet, so that one that cannot be read holds nobody up.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent<C, A> {
    #[serde(default = "Vec::new")]
    contacts: Vec<C>,
    #[serde(default = "Vec::new")]
    activities: Vec<A>,
}

fn unread<T: DeserializeOwned>(record: impl Borrow<RawValue>) -> Result<T, String> {
    read(record.borrow().get())
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
        // Most of the time all of it can be read, at one go. Else each record stays where it came until it is read.
        if let Some(sent) = object::<Sent<ContactRecord, ActivityRecord>>(body) {
            return Self::of(sent, Ok, Ok);
        }
        match object::<Sent<&RawValue, &RawValue>>(body) {
            Some(sent) => Self::of(sent, unread, unread),
            None => Self::of(from_json::<Sent<Box<RawValue>, Box<RawValue>>>(body)?, unread, unread),
        }
    }

    fn of<C, A>(
        sent: Sent<C, A>,
        contact: impl Fn(C) -> Result<ContactRecord, String>,
        activity: impl Fn(A) -> Result<ActivityRecord, String>,
    ) -> Result<Self, ApiError> {
        if sent.contacts.len() + sent.activities.len() > MAX_BATCH {
            return Err(ApiError::Shape(format!("contacts and activities are up to {MAX_BATCH} together")));
        }
        let (contacts, refused_contacts) = judge(sent.contacts, contact, ContactRecord::validate);
        let (activities, refused_activities) = judge(sent.activities, activity, ActivityRecord::validate);
        Ok(Self { batch: Batch { contacts, activities }, refused_contacts, refused_activities })
    }

    /// Refuses what is somebody else's than whoever sends it.
    fn sent_by(self, caller: &Caller) -> Self {
        let Batch { contacts, activities } = self.batch;
        let own = |agent: &str| caller.writes_as(agent);
        let (contacts, refused_contacts) = refuse(contacts, self.refused_contacts, |one| own(&one.agent));
        let (activities, refused_activities) =
            refuse(activities, self.refused_activities, |one| own(&one.agent));
        Self { batch: Batch { contacts, activities }, refused_contacts, refused_activities }
    }
}

/// Refuses more of what was sound so far.
fn refuse<T>(
    sound: Vec<T>,
    refused: Vec<Option<String>>,
    is_own: impl Fn(&T) -> bool,
) -> (Vec<T>, Vec<Option<String>>) {
    let mut kept = Vec::with_capacity(sound.len());
    let mut rest = sound.into_iter();
    let judge = |reason: Option<String>| {
        if reason.is_some() {
            return reason;
        }
        let one = rest.next()?;
        if is_own(&one) {
            kept.push(one);
            return None;
        }
        Some("agent: is not yours; sign in as this agent to send it".to_owned())
    };
    let refused = refused.into_iter().map(judge).collect();
    (kept, refused)
}

/// Stores what is news of what can be true, in one transaction, and says of each record what came of it.
pub(super) async fn store(
    State(state): State<AppState>,
    caller: Caller,
    JsonBytes(body): JsonBytes,
) -> Result<Json<BatchAnswer>, ApiError> {
    let Judged { mut batch, refused_contacts, refused_activities } = Judged::read(&body)?.sent_by(&caller);
    // Not needed any more, and large.
    drop(body);
    let mut agents = batch.contacts.iter().map(|one| &one.agent);
    if let Some(agent) = agents.next().or_else(|| batch.activities.first().map(|one| &one.agent)) {
        let agent = agent.clone();
        if let Some(agent) = spelling(&state, &caller, &agent).await? {
            batch.contacts.iter_mut().for_each(|one| one.agent.clone_from(&agent));
            batch.activities.iter_mut().for_each(|one| one.agent.clone_from(&agent));
        }
    }
    for record in &mut batch.contacts {
        complete(&state, record).await?;
    }
    let revisions: (Vec<_>, Vec<_>) = (
        batch.contacts.iter().map(|record| record.revision).collect(),
        batch.activities.iter().map(|record| record.revision).collect(),
    );
    let ids: Vec<_> = batch.contacts.iter().map(|record| record.contact_id.as_str()).collect();
    let ids = ids.join(", ");
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
        "Kept records of the contacts {ids}"
    );
    Ok(Json(answer))
}

/// Reads each and takes those that can be true; of the others it says why they cannot.
fn judge<S, T>(
    sent: Vec<S>,
    read: impl Fn(S) -> Result<T, String>,
    validate: impl Fn(&T) -> Result<(), InvalidRecord>,
) -> (Vec<T>, Vec<Option<String>>) {
    let mut sound = Vec::with_capacity(sent.len());
    let mut refused = Vec::with_capacity(sent.len());
    for record in sent {
        let record = read(record).and_then(|record| {
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
