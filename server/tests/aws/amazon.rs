//! Amazon Connect, as far as the list of approved origins goes: a server on this machine that verifies each signature by the
//! published algorithm, with code of its own, and answers as Amazon documents. It hands out credentials as machines and
//! containers get them, too, and shows a page that no origin is refused by.

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode},
    response::{IntoResponse, Response},
};
use ring::{digest, hmac};
use serde_json::{Value, json};

/// The instance that is there, in this region.
pub(crate) const ID: &str = "0d1f4a3c-6a5b-4f0e-9b7d-2c8e1f0a9b3c";
/// Its region.
pub(crate) const REGION: &str = "eu-central-1";
/// Whose credentials these are.
pub(crate) const KEY: &str = "AKIDEXAMPLE";
/// What must never be seen anywhere.
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
/// The token of a session, which must not be seen either.
pub(crate) const TOKEN: &str = "FwoGZXIvYXdzEXAMPLE/session+token==";

/// How it behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mood {
    /// As it should.
    #[default]
    Well,
    /// It may be read, but not changed.
    ReadOnly,
    /// Nothing is allowed.
    Denied,
    /// It has had enough.
    Throttled,
    /// Its list is full.
    Full,
    /// It is in trouble.
    Failing,
    /// It answers with a page of somebody's proxy.
    NoJson,
    /// Its list never ends.
    Endless,
    /// It takes requests and says nothing.
    Silent,
    /// It says that what is there already is in conflict.
    Conflict,
}

/// The server.
#[derive(Clone, Debug)]
pub(crate) struct Amazon {
    /// Where it is.
    pub(crate) url: String,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug, Default)]
struct Shared {
    mood: Mood,
    origins: Vec<String>,
    asked: Vec<String>,
}

impl Amazon {
    /// Begins, with this list, on which `here` is its own address.
    pub(crate) async fn start(origins: &[&str]) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let origins =
            origins.iter().map(|origin| if *origin == "here" { &url } else { *origin }.to_owned()).collect();
        let amazon = Self { url, shared: Arc::new(Mutex::new(Shared { origins, ..Shared::default() })) };
        let router = Router::new().fallback(answer).with_state(amazon.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        amazon
    }

    /// From now on it is in this mood.
    pub(crate) fn is(&self, mood: Mood) {
        self.shared.lock().unwrap().mood = mood;
    }

    /// Its list.
    pub(crate) fn origins(&self) -> Vec<String> {
        self.shared.lock().unwrap().origins.clone()
    }

    /// What it was asked: method and path.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.shared.lock().unwrap().asked.clone()
    }
}

async fn answer(State(amazon): State<Amazon>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let (path, query) = (parts.uri.path().to_owned(), parts.uri.query().unwrap_or_default().to_owned());
    if let Some(handed_out) = credentials(&path, &parts.method) {
        return handed_out;
    }
    if !path.starts_with("/instance/") {
        return (StatusCode::OK, "a page").into_response();
    }
    amazon.shared.lock().unwrap().asked.push(format!("{} {path}", parts.method));
    let mood = amazon.shared.lock().unwrap().mood;
    if mood == Mood::Silent {
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
    if let Err((status, name)) = verify(&parts.method, &path, &query, &parts.headers, &body) {
        return refuse(status, name);
    }
    let adds = parts.method == Method::PUT;
    match mood {
        Mood::Denied => return refuse(403, "AccessDeniedException"),
        Mood::ReadOnly if adds => return refuse(403, "AccessDeniedException"),
        Mood::Throttled => return refuse(429, "ThrottlingException"),
        Mood::Full if adds => return refuse(402, "ServiceQuotaExceededException"),
        Mood::Failing => return refuse(500, "InternalServiceException"),
        Mood::NoJson => return (StatusCode::OK, "<html>Welcome to the proxy</html>").into_response(),
        _ => {}
    }
    if !path.starts_with(&format!("/instance/{ID}/")) {
        return refuse(404, "ResourceNotFoundException");
    }
    if adds { amazon.add(&path, &body) } else { amazon.list(&path, &query) }
}

impl Amazon {
    fn add(&self, path: &str, body: &[u8]) -> Response {
        assert!(path.ends_with("/approved-origin"), "{path}");
        let body: Value = serde_json::from_slice(body).unwrap();
        let origin = body["Origin"].as_str().unwrap().to_owned();
        let mut shared = self.shared.lock().unwrap();
        if shared.origins.contains(&origin) && shared.mood == Mood::Conflict {
            return refuse(409, "ResourceConflictException");
        }
        if !shared.origins.contains(&origin) {
            shared.origins.push(origin);
        }
        StatusCode::OK.into_response()
    }

    /// Two at a time, whatever was asked for; the name of the next part has letters that must be written otherwise.
    fn list(&self, path: &str, query: &str) -> Response {
        assert!(path.ends_with("/approved-origins"), "{path}");
        let shared = self.shared.lock().unwrap();
        let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
        let of = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.to_string());
        assert!(of("maxResults").unwrap().parse::<u8>().unwrap() <= 25);
        let begin: usize =
            of("nextToken").map_or(0, |token| token.strip_prefix("at+/=").unwrap().parse().unwrap());
        let part: Vec<_> = shared.origins.iter().skip(begin).take(2).collect();
        let more = begin + 2 < shared.origins.len();
        let mut answer = json!({ "Origins": part });
        if more || shared.mood == Mood::Endless {
            let next = if more { begin + 2 } else { 0 };
            answer["NextToken"] = json!(format!("at+/={next}"));
        }
        axum::Json(answer).into_response()
    }
}

