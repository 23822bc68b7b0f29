//! What stands in the form of the settings, in its order: sections, fields, and lists of rows. Names are those of the
//! configuration, so that a mistake finds its field.

use crate::{
    api::{Feature, Role},
    settings::SHORTCUTS,
    text::Text,
};

/// A part of the form with a heading.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Its anchor in the page.
    pub id: &'static str,
    /// Its heading.
    pub title: Text,
    /// What it is for.
    pub intro: Text,
    /// What stands in it.
    pub parts: &'static [Part],
}

/// Something in a section.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// One field of the desk.
    Field(Line),
    /// A list of the desk.
    List(List),
    /// What each role has.
    Features,
}

/// One field.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Its name in what it belongs to.
    pub name: &'static str,
    /// What it is called.
    pub label: Text,
    /// What it is for, or how it is written.
    pub hint: Option<Text>,
    /// How it is filled in.
    pub kind: Kind,
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// With a text that must not be empty.
    Text,
    /// With a text or nothing.
    Optional,
    /// With a whole number.
    Number,
    /// By a tick.
    Flag,
    /// By one of several words.
    Choice(&'static [(&'static str, Text)]),
    /// By one of the controls that have a key.
    Control,
}

/// A list of rows.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// Its name in what it belongs to.
    pub name: &'static str,
    /// Its heading, where the section's does not say it already.
    pub heading: Option<Text>,
    /// What one row is called.
    pub one: Text,
    /// What the button says that adds one.
    pub add: Text,
    /// The fields of a row. A list of words has one without a name.
    pub lines: &'static [Line],
    /// A list in each row.
    pub below: Option<&'static List>,
}

const fn line(name: &'static str, label: Text, kind: Kind) -> Line {
    Line { name, label, hint: None, kind }
}

impl Line {
    const fn hint(self, hint: Text) -> Self {
        Self { hint: Some(hint), ..self }
    }
}

const LABEL: Line = line("label", Text::new("Label", "表示名"), Kind::Text);
const LABEL_JA: Line = line("label_ja", Text::new("In Japanese", "日本語の表示名"), Kind::Optional);
const CODE: Line = line("code", Text::new("Code", "コード"), Kind::Text)
    .hint(Text::new("What the record keeps", "記録に残る値"));
const QUEUE: Line = line("queue", Text::new("Queue", "キュー"), Kind::Optional)
    .hint(Text::new("Empty: every queue", "空欄：すべてのキュー"));

static DETAILS: List = List {
    name: "details",
    heading: Some(Text::new("Details", "詳細")),
    one: Text::new("Detail", "詳細"),
    add: Text::new("Add a detail", "詳細を追加"),
    lines: &[CODE, LABEL, LABEL_JA],
    below: None,
};

