//! Fetches what was found as a file, piece by piece, so that it can be told how far it is and be cancelled.

use js_sys::{Array, Promise, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, Blob};

use super::{
    counter::{Counter, Format},
    state::{History, today},
};
use crate::{
    api::{CallError, Client, Query},
    ui::{download_parts, script::call, script::property},
};

/// So many bytes are put together at a time: the browser may lay them aside on its disk.
const TOGETHER: u32 = 8 * 1024 * 1024;

/// How an export goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Progress {
    /// None was asked for.
    #[default]
    None,
    /// So many records have come, of so many where that is known.
    Running(i64, Option<i64>),
    /// A file with so many records was handed over.
    Done(i64),
    /// It was cancelled.
    Cancelled,
    /// It broke off. Nothing was handed over.
    Failed(CallError),
}

/// An export and the way to end it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Export {
    /// How it goes.
    pub progress: RwSignal<Progress>,
    controller: StoredValue<Option<AbortController>, LocalStorage>,
}

impl Export {
    /// None was asked for.
    pub(super) fn new() -> Self {
        Self { progress: RwSignal::new(Progress::None), controller: StoredValue::new_local(None) }
    }

    /// Whether one is under way. Tracked.
    pub(super) fn is_running(self) -> bool {
        matches!(*self.progress.read(), Progress::Running(..))
    }

    /// Begins one, of what is looked for now.
    pub(super) fn begin(self, history: History, format: Format) {
        let Ok(controller) = AbortController::new() else { return };
        let total = history.totals.with_untracked(|totals| totals.map(|totals| totals.count));
        let total = total.filter(|_| history.list.with_untracked(|list| !list.is_busy));
        let mut query = history.query();
        query.push(("format", format.word().to_owned()));
        self.progress.set(Progress::Running(0, total));
        self.controller.set_value(Some(controller.clone()));
        spawn_local(async move {
            let fetched = self.fetch(query, format, total, &controller).await;
            let is_cancelled = controller.signal().aborted();
            self.controller.set_value(None);
            self.progress.set(match fetched {
                _ if is_cancelled => Progress::Cancelled,
                Err(error) => Progress::Failed(error),
                Ok((parts, records)) => {
                    let name = format!("streamdesk-contacts-{}.{}", today(), format.word());
                    if download_parts(&name, &parts) {
                        Progress::Done(records)
                    } else {
                        Progress::Failed(CallError::Unavailable)
                    }
                }
            });
        });
    }

    /// Ends the one that is under way.
    pub(super) fn cancel(self) {
        self.controller.with_value(|controller| {
            if let Some(controller) = controller {
                controller.abort();
            }
        });
    }

    async fn fetch(
        self,
        query: Query,
        format: Format,
        total: Option<i64>,
        controller: &AbortController,
    ) -> Result<(Array, i64), CallError> {
        let stream = Client.export(query, &controller.signal()).await?;
        let reader = call(&stream, "getReader", &[]);
        let mut counter = Counter::new(format);
        let (mut parts, mut bytes) = (Array::new(), 0);
        loop {
            let reading: Promise =
                call(&reader, "read", &[]).dyn_into().map_err(|_| CallError::Unavailable)?;
            let step = JsFuture::from(reading).await.map_err(|_| CallError::Unavailable)?;
            if property(&step, "done").is_truthy() {
                return Ok((parts, counter.records()));
            }
            let Ok(piece) = property(&step, "value").dyn_into::<Uint8Array>() else { continue };
            counter.take(&piece.to_vec());
            bytes += piece.length();
            parts.push(&piece);
            if bytes > TOGETHER {
                let together = Blob::new_with_str_sequence(&parts).map_err(|_| CallError::Unavailable)?;
                (parts, bytes) = (Array::of1(&together), 0);
            }
            self.progress.set(Progress::Running(counter.records(), total));
        }
    }
}
