//! An export as whoever deploys it sees it.

use std::{fs, path::Path, time::Instant};

use app::api::{DeskConfig, Settings};
use axum::{body::Body, http::Request};
use serde_json::Value;
use tower::ServiceExt as _;

use super::*;
use crate::{
    config::{AuthConfig, HttpConfig, Operations, StorageConfig, StorageUrl},
    http::{AppState, router},
    instances::Instance,
    store,
};

/// The hashes in the names of a page's files, as they are listed beside the program.
const HASHES: &str = "js: aa\nwasm: bb\ncss: cc\nsplit: dd\n";

/// A folder with a page's files as `make build` makes them.
fn site(folder: &Path) -> Site {
    let site = folder.join("site");
    fs::create_dir_all(site.join("pkg")).unwrap();
    fs::create_dir_all(site.join("vendor")).unwrap();
    let streams = format!("vendor/amazon-connect-streams-{}.min.js", connect_streams::STREAMS_VERSION);
    for (name, text) in [
        ("pkg/streamdesk.aa.js", "export default 1;"),
        ("pkg/__wasm_split.dd.js", "export {};"),
        ("pkg/streamdesk.bb.wasm", "\0asm"),
        ("pkg/streamdesk.cc.css", "body { margin: 0 }"),
        ("pkg/streamdesk.cc.css.br", "pressed"),
        ("pkg/streamdesk.cc.css.gz", "pressed too"),
        ("pkg/streamdesk.dd.d.ts", "declare const one: number;"),
        ("favicon.svg", "<svg/>"),
        (&streams, "connect = {};"),
    ] {
        fs::write(site.join(name), text).unwrap();
    }
    let hashes = folder.join("hash.txt");
    fs::write(&hashes, HASHES).unwrap();
    Site::read(&site, &hashes).unwrap()
}

fn config(folder: &Path) -> Config {
    Config {
        http: HttpConfig {
            addr: "127.0.0.1:0".parse().unwrap(),
            site_dir: folder.join("site"),
            public_url: None,
            trusted_proxies: Vec::new(),
        },
        auth: AuthConfig::default(),
        connect: Instance {
            ccp_url: "https://example.my.connect.aws/ccp-v2/".parse().unwrap(),
            region: "eu-central-1".to_owned(),
            arn: None,
            login_url: "https://login.example.com/</script>".parse().unwrap(),
            second: None,
        },
        storage: StorageConfig {
            url: StorageUrl::parse(&format!("sqlite://{}", folder.join("desk.db").display())).unwrap(),
        },
        operations: Operations::default(),
        settings: Settings {
            desk: DeskConfig { name: "</script><b>Acme".to_owned(), ..DeskConfig::default() },
            ..Settings::default()
        },
    }
}

fn wanted(folder: &Path) -> Export {
    Export { out: folder.join("out"), api: None, framed_by: Vec::new(), force: false }
}

fn manifest(folder: &Path) -> Manifest {
    serde_json::from_slice(&fs::read(folder.join("out/manifest.json")).unwrap()).unwrap()
}

fn exported(change: impl FnOnce(&mut Export)) -> (tempfile::TempDir, Manifest) {
    let folder = tempfile::tempdir().unwrap();
    let site = site(folder.path());
    let mut export = wanted(folder.path());
    change(&mut export);
    write(&config(folder.path()), &export, &site).unwrap();
    let manifest = manifest(folder.path());
    (folder, manifest)
}

#[test]
fn every_file_is_in_the_manifest_as_it_is() {
    let (folder, manifest) = exported(|_| ());
    for file in &manifest.files {
        let bytes = fs::read(folder.path().join("out").join(&file.path)).unwrap();
        assert_eq!(
            (file.sha256.as_str(), file.bytes),
            (manifest::sha256(&bytes).as_str(), bytes.len()),
            "{}",
            file.path
        );
        assert_eq!(file.headers.contains_key("content-encoding"), file.encodes.is_some(), "{}", file.path);
    }
    let paths: Vec<_> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    assert!(!paths.iter().any(|path| path.contains(".d.ts")), "{paths:?}");
    for path in ["index.html", "index.html.br", "index.html.gz", "history.html", "pkg/streamdesk.aa.js.br"] {
        assert!(paths.contains(&path), "{path}: {paths:?}");
    }
    let pressed = fs::read(folder.path().join("out/pkg/streamdesk.cc.css.br")).unwrap();
    assert_eq!(pressed, b"pressed", "what was built compressed is taken as it is");
}

