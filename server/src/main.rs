//! The command line of Streamdesk.

use std::{io::Write as _, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use server::config::{Config, DEFAULTS};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// The open agent desktop for Amazon Connect.
#[derive(Parser)]
#[command(name = "streamdesk", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the desktop.
    Serve {
        /// The configuration file. Every key can also be set in the environment.
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Print the configuration with its defaults, ready to be saved as streamdesk.toml.
    DefaultConfig,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(Arguments::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line: what could not be done, and what it comes down to. Should even that fail, the exit code tells.
            let (what, why) = (error.to_string(), error.root_cause().to_string());
            let why = if why == what { String::new() } else { format!(": {why}") };
            let _ = writeln!(std::io::stderr(), "streamdesk: {what}{why}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::DefaultConfig => Ok(std::io::stdout().write_all(DEFAULTS.as_bytes())?),
        Command::Serve { config } => {
            let mut terminate = signal(SignalKind::terminate())?;
            let stop = async move {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = tokio::signal::ctrl_c() => {}
                }
            };
            server::serve(Config::load(config.as_deref())?, stop).await
        }
    }
}
