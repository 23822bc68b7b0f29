//! All that is in the page: what was found, what to do about it, and what was looked at.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{
    diagnosis::{Cause, Evidence, Finding, SignIn, diagnose},
    gather::gather,
};
use crate::{
    api::{ApiHome, Client, DoctorCheck, Framing, ListTrouble, OriginCheck, PageConfig, api_home},
    desktop::open_sign_in,
    settings::{desk_name, use_preferences},
    text::Text,
    ui::{El, classed, copy_button, effect, el},
};

const TITLE: Text = Text::new("Doctor – {}", "診断 – {}");
const LOOKING: Text = Text::new("Looking. This takes a few seconds.", "調べています。数秒かかります。");
const WELL: Text = Text::new(
    "Nothing is wrong: the panel answers in this page.",
    "問題はありません。このページでパネルは応答しています。",
);
const FOUND: Text = Text::new("Causes found: {}", "見つかった原因: {} 件");
const AGAIN: Text = Text::new("Look again", "もう一度調べる");
const SIGN_IN: Text = Text::new("Sign in", "サインイン");
const WHAT_DOES_IT_SHOW: Text = Text::new(
    "What does the window show, once you have signed in?",
    "サインインした後、ウィンドウには何が表示されていますか。",
);
const PANEL: Text = Text::new("The Contact Control Panel", "コンタクトコントロールパネル");
const OTHER: Text = Text::new("Something else", "それ以外");
const COMMAND: Text = Text::new(
    "Or in a shell, with the rights of an administrator of the instance:",
    "または、インスタンスの管理者権限でシェルから:",
);
const COPY: Text = Text::new("Copy the command", "コマンドをコピー");
const APPROVE: Text = Text::new("Add {} to the instance's list", "{} をインスタンスの一覧に追加");
const APPROVING: Text = Text::new("It is being added.", "追加しています。");
const NOT_ADDED: Text = Text::new(
    "The server does not say that it was added. Look again before you try it once more.",
    "追加されたか確認できません。再度試す前に、もう一度調べてください。",
);
const LOOKED_AT: Text = Text::new("What was looked at", "確認した内容");
const PANEL_AT: Text = Text::new("Panel", "パネル");
const SIGN_IN_AT: Text = Text::new("Sign-in", "サインイン");
const ORIGIN: Text = Text::new("Origin", "オリジン");
const HERE: Text = Text::new("On the list here", "ここの一覧");
const THERE: Text = Text::new("Approved by the instance", "インスタンスの承認");
const THIS_PAGE: Text = Text::new("this page", "このページ");
const AROUND: Text = Text::new("a page around it", "囲むページ");
const YES: Text = Text::new("yes", "あり");
const NO: Text = Text::new("no", "なし");
const NOT_KNOWN: Text = Text::new("not known", "不明");

const NO_SERVER: Text = Text::new(
    "This desktop has no server, and the cause cannot be found without one: only a server can ask the instance whom it lets frame the panel. Whoever has the program can run `streamdesk doctor` with this page's address.",
    "このデスクトップにはサーバーがないため、原因を調べられません。パネルの埋め込みがどのページに許可されているかは、サーバーからしか確認できません。プログラムがあれば、このページのアドレスを指定して `streamdesk doctor` を実行してください。",
);

/// The `id` of the place in which the CCP is tried.
const FRAME: &str = "doctor-frame";

/// What the page knows.
#[derive(Clone, Copy)]
struct Doctor {
    config: StoredValue<PageConfig>,
    /// None while it looks.
    seen: RwSignal<Option<Seen>>,
    sign_in: RwSignal<SignIn>,
    /// Whether a window for signing in was opened.
    opened: RwSignal<bool>,
    /// What comes of adding an origin.
    adding: RwSignal<Option<Adding>>,
}

/// What comes of adding an origin to the instance's list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Adding {
    /// It is under way.
    UnderWay,
    /// It was not added, or nobody knows.
    Failed(Option<ListTrouble>),
}

#[derive(Clone)]
struct Seen {
    evidence: Evidence,
    findings: Vec<Finding>,
}

