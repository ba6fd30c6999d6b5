//! `goodwill sync`, `goodwill reread` and `goodwill check`: one pass over all sources, from where the last one came
//! to or from the start, and a look that records nothing.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;
use serde_json::json;
use tokio::runtime;

use crate::books::Received;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::observations::mail::CheckingServer;
use crate::service::desk::Desk;
use crate::service::journal;
use crate::service::keys::Keys;
use crate::service::lock::PollingLock;
use crate::service::pass::{self, Outcome};
use crate::store::Store;

use super::circle;
use super::context::Context;
use super::error::CliError;
use super::interrupt;
use super::text::{json_line, plural, vouching};

/// How often the progress line is drawn anew.
const TICK: Duration = Duration::from_millis(120);

/// Arguments of `sync`.
#[derive(Debug, Args)]
pub(super) struct Sync {}

/// Arguments of `reread`.
#[derive(Debug, Args)]
pub(super) struct Reread {}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct Check {}

impl Sync {
    #[expect(clippy::unused_self, reason = "it has no arguments yet, as every command may")]
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        read_all(context, out, |_| Ok(()))
    }
}

impl Reread {
    #[expect(clippy::unused_self, reason = "it has no arguments yet, as every command may")]
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        read_all(context, out, |store| Ok(store.forget_progress()?))?;
        if !context.json {
            writeln!(out, "what came from files is read again by `goodwill import`, as before")?;
        }
        Ok(())
    }
}

/// One pass over all sources, once the journal is prepared for it.
fn read_all(
    context: &Context,
    out: &mut dyn Write,
    prepare: impl FnOnce(&mut Store) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let config = context.config()?;
    let state = context.state_dir()?;
    if !config.polls() {
        return Err(CliError::Usage(NO_SOURCE.to_owned()));
    }
    let _lock = PollingLock::take(&state)?;
    let mut store = Store::open_or_create(&state)?;
    prepare(&mut store)?;
    let bar = progress_bar(context);
    interrupt::watch(&bar, "stopped; what was read is kept, and the next `goodwill sync` goes on from there");
    let shown = bar.clone();
    let desk = Desk::new(store, Arc::new(SystemClock), config, state);
    let desk = desk.observed(Arc::new(move |progress| shown.set_message(progress.to_string())));
    let mut told = Vec::new();
    runtime()?.block_on(pass::pass(&desk, &mut |source, outcome| {
        told.push((source.to_owned(), outcome.clone()));
    }));
    bar.set_message("folding the ledger");
    let folded = journal::refold_in_turn(&mut desk.store(), &desk.config, context.now)?;
    bar.finish_and_clear();
    print(context, out, &told)?;
    if let Some(folded) = folded {
        if !context.json {
            let (people, favors) =
                (plural(folded.people, "person", "people"), plural(folded.favors, "favor", "favors"));
            writeln!(out, "the ledger holds {people}, {favors}")?;
        }
        if let Some(told) = vouching(&folded.received) {
            if context.json {
                let Received { messages, unvouched } = folded.received;
                json_line(
                    out,
                    &json!({ "received": messages, "not_vouched_for": unvouched, "message": told }),
                )?;
            } else {
                writeln!(out, "{told}")?;
            }
        }
    }
    verdict(&told)
}

impl Check {
    #[expect(clippy::unused_self, reason = "it has no arguments yet, as every command may")]
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        let config = context.config()?;
        let mut told = vec![("config".to_owned(), Ok("read".to_owned()))];
        if !config.polls() {
            told.push(("sources".to_owned(), Ok(NO_SOURCE.to_owned())));
        }
        // Without a journal there is nobody to whom a name could belong yet.
        let known = context.load().ok();
        if let Some(sentence) = known.as_ref().and_then(circle::nobody_sentence) {
            told.push(("circles".to_owned(), Ok(sentence)));
        }
        told.extend(look(context, config)?.0);
        print(context, out, &told)?;
        verdict(&told)
    }
}

/// What came of each source, in order, and the server of each account that was seen to check senders.
pub(super) type Looked = (Vec<(String, Outcome)>, Vec<Option<CheckingServer>>);

/// Tries every source of a config and its way of letters, and records nothing.
pub(super) fn look(context: &Context, config: Config) -> Result<Looked, CliError> {
    // The journal is not touched, and need not be there.
    let scratch = tempfile::tempdir().map_err(CliError::System)?;
    let store = Store::open_or_create(scratch.path())?;
    let mut desk = Desk::new(store, Arc::new(SystemClock), config, scratch.path().to_owned());
    // Tokens that are renewed here are void for everybody else, so they are kept where they belong.
    desk.keys = Keys::new(context.state_dir()?, Arc::new(SystemClock));
    let mut told = Vec::new();
    let servers = runtime()?.block_on(pass::check(&desk, &mut |source, outcome| {
        told.push((source.to_owned(), outcome.clone()));
    }));
    Ok((told, servers))
}

const NO_SOURCE: &str = "the config names no [[mail]] and no [[calendar]], so there is nothing to poll";

/// A line on the terminal that says how far the reading has come.
fn progress_bar(context: &Context) -> ProgressBar {
    if context.quiet || context.json || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(TICK);
    bar
}

pub(super) fn runtime() -> Result<runtime::Runtime, CliError> {
    runtime::Builder::new_current_thread().enable_all().build().map_err(CliError::System)
}

pub(super) fn print(
    context: &Context,
    out: &mut dyn Write,
    told: &[(String, Outcome)],
) -> Result<(), CliError> {
    for (source, outcome) in told {
        let (text, is_ok) = match outcome {
            Ok(text) => (text, true),
            Err(text) => (text, false),
        };
        if context.json {
            json_line(out, &json!({ "source": source, "ok": is_ok, "message": text }))?;
        } else if is_ok {
            writeln!(out, "{source}: {text}")?;
        } else {
            writeln!(out, "{source}: failed: {text}")?;
        }
    }
    Ok(())
}

pub(super) fn verdict(told: &[(String, Outcome)]) -> Result<(), CliError> {
    let failed: Vec<&str> =
        told.iter().filter(|(_, outcome)| outcome.is_err()).map(|(source, _)| source.as_str()).collect();
    if failed.is_empty() { Ok(()) } else { Err(CliError::Sources(failed.join(", "))) }
}
