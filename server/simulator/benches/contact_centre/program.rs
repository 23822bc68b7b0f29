//! The program under load: started, watched from outside, and stopped.

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The kernel counts processor time in these.
const TICK: Duration = Duration::from_millis(10);

pub struct Program {
    child: Child,
    pub address: String,
    /// From starting the process to the line that says it listens.
    pub ready_after: Duration,
}

/// Files that the program reads: an instance with a crowd, and the library or something as long in its place.
pub struct Files {
    instance: PathBuf,
    library: PathBuf,
}

impl Files {
    pub fn write(agents: usize) -> Result<Self, Box<dyn Error>> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let instance = folder.join("contact-centre.toml");
        fs::write(&instance, format!("{}\n[crowd]\nagents = {agents}\n", connect_simulator::EXAMPLE))?;
        let installed = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../app/streams/node_modules/amazon-connect-streams/release/connect-streams-min.js"
        );
        let mut library = PathBuf::from(installed);
        if !library.exists() {
            library = folder.join("connect-streams.js");
            fs::write(&library, vec![b' '; 730_000])?;
        }
        Ok(Self { instance, library })
    }
}

impl Program {
    pub fn start(files: &Files) -> Result<Self, Box<dyn Error>> {
        let began = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_streamdesk-simulator"))
            .args(["serve", "--addr", "127.0.0.1:0", "--instance"])
            .arg(&files.instance)
            .arg("--streams")
            .arg(&files.library)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let out = child.stdout.take().ok_or("the program has no standard output")?;
        BufReader::new(out).read_line(&mut line)?;
        let ready_after = began.elapsed();
        let address = line.trim_end_matches(['/', '\n']).rsplit(' ').next().unwrap_or_default().to_owned();
        // By number: a name would first be looked up.
        let address = address.replace("localhost", "127.0.0.1");
        Ok(Self { child, address, ready_after })
    }

    /// The memory that it holds, in megabytes.
    pub fn resident_mb(&self) -> Result<u64, Box<dyn Error>> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()?.div_ceil(1024))
    }

    /// The processor time that it has had, in and outside the kernel.
    pub fn processor_time(&self) -> Result<Duration, Box<dyn Error>> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name in brackets may hold spaces; the state comes after it.
        let fields: Vec<_> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |index: usize| -> Result<u32, Box<dyn Error>> {
            Ok(fields.get(index).ok_or("no such field")?.parse()?)
        };
        Ok(TICK * (ticks(11)? + ticks(12)?))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing to be done about that here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
