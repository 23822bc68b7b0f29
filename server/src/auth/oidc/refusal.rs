//! Why somebody is not signed in: a sentence for them, a word for the audit log.

use app::text::Text;

/// Why somebody is not signed in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum Refusal {
    /// This browser has begun no sign-in, or it was too long ago, or it was finished already. They begin again.
    Stale,
    /// The answer is to another sign-in than this browser's: an old page, or somebody who wants to be signed in for another.
    Foreign,
    /// The provider says that they are not to be signed in, or they broke off.
    Denied,
    /// The provider does not take the code: it is used, too old, or another's.
    Code,
    /// The provider does not know this server, or it is set up otherwise. An administrator's to mend.
    Client,
    /// The provider does not answer, or not as one. It is tried again.
    Unreachable,
    /// What the provider answered cannot be trusted.
    Untrusted(Doubt),
    /// None of their groups may do anything here. An administrator's to change.
    NoRole {
        /// Who they are there.
        subject: String,
    },
    /// The provider tells nothing of what this server needs. An administrator's to mend.
    NoClaim {
        /// What it does not tell.
        claim: String,
        /// Who they are there.
        subject: String,
    },
    /// Another account has their name. An administrator's to mend.
    Taken {
        /// The name.
        name: String,
    },
    /// An administrator here has shut them out.
    Disabled {
        /// What they are called here.
        name: String,
    },
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// There is no token, or none that can be read.
    Shape,
    /// It is another issuer's.
    Issuer,
    /// It was made for another than this server.
    Audience,
    /// It was made for another sign-in.
    Nonce,
    /// It is not signed, or in a way that proves nothing.
    Algorithm,
    /// It is signed with a key that the provider does not have.
    Key,
    /// Its signature is wrong.
    Signature,
    /// It is no longer valid.
    Expired,
    /// It is not valid yet.
    Future,
    /// Two answers tell of two people.
    Subject,
}

impl Refusal {
    /// What the audit log calls it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::Foreign => "foreign_state",
            Self::Denied => "denied_by_provider",
            Self::Code => "code_not_taken",
            Self::Client => "client_not_known",
            Self::Unreachable => "provider_unreachable",
            Self::Untrusted(doubt) => doubt.code(),
            Self::NoRole { .. } => "no_role",
            Self::NoClaim { .. } => "claim_missing",
            Self::Taken { .. } => "name_taken",
            Self::Disabled { .. } => "disabled",
        }
    }

    /// Whether another person could come in where this one cannot.
    pub fn is_about_the_person(&self) -> bool {
        self.whom().is_some()
    }

    /// Who it is, where that is known: the name here, or that of the provider's.
    pub fn whom(&self) -> Option<&str> {
        match self {
            Self::NoRole { subject } | Self::NoClaim { subject, .. } => Some(subject),
            Self::Taken { name } | Self::Disabled { name } => Some(name),
            Self::Stale
            | Self::Foreign
            | Self::Denied
            | Self::Code
            | Self::Client
            | Self::Unreachable
            | Self::Untrusted(_) => None,
        }
    }

    /// Which claim is missing, where that is it.
    pub fn claim(&self) -> Option<&str> {
        match self {
            Self::NoClaim { claim, .. } => Some(claim),
            _ => None,
        }
    }

    /// What they are told: what happened, what to do.
    pub fn text(&self) -> Text {
        match self {
            Self::Stale => STALE,
            Self::Foreign => FOREIGN,
            Self::Denied => DENIED,
            Self::Code => CODE,
            Self::Client => CLIENT,
            Self::Unreachable => UNREACHABLE,
            Self::Untrusted(Doubt::Expired | Doubt::Future) => CLOCK,
            Self::Untrusted(_) => UNTRUSTED,
            Self::NoRole { .. } => NO_ROLE,
            Self::NoClaim { .. } => NO_CLAIM,
            Self::Taken { .. } => TAKEN,
            Self::Disabled { .. } => DISABLED,
        }
    }
}

