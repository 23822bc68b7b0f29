//! An agent's day as a picture: the statuses to scale, the contacts above them.

use std::sync::Arc;

use connect_streams::EpochMs;
use leptos::prelude::*;

use super::{
    shift::{Stretch, What, rows, shift, shown_ms, sums},
    state::{DayData, History},
    timeline::scaled,
    timeline_view::{WIDTH, block, ends, picture},
};
use crate::{
    agent::{state_label, tone},
    api::Outcome,
    text::Text,
    ui::{El, classed, clock_text, duration_text, el},
};

const DAY: Text = Text::new("The day of {}", "{} の一日");
const NOTHING: Text =
    Text::new("No status is recorded for this day.", "この日のステータスの記録はありません。");
const SIGNED_OUT: Text = Text::new("Signed out", "サインアウト");
const UNKNOWN: Text = Text::new("Not recorded", "記録なし");
const SHIFT: Text = Text::new("Shift", "勤務時間");
const CONTACTS: Text = Text::new("Contacts", "コンタクト");
const ALL: Text = Text::new("Every status with its times", "すべてのステータスと時刻");
const FROM_TO: Text = Text::new("{} to {}: {} ({})", "{}～{}: {}（{}）");
const IN_WORDS: Text = Text::new("From {} to {}: {}. Contacts: {}.", "{}～{}: {}。コンタクト {} 件。");

/// How high the statuses are.
const BAR: i64 = 22;
/// How high each row of contacts is, with the space below.
const ROW: i64 = 9;
/// More rows of contacts than these lie in the last one.
const MOST_ROWS: usize = 10;
const HOUR_MS: i64 = 3_600_000;

/// The picture, while it is one agent's single day.
pub(super) fn day(history: History) -> El {
    classed("div", "history-day").live(move || {
        let agent = history.filters.with_untracked(|filters| filters.agent.clone());
        history.day.get().map(|data| view(&agent, &data))
    })
}

fn view(agent: &str, data: &Arc<DayData>) -> El {
    let stretches = shift(&data.activities, data.bounds, data.now);
    let section = el("section")
        .attr("aria-labelledby", "history-day-title")
        .child(el("h3").attr("id", "history-day-title").attr("dir", "auto").text(DAY.with(&[agent])));
    let Some([from, to]) = whole(&stretches) else {
        return section.child(classed("p", "empty").text(NOTHING.get()));
    };
    section
        .child(drawn(&stretches, [from, to], data))
        .child(ends([from, to]))
        .child(legend(&stretches, [from, to], data.contacts.len()))
        .child(el("details").child(el("summary").text(ALL.get())).child(
            classed("ol", "lines").children(stretches.iter().map(|stretch| el("li").text(line(stretch)))),
        ))
}

/// From the beginning to the end of a shift.
fn whole(stretches: &[Stretch]) -> Option<[EpochMs; 2]> {
    Some([stretches.first()?.from, stretches.last()?.to])
}

fn drawn(stretches: &[Stretch], shift: [EpochMs; 2], data: &DayData) -> El {
    let [from, to] = shift;
    let place = |at: EpochMs| scaled(at, shift, WIDTH);
    let contacts: Vec<_> = data
        .contacts
        .iter()
        .filter_map(|record| {
            let began = record.started_at()?;
            let over = record.cleared_at.unwrap_or_else(|| data.now.max(began));
            (began < to && over >= from).then_some((began, over, record.outcome))
        })
        .collect();
    let spans: Vec<_> = contacts.iter().map(|(began, over, _)| [*began, *over]).collect();
    let rows: Vec<_> = rows(&spans).into_iter().map(|row| row.min(MOST_ROWS - 1)).collect();
    let above = ROW * rows.iter().max().map_or(0, |last| i64::try_from(last + 1).unwrap_or_default());
    let sums: Vec<_> =
        sums(stretches).iter().map(|(what, ms)| format!("{} {}", name(what), duration_text(*ms))).collect();
    let words =
        IN_WORDS.with(&[&clock_text(from), &clock_text(to), &sums.join(", "), &contacts.len().to_string()]);
    let mut picture = picture(above + BAR, words);
    for hour in hours(data.bounds[0], shift) {
        let path = format!("M{} 0V{}", place(hour), above + BAR);
        picture = picture.child(classed("path", "hour").attr("d", path));
    }
    for ((began, over, outcome), row) in contacts.iter().zip(rows) {
        let (x, end) = (place(*began), place(*over));
        let y = above - ROW * i64::try_from(row + 1).unwrap_or_default();
        let took_place = matches!(outcome, None | Some(Outcome::Handled));
        let contact = block(x, y, (end - x).max(1), ROW - 2);
        picture = picture.child(contact.attr("data-part", if took_place { "contact" } else { "lost" }));
    }
    for stretch in stretches {
        let (x, end) = (place(stretch.from), place(stretch.to));
        let (part, shade) = colour(stretches, &stretch.what);
        picture =
            picture.child(block(x, above, end - x, BAR).attr("data-part", part).attr("data-shade", shade));
    }
    picture
}

