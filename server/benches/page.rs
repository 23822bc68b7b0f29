//! How quickly the page and a file are served, beside a bare axum server that answers a constant of the same size, in turns
//! and in one run; and what a sign-in, policies and headers cost the page. `make bench` runs it, `-- --quick` in short.

use std::{
    error::Error,
    fs,
    net::SocketAddr,
    time::{Duration, Instant},
};

use axum::{Router, body::Bytes, routing::get};
use server::{
    audit::{Actor, now},
    auth::{AccountName, Profile, Sessions, Visit},
    config::{AuthConfig, AuthMode, Config, HttpConfig, Operations, StorageConfig, StorageUrl},
    connections::{self, Limits},
    http::{AppState, router},
    instances::Instance,
    store::{self, NewAccount, Store},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// So many clients ask at a time.
const CLIENTS: usize = 8;

/// As large as the page's wasm is, compressed: what a browser loads most of.
const FILE: usize = 280 * 1024;

#[tokio::main]
async fn main() -> Outcome<()> {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let (rounds, span) =
        if quick { (3, Duration::from_millis(500)) } else { (21, Duration::from_millis(700)) };
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let (desk, _) = desk(&folder, AuthMode::None).await?;
    let page = size(desk, "/").await?;
    let bare_page = serve(bare(page)).await?;
    let bare_file = serve(bare(FILE)).await?;
    let mut lines = Vec::new();
    for (what, path, bare) in [("the page", "/", bare_page), ("a file", "/vendor/file.wasm", bare_file)] {
        let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        // In turns, and compared turn by turn: what else the machine does meets both, and does not last.
        for _ in 0..rounds {
            let (their_rate, our_rate) = (rate(bare, "/", span).await?, rate(desk, path, span).await?);
            ratios.push(our_rate / their_rate);
            theirs.push(their_rate);
            ours.push(our_rate);
        }
        let [ours, theirs, ratio] = [ours, theirs, ratios].map(|mut figures| median(&mut figures));
        lines.push(format!(
            "{what}: {ours:.0} a second, {:.0} % of the {theirs:.0} that a bare server answers",
            100.0 * ratio
        ));
    }
    // With a session that is looked up in the database, as each request's is where people sign in.
    let signed_in_folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let (private, cookie) = signed_in(&signed_in_folder).await?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..if quick { 300 } else { 3_000 } {
        theirs.push(once(bare_page, "").await?.as_secs_f64());
        ours.push(once(private, &cookie).await?.as_secs_f64());
    }
    let (ours, theirs) = (median(&mut ours) * 1e3, median(&mut theirs) * 1e3);
    lines.push(format!(
        "one page alone, for somebody who is signed in, with its policies: {ours:.2} ms at the median, {:.2} ms more than bare",
        ours - theirs
    ));
    print(&lines);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
fn print(lines: &[String]) {
    for line in lines {
        println!("{line}");
    }
}

/// Our server where people sign in, and the cookie of somebody who has.
async fn signed_in(folder: &tempfile::TempDir) -> Outcome<(SocketAddr, String)> {
    let (addr, (store, sessions)) = desk(folder, AuthMode::Local).await?;
    let name = AccountName::parse("anna")?;
    let account = NewAccount {
        id: "anna".to_owned(),
        profile: Profile::new(&name, "Anna", "", "", "agent")?,
        name,
        password: None,
        provider: None,
        created_at: now(),
    };
    let actor = Actor { name: "bench".to_owned(), address: None, request_id: String::new() };
    store.add_account(&account, &actor.did("account.added", "anna")).await?;
    let account = store.account("anna").await?.ok_or("there is no account")?;
    let sessions = sessions.ok_or("nobody signs in")?;
    let visit = Visit { actor, browser: String::new(), before: None };
    let secret = sessions.open(&account, visit, None).await?;
    Ok((addr, format!("cookie: {}={}\r\n", sessions.cookie().name(), secret.reveal())))
}

/// Our server, with all its layers.
async fn desk(
    folder: &tempfile::TempDir,
    mode: AuthMode,
) -> Outcome<(SocketAddr, (Store, Option<Sessions>))> {
    let site = folder.path().join("site");
    for part in ["pkg", "vendor"] {
        fs::create_dir_all(site.join(part))?;
    }
    let streams = format!("vendor/amazon-connect-streams-{}.min.js", connect_streams::STREAMS_VERSION);
    for file in ["pkg/streamdesk.js", streams.as_str()] {
        fs::write(site.join(file), "//")?;
    }
    // As those of a release: its name never means another content.
    fs::write(site.join("vendor/file.wasm"), vec![b'x'; FILE])?;
    let url = format!("sqlite://{}", folder.path().join("page.db").display());
    let config = Config {
        http: HttpConfig {
            addr: "127.0.0.1:0".parse()?,
            site_dir: site,
            public_url: None,
            trusted_proxies: Vec::new(),
        },
        auth: AuthConfig { mode, ..AuthConfig::default() },
        connect: Instance {
            ccp_url: "https://example.my.connect.aws/ccp-v2/".parse()?,
            region: "eu-central-1".to_owned(),
            arn: None,
            login_url: "https://example.my.connect.aws/ccp-v2/".parse()?,
            second: None,
        },
        storage: StorageConfig { url: StorageUrl::parse(&url)? },
        operations: Operations { requests_per_s: 0, caller_requests_per_s: 0, ..Operations::default() },
        settings: app::api::Settings::default(),
    };
    let store = store::open(&url).await?;
    let state = AppState::new(config, store.clone()).await?;
    let sessions = state.sessions();
    Ok((serve(router(state)).await?, (store, sessions)))
}

/// The least that a server can do: a constant of that size.
fn bare(size: usize) -> Router {
    let body = Bytes::from(vec![b'x'; size]);
    Router::new().route("/", get(move || std::future::ready(body.clone())))
}

/// Both are served by the same loop: what is compared is what stands behind it.
async fn serve(router: Router) -> Outcome<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let addr = listener.local_addr()?;
    let within = Duration::from_secs(30);
    let limits = Limits { connections: 1_000, head_within: within, taken_within: within };
    let (stop, stopping) = watch::channel(false);
    // For as long as the program runs.
    std::mem::forget(stop);
    tokio::spawn(connections::serve(listener, router, limits, stopping));
    Ok(addr)
}

struct Client {
    stream: TcpStream,
    request: Vec<u8>,
    read: Vec<u8>,
    /// How long an answer is with its head. All are alike but for dates and names, which are of one length.
    whole: usize,
}

impl Client {
    /// `headers` are more of them, each with its end of the line.
    async fn open(addr: SocketAddr, path: &str, headers: &str) -> Outcome<Self> {
        let stream = TcpStream::connect(addr).await?;
        stream.set_nodelay(true)?;
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: */*\r\n{headers}\r\n");
        Ok(Self { stream, request: request.into_bytes(), read: Vec::with_capacity(2 * FILE), whole: 0 })
    }

    /// Asks for the first time. Answers how large the body is.
    async fn ask(&mut self) -> Outcome<usize> {
        self.stream.write_all(&self.request).await?;
        self.read.clear();
        loop {
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err("the server closed the connection".into());
            }
            let Some(end) = self.read.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { continue };
            let head = std::str::from_utf8(&self.read[..end])?;
            if !head.starts_with("HTTP/1.1 200") {
                return Err(head.into());
            }
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.ok_or("an answer without a length")?.parse()?;
            while self.read.len() < end + 4 + length {
                self.stream.read_buf(&mut self.read).await?;
            }
            self.whole = self.read.len();
            return Ok(length);
        }
    }

    /// Asks once more, and does as little as can be itself: it shares the cores.
    async fn ask_again(&mut self) -> Outcome<()> {
        self.stream.write_all(&self.request).await?;
        self.read.clear();
        while self.read.len() < self.whole {
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err("the server closed the connection".into());
            }
        }
        let alike = self.read.len() == self.whole && self.read.starts_with(b"HTTP/1.1 200");
        if alike { Ok(()) } else { Err("an answer unlike the first".into()) }
    }
}

async fn size(addr: SocketAddr, path: &str) -> Outcome<usize> {
    Client::open(addr, path, "").await?.ask().await
}

async fn once(addr: SocketAddr, headers: &str) -> Outcome<Duration> {
    let mut client = Client::open(addr, "/", headers).await?;
    let begun = Instant::now();
    client.ask().await?;
    Ok(begun.elapsed())
}

/// How many are answered in a second.
async fn rate(addr: SocketAddr, path: &'static str, span: Duration) -> Outcome<f64> {
    let begun = Instant::now();
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        clients.spawn(async move {
            let mut client = Client::open(addr, path, "").await?;
            client.ask().await?;
            let mut answered = 1.0;
            while begun.elapsed() < span {
                client.ask_again().await?;
                answered += 1.0;
            }
            Outcome::Ok(answered)
        });
    }
    let mut all = 0.0;
    while let Some(answered) = clients.join_next().await {
        all += answered??;
    }
    Ok(all / begun.elapsed().as_secs_f64())
}

fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}
