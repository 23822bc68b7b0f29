//! Files, probes, and what is not there.

use super::*;

#[tokio::test]
async fn what_is_not_there_is_said_in_json() {
    let desk = Desk::open().await;
    for path in ["/api/v1/contact-records/unknown", "/api/v1/nothing", "/api/v2/contact-records"] {
        assert_eq!(desk.get(path).await.refusal(), (404, "not_found".to_owned()), "{path}");
    }
    let answer = desk.json("DELETE", CONTACT_RECORDS, &json!({})).await;
    assert_eq!(answer.refusal(), (405, "method_not_allowed".to_owned()));
}

#[tokio::test]
async fn files_that_are_named_by_their_content_are_kept_for_ever() {
    let desk = Desk::open().await;
    let answer = desk
        .get(&format!("/vendor/amazon-connect-streams-{}.min.js", connect_streams::STREAMS_VERSION))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(
        desk.get("/pkg/streamdesk.js").await.header("cache-control"),
        Some("no-cache"),
        "this one has no hash"
    );
    assert_eq!(desk.get("/pkg/../../test.db").await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.get("/nothing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_that_is_not_there_may_be_there_the_next_time() {
    let desk = Desk::open().await;
    for path in ["/pkg/streamdesk.of-the-next-build.js", "/vendor/another.js"] {
        let answer = desk.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[tokio::test]
async fn a_file_that_is_kept_in_memory_is_answered_as_from_the_disk() {
    let desk = Desk::open().await;
    let vendor = desk.folder.path().join("site/vendor");
    for (name, content) in [("file.js", "plain"), ("file.js.br", "brotli"), ("file.js.gz", "gzip")] {
        std::fs::write(vendor.join(name), content).unwrap();
    }
    let ask = async |headers: &[(&'static str, &str)]| {
        let asked = request("GET", "/vendor/file.js");
        let asked = headers.iter().fold(asked, |asked, (name, value)| asked.header(*name, *value));
        let answer = desk.send(asked.body(Body::empty()).unwrap()).await;
        let headers = ["content-encoding", "content-type", "content-length", "last-modified", "vary"];
        let headers = headers.map(|name| answer.header(name).map(ToOwned::to_owned));
        (answer.status.as_u16(), headers, String::from_utf8(answer.body).unwrap())
    };
    let packed = [("accept-encoding", "gzip, br")];
    let first = [ask(&[]).await, ask(&packed).await, ask(&[("accept-encoding", "gzip")]).await];
    assert_eq!(first.each_ref().map(|(_, _, body)| body.as_str()), ["plain", "brotli", "gzip"]);
    for name in ["file.js", "file.js.br", "file.js.gz"] {
        std::fs::write(vendor.join(name), "never means another content").unwrap();
    }
    assert_eq!([ask(&[]).await, ask(&packed).await, ask(&[("accept-encoding", "gzip")]).await], first);
    let (status, _, body) = ask(&[("range", "bytes=0-4")]).await;
    assert_eq!((status, body.as_str()), (206, "never"), "parts are the disk's matter");
    assert_eq!(ask(&[("if-modified-since", "Fri, 31 Dec 2100 00:00:00 GMT")]).await.0, 304);
    assert_eq!(desk.get("/vendor/none.js").await.status, StatusCode::NOT_FOUND);
    std::fs::write(vendor.join("none.js"), "it is there now").unwrap();
    assert_eq!(desk.get("/vendor/none.js").await.status, StatusCode::OK, "what is not there is not kept");
}

#[tokio::test]
async fn health() {
    let desk = Desk::open().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(desk.get(path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_site_that_was_not_built_is_named_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        http: HttpConfig {
            addr: "127.0.0.1:0".parse().unwrap(),
            site_dir: folder.path().to_owned(),
            public_url: None,
            trusted_proxies: Vec::new(),
        },
        auth: AuthConfig::default(),
        connect: Instance {
            ccp_url: "https://example.my.connect.aws/".parse().unwrap(),
            region: "x".to_owned(),
            arn: None,
            login_url: "https://example.my.connect.aws/".parse().unwrap(),
            second: None,
        },
        storage: StorageConfig { url: database(&folder) },
        operations: Operations::default(),
        settings: Settings::default(),
    };
    let store = store::open(config.storage.url.as_str()).await.unwrap();
    let error = AppState::new(config, store).await.unwrap_err();
    assert!(error.to_string().contains("make build"), "{error}");
}
