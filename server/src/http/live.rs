//! What administrators change while the server runs, as every request needs it: in memory, replaced as a whole.

use std::sync::{Arc, PoisonError, RwLock};

use app::{
    api::{DeskConfig, PageConfig, SignedIn},
    text::Language,
};
use axum::http::HeaderValue;
use connect_streams::STREAMS_VERSION;

use super::security::PagePolicy;
use crate::{
    config::{Config, ConnectConfig},
    origin::Origin,
    store::{Database, StoreError},
};

/// What holds now, and the way to what holds next. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Live {
    configured: Arc<Configured>,
    now: Arc<RwLock<Arc<Now>>>,
}

/// What the configuration says; it holds until the program is started anew.
#[derive(Debug)]
struct Configured {
    connect: ConnectConfig,
    desk: DeskConfig,
}

/// What holds at one moment.
#[derive(Debug)]
pub(super) struct Now {
    /// Who may call from a page, and frame the desktop.
    pub(super) origins: Vec<Origin>,
    /// What the page may load.
    pub(super) policy: PagePolicy,
    /// The page's settings.
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
        Ok(Self { configured, now: Arc::new(RwLock::new(Arc::new(now))) })
    }

    /// Reads it again. From then on that holds.
    ///
    /// # Errors
    /// When the database fails; then what held still holds.
    pub(super) async fn reload(&self, store: &dyn Database) -> Result<(), StoreError> {
        let next = Arc::new(Now::read(&self.configured, store).await?);
        // It is replaced in one step, so even after a panic elsewhere it is whole.
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }

    /// What holds now.
    pub(super) fn now(&self) -> Arc<Now> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Now {
    async fn read(configured: &Configured, store: &dyn Database) -> Result<Self, StoreError> {
        let Configured { connect, desk } = configured;
        let page = PageConfig {
            ccp_url: connect.ccp_url.as_str().to_owned(),
            region: connect.region.clone(),
            login_url: connect.login_url.as_str().to_owned(),
            streams_url: streams_url(),
            // Each request brings its own.
            language: Language::default(),
            desk: desk.clone(),
            // Likewise.
            signed_in: None,
        };
        Ok(Self { origins: store.origins().await?, policy: PagePolicy::new(connect, desk), page })
    }

    /// The page's settings for whoever reads this language, and is signed in as this.
    pub(super) fn page(&self, language: Language, signed_in: Option<SignedIn>) -> PageConfig {
        PageConfig { language, signed_in, ..self.page.clone() }
    }

    /// Whether this origin is on the list.
    pub(super) fn allows(&self, origin: &HeaderValue) -> bool {
        self.origins.iter().any(|allowed| allowed.as_str().as_bytes() == origin.as_bytes())
    }

    /// Who may frame an answer.
    pub(super) fn ancestors(&self) -> String {
        self.origins
            .iter()
            .fold("frame-ancestors 'self'".to_owned(), |policy, origin| policy + " " + origin.as_str())
    }
}

/// Where the page finds the Streams library.
pub(super) fn streams_url() -> String {
    format!("/vendor/amazon-connect-streams-{STREAMS_VERSION}.min.js")
}
