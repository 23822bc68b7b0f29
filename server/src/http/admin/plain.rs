//! What an administrator's page answers where an address or a form could not be read, or something failed beneath it: a page
//! as of any other refusal, never a line for programs.

use app::{api::ErrorAnswer, text::Text};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};
use leptos::prelude::*;

use super::Frame;
use crate::{auth::Caller, http::AppState};

/// More than any refusal says.
const LARGEST: usize = 64 * 1024;

const NOT_DONE: Text = Text::new("That was not done", "処理できませんでした");
const UNREAD: Text = Text::new(
    "The address or the form could not be read. Go back and try again.",
    "アドレスまたはフォームの内容を読み取れません。前のページに戻って、もう一度お試しください。",
);
const NOTHING: Text = Text::new(
    "There is nothing at this address. Choose a page above.",
    "このアドレスには何もありません。上のメニューからページを選んでください。",
);
const MEANWHILE: Text = Text::new(
    "It can no longer be done, or not here. Go back and look at how it is now.",
    "現在の状態では処理できません。前のページに戻って、最新の状態を確認してください。",
);
const TOO_LARGE: Text = Text::new(
    "What was sent is too large. Send less.",
    "送信された内容が大きすぎます。小さくしてから、もう一度お試しください。",
);
const FAILED: Text = Text::new(
    "The server could not do that now. Try again; if it stays, the reason is in the server's log.",
    "サーバーで処理できませんでした。もう一度お試しください。直らない場合、理由はサーバーのログにあります。",
);

/// Makes a page of a refusal that is none.
pub(in crate::http) async fn pages_only(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let caller = request.extensions().get::<Caller>().cloned();
    let headers = request.headers().clone();
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_page = kind.is_some_and(|kind| kind.starts_with("text/html"));
    let status = response.status();
    if is_page || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let why = match status {
        StatusCode::NOT_FOUND => NOTHING,
        StatusCode::CONFLICT => MEANWHILE,
        StatusCode::PAYLOAD_TOO_LARGE => TOO_LARGE,
        status if status.is_server_error() => FAILED,
        _ => UNREAD,
    };
    // What is said for programs is exact, and in English.
    let exactly = said(response.into_body())
        .await
        .filter(|_| status.is_client_error() && status != StatusCode::NOT_FOUND);
    let frame = Frame::new(&state, &headers, caller);
    frame.page(status, NOT_DONE, "", None, || {
        view! {
            <p>{why.get()}</p>
            {exactly.map(|exactly| view! { <p lang="en">{exactly}</p> })}
        }
    })
}

/// The message of an error, where there is one.
async fn said(body: Body) -> Option<String> {
    let body = to_bytes(body, LARGEST).await.ok()?;
    let answer: ErrorAnswer = serde_json::from_slice(&body).ok()?;
    Some(answer.error.message)
}
