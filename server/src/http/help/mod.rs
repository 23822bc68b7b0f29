//! `/help`: what people need to know, drawn once from Markdown. Open to everybody: who cannot sign in needs it most. The same
//! pages are in an export.

use app::text::{Language, Text, speak};
use axum::{
    extract::{Path, State},
    http::header,
    response::{Html, IntoResponse, Response},
};
use leptos::prelude::*;
use pulldown_cmark::{Options, Parser, html::push_html};

use super::{ApiError, AppState, style};

/// Where they begin.
pub(super) const HELP: &str = "/help";
/// One of them.
pub(super) const HELP_PAGE: &str = "/help/{*page}";

const HELP_PAGES: Text = Text::new("Help", "ヘルプ");
const ABOUT: Text = Text::new("Help for Streamdesk", "Streamdesk のヘルプ");
const DESKTOP: Text = Text::new("Desktop", "デスクトップ");
const CONTENTS: Text = Text::new("On this page", "このページの内容");
const TABLE: Text = Text::new("Table {}", "表 {}");

/// A page of help.
#[derive(Debug)]
pub(super) struct HelpPage {
    /// Behind `/help/`.
    pub(super) name: &'static str,
    /// What it is called.
    title: &'static str,
    language: Language,
    markdown: &'static str,
}

/// All of them. English first, then what there is in other languages.
pub(super) static PAGES: [HelpPage; 4] = [
    HelpPage {
        name: "agent",
        title: "For agents",
        language: Language::English,
        markdown: include_str!("agent.md"),
    },
    HelpPage {
        name: "administrator",
        title: "For administrators",
        language: Language::English,
        markdown: include_str!("administrator.md"),
    },
    HelpPage {
        name: "developer",
        title: "For developers",
        language: Language::English,
        markdown: include_str!("developer.md"),
    },
    HelpPage {
        name: "ja/agent",
        title: "エージェント向け",
        language: Language::Japanese,
        markdown: include_str!("agent.ja.md"),
    },
];

/// The first page: it is for most.
pub(super) async fn first(state: State<AppState>) -> Response {
    answer(&state, &PAGES[0])
}

/// One page.
pub(super) async fn show(Path(name): Path<String>, state: State<AppState>) -> Response {
    match PAGES.iter().find(|page| page.name == name.trim_end_matches('/')) {
        Some(page) => answer(&state, page),
        None => ApiError::NotFound("page").into_response(),
    }
}

fn answer(state: &AppState, page: &HelpPage) -> Response {
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; {}",
        state.live.now().ancestors()
    );
    let options = state.options.clone();
    let drawn = Owner::new().with(|| document(page, style::sheets(options)));
    let headers = [(header::CONTENT_SECURITY_POLICY, policy), (header::CACHE_CONTROL, "no-cache".to_owned())];
    (headers, Html(drawn)).into_response()
}

/// The page as a plain file, with the address of the style that all pages have in common, and the policy.
pub(super) fn plain_file(page: &HelpPage, common: &str, policy: &str) -> String {
    Owner::new().with(|| {
        let head = view! {
            <meta http-equiv="Content-Security-Policy" content=policy.to_owned() />
            <link rel="stylesheet" href=common.to_owned() />
            <link rel="stylesheet" href=style::address() />
        };
        document(page, head.into_any())
    })
}

fn document(page: &HelpPage, head: AnyView) -> String {
    let entries: Vec<_> = PAGES
        .iter()
        .map(|entry| {
            let current = (entry.name == page.name).then_some("page");
            let lang = entry.language.as_str();
            view! {
                <li>
                    <a href=format!("{HELP}/{}", entry.name) lang=lang aria-current=current>
                        {entry.title}
                    </a>
                </li>
            }
        })
        .collect();
    let say = |text: Text| {
        speak(page.language);
        text.get()
    };
    let drawn = view! {
        <html lang=page.language.as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content=say(ABOUT) />
                <title>{format!("{} - Streamdesk", page.title)}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                {head}
            </head>
            <body class="admin help">
                <header class="bar">
                    <strong>"Streamdesk"</strong>
                </header>
                <nav class="admin-nav" aria-label=say(HELP_PAGES)>
                    <ul>{entries}</ul>
                    <a href="/">{say(DESKTOP)}</a>
                </nav>
                <main inner_html=html(page)></main>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", drawn.to_html())
}

/// The Markdown is the program's own, so what it says is drawn as it is.
fn html(page: &HelpPage) -> String {
    let mut html = String::new();
    push_html(&mut html, Parser::new_ext(page.markdown, Options::ENABLE_TABLES));
    let html = html
        .replace("</table>", "</table></div>")
        .replace("<th></th>", "<td></td>")
        .replace("<pre>", "<pre tabindex=\"0\">");
    speak(page.language);
    with_contents(&with_tables(&html))
}

/// A table that is wider than a narrow page is moved in its own box; by keyboard too.
fn with_tables(html: &str) -> String {
    let mut parts = html.split("<table>");
    let begin = parts.next().unwrap_or_default().to_owned();
    parts.enumerate().fold(begin, |before, (index, part)| {
        let name = TABLE.with(&[&(index + 1).to_string()]);
        format!(
            "{before}<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\"><table>{part}"
        )
    })
}

/// What is on the page, before the first of it, with a way to each.
fn with_contents(html: &str) -> String {
    let mut parts = html.split("<h2>");
    let begin = parts.next().unwrap_or_default().to_owned();
    let (entries, rest) =
        parts.enumerate().fold(<(String, String)>::default(), |(entries, rest), (index, part)| {
            let title = part.split_once("</h2>").map_or("", |(title, _)| title);
            (
                format!("{entries}<li><a href=\"#part-{index}\">{title}</a></li>"),
                format!("{rest}<h2 id=\"part-{index}\">{part}"),
            )
        });
    if entries.is_empty() {
        return begin;
    }
    let name = CONTENTS.get();
    format!("{begin}<nav class=\"help-contents\" aria-label=\"{name}\"><ul>{entries}</ul></nav>{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(markdown: &'static str, language: Language) -> String {
        html(&HelpPage { name: "page", title: "Page", language, markdown })
    }

    #[test]
    fn tables_and_code_can_be_moved_by_keyboard() {
        let drawn = page("| a | |\n| --- | --- |\n| b | c |\n\n```sh\nmake demo\n```\n", Language::English);
        assert!(drawn.contains("tabindex=\"0\" role=\"region\" aria-label=\"Table 1\"><table>"), "{drawn}");
        assert!(drawn.contains("<pre tabindex=\"0\">") && !drawn.contains("<th></th>"), "{drawn}");
    }

    #[test]
    fn what_is_on_a_page_is_said_before_it() {
        let drawn = page("# a\n\nb\n\n## c *d*\n\ne\n", Language::Japanese);
        let contents = "<nav class=\"help-contents\" aria-label=\"このページの内容\"><ul>\
                        <li><a href=\"#part-0\">c <em>d</em></a></li></ul></nav>\
                        <h2 id=\"part-0\">c <em>d</em></h2>";
        assert!(drawn.contains(contents), "{drawn}");
    }

    #[test]
    fn every_page_has_one_heading_of_the_first_level() {
        for page in &PAGES {
            assert_eq!(html(page).matches("<h1>").count(), 1, "{}", page.name);
            assert!(page.markdown.starts_with(&format!("# {}\n", page.title)), "{}", page.name);
        }
    }
}
