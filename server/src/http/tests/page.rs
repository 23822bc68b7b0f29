//! The page and the headers that go with it.

use std::sync::Arc;

use super::*;

#[tokio::test]
async fn the_page_is_useful_before_any_script_has_run() {
    let desk = Desk::open().await;
    let answer = desk.get("/").await;
    let page = String::from_utf8(answer.body.clone()).unwrap();
    assert_eq!(answer.status, StatusCode::OK);
    for text in [
        "Not signed in",
        "No contact",
        "Loading the Contact Control Panel",
        "https://example.my.connect.aws/ccp-v2/",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("login.example.com/</script>"), "no setting can break out of its element");
    let policy = answer.header("content-security-policy").unwrap();
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
    assert!(page.contains(&format!("nonce=\"{nonce}\"")), "{page}");
    assert!(
        policy.contains("frame-src https://example.my.connect.aws https://login.example.com;"),
        "{policy}"
    );
    assert!(policy.ends_with("frame-ancestors 'self'"));
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    assert_ne!(
        desk.get("/").await.header("content-security-policy"),
        Some(policy),
        "each answer has its own nonce"
    );
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
}

#[tokio::test]
async fn the_history_is_a_page_of_its_own_without_a_panel() {
    let desk = Desk::open().await;
    let answer = desk.get("/history?agent=anna").await;
    let page = String::from_utf8(answer.body.clone()).unwrap();
    assert_eq!(answer.status, StatusCode::OK);
    assert!(page.contains("<h2>History</h2>") && page.contains("aria-busy=\"true\""), "{page}");
    assert!(!page.contains("ccp-frame") && !page.contains("No contact"), "{page}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(answer.header("content-security-policy").is_some());
}

/// The settings in the page, as the browser reads them.
fn settings(page: &str) -> Value {
    let (_, behind) = page.split_once("<script id=\"streamdesk-config\" type=\"application/json\">").unwrap();
    serde_json::from_str(behind.split_once("</script>").unwrap().0).unwrap()
}

#[rstest]
#[case(Some("ja"), "ja")]
#[case(Some("ja-JP,ja;q=0.9,en;q=0.5"), "ja")]
#[case(Some("fr-FR, fr;q=0.9, ja;q=0.8"), "ja")]
#[case(Some("en-GB,ja;q=0.5"), "en")]
#[case(Some("de"), "en")]
#[case(Some("日本語"), "en")]
#[case(None, "en")]
#[tokio::test]
async fn the_page_speaks_the_language_that_the_browser_asks_for(
    #[case] accepted: Option<&str>,
    #[case] language: &str,
) {
    let desk = Desk::open().await;
    let mut asking = request("GET", "/");
    if let Some(accepted) = accepted {
        asking = asking.header("accept-language", accepted.as_bytes());
    }
    let answer = desk.send(asking.body(Body::empty()).unwrap()).await;
    let page = String::from_utf8(answer.body.clone()).unwrap();
    assert!(page.contains(&format!("<html lang=\"{language}\">")), "{page}");
    assert!(page.contains(&format!("\"language\":\"{language}\"")), "{page}");
    assert_eq!(settings(&page)["language"], language);
    assert!(answer.headers.get_all("vary").iter().any(|vary| vary == "accept-language, cookie"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_ask_at_once_get_a_language_each() {
    async fn page(desk: &Desk, language: &str) -> String {
        let asking = request("GET", "/").header("accept-language", language).body(Body::empty()).unwrap();
        let page = String::from_utf8(desk.send(asking).await.body).unwrap();
        // All but the head is the same in every answer; the nonces stand there.
        let (_, body) = page.split_once("<body>").unwrap();
        body.split_once("</body>").unwrap().0.to_owned()
    }
    let desk = Arc::new(Desk::open().await);
    let alone = [page(&desk, "en").await, page(&desk, "ja").await];
    let asked = (0..40).map(|index| {
        let (desk, language) = (Arc::clone(&desk), ["en", "ja"][index % 2]);
        tokio::spawn(async move { page(&desk, language).await })
    });
    for (index, answer) in asked.collect::<Vec<_>>().into_iter().enumerate() {
        assert_eq!(answer.await.unwrap(), alone[index % 2]);
    }
}

#[tokio::test]
async fn the_page_carries_how_the_desk_is_configured() {
    let configured = DeskConfig {
        name: "</script><script>alert(1)</script>".to_owned(),
        disposition_required: vec!["Billing".to_owned()],
        after_contact_work_s: 30,
        ..DeskConfig::default()
    };
    let page = String::from_utf8(Desk::configured(configured).await.get("/").await.body).unwrap();
    let desk = &settings(&page)["desk"];
    assert_eq!(desk["name"], "</script><script>alert(1)</script>");
    assert_eq!(desk["disposition_required"], json!(["Billing"]));
    assert_eq!(desk["after_contact_work_s"], 30);
    assert!(!page.contains("<script>alert"), "no setting can break out of its place");
}

#[rstest]
#[case("", "img-src 'self' data:;")]
#[case("/logo.svg", "img-src 'self' data:;")]
#[case("https://cdn.example.com/desk/logo.svg", "img-src 'self' data: https://cdn.example.com;")]
#[case("https://cdn.example.com:8443/logo.svg", "img-src 'self' data: https://cdn.example.com:8443;")]
#[tokio::test]
async fn the_page_may_show_its_logo_and_no_other_image_from_elsewhere(
    #[case] logo_url: &str,
    #[case] images: &str,
) {
    let desk = Desk::configured(DeskConfig { logo_url: logo_url.to_owned(), ..DeskConfig::default() }).await;
    let answer = desk.get("/").await;
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains(images), "{policy}");
    assert!(
        policy.contains("connect-src 'self' https://") && policy.contains("style-src 'self';"),
        "{policy}"
    );
}

#[tokio::test]
async fn the_style_of_the_administrators_pages_is_theirs_alone_and_kept_for_ever() {
    let desk = Desk::open().await;
    let text = |answer: Answer| String::from_utf8(answer.body).unwrap();
    let address = |page: &str| {
        let (_, address) = page.split_once("href=\"/style/")?;
        Some(format!("/style/{}", address.split_once('"')?.0))
    };
    let style = address(&text(desk.get("/admin/settings").await)).unwrap();
    assert_eq!(address(&text(desk.get("/help").await)), Some(style.clone()));
    assert_eq!(address(&text(desk.get("/").await)), None);
    let sheet = desk.get(&style).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert_eq!(sheet.header("content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(sheet.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let other = desk.get("/style/admin.0000000000000000.css").await;
    assert_eq!((other.status, other.header("cache-control")), (StatusCode::NOT_FOUND, Some("no-store")));
}
