//! A PostgreSQL of the tests' own: one server for all of them, which ends with them, and a database for each. The benchmark
//! has one too, which waits for the disk as one that is at work does.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    os::unix::fs::{MetadataExt as _, chown},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use sqlx::{Connection as _, PgConnection};

/// Starts the server in the folder, says so, and stops it when whoever started it closes this program's input, which
/// happens however the tests end.
const KEEP: &str = r#"
    bin=$1 folder=$2 port=$3
    shift 3
    printf '%s' test > "$folder/password"
    "$bin/initdb" --pgdata "$folder/data" --username desk --pwfile "$folder/password" --auth scram-sha-256 \
        --encoding UTF8 --locale C --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
    "$bin/postgres" -D "$folder/data" -k "$folder" -p "$port" -c listen_addresses=127.0.0.1 -c max_connections=300 \
        "$@" >"$folder/log" 2>&1 &
    for try in $(seq 600); do
        "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" -U desk && break
        kill -0 $! 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
        sleep 0.1
    done
    echo ready
    read -r nothing
    kill -INT $!
    wait $!
    cd / && rm -rf "$folder" 2>/dev/null
"#;

/// What the tests cannot do without, and how it is had.
pub(crate) const MISSING: &str = "The tests need PostgreSQL's programs (initdb, postgres) below /usr/lib/postgresql or on the PATH; `.ci/tools test` installs them.";

/// A server at work.
#[derive(Debug)]
pub(crate) struct Server {
    port: u16,
    /// Its input is open as long as this is.
    keeper: Mutex<Child>,
}

static SERVER: OnceLock<Server> = OnceLock::new();

/// The address of a new, empty database.
pub(crate) async fn database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let server = tokio::task::spawn_blocking(|| {
        SERVER.get_or_init(|| Server::start(&tempfile::tempdir().unwrap().keep(), &["-c", "fsync=off"]))
    })
    .await
    .unwrap();
    server.database(&format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed))).await
}

impl Server {
    /// The address of a new, empty database of this name.
    pub(crate) async fn database(&self, name: &str) -> String {
        let address = |name: &str| format!("postgres://desk:test@127.0.0.1:{}/{name}", self.port);
        let mut connection = PgConnection::connect(&address("postgres")).await.unwrap();
        let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::raw_sql(create).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        address(name)
    }

    /// Starts one in a folder of its own, which goes with it, with these arguments. Whatever it confirms has reached the disk,
    /// unless they say otherwise.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let bin = programs().expect(MISSING);
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = as_somebody(folder);
        let mut keeper = command
            .args(["sh", "-c", KEEP, "sh"])
            .args([&bin, folder])
            .arg(port.to_string())
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "ready\n", "PostgreSQL did not start");
        Self { port, keeper: Mutex::new(keeper) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let keeper = self.keeper.get_mut().unwrap_or_else(PoisonError::into_inner);
        // Its input ends, and it stops the server and removes the folder before it ends itself.
        drop(keeper.stdin.take());
        let _ = keeper.wait();
    }
}

/// The folder with the newest PostgreSQL's programs.
pub(crate) fn programs() -> Option<PathBuf> {
    let has = |folder: &Path| folder.join("initdb").exists() && folder.join("postgres").exists();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest =
        versions.map(|version| version.path().join("bin")).filter(|bin| has(bin)).max_by_key(|bin| {
            bin.parent().and_then(|version| version.file_name()?.to_str()?.parse::<u32>().ok())
        });
    let path = std::env::var_os("PATH").unwrap_or_default();
    newest.or_else(|| std::env::split_paths(&path).find(|folder| has(folder)))
}

/// PostgreSQL refuses to run as root. Then somebody without rights runs it, to whom the folder is given.
pub(crate) fn as_somebody(folder: &Path) -> Command {
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        return Command::new("env");
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let user = |name: &str| {
        let fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
        let mut fields = fields.filter(|fields| fields[0] == name);
        fields.find_map(|fields| Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?)))
    };
    let (user, group): (u32, u32) = user("postgres").or_else(|| user("nobody")).unwrap();
    chown(folder, Some(user), Some(group)).unwrap();
    let mut command = Command::new("setpriv");
    command.args([format!("--reuid={user}"), format!("--regid={group}"), "--clear-groups".to_owned()]);
    command
}
