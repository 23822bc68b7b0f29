//! What this crate says it reads and writes of the library's objects, for the test that compares it with the library's
//! declarations. It is asked of the types themselves, so the two cannot drift apart.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
    forward_to_deserialize_any,
};

use crate::{
    AgentAvailability, AgentConfiguration, AgentMutedStatus, AgentPreferences, AgentState, AgentStateChange,
    AgentStateDefinition, AppOptions, AppRegistryOptions, Attribute, BackgroundBlurChange,
    CapabilitiesDictionary, CcpOptions, CcpOverrides, ChannelConcurrency, ChannelContext, ChatMediaInfo,
    ChatOriginalInfo, ChatTokenTransport, ConnectOptions, ConnectionState, ConnectionToken, ContactState,
    CustomViewOptions, CustomerAuthenticationDetails, Endpoint, EndpointsPage, FailoverCompleted,
    FailoverDetected, FailoverPending, InstanceDetails, LogOptions, LoginOptions, MonitorInfo,
    NetworkConnectionStatusChanged, PageOptions, Queue, QuickResponse, QuickResponseContents,
    QuickResponseGrouping, QuickResponseText, QuickResponsesPage, QuickResponsesQuery, Reference,
    RingtoneOptions, RoutingProfile, SegmentAttribute, SessionExpiration, SessionExtensionError,
    SetStateOptions, SoftphoneError, SoftphoneOptions, StorageAccess, StorageAccessAnswer,
    StorageAccessOptions, StorageAccessStyle, StorageAccessTexts, StreamMessage, TaskDefinition,
    TaskMediaInfo, TerminateCustomViewOptions, TimedState, UserMediaDeviceChange, VOCABULARY, ViewedContact,
    VoiceEnhancementModeChange, VoiceMediaInfo,
};

/// Each enumeration by its name in the declarations, with the words that this crate knows.
pub fn words() -> &'static [(&'static str, &'static [&'static str])] {
    VOCABULARY
}

/// Each type by its name in the declarations, with the keys that this crate reads or writes. A type without a name has
/// that of the property that holds it. A dictionary, whose keys are anybody's, has none.
pub fn data() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("AgentAvailabilityState", keys::<AgentAvailability>()),
        ("AgentChannelConcurrencyMap", keys::<ChannelConcurrency>()),
        ("AgentConfiguration", keys::<AgentConfiguration>()),
        ("AgentMutedStatus", keys::<AgentMutedStatus>()),
        ("AgentPreferences", keys::<AgentPreferences>()),
        ("AgentRoutingProfile", keys::<RoutingProfile>()),
        ("AgentSetStateOptions", keys::<SetStateOptions>()),
        ("AgentState", keys::<AgentState>()),
        ("AgentStateChange", keys::<AgentStateChange>()),
        ("AgentStateDefinition", keys::<AgentStateDefinition>()),
        ("AppOptions", keys::<AppOptions>()),
        ("AppRegistryOptions", keys::<AppRegistryOptions>()),
        ("AttributeDictionary", keys::<Attribute>()),
        ("AutoAcceptToneOption", keys::<RingtoneOptions>()),
        ("CapabilitiesDictionary", keys::<CapabilitiesDictionary>()),
        ("ChannelContext", keys::<ChannelContext>()),
        ("ChatMediaInfo", keys::<ChatMediaInfo>()),
        ("ChatMediaInfo.originalInfo", keys::<ChatOriginalInfo>()),
        ("ChatOptions", keys::<RingtoneOptions>()),
        ("ConnectOptions", keys::<ConnectOptions>()),
        ("ConnectionState", keys::<TimedState<ConnectionState>>()),
        ("ConnectionToken", keys::<ConnectionToken>()),
        ("ConnectionToken.chatTokenTransport", keys::<ChatTokenTransport>()),
        ("ContactState", keys::<TimedState<ContactState>>()),
        ("CustomerAuthenticationDetails", keys::<CustomerAuthenticationDetails>()),
        ("Endpoint", keys::<Endpoint>()),
        ("FailoverCompletedData", keys::<FailoverCompleted>()),
        ("FailoverDetectedData", keys::<FailoverDetected>()),
        ("FailoverPendingData", keys::<FailoverPending>()),
        ("GetEndpointsResult", keys::<EndpointsPage>()),
        ("GroupingConfigurationType", keys::<QuickResponseGrouping>()),
        ("InitCCPOptions", keys::<CcpOptions>()),
        ("InitCCPOptions.logConfig", keys::<LogOptions>()),
        ("InstanceDetails", keys::<InstanceDetails>()),
        ("LoginOptions", keys::<LoginOptions>()),
        ("MonitorInfo", keys::<MonitorInfo>()),
        ("NetworkConnectionStatusChanged", keys::<NetworkConnectionStatusChanged>()),
        ("OptionalCustomViewsOptions", keys::<CustomViewOptions>()),
        ("OptionalInitCCPOptions", keys::<CcpOverrides>()),
        ("PageOptions", keys::<PageOptions>()),
        ("Queue", keys::<Queue>()),
        ("QuickResponse", keys::<QuickResponse>()),
        ("QuickResponseContentsType", keys::<QuickResponseContents>()),
        ("QuickResponseContentsType.markdown", keys::<QuickResponseText>()),
        ("QuickResponseContentsType.plainText", keys::<QuickResponseText>()),
        ("QuickResponsesQuery", keys::<QuickResponsesQuery>()),
        ("ReferenceDictionary", keys::<Reference>()),
        ("SearchQuickResponsesResult", keys::<QuickResponsesPage>()),
        ("SegmentAttributeDictionary", keys::<SegmentAttribute>()),
        ("SessionExpirationInformation", keys::<SessionExpiration>()),
        ("SessionExtensionErrorData", keys::<SessionExtensionError>()),
        ("SoftPhoneOptions", keys::<SoftphoneOptions>()),
        ("SoftphoneError", keys::<SoftphoneError>()),
        ("StorageAccessCallbackData", keys::<StorageAccessAnswer>()),
        ("StorageAccessCallbackData.data", keys::<StorageAccess>()),
        ("StorageAccessParameters", keys::<StorageAccessOptions>()),
        ("StorageAccessParameters.custom", keys::<StorageAccessTexts>()),
        ("StorageAccessParameters.style", keys::<StorageAccessStyle>()),
        ("StreamMessage", keys::<StreamMessage>()),
        ("TaskContactDefinition", keys::<TaskDefinition>()),
        ("TaskMediaInfo", keys::<TaskMediaInfo>()),
        ("TaskOptions", keys::<RingtoneOptions>()),
        ("TerminateCustomViewOptions", keys::<TerminateCustomViewOptions>()),
        ("UserBackgroundBlurChange", keys::<BackgroundBlurChange>()),
        ("UserMediaDeviceChange", keys::<UserMediaDeviceChange>()),
        ("ViewContactEvent", keys::<ViewedContact>()),
        ("VoiceEnhancementModeChange", keys::<VoiceEnhancementModeChange>()),
        ("VoiceMediaInfo", keys::<VoiceMediaInfo>()),
    ]
}

