//! A scenario played from the command line: handed to a running instance by its control API, and watched to its end.
//!
//! The instance plays; here it is only told what and, if whoever watches has seen enough, to stop.

use std::io::{self, Write};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::Deserialize;
use serde_json::{Value, json};
use thiserror::Error;

use crate::origin::Origin;

/// Often enough to look live.
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);
const PATIENCE: Duration = Duration::from_secs(10);
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

/// What is to be played.
#[derive(Debug, Clone)]
pub enum Script {
    /// One that the instance has, by its name.
    Ready(String),
    /// A scenario as it is written.
    Text(String),
}

/// Why a play did not come to its end. Each message is a line for whoever started it.
#[derive(Debug, Error)]
pub enum PlayError {
    /// Most likely no instance is running there.
    #[error("{} does not answer: {problem}", at.as_str())]
    Unreachable {
        /// The instance.
        at: Origin,
        /// What the machine said.
        problem: String,
    },
    /// The scenario makes no sense there, or two plays are under way.
    #[error("{0}")]
    Refused(String),
    /// A step was refused, or what it waits for has not come about.
    #[error("step {step}, line {line}, {text}: {problem}")]
    Failed {
        /// Counted from one.
        step: usize,
        /// Where it is in the file.
        line: usize,
        /// What it says.
        text: String,
        /// Why.
        problem: String,
    },
    /// By whoever started it, or at the console.
    #[error("the play was stopped")]
    Stopped,
    /// The progress cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

#[derive(Debug, Deserialize)]
struct Answer {
    play: Play,
}

#[derive(Debug, Deserialize)]
struct Play {
    id: String,
    title: String,
    state: String,
    steps: Vec<Step>,
}

#[derive(Debug, Deserialize)]
struct Step {
    text: String,
    line: usize,
    state: String,
    problem: Option<String>,
}

/// Has a scenario played, writes each step as it begins, and stops the play at the end of `until`.
///
/// # Errors
///
/// Fails if the play does not come to its end, and says at which step and why.
pub async fn play(
    at: &Origin,
    script: Script,
    until: impl Future<Output = ()>,
    out: &mut dyn Write,
) -> Result<(), PlayError> {
    let client = legacy::Client::builder(TokioExecutor::new()).build_http();
    let instance = Remote { client, at };
    let body = match script {
        Script::Ready(name) => json!({ "scenario": name }),
        Script::Text(text) => json!({ "text": text }),
    };
    let begun = instance.ask(Method::POST, "", Some(body)).await?;
    let id = format!("/{}", begun.id);
    writeln!(out, "{}", begun.title)?;
    let mut told = 0;
    tell(&begun, &mut told, out)?;
    let watched = async {
        loop {
            tokio::time::sleep(BETWEEN_LOOKS).await;
            let play = instance.ask(Method::GET, &id, None).await?;
            tell(&play, &mut told, out)?;
            if play.state != "playing" {
                return end_of(play);
            }
        }
    };
    tokio::select! {
        outcome = watched => outcome,
        () = until => {
            instance.ask(Method::DELETE, &id, None).await?;
            Err(PlayError::Stopped)
        }
    }
}

/// Writes the steps that have begun since.
fn tell(play: &Play, told: &mut usize, out: &mut dyn Write) -> io::Result<()> {
    let all = play.steps.len();
    let width = all.to_string().len();
    for (n, step) in (1..).zip(&play.steps).skip(*told).take_while(|(_, step)| step.state != "waiting") {
        writeln!(out, "{n:>width$}/{all} {}", step.text)?;
        *told = n;
    }
    out.flush()
}

fn end_of(play: Play) -> Result<(), PlayError> {
    if play.state == "done" {
        return Ok(());
    }
    let failed = (1..).zip(play.steps).find(|(_, step)| step.state == "failed");
    let Some((step, Step { text, line, problem, .. })) = failed else { return Err(PlayError::Stopped) };
    Err(PlayError::Failed { step, line, text, problem: problem.unwrap_or_default() })
}

/// The control API of an instance.
struct Remote<'a> {
    client: legacy::Client<HttpConnector, Body>,
    at: &'a Origin,
}

impl Remote<'_> {
    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Result<Play, PlayError> {
        let address = format!("{}/control/v1/plays{path}", self.at.as_str());
        let (status, text) = match tokio::time::timeout(PATIENCE, self.send(method, address, body)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(problem)) => return Err(self.unreachable(problem)),
            Err(_) => return Err(self.unreachable(format!("nothing for {} s", PATIENCE.as_secs()))),
        };
        if status.is_success() {
            let answer = serde_json::from_str::<Answer>(&text);
            return answer.map(|answer| answer.play).map_err(|error| self.unreachable(error.to_string()));
        }
        let said = serde_json::from_str::<Value>(&text).ok();
        let said = said.as_ref().and_then(|said| said["error"]["message"].as_str());
        Err(PlayError::Refused(said.map_or_else(|| format!("it answers {status}"), str::to_owned)))
    }

    async fn send(
        &self,
        method: Method,
        address: String,
        body: Option<Value>,
    ) -> Result<(StatusCode, String), String> {
        let request = Request::builder().method(method).uri(address);
        let request = match body {
            Some(body) => {
                request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()))
            }
            None => request.body(Body::empty()),
        };
        let request = request.map_err(|error| error.to_string())?;
        let response = self.client.request(request).await.map_err(|error| innermost(&error))?;
        let (parts, body) = response.into_parts();
        let body = to_bytes(Body::new(body), LARGEST_ANSWER).await.map_err(|error| innermost(&error))?;
        Ok((parts.status, String::from_utf8_lossy(&body).into_owned()))
    }

    fn unreachable(&self, problem: String) -> PlayError {
        PlayError::Unreachable { at: self.at.clone(), problem }
    }
}

/// What is behind an error; the outermost alone says next to nothing.
fn innermost(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.last().map(ToString::to_string).unwrap_or_default()
}