/// The form.
pub static SECTIONS: &[Section] = &[
    Section {
        id: "branding",
        title: Text::new("Name, logo and colour", "名称・ロゴ・色"),
        intro: Text::new(
            "How the desk looks to everybody who opens it.",
            "デスクを開いた人すべてに表示される見た目です。",
        ),
        parts: &[
            Part::Field(
                line("name", Text::new("Name", "名称"), Kind::Optional)
                    .hint(Text::new("Streamdesk, where it is empty", "空欄の場合は Streamdesk")),
            ),
            Part::Field(line("logo_url", Text::new("Logo", "ロゴ"), Kind::Optional).hint(Text::new(
                "An https address, or a path on this server, for example /logo.svg",
                "https のアドレス、またはこのサーバー上のパス（例：/logo.svg）",
            ))),
            Part::Field(line("accent", Text::new("Accent colour", "アクセントカラー"), Kind::Optional).hint(
                Text::new("As #rrggbb, for example #0a5c8a", "#rrggbb の形式（例：#0a5c8a）"),
            )),
        ],
    },
    Section {
        id: "behaviour",
        title: Text::new("How the desk behaves", "デスクの動作"),
        intro: Text::new(
            "What holds for agents who have not chosen for themselves.",
            "エージェントが自分で選んでいない場合の設定です。",
        ),
        parts: &[
            Part::Field(line(
                "panel",
                Text::new("The Contact Control Panel is", "コンタクトコントロールパネル"),
                Kind::Choice(&[
                    ("beside", Text::new("beside the desk", "デスクの横に表示")),
                    ("collapsed", Text::new("folded away", "折りたたむ")),
                    ("hidden", Text::new("out of sight", "表示しない")),
                ]),
            )),
            Part::Field(
                line(
                    "after_contact_work_s",
                    Text::new("Seconds of after contact work", "後処理の秒数"),
                    Kind::Number,
                )
                .hint(Text::new(
                    "Until the instance clears a contact by itself; 0 where it does not",
                    "インスタンスがコンタクトを自動で閉じるまでの秒数。自動で閉じない場合は 0",
                )),
            ),
            Part::Field(line(
                "after_missed",
                Text::new("After a missed contact", "不応答の後"),
                Kind::Choice(&[
                    ("ask", Text::new("the agent decides", "エージェントが決める")),
                    (
                        "return",
                        Text::new(
                            "the agent is made available again, three times in a row at most",
                            "自動で受付可能に戻す（連続 3 回まで）",
                        ),
                    ),
                ]),
            )),
        ],
    },
    Section {
        id: "statuses",
        title: Text::new("What statuses are called", "ステータスの表示名"),
        intro: Text::new(
            "Names of the instance's statuses as agents read them. Those that are not listed are shown as they are.",
            "インスタンスのステータスの表示名です。一覧にないものはそのまま表示されます。",
        ),
        parts: &[Part::List(List {
            name: "statuses",
            heading: None,
            one: Text::new("Status", "ステータス"),
            add: Text::new("Add a status", "ステータスを追加"),
            lines: &[line("name", Text::new("Name in the instance", "インスタンスでの名前"), Kind::Text), LABEL, LABEL_JA],
            below: None,
        })],
    },
    Section {
        id: "dispositions",
        title: Text::new("Dispositions", "処理結果"),
        intro: Text::new(
            "What contacts are wrapped up with, in this order. With details, one of them is chosen as well.",
            "コンタクトの後処理で選ぶ処理結果です。この順に表示され、詳細がある場合は詳細も選びます。",
        ),
        parts: &[
            Part::List(List {
                name: "dispositions",
                heading: None,
                one: Text::new("Disposition", "処理結果"),
                add: Text::new("Add a disposition", "処理結果を追加"),
                lines: &[CODE, LABEL, LABEL_JA, QUEUE],
                below: Some(&DETAILS),
            }),
            Part::List(List {
                name: "disposition_required",
                heading: Some(Text::new("Where one is required", "処理結果を必須にするキュー")),
                one: Text::new("Queue that requires a disposition", "処理結果が必須のキュー"),
                add: Text::new("Require it in a queue", "必須のキューを追加"),
                lines: &[line("", Text::new("Queue", "キュー"), Kind::Text).hint(Text::new(
                    "Its contacts are not cleared without a disposition; * for all",
                    "処理結果なしではコンタクトを閉じられません。* はすべてのキュー",
                ))],
                below: None,
            }),
        ],
    },
    Section {
        id: "attributes",
        title: Text::new("Contact attributes", "コンタクト属性"),
        intro: Text::new(
            "Those that are shown, in this order. Where there are none, all are shown by their names.",
            "表示する属性とその順序です。ない場合はすべての属性を名前で表示します。",
        ),
        parts: &[Part::List(List {
            name: "attributes",
            heading: None,
            one: Text::new("Attribute", "属性"),
            add: Text::new("Add an attribute", "属性を追加"),
            lines: &[
                line("key", Text::new("Name in the instance", "インスタンスでの名前"), Kind::Text),
                line("label", Text::new("Label", "表示名"), Kind::Optional),
                LABEL_JA,
                line("link", Text::new("Links to", "リンク先"), Kind::Optional).hint(Text::new(
                    "An address with {{value}} where the value belongs",
                    "値の位置に {{value}} と書いたアドレス",
                )),
                line("masked", Text::new("Covered until the agent asks for it", "エージェントが求めるまで隠す"), Kind::Flag),
                line("record", Text::new("Contact records have it", "コンタクトの記録に含める"), Kind::Flag),
            ],
            below: None,
        })],
    },
    Section {
        id: "screen-pops",
        title: Text::new("Pages that open with a contact", "コンタクトとともに開くページ"),
        intro: Text::new(
            "By a button, or by themselves when a contact is connected.",
            "ボタンで、またはコンタクトの接続時に自動で開きます。",
        ),
        parts: &[Part::List(List {
            name: "screen_pops",
            heading: None,
            one: Text::new("Page", "ページ"),
            add: Text::new("Add a page", "ページを追加"),
            lines: &[
                LABEL,
                LABEL_JA,
                line("url", Text::new("Address", "アドレス"), Kind::Text).hint(Text::new(
                    "With {{contact_id}}, {{customer}}, {{queue}}, {{channel}}, {{agent}} or an attribute's name behind the host",
                    "ホストの後に {{contact_id}}、{{customer}}、{{queue}}、{{channel}}、{{agent}} または属性名を使えます",
                )),
                QUEUE,
                line("automatic", Text::new("Opens by itself", "自動で開く"), Kind::Flag),
            ],
            below: None,
        })],
    },
    Section {
        id: "caller-ids",
        title: Text::new("Caller IDs", "発信者番号"),
        intro: Text::new(
            "What customers see who are called from a queue. Agents choose the queue by it.",
            "キューから発信したときにお客様に表示される番号です。エージェントはこれを見てキューを選びます。",
        ),
        parts: &[Part::List(List {
            name: "caller_ids",
            heading: None,
            one: Text::new("Caller ID", "発信者番号"),
            add: Text::new("Add a caller ID", "発信者番号を追加"),
            lines: &[
                line("queue", Text::new("Queue", "キュー"), Kind::Text),
                line("shows", Text::new("Shows", "表示される番号"), Kind::Text),
            ],
            below: None,
        })],
    },
    Section {
        id: "shortcuts",
        title: Text::new("Keyboard shortcuts", "キーボードショートカット"),
        intro: Text::new(
            "Keys that are not those of the program, for agents who have not chosen. Without a key it is off.",
            "プログラム既定と異なるキーです。エージェントが自分で選んでいない場合に使われます。空欄はオフです。",
        ),
        parts: &[Part::List(List {
            name: "shortcuts",
            heading: None,
            one: Text::new("Shortcut", "ショートカット"),
            add: Text::new("Add a shortcut", "ショートカットを追加"),
            lines: &[
                line("control", Text::new("Control", "操作"), Kind::Control),
                line("key", Text::new("Key", "キー"), Kind::Optional).hint(Text::new(
                    "A function key, or keys as Ctrl+Alt+Shift+Meta+A, for example Alt+A",
                    "ファンクションキー、または Ctrl+Alt+Shift+Meta+A の形式（例：Alt+A）",
                )),
            ],
            below: None,
        })],
    },
    Section {
        id: "features",
        title: Text::new("What each role has", "役割ごとの機能"),
        intro: Text::new(
            "What a role does without is not shown to it. The server refuses the history and its export; what the Contact Control Panel itself offers is set in Amazon Connect.",
            "使えない機能はその役割には表示されません。履歴とエクスポートはサーバーも拒否します。コンタクトコントロールパネル自体の機能は Amazon Connect で設定します。",
        ),
        parts: &[Part::Features],
    },
];

/// What a feature is called.
pub fn feature_name(feature: Feature) -> Text {
    match feature {
        Feature::Dial => Text::new("Calling", "発信"),
        Feature::TransferOut => Text::new("Transfer to a number", "番号への転送"),
        Feature::History => Text::new("History", "履歴"),
        Feature::Export => Text::new("Export", "エクスポート"),
    }
}

/// What a role is called.
pub fn role_name(role: Role) -> Text {
    match role {
        Role::Agent => Text::new("Agents", "エージェント"),
        Role::Supervisor => Text::new("Supervisors", "スーパーバイザー"),
        Role::Auditor => Text::new("Auditors", "監査担当者"),
        Role::Admin => Text::new("Administrators", "管理者"),
    }
}

/// What the controls are called that have a key.
pub fn controls() -> impl Iterator<Item = (&'static str, Text)> {
    SHORTCUTS.iter().map(|shortcut| (shortcut.word, shortcut.name))
}

impl List {
    /// The field by which it is seen that a row is there.
    pub fn first(&self) -> &'static str {
        self.lines.first().map_or("", |line| line.name)
    }

    /// Whether its rows are words.
    pub fn is_words(&self) -> bool {
        self.first().is_empty()
    }
}
