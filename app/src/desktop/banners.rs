//! What concerns the whole page: that there is no network, and that another page leads.

use leptos::prelude::*;

use super::{region_banner::region_banner, use_desktop};
use crate::{
    api::SIGNED_OUT,
    text::Text,
    ui::{El, Memo, classed, el},
};

const OFFLINE: Text = Text::new(
    "No network. What you note is kept in this browser and sent when the network is back.",
    "ネットワークに接続されていません。入力した内容はこのブラウザーに保存され、接続が戻ると送信されます。",
);
const FOLLOWS: Text = Text::new(
    "Another tab of this browser leads: contacts are handled there. This one shows them, and only your status can be changed here.",
    "このブラウザーの別のタブで対応中です。コンタクトの操作はそちらで行ってください。このタブは表示のみで、変更できるのはステータスだけです。",
);

const TWO_PEOPLE: Text = Text::new(
    "You are signed in to Streamdesk as {} and to Amazon Connect as {}. Nothing that is done as {} is recorded here. Sign out of \
     one of them, and in as the same person.",
    "Streamdesk には {}、Amazon Connect には {} としてサインインしています。{} としての対応はここには記録されません。どちらかからサインア\
     ウトし、同じユーザーでサインインし直してください。",
);
const SIGNED_OUT_MORE: Text = Text::new(
    "What you do is kept in this browser and sent when you are signed in again.",
    "入力や対応の内容はこのブラウザーに保存され、もう一度サインインすると送信されます。",
);
const SIGN_IN: Text = Text::new("Sign in (opens in a tab of its own)", "サインイン（別のタブで開きます）");

/// The banners over the page, in a live region that is always there.
pub fn banners() -> El {
    let desktop = use_desktop();
    let two_people = Memo::new(move |_| desktop.view.read().two_people.clone());
    let region = Memo::new(move |_| desktop.view.read().region.clone());
    let banner = |kind: &'static str, text: Text| {
        classed("p", "banner").attr("data-banner", kind).child(el("span").text(text.get()))
    };
    classed("div", "banners")
        .attr("role", "status")
        .show(move || desktop.view.read().is_offline, move || banner("offline", OFFLINE))
        .live(move || {
            let two = two_people.get()?;
            let said = TWO_PEOPLE.with(&[&two.here, &two.there, &two.there]);
            Some(classed("p", "banner").attr("data-banner", "two-people").child(el("span").text(said)))
        })
        .show(
            move || desktop.view.read().signed_out,
            move || {
                let text = format!("{} {} ", SIGNED_OUT.get(), SIGNED_OUT_MORE.get());
                classed("p", "banner").attr("data-banner", "signed-out").child(el("span").text(text)).child(
                    el("a")
                        .attr("href", "/sign-in?to=%2Faccount")
                        .attr("target", "streamdesk-account")
                        .text(SIGN_IN.get()),
                )
            },
        )
        .show(move || desktop.view.read().follows, move || banner("follows", FOLLOWS))
        .live(move || region_banner(&region.read()))
}
