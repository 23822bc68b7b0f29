//! The command line of Streamdesk.

use std::{future::Future, io::Write as _, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use server::{
    config::{Config, ConfigErrors, DEFAULTS, LogFormat},
    doctor,
    http::{self, Export},
    maintenance,
    origin::Origin,
};
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
    Serve(Configured),
    /// Copy the database to a file that is not there yet. The server may be at work.
    Backup {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        configured: Configured,
    },
    /// Put a copy in the place of the database. The server must not be at work.
    Restore {
        /// The copy.
        file: PathBuf,
        /// Replace what is in the database.
        #[arg(long)]
        force: bool,
        #[command(flatten)]
        configured: Configured,
    },
    /// Look whether everything in the database is sound; prints a line for each thing that is not.
    Check(Configured),
    /// Look whether the configuration is sound; says everything that is not, with its place.
    CheckConfig(Configured),
    /// Print a link with which somebody sets a new password. It is good once, for 24 hours.
    ResetLink {
        /// What they sign in with.
        name: String,
        #[command(flatten)]
        configured: Configured,
    },
    /// Write the page as plain files, for a bucket or any other host of files. All of it, or nothing.
    Export {
        /// The folder: a new or an empty one, or the one of an earlier export.
        #[arg(long)]
        out: PathBuf,
        /// The origin of the server that takes the records, for example `https://api.example.com`. Without it they stay in
        /// the browser.
        #[arg(long, env = "STREAMDESK_EXPORT_API", value_parser = Origin::parse)]
        api: Option<Origin>,
        /// An origin whose pages may show the desktop in a frame. May be given several times.
        #[arg(long, value_parser = Origin::parse)]
        framed_by: Vec<Origin>,
        /// Replace a config.json that was changed by hand.
        #[arg(long)]
        force: bool,
        #[command(flatten)]
        configured: Configured,
    },
    /// Ask the server of this machine whether it is ready; ends with 1 if it is not. For containers and supervisors.
    Health(Configured),
    /// Look why the panel does not come up in a desktop's page, as far as a server can see it.
    Doctor {
        /// The address of the page, as agents open it.
        url: String,
        /// The instance that is shown there; the first, if none is named.
        #[arg(long)]
        instance: Option<String>,
        /// The origin of a page around it; several, from the inside out.
        #[arg(long)]
        around: Vec<String>,
        #[command(flatten)]
        configured: Configured,
    },
    /// Print the configuration with its defaults, ready to be saved as streamdesk.toml.
    DefaultConfig,
}

#[derive(Args)]
struct Configured {
    /// The configuration file. Every key can also be set in the environment.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Sets one key before file and environment, for example --set http.addr=127.0.0.1:3001. May be given several times.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    arguments: Vec<String>,
}

impl Configured {
    /// Reads it, and begins the log as it says.
    fn load(&self) -> Result<Config, ConfigErrors> {
        let config = Config::load(self.config.as_deref(), &self.arguments)?;
        log(config.operations.log);
        Ok(config)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse().command).await {
        Ok(code) => code,
        Err(error) => {
            // One line: what could not be done, and what it comes down to. Should even that fail, the exit code tells.
            let (what, why) = (error.to_string(), error.root_cause().to_string());
            let why = if why == what { String::new() } else { format!(": {why}") };
            let _ = writeln!(std::io::stderr(), "streamdesk: {what}{why}");
            ExitCode::FAILURE
        }
    }
}

/// What finds and uses credentials of AWS says nothing below an error, whatever is asked for: it would name them, and what a
/// program printed that hands them out.
const QUIET: &str = ",aws_config=error,aws_runtime=error,aws_sdk_sts=error,aws_sigv4=error,aws_smithy_http_client=error,\
                     aws_smithy_runtime=error,aws_smithy_runtime_api=error";

/// From now on what happens is logged.
fn log(format: LogFormat) {
    let said = std::env::var(EnvFilter::DEFAULT_ENV).unwrap_or_else(|_| "info".to_owned());
    let filter =
        EnvFilter::try_new(said + QUIET).unwrap_or_else(|_| EnvFilter::new("info".to_owned() + QUIET));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A log that cannot be written, on a disk that is full for example, would be told to the same log, and that panics.
    let log = log.log_internal_errors(false);
    match format {
        LogFormat::Text => log.init(),
        // Each line has its request once.
        LogFormat::Json => log.json().with_current_span(false).init(),
    }
}

/// Told to stop, by whoever runs it or by Ctrl-C. Told so again, the program ends at once.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()> + Send> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::warn!("Ended at once: told to stop again");
            // What was confirmed is on the disk, and nothing else was promised.
            std::process::exit(130);
        });
    })
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::DefaultConfig => std::io::stdout().write_all(DEFAULTS.as_bytes())?,
        Command::CheckConfig(configured) => {
            configured.load()?;
            writeln!(std::io::stdout(), "The configuration is sound.")?;
        }
        Command::Serve(configured) => {
            let config = configured.load()?;
            server::serve(config, told_to_stop()?).await?;
        }
        Command::Backup { file, configured } => maintenance::backup(&configured.load()?, &file).await?,
        Command::Restore { file, force, configured } => {
            maintenance::restore(&configured.load()?, &file, force).await?;
        }
        Command::ResetLink { name, configured } => {
            let link = maintenance::reset_link(&configured.load()?, &name).await?;
            writeln!(std::io::stdout(), "{link}")?;
        }
        Command::Export { out, api, framed_by, force, configured } => {
            let began = std::time::Instant::now();
            let export = Export { out, api, framed_by, force };
            let done = http::export(&configured.load()?, &export)?;
            let (files, kilobytes, took) = (done.files, done.bytes / 1000, began.elapsed().as_millis());
            let place = export.out.display();
            writeln!(std::io::stdout(), "Exported {files} files, {kilobytes} kB, to {place} in {took} ms")?;
        }
        Command::Health(configured) => {
            let ready = server::health::is_ready(configured.load()?.http.addr).await;
            return Ok(ExitCode::from(u8::from(!ready)));
        }
        Command::Check(configured) => {
            let findings = maintenance::check(&configured.load()?).await?;
            for finding in &findings {
                writeln!(std::io::stdout(), "{finding}")?;
            }
            return Ok(ExitCode::from(u8::from(!findings.is_empty())));
        }
        Command::Doctor { url, instance, around, configured } => {
            let look = doctor::command::Look { url, instance, around };
            let (lines, is_wrong) = doctor::command::run(&configured.load()?, look).await?;
            for line in &lines {
                writeln!(std::io::stdout(), "{line}")?;
            }
            return Ok(ExitCode::from(u8::from(is_wrong)));
        }
    }
    Ok(ExitCode::SUCCESS)
}
