//! Where contact records go: to a desktop server, one after the other, tried again for a while.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, header};
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::client::{Client, Trouble};
use super::desk::{PROMPT, made};
use super::figures::Figures;
use super::record::Record;

/// A server that is down for longer loses what a browser would have kept.
const TRIES: u32 = 6;
/// As many agents send at the same moment.
const SENDERS: usize = 8;

/// The agent's end.
#[derive(Debug, Clone)]
pub(super) struct Outbox(Option<mpsc::UnboundedSender<Record>>);

impl Outbox {
    /// Takes what nobody wants to have.
    pub(super) fn nowhere() -> Self {
        Self(None)
    }

    /// Sends to a server until the last agent's end is gone and everything is sent. Answers when that is so.
    pub(super) fn to(
        server: Arc<str>,
        client: Client,
        figures: Arc<Figures>,
    ) -> (Self, impl Future<Output = ()>) {
        let (sender, mut records) = mpsc::unbounded_channel::<Record>();
        let sending = async move {
            let mut under_way = tokio::task::JoinSet::new();
            while let Some(record) = records.recv().await {
                if under_way.len() >= SENDERS {
                    under_way.join_next().await;
                }
                let (server, client, figures) = (Arc::clone(&server), client.clone(), Arc::clone(&figures));
                under_way.spawn(async move { send(&server, &client, &record, &figures).await });
            }
            while under_way.join_next().await.is_some() {}
        };
        (Self(Some(sender)), sending)
    }

    pub(super) fn put(&self, record: Record) {
        if let Some(sender) = &self.0 {
            // Whoever reads has gone only if the whole population goes.
            let _ = sender.send(record);
        }
    }
}

async fn send(server: &str, client: &Client, record: &Record, figures: &Figures) {
    let mut pause = Duration::from_millis(500);
    for _ in 0..TRIES {
        match store(server, client, record).await {
            Ok(()) => return figures.note(|figures| figures.records += 1),
            Err(trouble) => {
                tracing::debug!(contact.id = record.contact_id, "A record was not taken: {trouble}");
                figures.note(|figures| figures.failed += 1);
                if matches!(trouble, Trouble::Refused { status, .. } if status.is_client_error()) {
                    return;
                }
            }
        }
        sleep(pause).await;
        pause *= 2;
    }
}

async fn store(server: &str, client: &Client, record: &Record) -> Result<(), Trouble> {
    let body = serde_json::to_vec(record).map_err(|error| Trouble::Nonsense(error.to_string()))?;
    let request = Request::post(format!("{server}/api/v1/contact-records"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body));
    client.send(made(request)?, PROMPT).await.map(|_| ())
}
