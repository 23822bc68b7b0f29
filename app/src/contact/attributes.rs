//! What flows and other programs noted about the contact in focus, as the desk is configured to show it; and what a task
//! is about and refers to.
//!
//! Whatever a value holds, it is a text node: markup in it is read, not obeyed.

use std::sync::Arc;

use connect_streams::{ContactSnapshot, ReferenceType};
use leptos::prelude::*;

use super::address;
use crate::{
    api::{AttributeRule, label},
    desktop::{DeskContact, Input, use_desktop},
    text::{Language, Text, language},
    ui::{El, Memo, classed, el},
};

const TITLE: Text = Text::new("Attributes", "属性");
const DESCRIPTION: Text = Text::new("Description", "説明");
const SHOW: Text = Text::new("Show", "表示");
const SHOW_NAMED: Text = Text::new("Show {}", "{}を表示");
const HIDE: Text = Text::new("Hide", "隠す");
const HIDE_NAMED: Text = Text::new("Hide {}", "{}を隠す");
const SHOW_ALL: Text = Text::new("Show all", "すべて表示");
const SHOW_ALL_NAMED: Text = Text::new("Show all of {}", "{}をすべて表示");
const SHOW_LESS: Text = Text::new("Show less", "短く表示");
const SHOW_LESS_NAMED: Text = Text::new("Show less of {}", "{}を短く表示");

/// What stands for a value that is covered. Its length says nothing of the value's.
const COVER: &str = "••••••";
/// So many characters of a long value are shown.
const SHORT: usize = 500;
/// Parts the parts of a key: no name holds it.
const PART: char = '\0';

/// One line of the panel.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    label: String,
    value: String,
    link: Option<String>,
    /// What is said when a covered value is shown: of which contact, and the key; none where the value is not covered.
    covered: Option<[String; 2]>,
}

/// Attributes, description and references of the contact in focus.
pub fn attributes_panel() -> El {
    let desktop = use_desktop();
    let rules = Arc::new(desktop.config().desk.attributes);
    let keys = {
        let rules = Arc::clone(&rules);
        Memo::new(move |before: Option<&Vec<String>>| {
            let contact = desktop.contact.read();
            contact.as_ref().map(|contact| shown(contact, &rules, before)).unwrap_or_default()
        })
    };
    classed("section", "attributes")
        .attr("aria-labelledby", "attributes-title")
        .flag("hidden", move || keys.read().is_empty())
        .child(el("h2").attr("id", "attributes-title").text(TITLE.get()))
        .child(el("dl").each(move || keys.get(), move |key| line_view(Line::of(key, &rules, language()))))
}

/// What is shown of the contact in focus. The service lists one that is cleared no more: what was shown of it last stays.
fn shown(contact: &DeskContact, rules: &[AttributeRule], before: Option<&Vec<String>>) -> Vec<String> {
    if let Some(snapshot) = &contact.snapshot {
        return listed(snapshot, rules);
    }
    let is_same = |key: &String| key.split(PART).next() == Some(&contact.timeline.contact_id);
    before.filter(|before| before.iter().all(is_same)).cloned().unwrap_or_default()
}

/// What there is to show of a contact, in order: a key for each line, which holds all that the contact says. So a line is made
/// anew exactly when that changes, and covered again with another contact.
fn listed(contact: &ContactSnapshot, rules: &[AttributeRule]) -> Vec<String> {
    let mut keys = Vec::new();
    let mut list = |kind: &str, name: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let parts = [&contact.contact_id, kind, name, value];
            keys.push(parts.join(PART.encode_utf8(&mut [0; 4])));
        }
    };
    list("description", "", contact.description.as_deref());
    for (name, reference) in &contact.references {
        let link = reference.kind == Some(ReferenceType::Url);
        list(if link { "link" } else { "reference" }, name, reference.value.as_deref());
    }
    let value_of = |name: &str| contact.attributes.get(name).and_then(|one| one.value.as_deref());
    if rules.is_empty() {
        for name in contact.attributes.keys() {
            list("attribute", name, value_of(name));
        }
    }
    for rule in rules {
        list("attribute", &rule.key, value_of(&rule.key));
    }
    keys
}

