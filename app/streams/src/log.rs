//! The library's own log, which the CCP, the page and the worker share (`connect.getLog()`).

use js_sys::{Array, JSON};
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::{
    LogLevel, StreamsError,
    api::{Api, Target, api, library, to_js},
};

/// The log (`connect.getLog()`).
#[derive(Clone, Debug, PartialEq)]
pub struct Logger(Target);

/// One entry, to which something can be added (`connect.LogEntry`).
#[derive(Clone, Debug, PartialEq)]
pub struct LogEntry(Target);

/// The log of this page (`connect.getLog`).
///
/// # Errors
/// [`StreamsError::NotLoaded`] without the library.
pub fn logger() -> Result<Logger, StreamsError> {
    let api = api!("getLog");
    library()?.object(api, &[])?.map(Logger).ok_or(StreamsError::Lacks { call: api.0 })
}

/// # Errors
/// [`StreamsError::Lacks`] with a library of another version.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl Logger {
    /// Writes an entry for those who look for a fault (`Logger.debug`).
    pub fn debug(&self, text: &str) -> Result<LogEntry, StreamsError> {
        self.write(api!("Logger.debug"), text)
    }

    /// Writes that something happened (`Logger.info`).
    pub fn info(&self, text: &str) -> Result<LogEntry, StreamsError> {
        self.write(api!("Logger.info"), text)
    }

    /// Writes that something is odd (`Logger.warn`).
    pub fn warn(&self, text: &str) -> Result<LogEntry, StreamsError> {
        self.write(api!("Logger.warn"), text)
    }

    /// Writes that something failed (`Logger.error`).
    pub fn error(&self, text: &str) -> Result<LogEntry, StreamsError> {
        self.write(api!("Logger.error"), text)
    }

    /// Saves the log as a file on the agent's machine (`Logger.download`).
    pub fn download(&self) -> Result<(), StreamsError> {
        self.0.call(api!("Logger.download"), &[]).map(drop)
    }

    /// What was logged, one entry a line, oldest first (undeclared; the library can only save it). Without the objects that
    /// were logged with it: they hold names and numbers of people.
    pub fn lines(&self) -> Result<Vec<String>, StreamsError> {
        let mut lines = Vec::new();
        // Every half hour the list is put aside, and what was put aside before is forgotten.
        for list in [api!("Logger._rolledLogs"), api!("Logger._logs")] {
            lines.extend(Array::from(&self.0.property(list)?).iter().map(|entry| line(&Target(entry))));
        }
        Ok(lines)
    }

    /// Keeps only entries of this level and above (`Logger.setLogLevel`).
    pub fn set_log_level(&self, level: &LogLevel) -> Result<(), StreamsError> {
        self.0.call(api!("Logger.setLogLevel"), &[level.as_str().into()]).map(drop)
    }

    /// Shows only entries of this level and above on the console (`Logger.setEchoLevel`).
    pub fn set_echo_level(&self, level: &LogLevel) -> Result<(), StreamsError> {
        self.0.call(api!("Logger.setEchoLevel"), &[level.as_str().into()]).map(drop)
    }

    /// The library takes a template; a percent sign in the text must not be one.
    fn write(&self, api: Api, text: &str) -> Result<LogEntry, StreamsError> {
        let entry = self.0.object(api, &["%s".into(), text.into()])?;
        entry.map(LogEntry).ok_or(StreamsError::Lacks { call: api.0 })
    }
}

/// An entry as the library prints it, with what failed. What an entry lacks is left out.
fn line(entry: &Target) -> String {
    // A moment is a `Date` or, from another window, a text. Both have the same JSON.
    let time = entry.property(api!("LogEntry.time")).and_then(|time| {
        let api = api!("LogEntry.time");
        JSON::stringify(&time).map_err(|thrown| api.threw(&thrown))
    });
    // What is not there has no JSON.
    let time = time.ok().and_then(|json| json.as_string());
    let mut line = time.unwrap_or_default().replace('"', "");
    for (api, before) in [
        (api!("LogEntry.level"), " ["),
        (api!("LogEntry.component"), "] ["),
        (api!("LogEntry.text"), "]: "),
        (api!("LogEntry.exception"), " "),
    ] {
        line.push_str(before);
        let Ok(value) = entry.property(api) else { continue };
        let message = || Target(value.clone()).property(api!("LoggedException.message")).ok()?.as_string();
        line.push_str(&value.as_string().or_else(message).unwrap_or_default());
    }
    line
}

/// # Errors
/// [`StreamsError::Lacks`] with a library of another version.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl LogEntry {
    /// Adds what failed (`LogEntry.withException`).
    pub fn with_exception(self, message: &str) -> Result<Self, StreamsError> {
        let error: JsValue = js_sys::Error::new(message).into();
        self.with(api!("LogEntry.withException"), error)
    }

    /// Adds data (`LogEntry.withObject`). The log is sent to Amazon: nothing personal belongs in it.
    pub fn with_object(self, data: &impl Serialize) -> Result<Self, StreamsError> {
        self.with(api!("LogEntry.withObject"), to_js(data))
    }

    fn with(self, api: Api, addition: JsValue) -> Result<Self, StreamsError> {
        self.0.call(api, &[addition])?;
        Ok(self)
    }
}
