//! One instance: what its settings may be. Every mistake is found at once, by field.

use std::fmt;

use app::{
    api::{DEFAULT_INSTANCE, InstanceSettings},
    text::Text,
};
use url::Url;

use crate::origin::Origin;

/// The longest name, in bytes. It stands in addresses and in a cookie.
const LONGEST_NAME: usize = 32;

/// The longest address, in bytes.
const LONGEST_ADDRESS: usize = 2_048;

/// What an instance is called here, and in the address of its desktop: small letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceName(String);

/// A text is no name of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is 1 to 32 small letters, digits and hyphens, for example berlin-2")]
pub struct NotAName;

impl NotAName {
    /// The same in the language of a page.
    pub fn text(self) -> Text {
        Text::new(
            "is 1 to 32 small letters, digits and hyphens, for example berlin-2",
            "英小文字・数字・ハイフンで 1～32 文字です（例: berlin-2）",
        )
    }
}

impl InstanceName {
    /// The one way to a name.
    ///
    /// # Errors
    /// When it has other letters, or too many.
    pub fn parse(text: &str) -> Result<Self, NotAName> {
        let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let sound = (1..=LONGEST_NAME).contains(&text.len())
            && text.bytes().all(|byte| letters(byte) || byte == b'-')
            && text.bytes().next().is_some_and(letters);
        if sound { Ok(Self(text.to_owned())) } else { Err(NotAName) }
    }

    /// That of the instance which the configuration names.
    pub fn default_one() -> Self {
        Self(DEFAULT_INSTANCE.to_owned())
    }

    /// Whether it is that of the instance which the configuration names.
    pub fn is_default(&self) -> bool {
        self.0 == DEFAULT_INSTANCE
    }

    /// The name as a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InstanceName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An instance whose settings can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// The address of the CCP.
    pub ccp_url: Url,
    /// The AWS region.
    pub region: String,
    /// The Amazon resource name, where it is known.
    pub arn: Option<String>,
    /// Where agents sign in: the CCP's address if nothing else is said.
    pub login_url: Url,
    /// The same in a second region, with global resiliency.
    pub second: Option<Second>,
}

/// An instance's twin in the second region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Second {
    /// The address of the CCP there.
    pub ccp_url: Url,
    /// The region.
    pub region: String,
    /// The Amazon resource name there, where it is known.
    pub arn: Option<String>,
}

/// What is wrong with a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The setting.
    pub field: &'static str,
    /// What is wrong and what would be right, to stand behind its name.
    pub reason: Text,
}

const MISSING: Text = Text::new(
    "is missing; it is the address of the Contact Control Panel, for example https://example.my.connect.aws/ccp-v2/",
    "がありません。コンタクトコントロールパネルのアドレスです（例: https://example.my.connect.aws/ccp-v2/）",
);
const NOT_AN_ADDRESS: Text = Text::new(
    "is not an address; one begins with https:// and has at most 2048 letters",
    "アドレスではありません。https:// で始まる 2048 文字以内のアドレスを書いてください",
);
const MORE: Text = Text::new(
    "has a user name, a password or a fragment in it; write the address without",
    "ユーザー名・パスワード・フラグメントを除いて書いてください",
);
const REGION: Text = Text::new(
    "is the AWS region of the instance, for example eu-central-1",
    "インスタンスの AWS リージョンです（例: eu-central-1）",
);
const SAME_REGION: Text = Text::new(
    "is the region of the first; the second is another",
    "第 1 リージョンと同じです。別のリージョンを指定してください",
);
const ARN: Text = Text::new(
    "is the instance's Amazon resource name, for example \
     arn:aws:connect:eu-central-1:123456789012:instance/0d1f4a3c-6a5b-4f0e-9b7d-2c8e1f0a9b3c",
    "インスタンスの ARN です（例: arn:aws:connect:eu-central-1:123456789012:instance/0d1f4a3c-6a5b-4f0e-9b7d-2c8e1f0a9b3c）",
);
const OTHER_REGION: Text = Text::new(
    "names another region than the one given for it",
    "指定されたリージョンと ARN のリージョンが異なります",
);
const SAME_ADDRESS: Text = Text::new(
    "is the address of the first; the second region has another",
    "第 1 リージョンと同じアドレスです。第 2 リージョンには別のアドレスがあります",
);
const NEEDS_SECOND: Text = Text::new(
    "is missing; a second region has an address and a region",
    "がありません。第 2 リージョンにはアドレスとリージョンの両方が必要です",
);
const NEEDS_LOGIN: Text = Text::new(
    "is missing; with a second region, agents sign in at an address that is good for both",
    "がありません。第 2 リージョンを使う場合は、両方で有効なサインインのアドレスが必要です",
);

