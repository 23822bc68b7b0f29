//! The program itself, as a process that can be frozen and killed.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use connect_streams::STREAMS_VERSION;

use super::say;

pub(super) const PROGRAM: &str = env!("CARGO_BIN_EXE_streamdesk");

/// A folder of a test, with the least of a page in it.
pub(super) struct Desk(tempfile::TempDir);

/// A server at work.
pub(super) struct Program {
    child: Child,
    said: BufReader<ChildStdout>,
    log: PathBuf,
    pub(super) port: u16,
}

impl Desk {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let streams = format!("vendor/amazon-connect-streams-{STREAMS_VERSION}.min.js");
        for file in ["pkg/streamdesk.js", &streams] {
            let path = folder.path().join("site").join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        Self(folder)
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(super) fn sqlite(&self) -> String {
        sqlite(&self.path().join("desk.db"))
    }

    /// Starts a server on a database.
    pub(super) fn serve(&self, url: &str) -> Program {
        let mut command = Command::new(PROGRAM);
        command.arg("serve");
        self.start(command, url)
    }

    /// Starts a server by another command, which has the program do it.
    pub(super) fn start(&self, mut command: Command, url: &str) -> Program {
        let log = self.path().join("log");
        let mut child = configured(&mut command, url)
            .env("STREAMDESK__HTTP__SITE_DIR", self.path().join("site"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::options().create(true).append(true).open(&log).unwrap())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let mut program = Program { child, said, log, port: 0 };
        program.listen();
        program
    }
}

fn configured<'a>(command: &'a mut Command, url: &str) -> &'a mut Command {
    command
        .env("STREAMDESK__HTTP__ADDR", "127.0.0.1:0")
        .env("STREAMDESK__CONNECT__CCP_URL", "http://localhost:1/ccp-v2/")
        .env("STREAMDESK__CONNECT__REGION", "eu-central-1")
        .env("STREAMDESK__STORAGE__URL", url)
        .env("RUST_LOG", "warn")
}

/// What the program says that is wrong with a database that no server has open: a line each, nothing most of the time.
pub(super) fn findings(url: &str) -> String {
    let checked = configured(Command::new(PROGRAM).arg("check"), url).output().unwrap();
    let said = [checked.stdout, checked.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    assert_eq!(checked.status.success(), said.is_empty(), "{:?} {said}", checked.status);
    said
}

pub(super) fn sqlite(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

impl Program {
    /// Reads the address that it says when it is ready.
    pub(super) fn listen(&mut self) {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        let port = line.trim_end().strip_prefix("Streamdesk: http://localhost:");
        let port = port.and_then(|port| port.trim_end_matches('/').parse().ok());
        self.port = port.unwrap_or_else(|| panic!("it said {line:?} and {}", self.log()));
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it still runs.
    pub(super) fn lives(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// `kill -9`.
    pub(super) fn kill(&mut self) {
        self.kill_inner();
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// `kill -9` of the server that another command started, if that is how it was started.
    pub(super) fn kill_inner(&self) {
        let id = self.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        children.split_whitespace().for_each(|child| signal("KILL", child.parse().unwrap()));
    }

    /// Not a step further, wherever it is.
    pub(super) fn freeze(&self) {
        signal("STOP", self.id());
        let since = Instant::now();
        while !self.is_frozen() {
            assert!(since.elapsed() < Duration::from_secs(20), "it does not stand still");
            sleep(Duration::from_micros(200));
        }
    }

    /// Whether each of its threads stands still.
    fn is_frozen(&self) -> bool {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.id())).unwrap();
        tasks.flatten().all(|task| {
            let stat = fs::read_to_string(task.path().join("stat")).unwrap_or_default();
            stat.rsplit_once(')').is_none_or(|(_, rest)| rest.trim_start().starts_with('T'))
        })
    }

    pub(super) fn thaw(&self) {
        signal("CONT", self.id());
    }

    fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if self.lives() {
            self.kill();
        }
        if std::thread::panicking() {
            let log = self.log();
            let last: Vec<_> = log.lines().rev().take(30).collect();
            let last: Vec<_> = last.into_iter().rev().collect();
            say(format!("the end of the server's log:\n{}", last.join("\n")));
        }
    }
}

fn signal(name: &str, process: u32) {
    let sent = Command::new("kill").args([format!("-{name}"), process.to_string()]).status().unwrap();
    assert!(sent.success(), "kill -{name} {process}");
}
