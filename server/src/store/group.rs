//! Group commit: what several requests want to be kept at the same time is kept in one transaction, and each is answered
//! only when that is committed. A commit costs a write to the disk, whether it is of one record or of a thousand. Who brings
//! few records does not wait behind those who bring many: an agent's last contact is not held up by what others saved up.

use std::{
    fmt::Debug,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};

use app::api::ContactRecord;
use tokio::{
    sync::{Mutex as Turn, mpsc, oneshot},
    task::JoinHandle,
};

use super::{
    StoreError,
    entry::{ActivityRow, Batch, KeptBatch, Revised, Rows, highest, verdicts},
};

/// So many records of a transaction are enough. More would keep those that come next waiting for too long.
const LARGEST: usize = 100;

/// Requests of up to so many records go first.
const FEW: usize = 5;

/// So many requests wait before the next one has to wait for its turn to wait.
const WAITING: usize = 1_024;

/// Keeps rows in one transaction.
pub(super) trait Keeper: Debug + Send + 'static {
    /// A contact as this database is given it.
    type Contact: Revised + Debug + Send + Sync;

    /// Makes of a record what the database is given. Each request does that for its own, side by side with the others and
    /// before its turn comes: a transaction waits for nothing but the database.
    fn prepare(record: ContactRecord) -> Result<Self::Contact, StoreError>;

    /// Keeps all of them or, when it fails, none. When it is done they survive a power cut.
    fn keep(
        &mut self,
        rows: &Rows<'_, Self::Contact>,
    ) -> impl Future<Output = Result<KeptBatch, StoreError>> + Send;

    /// There is nothing more to keep.
    fn close(self) -> impl Future<Output = ()> + Send;
}

/// What one request wants to be kept.
#[derive(Debug)]
struct Job<K: Keeper> {
    contacts: Vec<K::Contact>,
    activities: Vec<ActivityRow>,
    answer: oneshot::Sender<Result<KeptBatch, StoreError>>,
}

/// The way to the keepers.
#[derive(Debug)]
pub(super) struct Writer<K: Keeper>(Mutex<Open<K>>);

/// None of both once it is closed.
#[derive(Debug)]
struct Open<K: Keeper> {
    jobs: Option<Lanes<mpsc::Sender<Job<K>>>>,
    keepers: Vec<JoinHandle<()>>,
}

/// The ways for requests of few records and for those of many.
#[derive(Clone, Debug)]
struct Lanes<T> {
    few: T,
    many: T,
}

impl<K: Keeper> Writer<K> {
    /// Lets these keepers work: as many transactions at a time as there are keepers. Where there are several, the first is
    /// there for requests of few records alone.
    pub(super) fn start(keepers: Vec<K>) -> Self {
        let ((few, incoming_few), (many, incoming_many)) = (mpsc::channel(WAITING), mpsc::channel(WAITING));
        let jobs = Lanes { few, many };
        let incoming = Arc::new(Lanes { few: Turn::new(incoming_few), many: Turn::new(incoming_many) });
        let alone = keepers.len() == 1;
        let keepers = keepers.into_iter().enumerate().map(|(index, keeper)| {
            let takes_many = alone || index > 0;
            tokio::spawn(work(keeper, Arc::clone(&incoming), takes_many))
        });
        Self(Mutex::new(Open { jobs: Some(jobs), keepers: keepers.collect() }))
    }

    /// Keeps a batch. When this answers, it survives a power cut.
    pub(super) async fn keep(&self, batch: Batch) -> Result<KeptBatch, StoreError> {
        let contacts = batch.contacts.into_iter().map(K::prepare).collect::<Result<_, _>>()?;
        let activities = batch.activities.into_iter().map(TryFrom::try_from).collect::<Result<_, _>>()?;
        let jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner).jobs.clone();
        let (answer, answered) = oneshot::channel();
        let job = Job { contacts, activities, answer };
        let lanes = jobs.ok_or(StoreError::Closed)?;
        let lane = if job.size() <= FEW { lanes.few } else { lanes.many };
        lane.send(job).await.map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Takes no more, and waits until everything that was taken is kept.
    pub(super) async fn close(&self) {
        let keepers = {
            let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            open.jobs = None;
            std::mem::take(&mut open.keepers)
        };
        for keeper in keepers {
            // One that died has nothing to finish.
            let _ = keeper.await;
        }
    }
}