impl Doubt {
    fn code(self) -> &'static str {
        match self {
            Self::Shape => "no_token",
            Self::Issuer => "wrong_issuer",
            Self::Audience => "wrong_audience",
            Self::Nonce => "wrong_nonce",
            Self::Algorithm => "wrong_algorithm",
            Self::Key => "unknown_key",
            Self::Signature => "wrong_signature",
            Self::Expired => "expired",
            Self::Future => "not_valid_yet",
            Self::Subject => "wrong_subject",
        }
    }
}

const STALE: Text = Text::new(
    "This sign-in was finished already, or was begun more than ten minutes ago. Begin again.",
    "このサインインはすでに完了しているか、開始から10分以上経過しています。もう一度始めてください。",
);
const FOREIGN: Text = Text::new(
    "This answer belongs to another sign-in than the last one that this browser began. Begin again.",
    "この応答は、このブラウザーで最後に開始したサインインのものではありません。もう一度始めてください。",
);
const DENIED: Text = Text::new(
    "The sign-in provider did not sign you in. Begin again; if it stays, ask whoever administers your accounts there.",
    "認証プロバイダーがサインインを許可しませんでした。もう一度始めてください。続く場合は、認証プロバイダーのアカウント管理者に確認してください。",
);
const CODE: Text = Text::new(
    "The sign-in provider takes this sign-in for used or too old. Begin again.",
    "認証プロバイダーは、このサインインを使用済みまたは期限切れと判断しました。もう一度始めてください。",
);
const CLIENT: Text = Text::new(
    "The sign-in provider does not know this server. An administrator must compare client ID and secret with those of the provider.",
    "認証プロバイダーがこのサーバーを認識できません。管理者はクライアント ID とシークレットを認証プロバイダーの設定と照合してください。",
);
const UNREACHABLE: Text = Text::new(
    "The sign-in provider does not answer as it should. Try again in a minute; if it stays, an administrator finds the reason in the log.",
    "認証プロバイダーから正しい応答がありません。1分ほど待ってからもう一度試してください。続く場合は、管理者がログで原因を確認できます。",
);
const CLOCK: Text = Text::new(
    "The sign-in provider's answer is not valid at this time, so you were not signed in. An administrator must compare the clocks of this server and of the provider.",
    "認証プロバイダーの応答は現在の時刻では有効でないため、サインインできませんでした。管理者はこのサーバーと認証プロバイダーの時計を確認してください。",
);
const UNTRUSTED: Text = Text::new(
    "The sign-in provider's answer cannot be trusted, so you were not signed in. Begin again; if it stays, an administrator finds the reason in the audit log.",
    "認証プロバイダーの応答を信頼できないため、サインインできませんでした。もう一度始めてください。続く場合は、管理者が監査ログで原因を確認できます。",
);
const NO_ROLE: Text = Text::new(
    "You are known to the sign-in provider, but none of your groups may use this desktop. Ask an administrator to add you to one.",
    "認証プロバイダーで本人確認はできましたが、所属グループにこのデスクトップの利用権限がありません。管理者にグループへの追加を依頼してください。",
);
const NO_CLAIM: Text = Text::new(
    "The sign-in provider tells no user name of yours that can be used here. An administrator finds in the audit log which claim is missing.",
    "認証プロバイダーからユーザー名が通知されませんでした。不足しているクレームは、管理者が監査ログで確認できます。",
);
const TAKEN: Text = Text::new(
    "Somebody else has an account with your user name here. Ask an administrator to rename or remove it.",
    "同じユーザー名のアカウントを別の人がすでに使用しています。管理者にそのアカウントの名前の変更または削除を依頼してください。",
);
const DISABLED: Text = Text::new(
    "Your account here is disabled. Ask an administrator to enable it.",
    "あなたのアカウントは無効になっています。管理者に有効にするよう依頼してください。",
);
