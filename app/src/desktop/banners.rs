//! What concerns the whole page: that there is no network, and that another page leads.

use leptos::prelude::*;

use super::use_desktop;
use crate::{
    text::Text,
    ui::{El, classed, el},
};

const OFFLINE: Text = Text::new(
    "No network. What you note is kept in this browser and sent when the network is back.",
    "ネットワークに接続されていません。入力した内容はこのブラウザーに保存され、接続が戻ると送信されます。",
);
const FOLLOWS: Text = Text::new(
    "Another tab of this browser leads: contacts are handled there. This one shows them, and only your status can be changed here.",
    "このブラウザーの別のタブで対応中です。コンタクトの操作はそちらで行ってください。このタブは表示のみで、変更できるのはステータスだけです。",
);

/// The banners over the page, in a live region that is always there.
pub fn banners() -> El {
    let desktop = use_desktop();
    let banner = |kind: &'static str, text: Text| {
        classed("p", "banner").attr("data-banner", kind).child(el("span").text(text.get()))
    };
    classed("div", "banners")
        .attr("role", "status")
        .show(move || desktop.view.read().is_offline, move || banner("offline", OFFLINE))
        .show(move || desktop.view.read().follows, move || banner("follows", FOLLOWS))
}
