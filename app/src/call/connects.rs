//! The quick connects: whom the agent can call into the contact, hand it over to, or call.

use connect_streams::Endpoint;
use leptos::prelude::*;

use super::{
    AtHand,
    connect_list::{Wanted, arrange, key, name, toggle},
    desk::use_call_desk,
    dial::{WRONG_NUMBER, call, is_calling},
    field::Field,
    labels::endpoint_kind,
    number::typed_number,
    room::{Room, sentences},
};
use crate::{
    api::Feature,
    desktop::{DesktopView, Input, QuickConnects, Refused, use_desktop},
    text::Text,
    ui::{El, Memo, classed, el},
};

const QUICK_CONNECTS: Text = Text::new("Quick connects", "クイック接続");
const SEARCH: Text = Text::new("Search by name or number", "名前または番号で検索");
const FAVOURITE: Text = Text::new("Favourite: {}", "お気に入り：{}");
const CONSULT: Text = Text::new("Consult", "相談");
const CONSULTING: Text = Text::new("Calling…", "呼び出しています…");
const TRANSFER: Text = Text::new("Transfer", "転送");
const TRANSFERRING: Text = Text::new("Transferring…", "転送しています…");
const CALL: Text = Text::new("Call", "発信");
const CALLING: Text = Text::new("Calling…", "発信しています…");
const ABOUT: Text = Text::new("{}: {}", "{}：{}");
const NUMBER: Text = Text::new("A telephone number", "電話番号");
const LOADING: Text =
    Text::new("The quick connects are not here yet.", "クイック接続をまだ取得できていません。");
const NONE: Text = Text::new(
    "Your queues have no quick connects. An administrator adds them to a queue.",
    "担当キューにクイック接続がありません。追加は管理者にご依頼ください。",
);
const NOT_FOUND: Text = Text::new("Nothing is called like that.", "該当するものがありません。");
const RETRY: Text = Text::new("Load again", "再読み込み");

/// The `id` of the field that searches for whom to call into a contact.
pub(super) const SEARCH_FIELD: &str = "connects-search";

/// What is done with somebody.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Consult,
    Transfer,
    Call,
}

impl Way {
    fn label(self, busy: bool) -> Text {
        match self {
            Self::Consult => [CONSULT, CONSULTING][usize::from(busy)],
            Self::Transfer => [TRANSFER, TRANSFERRING][usize::from(busy)],
            Self::Call => [CALL, CALLING][usize::from(busy)],
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Consult => "consult",
            Self::Transfer => "transfer",
            Self::Call => "call",
        }
    }
}

/// Somebody who may be reached.
#[derive(Clone)]
enum Whom {
    /// A quick connect.
    Known(Endpoint),
    /// Whoever has the number in a field.
    Typed(Field),
}

impl Whom {
    /// Who that is now.
    fn get(&self) -> Option<Endpoint> {
        match self {
            Self::Known(endpoint) => Some(endpoint.clone()),
            Self::Typed(field) => typed_number(&field.value.read()).map(|number| number.endpoint()),
        }
    }

    /// The same when it is acted on: what was typed and is no number is said to be wrong.
    fn chosen(&self) -> Option<Endpoint> {
        match self {
            Self::Known(endpoint) => Some(endpoint.clone()),
            Self::Typed(field) => field.read(typed_number).map(|number| number.endpoint()),
        }
    }
}

/// The quick connects within a contact, or for a call where there is none.
#[derive(Clone, Copy)]
struct List {
    room: Option<Room>,
    view: RwSignal<DesktopView>,
    known: Memo<QuickConnects>,
}

