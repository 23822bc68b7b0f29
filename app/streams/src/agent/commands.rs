//! What the agent can do.

use wasm_bindgen::JsValue;

use super::Agent;
use crate::{
    AgentConfiguration, AgentStateDefinition, Command, ConnectOptions, Endpoint, EndpointsPage,
    NetworkConnectionStatusChanged, SetStateOptions, StreamsError, TaskDefinition, VoiceEnhancementMode,
    api::{Api, api, object, set_option, to_js},
    command::{callbacks, read_data, read_nothing},
    data::record,
};

/// The task that was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskCreated {
    /// Which contact it is. None where the library does not pass it on.
    pub contact_id: Option<String>,
}

record! { TaskCreated { "contactId" => contact_id, } }

/// What can be commanded. Each is sent when it is awaited.
impl Agent {
    /// Goes into a state; with [`SetStateOptions::enqueue_next_state`], after the current contact (`agent.setState`).
    pub fn set_state(&self, state: &AgentStateDefinition, options: SetStateOptions) -> Command<()> {
        let (agent, state) = (self.0.clone(), to_js(state));
        Command::custom(api!("Agent.setState"), read_nothing, move |success, failure| {
            let answers = callbacks(&object(), success, failure);
            agent.call(api!("Agent.setState"), &[state, answers, to_js(&options)]).map(drop)
        })
    }

    /// Changes the configuration: phone type, extension, locale (`agent.setConfiguration`). Take the one of
    /// [`Agent::configuration`] and change what is to be changed.
    pub fn set_configuration(&self, configuration: &AgentConfiguration) -> Command<()> {
        self.command(api!("Agent.setConfiguration"), vec![to_js(configuration)])
    }

    /// Makes a task (`agent.createTask`, which the library for tasks, `amazon-connect-taskjs`, adds).
    ///
    /// Fails with [`StreamsError::Invalid`] without a name or with one of more than 512 characters.
    pub fn create_task(&self, task: &TaskDefinition) -> Command<TaskCreated> {
        let api = api!("Agent.createTask");
        if task.name.trim().is_empty() || task.name.chars().count() > 512 {
            return Command::invalid(api, read_data, "A task needs a name of at most 512 characters.");
        }
        let (agent, task) = (self.0.clone(), to_js(task));
        Command::custom(api, read_data, move |success, failure| {
            agent.call(api, &[task, callbacks(&object(), success, failure)]).map(drop)
        })
    }

    /// Calls somebody: a telephone number, an agent or a queue (`agent.connect`). The contact comes with the next snapshot.
    pub fn connect(&self, endpoint: &Endpoint, options: &ConnectOptions) -> Command<()> {
        let (agent, endpoint, options) = (self.0.clone(), to_js(endpoint), to_js(options));
        Command::custom(api!("Agent.connect"), read_nothing, move |success, failure| {
            agent.call(api!("Agent.connect"), &[endpoint, callbacks(&options, success, failure)]).map(drop)
        })
    }

    /// The quick connects of these queues (`agent.getEndpoints`).
    pub fn endpoints(&self, queue_arns: &[String]) -> Command<EndpointsPage> {
        let (agent, queues) = (self.0.clone(), to_js(&queue_arns));
        Command::custom(api!("Agent.getEndpoints"), read_data, move |success, failure| {
            let answers = object();
            set_option(&answers, api!("GetEndpointsCallbacks.success"), success);
            set_option(&answers, api!("GetEndpointsCallbacks.failure"), failure);
            agent.call(api!("Agent.getEndpoints"), &[queues, answers]).map(drop)
        })
    }

    /// Chooses how background noise is dealt with (`agent.setVoiceEnhancementMode`).
    pub fn set_voice_enhancement_mode(&self, mode: &VoiceEnhancementMode) -> Command<()> {
        let (agent, mode) = (self.0.clone(), JsValue::from(mode.as_str()));
        let api = api!("Agent.setVoiceEnhancementMode");
        Command::promised(api, read_nothing, move || agent.promise(api, &[mode]))
    }

    /// How the connection to the service is at this moment (`agent.getNetworkConnectionStatus`).
    pub fn network_connection_status(&self) -> Command<NetworkConnectionStatusChanged> {
        let agent = self.0.clone();
        let api = api!("Agent.getNetworkConnectionStatus");
        Command::promised(api, read_data, move || agent.promise(api, &[]))
    }

    fn command(&self, api: Api, arguments: Vec<JsValue>) -> Command<()> {
        let agent = self.0.clone();
        Command::with_callbacks(api, move || Ok(agent), arguments)
    }
}

/// What is told to the CCP without an answer. Whether it happened is told by the event that belongs to it.
///
/// # Errors
/// [`StreamsError::NotInitialised`] while no CCP runs.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl Agent {
    /// Mutes the microphone of the softphone (`agent.mute`). See [`Agent::on_mute_toggle`].
    pub fn mute(&self) -> Result<(), StreamsError> {
        self.0.call(api!("Agent.mute"), &[]).map(drop)
    }

    /// Opens the microphone again (`agent.unmute`).
    pub fn unmute(&self) -> Result<(), StreamsError> {
        self.0.call(api!("Agent.unmute"), &[]).map(drop)
    }

    /// Lets calls sound on this device (`agent.setSpeakerDevice`).
    pub fn set_speaker_device(&self, device_id: &str) -> Result<(), StreamsError> {
        self.0.call(api!("Agent.setSpeakerDevice"), &[device_id.into()]).map(drop)
    }

    /// Speaks into this device (`agent.setMicrophoneDevice`).
    pub fn set_microphone_device(&self, device_id: &str) -> Result<(), StreamsError> {
        self.0.call(api!("Agent.setMicrophoneDevice"), &[device_id.into()]).map(drop)
    }

    /// Lets contacts ring on this device (`agent.setRingerDevice`).
    pub fn set_ringer_device(&self, device_id: &str) -> Result<(), StreamsError> {
        self.0.call(api!("Agent.setRingerDevice"), &[device_id.into()]).map(drop)
    }

    /// Tells every tab which camera is used; the library switches nothing itself (`agent.setCameraDevice`).
    pub fn set_camera_device(&self, device_id: &str) -> Result<(), StreamsError> {
        self.0.call(api!("Agent.setCameraDevice"), &[device_id.into()]).map(drop)
    }

    /// Tells every tab whether the background is blurred; the library blurs nothing itself (`agent.setBackgroundBlur`).
    pub fn set_background_blur(&self, blurred: bool) -> Result<(), StreamsError> {
        self.0.call(api!("Agent.setBackgroundBlur"), &[blurred.into()]).map(drop)
    }
}
