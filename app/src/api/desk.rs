//! How an administrator wants the desk to be: its name and colour, what is asked for after a contact, what is shown of
//! it. Everybody who opens the page can read it: nothing secret belongs here.

use connect_streams::{ContactSnapshot, Dictionary, choice, record};
use serde::Serialize;

use super::{MAX_ATTRIBUTE, MAX_ATTRIBUTES};
use crate::text::Language;

/// The desk as it is configured, `[desk]` of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DeskConfig {
    /// The name in the page's header; `Streamdesk` where it is empty.
    pub name: String,
    /// The address of a logo, shown before the name; none where it is empty.
    pub logo_url: String,
    /// The accent colour as `#rrggbb`, the same in both themes; the desk's own where it is empty.
    pub accent: String,
    /// Where the CCP's own panel is, for agents who have not chosen.
    pub panel: PanelPlace,
    /// Seconds of after contact work until the instance clears a contact by itself; 0 where it does not, or nobody knows.
    pub after_contact_work_s: u32,
    /// What is done after a missed contact, for agents who have not chosen.
    pub after_missed: AfterMissed,
    /// What the instance's own statuses are called in each language.
    pub statuses: Vec<StatusLabel>,
    /// Keys that are not those of the program, for agents who have not chosen.
    pub shortcuts: Vec<ShortcutKey>,
    /// What contacts are wrapped up with.
    pub dispositions: Vec<Disposition>,
    /// The queues whose contacts are not cleared without a disposition; `*` for all.
    pub disposition_required: Vec<String>,
    /// The contact attributes that are shown, in this order. Where there are none, all are shown by their names.
    pub attributes: Vec<AttributeRule>,
    /// Pages that are opened with a contact.
    pub screen_pops: Vec<ScreenPop>,
    /// What customers see who are called from a queue, by its name.
    pub caller_ids: Vec<CallerId>,
}

record! { DeskConfig {
    "name" => name: Given,
    "logo_url" => logo_url: Given,
    "accent" => accent: Given,
    "panel" => panel: Given,
    "after_contact_work_s" => after_contact_work_s: Given,
    "after_missed" => after_missed: Given,
    "statuses" => statuses,
    "shortcuts" => shortcuts,
    "dispositions" => dispositions: Given,
    "disposition_required" => disposition_required: Given,
    "attributes" => attributes: Given,
    "screen_pops" => screen_pops: Given,
    "caller_ids" => caller_ids: Given,
    !others
} }

/// Where the CCP's own panel is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PanelPlace {
    /// Beside the desk.
    #[default]
    Beside,
    /// Folded away, with a button that unfolds it.
    Collapsed,
    /// Out of sight. It still works: sound and chats are in it.
    Hidden,
}

choice! { PanelPlace { Beside = "beside", Collapsed = "collapsed", Hidden = "hidden" } }

/// What is done after a missed contact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AfterMissed {
    /// Nothing: the agent clears it and chooses a status.
    #[default]
    Ask,
    /// It is cleared and the agent is available again, up to three times in a row.
    Return,
}

choice! { AfterMissed { Ask = "ask", Return = "return" } }

/// What a status of the instance is called here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StatusLabel {
    /// Its name in the instance.
    pub name: String,
    /// What people read.
    pub label: String,
    /// The same in Japanese; the label where it is empty.
    pub label_ja: String,
}

record! { StatusLabel {
    "name" => name: Given,
    "label" => label: Given,
    "label_ja" => label_ja: Given,
    !others
} }

/// The key of one control, for agents who have not chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ShortcutKey {
    /// The control's word.
    pub control: String,
    /// The combination, as `Ctrl+Alt+Shift+Meta+A`; none where it is empty.
    pub key: String,
}

record! { ShortcutKey {
    "control" => control: Given,
    "key" => key: Given,
    !others
} }

/// One way in which a contact may have come out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Disposition {
    /// What the record keeps.
    pub code: String,
    /// What the agent reads.
    pub label: String,
    /// The same in Japanese; the label where it is empty.
    pub label_ja: String,
    /// The queue for whose contacts it is; all where it is empty.
    pub queue: String,
    /// A second level, of which one is chosen as well.
    pub details: Vec<DispositionDetail>,
}

record! { Disposition {
    "code" => code: Given,
    "label" => label: Given,
    "label_ja" => label_ja: Given,
    "queue" => queue: Given,
    "details" => details: Given,
    !others
} }

