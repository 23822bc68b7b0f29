//! Why the softphone failed.

use connect_streams::SoftphoneError;

use super::{Plain, Table, Words, look_up};

/// By the library's `SoftphoneErrorTypes`.
const FAULTS: &Table = &[
    (
        "unsupported_browser",
        Words::new(
            "This browser cannot carry calls.",
            "Open this page in an up-to-date Chrome, Edge or Firefox.",
            "このブラウザーでは通話できません。",
            "最新の Chrome、Edge または Firefox でこのページを開いてください。",
        ),
    ),
    (
        "microphone_not_shared",
        Words::new(
            "The microphone may not be used.",
            "Allow the microphone for this page in the browser's address bar and check that the headset is plugged in, then \
             take the next call.",
            "マイクを使用できません。",
            "アドレスバーでこのページにマイクの使用を許可し、ヘッドセットの接続を確認してから、次の通話を受けてください。",
        ),
    ),
    (
        "signalling_handshake_failure",
        Words::new(
            "Amazon Connect did not put the call through to this browser.",
            "Try again. If it happens again, reload the page and sign in anew.",
            "Amazon Connect がこのブラウザーに通話をつなげませんでした。",
            "もう一度お試しください。繰り返す場合は、ページを再読み込みしてサインインし直してください。",
        ),
    ),
    (
        "signalling_connection_failure",
        Words::new(
            "The part of Amazon Connect that carries calls cannot be reached.",
            "Check the network. If other pages work, a firewall or a VPN may block it: tell an administrator.",
            "Amazon Connect の通話サービスに接続できません。",
            "ネットワークを確認してください。ほかのページが開ける場合は、ファイアウォールや VPN に遮断されている可能性が\
             あるため、管理者に連絡してください。",
        ),
    ),
    (
        "ice_collection_timeout",
        Words::new(
            "No way through the network was found for the sound of the call.",
            "Try without VPN or from another network. If that helps, tell an administrator: a firewall blocks the sound.",
            "通話の音声を通す経路がネットワーク上に見つかりませんでした。",
            "VPN を切るか、別のネットワークでお試しください。それで直る場合はファイアウォールが音声を遮断しているため、\
             管理者に連絡してください。",
        ),
    ),
    (
        "user_busy_error",
        Words::new(
            "There is another call on this softphone already.",
            "End that call, and close other windows in which you are signed in.",
            "このソフトフォンはすでに別の通話に使われています。",
            "その通話を終了し、サインインしているほかのウィンドウを閉じてください。",
        ),
    ),
    (
        "webrtc_error",
        Words::new(
            "The browser failed to carry the call.",
            "Reload the page. If it happens again, restart the browser.",
            "ブラウザーの通話機能に障害が発生しました。",
            "ページを再読み込みしてください。繰り返す場合は、ブラウザーを再起動してください。",
        ),
    ),
    (
        "realtime_communication_error",
        Words::new(
            "The sound of the call broke off.",
            "Check the network and your headset. If calls go on without sound, reload the page.",
            "通話の音声が途切れました。",
            "ネットワークとヘッドセットを確認してください。音声のない通話が続く場合は、ページを再読み込みしてください。",
        ),
    ),
    (
        "vdi_strategy_not_supported",
        Words::new(
            "Calls are set up for a virtual desktop that is not supported.",
            "Tell an administrator: the softphone is configured for another kind of virtual desktop.",
            "通話が、対応していない仮想デスクトップ向けに設定されています。",
            "ソフトフォンの仮想デスクトップの設定が合っていないため、管理者に連絡してください。",
        ),
    ),
    (
        "vdi_redir_not_supported",
        Words::new(
            "This virtual desktop cannot pass on the sound of calls.",
            "Reconnect with an up-to-date client of the virtual desktop. If that does not help, tell an administrator.",
            "この仮想デスクトップでは通話の音声を転送できません。",
            "仮想デスクトップの最新のクライアントで接続し直してください。直らない場合は管理者に連絡してください。",
        ),
    ),
    (OTHER, OTHER_WORDS),
];

const OTHER: &str = "other";

const OTHER_WORDS: Words = Words::new(
    "The softphone failed.",
    "Try again. If it happens again, reload the page and save a support file for an administrator.",
    "ソフトフォンに障害が発生しました。",
    "もう一度お試しください。繰り返す場合は、ページを再読み込みし、サポートファイルを保存して管理者に渡してください。",
);

/// How the softphone failed.
pub fn softphone(error: &SoftphoneError) -> Plain {
    softphone_word(error.error_type.as_str())
}

/// The same by the library's word for it, known or not.
pub(in crate::support) fn softphone_word(word: &str) -> Plain {
    look_up(FAULTS, word).unwrap_or(&OTHER_WORDS).named(word)
}
