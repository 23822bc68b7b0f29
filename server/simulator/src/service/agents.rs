//! What agents change about themselves: their state and their settings.

use serde_json::{Value, json};

use super::requests::{PutAgentState, UpdateAgentConfiguration};
use super::{Caller, ServiceError};
use crate::centre::{Command, Settings};

pub(super) fn put_state(caller: &Caller<'_>, wanted: &PutAgentState) -> Result<Value, ServiceError> {
    let status = caller
        .simulator
        .instance
        .find_status(wanted.state.arn.as_deref(), wanted.state.name.as_deref())
        .ok_or_else(|| ServiceError::Validation("there is no such agent state".to_owned()))?;
    let queued = wanted.enqueue_next_state.unwrap_or(false);
    caller.simulator.live.command(Command::PickStatus { agent: caller.agent.clone(), status, queued })?;
    Ok(json!({}))
}

/// Takes what is an agent's to set; name and routing profile are the administrator's and stay as they are.
pub(super) fn update_configuration(
    caller: &Caller<'_>,
    wanted: UpdateAgentConfiguration,
) -> Result<Value, ServiceError> {
    let wanted = wanted.configuration;
    let current = caller
        .simulator
        .live
        .read(|centre| centre.agent(&caller.agent).map(|agent| agent.settings.clone()))?;
    let extension = wanted.extension.unwrap_or_default();
    if !wanted.softphone_enabled && extension.trim().is_empty() {
        return Err(ServiceError::Validation("a desk phone needs a number in `extension`".to_owned()));
    }
    let settings = Settings {
        softphone: wanted.softphone_enabled,
        auto_accept: wanted.softphone_auto_accept,
        extension,
        preferences: wanted.agent_preferences.unwrap_or(current.preferences),
        voice_enhancement_mode: wanted.voice_enhancement_mode.or(current.voice_enhancement_mode),
    };
    caller.simulator.live.command(Command::Configure { agent: caller.agent.clone(), settings })?;
    Ok(json!({}))
}
