//! `streamdesk-simulator`: the simulated Amazon Connect instance as a program.

use std::io::{IsTerminal, Write, stderr, stdout};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use connect_simulator::{Options, Origin, serve};
use tracing_subscriber::EnvFilter;

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
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let Command::Serve { addr, approve, streams } = Cli::parse().command;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(stderr)
        .with_ansi(stderr().is_terminal())
        .init();
    match serve(Options { addr, approve, streams }, &mut stdout()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Whoever reads standard error may have gone; there is nobody left to tell then.
            let _ = writeln!(stderr(), "streamdesk-simulator: {error}");
            ExitCode::FAILURE
        }
    }
}
