//! A contact's timeline drawn to scale, with what its colours mean. What it shows is said in words too.

use connect_streams::EpochMs;

use super::timeline::{Part, Segment, Timeline};
use crate::{
    api::{ContactRecord, SpanRecord},
    text::Text,
    ui::{El, classed, clock_text, duration_text, el},
};

const TIMELINE: Text = Text::new("Timeline", "タイムライン");
const OFFERED: Text = Text::new("Offered", "着信");
const CALLING: Text = Text::new("Calling", "発信");
const TALKING: Text = Text::new("Talking", "通話");
const ON_HOLD: Text = Text::new("On hold", "保留");
const WRAP_UP: Text = Text::new("Wrap-up", "後処理");
const UNCLEARED: Text = Text::new("Until it was cleared", "クリアまで");
const MUTED: Text = Text::new("Muted", "ミュート");
const PAUSED: Text = Text::new("Paused", "一時停止");
const OTHERS: Text = Text::new("Others on the line", "第三者が参加");
const FROM_FOR: Text = Text::new("{} from {} for {}", "{}（{} から {} 間）");
const NO_TIME: Text = Text::new("It took no time.", "所要時間はありません。");
const WHOLE: Text = Text::new("{} in all", "合計 {}");

/// How wide the picture is in units of its own. It is stretched to the room that there is.
pub(super) const WIDTH: i64 = 10_000;
/// How high the bar is.
const BAR: i64 = 24;
/// How high each line below it is, with the space above.
const LINE: i64 = 10;

fn name(part: Part) -> Text {
    match part {
        Part::Offered => OFFERED,
        Part::Calling => CALLING,
        Part::Talking => TALKING,
        Part::OnHold => ON_HOLD,
        Part::WrapUp => WRAP_UP,
        Part::Uncleared => UNCLEARED,
    }
}

/// A rectangle of the picture.
pub(super) fn block(x: i64, y: i64, width: i64, height: i64) -> El {
    el("rect")
        .attr("x", x.to_string())
        .attr("y", y.to_string())
        .attr("width", width.to_string())
        .attr("height", height.to_string())
}

/// A picture that is stretched to the room that there is, with what it shows in words.
pub(super) fn picture(height: i64, words: String) -> El {
    classed("svg", "history-picture")
        .attr("role", "img")
        .attr("viewBox", format!("0 0 {WIDTH} {height}"))
        .attr("preserveAspectRatio", "none")
        .attr("height", height.to_string())
        .attr("width", "100%")
        .attr("aria-label", words)
}

/// The picture with its legend, and where it begins and ends.
pub(super) fn timeline(record: &ContactRecord, now: EpochMs) -> Option<El> {
    let timeline = Timeline::of(record, now)?;
    let section = classed("section", "history-timeline")
        .attr("aria-labelledby", "history-timeline-title")
        .child(el("h4").attr("id", "history-timeline-title").text(TIMELINE.get()));
    if timeline.segments.is_empty() {
        return Some(section.child(el("p").text(NO_TIME.get())));
    }
    let others: Vec<_> = record
        .transfers
        .iter()
        .map(|one| SpanRecord { started_at: one.started_at, ended_at: one.ended_at })
        .collect();
    let lines =
        [("muted", MUTED, &record.mutes), ("paused", PAUSED, &record.pauses), ("others", OTHERS, &others)];
    let lines: Vec<_> = lines.into_iter().filter(|(_, _, spans)| !spans.is_empty()).collect();
    let height = BAR + LINE * i64::try_from(lines.len()).unwrap_or_default();
    let place = |at: EpochMs| timeline.place(at, WIDTH);
    let mut drawn = picture(height, timeline.segments.iter().map(in_words).collect::<Vec<_>>().join(", "));
    for segment in &timeline.segments {
        let (from, to) = (place(segment.from), place(segment.to));
        drawn = drawn.child(block(from, 0, to - from, BAR).attr("data-part", segment.part.word()));
    }
    let over = record.ended_at.unwrap_or(timeline.to);
    let mut top = BAR + 4;
    for (word, _, spans) in &lines {
        for span in *spans {
            let (from, to) = (place(span.started_at), place(span.ended_at.unwrap_or(over)));
            drawn = drawn.child(block(from, top, (to - from).max(1), LINE - 4).attr("data-part", *word));
        }
        top += LINE;
    }
    let of_part = |part: Part| {
        let ms = timeline.sum(part);
        (ms > 0).then(|| entry(part.word(), format!("{} {}", name(part).get(), duration_text(ms))))
    };
    let of_line = |(word, name, spans): &(&'static str, Text, &Vec<SpanRecord>)| {
        let lasted = |span: &SpanRecord| span.ended_at.unwrap_or(over).since(span.started_at);
        entry(word, format!("{} {}", name.get(), duration_text(spans.iter().map(lasted).sum())))
    };
    Some(
        section.child(drawn).child(ends([timeline.from, timeline.to])).child(
            classed("ul", "history-legend")
                .children(Part::ALL.into_iter().filter_map(of_part))
                .children(lines.iter().map(of_line)),
        ),
    )
}

/// What a colour means.
pub(super) fn entry(word: &'static str, text: String) -> El {
    el("li").attr("data-part", word).text(text)
}

/// When a picture begins and ends, and how long that is.
pub(super) fn ends([from, to]: [EpochMs; 2]) -> El {
    let time = |at: EpochMs| el("time").attr("datetime", at.to_string()).text(clock_text(at));
    classed("p", "history-ends")
        .child(time(from))
        .child(el("span").text(WHOLE.with(&[&duration_text(super::shift::shown_ms([from, to]))])))
        .child(time(to))
}

fn in_words(segment: &Segment) -> String {
    FROM_FOR.with(&[name(segment.part).get(), &clock_text(segment.from), &duration_text(segment.ms())])
}
