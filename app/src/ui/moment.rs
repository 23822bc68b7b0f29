//! Moments and durations as people read them.

use connect_streams::EpochMs;
use js_sys::{Array, Date, Intl::DateTimeFormat, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// What stands where nothing is known.
const UNKNOWN: &str = "–";

/// A moment as local time of day; machines and tests read the exact one from `datetime`.
#[component]
pub fn Moment(
    /// The element's `id`.
    #[prop(optional, into)]
    id: Option<String>,
    /// When; none while that is not known.
    #[prop(into)]
    at: Signal<Option<EpochMs>>,
) -> impl IntoView {
    view! {
        <time id=id datetime=move || at.get().map(|at| at.to_string())>
            {move || at.get().map_or_else(|| UNKNOWN.to_owned(), clock_text)}
        </time>
    }
}

/// The local time of day in the browser's own way of writing it, with seconds. In the browser only.
pub fn clock_text(at: EpochMs) -> String {
    let options = Object::new();
    for field in ["hour", "minute", "second"] {
        // A fresh object takes any property.
        let _ = Reflect::set(&options, &field.into(), &"2-digit".into());
    }
    let format = DateTimeFormat::new(&Array::new(), &options).format();
    let text = format.call1(&JsValue::UNDEFINED, &date(at)).ok().and_then(|text| text.as_string());
    text.unwrap_or_else(|| at.to_string())
}

/// The last local midnight. In the browser only.
#[expect(
    clippy::cast_possible_truncation,
    reason = "JavaScript's clock holds whole milliseconds far below 2^53"
)]
pub fn start_of_today() -> EpochMs {
    let midnight = date(EpochMs::now());
    midnight.set_hours(0);
    midnight.set_minutes(0);
    midnight.set_seconds(0);
    midnight.set_milliseconds(0);
    EpochMs::new(midnight.get_time() as i64)
}

#[expect(clippy::cast_precision_loss, reason = "a moment is far below 2^53")]
fn date(at: EpochMs) -> Date {
    Date::new(&JsValue::from_f64(at.get() as f64))
}

/// A duration as `m:ss` or `h:mm:ss`, rounded down.
pub fn duration_text(milliseconds: i64) -> String {
    let seconds = milliseconds.max(0) / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_rounded_down_and_never_negative() {
        assert_eq!(duration_text(-5), "0:00");
        assert_eq!(duration_text(59_999), "0:59");
        assert_eq!(duration_text(61_000), "1:01");
        assert_eq!(duration_text(3_661_000), "1:01:01");
    }
}
