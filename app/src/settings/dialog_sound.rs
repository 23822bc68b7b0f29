//! Notifications and the device that rings, in the settings.

use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{
    PreferencesHandle,
    dialog::{choice, section, tick_box},
};
use crate::{
    alerts::notification_permission,
    desktop::{Input, use_desktop},
    text::Text,
    ui::{
        El, Memo, classed, el,
        script::{call, property},
    },
};

const SOUND: Text = Text::new("Sound and notifications", "音と通知");
const NOTIFY: Text = Text::new("Show a notification of each new contact", "新しいコンタクトを通知で知らせる");
const DENIED: Text = Text::new(
    "The browser shows no notifications of this page. Allow them in the browser's settings of this site.",
    "ブラウザがこのページの通知を許可していません。ブラウザのサイト設定で許可してください。",
);
const ALLOW: Text = Text::new("Allow notifications", "通知を許可する");
const RINGER: Text = Text::new("Contacts ring on", "着信音を鳴らすデバイス");
const USUAL: Text = Text::new("The same device as calls", "通話と同じデバイス");
const NO_DEVICES: Text = Text::new(
    "Devices are listed once you are signed in and the browser may use the microphone.",
    "サインインしてマイクの使用を許可すると、デバイスが表示されます。",
);
const TEST: Text = Text::new("Play a test tone", "テスト音を鳴らす");
const PLAYED: Text = Text::new("The tone was played there.", "選択したデバイスで鳴らしました。");
const PLAYED_USUAL: Text = Text::new(
    "The tone was played on the computer's usual device.",
    "コンピューターの既定のデバイスで鳴らしました。",
);
const NOT_PLAYED: Text = Text::new("This browser plays no tone.", "このブラウザではテスト音を鳴らせません。");

/// How long the tone is, in seconds.
const TONE_S: f64 = 0.9;

/// The part of the settings about what is heard and shown of a new contact.
pub(super) fn sound(preferences: PreferencesHandle) -> El {
    let desktop = use_desktop();
    desktop.send(Input::RingersWanted);
    let permission = RwSignal::new(notification_permission());
    let said = RwSignal::new(None::<Text>);
    let ringer = move || preferences.with(|one| one.ringer.clone()).unwrap_or_default();
    let names = Memo::new(move |_| desktop.view.read().ringers.clone());
    let options = move || {
        let mut options = vec![(String::new(), USUAL.get().to_owned())];
        // The one that is chosen is there even while it is not plugged in.
        let chosen = untrack(ringer);
        let mut names = names.get();
        if !chosen.is_empty() && !names.contains(&chosen) {
            names.push(chosen);
        }
        options.extend(names.into_iter().map(|name| (name.clone(), name)));
        options
    };
    let test = move || {
        let name = untrack(ringer);
        spawn_local(async move {
            said.set(Some(play(&name).await));
        });
    };
    section("settings-sound", SOUND)
        .child(tick_box(
            "settings-notifications".to_owned(),
            NOTIFY.get(),
            Box::new(move || preferences.with(|one| one.notifications)),
            Box::new(move |on| {
                preferences.update(|one| one.notifications = on);
                if on {
                    ask_permission(permission);
                }
            }),
        ))
        .live(move || {
            if !preferences.with(|one| one.notifications) {
                return None;
            }
            match permission.get().as_str() {
                "granted" => None,
                "default" => {
                    let allow = move || ask_permission(permission);
                    Some(el("button").attr("type", "button").click(allow).text(ALLOW.get()))
                }
                _ => Some(classed("p", "hint").text(DENIED.get())),
            }
        })
        .live(move || {
            Some(choice(
                "settings-ringer",
                RINGER,
                options(),
                Box::new(ringer),
                Box::new(move |name| {
                    preferences.update(|one| one.ringer = Some(name).filter(|name| !name.is_empty()));
                }),
            ))
        })
        .show(move || names.read().is_empty(), || classed("p", "hint").text(NO_DEVICES.get()))
        .child(
            classed("p", "field")
                .child(el("button").attr("type", "button").click(test).text(TEST.get()))
                .child(
                    el("span")
                        .attr("role", "status")
                        .live_text(move || said.get().map(|said| said.get().to_owned()).unwrap_or_default()),
                ),
        )
}

/// Asks for the permission. Call it in the click.
fn ask_permission(known: RwSignal<String>) {
    let asked = call(&property(&js_sys::global(), "Notification"), "requestPermission", &[]);
    spawn_local(async move {
        // Whatever the answer is, the browser knows it.
        let _ = JsFuture::from(Promise::resolve(&asked)).await;
        known.try_set(notification_permission());
    });
}

/// Plays the tone on the device of this name where the browser lets this page choose one. Answers what came of it.
async fn play(name: &str) -> Text {
    let global = js_sys::global();
    let Ok(maker) = property(&global, "AudioContext").dyn_into::<Function>() else { return NOT_PLAYED };
    let Ok(audio) = Reflect::construct(&maker, &Array::new()) else { return NOT_PLAYED };
    let mut said = PLAYED_USUAL;
    if !name.is_empty()
        && let Some(device) = device_of(name).await
        && JsFuture::from(Promise::resolve(&call(&audio, "setSinkId", &[device]))).await.is_ok()
        && property(&audio, "sinkId").is_truthy()
    {
        said = PLAYED;
    }
    let (tone, volume) = (call(&audio, "createOscillator", &[]), call(&audio, "createGain", &[]));
    // A fresh node takes any value.
    let _ = Reflect::set(&property(&volume, "gain"), &"value".into(), &0.15.into());
    let _ = Reflect::set(&property(&tone, "frequency"), &"value".into(), &587.0.into());
    call(&tone, "connect", std::slice::from_ref(&volume));
    call(&volume, "connect", &[property(&audio, "destination")]);
    call(&tone, "start", &[]);
    let end = property(&audio, "currentTime").as_f64().unwrap_or_default() + TONE_S;
    call(&tone, "stop", &[end.into()]);
    set_timeout(move || _ = call(&audio, "close", &[]), std::time::Duration::from_secs(2));
    said
}

/// The device of this name among those that this page may use: the identifiers of the CCP's frame are not ours.
async fn device_of(name: &str) -> Option<JsValue> {
    let media = property(&web_sys::window()?.navigator(), "mediaDevices");
    let devices = Promise::resolve(&call(&media, "enumerateDevices", &[]));
    let devices: Array = JsFuture::from(devices).await.ok()?.dyn_into().ok()?;
    let is_meant =
        |device: &JsValue| property(device, "kind") == "audiooutput" && property(device, "label") == name;
    devices.iter().find(is_meant).map(|device| property(&device, "deviceId"))
}
