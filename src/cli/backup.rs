//! `goodwill backup`: a copy of the ledger, taken beside a running daemon.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::context::Context;
use super::error::CliError;
use super::text::{json_line, plural};

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The copy; it must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Backup {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let counts = context.store()?.backup(&self.file)?;
        if context.json {
            json_line(out, &json!({ "file": self.file, "holds": counts }))?;
        } else {
            let messages = plural(counts.messages, "message", "messages");
            writeln!(out, "{} holds {messages}, and was read back", self.file.display())?;
            writeln!(out, "to restore it, stop the daemon and put it in the state directory as goodwill.db")?;
        }
        Ok(())
    }
}
