//! What stands above today's contacts on a page of plain files: where its records go, the token for the API there and what
//! keeps it from answering, or that they stay in this browser and how they leave it. A part of the program of its own: a page
//! that a server drew never loads it.

use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{RequestInit, RequestMode};

use super::{Item, ItemKey, Vault};
use crate::{
    api::{ApiHome, COLUMNS, api_home, has_token, keep_token, row},
    desktop::{Desktop, Input, use_desktop},
    text::Text,
    ui::{El, classed, dialog, download, effect, el, file_day, question},
};

const STAYS: Text = Text::new(
    "This desktop has no server: records stay in this browser, on this machine. Save them before you clear the browser's data or move to another machine.",
    "このデスクトップにはサーバーがありません。記録はこのパソコンのブラウザーに残ります。ブラウザーのデータを消去する前や、別のパソコンに移る前に保存してください。",
);
const NO_HISTORY: Text = Text::new(
    "The history, and lists of earlier days, need a server.",
    "履歴と過去の一覧にはサーバーが必要です。",
);
const SAVE_CSV: Text = Text::new("Save as CSV", "CSV で保存");
const SAVE_JSON: Text = Text::new("Save as JSON Lines", "JSON Lines で保存");
const SAVED: Text =
    Text::new("{} records were handed to the browser.", "{} 件の記録をブラウザーに渡しました。");
const NOT_SAVED: Text = Text::new(
    "The browser did not take the file. Allow downloads for this page, then try again.",
    "ブラウザーがファイルを受け取りませんでした。このページのダウンロードを許可して、もう一度お試しください。",
);
const REMOVE: Text =
    Text::new("Remove what was saved from this browser", "保存した記録をこのブラウザーから削除");
const REMOVE_TITLE: Text = Text::new("Remove what was saved?", "保存した記録を削除しますか");
const REMOVES: Text = Text::new(
    "{} records, those in the file {}, are removed from this browser. What has changed since stays.",
    "{} 件の記録（ファイル {} の内容）をこのブラウザーから削除します。保存後に変更された記録は残ります。",
);
const NO_WAY_BACK: Text = Text::new(
    "Look first whether the file is there and can be opened: there is no way back.",
    "元に戻すことはできません。先に、ファイルが保存されていて開けることを確認してください。",
);
const LEAVE: Text = Text::new("Keep them here", "残す");
const REMOVE_NOW: Text = Text::new("Remove them", "削除する");
const REMOVED: Text = Text::new(
    "What the file {} has was removed from this browser.",
    "ファイル {} に保存した記録をこのブラウザーから削除しました。",
);
const GOES_TO: Text = Text::new("Records go to {}.", "記録の送信先: {}");
const TOKEN_TITLE: Text = Text::new("Access to that server", "サーバーへのアクセス");
const TOKEN_TEXT: Text = Text::new(
    "An administrator gives you a token with the scopes {} and {}. It stays in this browser until you forget it.",
    "管理者から、スコープ {} と {} のトークンを受け取ってください。削除するまでこのブラウザーに残ります。",
);
/// What a token for this page may do, as its scopes are written.
const SCOPES: [&str; 2] = ["records:write", "records:read"];
const TOKEN: Text = Text::new("Token", "トークン");
const KEEP: Text = Text::new("Keep", "保存");
const FORGET: Text = Text::new("Forget", "削除");
const KEPT: Text =
    Text::new("A token is kept in this browser.", "トークンはこのブラウザーに保存されています。");
const NONE_KEPT: Text =
    Text::new("No token is kept in this browser.", "このブラウザーにトークンはありません。");
const CANNOT_KEEP: Text = Text::new(
    "This browser stores nothing for this page. Allow it in the browser's settings, then try again.",
    "このページのデータを保存できません。ブラウザーの設定で許可してから、もう一度お試しください。",
);
const REFUSES_PAGE: Text = Text::new(
    "{} answers, but not to this page. An administrator adds {} to its list of origins; what waits is then sent by itself.",
    "{} は応答していますが、このページには許可されていません。管理者が {} をオリジンの一覧に追加すると、待機中の記録は自動で送信されます。",
);
const ANSWERS_NOTHING: Text = Text::new(
    "Nothing answers at {}. Check the network; what waits is sent by itself once it is back.",
    "{} から応答がありません。ネットワークを確認してください。復帰すると、待機中の記録は自動で送信されます。",
);

