//! Why something that an agent asked for was not done.

use connect_streams::StreamsError;

use super::{Plain, Words};
use crate::{contact::Missing, desktop::Refused};

const NOTHING_HAPPENED: Words = Words::new(
    "Amazon Connect took it, but nothing changed.",
    "Look at the contact, then try again.",
    "Amazon Connect は受け付けましたが、何も変わりませんでした。",
    "コンタクトの状態を確認してから、もう一度お試しください。",
);
const NO_DISPOSITION: Words = Words::new(
    "This contact is not cleared without a disposition.",
    "Choose how it came out, then clear it.",
    "対応結果を選ばないとクリアできません。",
    "対応結果を選んでからクリアしてください。",
);
const NO_DETAIL: Words = Words::new(
    "This contact is not cleared before its disposition has a detail.",
    "Choose the detail, then clear it.",
    "対応結果の詳細を選ばないとクリアできません。",
    "詳細を選んでからクリアしてください。",
);
const NOT_LOADED: Words = Words::new(
    "The connection to Amazon Connect could not be loaded.",
    "Reload the page. If that does not help, tell an administrator.",
    "Amazon Connect への接続を読み込めませんでした。",
    "ページを再読み込みしてください。直らない場合は管理者に連絡してください。",
);
const NOT_READY: Words = Words::new(
    "Amazon Connect is not ready yet.",
    "Wait until your status is shown, or sign in again.",
    "Amazon Connect の準備がまだできていません。",
    "ステータスが表示されるまで待つか、サインインし直してください。",
);
const LACKS: Words = Words::new(
    "This desktop and Amazon Connect do not fit together here.",
    "Do it in the panel, and tell an administrator.",
    "この操作は、デスクトップと Amazon Connect のバージョンが合わないため実行できません。",
    "パネルで操作し、管理者に連絡してください。",
);
const GONE: Words = Words::new(
    "This contact is over, or somebody else has it.",
    "Nothing was sent; go on with what is shown now.",
    "このコンタクトは終了したか、ほかの担当者に移りました。",
    "何も送信されていません。現在の表示に従って続けてください。",
);
const INVALID: Words = Words::new(
    "What was typed cannot be sent.",
    "A number begins with + and the country code, such as +44 20 7946 0958; tones are digits, * and #, up to fifty at once.",
    "入力された内容は送信できません。",
    "電話番号は +81 3 1234 5678 のように + と国番号から入力してください。トーンは数字と *、# で、一度に 50 文字までです。",
);
const TIMED_OUT: Words = Words::new(
    "Amazon Connect did not answer in time.",
    "Look whether it happened after all, then try again; if it goes on, sign in again.",
    "Amazon Connect から時間内に応答がありませんでした。",
    "実行されていないか確認してから、もう一度お試しください。続く場合はサインインし直してください。",
);
const THREW: Words = Words::new(
    "This could not be done here.",
    "Try again or do it in the panel; if it goes on, reload the page.",
    "ここでは実行できませんでした。",
    "もう一度お試しになるか、パネルで操作してください。続く場合はページを再読み込みしてください。",
);
const UNDECODABLE: Words = Words::new(
    "Amazon Connect answered in a way that this desktop does not understand.",
    "Look in the panel whether it happened, and tell an administrator.",
    "Amazon Connect の応答を読み取れませんでした。",
    "実行されたかどうかをパネルで確認し、管理者に連絡してください。",
);

