//! Which requests are kept together, and in which order.

use std::time::Duration;

use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinSet,
};

use super::*;
use crate::store::{Kept, contract::record};

/// A contact by its name.
#[derive(Debug)]
struct Named(String);

impl Revised for Named {
    fn identity(&self) -> (&str, &str, &str, i64) {
        (&self.0, "", "", 0)
    }

    fn revision(&self) -> i64 {
        1
    }
}

/// Shows which contacts it is given, and keeps them when it is told to.
#[derive(Debug)]
struct Slow {
    given: UnboundedSender<String>,
    go_on: UnboundedReceiver<()>,
}

impl Keeper for Slow {
    type Contact = Named;

    fn prepare(record: ContactRecord) -> Result<Named, StoreError> {
        Ok(Named(record.contact_id))
    }

    async fn keep(&mut self, rows: &Rows<'_, Named>) -> Result<KeptBatch, StoreError> {
        let mut firsts: Vec<_> = rows.contacts.iter().filter_map(|one| one.0.strip_suffix("-0")).collect();
        firsts.sort_unstable();
        self.given.send(firsts.join(" ")).unwrap();
        self.go_on.recv().await;
        Ok(KeptBatch {
            contacts: rows.contacts.iter().map(|_| Kept::Stored).collect(),
            activities: Vec::new(),
        })
    }

    async fn close(self) {}
}

/// Requests that come while others are kept.
struct Requests {
    writer: Arc<Writer<Slow>>,
    given: UnboundedReceiver<String>,
    go_on: UnboundedSender<()>,
    asking: JoinSet<usize>,
}

impl Requests {
    fn start() -> Self {
        let ((given, seen), (let_go, go_on)) = (unbounded_channel(), unbounded_channel());
        let writer = Arc::new(Writer::start(vec![Slow { given, go_on }]));
        Self { writer, given: seen, go_on: let_go, asking: JoinSet::new() }
    }

    /// One more comes, with so many contacts, and waits.
    async fn come(&mut self, name: &str, size: usize) {
        let contacts = (0..size).map(|index| record(&format!("{name}-{index}"), "anna", 0, 1)).collect();
        let (writer, batch) = (Arc::clone(&self.writer), Batch { contacts, activities: Vec::new() });
        self.asking.spawn(async move { writer.keep(batch).await.unwrap().contacts.len() });
        // Time stands still until there is nothing left to do but to wait for it.
        tokio::time::sleep(Duration::from_millis(1)).await;
    }

    /// Lets go on what is being kept, and tells which are kept together next.
    async fn next(&mut self) -> String {
        self.go_on.send(()).unwrap();
        self.given.recv().await.unwrap()
    }

    /// How many contacts were kept in all, once the last are.
    async fn kept(self) -> usize {
        self.go_on.send(()).unwrap();
        let kept = self.asking.join_all().await.into_iter().sum();
        self.writer.close().await;
        kept
    }
}

#[tokio::test(start_paused = true)]
async fn what_waits_is_kept_together_until_that_is_large() {
    let mut requests = Requests::start();
    requests.come("first", 1).await;
    assert_eq!(requests.given.recv().await.unwrap(), "first");
    for (name, size) in [("a", 2), ("m", 60), ("n", 60), ("o", 60)] {
        requests.come(name, size).await;
    }
    let mut together = Vec::new();
    for _ in 0..3 {
        together.push(requests.next().await);
    }
    assert_eq!(together, ["a", "m n", "o"]);
    assert_eq!(requests.kept().await, 183);
}

#[tokio::test(start_paused = true)]
async fn few_do_not_wait_for_many_that_wait_and_many_only_once_for_few() {
    let mut requests = Requests::start();
    requests.come("m", 50).await;
    assert_eq!(requests.given.recv().await.unwrap(), "m");
    for (name, size) in [("n", 50), ("a", 1), ("b", 5)] {
        requests.come(name, size).await;
    }
    assert_eq!(requests.next().await, "a b");
    requests.come("c", 1).await;
    assert_eq!(requests.next().await, "c n");
    assert_eq!(requests.kept().await, 107);
}
