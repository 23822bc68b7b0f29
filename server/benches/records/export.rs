//! Exports from the program itself, in a process of its own whose memory is its own.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    time::Instant,
};

use app::api::CONTACT_EXPORT;

use super::{Outcome, place::Place, table::Table};

struct Program {
    child: Child,
    address: String,
}

impl Program {
    fn start(place: &Place, url: &str) -> Outcome<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_streamdesk"))
            .arg("serve")
            .current_dir(place.folder())
            .env("STREAMDESK__HTTP__ADDR", "127.0.0.1:0")
            .env("STREAMDESK__HTTP__SITE_DIR", place.site())
            .env("STREAMDESK__CONNECT__CCP_URL", "https://example.my.connect.aws/ccp-v2/")
            .env("STREAMDESK__CONNECT__REGION", "eu-central-1")
            .env("STREAMDESK__STORAGE__URL", url)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let out = child.stdout.take().ok_or("the program has no standard output")?;
        BufReader::new(out).read_line(&mut line)?;
        let address = line.trim_end_matches(['/', '\n']).rsplit(' ').next().unwrap_or_default();
        // By number: a name would first be looked up.
        Ok(Self { child, address: address.replace("localhost", "127.0.0.1") })
    }

    /// The most memory that it ever held, in megabytes.
    fn most_resident_mb(&self) -> Outcome<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
        Ok((line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024).div_ceil(1_000_000))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing to be done about that here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Exports everything in both formats, each from a program that has done nothing else.
pub async fn exports(place: &Place, url: &str, rows: i64, table: &mut Table) -> Outcome<()> {
    // What the client brings knows no TLS by itself, and needs none here.
    let _ = rustls::crypto::ring::default_provider().install_default();
    for (format, name, head) in [("csv", "CSV", 1), ("jsonl", "JSON Lines", 0)] {
        let program = Program::start(place, url)?;
        let began = Instant::now();
        let address = format!("{}{CONTACT_EXPORT}?format={format}", program.address);
        let mut answer = reqwest::Client::new().get(address).send().await?.error_for_status()?;
        let (mut lines, mut bytes) = (0, 0);
        while let Some(chunk) = answer.chunk().await? {
            bytes += chunk.len();
            lines += i64::try_from(chunk.split(|byte| *byte == b'\n').count() - 1)?;
        }
        let took = began.elapsed();
        if lines != rows + head {
            return Err(format!("{lines} lines of {name} were exported").into());
        }
        let rate = super::rate(usize::try_from(rows)?, took);
        table.add(
            &format!("{name} of all records, records a second"),
            format!("{rate:.0} ({} MB)", bytes / 1_000_000),
            "",
        );
        let most = program.most_resident_mb()?;
        table.add(
            &format!("**the most memory of the program in that, {name}**"),
            format!("{most} MB"),
            "100 MB",
        );
    }
    Ok(())
}
