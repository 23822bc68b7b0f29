//! What a passive look at every kind of answer finds: nothing; and what clients must not be able to do.

use super::*;

/// What is wrong with the headers of an answer, as a scanner would list it.
fn findings(answer: &Answer) -> Vec<String> {
    let mut found = Vec::new();
    let mut expect = |name: &str, right: &dyn Fn(&str) -> bool| match answer.header(name) {
        None => found.push(format!("{name} is missing")),
        Some(value) if !right(value) => found.push(format!("{name} is {value}")),
        Some(_) => {}
    };
    expect("x-content-type-options", &|value| value == "nosniff");
    expect("referrer-policy", &|value| ["same-origin", "no-referrer"].contains(&value));
    expect("cross-origin-resource-policy", &|value| value == "same-origin");
    expect("permissions-policy", &|value| {
        ["geolocation=()", "payment=()", "usb=()"].iter().all(|part| value.contains(part))
    });
    expect("content-security-policy", &|value| {
        let none = ["unsafe-inline", "'unsafe-eval'", "*", "http:", "data: 'self'"];
        ["default-src 'none'", "frame-ancestors 'self'", "base-uri 'none'", "form-action '"]
            .iter()
            .all(|part| value.contains(part))
            && !none.iter().any(|part| value.contains(part))
    });
    expect("x-request-id", &|value| value.len() == 16 && value.bytes().all(|byte| byte.is_ascii_hexdigit()));
    for name in ["server", "x-powered-by", "cross-origin-opener-policy", "access-control-allow-credentials"] {
        if let Some(value) = answer.header(name) {
            found.push(format!("{name} is {value}"));
        }
    }
    let kind = answer.header("content-type").unwrap_or_default().to_owned();
    if !answer.body.is_empty() && kind.is_empty() {
        found.push("content-type is missing".to_owned());
    }
    let private = kind.starts_with("text/html") || kind.starts_with("application/json");
    if private && answer.header("cache-control") != Some("no-store") {
        found.push(format!("cache-control is {:?}", answer.header("cache-control")));
    }
    if answer.header("access-control-allow-origin") == Some("*") {
        found.push("everybody may read it".to_owned());
    }
    found
}

#[tokio::test]
async fn no_answer_of_any_kind_goes_without_protection() {
    let desk = Desk::open().await;
    for (method, path) in [
        ("GET", "/"),
        ("HEAD", "/"),
        ("GET", "/history"),
        ("GET", "/admin"),
        ("GET", "/admin/settings"),
        ("GET", "/admin/settings/versions"),
        ("GET", "/admin/settings/versions/0"),
        ("GET", "/api/docs"),
        ("GET", "/api/v1/openapi.json"),
        ("GET", SETTINGS),
        ("GET", CONTACT_RECORDS),
        ("GET", CONTACT_EXPORT),
        ("GET", "/api/v1/nothing"),
        ("PATCH", ORIGINS),
        ("POST", RECORDS),
        ("GET", "/admin/settings/versions/nine"),
        ("OPTIONS", CONTACT_RECORDS),
        ("GET", "/pkg/streamdesk.js"),
        ("GET", "/pkg/nothing.js"),
        ("GET", "/nothing"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("TRACE", "/"),
    ] {
        let answer = desk.send(request(method, path).body(Body::empty()).unwrap()).await;
        let mut found = findings(&answer);
        // Whether the server lives, every page may see.
        found.retain(|one| path != "/healthz" || one != "cross-origin-resource-policy is cross-origin");
        assert_eq!(found, Vec::<String>::new(), "{method} {path}: {}", answer.status);
    }
    let foreign = Request::builder().uri("/").header("host", "evil.example").body(Body::empty()).unwrap();
    assert_eq!(findings(&desk.send(foreign).await), Vec::<String>::new());
    let form = request("POST", "/admin/settings").header("content-type", "application/x-www-form-urlencoded");
    let saved = desk.send(form.body(Body::from("version=0&do=save&desk.name=A&desk.panel=beside&desk.after_missed=ask&desk.after_contact_work_s=0")).unwrap()).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(findings(&saved), Vec::<String>::new());
}

#[tokio::test]
async fn a_packed_body_is_not_unpacked() {
    let desk = Desk::open().await;
    for encoding in ["gzip", "br", "deflate, gzip", "zstd", "x-unknown"] {
        let packed = request("POST", RECORDS)
            .header("content-type", "application/json")
            .header("content-encoding", encoding);
        let answer = desk.send(packed.body(Body::from(vec![0x1f, 0x8b, 8, 0])).unwrap()).await;
        assert_eq!(answer.refusal(), (415, "body_packed".to_owned()), "{encoding}");
    }
}

#[tokio::test]
async fn no_path_leads_out_of_the_sites_folder() {
    let desk = Desk::open().await;
    std::fs::write(desk.folder.path().join("secret.txt"), "secret").unwrap();
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/pkg/../../secret.txt",
        "/pkg/%2e%2e/%2e%2e/secret.txt",
        "/pkg/..%5c..%5csecret.txt",
        "/pkg//../../secret.txt",
        "/vendor/%252e%252e/%252e%252e/secret.txt",
        "/pkg/%00/../../secret.txt",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
    ] {
        let answer = desk.get(path).await;
        assert!(!answer.status.is_success(), "{path}: {}", answer.status);
        assert!(!String::from_utf8_lossy(&answer.body).contains("secret"), "{path}");
    }
}

