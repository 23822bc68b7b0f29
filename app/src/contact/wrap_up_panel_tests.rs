//! The specification of the wrap-up form.

use leptos::reactive::owner::Owner;

use super::*;
use crate::{
    api::DeskConfig,
    contact::stage::tests::{desk_contact, desk_with, held},
};

fn form(desk: &DeskConfig, desktop: Desktop) -> Form {
    Form {
        desktop,
        contact_id: StoredValue::new(held().contact_id),
        dispositions: StoredValue::new(Dispositions::of(desk, &desk_contact(held()).timeline)),
        written: RwSignal::new(None),
        was_tried: RwSignal::new(false),
    }
}

fn desk(dispositions: usize) -> DeskConfig {
    let disposition = |index: usize| Disposition {
        code: ["d", &index.to_string()].concat(),
        label: "<i>Refund</i>".to_owned(),
        ..Disposition::default()
    };
    DeskConfig {
        dispositions: (0..dispositions).map(disposition).collect(),
        disposition_required: vec!["*".to_owned()],
        ..DeskConfig::default()
    }
}

#[test]
fn few_dispositions_are_buttons_and_many_a_list() {
    Owner::new().with(|| {
        desk_with(desk(6), vec![desk_contact(held())]);
        let html = wrap_up_panel().to_html();
        assert_eq!(html.matches("type=\"radio\"").count(), 6, "{html}");
        assert!(html.contains("&lt;i&gt;Refund") && html.contains("(required)"), "{html}");
    });
    Owner::new().with(|| {
        desk_with(desk(7), vec![desk_contact(held())]);
        assert_eq!(wrap_up_panel().to_html().matches("<option").count(), 8);
    });
}

#[test]
fn what_comes_from_elsewhere_takes_no_letter_away() {
    Owner::new().with(|| {
        let desk = desk(2);
        let mut contact = desk_contact(held());
        contact.timeline.wrap_up.notes = "known".to_owned();
        let desktop = desk_with(desk.clone(), vec![contact.clone()]);
        let form = form(&desk, desktop);
        assert_eq!(form.current().notes, "known");
        form.note(WrapUp { notes: "known and more".to_owned(), ..form.current() });
        contact.timeline.revision += 1;
        desktop.view.update(|view| view.focus = Some(Arc::new(contact)));
        assert_eq!(form.current().notes, "known and more");
    });
}

#[test]
fn a_required_disposition_is_asked_for_and_explained() {
    Owner::new().with(|| {
        let desk = desk(2);
        let desktop = desk_with(desk.clone(), vec![desk_contact(held())]);
        let form = form(&desk, desktop);
        assert_eq!((form.missing(), form.shown_missing()), (Some(Missing::Disposition), None));
        form.was_tried.set(true);
        assert_eq!(form.shown_missing(), Some(Missing::Disposition));
        form.choose("d1", "");
        assert_eq!((form.first(), form.missing()), ("d1".to_owned(), None));
        form.finish();
        assert!(form.current().finished);
    });
}

#[test]
fn there_is_something_to_say_once_a_contact_is_connected_or_over() {
    let mut timeline = desk_contact(held()).timeline;
    assert!(has_begun(&timeline));
    timeline.connected = None;
    assert!(!has_begun(&timeline), "while it rings there is nothing");
}

#[test]
fn the_room_that_is_left_is_told_near_the_end() {
    assert_eq!(room_left("short", Language::English), None);
    assert_eq!(room_left(&"x".repeat(MAX_NOTES - 9), Language::English), Some(9));
    assert_eq!(room_left(&"あ".repeat(MAX_NOTES / 3 - 1), Language::Japanese), Some(1));
    assert_eq!(room_left(&"x".repeat(MAX_NOTES), Language::English), Some(0));
}
