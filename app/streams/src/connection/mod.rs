//! Who takes part in a contact: the agent, the customer, third parties, supervisors. What all have in common is here,
//! with tasks and e-mails, which add little; calls and chats have modules of their own.

mod chat;
mod voice;

use std::ops::Deref;

use wasm_bindgen::JsValue;

use crate::{
    Command, ConnectionState, ConnectionType, ContactType, Digits, Endpoint, MediaType, MonitorInfo,
    StreamsError, Subscription, TaskMediaInfo, TimedState,
    api::{Api, Target, api},
    command::read_data,
    contact::Contact,
    data::place::Place,
    media::{MediaController, media},
};

/// One participant, with what its channel adds.
#[derive(Clone, Debug, PartialEq)]
pub enum Connection {
    /// Of a call, or of a callback.
    Voice(VoiceConnection),
    /// Of a chat.
    Chat(ChatConnection),
    /// Of a task.
    Task(TaskConnection),
    /// Of an e-mail.
    Email(EmailConnection),
}

/// What all participants have in common (`connect.BaseConnection`).
#[derive(Clone, Debug, PartialEq)]
pub struct BaseConnection(pub(crate) Target);

/// A participant of a call (`connect.VoiceConnection`).
#[derive(Clone, Debug, PartialEq)]
pub struct VoiceConnection(BaseConnection);

/// A participant of a chat (`connect.ChatConnection`).
#[derive(Clone, Debug, PartialEq)]
pub struct ChatConnection(BaseConnection);

/// The agent at a task (`connect.TaskConnection`).
#[derive(Clone, Debug, PartialEq)]
pub struct TaskConnection(BaseConnection);

/// The agent at an e-mail (`connect.EmailConnection`).
#[derive(Clone, Debug, PartialEq)]
pub struct EmailConnection(BaseConnection);

impl Connection {
    /// The library makes an object of the contact's channel; everything that is no chat, task or e-mail is voice.
    pub(crate) fn of(kind: &ContactType, target: Target) -> Self {
        let base = BaseConnection(target);
        match kind {
            ContactType::Chat => Self::Chat(ChatConnection(base)),
            ContactType::Task => Self::Task(TaskConnection(base)),
            ContactType::Email => Self::Email(EmailConnection(base)),
            _ => Self::Voice(VoiceConnection(base)),
        }
    }
}

impl Deref for Connection {
    type Target = BaseConnection;

    fn deref(&self) -> &BaseConnection {
        match self {
            Self::Voice(connection) => connection,
            Self::Chat(connection) => connection,
            Self::Task(connection) => connection,
            Self::Email(connection) => connection,
        }
    }
}

macro_rules! derefs_to_base {
    ($($type:ident),+) => {
        $(impl Deref for $type {
            type Target = BaseConnection;

            fn deref(&self) -> &BaseConnection {
                &self.0
            }
        })+
    };
}
derefs_to_base!(VoiceConnection, ChatConnection, TaskConnection, EmailConnection);

/// Who it is, if the participant is still known.
pub(crate) fn kind_of(connection: &BaseConnection) -> Option<ConnectionType> {
    connection.kind().ok()
}

/// What can be read.
///
/// # Errors
/// Every one of these fails with [`StreamsError::Gone`] when the contact or the participant is no longer there, and
/// with [`StreamsError::Undecodable`] when the data has another shape than this version knows.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl BaseConnection {
    /// Which contact it belongs to (`connection.getContactId`).
    pub fn contact_id(&self) -> Result<String, StreamsError> {
        self.read(api!("BaseConnection.getContactId"))
    }

    /// Which participant it is (`connection.getConnectionId`).
    pub fn id(&self) -> Result<String, StreamsError> {
        self.read(api!("BaseConnection.getConnectionId"))
    }

    /// How it can be reached (`connection.getEndpoint`).
    pub fn endpoint(&self) -> Result<Endpoint, StreamsError> {
        self.read(api!("BaseConnection.getEndpoint"))
    }

    /// Where it stands and since when (`connection.getState`).
    pub fn state(&self) -> Result<TimedState<ConnectionState>, StreamsError> {
        self.read(api!("BaseConnection.getState"))
    }

    /// How long it has stood there, in milliseconds on the service's clock (`connection.getStateDuration`).
    pub fn state_duration_ms(&self) -> Result<f64, StreamsError> {
        self.read(api!("BaseConnection.getStateDuration"))
    }

    /// Who it is (`connection.getType`).
    pub fn kind(&self) -> Result<ConnectionType, StreamsError> {
        self.read(api!("BaseConnection.getType"))
    }

    /// Whom a supervisor watches (`connection.getMonitorInfo`).
    pub fn monitor_info(&self) -> Result<Option<MonitorInfo>, StreamsError> {
        self.read(api!("BaseConnection.getMonitorInfo"))
    }

    /// Whether the contact began with it (`connection.isInitialConnection`).
    pub fn is_initial(&self) -> Result<bool, StreamsError> {
        self.read(api!("BaseConnection.isInitialConnection"))
    }

    /// Whether it is still there, on hold included (`connection.isActive`).
    pub fn is_active(&self) -> Result<bool, StreamsError> {
        self.read(api!("BaseConnection.isActive"))
    }

    /// Whether it can talk (`connection.isConnected`).
    pub fn is_connected(&self) -> Result<bool, StreamsError> {
        self.read(api!("BaseConnection.isConnected"))
    }

    /// Whether it is being called (`connection.isConnecting`).
    pub fn is_connecting(&self) -> Result<bool, StreamsError> {
        self.read(api!("BaseConnection.isConnecting"))
    }

    /// Whether it is on hold (`connection.isOnHold`).
    pub fn is_on_hold(&self) -> Result<bool, StreamsError> {
        self.read(api!("BaseConnection.isOnHold"))
    }

    fn read<T: Place>(&self, api: Api) -> Result<T, StreamsError> {
        self.0.read(api, &[])
    }

    /// A flag that the library leaves out where it has none.
    fn flag(&self, api: Api) -> Result<bool, StreamsError> {
        self.read::<Option<bool>>(api).map(Option::unwrap_or_default)
    }
}

