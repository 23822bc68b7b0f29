//! The words of the library and of the service as types: every enumeration and every union of texts in its
//! declarations. Amazon adds words without notice, so each type keeps one that it does not know.

mod agent;
mod connection;
mod contact;
mod library;
mod quick_response;
mod softphone;

pub use agent::{
    AgentAvailState, AgentErrorState, AgentEvent, AgentPermission, AgentStateType, VoiceEnhancementMode,
};
pub use connection::{
    ConnectionState, ConnectionType, CustomerAuthenticationMethod, CustomerAuthenticationStatus,
    EndpointType, MonitoringErrorType, MonitoringMode, ScreenShareCapability, VideoCapability,
};
pub use contact::{
    ChannelType, ContactActiveState, ContactEvent, ContactState, ContactType, InitiationMethod, MediaType,
    ReferenceType,
};
pub use library::{
    ClickType, CtiException, EventType, LogLevel, MasterTopic, NetworkConnectionStatus, StorageAccessMode,
};
pub use quick_response::{QuickResponseChannel, QuickResponseContentType, QuickResponseStatus};
pub use softphone::{SoftphoneCallType, SoftphoneErrorType, VdiPlatformType};

/// What every type of words can say about itself.
pub trait Words: From<String> + Into<String> {
    /// What the library's declarations call the enumeration.
    const STREAMS_NAME: &'static str;
    /// Every word that this version knows, as the library writes it.
    const WORDS: &'static [&'static str];
}

/// Declares an enumeration of words with `Other` for those that came later. The text after `as` is its name in the
/// library's declarations.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident as $streams_name:literal {
        $($(#[$word_doc:meta])* $word:ident = $text:literal),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$word_doc])* $word,)+
            /// A word that this version does not know, as it came.
            Other(String),
        }

        impl $name {
            /// What the library's declarations call this enumeration.
            pub const STREAMS_NAME: &'static str = $streams_name;

            /// Every word that this version knows, as the library writes it.
            pub const WORDS: &'static [&'static str] = &[$($text),+];

            /// The word as the library writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$word => $text,)+
                    Self::Other(text) => text,
                }
            }
        }

        impl $crate::words::Words for $name {
            const STREAMS_NAME: &'static str = Self::STREAMS_NAME;
            const WORDS: &'static [&'static str] = Self::WORDS;
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                // By number: for the page a chain of comparisons of texts is longer than a list of them.
                enum Known {
                    $($word),+
                }
                let known = $crate::data::place::position(Self::WORDS, &text);
                $(
                    if known == Some(Known::$word as usize) {
                        return Self::$word;
                    }
                )+
                Self::Other(text)
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> Self {
                match word {
                    $($name::$word => $text.to_owned(),)+
                    $name::Other(text) => text,
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::from)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;

/// Lists types of words once, for the vocabulary and for the test of each.
macro_rules! vocabulary {
    ($($name:ident),+ $(,)?) => {
        /// Every enumeration of the library's declarations that this crate has, by its name there, with its words.
        pub const VOCABULARY: &[(&str, &[&str])] = &[$(($name::STREAMS_NAME, $name::WORDS)),+];

        #[cfg(test)]
        fn check_each() {
            $(tests::check::<$name>();)+
        }
    };
}

vocabulary![
    AgentAvailState,
    AgentErrorState,
    AgentEvent,
    AgentPermission,
    AgentStateType,
    ChannelType,
    ClickType,
    ConnectionState,
    ConnectionType,
    ContactActiveState,
    ContactEvent,
    ContactState,
    ContactType,
    CtiException,
    CustomerAuthenticationMethod,
    CustomerAuthenticationStatus,
    EndpointType,
    EventType,
    InitiationMethod,
    LogLevel,
    MasterTopic,
    MediaType,
    MonitoringErrorType,
    MonitoringMode,
    NetworkConnectionStatus,
    QuickResponseChannel,
    QuickResponseContentType,
    QuickResponseStatus,
    ReferenceType,
    ScreenShareCapability,
    SoftphoneCallType,
    SoftphoneErrorType,
    StorageAccessMode,
    VdiPlatformType,
    VideoCapability,
    VoiceEnhancementMode,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    pub(super) fn check<W: Words + serde::Serialize + serde::de::DeserializeOwned + PartialEq>() {
        let known: BTreeSet<_> = W::WORDS.iter().collect();
        assert_eq!(known.len(), W::WORDS.len(), "{} lists a word twice", W::STREAMS_NAME);
        for text in W::WORDS.iter().copied().chain(["a word of tomorrow"]) {
            let word = W::from(text.to_owned());
            let json = serde_json::to_string(&word).unwrap();
            assert_eq!(json, format!("\"{text}\""), "{}", W::STREAMS_NAME);
            assert!(serde_json::from_str::<W>(&json).unwrap() == word, "{} {text}", W::STREAMS_NAME);
            assert_eq!(Into::<String>::into(word), text, "{}", W::STREAMS_NAME);
        }
    }

    #[test]
    fn every_word_makes_the_round_trip_and_is_listed_once() {
        check_each();
    }

    #[test]
    fn no_enumeration_is_listed_twice() {
        let names: BTreeSet<_> = VOCABULARY.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), VOCABULARY.len());
    }

    #[test]
    fn a_known_word_is_not_kept_as_text() {
        assert_eq!(ContactState::from("paused".to_owned()), ContactState::Paused);
        assert_eq!(ChannelType::from("FAX".to_owned()), ChannelType::Other("FAX".to_owned()));
    }

    #[test]
    fn an_event_has_the_topic_that_the_bus_uses() {
        assert_eq!(AgentEvent::Refresh.topic(), "agent::refresh");
        assert_eq!(ContactEvent::Connected.topic(), "contact::connected");
        assert_eq!(ContactEvent::Connected.topic_of("c-1"), "contact::connected::c-1");
        assert_eq!(MasterTopic::LoginPopup.topic(), "connect::loginPopup");
        assert_eq!(EventType::AckTimeout.as_str(), "ack_timeout");
    }
}
