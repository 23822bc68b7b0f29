//! What is said of each cause: what happened, and what to do.

use super::diagnosis::{Cause, Finding, Policy};
use crate::text::Text;

/// What is said of a cause.
struct Words {
    word: &'static str,
    title: Text,
    text: Text,
}

const SERVER_SILENT: Words = Words {
    word: "server-silent",
    title: Text::new("The desktop's server does not answer", "デスクトップのサーバーが応答しません"),
    text: Text::new(
        "Without it nobody can say how the instance answers. Check the network, then look again.",
        "サーバーが応答しないため、インスタンスの状態を確認できません。ネットワークを確認してから、もう一度調べてください。",
    ),
};
const NO_LIBRARY: Words = Words {
    word: "no-library",
    title: Text::new("The Streams library is missing", "Streams ライブラリがありません"),
    text: Text::new(
        "The page could not load it from its server, or what came was not what it should be. Reload the page; if that \
         does not help, an administrator builds the site anew.",
        "ライブラリを読み込めないか、内容が正しくありません。ページを再読み込みしてください。直らない場合は、管理者がサイトを作り\
         直してください。",
    ),
};
const UNREACHABLE: Words = Words {
    word: "unreachable",
    title: Text::new(
        "Nothing answers at the address of the instance",
        "インスタンスのアドレスから応答がありません",
    ),
    text: Text::new(
        "The server got no answer from {}. If the address is right, the instance is down, or a firewall keeps the server \
         from it.",
        "サーバーは {} から応答を得られませんでした。アドレスが正しければ、インスタンスが停止しているか、ファイアウォールが通信を\
         遮断しています。",
    ),
};
const FAILING: Words = Words {
    word: "failing",
    title: Text::new("The instance answers with errors", "インスタンスでエラーが発生しています"),
    text: Text::new(
        "It answers with error {}. There is nothing to do but wait.",
        "エラー {} が返されています。回復をお待ちください。",
    ),
};
const WRONG_PATH: Words = Words {
    word: "wrong-path",
    title: Text::new(
        "The address is not that of a Contact Control Panel",
        "アドレスがコンタクトコントロールパネルのものではありません",
    ),
    text: Text::new(
        "There is no panel at {}. An administrator corrects the address of the instance: it ends in /ccp-v2/, or in \
         /connect/ccp-v2/ where the host ends in awsapps.com.",
        "{} にパネルはありません。管理者がインスタンスのアドレスを直してください。末尾は /ccp-v2/ です（awsapps.com の場合は \
         /connect/ccp-v2/）。",
    ),
};
const POLICY: Words = Words {
    word: "policy",
    title: Text::new(
        "A content security policy forbids the panel",
        "コンテンツセキュリティポリシーがパネルを禁止しています",
    ),
    text: Text::new(
        "This page may not show {} in a frame.",
        "このページは {} をフレームに表示することを許されていません。",
    ),
};
const NOT_APPROVED: Words = Words {
    word: "not-approved",
    title: Text::new(
        "The instance does not approve this page",
        "このページはインスタンスで承認されていません",
    ),
    text: Text::new(
        "Its list of approved origins lacks {}. An administrator adds exactly this in the Amazon Connect console: choose \
         the instance, then Application integration, Approved origins, Add origin. It takes effect within a minute.",
        "承認済みオリジンの一覧に {} がありません。管理者が Amazon Connect コンソールでインスタンスを選び、「アプリケーション統\
         合」→「承認済みオリジン」→「オリジンを追加」で、このとおりに追加してください。1 分ほどで有効になります。",
    ),
};
const ANCESTOR: Words = Words {
    word: "ancestor",
    title: Text::new(
        "This page is inside another page that is not on the list",
        "このページは、登録されていない別のページの中に表示されています",
    ),
    text: Text::new(
        "Every page around the panel must be approved: here by an administrator under Instances, and in the Amazon Connect \
         console under Application integration, Approved origins. Not approved is {}. If nobody knows it, a proxy or a \
         stranger shows this page: open it by its own address.",
        "パネルを囲むすべてのページに承認が必要です。管理者がここの「インスタンス」と、Amazon Connect コンソールの「アプリケーショ\
         ン統合」→「承認済みオリジン」に登録してください。未承認: {}。心当たりがない場合は、プロキシか第三者がこのページを表示して\
         います。本来のアドレスで開いてください。",
    ),
};
const BROWSER_BLOCKS: Words = Words {
    word: "browser-blocks",
    title: Text::new(
        "This browser is kept from the instance",
        "このブラウザーからインスタンスへの通信が遮断されています",
    ),
    text: Text::new(
        "The server reaches {}, this browser does not. The usual causes are tracking protection, a content blocker or a \
         firewall of the company. Allow it for this page, then look again.",
        "サーバーは {} に到達できますが、このブラウザーからは到達できません。主な原因は、追跡防止、コンテンツブロッカー、社内の\
         ファイアウォールです。このページで許可してから、もう一度調べてください。",
    ),
};
const STORAGE_BLOCKED: Words = Words {
    word: "storage-blocked",
    title: Text::new(
        "This browser keeps nothing for this page",
        "このブラウザーは、このページの Cookie やデータを保存しません",
    ),
    text: Text::new(
        "Cookies or storage are switched off, here or for all pages. Allow them for {}, in the browser's settings under \
         privacy; a window in private mode may keep them switched off.",
        "Cookie またはサイトデータの保存がオフになっています。ブラウザーのプライバシー設定で {} に許可してください。プライベート\
         ウィンドウではオフのままのことがあります。",
    ),
};
const COOKIES_WITHHELD: Words = Words {
    word: "cookies-withheld",
    title: Text::new(
        "The browser withholds the instance's cookies from the panel",
        "ブラウザーがインスタンスの Cookie をパネルに渡していません",
    ),
    text: Text::new(
        "You are signed in, but the panel within this page does not learn of it. Allow third-party cookies for {}, or turn \
         off tracking protection for this page, then look again. An administrator can also put both under one domain.",
        "サインインしていますが、このページの中のパネルに伝わっていません。{} のサードパーティ Cookie を許可するか、このページの追\
         跡防止をオフにしてから、もう一度調べてください。管理者が両方を同じドメインに置くこともできます。",
    ),
};
const POPUP_BLOCKED: Words = Words {
    word: "popup-blocked",
    title: Text::new(
        "The browser blocked the sign-in window",
        "ブラウザーがサインインのウィンドウをブロックしました",
    ),
    text: Text::new(
        "Allow pop-up windows for {}, then sign in again. Within another page, that page must allow them too.",
        "{} のポップアップを許可してから、もう一度サインインしてください。別のページの中に表示している場合は、そのページの許可も\
         必要です。",
    ),
};
const SAML_SLOW: Words = Words {
    word: "saml-slow",
    title: Text::new(
        "The company's sign-in does not come back in time",
        "社内のサインインが時間内に戻りません",
    ),
    text: Text::new(
        "Agents sign in at {}. It is slow, or leads to another instance or page. After the first sign-in of somebody, Amazon \
         Connect itself may refuse for some minutes. Wait, then try again; an administrator checks the relay state, which \
         ends in destination=%2Fccp-v2.",
        "サインインは {} で行われます。応答が遅いか、別のインスタンスやページに移動しています。初めてのサインインの後は、Amazon \
         Connect が数分間受け付けないことがあります。しばらく待ってから、もう一度お試しください。管理者はリレー状態（末尾が \
         destination=%2Fccp-v2）を確認してください。",
    ),
};
const NOT_SIGNED_IN: Words = Words {
    word: "not-signed-in",
    title: Text::new("Nobody is signed in to Amazon Connect", "Amazon Connect にサインインしていません"),
    text: Text::new(
        "The panel shows a sign-in page, which cannot be shown in a frame. Sign in at {}.",
        "パネルはサインインのページを表示しようとしていますが、フレームには表示できません。{} でサインインしてください。",
    ),
};
const NO_MICROPHONE: Words = Words {
    word: "no-microphone",
    title: Text::new("The page may not use the microphone", "このページはマイクを使えません"),
    text: Text::new(
        "A permissions policy keeps it from {}. This server allows it, so somebody between it and the browser adds another: \
         a proxy, or the page around this one, whose frame needs allow=\"microphone\". Calls have no sound without it.",
        "パーミッションポリシーにより {} がマイクを使えません。このサーバーは許可しているため、途中のプロキシか、このページを囲む\
         ページ（フレームに allow=\"microphone\" が必要）が原因です。このままでは通話に音声がありません。",
    ),
};
const CLOCK: Words = Words {
    word: "clock",
    title: Text::new("This computer's clock is wrong", "このコンピューターの時計がずれています"),
    text: Text::new(
        "It is off by {} (minutes:seconds). Sign-ins fail and times are wrong. Switch on setting the time automatically.",
        "{}（分:秒）ずれています。サインインの失敗や時刻の誤りにつながります。時刻の自動設定をオンにしてください。",
    ),
};
const SERVER_CLOCK: Words = Words {
    word: "server-clock",
    title: Text::new("The server's clock is wrong", "サーバーの時計がずれています"),
    text: Text::new(
        "It is off by {} (minutes:seconds) from the instance's. An administrator sets it right.",
        "インスタンスの時計から {}（分:秒）ずれています。管理者がサーバーの時計を合わせてください。",
    ),
};
const PUSH_BLOCKED: Words = Words {
    word: "push-blocked",
    title: Text::new(
        "The WebSocket of Amazon Connect does not come up",
        "Amazon Connect の WebSocket に接続できません",
    ),
    text: Text::new(
        "You are signed in, but contacts will come late or not at all. A proxy or a firewall does not let WebSockets \
         through; allow wss:// to *.transport.connect.{}.amazonaws.com.",
        "サインインしていますが、コンタクトが遅れるか届きません。プロキシかファイアウォールが WebSocket を遮断しています。\
         *.transport.connect.{}.amazonaws.com への wss:// を許可してください。",
    ),
};