/// What can be commanded. Each is sent when it is awaited.
///
/// Fails with [`StreamsError::Gone`] when the contact or the participant is no longer there, without sending anything.
impl BaseConnection {
    /// Hangs up, or ends the chat (`connection.destroy`). On the agent's own connection: leaves the contact.
    pub fn destroy(&self) -> Command<()> {
        self.command(api!("BaseConnection.destroy"), vec![])
    }

    /// Sends tones (`connection.sendDigits`).
    pub fn send_digits(&self, digits: &Digits) -> Command<()> {
        self.command(api!("BaseConnection.sendDigits"), vec![digits.as_str().into()])
    }

    /// Puts on hold (`connection.hold`).
    pub fn hold(&self) -> Command<()> {
        self.command(api!("BaseConnection.hold"), vec![])
    }

    /// Takes off hold (`connection.resume`).
    pub fn resume(&self) -> Command<()> {
        self.command(api!("BaseConnection.resume"), vec![])
    }

    fn command(&self, api: Api, arguments: Vec<JsValue>) -> Command<()> {
        let connection = self.clone();
        Command::with_callbacks(api, move || connection.present(api), arguments)
    }

    fn promised<T: Place + 'static>(&self, api: Api) -> Command<T> {
        let connection = self.clone();
        Command::promised(api, read_data, move || connection.present(api)?.promise(api, &[]))
    }

    /// The library's object, if both the contact and the participant are there.
    fn present(&self, command: Api) -> Result<Target, StreamsError> {
        let gone = |error| match error {
            StreamsError::Gone { .. } => StreamsError::Gone { call: command.0 },
            other => other,
        };
        Contact::with_id(&self.contact_id()?).map_err(gone)?;
        self.state().map_err(gone)?;
        Ok(self.0.clone())
    }

    fn on<T: Place + 'static>(
        &self,
        api: Api,
        handler: impl FnMut(Result<T, StreamsError>) + 'static,
    ) -> Result<Subscription, StreamsError> {
        Subscription::to_data(&self.0, api, &[], handler)
    }
}

/// What tasks add.
///
/// # Errors
/// As for everything that can be read of a participant.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl TaskConnection {
    /// Which task it is (`connection.getMediaInfo`).
    pub fn media_info(&self) -> Result<TaskMediaInfo, StreamsError> {
        self.read(api!("TaskConnection.getMediaInfo"))
    }

    /// Always [`MediaType::Task`] (`connection.getMediaType`).
    pub fn media_type(&self) -> Result<MediaType, StreamsError> {
        self.read(api!("TaskConnection.getMediaType"))
    }

    /// The task's session, if `amazon-connect-taskjs` is on the page (`connection.getMediaController`).
    pub fn media_controller(&self) -> Command<MediaController> {
        media(self.0.0.clone(), api!("TaskConnection.getMediaController"))
    }
}

impl EmailConnection {
    /// Always [`MediaType::Email`] (`connection.getMediaType`).
    ///
    /// # Errors
    /// As for everything that can be read of a participant.
    pub fn media_type(&self) -> Result<MediaType, StreamsError> {
        self.read(api!("EmailConnection.getMediaType"))
    }
}
