//! What the page says when the CCP is not ready: what happened, and what to do next.

use super::CcpStatus;
use crate::text::Text;

/// A notice in the place of the CCP, or above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CcpNotice {
    /// A word for tests and styles.
    pub kind: &'static str,
    /// What happened.
    pub title: Text,
    /// What it means and what to do, in the language of the page.
    pub text: String,
    /// Whether the agent can do something by signing in now.
    pub offers_sign_in: bool,
    /// What the button says that starts the CCP anew; none where that would not help.
    pub restart: Option<Text>,
    /// Whether it is a fault, which is announced at once, or only a step on the way.
    pub is_fault: bool,
}

/// What the button says that starts the CCP anew.
pub(super) const RESTART: Text = Text::new("Restart the panel", "パネルを再起動");

const TRY_AGAIN: Text = Text::new("Try again", "もう一度試す");

const LOADING: Text =
    Text::new("Loading the Contact Control Panel", "コンタクトコントロールパネルを読み込んでいます");
const LOADING_TEXT: Text = Text::new("This takes a few seconds.", "数秒かかります。");

const STOPPED: Text = Text::new("The panel has stopped answering", "パネルが応答しなくなりました");
const STOPPED_TEXT: Text = Text::new(
    "It is being loaded anew. Calls go on meanwhile, and nothing that was recorded is lost.",
    "読み込み直しています。その間も通話は続き、記録は失われません。",
);

const SIGN_IN: Text = Text::new("Sign in to Amazon Connect", "Amazon Connect にサインインしてください");
const SIGN_IN_TEXT: Text = Text::new(
    "A window opens for it and closes by itself when you are signed in.",
    "サインイン用のウィンドウが開き、サインインすると自動で閉じます。",
);

const EXPIRED: Text = Text::new("Your sign-in has expired", "サインインの有効期限が切れました");
const EXPIRED_TEXT: Text = Text::new(
    "Sign in again to go on. Open contacts are still yours, and nothing that was recorded is lost.",
    "続けるには、もう一度サインインしてください。対応中のコンタクトも記録もそのまま残っています。",
);

const LOGGED_OUT: Text = Text::new("You are logged out", "ログアウトしました");
const LOGGED_OUT_TEXT: Text =
    Text::new("Sign in to take contacts again.", "コンタクトを受けるには、サインインしてください。");

const DENIED: Text = Text::new(
    "You are signed in, but may not use the Contact Control Panel",
    "サインインしましたが、コンタクトコントロールパネルを使う権限がありません",
);
const DENIED_TEXT: Text = Text::new(
    "Ask an administrator for a security profile with access to it, or sign in as somebody else.",
    "権限のあるセキュリティプロファイルを管理者に依頼するか、別のユーザーでサインインしてください。",
);

const LOOP: Text =
    Text::new("Signing in leads back to the sign-in", "サインインしても、またサインインを求められます");
const LOOP_TEXT: Text = Text::new(
    "It was tried three times, and now nothing more happens by itself. The usual causes: the browser blocks the cookies of \
     {} (allow third-party cookies for it, or turn off tracking protection for this page); you signed out in another tab; or \
     the company's sign-in page leads to another instance or comes back too late. Put that right, then try again.",
    "3 回試しましたが解決しないため、自動の再試行を止めました。主な原因は次のとおりです。ブラウザーが {} の Cookie をブロックし\
     ている（サードパーティ Cookie を許可するか、このページの追跡防止をオフにしてください）、別のタブでサインアウトした、社内の\
     サインインページが別のインスタンスに移動するか戻るのに時間がかかりすぎる。原因を取り除いてから、もう一度お試しください。",
);

const NOT_APPROVED: Text = Text::new(
    "Amazon Connect does not allow this page to show the Contact Control Panel",
    "Amazon Connect がこのページでのコンタクトコントロールパネルの表示を許可していません",
);
const NOT_APPROVED_TEXT: Text = Text::new(
    "The address of this page, {}, is not on the instance's list of approved origins. An administrator adds exactly this \
     address in the Amazon Connect console under Application integration, Approved origins; the panel then appears here by \
     itself. If it is on the list already, sign in.",
    "このページのアドレス {} が、インスタンスの承認済みオリジンに登録されていません。管理者が Amazon Connect コンソールの「アプリケ\
     ーション統合」の「承認済みオリジン」にこのアドレスをそのまま追加すると、パネルが自動で表示されます。登録済みの場合はサインイ\
     ンしてください。",
);

const UNREACHABLE: Text = Text::new("Amazon Connect does not answer", "Amazon Connect が応答しません");
const UNREACHABLE_TEXT: Text = Text::new(
    "Nothing answers at {}. Check the network; if other pages work, the instance may be down or the address in the \
     configuration wrong. The panel comes back by itself.",
    "{} から応答がありません。ネットワークを確認してください。ほかのページが開ける場合は、インスタンスが停止しているか、設定のアド\
     レスが誤っている可能性があります。パネルは自動で復帰します。",
);

const FAILING: Text = Text::new("Amazon Connect reports errors", "Amazon Connect でエラーが発生しています");
const FAILING_TEXT: Text = Text::new(
    "It answers with error {}. There is nothing to do but wait: the panel comes back by itself.",
    "エラー {} が返されています。パネルは自動で復帰しますので、しばらくお待ちください。",
);

const SLOW: Text = Text::new("Amazon Connect is slow", "Amazon Connect の応答が遅くなっています");
const SLOW_TEXT: Text = Text::new(
    "Answers take several seconds. Give each click its time; this notice goes when it is over.",
    "応答に数秒かかります。操作のたびに少しお待ちください。回復すると、この表示は消えます。",
);