/// What comes on a way, to whoever's turn it is.
type Incoming<K> = Turn<mpsc::Receiver<Job<K>>>;

async fn work<K: Keeper>(mut keeper: K, incoming: Arc<Lanes<Incoming<K>>>, takes_many: bool) {
    // Whether the last were few, and many had to wait for them.
    let mut ahead = false;
    while let Some(group) = next_group(&incoming, takes_many, &mut ahead).await {
        keep(&mut keeper, group).await;
    }
    keeper.close().await;
}

/// What waits, up to the largest transaction. None when nothing will come any more.
async fn next_group<K: Keeper>(
    Lanes { few, many }: &Lanes<Incoming<K>>,
    takes_many: bool,
    ahead: &mut bool,
) -> Option<Vec<Job<K>>> {
    // A way is closed when nothing will come on it; only when both are, nothing will come at all.
    let (first, is_few) = tokio::select! {
        biased;
        Some(job) = next(few) => (job, true),
        Some(job) = next(many), if takes_many => (job, false),
        else => return None,
    };
    // Few are kept sooner without the many that wait, but not twice in a row: those would wait for ever.
    *ahead = is_few && takes_many && !*ahead && !is_empty(many);
    let takes_many = takes_many && !*ahead;
    let mut size = first.size();
    let mut group = vec![first];
    while size < LARGEST
        && let Some(job) = waiting(few).or_else(|| takes_many.then(|| waiting(many)).flatten())
    {
        size += job.size();
        group.push(job);
    }
    Some(group)
}

async fn next<K: Keeper>(way: &Incoming<K>) -> Option<Job<K>> {
    way.lock().await.recv().await
}

/// What is there already. Where somebody waits for their turn's job, nothing is.
fn waiting<K: Keeper>(way: &Incoming<K>) -> Option<Job<K>> {
    way.try_lock().ok()?.try_recv().ok()
}

fn is_empty<K: Keeper>(way: &Incoming<K>) -> bool {
    way.try_lock().map_or(true, |way| way.is_empty())
}

/// Keeps a group in one transaction. If that fails, each request is tried by itself, so that none fails for another.
async fn keep<K: Keeper>(keeper: &mut K, group: Vec<Job<K>>) {
    match transaction(keeper, &group).await {
        Ok(answers) => {
            for (job, answer) in group.into_iter().zip(answers) {
                // Who asked may be gone.
                let _ = job.answer.send(Ok(answer));
            }
        }
        Err(error) if group.len() > 1 => {
            tracing::warn!(?error, "Several requests could not be kept together; trying each by itself");
            for job in group {
                let alone = transaction(keeper, std::slice::from_ref(&job)).await;
                let _ = job.answer.send(alone.map(|mut answers| answers.pop().unwrap_or_default()));
            }
        }
        Err(error) => {
            if let Some(job) = group.into_iter().next() {
                let _ = job.answer.send(Err(error));
            }
        }
    }
}

async fn transaction<K: Keeper>(keeper: &mut K, group: &[Job<K>]) -> Result<Vec<KeptBatch>, StoreError> {
    let contacts: Vec<_> = group.iter().flat_map(|job| &job.contacts).collect();
    let activities: Vec<_> = group.iter().flat_map(|job| &job.activities).collect();
    let (left_contacts, became_contacts) = highest(&contacts);
    let (left_activities, became_activities) = highest(&activities);
    let rows = Rows { contacts: left_contacts, activities: left_activities };
    let records = rows.contacts.len() + rows.activities.len();
    let kept = crate::metrics::committed(records, keeper.keep(&rows)).await?;
    tracing::debug!(requests = group.len(), records, "Committed together");
    let mut contacts = verdicts(&contacts, &became_contacts, &rows.contacts, &kept.contacts).into_iter();
    let mut activities =
        verdicts(&activities, &became_activities, &rows.activities, &kept.activities).into_iter();
    let answer = |job: &Job<K>| KeptBatch {
        contacts: contacts.by_ref().take(job.contacts.len()).collect(),
        activities: activities.by_ref().take(job.activities.len()).collect(),
    };
    Ok(group.iter().map(answer).collect())
}

impl<K: Keeper> Job<K> {
    fn size(&self) -> usize {
        self.contacts.len() + self.activities.len()
    }
}

#[cfg(test)]
mod tests;
