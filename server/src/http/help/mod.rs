//! `/help`: what people need to know, drawn once from Markdown. Open to everybody: who cannot sign in needs it most. The same
//! pages are in an export.

use app::text::Language;
use axum::{
    extract::{Path, State},
    http::header,
    response::{Html, IntoResponse, Response},
};
use leptos::prelude::*;
use leptos_meta::HashedStylesheet;
use pulldown_cmark::{Options, Parser, html::push_html};

use super::{ApiError, AppState};

/// Where they begin.
pub(super) const HELP: &str = "/help";
/// One of them.
pub(super) const HELP_PAGE: &str = "/help/{*page}";

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
    let drawn = Owner::new().with(|| document(page, view! { <HashedStylesheet options /> }.into_any()));
    let headers = [(header::CONTENT_SECURITY_POLICY, policy), (header::CACHE_CONTROL, "no-cache".to_owned())];
    (headers, Html(drawn)).into_response()
}

/// The page as a plain file, with what must stand in its head.
pub(super) fn plain_file(page: &HelpPage, style: &str, policy: &str) -> String {
    Owner::new().with(|| {
        let head = view! {
            <meta http-equiv="Content-Security-Policy" content=policy.to_owned() />
            <link rel="stylesheet" href=style.to_owned() />
        };
        document(page, head.into_any())
    })
}

fn document(page: &HelpPage, head: AnyView) -> String {
    let entries: Vec<_> = PAGES
        .iter()
        .map(|entry| {
            let current = (entry.name == page.name).then_some("page");
            let lang = entry.language.tag();
            view! {
                <li>
                    <a href=format!("{HELP}/{}", entry.name) lang=lang aria-current=current>
                        {entry.title}
                    </a>
                </li>
            }
        })
        .collect();
    let desktop = match page.language {
        Language::English => "Desktop",
        Language::Japanese => "デスクトップ",
    };
    let drawn = view! {
        <html lang=page.language.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content="Help for Streamdesk" />
                <title>{format!("{} - Streamdesk", page.title)}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                {head}
            </head>
            <body class="admin help">
                <header class="bar">
                    <strong>"Streamdesk"</strong>
                </header>
                <nav class="admin-nav" aria-label="Help">
                    <ul>{entries}</ul>
                    <a href="/">{desktop}</a>
                </nav>
                <main inner_html=html(page.markdown)></main>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", drawn.to_html())
}

/// The Markdown is the program's own, so what it says is drawn as it is.
fn html(markdown: &str) -> String {
    let mut html = String::new();
    push_html(&mut html, Parser::new_ext(markdown, Options::ENABLE_TABLES));
    // A table that is wider than a narrow page is moved in its own box; by keyboard too.
    html.replace(
        "<table>",
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>",
    )
    .replace("</table>", "</table></div>")
    .replace("<th></th>", "<td></td>")
    .replace("<pre>", "<pre tabindex=\"0\">")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_code_can_be_moved_by_keyboard() {
        let drawn = html("| a | |\n| --- | --- |\n| b | c |\n\n```sh\nmake demo\n```\n");
        assert!(drawn.contains("role=\"region\" aria-label=\"Table\"><table>"), "{drawn}");
        assert!(drawn.contains("<pre tabindex=\"0\">") && !drawn.contains("<th></th>"), "{drawn}");
    }

    #[test]
    fn every_page_has_one_heading_of_the_first_level() {
        for page in &PAGES {
            assert_eq!(html(page.markdown).matches("<h1>").count(), 1, "{}", page.name);
            assert!(page.markdown.starts_with(&format!("# {}\n", page.title)), "{}", page.name);
        }
    }
}
