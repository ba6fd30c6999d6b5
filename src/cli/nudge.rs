//! `goodwill nudge`: what the owner would be reminded of now, briefs included, and what was held back.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::ToSpan;
use serde_json::json;

use crate::clock::{Clock, SystemClock};
use crate::delivery::{OutboxState, Said, Step};
use crate::nudges::{Choice, Letter, LetterHeaders, Memory, message};
use crate::service::gate::Gate;
use crate::service::keys::Keys;
use crate::service::letters::{self, Written};
use crate::service::lock::{LockError, PollingLock};
use crate::service::{agenda, journal};
use crate::store::StoreError;

use super::context::{Context, Loaded, parse_instant};
use super::error::CliError;
use super::private;
use super::sync::runtime;
use super::text::{self, day, json_line, word};

/// Held nudges shown in text where nothing else is said.
const DEFAULT_HELD: usize = 10;

/// Most steps of one delivery.
const MAX_STEPS: usize = 100;

/// Most letters replayed: twenty years of weeks.
const MAX_LETTERS: usize = 1044;

/// Arguments of `nudge`.
#[derive(Debug, Args)]
pub(super) struct Nudge {
    /// Write the mail here too: nudge.eml, nudge.txt, nudge.html
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Send it now, by the way configured in `[delivery]`
    #[arg(long, conflicts_with_all = ["output", "from", "as_of"])]
    send: bool,
    /// Replay the past: what the letters would have said, one a week from here on
    #[arg(long, value_name = "DATE|INSTANT", requires = "until", conflicts_with = "output")]
    from: Option<String>,
    /// Replay the past until here
    #[arg(long, value_name = "DATE|INSTANT", requires = "from")]
    until: Option<String>,
    /// Show so many of those held back
    #[arg(long, value_name = "N", default_value_t = DEFAULT_HELD)]
    held: usize,
}

impl Nudge {
    pub(super) fn run(&self, context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
        if let (Some(from), Some(until)) = (&self.from, &self.until) {
            return replay(context, from, until, out);
        }
        if self.send {
            return send(context, out);
        }
        let loaded = context.load()?;
        let memory = letters::memory(&loaded.store, &loaded.books, &loaded.config)?;
        let choice = chosen(&loaded, &memory)?;
        let letter = letter(&loaded, &choice, &memory)?;
        let as_of = loaded.books.as_of;
        let told = agenda::briefed(&loaded.store, &loaded.config, &loaded.books, as_of)?;
        let briefs = agenda::due_briefs(&loaded.config, &loaded.books, &told, as_of);
        if let Some(directory) = &self.output {
            write_letter(&loaded, &choice, &letter, directory)?;
        }
        if context.json {
            for nudge in &choice.nudges {
                json_line(out, nudge)?;
            }
            for held in &choice.held {
                json_line(out, &json!({ "held": held.reason, "nudge": held.nudge }))?;
            }
            for brief in &briefs {
                json_line(out, &json!({ "brief": brief }))?;
            }
            return Ok(());
        }
        if choice.nudges.is_empty() && briefs.is_empty() {
            writeln!(out, "nothing to remind you of now; no mail would go out")?;
        }
        let briefs =
            briefs.iter().map(|brief| agenda::brief_letter(&loaded.store, &loaded.config, brief, as_of));
        let said = Some(letter).filter(|_| !choice.nudges.is_empty());
        for letter in said.into_iter().map(Ok).chain(briefs) {
            let letter = letter?;
            writeln!(out, "Subject: {}\n\n{}", letter.subject, letter.text)?;
        }
        if !choice.held.is_empty() && self.held > 0 {
            writeln!(out, "held back:")?;
            for held in choice.held.iter().take(self.held) {
                writeln!(
                    out,
                    "  {} ({}): {}",
                    held.nudge.name,
                    word(&held.nudge.kind),
                    text::held(held.reason)
                )?;
            }
            if choice.held.len() > self.held {
                writeln!(out, "  … and {} more (--held N)", choice.held.len() - self.held)?;
            }
        }
        Ok(())
    }
}