#[test]
fn what_names_other_files_is_uploaded_after_them_and_is_never_kept() {
    let (_folder, manifest) = exported(|_| ());
    let turn = |path: &str| manifest.files.iter().find(|file| file.path == path).unwrap().turn;
    assert!(turn("pkg/streamdesk.bb.wasm") < turn("index.html"));
    assert!(turn("index.html") < turn("config.json"));
    assert!(manifest.files.is_sorted_by_key(|file| file.turn));
    let caching = |path: &str| {
        let file = manifest.files.iter().find(|file| file.path == path).unwrap();
        file.headers["cache-control"].clone()
    };
    assert_eq!(caching("pkg/streamdesk.bb.wasm"), "public, max-age=31536000, immutable");
    assert_eq!(caching("index.html"), "no-cache");
    assert_eq!(caching("config.json"), "no-store");
}

#[test]
fn a_host_without_headers_gets_the_policy_in_the_page_but_for_frame_ancestors() {
    let (folder, manifest) = exported(|_| ());
    let page = fs::read_to_string(folder.path().join("out/index.html")).unwrap();
    let policy = &manifest.headers["content-security-policy"];
    let in_page =
        page.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(policy, &format!("{in_page}; frame-ancestors 'self'"));
    assert!(!policy.contains("nonce") && !policy.contains("unsafe-inline"), "{policy}");
}

#[test]
fn the_one_script_in_the_page_is_the_one_that_the_policy_names() {
    let (folder, manifest) = exported(|_| ());
    for page in ["index.html", "history.html"] {
        let page = fs::read_to_string(folder.path().join("out").join(page)).unwrap();
        assert_eq!(page.matches("<script>").count(), 1, "{page}");
        assert_eq!(page.matches("<script").count(), 2, "the other is data: {page}");
        let script = page.split("<script>").nth(1).unwrap().split("</script>").next().unwrap();
        assert!(manifest.headers["content-security-policy"].contains(&manifest::policy_hash(script)));
        assert!(page.contains("&lt;/script&gt;&lt;b&gt;Acme"), "no setting can break out of its place");
    }
}

#[test]
fn the_settings_are_apart_and_have_no_language() {
    let api = Origin::parse("https://api.example.com").unwrap();
    let (folder, manifest) = exported(|export| export.api = Some(api));
    let config: Value =
        serde_json::from_slice(&fs::read(folder.path().join("out/config.json")).unwrap()).unwrap();
    assert_eq!(config["format"], 1);
    assert_eq!(config["build"], manifest.build);
    assert_eq!(config["api"], "https://api.example.com");
    assert_eq!(config["page"]["ccp_url"], "https://example.my.connect.aws/ccp-v2/");
    assert_eq!(config["page"]["language"], Value::Null);
    let policy = &manifest.headers["content-security-policy"];
    assert!(
        policy.contains("connect-src 'self' https://api.example.com https://example.my.connect.aws"),
        "{policy}"
    );
}

/// The function at the edge knows no list of pages, so each follows its rule.
#[test]
fn a_page_is_the_file_of_its_path() {
    let (folder, manifest) = exported(|_| ());
    for path in ["/", "/history", "/help", "/help/agent", "/help/ja/agent"] {
        assert!(manifest.pages.contains_key(path), "{path}");
    }
    for (path, file) in &manifest.pages {
        let by_rule = if path == "/" { "index.html".to_owned() } else { format!("{}.html", &path[1..]) };
        assert_eq!(file, &by_rule);
        assert!(folder.path().join("out").join(file).exists(), "{file}");
    }
}

#[test]
fn the_help_finds_its_style_and_the_desktop_does_without() {
    let (folder, manifest) = exported(|_| ());
    let style = style::address();
    let entry = manifest.files.iter().find(|file| file.path == style[1..]).unwrap();
    assert_eq!(entry.headers["cache-control"], "public, max-age=31536000, immutable");
    let page = |file: &str| fs::read_to_string(folder.path().join("out").join(file)).unwrap();
    assert!(page("help.html").contains(&style) && page("help/ja/agent.html").contains(&style));
    assert!(!page("index.html").contains("/style/"));
}

