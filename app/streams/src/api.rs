//! The one way into the JavaScript library.
//!
//! Every function and property of the library is named once, as `api!("Class.name")`, where it is called. The name is
//! looked up when it is needed, so a version that lacks it is a typed error and not a page that does not start; and
//! what this crate binds is read from these names, not from a list that somebody keeps.

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

use crate::{
    DecodeError, StreamsError,
    data::{self, place::Place},
    delivery::calling,
    error::Fault,
};

/// The Streams name of a function or property, for example `Contact.accept` or `agent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Api(pub(crate) &'static str);

/// Names a function or property of the library.
macro_rules! api {
    ($name:literal) => {
        $crate::api::Api($name)
    };
}
pub(crate) use api;

impl Api {
    /// The name within its class.
    fn member(self) -> &'static str {
        self.0.rsplit('.').next().unwrap_or(self.0)
    }

    /// An error for what the library threw in this call.
    pub(crate) fn threw(self, thrown: &JsValue) -> StreamsError {
        let (name, message) = described(thrown);
        match Fault::of(&name, &message) {
            Fault::Gone => StreamsError::Gone { call: self.0 },
            Fault::NotInitialised => StreamsError::NotInitialised,
            // Before the start and after the end, parts of the library are simply not there.
            Fault::Other if name == "TypeError" && !is_running() && !self.0.starts_with("globalConnect") => {
                StreamsError::NotInitialised
            }
            Fault::Other => StreamsError::Threw { call: self.0, message },
        }
    }

    /// An error for an answer that could not be read.
    pub(crate) fn undecodable(self, error: DecodeError) -> StreamsError {
        StreamsError::Undecodable { call: self.0, error }
    }
}

/// The library itself: `window.connect`. Looked up each time, because the older Global Resiliency library replaces it.
pub(crate) fn library() -> Result<Target, StreamsError> {
    let connect = Reflect::get(&js_sys::global(), &"connect".into()).unwrap_or_default();
    if connect.is_object() { Ok(Target(connect)) } else { Err(StreamsError::NotLoaded) }
}

/// Whether a CCP was started and not ended.
fn is_running() -> bool {
    let core = library().and_then(|library| library.property(api!("core"))).map(Target);
    core.and_then(|core| core.property(api!("Core.agentDataProvider")))
        .is_ok_and(|provider| provider.is_object())
}

/// A part of the library: an object or a function with properties, such as `connect.core` or a class.
pub(crate) fn part(api: Api) -> Result<Target, StreamsError> {
    let part = library()?.property(api)?;
    if part.is_undefined() || part.is_null() {
        Err(StreamsError::Lacks { call: api.0 })
    } else {
        Ok(Target(part))
    }
}

/// Something of the library that has functions and properties.
#[derive(Clone, PartialEq)]
pub(crate) struct Target(pub(crate) JsValue);

impl std::fmt::Debug for Target {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Never the content: it holds names and numbers of people.
        formatter.write_str("JavaScript object")
    }
}

impl Target {
    /// The value of a property; undefined when there is none.
    pub(crate) fn property(&self, api: Api) -> Result<JsValue, StreamsError> {
        Reflect::get(&self.0, &api.member().into()).map_err(|thrown| api.threw(&thrown))
    }

    /// Calls a function.
    pub(crate) fn call(&self, api: Api, arguments: &[JsValue]) -> Result<JsValue, StreamsError> {
        let function: Function =
            self.property(api)?.dyn_into().map_err(|_| StreamsError::Lacks { call: api.0 })?;
        let arguments = arguments.iter().collect::<Array>();
        calling(|| Reflect::apply(&function, &self.0, &arguments)).map_err(|thrown| api.threw(&thrown))
    }

    /// Calls a function and reads what it returns.
    pub(crate) fn read<T: Place>(&self, api: Api, arguments: &[JsValue]) -> Result<T, StreamsError> {
        from_js(&self.call(api, arguments)?).map_err(|error| api.undecodable(error))
    }

    /// Reads a property.
    pub(crate) fn get<T: Place>(&self, api: Api) -> Result<T, StreamsError> {
        from_js(&self.property(api)?).map_err(|error| api.undecodable(error))
    }

    /// Makes an object of the class that this is.
    pub(crate) fn construct(&self, api: Api, arguments: &[JsValue]) -> Result<Self, StreamsError> {
        let class: &Function = self.0.dyn_ref().ok_or(StreamsError::Lacks { call: api.0 })?;
        let arguments = arguments.iter().collect::<Array>();
        calling(|| Reflect::construct(class, &arguments)).map(Self).map_err(|thrown| api.threw(&thrown))
    }

    /// What a function that returns a promise will answer.
    pub(crate) fn promise(&self, api: Api, arguments: &[JsValue]) -> Result<Promise, StreamsError> {
        Ok(Promise::resolve(&self.call(api, arguments)?))
    }

    /// The objects of a list that a function returns.
    pub(crate) fn list(&self, api: Api, arguments: &[JsValue]) -> Result<Vec<Target>, StreamsError> {
        let list = self.call(api, arguments)?;
        Ok(Array::from(&list).iter().map(Target).collect())
    }

    /// An object that a function returns, if there is one.
    pub(crate) fn object(&self, api: Api, arguments: &[JsValue]) -> Result<Option<Target>, StreamsError> {
        let object = self.call(api, arguments)?;
        Ok(object.is_object().then_some(Self(object)))
    }
}

/// A value of ours as the library takes it. What cannot be written as JSON becomes undefined; nothing of ours is such.
pub(crate) fn to_js(value: &impl Serialize) -> JsValue {
    let text = serde_json::to_string(value).unwrap_or_default();
    JSON::parse(&text).unwrap_or_default()
}

/// A value of the library as one of ours.
///
/// JSON is the shortest way that a native test can follow: it turns `Date` into text, and drops functions and cycles
/// that a later version may add with an error instead of a crash.
pub(crate) fn from_js<T: Place>(value: &JsValue) -> Result<T, DecodeError> {
    data::filled(|place| put(value, place))
}

fn put(value: &JsValue, place: &mut dyn Place) -> Result<bool, DecodeError> {
    let unreadable = |thrown: &JsValue| DecodeError { path: ".".to_owned(), message: described(thrown).1 };
    // `undefined` has no JSON; it means the same as null.
    let text = if value.is_undefined() {
        None
    } else {
        JSON::stringify(value).map_err(|thrown| unreadable(&thrown))?.as_string()
    };
    data::put(text.as_deref().unwrap_or("null"), place)
}

/// Sets an option that has no JSON: a function, or an object of the library.
pub(crate) fn set_option(options: &JsValue, api: Api, value: &JsValue) {
    // Setting a property of a plain object does not fail.
    let _ = Reflect::set(options, &api.member().into(), value);
}

/// An empty object.
pub(crate) fn object() -> JsValue {
    Object::new().into()
}

/// The name and the text of a thrown value: an `Error`, a string, or else a plain word.
pub(crate) fn described(thrown: &JsValue) -> (String, String) {
    if let Some(error) = thrown.dyn_ref::<js_sys::Error>() {
        return (error.name().into(), error.message().into());
    }
    let text = thrown.as_string();
    (String::new(), text.unwrap_or_else(|| "something that is no error".to_owned()))
}
