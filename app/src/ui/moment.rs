//! Moments and durations as people read them.

use std::cell::RefCell;

use connect_streams::EpochMs;
use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::{El, el};
use crate::text::{self, Language};

/// A locale that writes `hh:mm:ss`, for programs.
const PLAIN: &str = "en-GB";

/// What stands where nothing is known.
const UNKNOWN: &str = "–";

/// A moment as local time of day; machines and tests read the exact one from `datetime`. None while it is not known.
pub fn moment(at: impl Fn() -> Option<EpochMs> + Copy + Send + 'static) -> El {
    el("time")
        .live_attr("datetime", move || at().map(|at| at.to_string()))
        .live_text(move || at().map_or_else(|| UNKNOWN.to_owned(), clock_text))
}

thread_local! {
    /// The time zone of the times on the page; that of the computer where there is none. Not a signal: when it changes,
    /// the page is drawn anew, as with the language.
    static ZONE: RefCell<Option<String>> = const { RefCell::new(None) };
    /// How the browser writes a time of day. Kept, because to make one takes longer than to draw a panel.
    static CLOCK: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// From now on times are told in this time zone, in the language of the page.
pub fn tell_time_in(zone: Option<String>) {
    ZONE.set(zone);
    CLOCK.set(None);
}

/// The time of day in the browser's way of writing it, with seconds. In the browser only.
pub fn clock_text(at: EpochMs) -> String {
    let format = CLOCK.with_borrow_mut(|clock| clock.get_or_insert_with(|| time_format(&locale())).clone());
    write(&format, at).unwrap_or_else(|| at.to_string())
}

fn write(format: &JsValue, at: EpochMs) -> Option<String> {
    let write: Function = Reflect::get(format, &"format".into()).ok()?.dyn_into().ok()?;
    write.call1(format, &date(at)).ok()?.as_string()
}

/// What writes a time of day in a locale, in the time zone of the page.
fn time_format(locale: &str) -> JsValue {
    let options = Object::new();
    // A fresh object takes any property.
    let set = |name: &str, value: &str| _ = Reflect::set(&options, &name.into(), &value.into());
    for field in ["hour", "minute", "second"] {
        set(field, "2-digit");
    }
    if locale == PLAIN {
        set("hourCycle", "h23");
    }
    if let Some(zone) = ZONE.with_borrow(Clone::clone) {
        set("timeZone", &zone);
    }
    construct(locale, &options)
        .or_else(|| {
            // A zone that this browser does not know is as if none had been chosen.
            let _ = Reflect::delete_property(&options, &"timeZone".into());
            construct(locale, &options)
        })
        .unwrap_or_default()
}

fn construct(locale: &str, options: &Object) -> Option<JsValue> {
    let format: Function = Reflect::get(&intl()?, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    Reflect::construct(&format, &Array::of2(&locale.into(), options)).ok()
}

fn intl() -> Option<JsValue> {
    Reflect::get(&js_sys::global(), &"Intl".into()).ok()
}

/// The first of the browser's languages that is the page's, with its region and so its customs; else the page's.
fn locale() -> String {
    let language = text::language();
    let own = web_sys::window().map(|window| window.navigator().languages()).unwrap_or_default();
    let mut own = own.iter().filter_map(|tag| tag.as_string());
    own.find(|tag| Language::of_tag(tag) == Some(language)).unwrap_or_else(|| language.tag().to_owned())
}

/// The time zones that this browser knows. In the browser only.
pub fn time_zones() -> Vec<String> {
    let zones = || {
        let intl = intl()?;
        let zones: Function = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
        zones.call1(&intl, &"timeZone".into()).ok()?.dyn_into::<Array>().ok()
    };
    zones().unwrap_or_default().iter().filter_map(|zone| zone.as_string()).collect()
}

/// The last midnight in the time zone of the page. In the browser only.
pub fn start_of_today() -> EpochMs {
    let now = EpochMs::now();
    let since_midnight =
        write(&time_format(PLAIN), now).and_then(|text| ms_of_day(&text)).unwrap_or_default();
    EpochMs::new(now.get() - now.get().rem_euclid(1_000) - since_midnight)
}

/// The milliseconds from midnight until `hh:mm:ss`.
fn ms_of_day(text: &str) -> Option<i64> {
    text.split(':')
        .try_fold(0, |before, part| Some(before * 60 + part.parse::<i64>().ok()?))
        .map(|seconds| seconds * 1_000)
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
    fn midnight_is_as_long_ago_as_the_time_of_day_says() {
        assert_eq!(ms_of_day("01:02:03"), Some(3_723_000));
        assert_eq!(ms_of_day("1 o'clock"), None);
    }

    #[test]
    fn durations_are_rounded_down_and_never_negative() {
        assert_eq!(duration_text(-5), "0:00");
        assert_eq!(duration_text(59_999), "0:59");
        assert_eq!(duration_text(61_000), "1:01");
        assert_eq!(duration_text(3_661_000), "1:01:01");
    }
}
