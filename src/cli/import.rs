//! `goodwill import`: mail, calendars and address books from disk into the ledger.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use serde_json::json;

use crate::causes::sentence;
use crate::config::Config;
use crate::service::intake::{self, Assertion, Imported, Intake};
use crate::service::journal;
use crate::store::Store;

use super::context::Context;
use super::error::CliError;
use super::interrupt;
use super::text::{count, json_line, plural};

/// How often the progress line is drawn anew.
const TICK: Duration = Duration::from_millis(120);

/// Arguments of `import`.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// Files and directories to read
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Do not vouch for these messages: they count as contact, but post no entries
    #[arg(long)]
    untrusted: bool,
}

impl Import {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let config = context.config()?;
        let mut store = Store::open_or_create(&context.state_dir()?)?;
        let assertion = if self.untrusted { Assertion::Untrusted } else { Assertion::Trusted };
        let mut unread = Vec::new();
        let bar = progress_bar(context);
        interrupt::watch(&bar, "stopped; what was read is kept, and the same command reads the rest");
        for path in &self.paths {
            let imported = read((context, &bar), &mut store, &config, path, assertion)?;
            let failed: Vec<String> = imported.unread.iter().map(|error| sentence(error)).collect();
            if context.json {
                json_line(out, &json!({ "path": path, "read": imported.intake, "not_read": failed }))?;
            } else if failed.is_empty() || imported.intake.new > 0 || imported.intake.messages > 0 {
                writeln!(out, "{}", told(path, &imported.intake))?;
            }
            unread.extend(failed);
        }
        Self::fold(context, &mut store, &config, out)?;
        if unread.is_empty() { Ok(()) } else { Err(CliError::Unread(unread)) }
    }

    /// Folds, and says what the ledger holds now.
    fn fold(
        context: &Context,
        store: &mut Store,
        config: &Config,
        out: &mut dyn Write,
    ) -> Result<(), CliError> {
        let folded = journal::refold_in_turn(store, config, context.now)?;
        if context.json {
            return Ok(());
        }
        let messages = store.growth()?.messages;
        let mut totals = vec![plural(messages, "message", "messages")];
        if let Some(folded) = folded {
            totals.push(plural(folded.people, "person", "people"));
            totals.push(plural(folded.favors, "favor", "favors"));
        }
        writeln!(out, "the ledger holds {}", totals.join(", "))?;
        if folded.is_some_and(|folded| folded.people == 0) && messages > 0 {
            writeln!(
                out,
                "nobody was found: none of these messages is between a person and the addresses in [me]; \
                 `goodwill read PATH` shows what was seen"
            )?;
        }
        Ok(())
    }
}

/// Reads one source, shown by `bar`.
pub(super) fn read(
    (context, bar): (&Context, &ProgressBar),
    store: &mut Store,
    config: &Config,
    path: &Path,
    assertion: Assertion,
) -> Result<Imported, CliError> {
    bar.reset();
    bar.set_message(path.display().to_string());
    let imported = intake::import(store, config, path, assertion, context.now, &|intake| {
        bar.set_position(intake.messages + intake.calendars + intake.cards);
    });
    bar.finish_and_clear();
    Ok(imported?)
}

/// A progress line on standard error.
pub(super) fn progress_bar(context: &Context) -> ProgressBar {
    if context.quiet || context.json || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    let style =
        ProgressStyle::with_template("{spinner} {msg}: {human_pos} read, {speed} a second, {elapsed}")
            .expect("the template is sound")
            .with_key("speed", |state: &ProgressState, out: &mut dyn fmt::Write| {
                // What cannot be drawn is not shown.
                let _ = out.write_str(&speed(state.per_sec()));
            });
    bar.set_style(style);
    bar.enable_steady_tick(TICK);
    bar
}

/// A speed without a fraction.
fn speed(per_second: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "no less than 0, and a cast bounds it"
    )]
    count(per_second.round() as u64)
}

fn told(path: &Path, intake: &Intake) -> String {
    let mut parts = Vec::new();
    if intake.messages > 0 {
        parts.push(plural(intake.messages, "message", "messages"));
    }
    if intake.calendars > 0 {
        parts.push(plural(intake.calendars, "calendar", "calendars"));
    }
    if intake.cards > 0 {
        parts.push(plural(intake.cards, "address book", "address books"));
    }
    if parts.is_empty() {
        parts.push("nothing".to_owned());
    }
    let skipped = match intake.skipped {
        0 => String::new(),
        skipped => format!(
            ", {} in part or not at all (see `goodwill status`)",
            plural(skipped, "item read", "items read")
        ),
    };
    format!("{}: read {}, {} new{skipped}", path.display(), parts.join(", "), intake.new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_has_no_fraction() {
        assert_eq!([speed(4_727.045), speed(0.2)], ["4,727", "0"]);
    }
}