impl Cause {
    fn words(self) -> Words {
        match self {
            Self::ServerSilent => SERVER_SILENT,
            Self::NoLibrary => NO_LIBRARY,
            Self::Unreachable => UNREACHABLE,
            Self::Failing => FAILING,
            Self::WrongPath => WRONG_PATH,
            Self::Policy => POLICY,
            Self::NotApproved => NOT_APPROVED,
            Self::Ancestor => ANCESTOR,
            Self::BrowserBlocks => BROWSER_BLOCKS,
            Self::StorageBlocked => STORAGE_BLOCKED,
            Self::CookiesWithheld => COOKIES_WITHHELD,
            Self::PopupBlocked => POPUP_BLOCKED,
            Self::SamlSlow => SAML_SLOW,
            Self::NotSignedIn => NOT_SIGNED_IN,
            Self::NoMicrophone => NO_MICROPHONE,
            Self::Clock => CLOCK,
            Self::ServerClock => SERVER_CLOCK,
            Self::PushBlocked => PUSH_BLOCKED,
        }
    }

    /// A word for tests and styles.
    pub fn word(self) -> &'static str {
        self.words().word
    }

    /// What happened.
    pub fn title(self) -> Text {
        self.words().title
    }

    /// What it means and what to do.
    fn text(self) -> Text {
        self.words().text
    }
}