impl Instance {
    /// Looks whether settings can be those of an instance.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the fields.
    pub fn check(settings: &InstanceSettings) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Mistakes(Vec::new());
        let has_second = [&settings.second_ccp_url, &settings.second_region, &settings.second_instance_arn]
            .into_iter()
            .any(|text| !text.is_empty());
        let ccp_url = mistakes.address("ccp_url", &settings.ccp_url, MISSING);
        let region = mistakes.region("region", &settings.region, REGION);
        let arn = mistakes.arn("instance_arn", &settings.instance_arn, region);
        let login_url = match settings.login_url.as_str() {
            "" if has_second => mistakes.found("login_url", NEEDS_LOGIN),
            "" => ccp_url.clone(),
            login_url => mistakes.address("login_url", login_url, MISSING),
        };
        let second = has_second.then(|| {
            let ccp_url = match mistakes.address("second_ccp_url", &settings.second_ccp_url, NEEDS_SECOND) {
                same if same.is_some() && same == ccp_url => mistakes.found("second_ccp_url", SAME_ADDRESS),
                other => other,
            };
            let second_region = match mistakes.region("second_region", &settings.second_region, NEEDS_SECOND)
            {
                same if same.is_some() && same == region => mistakes.found("second_region", SAME_REGION),
                other => other,
            };
            let arn = mistakes.arn("second_instance_arn", &settings.second_instance_arn, second_region);
            Some(Second { ccp_url: ccp_url?, region: second_region?.to_owned(), arn })
        });
        match (ccp_url, region, login_url, second) {
            (Some(ccp_url), Some(region), Some(login_url), second) if mistakes.0.is_empty() => {
                Ok(Self { ccp_url, region: region.to_owned(), arn, login_url, second: second.flatten() })
            }
            _ => Err(mistakes.0),
        }
    }

    /// The origins that its page shows in a frame, each once: the CCP's, and the sign-in's, which stands in the frame while
    /// nobody is signed in.
    pub fn framed(&self) -> Vec<String> {
        let second = self.second.iter().map(|second| &second.ccp_url);
        let mut framed: Vec<String> = Vec::new();
        for url in [&self.ccp_url, &self.login_url].into_iter().chain(second) {
            let origin = url.origin().ascii_serialization();
            if !framed.contains(&origin) {
                framed.push(origin);
            }
        }
        framed
    }
}

impl From<&Instance> for InstanceSettings {
    fn from(instance: &Instance) -> Self {
        let second = instance.second.as_ref();
        let login_url = Some(&instance.login_url).filter(|url| **url != instance.ccp_url);
        Self {
            ccp_url: instance.ccp_url.to_string(),
            region: instance.region.clone(),
            instance_arn: instance.arn.clone().unwrap_or_default(),
            login_url: login_url.map(ToString::to_string).unwrap_or_default(),
            second_ccp_url: second.map(|second| second.ccp_url.to_string()).unwrap_or_default(),
            second_region: second.map(|second| second.region.clone()).unwrap_or_default(),
            second_instance_arn: second.and_then(|second| second.arn.clone()).unwrap_or_default(),
        }
    }
}

/// What was found wrong so far. Each look answers with what is sound.
struct Mistakes(Vec<Mistake>);

impl Mistakes {
    fn found<T>(&mut self, field: &'static str, reason: Text) -> Option<T> {
        self.0.push(Mistake { field, reason });
        None
    }

