//! The style of the pages that are drawn here without any part of the program: those for administrators, the sign-in and the
//! help. It is no part of what agents load. Its name says what is in it, so whoever has it never asks for it again.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use leptos_meta::HashedStylesheet;
use sha2::{Digest as _, Sha256};

/// Where it is.
pub(super) const STYLE: &str = "/style/{name}";

static SHEET: LazyLock<String> = LazyLock::new(|| {
    [
        include_str!("../../../style/admin/page.css"),
        include_str!("../../../style/admin/lists.css"),
        include_str!("../../../style/admin/settings.css"),
        include_str!("../../../style/admin/help.css"),
    ]
    .concat()
});

static NAME: LazyLock<String> = LazyLock::new(|| {
    let hash = Sha256::digest(&*SHEET);
    let begin = hash.iter().take(8).fold(0, |begin: u64, byte| (begin << 8) | u64::from(*byte));
    format!("admin.{begin:016x}.css")
});

/// Its address.
pub(super) fn address() -> String {
    STYLE.replace("{name}", &NAME)
}

/// What is in it.
pub(super) fn sheet() -> &'static str {
    &SHEET
}

/// The sheets of such a page: what all pages have in common, and what only these have.
pub(super) fn sheets(options: LeptosOptions) -> AnyView {
    view! {
        <HashedStylesheet options />
        <link rel="stylesheet" href=address() />
    }
    .into_any()
}

/// The file. Of another version there is none: it would look like this one and not be it.
pub(super) async fn show(Path(name): Path<String>) -> Response {
    if name != *NAME {
        return StatusCode::NOT_FOUND.into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, sheet()).into_response()
}
