//! The names of states as people read them. Those that the service sets have names of its program; those of the instance
//! are shown as they are.

use std::cell::RefCell;

use connect_streams::AgentStateType;

use crate::{
    api::{DeskConfig, StatusLabel, label},
    text::{Language, language},
};

thread_local! {
    /// What the company calls the statuses of its instance. As the language is, it is the same for the whole page.
    static OWN: RefCell<Vec<StatusLabel>> = const { RefCell::new(Vec::new()) };
}

/// From now on statuses are called what this desk calls them.
pub fn name_statuses(desk: &DeskConfig) {
    OWN.set(desk.statuses.clone());
}

/// What the service calls its own states, and what that is in Japanese.
const JAPANESE: [(&str, &str); 22] = [
    ("Init", "準備中"),
    ("Busy", "対応中"),
    ("AfterCallWork", "後処理"),
    ("CallingCustomer", "お客様に発信中"),
    ("Dialing", "発信中"),
    ("Joining", "接続中"),
    ("PendingAvailable", "まもなく受付"),
    ("PendingBusy", "呼び出し中"),
    ("Error", "エラー"),
    ("Default", "エラー"),
    ("AgentHungUp", "接続前に切断"),
    ("BadAddressAgent", "エージェントの番号エラー"),
    ("BadAddressCustomer", "お客様の番号エラー"),
    ("FailedConnectAgent", "エージェントに接続できません"),
    ("FailedConnectCustomer", "お客様に接続できません"),
    ("InvalidLocale", "言語の設定エラー"),
    ("LineEngagedAgent", "エージェントが話し中"),
    ("LineEngagedCustomer", "お客様が話し中"),
    ("MissedCallAgent", "応答なし"),
    ("MissedCallCustomer", "お客様の応答なし"),
    ("MultipleCcpWindows", "パネルが複数開いています"),
    ("RealtimeCommunicationError", "音声の通信エラー"),
];

/// The name of a state in words: what the company calls it; else `AfterCallWork` becomes "After call work".
pub fn state_label(name: &str) -> String {
    let own = OWN.with_borrow(|own| {
        let own = own.iter().find(|status| status.name == name)?;
        Some(label(&own.label, &own.label_ja, language()).to_owned())
    });
    if let Some(own) = own {
        return own;
    }
    if language() == Language::Japanese
        && let Some((_, label)) = JAPANESE.iter().find(|(known, _)| *known == name)
    {
        return (*label).to_owned();
    }
    let mut label = String::with_capacity(name.len() + 4);
    for (index, character) in name.char_indices() {
        let starts_word = character.is_ascii_uppercase()
            && name[..index].ends_with(|before: char| before.is_ascii_lowercase());
        if starts_word {
            label.push(' ');
            label.push(character.to_ascii_lowercase());
        } else {
            label.push(character);
        }
    }
    label
}

/// What the state means at a glance, for its colour.
pub fn tone(kind: &AgentStateType) -> &'static str {
    match kind {
        AgentStateType::Routable => "available",
        AgentStateType::Init | AgentStateType::System | AgentStateType::Other(_) => "busy",
        AgentStateType::NotRoutable => "away",
        AgentStateType::Offline => "offline",
        AgentStateType::Error => "error",
    }
}

#[cfg(test)]
mod tests {
    use connect_streams::{AgentAvailState, AgentErrorState};

    use super::*;
    use crate::text::speak;

    #[test]
    fn states_are_written_in_words() {
        assert_eq!(state_label("AfterCallWork"), "After call work");
        assert_eq!(state_label("MissedCallAgent"), "Missed call agent");
        assert_eq!(state_label("Lunch at 12"), "Lunch at 12");
        assert_eq!(state_label("昼休み"), "昼休み");
    }

    #[test]
    fn a_company_calls_its_statuses_what_it_likes() {
        let status = |name: &str, label: &str, label_ja: &str| StatusLabel {
            name: name.to_owned(),
            label: label.to_owned(),
            label_ja: label_ja.to_owned(),
        };
        let statuses = vec![status("Lunch", "At lunch", "昼休み"), status("AfterCallWork", "Wrap-up", "")];
        name_statuses(&DeskConfig { statuses, ..DeskConfig::default() });
        assert_eq!(
            (state_label("Lunch"), state_label("AfterCallWork")),
            ("At lunch".into(), "Wrap-up".into())
        );
        speak(Language::Japanese);
        assert_eq!((state_label("Lunch"), state_label("AfterCallWork")), ("昼休み".into(), "Wrap-up".into()));
        assert_eq!(state_label("Busy"), "対応中");
        speak(Language::English);
        name_statuses(&DeskConfig::default());
    }

    #[test]
    fn every_state_of_the_service_has_a_japanese_name() {
        speak(Language::Japanese);
        let names = [
            AgentAvailState::Busy.as_str(),
            AgentAvailState::PendingAvailable.as_str(),
            AgentErrorState::MissedCallAgent.as_str(),
            AgentErrorState::RealtimeCommunicationError.as_str(),
        ];
        for name in names {
            assert!(!state_label(name).is_ascii(), "{name}");
        }
        assert_eq!(state_label("PendingBusy"), "呼び出し中");
        assert_eq!(state_label("Lunch"), "Lunch", "what the instance calls its own stays");
        speak(Language::English);
    }
}
