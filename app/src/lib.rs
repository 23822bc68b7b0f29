//! Everything a person sees of Streamdesk. Renders on the server, hydrates in the browser.
//!
//! Each room is one folder with its types, its pure logic, its views and its tests. Nothing here knows a database or a
//! handler; nothing but [`desktop`] knows the CCP.

pub mod agent;
pub mod api;
pub mod contact;
pub mod desktop;
pub mod records;
pub mod ui;

use leptos::prelude::*;
use leptos_meta::HashedStylesheet;

use agent::AgentPanel;
use api::{CONFIG_ELEMENT, PageConfig};
use contact::ContactPanel;
use desktop::{CcpPanel, provide_desktop};
use records::TodayPanel;
use ui::provide_tick;

/// The document around the page.
pub fn shell(options: LeptosOptions, config: PageConfig) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content="Streamdesk, the open agent desktop for Amazon Connect" />
                <title>"Streamdesk"</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <HashedStylesheet id="leptos" options=options.clone() />
                // Not in the body: all that is there belongs to the page that takes over.
                <script id=CONFIG_ELEMENT type="application/json" inner_html=config.to_script()></script>
                <HydrationScripts options />
            </head>
            <body>
                <App config />
            </body>
        </html>
    }
}

/// The page.
#[component]
pub fn App(
    /// The runtime settings, the same on the server and in the browser.
    config: PageConfig,
) -> impl IntoView {
    provide_tick();
    let ccp = provide_desktop(config.clone());
    view! {
        <header class="bar">
            <h1>"Streamdesk"</h1>
            <AgentPanel />
        </header>
        <main>
            <CcpPanel container=ccp config />
            <div class="work">
                <ContactPanel />
                <TodayPanel />
            </div>
        </main>
    }
}
