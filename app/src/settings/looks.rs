//! How the page looks: its language for screen readers, light or dark, the name, logo and colour of the company.

use leptos::prelude::*;

use super::{Theme, use_preferences};
use crate::{
    api::DeskConfig,
    ui::{El, effect, el, script::set_style},
};

/// What the desk is called where the company gave it no name.
const NAME: &str = "Streamdesk";

/// Keeps the document as the agent wants it, and gives it the company's colour.
pub fn keep_looks(desk: &DeskConfig) {
    let preferences = use_preferences();
    let accent = accent(&desk.accent);
    effect(move || {
        let Some(root) = document().document_element() else { return };
        // An attribute of this program's own is always taken.
        let _ = root.set_attribute("lang", preferences.language().as_str());
        let theme = match preferences.with(|one| one.theme) {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        };
        let _ = match theme {
            Some(theme) => root.set_attribute("data-theme", theme),
            None => root.remove_attribute("data-theme"),
        };
        if let Some((accent, on_accent)) = &accent {
            set_style(&root, "--accent", Some(accent));
            set_style(&root, "--on-accent", Some(on_accent));
        }
    });
}

/// The name of the desk.
pub fn desk_name(desk: &DeskConfig) -> &str {
    if desk.name.trim().is_empty() { NAME } else { &desk.name }
}

/// The name of the desk in the header, behind the logo.
pub fn brand(desk: &DeskConfig) -> El {
    let heading = el("h1");
    let heading = if desk.logo_url.is_empty() {
        heading
    } else {
        // The name beside it says the same.
        let logo = el("img").attr("src", desk.logo_url.clone()).attr("alt", "");
        heading.attr("data-logo", "").child(logo)
    };
    heading.text(desk_name(desk).to_owned())
}

/// The accent colour and the one that is read on it; none unless it is written as `#rrggbb`.
pub fn accent(colour: &str) -> Option<(String, &'static str)> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok().map(linear);
    let luminance = 0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?;
    // Where both have the same contrast, by the WCAG's formula.
    let on_accent = if luminance > 0.179 { "#0d1420" } else { "#ffffff" };
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| (colour.to_owned(), on_accent))
}

/// A channel's share of the light, near enough to choose between black and white.
fn linear(channel: u8) -> f64 {
    let share = f64::from(channel) / 255.0;
    share * share * (0.7 + 0.3 * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_colour_is_a_colour() {
        assert_eq!(accent("#1f5fbf"), Some(("#1f5fbf".to_owned(), "#ffffff")));
        assert_eq!(accent("#FFD400"), Some(("#FFD400".to_owned(), "#0d1420")));
        for wrong in ["", "red", "#fff", "#12345g", "#+12345", "#1f5fbf;x:y", "#あい"] {
            assert_eq!(accent(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_desk_without_a_name_has_ours() {
        assert_eq!(desk_name(&DeskConfig::default()), "Streamdesk");
        assert_eq!(desk_name(&DeskConfig { name: "Acme".to_owned(), ..DeskConfig::default() }), "Acme");
    }

    #[test]
    fn a_logo_stands_before_the_name() {
        let desk = DeskConfig { logo_url: "/logo.svg".to_owned(), ..DeskConfig::default() };
        assert_eq!(brand(&desk).to_html(), r#"<h1 data-logo=""><img src="/logo.svg" alt="">Streamdesk</h1>"#);
    }
}
