//! A PostgreSQL that a test can stop and start again, at the same address or at another.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    path::PathBuf,
    process::{Child, Stdio},
};

use super::testing::{MISSING, as_somebody, programs};

const CREATE: &str = r#"
    printf '%s' test > "$2/password"
    "$1/initdb" --pgdata "$2/data" --username desk --pwfile "$2/password" --auth scram-sha-256 --encoding UTF8 \
        --locale C --no-sync >"$2/log" 2>&1 || { cat "$2/log" >&2; exit 1; }
"#;

/// Runs it until a line says by which signal it ends, or until whoever started it is gone. Its own settings would answer
/// before anything is written: that the desk's commits do not is the desk's doing.
const RUN: &str = r#"
    "$1/postgres" -D "$2/data" -k "$2" -p "$3" -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off \
        >>"$2/log" 2>&1 &
    for try in $(seq 600); do
        "$1/pg_isready" -q -h 127.0.0.1 -p "$3" -U desk && break
        kill -0 $! 2>/dev/null || { cat "$2/log" >&2; exit 1; }
        sleep 0.05
    done
    echo ready
    read -r how
    kill -"${how:-QUIT}" $!
    wait $!
"#;

/// One database cluster.
pub(super) struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    running: Option<Child>,
    pub(super) port: u16,
}

impl Cluster {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap().keep();
        let programs = programs().expect(MISSING);
        let mut cluster = Self { folder, programs, running: None, port: 0 };
        assert!(cluster.shell(CREATE).status().unwrap().success(), "PostgreSQL could not be set up");
        cluster.start(free_port());
        cluster
    }

    /// The address of its database on this port, its own or that of somebody between.
    pub(super) fn url(port: u16) -> String {
        format!("postgres://desk:test@127.0.0.1:{port}/postgres")
    }

    fn shell(&self, script: &str) -> std::process::Command {
        let mut command = as_somebody(&self.folder);
        command.args(["sh", "-c", script, "sh"]).args([&self.programs, &self.folder]);
        command.current_dir(&self.folder);
        command
    }

    /// Starts it on a port.
    pub(super) fn start(&mut self, port: u16) {
        self.port = port;
        let mut command = self.shell(RUN);
        let mut running =
            command.arg(port.to_string()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(running.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "ready\n", "PostgreSQL did not start");
        self.running = Some(running);
    }

    /// Ends it: by `QUIT` as if it had crashed, by `INT` in good order. Either way all connections are cut.
    pub(super) fn end(&mut self, how: &str) {
        if let Some(mut running) = self.running.take() {
            let _ = writeln!(running.stdin.take().unwrap(), "{how}");
            let _ = running.wait();
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.end("QUIT");
        let _ = fs::remove_dir_all(&self.folder);
    }
}

pub(super) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
