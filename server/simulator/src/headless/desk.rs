//! One agent's login: the cookie, the bearer that comes of it, and the service behind it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, Request, header};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::client::{Answer, Client, Trouble};

/// An ordinary answer comes within this time.
pub(super) const PROMPT: Duration = Duration::from_secs(30);
/// As long as the library's requests have.
const POLL_PATIENCE: Duration = Duration::from_mins(2);

#[derive(Debug, Clone)]
pub(super) struct Desk {
    client: Client,
    at: Arc<str>,
    cookies: HeaderValue,
    bearer: HeaderValue,
    /// How long the bearer is good, from when it came.
    pub(super) good_for: Duration,
}

/// What `/auth/authorize` answers. The time is the machine's that serves, and compared with that one's alone.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Authorized {
    access_token: String,
    /// Milliseconds since 1970.
    expiration: i64,
}

impl Desk {
    /// Fills in the login form, and asks for a bearer as the CCP page does.
    pub(super) async fn sign_in(client: &Client, at: &Arc<str>, username: &str) -> Result<Self, Trouble> {
        let form = Request::post(format!("{at}/login"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("username={}", form_encoded(username))));
        let answer = client.send(made(form)?, PROMPT).await?;
        let cookies = cookies_of(&answer)?;
        let nothing = HeaderValue::from_static("");
        let (client, at) = (client.clone(), Arc::clone(at));
        Self { client, at, cookies, bearer: nothing, good_for: Duration::ZERO }.authorized().await
    }

    /// The same login with a new bearer. The old one stays good until it expires.
    pub(super) async fn authorized(&self) -> Result<Self, Trouble> {
        let request =
            Request::get(format!("{}/auth/authorize", self.at)).header(header::COOKIE, &self.cookies);
        let answer = self.client.send(made(request.body(Body::empty()))?, PROMPT).await?;
        let Authorized { access_token, expiration } = answer.json()?;
        let left = expiration - epoch_ms();
        let bearer =
            HeaderValue::from_str(&access_token).map_err(|error| Trouble::Nonsense(error.to_string()))?;
        Ok(Self { bearer, good_for: Duration::from_millis(left.try_into().unwrap_or(0)), ..self.clone() })
    }

    pub(super) async fn sign_out(&self) -> Result<(), Trouble> {
        let request = Request::get(format!("{}/logout", self.at)).header(header::COOKIE, &self.cookies);
        self.client.send(made(request.body(Body::empty()))?, PROMPT).await.map(|_| ())
    }

    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        operation: &str,
        body: &Value,
    ) -> Result<T, Trouble> {
        self.client.send(self.request(operation, body)?, PROMPT).await?.json()
    }

    /// Waits so long for the snapshot after the one with this token; without one it comes at once.
    pub(super) async fn poll<T: DeserializeOwned>(
        &self,
        token: Option<&str>,
        wait: Duration,
    ) -> Result<T, Trouble> {
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(0);
        let mut body = serde_json::json!({ "timeout": wait_ms });
        if let Some(token) = token {
            body["nextToken"] = token.into();
        }
        self.client.send(self.request("GetAgentSnapshot", &body)?, POLL_PATIENCE).await?.json()
    }

    fn request(&self, operation: &str, body: &Value) -> Result<Request<Body>, Trouble> {
        let request = Request::post(format!("{}/api", self.at))
            .header(header::CONTENT_TYPE, "application/x-amz-json-1.0")
            .header(header::COOKIE, &self.cookies)
            .header("x-amz-bearer", &self.bearer)
            .header("x-amz-target", format!("AmazonConnectCTIService.{operation}"));
        made(request.body(Body::from(body.to_string())))
    }
}

/// A request that cannot be made was asked for with nonsense.
pub(super) fn made(request: Result<Request<Body>, axum::http::Error>) -> Result<Request<Body>, Trouble> {
    request.map_err(|error| Trouble::Nonsense(error.to_string()))
}

pub(super) fn epoch_ms() -> i64 {
    let since_epoch = std::time::SystemTime::now().duration_since(std::time::SystemTime::UNIX_EPOCH);
    since_epoch.ok().and_then(|since| since.as_millis().try_into().ok()).unwrap_or(0)
}

/// What a browser would send back of the cookies it was given.
fn cookies_of(answer: &Answer) -> Result<HeaderValue, Trouble> {
    let given = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
    let pairs: Vec<_> = given.filter_map(|cookie| cookie.split(';').next()).collect();
    if pairs.is_empty() {
        return Err(Trouble::Nonsense("the login gave no cookie".to_owned()));
    }
    HeaderValue::from_str(&pairs.join("; ")).map_err(|error| Trouble::Nonsense(error.to_string()))
}

fn form_encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gets_through_a_form() {
        assert_eq!(form_encoded("agent-0001"), "agent-0001");
        assert_eq!(form_encoded("ann & co=ö"), "ann%20%26%20co%3D%C3%B6");
    }
}