const STATE_OF_AGENT: Words = Words::new(
    "Your status cannot be changed at this moment.",
    "Finish or clear the contact at hand, then choose the status again.",
    "今はステータスを変更できません。",
    "対応中のコンタクトを終えるかクリアしてから、もう一度選んでください。",
);
const STATE_FOR_CALL: Words = Words::new(
    "No call can be placed at this moment.",
    "End the other call or clear the contact at hand, then try again.",
    "今は発信できません。",
    "ほかの通話を終えるかコンタクトをクリアしてから、もう一度お試しください。",
);
const STATE_FOR_OFFER: Words = Words::new(
    "The contact is no longer offered to you.",
    "Wait for the next one, or clear this one if it is still shown.",
    "このコンタクトには、もう応答できません。",
    "次のコンタクトを待つか、残っている場合はクリアしてください。",
);
const STATE_OF_CONTACT: Words = Words::new(
    "The contact is not in a state for this.",
    "Look at what is shown now, then try again.",
    "コンタクトの現在の状態では、この操作はできません。",
    "現在の表示を確認してから、もう一度お試しください。",
);
const BAD_ENDPOINT: Words = Words::new(
    "Nobody can be reached there.",
    "Check the number or choose another quick connect. If it is right, ask an administrator whether calls to it are \
     allowed.",
    "その宛先にはつながりません。",
    "番号を確認するか、別のクイック接続を選んでください。正しい場合は、その宛先への発信が許可されているか管理者に確認\
     してください。",
);
const QUOTA: Words = Words::new(
    "The contact centre has no room for another contact of this kind.",
    "Try again when others have ended. If it happens often, tell an administrator.",
    "コンタクトセンターの同時対応数の上限に達しています。",
    "ほかの対応が終わってから、もう一度お試しください。頻繁に起こる場合は管理者に連絡してください。",
);
const TOO_FAST: Words = Words::new(
    "Amazon Connect was asked too much at once.",
    "Wait a few seconds, then try again.",
    "Amazon Connect への要求が集中しています。",
    "数秒待ってから、もう一度お試しください。",
);
const DENIED: Words = Words::new(
    "You are not allowed to do this.",
    "Ask an administrator to add it to your security profile.",
    "この操作は許可されていません。",
    "セキュリティプロファイルへの権限の追加を管理者に依頼してください。",
);
const SIGN_IN: Words = Words::new(
    "Your sign-in is no longer valid.",
    "Sign in again, then try again.",
    "サインインの有効期限が切れました。",
    "サインインし直してから、もう一度お試しください。",
);
const WRONG_CHANNEL: Words = Words::new(
    "This cannot be done with a contact of this kind.",
    "Choose another action, or do it in the panel.",
    "この種類のコンタクトでは、この操作はできません。",
    "別の操作を選ぶか、パネルで操作してください。",
);
const NO_NETWORK: Words = Words::new(
    "Amazon Connect could not be reached.",
    "Check the network, then try again.",
    "Amazon Connect に接続できませんでした。",
    "ネットワークを確認してから、もう一度お試しください。",
);
const FAILING: Words = Words::new(
    "Amazon Connect has a fault of its own.",
    "Wait a moment and try again. If it goes on, tell an administrator.",
    "Amazon Connect 側で障害が発生しています。",
    "しばらく待ってから、もう一度お試しください。続く場合は管理者に連絡してください。",
);
const MISFIT: Words = Words::new(
    "Amazon Connect cannot make sense of this request.",
    "Check what was entered or chosen, then try again. If it goes on, save a support file for an administrator.",
    "Amazon Connect がこの要求を受け付けられませんでした。",
    "入力や選択の内容を確認して、もう一度お試しください。続く場合は、サポートファイルを保存して管理者に渡してください。",
);
const NOT_ACCEPTED: Words = Words::new(
    "The contact could not be accepted.",
    "Try again while it is offered; if it is gone, wait for the next one.",
    "コンタクトに応答できませんでした。",
    "呼び出し中であればもう一度お試しください。なくなった場合は、次のコンタクトをお待ちください。",
);
const REFUSED: Words = Words::new(
    "Amazon Connect refused it and gave no reason.",
    "Try again. If it goes on, save a support file for an administrator.",
    "Amazon Connect が受け付けませんでした。理由は示されていません。",
    "もう一度お試しください。続く場合は、サポートファイルを保存して管理者に渡してください。",
);

/// Why something that was asked for did not come true.
pub fn refusal(why: &Refused) -> Plain {
    match why {
        Refused::NothingHappened => NOTHING_HAPPENED.plain(),
        Refused::Missing(Missing::Disposition) => NO_DISPOSITION.plain(),
        Refused::Missing(Missing::Detail) => NO_DETAIL.plain(),
        Refused::Streams(error) => match error {
            StreamsError::NoWindow | StreamsError::ScriptNotLoaded { .. } | StreamsError::NotLoaded => {
                NOT_LOADED.plain()
            }
            StreamsError::NotInitialised => NOT_READY.plain(),
            StreamsError::Lacks { call } => LACKS.named(call),
            StreamsError::Gone { .. } => GONE.plain(),
            StreamsError::Invalid { .. } => INVALID.plain(),
            StreamsError::TimedOut { .. } => TIMED_OUT.plain(),
            StreamsError::Threw { call, .. } => THREW.named(call),
            StreamsError::Undecodable { call, .. } => UNDECODABLE.named(call),
            StreamsError::Refused { call, refusal } => {
                // Some parts of the service put the place where the name is defined before it.
                let name = refusal.kind.rsplit('#').next().unwrap_or_default();
                words(call, name, refusal.status).named(name)
            }
        },
    }
}

/// What the service means, by its name for it, else by the status, else by what was asked for.
fn words(call: &str, name: &str, status: Option<u16>) -> &'static Words {
    let has = |part: &str| name.contains(part);
    if has("InvalidState") {
        return match call {
            "Agent.setState" => &STATE_OF_AGENT,
            "Agent.connect" | "Contact.addConnection" => &STATE_FOR_CALL,
            "Contact.accept" | "Contact.reject" => &STATE_FOR_OFFER,
            _ => &STATE_OF_CONTACT,
        };
    }
    // `BadEndpointException`, and what other parts of the service say of a destination.
    if has("Endpoint") || has("Destination") {
        return &BAD_ENDPOINT;
    }
    if has("Quota") || has("LimitExceeded") {
        return &QUOTA;
    }
    if has("Throttl") || has("TooManyRequests") {
        return &TOO_FAST;
    }
    if has("AccessDenied") {
        return &DENIED;
    }
    if has("Unauthorized") || has("TokenExpired") {
        return &SIGN_IN;
    }
    // `ResourceNotFoundException`, `ContactNotFoundException`, `ConnectionNotFound`.
    if has("NotFound") {
        return &GONE;
    }
    if has("ContactType") {
        return &WRONG_CHANNEL;
    }
    if has("Network") || has("SendDataFailed") {
        return &NO_NETWORK;
    }
    match status {
        Some(401) => &SIGN_IN,
        Some(403) => &DENIED,
        Some(404) => &GONE,
        Some(429) => &TOO_FAST,
        Some(500..) => &FAILING,
        _ if has("Internal") || has("ServiceUnavailable") => &FAILING,
        Some(400..) => &MISFIT,
        _ if has("Invalid") || has("Validation") => &MISFIT,
        // The library swallows what the service said to it.
        _ if call == "Contact.accept" => &NOT_ACCEPTED,
        _ => &REFUSED,
    }
}
