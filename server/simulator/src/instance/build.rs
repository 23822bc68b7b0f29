//! From an instance file to an instance: every name is looked up, every number checked, once.

use std::collections::{HashMap, HashSet};

use toml::Spanned;

use super::crowd;
use super::file::{AgentEntry, InstanceFile, ProfileEntry, QuickConnectEntry};
use super::{
    AgentProfile, DialRule, Instance, InstanceError, Medium, Queue, QueueIndex, QuickConnect,
    QuickConnectTarget, RoutingProfile, ServedQueue, Status, StatusKind,
};
use crate::centre::{PhoneNumber, Username};
use crate::origin::Origin;

/// More than any real instance allows.
const MOST_CONTACTS: u8 = 10;

pub(super) fn build(text: &str) -> Result<Instance, InstanceError> {
    let file = read(text)?;
    let check = Check { text };
    let arns = Arns { instance: check.instance_arn(&file)? };

    check.unique("statuses", file.statuses.get_ref().iter().map(|status| &status.name))?;
    check.unique("queues", file.queues.get_ref().iter().map(|queue| &queue.name))?;
    check.unique("routing_profiles", file.routing_profiles.get_ref().iter().map(|profile| &profile.name))?;
    check.unique("agents", file.agents.get_ref().iter().map(|agent| &agent.username))?;
    check.unique("quick_connects", file.quick_connects.iter().map(|quick_connect| &quick_connect.name))?;
    check.some("queues", &file.queues)?;
    check.some("routing_profiles", &file.routing_profiles)?;
    if file.crowd.is_none() {
        check.some("agents", &file.agents)?;
    }
    if !file.statuses.get_ref().iter().any(|status| status.kind == StatusKind::Offline) {
        return Err(check.wrong(&file.statuses, "statuses", "there must be a status of type `offline`"));
    }

    let queues: Vec<_> = (1..)
        .zip(file.queues.get_ref())
        .map(|(n, entry)| Queue {
            arn: arns.of("queue", 0xb, n),
            name: entry.name.get_ref().clone(),
            attributes: entry.attributes.clone(),
        })
        .collect();
    let names = Names { check, file: &file, queues: &queues };
    let routing_profiles = (1..)
        .zip(file.routing_profiles.get_ref())
        .map(|(n, entry)| names.routing_profile(n, entry, &arns))
        .collect::<Result<_, _>>()?;
    let agents = (1..)
        .zip(&crowd::everybody(&file, check)?)
        .map(|(n, (key, entry))| names.agent(n, key, entry, &arns))
        .collect::<Result<Vec<_>, _>>()?;
    let quick_connects = (1..)
        .zip(&file.quick_connects)
        .map(|(n, entry)| names.quick_connect(n, entry, &arns))
        .collect::<Result<_, _>>()?;
    let statuses = (1..)
        .zip(file.statuses.get_ref())
        .map(|(n, entry)| Status {
            arn: arns.of("agent-state", 0xc, n),
            name: entry.name.get_ref().clone(),
            kind: entry.kind,
        })
        .collect();
    let approve = (0..)
        .zip(&file.approve)
        .map(|(n, origin): (usize, _)| {
            Origin::parse(origin.get_ref())
                .map_err(|error| check.wrong(origin, format!("approve[{n}]"), error))
        })
        .collect::<Result<_, _>>()?;
    let mut dialling = Vec::new();
    for (n, rule) in file.dialling.iter().enumerate() {
        let ending = rule.ends_with.get_ref();
        if ending.is_empty() || !ending.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(check.wrong(
                &rule.ends_with,
                format!("dialling[{n}].ends_with"),
                "write digits only",
            ));
        }
        let after_ms = rule.after_ms.unwrap_or(file.timing.answer_ms);
        dialling.push(DialRule { ends_with: ending.clone(), outcome: rule.outcome, after_ms });
    }
    let number = names.number(&file.number, "number")?;
    let by_username: HashMap<_, _> =
        agents.iter().enumerate().map(|(index, agent)| (agent.username.clone(), index)).collect();
    Ok(Instance {
        arn: arns.instance,
        region: file.region,
        number,
        email: file.email,
        dialable_countries: file.dialable_countries,
        approve,
        timing: file.timing,
        attributes: file.attributes,
        agents,
        by_username,
        queues,
        statuses,
        routing_profiles,
        quick_connects,
        dialling,
    })
}

