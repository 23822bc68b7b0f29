//! A page beside the desktop's: the history, the origin doctor. It starts no CCP, and what is in it is a part of the program
//! that is loaded when the page is opened. Until then, and on the server, there is what it is called.

use leptos::prelude::*;

use crate::{
    api::PageConfig,
    settings::{brand, keep_looks, provide_preferences, use_preferences},
    text::Text,
    ui::{El, HEIR, Maker, classed, el, loaded},
};

/// What makes all that is in the page.
pub(crate) type Content = fn(&PageConfig) -> El;

/// What such a page is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SidePage {
    /// Its class, for its looks.
    pub(crate) class: &'static str,
    /// Its title.
    pub(crate) title: Text,
    /// What is said to browsers without JavaScript.
    pub(crate) no_script: Text,
    /// Where the focus goes when what had it is gone.
    pub(crate) heir: &'static str,
}

impl SidePage {
    /// The page, with its content as soon as that is loaded.
    pub(crate) fn draw<E: 'static>(
        self,
        config: &PageConfig,
        content: impl Future<Output = Result<Content, E>> + 'static,
    ) -> El {
        provide_preferences(config);
        keep_looks(&config.desk);
        let preferences = use_preferences();
        let (of_bar, config) = (config.desk.clone(), config.clone());
        let content = loaded(async move {
            let content = content.await.ok()?;
            Some(Box::new(move || content(&config)) as Maker)
        });
        classed("div", "page")
            .live(preferences.drawn_anew(move || classed("header", "bar").child(brand(&of_bar))))
            .child(
                classed("main", self.class)
                    .attr(HEIR, self.heir)
                    .live(preferences.drawn_anew(move || el("h2").text(self.title.get())))
                    .child(el("noscript").child(el("p").text(self.no_script.get())))
                    .child(content),
            )
    }
}

/// Whether the browser is at this path.
pub(crate) fn is_at(path: &str) -> bool {
    window().location().pathname().unwrap_or_default().trim_end_matches('/') == path
}
