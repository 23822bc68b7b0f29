//! Asks an address how it answers, as anybody could. It follows nothing: where an answer leads is for whoever asks to judge.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use reqwest::{
    Client, ClientBuilder,
    header::{DATE, HeaderMap},
    redirect::Policy,
};
use url::Url;

use crate::audit::now;

/// Longer than a slow instance takes, shorter than the page's own patience.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Asks addresses.
#[derive(Clone, Debug)]
pub struct Probe {
    client: Client,
}

/// How one answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status. None when nothing answered in time.
    pub status: Option<u16>,
    /// Milliseconds until the answer, or until it was given up.
    pub took_ms: u32,
    /// Its headers.
    pub headers: HeaderMap,
    /// When it came, on this machine's clock.
    came: i64,
}

impl Probe {
    /// Ready to ask.
    ///
    /// # Errors
    /// When there is no TLS.
    pub fn new() -> anyhow::Result<Self> {
        Ok(Self { client: client().build()? })
    }

    /// Asks one address, which must be one that is configured, or that an administrator has named by hand.
    pub async fn ask(&self, url: Url) -> Answer {
        ask(&self.client, url).await
    }

    /// Asks one address at these places, whatever its name means meanwhile.
    ///
    /// # Errors
    /// When there is no TLS.
    pub async fn ask_at(&self, url: Url, places: &[SocketAddr]) -> anyhow::Result<Answer> {
        let host = url.host_str().unwrap_or_default().to_owned();
        Ok(ask(&client().resolve_to_addrs(&host, places).build()?, url).await)
    }
}

fn client() -> ClientBuilder {
    // Fails when it is there already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(Policy::none()).timeout(TIMEOUT).no_proxy()
}

async fn ask(client: &Client, url: Url) -> Answer {
    let asked = Instant::now();
    let answer = client.get(url).send().await;
    let took_ms = u32::try_from(asked.elapsed().as_millis()).unwrap_or(u32::MAX);
    let came = now().get();
    match answer {
        Ok(answer) => Answer {
            status: Some(answer.status().as_u16()),
            took_ms,
            headers: answer.headers().clone(),
            came,
        },
        Err(error) => {
            tracing::debug!(error = %error.without_url(), "The address does not answer");
            Answer { status: None, took_ms, headers: HeaderMap::new(), came }
        }
    }
}

impl Answer {
    /// By how many milliseconds the clock of who answered is ahead of this machine's. It tells whole seconds, and is taken at
    /// half past: what is said of it is wrong by half a second at most, and by the answer's way.
    pub fn clock(&self) -> Option<i64> {
        let date = self.headers.get(DATE)?.to_str().ok()?;
        let date = httpdate::parse_http_date(date).ok()?;
        let since = date.duration_since(std::time::SystemTime::UNIX_EPOCH).ok()?;
        Some(i64::try_from(since.as_millis()).ok()? + 500 - self.came)
    }

    /// Where it leads, if it leads elsewhere.
    pub fn leads_to(&self, from: &Url) -> Option<Url> {
        self.status.filter(|status| (300..400).contains(status))?;
        let location = self.headers.get(reqwest::header::LOCATION)?.to_str().ok()?;
        from.join(location).ok()
    }
}
