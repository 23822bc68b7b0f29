//! The library's own log, which the CCP, the page and the worker share (`connect.getLog()`).

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
