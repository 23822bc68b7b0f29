//! The states that the service puts an agent into: what went wrong, and what is going on.

use super::{Plain, Table, Words, look_up};

/// By the library's `AgentErrorStates`, then by its `AgentAvailStates`.
const STATES: &Table = &[
    (
        "Error",
        Words::new(
            "Something went wrong with your last contact.",
            "Clear it if it is still shown, then choose your status again.",
            "直前のコンタクトで問題が発生しました。",
            "コンタクトが残っている場合はクリアし、ステータスを選び直してください。",
        ),
    ),
    (
        "AgentHungUp",
        Words::new(
            "You hung up before the contact was connected.",
            "Clear it, then choose your status again.",
            "つながる前に、こちらで電話を切りました。",
            "クリアしてから、ステータスを選び直してください。",
        ),
    ),
    (
        "BadAddressAgent",
        Words::new(
            "Your own telephone number cannot be called.",
            "Correct the number of your desk phone in the panel's settings or switch to the softphone, then choose your \
             status again.",
            "ご自身の電話番号に発信できません。",
            "パネルの設定で固定電話の番号を直すかソフトフォンに切り替え、ステータスを選び直してください。",
        ),
    ),
    (
        "BadAddressCustomer",
        Words::new(
            "The customer's number cannot be called.",
            "Check the number and its country code. If they are right, ask an administrator whether calls to that country \
             are allowed.",
            "お客様の番号に発信できません。",
            "番号と国番号を確認してください。正しい場合は、その国への発信が許可されているか管理者に確認してください。",
        ),
    ),
    (
        "Default",
        Words::new(
            "The contact failed, and Amazon Connect gave no reason.",
            "Clear it and choose your status again. If it happens again, save a support file for an administrator.",
            "コンタクトに失敗しました。Amazon Connect から理由は示されていません。",
            "クリアしてステータスを選び直してください。繰り返す場合は、サポートファイルを保存して管理者に渡してください。",
        ),
    ),
    (
        "FailedConnectAgent",
        Words::new(
            "The call could not be put through to you.",
            "Check your headset, the microphone permission and the network, then choose your status again.",
            "通話をこちらにつなげませんでした。",
            "ヘッドセット、マイクの許可、ネットワークを確認してから、ステータスを選び直してください。",
        ),
    ),
    (
        "FailedConnectCustomer",
        Words::new(
            "The customer could not be reached.",
            "Check the number, or try again later: it may be switched off or no longer in use.",
            "お客様につながりませんでした。",
            "番号を確認するか、時間をおいてかけ直してください。電源が入っていないか、使われていない番号の可能性があります。",
        ),
    ),
    (
        "InvalidLocale",
        Words::new(
            "The panel is not available in this language.",
            "Choose another language in the panel's settings.",
            "パネルはこの言語に対応していません。",
            "パネルの設定で別の言語を選んでください。",
        ),
    ),
    (
        "LineEngagedAgent",
        Words::new(
            "Your telephone was engaged.",
            "Hang up your desk phone, then choose your status again.",
            "ご自身の電話が話し中でした。",
            "固定電話の受話器を置いてから、ステータスを選び直してください。",
        ),
    ),
    (
        "LineEngagedCustomer",
        Words::new(
            "The customer's line is engaged.",
            "Clear the contact and try again in a few minutes.",
            "お客様は話し中です。",
            "クリアして、数分後にかけ直してください。",
        ),
    ),
    (
        "MissedCallAgent",
        Words::new(
            "You did not take the contact in time.",
            "Clear it, then choose your status again: until then nothing is offered to you.",
            "時間内に応答しなかったため、不応答になりました。",
            "クリアしてステータスを選び直してください。それまで次のコンタクトは届きません。",
        ),
    ),
    (
        "MissedCallCustomer",
        Words::new(
            "The customer did not answer.",
            "Note it and clear the contact, or try again later.",
            "お客様が応答しませんでした。",
            "メモを残してクリアするか、時間をおいてかけ直してください。",
        ),
    ),
    (
        "MultipleCcpWindows",
        Words::new(
            "The panel is open in another window too.",
            "Close the other windows and tabs with it, then choose your status again.",
            "パネルが別のウィンドウでも開いています。",
            "ほかのウィンドウやタブを閉じてから、ステータスを選び直してください。",
        ),
    ),
    (
        "RealtimeCommunicationError",
        Words::new(
            "The sound of the call failed.",
            "Check the network and your headset, then choose your status again. If it happens again, tell an administrator.",
            "通話の音声に障害が発生しました。",
            "ネットワークとヘッドセットを確認し、ステータスを選び直してください。繰り返す場合は管理者に連絡してください。",
        ),
    ),
    (
        "Init",
        Words::new(
            "Your status is not known yet.",
            "Wait a moment; it appears by itself.",
            "ステータスを確認しています。",
            "自動的に表示されますので、しばらくお待ちください。",
        ),
    ),
    (
        "Busy",
        Words::new(
            "You are on a contact.",
            "A status that you choose now follows after it.",
            "コンタクトに対応中です。",
            "今選んだステータスは、対応が終わると切り替わります。",
        ),
    ),
    (
        "AfterCallWork",
        Words::new(
            "You are wrapping up the last contact.",
            "Finish your notes and clear the contact to take the next one.",
            "後処理中です。",
            "メモを済ませてクリアすると、次のコンタクトを受けられます。",
        ),
    ),
    (
        "CallingCustomer",
        Words::new(
            "The customer is being called.",
            "Wait for an answer, or hang up to stop.",
            "お客様を呼び出しています。",
            "応答を待つか、切断して中止してください。",
        ),
    ),
    (
        "Dialing",
        Words::new(
            "Your call is being placed.",
            "Wait until it rings, or hang up to stop.",
            "発信しています。",
            "呼び出しが始まるまで待つか、切断して中止してください。",
        ),
    ),
    (
        "Joining",
        Words::new(
            "You are entering the call.",
            "Wait a moment until you hear the others.",
            "通話に参加しています。",
            "相手の声が聞こえるまで、しばらくお待ちください。",
        ),
    ),
    (
        "PendingAvailable",
        Words::new(
            "You are about to be available.",
            "Nothing to do: contacts come in a moment.",
            "まもなく受付可能になります。",
            "操作は不要です。まもなくコンタクトが届きます。",
        ),
    ),
    (
        "PendingBusy",
        Words::new(
            "A contact is offered to you.",
            "Accept or reject it.",
            "コンタクトが届いています。",
            "応答するか、拒否してください。",
        ),
    ),
];

/// What a state that the service chose means, by its name; none for the statuses that an instance has made itself.
pub fn agent_state(name: &str) -> Option<Plain> {
    look_up(STATES, name).map(Words::plain)
}
