//! `streamdesk-simulator`: the simulated Amazon Connect instance as a program.

use std::io::{IsTerminal, Write, stderr, stdout};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use connect_simulator::{
    EXAMPLE, Instance, NotAnOrigin, Options, Origin, Rate, Script, headless, play, serve, stop_signal,
};
use tracing_subscriber::EnvFilter;

/// A contact must cost the same however many there were before it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A simulated Amazon Connect instance for the unmodified amazon-connect-streams library.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the instance until it is told to stop.
    Serve {
        /// Where to listen: a loopback address. Port 0 takes any free port.
        #[arg(long, default_value = "127.0.0.1:3100")]
        addr: SocketAddr,
        /// Who works there, for which queues: a file like the one that `example` writes. Without it, that one.
        #[arg(long, value_name = "FILE")]
        instance: Option<PathBuf>,
        /// An origin that may embed the instance. May be given more than once.
        #[arg(long, value_name = "ORIGIN", default_value = "http://localhost:3000")]
        approve: Vec<Origin>,
        /// The published library.
        #[arg(
            long,
            value_name = "FILE",
            default_value = "app/streams/node_modules/amazon-connect-streams/release/connect-streams-min.js"
        )]
        streams: PathBuf,
        /// Customers who turn up by themselves: how many in which time, such as 30/min, 2/s or 500/h.
        #[arg(long, value_name = "RATE")]
        traffic: Option<Rate>,
        /// Contacts get the same identities, and the same customers turn up, with the same number.
        #[arg(long, value_name = "NUMBER")]
        seed: Option<u64>,
    },
    /// Has agents work at an instance without browsers: they sign in, take what comes, talk, wrap up and clear.
    Agents(Agents),
    /// Has an instance play a scenario, and tells each step as it begins. Ctrl-C stops the play.
    Play {
        /// A scenario file, or the name of a scenario that ships, such as busy-morning.
        #[arg(value_name = "FILE")]
        scenario: PathBuf,
        /// The instance.
        #[arg(long, value_name = "ORIGIN", default_value = "http://localhost:3100", value_parser = address)]
        at: Origin,
    },
    /// Writes the built-in instance file, with every key and its default.
    Example,
}

#[derive(Debug, Args)]
struct Agents {
    /// The instance.
    #[arg(long, value_name = "ORIGIN", default_value = "http://localhost:3100", value_parser = address)]
    at: Origin,
    /// How many; those of its crowd first.
    #[arg(long)]
    count: usize,
    /// How long they let it ring. This and the following are what half of all times are shorter than.
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = humantime::parse_duration)]
    answer: Duration,
    /// How long they talk before they hang up. Without it, the customer hangs up.
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    talk: Option<Duration>,
    /// How long their after-contact work takes.
    #[arg(long, value_name = "TIME", default_value = "20s", value_parser = humantime::parse_duration)]
    wrap_up: Duration,
    /// A desktop server that gets a record of each contact.
    #[arg(long, value_name = "ORIGIN", value_parser = address)]
    records_to: Option<Origin>,
    /// After how long they go home. Without it, when the program is told to stop.
    #[arg(long = "for", value_name = "TIME", value_parser = humantime::parse_duration)]
    lasting: Option<Duration>,
    /// What their habits follow from.
    #[arg(long, value_name = "NUMBER", default_value = "1")]
    seed: u64,
}

/// An origin as one would copy it, with a slash at the end.
fn address(text: &str) -> Result<Origin, NotAnOrigin> {
    Origin::parse(text.trim_end_matches('/'))
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve { addr, instance, approve, streams, traffic, seed } => {
            start_log();
            match read_instance(instance.as_deref()) {
                Ok(instance) => {
                    let options = Options { addr, instance, approve, streams, seed, traffic };
                    serve(options, &mut stdout()).await.map_err(|error| error.to_string())
                }
                Err(problem) => Err(problem),
            }
        }
        Command::Agents(agents) => {
            start_log();
            work(agents).await
        }
        Command::Play { scenario, at } => watch(&scenario, &at).await,
        Command::Example => stdout().write_all(EXAMPLE.as_bytes()).map_err(|error| error.to_string()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            // Whoever reads standard error may have gone; there is nobody left to tell then.
            let _ = writeln!(stderr(), "streamdesk-simulator: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn work(agents: Agents) -> Result<(), String> {
    let Agents { at, count, answer, talk, wrap_up, records_to, lasting, seed } = agents;
    let options = headless::Options { at, count, answer, talk, wrap_up, records_to, seed };
    let told_to_stop = stop_signal().map_err(|error| error.to_string())?;
    let until = async {
        match lasting {
            Some(lasting) => _ = tokio::time::timeout(lasting, told_to_stop).await,
            None => told_to_stop.await,
        }
    };
    let outcome = headless::run(&options, until, Box::new(|_| ()), &mut stdout()).await;
    outcome.map(|_| ()).map_err(|error| error.to_string())
}

async fn watch(scenario: &Path, at: &Origin) -> Result<(), String> {
    let script = match std::fs::read_to_string(scenario) {
        Ok(text) => Script::Text(text),
        // A name without a folder or an ending is not meant as a file.
        Err(_) if scenario.extension().is_none() && scenario.components().count() == 1 => {
            Script::Ready(scenario.to_string_lossy().into_owned())
        }
        Err(error) => return Err(format!("cannot read the scenario {}: {error}", scenario.display())),
    };
    let told_to_stop = stop_signal().map_err(|error| error.to_string())?;
    play(at, script, told_to_stop, &mut stdout()).await.map_err(|error| error.to_string())
}

fn start_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(stderr)
        .with_ansi(stderr().is_terminal())
        .init();
}

fn read_instance(path: Option<&Path>) -> Result<Instance, String> {
    let Some(path) = path else { return Instance::built_in().map_err(|error| error.to_string()) };
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read the instance file {}: {error}", path.display()))?;
    Instance::parse(&text).map_err(|error| format!("{}: {error}", path.display()))
}