/// What is to be shown on this page.
pub(super) fn content() -> El {
    match api_home() {
        ApiHome::Here => el("div"),
        ApiHome::Nowhere => staying(use_desktop()),
        ApiHome::At(origin) => going(use_desktop(), &origin),
    }
}

/// A file that was handed to the browser: its name, and exactly what is in it.
#[derive(Clone)]
struct Saved {
    file: String,
    records: Vec<(ItemKey, u64)>,
}

fn staying(desktop: Desktop) -> El {
    let said = RwSignal::new(String::new());
    let last = RwSignal::new(None::<Saved>);
    let asks = RwSignal::new(false);
    let save = move |format: Format| {
        spawn_local(async move {
            let mut items = Vault::open().await.recall().await.records;
            items.retain(|item| format.takes(item));
            let file = format!("streamdesk-records-{}.{}", file_day(), format.ending());
            let saved = download(&file, &format.write(&items));
            let count = items.len().to_string();
            said.set(if saved { SAVED.with(&[&count]) } else { NOT_SAVED.get().to_owned() });
            let records: Vec<_> = items.iter().map(|item| (item.key(), item.revision())).collect();
            last.set((saved && !records.is_empty()).then_some(Saved { file, records }));
        });
    };
    let remove = move || {
        asks.set(false);
        if let Some(Saved { file, records }) = last.get_untracked() {
            desktop.send(Input::Remove(records));
            said.set(REMOVED.with(&[&file]));
            last.set(None);
        }
    };
    let button = |act: &'static str, text: Text, format| {
        classed("button", "small")
            .attr("type", "button")
            .attr("data-act", act)
            .click(move || save(format))
            .text(text.get())
    };
    classed("div", "home")
        .attr("data-home", "browser")
        .child(el("p").text(STAYS.get()))
        .child(el("p").text(NO_HISTORY.get()))
        .child(
            classed("div", "actions")
                .child(button("save-csv", SAVE_CSV, Format::Csv))
                .child(button("save-json", SAVE_JSON, Format::JsonLines))
                // Only the page that leads knows what is newer than the file.
                .show(
                    move || last.read().is_some() && !desktop.view.read().follows,
                    move || {
                        classed("button", "small")
                            .attr("type", "button")
                            .attr("id", REMOVE_BUTTON)
                            .click(move || asks.set(true))
                            .text(REMOVE.get())
                    },
                ),
        )
        .child(el("p").attr("role", "status").live_text(move || said.get()))
        .child(dialog("remove-saved-dialog", asks, REMOVE_BUTTON, REMOVE_TITLE, move || {
            removal(last, asks, remove)
        }))
}

/// The `id` of the button that asks.
const REMOVE_BUTTON: &str = "remove-saved";

fn removal(last: RwSignal<Option<Saved>>, asks: RwSignal<bool>, remove: impl Fn() + Send + 'static) -> El {
    let what = last.with_untracked(|saved| {
        let saved = saved.as_ref();
        saved.map(|saved| REMOVES.with(&[&saved.records.len().to_string(), &saved.file]))
    });
    let meaning = [el("p").text(what.unwrap_or_default()), el("p").text(NO_WAY_BACK.get())];
    question(meaning, asks, LEAVE, el("button").attr("type", "button").click(remove).text(REMOVE_NOW.get()))
}

#[derive(Clone, Copy)]
enum Format {
    /// The contacts, as a table.
    Csv,
    /// Everything, as on the wire: what a server takes later.
    JsonLines,
}

impl Format {
    fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }

    /// Whether a record is for such a file.
    fn takes(self, item: &Item) -> bool {
        matches!((self, item), (Self::JsonLines, _) | (Self::Csv, Item::Contact(_)))
    }

    /// The text of the file.
    fn write(self, items: &[Item]) -> String {
        match self {
            Self::JsonLines => items.iter().map(|item| item.to_text() + "\n").collect(),
            Self::Csv => {
                let contact = |item: &Item| match item {
                    Item::Contact(record) => Some(line(row(record).iter().map(String::as_str))),
                    Item::Activity(_) => None,
                };
                let lines: String = items.iter().filter_map(contact).collect();
                // By the mark in front, spreadsheets know UTF-8.
                format!("\u{feff}{}{lines}", line(COLUMNS))
            }
        }
    }
}