/// What the server says with its page, without what is of one request, or of one file.
#[tokio::test]
async fn every_answer_has_the_headers_that_the_server_has_with_its_page() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(folder.path());
    fs::write(folder.path().join("site/pkg/streamdesk.js"), "//").unwrap();
    let config = config(folder.path());
    write(&config, &wanted(folder.path()), &site).unwrap();
    let store = store::open(config.storage.url.as_str()).await.unwrap();
    let router = router(AppState::new(config, store).await.unwrap());
    let request = Request::get("/").header("host", "localhost").body(Body::empty()).unwrap();
    let answer = router.oneshot(request).await.unwrap();
    let of_request = ["cache-control", "content-length", "content-type", "date", "vary", "x-request-id"];
    let mut of_server: BTreeMap<String, String> = answer
        .headers()
        .iter()
        .filter(|(name, _)| {
            !of_request.contains(&name.as_str()) && !name.as_str().starts_with("access-control")
        })
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    let mut of_export = manifest(folder.path()).headers;
    // Of the policy, only how it knows the page's own script differs.
    for headers in [&mut of_server, &mut of_export] {
        let policy = headers.get_mut("content-security-policy").unwrap();
        let scripts =
            policy.split("script-src 'self' ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
        assert!(scripts.starts_with("'nonce-") || scripts.starts_with("'sha256-"), "{scripts}");
        *policy = policy.replace(&scripts, "SCRIPT");
    }
    assert_eq!(of_export, of_server);
}

#[test]
fn an_earlier_export_is_replaced_as_a_whole_and_nothing_is_left_beside() {
    let (folder, _) = exported(|_| ());
    let site = site(folder.path());
    let config = config(folder.path());
    write(&config, &wanted(folder.path()), &site).unwrap();
    let mut beside: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    beside.sort();
    assert_eq!(beside, ["hash.txt", "out", "site"]);
}

#[test]
fn a_folder_with_files_of_others_is_refused_and_left_alone() {
    let (folder, _) = exported(|_| ());
    let site = site(folder.path());
    let config = config(folder.path());
    let foreign = folder.path().join("out/pkg/thesis.txt");
    fs::write(&foreign, "years of work").unwrap();
    let error = write(&config, &wanted(folder.path()), &site).unwrap_err().to_string();
    assert!(error.contains("has files that no export wrote, pkg/thesis.txt for one"), "{error}");
    assert_eq!(fs::read_to_string(foreign).unwrap(), "years of work");

    let other = folder.path().join("home");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("manifest.json"), "{}").unwrap();
    let export = Export { out: other, force: true, ..wanted(folder.path()) };
    assert!(
        matches!(write(&config, &export, &site), Err(ExportError::Foreign { .. })),
        "a manifest of something else"
    );
}

#[test]
fn settings_that_were_changed_by_hand_are_replaced_only_when_asked_for() {
    let (folder, _) = exported(|_| ());
    let site = site(folder.path());
    let config = config(folder.path());
    fs::write(folder.path().join("out/config.json"), "{}").unwrap();
    let error = write(&config, &wanted(folder.path()), &site).unwrap_err().to_string();
    assert!(
        error.ends_with(
            "config.json was changed since it was exported; keep a copy, then export with --force"
        ),
        "{error}"
    );
    write(&config, &Export { force: true, ..wanted(folder.path()) }, &site).unwrap();
}

#[test]
fn where_it_cannot_be_written_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(folder.path());
    fs::write(folder.path().join("file"), "no folder").unwrap();
    let export = Export { out: folder.path().join("file/out"), ..wanted(folder.path()) };
    let error = write(&config(folder.path()), &export, &site).unwrap_err().to_string();
    assert!(error.starts_with("cannot write") && error.ends_with("nothing there was changed"), "{error}");
}

#[test]
fn without_the_built_files_it_says_who_makes_them() {
    let folder = tempfile::tempdir().unwrap();
    let hashes = folder.path().join("hash.txt");
    let error = Site::read(folder.path(), &hashes).unwrap_err().to_string();
    assert!(error.contains("hash.txt is missing; `make build` makes it"), "{error}");
    fs::write(&hashes, HASHES).unwrap();
    let error = Site::read(folder.path(), &hashes).unwrap_err().to_string();
    assert!(error.contains("pkg/streamdesk.aa.js is missing"), "{error}");
}

#[test]
fn two_exports_of_one_build_are_the_same() {
    let (one, _) = exported(|_| ());
    let (other, _) = exported(|_| ());
    let bytes = |folder: &tempfile::TempDir| fs::read(folder.path().join("out/manifest.json")).unwrap();
    assert!(bytes(&one) == bytes(&other));
}

#[test]
fn it_takes_less_than_two_seconds() {
    let began = Instant::now();
    exported(|_| ());
    assert!(began.elapsed().as_secs() < 2, "{:?}", began.elapsed());
}