/// The list, with a field to search it and, within a call, one for a number that is not in it.
pub(super) fn connects(room: Option<Room>) -> El {
    let (desktop, desk) = (use_desktop(), use_call_desk());
    let known = Memo::new(move |_| desktop.view.read().quick_connects.clone());
    let list = List { room, view: desktop.view, known };
    let search = RwSignal::new(String::new());
    let phones = move || room.is_none_or(|room| room.controls.read().reach.phones);
    let keys = Memo::new(move |_| {
        let QuickConnects::Known(endpoints) = &*known.read() else { return Vec::new() };
        desk.with(|AtHand { favourites, recents, .. }| {
            let search = search.read();
            let wanted = Wanted { search: &search, favourites, recents, phones: phones() };
            arrange(endpoints, wanted).into_iter().map(|one| key(one).to_owned()).collect()
        })
    });
    let search_id = if room.is_some() { SEARCH_FIELD } else { "dial-search" };
    let mut view = classed("div", "connects").attr("role", "group").attr("aria-label", QUICK_CONNECTS.get());
    if room.is_some() {
        view = view.show(move || phones() && desktop.has(Feature::TransferOut), move || typed(list));
    }
    view.child(
        classed("div", "field").child(el("label").attr("for", search_id).text(SEARCH.get())).child(
            el("input")
                .attr("id", search_id)
                .attr("type", "search")
                .attr("autocomplete", "off")
                .value(move || search.get())
                .on("input", move |event| search.set(event_target_value(&event))),
        ),
    )
    .child(classed("p", "empty").attr("role", "status").live_text(move || match &*known.read() {
        QuickConnects::Unknown => LOADING.get().to_owned(),
        QuickConnects::Failed(error) => sentences(&Refused::Streams(error.clone())),
        QuickConnects::Known(all) if all.is_empty() => NONE.get().to_owned(),
        QuickConnects::Known(_) if keys.read().is_empty() => NOT_FOUND.get().to_owned(),
        QuickConnects::Known(_) => String::new(),
    }))
    .child(
        el("button")
            .attr("type", "button")
            .attr("data-act", "load-connects")
            .flag("hidden", move || matches!(&*known.read(), QuickConnects::Known(all) if !all.is_empty()))
            .click(move || desktop.send(Input::QuickConnectsWanted))
            .text(RETRY.get()),
    )
    .child(
        classed("ul", "connect-list")
            .attr("aria-label", QUICK_CONNECTS.get())
            .each(move || keys.get(), move |key| list.entry(key)),
    )
}

/// A field for a number, and what is done with it.
fn typed(list: List) -> El {
    let number = Field::new("reach-number", NUMBER, WRONG_NUMBER, RwSignal::default());
    let whom = Whom::Typed(number);
    let entered = whom.clone();
    el("form")
        .on("submit", move |event| {
            event.prevent_default();
            list.act(Way::Consult, &entered);
        })
        .child(number.view())
        .child(list.button(Way::Consult, whom.clone(), ""))
        .child(list.button(Way::Transfer, whom, ""))
}

impl List {
    fn entry(self, wanted: &str) -> El {
        let known = self.known.read_untracked();
        let all = if let QuickConnects::Known(all) = &*known { all.as_slice() } else { &[] };
        let endpoint = all.iter().find(|one| key(one) == wanted).cloned().unwrap_or_default();
        let desk = use_call_desk();
        let name = name(&endpoint).to_owned();
        let wanted = wanted.to_owned();
        let star = wanted.clone();
        let starred = Memo::new(move |_| desk.with(|one| one.favourites.contains(&star)));
        let mut detail = endpoint_kind(endpoint.kind.as_ref()).get().to_owned();
        if let Some(address) = endpoint.address().filter(|address| *address != name) {
            detail.push_str(" · ");
            detail.push_str(address);
        }
        let ways: &[Way] = match self.room {
            Some(room) if room.controls.read_untracked().reach.consult => &[Way::Consult, Way::Transfer],
            Some(_) => &[Way::Transfer],
            None => &[Way::Call],
        };
        let whom = Whom::Known(endpoint);
        classed("li", "connect")
            .child(
                classed("button", "star")
                    .attr("type", "button")
                    .attr("aria-label", FAVOURITE.with(&[&name]))
                    .live_attr("aria-pressed", move || Some(starred.get().to_string()))
                    .click(move || desk.update(|one| toggle(&mut one.favourites, &wanted)))
                    .live_text(move || if starred.get() { "★" } else { "☆" }.to_owned()),
            )
            .child(
                classed("span", "connect-name")
                    .child(el("b").text(name.clone()))
                    .child(el("small").text(detail)),
            )
            .children(ways.iter().map(|&way| self.button(way, whom.clone(), &name)))
    }

    /// A button that does this with somebody. `name` is theirs, where the button could be anybody's.
    fn button(self, way: Way, whom: Whom, name: &str) -> El {
        let acted = whom.clone();
        let busy = move || {
            whom.get().is_some_and(|to| match self.room {
                Some(room) => room.controls.read().is_asked(&to, way == Way::Transfer),
                None => is_calling(self.view, Some(&to)),
            })
        };
        let busy = Memo::new(move |_| busy());
        let button = el("button")
            .attr("type", "button")
            .attr("data-act", way.word())
            .live_attr("aria-busy", move || busy.get().then(|| "true".to_owned()))
            .click(move || self.act(way, &acted))
            .live_text(move || way.label(busy.get()).get().to_owned());
        if name.is_empty() {
            return button;
        }
        let name = name.to_owned();
        button.live_attr("aria-label", move || Some(ABOUT.with(&[way.label(busy.get()).get(), &name])))
    }

    fn act(self, way: Way, whom: &Whom) {
        let Some(to) = whom.chosen() else { return };
        match self.room {
            Some(room) => room.take_to(to, way == Way::Transfer),
            None => call(use_desktop(), use_call_desk(), to),
        }
    }
}
