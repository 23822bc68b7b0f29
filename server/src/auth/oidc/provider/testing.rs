//! A provider for tests: a right one, until a test has it do something wrong.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard},
};

use app::api::Role;
use axum::{
    Router,
    extract::{Form, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD as BASE64_URL},
};
use connect_streams::EpochMs;
use ring::{
    digest, hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};
use url::Url;

use crate::{
    audit,
    auth::oidc::Callback,
    config::{ClaimNames, OidcConfig, Secret},
};

/// What this server is called there.
const CLIENT: &str = "streamdesk";
/// A secret with what must be written otherwise in a header.
const SECRET: &str = "open + sesame";

/// What is configured in tests.
pub(crate) fn config(issuer: &str) -> OidcConfig {
    let groups = [
        (Role::Admin, "desk-admins"),
        (Role::Auditor, "desk-audit"),
        (Role::Supervisor, "desk-leads"),
        (Role::Agent, "desk-agents"),
    ];
    let issuer_url: Url = issuer.parse().unwrap();
    OidcConfig {
        origins: BTreeSet::from([issuer_url.origin().ascii_serialization()]),
        issuer: issuer_url,
        issuer_text: issuer.to_owned(),
        client_id: CLIENT.to_owned(),
        client_secret: Some(Secret::new(SECRET)),
        scopes: vec!["profile".to_owned()],
        authorities: None,
        claims: ClaimNames {
            groups: "groups".to_owned(),
            name: "preferred_username".to_owned(),
            display_name: "name".to_owned(),
            agent: "connect_user".to_owned(),
            team: Some("department".to_owned()),
        },
        groups: groups.map(|(role, group)| (role, vec![group.to_owned()])).to_vec(),
        teams: vec![("all-leads".to_owned(), "*".to_owned())],
    }
}

/// A key of the provider.
pub(crate) struct Key {
    name: String,
    pair: EcdsaKeyPair,
}

impl Key {
    pub(crate) fn new(name: &str) -> Self {
        let (random, algorithm) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
        Self { name: name.to_owned(), pair }
    }

    fn public(&self) -> Value {
        let (x, y) = self.pair.public_key().as_ref()[1..].split_at(32);
        let [x, y] = [x, y].map(|half| BASE64_URL.encode(half));
        json!({"kty": "EC", "crv": "P-256", "use": "sig", "kid": self.name, "x": x, "y": y})
    }

    fn sign(&self, what: &[u8]) -> Vec<u8> {
        self.pair.sign(&SystemRandom::new(), what).unwrap().as_ref().to_vec()
    }
}

/// How a token is signed.
pub(crate) enum Signing {
    /// With the provider's key.
    Right,
    /// Not at all, and it says so.
    NotAtAll,
    /// With what everybody knows, as if it were a secret.
    ByPublicKey,
    /// With what two know, so that either could have made it.
    ByClientSecret,
    /// With a key that is not the provider's, under the name of one that is.
    ByAnother(Box<Key>),
}

/// How one address answers.
pub(crate) enum Way {
    /// As it should.
    Right,
    /// With a status.
    Fails(StatusCode),
    /// With a redirect.
    Elsewhere(String),
    /// With a megabyte.
    Floods,
    /// Not at all.
    Silent,
}

/// What the provider does. Tests change it.
pub(crate) struct Conduct {
    /// The key it signs with.
    pub(crate) key: Key,
    /// Whether the key is in its list.
    pub(crate) published: bool,
    pub(crate) signing: Signing,
    /// Changes what it says of itself.
    pub(crate) discovery: fn(&mut Value),
    /// Changes what it says of a person.
    pub(crate) claims: fn(&mut Value),
    /// Changes what comes with a token.
    pub(crate) answer: fn(&mut Value),
    /// What it says of a person when it is asked for more.
    pub(crate) person: Value,
    pub(crate) ways: HashMap<&'static str, Way>,
    /// How often each address was called.
    pub(crate) called: HashMap<&'static str, u32>,
    given: u32,
    codes: HashMap<String, (String, String)>,
}

