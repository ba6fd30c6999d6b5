//! `goodwill forget`: nothing of a person stays, and no import brings him back.

use std::io::{self, Write};

use clap::Args;
use serde_json::json;

use crate::service::journal;

use super::context::{Context, Loaded};
use super::error::CliError;
use super::text::{json_line, plural};
use super::whom::{named, the_person};

/// Arguments of `forget`.
#[derive(Debug, Args)]
pub(super) struct Forget {
    /// The person
    person: String,
    /// Do it: this is the one thing that cannot be taken back
    #[arg(long)]
    yes: bool,
}

impl Forget {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let mut loaded = context.load()?;
        let finished = loaded.store.has_traces()?;
        if finished {
            erase(&mut loaded, context)?;
            let _ = writeln!(io::stderr(), "erased what a `forget` that was stopped had left");
        }
        let person = match the_person(&loaded.books, &self.person) {
            Ok(person) => person.clone(),
            // Whoever was meant is gone by now.
            Err(CliError::NotFound(_)) if finished => return Ok(()),
            Err(error) => return Err(error),
        };
        if !self.yes {
            return Err(CliError::Usage(format!(
                "this drops all mail, meetings, entries and rulings with {} and cannot be taken back; say it with --yes",
                named(&person)
            )));
        }
        let erased = loaded.store.forget(&person)?;
        erase(&mut loaded, context)?;
        if context.json {
            json_line(out, &json!({ "forgotten": erased }))?;
        } else {
            let messages = plural(erased.messages, "message", "messages");
            let others = plural(erased.others, "other item", "other items");
            writeln!(out, "forgotten: {}: {messages} dropped, {others} rewritten", named(&person))?;
            writeln!(out, "letters you have got, backups, exports and the config are yours to clean")?;
        }
        Ok(())
    }
}

/// Erases what the ledger and the file still hold of whoever was dropped from the journal.
fn erase(loaded: &mut Loaded, context: &Context) -> Result<(), CliError> {
    journal::refold(&mut loaded.store, &loaded.config, context.now)?;
    Ok(loaded.store.erase_traces()?)
}
