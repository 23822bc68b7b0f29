//! Parts of the page whose code is loaded when they are first shown.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{El, classed};
use crate::text::Text;

const NOT_LOADED: Text = Text::new(
    "This part of the page could not be loaded. Check the network, then open it once more; if the desktop was renewed since, reload the page.",
    "この部分を読み込めませんでした。ネットワークを確認してから、もう一度開いてください。デスクトップが更新された場合は、ページを再読み込みしてください。",
);

/// What makes a part of the page.
pub type Maker = Box<dyn Fn() -> El + Send + Sync>;

/// Defines the function that loads a part of the program, by the part's name: `part!(settings: content -> Content = parts)`.
/// What is reached through it alone is in a file of its own. Builds for tests are whole, because only a release is parted.
macro_rules! part {
    ($name:ident: $load:ident -> $what:ty = $part:expr) => {
        #[cfg(not(debug_assertions))]
        #[wasm_split_helpers::wasm_split($name, fallible)]
        fn $load() -> Result<$what, wasm_split_helpers::SplitLoaderError> {
            Ok($part)
        }

        #[cfg(debug_assertions)]
        fn $load() -> impl Future<Output = Result<$what, wasm_split_helpers::SplitLoaderError>> {
            std::future::ready(Ok($part as $what))
        }
    };
}
pub(crate) use part;

/// A place for a part of the page whose code comes later. It says that it is busy until then, and what to do if it does
/// not come. On the server it stays empty.
pub fn loaded(maker: impl Future<Output = Option<Maker>> + 'static) -> El {
    // None while it loads; then what was loaded, if it was.
    let came = RwSignal::new(None::<Option<Arc<Maker>>>);
    if cfg!(target_arch = "wasm32") {
        spawn_local(async move {
            let maker = maker.await;
            // Whoever closed it in the meantime sees nothing of it.
            let _ = came.try_set(Some(maker.map(Arc::new)));
        });
    }
    classed("div", "loaded")
        .live_attr("aria-busy", move || came.read().is_none().then(|| "true".to_owned()))
        .live(move || {
            let maker = came.get()?;
            Some(maker.map_or_else(
                || classed("p", "error").attr("role", "alert").text(NOT_LOADED.get()),
                |make| untrack(|| make()),
            ))
        })
}