/// The provider. It stops with the test.
#[derive(Clone)]
pub(crate) struct Wrong {
    pub(crate) issuer: String,
    conduct: Arc<Mutex<Conduct>>,
}

pub(crate) const DISCOVERY: &str = "/.well-known/openid-configuration";
pub(crate) const KEYS: &str = "/keys";
pub(crate) const TOKEN: &str = "/token";
pub(crate) const PERSON: &str = "/person";

impl Wrong {
    /// Starts one that does everything right.
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let conduct = Conduct {
            key: Key::new("first"),
            published: true,
            signing: Signing::Right,
            discovery: |_| {},
            claims: |_| {},
            answer: |_| {},
            person: json!({"sub": "7", "department": "Billing"}),
            ways: HashMap::new(),
            called: HashMap::new(),
            given: 0,
            codes: HashMap::new(),
        };
        let this = Self { issuer, conduct: Arc::new(Mutex::new(conduct)) };
        let routes = Router::new()
            .route(DISCOVERY, get(discovery))
            .route(KEYS, get(keys))
            .route(TOKEN, post(token))
            .route(PERSON, get(person))
            .with_state(this.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        this
    }

    /// What it does, to be changed.
    pub(crate) fn conduct(&self) -> MutexGuard<'_, Conduct> {
        self.conduct.lock().unwrap()
    }

    /// Somebody signs in at the address that they were sent to. Answers what their browser comes back with.
    pub(crate) fn signs_in(&self, address: &Url) -> Callback {
        let sent: HashMap<String, String> = address.query_pairs().into_owned().collect();
        assert!(address.as_str().starts_with(&format!("{}/authorize?", self.issuer)), "{address}");
        for (name, value) in [
            ("response_type", "code"),
            ("client_id", CLIENT),
            ("code_challenge_method", "S256"),
            ("redirect_uri", "http://localhost:3000/sign-in/callback"),
            ("scope", "openid profile"),
        ] {
            assert_eq!(sent[name], value, "{name}");
        }
        let mut conduct = self.conduct();
        conduct.given += 1;
        let code = format!("code-{}", conduct.given);
        conduct.codes.insert(code.clone(), (sent["nonce"].clone(), sent["code_challenge"].clone()));
        let issuer = Some(self.issuer.clone());
        Callback { code: Some(code), state: Some(sent["state"].clone()), issuer, error: None }
    }

    /// How often an address was called.
    pub(crate) fn called(&self, path: &str) -> u32 {
        self.conduct().called.get(path).copied().unwrap_or_default()
    }

    /// Counts the call. Answers for the address, where it does not answer as it should.
    async fn in_its_way(&self, path: &'static str) -> Option<Response> {
        let silent = {
            let mut conduct = self.conduct();
            *conduct.called.entry(path).or_default() += 1;
            match conduct.ways.get(path).unwrap_or(&Way::Right) {
                Way::Right => return None,
                Way::Fails(status) => return Some((*status, "<h1>Trouble</h1>").into_response()),
                Way::Elsewhere(to) => {
                    return Some((StatusCode::FOUND, [(header::LOCATION, to.clone())]).into_response());
                }
                Way::Floods => return Some(as_json(&format!("\"{}\"", "x".repeat(1024 * 1024)))),
                Way::Silent => std::future::pending::<()>(),
            }
        };
        silent.await;
        None
    }
}

fn as_json(body: &impl ToString) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

async fn discovery(State(this): State<Wrong>) -> Response {
    if let Some(answer) = this.in_its_way(DISCOVERY).await {
        return answer;
    }
    let issuer = &this.issuer;
    let mut said = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}{TOKEN}"),
        "userinfo_endpoint": format!("{issuer}{PERSON}"),
        "jwks_uri": format!("{issuer}{KEYS}"),
        "end_session_endpoint": format!("{issuer}/sign-out?by=rp"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        "authorization_response_iss_parameter_supported": true,
    });
    (this.conduct().discovery)(&mut said);
    as_json(&said)
}

