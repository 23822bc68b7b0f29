//! Asks Amazon Connect. Credentials are found as every program of AWS finds them; each request is signed with them and goes
//! nowhere else. There is little time, and a list that was just told is not asked for again.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use app::api::ListTrouble;
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::provider::{
    ProvideCredentials as _, SharedCredentialsProvider, error::CredentialsError,
};
use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningError, SigningSettings, sign},
    sign::v4,
};
use aws_smithy_http_client::tls;
use reqwest::{Client, Method, Response, redirect::Policy};
use serde_json::json;
use tokio::sync::{Mutex as Turn, OnceCell};
use url::Url;

use super::{
    Told,
    answer::{Part, Wish, error_name, trouble},
};
use crate::{instances::Instance, origin::Origin};

/// All of it takes no longer, credentials included: less than a request of ours may take.
const TIMEOUT: Duration = Duration::from_secs(8);

/// For so long what was told is not asked for again: the doctor is everybody's, and Amazon Connect allows two a second.
const FRESH: Duration = Duration::from_secs(3);

/// As many entries as come at once.
const PART: &str = "25";

/// So many parts are more than any list has.
const MOST_PARTS: usize = 40;

/// The largest answer, in bytes.
const LARGEST: usize = 256 * 1024;

/// Asks Amazon Connect for instances' own lists of approved origins. Cheap to clone.
#[derive(Clone, Default)]
pub struct Aws(Arc<Inner>);

#[derive(Default)]
struct Inner {
    way: OnceCell<Way>,
    /// What each instance told last. Who asks while another does waits for its answer.
    told: Mutex<HashMap<String, LastTold>>,
}

type LastTold = Arc<Turn<Option<(Instant, Told)>>>;

/// By what and where is asked.
struct Way {
    client: Client,
    credentials: Option<SharedCredentialsProvider>,
    /// Set for tests and for private endpoints: `AWS_ENDPOINT_URL_CONNECT`, or what stands for it.
    endpoint: Option<Url>,
}

/// An instance, as Amazon Connect knows it.
struct Named<'a> {
    id: &'a str,
    region: &'a str,
}

// Nothing of a credential is ever shown.
impl fmt::Debug for Aws {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Aws").finish_non_exhaustive()
    }
}

impl Aws {
    /// Whether anybody can be asked.
    pub const IS_BUILT: bool = true;

    /// The instance's own list of approved origins.
    pub async fn approved(&self, instance: &Instance) -> Option<Told> {
        let Some(named) = Named::of(instance) else { return Some(Err(ListTrouble::NoArn)) };
        let last = self.last_told(named.id);
        let mut last = last.lock().await;
        if let Some((at, told)) = &*last
            && at.elapsed() < FRESH
        {
            return Some(told.clone());
        }
        let told = in_time(Box::pin(self.list(&named))).await;
        *last = Some((Instant::now(), told.clone()));
        Some(told)
    }

    /// Adds an origin to the instance's own list. One that is there already stays.
    pub async fn approve(&self, instance: &Instance, origin: &Origin) -> Option<Result<(), ListTrouble>> {
        let Some(named) = Named::of(instance) else { return Some(Err(ListTrouble::NoArn)) };
        let added = in_time(Box::pin(self.add(&named, origin))).await;
        *self.last_told(named.id).lock().await = None;
        Some(added)
    }

    fn last_told(&self, id: &str) -> LastTold {
        let mut told = self.0.told.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(told.entry(id.to_owned()).or_default())
    }

    async fn list(&self, named: &Named<'_>) -> Told {
        let (mut origins, mut token) = (Vec::new(), None);
        for _ in 0..MOST_PARTS {
            let mut query = vec![("maxResults", PART.to_owned())];
            query.extend(token.map(|token| ("nextToken", token)));
            let answer = self.ask(named, Wish::List, &query, "").await?;
            let part: Part = serde_json::from_slice(&answer).map_err(|_| ListTrouble::Failing)?;
            origins.extend(part.origins);
            token = part.next_token.filter(|token| !token.is_empty());
            if token.is_none() {
                return Ok(origins.into());
            }
        }
        tracing::warn!("The instance's list of approved origins does not end");
        Err(ListTrouble::Failing)
    }

    async fn add(&self, named: &Named<'_>, origin: &Origin) -> Result<(), ListTrouble> {
        let body = json!({ "Origin": origin.as_str() }).to_string();
        match self.ask(named, Wish::Add, &[], &body).await {
            // It says so of one that is on the list already too.
            Err(ListTrouble::Failing) => {
                let is_there = self.list(named).await?.iter().any(|one| one == origin.as_str());
                if is_there { Ok(()) } else { Err(ListTrouble::Failing) }
            }
            answer => answer.map(|_| ()),
        }
    }

    /// Asks once.
    async fn ask(
        &self,
        named: &Named<'_>,
        wish: Wish,
        query: &[(&str, String)],
        body: &str,
    ) -> Result<Vec<u8>, ListTrouble> {
        let way = self.0.way.get_or_try_init(|| Way::find(named.region)).await?;
        let url = way.address(named, wish, query).ok_or(ListTrouble::Silent)?;
        let method = if wish == Wish::Add { Method::PUT } else { Method::GET };
        let signed = way.signed(named.region, &method, &url, body).await?;
        let mut request = way.client.request(method, url).body(body.to_owned());
        for (name, value) in signed {
            request = request.header(name, value);
        }
        let answer = request.send().await.map_err(silent)?;
        let (status, name) = (answer.status(), header(&answer, "x-amzn-errortype"));
        let request_id = header(&answer, "x-amzn-requestid").unwrap_or_default();
        let body = read(answer).await?;
        if status.is_success() {
            return Ok(body);
        }
        let name = error_name(name.as_deref(), &body);
        // What stands in the message may be the request, with the token of a session in it.
        tracing::warn!(
            ?wish,
            status = status.as_u16(),
            error = name,
            aws_request_id = request_id,
            "Amazon Connect refuses"
        );
        Err(trouble(wish, status.as_u16(), &name))
    }
}

