//! Why a command stopped, what to say of it, and the exit code: 1 failed, 2 usage or config.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use crate::causes::sentence;
use crate::config::{Colour, ConfigError};
use crate::nudges::LetterError;
use crate::service::keys::KeyError;
use crate::service::letters::LettersError;
use crate::service::lock::LockError;
use crate::service::run::RunError;
use crate::sources::SourceError;
use crate::store::StoreError;

/// Most paths named that could not be read.
const MAX_NAMED: usize = 20;

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// The config is missing or wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The command was called in a way that makes no sense.
    #[error("{0}")]
    Usage(String),
    /// What was asked for is not there.
    #[error("{0}")]
    NotFound(String),
    /// A source cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Of what was to be imported some could not be read; each in a sentence.
    #[error("not read, or not to its end: {}{}", .0.iter().take(MAX_NAMED).map(String::as_str).collect::<Vec<_>>().join("; "), more(.0.len()))]
    Unread(Vec<String>),
    /// The journal cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Another process polls, or nobody can tell.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The daemon stopped.
    #[error(transparent)]
    Run(#[from] RunError),
    /// Some sources cannot be read; what is wrong with each was said.
    #[error("failed: {0}")]
    Sources(String),
    /// Something is wrong with what the daemon does.
    #[error("not well: {0}")]
    Unwell(String),
    /// An account cannot be logged in to.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A letter cannot be queued or sent.
    #[error(transparent)]
    Letters(#[from] LettersError),
    /// The letter that was asked for is not sent.
    #[error("{0}")]
    Unsent(String),
    /// The system refuses what every program needs.
    #[error("start up")]
    System(#[source] io::Error),
    /// A letter cannot be made.
    #[error("compose the nudge mail")]
    Letter(#[from] LetterError),
    /// A file cannot be written.
    #[error("write {path}")]
    File {
        /// The file.
        path: std::path::PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file that is to be new is there.
    #[error("{path} is there already and is not overwritten; name another file, or move it away")]
    Exists {
        /// The file.
        path: std::path::PathBuf,
    },
    /// The answer cannot be written.
    #[error("write the answer")]
    Write(#[from] io::Error),
    /// `replay` came to another ledger.
    #[error("the ledger folded again differs in {0} of its entries; it was replaced by the new one")]
    Differs(usize),
}

/// How many there are beside those named.
fn more(all: usize) -> String {
    match all.saturating_sub(MAX_NAMED) {
        0 => String::new(),
        more => format!("; and {more} more"),
    }
}

impl CliError {
    /// The whole text for standard error.
    pub(super) fn report(&self) -> String {
        if let Self::Config(error) = self {
            return error.report(Colour::choose(io::stderr().is_terminal(), &|name| std::env::var_os(name)));
        }
        format!("error: {}\n", sentence(self))
    }

    /// The exit code.
    pub(super) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Config(_) | Self::Usage(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}