/// The full hours within a shift, counted from the beginning of the day.
fn hours(midnight: EpochMs, [from, to]: [EpochMs; 2]) -> Vec<EpochMs> {
    let first = from.since(midnight) / HOUR_MS + 1;
    let last = to.since(midnight) / HOUR_MS;
    (first..=last).map(|hour| EpochMs::new(midnight.get() + hour * HOUR_MS)).collect()
}

/// The colour by what a status means, and its shade among those that mean the same.
fn colour(stretches: &[Stretch], what: &What) -> (&'static str, String) {
    let part = |what: &What| match what {
        What::Status(_, kind) => tone(kind),
        What::SignedOut => "offline",
        What::Unknown => "unknown",
    };
    let own = part(what);
    let sums = sums(stretches);
    let shade = sums.iter().filter(|(other, _)| part(other) == own).position(|(other, _)| other == what);
    (own, shade.unwrap_or_default().min(3).to_string())
}

fn name(what: &What) -> String {
    match what {
        What::Status(state, _) => state_label(state),
        What::SignedOut => SIGNED_OUT.get().to_owned(),
        What::Unknown => UNKNOWN.get().to_owned(),
    }
}

/// What the colours mean, with sums that add up to the shift.
fn legend(stretches: &[Stretch], shift: [EpochMs; 2], contacts: usize) -> El {
    let entry = |(what, ms): &(What, i64)| {
        let (part, shade) = colour(stretches, what);
        el("li")
            .attr("data-part", part)
            .attr("data-shade", shade)
            .child(el("span").attr("dir", "auto").text(name(what)))
            .text(" ")
            .child(classed("span", "sum").text(duration_text(*ms)))
    };
    let whole = classed("li", "whole")
        .text(SHIFT.get())
        .text(" ")
        .child(el("strong").attr("id", "history-shift").text(duration_text(shown_ms(shift))));
    let contacts = el("li").attr("data-part", "contact").text(format!("{} {contacts}", CONTACTS.get()));
    classed("ul", "history-legend").children(sums(stretches).iter().map(entry)).child(whole).child(contacts)
}

fn line(stretch: &Stretch) -> String {
    let [from, to] = [stretch.from, stretch.to].map(clock_text);
    let lasted = duration_text(shown_ms([stretch.from, stretch.to]));
    FROM_TO.with(&[&from, &to, &name(&stretch.what), &lasted])
}

#[cfg(test)]
mod tests {
    use connect_streams::AgentStateType;

    use super::*;

    fn at(milliseconds: i64) -> EpochMs {
        EpochMs::new(milliseconds)
    }

    #[test]
    fn full_hours_are_those_of_the_day() {
        let midnight = at(1_000);
        let hours = hours(midnight, [at(1_000 + HOUR_MS / 2), at(1_000 + 3 * HOUR_MS)]);
        assert_eq!(hours, [1, 2, 3].map(|hour| at(1_000 + hour * HOUR_MS)));
    }

    #[test]
    fn statuses_that_mean_the_same_differ_in_shade() {
        let stretch = |state: &str, from, to| Stretch {
            what: What::Status(state.to_owned(), AgentStateType::NotRoutable),
            from: at(from),
            to: at(to),
        };
        let day =
            [stretch("Lunch", 0, 10_000), stretch("Break", 10_000, 12_000), stretch("Lunch", 12_000, 13_000)];
        let shades: Vec<_> = day.iter().map(|one| colour(&day, &one.what)).collect();
        let away = |shade: &str| ("away", shade.to_owned());
        assert_eq!(shades, [away("0"), away("1"), away("0")]);
    }
}