impl<'a> Named<'a> {
    fn of(instance: &'a Instance) -> Option<Self> {
        let (_, id) = instance.arn.as_deref()?.rsplit_once('/')?;
        Some(Self { id, region: &instance.region })
    }
}

impl Way {
    /// Finds out how credentials come here, and where Amazon Connect is.
    async fn find(region: &str) -> Result<Self, ListTrouble> {
        let tls = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
        let http = aws_smithy_http_client::Builder::new().tls_provider(tls).build_https();
        let region = Region::new(region.to_owned());
        let config =
            aws_config::defaults(BehaviorVersion::latest()).region(region).http_client(http).load().await;
        let key = aws_types::service_config::ServiceConfigKey::builder()
            .service_id("Connect")
            .env("AWS_ENDPOINT_URL")
            .profile("endpoint_url")
            .build();
        let of_connect = key.ok().and_then(|key| config.service_config()?.load_config(key));
        let endpoint = of_connect.as_deref().or(config.endpoint_url());
        let endpoint = endpoint.map(Url::parse).transpose().map_err(|_| {
            tracing::error!("AWS_ENDPOINT_URL_CONNECT, or what stands for it, is no address");
            ListTrouble::Silent
        })?;
        Self::new(config.credentials_provider(), endpoint)
    }

    fn new(
        credentials: Option<SharedCredentialsProvider>,
        endpoint: Option<Url>,
    ) -> Result<Self, ListTrouble> {
        // Fails when it is there already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client =
            Client::builder().redirect(Policy::none()).timeout(TIMEOUT).no_proxy().build().map_err(silent)?;
        Ok(Self { client, credentials, endpoint })
    }

    fn address(&self, named: &Named<'_>, wish: Wish, query: &[(&str, String)]) -> Option<Url> {
        let of_region = || Url::parse(&format!("https://connect.{}.amazonaws.com", named.region)).ok();
        let mut url = self.endpoint.clone().or_else(of_region)?;
        let resource = if wish == Wish::Add { "approved-origin" } else { "approved-origins" };
        url.path_segments_mut().ok()?.pop_if_empty().extend(["instance", named.id, resource]);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Some(url)
    }

    /// The headers that show whose a request is.
    async fn signed(
        &self,
        region: &str,
        method: &Method,
        url: &Url,
        body: &str,
    ) -> Result<Vec<(String, String)>, ListTrouble> {
        let provider = self.credentials.as_ref().ok_or(ListTrouble::NoCredentials)?;
        let identity =
            provider.provide_credentials().await.map_err(|error| without_credentials(&error))?.into();
        let sign = || -> Result<_, Box<dyn std::error::Error>> {
            let parameters = v4::SigningParams::builder()
                .identity(&identity)
                .region(region)
                .name("connect")
                .time(SystemTime::now())
                .settings(SigningSettings::default())
                .build()?
                .into();
            let headers = [("content-type", "application/json")];
            let bytes = SignableBody::Bytes(body.as_bytes());
            let request = SignableRequest::new(method.as_str(), url.as_str(), headers.into_iter(), bytes)?;
            let (signing, _) = sign(request, &parameters).map_err(|error: SigningError| error)?.into_parts();
            let signed = signing.headers().map(|(name, value)| (name.to_owned(), value.to_owned()));
            Ok(headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into_iter()
                .chain(signed)
                .collect())
        };
        sign().map_err(|_| {
            tracing::error!("A request to Amazon Connect cannot be signed");
            ListTrouble::WrongCredentials
        })
    }
}

async fn in_time<T>(asking: impl Future<Output = Result<T, ListTrouble>>) -> Result<T, ListTrouble> {
    tokio::time::timeout(TIMEOUT, asking).await.unwrap_or(Err(ListTrouble::Silent))
}

/// Why there are no credentials. What the provider says may hold more than anybody should read.
fn without_credentials(error: &CredentialsError) -> ListTrouble {
    match error {
        CredentialsError::CredentialsNotLoaded(_) | CredentialsError::ProviderTimedOut(_) => {
            tracing::warn!("There are no credentials of AWS");
            ListTrouble::NoCredentials
        }
        _ => {
            tracing::warn!("The credentials of AWS cannot be loaded from where they are configured to be");
            ListTrouble::WrongCredentials
        }
    }
}

fn silent(error: reqwest::Error) -> ListTrouble {
    tracing::warn!(error = %error.without_url(), "Amazon Connect does not answer");
    ListTrouble::Silent
}

fn header(answer: &Response, name: &str) -> Option<String> {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned)
}

async fn read(mut answer: Response) -> Result<Vec<u8>, ListTrouble> {
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(silent)? {
        if body.len() + part.len() > LARGEST {
            return Err(ListTrouble::Failing);
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

#[cfg(test)]
impl Aws {
    /// Asks this address with these credentials.
    pub(crate) fn at(endpoint: &str, credentials: Option<aws_credential_types::Credentials>) -> Self {
        let way = Way::new(credentials.map(SharedCredentialsProvider::new), endpoint.parse().ok());
        Self(Arc::new(Inner { way: OnceCell::new_with(way.ok()), told: Mutex::default() }))
    }
}

#[cfg(test)]
#[path = "../../tests/aws/amazon.rs"]
pub(crate) mod testing;

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
