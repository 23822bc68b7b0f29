//! What administrators change while the server runs, as every request needs it: in memory, replaced as a whole.

use std::{
    collections::BTreeSet,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use app::{
    api::{DeskConfig, PageConfig},
    text::Language,
};
use axum::http::HeaderValue;
use connect_streams::STREAMS_VERSION;
use tokio::sync::Mutex;

use super::security::PagePolicy;
use crate::{
    config::Config,
    instances::{Instance, InstanceName},
    origin::Origin,
    store::{ChangeFeed, Database, KeptEstate, Store, StoreError},
};

/// After a change that could not be read, it is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// What holds now, and the way to what holds next. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Live {
    configured: Arc<Configured>,
    now: Arc<RwLock<Arc<Now>>>,
    /// One after the other: else what was read first could be put in the place of what was read last.
    reading: Arc<Mutex<()>>,
}

/// What the configuration says; it holds until the program is started anew.
#[derive(Debug)]
struct Configured {
    connect: Instance,
    desk: DeskConfig,
}

/// What holds at one moment.
#[derive(Debug)]
pub(super) struct Now {
    /// The instances and their lists as they are kept.
    pub(super) kept: KeptEstate,
    /// Who may call from a page: whoever is on one of the lists.
    origins: BTreeSet<Origin>,
    /// Each instance whose desktop can be shown. Never empty.
    instances: Vec<Arc<Shown>>,
}

/// An instance as its page needs it.
#[derive(Debug)]
pub(super) struct Shown {
    /// What it is called.
    pub(super) name: InstanceName,
    /// Where it is.
    pub(super) instance: Instance,
    /// What its page may load.
    pub(super) policy: PagePolicy,
    /// Who may frame its page.
    pub(super) ancestors: String,
    /// Its page's settings.
    page: PageConfig,
}

impl Live {
    /// Reads all of it from the database.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn load(config: Config, store: &dyn Database) -> Result<Self, StoreError> {
        let configured = Arc::new(Configured { connect: config.connect, desk: config.desk });
        let now = Now::read(&configured, store).await?;
        Ok(Self { configured, now: Arc::new(RwLock::new(Arc::new(now))), reading: Arc::default() })
    }

    /// Reads it again. From then on that holds.
    ///
    /// # Errors
    /// When the database fails; then what held still holds.
    pub(super) async fn reload(&self, store: &dyn Database) -> Result<(), StoreError> {
        let _alone = self.reading.lock().await;
        let next = Arc::new(Now::read(&self.configured, store).await?);
        // It is replaced in one step, so even after a panic elsewhere it is whole.
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }

    /// Reads it again whenever somebody else has changed it, until the database is closed.
    pub(super) async fn follow(self, store: Store, mut feed: ChangeFeed) {
        while feed.changed().await.is_ok() {
            while let Err(error) = self.reload(&*store).await {
                tracing::warn!(%error, "Cannot read what others have changed; trying again");
                tokio::time::sleep(PAUSE).await;
                if feed.has_changed().is_err() {
                    return;
                }
            }
            tracing::info!("Read anew what holds: instances, origins or settings were changed");
        }
    }

    /// What holds now.
    pub(super) fn now(&self) -> Arc<Now> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Now {
    async fn read(configured: &Configured, store: &dyn Database) -> Result<Self, StoreError> {
        let Configured { connect, desk } = configured;
        let kept = store.estate().await?;
        let mut instances =
            vec![Shown::new(InstanceName::default_one(), connect.clone(), &kept.estate.origins, desk)];
        for added in &kept.estate.added {
            let Ok(instance) = Instance::check(&added.settings) else {
                // It was valid when it was stored. What is left of it can be put right by an administrator.
                tracing::error!(instance = %added.name, "An instance's settings are not valid");
                continue;
            };
            instances.push(Shown::new(added.name.clone(), instance, &added.origins, desk));
        }
        Ok(Self { origins: kept.estate.all_origins(), kept, instances })
    }

    /// An instance by its name; without a name, the first.
    pub(super) fn shown(&self, name: Option<&InstanceName>) -> Option<Arc<Shown>> {
        let shown = match name {
            Some(name) => self.instances.iter().find(|shown| shown.name == *name),
            None => self.instances.first(),
        };
        shown.map(Arc::clone)
    }

    /// Whether this origin is on one of the lists.
    pub(super) fn allows(&self, origin: &HeaderValue) -> bool {
        self.origins.iter().any(|allowed| allowed.as_str().as_bytes() == origin.as_bytes())
    }

    /// Who may frame an answer that is no instance's.
    pub(super) fn ancestors(&self) -> String {
        ancestors(&self.origins)
    }
}

impl Shown {
    fn new(
        name: InstanceName,
        instance: Instance,
        origins: &BTreeSet<Origin>,
        desk: &DeskConfig,
    ) -> Arc<Self> {
        let second = instance.second.as_ref();
        let page = PageConfig {
            instance: name.to_string(),
            ccp_url: instance.ccp_url.to_string(),
            region: instance.region.clone(),
            second_ccp_url: second.map(|second| second.ccp_url.to_string()).unwrap_or_default(),
            login_url: instance.login_url.to_string(),
            streams_url: streams_url(),
            // Each request brings its own.
            language: Language::default(),
            desk: desk.clone(),
        };
        let policy = PagePolicy::new(&instance, desk);
        Arc::new(Self { policy, ancestors: ancestors(origins), page, name, instance })
    }

    /// The page's settings for whoever reads this language.
    pub(super) fn page(&self, language: Language) -> PageConfig {
        PageConfig { language, ..self.page.clone() }
    }
}

fn ancestors(origins: &BTreeSet<Origin>) -> String {
    origins.iter().fold("frame-ancestors 'self'".to_owned(), |policy, origin| policy + " " + origin.as_str())
}

/// Where the page finds the Streams library.
pub(super) fn streams_url() -> String {
    format!("/vendor/amazon-connect-streams-{STREAMS_VERSION}.min.js")
}