/// The keys that a type asks for when it is read. None for what is no structure.
fn keys<'de, T: Deserialize<'de>>() -> Vec<&'static str> {
    let mut keys = Vec::new();
    // It never succeeds: there is nothing to read, only a list of keys to take down.
    let _ = T::deserialize(TakeDown(&mut keys));
    keys
}

struct TakeDown<'keys>(&'keys mut Vec<&'static str>);

impl<'de> Deserializer<'de> for TakeDown<'_> {
    type Error = NothingToRead;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, NothingToRead> {
        self.0.extend(fields);
        Err(NothingToRead)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, NothingToRead> {
        Err(NothingToRead)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[derive(Debug)]
struct NothingToRead;

impl fmt::Display for NothingToRead {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("there is nothing to read")
    }
}

impl std::error::Error for NothingToRead {}

impl de::Error for NothingToRead {
    fn custom<T: fmt::Display>(_message: T) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_type_is_listed_once_with_the_names_of_the_library() {
        let listed: BTreeMap<_, _> = data().into_iter().collect();
        assert_eq!(listed.len(), data().len());
        for (name, keys) in [
            ("AgentStateDefinition", vec!["agentStateARN", "type", "name"]),
            ("AgentPreferences", vec!["locale", "LANGUAGE"]),
            ("AgentChannelConcurrencyMap", vec![]),
            (
                "CustomerAuthenticationDetails",
                vec![
                    "IdentityProvider",
                    "ClientId",
                    "Status",
                    "AssociatedCustomerId",
                    "AuthenticationMethod",
                ],
            ),
            ("SegmentAttributeDictionary", vec!["ValueMap", "ValueString", "valueString"]),
            ("QuickResponsesQuery", vec!["query", "contactId", "nextToken", "debounceMS", "maxResults"]),
            ("AutoAcceptToneOption", vec!["disableRingtone", "ringtoneUrl"]),
            ("InitCCPOptions.logConfig", vec!["logLevel", "echoLevel"]),
        ] {
            let mut listed = listed[name].clone();
            let mut keys = keys;
            listed.sort_unstable();
            keys.sort_unstable();
            assert_eq!(listed, keys, "{name}");
        }
        assert_eq!(listed["StorageAccessParameters.style"].len(), 20);
        assert_eq!(listed["StorageAccessParameters.custom"].len(), 18);
        assert!(listed["StorageAccessParameters.style"].contains(&"banner-request-access-icon-color"));
        assert!(listed["SoftPhoneOptions"].contains(&"VDIPlatform"));
    }

    #[test]
    fn every_structure_has_keys() {
        let dictionaries = ["AgentChannelConcurrencyMap", "CapabilitiesDictionary"];
        for (name, keys) in data() {
            assert_eq!(keys.is_empty(), dictionaries.contains(&name), "{name}");
        }
    }

    #[test]
    fn every_enumeration_has_words() {
        assert!(words().iter().all(|(_, words)| !words.is_empty()));
        assert!(words().iter().any(|(name, words)| *name == "CTIExceptions" && words.len() == 11));
    }
}