/// All of it; without a server, why there is none.
pub(super) fn content(config: &PageConfig) -> El {
    if api_home() == ApiHome::Nowhere {
        return classed("p", "doctor-none").attr("role", "status").text(NO_SERVER.get());
    }
    let doctor = Doctor {
        config: StoredValue::new(config.clone()),
        seen: RwSignal::new(None),
        sign_in: RwSignal::new(SignIn::NotTried),
        opened: RwSignal::new(false),
        adding: RwSignal::new(None),
    };
    let preferences = use_preferences();
    let name = desk_name(&config.desk).to_owned();
    effect(move || {
        preferences.track_drawn();
        document().set_title(&TITLE.with(&[&name]));
    });
    classed("div", "doctor-content")
        .live(preferences.drawn_anew(move || parts(doctor)))
        // Beside the page, not hidden: a frame that is not laid out does nothing.
        .child(classed("div", "doctor-frame").attr("id", FRAME).attr("aria-hidden", "true").attr("inert", ""))
        .built(move |_| request_animation_frame(move || doctor.look()))
}

impl Doctor {
    fn look(self) {
        let Some(container) = document().get_element_by_id(FRAME) else { return };
        self.seen.set(None);
        self.adding.set(None);
        let (config, sign_in) = (self.config.get_value(), self.sign_in.get_untracked());
        spawn_local(async move {
            let evidence = gather(&config, &container, sign_in).await;
            let findings = diagnose(&evidence);
            // Whoever closed the page in the meantime sees nothing of it.
            let _ = self.seen.try_set(Some(Seen { evidence, findings }));
        });
    }

    fn sign_in(self) {
        let opened = open_sign_in(&self.config.read_value().login_url);
        self.opened.set(opened);
        self.sign_in.set(if opened { SignIn::NotTried } else { SignIn::Blocked });
        if !opened {
            self.look();
        }
    }

    /// Has an origin added, and looks again. Until that is over nothing else is added.
    fn approve(self, origin: String) {
        if self.adding.get_untracked() == Some(Adding::UnderWay) {
            return;
        }
        self.adding.set(Some(Adding::UnderWay));
        let instance = self.config.read_value().instance.clone();
        spawn_local(async move {
            match Client.approve(&instance, &origin).await {
                Ok(()) => self.look(),
                Err(trouble) => _ = self.adding.try_set(Some(Adding::Failed(trouble))),
            }
        });
    }

    fn signed_in(self, shows: SignIn) {
        self.sign_in.set(shows);
        self.look();
    }

    /// What was found, once it was looked for.
    fn with<T>(self, read: impl FnOnce(&Seen) -> T) -> Option<T> {
        self.seen.read().as_ref().map(read)
    }
}

fn parts(doctor: Doctor) -> El {
    let button = |text: Text| el("button").attr("type", "button").text(text.get());
    el("div")
        .child(
            classed("p", "doctor-said")
                .attr("role", "status")
                .attr("id", "doctor-said")
                .live_attr("data-found", move || doctor.with(|seen| seen.findings.len().to_string()))
                .live_text(move || said(doctor)),
        )
        .live(move || doctor.with(|seen| findings(doctor, seen)))
        .child(
            classed("div", "doctor-actions")
                .child(
                    button(AGAIN)
                        .attr("id", "doctor-again")
                        .live_attr("aria-busy", move || {
                            doctor.with(|_| ()).is_none().then(|| "true".to_owned())
                        })
                        .click(move || {
                            // One look at a time: a second would take the frame away from the first.
                            if doctor.seen.read_untracked().is_some() {
                                doctor.look();
                            }
                        }),
                )
                .show(
                    move || can_sign_in(doctor),
                    move || button(SIGN_IN).attr("id", "doctor-sign-in").click(move || doctor.sign_in()),
                ),
        )
        .show(
            move || doctor.opened.get() && can_sign_in(doctor),
            move || {
                classed("fieldset", "doctor-asks")
                    .child(el("legend").text(WHAT_DOES_IT_SHOW.get()))
                    .child(button(PANEL).click(move || doctor.signed_in(SignIn::SeesPanel)))
                    .child(button(OTHER).click(move || doctor.signed_in(SignIn::SeesOther)))
            },
        )
        .live(move || doctor.with(|seen| looked_at(&seen.evidence)))
}

fn said(doctor: Doctor) -> String {
    match doctor.with(|seen| seen.findings.len()) {
        None => LOOKING.get().to_owned(),
        Some(0) => WELL.get().to_owned(),
        Some(found) => FOUND.with(&[&found.to_string()]),
    }
}

