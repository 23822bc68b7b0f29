//! `[desk]`: how the desk looks and what it asks for, as it is written, and what makes it sound.

use app::{
    api::{
        AfterMissed, AttributeRule, CallerId, DeskConfig, Disposition, DispositionDetail, PanelPlace,
        ScreenPop, ShortcutKey, StatusLabel,
    },
    settings::{SHORTCUTS, Shortcut},
};
use serde::Deserialize;

use super::{ConfigError, Mistakes, check, invalid};

/// The most dispositions, attributes and caller IDs.
const MOST: usize = 200;

/// The most details of one disposition, and the most pages: each is a line or a button before the agent's eyes.
const FEW: usize = 50;

/// The longest after contact work that an instance can be set to, in seconds.
const LONGEST_WORK_S: i64 = 2_000_000;

/// Where a queue is named, and all are meant.
const EVERY_QUEUE: &str = "*";

/// Tables are lists of entries, which only a file can hold; the defaults have none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenDesk {
    name: String,
    logo_url: String,
    accent: String,
    panel: String,
    after_contact_work_s: i64,
    after_missed: String,
    disposition_required: Vec<String>,
    #[serde(default)]
    statuses: Vec<WrittenStatus>,
    #[serde(default)]
    shortcuts: Vec<WrittenShortcut>,
    #[serde(default)]
    dispositions: Vec<WrittenDisposition>,
    #[serde(default)]
    attributes: Vec<WrittenAttribute>,
    #[serde(default)]
    screen_pops: Vec<WrittenScreenPop>,
    #[serde(default)]
    caller_ids: Vec<WrittenCallerId>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenDisposition {
    code: String,
    label: String,
    label_ja: String,
    queue: String,
    details: Vec<WrittenDetail>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenDetail {
    code: String,
    label: String,
    label_ja: String,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenAttribute {
    key: String,
    label: String,
    label_ja: String,
    link: String,
    masked: bool,
    record: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenScreenPop {
    label: String,
    label_ja: String,
    url: String,
    queue: String,
    automatic: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenCallerId {
    queue: String,
    shows: String,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenStatus {
    name: String,
    label: String,
    label_ja: String,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenShortcut {
    control: String,
    key: String,
}

impl WrittenDesk {
    /// The desk. It counts only if nothing was wrong.
    pub(super) fn check(self, mistakes: &mut Mistakes) -> DeskConfig {
        mistakes.take(check::label_or_none("desk.name", &self.name));
        mistakes.take(check::image_or_none("desk.logo_url", &self.logo_url));
        mistakes.take(check::colour_or_none("desk.accent", &self.accent));
        let panel = mistakes.take(match self.panel.as_str() {
            "beside" => Ok(PanelPlace::Beside),
            "collapsed" => Ok(PanelPlace::Collapsed),
            "hidden" => Ok(PanelPlace::Hidden),
            _ => Err(invalid("desk.panel", "is beside, collapsed or hidden")),
        });
        let after_missed = mistakes.take(match self.after_missed.as_str() {
            "ask" => Ok(AfterMissed::Ask),
            "return" => Ok(AfterMissed::Return),
            _ => Err(invalid("desk.after_missed", "is ask or return")),
        });
        let after_contact_work_s = mistakes.take(
            u32::try_from(self.after_contact_work_s)
                .ok()
                .filter(|_| self.after_contact_work_s <= LONGEST_WORK_S)
                .ok_or_else(|| {
                    invalid(
                        "desk.after_contact_work_s",
                        format!("is a whole number of seconds from 0 to {LONGEST_WORK_S}"),
                    )
                }),
        );
        let statuses = each("statuses", MOST, self.statuses, mistakes, WrittenStatus::check);
        let shortcuts = each("shortcuts", FEW, self.shortcuts, mistakes, WrittenShortcut::check);
        let dispositions = each("dispositions", MOST, self.dispositions, mistakes, WrittenDisposition::check);
        let attributes = each("attributes", MOST, self.attributes, mistakes, WrittenAttribute::check);
        let screen_pops = each("screen_pops", FEW, self.screen_pops, mistakes, WrittenScreenPop::check);
        let caller_ids = each("caller_ids", MOST, self.caller_ids, mistakes, WrittenCallerId::check);
        let desk = DeskConfig {
            name: self.name,
            logo_url: self.logo_url,
            accent: self.accent,
            panel: panel.unwrap_or_default(),
            after_contact_work_s: after_contact_work_s.unwrap_or_default(),
            after_missed: after_missed.unwrap_or_default(),
            statuses,
            shortcuts,
            dispositions,
            disposition_required: self.disposition_required,
            attributes,
            screen_pops,
            caller_ids,
        };
        nothing_twice(&desk, mistakes);
        what_is_required_can_be_chosen(&desk, mistakes);
        no_key_does_two_things(&desk.shortcuts, mistakes);
        desk
    }
}

/// Checks the entries of one list, each by its place in it.
fn each<Written, Entry>(
    list: &str,
    limit: usize,
    written: Vec<Written>,
    mistakes: &mut Mistakes,
    check: fn(Written, &str, &mut Mistakes) -> Entry,
) -> Vec<Entry> {
    mistakes.take(check::at_most(&format!("desk.{list}"), written.len(), limit));
    let placed = written.into_iter().take(limit).enumerate();
    placed.map(|(index, entry)| check(entry, &format!("desk.{list}[{index}]"), mistakes)).collect()
}

impl WrittenDisposition {
    fn check(self, at: &str, mistakes: &mut Mistakes) -> Disposition {
        mistakes.take(check::code(&format!("{at}.code"), &self.code));
        mistakes.take(check::label(&format!("{at}.label"), &self.label));
        mistakes.take(check::label_or_none(&format!("{at}.label_ja"), &self.label_ja));
        mistakes.take(check::name_or_none(&format!("{at}.queue"), &self.queue));
        mistakes.take(check::at_most(&format!("{at}.details"), self.details.len(), FEW));
        let mut details: Vec<DispositionDetail> = Vec::new();
        for (index, detail) in self.details.into_iter().take(FEW).enumerate() {
            let detail = detail.check(&format!("{at}.details[{index}]"), mistakes);
            if !detail.code.is_empty() && details.iter().any(|other| other.code == detail.code) {
                mistakes.add(twice(&format!("{at}.details[{index}].code"), &detail.code));
            }
            details.push(detail);
        }
        Disposition {
            code: self.code,
            label: self.label,
            label_ja: self.label_ja,
            queue: self.queue,
            details,
        }
    }
}

impl WrittenDetail {
    fn check(self, at: &str, mistakes: &mut Mistakes) -> DispositionDetail {
        mistakes.take(check::code(&format!("{at}.code"), &self.code));
        mistakes.take(check::label(&format!("{at}.label"), &self.label));
        mistakes.take(check::label_or_none(&format!("{at}.label_ja"), &self.label_ja));
        DispositionDetail { code: self.code, label: self.label, label_ja: self.label_ja }
    }
}

impl WrittenAttribute {
    fn check(self, at: &str, mistakes: &mut Mistakes) -> AttributeRule {
        mistakes.take(check::name(&format!("{at}.key"), &self.key));
        mistakes.take(check::label_or_none(&format!("{at}.label"), &self.label));
        mistakes.take(check::label_or_none(&format!("{at}.label_ja"), &self.label_ja));
        mistakes.take(check::link_or_none(&format!("{at}.link"), &self.link));
        AttributeRule {
            key: self.key,
            label: self.label,
            label_ja: self.label_ja,
            link: self.link,
            masked: self.masked,
            record: self.record,
        }
    }
}

impl WrittenScreenPop {
    fn check(self, at: &str, mistakes: &mut Mistakes) -> ScreenPop {
        mistakes.take(check::label(&format!("{at}.label"), &self.label));
        mistakes.take(check::label_or_none(&format!("{at}.label_ja"), &self.label_ja));
        mistakes.take(check::page(&format!("{at}.url"), &self.url));
        mistakes.take(check::name_or_none(&format!("{at}.queue"), &self.queue));
        ScreenPop {
            label: self.label,
            label_ja: self.label_ja,
            url: self.url,
            queue: self.queue,
            automatic: self.automatic,
        }
    }
}

impl WrittenStatus {
    fn check(self, at: &str, mistakes: &mut Mistakes) -> StatusLabel {
        mistakes.take(check::name(&format!("{at}.name"), &self.name));
        mistakes.take(check::label(&format!("{at}.label"), &self.label));
        mistakes.take(check::label_or_none(&format!("{at}.label_ja"), &self.label_ja));
        StatusLabel { name: self.name, label: self.label, label_ja: self.label_ja }
    }
}

impl WrittenShortcut {
    fn check(self, at: &str, mistakes: &mut Mistakes) -> ShortcutKey {
        if !SHORTCUTS.iter().any(|known| known.word == self.control) {
            let known: Vec<_> = SHORTCUTS.iter().map(|known| known.word).collect();
            mistakes.add(invalid(&format!("{at}.control"), format!("is one of {}", known.join(", "))));
        }
        mistakes.take(check::combination_or_none(&format!("{at}.key"), &self.key));
        ShortcutKey { control: self.control, key: self.key }
    }
}

impl WrittenCallerId {
    fn check(self, at: &str, mistakes: &mut Mistakes) -> CallerId {
        mistakes.take(check::name(&format!("{at}.queue"), &self.queue));
        mistakes.take(check::label(&format!("{at}.shows"), &self.shows));
        CallerId { queue: self.queue, shows: self.shows }
    }
}

/// What is looked up by its name stands once. One that has no name is told as that, and once.
fn nothing_twice(desk: &DeskConfig, mistakes: &mut Mistakes) {
    for (index, one) in desk.dispositions.iter().enumerate() {
        // Those of every queue are offered beside those of a queue: between them, too, a code means one thing.
        let meets =
            |other: &Disposition| other.queue.is_empty() || one.queue.is_empty() || other.queue == one.queue;
        let mut before = desk.dispositions[..index].iter();
        if !one.code.is_empty() && before.any(|other| other.code == one.code && meets(other)) {
            mistakes.add(twice(&format!("desk.dispositions[{index}].code"), &one.code));
        }
    }
    let keys = |list: &str, field: &str, names: Vec<&String>, mistakes: &mut Mistakes| {
        for (index, name) in names.iter().enumerate() {
            if !name.is_empty() && names[..index].contains(name) {
                mistakes.add(twice(&format!("desk.{list}[{index}].{field}"), name));
            }
        }
    };
    keys("statuses", "name", desk.statuses.iter().map(|one| &one.name).collect(), mistakes);
    keys("shortcuts", "control", desk.shortcuts.iter().map(|one| &one.control).collect(), mistakes);
    keys("attributes", "key", desk.attributes.iter().map(|one| &one.key).collect(), mistakes);
    keys("caller_ids", "queue", desk.caller_ids.iter().map(|one| &one.queue).collect(), mistakes);
}

fn twice(key: &str, text: &str) -> ConfigError {
    invalid(key, format!("is {text}, which stands there already; each stands once"))
}

/// A queue that asks for a disposition has one: else the setting would do nothing, and nobody would notice.
fn what_is_required_can_be_chosen(desk: &DeskConfig, mistakes: &mut Mistakes) {
    mistakes.take(check::at_most("desk.disposition_required", desk.disposition_required.len(), MOST));
    for (index, queue) in desk.disposition_required.iter().enumerate() {
        let key = format!("desk.disposition_required[{index}]");
        if mistakes.take(check::name(&key, queue)).is_none() {
            continue;
        }
        let none = if queue == EVERY_QUEUE {
            desk.dispositions.is_empty()
        } else {
            desk.dispositions_of(Some(queue)).is_empty()
        };
        if none {
            mistakes.add(invalid(&key, "asks for a disposition, and desk.dispositions has none for it"));
        }
    }
}

/// A combination stands for one control, counting those that the program gives.
fn no_key_does_two_things(shortcuts: &[ShortcutKey], mistakes: &mut Mistakes) {
    let key = |known: &Shortcut| {
        let own = shortcuts.iter().find(|one| one.control == known.word);
        own.map_or_else(|| known.key.to_owned(), |own| own.key.clone())
    };
    for (index, one) in shortcuts.iter().enumerate().filter(|(_, one)| !one.key.is_empty()) {
        let same = |known: &&Shortcut| known.word != one.control && key(known) == one.key;
        if let Some(other) = SHORTCUTS.iter().find(same) {
            mistakes.add(invalid(
                &format!("desk.shortcuts[{index}].key"),
                format!("is {}, which is the key of {}; give that one another key too", one.key, other.word),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::{
        DEFAULTS,
        tests::{MINIMAL, read},
    };
    use super::*;

    fn desk(file: &str) -> Result<DeskConfig, ConfigError> {
        read(&format!("{file}\n{MINIMAL}"), &[]).map(|config| config.settings.desk)
    }

    #[test]
    fn a_file_that_says_nothing_leaves_the_desk_as_it_is() {
        assert_eq!(desk("").unwrap(), DeskConfig::default());
    }

    #[test]
    fn every_example_of_the_defaults_is_sound() {
        let uncommented =
            |line: &'static str| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line);
        let file = DEFAULTS.lines().map(uncommented).collect::<Vec<_>>().join("\n");
        let file = file
            .replace("\nccp_url = \"\"", "\nccp_url = \"https://example.my.connect.aws/ccp-v2/\"")
            .replace("\nregion = \"\"", "\nregion = \"eu-central-1\"");
        let desk = read(&file, &[]).unwrap().settings.desk;
        let label =
            |code: &str| desk.dispositions.iter().find(|one| one.code == code).unwrap().label.as_str();
        assert_eq!((label("resolved"), label("refund")), ("Resolved", "Refund"));
        assert_eq!(desk.dispositions[1].details[1].label_ja, "一部");
        assert!(desk.attributes[1].masked && desk.screen_pops[0].automatic);
        assert_eq!(desk.caller_ids[0].shows, "+1 206 555 0100");
    }

    #[test]
    fn everything_that_is_written_is_taken() {
        let desk = desk(
            r##"
            [desk]
            name = "Example 受付"
            logo_url = "/logo.svg"
            accent = "#0a5c8a"
            panel = "collapsed"
            after_contact_work_s = 30
            after_missed = "return"
            disposition_required = ["Billing", "*"]
            dispositions = [
                { code = "refund", label = "Refund", queue = "Billing", details = [{ code = "part", label = "In part" }] },
                { code = "refund", label = "Refund", queue = "Support" },
            ]
            "##,
        )
        .unwrap();
        assert_eq!((desk.name.as_str(), desk.logo_url.as_str()), ("Example 受付", "/logo.svg"));
        assert_eq!((desk.accent.as_str(), desk.panel), ("#0a5c8a", PanelPlace::Collapsed));
        assert_eq!((desk.after_contact_work_s, desk.after_missed), (30, AfterMissed::Return));
        assert!(desk.requires_disposition(Some("Billing")));
        assert_eq!(desk.dispositions[0].details[0].code, "part");
    }

    #[test]
    fn what_is_no_list_can_be_set_in_the_environment() {
        let environment =
            [("STREAMDESK__DESK__NAME", "Example"), ("STREAMDESK__DESK__AFTER_CONTACT_WORK_S", "30")];
        let desk = read(MINIMAL, &environment).unwrap().settings.desk;
        assert_eq!((desk.name.as_str(), desk.after_contact_work_s), ("Example", 30));
    }

    #[rstest]
    #[case("name = \"two\\nlines\"", "desk.name")]
    #[case("nam = \"x\"", "desk.nam")]
    #[case("logo_url = \"http://example.com/x.png\"", "desk.logo_url")]
    #[case("accent = \"blue\"", "desk.accent")]
    #[case("panel = \"left\"", "desk.panel")]
    #[case("after_contact_work_s = -1", "desk.after_contact_work_s")]
    #[case("after_contact_work_s = 2000001", "desk.after_contact_work_s")]
    #[case("after_contact_work_s = \"soon\"", "desk.after_contact_work_s")]
    #[case("after_missed = \"Return\"", "desk.after_missed")]
    #[case("dispositions = [{ label = \"A\" }]", "desk.dispositions[0].code")]
    #[case("dispositions = [{ code = \"a\" }]", "desk.dispositions[0].label")]
    #[case("dispositions = [{ code = \"a\", label = \"A\", color = 1 }]", "desk.dispositions[0].color")]
    #[case(
        "dispositions = [{ code = \"a\", label = \"A\" }, { code = \"b\", label = \"B\", details = [{ code = \"/\", label = \"C\" }] }]",
        "desk.dispositions[1].details[0].code"
    )]
    #[case(
        "dispositions = [{ code = \"a\", label = \"A\", details = [{ code = \"b\", label = \"B\" }, { code = \"b\", label = \"C\" }] }]",
        "desk.dispositions[0].details[1].code"
    )]
    #[case(
        "dispositions = [{ code = \"a\", label = \"A\" }, { code = \"b\", label = \"B\" }, { code = \"a\", label = \"C\", queue = \"Q\" }]",
        "desk.dispositions[2].code"
    )]
    #[case("disposition_required = [\"*\"]", "desk.disposition_required[0]")]
    #[case(
        "disposition_required = [\"Q\", \"P\"]\ndispositions = [{ code = \"a\", label = \"A\", queue = \"Q\" }]",
        "desk.disposition_required[1]"
    )]
    #[case("disposition_required = \"*\"", "desk.disposition_required")]
    #[case("attributes = [{ label = \"A\" }]", "desk.attributes[0].key")]
    #[case("attributes = [{ key = \"a\" }, { key = \"a\" }]", "desk.attributes[1].key")]
    #[case("attributes = [{ key = \"a\", link = \"javascript:{{value}}\" }]", "desk.attributes[0].link")]
    #[case("attributes = [{ key = \"a\", masked = \"perhaps\" }]", "desk.attributes[0].masked")]
    #[case("screen_pops = [{ url = \"https://example.com/\" }]", "desk.screen_pops[0].label")]
    #[case("screen_pops = [{ label = \"A\", url = \"https://example.com/{{\" }]", "desk.screen_pops[0].url")]
    #[case("caller_ids = [{ shows = \"A\" }]", "desk.caller_ids[0].queue")]
    #[case("caller_ids = [{ queue = \"A\" }]", "desk.caller_ids[0].shows")]
    #[case(
        "caller_ids = [{ queue = \"A\", shows = \"1\" }, { queue = \"A\", shows = \"2\" }]",
        "desk.caller_ids[1].queue"
    )]
    #[case("statuses = [{ label = \"A\" }]", "desk.statuses[0].name")]
    #[case("statuses = [{ name = \"A\" }]", "desk.statuses[0].label")]
    #[case(
        "statuses = [{ name = \"A\", label = \"B\" }, { name = \"A\", label = \"C\" }]",
        "desk.statuses[1].name"
    )]
    #[case("shortcuts = [{ control = \"acept\", key = \"F8\" }]", "desk.shortcuts[0].control")]
    #[case("shortcuts = [{ control = \"accept\", key = \"A\" }]", "desk.shortcuts[0].key")]
    #[case("shortcuts = [{ control = \"accept\", key = \"Alt+R\" }]", "desk.shortcuts[0].key")]
    #[case(
        "shortcuts = [{ control = \"accept\", key = \"F8\" }, { control = \"accept\", key = \"F9\" }]",
        "desk.shortcuts[1].control"
    )]
    fn what_is_wrong_is_named_in_one_line(#[case] file: &str, #[case] key: &str) {
        let error = desk(&format!("[desk]\n{file}")).unwrap_err();
        assert_eq!(error.key, key, "{error}");
        assert!(!error.to_string().contains('\n'));
    }

    #[test]
    fn no_list_is_longer_than_anybody_can_overlook() {
        let list =
            |count: usize, entry: fn(usize) -> String| (0..count).map(entry).collect::<Vec<_>>().join(", ");
        let code = |index| format!("{{ code = \"c{index}\", label = \"A\" }}");
        assert!(desk(&format!("[desk]\ndispositions = [{}]", list(200, code))).is_ok());
        let error = desk(&format!("[desk]\ndispositions = [{}]", list(201, code))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "streamdesk.toml:2: desk.dispositions: has 201 entries; it can have 200"
        );
        let details = format!("{{ code = \"a\", label = \"A\", details = [{}] }}", list(51, code));
        let error = desk(&format!("[desk]\ndispositions = [{details}]")).unwrap_err();
        assert_eq!(error.key, "desk.dispositions[0].details");
    }
}
