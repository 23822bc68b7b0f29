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

const TIME: [(&str, &str); 3] = [("hour", "2-digit"), ("minute", "2-digit"), ("second", "2-digit")];
const DAY: [(&str, &str); 3] = [("year", "numeric"), ("month", "2-digit"), ("day", "2-digit")];
const FIGURES: [(&str, &str); 6] = [DAY[0], DAY[1], DAY[2], TIME[0], TIME[1], TIME[2]];

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
    /// How the browser writes what was written before. Kept, because to make one takes longer than to draw a panel.
    static FORMATS: RefCell<Vec<(Shape, JsValue)>> = const { RefCell::new(Vec::new()) };
}

/// What is written of a moment.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// The time of day, as the browser's user reads it.
    Clock,
    /// The day, as the browser's user reads it.
    Day,
    /// Day and time in figures, for programs.
    Figures,
}

/// From now on times are told in this time zone, in the language of the page.
pub fn tell_time_in(zone: Option<String>) {
    ZONE.set(zone);
    FORMATS.take();
}

/// The time of day in the browser's way of writing it, with seconds. In the browser only.
pub fn clock_text(at: EpochMs) -> String {
    written(Shape::Clock, at).unwrap_or_else(|| at.to_string())
}

/// The day in the browser's way of writing it. In the browser only.
pub fn day_text(at: EpochMs) -> String {
    written(Shape::Day, at).unwrap_or_else(|| at.to_string())
}

/// What the clocks in the time zone of the page show at this moment, as the milliseconds since 1970 at which those of UTC
/// show it. In the browser only.
pub fn wall_ms(at: EpochMs) -> i64 {
    written(Shape::Figures, at).and_then(|text| ms_of_figures(&text)).unwrap_or_else(|| at.get())
}

fn written(shape: Shape, at: EpochMs) -> Option<String> {
    let known = FORMATS.with_borrow(|formats| {
        formats.iter().find(|(known, _)| *known == shape).map(|(_, format)| format.clone())
    });
    let format = known.unwrap_or_else(|| {
        let format = match shape {
            Shape::Clock => time_format(&locale(), &TIME),
            Shape::Day => time_format(&locale(), &DAY),
            Shape::Figures => time_format(PLAIN, &FIGURES),
        };
        FORMATS.with_borrow_mut(|formats| formats.push((shape, format.clone())));
        format
    });
    write(&format, at)
}

/// The milliseconds since 1970 of `dd/mm/yyyy, hh:mm:ss`, as if it were UTC.
fn ms_of_figures(text: &str) -> Option<i64> {
    let mut figures = text.split(|letter: char| !letter.is_ascii_digit()).filter(|figure| !figure.is_empty());
    let mut next = || figures.next();
    let (day, month, year) = (next()?, next()?, next()?);
    let (hour, minute, second) = (next()?, next()?, next()?);
    let rfc_3339 = format!("{year:0>4}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}Z");
    rfc_3339.parse().ok().map(EpochMs::get)
}

fn write(format: &JsValue, at: EpochMs) -> Option<String> {
    let write: Function = Reflect::get(format, &"format".into()).ok()?.dyn_into().ok()?;
    write.call1(format, &date(at)).ok()?.as_string()
}

/// What writes these fields of a moment in a locale, in the time zone of the page.
fn time_format(locale: &str, fields: &[(&str, &str)]) -> JsValue {
    let options = Object::new();
    // A fresh object takes any property.
    let set = |name: &str, value: &str| _ = Reflect::set(&options, &name.into(), &value.into());
    for (field, value) in fields {
        set(field, value);
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
    own.find(|tag| Language::of_tag(tag) == Some(language)).unwrap_or_else(|| language.as_str().to_owned())
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

/// Today in the time zone of the page, for the name of a file: `2026-11-27`. In the browser only.
pub fn file_day() -> String {
    let wall = EpochMs::new(wall_ms(EpochMs::now())).to_string();
    wall.split('T').next().unwrap_or_default().to_owned()
}

/// The last midnight in the time zone of the page. In the browser only.
pub fn start_of_today() -> EpochMs {
    let now = EpochMs::now();
    let since_midnight =
        write(&time_format(PLAIN, &TIME), now).and_then(|text| ms_of_day(&text)).unwrap_or_default();
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
    fn figures_are_read_whatever_stands_between_them() {
        let expected = "2026-11-21T09:05:07Z".parse::<EpochMs>().unwrap().get();
        assert_eq!(ms_of_figures("21/11/2026, 09:05:07"), Some(expected));
        assert_eq!(ms_of_figures("21.11.2026 9:05:07"), Some(expected));
        assert_eq!(ms_of_figures("21/11/2026"), None);
        assert_eq!(ms_of_figures("31/02/2026, 09:05:07"), None);
    }

    #[test]
    fn durations_are_rounded_down_and_never_negative() {
        assert_eq!(duration_text(-5), "0:00");
        assert_eq!(duration_text(59_999), "0:59");
        assert_eq!(duration_text(61_000), "1:01");
        assert_eq!(duration_text(3_661_000), "1:01:01");
    }
}