/// Whether signing in may be what is missing.
fn can_sign_in(doctor: Doctor) -> bool {
    let may_help = |finding: &Finding| {
        matches!(
            finding.cause,
            Cause::NotSignedIn | Cause::SamlSlow | Cause::CookiesWithheld | Cause::PopupBlocked
        )
    };
    doctor.with(|seen| seen.findings.iter().any(may_help)).unwrap_or(false)
}

fn findings(doctor: Doctor, seen: &Seen) -> El {
    let config = doctor.config.read_value();
    let check = seen.evidence.check.as_ref();
    let instance_id = check.map(|check| check.instance_id.as_str()).unwrap_or_default();
    let may_approve = check.is_some_and(|check| check.may_approve);
    let one = |finding: &Finding| {
        let commands = finding.commands(instance_id, &config.region);
        classed("section", "doctor-finding")
            .attr("data-cause", finding.cause.word())
            .child(el("h3").text(finding.cause.title().get()))
            .child(el("p").text(finding.said()))
            .children((!commands.is_empty()).then(|| el("p").text(COMMAND.get())))
            .children(commands.into_iter().map(|command| {
                classed("div", "doctor-command")
                    .child(el("code").text(command.clone()))
                    .child(copy_button(move || command.clone(), COPY))
            }))
            .children(may_approve.then_some(&finding.missing).into_iter().flatten().map(|origin| {
                let (label, origin) = (APPROVE.with(&[origin]), origin.clone());
                el("button").attr("type", "button").text(label).click(move || doctor.approve(origin.clone()))
            }))
    };
    classed("div", "doctor-findings")
        .children(seen.findings.iter().map(one))
        .child(el("p").attr("role", "status").attr("id", "doctor-adding").live_text(move || added(doctor)))
}

/// What came of adding an origin, so far.
fn added(doctor: Doctor) -> String {
    let config = doctor.config.read_value();
    match doctor.adding.get() {
        None => String::new(),
        Some(Adding::UnderWay) => APPROVING.get().to_owned(),
        Some(Adding::Failed(Some(trouble))) => trouble.said(&config.region),
        Some(Adding::Failed(None)) => NOT_ADDED.get().to_owned(),
    }
}

fn looked_at(evidence: &Evidence) -> El {
    let at = |term: Text, value: &str| [el("dt").text(term.get()), el("dd").text(value.to_owned())];
    let origins = evidence.check.as_ref().map(|check| check.origins.as_slice()).unwrap_or_default();
    classed("section", "doctor-evidence")
        .child(el("h3").text(LOOKED_AT.get()))
        .child(
            el("dl").children(at(PANEL_AT, &evidence.ccp_url)).children(
                (evidence.login_url != evidence.ccp_url)
                    .then(|| at(SIGN_IN_AT, &evidence.login_url))
                    .into_iter()
                    .flatten(),
            ),
        )
        .children((!origins.is_empty()).then(|| {
            el("table")
                .child(el("thead").child(el("tr").children(
                    [ORIGIN, HERE, THERE].map(|head| el("th").attr("scope", "col").text(head.get())),
                )))
                .child(
                    el("tbody").children(origins.iter().enumerate().map(|(index, check)| row(index, check))),
                )
        }))
        .children(evidence.check.as_ref().and_then(|check| untold(check, &evidence.region)))
}

/// Why the instance did not tell its own list, and the line of a shell that helps.
fn untold(check: &DoctorCheck, region: &str) -> Option<El> {
    let trouble = check.list_trouble?;
    let command = trouble.command(&check.instance_id, region);
    Some(classed("div", "doctor-untold").child(el("p").text(trouble.said(region))).children(command.map(
        |command| {
            classed("div", "doctor-command")
                .child(el("code").text(command.clone()))
                .child(copy_button(move || command.clone(), COPY))
        },
    )))
}

fn row(index: usize, check: &OriginCheck) -> El {
    let which = if index == 0 { THIS_PAGE } else { AROUND };
    let listed = if check.listed { YES } else { NO };
    let approved = match (check.approved, check.framing) {
        (Some(true), _) | (None, Framing::Allowed) => YES,
        (Some(false), _) | (None, Framing::Refused) => NO,
        (None, Framing::Unknown) => NOT_KNOWN,
    };
    el("tr")
        .child(
            el("th")
                .attr("scope", "row")
                .child(el("code").text(check.origin.clone()))
                .text(" ")
                .child(classed("span", "doctor-which").text(which.get())),
        )
        .child(el("td").text(listed.get()))
        .child(el("td").text(approved.get()))
}