/// The second level of a disposition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DispositionDetail {
    /// What the record keeps, behind the disposition's code and a slash.
    pub code: String,
    /// What the agent reads.
    pub label: String,
    /// The same in Japanese; the label where it is empty.
    pub label_ja: String,
}

record! { DispositionDetail {
    "code" => code: Given,
    "label" => label: Given,
    "label_ja" => label_ja: Given,
    !others
} }

/// How one contact attribute is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AttributeRule {
    /// The attribute's name.
    pub key: String,
    /// What stands before its value; the name where it is empty.
    pub label: String,
    /// The same in Japanese; the label where it is empty.
    pub label_ja: String,
    /// An address that the value links to, with `{{value}}` where the value belongs.
    pub link: String,
    /// Whether the value is covered until the agent asks for it.
    pub masked: bool,
    /// Whether contact records have it.
    pub record: bool,
}

record! { AttributeRule {
    "key" => key: Given,
    "label" => label: Given,
    "label_ja" => label_ja: Given,
    "link" => link: Given,
    "masked" => masked: Given,
    "record" => record: Given,
    !others
} }

/// A page that is opened with a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ScreenPop {
    /// What its button says.
    pub label: String,
    /// The same in Japanese; the label where it is empty.
    pub label_ja: String,
    /// The address, with `{{contact_id}}`, `{{customer}}`, `{{queue}}`, `{{channel}}`, `{{agent}}` or the name of a contact
    /// attribute where its value belongs.
    pub url: String,
    /// The queue for whose contacts it is; all where it is empty.
    pub queue: String,
    /// Whether it opens by itself when the contact is connected, else by its button only.
    pub automatic: bool,
}

record! { ScreenPop {
    "label" => label: Given,
    "label_ja" => label_ja: Given,
    "url" => url: Given,
    "queue" => queue: Given,
    "automatic" => automatic: Given,
    !others
} }

/// What customers see who are called from a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CallerId {
    /// The queue's name.
    pub queue: String,
    /// The number or name that the customer sees.
    pub shows: String,
}

record! { CallerId {
    "queue" => queue: Given,
    "shows" => shows: Given,
    !others
} }

/// A label in the language of the page.
pub fn label<'config>(label: &'config str, label_ja: &'config str, language: Language) -> &'config str {
    if language == Language::Japanese && !label_ja.is_empty() { label_ja } else { label }
}

impl DeskConfig {
    /// The dispositions for contacts of this queue.
    pub fn dispositions_of(&self, queue: Option<&str>) -> Vec<&Disposition> {
        let fits = |disposition: &&Disposition| {
            disposition.queue.is_empty() || Some(disposition.queue.as_str()) == queue
        };
        self.dispositions.iter().filter(fits).collect()
    }

    /// The attributes of a contact that its record is to have.
    pub fn recorded(&self, contact: &ContactSnapshot) -> Dictionary<String> {
        let rules = self.attributes.iter().filter(|rule| rule.record);
        let values = rules.filter_map(|rule| {
            let mut value = contact.attributes.get(&rule.key)?.value.clone()?;
            value.retain(|letter| letter != '\0');
            value.truncate(value.floor_char_boundary(MAX_ATTRIBUTE));
            Some((rule.key.clone(), value))
        });
        values.take(MAX_ATTRIBUTES).collect()
    }

    /// Whether a contact of this queue needs a disposition before it is cleared.
    pub fn requires_disposition(&self, queue: Option<&str>) -> bool {
        let named = |name: &String| name == "*" || Some(name.as_str()) == queue;
        self.disposition_required.iter().any(named) && !self.dispositions_of(queue).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_has_its_own_dispositions_and_those_of_all() {
        let of = |code: &str, queue: &str| Disposition {
            code: code.to_owned(),
            queue: queue.to_owned(),
            ..Disposition::default()
        };
        let desk = DeskConfig {
            dispositions: vec![of("resolved", ""), of("refund", "Billing")],
            disposition_required: vec!["Billing".to_owned()],
            ..DeskConfig::default()
        };
        let codes =
            |queue| desk.dispositions_of(queue).iter().map(|one| one.code.as_str()).collect::<Vec<_>>();
        assert_eq!(codes(Some("Billing")), ["resolved", "refund"]);
        assert_eq!(codes(None), ["resolved"]);
        assert!(desk.requires_disposition(Some("Billing")));
        assert!(!desk.requires_disposition(Some("Support")));
        assert!(
            !DeskConfig { disposition_required: vec!["*".to_owned()], ..DeskConfig::default() }
                .requires_disposition(Some("Billing"))
        );
    }
}
