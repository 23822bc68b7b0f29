//! The link to the help, in the language of the page.

use crate::{
    text::{Language, Text, language},
    ui::{El, classed},
};

const HELP: Text = Text::new("Help", "ヘルプ");

/// The link in the header. A page of its own, in a tab of its own: a call may be going on here.
pub fn help_link() -> El {
    let path = if language() == Language::Japanese { "/help/ja/agent" } else { "/help/agent" };
    classed("a", "help-link").attr("href", path).attr("target", "streamdesk-help").text(HELP.get())
}