async fn keys(State(this): State<Wrong>) -> Response {
    if let Some(answer) = this.in_its_way(KEYS).await {
        return answer;
    }
    let conduct = this.conduct();
    let other = Key::new("other");
    let published = if conduct.published { vec![conduct.key.public()] } else { vec![other.public()] };
    as_json(&json!({ "keys": published }))
}

async fn token(
    State(this): State<Wrong>,
    headers: HeaderMap,
    Form(sent): Form<HashMap<String, String>>,
) -> Response {
    if let Some(answer) = this.in_its_way(TOKEN).await {
        return answer;
    }
    let mut conduct = this.conduct();
    let refused =
        |error: &str| (StatusCode::BAD_REQUEST, as_json(&json!({ "error": error }))).into_response();
    // RFC 6749, 2.3.1: both are written as in a form first.
    let by = BASE64_STANDARD.encode("streamdesk:open+%2B+sesame");
    if headers
        .get(header::AUTHORIZATION)
        .is_none_or(|sent| sent.as_bytes() != format!("Basic {by}").as_bytes())
    {
        return refused("invalid_client");
    }
    let Some((nonce, challenge)) = conduct.codes.remove(&sent["code"]) else {
        return refused("invalid_grant");
    };
    let verifier = digest::digest(&digest::SHA256, sent["code_verifier"].as_bytes());
    if BASE64_URL.encode(verifier) != challenge
        || sent["redirect_uri"] != "http://localhost:3000/sign-in/callback"
    {
        return refused("invalid_grant");
    }
    let now = audit::now().get() / 1000;
    let mut claims = json!({
        "iss": this.issuer, "sub": "7", "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": nonce,
        "preferred_username": "anna", "name": "Anna Example", "connect_user": "anna.connect",
        "groups": ["staff", "desk-agents"],
    });
    (conduct.claims)(&mut claims);
    let token = conduct.token(&claims);
    let mut answer =
        json!({"access_token": "let me in", "token_type": "Bearer", "expires_in": 300, "id_token": token});
    (conduct.answer)(&mut answer);
    as_json(&answer)
}

async fn person(State(this): State<Wrong>, headers: HeaderMap) -> Response {
    if let Some(answer) = this.in_its_way(PERSON).await {
        return answer;
    }
    assert_eq!(headers[header::AUTHORIZATION], "Bearer let me in");
    as_json(&this.conduct().person)
}

impl Conduct {
    fn token(&self, claims: &Value) -> String {
        let algorithm = match self.signing {
            Signing::Right | Signing::ByAnother(_) => "ES256",
            Signing::NotAtAll => "none",
            Signing::ByPublicKey | Signing::ByClientSecret => "HS256",
        };
        let header = json!({"alg": algorithm, "typ": "JWT", "kid": self.key.name});
        let [header, claims] = [&header, claims].map(|part| BASE64_URL.encode(part.to_string()));
        let signed = format!("{header}.{claims}");
        let by_secret = |secret: &[u8]| {
            hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), signed.as_bytes()).as_ref().to_vec()
        };
        let signature = match &self.signing {
            Signing::Right => self.key.sign(signed.as_bytes()),
            Signing::NotAtAll => Vec::new(),
            Signing::ByPublicKey => by_secret(self.key.pair.public_key().as_ref()),
            Signing::ByClientSecret => by_secret(SECRET.as_bytes()),
            Signing::ByAnother(key) => key.sign(signed.as_bytes()),
        };
        format!("{signed}.{}", BASE64_URL.encode(signature))
    }
}

/// So many seconds after now.
pub(crate) fn after(now: EpochMs, seconds: i64) -> EpochMs {
    EpochMs::new(now.get() + seconds * 1000)
}
