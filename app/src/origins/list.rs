//! What is said where an instance does not tell its own list of approved origins, or where nothing can be added to it.

use crate::{api::ListTrouble, text::Text};

const NO_ARN: Text = Text::new(
    "The instance's Amazon resource name is not known here, so it cannot be asked for its list. Enter it: for the first instance \
     as connect.instance_arn in the configuration, for others under Instances.",
    "インスタンスの ARN が登録されていないため、一覧を取得できません。最初のインスタンスは設定の connect.instance_arn に、その他は「イン\
     スタンス」で入力してください。",
);
const NO_CREDENTIALS: Text = Text::new(
    "The server has no credentials of AWS, so it cannot ask the instance for its list. Give its machine or container a role, or \
     set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for the program, then look again.",
    "サーバーに AWS の認証情報がないため、一覧を取得できません。マシンまたはコンテナにロールを割り当てるか、プログラムに \
     AWS_ACCESS_KEY_ID と AWS_SECRET_ACCESS_KEY を設定してから、もう一度調べてください。",
);
const WRONG_CREDENTIALS: Text = Text::new(
    "AWS does not accept the server's credentials: they are wrong, have expired, or the server's clock is off. Replace them, or \
     set the clock right, then look again.",
    "サーバーの AWS 認証情報が受け入れられません。誤りか期限切れ、またはサーバーの時計のずれが原因です。認証情報を入れ替えるか時計を\
     合わせてから、もう一度調べてください。",
);
const MAY_NOT_LIST: Text = Text::new(
    "The server's credentials lack the IAM action connect:ListApprovedOrigins for this instance. Add it to their role; \
     deploy/iam/approved-origins.json is all they need.",
    "サーバーの認証情報に、このインスタンスに対する IAM アクション connect:ListApprovedOrigins がありません。ロールに追加してください。\
     必要な権限は deploy/iam/approved-origins.json のとおりです。",
);
const MAY_NOT_ADD: Text = Text::new(
    "Nothing was added: the server's credentials lack the IAM action connect:AssociateApprovedOrigin for this instance. Add it \
     to their role; deploy/iam/approved-origins.json is all they need.",
    "追加していません。サーバーの認証情報に、このインスタンスに対する IAM アクション connect:AssociateApprovedOrigin がありません。\
     ロールに追加してください。必要な権限は deploy/iam/approved-origins.json のとおりです。",
);
const NO_INSTANCE: Text = Text::new(
    "The account of the server's credentials has no such instance in the region {}. Check the instance's Amazon resource name and \
     region, and whose credentials the server has.",
    "サーバーの認証情報のアカウントには、リージョン {} にこのインスタンスがありません。インスタンスの ARN とリージョン、サーバーの認証情\
     報を確認してください。",
);
const SILENT: Text = Text::new(
    "Amazon Connect does not answer the server at connect.{}.amazonaws.com. If the region is right, let the server through to it \
     on port 443, then look again.",
    "Amazon Connect（connect.{}.amazonaws.com）からサーバーに応答がありません。リージョンが正しければ、サーバーからポート 443 への通信\
     を許可してから、もう一度調べてください。",
);
const THROTTLED: Text = Text::new(
    "Amazon Connect was asked too often. Wait a minute, then look again.",
    "Amazon Connect への問い合わせが多すぎます。1 分ほど待ってから、もう一度調べてください。",
);
const FULL: Text = Text::new(
    "Nothing was added: the instance's list is full. Remove an origin that nobody needs in the Amazon Connect console, or have \
     the quota raised there.",
    "追加していません。インスタンスの一覧が上限に達しています。Amazon Connect コンソールで不要なオリジンを削除するか、上限の引き上げを\
     申請してください。",
);
const FAILING: Text = Text::new(
    "Amazon Connect answers the server with an error. Try again later; the server's log names it.",
    "Amazon Connect がサーバーにエラーを返しています。しばらくしてから、もう一度お試しください。エラー名はサーバーのログにあります。",
);

impl ListTrouble {
    /// What happened and what to do, in the language of the page.
    pub fn said(self, region: &str) -> String {
        let text = match self {
            Self::NoArn => NO_ARN,
            Self::NoCredentials => NO_CREDENTIALS,
            Self::WrongCredentials => WRONG_CREDENTIALS,
            Self::MayNotList => MAY_NOT_LIST,
            Self::MayNotAdd => MAY_NOT_ADD,
            Self::NoInstance => NO_INSTANCE,
            Self::Silent => SILENT,
            Self::Throttled => THROTTLED,
            Self::Full => FULL,
            Self::Failing => FAILING,
        };
        text.with(&[region])
    }

    /// The line of a shell that shows more, or puts it right.
    pub fn command(self, instance_id: &str, region: &str) -> Option<String> {
        Some(match self {
            Self::NoArn | Self::NoInstance => format!("aws connect list-instances --region {region}"),
            Self::NoCredentials | Self::WrongCredentials => "aws sts get-caller-identity".to_owned(),
            Self::MayNotList | Self::MayNotAdd => {
                "aws iam put-role-policy --role-name ROLE --policy-name streamdesk-approved-origins \
                 --policy-document file://deploy/iam/approved-origins.json"
                    .to_owned()
            }
            Self::Full => {
                format!("aws connect list-approved-origins --instance-id {instance_id} --region {region}")
            }
            Self::Silent | Self::Throttled | Self::Failing => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, speak};

    #[test]
    fn every_trouble_is_a_sentence_without_gaps_and_most_have_a_next_line() {
        for language in Language::ALL {
            speak(language);
            for trouble in ListTrouble::ALL {
                let said = trouble.said("eu-central-1");
                assert!(said.ends_with(['.', '。']) && !said.contains("{}"), "{said}");
            }
        }
        speak(Language::English);
        let said = ListTrouble::MayNotAdd.said("eu-central-1");
        assert!(said.contains("connect:AssociateApprovedOrigin"), "{said}");
        assert_eq!(
            ListTrouble::NoInstance.command("", "eu-central-1").as_deref(),
            Some("aws connect list-instances --region eu-central-1")
        );
    }
}
