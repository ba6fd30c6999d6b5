//! `goodwill replay`: the journal folded again must give the same ledger.

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::service::journal;

use super::context::Context;
use super::error::CliError;
use super::text::{json_line, plural};

/// Arguments of `replay`.
#[derive(Debug, Args)]
pub(super) struct Replay {}

impl Replay {
    #[expect(clippy::unused_self, reason = "every command runs alike")]
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let config = context.config()?;
        let mut store = context.store()?;
        let outcome = journal::replay(&mut store, &config, context.now)?;
        if context.json {
            json_line(out, &json!({ "entries": outcome.entries, "different": outcome.different }))?;
        } else if outcome.different.is_empty() {
            writeln!(out, "the same ledger: {}", plural(outcome.entries, "entry", "entries"))?;
        } else {
            for id in &outcome.different {
                writeln!(out, "different: {id}")?;
            }
        }
        if outcome.different.is_empty() { Ok(()) } else { Err(CliError::Differs(outcome.different.len())) }
    }
}