fn refuse(status: u16, name: &str) -> Response {
    // What Amazon says of a refusal can hold the whole request.
    let said = json!({ "Message": format!("User is not authorized, token {TOKEN}") });
    (StatusCode::from_u16(status).unwrap(), [("x-amzn-errortype", name.to_owned())], axum::Json(said))
        .into_response()
}

/// As a machine (by version 2 of its service) and a container hand credentials out.
fn credentials(path: &str, method: &Method) -> Option<Response> {
    let given = json!({
        "Code": "Success", "Type": "AWS-HMAC", "LastUpdated": "2026-01-01T00:00:00Z", "Expiration": "2999-01-01T00:00:00Z",
        "AccessKeyId": KEY, "SecretAccessKey": SECRET, "Token": TOKEN,
    });
    match (path, method) {
        ("/container", _) => Some(axum::Json(given).into_response()),
        ("/latest/api/token", &Method::PUT) => {
            Some(([("x-aws-ec2-metadata-token-ttl-seconds", "21600")], "a token").into_response())
        }
        (
            "/latest/meta-data/iam/security-credentials/"
            | "/latest/meta-data/iam/security-credentials-extended/",
            _,
        ) => Some("streamdesk".into_response()),
        (path, _) if path.starts_with("/latest/meta-data/iam/security-credentials") => {
            Some(axum::Json(given).into_response())
        }
        _ => None,
    }
}

type Refused = (u16, &'static str);

/// Verifies Signature Version 4, as it is published.
fn verify(
    method: &Method,
    path: &str,
    query: &str,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<(), Refused> {
    const WRONG: Refused = (403, "InvalidSignatureException");
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let rest = text("authorization")
        .strip_prefix("AWS4-HMAC-SHA256 ")
        .ok_or((403, "MissingAuthenticationTokenException"))?;
    let field = |name: &str| {
        let mut fields = rest.split(", ").filter_map(|field| field.split_once('='));
        fields.find(|(key, _)| *key == name).map(|(_, value)| value).ok_or(WRONG)
    };
    let (credential, signed, signature) =
        (field("Credential")?, field("SignedHeaders")?, field("Signature")?);
    let (key, scope) = credential.split_once('/').ok_or(WRONG)?;
    if key != KEY {
        return Err((403, "UnrecognizedClientException"));
    }
    let (moment, date) = (text("x-amz-date"), scope.split('/').next().unwrap_or_default());
    if scope != format!("{date}/{REGION}/connect/aws4_request") || !moment.starts_with(date) {
        return Err(WRONG);
    }
    let names: Vec<_> = signed.split(';').collect();
    let token = text("x-amz-security-token");
    let needs =
        ["host", "x-amz-date"].into_iter().chain((!token.is_empty()).then_some("x-amz-security-token"));
    if !needs.into_iter().all(|name| names.contains(&name)) || (!token.is_empty() && token != TOKEN) {
        return Err(WRONG);
    }
    let mut pairs: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| format!("{}={}", written(&read(name)), written(&read(value))))
        .collect();
    pairs.sort();
    let lines = names.iter().fold(String::new(), |mut lines, name| {
        let _ = writeln!(lines, "{name}:{}", text(name).trim());
        lines
    });
    let canonical = format!("{method}\n{path}\n{}\n{lines}\n{signed}\n{}", pairs.join("&"), sha256(body));
    let to_sign = format!("AWS4-HMAC-SHA256\n{moment}\n{scope}\n{}", sha256(canonical.as_bytes()));
    let of_date = [date, REGION, "connect", "aws4_request", &to_sign]
        .into_iter()
        .fold(format!("AWS4{SECRET}").into_bytes(), |key, part| {
            hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), part.as_bytes()).as_ref().to_vec()
        });
    if hexadecimal(&of_date) == signature { Ok(()) } else { Err(WRONG) }
}

fn sha256(bytes: &[u8]) -> String {
    hexadecimal(digest::digest(&digest::SHA256, bytes).as_ref())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Percent-encoding, and nothing else: a plus is a plus.
fn read(text: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, others)) = rest.split_first() {
        let digits = others.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = digits.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| *first == b'%');
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &others[2..] } else { others };
    }
    bytes
}

fn written(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(byte) {
            text.push(char::from(*byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}
