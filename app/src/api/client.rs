//! The browser's way to the API, wherever it is.

use connect_streams::{
    Dictionary, EpochMs,
    reading::{Place, decode},
};
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortSignal;

use super::{
    ACTIVITIES, APPROVED_ORIGINS, ActivityList, BatchAnswer, CCP_CHECK, CONTACT_EXPORT, CONTACT_RECORDS,
    CONTACT_TOTALS, CcpCheck, DISCLOSURES, DOCTOR_CHECK, DoctorCheck, ErrorAnswer, ListTrouble, RECORDS,
    RecordAnswer, RecordBatch, RecordList, TotalsAnswer, home,
};
use crate::{text::Text, ui::script::call};

/// How many records are listed at a time. Few, because the page keeps all that it shows.
const PAGE: &str = "10";

/// After this many milliseconds without an answer a call counts as failed.
const TIMEOUT_MS: u32 = 15_000;

/// What [`CallError::SignedOut`] means.
pub const SIGNED_OUT: Text =
    Text::new("You are signed out of Streamdesk.", "Streamdesk からサインアウトしています。");

/// Why a call did not do what it should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// No answer, or none that the server's API gives. Trying again later can help.
    #[error("The server does not answer.")]
    Unavailable,
    /// The server does not know any more who calls: the session is over. Signing in again helps.
    #[error("You are signed out of Streamdesk.")]
    SignedOut,
    /// The server understood and refused. Trying again cannot help.
    #[error("{0}")]
    Refused(String),
}

/// Calls the API of this page, which is where [`api_home`](super::api_home) says. Does nothing outside a browser.
#[derive(Clone, Copy, Debug, Default)]
pub struct Client;

impl Client {
    /// Sends records. Answers with a verdict on each.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn send(self, batch: &RecordBatch) -> Result<BatchAnswer, CallError> {
        let request = request(Method::POST, RECORDS)?.abort_signal(Some(&deadline())).json(batch);
        read(&answer(request).await?)
    }

    /// Sends records for a page that goes: the browser goes on with it, and nobody hears the answer.
    pub fn send_last(self, batch: &RecordBatch) {
        let Some(address) = home::api_home().address(RECORDS) else { return };
        let Ok(text) = serde_json::to_string(batch) else { return };
        let options = Object::new();
        let headers = Array::of1(&Array::of2(&"content-type".into(), &"application/json".into()));
        if let Some(bearer) = bearer() {
            headers.push(&Array::of2(&"authorization".into(), &bearer.into()));
        }
        let parts: [(&str, JsValue); 4] = [
            ("method", "POST".into()),
            ("body", text.into()),
            ("keepalive", true.into()),
            ("headers", headers.into()),
        ];
        for (name, value) in parts {
            let _ = Reflect::set(&options, &name.into(), &value);
        }
        let sending = call(&js_sys::global(), "fetch", &[address.into(), options.into()]);
        if let Ok(sending) = sending.dyn_into::<Promise>() {
            // What did not arrive is still in this browser.
            spawn_local(async move { _ = JsFuture::from(sending).await });
        }
    }

    /// Lists an agent's records since a moment, newest first.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn list(
        self,
        agent: &str,
        since: EpochMs,
        cursor: Option<&str>,
    ) -> Result<RecordList, CallError> {
        let mut query =
            vec![("agent", agent.to_owned()), ("since", since.to_string()), ("limit", PAGE.to_owned())];
        query.extend(cursor.map(|cursor| ("cursor", cursor.to_owned())));
        self.contacts(query).await
    }

    /// Lists the contact records that a query means, newest first.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn contacts(self, query: Query) -> Result<RecordList, CallError> {
        read(&get(CONTACT_RECORDS, query).await?)
    }

    /// One agent's record of a contact.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn contact(self, contact_id: &str, agent: String) -> Result<RecordAnswer, CallError> {
        read(&get(&format!("{CONTACT_RECORDS}/{contact_id}"), vec![("agent", agent)]).await?)
    }

    /// What the contact records that a query means come to.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn totals(self, query: Query) -> Result<TotalsAnswer, CallError> {
        read(&get(CONTACT_TOTALS, query).await?)
    }

    /// Lists the statuses of the agent whom a query means, in the order in which they were.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn activities(self, query: Query) -> Result<ActivityList, CallError> {
        read(&get(ACTIVITIES, query).await?)
    }

    /// Begins to fetch the contact records that a query means as a file. Answers with the stream of its bytes; takes as
    /// long as it takes, until `signal` ends it.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn export(self, query: Query, signal: &AbortSignal) -> Result<JsValue, CallError> {
        let request = request(Method::GET, CONTACT_EXPORT)?.query(query).abort_signal(Some(signal));
        let response = sent(request.build()).await?;
        response.body().map(JsValue::from).ok_or(CallError::Unavailable)
    }

    /// Says that a covered attribute of a contact is about to be shown.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn disclose(self, contact_id: &str, attribute: &str) -> Result<(), CallError> {
        let shown = Dictionary::from([("contact_id", contact_id), ("attribute", attribute)]);
        let request = request(Method::POST, DISCLOSURES)?.abort_signal(Some(&deadline())).json(&shown);
        answer(request).await.map(|_| ())
    }

    /// Asks how the CCP of an instance answers the server, and whether it lets a page of `origin` frame it.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn check_ccp(self, origin: String, instance: String) -> Result<CcpCheck, CallError> {
        read(&get(CCP_CHECK, vec![("origin", origin), ("instance", instance)]).await?)
    }

    /// Asks what the server sees of an instance, and how origins stand: the page's first, then those around it.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn doctor(self, origins: &[String], instance: &str) -> Result<DoctorCheck, CallError> {
        let query = vec![("instance", instance.to_owned()), ("origins", origins.join(" "))];
        read(&get(DOCTOR_CHECK, query).await?)
    }

    /// Has an origin added to the list that an instance itself keeps.
    ///
    /// # Errors
    /// What kept it from being added, where the server says so in a word of [`ListTrouble`].
    pub async fn approve(self, instance: &str, origin: &str) -> Result<(), Option<ListTrouble>> {
        let path = APPROVED_ORIGINS.replace("{name}", instance);
        let one = Dictionary::from([("origin", origin)]);
        let request = request(Method::PUT, &path).map_err(|_| None)?.abort_signal(Some(&deadline()));
        let response = request.json(&one).map_err(|_| None)?.send().await.map_err(|_| None)?;
        if response.ok() {
            return Ok(());
        }
        let text = response.text().await.map_err(|_| None)?;
        let code = read::<ErrorAnswer>(&text).map(|answer| format!("\"{}\"", answer.error.code));
        Err(code.and_then(|code| read(&code)).ok())
    }
}