    /// An address of the instance: https, or http on this machine.
    fn address(&mut self, field: &'static str, text: &str, missing: Text) -> Option<Url> {
        if text.is_empty() {
            return self.found(field, missing);
        }
        let plain = !text.contains(|letter: char| letter.is_whitespace() || letter.is_control());
        let Some(url) = Url::parse(text).ok().filter(|_| plain && text.len() <= LONGEST_ADDRESS) else {
            return self.found(field, NOT_AN_ADDRESS);
        };
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return self.found(field, MORE);
        }
        match Origin::parse(&url.origin().ascii_serialization()) {
            Ok(_) => Some(url),
            Err(reason) => self.found(field, reason.text()),
        }
    }

    fn region<'text>(&mut self, field: &'static str, text: &'text str, missing: Text) -> Option<&'text str> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        match text {
            "" => self.found(field, missing),
            text if text.len() <= 32 && text.bytes().all(allowed) => Some(text),
            _ => self.found(field, REGION),
        }
    }

    fn arn(&mut self, field: &'static str, text: &str, region: Option<&str>) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        let parts: Vec<&str> = text.split(':').collect();
        let ["arn", partition, "connect", its_region, account, resource] = parts[..] else {
            return self.found(field, ARN);
        };
        let id = resource.strip_prefix("instance/").unwrap_or_default();
        let hexadecimal =
            |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let groups: Vec<&str> = id.split('-').collect();
        let is_uuid = groups.len() == 5
            && groups.iter().zip([8, 4, 4, 4, 12]).all(|(part, length)| hexadecimal(part, length));
        let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
        if !matches!(partition, "aws" | "aws-us-gov" | "aws-cn") || !is_account || !is_uuid {
            return self.found(field, ARN);
        }
        if region.is_some_and(|region| region != its_region) {
            return self.found(field, OTHER_REGION);
        }
        Some(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const ARN_OF_FIRST: &str =
        "arn:aws:connect:eu-central-1:123456789012:instance/0d1f4a3c-6a5b-4f0e-9b7d-2c8e1f0a9b3c";

    fn settings(changes: &[(&str, &str)]) -> InstanceSettings {
        let mut settings = InstanceSettings {
            ccp_url: "https://example.my.connect.aws/ccp-v2/".to_owned(),
            region: "eu-central-1".to_owned(),
            ..InstanceSettings::default()
        };
        for (field, value) in changes {
            let place = match *field {
                "ccp_url" => &mut settings.ccp_url,
                "region" => &mut settings.region,
                "instance_arn" => &mut settings.instance_arn,
                "login_url" => &mut settings.login_url,
                "second_ccp_url" => &mut settings.second_ccp_url,
                "second_region" => &mut settings.second_region,
                "second_instance_arn" => &mut settings.second_instance_arn,
                other => panic!("{other}"),
            };
            (*value).clone_into(place);
        }
        settings
    }

    fn second() -> [(&'static str, &'static str); 3] {
        [
            ("login_url", "https://sso.example.com/start"),
            ("second_ccp_url", "https://example-2.my.connect.aws/ccp-v2/"),
            ("second_region", "eu-west-2"),
        ]
    }

    #[test]
    fn address_and_region_are_enough() {
        let instance = Instance::check(&settings(&[])).unwrap();
        assert_eq!(instance.login_url, instance.ccp_url);
        assert_eq!(instance.framed(), ["https://example.my.connect.aws"]);
        assert_eq!(InstanceSettings::from(&instance), settings(&[]));
    }

    #[test]
    fn a_second_region_is_shown_too() {
        let whole = settings(&[&second()[..], &[("instance_arn", ARN_OF_FIRST)]].concat());
        let instance = Instance::check(&whole).unwrap();
        assert_eq!(
            instance.framed(),
            ["https://example.my.connect.aws", "https://sso.example.com", "https://example-2.my.connect.aws"]
        );
        assert_eq!(InstanceSettings::from(&instance), whole);
    }

    #[rstest]
    #[case("ccp_url", "")]
    #[case("ccp_url", "example")]
    #[case("ccp_url", "http://example.com/ccp-v2/")]
    #[case("ccp_url", "javascript:alert(1)")]
    #[case("ccp_url", "https://user:secret@example.com/ccp-v2/")]
    #[case("ccp_url", "https://example.com/ccp-v2/#x")]
    #[case("ccp_url", "https://example.com/ccp v2/")]
    #[case("ccp_url", "https://[::ffff:127.0.0.1]/ccp-v2/")]
    #[case("region", "")]
    #[case("region", "EU Central")]
    #[case("login_url", "ftp://x")]
    #[case("instance_arn", "0d1f4a3c-6a5b-4f0e-9b7d-2c8e1f0a9b3c")]
    #[case("instance_arn", "arn:aws:connect:eu-central-1:123456789012:instance/x")]
    #[case(
        "instance_arn",
        "arn:aws:connect:eu-west-2:123456789012:instance/0d1f4a3c-6a5b-4f0e-9b7d-2c8e1f0a9b3c"
    )]
    #[case("instance_arn", "arn:aws:connect:eu-central-1:1234:instance/0d1f4a3c-6a5b-4f0e-9b7d-2c8e1f0a9b3c")]
    fn a_field_that_cannot_be_is_named(#[case] field: &'static str, #[case] value: &str) {
        let mistakes = Instance::check(&settings(&[(field, value)])).unwrap_err();
        assert_eq!(mistakes.iter().map(|mistake| mistake.field).collect::<Vec<_>>(), [field]);
    }

    #[test]
    fn every_mistake_is_found_at_once() {
        let wrong =
            settings(&[("ccp_url", "x"), ("region", "X"), ("instance_arn", "x"), ("second_region", "X")]);
        let fields: Vec<_> =
            Instance::check(&wrong).unwrap_err().iter().map(|mistake| mistake.field).collect();
        assert_eq!(
            fields,
            ["ccp_url", "region", "instance_arn", "login_url", "second_ccp_url", "second_region"]
        );
    }

    #[rstest]
    #[case("second_ccp_url", "https://example.my.connect.aws/ccp-v2/")]
    #[case("second_ccp_url", "")]
    #[case("second_region", "eu-central-1")]
    #[case("second_region", "")]
    #[case("login_url", "")]
    fn a_second_region_is_whole_and_another(#[case] field: &'static str, #[case] value: &str) {
        let wrong = settings(&[&second()[..], &[(field, value)]].concat());
        let fields: Vec<_> =
            Instance::check(&wrong).unwrap_err().iter().map(|mistake| mistake.field).collect();
        assert_eq!(fields, [field]);
    }

    #[rstest]
    #[case("default", true)]
    #[case("berlin-2", true)]
    #[case("2", true)]
    #[case("", false)]
    #[case("Berlin", false)]
    #[case("-berlin", false)]
    #[case("ber lin", false)]
    #[case("ber/lin", false)]
    #[case("東京", false)]
    #[case("a23456789012345678901234567890123", false)]
    fn a_name_is_plain(#[case] text: &str, #[case] sound: bool) {
        assert_eq!(InstanceName::parse(text).is_ok(), sound);
    }
}