#[tokio::test]
async fn nothing_that_is_asked_becomes_a_header() {
    let desk = Desk::open().await;
    for path in [
        "/%0d%0aset-cookie:%20a=b",
        "/admin/settings?saved=1%0d%0aset-cookie:%20a=b",
        "/admin/settings/versions?before=1%0d%0aset-cookie:%20a=b",
        "/api/v1/contact-export?format=csv%0d%0aset-cookie:%20a=b",
        "/api/v1/settings/versions/1%0d%0aset-cookie:%20a=b",
    ] {
        let answer = desk.get(path).await;
        assert_eq!(answer.header("set-cookie"), None, "{path}");
        for value in answer.headers.values() {
            assert!(!String::from_utf8_lossy(value.as_bytes()).contains("set-cookie"), "{path}");
        }
    }
    let named = request("GET", "/healthz").header("x-request-id", "0000000000000000");
    let answer = desk.send(named.body(Body::empty()).unwrap()).await;
    assert_ne!(answer.header("x-request-id"), Some("0000000000000000"), "nobody outside names a request");
}

/// What is logged while something runs.
#[derive(Clone, Default)]
struct Lines(Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_that_is_sent_becomes_a_line_of_the_log() {
    let lines = Lines::default();
    let writer = lines.clone();
    let log = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let guard = tracing::subscriber::set_default(log);
    let desk = Desk::open().await;
    let evil = "x\n2026-01-01T00:00:00Z ERROR forged: \u{1b}[31mred\r\nforged";
    desk.store(&record(&json!({"contact_id": evil, "queue": evil, "notes": evil}))).await;
    desk.get("/api/v1/contact-records/x%0aforged").await;
    desk.json("PUT", ORIGINS, &json!({"origin": evil})).await;
    desk.json("PUT", SETTINGS, &json!({"version": 0, "settings": {"desk": {"name": evil}}})).await;
    desk.json("POST", RECORDS, &json!({"contacts": [record(&json!({"contact_id": evil}))]})).await;
    drop(guard);
    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("Kept records"), "{log}");
    for line in log.lines() {
        assert!(!line.starts_with("forged") && !line.starts_with("2026-01-01"), "{log}");
    }
    assert!(!log.contains('\u{1b}') && !log.contains('\r'), "{log}");
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_again() {
    let folder = tempfile::tempdir().unwrap();
    let url = database(&folder);
    let operations = Operations { requests_per_s: 2, ..Operations::default() };
    let desk = Desk::run(DeskConfig::default(), folder, url, (AuthConfig::default(), None), operations).await;
    for _ in 0..10 {
        assert_eq!(desk.get(CONTACT_RECORDS).await.status, StatusCode::OK);
    }
    let answer = desk.get(CONTACT_RECORDS).await;
    assert_eq!(answer.refusal(), (429, "too_many_requests".to_owned()));
    assert_eq!(answer.header("retry-after"), Some("1"));
    assert_eq!(findings(&answer), Vec::<String>::new());
    assert_eq!(desk.get("/").await.status, StatusCode::OK, "the page still comes");
}
