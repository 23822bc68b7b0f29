//! Loads the library into the page.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlScriptElement;

use crate::{
    StreamsError,
    api::{api, library},
};

/// The version of `amazon-connect-streams` that this crate binds and is tested with.
pub const STREAMS_VERSION: &str = "2.28.2";

/// Subresource integrity of `release/connect-streams-min.js` in that version. The browser refuses any other file.
pub const STREAMS_INTEGRITY: &str = "sha384-UtUVt9Krtp9WinrT0hcajzcaK/Hea1SFlsV/XFwmhCp3zVkm/Qw0u6t1msf2r9qs";

/// The version that the library in this page says it is (`connect.version`, undeclared); none before it is there. It need
/// not be that of the package: 2.28.2 says 2.28.1. The CCP in its frame runs a build of Amazon's own, whose version no
/// page can read.
pub fn library_version() -> Option<String> {
    library().ok()?.property(api!("version")).ok()?.as_string()
}

/// Adds the library to the page and waits until it has run. Call it after hydration: it is 730 kB that block nothing.
///
/// # Errors
/// [`StreamsError::ScriptNotLoaded`] when the file does not arrive or its content is not what `integrity` says.
pub async fn load_streams(url: &str, integrity: &str) -> Result<(), StreamsError> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(StreamsError::NoWindow)?;
    let not_loaded = || StreamsError::ScriptNotLoaded { url: url.to_owned() };
    let script = document.create_element("script").map_err(|_| not_loaded())?;
    let script: HtmlScriptElement = script.dyn_into().map_err(|_| not_loaded())?;
    script.set_src(url);
    script.set_cross_origin(Some("anonymous"));
    // web-sys knows no setter for it.
    script.set_attribute("integrity", integrity).map_err(|_| not_loaded())?;
    let arrival = js_sys::Promise::new(&mut |resolve, reject| {
        script.set_onload(Some(&resolve));
        script.set_onerror(Some(&reject));
    });
    document.head().and_then(|head| head.append_child(&script).ok()).ok_or_else(not_loaded)?;
    let arrived = JsFuture::from(arrival).await;
    script.set_onload(None);
    script.set_onerror(None);
    arrived.map(drop).map_err(|_| {
        script.remove();
        not_loaded()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_shows_the_program_that_is_tested() {
        let readme = include_str!("../README.md");
        let program = include_str!("../examples/embed.rs");
        assert!(readme.contains(&format!("```rust\n{program}```")), "copy examples/embed.rs into the README");
        assert!(program.lines().count() < 40, "the smallest program fits on a screen");
    }

    #[test]
    fn binds_the_version_that_the_lock_file_pins() {
        let lock = include_str!("../package-lock.json");
        let pinned =
            format!("\"node_modules/amazon-connect-streams\": {{\n      \"version\": \"{STREAMS_VERSION}\"");
        assert!(lock.contains(&pinned));
    }
}
