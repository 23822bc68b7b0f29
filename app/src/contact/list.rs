//! All contacts on the desk: which there are, where each stands and for how long. Pressing one brings it into focus.

use std::sync::Arc;

use leptos::prelude::*;

use super::stage::{Stage, channel_text, title};
use crate::{
    desktop::{DeskContact, Desktop, Input, use_desktop},
    text::Text,
    ui::{El, Memo, classed, duration_text, el},
};

const CONTACTS: Text = Text::new("Contacts", "コンタクト一覧");
const UNFINISHED: Text = Text::new("To be wrapped up", "後処理が未完了");

/// The list. There is none while there are no contacts.
pub fn contact_list() -> El {
    let desktop = use_desktop();
    let group = |is_unfinished: bool| {
        let keys = Memo::new(move |_| {
            let view = desktop.view.read();
            let of_group = view.contacts.iter().filter(|one| one.is_unfinished == is_unfinished);
            of_group.map(|one| one.timeline.contact_id.clone()).collect::<Vec<_>>()
        });
        let list = el("ul").flag("hidden", move || keys.read().is_empty());
        (keys, list.each(move || keys.get(), move |contact_id| row(desktop, contact_id)))
    };
    let (open, open_list) = group(false);
    let (unfinished, unfinished_list) = group(true);
    classed("section", "contacts")
        .attr("aria-labelledby", "contacts-title")
        .flag("hidden", move || open.read().is_empty() && unfinished.read().is_empty())
        .child(el("h2").attr("id", "contacts-title").text(CONTACTS.get()))
        .child(open_list)
        .child(
            el("h3")
                .attr("id", "unfinished-title")
                .flag("hidden", move || unfinished.read().is_empty())
                .text(UNFINISHED.get()),
        )
        .child(unfinished_list.attr("aria-labelledby", "unfinished-title"))
}

/// One contact. It reads no other, so that it alone is touched when it changes.
fn row(desktop: Desktop, contact_id: &str) -> El {
    let (id, pressed, focused) = (contact_id.to_owned(), contact_id.to_owned(), contact_id.to_owned());
    let contact: Memo<Option<Arc<DeskContact>>> = Memo::new(move |_| {
        let view = desktop.view.read();
        view.contacts.iter().find(|one| one.timeline.contact_id == id).cloned()
    });
    let in_focus =
        move || desktop.contact.read().as_ref().is_some_and(|one| one.timeline.contact_id == focused);
    let stage = move || contact.read().as_ref().map_or(Stage::None, |one| Stage::of(one));
    let now = desktop.service_now();
    let text = move |class: &'static str, of: fn(&DeskContact) -> String| {
        classed("span", class).live_text(move || contact.read().as_deref().map(of).unwrap_or_default())
    };
    el("li").child(
        classed("button", "contact-row")
            .attr("type", "button")
            .attr("data-contact", contact_id.to_owned())
            .live_attr("data-stage", move || Some(stage().word().to_owned()))
            .live_attr("aria-current", move || in_focus().then(|| "true".to_owned()))
            .click(move || desktop.send(Input::Focus(pressed.clone())))
            .child(text("channel-mark", |one| channel_text(&one.timeline.channel)))
            .child(text("who", |one| title(&one.timeline)).attr("dir", "auto"))
            .child(text("queue", |one| one.timeline.queue.clone().unwrap_or_default()))
            .child(text("stage", |one| Stage::of(one).label().get().to_owned()))
            .child(classed("span", "ticking").live_text(move || {
                let contact = contact.read();
                let since = contact.as_ref().and_then(|one| Stage::of(one).since(one));
                since.map(|since| duration_text(now.get().since(since))).unwrap_or_default()
            })),
    )
}

#[cfg(test)]
mod tests {
    use leptos::reactive::owner::Owner;

    use super::*;
    use crate::{
        api::DeskConfig,
        contact::stage::tests::{desk_contact, desk_with, held},
    };

    #[test]
    fn each_contact_is_listed_once_and_the_one_in_focus_is_marked() {
        Owner::new().with(|| {
            let mut unfinished = desk_contact(held());
            unfinished.timeline.contact_id = "second".to_owned();
            unfinished.timeline.customer_endpoint = Some("<b>".to_owned());
            unfinished.is_unfinished = true;
            desk_with(DeskConfig::default(), vec![desk_contact(held()), unfinished]);
            let html = contact_list().to_html();
            assert_eq!(html.matches("aria-current=\"true\"").count(), 1, "{html}");
            assert_eq!(html.matches("class=\"contact-row\"").count(), 2, "{html}");
            let (open, unfinished) = html.split_once("To be wrapped up").unwrap();
            assert!(open.contains("+12065550100") && open.contains("On hold"), "{html}");
            assert!(unfinished.contains("&lt;b&gt;"), "{html}");
        });
    }

    #[test]
    fn there_is_no_list_without_contacts() {
        Owner::new().with(|| {
            desk_with(DeskConfig::default(), vec![]);
            assert!(
                contact_list()
                    .to_html()
                    .contains("<section class=\"contacts\" aria-labelledby=\"contacts-title\" hidden=\"\">")
            );
        });
    }
}