/// What the TOML reader says, with the way to the key where it knows one.
fn read(text: &str) -> Result<InstanceFile, InstanceError> {
    let broken = |error: &toml::de::Error, key: String| {
        let offset = error.span().map_or(0, |span| span.start);
        InstanceError::at(text, offset, key, error.message())
    };
    let reader = toml::Deserializer::parse(text).map_err(|error| broken(&error, "TOML".to_owned()))?;
    serde_path_to_error::deserialize(reader).map_err(|error| {
        // A value that keeps its place in the file is wrapped by the TOML crate; the wrapping is nobody's business.
        let key = error.path().to_string().replace(".$__serde_spanned_private_value", "");
        broken(error.inner(), if key == "." { "instance".to_owned() } else { key })
    })
}

/// Makes the names of the instance's parts. `n` makes the identity; `family` keeps those of different kinds apart.
struct Arns {
    instance: String,
}

impl Arns {
    fn of(&self, kind: &str, family: u8, n: usize) -> String {
        format!("{}/{kind}/{family:08x}-0000-4000-8000-{n:012x}", self.instance)
    }
}

#[derive(Clone, Copy)]
pub(super) struct Check<'a> {
    text: &'a str,
}

impl Check<'_> {
    pub(super) fn wrong<T>(
        self,
        at: &Spanned<T>,
        key: impl Into<String>,
        problem: impl std::fmt::Display,
    ) -> InstanceError {
        InstanceError::at(self.text, at.span().start, key, problem)
    }

    fn some<T>(self, key: &str, list: &Spanned<Vec<T>>) -> Result<(), InstanceError> {
        if list.get_ref().is_empty() {
            Err(self.wrong(list, key, "there must be at least one"))
        } else {
            Ok(())
        }
    }

    fn unique<'n>(
        self,
        list: &str,
        names: impl Iterator<Item = &'n Spanned<String>>,
    ) -> Result<(), InstanceError> {
        let mut known = HashSet::new();
        for (n, name) in names.enumerate() {
            let key = format!("{list}[{n}]");
            if name.get_ref().trim().is_empty() {
                return Err(self.wrong(name, key, "a name must not be empty"));
            }
            if !known.insert(name.get_ref()) {
                return Err(self.wrong(name, key, format!("`{}` is there twice", name.get_ref())));
            }
        }
        Ok(())
    }

    /// The library reads the instance out of ARNs and takes hexadecimal digits and dashes only.
    fn instance_arn(self, file: &InstanceFile) -> Result<String, InstanceError> {
        let (account, id) = (file.account.get_ref(), file.id.get_ref());
        if account.is_empty() || !account.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(self.wrong(&file.account, "account", "write digits only"));
        }
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') {
            return Err(self.wrong(&file.id, "id", "write hexadecimal digits and dashes only"));
        }
        Ok(format!("arn:aws:connect:{}:{account}:instance/{id}", file.region))
    }
}

/// Looks names up.
struct Names<'a> {
    check: Check<'a>,
    file: &'a InstanceFile,
    queues: &'a [Queue],
}

