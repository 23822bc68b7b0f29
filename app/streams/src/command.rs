//! A command: something the service is asked to do, with one answer at the end, whatever happens.
//!
//! The library takes two callbacks. It calls neither of them when the service answers 401 or 403, so every command has
//! a time after which it is given up; what comes later is ignored. An answer says only that the service took the
//! command: what became of it is in the next snapshot.

use std::{future::IntoFuture, pin::Pin, time::Duration};

use js_sys::{Function, JSON, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::{
    StreamsError,
    api::{Api, Target, api, described, from_js, object, set_option},
    data::place::Place,
    error::Refusal,
};

/// How long a command waits for its answer unless it is told otherwise.
pub const COMMAND_TIMEOUT: Duration = Duration::from_secs(30);

type Start = Box<dyn FnOnce(&Function, &Function) -> Result<(), StreamsError>>;

/// A command that is sent when it is awaited.
///
/// ```no_run
/// # use connect_streams::{Contact, StreamsError};
/// # use std::time::Duration;
/// # async fn example(contact: Contact) -> Result<(), StreamsError> {
/// contact.accept().await?;
/// contact.clear().within(Duration::from_secs(5)).await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a command is sent when it is awaited"]
pub struct Command<T> {
    api: Api,
    timeout: Duration,
    start: Start,
    read: fn(Api, JsValue) -> Result<T, StreamsError>,
}

impl<T> std::fmt::Debug for Command<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Command").field("call", &self.api.0).finish_non_exhaustive()
    }
}

impl<T> Command<T> {
    /// Gives it another time than [`COMMAND_TIMEOUT`] to be answered in.
    pub fn within(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    fn new(api: Api, read: fn(Api, JsValue) -> Result<T, StreamsError>, start: Start) -> Self {
        Self { api, timeout: COMMAND_TIMEOUT, start, read }
    }

    /// A command that is known to be wrong before it is sent.
    pub(crate) fn invalid(
        api: Api,
        read: fn(Api, JsValue) -> Result<T, StreamsError>,
        what: &'static str,
    ) -> Self {
        Self::new(api, read, Box::new(move |_, _| Err(StreamsError::Invalid { what })))
    }
}

impl Command<()> {
    /// A function of the library that takes `{success, failure}` after its other arguments.
    pub(crate) fn with_callbacks(
        api: Api,
        target: impl FnOnce() -> Result<Target, StreamsError> + 'static,
        arguments: Vec<JsValue>,
    ) -> Self {
        let start = move |success: &Function, failure: &Function| {
            let mut arguments = arguments;
            arguments.push(callbacks(&object(), success, failure));
            target()?.call(api, &arguments).map(drop)
        };
        Self::new(api, read_nothing, Box::new(start))
    }
}

impl<T: 'static> Command<T> {
    /// A function of the library that takes callbacks somewhere else, or answers with something.
    pub(crate) fn custom(
        api: Api,
        read: fn(Api, JsValue) -> Result<T, StreamsError>,
        start: impl FnOnce(&Function, &Function) -> Result<(), StreamsError> + 'static,
    ) -> Self {
        Self::new(api, read, Box::new(start))
    }

    /// A function of the library that returns a promise.
    pub(crate) fn promised(
        api: Api,
        read: fn(Api, JsValue) -> Result<T, StreamsError>,
        promise: impl FnOnce() -> Result<Promise, StreamsError> + 'static,
    ) -> Self {
        let start = move |success: &Function, _: &Function| {
            // Settling a promise with another one waits for that, its rejection included.
            success
                .call1(&JsValue::UNDEFINED, &promise()?.into())
                .map(drop)
                .map_err(|thrown| api.threw(&thrown))
        };
        Self::new(api, read, Box::new(start))
    }

    async fn send(self) -> Result<T, StreamsError> {
        let Self { api, timeout, start, read } = self;
        let window = web_sys::window().ok_or(StreamsError::NoWindow)?;
        // Only our timer settles it with this value, which the library cannot know.
        let timed_out = JsValue::symbol(Some("timed out"));
        let mut timer = None;
        let mut started = Ok(());
        let mut start = Some(start);
        let answer = Promise::new(&mut |success, failure| {
            let milliseconds = i32::try_from(timeout.as_millis()).unwrap_or(i32::MAX);
            timer = window
                .set_timeout_with_callback_and_timeout_and_arguments_1(&failure, milliseconds, &timed_out)
                .ok();
            // Called once; the constructor of a promise takes no FnOnce.
            if let Some(start) = start.take() {
                started = start(&success, &failure);
            }
        });
        let forget = || timer.map(|timer| window.clear_timeout_with_handle(timer));
        if let Err(error) = started {
            forget();
            return Err(error);
        }
        let answer = JsFuture::from(answer).await;
        forget();
        match answer {
            Ok(answer) => read(api, answer),
            Err(refused) if refused == timed_out => {
                Err(StreamsError::TimedOut { call: api.0, after: timeout })
            }
            Err(refused) => Err(StreamsError::Refused { call: api.0, refusal: refusal(&refused) }),
        }
    }
}

impl<T: 'static> IntoFuture for Command<T> {
    type Output = Result<T, StreamsError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// Puts both callbacks into the options of a command.
pub(crate) fn callbacks(options: &JsValue, success: &Function, failure: &Function) -> JsValue {
    set_option(options, api!("SuccessFailOptions.success"), success);
    set_option(options, api!("SuccessFailOptions.failure"), failure);
    options.clone()
}

/// The answer means nothing more than that it came.
#[expect(clippy::unnecessary_wraps, reason = "one of several readers of an answer")]
pub(crate) fn read_nothing(_: Api, _: JsValue) -> Result<(), StreamsError> {
    Ok(())
}

/// The answer is data.
#[expect(clippy::needless_pass_by_value, reason = "one of several readers of an answer")]
pub(crate) fn read_data<T: Place>(api: Api, answer: JsValue) -> Result<T, StreamsError> {
    from_js(&answer).map_err(|error| api.undecodable(error))
}

/// What a `failure` callback or a rejected promise was given.
fn refusal(given: &JsValue) -> Refusal {
    if let Some(text) = given.as_string() {
        return Refusal::parse(&text);
    }
    if given.is_instance_of::<js_sys::Error>() {
        let (kind, message) = described(given);
        return Refusal { kind, message, status: None };
    }
    JSON::stringify(given)
        .ok()
        .and_then(|text| text.as_string())
        .map_or_else(Refusal::default, |text| Refusal::parse(&text))
}