/// What is asked for: names and values. Empty values are left out by whoever asks.
pub type Query = Vec<(&'static str, String)>;

fn deadline() -> AbortSignal {
    AbortSignal::timeout_with_u32(TIMEOUT_MS)
}

/// A request to the API. Without an API there is none, and nothing will answer.
fn request(method: Method, path: &str) -> Result<RequestBuilder, CallError> {
    let address = home::api_home().address(path).ok_or(CallError::Unavailable)?;
    let request = RequestBuilder::new(&address).method(method);
    Ok(match bearer() {
        Some(bearer) => request.header("authorization", &bearer),
        None => request,
    })
}

/// What goes with a request to an API elsewhere. The server of a page knows its callers by other means.
fn bearer() -> Option<String> {
    let is_elsewhere = matches!(home::api_home(), super::ApiHome::At(_));
    is_elsewhere.then(home::token).flatten().map(|token| format!("Bearer {token}"))
}

/// Sends a request. Answers with the text of what came back. Knows no types, so that it is there once.
async fn answer(request: Result<Request, gloo_net::Error>) -> Result<String, CallError> {
    sent(request).await?.text().await.map_err(unavailable)
}

async fn get(path: &str, query: Query) -> Result<String, CallError> {
    answer(request(Method::GET, path)?.query(query).abort_signal(Some(&deadline())).build()).await
}

/// Sends a request. Answers with a response that is what was asked for.
async fn sent(request: Result<Request, gloo_net::Error>) -> Result<Response, CallError> {
    let response = request.map_err(unavailable)?.send().await.map_err(unavailable)?;
    if response.ok() {
        return Ok(response);
    }
    let text = response.text().await.map_err(unavailable)?;
    match (response.status(), read::<ErrorAnswer>(&text)) {
        // The server is there but busy, or somebody before it answers instead.
        (408 | 429 | 500.., _) | (_, Err(_)) => Err(CallError::Unavailable),
        // Elsewhere nobody signs in: a token is missing there, and the answer says so.
        (401, Ok(_)) if home::api_home() == home::ApiHome::Here => Err(CallError::SignedOut),
        (_, Ok(answer)) => Err(CallError::Refused(answer.error.message)),
    }
}

fn unavailable(_: gloo_net::Error) -> CallError {
    CallError::Unavailable
}

fn read<T: Place>(text: &str) -> Result<T, CallError> {
    decode(text).map_err(|_| CallError::Unavailable)
}