impl Line {
    fn of(key: &str, rules: &[AttributeRule], language: Language) -> Self {
        let mut parts = key.splitn(4, PART);
        let mut part = || parts.next().unwrap_or_default();
        let (contact_id, kind, name, value) = (part(), part(), part(), part().to_owned());
        let rule = rules.iter().find(|rule| kind == "attribute" && rule.key == name);
        let link = match rule {
            _ if kind == "link" => address::link_to(&value),
            Some(rule) if !rule.link.is_empty() => address::link(&rule.link, &value),
            _ => None,
        };
        let named = rule.map_or("", |rule| label(&rule.label, &rule.label_ja, language));
        let label = match kind {
            "description" => DESCRIPTION.of(language),
            _ if named.is_empty() => name,
            _ => named,
        };
        let covered = rule.filter(|rule| rule.masked).map(|_| [contact_id.to_owned(), name.to_owned()]);
        Self { label: label.to_owned(), value, link, covered }
    }
}

/// The beginning of a value that is too long to be shown at once.
fn beginning(value: &str) -> Option<&str> {
    value.char_indices().nth(SHORT).map(|(end, _)| &value[..end])
}

fn line_view(line: Line) -> El {
    let Line { label, value, link, covered } = line;
    let (bare, whole) = (RwSignal::new(covered.is_none()), RwSignal::new(false));
    let is_long = beginning(&value).is_some();
    let shown = move || {
        let text = match beginning(&value) {
            _ if !bare.get() => COVER.to_owned(),
            Some(short) if !whole.get() => [short, "…"].concat(),
            _ => value.clone(),
        };
        let element = match link.clone().filter(|_| bare.get()) {
            Some(href) => {
                el("a").attr("href", href).attr("target", "_blank").attr("rel", "noopener noreferrer")
            }
            None => el("span"),
        };
        Some(element.attr("dir", "auto").text(text))
    };
    let more = label.clone();
    let uncover = covered.map(|[contact_id, key]| {
        toggle(bare, label.clone(), [SHOW, HIDE], [SHOW_NAMED, HIDE_NAMED]).click(move || {
            // After what switches it on.
            if bare.get_untracked() {
                let (contact_id, key) = (contact_id.clone(), key.clone());
                use_desktop().send(Input::Revealed { contact_id, key });
            }
        })
    });
    el("div").child(el("dt").attr("dir", "auto").text(label)).child(classed("dd", "value").live(shown)).child(
        classed("dd", "action").children(uncover).show(
            move || is_long && bare.get(),
            move || toggle(whole, more.clone(), [SHOW_ALL, SHOW_LESS], [SHOW_ALL_NAMED, SHOW_LESS_NAMED]),
        ),
    )
}

/// A button that switches something on and off. Its name says of what, because there are many of them.
fn toggle(on: RwSignal<bool>, of: String, texts: [Text; 2], names: [Text; 2]) -> El {
    classed("button", "small")
        .attr("type", "button")
        .live_attr("aria-label", move || Some(names[usize::from(on.get())].with(&[&of])))
        .click(move || on.update(|on| *on = !*on))
        .live_text(move || texts[usize::from(on.get())].get().to_owned())
}

#[cfg(test)]
mod tests {
    use connect_streams::{Attribute, Reference};

    use super::*;
    use crate::contact::stage::tests::{desk_contact, held};

    fn contact(attributes: &[(&str, &str)]) -> ContactSnapshot {
        let mut contact = held();
        let attribute = |value: &str| Attribute { value: Some(value.to_owned()), ..Attribute::default() };
        contact.attributes =
            attributes.iter().map(|(name, value)| ((*name).to_owned(), attribute(value))).collect();
        contact
    }

    fn lines(contact: &ContactSnapshot, rules: &[AttributeRule]) -> Vec<Line> {
        listed(contact, rules).iter().map(|key| Line::of(key, rules, Language::English)).collect()
    }