const UNREADABLE: Text = Text::new(
    "This desktop does not understand the Contact Control Panel",
    "コンタクトコントロールパネルからの情報を読み取れません",
);
const UNREADABLE_TEXT: Text = Text::new(
    "{}. What is shown here may be out of date; go on in the panel, and tell an administrator this.",
    "{}。表示が古い可能性があります。パネルで対応を続け、この内容を管理者に伝えてください。",
);

const MISSING: Text = Text::new("The desktop could not start", "デスクトップを開始できませんでした");

impl CcpStatus {
    /// The notice for this status; none when all is well. `page_origin` is where this page came from, `ccp_url` where
    /// the CCP should be.
    pub fn notice(&self, page_origin: &str, ccp_url: &str) -> Option<CcpNotice> {
        let fault = |kind, title, text: String| CcpNotice {
            kind,
            title,
            text,
            offers_sign_in: false,
            restart: None,
            is_fault: true,
        };
        let sign_in = |kind, title, text: Text| CcpNotice {
            offers_sign_in: true,
            is_fault: false,
            ..fault(kind, title, text.get().to_owned())
        };
        Some(match self {
            Self::Ready => return None,
            Self::Loading => {
                CcpNotice { is_fault: false, ..fault("loading", LOADING, LOADING_TEXT.get().to_owned()) }
            }
            Self::Stopped => CcpNotice {
                restart: Some(RESTART),
                ..fault("stopped", STOPPED, STOPPED_TEXT.get().to_owned())
            },
            Self::SignInNeeded => sign_in("sign-in", SIGN_IN, SIGN_IN_TEXT),
            Self::SignInExpired => sign_in("sign-in-expired", EXPIRED, EXPIRED_TEXT),
            Self::LoggedOut => sign_in("logged-out", LOGGED_OUT, LOGGED_OUT_TEXT),
            Self::AccessDenied => sign_in("access-denied", DENIED, DENIED_TEXT),
            Self::LoginLoop => CcpNotice {
                restart: Some(TRY_AGAIN),
                ..fault("login-loop", LOOP, LOOP_TEXT.with(&[host(ccp_url)]))
            },
            Self::NotApproved => CcpNotice {
                // Some instances name no page at all before somebody has signed in.
                offers_sign_in: true,
                ..fault("not-approved", NOT_APPROVED, NOT_APPROVED_TEXT.with(&[page_origin]))
            },
            Self::Unreachable => fault("unreachable", UNREACHABLE, UNREACHABLE_TEXT.with(&[ccp_url])),
            Self::Failing(status) => {
                fault("failing", FAILING, FAILING_TEXT.with(&[status.to_string().as_str()]))
            }
            // Where somebody is at work, a sign-in would only cover what they work with.
            Self::Slow { at_work } => {
                CcpNotice { offers_sign_in: !at_work, ..fault("slow", SLOW, SLOW_TEXT.get().to_owned()) }
            }
            Self::Unreadable(what) => CcpNotice {
                restart: Some(RESTART),
                ..fault("unreadable", UNREADABLE, UNREADABLE_TEXT.with(&[what]))
            },
            Self::LibraryMissing(reason) => fault("library-missing", MISSING, reason.clone()),
        })
    }
}

/// The host in an address.
fn host(address: &str) -> &str {
    address.split('/').nth(2).unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, speak};

    #[test]
    fn a_page_that_is_not_approved_names_its_own_address() {
        let notice = CcpStatus::NotApproved
            .notice("https://desk.example.com", "https://x.my.connect.aws/ccp-v2/")
            .unwrap();
        assert!(
            notice
                .text
                .contains("https://desk.example.com, is not on the instance's list of approved origins")
        );
        assert!(notice.is_fault);
    }

    #[test]
    fn nothing_is_said_when_all_is_well() {
        assert_eq!(CcpStatus::Ready.notice("", ""), None);
    }

    #[test]
    fn who_must_sign_in_gets_the_button() {
        for status in [CcpStatus::SignInNeeded, CcpStatus::SignInExpired, CcpStatus::LoggedOut] {
            assert!(status.notice("", "").unwrap().offers_sign_in);
        }
    }

    #[test]
    fn nobody_is_to_sign_in_over_a_panel_in_which_they_work() {
        let offers = |at_work| CcpStatus::Slow { at_work }.notice("", "").unwrap().offers_sign_in;
        assert!(offers(false));
        assert!(!offers(true));
    }

    #[test]
    fn a_panel_that_is_dead_can_be_started_anew() {
        for status in [CcpStatus::Stopped, CcpStatus::Unreadable(String::new()), CcpStatus::LoginLoop] {
            assert!(status.notice("", "").unwrap().restart.is_some());
        }
    }

    #[test]
    fn a_loop_names_the_instance_whose_cookies_are_missing() {
        let notice = CcpStatus::LoginLoop.notice("", "https://x.my.connect.aws/ccp-v2/").unwrap();
        assert!(notice.text.contains("the cookies of x.my.connect.aws (allow"));
        assert!(!notice.offers_sign_in, "first the cause");
    }

    #[test]
    fn notices_are_in_the_language_of_the_page() {
        speak(Language::Japanese);
        let notice = CcpStatus::Failing(503).notice("", "").unwrap();
        speak(Language::English);
        assert_eq!(
            notice.text,
            "エラー 503 が返されています。パネルは自動で復帰しますので、しばらくお待ちください。"
        );
    }
}
