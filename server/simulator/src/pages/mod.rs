//! The pages of the instance (login, CCP, worker wrapper) and the console page, with the files they need.
//!
//! Each file is embedded as it stands in `files/`. A page is filled in with a few values and nothing else; values are
//! escaped on the way in. Scripts and styles are files of their own, so that the pages' policy can forbid inline ones.

mod assets;
mod tones;

use std::sync::Arc;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use crate::centre::Username;
use crate::session::{clear_cookie, cookie_in, cookie_name, set_cookie};
use crate::simulator::Simulator;

pub(crate) use self::assets::{console_asset, instance_asset, library, worker};

/// What a page may load. Who may frame it is added for every answer alike.
const PAGE_POLICY: &str =
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'";

const CCP_PATH: &str = "/ccp-v2/";

/// A login for one region only, `/login?scope=regional`: it leaves the sign-in gate of global resiliency closed.
const REGIONAL: &str = "regional";

/// By this cookie, which scripts may read, the library knows a sign-in that is good in both regions. It has to be
/// base64 of an object that is not empty: `{"simulated":true}`.
const GLOBAL: &str = "lily-agent-config=eyJzaW11bGF0ZWQiOnRydWV9; Path=/; SameSite=Lax";
const NOT_GLOBAL: &str = "lily-agent-config=; Path=/; SameSite=Lax; Max-Age=0";

type Shared = State<Arc<Simulator>>;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Destination {
    destination: Option<String>,
    scope: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Login {
    username: String,
    destination: Option<String>,
    scope: Option<String>,
}

pub(crate) async fn ccp(State(simulator): Shared, headers: HeaderMap) -> Response {
    let agent = cookie_in(&headers, simulator.port).and_then(|session| simulator.sessions.agent(session));
    if agent.is_none() {
        return found(&format!("/login?destination={CCP_PATH}"));
    }
    let cookie = cookie_name(simulator.port);
    page(
        include_str!("files/ccp/ccp.html"),
        &[("region", &simulator.instance.region), ("auth-cookie", &cookie)],
    )
}

pub(crate) async fn login(State(simulator): Shared, Query(query): Query<Destination>) -> Response {
    login_page(&simulator, query.destination.as_deref(), query.scope.as_deref(), "")
}

/// A browser has one login at a time, so a second one ends the first.
pub(crate) async fn sign_in(
    State(simulator): Shared,
    headers: HeaderMap,
    form: Result<Form<Login>, FormRejection>,
) -> Response {
    let Ok(Form(login)) = form else {
        return (StatusCode::BAD_REQUEST, login_page(&simulator, None, None, "Choose an agent."))
            .into_response();
    };
    let Ok(session) = simulator.sign_in(Username::new(login.username)) else {
        let again = login_page(
            &simulator,
            login.destination.as_deref(),
            login.scope.as_deref(),
            "There is no such agent. Choose one of these.",
        );
        return (StatusCode::BAD_REQUEST, again).into_response();
    };
    if let Some(earlier) = cookie_in(&headers, simulator.port) {
        simulator.end_session(earlier);
    }
    let global = if login.scope.as_deref() == Some(REGIONAL) { NOT_GLOBAL } else { GLOBAL };
    let cookies = AppendHeaders([
        (header::SET_COOKIE, set_cookie(simulator.port, session)),
        (header::SET_COOKIE, global.to_owned()),
    ]);
    (cookies, found(local_path(login.destination.as_deref()))).into_response()
}

pub(crate) async fn logout(State(simulator): Shared, headers: HeaderMap) -> Response {
    if let Some(session) = cookie_in(&headers, simulator.port) {
        simulator.end_session(session);
    }
    let cookies = AppendHeaders([
        (header::SET_COOKIE, clear_cookie(simulator.port)),
        (header::SET_COOKIE, NOT_GLOBAL.to_owned()),
    ]);
    (cookies, found("/login")).into_response()
}

/// Gives the library's worker its bearer. Never the same twice.
pub(crate) async fn authorize(State(simulator): Shared, headers: HeaderMap) -> Response {
    let token = cookie_in(&headers, simulator.port)
        .and_then(|session| simulator.sessions.issue(session, simulator.live.now()));
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    match token {
        Some(token) => {
            let answer = json!({
                "accessToken": token.value,
                "refreshToken": token.value,
                "expiration": token.expires.plus(simulator.skew_ms()).0,
            });
            (no_store, axum::Json(answer)).into_response()
        }
        None => (StatusCode::UNAUTHORIZED, no_store, axum::Json(json!({ "message": "sign in first" })))
            .into_response(),
    }
}

pub(crate) async fn console() -> Response {
    page(include_str!("files/console/console.html"), &[])
}

fn login_page(
    simulator: &Simulator,
    destination: Option<&str>,
    scope: Option<&str>,
    problem: &str,
) -> Response {
    let agents =
        options(simulator.instance.agents.iter().map(|agent| (agent.username.as_str(), agent.name.as_str())));
    let html = include_str!("files/login.html").replace("{{agents}}", &agents);
    let scope = scope.filter(|scope| *scope == REGIONAL).unwrap_or_default();
    page(&html, &[("destination", local_path(destination)), ("scope", scope), ("problem", problem)])
}

fn page(template: &str, values: &[(&str, &str)]) -> Response {
    let html = values.iter().fold(template.to_owned(), |html, (name, value)| {
        html.replace(&format!("{{{{{name}}}}}"), &escape(value))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, PAGE_POLICY),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, html).into_response()
}

/// The choices of a `<select>`, as value and label.
fn options<'a>(choices: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let option = |(value, label)| format!("<option value=\"{}\">{}</option>", escape(value), escape(label));
    choices.map(option).collect::<Vec<_>>().concat()
}

fn found(path: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, path)]).into_response()
}

/// A path of this origin, or the CCP: a login form must not be a way to send people elsewhere.
fn local_path(wanted: Option<&str>) -> &str {
    let fits = |path: &&str| {
        path.starts_with('/')
            && !path[1..].starts_with(['/', '\\'])
            && path.bytes().all(|byte| byte.is_ascii_graphic())
    };
    wanted.filter(fits).unwrap_or(CCP_PATH)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_leads_nowhere_else() {
        for good in ["/ccp-v2/", "/", "/login?x=1"] {
            assert_eq!(local_path(Some(good)), good);
        }
        for bad in
            ["", "//evil.example", "/\\evil.example", "https://evil.example", "ccp", "/a b", "/a\r\nb", "/ä"]
        {
            assert_eq!(local_path(Some(bad)), CCP_PATH, "{bad}");
        }
        assert_eq!(local_path(None), CCP_PATH);
    }
}
