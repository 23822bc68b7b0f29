//! What administrators change while the server runs, as every request needs it: in memory, replaced as a whole.

use std::sync::{Arc, PoisonError, RwLock};

use app::{
    api::{Feature, PageConfig, PublicConfig, Settings, SettingsAnswer, SettingsVersion},
    text::Language,
};
use axum::http::HeaderValue;

use super::security::PagePolicy;
use crate::{
    auth::{Caller, Who},
    config::{Config, ConnectConfig},
    origin::Origin,
    public::public_config,
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
    settings: Settings,
}

/// What holds at one moment.
#[derive(Debug)]
pub(super) struct Now {
    /// Who may call from a page, and frame the desktop.
    pub(super) origins: Vec<Origin>,
    /// What the page may load.
    pub(super) policy: PagePolicy,
    /// The page's settings that are the same for everybody.
    pub(super) page: PublicConfig,
    /// What administrators can change, and which version of it this is.
    pub(super) settings: SettingsAnswer,
}

impl Live {
    /// Reads all of it from the database.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn load(config: Config, store: &dyn Database) -> Result<Self, StoreError> {
        let configured = Arc::new(Configured { connect: config.connect, settings: config.settings });
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

    /// The settings that the configuration has, as a version.
    pub(super) fn configured(&self) -> SettingsAnswer {
        self.configured.settings()
    }

    /// What holds now.
    pub(super) fn now(&self) -> Arc<Now> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Configured {
    fn settings(&self) -> SettingsAnswer {
        SettingsAnswer { version: SettingsVersion::default(), settings: self.settings.clone() }
    }
}

impl Now {
    async fn read(configured: &Configured, store: &dyn Database) -> Result<Self, StoreError> {
        let connect = &configured.connect;
        // What the configuration says holds until somebody saves something else.
        let settings = store.settings().await?.unwrap_or_else(|| configured.settings());
        let desk = &settings.settings.desk;
        let (page, policy) = (public_config(connect, desk), PagePolicy::new(connect, desk));
        Ok(Self { origins: store.origins().await?, policy, page, settings })
    }

    /// The page's settings for whoever reads this language.
    pub(super) fn page(&self, language: Language, caller: Option<&Caller>) -> PageConfig {
        PageConfig { withheld: self.withheld(caller), ..self.page.clone().page(language) }
    }

    /// What somebody does without. Machines have their scopes instead, and where there is no sign-in nobody has a role.
    pub(super) fn withheld(&self, caller: Option<&Caller>) -> Vec<Feature> {
        let person = caller.and_then(Caller::person);
        let withheld = |who: &Who| self.settings.settings.features.withheld(who.signed_in.role);
        person.map(withheld).unwrap_or_default()
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
