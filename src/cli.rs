//! The command line: one file a command, what it prints in text and in JSON.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use jiff::Timestamp;
use tracing_subscriber::prelude::*;

use crate::sources::imap::is_loggable;

mod add;
mod ask;
mod backup;
mod circle;
mod context;
mod demo;
mod error;
mod explain;
mod export;
mod forget;
mod give;
mod import;
mod init;
mod interrupt;
mod ledger;
mod login;
mod man;
mod merge;
mod nudge;
mod outcomes;
mod people;
mod private;
mod read;
mod replay;
mod rule;
mod run;
mod show;
mod statement;
mod status;
mod sync;
mod text;
mod whom;

use context::Context;
use error::CliError;

/// Keeps a ledger of personal equity from your own mail and calendars, and reminds you of the people it is made of.
#[derive(Debug, Parser)]
#[command(version, about, propagate_version = true, arg_required_else_help = true)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const CONFIG_HELP: &str =
    "Read this config [default: $GOODWILL_CONFIG, ~/.config/goodwill/config.toml, /etc/goodwill/config.toml]";
const STATE_HELP: &str = "Keep the ledger here [default: $STATE_DIRECTORY, ~/.local/state/goodwill]";

/// Options of every command.
#[derive(Debug, Clone, clap::Args)]
struct Global {
    /// Read this config
    #[arg(long, global = true, value_name = "FILE", help = CONFIG_HELP)]
    config: Option<PathBuf>,
    /// Keep the ledger here
    #[arg(long, global = true, value_name = "DIR", help = STATE_HELP)]
    state: Option<PathBuf>,
    /// Print JSON, one object a line for lists
    #[arg(long, global = true)]
    json: bool,
    /// Answer as it would have been at this date or instant; later facts are hidden
    #[arg(long, global = true, value_name = "DATE|INSTANT")]
    as_of: Option<String>,
    /// Say more of what is done
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Show no progress
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// See the whole job on an invented mailbox and calendar; needs no account, network or config
    Demo(demo::Demo),
    /// Find the servers of your mail address, try them, and write the config
    Init(Box<init::Init>),
    /// Read mbox (also .gz), Maildir, .eml, .ics, .vcf or directories of them into the ledger
    Import(import::Import),
    /// Show what goodwill sees in messages or calendars; changes nothing, needs no config
    Read(read::Read),
    /// List the people you deal with, and how things stand
    People(people::People),
    /// Show one person's statement, with entries and evidence
    Show(show::Show),
    /// Tell a month in numbers and pictures: what was given and received, whom you met
    Statement(statement::StatementOf),
    /// List entries: favors given and received
    Ledger(ledger::Ledger),
    /// Follow an entry, or a person's figures, back to their evidence
    Explain(explain::Explain),
    /// Show what you would be reminded of now, briefs that are due, and what was held back
    Nudge(nudge::Nudge),
    /// Name who could help with a topic and stands well with you, and how to begin
    Ask(ask::Ask),
    /// Name whose open need meets what you, or somebody you know, is good at
    Give(give::Give),
    /// Rule on an entry or a person: your word stands above inference
    Rule(rule::Rule),
    /// Enter a favor by hand
    Add(add::Add),
    /// Put a person into a circle, or show the circles
    Circle(circle::Circle),
    /// Say that two people are one
    Merge(merge::Merge),
    /// Say that a person is two, or take your merges back
    Split(merge::Split),
    /// Poll all sources and write to you, until told to stop: the daemon
    Run(run::RunDaemon),
    /// Read all accounts and calendars of the config once
    Sync(sync::Sync),
    /// Read all accounts and calendars again from the start, as after an update that reads better
    Reread(sync::Reread),
    /// Log in to an account that takes no password, by a code in a browser
    Login(login::Login),
    /// Try every account, calendar and the way of letters; reads nothing into the ledger
    Check(sync::Check),
    /// Show what was read, what was skipped, and how much there is
    Status(status::Status),
    /// Fold the journal again and prove that the ledger is the same
    Replay(replay::Replay),
    /// Forget a person for good: nothing of him stays, and no import brings him back
    Forget(forget::Forget),
    /// Write the ledger for other programs: JSON, CSV, hledger, Beancount
    Export(export::Export),
    /// Copy the ledger to a file, beside a running daemon too, and read the copy back
    Backup(backup::Backup),
    /// Print shell completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Runs the command that the process was called with and returns its exit code.
#[must_use]
pub fn main(now: Timestamp) -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no failures.
            let code = if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
            return error.print().map_or(ExitCode::FAILURE, |()| code);
        }
    };
    // A daemon's log says what it does; other commands answer by what they print.
    let verbose = arguments.global.verbose + u8::from(matches!(arguments.command, Command::Run(_)));
    start_tracing(verbose);
    let context = Context::new(&arguments.global, now);
    let mut out = anstream::AutoStream::auto(io::stdout()).lock();
    let result = dispatch(&arguments.command, &context, &mut out).and_then(|()| Ok(out.flush()?));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever closed the pipe has seen enough.
        Err(CliError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // Whoever closed that pipe too learns it by the exit code.
            let _ = io::stderr().write_all(error.report().as_bytes());
            error.exit_code()
        }
    }
}

fn dispatch(command: &Command, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
    match command {
        Command::Demo(command) => command.run(context, out),
        Command::Init(command) => command.run(context, out),
        Command::Import(command) => command.run(context, out),
        Command::Read(command) => command.run(context, out),
        Command::People(command) => command.run(context, out),
        Command::Show(command) => command.run(context, out),
        Command::Statement(command) => command.run(context, out),
        Command::Ledger(command) => command.run(context, out),
        Command::Explain(command) => command.run(context, out),
        Command::Nudge(command) => command.run(context, out),
        Command::Ask(command) => command.run(context, out),
        Command::Give(command) => command.run(context, out),
        Command::Rule(command) => command.run(context, out),
        Command::Add(command) => command.run(context, out),
        Command::Circle(command) => command.run(context, out),
        Command::Merge(command) => command.run(context, out),
        Command::Split(command) => command.run(context, out),
        Command::Run(command) => command.run(context, out),
        Command::Sync(command) => command.run(context, out),
        Command::Reread(command) => command.run(context, out),
        Command::Login(command) => command.run(context, out),
        Command::Check(command) => command.run(context, out),
        Command::Status(command) => command.run(context, out),
        Command::Replay(command) => command.run(context, out),
        Command::Forget(command) => command.run(context, out),
        Command::Export(command) => command.run(context, out),
        Command::Backup(command) => command.run(context, out),
        Command::Completions { shell } => {
            // It panics where it cannot write, as into a pipe that is closed.
            let mut text = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "goodwill", &mut text);
            Ok(out.write_all(&text)?)
        }
        Command::Man => man::write(Arguments::command(), out),
    }
}

/// Sends traces to standard error: warnings, and with `-v` and `-vv` more. `RUST_LOG` overrides it.
fn start_tracing(verbose: u8) {
    let level = match verbose {
        0 => "warn",
        1 => "info",
        _ => "debug",
    };
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| level.into());
    let layer =
        tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    // Whatever is asked for: below INFO the crates for mail log what they read, passwords included.
    let loggable = tracing_subscriber::filter::filter_fn(is_loggable);
    tracing_subscriber::registry().with(filter).with(layer.with_filter(loggable)).init();
}