impl Names<'_> {
    fn queue(&self, name: &Spanned<String>, key: impl Into<String>) -> Result<QueueIndex, InstanceError> {
        let found = self.queues.iter().position(|queue| queue.name == *name.get_ref());
        let missing = || self.check.wrong(name, key, format!("there is no queue `{}`", name.get_ref()));
        found.map(QueueIndex).ok_or_else(missing)
    }

    fn number(&self, text: &Spanned<String>, key: impl Into<String>) -> Result<PhoneNumber, InstanceError> {
        PhoneNumber::parse(text.get_ref()).map_err(|error| self.check.wrong(text, key, error))
    }

    fn routing_profile(
        &self,
        n: usize,
        entry: &ProfileEntry,
        arns: &Arns,
    ) -> Result<RoutingProfile, InstanceError> {
        let key = format!("routing_profiles[{}]", n - 1);
        self.check.some(&format!("{key}.queues"), &entry.queues)?;
        let mut queues = Vec::new();
        for (m, served) in entry.queues.get_ref().iter().enumerate() {
            let queue = self.queue(&served.queue, format!("{key}.queues[{m}].queue"))?;
            queues.push(ServedQueue { queue, priority: served.priority, media: served.channels.clone() });
        }
        let default_outbound_queue = match &entry.default_outbound_queue {
            Some(name) => self.queue(name, format!("{key}.default_outbound_queue"))?,
            None => queues[0].queue,
        };
        let voice = entry.concurrency.get(&Medium::Voice).copied().unwrap_or(0);
        if voice > 1 || entry.concurrency.values().any(|room| *room > MOST_CONTACTS) {
            return Err(self.check.wrong(
                &entry.name,
                format!("{key}.concurrency"),
                format!("an agent has one call at most, and {MOST_CONTACTS} contacts of any other kind"),
            ));
        }
        Ok(RoutingProfile {
            arn: arns.of("routing-profile", 0xd, n),
            name: entry.name.get_ref().clone(),
            default_outbound_queue,
            concurrency: entry.concurrency.clone(),
            queues,
        })
    }

    fn agent(
        &self,
        n: usize,
        key: &str,
        entry: &AgentEntry,
        arns: &Arns,
    ) -> Result<AgentProfile, InstanceError> {
        let profiles = self.file.routing_profiles.get_ref();
        let routing_profile = match &entry.routing_profile {
            None => 0,
            Some(name) => {
                let found = profiles.iter().position(|profile| profile.name.get_ref() == name.get_ref());
                found.ok_or_else(|| {
                    let key = format!("{key}.routing_profile");
                    self.check.wrong(name, key, format!("there is no routing profile `{}`", name.get_ref()))
                })?
            }
        };
        let username = entry.username.get_ref();
        let own_queue =
            Queue { arn: arns.of("queue/agent", 0xa, n), name: username.clone(), attributes: [].into() };
        Ok(AgentProfile {
            username: Username::new(username),
            name: entry.name.clone(),
            arn: arns.of("agent", 0xa, n),
            own_queue,
            routing_profile,
            softphone: entry.softphone,
            auto_accept: entry.auto_accept,
            extension: entry.extension.clone(),
            locale: entry.locale.clone(),
            after_contact_work_ms: entry.after_contact_work_ms,
            permissions: entry.permissions.clone().unwrap_or_else(|| self.file.permissions.clone()),
        })
    }

    fn quick_connect(
        &self,
        n: usize,
        entry: &QuickConnectEntry,
        arns: &Arns,
    ) -> Result<QuickConnect, InstanceError> {
        let key = format!("quick_connects[{}]", n - 1);
        let target = match (&entry.phone_number, &entry.agent, &entry.queue) {
            (Some(number), None, None) => {
                QuickConnectTarget::Phone(self.number(number, format!("{key}.phone_number"))?)
            }
            (None, Some(agent), None) => {
                let known = |other: &AgentEntry| other.username.get_ref() == agent.get_ref();
                if !self.file.agents.get_ref().iter().any(known) {
                    let problem = format!("there is no agent `{}`", agent.get_ref());
                    return Err(self.check.wrong(agent, format!("{key}.agent"), problem));
                }
                QuickConnectTarget::Agent(Username::new(agent.get_ref()))
            }
            (None, None, Some(queue)) => {
                QuickConnectTarget::Queue(self.queue(queue, format!("{key}.queue"))?)
            }
            _ => {
                let problem = "a quick connect has exactly one of `phone_number`, `agent` and `queue`";
                return Err(self.check.wrong(&entry.name, key, problem));
            }
        };
        let queues = match &entry.queues {
            None => None,
            Some(names) => {
                let indices = names
                    .iter()
                    .enumerate()
                    .map(|(m, name)| self.queue(name, format!("{key}.queues[{m}]")))
                    .collect::<Result<_, _>>()?;
                Some(indices)
            }
        };
        let arn = arns.of("transfer-destination", 0xe, n);
        Ok(QuickConnect { arn, name: entry.name.get_ref().clone(), target, queues })
    }
}
