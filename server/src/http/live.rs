//! What administrators change while the server runs, as every request needs it: in memory, replaced as a whole.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use app::api::{DeskConfig, Feature, PublicConfig, Settings, SettingsAnswer, SettingsVersion};
use arc_swap::{ArcSwap, Guard};
use axum::http::HeaderValue;
use tokio::sync::Mutex;

use super::{drawn::Drawn, security::PagePolicy};
use crate::{
    auth::{Caller, Who},
    config::Config,
    instances::{Instance, InstanceName},
    origin::Origin,
    public::public_config,
    store::{ChangeFeed, Database, KeptEstate, Store, StoreError},
};

/// After a change that could not be read, it is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// What holds now, and the way to what holds next. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Live {
    configured: Arc<Configured>,
    now: Arc<ArcSwap<Now>>,
    /// One after the other: else what was read first could be put in the place of what was read last.
    reading: Arc<Mutex<()>>,
}

/// What the configuration says; it holds until the program is started anew.
#[derive(Debug)]
struct Configured {
    connect: Instance,
    settings: Settings,
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
    /// What administrators can change, and which version of it this is.
    pub(super) settings: SettingsAnswer,
    /// What an answer that is no page may load, and who may frame it.
    policy: HeaderValue,
}

/// What is no page loads nothing, also if a browser is made to show it as one.
const LOADS_NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; ";

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
    /// Its page's settings that are the same for everybody.
    pub(super) page: PublicConfig,
    /// Its pages that were drawn.
    pub(super) drawn: Drawn,
}

impl Live {
    /// Reads all of it from the database.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn load(config: Config, store: &dyn Database) -> Result<Self, StoreError> {
        let configured = Arc::new(Configured { connect: config.connect, settings: config.settings });
        let now = Now::read(&configured, store).await?;
        Ok(Self { configured, now: Arc::new(ArcSwap::from_pointee(now)), reading: Arc::default() })
    }

    /// Reads it again. From then on that holds.
    ///
    /// # Errors
    /// When the database fails; then what held still holds.
    pub(super) async fn reload(&self, store: &dyn Database) -> Result<(), StoreError> {
        let _alone = self.reading.lock().await;
        let next = Arc::new(Now::read(&self.configured, store).await?);
        self.now.store(next);
        Ok(())
    }

    /// The settings that the configuration has, as a version.
    pub(super) fn configured(&self) -> SettingsAnswer {
        self.configured.settings()
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

    /// What holds now. Requests do not wait for each other to read it.
    pub(super) fn now(&self) -> Guard<Arc<Now>> {
        self.now.load()
    }
}

impl Configured {
    fn settings(&self) -> SettingsAnswer {
        SettingsAnswer { version: SettingsVersion::default(), settings: self.settings.clone() }
    }
}

impl Now {
    async fn read(configured: &Configured, store: &dyn Database) -> Result<Self, StoreError> {
        let kept = store.estate().await?;
        // What the configuration says holds until somebody saves something else.
        let settings = store.settings().await?.unwrap_or_else(|| configured.settings());
        let desk = &settings.settings.desk;
        let (name, connect) = (InstanceName::default_one(), configured.connect.clone());
        let mut instances = vec![Shown::new(name, connect, &kept.estate.origins, desk)];
        for added in &kept.estate.added {
            let Ok(instance) = Instance::check(&added.settings) else {
                // It was valid when it was stored. What is left of it can be put right by an administrator.
                tracing::error!(instance = %added.name, "An instance's settings are not valid");
                continue;
            };
            instances.push(Shown::new(added.name.clone(), instance, &added.origins, desk));
        }
        let origins = kept.estate.all_origins();
        let policy = format!("{LOADS_NOTHING}{}", ancestors(&origins));
        // An origin is letters, digits and a few signs, all of which a header takes.
        let policy = HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
        Ok(Self { kept, origins, instances, settings, policy })
    }

    /// An instance by its name; without a name, the first.
    pub(super) fn shown(&self, name: Option<&InstanceName>) -> Option<Arc<Shown>> {
        let shown = match name {
            Some(name) => self.instances.iter().find(|shown| shown.name == *name),
            None => self.instances.first(),
        };
        shown.map(Arc::clone)
    }

    /// What the instances are called, in their order.
    pub(super) fn names(&self) -> Vec<String> {
        self.instances.iter().map(|shown| shown.name.to_string()).collect()
    }

    /// Whether this origin is on one of the lists.
    pub(super) fn allows(&self, origin: &HeaderValue) -> bool {
        self.origins.iter().any(|allowed| allowed.as_str().as_bytes() == origin.as_bytes())
    }

    /// The `Content-Security-Policy` of an answer that is no page.
    pub(super) fn policy(&self) -> HeaderValue {
        self.policy.clone()
    }

    /// Who may frame a page that is no instance's.
    pub(super) fn ancestors(&self) -> String {
        ancestors(&self.origins)
    }

    /// What somebody does without. Machines have their scopes instead, and where there is no sign-in nobody has a role.
    pub(super) fn withheld(&self, caller: Option<&Caller>) -> Vec<Feature> {
        let person = caller.and_then(Caller::person);
        let withheld = |who: &Who| self.settings.settings.features.withheld(who.signed_in.role);
        person.map(withheld).unwrap_or_default()
    }
}

impl Shown {
    fn new(
        name: InstanceName,
        instance: Instance,
        origins: &BTreeSet<Origin>,
        desk: &DeskConfig,
    ) -> Arc<Self> {
        let page = public_config(&name, &instance, desk);
        let policy = PagePolicy::new(&instance, desk);
        Arc::new(Self {
            policy,
            ancestors: ancestors(origins),
            page,
            name,
            instance,
            drawn: Drawn::default(),
        })
    }
}

fn ancestors(origins: &BTreeSet<Origin>) -> String {
    origins.iter().fold("frame-ancestors 'self'".to_owned(), |policy, origin| policy + " " + origin.as_str())
}
