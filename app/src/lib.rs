//! Everything a person sees of Streamdesk. Rendered on the server, built anew in the browser.
//!
//! Each room is one folder with its types, its pure logic, its views and its tests. Nothing here knows a database or a
//! handler; nothing but [`desktop`] knows the CCP.

#[cfg(feature = "ssr")]
pub mod admin;
pub mod agent;
pub mod alerts;
pub mod api;
pub mod call;
pub mod contact;
pub mod desktop;
pub mod history;
pub mod origins;
pub mod records;
pub mod settings;
mod side_page;
mod sorted;
pub mod support;
pub mod text;
pub mod ui;

use leptos::{WasmSplitManifest, prelude::*};
use leptos_meta::HashedStylesheet;

use agent::agent_panel;
use alerts::{keep_title, live_regions};
use api::{CONFIG_ELEMENT, Feature, PageConfig};
use call::{call_panel, provide_call_desk};
use contact::{attributes_panel, contact_list, contact_panel, open_screen_pops, wrap_up_panel};
use desktop::{banners, ccp_panel, provide_desktop, signed_in_box, use_desktop};
use history::history_link;
use records::today_panel;
use settings::{
    Panel, brand, columns, keep_looks, listen_for_keys, panels, provide_preferences, provide_settings,
    settings_buttons, settings_dialog, use_preferences,
};
use support::{help_link, softphone_panel, support_button};
use text::Text;
use ui::{El, HEIR, classed, provide_tick};

/// The document around a page, [`page`] or [`history::history_page`], as a server draws it.
pub fn shell(
    options: LeptosOptions,
    config: &PageConfig,
    page: fn(&PageConfig) -> El,
) -> impl IntoView + use<> {
    let head = view! {
        <HashedStylesheet id="leptos" options=options.clone() />
        // Not in the body: all that is there belongs to the page that takes over.
        <script id=CONFIG_ELEMENT type="application/json" inner_html=config.to_script()></script>
        <HydrationScripts options />
        {later_parts()}
    };
    document(config, page, ().into_any(), head.into_any())
}

/// Asks for the script that loads what is loaded later, of which [`HydrationScripts`] tells. The program's own imports it:
/// a browser that learns of it there asks a whole turn later, and the program waits.
fn later_parts() -> Option<impl IntoView + use<>> {
    let WasmSplitManifest(parts) = use_context()?;
    let script = parts.with_value(|(folder, _, script)| format!("{folder}/{script}"));
    Some(view! { <link rel="modulepreload" href=script /> })
}

/// What stands in the head of a page that is a plain file. It names its files by their paths.
#[derive(Clone, Debug)]
pub struct StaticHead {
    /// The `Content-Security-Policy`, for hosts that send none.
    pub policy: String,
    /// The style.
    pub style: String,
    /// The program's JavaScript, and the script that it imports.
    pub scripts: [String; 2],
    /// The program.
    pub program: String,
    /// What the script that starts it must know, as JSON.
    pub home: String,
    /// The text of that script.
    pub boot: &'static str,
}

/// The document around a page that is a plain file: its settings come from elsewhere.
pub fn static_shell(
    config: &PageConfig,
    page: fn(&PageConfig) -> El,
    head: StaticHead,
) -> impl IntoView + use<> {
    let policy = view! { <meta http-equiv="Content-Security-Policy" content=head.policy /> };
    let [script, imported] = head.scripts;
    let head = view! {
        <link rel="stylesheet" href=head.style />
        <link rel="modulepreload" href=script />
        <link rel="modulepreload" href=imported />
        <link rel="preload" href=head.program r#as="fetch" r#type="application/wasm" crossorigin="" />
        <script id="streamdesk-home" type="application/json" inner_html=head.home></script>
        <script inner_html=head.boot></script>
    };
    document(config, page, policy.into_any(), head.into_any())
}

/// `first` comes before anything is loaded.
fn document(
    config: &PageConfig,
    page: fn(&PageConfig) -> El,
    first: AnyView,
    head: AnyView,
) -> impl IntoView + use<> {
    let lang = config.language.as_str();
    view! {
        <!DOCTYPE html>
        <html lang=lang>
            <head>
                <meta charset="utf-8" />
                {first}
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content="Streamdesk, the open agent desktop for Amazon Connect" />
                <title>"Streamdesk"</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                {head}
            </head>
            <body>{page(config)}</body>
        </html>
    }
}

/// The panels beside the CCP, in the desk's own order.
static PANELS: [Panel; 5] = [
    Panel::new("call", Text::new("Call control", "通話コントロール"), call_panel),
    Panel::new("contact", Text::new("Contact", "コンタクト"), contact_panel),
    Panel::new("wrap-up", Text::new("Wrap-up", "後処理"), wrap_up_panel),
    Panel::new("attributes", Text::new("Attributes", "属性"), attributes_panel),
    Panel::new("today", Text::new("Today", "本日"), today_panel),
];

/// The page, with the runtime settings that are the same on the server and in the browser. What the agent's language
/// changes is drawn anew with it; the CCP's frame never is.
pub fn page(config: &PageConfig) -> El {
    provide_preferences(config);
    provide_tick();
    let desktop = provide_desktop(config.clone());
    provide_call_desk();
    provide_settings(desktop);
    keep_looks(&config.desk);
    keep_title(&config.desk);
    open_screen_pops();
    listen_for_keys(desktop);
    let preferences = use_preferences();
    classed("div", "page")
        .attr(HEIR, "#status:enabled, .ccp-notice button")
        .live(preferences.drawn_anew(bar))
        .live(preferences.drawn_anew(banners))
        .live(preferences.drawn_anew(softphone_panel))
        .child(columns(left(), preferences.drawn_anew(|| panels(&PANELS))))
        .child(settings_dialog(&PANELS))
        .live(preferences.drawn_anew(live_regions))
}

/// The left column: the contacts on the desk, and the CCP.
fn left() -> El {
    let preferences = use_preferences();
    classed("div", "left").live(preferences.drawn_anew(contact_list)).child(ccp_panel())
}

/// The header of the page.
fn bar() -> El {
    let desk = use_desktop().config().desk;
    classed("header", "bar")
        .child(brand(&desk))
        .child(agent_panel())
        .children(use_desktop().has(Feature::History).then(history_link))
        .child(settings_buttons())
        .child(support_button())
        .child(help_link())
        .child(signed_in_box())
}
