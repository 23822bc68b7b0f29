//! Notifications of the browser, through the library (`connect.core.getNotificationManager`, undeclared).

use serde::Serialize;

use crate::{
    StreamsError,
    api::{Target, api, part, to_js},
};

/// The library's notifications: it asks for permission once and shows what was held back when it is given.
#[derive(Clone, Debug, PartialEq)]
pub struct NotificationManager(Target);

/// How a notification looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NotificationOptions {
    /// The text under the title. Others may read over the agent's shoulder.
    pub body: String,
    /// A later one with the same tag takes the place of this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
}

impl NotificationManager {
    /// The one of this page (`connect.core.getNotificationManager`).
    ///
    /// # Errors
    /// [`StreamsError::Lacks`] with a library of another version.
    pub fn of_page() -> Result<Self, StreamsError> {
        let api = api!("Core.getNotificationManager");
        part(api!("core"))?.object(api, &[])?.map(Self).ok_or(StreamsError::Lacks { call: api.0 })
    }

    /// Asks the agent for permission; only from a click, or browsers refuse (`requestPermission`).
    ///
    /// # Errors
    /// [`StreamsError::Lacks`] with a library of another version.
    pub fn request_permission(&self) -> Result<(), StreamsError> {
        self.0.call(api!("NotificationManager.requestPermission"), &[]).map(drop)
    }

    /// Shows a notification, now or when permission is given (`show`).
    ///
    /// # Errors
    /// [`StreamsError::Threw`] where the browser shows none.
    pub fn show(&self, title: &str, options: &NotificationOptions) -> Result<(), StreamsError> {
        self.0.call(api!("NotificationManager.show"), &[title.into(), to_js(options)]).map(drop)
    }
}
