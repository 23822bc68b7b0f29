//! The panel as it is written, without a browser.

use std::sync::Arc;

use connect_streams::{AgentData, Endpoint, EpochMs, SkewMs, StreamsError};
use leptos::reactive::owner::Owner;

use super::*;
use crate::{
    api::{CallerId, DeskConfig, PageConfig},
    call::provide_call_desk,
    contact::{ContactTimeline, Now},
    desktop::{AgentView, DeskContact, DesktopView, QuickConnects, Refused, provide_desktop},
    settings::provide_preferences,
    text::{Language, speak},
    ui::provide_tick,
};

fn view(waiting: &[Act], refused: Option<(Act, Refused)>) -> DesktopView {
    let text = include_str!("../../streams/tests/agent-data/hold.json");
    let data = AgentData::from_json(text).unwrap();
    let snapshot = data.snapshot.contacts[0].clone();
    let now = Now { local: EpochMs::MAX, skew: SkewMs(0) };
    DesktopView {
        agent: Some(AgentView {
            login: "anna".to_owned(),
            name: "Anna".to_owned(),
            state: data.snapshot.state,
            next_state: None,
            picked: None,
            muted: false,
            configuration: Arc::new(data.configuration),
        }),
        focus: Some(Arc::new(DeskContact {
            timeline: ContactTimeline::begin(&snapshot, now),
            snapshot: Some(snapshot),
            waiting: waiting.to_vec(),
            refused,
            is_unfinished: false,
        })),
        quick_connects: QuickConnects::Known(Arc::new(vec![Endpoint {
            name: Some("<Taxi>".to_owned()),
            ..Endpoint::by_phone_number("+12065550123")
        }])),
        ..DesktopView::default()
    }
}

fn html(view: DesktopView, language: Language) -> String {
    speak(language);
    Owner::new().with(|| {
        let config = PageConfig {
            ccp_url: String::new(),
            region: String::new(),
            login_url: String::new(),
            streams_url: String::new(),
            language,
            desk: DeskConfig {
                caller_ids: vec![CallerId { queue: "Billing".to_owned(), shows: "+18005550199".to_owned() }],
                ..DeskConfig::default()
            },
            signed_in: None,
        };
        provide_preferences(&config);
        provide_tick();
        let desktop = provide_desktop(config);
        provide_call_desk();
        desktop.view.set(view);
        call_panel().to_html()
    })
}

#[test]
fn each_control_says_how_it_stands() {
    let html = html(view(&[Act::Leave], None), Language::English);
    assert!(
        html.contains("data-act=\"hold\" aria-pressed=\"true\" aria-keyshortcuts=\"Alt+H\">Hold</button>"),
        "{html}"
    );
    assert!(
        html.contains("data-act=\"leave\" aria-busy=\"true\" aria-keyshortcuts=\"Alt+X\">Ending…</button>"),
        "{html}"
    );
    assert!(html.contains("+12065550100"), "who takes part is named");
    assert!(html.contains("On hold"), "and how they stand");
}

#[test]
fn the_first_control_gets_the_focus_of_one_that_goes() {
    let html = html(view(&[], None), Language::English);
    assert!(html.contains("<fieldset class=\"call-contact\" data-heir=\".call-tools button\">"), "{html}");
}

#[test]
fn where_another_tab_leads_the_controls_rest_and_say_so() {
    let leading = html(view(&[], None), Language::English);
    assert!(!leading.contains("disabled") && !leading.contains("Another tab"), "{leading}");
    let following = html(DesktopView { follows: true, ..view(&[], None) }, Language::English);
    for form in ["call-contact\" data-heir=\".call-tools button\"", "dial\""] {
        assert!(following.contains(&format!("<fieldset class=\"{form} disabled=\"\"")), "{following}");
    }
    assert!(following.contains("Another tab leads: do it there."), "{following}");
}

#[test]
fn a_refusal_is_a_sentence_with_a_next_step() {
    let gone = Refused::Streams(StreamsError::Gone { call: "contact.hold" });
    let html = html(view(&[], Some((Act::Swap, gone))), Language::Japanese);
    let (_, refusal) = html.split_once("<p class=\"refusal\" role=\"alert\">").unwrap();
    assert!(refusal.split_once("</p>").unwrap().0.contains('。'), "{html}");
    assert!(html.contains("電話を切る"));
}

#[test]
fn whom_to_call_and_what_they_see_is_offered() {
    let html = html(view(&[], None), Language::English);
    assert!(html.contains("Billing (+18005550199)"), "{html}");
    assert!(html.contains("BasicQueue"), "the default queue is named");
    assert!(!html.contains("queue/agent/"), "an agent's own queue is not offered");
    assert!(html.contains("&lt;Taxi&gt;"), "a quick connect cannot break out of its place");
    assert!(html.contains("aria-label=\"Call: &lt;Taxi&gt;\""));
}

#[test]
fn who_may_not_call_is_offered_nothing() {
    let mut view = view(&[], None);
    let agent = view.agent.as_mut().unwrap();
    agent.configuration = Arc::default();
    view.focus = None;
    let html = html(view, Language::English);
    assert!(!html.contains("dial-number") && !html.contains("data-act"), "{html}");
}
