//! What a host answers where there is nothing. A page by itself, without any part of the program: it must show when all else
//! is missing.

use leptos::prelude::*;

/// The document.
pub(super) fn not_found(style: &str, policy: &str) -> String {
    Owner::new().with(|| {
        let page = view! {
            <html lang="en">
                <head>
                    <meta charset="utf-8" />
                    <meta http-equiv="Content-Security-Policy" content=policy.to_owned() />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <meta name="color-scheme" content="light dark" />
                    <title>"Not found - Streamdesk"</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                    <link rel="stylesheet" href=style.to_owned() />
                </head>
                <body>
                    <main class="trouble">
                        <h1>"There is nothing at this address"</h1>
                        <p lang="ja">"このアドレスには何もありません。"</p>
                        <p>
                            <a href="/">"Open the desktop"</a>
                            " "
                            <a href="/" lang="ja">"デスクトップを開く"</a>
                        </p>
                    </main>
                </body>
            </html>
        };
        format!("<!DOCTYPE html>{}", page.to_html())
    })
}
