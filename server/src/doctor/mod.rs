//! What the server sees for the origin doctor: how an instance answers, whom it lets frame its CCP, and what a page's own
//! answer says. What it comes to is told by [`app::origins`].

pub mod command;
mod policy;
mod probe;

pub use policy::{allows, framing, microphone_for, shows_frames_of};
pub use probe::{Answer, Probe};

use app::api::{DoctorCheck, OriginCheck};
use connect_streams::EpochMs;

use crate::{audit::now, aws::Aws, instances::Instance};

/// Looks at an instance. `origins` are those of the page and of the pages around it, each with whether it is known here. What
/// is said of the instance's own list is for whoever may add to it.
pub async fn look(
    probe: &Probe,
    aws: &Aws,
    instance: &Instance,
    origins: Vec<(String, bool)>,
) -> DoctorCheck {
    let is_elsewhere = instance.login_url.origin() != instance.ccp_url.origin();
    let login = async { if is_elsewhere { Some(probe.ask(instance.login_url.clone()).await) } else { None } };
    let (ccp, login, told) =
        futures_util::join!(probe.ask(instance.ccp_url.clone()), login, aws.approved(instance));
    let login = login.as_ref().unwrap_or(&ccp);
    let (list, list_trouble) = match told {
        Some(Ok(list)) => (Some(list), None),
        Some(Err(trouble)) => (None, Some(trouble)),
        None => (None, None),
    };
    let origins = origins.into_iter().map(|(origin, listed)| {
        let framing = framing(&ccp.headers, &origin);
        let approved = list.as_ref().map(|list| list.iter().any(|entry| allows(entry, &origin)));
        OriginCheck { origin, listed, framing, approved }
    });
    let arn = instance.arn.as_deref().unwrap_or_default();
    DoctorCheck {
        origins: origins.collect(),
        status: ccp.status,
        login_status: login.status,
        login_took_ms: login.took_ms,
        instance_id: arn.rsplit_once('/').map(|(_, id)| id.to_owned()).unwrap_or_default(),
        may_approve: list.is_some(),
        list_trouble,
        instance_now: ccp.clock().map(|ahead_ms| EpochMs::new(now().get() + ahead_ms)),
        now: now(),
    }
}
