//! What carries the sound of a call or the words of a chat: an object of another library, handed on as it is.

use wasm_bindgen::JsValue;

use crate::{
    Command, StreamsError,
    api::{Api, Target},
};

/// The media of a contact. For a chat it is the session of `amazon-connect-chatjs`, for a task that of
/// `amazon-connect-taskjs`, for a call whatever the softphone uses. Streams passes it on and says no more about it, and
/// so does this crate: its functions are called by name.
#[derive(Clone, Debug, PartialEq)]
pub struct MediaController(Target);

impl MediaController {
    /// The object, for bindings of the library that it comes from.
    pub fn as_js(&self) -> &JsValue {
        &self.0.0
    }
}

pub(crate) fn media(connection: Target, api: Api) -> Command<MediaController> {
    Command::promised(api, read, move || connection.promise(api, &[]))
}

fn read(api: Api, media: JsValue) -> Result<MediaController, StreamsError> {
    if media.is_object() {
        Ok(MediaController(Target(media)))
    } else {
        Err(StreamsError::Lacks { call: api.0 })
    }
}