/// Queues the letter and sends it, or leaves that to the daemon where one runs.
fn send(context: &Context, out: &mut dyn Write) -> Result<(), CliError> {
    let (config, state) = (context.config()?, context.state_dir()?);
    let keys = Keys::new(state.clone(), Arc::new(SystemClock));
    let dispatch = letters::dispatch(&config, &keys, &Gate::default())?.ok_or_else(|| {
        CliError::Unsent(
            "no way for letters is configured; add a section [delivery] to the config".to_owned(),
        )
    })?;
    let mut store = context.store()?;
    let occasion = format!("asked {}", context.now);
    if letters::write(&mut store, &config, &occasion, context.now)? == Written::Nothing {
        writeln!(out, "nothing to remind you of now; no mail goes out")?;
        return Ok(());
    }
    let _lock = match PollingLock::take(&state) {
        Ok(lock) => lock,
        Err(LockError::Held { .. }) => {
            writeln!(out, "the letter is queued; the running goodwill sends it within seconds")?;
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    let clock = SystemClock;
    runtime()?.block_on(async {
        for _ in 0..MAX_STEPS {
            if let Step::Idle(_) = dispatch.step(&mut store, clock.now()).await? {
                break;
            }
        }
        Ok::<(), StoreError>(())
    })?;
    let row = store.outbox(1)?.into_iter().next();
    match row {
        Some(row) if row.state == OutboxState::Sent => {
            writeln!(out, "sent to {}", dispatch.recipient.address())?;
            Ok(())
        }
        Some(row) => Err(CliError::Unsent(format!(
            "the letter was not sent yet ({}); `goodwill run` tries again for two days",
            if row.last_error.is_empty() { "it waits its turn" } else { &row.last_error }
        ))),
        None => Ok(()),
    }
}

/// What would go out as of the books' instant.
pub(super) fn chosen(loaded: &Loaded, memory: &Memory) -> Result<Choice, StoreError> {
    letters::chosen(&loaded.books, &loaded.config, memory)
}

/// Prints what weekly letters between two instants would have said, each knowing those before it.
fn replay(context: &Context, from: &str, until: &str, out: &mut dyn Write) -> Result<(), CliError> {
    let mut loaded = context.load()?;
    let zone = &loaded.config.me.timezone.clone();
    let until = parse_instant(until, zone)?;
    let mut at = parse_instant(from, zone)?.to_zoned_datetime(zone.clone());
    let mut said: Vec<Said> = Vec::new();
    for _ in 0..MAX_LETTERS {
        if at.timestamp() >= until {
            break;
        }
        *loaded.books = journal::fold(&loaded.store, &loaded.config, at.timestamp())?;
        let memory = Memory {
            wishes: letters::wishes(&loaded.store, &loaded.books)?,
            ..letters::remembered(&loaded.books, &said)
        };
        let choice = chosen(&loaded, &memory)?;
        let day = day(at.timestamp(), zone);
        for nudge in &choice.nudges {
            if context.json {
                json_line(out, &json!({ "at": at.timestamp().to_string(), "nudge": nudge }))?;
            } else {
                writeln!(out, "{day:>11}  {} ({}): {}", nudge.name, word(&nudge.kind), nudge.why.join(" "))?;
            }
        }
        said.extend(letters::said(&loaded.books, &choice, at.timestamp()));
        at = at.saturating_add(1.week());
    }
    Ok(())
}

/// The letter that says it.
pub(super) fn letter(loaded: &Loaded, choice: &Choice, memory: &Memory) -> Result<Letter, CliError> {
    let health = letters::health(&loaded.store, &loaded.config, loaded.books.as_of)?;
    let (keys, secret) = (choice.keys(), secret(loaded)?);
    let headers = headers(loaded, &keys, &secret);
    let slow = memory.slows(loaded.books.as_of);
    Ok(letters::letter(&loaded.config, choice, health, slow, letters::answers(&loaded.config, &headers)))
}

/// The ledger's own secret; where no letter is sent, none, so that the same ledger gives the same bytes.
fn secret(loaded: &Loaded) -> Result<String, StoreError> {
    if loaded.config.delivery.is_some() { loaded.store.letter_secret() } else { Ok(String::new()) }
}

fn headers<'a>(loaded: &'a Loaded, keys: &'a [String], secret: &'a str) -> LetterHeaders<'a> {
    let me = &loaded.config.me;
    letters::headers(me, &me.address, loaded.books.as_of, keys, secret)
}

/// Writes the letter as a message, as text and as HTML.
pub(super) fn write_letter(
    loaded: &Loaded,
    choice: &Choice,
    letter: &Letter,
    directory: &Path,
) -> Result<(), CliError> {
    fs::create_dir_all(directory).map_err(|source| CliError::File { path: directory.to_owned(), source })?;
    let (keys, secret) = (choice.keys(), secret(loaded)?);
    let headers = headers(loaded, &keys, &secret);
    let answers = letters::answers(&loaded.config, &headers);
    let bytes = message(letter, &LetterHeaders { answers: answers.as_ref(), ..headers })?;
    for (name, content) in [
        ("nudge.eml", bytes.as_slice()),
        ("nudge.txt", letter.text.as_bytes()),
        ("nudge.html", letter.html.as_bytes()),
    ] {
        private::write(&directory.join(name), content)?;
    }
    Ok(())
}