    #[test]
    fn without_rules_all_are_shown_by_their_names() {
        let shown = lines(&contact(&[("b", "2"), ("a", "<img src=x onerror=alert(1)>")]), &[]);
        let shown: Vec<_> = shown.iter().map(|line| (line.label.as_str(), line.value.as_str())).collect();
        assert_eq!(shown, [("a", "<img src=x onerror=alert(1)>"), ("b", "2")]);
    }

    #[test]
    fn rules_say_which_in_what_order_and_how() {
        let rules = [
            AttributeRule {
                key: "Order".to_owned(),
                label: "Order no.".to_owned(),
                label_ja: "注文番号".to_owned(),
                link: "https://shop.example.com/{{value}}".to_owned(),
                ..AttributeRule::default()
            },
            AttributeRule { key: "Card".to_owned(), masked: true, ..AttributeRule::default() },
            AttributeRule { key: "Missing".to_owned(), ..AttributeRule::default() },
        ];
        let contact = contact(&[("Card", "4111"), ("Order", "a/b"), ("Other", "x")]);
        let shown = lines(&contact, &rules);
        assert_eq!(shown.len(), 2);
        assert_eq!((shown[0].label.as_str(), shown[1].label.as_str()), ("Order no.", "Card"));
        assert_eq!(shown[0].link.as_deref(), Some("https://shop.example.com/a%2Fb"));
        assert_eq!(shown[0].covered, None);
        assert_eq!(
            shown[1].covered,
            Some([contact.contact_id.clone(), "Card".to_owned()]),
            "never the value"
        );
        let key = &listed(&contact, &rules)[0];
        assert_eq!(Line::of(key, &rules, Language::Japanese).label, "注文番号");
    }

    #[test]
    fn a_task_shows_what_it_is_about_and_links_only_to_the_web() {
        let mut task = contact(&[]);
        task.description = Some("Call back\nabout the refund".to_owned());
        task.references.insert("Page".to_owned(), Reference::url("https://example.com/"));
        task.references.insert("Trap".to_owned(), Reference::url("javascript:alert(1)"));
        let shown = lines(&task, &[]);
        assert_eq!(shown[0].label, "Description");
        assert_eq!(shown[1].link.as_deref(), Some("https://example.com/"));
        assert_eq!((shown[2].label.as_str(), shown[2].link.as_ref()), ("Trap", None));
    }

    #[test]
    fn what_was_shown_stays_while_a_cleared_contact_does() {
        let mut open = desk_contact(contact(&[("a", "1")]));
        let before = shown(&open, &[], None);
        assert_eq!(before.len(), 1);
        open.snapshot = None;
        assert_eq!(shown(&open, &[], Some(&before)), before);
        assert!(shown(&open, &[], None).is_empty());
        open.timeline.contact_id = "another".to_owned();
        assert!(shown(&open, &[], Some(&before)).is_empty(), "never another contact's");
    }

    #[test]
    fn long_values_are_cut_between_letters() {
        let value = "あ".repeat(11_000);
        assert_eq!(beginning(&value).unwrap().chars().count(), SHORT);
        assert_eq!(beginning(&"あ".repeat(SHORT)), None);
    }

    #[test]
    fn no_value_breaks_out_of_its_place() {
        let owner = Owner::new();
        owner.with(|| {
            let key = &listed(&contact(&[("a", "</dd><script>alert(1)</script>")]), &[])[0];
            let html = line_view(Line::of(key, &[], Language::English)).to_html();
            assert!(html.contains("&lt;script&gt;") && !html.contains("<script>"), "{html}");
        });
    }

    #[test]
    fn a_covered_value_is_nowhere_on_the_page() {
        let owner = Owner::new();
        owner.with(|| {
            let rules = [AttributeRule {
                key: "Card".to_owned(),
                masked: true,
                link: "https://x/{{value}}".to_owned(),
                ..AttributeRule::default()
            }];
            let key = &listed(&contact(&[("Card", "4111")]), &rules)[0];
            let html = line_view(Line::of(key, &rules, Language::English)).to_html();
            assert!(!html.contains("4111") && html.contains(COVER), "{html}");
        });
    }
}
