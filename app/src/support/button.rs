//! The button that saves the support file.

use crate::{
    desktop::{Input, use_desktop},
    text::Text,
    ui::{El, classed},
};

const SAVE: Text = Text::new("Save support file", "サポートファイルを保存");
const WHAT_IT_IS: Text = Text::new(
    "For whoever looks for a fault: versions, settings, what happened when. Without names, numbers, attributes and notes.",
    "不具合の調査用に、バージョン、設定、出来事の記録を保存します。氏名、電話番号、属性、メモは含まれません。",
);

/// A button that saves the support file.
pub fn support_button() -> El {
    let desktop = use_desktop();
    classed("button", "quiet support-save")
        .attr("type", "button")
        .attr("title", WHAT_IT_IS.get())
        .click(move || desktop.send(Input::SaveSupportFile))
        .text(SAVE.get())
}
