//! What the library can be told: every option of its declarations, each absent unless it was set.

mod app;
mod ccp;
mod command;
mod storage_access;

pub use app::{AppOptions, AppRegistryOptions, CustomViewOptions, TerminateCustomViewOptions};
pub use ccp::{
    CcpOptions, CcpOverrides, LogOptions, LoginOptions, PageOptions, RingtoneOptions, SoftphoneOptions,
};
pub use command::{ConnectOptions, SetStateOptions};
pub use storage_access::{StorageAccessOptions, StorageAccessStyle, StorageAccessTexts};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LogLevel, VdiPlatformType};

    #[test]
    fn what_was_not_set_is_not_sent() {
        let options = CcpOptions {
            ccp_url: "https://example.my.connect.aws/ccp-v2/".to_owned(),
            ..CcpOptions::default()
        };
        let json = serde_json::to_string(&options).unwrap();
        assert_eq!(json, r#"{"ccpUrl":"https://example.my.connect.aws/ccp-v2/"}"#);
        assert_eq!(serde_json::from_str::<CcpOptions>(&json).unwrap(), options);
    }

    #[test]
    fn what_was_set_has_the_name_that_the_library_reads() {
        let options = CcpOptions {
            secondary_ccp_url: Some("https://other.my.connect.aws/ccp-v2/".to_owned()),
            softphone: Some(SoftphoneOptions {
                allow_framed_softphone: Some(true),
                vdi_platform: Some(VdiPlatformType::Citrix413),
                ..SoftphoneOptions::default()
            }),
            storage_access: Some(StorageAccessOptions {
                style: Some(StorageAccessStyle {
                    primary_color: Some("teal".to_owned()),
                    ..StorageAccessStyle::default()
                }),
                custom: Some(StorageAccessTexts { hide_ccp: Some(false), ..StorageAccessTexts::default() }),
                ..StorageAccessOptions::default()
            }),
            log_config: Some(LogOptions { log_level: Some(LogLevel::Error), echo_level: None }),
            ..CcpOptions::default()
        };
        let json = serde_json::to_value(&options).unwrap();
        assert_eq!(json["secondaryCCPUrl"], "https://other.my.connect.aws/ccp-v2/");
        assert_eq!(json["softphone"]["allowFramedSoftphone"], true);
        assert_eq!(json["softphone"]["VDIPlatform"], "CITRIX_413");
        assert_eq!(json["storageAccess"]["style"]["primary-color"], "teal");
        assert_eq!(json["storageAccess"]["custom"]["hideCCP"], false);
        assert_eq!(json["logConfig"], serde_json::json!({ "logLevel": "ERROR" }));
    }
}
