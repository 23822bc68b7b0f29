//! What can be done with a contact. No command is sent on a contact that the agent no longer has.

use js_sys::Promise;
use wasm_bindgen::JsValue;

use super::Contact;
use crate::{
    Command, Endpoint, MonitoringMode, StreamsError,
    api::{Api, Target, api, to_js},
    command::read_nothing,
};

/// What can be commanded. Each is sent when it is awaited, and says that the service took it; what became of it is in
/// the next snapshot.
///
/// Fails with [`StreamsError::Gone`] when the agent no longer has the contact, without sending anything.
impl Contact {
    /// Takes the contact that is offered (`contact.accept`).
    pub fn accept(&self) -> Command<()> {
        self.command(api!("Contact.accept"), vec![])
    }

    /// Declines it (`contact.reject`).
    pub fn reject(&self) -> Command<()> {
        self.command(api!("Contact.reject"), vec![])
    }

    /// Ends after contact work, or takes a missed contact off the list (`contact.clear`).
    pub fn clear(&self) -> Command<()> {
        self.command(api!("Contact.clear"), vec![])
    }

    /// The same for every channel, as the service wants it today (`contact.complete`).
    pub fn complete(&self) -> Command<()> {
        self.command(api!("Contact.complete"), vec![])
    }

    /// Puts a task aside (`contact.pause`).
    pub fn pause(&self) -> Command<()> {
        self.command(api!("Contact.pause"), vec![])
    }

    /// Takes a task up again (`contact.resume`).
    pub fn resume(&self) -> Command<()> {
        self.command(api!("Contact.resume"), vec![])
    }

    /// Does nothing but write a warning, as the library does (`contact.destroy`); end the agent's connection instead.
    ///
    /// # Errors
    /// [`StreamsError::Gone`] when the agent no longer has the contact.
    #[deprecated = "The library does nothing here. End the connection of `Contact::agent_connection`."]
    pub fn destroy(&self) -> Result<(), StreamsError> {
        self.0.call(api!("Contact.destroy"), &[]).map(drop)
    }

    /// Tells the service that something is wrong with the call (`contact.notifyIssue`).
    pub fn notify_issue(&self, issue_code: &str, description: &str) -> Command<()> {
        self.command(api!("Contact.notifyIssue"), vec![issue_code.into(), description.into()])
    }

    /// Calls a third party; the customer is put on hold (`contact.addConnection`).
    pub fn add_connection(&self, endpoint: &Endpoint) -> Command<()> {
        self.command(api!("Contact.addConnection"), vec![to_js(endpoint)])
    }

    /// Invites a participant without putting anybody on hold (`contact.addParticipant`).
    pub fn add_participant(&self, endpoint: &Endpoint) -> Command<()> {
        self.command(api!("Contact.addParticipant"), vec![to_js(endpoint)])
    }

    /// Hands the contact over (`contact.transfer`).
    pub fn transfer(&self, endpoint: &Endpoint) -> Command<()> {
        self.command(api!("Contact.transfer"), vec![to_js(endpoint)])
    }

    /// Swaps who is on hold (`contact.toggleActiveConnections`).
    pub fn toggle_active_connections(&self) -> Command<()> {
        self.command(api!("Contact.toggleActiveConnections"), vec![])
    }

    /// Brings everybody together (`contact.conferenceConnections`).
    pub fn conference_connections(&self) -> Command<()> {
        self.command(api!("Contact.conferenceConnections"), vec![])
    }

    /// Listens or joins in, for a supervisor (`contact.updateMonitorParticipantState`).
    pub fn update_monitor_participant_state(&self, mode: &MonitoringMode) -> Command<()> {
        self.command(api!("Contact.updateMonitorParticipantState"), vec![mode.as_str().into()])
    }

    /// Listens without being heard (`contact.silentMonitor`).
    pub fn silent_monitor(&self) -> Command<()> {
        self.command(api!("Contact.silentMonitor"), vec![])
    }

    /// Joins in (`contact.bargeIn`).
    pub fn barge_in(&self) -> Command<()> {
        self.command(api!("Contact.bargeIn"), vec![])
    }

    /// Begins to share the screen of a web call; `skip_session` when the session is there already
    /// (`contact.startScreenSharing`).
    pub fn start_screen_sharing(&self, skip_session: bool) -> Command<()> {
        self.promised(api!("Contact.startScreenSharing"), vec![skip_session.into()])
    }

    /// Ends it (`contact.stopScreenSharing`).
    pub fn stop_screen_sharing(&self) -> Command<()> {
        self.promised(api!("Contact.stopScreenSharing"), vec![])
    }

    /// Shows this contact in the CCP (`connect.core.viewContact`).
    ///
    /// # Errors
    /// [`StreamsError::NotInitialised`] while no CCP runs.
    pub fn view(&self) -> Result<(), StreamsError> {
        crate::core::view_contact(&self.id()?)
    }

    fn command(&self, api: Api, arguments: Vec<JsValue>) -> Command<()> {
        let contact = self.clone();
        Command::with_callbacks(api, move || contact.present(api), arguments)
    }

    fn promised(&self, api: Api, arguments: Vec<JsValue>) -> Command<()> {
        let contact = self.clone();
        let promise =
            move || -> Result<Promise, StreamsError> { contact.present(api)?.promise(api, &arguments) };
        Command::promised(api, read_nothing, promise)
    }

    /// The library's live object for this contact, if the agent still has it. A snapshot of the contact would know
    /// itself for ever.
    pub(crate) fn present(&self, command: Api) -> Result<Target, StreamsError> {
        let id = self.own_id().ok_or(StreamsError::Gone { call: command.0 })?;
        match Self::with_id(&id) {
            Ok(contact) => Ok(contact.0),
            Err(StreamsError::Gone { .. }) => Err(StreamsError::Gone { call: command.0 }),
            Err(error) => Err(error),
        }
    }
}