/// A line of CSV, quoted as RFC 4180 says.
fn line<'cell>(cells: impl IntoIterator<Item = &'cell str>) -> String {
    let quoted = |cell: &str| {
        if cell.contains(['"', ',', '\r', '\n']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    cells.into_iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n"
}

fn going(desktop: Desktop, origin: &str) -> El {
    let trouble = RwSignal::new(String::new());
    let asked = origin.to_owned();
    effect(move || {
        if !desktop.outbox.read().unavailable {
            return trouble.set(String::new());
        }
        let origin = asked.clone();
        spawn_local(async move {
            let words = if answers(&origin).await {
                REFUSES_PAGE.with(&[&origin, &window().location().origin().unwrap_or_default()])
            } else {
                ANSWERS_NOTHING.with(&[&origin])
            };
            // It may have come back in the meantime.
            if desktop.outbox.read_untracked().unavailable {
                trouble.set(words);
            }
        });
    });
    classed("div", "home")
        .attr("data-home", "api")
        .child(with_codes(GOES_TO, &[origin]))
        .child(classed("p", "error").attr("role", "status").live_text(move || trouble.get()))
        .child(token_form(desktop))
}

/// A sentence in whose gaps stands what belongs to no language.
fn with_codes(text: Text, codes: &[&str]) -> El {
    let mut parts = text.get().split("{}");
    let first = el("p").text(parts.next().unwrap_or_default());
    codes
        .iter()
        .zip(parts)
        .fold(first, |sentence, (code, part)| sentence.child(el("code").text((*code).to_owned())).text(part))
}

/// Whether anything answers there, to whomever. What it answers to a page that it does not know, no browser tells.
async fn answers(origin: &str) -> bool {
    let init = RequestInit::new();
    init.set_mode(RequestMode::NoCors);
    let asking: Promise = window().fetch_with_str_and_init(&format!("{origin}/healthz"), &init);
    JsFuture::from(asking).await.is_ok()
}

fn token_form(desktop: Desktop) -> El {
    let typed = RwSignal::new(String::new());
    let has = RwSignal::new(has_token());
    let said = RwSignal::new(None::<Text>);
    let keep = move |token: String| {
        let kept = keep_token(&token);
        said.set((!kept).then_some(CANNOT_KEEP));
        has.set(has_token());
        typed.set(String::new());
        // What waits is tried again at once.
        desktop.send(Input::Online);
    };
    let status = move || said.get().unwrap_or(if has.get() { KEPT } else { NONE_KEPT }).get().to_owned();
    el("details")
        .live_attr("open", move || (!has.get() || desktop.outbox.read().refused.is_some()).then(String::new))
        .child(el("summary").text(TOKEN_TITLE.get()))
        .child(with_codes(TOKEN_TEXT, &SCOPES).attr("id", "token-text"))
        .child(
            classed("div", "token-form")
                .child(el("label").attr("for", "token").text(TOKEN.get()))
                .child(
                    el("input")
                        .attr("id", "token")
                        .attr("type", "password")
                        .attr("autocomplete", "off")
                        .attr("aria-describedby", "token-text")
                        .value(move || typed.get())
                        .on("input", move |event| typed.set(event_target_value(&event)))
                        .on("keydown", move |event| {
                            let is_enter = event
                                .dyn_ref::<web_sys::KeyboardEvent>()
                                .is_some_and(|event| event.key() == "Enter");
                            if is_enter && !typed.read_untracked().trim().is_empty() {
                                keep(typed.get_untracked());
                            }
                        }),
                )
                .child(
                    el("button")
                        .attr("type", "button")
                        .attr("data-act", "keep-token")
                        .live_attr("disabled", move || typed.read().trim().is_empty().then(String::new))
                        .click(move || keep(typed.get_untracked()))
                        .text(KEEP.get()),
                )
                .show(
                    move || has.get(),
                    move || {
                        el("button")
                            .attr("type", "button")
                            .attr("data-act", "forget-token")
                            .click(move || keep(String::new()))
                            .text(FORGET.get())
                    },
                ),
        )
        .child(el("p").attr("role", "status").live_text(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_with_a_comma_a_quote_or_a_line_is_quoted() {
        assert_eq!(
            line(["a", "b, c", "d \"e\"", "f\ng", "明日"]),
            "a,\"b, c\",\"d \"\"e\"\"\",\"f\ng\",明日\r\n"
        );
    }
}
