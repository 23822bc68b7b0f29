//! The words on the controls, by what the contact is and how the control stands.

use connect_streams::{ContactType, EndpointType};

use super::{Controls, Kind, Role, Standing};
use crate::text::Text;

const ACCEPT: Text = Text::new("Accept", "応答する");
const CALL_BACK: Text = Text::new("Call back", "折り返し電話する");
const ACCEPT_CHAT: Text = Text::new("Accept chat", "チャットに応答する");
const ACCEPT_TASK: Text = Text::new("Accept task", "タスクを受け付ける");
const ACCEPT_EMAIL: Text = Text::new("Accept e-mail", "メールを受け付ける");
const REJECT: Text = Text::new("Reject", "拒否する");
const MUTE: Text = Text::new("Mute", "ミュート");
const HOLD: Text = Text::new("Hold", "保留");
const HOLD_CUSTOMER: Text = Text::new("Hold customer", "お客様を保留");
const KEYPAD: Text = Text::new("Keypad", "キーパッド");
const REACH: Text = Text::new("Consult or transfer", "相談・転送");
const TRANSFER: Text = Text::new("Transfer", "転送");
const SWAP: Text = Text::new("Swap", "通話相手を切り替える");
const JOIN: Text = Text::new("Join all", "全員で通話する");
const PAUSE: Text = Text::new("Pause task", "タスクを一時停止");
const DROP: Text = Text::new("Drop", "切断する");
const HANG_UP: Text = Text::new("Hang up", "電話を切る");
const LEAVE_CALL: Text = Text::new("Leave the call", "通話から抜ける");
const END_CHAT: Text = Text::new("End chat", "チャットを終了する");
const LEAVE_CHAT: Text = Text::new("Leave the chat", "チャットから抜ける");
const END_TASK: Text = Text::new("End task", "タスクを終了する");
const END_EMAIL: Text = Text::new("End e-mail", "メールを終了する");
const CLEAR: Text = Text::new("Clear contact", "コンタクトをクリア");

const ACCEPTING: Text = Text::new("Accepting…", "応答しています…");
const REJECTING: Text = Text::new("Rejecting…", "拒否しています…");
const MUTING: Text = Text::new("Muting…", "ミュートしています…");
const UNMUTING: Text = Text::new("Unmuting…", "ミュートを解除しています…");
const HOLDING: Text = Text::new("Holding…", "保留にしています…");
const RESUMING: Text = Text::new("Resuming…", "再開しています…");
const SWAPPING: Text = Text::new("Swapping…", "切り替えています…");
const JOINING: Text = Text::new("Joining…", "つないでいます…");
const PAUSING: Text = Text::new("Pausing…", "一時停止しています…");
const DROPPING: Text = Text::new("Dropping…", "切断しています…");
const ENDING: Text = Text::new("Ending…", "終了しています…");
const CLEARING: Text = Text::new("Clearing…", "閉じています…");

/// What a control says. A switch says the same whether it is on or off.
pub(super) fn label(kind: Kind, controls: &Controls) -> Text {
    let several = controls.several;
    match (kind, &controls.channel) {
        (Kind::Accept, Some(ContactType::QueueCallback)) => CALL_BACK,
        (Kind::Accept, Some(ContactType::Chat)) => ACCEPT_CHAT,
        (Kind::Accept, Some(ContactType::Task)) => ACCEPT_TASK,
        (Kind::Accept, Some(ContactType::Email)) => ACCEPT_EMAIL,
        (Kind::Accept, _) => ACCEPT,
        (Kind::Reject, _) => REJECT,
        (Kind::Mute | Kind::MuteParty, _) => MUTE,
        (Kind::Hold, _) if several => HOLD_CUSTOMER,
        (Kind::Hold, _) => HOLD,
        (Kind::Keypad, _) => KEYPAD,
        (Kind::Reach, _) if !controls.reach.consult => TRANSFER,
        (Kind::Reach, _) => REACH,
        (Kind::Swap, _) => SWAP,
        (Kind::Join, _) => JOIN,
        (Kind::Pause, _) => PAUSE,
        (Kind::Drop, _) => DROP,
        (Kind::Leave, Some(ContactType::Chat)) => [END_CHAT, LEAVE_CHAT][usize::from(several)],
        (Kind::Leave, Some(ContactType::Task)) => END_TASK,
        (Kind::Leave, Some(ContactType::Email)) => END_EMAIL,
        (Kind::Leave, _) => [HANG_UP, LEAVE_CALL][usize::from(several)],
        (Kind::Clear, _) => CLEAR,
    }
}

/// What a control of one participant says.
pub(super) fn own_label(kind: Kind) -> Text {
    match kind {
        Kind::Drop => DROP,
        Kind::MuteParty => MUTE,
        _ => HOLD,
    }
}

/// What a control says while it waits. `on` says how its switch stands before.
pub(super) fn waiting(kind: Kind, on: bool) -> Text {
    match kind {
        Kind::Accept => ACCEPTING,
        Kind::Reject => REJECTING,
        Kind::Mute | Kind::MuteParty => [MUTING, UNMUTING][usize::from(on)],
        Kind::Hold => [HOLDING, RESUMING][usize::from(on)],
        Kind::Pause => [PAUSING, RESUMING][usize::from(on)],
        Kind::Swap => SWAPPING,
        Kind::Join => JOINING,
        Kind::Drop => DROPPING,
        Kind::Clear => CLEARING,
        Kind::Keypad | Kind::Reach | Kind::Leave => ENDING,
    }
}

/// Who somebody is.
pub(super) fn role(role: Role) -> Text {
    match role {
        Role::Customer => Text::new("Customer", "お客様"),
        Role::ThirdParty => Text::new("Third party", "第三者"),
        Role::Supervisor => Text::new("Supervisor", "スーパーバイザー"),
    }
}

/// How somebody stands. In a chat nobody talks.
pub(super) fn standing(standing: Standing, controls: &Controls) -> Text {
    match standing {
        Standing::Talking if controls.channel == Some(ContactType::Chat) => {
            Text::new("In the chat", "チャット中")
        }
        Standing::Calling => Text::new("Calling", "呼び出し中"),
        Standing::Talking => Text::new("Talking", "通話中"),
        Standing::OnHold => Text::new("On hold", "保留中"),
        Standing::Listening => Text::new("Listening", "モニタリング中"),
        Standing::NotReached => Text::new("Not reached", "応答なし"),
        Standing::Gone => Text::new("Left", "退出済み"),
    }
}

/// What a quick connect is.
pub(super) fn endpoint_kind(kind: Option<&EndpointType>) -> Text {
    match kind {
        Some(EndpointType::Agent) => Text::new("Agent", "エージェント"),
        Some(EndpointType::Queue) => Text::new("Queue", "キュー"),
        _ => Text::new("Phone", "電話"),
    }
}