const OUR_POLICY: Text = Text::new(
    "It is the policy of this server, which knows the address of the instance and of the sign-in: one of them leads to \
     another. An administrator enters the address where it ends.",
    "このサーバーのポリシーです。設定されたインスタンスまたはサインインのアドレスから別のアドレスへ転送されています。管理者が転送先の\
     アドレスを設定してください。",
);
const ANOTHERS_POLICY: Text = Text::new(
    "It is not the policy of this server: a proxy between it and this browser adds one. An administrator takes it out \
     there, or adds the address to its frame-src.",
    "このサーバーのポリシーではありません。途中のプロキシが追加しています。管理者がプロキシのポリシーを外すか、frame-src にこのアド\
     レスを追加してください。",
);

impl Finding {
    /// What it means and what to do, in the language of the page.
    pub fn said(&self) -> String {
        let values: Vec<&str> = self.values.iter().map(String::as_str).collect();
        let said = self.cause.text().with(&values);
        match (self.cause, self.whose()) {
            (Cause::Policy, Policy::Ours) => format!("{said} {}", OUR_POLICY.get()),
            (Cause::Policy, Policy::Another) => format!("{said} {}", ANOTHERS_POLICY.get()),
            _ => said,
        }
    }

    fn whose(&self) -> Policy {
        if self.values.get(1).is_some_and(|whose| whose == "ours") { Policy::Ours } else { Policy::Another }
    }

    /// The lines of a shell that put the instance's list right.
    pub fn commands(&self, instance_id: &str, region: &str) -> Vec<String> {
        let id = if instance_id.is_empty() { "INSTANCE_ID" } else { instance_id };
        self.missing
            .iter()
            .map(|origin| {
                format!("aws connect associate-approved-origin --instance-id {id} --origin {origin} --region {region}")
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, speak};

    #[test]
    fn no_gap_of_a_text_stays_empty() {
        let causes = [
            (Cause::WrongPath, 1),
            (Cause::Policy, 2),
            (Cause::NotApproved, 1),
            (Cause::Ancestor, 1),
            (Cause::Clock, 1),
            (Cause::PushBlocked, 1),
        ];
        for language in Language::ALL {
            speak(language);
            for (cause, gaps) in causes {
                let values: Vec<String> = (0..gaps).map(|index| format!("<{index}>")).collect();
                let said = Finding { cause, values, missing: Vec::new() }.said();
                assert!(said.contains("<0>") && !said.contains("{}"), "{said}");
            }
        }
        speak(Language::English);
    }

    #[test]
    fn the_command_says_what_the_console_would() {
        let finding = Finding {
            cause: Cause::NotApproved,
            values: Vec::new(),
            missing: vec!["https://desk.example.com".to_owned()],
        };
        assert_eq!(
            finding.commands("", "eu-central-1"),
            [
                "aws connect associate-approved-origin --instance-id INSTANCE_ID --origin https://desk.example.com --region eu-central-1"
            ]
        );
    }
}
